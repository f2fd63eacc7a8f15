"""Tiles to choose from: names, zones, sessions. Only those in sight exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from kiosk.screen import theme
from kiosk.screen.people_shape import Shape
from kiosk.screen.piece import Text
from kiosk.screen.plate import Plate
from kiosk.screen.plate_grid import PlateGrid
from kiosk.screen.shapes import Sign
from kiosk.screen.theme import Colour, Sizes


@dataclass(frozen=True, slots=True)
class Tile:
    """One thing to choose.

    Attributes:
        id: What is handed over when it is chosen.
        text: What it is called.
        detail: Said below it, smaller; may be empty.
        shape, colour: A person's, or empty.
        sign: The name of a drawn sign, or empty.
    """

    id: str
    text: str
    detail: str = ""
    shape: str = ""
    colour: Colour = theme.LISTEN.ink
    sign: str = ""


class TileView(Plate):
    """One tile. It is used for many things in turn as the grid is moved."""

    def __init__(self, sizes: Sizes, on_choose: Callable[[str], None]) -> None:
        super().__init__(sizes, self._choose)
        self._on_choose = on_choose
        self.tile: Tile | None = None
        self._shape = Shape()
        self._sign = Sign("", theme.ACCENT)
        self.text = Text(sizes=sizes.steps(sizes.lead), bold=True, leading=1.0)
        self.detail = Text(sizes=sizes.steps(sizes.small), colour=theme.QUIET, down="top")
        for piece in (self._shape, self._sign, self.text, self.detail):
            self.add_widget(piece)

    def show(self, tile: Tile) -> None:
        """Become another tile."""
        if tile == self.tile:
            return
        self.tile = tile
        self._shape.show(tile.shape, tile.colour)
        self._sign.show(tile.sign)
        self.text.show(tile.text)
        self.detail.show(tile.detail)
        self.again()

    def arrange(self) -> None:
        """The shape or sign left, the words beside it."""
        super().arrange()
        gap = self._sizes.gap
        tile = self.tile
        left, high = self.x + gap, self.height - gap * 0.8
        if tile is not None and (tile.shape or tile.sign) and self.width < self.height * 1.5:
            self._arrange_narrow(tile)
            return
        if tile is not None and (tile.shape or tile.sign):
            icon = min(high * 0.82, self._sizes.lead * 3.2, self.width * 0.24)
            drawn = icon if tile.shape else icon * 0.55
            low = self.center_y - drawn / 2
            self._shape.place(left, low, icon if tile.shape else 0, drawn)
            self._sign.place(left, low, icon if tile.sign else 0, drawn)
            left += icon + gap * 0.8
        inner = self.right - gap - left
        self._name_in(inner)
        below = 0.0
        if self.detail.text:
            below = min(self.detail.height_for(inner) + 2, high * 0.62)
        above = min(high - below, self.text.height_for(inner) + 2)
        low = self.center_y - (above + below) / 2
        self.text.place(left, low + below, inner, above)
        self.detail.place(left, low, inner, below)

    def _name_in(self, width: float) -> None:
        """Show the text whole, or a person's name with initials where a word of it is too wide."""
        tile = self.tile
        if tile is None:
            return
        self.text.text = tile.text
        words = tile.text.split()
        if tile.shape and len(words) > 1 and self.text.least_width() > width:
            self.text.text = " ".join((words[0], *(f"{word[:1]}." for word in words[1:])))
        self.text.again()

    def _arrange_narrow(self, tile: Tile) -> None:
        """The shape or sign above, the words below it."""
        gap = self._sizes.gap * 0.6
        inner = self.width - 2 * gap
        self._name_in(inner)
        icon = min(self.height * 0.42, inner)
        drawn = icon if tile.shape else icon * 0.6
        top = self.top - gap
        low = top - icon + (icon - drawn) / 2
        self._shape.place(self.center_x - drawn / 2, low, drawn if tile.shape else 0, drawn)
        self._sign.place(self.center_x - drawn / 2, low, drawn if tile.sign else 0, drawn)
        high = top - icon - self.y - gap * 0.7
        below = 0.0
        if self.detail.text and self.text.line_width() * 0.6 <= inner:
            # A long name needs the room for itself.
            below = min(self.detail.height_for(inner) + 2, high * 0.45)
        low = self.y + gap / 2
        for piece, at, tall in ((self.text, low + below, high - below), (self.detail, low, below)):
            wide = min(inner, piece.line_width() + 2)
            piece.place(self.center_x - wide / 2, at, wide, tall)

    def _choose(self) -> None:
        if self.tile is not None:
            self._on_choose(self.tile.id)


class TileGrid(PlateGrid[TileView]):
    """All tiles, in as many columns as are wide enough."""

    def __init__(
        self,
        sizes: Sizes,
        tiles: Sequence[Tile],
        on_choose: Callable[[str], None],
        *,
        unit: float = 0.0,
        row: float = 0.0,
    ) -> None:
        super().__init__(sizes)
        self._on_choose = on_choose
        self._tiles = tuple(tiles)
        self._unit = unit or sizes.lead * 9.5
        detailed = any(tile.detail for tile in self._tiles)
        self._least = round(row or max(sizes.target, sizes.lead * (4.2 if detailed else 2.8)))
        self._row = self._least

    @property
    def focused(self) -> Tile | None:
        """The tile that the keys would choose."""
        return None if self._focus is None else self._tiles[self._focus]

    def __len__(self) -> int:
        return len(self._tiles)

    @property
    def across(self) -> int:
        """How many columns there are."""
        return self._across

    def show(self, tiles: Sequence[Tile]) -> None:
        """Show other tiles, as many as before, from where the grid stands."""
        self._tiles = tuple(tiles)
        self._show_those_in_sight()

    def focus(self, index: int | None) -> None:
        """Put the frame around a tile, and bring it into sight; None hides it."""
        if index == self._focus:
            return
        self._focus = index
        if index is not None:
            self._reveal(index, self._sizes.gap / 2)
        self._show_those_in_sight()

    def tap(self) -> None:
        """Choose what the frame stands on."""
        if self.focused is not None:
            self._on_choose(self.focused.id)

    def arrange(self) -> None:
        """Work out the columns, and show what is in sight."""
        gap = self._sizes.gap
        count = max(1, len(self._tiles))
        fit = min(count, max(1, int((self.width + gap) / (self._unit + gap))))
        rows = ceil(count / fit)
        # Where there are few, they are larger: nobody has to aim.
        share = int(self.height / rows - gap)
        row = max(self._least, min(share, round(self._least * 1.7)))
        self._lay_out(ceil(count / rows), row)

    def _count(self) -> int:
        return len(self._tiles)

    def _make(self) -> TileView:
        return TileView(self._sizes, self._on_choose)

    def _fill(self, view: TileView, index: int) -> None:
        view.show(self._tiles[index])
