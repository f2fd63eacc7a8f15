"""The paper of a report: one A4 page, its type, and its small plots.

Nobody loads this before a report is wanted. Lengths are points, y upwards from the lower edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

Point: TypeAlias = tuple[float, float]

WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 40.0
INNER = WIDTH - 2 * MARGIN
INK = "#1E2A33"
QUIET = "#3F4B55"
LINE = "#D8D2C5"
ACCENT = "#0A4F4C"
AMBER = "#8A5A00"
RED = "#B3201B"
_LEADING = 1.28
_SMALLEST = 6.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page: its left and lower edges, its width and height."""

    left: float
    low: float
    width: float
    high: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.low + self.high

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width


@cache
def _fonts() -> tuple[str, str]:
    """The names of the regular and the bold face, embedded where they are installed."""
    spec = find_spec("fontpkg_atkinson_hyperlegible")
    folders = (spec.submodule_search_locations if spec is not None else None) or ()
    for folder in folders:
        try:
            for face in ("Regular", "Bold"):
                file = Path(folder) / "files" / f"AtkinsonHyperlegible-{face}.ttf"
                pdfmetrics.registerFont(TTFont(f"Groundwork-{face}", str(file)))
        except (TTFError, OSError):
            continue
        return "Groundwork-Regular", "Groundwork-Bold"
    return "Helvetica", "Helvetica-Bold"


class Sheet:
    """One page being drawn.

    Args:
        file: Where the PDF is written, opened for bytes.
        title: The document's title, as a reader's window shows it.
        language: The tag of the language it is in, for whoever reads it aloud.
    """

    def __init__(self, file: Any, title: str, language: str) -> None:
        self._regular, self._bold = _fonts()
        # The same report is the same file, byte for byte.
        self._canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=1, lang=language)
        self._canvas.setTitle(title)
        self._canvas.setCreator("Groundwork")

    def finish(self) -> None:
        """Write the page out."""
        self._canvas.showPage()
        self._canvas.save()

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a line is."""
        return float(pdfmetrics.stringWidth(text, self._face(bold=bold), size))

    def text(
        self,
        at: Point,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        across: str = "left",
    ) -> None:
        """Write a line, its foot at a place that is its left, middle or right."""
        self._canvas.setFont(self._face(bold=bold), size)
        self._canvas.setFillColor(HexColor(colour))
        draw = {
            "left": self._canvas.drawString,
            "centre": self._canvas.drawCentredString,
            "right": self._canvas.drawRightString,
        }[across]
        draw(*at, text)

    def fitted(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """The size, at most `size`, at which a text is one line; never below the smallest."""
        wide = self.width_of(text, size, bold=bold)
        return size if wide <= width else max(_SMALLEST, size * width / wide)

    def shortened(self, text: str, size: float, width: float) -> str:
        """A text as one line, with an ellipsis where it is too wide."""
        if self.width_of(text, size) <= width:
            return text
        while text and self.width_of(f"{text}…", size) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def wrapped(self, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
        """A text in lines that fit a width; a word that is longer than a line is broken."""
        lines: list[str] = []
        line = ""
        for word in text.split():
            joined = f"{line} {word}" if line else word
            if self.width_of(joined, size, bold=bold) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            line = word
            while self.width_of(line, size, bold=bold) > width and len(line) > 1:
                cut = 1
                while self.width_of(line[: cut + 1], size, bold=bold) <= width:
                    cut += 1
                lines.append(line[:cut])
                line = line[cut:]
        return [*lines, line] if line else lines

    def paragraph(
        self,
        left: float,
        top: float,
        width: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
    ) -> float:
        """Write a text in lines from a height downwards; return where it ends."""
        for line in self.wrapped(text, size, width, bold=bold):
            top -= size * _LEADING
            self.text((left, top + size * 0.28), line, size, bold=bold, colour=colour)
        return top

    def squeezed(
        self,
        left: float,
        top: float,
        width: float,
        text: str,
        size: float,
        *,
        most: float,
        bold: bool = False,
        colour: str = INK,
    ) -> float:
        """Write a text no higher than `most`: smaller, and at last with an ellipsis."""
        while size > _SMALLEST and self.height_of(text, size, width, bold=bold) > most:
            size -= 0.5
        lines = self.wrapped(text, size, width, bold=bold)
        room = max(1, int(most / (size * _LEADING) + 0.01))
        if len(lines) > room:
            last = lines[room - 1]
            while last and self.width_of(f"{last}…", size, bold=bold) > width:
                last = last[:-1]
            lines = [*lines[: room - 1], f"{last}…"]
        return self.paragraph(left, top, width, " ".join(lines), size, bold=bold, colour=colour)

    def height_of(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """How high `paragraph` makes a text."""
        return len(self.wrapped(text, size, width, bold=bold)) * size * _LEADING

    def rule(self, start: Point, end: Point, width: float = 0.6, colour: str = LINE) -> None:
        """Draw a line."""
        self.path((start, end), width=width, colour=colour)

    def path(
        self,
        points: Sequence[Point],
        *,
        width: float = 1.0,
        colour: str = ACCENT,
        dash: tuple[float, ...] = (),
    ) -> None:
        """Draw a line through points."""
        if len(points) < 2:
            return
        pen = self._canvas
        pen.saveState()
        pen.setStrokeColor(HexColor(colour))
        pen.setLineWidth(width)
        pen.setLineJoin(1)
        if dash:
            pen.setDash(*dash)
        path = pen.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        pen.drawPath(path, stroke=1, fill=0)
        pen.restoreState()

    def mark(self, shape: str, at: Point, radius: float, colour: str) -> None:
        """Draw a ``disc``, a ``ring``, a ``diamond`` or a ``cross``: told apart in grey, too."""
        pen = self._canvas
        (x, y), ink = at, HexColor(colour)
        pen.setFillColor(ink)
        pen.setStrokeColor(ink)
        pen.setLineWidth(radius * 0.6)
        if shape == "disc":
            pen.circle(x, y, radius, stroke=0, fill=1)
        elif shape == "ring":
            pen.setFillColor(HexColor("#FFFFFF"))
            pen.setLineWidth(radius * 0.5)
            pen.circle(x, y, radius * 0.85, stroke=1, fill=1)
        elif shape == "diamond":
            reach = radius * 1.3
            path = pen.beginPath()
            path.moveTo(x, y - reach)
            for corner in ((x + reach, y), (x, y + reach), (x - reach, y)):
                path.lineTo(*corner)
            path.close()
            pen.drawPath(path, stroke=0, fill=1)
        else:
            pen.line(x - radius, y - radius, x + radius, y + radius)
            pen.line(x - radius, y + radius, x + radius, y - radius)

    def _face(self, *, bold: bool) -> str:
        return self._bold if bold else self._regular
