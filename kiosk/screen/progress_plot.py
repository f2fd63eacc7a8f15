"""The progress plot: a line of steps with a shape for each day, drawn as one mesh."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from kivy.graphics import Color, Mesh

from kiosk.language import _
from kiosk.reception import Track
from kiosk.screen import dose_look, theme, words_dose
from kiosk.screen.figure import FEATHER_PX, paints
from kiosk.screen.figure_palette import PAINTS, Palette
from kiosk.screen.figure_shapes import Sketch, ellipse
from kiosk.screen.piece import Piece, Text
from kiosk.screen.progress_data import (
    GROUND,
    Shape,
    Span,
    Spot,
    day_ticks,
    lines,
    spots_of,
    top_of,
)
from kiosk.screen.theme import Sizes
from kiosk.skeleton import Point


def _palette() -> Palette:
    """The plot's paints, in the colours that are worn."""
    return Palette(
        good=theme.hex_of(dose_look.MARKS["green"]),
        furniture=theme.hex_of(dose_look.MARKS["amber"]),
        accent=theme.hex_of(dose_look.MARKS["red"]),
        ink=theme.hex_of(dose_look.MARKS["rest"]),
        floor=theme.hex_of(theme.LINE),
        trousers=theme.hex_of(theme.QUIET),
        paper=theme.hex_of(theme.CARD),
    )


_PAINTS = {
    Shape.LONGER: "good",
    Shape.SAME: "good",
    Shape.AMBER: "furniture",
    Shape.RED: "accent",
    Shape.REST: "ink",
    Shape.REFUSED: "ink",
}


class Drawn(Piece):
    """A mesh of soft-edged shapes, in pixels of the page."""

    def __init__(self) -> None:
        super().__init__()
        with self.canvas:
            Color(1, 1, 1, 1)
            self._mesh = Mesh(mode="triangles")

    def show(self, sketch: Sketch) -> None:
        """Draw it."""
        self._mesh.texture = paints(_palette())
        self._mesh.vertices = sketch.vertices(FEATHER_PX) if sketch.size else []
        self._mesh.indices = sketch.indices


def draw_shape(sketch: Sketch, shape: Shape, at: Point, radius: float) -> None:
    """Draw the mark of a day."""
    x, y = at
    paint = _PAINTS[shape]
    if shape is Shape.SAME:
        sketch.disc(paint, at, radius * 0.8)
    elif shape is Shape.LONGER:
        wide = radius * 1.25
        sketch.blob(paint, [(x - wide, y - radius), (x + wide, y - radius), (x, y + radius * 1.4)])
    elif shape is Shape.AMBER:
        reach = radius * 1.2
        sketch.blob(paint, [(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)])
    elif shape is Shape.RED:
        for way in (1, -1):
            ends = [
                (x - radius, y - way * radius),
                (x + radius, y + way * radius),
            ]
            sketch.ribbon(paint, ends, [radius * 0.42] * 2)
    elif shape is Shape.REST:
        for way in (1, -1):
            middle = x + way * radius * 0.5
            sketch.slab(
                paint,
                (middle - radius * 0.28, y - radius, middle + radius * 0.28, y + radius),
                radius * 0.2,
            )
    else:
        sketch.blob(paint, ellipse(at, (radius, radius)))
        sketch.blob("paper", ellipse(at, (radius * 0.55, radius * 0.55)))


class Plot(Piece):
    """One track's days.

    Attributes:
        spots: The marks that are shown.
        places: Where each of them is, in pixels.
        days: The labels under the plot; `values` those beside it.
    """

    def __init__(self, track: Track, span: Span, sizes: Sizes) -> None:
        super().__init__()
        self.spots = spots_of(track, span)
        self.places: tuple[Point, ...] = ()
        self.days: list[Text] = []
        self.values: list[Text] = []
        self._track, self._span, self._sizes = track, span, sizes
        self._top = top_of(track)
        self._drawn = Drawn()
        self.add_widget(self._drawn)

    def arrange(self) -> None:
        """Lines and labels, then the steps, then the marks."""
        for text in (*self.days, *self.values):
            self.remove_widget(text)
        self.days, self.values = [], []
        small = self._sizes.small
        if self.width < 4 * small or self.height < 3 * small:
            self._drawn.show(Sketch(PAINTS))
            return
        named = self._label(words_dose.amount(self._top, self._track.unit))
        across = named.line_width() + small * 0.6
        line = small * 1.35
        left, right = self.x + across, self.x + self.width
        low, high = self.y + line * 1.25, self.top - line / 2
        sketch = Sketch(PAINTS)
        most = int((high - low) / (line * 1.05)) + 1
        values = lines(self._top, most)
        for value in values:
            y = low + (high - low) * value / self._top
            sketch.slab("floor", (left, y - 0.6, right, y + 0.6), 0.5)
            # The unit stands once, with the highest.
            said = words_dose.amount(value, self._track.unit) if value == values[-1] else str(value)
            self._name_value(said, y, across, line)
        pitch = (right - left) / self._span.count
        self._name_days(left, right, pitch, line)
        ground = low + small * 0.45
        self.places = tuple(
            (
                left + (spot.day + 0.5) * pitch,
                ground if spot.shape in GROUND else low + (high - low) * spot.value / self._top,
            )
            for spot in self.spots
        )
        self._draw_steps(sketch, max(1.5, small * 0.11))
        radius = min(max(pitch * 0.5, small * 0.24), small * 0.42)
        for spot, place in zip(self.spots, self.places, strict=True):
            draw_shape(sketch, spot.shape, place, radius)
        self._drawn.show(sketch)

    def _draw_steps(self, sketch: Sketch, half: float) -> None:
        """A line that holds until the day that changes it."""
        done: list[tuple[Spot, Point]] = [
            pair
            for pair in zip(self.spots, self.places, strict=True)
            if pair[0].shape not in GROUND
        ]
        for (_one, (ax, ay)), (_other, (bx, by)) in pairwise(done):
            sketch.slab("trousers", (ax, ay - half, bx, ay + half), half)
            if by != ay:
                low, high = min(ay, by), max(ay, by)
                sketch.slab("trousers", (bx - half, low - half, bx + half, high + half), half)

    def _label(self, text: str) -> Text:
        return Text(
            text, sizes=self._sizes.steps(self._sizes.small), colour=theme.QUIET, across="center"
        )

    def _name_value(self, text: str, y: float, across: float, line: float) -> None:
        label = self._label(text)
        self.values.append(label)
        self.add_widget(label)
        label.place(self.x, y - line / 2, across, line)

    def _name_days(self, left: float, right: float, pitch: float, line: float) -> None:
        span = self._span
        widest = max(
            self._label(words_dose.day(12, 28)).line_width(),
            self._label(_(words_dose.TODAY)).line_width(),
        )
        room = widest + self._sizes.small * 1.2
        for at in day_ticks(span.count, pitch, room):
            day = span.first + timedelta(days=at)
            today = at == span.count - 1
            label = self._label(
                _(words_dose.TODAY) if today else words_dose.day(day.month, day.day)
            )
            wide = label.line_width() + 2
            middle = left + (at + 0.5) * pitch
            x = min(max(middle - wide / 2, self.x), right - wide)
            if self.days and x + wide + self._sizes.small * 0.3 > self.days[-1].x:
                continue
            self.days.append(label)
            self.add_widget(label)
            label.place(x, self.y, wide, line)
