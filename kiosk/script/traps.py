"""YAML's own traps for people who write prose, and the words that help out of them.

libyaml says "mapping values are not allowed in this context"; a therapist needs to hear "put the
text in quotes". Everything here looks at the author's line, never at YAML's inner workings.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

Trap: TypeAlias = tuple[int, int, int, str]
"""Line, column and width of a trap, counted from 1, and what to say about it."""

# `  - say: Remember: press` -- a key, then unquoted text that holds a colon and a space.
_COLON: Final = re.compile(
    r"""^(?P<head>\s*(?:-\s+)*(?:[\w. <>-]+?):\s+)
        (?P<text>(?!["'\[{>|\#&*!%@`])[^\#]*?(?P<colon>:)(?:\s+\S.*?|\s*))
        (?P<tail>\s+\#.*)?$""",
    re.VERBOSE,
)
_BRACE: Final = re.compile(r"[:-]\s+\{[^}]*\}\s*\S")
_QUOTED: Final = re.compile(r"""[:-]\s+(?P<quote>["'])""")

TRUE_OR_FALSE: Final = frozenset(
    "y n yes no on off true false null ~".split()  # noqa: SIM905 -- reads as the list it is
)
"""What YAML takes for true, false or nothing when it stands without quotes."""


def quote_colons(text: str) -> tuple[str, list[Trap]]:
    """Put quotes around every unquoted text that holds a colon and a space.

    Returns:
        The mended text, on as many lines as before, and a trap for each line that was mended.
    """
    traps: list[Trap] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if ": " not in line or len(line) > 1_000:
            continue
        found = _COLON.match(line)
        if not found:
            continue
        words = found["text"].rstrip()
        message = (
            "A colon followed by a space starts a new key, so this text must stand in quotes: "
            f"{_quoted(words)}"
        )
        traps.append((number, found.start("colon") + 1, 1, message))
        lines[number - 1] = f"{found['head']}{_quoted(words)}{found['tail'] or ''}"
    return "\n".join(lines), traps


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def explain(line: int, column: int, excerpt: str, problem: str, context_line: int) -> Trap:
    """Say in plain words what libyaml stumbled over.

    Args:
        line: Where it stopped, counted from 1.
        column: Likewise.
        excerpt: The text of that line.
        problem: libyaml's own words.
        context_line: The line on which the broken thing began.
    """
    before = excerpt[: column - 1]
    here = excerpt[column - 1 : column]
    if "\t" in excerpt[: len(excerpt) - len(excerpt.lstrip())]:
        at = excerpt.index("\t") + 1
        return line, at, 1, "A tab stands in the indentation. YAML wants spaces: use two a level."
    if brace := _BRACE.search(excerpt):
        at = excerpt.index("{", brace.start()) + 1
        return (
            line,
            at,
            excerpt.index("}", at) - at + 2,
            "A text that begins with { is read as a mapping. The side is written <side>; "
            "any other text that begins with { needs quotes around all of it.",
        )
    if here in ("@", "`", "%"):
        return line, column, 1, f"A text cannot begin with {here} unless it stands in quotes."
    if "alias" in problem or "anchor" in problem or here == "*" or "*" in before[-2:]:
        return line, column, 1, "A text that begins with * or & must stand in quotes."
    if "escape" in problem:
        return (
            line,
            column,
            1,
            "A backslash inside double quotes starts a special sign. Write \\\\ for one backslash, "
            "or use single quotes.",
        )
    if (quote := _QUOTED.search(before)) and quote["quote"] in before[quote.end() :]:
        mark = quote["quote"]
        inside = "''" if mark == "'" else '\\"'
        return (
            line,
            column,
            1,
            f"The text in {mark} ended before this. Put the quotes around all of it, and write "
            f"{inside} for a {mark} inside.",
        )
    if "end of stream" in problem or "quoted scalar" in problem:
        return (
            context_line,
            1,
            1,
            "Something that begins on this line is never closed: look for a missing \" or ' or ].",
        )
    if "',' or ']'" in problem or "',' or '}'" in problem:
        return line, column, 1, f"The bracket opened on line {context_line} is never closed."
    if "block sequence entries" in problem:
        return (
            line,
            column,
            1,
            'A "- " here starts a list. Move the list to the next line, or quote the text.',
        )
    if "mapping values" in problem:
        return (
            line,
            column,
            1,
            "A colon here starts a key where none can stand. Is the line indented like its "
            "neighbours? A text that holds a colon needs quotes.",
        )
    return (
        line,
        column,
        1,
        "YAML cannot be read from here on. Keys of one step stand exactly below each other, "
        'and every step of a list begins with "- ".',
    )
