"""A colon within a text, or a second key after a comma: what a colon and a space make of a line."""

from __future__ import annotations

import re
from typing import Final

from kiosk.language import _
from kiosk.script.grammar import STEP_FORMS, WORDS, Value
from kiosk.script.traps import BLOCK, LONGEST_LINE, Trap, after_dashes, quoted, requoted, split

_NOT_PLAIN: Final = tuple("\"'[{>|#&*!%@`")
_TWO_KEYS: Final = re.compile(r"([^,;]+?)[,;] +([a-z][a-z ]{0,20}): (\S.*)")
_NEVER_SAID: Final = frozenset(("figure", "for", "pause", "at most", "name", "change", "again"))
_CURLY: Final = {"“": "”", "„": "“”", "‘": "’", "«": "»", "”": "”"}
_NO_TEXT: Final = frozenset(
    key.name
    for form in STEP_FORMS.values()
    for key in form.keys.values()
    if key.value is not Value.TEXT
)
"""The keys of steps that hold no words."""


def quote_colons(lines: list[str], dropped: set[str]) -> list[Trap]:
    """Put quotes around every unquoted text that holds a colon and a space, in place.

    Args:
        lines: The lines, mended in place.
        dropped: Filled with the keys that stood on another key's line, and were taken off it.

    Returns:
        A trap for each line that was mended.
    """
    traps: list[Trap] = []
    block_indent = -1
    for number, line in enumerate(lines, 1):
        if block_indent >= 0:
            # The lines of a `say: >` text are prose, whatever they hold.
            if not line.strip() or len(line) - len(line.lstrip(" ")) > block_indent:
                continue
            block_indent = -1
        if len(line) > LONGEST_LINE:
            continue
        if line.endswith(("|", ">", "-", "+")) and BLOCK.search(line):
            block_indent = len(line) - len(line.lstrip(" "))
        elif line.count(": ") + line.rstrip().endswith(":") > 1:
            found = _two_keys(line, number, dropped) or _colon(line, number)
            if found:
                traps.append(found[0])
                lines[number - 1] = found[1]
    return traps


def _two_keys(line: str, number: int, dropped: set[str]) -> tuple[Trap, str] | None:
    """A second key after a comma, as in ``for: 12s, figure: standing``."""
    start, end = split(line)
    two = _TWO_KEYS.fullmatch(line, start, end)
    if two is None or two[2] not in WORDS or line.startswith(_NOT_PLAIN, start):
        return None
    key = line[after_dashes(line) : start].strip().removesuffix(":")
    if key not in _NO_TEXT and two[2] not in _NEVER_SAID:
        return None
    dropped.add(two[2])
    message = _('Two keys on one line. Put "{words}" on its own line.').format(
        words=f"{two[2]}: {two[3]}"
    )
    mended = f"{line[: two.end(1)]}{line[end:]}"
    return (number, two.start(2) + 1, message, len(two[2])), mended


def _colon(line: str, number: int) -> tuple[Trap, str] | None:
    start, end = split(line)
    words = line[start:end]
    if start == after_dashes(line) or words.startswith(_NOT_PLAIN):
        return None
    colon = words.find(": ")
    if colon < 0:
        if not words.endswith(":"):
            return None
        colon = len(words) - 1
    if close := _CURLY.get(words[:1]):
        right = quoted(words[1:].rstrip(close))
        message = _("{opens} {closes} are not YAML's quotes. Use straight ones: {right}").format(
            opens=words[0], closes=close[-1], right=right
        )
        return (number, start + 1, message, 1), f"{line[:start]}{right}{line[end:]}"
    message = _(
        "A colon followed by a space starts a new key, so this text must stand in quotes: {quoted}"
    ).format(quoted=quoted(words))
    return (number, start + colon + 1, message, 1), requoted(line)
