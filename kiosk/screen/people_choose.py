"""The page that most others are made of: a heading, tiles to choose from, buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.screen import theme
from kiosk.screen.keys import Key
from kiosk.screen.page import Column, Notice, Page, Row
from kiosk.screen.people_tiles import Tile, TileGrid
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Frame
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Pressable, Scroller


class FocusPage(Page):
    """A page whose every button keys can reach: a frame shows what the main key would tap.

    Attributes:
        grid: Tiles, which come before the others; or None.
        targets: The other things to tap, in order.
    """

    def __init__(self, sizes: Sizes, on_leave: Callable[[], None] | None = None) -> None:
        super().__init__(sizes)
        self._on_leave = on_leave
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(3.0, sizes.line * 2.5))
        self._at: int | None = None
        self.grid: TileGrid | None = None
        self.targets: list[Pressable] = []

    @property
    def focused(self) -> Pressable | Tile | None:
        """What the main key would tap."""
        if self._at is None:
            return None
        tiles = self._tiles()
        if self.grid is not None and self._at < tiles:
            return self.grid.focused
        return self.targets[self._at - tiles]

    def key(self, key: Key) -> None:
        """Arrows move the frame, the main key taps, Escape goes back."""
        if key is Key.LEAVE:
            if self._on_leave is not None:
                self._on_leave()
        elif key is Key.GO:
            self._tap_focused()
        elif key in {Key.NEXT, Key.BACK}:
            self._step(1 if key is Key.NEXT else -1)
        elif key in {Key.UP, Key.DOWN}:
            self._move(-1 if key is Key.UP else 1)

    def on_touch_down(self, touch: Any) -> bool:
        """Somebody uses a finger: no frame."""
        self.focus(None)
        return bool(super().on_touch_down(touch))

    def focus(self, at: int | None) -> None:
        """Put the frame around the n-th thing; None hides it."""
        tiles = self._tiles()
        self._at = at
        if self.grid is not None:
            self.grid.focus(at if at is not None and at < tiles else None)
        if self._frame.parent is not None:
            self.remove_widget(self._frame)
        if at is not None and at >= tiles:
            target = self.targets[at - tiles]
            self._frame.place(*target.pos, *target.size)
            self.add_widget(self._frame, index=len(self.children))

    def _tiles(self) -> int:
        return 0 if self.grid is None else len(self.grid)

    def _tap_focused(self) -> None:
        if self._at is None:
            self._step(1)
        elif self.grid is not None and self._at < self._tiles():
            self.grid.tap()
        else:
            self.targets[self._at - self._tiles()].tap()

    def _step(self, by: int) -> None:
        count = self._tiles() + len(self.targets)
        if count:
            self.focus(0 if self._at is None else (self._at + by) % count)

    def _move(self, down: int) -> None:
        if self._at is None:
            self._step(1)
            return
        tiles = self._tiles()
        if self.grid is not None and self._at < tiles:
            self._move_in_grid(self.grid, self._at, down)
            return
        here = self.targets[self._at - tiles]
        beyond = [
            (abs(each.center_y - here.center_y) + abs(each.center_x - here.center_x), at)
            for at, each in enumerate(self.targets)
            if (here.center_y - each.center_y) * down > here.height / 3
        ]
        if beyond:
            self.focus(min(beyond)[1] + tiles)
        elif down < 0 and tiles:
            self.focus(tiles - 1)

    def _move_in_grid(self, grid: TileGrid, at: int, down: int) -> None:
        tiles = len(grid)
        wanted = at + down * grid.across
        if 0 <= wanted < tiles:
            self.focus(wanted)
        elif down > 0:
            in_last_row = at // grid.across == (tiles - 1) // grid.across
            if not in_last_row:
                self.focus(tiles - 1)
            elif self.targets:
                self.focus(tiles)


class Choices(FocusPage):
    """A heading, a few words, what went wrong if anything did, tiles, rows, and buttons.

    Attributes:
        buttons: At the foot, in order.
        notice: What went wrong, or what was done.
    """

    def __init__(
        self,
        sizes: Sizes,
        *,
        name: str,
        heading: str,
        text: str = "",
        notice: str = "",
        tiles: Sequence[Tile] = (),
        rows: Sequence[Row] = (),
        on_choose: Callable[[str], None] = lambda _id: None,
        buttons: Sequence[Button] = (),
        on_leave: Callable[[], None] | None = None,
        unit: float = 0.0,
    ) -> None:
        super().__init__(sizes, on_leave)
        self.name = name
        self.heading = Text(heading, sizes=sizes.steps(sizes.title), bold=True)
        self.text = Text(text, sizes=sizes.steps(sizes.body), colour=theme.QUIET, down="top")
        self.notice = Notice(notice, sizes) if notice else None
        self.buttons = tuple(buttons)
        self.targets = [*self.buttons]
        self.scroller: Scroller | None = None
        self.column = Column(sizes.gap * 0.6)
        self.add(self.heading, self.text)
        if self.notice is not None:
            self.add(self.notice)
        if rows:
            self.column.fill(rows)
            self.scroller = Scroller(sizes)
            self.scroller.add_widget(self.column)
            self.add(self.scroller)
        elif tiles:
            self.grid = TileGrid(sizes, tiles, on_choose, unit=unit)
            self.add(self.grid)
        self.add(*self.buttons)

    def key(self, key: Key) -> None:
        """Where there are rows to read, up and down move them."""
        if self.scroller is not None and key in {Key.UP, Key.DOWN}:
            self.scroller.page(-1 if key is Key.UP else 1)
        else:
            super().key(key)

    def arrange(self) -> None:
        """From the top down, the tiles in what is left above the buttons."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        top = self.top - margin * 0.7
        heading = sizes.title * 1.3
        self.heading.place(margin, top - heading, inner, heading)
        top -= heading + gap * 0.3
        room = (top - margin) * 0.32
        for piece in (self.text, self.notice):
            if piece is None:
                continue
            high = min(piece.height_for(inner), room)
            if high > 0:
                piece.place(margin, top - high, inner, high)
                top -= high + gap * 0.6
        low = arrange_foot(self.buttons, self.sizes, margin, inner, self.y + margin * 0.7)
        if self.grid is not None:
            self.grid.place(margin - gap / 2, low, inner + gap, top - low)
        if self.scroller is not None:
            self.scroller.place(margin, low, inner, top - low)
            wide = inner - gap
            tall = self.column.height_for(wide)
            self.column.place(margin, self.scroller.top - tall, wide, tall)
            self.scroller.extend(tall)


def arrange_foot(
    buttons: Sequence[Button], sizes: Sizes, left: float, inner: float, low: float
) -> float:
    """Place buttons in a row at the foot; returns where what is above them begins."""
    if not buttons:
        return low
    gap, count = sizes.gap, len(buttons)
    each = min((inner - gap * (count - 1)) / count, sizes.target * 3.4)
    for at, button in enumerate(buttons):
        button.place(left + at * (each + gap), low, each, sizes.target)
    return low + sizes.target + gap
