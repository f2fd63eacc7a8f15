"""The page of a session being played: figure, ring, word, caption, and where we are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from kiosk.language import _
from kiosk.plan.model import Segment, SegmentKind
from kiosk.player.model import Command, State, View
from kiosk.screen import dose_look, theme, words, words_dose
from kiosk.screen.keys import Key
from kiosk.screen.page import Notice, Page
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Piece, Text
from kiosk.screen.session_press import EaseCover, HurtsButton, Mode, mode_of
from kiosk.screen.shapes import Bar, Dots, Panel, Ring, Sign
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, is_finger
from kiosk.station import Performance
from kiosk.units import MINUTE, SECOND, Millis, clock_length, spoken_length

_COMMANDS = {
    Key.GO: Command.TOGGLE,
    Key.NEXT: Command.NEXT,
    Key.BACK: Command.BACK,
    Key.REPEAT: Command.REPEAT,
    Key.LEAVE: Command.STOP,
    Key.HURTS: Command.HURTS,
}

_STEPPING = frozenset({Command.NEXT, Command.BACK, Command.REPEAT})
"""What means nothing while somebody is on a massager, nor while they wait to be let."""

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


class SessionPage(Page):
    """Draws a performance's view, each frame, changing only what has changed."""

    name = "session"

    def __init__(
        self,
        sizes: Sizes,
        performance: Performance,
        *,
        on_over: Callable[[View], None],
    ) -> None:
        super().__init__(sizes)
        self._performance = performance
        self._on_over = on_over
        self._mode = Mode.PLAIN
        self._caption_high = 0.0
        self._last: tuple[object, ...] = ()
        lead, body = sizes.steps(sizes.lead), sizes.steps(sizes.body)
        self.title = Text(performance.plan.title, sizes=body, colour=theme.QUIET)
        self.notice = Notice("", sizes, size=sizes.small)
        self.place_text = Text(sizes=body, bold=True, across="right")
        self.dots = Dots()
        self.bar = Bar(theme.ACCENT)
        self.picture = Picture(theme.LISTEN, radius=sizes.radius)
        self.caption = Text(sizes=lead, down="middle")
        self.word = Text(
            sizes=sizes.steps(sizes.display * 1.35, sizes.body), bold=True, across="center"
        )
        self.ring = Ring()
        self.voice = Sign("voice", theme.LISTEN.ink)
        self.count = Text(sizes=(sizes.display,), bold=True, across="center")
        self.count_help = Text(sizes=body, colour=theme.QUIET, across="center")
        self.next_up = Text(sizes=body, colour=theme.QUIET, across="center")
        self.back = self._button(_(words.BACK), "back", Command.BACK)
        self.pause = self._button(_(words.PAUSE), "pause", Command.TOGGLE, main=True)
        self.next = self._button(_(words.NEXT), "next", Command.NEXT)
        self.stop = self._button(_(words.STOP), "stop", Command.STOP)
        self.hurts = HurtsButton(lambda: performance.send(Command.HURTS), sizes)
        self.cover = EaseCover(sizes)
        self.ready = Button(
            _(words.READY),
            lambda: performance.send(Command.READY),
            sizes,
            sign="check",
            main=True,
            size=sizes.title * 1.15,
        )
        self.ready_help = Text(sizes=body, across="center", colour=theme.QUIET)
        self.waits_for = Text(sizes=body, across="center", colour=theme.QUIET)
        self._banner = Panel(colour=theme.CARD, radius=sizes.radius)
        self.add(
            self.title,
            self.notice,
            self.place_text,
            self.dots,
            self.bar,
            self.picture,
            self._banner,
            self.caption,
            self.word,
            self.ring,
            self.voice,
            self.count,
            self.count_help,
            self.next_up,
            self.back,
            self.pause,
            self.next,
            self.stop,
            self.ready_help,
            self.waits_for,
        )

    def _button(self, text: str, sign: str, command: Command, *, main: bool = False) -> Button:
        return Button(
            text, lambda: self._performance.send(command), self.sizes, sign=sign, main=main
        )

    def key(self, key: Key) -> None:
        """Keys do what the buttons do."""
        command = _COMMANDS.get(key)
        on_massager = self._mode in {Mode.ASKING, Mode.PRESSING, Mode.EASING}
        if command is not None and not (on_massager and command in _STEPPING):
            self._performance.send(command)

    def on_touch_down(self, touch: Any) -> bool:
        """At a wait, every place that is no button is the ready button."""
        if super().on_touch_down(touch):
            return True
        if self._mode is Mode.WAITING and is_finger(touch):
            self.ready.press(pressed=True)
            touch.grab(self)
            return True
        return False

    def on_touch_up(self, touch: Any) -> bool:
        """The finger that came down at a wait says ready."""
        if touch.grab_current is self:
            touch.ungrab(self)
            self.ready.press(pressed=False)
            if self._mode is Mode.WAITING:
                self._performance.send(Command.READY)
            return True
        return bool(super().on_touch_up(touch))

    def tick(self) -> None:
        """Draw the moment."""
        view = self._performance.view()
        if view.state.over:
            self._on_over(view)
            return
        self.bar.show(view.position_ms / view.total_ms if view.total_ms else 0.0)
        segment = view.segment
        if segment is None:
            return
        length = view.elapsed_ms + view.remaining_ms
        mood = dose_look.mood_of_segment(segment.kind, view.state)
        asking = view.state is State.ASKING
        self.ring.show(view.elapsed_ms / length if length else float(asking), mood.ink)
        # A wait and a hold change every second, the rest at its own pace: one comparison a frame.
        now = (
            view.state,
            view.index,
            ceil(view.remaining_ms / SECOND),
            view.said,
            view.saying,
            self._performance.notice,
        )
        if now != self._last:
            self._last = now
            self._show(view, segment)

    def _show(self, view: View, segment: Segment) -> None:
        mood = dose_look.mood_of_segment(segment.kind, view.state)
        paused = view.state is State.PAUSED
        self._change(mode_of(view))
        self.picture.show(segment.figure, mood, mirrored=segment.mirrored)
        caption = view.saying or view.said or segment.caption
        self._show_caption(caption)
        word = _(words.PAUSED) if paused else segment.word or str(segment.kind).upper()
        easing = segment.word if segment.kind is SegmentKind.EASE else ""
        self.cover.show(easing or _(words_dose.EASE_OFF), caption)
        self.word.show(word, mood.ink)
        self._show_place(segment, mood)
        self._show_count(view, segment, mood)
        # Nobody who presses is to think of what comes next.
        told = segment.next_up and self._mode in {Mode.PLAIN, Mode.WAITING}
        self.next_up.show(_(words.NEXT_UP).format(what=segment.next_up) if told else "")
        if paused:
            self.pause.show(_(words.GO_ON), "play")
        else:
            pressing = self._mode is Mode.PRESSING
            self.pause.show(_(words_dose.PAUSE_PRESSING) if pressing else _(words.PAUSE), "pause")
        notice = self._performance.notice
        if notice != self.notice.text:
            self.notice.show(notice)
            self.again()

    def _show_caption(self, caption: str) -> None:
        if caption != self.caption.text:
            before = self._caption_high
            self.caption.show(caption)
            self._caption_high = self._caption_needs()
            if self._caption_high != before:
                self.again()

    def _caption_needs(self) -> float:
        """How high a long caption is at its full size; short ones need no more than their place."""
        return self.caption.height_for(self._banner.width - 2 * self.sizes.gap) + self.sizes.gap

    def _show_place(self, segment: Segment, mood: theme.Mood) -> None:
        parts = [words.side_name(segment.side)]
        if segment.of > 1:
            parts.append(words.round_of(segment.round, segment.of))
        self.place_text.show(" · ".join(part for part in parts if part))
        dotted = self.dots.drawn
        self.dots.show(segment.round, segment.of, mood.ink)
        if self.dots.drawn != dotted:
            self.again()

    def _show_count(self, view: View, segment: Segment, mood: theme.Mood) -> None:
        waiting = view.state is State.WAITING
        pressing = segment.kind is SegmentKind.PRESS
        counted = segment.kind in _COUNTED and not waiting
        left: Millis = ceil(view.remaining_ms / SECOND) * SECOND
        # A press is granted in seconds, and 60 is one of the lengths it grows through.
        minutes = left >= MINUTE and not pressing
        shown = clock_length(left) if minutes else str(left // SECOND)
        self.count.show(shown if counted else "", mood.ink)
        leading = counted and segment.kind is SegmentKind.PREPARE
        whole = _(words_dose.OF_SECONDS).format(seconds=segment.duration_ms // SECOND)
        self.count_help.show(_(words.STARTS_IN) if leading else whole if pressing else "")
        asking = view.state is State.ASKING
        sign = "pause" if view.state is State.PAUSED else "rest" if asking else "voice"
        self.voice.show("" if counted or waiting else sign, mood.ink)
        self.waits_for.show(
            _(words.WAITS_FOR).format(length=spoken_length(left)) if waiting else ""
        )

    def _change(self, mode: Mode) -> None:
        """Put on the page what can be done now, and nothing else."""
        if mode is self._mode:
            return
        self._mode = mode
        pieces = self._pieces()
        for piece in {each for every in pieces.values() for each in every}:
            if piece.parent is not None:
                self.remove_widget(piece)
        for piece in pieces[mode]:
            self.add_widget(piece)
        self.ready_help.show(_(words.READY_HELP) if mode is Mode.WAITING else "")
        self.again()

    def _pieces(self) -> dict[Mode, tuple[Piece, ...]]:
        signs = self.ring, self.voice, self.count, self.count_help
        stepping = self.back, self.next, self.stop
        return {
            Mode.PLAIN: (*signs, self.pause, *stepping),
            Mode.WAITING: (self.ready, self.ready_help, self.waits_for, *stepping),
            Mode.ASKING: (*signs, self.stop),
            Mode.PRESSING: (*signs, self.hurts, self.pause, self.stop),
            Mode.EASING: (self.cover, self.hurts, self.stop),
        }

    def arrange(self) -> None:
        """Where everything is, for a window that is wide or one that is high."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        foot = self._arrange_buttons(margin, inner)
        top = self._arrange_head(margin, inner)
        low = foot + gap
        if sizes.portrait:
            self._arrange_high(margin, low, inner, top - low)
        else:
            self._arrange_wide(margin, low, inner, top - low)

        self.cover.place(*self.pos, *self.size)
        self.cover.again()

    def _arrange_buttons(self, left: float, inner: float) -> float:
        """One row; two where four buttons are too wide for the window."""
        gap, target = self.sizes.gap, self.sizes.target
        low = self.y + self.sizes.margin * 0.7
        if self._mode in {Mode.PRESSING, Mode.EASING}:
            return self._arrange_way_out(low, left, inner)
        if inner < 4 * target + 3 * gap:
            high = low + target + gap
            side = (inner - 2 * gap) / 3
            self._place_row(
                low, target, left, ((self.back, side), (self.next, side), (self.stop, side))
            )
            self._place_row(high, target, left, ((self.pause, inner),))
            return high + target
        side = max(target, (inner - 3 * gap) * 0.2)
        main = inner - 3 * gap - 3 * side
        row = (self.back, side), (self.pause, main), (self.next, side), (self.stop, side)
        self._place_row(low, target, left, row)
        return low + target

    def _arrange_way_out(self, low: float, left: float, inner: float) -> float:
        """In a press there is one thing to find blindly; nothing here adds time."""
        gap, target = self.sizes.gap, self.sizes.target
        high = target * 1.3
        others: tuple[Button, ...] = (self.stop,)
        if self._mode is Mode.PRESSING:
            others = self.pause, self.stop
        if self.sizes.portrait:
            side = (inner - gap * (len(others) - 1)) / len(others)
            self._place_row(low, target, left, tuple((each, side) for each in others))
            low += target + gap
            self._place_row(low, high, left, ((self.hurts, inner),))
        else:
            side = max(target * 1.3, inner * 0.2)
            rest = inner - len(others) * (side + gap)
            row = ((self.hurts, rest), *((each, side) for each in others))
            self._place_row(low, high, left, row)
        self.cover.foot = low + high
        return low + high

    def _place_row(
        self, low: float, high: float, left: float, row: Sequence[tuple[Button, float]]
    ) -> None:
        for button, width in row:
            button.place(left, low, width, high)
            if button is self.pause:
                self.waits_for.place(left, low, width, high)
            left += width + self.sizes.gap

    def _arrange_head(self, left: float, inner: float) -> float:
        """The strip above; returns where the rest begins."""
        sizes, gap = self.sizes, self.sizes.gap
        high = sizes.body * 1.9
        low = self.top - gap * 0.6 - high
        place = sizes.body * 13
        dots = min(inner * 0.26, sizes.body * 11) if self.dots.drawn else 0.0
        title = inner - place - dots - 2 * gap
        self.title.place(left, low, title, high)
        self.place_text.place(left + inner - dots - (gap if dots else 0) - place, low, place, high)
        dot = min(high * 0.62, dots)
        self.dots.place(left + inner - dots, low + (high - dot) / 2, dots, dot)
        bar = max(6.0, round(sizes.gap * 0.5))
        low -= gap * 0.4 + bar
        self.bar.place(left, low, inner, bar)
        return low - gap

    def _arrange_wide(self, left: float, low: float, inner: float, high: float) -> None:
        gap = self.sizes.gap
        # In a press the seconds are the picture.
        stage = (inner - 1.5 * gap) * (0.48 if self._mode is Mode.PRESSING else 0.6)
        caption = self._caption_room(max(self.sizes.lead * 3.4, high * 0.2), high * 0.46)
        self._arrange_stage(left, low + caption + gap, stage, high - caption - gap)
        self._arrange_caption(left, low, stage, caption)
        column = left + stage + 1.5 * gap
        width = inner - stage - 1.5 * gap
        word = min(self.sizes.display * 1.5, high * 0.26)
        after = 0.0 if self._mode is Mode.PRESSING else self.sizes.body * 2.5
        self.word.place(column, low + high - word, width, word)
        self.next_up.place(column, low, width, after)
        self._arrange_ring(column, low + after + gap / 2, width, high - word - after - gap)

    def _arrange_high(self, left: float, low: float, inner: float, high: float) -> None:
        gap = self.sizes.gap
        pressing = self._mode is Mode.PRESSING
        ring = min(inner * (0.62 if pressing else 0.48), high * (0.4 if pressing else 0.3))
        caption = self._caption_room(max(self.sizes.lead * 4.2, high * 0.16), high * 0.3)
        stage = high - ring - caption - 2 * gap
        self._arrange_stage(left, low + high - stage, inner, stage)
        self._arrange_caption(left, low + ring + gap, inner, caption)
        waiting = self._mode is Mode.WAITING
        self._arrange_ring(left, low, inner if waiting else ring, ring)
        column, width = left + ring + 1.5 * gap, inner - ring - 1.5 * gap
        after = 0.0 if pressing else ring * 0.36
        there = 0.0 if waiting else width
        self.word.place(column, low + after, there, ring - after)
        self.next_up.place(column, low, there, after)

    def _caption_room(self, least: float, most: float) -> float:
        """A long caption takes room from the figure, so that it stays readable."""
        return max(least, min(self._caption_high, most))

    def _arrange_stage(self, left: float, low: float, width: float, high: float) -> None:
        """The figure, and over it what does not work now."""
        gap = self.sizes.gap
        noted = min(self.notice.height_for(width), high * 0.3) if self.notice.text else 0.0
        self.notice.place(left, low + high - noted, width if noted else 0, noted)
        self.picture.place(left, low, width, high - (noted + gap / 2 if noted else 0))

    def _arrange_caption(self, left: float, low: float, width: float, high: float) -> None:
        inset = self.sizes.gap
        self._banner.place(left, low, width, high)
        self.caption.place(left + inset, low + inset * 0.3, width - 2 * inset, high - inset * 0.6)

    def _arrange_ring(self, left: float, low: float, width: float, high: float) -> None:
        """The ring with its countdown; at a wait the ready button is in its place."""
        size = min(width, high)
        x, y = left + (width - size) / 2, low + (high - size) / 2
        self.ring.place(x, y, size, size)
        inner = size * 0.74
        # One size for one digit and for two, so that nothing jumps from 10 to 9. Digits reach
        # neither the top nor the foot of their line: its box may be higher than it looks.
        self.count.restyle((float(round(inner * 0.76)), float(round(inner * 0.4))))
        self.count.place(x + (size - inner) / 2, y - size * 0.07, inner, size * 1.1)
        self.count_help.place(x + size * 0.22, y + size * 0.74, size * 0.56, size * 0.11)
        sign = size * 0.34
        self.voice.place(x + (size - sign) / 2, y + (size - sign) / 2, sign, sign)
        helped = self.sizes.body * 2.6
        if high - helped < self.sizes.target * 1.2:
            helped = 0.0
        self.ready.place(left, low + helped, width, high - helped)
        self.ready_help.place(left, low, width, helped * 0.9)
