"""How a session says words of its own, found in a text as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from kiosk.plan.reading import in_words
from kiosk.units import Millis

Sayings: TypeAlias = tuple[tuple[str, str], ...]
"""Words and how they are said, in pairs."""

_STEM: Final = "zq"


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """Finds words as whole words, the longest that fits.

    One in small letters is found in any case, one with a capital only just so; an apostrophe is to
    be straight in the word and in the text.
    """
    return re.compile(
        "|".join(
            rf"(?<!\w){'(?i:' if word == word.lower() else '(?:'}{re.escape(word)})(?!\w)"
            for word in sorted(map(straight, words), key=len, reverse=True)
        )
    )


def straight(text: str) -> str:
    """A text with its apostrophes straight."""
    return text.replace("’", "'")


def shielded(text: str, language: str, own: Sayings) -> tuple[str, Callable[[str], str]]:
    """A text in which no word of a session's own is left that reading would rewrite.

    In its place stands a word that nobody reads otherwise, in the same case.

    Returns:
        The text, and what puts in how those words are said.
    """
    text = straight(text)
    said = _rewritten(language, own)
    if not said:
        return text, lambda read: read
    stem = _STEM
    while stem in text.lower():
        stem += _STEM
    kept: list[str] = []

    def shield(found: re.Match[str]) -> str:
        kept.append(_of(said, found[0]))
        number = "".join(chr(ord("a") + int(digit)) for digit in str(len(kept) - 1))
        word = f"{stem}{number}{_STEM}"
        return word.capitalize() if found[0][0].isupper() else word

    def put_in(found: re.Match[str]) -> str:
        return kept[int("".join(str(ord(letter) - ord("a")) for letter in found[1]))]

    marked = whole_words(said).sub(shield, text)
    return marked, lambda read: re.sub(rf"(?i:{stem})([a-j]+){_STEM}", put_in, read)


def as_pronounced(
    guess_ms: Callable[[str], Millis], language: str, own: Sayings
) -> Callable[[str], Millis]:
    """What guesses a text's length by how its session says its words."""
    if not own:
        return guess_ms
    sayings = {straight(word): said for word, said in own}
    words = whole_words(sayings)

    def guessed_ms(text: str) -> Millis:
        marked, put_in = shielded(text, language, own)
        read = words.sub(lambda m: _of(sayings, m[0]), in_words(marked, language))
        return guess_ms(put_in(read))

    return guessed_ms


def _of(sayings: Mapping[str, str], word: str) -> str:
    """How a word that was found is said, in its own case or in small letters."""
    return sayings.get(word) or sayings.get(word.lower(), word)


@lru_cache(maxsize=32)
def _rewritten(language: str, own: Sayings) -> dict[str, str]:
    """Those of a session's words that reading would make something else of."""
    return {
        straight(word): said for word, said in own if not _is_left_alone(straight(word), language)
    }


def _is_left_alone(word: str, language: str) -> bool:
    """Whether reading leaves a word as it is, even after a figure, and before a stop and one."""
    return word.isalpha() and f" {word}. " in in_words(f"5 {word}. 5", language)
