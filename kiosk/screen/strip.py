"""A session's steps as figures along its time: a page of them at a turn, moved by large arrows."""

from __future__ import annotations

from collections.abc import Sequence

from kivy.graphics import Color, SmoothEllipse, SmoothRoundedRectangle

from kiosk.language import _
from kiosk.screen import theme, words, words_home
from kiosk.screen.chip import Arrow
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Piece, Text
from kiosk.screen.theme import Mood, Sizes, rgba
from kiosk.station import Item
from kiosk.units import Millis, clock_length


class StepView(Piece):
    """One step: when it begins, its still, its words. Used for many steps in turn."""

    def __init__(self, sizes: Sizes, mood: Mood) -> None:
        super().__init__()
        self._sizes = sizes
        self._mood = mood
        self._picture = Picture(mood, radius=sizes.radius * 0.6, later=True)
        self.time = Text(sizes=sizes.steps(sizes.small), colour=mood.ink, bold=True)
        self.words = Text(sizes=sizes.steps(sizes.small), bold=True, down="top", leading=1.0)
        self.detail = Text(sizes=sizes.steps(sizes.small), colour=theme.QUIET, leading=1.0)
        for piece in (self._picture, self.time, self.words, self.detail):
            self.add_widget(piece)

    def show(self, item: Item) -> None:
        """Become another step."""
        self.time.show(clock_length(item.start_ms))
        self.words.show(words.title_case(item.text))
        self.detail.show(item.detail)
        self._picture.show(item.figure, self._mood)
        self.again()

    def arrange(self) -> None:
        """The time over the still, the words below it."""
        small = self._sizes.small
        line = small * 1.35
        self.time.place(self.x, self.top - line, self.width, line)
        detail = line if self.detail.text else 0.0
        room = self.height - line - detail
        lines = min(max(2, int(room * 0.36 / (small * 1.15))), 4)
        text = min(self.words.height_for(self.width) + 2, round(lines * small * 1.18))
        # Every still of a page is as high, whatever its words take.
        top = self.y + line + round(lines * small * 1.18)
        self.words.place(self.x, top - text, self.width, text)
        self.detail.place(self.x, top - text - detail, self.width, detail)
        low = top + small * 0.25
        self._picture.place(self.x, low, self.width, self.top - line - low)


class TimeLine(Piece):
    """The whole session from left to right, with a dot for each step; those in sight stand out."""

    def __init__(self, mood: Mood) -> None:
        super().__init__()
        self._mood = mood
        self._places: tuple[float, ...] = ()
        self.seen = range(0)

    def show(self, places: Sequence[float], seen: range) -> None:
        """Show steps at shares of the time from 0 to 1, of which some are in sight."""
        self._places, self.seen = tuple(places), seen
        self.again()

    def arrange(self) -> None:
        """Draw it."""
        self.canvas.clear()
        if self.width < 1 or not self._places:
            return
        high, thin = self.height, max(3.0, self.height * 0.3)
        ends = (*self._places, 1.0)
        with self.canvas:
            Color(*rgba(theme.LINE))
            self._stroke(0.0, 1.0, thin)
            Color(*rgba(self._mood.ink))
            self._stroke(ends[self.seen.start], ends[self.seen.stop], thin)
            for at, place in enumerate(self._places):
                there = at in self.seen
                size = high if there else high * 0.6
                Color(*rgba(self._mood.ink if there else theme.QUIET))
                x = self.x + place * (self.width - high) + high / 2
                SmoothEllipse(pos=(x - size / 2, self.center_y - size / 2), size=(size, size))

    def _stroke(self, begin: float, end: float, thin: float) -> None:
        width = self.width - self.height
        SmoothRoundedRectangle(
            pos=(self.x + self.height / 2 + begin * width, self.center_y - thin / 2),
            size=(max(thin, (end - begin) * width), thin),
            radius=[thin / 2],
        )


class Strip(Piece):
    """All steps, a page at a turn.

    Attributes:
        back, on: The arrows, where there is more than one page.
    """

    def __init__(self, items: Sequence[Item], total_ms: Millis, sizes: Sizes, mood: Mood) -> None:
        super().__init__()
        self._items = tuple(items)
        self._total_ms = max(1, total_ms)
        self._sizes = sizes
        self._mood = mood
        self._first = 0
        self._fit = 1
        self._views: list[StepView] = []
        self._beside = False
        self._tile_low = self._tile_high = 0.0
        self.heading = Text(
            _(words.WHAT_HAPPENS), sizes=sizes.steps(sizes.body), bold=True, colour=mood.ink
        )
        self.place_words = Text(sizes=sizes.steps(sizes.small), colour=theme.QUIET, across="right")
        self.line = TimeLine(mood)
        self.back = Arrow("back", lambda: self.turn(-1), sizes)
        self.on = Arrow("next", lambda: self.turn(1), sizes)
        for piece in (self.heading, self.place_words, self.line):
            self.add_widget(piece)

    @property
    def seen(self) -> range:
        """Which steps are in sight, from 0."""
        return range(self._first, min(self._first + self._fit, len(self._items)))

    @property
    def many(self) -> bool:
        """Whether there is more than one page."""
        return self._fit < len(self._items)

    def turn(self, by: int) -> None:
        """Show the next page, or the one before."""
        last = max(0, len(self._items) - 1) // self._fit * self._fit
        first = min(max(0, self._first + by * self._fit), last)
        if first != self._first:
            self._first = first
            self._fill()
            self._arrange_steps()

    def arrange(self) -> None:
        """The heading above, arrows left and right of the steps, the line of time below."""
        sizes, gap, target = self._sizes, self._sizes.gap, self._sizes.target
        unit = sizes.lead * 6.2
        whole = max(1, int((self.width + gap) / (unit + gap)))
        between = max(1, int((self.width - 2 * (target + gap) + gap) / (unit + gap)))
        many = whole < len(self._items)
        # Where hardly anything is left between the arrows they stand beside the heading.
        self._beside = many and between < 3 and self.height > 2.4 * target
        self._fit = between if many and not self._beside else whole
        self._first = self._first // self._fit * self._fit
        head = target if self._beside else sizes.body * 1.4
        arrows = 2 * (target + gap) if self._beside else 0.0
        half = (self.width - arrows) / 2
        self.heading.place(self.x, self.top - head, half, head)
        self.place_words.place(self.x + half, self.top - head, half, head)
        bar = max(8.0, round(sizes.gap * 0.9))
        self.line.place(self.x, self.y, self.width, bar)
        self._tile_low, self._tile_high = self.y + bar + gap * 0.6, self.top - head - gap * 0.3
        self._arrange_arrows(target, gap, head)
        self._fill()
        self._arrange_steps()

    def _arrange_arrows(self, target: float, gap: float, head: float) -> None:
        for arrow in (self.back, self.on):
            if arrow.parent is not None and not self.many:
                self.remove_widget(arrow)
            elif arrow.parent is None and self.many:
                self.add_widget(arrow)
        low, high = self._tile_low, self._tile_high - self._tile_low
        if self._beside:
            low, high = self.top - head, head
        left = self.right - 2 * target - gap if self._beside else self.x
        if self.many:
            self.back.place(left, low, target, high)
            self.on.place(self.right - target, low, target, high)

    def _fill(self) -> None:
        seen = self.seen
        while len(self._views) < len(seen):
            view = StepView(self._sizes, self._mood)
            self._views.append(view)
        for at, view in enumerate(self._views):
            if at < len(seen):
                view.show(self._items[seen[at]])
                if view.parent is None:
                    self.add_widget(view)
            elif view.parent is not None:
                self.remove_widget(view)
        self.line.show([item.start_ms / self._total_ms for item in self._items], seen)
        self.back.show(alive=seen.start > 0)
        self.on.show(alive=seen.stop < len(self._items))
        self.place_words.show(
            words_home.steps_of(seen.start + 1, seen.stop, len(self._items)) if self.many else ""
        )

    def _arrange_steps(self) -> None:
        gap = self._sizes.gap
        left, right = self.x, self.right
        if self.many and not self._beside:
            left, right = left + self._sizes.target + gap, right - self._sizes.target - gap
        share = (right - left - gap * (self._fit - 1)) / self._fit
        # A few steps are no wider than their figures need.
        share = min(share, (self._tile_high - self._tile_low) * 1.5)
        for at, view in enumerate(self._views[: len(self.seen)]):
            view.place(
                left + at * (share + gap), self._tile_low, share, self._tile_high - self._tile_low
            )
