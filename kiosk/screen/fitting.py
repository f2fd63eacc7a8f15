"""Which size of type fits a box: guessed from the widths of letters, then tried for certain.

Laying a long caption out takes Kivy most of a millisecond, and trying ten sizes in turn ten times
that: more than a frame of a session may take. Letters are measured once; a guess from their widths
is most often right, and what is tried around it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from kivy.core.text import Label as CoreLabel

_REFERENCE = 100.0
"""Letters are measured at this size; at others they are as wide in proportion, nearly."""
_SUSPECTS = 3
"""How many of a text's words may turn out to be its widest."""


def extents(text: str, size: float, *, bold: bool) -> tuple[int, int]:
    """Width and height of a line of text."""
    wide, high = CoreLabel(font_size=size, bold=bold).get_extents(text)
    return int(wide), int(high)


@cache
def _letter(letter: str, bold: bool) -> float:  # noqa: FBT001  a key of the cache
    return extents(letter, _REFERENCE, bold=bold)[0] / _REFERENCE


@lru_cache(maxsize=2000)
def _about(word: str, bold: bool) -> float:  # noqa: FBT001
    """About how wide a word is at size 1."""
    return sum(_letter(letter, bold) for letter in word)


@lru_cache(maxsize=1000)
def widest_word(text: str, size: float, bold: bool) -> int:  # noqa: FBT001
    """How wide the widest word of a text is."""
    words = sorted(set(text.split()), key=lambda word: _about(word, bold))
    return max((extents(word, size, bold=bold)[0] for word in words[-_SUSPECTS:]), default=0)


def first_that_fits(
    sizes: Sequence[float], fits: Callable[[float], bool], likely: int
) -> int | None:
    """The place of the first size that fits, where each after one that fits does too.

    Args:
        sizes: From large to small.
        fits: Tries a size; dear.
        likely: Where to begin.
    """
    if not sizes:
        return None
    at = min(max(likely, 0), len(sizes) - 1)
    if fits(sizes[at]):
        while at and fits(sizes[at - 1]):
            at -= 1
        return at
    for later in range(at + 1, len(sizes)):
        if fits(sizes[later]):
            return later
    return None


def height(label: CoreLabel) -> int:
    """How high a label is once it is laid out."""
    return int(label.render()[1])


def guess(
    text: str, sizes: Sequence[float], width: int, height: int, leading: float, *, bold: bool
) -> int:
    """The place of the first size that will most likely fit a box."""
    line = extents("Ag", _REFERENCE, bold=bold)[1] / _REFERENCE * leading
    for at, size in enumerate(sizes):
        if _lines(text, width / size, bold=bold) * line * size <= height:
            return at
    return len(sizes) - 1


def guess_unbroken(text: str, sizes: Sequence[float], width: int, *, bold: bool) -> int:
    """The place of the first size at which most likely no word is wider than a box."""
    widest = max((_about(word, bold) for word in text.split()), default=0.0)
    for at, size in enumerate(sizes):
        if widest * size <= width:
            return at
    return len(sizes) - 1


def _lines(text: str, room: float, *, bold: bool) -> int:
    """About how many lines a text takes where a line has room for so much at size 1."""
    lines, space = 0, _letter(" ", bold)
    for paragraph in text.split("\n"):
        lines, left = lines + 1, room
        for word in paragraph.split():
            wide = _about(word, bold)
            if wide > left and left < room:
                lines, left = lines + 1, room
            left -= wide + space
    return lines
