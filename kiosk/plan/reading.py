"""A text as it is read aloud: figures, signs and short forms as words.

What is shown stays as it was written; only what an engine is given, and what a length is guessed
by, passes through here. Engines read plain figures well, but each makes something of its own of
``10 s``, ``2x`` or ``L/R``. What is none of ours to read is left as it is.

num2words was looked at: it knows no "veintiún segundos", and brings docopt, which has no wheel.
The words of a number are those of `kiosk.plan.estimate`, so that guess and voice agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from kiosk.plan.reading_en import ENGLISH
from kiosk.plan.reading_es import SPANISH
from kiosk.plan.reading_rules import Tongue

_TONGUES: Final[Mapping[str, Tongue]] = {"en": ENGLISH, "es": SPANISH}

_UNUSUAL: Final = re.compile(
    r"[^A-Za-z ,.;:!?'-]|\.\.|  | -|\b[LR]\b"
    r"|\b(?:e\.g|i\.e|p\. ?ej|etc|vs|app?rox|izqd[ao]|dch[ao])"
)
"""Most texts have none of this, and are read as they stand."""
_ROUNDS: Final = 8
_SPACES: Final = re.compile(r"\s+")
_DASH: Final = re.compile(r"(?<=\S) *(?:(?<= )[-–]{1,3}(?= )|[—―]) *(?=\S)")
_DOTS: Final = re.compile(r"\s*(?:\.{3,}|…)\s*")
_BRACKETED: Final = re.compile(r"\s*\(\s*([^()]*?)\s*\)(?:\s*([,.;:!?…]))?")
_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_FIGURE: Final = re.compile(rf"(?<![\w.,])({_NUMBER})(?!\w)")
_JOINED: Final = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Z])")
_RANGE: Final = re.compile(r"(?<![\w.,:/-])(\d{1,4}) ?(?:-|–|—|\.\.) ?(\d{1,4})(?![\w:/-])")
_CLOCK: Final = re.compile(r"(?<![\w:.])([01]?\d|2[0-4]):([0-5]\d)(?![\w:])")
_TIMES: Final = re.compile(r"(?<![\w.,])(?:(\d{1,3}) ?[x×]|[x×](\d{1,3}))(?![\w])")
_CROSS: Final = re.compile(r"(?<=\d) ?[x×] ?(?=\d)")
_PARTS: Final[Mapping[str, tuple[int, int]]] = {
    "½": (1, 2),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅓": (1, 3),
    "⅔": (2, 3),
}
_PART: Final = re.compile(
    r"(?<![\w.,/-])(?:(\d{1,3}) ?)?(?:([½¼¾⅓⅔])|(?<![\d/])([123])/([234])(?![\d/]))"
)
_SHARE: Final = re.compile(r"(?<![\w.,/-])(\d{1,3})/(\d{1,3})(?![\d/])")
_BETWEEN: Final = re.compile(r"(?<=\d)/(?=\d)")


@lru_cache(maxsize=2048)
def in_words(text: str, language: str) -> str:
    """A text with everything in it written out; as it is but for its pauses in other languages.

    Doing it twice changes nothing more.
    """
    if text.isascii() and not _UNUSUAL.search(text):
        return text
    # One sign's words may bare another: "A0º" is "A 0º" first. Most texts are settled at once.
    for _ in range(_ROUNDS):
        read = _read(text, _TONGUES.get(language))
        if read == text:
            break
        text = read
    return text


def _read(text: str, tongue: Tongue | None) -> str:
    text = _SPACES.sub(" ", text.replace("’", "'")).strip()
    text = _BRACKETED.sub(_aside, text)
    if tongue is not None:
        text = _in_words(text, tongue)
    # Dashes and dots are pauses, and every engine makes one of these two signs.
    text = _DASH.sub(" — ", text)
    return _DOTS.sub("… ", text).strip()


def _aside(found: re.Match[str]) -> str:
    """What stands in brackets, between two pauses."""
    inside, after = found[1].rstrip(".,;:!?"), found[2] or ""
    if not inside:
        return after
    return f"{',' if found.start() else ''} {inside}{after or ','}"


def _in_words(text: str, tongue: Tongue) -> str:
    for pattern, words in tongue.short:
        text = pattern.sub(words, text)
    if not any(map(str.isnumeric, text)):
        return text
    text = _CLOCK.sub(lambda m: tongue.clock(int(m[1]), int(m[2])), text)
    text = tongue.ordinal_sign.sub(tongue.ordinal, text)
    text = _PART.sub(lambda m: _part(m, tongue), text)
    text = _SHARE.sub(lambda m: _share(m, tongue), text)
    text = _BETWEEN.sub(" ", text)
    text = _RANGE.sub(rf"\1 {tongue.to} \2", text)
    text = _CROSS.sub(f" {tongue.cross} ", text)
    text = _TIMES.sub(lambda m: tongue.times(int(m[1] or m[2])), text)
    text = tongue.unit_sign.sub(tongue.unit, text)
    text = _JOINED.sub(" ", text)
    return _FIGURE.sub(lambda m: tongue.figure(m[1], text[m.end() :]), text)


def _share(found: re.Match[str], tongue: Tongue) -> str:
    """So many of so many; ``24/7`` is just two numbers."""
    if int(found[1]) <= int(found[2]):
        return f"{found[1]} {tongue.out_of} {found[2]}"
    return f"{found[1]} {found[2]}"


def _part(found: re.Match[str], tongue: Tongue) -> str:
    """A half or a quarter, by itself or after a whole number."""
    part = _PARTS[found[2]] if found[2] else (int(found[3]), int(found[4]))
    if part not in tongue.parts:
        return found[0]
    return tongue.part(part, found[1] or "", found.string[found.end() :])
