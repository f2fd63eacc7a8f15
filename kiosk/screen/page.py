"""What every page is, and the parts that several pages share."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.screen import theme
from kiosk.screen.keys import Key
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Colour, Sizes


class Page(Piece):
    """A whole screen. It is made for one set of sizes and made anew when they change."""

    name = ""
    """What tests and the log call it."""
    dark = False
    """Whether it is drawn in the colours of the night."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes

    def tick(self) -> None:
        """A frame has come while a session plays."""

    def progress(self, done: int, of: int) -> None:
        """A session that is being prepared is so far."""

    def key(self, key: Key) -> None:
        """Somebody pressed a key."""

    def learns(self, code: int) -> bool:
        """Take a key by its number, where the page learns one; say whether it did."""
        del code
        return False

    def left(self) -> None:
        """Another page takes its place."""

    def typed(self, character: str) -> bool:
        """Take what a keyboard types, where the page writes; a backspace takes the last away."""
        del character
        return False

    def add(self, *pieces: Piece) -> None:
        """Put pieces on the page, the first lowest."""
        for piece in pieces:
            self.add_widget(piece)


class Column(Piece):
    """Pieces under one another, each as high as it needs to be."""

    def __init__(self, gap: float) -> None:
        super().__init__()
        self._gap = gap
        self._rows: list[Row] = []

    def fill(self, rows: Sequence[Row]) -> None:
        """Take other rows."""
        self.clear_widgets()
        self._rows = list(rows)
        for row in self._rows:
            self.add_widget(row)

    def height_for(self, width: float) -> float:
        """How high the column is at a width."""
        heights = [row.height_for(width) + row.above for row in self._rows]
        return sum(heights) + self._gap * max(0, len(heights) - 1)

    def arrange(self) -> None:
        """Place the rows from the top."""
        top = self.top
        for row in self._rows:
            height = row.height_for(self.width)
            top -= row.above
            row.place(self.x, top - height, self.width, height)
            top -= height + self._gap


class Row(Piece):
    """One row of a column.

    Attributes:
        above: Extra space over it.
    """

    def __init__(self, above: float = 0.0) -> None:
        super().__init__()
        self.above = above

    def height_for(self, width: float) -> float:
        """How high it needs to be at a width."""
        raise NotImplementedError


class Paragraph(Row):
    """A text that wraps."""

    def __init__(
        self,
        text: str,
        sizes: Sizes,
        *,
        size: float,
        colour: Colour = theme.INK,
        bold: bool = False,
        above: float = 0.0,
    ) -> None:
        super().__init__(above)
        self.label = Text(text, sizes=sizes.steps(size), colour=colour, bold=bold, down="top")
        self.add_widget(self.label)

    def height_for(self, width: float) -> float:
        """As high as its lines."""
        return self.label.height_for(width)

    def arrange(self) -> None:
        """Fill the row."""
        self.label.place(*self.pos, *self.size)


class Notice(Row):
    """A text on a ground that asks for attention without alarm."""

    def __init__(
        self, text: str, sizes: Sizes, *, size: float = 0.0, heading: str = "", above: float = 0.0
    ) -> None:
        super().__init__(above)
        self._inset = sizes.gap
        self._space = sizes.gap * 0.3 if heading else 0.0
        self._panel = Panel(
            colour=theme.WARNING_GROUND,
            radius=sizes.radius * 0.7,
            border=theme.EDGE,
            line=sizes.line,
        )
        steps = sizes.steps(size or sizes.body)
        self.heading = Text(heading, sizes=steps, colour=theme.WARNING_INK, bold=True, down="top")
        self.label = Text(text, sizes=steps, colour=theme.WARNING_INK)
        for piece in (self._panel, self.heading, self.label):
            self.add_widget(piece)

    @property
    def text(self) -> str:
        """What it says."""
        return self.label.text

    def show(self, text: str) -> None:
        """Say something else."""
        self.label.show(text)

    def height_for(self, width: float) -> float:
        """As high as its lines, with room around them."""
        inner = width - 2 * self._inset
        lines = self.heading.height_for(inner) + self.label.height_for(inner)
        return lines + self._space + 1.5 * self._inset

    def arrange(self) -> None:
        """Fill the row."""
        self._panel.place(*self.pos, *self.size)
        inset, inner = self._inset, self.width - 2 * self._inset
        head = self.heading.height_for(inner)
        head = min(head, self.height / 2)
        pad = min(0.75 * inset, self.height * 0.12)
        self.heading.place(self.x + inset, self.top - pad - head, inner, head)
        below = self.height - 2 * pad - head - self._space
        self.label.place(self.x + inset, self.y + pad, inner, below)
