"""A script's text as it stands in its file, and what keeps a file from being text at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from kiosk.language import _
from kiosk.script.mark import Mark
from kiosk.script.problems import Problem

MAX_BYTES: Final = 256 * 1024
"""A script of this size would take a day to read; nothing larger is opened."""

# What YAML itself cannot hold: control characters other than tab and line ends.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
# YAML counts a line at each of these. One sign for all keeps every room's line numbers the same.
_LINE_ENDS: Final = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Source:
    """A file's text, and the problems found in it so far."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    shifts: dict[int, int] = field(default_factory=dict)
    """Where a line was mended: by how many columns it is read further in than it was written."""
    dropped: set[str] = field(default_factory=set)
    """Keys that are there, but could not be read where they stand."""
    _lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The text's lines."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def excerpt(self, line: int) -> str:
        """The text of a line counted from 1, or empty past the end."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def column(self, line: int, column: int) -> int:
        """Where a column of a line as it is read stands in the line as it was written."""
        return max(1, column - self.shifts.get(line, 0)) if self.shifts else column

    def problem(self, line: int, column: int, message: str, width: int = 1) -> Problem:
        """Make a problem at a line and column counted from 1, with its excerpt.

        A place past the end, as where something is never closed, becomes the end.
        """
        line = min(line, len(self.lines))
        excerpt = self.lines[line - 1]
        column = min(self.column(line, column), len(excerpt) + 1)
        return Problem(Mark(self.file, line, column), message, max(1, width), excerpt)


def decode(file: str, data: bytes) -> Source:
    """Turn a file's bytes into text, or into the one problem that says why it is not text.

    Args:
        file: What to call the file in messages.
        data: Its content. Only the first `MAX_BYTES` plus one need be read.
    """
    source = Source(file, "")
    if len(data) > MAX_BYTES:
        message = _(
            "This file is larger than {most} KiB, "
            "which no script needs. Split it, or check that it is the right file."
        ).format(most=MAX_BYTES // 1024)
        source.problems.append(source.problem(1, 1, message))
        return source
    if data.startswith(_UTF_16):
        message = _('This file is UTF-16 text. Save it as UTF-8 ("Save as", then the encoding).')
        source.problems.append(source.problem(1, 1, message))
        return source
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The text before the bad byte is whole, so its length is the column a person counts.
        before = data[: error.start].decode("utf-8-sig", "replace")
        message = _(
            "This is not UTF-8 text: a byte here belongs to no character. "
            "Save the file as UTF-8, or check that it is the right file."
        )
        source.problems.append(_after(source, before, message))
        return source
    if bad := _CONTROL.search(text):
        message = _(
            "A sign that cannot be seen (U+{code}) stands here. "
            "Remove it, or check that this is a text file."
        ).format(code=f"{ord(bad.group()):04X}")
        source.problems.append(_after(source, text[: bad.start()], message))
        return source
    source.text = _with_one_line_end(text)
    return source


def _with_one_line_end(text: str) -> str:
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return text


def _after(source: Source, before: str, message: str) -> Problem:
    """A problem at the place just after a piece of the file."""
    source.text = _with_one_line_end(before)
    return source.problem(len(source.lines), len(source.lines[-1]) + 1, message)
