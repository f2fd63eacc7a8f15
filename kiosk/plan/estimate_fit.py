"""The one formula that guesses a text's length, and what a language is fitted with for it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.units import Millis

FITTED_RATE: Final = 145
"""Words a minute of the voice that the lines of every fit were rendered with."""

_NUMBER: Final = re.compile(r"\d+")
_PAUSES: Final = (", ", ": ", "; ", "— ", "… ")


@dataclass(frozen=True, slots=True)
class Fit:
    """How long the parts of a text take in a language, at `FITTED_RATE`.

    Attributes:
        start_ms: What every text takes besides its parts.
        word_ms: A word, besides its letters.
        pause_ms: A comma, colon, semicolon, dash or ellipsis within.
        stop_ms: A sentence's end within.
        weak_word_ms: What a word of `weak_words` takes more than another; below 0.
        weak_words: Words said without stress.
        bytes_ms: Each byte of the text in Latin-1, by its value.
        said_alone: Texts of one word that are said by themselves, where a guess by letters is
            worst and the time is tightest, with their length.
        marks: What stands around a text without being said.
        spell: The words of a whole number from 0 to 999.
    """

    start_ms: Millis
    word_ms: Millis
    pause_ms: Millis
    stop_ms: Millis
    weak_word_ms: Millis
    weak_words: frozenset[str]
    bytes_ms: tuple[Millis, ...]
    said_alone: Mapping[str, Millis]
    marks: str
    spell: Callable[[int], str]

    def guess_ms(self, text: str, rate: int = FITTED_RATE) -> Millis:
        """How long a voice takes to say a text, its silence at both ends cut off.

        Args:
            text: What is said. A text without words takes 0 ms.
            rate: Words a minute; the length goes with its inverse.
        """
        said = text.lower().strip(self.marks + "…—")
        if not said:
            return 0
        if _NUMBER.search(said):
            said = _NUMBER.sub(self._spelled, said)
        alone = self.said_alone.get(said)
        if alone is not None:
            return alone * FITTED_RATE // rate
        words = said.split()
        ms = (
            self.start_ms
            + self.word_ms * len(words)
            + self.pause_ms * sum(map(said.count, _PAUSES))
            + self.stop_ms * (said.count(". ") + said.count("! ") + said.count("? "))
            + self.weak_word_ms * sum(map(self.weak_words.__contains__, words))
            + sum(map(self.bytes_ms.__getitem__, said.encode("latin-1", "replace")))
        )
        return ms * FITTED_RATE // rate

    def _spelled(self, match: re.Match[str]) -> str:
        digits = match.group()
        # Beyond three figures what a voice makes of them is anyone's guess: figure by figure.
        if len(digits) <= 3:
            return self.spell(int(digits))
        return " ".join(self.spell(int(digit)) for digit in digits)
