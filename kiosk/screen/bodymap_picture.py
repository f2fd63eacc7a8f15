"""The back on the screen: one mesh for the body, one for where the chosen point is felt."""

from __future__ import annotations

from functools import cache

from kivy.graphics import (
    Color,
    Mesh,
    PopMatrix,
    PushMatrix,
    Rectangle,
    Scale,
    StencilPop,
    StencilPush,
    StencilUnUse,
    StencilUse,
    Translate,
)

from kiosk.language import _
from kiosk.screen import bodymap_data as data
from kiosk.screen import theme, words_dose
from kiosk.screen.dose_look import Look
from kiosk.screen.figure import FEATHER_PX, paints
from kiosk.screen.figure_palette import PAINTS
from kiosk.screen.figure_shapes import Sketch
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Sizes
from kiosk.skeleton import Point


class BodyPicture(Piece):
    """A back, as large as its box allows, with L and R beside it.

    Attributes:
        chosen: The point whose area is shown, or empty.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.chosen = ""
        self._scale_now = 1.0
        self._panel = Panel(colour=theme.LISTEN.wash, radius=sizes.radius)
        self.add_widget(self._panel)
        self._body, self._area = _Drawing(), _Drawing()
        self._clip = _Clip()
        self._clip.add_widget(self._body)
        self._clip.add_widget(self._area)
        self.add_widget(self._clip)
        letters = sizes.steps(sizes.title)
        self.letter_left = Text(_(words_dose.LEFT), sizes=letters, bold=True, across="center")
        self.letter_right = Text(_(words_dose.RIGHT), sizes=letters, bold=True, across="center")
        self._letter = sizes.title * 1.3
        self.add_widget(self.letter_left)
        self.add_widget(self.letter_right)

    def choose(self, point: str) -> None:
        """Show where a point is felt; none for an empty one."""
        if point != self.chosen:
            self.chosen = point
            self.again()

    def spot(self, point: str) -> Point:
        """Where a point is on the page, in pixels."""
        x, y = data.place(point)
        left, bottom, right, top = data.STAGE
        return (
            self.center_x + (x - (left + right) / 2) * self._scale_now,
            self.center_y + (y - (bottom + top) / 2) * self._scale_now,
        )

    def arrange(self) -> None:
        """The body from the upper edge to the lower, the letters in the upper corners."""
        left, bottom, right, top = data.STAGE
        self._scale_now = min(self.width / (right - left), self.height / (top - bottom))
        self._panel.place(*self.pos, *self.size)
        self._clip.place(*self.pos, *self.size)
        middle = (left + right) / 2, (bottom + top) / 2
        at = (
            self.center_x - middle[0] * self._scale_now,
            self.center_y - middle[1] * self._scale_now,
        )
        self._body.show(_back(), at, self._scale_now)
        self._area.show(_felt(self.chosen) if self.chosen else None, at, self._scale_now)
        # What the body leaves free at its widest rib.
        side, high = max(self.width * 0.115, self._letter * 0.6), self._letter
        self.letter_left.place(self.x, self.top - high, side, high)
        self.letter_right.place(self.right - side, self.top - high, side, high)


class _Clip(Piece):
    """Shows nothing outside its box: the body runs on over the edges of the picture."""

    def __init__(self) -> None:
        super().__init__()
        with self.canvas.before:
            StencilPush()
            self._mask = Rectangle()
            StencilUse()
        with self.canvas.after:
            StencilUnUse()
            self._unmask = Rectangle()
            StencilPop()

    def arrange(self) -> None:
        """Fit the clip."""
        for mask in (self._mask, self._unmask):
            mask.pos, mask.size = self.pos, self.size


class _Drawing(Piece):
    """One mesh of soft-edged shapes."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Sketch | None, float] = (None, 0.0)
        with self.canvas:
            Color(1, 1, 1, 1)
            PushMatrix()
            self._move = Translate(0, 0)
            self._scale = Scale(1, 1, 1)
            self._mesh = Mesh(mode="triangles")
            PopMatrix()

    def show(self, sketch: Sketch | None, at: Point, scale: float) -> None:
        """Draw a sketch about a place, so many pixels a centimetre."""
        self._move.xy = at
        self._scale.xyz = (scale, scale, 1)
        if (sketch, scale) == self._shown or scale <= 0:
            return
        self._shown = sketch, scale
        self._mesh.texture = paints(data.PALETTES[theme.look()])
        self._mesh.vertices = sketch.vertices(FEATHER_PX / scale) if sketch is not None else []
        self._mesh.indices = sketch.indices if sketch is not None else []


class Marker(Piece):
    """A point on the body: the sign of how it is, on a disc."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._rim = Panel(colour=theme.CARD, radius=10_000)
        self._disc = Panel(colour=look.ink, radius=10_000)
        self._sign = Sign(look.sign, theme.CARD)
        for piece in (self._rim, self._disc, self._sign):
            self.add_widget(piece)

    def arrange(self) -> None:
        """A rim, the disc, the sign."""
        self._rim.place(*self.pos, *self.size)
        line = max(2.0, self.width * 0.08)
        self._disc.place(
            self.x + line, self.y + line, self.width - 2 * line, self.height - 2 * line
        )
        inset = self.width * 0.27
        self._sign.place(
            self.x + inset, self.y + inset, self.width - 2 * inset, self.height - 2 * inset
        )


class Leaders(Piece):
    """Lines from the labels to their points."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing = _Drawing()
        self.add_widget(self._drawing)

    def draw(self, lines: list[tuple[Point, Point]], width: float) -> None:
        """Draw these lines, in pixels of the page."""
        sketch = Sketch(PAINTS)
        for line in lines:
            sketch.stroke("rim", line, width * 2.4)
        for line in lines:
            sketch.stroke("ink", line, width)
        self._drawing.show(sketch, (0.0, 0.0), 1.0)


@cache
def _back() -> Sketch:
    sketch = Sketch(PAINTS)
    data.draw_back(sketch)
    return sketch


@cache
def _felt(point: str) -> Sketch:
    sketch = Sketch(PAINTS)
    data.draw_areas(sketch, point)
    return sketch
