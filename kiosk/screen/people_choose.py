"""The page that most others are made of: a heading, tiles to choose from, buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.screen import theme
from kiosk.screen.focus import FocusPage
from kiosk.screen.page import Column, Notice, Row
from kiosk.screen.people_tiles import Tile, TileGrid
from kiosk.screen.piece import Text
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Scroller

__all__ = ["Choices", "FocusPage", "arrange_foot"]


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
        self.column = Column(sizes.gap * 0.6)
        self.add(self.heading, self.text)
        if self.notice is not None:
            self.add(self.notice)
        if rows:
            self.column.fill(rows)
            self.reading = Scroller(sizes)
            self.reading.add_widget(self.column)
            self.add(self.reading)
        elif tiles:
            self.grid = TileGrid(sizes, tiles, on_choose, unit=unit)
            self.add(self.grid)
        self.add(*self.buttons)

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
        if self.reading is not None:
            self.reading.place(margin, low, inner, top - low)
            wide = inner - gap
            tall = self.column.height_for(wide)
            self.column.place(margin, self.reading.top - tall, wide, tall)
            self.reading.extend(tall)


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
