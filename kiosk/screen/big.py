"""What is to be read from across the room: one line of capitals or digits, as large as can be."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil, floor, hypot
from unicodedata import normalize

from kivy.core.text import Label as CoreLabel

from kiosk.screen import theme
from kiosk.screen.piece import Across, Text
from kiosk.screen.theme import INK, Colour

_EM = 100.0
_ROUNDED = 3
"""Rows that rounding may add to a line."""
_LEAST = 8.0
_KEPT = 16
"""Drawn lines that are kept: the digits and words of a round come back in the next."""
_PAD = 0.03
"""What a round letter reaches over the straight ones, in ems."""
_ACCENT = 0.25
_TAIL = 0.33
"""How high an accent stands over a capital, and how deep a tail hangs, in ems."""
_TAILED = frozenset("QJÇŞŢĄĘ,;()¿¡")


def capital_ems() -> float:
    """The height of a capital of Atkinson Hyperlegible, else of Roboto, in shares of the size."""
    return 0.667 if theme.fonts() is not None else 0.711


class Big(Text):
    """One bold line. Its box need not have room for what hangs below or stands above a capital.

    Attributes:
        like: A text of the width to choose the size by, so that nothing jumps from 10 to 9;
            empty for the text itself.
        most: The most pixels that a capital may be high; 0 for no limit.
        round: Whether the box is that of a circle, which the line has to stay inside of.
    """

    def __init__(
        self,
        *,
        colour: Colour = INK,
        across: Across = "center",
        most: float = 0.0,
        in_circle: bool = False,
    ) -> None:
        super().__init__(sizes=(_EM,), colour=colour, bold=True, across=across)
        self.like = ""
        self.most = most
        self._in_circle = in_circle
        self._kept: OrderedDict[tuple[str, float], CoreLabel] = OrderedDict()
        self._ems: dict[str, float] = {}

    @property
    def capital(self) -> float:
        """How high a capital or digit is drawn, in pixels."""
        return self.font_size * capital_ems()

    def show_like(self, text: str, like: str, colour: Colour) -> None:
        """Show a text at the size at which another would fit."""
        if like != self.like:
            self.like = like
            self.text = ""
            if not text:
                # `show` sees no change then, and what was said before would stay.
                self.again()
        self.show(text, colour)

    def arrange(self) -> None:
        """Choose the size and draw, without the empty rows above and below the letters."""
        if not self.text or min(self.size) < 1:
            self.texture_size = (0, 0)
            self.fits = not self.text
            self._rectangle.texture = None
            self._rectangle.size = (0, 0)
            return
        above, below = self._reach()
        size = self._largest(above + below)
        label = self._drawn(size)
        while label.texture.width > self.width and size > _LEAST:
            # Letters are spaced in whole pixels: a line is not quite as wide as it was reckoned.
            size = max(_LEAST, float(int(size * self.width / label.texture.width - 0.5)))
            label = self._drawn(size)
        self.font_size = size
        whole = label.texture
        top = max(0, floor(label.get_ascent() - above * size))
        foot = min(whole.height, ceil(label.get_ascent() + below * size) + 1)
        high = max(1, min(foot - top, round(self.height)))
        # A text's texture stands on its head, and a region of it is counted from its foot.
        texture = whole.get_region(0, whole.height - top - high, whole.width, high)
        self.texture_size = (whole.width, high)
        self.fits = whole.width <= self.width
        left = {"left": 0, "center": (self.width - whole.width) // 2}.get(
            self._across, self.width - whole.width
        )
        self._rectangle.texture = texture
        self._rectangle.size = self.texture_size
        self._rectangle.pos = self.x + left, self.y + (self.height - high) // 2

    def _largest(self, high: float) -> float:
        wide = self._width_in_ems(self.like or self.text)
        if self._in_circle:
            size = min(self.size) / hypot(wide, capital_ems())
        else:
            size = min(self.width / wide, (self.height - _ROUNDED) / high)
        if self.most:
            size = min(size, self.most / capital_ems())
        return float(max(_LEAST, int(size)))

    def _reach(self) -> tuple[float, float]:
        """How far the line reaches over its foot and below it, in ems."""
        accented = any(len(normalize("NFD", letter)) > 1 for letter in self.text)
        tailed = not _TAILED.isdisjoint(self.text)
        above = capital_ems() + (_ACCENT if accented else _PAD)
        return above, _TAIL if tailed else _PAD

    def _width_in_ems(self, text: str) -> float:
        if text not in self._ems:
            if len(self._ems) > 4 * _KEPT:
                self._ems.clear()
            label = CoreLabel(text=text, font_size=_EM, bold=True)
            self._ems[text] = max(0.1, label.get_extents(text)[0] / _EM)
        return self._ems[text]

    def _drawn(self, size: float) -> CoreLabel:
        key = self.text, size
        label = self._kept.get(key)
        if label is None:
            label = CoreLabel(text=self.text, font_size=size, bold=True)
            label.refresh()
            self._kept[key] = label
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return label
