"""What is drawn besides text, figures and the ring: panels, bars, dots and signs."""

from __future__ import annotations

from kivy.graphics import (
    Color,
    PopMatrix,
    PushMatrix,
    Rotate,
    SmoothEllipse,
    SmoothRoundedRectangle,
    SmoothTriangle,
)

from kiosk.screen.piece import Piece
from kiosk.screen.theme import CARD, LINE, Colour, rgba


class Panel(Piece):
    """A rounded ground, with a border where one is wanted."""

    def __init__(
        self,
        *,
        colour: Colour = CARD,
        radius: float,
        border: Colour | None = None,
        line: float = 1.0,
    ) -> None:
        super().__init__()
        self.colour = colour
        self._radius = radius
        self._line = line if border is not None else 0.0
        with self.canvas:
            self._edge_colour = Color(*rgba(border or colour))
            self._edge = SmoothRoundedRectangle(radius=[radius])
            self._fill_colour = Color(*rgba(colour))
            self._fill = SmoothRoundedRectangle(radius=[max(0.0, radius - self._line)])

    def paint(self, colour: Colour, border: Colour | None = None) -> None:
        """Change the colours."""
        if colour != self.colour:
            self.colour = colour
            self._fill_colour.rgb = rgba(colour)[:3]
        self._edge_colour.rgb = rgba(border or colour)[:3]

    def arrange(self) -> None:
        """Fill the box; a panel of no size is not drawn at all."""
        line = self._line
        there = 1.0 if min(self.size) > 2 * line else 0.0
        self._edge_colour.a = self._fill_colour.a = there
        if not there:
            return
        radius = min(self._radius, self.width / 2, self.height / 2)
        self._edge.radius = [radius]
        self._edge.pos, self._edge.size = self.pos, self.size
        self._fill.radius = [max(0.0, radius - line)]
        self._fill.pos = self.x + line, self.y + line
        self._fill.size = max(0, self.width - 2 * line), max(0, self.height - 2 * line)


class Frame(Piece):
    """The frame around what the keys would open: a border outside its box, nothing inside."""

    def __init__(self, colour: Colour, *, radius: float, line: float) -> None:
        super().__init__()
        self._panel = Panel(colour=colour, radius=radius + line)
        self._line = line
        self.add_widget(self._panel)

    def arrange(self) -> None:
        """Stand out from the box by the frame's width."""
        line = self._line
        self._panel.place(
            self.x - line, self.y - line, self.width + 2 * line, self.height + 2 * line
        )


class Bar(Piece):
    """A bar that fills from left to right."""

    def __init__(self, colour: Colour) -> None:
        super().__init__()
        self.share = 0.0
        with self.canvas:
            Color(*rgba(LINE))
            self._track = SmoothRoundedRectangle()
            Color(*rgba(colour))
            self._fill = SmoothRoundedRectangle()

    def show(self, share: float) -> None:
        """Show a share from 0 to 1; less than half a pixel's change is not drawn."""
        share = min(1.0, max(0.0, share))
        moved = abs(share - self.share) * max(1, self.width)
        if moved >= 0.5 or (moved and share in {0.0, 1.0}):
            self.share = share
            self._draw_fill()

    def arrange(self) -> None:
        """Draw the track."""
        self._track.radius = self._fill.radius = [self.height / 2]
        self._track.pos, self._track.size = self.pos, self.size
        self._draw_fill()

    def _draw_fill(self) -> None:
        width = self.width * self.share
        self._fill.pos = self.pos
        self._fill.size = (max(width, self.height), self.height) if width > 0 else (0, 0)


class Dots(Piece):
    """Rounds as dots: done and present ones filled, the present one larger."""

    most = 16
    """More rounds than this are left to the words beside the dots."""

    def __init__(self) -> None:
        super().__init__()
        self._state: tuple[int, int, Colour] = (0, 0, LINE)

    @property
    def state(self) -> tuple[int, int]:
        """The round and how many there are."""
        return self._state[:2]

    @property
    def drawn(self) -> bool:
        """Whether there are any."""
        return 1 < self._state[1] <= self.most

    def show(self, number: int, of: int, ink: Colour) -> None:
        """Show round `number` of `of`; none for 0 of 0."""
        if (number, of, ink) != self._state:
            self._state = number, of, ink
            self.again()

    def arrange(self) -> None:
        """Draw the dots from the right edge."""
        number, of, ink = self._state
        self.canvas.clear()
        if not self.drawn or self.width < 1:
            return
        pitch = min(self.height, self.width / of)
        left = self.right - pitch * of
        with self.canvas:
            for each in range(1, of + 1):
                share = 0.78 if each == number else 0.5
                Color(*rgba(ink if each <= number else LINE))
                size = pitch * share
                x = left + pitch * (each - 0.5) - size / 2
                SmoothEllipse(pos=(x, self.center_y - size / 2), size=(size, size))


class Sign(Piece):
    """A drawn sign: ``pause``, ``play``, ``next``, ``back``, ``stop``, ``home``, ``check``..."""

    def __init__(self, name: str, colour: Colour) -> None:
        super().__init__()
        self.name = name
        self._paint = colour

    def show(self, name: str, colour: Colour | None = None) -> None:
        """Show another sign, or the same in another colour."""
        wanted = name, colour or self._paint
        if wanted != (self.name, self._paint):
            self.name, self._paint = wanted
            self.again()

    def arrange(self) -> None:
        """Draw it in the middle of the box."""
        self.canvas.clear()
        if not self.name:
            return
        size = min(self.size)
        x, y = self.center_x - size / 2, self.center_y - size / 2
        with self.canvas:
            Color(*rgba(self._paint))
            for part in _SIGNS[self.name]:
                _draw(part, x, y, size)


_SIGNS: dict[str, tuple[tuple[float, ...], ...]] = {
    # Four numbers are a rounded bar: left, bottom, width, height; a fifth turns it by degrees.
    # Six numbers are a triangle. All in shares of the sign's size.
    "pause": ((0.2, 0.14, 0.2, 0.72), (0.6, 0.14, 0.2, 0.72)),
    "play": ((0.26, 0.1, 0.26, 0.9, 0.9, 0.5),),
    "next": ((0.14, 0.14, 0.14, 0.86, 0.7, 0.5), (0.72, 0.14, 0.14, 0.72)),
    "back": ((0.86, 0.14, 0.86, 0.86, 0.3, 0.5), (0.14, 0.14, 0.14, 0.72)),
    "stop": ((0.18, 0.18, 0.64, 0.64),),
    "home": ((0.04, 0.5, 0.96, 0.5, 0.5, 0.94), (0.2, 0.1, 0.6, 0.44)),
    "check": ((0.08, 0.28, 0.42, 0.15, -45.0), (0.26, 0.42, 0.74, 0.15, 51.0)),
    "close": ((0.05, 0.42, 0.9, 0.16, 45.0), (0.05, 0.42, 0.9, 0.16, -45.0)),
    "attention": ((0.42, 0.36, 0.16, 0.54), (0.42, 0.1, 0.16, 0.16)),
    # An hourglass: it takes time.
    "rest": (
        (0.14, 0.86, 0.72, 0.12),
        (0.14, 0.02, 0.72, 0.12),
        (0.2, 0.84, 0.8, 0.84, 0.5, 0.44),
        (0.2, 0.16, 0.8, 0.16, 0.5, 0.56),
    ),
    "up": ((0.08, 0.42, 0.92, 0.42, 0.5, 0.94), (0.38, 0.06, 0.24, 0.4)),
    "down": ((0.08, 0.58, 0.92, 0.58, 0.5, 0.06), (0.38, 0.54, 0.24, 0.4)),
    "same": ((0.1, 0.6, 0.8, 0.16), (0.1, 0.24, 0.8, 0.16)),
    "plus": ((0.42, 0.1, 0.16, 0.8), (0.1, 0.42, 0.8, 0.16)),
    "erase": ((0.36, 0.14, 0.36, 0.86, 0.02, 0.5), (0.34, 0.4, 0.62, 0.2)),
    "person": ((0.32, 0.54, 0.36, 0.4), (0.14, 0.06, 0.72, 0.42)),
    "microphone": (
        (0.36, 0.4, 0.28, 0.56),
        (0.16, 0.42, 0.1, 0.2),
        (0.74, 0.42, 0.1, 0.2),
        (0.2, 0.28, 0.6, 0.1),
        (0.45, 0.04, 0.1, 0.28),
        (0.28, 0.02, 0.44, 0.09),
    ),
    "lock": (
        (0.16, 0.06, 0.68, 0.5),
        (0.26, 0.5, 0.12, 0.38),
        (0.62, 0.5, 0.12, 0.38),
        (0.26, 0.8, 0.48, 0.13),
    ),
    "sliders": (
        (0.06, 0.75, 0.88, 0.1),
        (0.06, 0.45, 0.88, 0.1),
        (0.06, 0.15, 0.88, 0.1),
        (0.6, 0.66, 0.16, 0.28),
        (0.2, 0.36, 0.16, 0.28),
        (0.48, 0.06, 0.16, 0.28),
    ),
    # A small i.
    "letter": ((0.4, 0.06, 0.2, 0.56), (0.4, 0.74, 0.2, 0.2)),
    "list": ((0.1, 0.7, 0.8, 0.14), (0.1, 0.43, 0.8, 0.14), (0.1, 0.16, 0.8, 0.14)),
    "star": (
        (0.500, 0.960, 0.700, 0.395, 0.300, 0.395),
        (0.976, 0.615, 0.500, 0.250, 0.377, 0.630),
        (0.794, 0.055, 0.300, 0.395, 0.623, 0.630),
        (0.206, 0.055, 0.377, 0.630, 0.700, 0.395),
        (0.024, 0.615, 0.623, 0.630, 0.500, 0.250),
    ),
    # A block, a ball and a cane: what somebody has here.
    "things": (
        (0.04, 0.06, 0.46, 0.32),
        (0.58, 0.06, 0.38, 0.38),
        (0.1, 0.56, 0.8, 0.13, 24.0),
    ),
    # A dumbbell, a pull to both sides, a press onto a ground, two feet, a thermometer, a tall seat.
    "strengthen": ((0.06, 0.2, 0.2, 0.6), (0.74, 0.2, 0.2, 0.6), (0.2, 0.42, 0.6, 0.16)),
    "stretch": (
        (0.3, 0.18, 0.3, 0.82, 0.0, 0.5),
        (0.7, 0.18, 0.7, 0.82, 1.0, 0.5),
        (0.2, 0.43, 0.6, 0.14),
    ),
    "massage": (
        (0.18, 0.54, 0.82, 0.54, 0.5, 0.2),
        (0.4, 0.5, 0.2, 0.46),
        (0.06, 0.04, 0.88, 0.14),
    ),
    "walk": (
        (0.14, 0.04, 0.26, 0.14),
        (0.14, 0.22, 0.26, 0.42),
        (0.6, 0.32, 0.26, 0.14),
        (0.6, 0.5, 0.26, 0.42),
    ),
    "warmth": (
        (0.4, 0.24, 0.2, 0.74),
        (0.28, 0.02, 0.44, 0.42),
        (0.68, 0.6, 0.2, 0.1),
        (0.68, 0.8, 0.2, 0.1),
    ),
    "posture": (
        (0.3, 0.74, 0.24, 0.24),
        (0.32, 0.26, 0.2, 0.46),
        (0.32, 0.26, 0.48, 0.18),
        (0.64, 0.02, 0.16, 0.36),
        (0.1, 0.02, 0.12, 0.7),
        (0.1, 0.1, 0.5, 0.1),
    ),
    "voice": (
        (0.08, 0.38, 0.1, 0.24),
        (0.26, 0.24, 0.1, 0.52),
        (0.45, 0.1, 0.1, 0.8),
        (0.64, 0.26, 0.1, 0.48),
        (0.82, 0.36, 0.1, 0.28),
    ),
}

SIGNS = frozenset(_SIGNS)
"""The names of all signs."""


def _draw(part: tuple[float, ...], x: float, y: float, size: float) -> None:
    if len(part) == 6:
        corners = [(x, y)[at % 2] + share * size for at, share in enumerate(part)]
        SmoothTriangle(points=corners)
        return
    left, low, width, height = (share * size for share in part[:4])
    turned = len(part) == 5
    if turned:
        PushMatrix()
        Rotate(angle=part[4], origin=(x + left + width / 2, y + low + height / 2))
    SmoothRoundedRectangle(
        pos=(x + left, y + low), size=(width, height), radius=[min(width, height) * 0.3]
    )
    if turned:
        PopMatrix()
