"""Where everything stands on the session page: boxes, and no kivy, so that a test can measure them.

The word and the countdown come first: they are to be read from the floor. Where a finger's width
is a large part of the window's height, as on a 7 inch panel, the buttons stand in a column at the
side, which leaves the word more than a row at the foot would. The figure and the caption have
what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from kiosk.screen.session_mode import Mode
from kiosk.screen.theme import Sizes

FAR_MM = 37.0
"""The height of a capital to be read at 3 m (EN 301 549, 5.1.4)."""
_COLUMN_FROM = 0.13
"""The share of the window's height that a button may take before the buttons stand in a column."""
_WORD_EMS = 3.4
"""The width of a usual word such as PRESS, with its air."""


class Box(NamedTuple):
    """Lower left corner, width and height, in pixels of the window."""

    x: float
    y: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width


NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Needs:
    """What the moment asks of the page.

    Attributes:
        dots: Whether rounds are shown as dots.
        caption, next_up: How high they are at a width.
        notice: How high what does not work now is at a width; 0 where all works.
    """

    mode: Mode
    dots: bool = False
    caption: Callable[[float], float] = lambda _width: 0.0
    next_up: Callable[[float], float] = lambda _width: 0.0
    notice: Callable[[float], float] = lambda _width: 0.0


@dataclass(slots=True)
class Layout:
    """The boxes by the names of the pieces; a piece without one has no size."""

    boxes: dict[str, Box] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Box:
        return self.boxes.get(name, NOWHERE)


def lay_out(sizes: Sizes, needs: Needs) -> Layout:
    """Say where everything stands."""
    return _Pen(sizes, needs, Layout()).draw()


@dataclass(slots=True)
class _Pen:
    sizes: Sizes
    needs: Needs
    found: Layout

    def draw(self) -> Layout:
        sizes = self.sizes
        edge = sizes.margin * 0.7
        if sizes.portrait:
            stage = self._foot_high(edge)
        elif sizes.target > sizes.height * _COLUMN_FROM:
            stage = self._column(edge)
        else:
            stage = self._foot(edge)
        self._put("cover", stage)
        stage = self._head(stage)
        if sizes.portrait:
            self._stage_high(stage)
        else:
            self._stage_wide(stage)
        return self.found

    def _put(self, name: str, box: Box) -> None:
        self.found.boxes[name] = box

    # Buttons

    def _column(self, edge: float) -> Box:
        """Buttons over one another at the right; in a press the way out is most of them."""
        sizes, mode = self.sizes, self.needs.mode
        target = sizes.target
        slack = max(0.0, (sizes.height - 4 * target) / 5)
        gap, edge_y = min(sizes.gap, slack), min(edge, slack)
        pressing = mode in {Mode.PRESSING, Mode.EASING}
        width = sizes.main_target * 1.35 if pressing else sizes.main_target * 1.08
        left = sizes.width - edge - width
        room = sizes.height - 2 * edge_y
        each = min(sizes.main_target, (room - 3 * gap) / 4)
        low = edge_y
        for name in ("stop",) if mode in {Mode.ASKING, Mode.EASING} else self._others():
            self._put(name, Box(left, low, width, each))
            low += each + gap
        rest = Box(left, low, width, sizes.height - edge_y - low)
        if pressing:
            self._put("hurts", rest)
        elif mode is Mode.PLAIN:
            self._put("pause", rest)
        return Box(edge, edge_y, left - sizes.gap - edge, sizes.height - edge_y)

    def _others(self) -> tuple[str, ...]:
        """All but the main one, the one that ends things lowest."""
        if self.needs.mode is Mode.PRESSING:
            return "stop", "pause"
        return "stop", "next", "back"

    def _foot(self, edge: float) -> Box:
        """A row at the foot."""
        sizes, mode = self.sizes, self.needs.mode
        inner = sizes.width - 2 * edge
        high = sizes.main_target * (1.15 if mode in {Mode.PRESSING, Mode.EASING} else 1.0)
        side = max(sizes.target * 1.3, inner * 0.16)
        names, main = {
            Mode.PRESSING: (("hurts", "pause", "stop"), "hurts"),
            Mode.EASING: (("hurts", "stop"), "hurts"),
            Mode.ASKING: (("", "stop"), ""),
            Mode.WAITING: (("back", "", "next", "stop"), ""),
        }.get(mode, (("back", "pause", "next", "stop"), "pause"))
        wide = inner - (len(names) - 1) * (side + sizes.gap)
        left = edge
        for name in names:
            width = wide if name == main else side
            if name:
                self._put(name, Box(left, edge, width, high))
            left += width + sizes.gap
        low = edge + high + sizes.gap
        return Box(edge, low, inner, sizes.height - low)

    def _foot_high(self, edge: float) -> Box:
        """A row at the foot of a high window; two where four are too wide, or in a press."""
        sizes, mode = self.sizes, self.needs.mode
        slack = max(0.0, (sizes.width - 4 * sizes.target) / 5)
        gap = min(sizes.gap, slack) or sizes.gap
        side = min(edge, gap)
        inner = sizes.width - 2 * side
        low = edge
        rows: list[tuple[tuple[str, ...], float]]
        if mode is Mode.PRESSING:
            rows = [(("pause", "stop"), sizes.target), (("hurts",), sizes.main_target * 1.2)]
        elif mode is Mode.EASING:
            rows = [(("stop",), sizes.target), (("hurts",), sizes.main_target * 1.2)]
        elif mode is Mode.ASKING:
            rows = [(("stop",), sizes.target)]
        elif slack:
            rows = [(("back", "pause", "next", "stop"), sizes.main_target)]
        else:
            rows = [(("back", "next", "stop"), sizes.target), (("pause",), sizes.target)]
        for names, high in rows:
            each = (inner - gap * (len(names) - 1)) / len(names)
            for at, name in enumerate(names):
                self._put(name, Box(side + at * (each + gap), low, each, high))
            low += high + gap
        if mode is Mode.WAITING:
            self.found.boxes.pop("pause", None)
        return Box(edge, low, sizes.width - 2 * edge, sizes.height - low)

    # Head

    def _head(self, stage: Box) -> Box:
        """Title, side, round, dots and the bar of the whole session; returns what is below."""
        sizes, gap = self.sizes, self.sizes.gap
        high = sizes.body * 1.6
        low = stage.top - gap * 0.7 - high
        place = min(sizes.body * 13, stage.width * 0.42)
        dots = min(stage.width * 0.26, sizes.body * 11) if self.needs.dots else 0.0
        beside = 0.0 if sizes.portrait else dots
        right = stage.right - beside - (gap if beside else 0)
        self._put("title", Box(stage.x, low, right - place - gap - stage.x, high))
        self._put("place_text", Box(right - place, low, place, high))
        dot = min(high * 0.7, dots)
        if beside:
            self._put("dots", Box(stage.right - dots, low + (high - dot) / 2, dots, dot))
        bar = max(6.0, round(gap * 0.5))
        low -= gap * 0.3 + bar
        self._put("bar", Box(stage.x, low, stage.width, bar))
        if dots and not beside:
            # A high window is too narrow for all three.
            low -= dot + gap * 0.4
            self._put("dots", Box(stage.right - dots, low, dots, dot))
        return Box(stage.x, stage.y, stage.width, low - gap - stage.y)

    # The stage

    def _word_high(self, stage: Box, share: float) -> float:
        """How high the word's band is: no higher than a usual word is at the width there is."""
        high = min(stage.height * share, stage.width / _WORD_EMS * 0.73)
        if self.sizes.density:
            high = min(high, FAR_MM * 1.25 * self.sizes.density)
        return high

    def _stage_wide(self, stage: Box) -> None:
        """The word over everything; below it figure and caption, and the ring beside them."""
        sizes, gap, mode = self.sizes, self.sizes.gap, self.needs.mode
        # Where nobody knows how large the panel is, the figure has more of it.
        word = self._word_high(stage, 0.36 if sizes.density else 0.31)
        self._put("word", Box(stage.x, stage.top - word, stage.width, word))
        rest = Box(stage.x, stage.y, stage.width, stage.height - word - gap)
        ring = min(rest.height, rest.width * (0.5 if mode is Mode.PRESSING else 0.44))
        width = rest.width - ring - 1.5 * gap
        side = Box(rest.right - ring, rest.y, ring, rest.height)
        low = rest.y
        if mode in {Mode.PLAIN, Mode.WAITING}:
            line = sizes.body * 1.4
            line = max(line, min(self.needs.next_up(width), line * 1.9))
            self._put("next_up", Box(rest.x, low, width, line))
            low += line + gap * 0.5
        room = rest.top - low
        caption = self._caption(width, sizes.lead * 2.7, room * 0.5)
        self._banner(Box(rest.x, low, width, caption))
        low += caption + gap * 0.7
        self._picture(Box(rest.x, low, width, rest.top - low))
        self._clock(side)

    def _stage_high(self, stage: Box) -> None:
        """Word, figure and caption over one another; below them the ring, and what comes next."""
        sizes, gap, mode = self.sizes, self.sizes.gap, self.needs.mode
        word = self._word_high(stage, 0.2)
        self._put("word", Box(stage.x, stage.top - word, stage.width, word))
        room = stage.height - word - gap
        share = 0.52 if mode is Mode.PRESSING else 0.48 if sizes.density else 0.42
        ring = min(stage.width * 0.72, room * share)
        caption = self._caption(stage.width, sizes.lead * 2.7, room * 0.28)
        low = stage.y + ring + gap
        self._banner(Box(stage.x, low, stage.width, caption))
        low += caption + gap * 0.7
        self._picture(Box(stage.x, low, stage.width, stage.y + room - low))
        wide = stage.width if mode is Mode.WAITING else ring
        left = stage.x
        if mode in {Mode.PRESSING, Mode.ASKING}:
            left = stage.x + (stage.width - ring) / 2
        elif mode is Mode.PLAIN:
            beside = stage.x + ring + 1.5 * gap
            self._put("next_up", Box(beside, stage.y, stage.right - beside, ring))
        self._clock(Box(left, stage.y, wide, ring))

    def _caption(self, width: float, least: float, most: float) -> float:
        """A long caption takes room from the figure, so that it stays readable."""
        wanted = self.needs.caption(width - 2 * self.sizes.gap) + self.sizes.gap
        return max(min(least, most), min(wanted, most))

    def _banner(self, box: Box) -> None:
        inset = self.sizes.gap
        self._put("banner", box)
        self._put(
            "caption",
            Box(
                box.x + inset, box.y + inset * 0.3, box.width - 2 * inset, box.height - inset * 0.6
            ),
        )

    def _picture(self, box: Box) -> None:
        """The figure, and over it what does not work now."""
        gap = self.sizes.gap
        noted = min(self.needs.notice(box.width), box.height * 0.6)
        if noted:
            self._put("notice", Box(box.x, box.top - noted, box.width, noted))
            noted += gap / 2
        self._put("picture", Box(box.x, box.y, box.width, box.height - noted))

    def _clock(self, box: Box) -> None:
        """The ring; at a wait the ready button is in its place."""
        sizes, gap = self.sizes, self.sizes.gap
        if self.needs.mode is Mode.WAITING:
            low = box.y
            for name in ("waits_for", "ready_help"):
                high = sizes.body * 1.5
                if box.top - low - high >= sizes.main_target * 1.1:
                    self._put(name, Box(box.x, low, box.width, high))
                    low += high
            low += gap * 0.5 if low > box.y else 0.0
            self._put("ready", Box(box.x, low, box.width, box.top - low))
            return
        size = min(box.width, box.height)
        self._put(
            "ring",
            Box(box.x + (box.width - size) / 2, box.y + (box.height - size) / 2, size, size),
        )
