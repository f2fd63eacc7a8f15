"""What the session page shows of a press: its way out, and the words that end it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.language import _
from kiosk.screen import dose_look, words_dose
from kiosk.screen.big import Big
from kiosk.screen.piece import Piece, Text
from kiosk.screen.session_layout import Box
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button


class HurtsButton(Button):
    """The one button that nobody should have to look for."""

    def __init__(self, on_tap: Callable[[], None], sizes: Sizes) -> None:
        super().__init__(
            _(words_dose.HURTS), on_tap, sizes, sign="stop", main=True, size=sizes.title * 1.15
        )
        self._ground, self._down = dose_look.HURTS, dose_look.HURTS_DOWN
        self._panel.paint(self._ground)


class EaseCover(Piece):
    """EASE OFF over the whole page, with its sign, and under it what was said."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._sizes = sizes
        self._room = Box(0, 0, 0, 0)
        self._panel = Panel(colour=dose_look.EASING.wash, radius=0)
        self._sign = Sign("up", dose_look.EASING.ink)
        self.word = Big(colour=dose_look.EASING.ink)
        self.caption = Text(
            sizes=sizes.steps(sizes.title),
            colour=dose_look.EASING.ink,
            across="center",
            down="top",
        )
        for piece in (self._panel, self._sign, self.word, self.caption):
            self.add_widget(piece)

    def show(self, word: str, caption: str) -> None:
        """Show what to do."""
        self.word.show(word)
        self.caption.show(caption)

    def leave_free(self, room: Box) -> None:
        """Where the buttons are not: the words stay in it."""
        self._room = room
        self.again()

    def arrange(self) -> None:
        """The word takes what sign and caption leave."""
        margin, gap = self._sizes.margin, self._sizes.gap
        self._panel.place(*self.pos, *self.size)
        room = self._room
        low, top = room.y + gap, min(room.top, self.top) - margin * 0.7
        high = top - low
        caption, sign = high * 0.3, high * 0.2
        self.caption.place(room.x, low, room.width, caption)
        self._sign.place(room.x, top - sign, room.width, sign)
        word = high - caption - sign - 2 * gap
        self.word.place(room.x, low + caption + gap, room.width, word)
