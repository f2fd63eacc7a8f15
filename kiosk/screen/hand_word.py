"""The word of what the big button has just done, over the page for a moment."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock

from kiosk.screen.piece import Piece
from kiosk.screen.theme import Sizes
from kiosk.screen.word_over import WordOver

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
        self._over = WordOver(sizes)
        self.word = self._over.word
        self.add_widget(self._over)
        self._looking = Clock.create_trigger(lambda _dt: self.look(), LOOK_S, interval=True)
        self._looking()

    def look(self) -> None:
        """Show the word of now."""
        self._over.show(self._word())

    def arrange(self) -> None:
        """Over the whole page."""
        self._over.place(*self.pos, *self.size)

    def close(self) -> None:
        """Look no more."""
        self._looking.cancel()
