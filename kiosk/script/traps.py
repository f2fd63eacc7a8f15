"""YAML's own traps for people who write prose, and the words that help out of them.

libyaml says "mapping values are not allowed in this context"; a therapist needs to hear "put the
text in quotes". Everything here looks at the author's line, never at YAML's inner workings. Most
traps can also be mended: the line as its author meant it lets the rest of the file be checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from kiosk.language import N_, _
from kiosk.script.grammar import WORDS

Trap: TypeAlias = tuple[int, int, str, int]
"""Line and column of a trap, counted from 1, what to say about it, and its width."""
Found: TypeAlias = tuple[Trap, str | None]
"""A trap, and its line as it was meant; None where that is anyone's guess."""

TRUE_OR_FALSE: Final = frozenset(
    "y n yes no on off true false null ~".split()  # noqa: SIM905 -- reads as the list it is
)
"""What YAML takes for true, false or nothing when it stands without quotes."""

LONGEST_LINE: Final = 1_000
"""Characters; in a longer line no trap is looked for."""

_KEY: Final = re.compile(r"[\w. <>]{1,40}")
BLOCK: Final = re.compile(r"[:-] +[|>][-+\d]*$")
_NO_SPACE_DASH: Final = re.compile(r"( *)-(\w[\w ]{0,30}:(?: |$))")
_NO_SPACE_COLON: Final = re.compile(r"( *(?:- +)?)(\w[\w ]{0,30}):([^\s:].*)")
_NO_COLON: Final = re.compile(r"( *(?:- +)?)(\w+)(?: +(.*))?")


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where libyaml stopped and what it said; `begun` is where the thing it was in began."""

    line: int
    column: int
    problem: str
    context: str
    begun_line: int
    begun_column: int


def quoted(words: str) -> str:
    """A text in double quotes, as it must be written."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def item_on(line: str) -> str:
    """What stands on a line after its dashes, without a comment."""
    return line[after_dashes(line) :].partition(" #")[0].rstrip()


def after_dashes(line: str) -> int:
    """The column, from 0, of the first word on a line."""
    at = len(line) - len(line.lstrip(" "))
    while line.startswith("- ", at):
        at += 2
        at += len(line[at:]) - len(line[at:].lstrip(" "))
    return at


def split(line: str) -> tuple[int, int]:
    """Where the value of a line begins and ends, from 0: after its key, or after its dash."""
    at = after_dashes(line)
    colon = line.find(": ", at)
    if colon > 0 and _KEY.fullmatch(line, at, colon):
        after = line[colon + 2 :]
        at = colon + 2 + len(after) - len(after.lstrip(" "))
    comment = line.find(" #", at)
    return at, len(line[: comment if comment >= 0 else len(line)].rstrip())


def begins_value(line: str, column: int) -> bool:
    """Whether a column, from 0, is where the one value of a short line begins."""
    return len(line) <= LONGEST_LINE and split(line)[0] == column != after_dashes(line)


def requoted(line: str) -> str:
    """The line with all of its value in quotes."""
    start, end = split(line)
    return f"{line[:start]}{quoted(line[start:end])}{line[end:]}"


# --- whatever else libyaml stops at


def explain(stumble: Stumble, lines: list[str]) -> Found:
    """Say in plain words what libyaml stumbled over, and mend the line where that is plain."""
    number = stumble.line
    line = lines[number - 1]
    if len(line) <= LONGEST_LINE:
        for look in (_tab, _beginning, _after_quotes, _block_text, _escape):
            if found := look(number, line, stumble):
                return found
    for look_at in (_unclosed_quote, _unclosed_bracket, _spacing, _continued, _indentation):
        if found := look_at(number, lines, stumble):
            return found
    message = _(
        "YAML cannot be read from here on. Keys of one step stand exactly below each other, "
        'and every step of a list begins with "- ".'
    )
    return (number, min(stumble.column, len(line) + 1), message, 1), None


def _tab(number: int, line: str, _stumble: Stumble) -> Found | None:
    indent = line[: len(line) - len(line.lstrip())]
    dashed = line[: after_dashes(line) + 2]
    if "\t" not in indent and "-\t" not in dashed:
        return None
    message = _("A tab stands in the indentation. YAML wants spaces: use two for each level.")
    return (number, line.index("\t") + 1, message, 1), line.replace("-\t", "- ").replace("\t", "  ")


def _beginning(number: int, line: str, stumble: Stumble) -> Found | None:
    """A text that begins with a sign that YAML keeps for itself."""
    start, end = split(line)
    words = line[start:end]
    first = words[:1]
    if not first or first not in "{[@`%*&!-" or stumble.column <= start:
        return None
    if first in "{[":
        close = words.find("}" if first == "{" else "]")
        if close < 0 or close == len(words) - 1:
            return None
        if words.startswith(("[side]", "[other side]")):
            right = words.replace("[side]", "<side>").replace("[other side]", "<other side>")
            wrong = words[: close + 1]
            message = _("The side is written <{side}>, not {wrong}.").format(
                side=wrong[1:-1], wrong=wrong
            )
            return (number, start + 1, message, close + 1), (
                f"{line[:start]}{quoted(right)}{line[end:]}"
            )
        if words.startswith(("{side}", "{other side}")):
            right = words.replace("{side}", "<side>").replace("{other side}", "<other side>")
            message = _(
                "A text that begins with {{ is read as a mapping, and the side is written <side>. "
                "In quotes: {quoted}"
            ).format(quoted=quoted(right))
            return (number, start + 1, message, close + 1), (
                f"{line[:start]}{quoted(right)}{line[end:]}"
            )
        message = (
            _(
                "A text that begins with {first} is read as a mapping, and more follows it here. "
                "Put all of it in quotes: {quoted}"
            )
            if first == "{"
            else _(
                "A text that begins with {first} is read as a list, and more follows it here. "
                "Put all of it in quotes: {quoted}"
            )
        ).format(first=first, quoted=quoted(words))
        return (number, start + 1, message, close + 1), requoted(line)
    if words.startswith(("&lt;side&gt;", "&lt;other side&gt;")):
        right = quoted(words.replace("&lt;", "<").replace("&gt;", ">"))
        wrong = words[: words.index("&gt;") + 4]
        message = _("The side is written <{side}>, not {wrong}.").format(
            side=wrong[4:-4], wrong=wrong
        )
        return (number, start + 1, message, len(wrong)), f"{line[:start]}{right}{line[end:]}"
    if first == "-" and not words.startswith("- "):
        return None
    message = _("A text cannot begin with {first} unless it stands in quotes: {quoted}").format(
        first=first, quoted=quoted(words)
    )
    return (number, start + 1, message, 1), requoted(line)


def _after_quotes(number: int, line: str, stumble: Stumble) -> Found | None:
    """Words after the closing quote."""
    start, end = split(line)
    words = line[start:end]
    if words[:1] not in ('"', "'"):
        return None
    sign = words[0]
    close = words.find(sign, 1)
    if not 0 < close < len(words) - 1 or stumble.column <= start + close:
        return None
    other = "'" if sign == '"' else '"'
    bare = words[1:-1] if words.endswith(sign) else words
    right = f"{other}{bare}{other}" if other not in bare else quoted(bare)
    message = _(
        "The text in {sign} ended before this. Put the quotes around all of it; with {sign} "
        "inside, write {right}"
    ).format(sign=sign, right=right)
    return (number, start + close + 2, message, 1), f"{line[:start]}{right}{line[end:]}"


def _block_text(number: int, line: str, stumble: Stumble) -> Found | None:
    if "block scalar" not in stumble.context:
        return None
    start, end = split(line)
    message = _("A text cannot begin with {first} unless it stands in quotes: {quoted}").format(
        first=line[start : start + 1], quoted=quoted(line[start:end])
    )
    return (number, start + 1, message, 1), requoted(line)


def _escape(number: int, line: str, stumble: Stumble) -> Found | None:
    if "escape" not in stumble.problem:
        return None
    at = max(0, line.rfind("\\", 0, stumble.column))
    message = _(
        "A backslash inside double quotes starts a special sign. Write \\\\ for one backslash, "
        "or use single quotes."
    )
    return (number, at + 1, message, 1), f"{line[:at]}\\\\{line[at + 1 :]}"


def _unclosed_quote(number: int, lines: list[str], stumble: Stumble) -> Found | None:
    """A quote that is opened on a line and closed, if at all, by the next text's opening one."""
    for at in range(number - 1, max(-1, number - 6), -1):
        line = lines[at]
        if len(line) > LONGEST_LINE:
            continue
        start, end = split(line)
        sign = line[start : start + 1]
        inside = line[start + 1 : end].replace("\\" + sign, "")
        if sign and sign in "\"'" and sign not in inside.replace(sign * 2, ""):
            message = _(
                "The {sign} that opens this text is never closed. "
                "Write {sign} after its last word too."
            ).format(sign=sign)
            return (at + 1, start + 1, message, 1), f"{line[:end]}{sign}{line[end:]}"
    if "quoted scalar" not in stumble.context:
        return None
    message = _("The quote that opens here is never closed. Write one after the last word too.")
    return (stumble.begun_line, stumble.begun_column, message, 1), None


def _unclosed_bracket(_number: int, lines: list[str], stumble: Stumble) -> Found | None:
    if "flow" not in stumble.context:
        return None
    line = lines[stumble.begun_line - 1]
    sign = line[stumble.begun_column - 1 : stumble.begun_column]
    if sign not in ("[", "{"):
        message = _("A [ or { that opened before this is never closed; as a text it needs quotes.")
        return (stumble.begun_line, stumble.begun_column, message, 1), None
    close = "]" if sign == "[" else "}"
    message = _(
        "The {sign} that opens here is never closed. Write {close} after the last entry; "
        "a text that begins with {sign} needs quotes."
    ).format(sign=sign, close=close)
    end = split(line)[1]
    mended = f"{line[:end]}{close}{line[end:]}" if len(line) <= LONGEST_LINE else None
    return (stumble.begun_line, stumble.begun_column, message, 1), mended


def _spacing(number: int, lines: list[str], stumble: Stumble) -> Found | None:
    """A space or a colon that is missing."""
    for at in dict.fromkeys((number, stumble.begun_line, number - 1)):
        line = lines[at - 1] if 0 < at <= len(lines) else ""
        if not line or len(line) > LONGEST_LINE:
            continue
        if dash := _NO_SPACE_DASH.match(line):
            right = f"{dash[1]}- {line[dash.end(1) + 1 :]}"
            message = _('A space is missing after the dash. Write "{right}".').format(
                right=right.strip()
            )
            return (at, dash.end(1) + 1, message, 1), right
        if (colon := _NO_SPACE_COLON.fullmatch(line)) and colon[2] in WORDS:
            right = f"{colon[1]}{colon[2]}: {colon[3]}"
            message = _('A space is missing after the colon. Write "{right}".').format(
                right=right.strip()
            )
            return (at, colon.end(2) + 1, message, 1), right
        bare = _NO_COLON.fullmatch(line.rstrip())
        if bare and bare[2] in WORDS and "could not find" in stumble.problem:
            right = f"{bare[1]}{bare[2]}: {bare[3] or ''}".rstrip()
            message = _('A colon is missing after "{word}". Write "{right}".').format(
                word=bare[2], right=right.strip()
            )
            return (at, bare.end(2) + 1, message, 1), right
    return None


def _continued(_number: int, lines: list[str], stumble: Stumble) -> Found | None:
    """A text that goes on in the column of its key."""
    number = stumble.begun_line
    line = lines[number - 1]
    indent = len(line) - len(line.lstrip(" "))
    if "could not find" not in stumble.problem or len(line) > LONGEST_LINE:
        return None
    above = number - 2
    while above >= 0 and (
        not (bare := lines[above].lstrip(" ")) or len(lines[above]) - len(bare) > indent
    ):
        above -= 1
    if above < 0 or after_dashes(lines[above]) != indent or line[indent : indent + 2] == "- ":
        return None
    message = _('This line belongs to the text above: move it two spaces in, or use ">-".')
    return (number, indent + 1, message, len(line.strip())), f"  {line}"


def _indentation(number: int, lines: list[str], _stumble: Stumble) -> Found | None:
    """A line that does not stand where its neighbours do."""
    line = lines[number - 1]
    indent = len(line) - len(line.lstrip(" "))
    above = number - 2
    while above >= 0 and not item_on(lines[above]).partition("#")[0].strip():
        above -= 1
    if above < 0 or ":" not in line:
        return None
    word, _colon, after = line.strip().partition(":")
    if word not in WORDS and after.startswith(" ") and indent > after_dashes(lines[above]):
        message = _(
            "A colon followed by a space starts a new key. A text that runs over several lines "
            "and holds a colon needs quotes around all of it."
        )
        return (number, line.index(": ") + 1, message, 1), line.replace(": ", " - ")
    if line.lstrip().startswith("- "):
        column = len(lines[above]) - len(lines[above].lstrip(" "))
        message = N_(
            "This line begins in column {indent}, the step above it in column {column}. "
            "Keys of one step stand exactly below each other, and so do the steps of a list."
        )
    else:
        column = after_dashes(lines[above])
        message = N_(
            "This line begins in column {indent}, the key above it in column {column}. "
            "Keys of one step stand exactly below each other, and so do the steps of a list."
        )
    if column == indent:
        return None
    message = _(message).format(indent=indent + 1, column=column + 1)
    return (number, indent + 1, message, max(1, len(line.strip()))), (
        f"{' ' * column}{line.lstrip(' ')}"
    )
