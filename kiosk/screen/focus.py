"""Pages that four keys are enough for: left, right, the main key and escape."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kiosk.screen import theme
from kiosk.screen.keys import Key
from kiosk.screen.page import Page
from kiosk.screen.shapes import Frame
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Pressable, Scroller

if TYPE_CHECKING:
    from kiosk.screen.people_tiles import Tile, TileGrid


class FocusPage(Page):
    """A page whose every button keys can reach: a frame shows what the main key would tap.

    Left and right walk through all that is there: what is to be read page by page, then the
    tiles, then the targets, and round again. Up and down go by where things stand.

    Attributes:
        reading: What is to be read and may be longer than its window; or None.
        grid: Tiles, which come before the targets; or None.
        targets: The other things to tap, in order.
        main: What the main key taps while no frame is shown; without one it shows the frame.
    """

    def __init__(self, sizes: Sizes, on_leave: Callable[[], None] | None = None) -> None:
        super().__init__(sizes)
        self._on_leave = on_leave
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(4.0, sizes.line * 3))
        self._at: int | None = None
        self.reading: Scroller | None = None
        self.grid: TileGrid | None = None
        self.targets: list[Pressable] = []
        self.main: Pressable | None = None

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
            self._along(1 if key is Key.NEXT else -1)
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
            self.frame(self.targets[at - tiles])

    def frame(self, target: Pressable) -> None:
        """Show the frame around a target; it stands below all else."""
        self._frame.place(*target.pos, *target.size)
        self.add_widget(self._frame, index=len(self.children))

    def refocus(self) -> None:
        """The targets have moved: move the frame along."""
        if self._frame.parent is not None and self._at is not None:
            target = self.targets[self._at - self._tiles()]
            self._frame.place(*target.pos, *target.size)

    def _tiles(self) -> int:
        return 0 if self.grid is None else len(self.grid)

    def _tap_focused(self) -> None:
        if self._at is None:
            if self.main is not None:
                self.main.tap()
            else:
                self._step(1)
        elif self.grid is not None and self._at < self._tiles():
            self.grid.tap()
        else:
            self.targets[self._at - self._tiles()].tap()

    def _along(self, by: int) -> None:
        """What is to be read comes before what is to be tapped."""
        count = self._tiles() + len(self.targets)
        reading = self.reading
        if reading is None or reading.reach <= 0:
            self._step(by)
        elif self._at is None:
            there = reading.reach if by > 0 else 0.0
            if abs(reading.offset - there) >= 1:
                reading.page(by)
            elif count:
                self.focus(0 if by > 0 else count - 1)
        elif 0 <= self._at + by < count:
            self.focus(self._at + by)
        else:
            self.focus(None)
            reading.move_to(0 if by > 0 else reading.reach)

    def _step(self, by: int) -> None:
        count = self._tiles() + len(self.targets)
        if count:
            first = 0 if by > 0 or self.main is None else count - 1
            self.focus(first if self._at is None else (self._at + by) % count)

    def _move(self, down: int) -> None:
        if self.reading is not None and self.reading.reach > 0:
            self.reading.page(down)
            return
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
