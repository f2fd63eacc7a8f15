"""A word that lies over the page for a moment: what was heard, or what a button has just done."""

from __future__ import annotations

from kiosk.screen import theme
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes


class WordOver(Piece):
    """At the upper edge, in the middle of where it is placed; nothing while there is no word.

    Args:
        sizes: The window's.
        ground: The colour it stands on.
        ink: Its own.

    Attributes:
        word: The word itself; without a parent while nothing is shown.
    """

    def __init__(self, sizes: Sizes, ground: str = theme.ACCENT, ink: str = theme.CARD) -> None:
        super().__init__()
        self._sizes = sizes
        self._ground = Panel(colour=ground, radius=sizes.radius)
        self.word = Text(sizes=sizes.steps(sizes.title), colour=ink, bold=True, across="center")

    def show(self, word: str) -> None:
        """Show a word, or none where it is empty."""
        if word == self.word.text:
            return
        self.word.show(word)
        for piece in (self._ground, self.word):
            if bool(word) != (piece.parent is not None):
                (self.add_widget if word else self.remove_widget)(piece)
        self.again()

    def arrange(self) -> None:
        """The word on its ground."""
        if not self.word.text:
            return
        sizes = self._sizes
        high = sizes.title * 2
        width = min(self.width * 0.6, sizes.title * 12)
        x, y = self.center_x - width / 2, self.top - sizes.margin * 0.5 - high
        self._ground.place(x, y, width, high)
        self.word.place(x + sizes.gap, y, width - 2 * sizes.gap, high)
