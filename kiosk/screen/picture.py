"""A figure on its ground."""

from __future__ import annotations

from kiosk.screen.figure import FigureView
from kiosk.screen.piece import Piece
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Mood

_MARGIN = 0.04
"""The share of the shorter side that is left free around a figure."""


class Picture(Piece):
    """A figure by name, on a ground in the colours of the moment.

    Attributes:
        figure: The name of what is shown, or empty.
        mirrored: Whether it is shown for the other side.

    With `later` the figure is built in a later frame: for pages with many of them.
    """

    def __init__(self, mood: Mood, *, radius: float, later: bool = False) -> None:
        super().__init__()
        self._later = later
        self.figure = ""
        self.mirrored = False
        self._panel = Panel(colour=mood.wash, radius=radius)
        self.add_widget(self._panel)
        self._view: FigureView | None = None

    def show(self, figure: str, mood: Mood, *, mirrored: bool = False) -> None:
        """Show another figure, or the same on another ground."""
        self._panel.paint(mood.wash)
        if (figure, mirrored) == (self.figure, self.mirrored):
            return
        self.figure, self.mirrored = figure, mirrored
        if self._view is None:
            self._view = FigureView(name=figure, mirrored=mirrored, later=self._later)
            self._view.size_hint = (None, None)
            self.add_widget(self._view)
            self.again()
        else:
            self._view.name = figure
            self._view.mirrored = mirrored

    def arrange(self) -> None:
        """Give the figure nearly all of the ground."""
        self._panel.place(*self.pos, *self.size)
        if self._view is not None:
            margin = round(min(self.size) * _MARGIN)
            self._view.pos = self.x + margin, self.y + margin
            self._view.size = self.width - 2 * margin, self.height - 2 * margin
