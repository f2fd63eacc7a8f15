"""The word of what the big button has just done, over the page for a moment."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock

from kiosk.screen import theme
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes

LOOK_S = 0.1
"""How often it looks; only where there is a button."""


class HandWord(Piece):
    """Lies over every page, where the word of the ears does; empty nearly always.

    Args:
        sizes: The window's.
        word: The word to show now, or empty.
    """

    def __init__(self, sizes: Sizes, word: Callable[[], str]) -> None:
        super().__init__()
        self._word = word
        self._sizes = sizes
        self._ground = Panel(colour=theme.ACCENT, radius=sizes.radius)
        self.word = Text(
            sizes=sizes.steps(sizes.title), colour=theme.CARD, bold=True, across="center"
        )
        self._looking = Clock.create_trigger(lambda _dt: self.look(), LOOK_S, interval=True)
        self._looking()

    def look(self) -> None:
        """Show the word of now."""
        word = self._word()
        if word == self.word.text:
            return
        self.word.show(word)
        for piece in (self._ground, self.word):
            if bool(word) != (piece.parent is not None):
                (self.add_widget if word else self.remove_widget)(piece)
        self.again()

    def arrange(self) -> None:
        """At the upper edge, in the middle."""
        if not self.word.text:
            return
        sizes = self._sizes
        high = sizes.title * 2
        width = min(self.width * 0.6, sizes.title * 12)
        x, y = self.center_x - width / 2, self.top - sizes.margin * 0.5 - high
        self._ground.place(x, y, width, high)
        self.word.place(x + sizes.gap, y, width - 2 * sizes.gap, high)

    def close(self) -> None:
        """Look no more."""
        self._looking.cancel()
