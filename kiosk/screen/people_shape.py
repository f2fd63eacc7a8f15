"""The shapes beside people's names, and the faces beside numbers: colour is never the only sign."""

from __future__ import annotations

from math import cos, pi, sin

from kivy.graphics import Color, Mesh, SmoothEllipse, SmoothLine

from kiosk.screen import theme
from kiosk.screen.piece import Piece
from kiosk.screen.theme import Colour, rgba


def _regular(corners: int, turn: float, inner: float = 1.0) -> tuple[tuple[float, float], ...]:
    """A polygon about the origin in a circle of 1; every second corner at `inner`."""
    points = []
    for at in range(corners):
        angle = turn + 2 * pi * at / corners
        reach = inner if at % 2 else 1.0
        points.append((reach * cos(angle), reach * sin(angle)))
    return tuple(points)


_POLYGONS = {
    "square": _regular(4, pi / 4),
    "triangle": _regular(3, pi / 2),
    "diamond": _regular(4, pi / 2),
    "star": _regular(10, pi / 2, 0.45),
    "hexagon": _regular(6, 0.0),
}

SHAPES = ("circle", *_POLYGONS)
"""Every shape that can be drawn; any other name is drawn as a circle."""


class Shape(Piece):
    """A person's shape in their colour, with an outline that stands out from any ground."""

    def __init__(self) -> None:
        super().__init__()
        self.shape = ""
        self.colour: Colour = theme.LISTEN.ink

    def show(self, shape: str, colour: Colour) -> None:
        """Become another shape; none for an empty name."""
        if (shape, colour) != (self.shape, self.colour):
            self.shape, self.colour = shape, colour
            self.again()

    def arrange(self) -> None:
        """Draw it in the middle of the box."""
        self.canvas.clear()
        size = min(self.size)
        if not self.shape or size < 4:
            return
        line = max(1.2, size * 0.028)
        radius = size / 2 - 2 * line
        x, y = self.center
        polygon = _POLYGONS.get(self.shape)
        with self.canvas:
            if polygon is None:
                Color(*rgba(theme.INK))
                _disc(x, y, radius + line)
                Color(*rgba(self.colour))
                _disc(x, y, radius - line)
                return
            points = [(x + radius * across, y + radius * up) for across, up in polygon]
            corners = [value for point in (self.center, *points, points[0]) for value in point]
            vertices = [
                value
                for at in range(0, len(corners), 2)
                for value in (*corners[at : at + 2], 0.0, 0.0)
            ]
            Color(*rgba(self.colour))
            Mesh(vertices=vertices, indices=list(range(len(corners) // 2)), mode="triangle_fan")
            Color(*rgba(theme.INK))
            SmoothLine(points=corners[2:-2], width=line, close=True)


def _disc(x: float, y: float, radius: float) -> None:
    SmoothEllipse(pos=(x - radius, y - radius), size=(2 * radius, 2 * radius))


class Mien(Piece):
    """A simple face, from content at 0 to in great pain at 10."""

    def __init__(self, level: int, ink: Colour, ground: Colour) -> None:
        super().__init__()
        self._level = level
        self._ink = ink
        self._ground = ground

    def arrange(self) -> None:
        """Draw it in the middle of the box."""
        self.canvas.clear()
        size = min(self.size)
        if size < 12:
            return
        x, y = self.center
        radius = size / 2 - 1
        line = max(1.2, size * 0.035)
        # A mouth that bends from up to down, and brows that come in as it grows worse.
        bend = 0.26 - 0.052 * self._level
        with self.canvas:
            Color(*rgba(self._ink))
            _disc(x, y, radius)
            Color(*rgba(self._ground))
            _disc(x, y, radius - 2 * line)
            Color(*rgba(self._ink))
            for side in (-1, 1):
                _disc(x + side * radius * 0.36, y + radius * 0.2, max(1.5, radius * 0.1))
                if self._level >= 4:
                    drop = 0.02 * (self._level - 3)
                    SmoothLine(
                        points=[
                            x + side * radius * 0.58,
                            y + radius * (0.5 - drop),
                            x + side * radius * 0.2,
                            y + radius * (0.5 + drop / 2),
                        ],
                        width=line,
                    )
            mouth = []
            for at in range(13):
                across = at / 6 - 1
                low = y - radius * 0.4 + radius * bend * (2 * across * across - 1)
                mouth += [x + radius * 0.46 * across, low]
            SmoothLine(points=mouth, width=line)
