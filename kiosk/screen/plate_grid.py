"""The grid that shows ten thousand cards or tiles at the cost of a dozen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from math import ceil
from typing import Generic, TypeVar

from kiosk.screen.piece import Piece
from kiosk.screen.plate import Plate
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Scroller

View = TypeVar("View", bound=Plate)


class _Sheet(Piece):
    """What the plates stand on, inside the scroller."""


class PlateGrid(Piece, Generic[View]):
    """Plates in rows, of which only those in sight exist; each is used for many things in turn.

    Kivy's RecycleView measures every row of its data when that changes; here a row's place is a
    multiplication, so the number of things does not matter.

    Args:
        sizes: The window's sizes.
        on_move: Told when the rows have been moved.
        clipped: Whether what sticks out is cut off; else what is above the grid has to cover it.
        beside: How many rows above and below those in sight are kept where they are there already.
    """

    def __init__(
        self,
        sizes: Sizes,
        on_move: Callable[[], None] = lambda: None,
        *,
        clipped: bool = True,
        beside: int = 0,
    ) -> None:
        super().__init__()
        self._sizes = sizes
        self._on_move = on_move
        self._beside = beside
        self._views: dict[int, View] = {}
        self._spare: list[View] = []
        self._in_sight = range(0)
        self._focus: int | None = None
        self._across = 1
        self._row = 1.0
        self._sheet = _Sheet()
        self.scroller = Scroller(sizes, self._moved, clipped=clipped)
        self.scroller.add_widget(self._sheet)
        self.add_widget(self.scroller)

    @property
    def views(self) -> tuple[View, ...]:
        """The plates in sight, in their order."""
        return tuple(self._views[index] for index in self._in_sight)

    # What a kind of grid says of itself

    def _count(self) -> int:
        """How many things there are."""
        raise NotImplementedError

    def _make(self) -> View:
        """Make a plate for any of them."""
        raise NotImplementedError

    def _fill(self, view: View, index: int) -> None:
        """Make a plate the one of a thing."""
        raise NotImplementedError

    def _ahead(self, near: range) -> Collection[int]:  # noqa: ARG002  for others
        """Name those of the rows beside that are made before they are in sight."""
        return ()

    # What every grid does

    def _lay_out(self, across: int, row: float) -> None:
        """Take so many columns and so high rows, and show what is in sight."""
        self._across, self._row = across, row
        self.scroller.place(*self.pos, *self.size)
        self._sheet.place(*self.pos, *self.size)
        # Half a gap above the first row and below the last leaves room for the frame.
        self.scroller.extend(ceil(self._count() / across) * (row + self._sizes.gap))
        self._show_those_in_sight()

    def _width(self, across: int) -> float:
        """How wide a plate is; the frame and the thumb need half a gap on either side."""
        return (self.width - self._sizes.gap * across) / across

    def _span(self, row: int) -> tuple[float, float]:
        """The lower and the upper edge of a row, while nothing is moved."""
        high = self.top - self._sizes.gap / 2 - row * (self._row + self._sizes.gap)
        return high - self._row, high

    def _reveal(self, index: int, edge: float) -> None:
        """Bring a plate into sight, with an edge above and below."""
        low, high = self._span(index // self._across)
        self.scroller.reveal(low - edge, high + edge)

    def _moved(self) -> None:
        self._show_those_in_sight()
        self._on_move()

    def _in_rows(self, first: int, end: int) -> range:
        count = self._count()
        return range(min(count, max(0, first) * self._across), min(count, end * self._across))

    def _show_those_in_sight(self) -> None:
        if self._box is None:
            return
        gap, pitch = self._sizes.gap, self._row + self._sizes.gap
        first = int(self.scroller.offset // pitch)
        end = int((self.scroller.offset + self.height) // pitch) + 1
        self._in_sight = self._in_rows(first, end)
        near = self._in_rows(first - self._beside, end + self._beside)
        for index in [index for index in self._views if index not in near]:
            view = self._views.pop(index)
            self._sheet.remove_widget(view)
            self._spare.append(view)
        width = self._width(self._across)
        for index in sorted({*self._in_sight, *self._views, *self._ahead(near)}):
            if index not in self._views:
                fresh = self._spare.pop() if self._spare else self._make()
                self._views[index] = fresh
                self._sheet.add_widget(fresh)
            view = self._views[index]
            low, high = self._span(index // self._across)
            left = self.x + gap / 2 + (index % self._across) * (width + gap)
            self._fill(view, index)
            view.place(left, low, width, high - low)
            view.focus(focused=index == self._focus)
