"""The page of a session being played: word, countdown, figure, caption, and where we are."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import Any

from kiosk.language import _
from kiosk.plan.model import Segment, SegmentKind
from kiosk.player.model import Command, State, View
from kiosk.screen import dose_look, moods, theme, words, words_dose
from kiosk.screen.big import Big
from kiosk.screen.focus import FocusPage
from kiosk.screen.keys import Key
from kiosk.screen.page import Notice
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Piece, Text
from kiosk.screen.ring import Ring
from kiosk.screen.session_count import Countdown
from kiosk.screen.session_flash import Flash
from kiosk.screen.session_layout import Layout, Needs, lay_out
from kiosk.screen.session_mode import Mode, mode_of
from kiosk.screen.session_press import EaseCover, HurtsButton
from kiosk.screen.shapes import Bar, Dots, Panel
from kiosk.screen.tally import Practised, Tally
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Pressable, is_finger
from kiosk.station import Performance
from kiosk.units import SECOND, spoken_length

_COMMANDS = {
    Key.GO: Command.TOGGLE,
    Key.NEXT: Command.NEXT,
    Key.BACK: Command.BACK,
    Key.REPEAT: Command.REPEAT,
    Key.READY: Command.READY,
    Key.LEAVE: Command.STOP,
    Key.HURTS: Command.HURTS,
}

_STEPPING = frozenset({Command.NEXT, Command.BACK, Command.REPEAT, Command.READY})
"""What means nothing while somebody is on a massager, nor while they wait to be let."""


class SessionPage(FocusPage):
    """Draws a performance's view, each frame, changing only what has changed.

    Args:
        flash: Whether the page flashes at a change of phase.
        clock: Seconds, for the flash.
    """

    name = "session"

    def __init__(
        self,
        sizes: Sizes,
        performance: Performance,
        *,
        on_over: Callable[[View, Practised], None],
        flash: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(sizes)
        self._performance = performance
        self._on_over = on_over
        self._mode = Mode.PLAIN
        self._last: tuple[object, ...] = ()
        self._tally = Tally()
        self._keyed = False
        body = sizes.steps(sizes.body)
        self.title = Text(performance.plan.title, sizes=body, colour=theme.QUIET)
        self.notice = Notice("", sizes, size=sizes.small)
        self.place_text = Text(sizes=body, bold=True, across="right")
        self.dots = Dots()
        self.bar = Bar(theme.ACCENT)
        self.picture = Picture(theme.LISTEN, radius=sizes.radius)
        self.picture.expect(performance.plan)
        self.caption = Text(sizes=sizes.steps(sizes.lead), down="middle")
        self.word = Big(across="left")
        self.clock = Countdown(sizes)
        self.next_up = Text(sizes=body, colour=theme.QUIET)
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
        self.flash = Flash(clock) if flash else None
        self._banner = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
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
            self.next_up,
        )
        self._put_on(Mode.PLAIN)

    @property
    def ring(self) -> Ring:
        """What time eats away."""
        return self.clock.ring

    @property
    def count(self) -> Big:
        """The seconds left."""
        return self.clock.count

    def _button(self, text: str, sign: str, command: Command, *, main: bool = False) -> Button:
        return Button(
            text, lambda: self._performance.send(command), self.sizes, sign=sign, main=main
        )

    # Keys and fingers

    def key(self, key: Key) -> None:
        """Keys do what the buttons do, and a frame shows which one the main key would tap.

        Up and down move it; so do left and right in a press, where there are no steps to go.
        """
        self._keyed = True
        if key in {Key.UP, Key.DOWN} or (self._mode.on_massager and key in {Key.NEXT, Key.BACK}):
            super().key(Key.NEXT if key in {Key.DOWN, Key.NEXT} else Key.BACK)
            return
        command = _COMMANDS.get(key)
        if key is Key.GO and self.focused not in {None, self.main}:
            super().key(key)
        elif command is not None and not (self._mode.on_massager and command in _STEPPING):
            self._performance.send(command)
        self._show_main()

    def _show_main(self) -> None:
        """Where keys are used, a frame stands on what the main key does until it is moved."""
        if self._keyed and self.focused is None and self.main in self.targets:
            self.focus(self.targets.index(self.main))

    def frame(self, target: Pressable) -> None:
        """Above the cover that a press ends with, too."""
        super().frame(target)
        if self.cover.parent is self:
            self.remove_widget(self._frame)
            self.add_widget(self._frame, index=self.children.index(self.cover))

    def on_touch_down(self, touch: Any) -> bool:
        """At a wait, every place that is no button is the ready button."""
        self._keyed = False
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

    # The moment

    def tick(self) -> None:
        """Draw the moment."""
        view = self._performance.view()
        if view.state.over:
            self._on_over(view, self._tally.finish())
            return
        self._tally.see(view)
        self.bar.show(view.position_ms / view.total_ms if view.total_ms else 0.0)
        segment = view.segment
        if segment is None:
            return
        length = view.elapsed_ms + view.remaining_ms
        mood = dose_look.mood_of_segment(segment.kind, view.state)
        asking = view.state is State.ASKING
        self.ring.show(view.elapsed_ms / length if length else float(asking), mood.ink)
        if self.flash is not None:
            paused = view.state is State.PAUSED
            self.flash.tick((segment.kind, segment.step, segment.side, paused), mood.ink)
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
        self.picture.follow(self._performance.plan, view)

    def _show(self, view: View, segment: Segment) -> None:
        mood = dose_look.mood_of_segment(segment.kind, view.state)
        paused = view.state is State.PAUSED
        self.clock.shape(moods.form_of_segment(segment.kind, view.state))
        self._change(mode_of(view))
        self.picture.show(segment.figure, mood, mirrored=segment.mirrored)
        caption = view.saying or view.said or segment.caption
        # Nobody who presses is to think of what comes next.
        told = segment.next_up and self._mode in {Mode.PLAIN, Mode.WAITING}
        following = _(words.NEXT_UP).format(what=segment.next_up) if told else ""
        self._show_lines((self.caption, caption), (self.next_up, following))
        word = _(words.PAUSED) if paused else segment.word or str(segment.kind).upper()
        easing = segment.word if segment.kind is SegmentKind.EASE else ""
        self.cover.show(easing or _(words_dose.EASE_OFF), caption)
        self.word.show(word, mood.ink)
        self._show_place(segment, mood)
        self.clock.show(view, segment, mood)
        waiting = view.state is State.WAITING
        left = spoken_length(ceil(view.remaining_ms / SECOND) * SECOND)
        self.waits_for.show(_(words.WAITS_FOR).format(length=left) if waiting else "")
        if paused:
            self.pause.show(_(words.GO_ON), "play")
        else:
            pressing = self._mode is Mode.PRESSING
            self.pause.show(_(words_dose.PAUSE_PRESSING) if pressing else _(words.PAUSE), "pause")
        notice = self._performance.notice
        if notice != self.notice.text:
            self.notice.show(notice)
            self.again()

    def _show_lines(self, *lines: tuple[Text, str]) -> None:
        """Show other texts; one that needs another height moves what is around it."""
        moved = False
        for piece, text in lines:
            if text != piece.text:
                had = piece.height_for(piece.width)
                piece.show(text)
                moved = moved or piece.height_for(piece.width) != had
        if moved:
            self.again()

    def _show_place(self, segment: Segment, mood: theme.Mood) -> None:
        parts = [words.side_name(segment.side)]
        if segment.of > 1:
            parts.append(words.round_of(segment.round, segment.of))
        self.place_text.show(" · ".join(part for part in parts if part))
        dotted = self.dots.drawn
        self.dots.show(segment.round, segment.of, mood.ink)
        if self.dots.drawn != dotted:
            self.again()

    # What is on the page

    def _change(self, mode: Mode) -> None:
        """Put on the page what can be done now, and nothing else."""
        if mode is not self._mode:
            self._put_on(mode)
            self.again()
            self._show_main()

    def _put_on(self, mode: Mode) -> None:
        self.focus(None)
        self._mode = mode
        pieces = self._pieces()
        for piece in {each for every in pieces.values() for each in every}:
            if piece.parent is not None:
                self.remove_widget(piece)
        for piece in pieces[mode]:
            self.add_widget(piece)
        self.targets = [each for each in pieces[mode] if isinstance(each, Pressable)]
        mains = {Mode.PLAIN: self.pause, Mode.WAITING: self.ready, Mode.PRESSING: self.pause}
        self.main = mains.get(mode)
        self.ready_help.show(_(words.READY_HELP) if mode is Mode.WAITING else "")
        if self.flash is not None:
            if self.flash.parent is not None:
                self.remove_widget(self.flash)
            self.add_widget(self.flash)

    def _pieces(self) -> dict[Mode, tuple[Piece, ...]]:
        stepping = self.back, self.next, self.stop
        return {
            Mode.PLAIN: (self.clock, self.pause, *stepping),
            Mode.WAITING: (self.ready, self.ready_help, self.waits_for, *stepping),
            Mode.ASKING: (self.clock, self.stop),
            Mode.PRESSING: (self.clock, self.hurts, self.pause, self.stop),
            Mode.EASING: (self.cover, self.hurts, self.stop),
        }

    def arrange(self) -> None:
        """Where everything is, for a window that is wide or one that is high."""
        where = lay_out(
            self.sizes,
            Needs(
                self._mode,
                dots=self.dots.drawn,
                caption=self.caption.height_for,
                next_up=self.next_up.height_for,
                notice=self._notice_high,
            ),
        )
        self._place(where)
        self.cover.place(*self.pos, *self.size)
        self.cover.leave_free(where["cover"])
        if self.flash is not None:
            self.flash.place(*self.pos, *self.size)
        self.refocus()

    def _notice_high(self, width: float) -> float:
        return self.notice.height_for(width) if self.notice.text else 0.0

    def _place(self, where: Layout) -> None:
        for name, piece in (
            ("title", self.title),
            ("place_text", self.place_text),
            ("dots", self.dots),
            ("bar", self.bar),
            ("word", self.word),
            ("picture", self.picture),
            ("notice", self.notice),
            ("banner", self._banner),
            ("caption", self.caption),
            ("ring", self.clock),
            ("next_up", self.next_up),
            ("back", self.back),
            ("pause", self.pause),
            ("next", self.next),
            ("stop", self.stop),
            ("hurts", self.hurts),
            ("ready", self.ready),
            ("ready_help", self.ready_help),
            ("waits_for", self.waits_for),
        ):
            piece.place(*where[name])
