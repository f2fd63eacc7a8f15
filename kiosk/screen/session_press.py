"""What the session page shows of a press: its way out, and the words that end it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from kiosk.language import _
from kiosk.plan.model import SegmentKind
from kiosk.player.model import State, View
from kiosk.screen import dose_look, words_dose
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button


class Mode(Enum):
    """What the page is laid out for."""

    PLAIN = "plain"
    WAITING = "waiting"
    ASKING = "asking"
    PRESSING = "pressing"
    EASING = "easing"


def mode_of(view: View) -> Mode:
    """What to lay the page out for at a moment."""
    if view.state is State.WAITING:
        return Mode.WAITING
    if view.state is State.ASKING:
        return Mode.ASKING
    kind = view.segment.kind if view.segment is not None else None
    if kind is SegmentKind.EASE or (kind is SegmentKind.PRESS and view.state is State.PAUSED):
        # Whoever is on a massager while time stands still is to come off it.
        return Mode.EASING
    return Mode.PRESSING if kind is SegmentKind.PRESS else Mode.PLAIN


class HurtsButton(Button):
    """The one button that nobody should have to look for."""

    def __init__(self, on_tap: Callable[[], None], sizes: Sizes) -> None:
        super().__init__(
            _(words_dose.HURTS), on_tap, sizes, sign="stop", main=True, size=sizes.title * 1.15
        )
        self._ground, self._down = dose_look.HURTS, dose_look.HURTS_DOWN
        self._panel.paint(self._ground)


class EaseCover(Piece):
    """EASE OFF over the whole page, and under it what was said."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._sizes = sizes
        self._panel = Panel(colour=dose_look.EASING.wash, radius=0)
        large = min(sizes.width * 0.3, sizes.height * 0.4)
        self.word = Text(
            sizes=sizes.steps(large, sizes.title),
            colour=dose_look.EASING.ink,
            bold=True,
            across="center",
            leading=0.95,
        )
        self.caption = Text(
            sizes=sizes.steps(sizes.title),
            colour=dose_look.EASING.ink,
            across="center",
            down="top",
        )
        for piece in (self._panel, self.word, self.caption):
            self.add_widget(piece)
        self.foot = 0.0
        """Where the buttons over it end."""

    def show(self, word: str, caption: str) -> None:
        """Show what to do."""
        self.word.show(word)
        self.caption.show(caption)

    def arrange(self) -> None:
        """The word takes what the caption leaves."""
        margin, gap = self._sizes.margin, self._sizes.gap
        self._panel.place(*self.pos, *self.size)
        low, inner = self.foot + 2 * gap, self.width - 2 * margin
        room = self.top - margin - low
        caption = room * 0.3
        self.caption.place(self.x + margin, low, inner, caption)
        self.word.place(self.x + margin, low + caption + gap, inner, room - caption - gap)
