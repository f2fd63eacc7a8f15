"""Problems as values: what is wrong with a file, where, and what to do about it.

A `Problem` carries its own excerpt of the author's line, so that it can be shown long after the
text is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Literal

from kiosk.language import _
from kiosk.script.mark import Mark

WIDEST_EXCERPT = 100
SHORTEST_BEGINNING = 4
"""Letters from which on a word may be meant as the beginning of another."""


class Severity(StrEnum):
    """An error keeps a session from being played; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        mark: Where it begins.
        message: What is wrong and what to do, in plain sentences.
        width: How many characters it covers on its line.
        excerpt: The author's line.
        severity: Error or warning.
    """

    mark: Mark
    message: str
    width: int = 1
    excerpt: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """Whether it keeps the session from being played."""
        return self.severity is Severity.ERROR

    def one_line(self) -> str:
        """The problem in one line: ``file:line:column: message``."""
        return f"{self.mark.file}:{self.mark.line}:{self.mark.column}: {self.message}"

    def render(self) -> str:
        """The problem as the checker prints it: the place, the line, a caret and the advice.

        A long line is shown as a window around the caret.
        """
        severity = _("error") if self.is_error else _("warning")
        head = f"{self.mark.file}:{self.mark.line}:{self.mark.column}: {severity}: "
        text = self.excerpt.replace("\t", " ")
        if not text.strip():
            return head + self.message
        column = self.mark.column - 1
        start = 0
        if len(text) > WIDEST_EXCERPT:
            start = max(0, min(column - WIDEST_EXCERPT // 2, len(text) - WIDEST_EXCERPT))
            text = text[start : start + WIDEST_EXCERPT]
        width = max(1, min(self.width, len(text) - (column - start)))
        number = str(self.mark.line)
        margin = " " * len(number)
        caret = " " * (column - start) + "^" * width
        return f"{head}{self.message}\n  {number} | {text}\n  {margin} | {caret}"


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """``Did you mean "hold"? `` for a near miss (with a space after it), or nothing."""
    options = list(allowed)
    folded = {option.lower(): option for option in options}
    low = word.lower()
    close = get_close_matches(low, folded, n=1, cutoff=0.6)
    if not close and len(low) >= SHORTEST_BEGINNING:
        # The beginning of something longer: "pelvik" for "pelvic-tilt".
        begins = {option[: len(low)]: option for option in reversed(folded)}
        close = [begins[it] for it in get_close_matches(low, begins, n=1, cutoff=0.75)]
    if not close:
        return ""
    question = _('Did you mean "{word}"?').format(word=folded[close[0]])
    return f"{question} "


def listed(words: Sequence[str] | Iterable[str], last: Literal["or", "and"] = "or") -> str:
    """Join words as a sentence does: ``a, b or c``."""
    items = list(words)
    if len(items) <= 1:
        return "".join(items)
    form = _("{words} and {last}") if last == "and" else _("{words} or {last}")
    return form.format(words=", ".join(items[:-1]), last=items[-1])
