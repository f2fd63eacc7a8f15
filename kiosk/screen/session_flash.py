"""The flash at a change of phase, for a loud room and for whoever cannot hear the chime."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from kivy.graphics import Color, Rectangle

from kiosk.screen.piece import Piece
from kiosk.screen.theme import Colour, rgba

LASTS = 0.25
"""Seconds."""
APART = 0.5
"""Seconds from the beginning of one flash to the next, at least: two a second, where WCAG 2.3.1
draws the line at three."""
_STRENGTH = 0.55


class Flash(Piece):
    """Covers the page for a moment whenever the phase changes; at most one in `APART`.

    It owns no timer: whoever draws frames calls `tick`.

    Attributes:
        lit: Whether it can be seen now.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.lit = False
        self._clock = clock
        self._phase: Hashable = None
        self._began = float("-inf")
        with self.canvas:
            self._colour = Color(1, 1, 1, 0)
            self._rectangle = Rectangle(size=(0, 0))

    def tick(self, phase: Hashable, colour: Colour) -> None:
        """Say what phase it is: a new one is flashed, unless the last flash is too near."""
        now = self._clock()
        if self.lit and now - self._began >= LASTS:
            self.lit = False
            self._colour.a = 0
            self._rectangle.size = (0, 0)
        if phase == self._phase:
            return
        first, self._phase = self._phase is None, phase
        if not first and now - self._began >= APART:
            self.lit = True
            self._began = now
            self._colour.rgba = rgba(colour, _STRENGTH)
            self._rectangle.size = self.size

    def arrange(self) -> None:
        """Cover the page."""
        self._rectangle.pos = self.pos
        self._rectangle.size = self.size if self.lit else (0, 0)
