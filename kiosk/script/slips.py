"""Slips of the hand in the shape of a line: a bullet for a dash, a colon left out, a fixed space.

They are looked for where YAML stumbles, and where a text holds a sign that gives one of them away.
Each is named once, where it stands, and the line is mended as its author meant it, so that the
rest of the file is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kiosk.language import _
from kiosk.script.grammar import STEP_FORMS, WORDS
from kiosk.script.traps import BLOCK, LONGEST_LINE, Trap, after_dashes, quoted

FIXED_SPACES: Final = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
MOST_SLIPS: Final = 100
"""Nobody mends more at once."""
_BULLET: Final = r"[•◦▪‣·∙●○■–—−*]|\d{1,2}[.)]|-#"
_KINDS: Final = "|".join(STEP_FORMS)
_MOMENT: Final = r"half|(?:last +)?\d{1,4}(?:\.\d)? ?(?:s|sec|seconds?|m|min|minutes?|breaths?)"

_ODD_BEGINNING: Final = re.compile(r"\n *(?:\d{1,2}[.)]|-[#\w]|\*) ?\w")
_ODD_SIGN: Final = re.compile(rf"[{FIXED_SPACES}•◦▪‣∙●○■：]|\n *[–—−]")
NO_COLON_PROMPT: Final = re.compile(rf"({_MOMENT}) +(?![.,:;])(\S.*)")
"""A prompt without the colon after its moment."""

_FIXED: Final = re.compile(rf"[ -]*[{FIXED_SPACES}]|[ -]*[\w][\w .]{{0,40}}: *[{FIXED_SPACES}]")
_ANY_FIXED: Final = re.compile(f"[{FIXED_SPACES}]")
_BULLETED: Final = re.compile(rf"( *)(?:{_BULLET}) *((?:{_KINDS}):(?: .*|$))")
_ENTRY: Final = re.compile(r"( *)(?:[•◦▪‣∙●○■]) *(\S.*)")
_NO_SPACE_DASH: Final = re.compile(r"( *)-(\w.*)")
_KEY_BEGINS: Final = re.compile(r" *(?:- +)*([^\W\d][\w ]{0,20}?)(?:\.\w\w)?:(?: |$)")
_NOT_A_COLON: Final = re.compile(r"( *(?:- +)*)([a-z][a-z ]{0,20}?) *([;：=])(?![;=]) *(\S.*)")
_NO_COLON_STEP: Final = re.compile(rf"( *- +)({_KINDS}) +([^\s:#].*)")
_STEPS_KEY: Final = re.compile(r" *(?:- +)*steps: *(?:#.*)?")
_NO_DASH: Final = re.compile(rf"( +)((?:{_KINDS}):(?: .*|$))")
_NOTHING: Final = re.compile(r"[ -]*(?:#.*)?")


def suspect(text: str) -> bool:
    """Whether something gives such a slip away, even where YAML reads on regardless."""
    if _ODD_BEGINNING.search(text):
        return True
    return not text.isascii() and _ODD_SIGN.search(text) is not None


@dataclass(slots=True)
class _Line:
    """A line that is no part of a running text: its place in the list, and how far it is in."""

    at: int
    text: str
    indent: int
    column: int


@dataclass(slots=True)
class Mending:
    """Lines as they were meant, in place of those that were written.

    Attributes:
        lines: The lines; mended in place.
        shifts: By how many columns a line stands further in than it was written, by its number.
        traps: What was found, in the columns that were written.
    """

    lines: list[str]
    shifts: dict[int, int]
    traps: list[Trap] = field(default_factory=list)

    def run(self) -> None:
        """Look at every line once."""
        above: list[_Line] = []
        for line in self._structure():
            if len(self.traps) >= MOST_SLIPS:
                return
            if above and self._fits_no_dash(above[-1], line):
                self._give_dash(line)
            else:
                self._look(line, above)
            line.text = self.lines[line.at]
            line.column = after_dashes(line.text)
            above = [*(each for each in above if each.indent < line.indent), line]

    def _structure(self) -> Iterator[_Line]:
        """The lines that are keys or entries, as they stand when their turn comes."""
        block = -1
        running = -1
        for at in range(len(self.lines)):
            text = self.lines[at]
            bare = text.lstrip(" ")
            indent = len(text) - len(bare)
            if not bare.strip() or len(text) > LONGEST_LINE:
                continue
            if block >= 0 and indent > block:
                continue
            block = -1
            if bare.startswith("#") or 0 <= running < indent:
                continue
            line = _Line(at, text, indent, after_dashes(text))
            yield line
            text = line.text  # as it was mended meanwhile
            if text.endswith(("|", ">", "-", "+")) and BLOCK.search(text):
                block, running = line.indent, -1
            else:
                key = _KEY_BEGINS.match(text)
                empty = _NOTHING.fullmatch(text, key.end() if key else 0)
                running = -1 if empty else line.column if key else line.indent

    def _next(self, line: _Line) -> str:
        for at in range(line.at + 1, min(line.at + 50, len(self.lines))):
            if self.lines[at].strip() and not self.lines[at].lstrip().startswith("#"):
                return self.lines[at]
        return ""

    def _tell(self, line: _Line, column: int, message: str, mended: str, width: int = 1) -> None:
        """Keep what was found; the column is counted from 0 in the line as it is now."""
        column -= self.shifts.get(line.at + 1, 0)
        self.traps.append((line.at + 1, column + 1, message, width))
        self.lines[line.at] = mended

    def _shift(self, at: int, columns: int) -> None:
        self.shifts[at + 1] = self.shifts.get(at + 1, 0) + columns

    def _look(self, line: _Line, above: list[_Line]) -> None:
        text = line.text
        if fixed := _FIXED.match(text):
            message = _("A fixed space from a word processor stands here. Type a plain space.")
            end = fixed.end()
            rest = text[end:].lstrip(f" {chr(0xA0)}")
            mended = _ANY_FIXED.sub(" ", text[:end]) + (rest if ":" in fixed[0] else text[end:])
            while (more := _FIXED.match(mended)) is not None:
                mended = _ANY_FIXED.sub(" ", mended[: more.end()]) + mended[more.end() :]
            self._tell(line, end - 1, message, mended)
            line.text = text = mended
            line.indent = len(text) - len(text.lstrip(" "))
        if bullet := _BULLETED.fullmatch(text):
            self._bullet(line, bullet, _('A step begins with "- ", a plain hyphen.'))
        elif entry := _ENTRY.fullmatch(text):
            self._bullet(line, entry, _('An entry begins with "- ", a plain hyphen.'))
        elif (dash := _NO_SPACE_DASH.fullmatch(text)) and not dash[2].startswith("-"):
            mended = f"{dash[1]}- {dash[2]}"
            message = _('A space is missing after the dash. Write "{mended}".').format(
                mended=mended.strip()
            )
            self._tell(line, len(dash[1]), message, mended)
            self._shift(line.at, 1)
        elif text.lstrip().startswith("//"):
            mended = text.replace("//", "# ", 1)
            self._tell(line, line.indent, _("A comment begins with #."), mended, 2)
        elif (odd := _NOT_A_COLON.fullmatch(text)) and odd[2] in WORDS:
            right = f"{odd[2]}: {odd[4]}"
            message = (
                _('Write "{right}".')
                if odd[3] == "="
                else _('A colon is missing after "{word}". Write "{right}".')
            ).format(word=odd[2], right=right)
            self._tell(line, odd.start(3), message, f"{odd[1]}{right}")
        elif (step := _NO_COLON_STEP.fullmatch(text)) and self._is_step(line):
            right = f"{step[1]}{step[2]}: {step[3]}"
            message = _('A colon is missing after "{word}". Write "{right}".').format(
                word=step[2], right=right.strip()
            )
            self._tell(line, step.start(2), message, right, len(step[2]))
            self._shift(line.at, 1)
        elif above and _is_prompts(line, above) and (said := NO_COLON_PROMPT.match(text.strip())):
            words = quoted(said[2]) if ": " in said[2] or " #" in said[2] else said[2]
            message = _('A colon is missing after "{said}". Write "{said}: {words}".').format(
                said=said[1], words=words
            )
            mended = f"{' ' * line.indent}{said[1]}: {words}"
            self._tell(line, line.indent, message, mended, len(said[1]))

    def _bullet(self, line: _Line, found: re.Match[str], message: str) -> None:
        """Put a hyphen in the bullet's place, and what follows it below its neighbours."""
        below = self._next(line)
        indent = len(found[1])
        column = found.start(2)
        if _KEY_BEGINS.match(below) and not below.lstrip().startswith("-"):
            deeper = len(below) - len(below.lstrip(" "))
            column = deeper if deeper > indent + 1 else column
        column = max(column, indent + 2)
        mended = f"{found[1]}-{' ' * (column - indent - 1)}{found[2]}"
        self._tell(
            line,
            indent,
            _('{message} Write "- {words}".').format(message=message, words=found[2]),
            mended,
        )
        self._shift(line.at, column - found.start(2))

    def _is_step(self, line: _Line) -> bool:
        """Whether the keys of a step follow, which no sentence has."""
        below = self._next(line)
        key = _KEY_BEGINS.match(below)
        return bool(key and key[1] in WORDS and after_dashes(below) == line.column)

    def _fits_no_dash(self, before: _Line, line: _Line) -> bool:
        return bool(
            _STEPS_KEY.fullmatch(before.text)
            and line.indent > before.indent
            and _NO_DASH.fullmatch(line.text)
        )

    def _give_dash(self, line: _Line) -> None:
        """Make a step of the keys below `steps:`, whose dash is missing."""
        words = line.text.strip().partition(" #")[0]
        message = _('A step begins with a dash. Write "- {words}".').format(words=words)
        self._tell(line, line.indent, message, f"{' ' * line.indent}- {line.text.lstrip(' ')}")
        self._shift(line.at, 2)
        below = self._next(line)
        if len(below) - len(below.lstrip(" ")) != line.indent or below.lstrip().startswith("- "):
            return
        for at in range(line.at + 1, len(self.lines)):
            text = self.lines[at]
            indent = len(text) - len(text.lstrip(" "))
            if text.strip() and (
                indent < line.indent or (indent == line.indent and text.lstrip().startswith("- "))
            ):
                return
            self.lines[at] = f"  {text}"
            self._shift(at, 2)


def _is_prompts(line: _Line, above: list[_Line]) -> bool:
    """Whether a line stands right below `prompts:`."""
    parent = next((each for each in reversed(above) if each.indent < line.indent), None)
    return parent is not None and parent.text[parent.column :].startswith("prompts")
