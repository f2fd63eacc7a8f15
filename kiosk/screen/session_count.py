"""The countdown in its ring, which takes the form of the moment."""

from __future__ import annotations

from math import ceil

from kiosk.language import _
from kiosk.plan.model import Segment, SegmentKind
from kiosk.player.model import State, View
from kiosk.screen import theme, words, words_dose
from kiosk.screen.big import Big
from kiosk.screen.moods import Form
from kiosk.screen.piece import Piece, Text
from kiosk.screen.ring import Ring
from kiosk.screen.shapes import Sign
from kiosk.screen.theme import Sizes
from kiosk.units import MINUTE, SECOND, Millis, clock_length

_COUNTED = frozenset(
    {
        SegmentKind.HOLD,
        SegmentKind.MOVE,
        SegmentKind.REST,
        SegmentKind.REPS,
        SegmentKind.READY,
        SegmentKind.CHANGE,
        SegmentKind.PREPARE,
        SegmentKind.PRESS,
    }
)
"""What has an end worth counting down to; the others are being listened to."""


class Countdown(Piece):
    """The ring, and in it the seconds left or a sign for what is waited for."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._sizes = sizes
        self.ring = Ring()
        self.count = Big(in_circle=True)
        self.help = Text(sizes=sizes.steps(sizes.body), colour=theme.QUIET, across="center")
        self.sign = Sign("voice", theme.LISTEN.ink)
        for piece in (self.ring, self.sign, self.count, self.help):
            self.add_widget(piece)

    def shape(self, form: Form) -> None:
        """Take the form of a moment."""
        if form is not self.ring.form:
            self.ring.shape(form)
            self.again()

    def show(self, view: View, segment: Segment, mood: theme.Mood) -> None:
        """Show how much is left of a moment."""
        waiting = view.state is State.WAITING
        pressing = segment.kind is SegmentKind.PRESS
        counted = segment.kind in _COUNTED and not waiting
        ink = mood.ink
        words_ink = theme.QUIET
        if self.ring.form is Form.PRESS:
            ink = words_ink = theme.CARD
        left = _seconds(view.remaining_ms)
        whole = max(left, _seconds(view.elapsed_ms + view.remaining_ms))
        shown = _shown(left, pressing=pressing)
        # Two digits for as long as it began with two: nothing jumps from 10 to 9.
        like = "8" * len(shown) if ":" not in shown else "8:88"
        like = max(like, "88" if whole >= 10 * SECOND else "8", key=len)
        self.count.show_like(shown if counted else "", like, ink)
        leading = counted and segment.kind is SegmentKind.PREPARE
        granted = _(words_dose.OF_SECONDS).format(seconds=segment.duration_ms // SECOND)
        told = _(words.STARTS_IN) if leading else granted if pressing else ""
        had = bool(self.help.text)
        self.help.show(told, words_ink)
        if bool(told) != had:
            self.again()
        asking = view.state is State.ASKING
        sign = "pause" if view.state is State.PAUSED else "rest" if asking else "voice"
        self.sign.show("" if counted or waiting else sign, mood.ink)

    def arrange(self) -> None:
        """The number as large as the ring allows, in the middle; its words above it."""
        self.ring.place(*self.pos, *self.size)
        inside = self.ring.inside
        x, y = self.center
        helped = inside * 0.12 if self.help.text else 0.0
        size = inside - helped * 1.4
        low = y - inside / 2 + helped * 0.2
        self.count.place(x - size / 2, low, size, size)
        wide = inside * 0.56
        self.help.place(x - wide / 2, y + inside / 2 - helped * 1.75, wide, helped)
        sign = inside * 0.42
        self.sign.place(x - sign / 2, y - sign / 2, sign, sign)


def _seconds(ms: Millis) -> Millis:
    """Whole seconds that have begun."""
    return ceil(ms / SECOND) * SECOND


def _shown(ms: Millis, *, pressing: bool) -> str:
    """As it stands in the ring. A press is granted in seconds, and grows through 60."""
    return clock_length(ms) if ms >= MINUTE and not pressing else str(ms // SECOND)
