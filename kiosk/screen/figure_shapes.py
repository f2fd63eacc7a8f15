"""Soft-edged shapes: outlines and fills that become one mesh.

Antialiasing without multisampling: each outline vertex is doubled along its normal, one copy half
a feather inside with full alpha and one half a feather outside with none. A texture holds the ramp
of alpha along x and one paint a row, so a whole figure is one mesh and one draw call on Kivy's own
shader. The feather is a length in pixels, so `Sketch.vertices` is asked again when the scale
changes; all else is baked once. Nothing here imports kivy.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

from kiosk.screen.figure_flesh import MEDIUM, Flesh
from kiosk.skeleton import Point


@dataclass(frozen=True, slots=True)
class Frame:
    """A place and a direction to draw in: y along ``up`` (degrees), x to its right.

    Attributes:
        at: The origin.
        up: Where y points.
        hand: 1, or -1 when x goes to the left of ``up``.
    """

    at: Point
    up: float
    hand: int = 1

    def __call__(self, x: float, y: float) -> Point:
        """Place a point of this frame in the picture."""
        c, s = cos(radians(self.up)), sin(radians(self.up))
        x *= self.hand
        return self.at[0] + y * c + x * s, self.at[1] + y * s - x * c

    def line(self, points: Sequence[Point]) -> list[Point]:
        """Place each of some points."""
        return [self(x, y) for x, y in points]


class Sketch:
    """A growing list of filled shapes, painter's order, in one set of arrays."""

    def __init__(self, paints: Sequence[str], flesh: Flesh = MEDIUM) -> None:
        self.flesh = flesh
        self._marks: list[tuple[int, float]] = []
        self._rows = {paint: (row + 0.5) / len(paints) for row, paint in enumerate(paints)}
        self._xs = array("f")
        self._ys = array("f")
        self._nx = array("f")
        self._ny = array("f")
        self._us = array("f")
        self._vs = array("f")
        self.indices = array("H")
        self._flip = 1

    def turn_over(self) -> None:
        """From now on mirror what is drawn: bodies are built facing right."""
        self._flip = -self._flip

    def mark(self, sign: float) -> None:
        """From now on what is drawn is body and things (0), an arrow (1) or a glow (2)."""
        self._marks.append((len(self._xs), sign))

    def signs(self) -> "array[float]":
        """Give for each vertex what it was marked as."""
        out = array("f", bytes(4 * len(self._xs)))
        ends = [start for start, _ in self._marks[1:]] + [len(self._xs)]
        for (start, sign), end in zip(self._marks, ends, strict=True):
            out[start:end] = array("f", [sign]) * (end - start)
        return out

    def outline(self) -> tuple["array[float]", "array[float]", "array[float]", "array[float]"]:
        """Give x, y of each vertex and its edge's direction x, y."""
        return self._xs, self._ys, self._nx, self._ny

    def paint(self) -> tuple["array[float]", "array[float]"]:
        """Give where in the texture of paints each vertex is."""
        return self._us, self._vs

    @property
    def size(self) -> int:
        """How many vertices there are."""
        return len(self._xs)

    def vertices(self, feather: float) -> "array[float]":
        """Give x, y, u, v for each vertex with an edge ``feather`` units wide."""
        half = feather / 2
        out = array("f", bytes(16 * len(self._xs)))
        out[0::4] = array("f", [x + n * half for x, n in zip(self._xs, self._nx, strict=True)])
        out[1::4] = array("f", [y + n * half for y, n in zip(self._ys, self._ny, strict=True)])
        out[2::4] = array("f", self._us)
        out[3::4] = array("f", self._vs)
        return out

    def bounds(self) -> tuple[float, float, float, float]:
        """Give the box around all that is drawn: left, bottom, right, top."""
        return min(self._xs), min(self._ys), max(self._xs), max(self._ys)

    def _outline(self, paint: str, ring: Sequence[Point]) -> int:
        """Add the doubled edge of a closed outline; give the index of its first inner vertex."""
        flip = self._flip
        count = len(ring)
        xs = [flip * p[0] for p in ring]
        ys = [p[1] for p in ring]
        area = sum(xs[i - 1] * ys[i] - xs[i] * ys[i - 1] for i in range(count))
        out = 1.0 if area > 0 else -1.0
        edge_x: list[float] = []
        edge_y: list[float] = []
        for i in range(count):
            dx, dy = xs[i] - xs[i - 1], ys[i] - ys[i - 1]
            length = hypot(dx, dy) or 1.0
            edge_x.append(out * dy / length)
            edge_y.append(-out * dx / length)
        first = len(self._xs)
        row = self._rows[paint]
        nxs: list[float] = []
        nys: list[float] = []
        for i in range(count):
            j = i + 1 if i + 1 < count else 0
            mx, my = edge_x[i] + edge_x[j], edge_y[i] + edge_y[j]
            # A miter, held to twice the feather at sharp corners.
            scale = 2 / max(mx * mx + my * my, 1.0)
            nxs.append(mx * scale)
            nys.append(my * scale)
        self._xs.extend(xs + xs)
        self._ys.extend(ys + ys)
        self._nx.extend([-n for n in nxs] + nxs)
        self._ny.extend([-n for n in nys] + nys)
        self._us.extend([1.0] * count + [0.0] * count)
        self._vs.extend([row] * (2 * count))
        quads: list[int] = []
        for i in range(count):
            a = first + i
            b = first + (i + 1 if i + 1 < count else 0)
            quads += (a, b, a + count, b, b + count, a + count)
        self.indices.extend(quads)
        return first

    def blob(self, paint: str, ring: Sequence[Point]) -> None:
        """Fill an outline that can be seen whole from its middle."""
        first = self._outline(paint, ring)
        count = len(ring)
        hub = len(self._xs)
        self._xs.append(sum(self._xs[first : first + count]) / count)
        self._ys.append(sum(self._ys[first : first + count]) / count)
        self._nx.append(0.0)
        self._ny.append(0.0)
        self._us.append(1.0)
        self._vs.append(self._rows[paint])
        for i in range(count):
            self.indices.extend((hub, first + i, first + (i + 1) % count))

    def band(self, paint: str, upper: Sequence[Point], lower: Sequence[Point]) -> None:
        """Fill between two lines of as many points."""
        count = len(upper)
        first = self._outline(paint, [*upper, *reversed(lower)])
        last = first + 2 * count - 1
        for i in range(count - 1):
            a, b, c, d = first + i, first + i + 1, last - i, last - i - 1
            self.indices.extend((a, b, c, b, d, c))

    def halo(self, paint: str, centre: Point, radius: Point, turn: float = 0.0) -> None:
        """Draw an ellipse that fades out from its middle to its rim."""
        ring = ellipse(centre, radius, turn)
        hub = len(self._xs)
        for n, (x, y) in enumerate([centre, *ring]):
            self._xs.append(self._flip * x)
            self._ys.append(y)
            self._nx.append(0.0)
            self._ny.append(0.0)
            self._us.append(0.0 if n else 1.0)
            self._vs.append(self._rows[paint])
        for i in range(len(ring)):
            self.indices.extend((hub, hub + 1 + i, hub + 1 + (i + 1) % len(ring)))

    def disc(self, paint: str, centre: Point, radius: float) -> None:
        """Fill a circle."""
        self.blob(paint, ellipse(centre, (radius, radius)))

    def ribbon(
        self,
        paint: str,
        spine: Sequence[Point],
        left: Sequence[float],
        right: Sequence[float] | None = None,
        caps: tuple[bool, bool] = (True, True),
    ) -> None:
        """Fill a tapered band about a line, with round ends.

        Args:
            paint: Its colour's name.
            spine: The line, already smooth.
            left: How far it reaches to the left of the line's direction, at each point.
            right: The same to the right; as ``left`` when absent.
            caps: Whether its start and its end are rounded.
        """
        right = left if right is None else right
        ups: list[Point] = []
        downs: list[Point] = []
        last = len(spine) - 1
        for i, (x, y) in enumerate(spine):
            (ax, ay), (bx, by) = spine[max(0, i - 1)], spine[min(last, i + 1)]
            length = hypot(bx - ax, by - ay) or 1.0
            nx, ny = -(by - ay) / length, (bx - ax) / length
            if i == 0 and caps[0]:
                _cap(ups, downs, at=(x, y), normal=(nx, ny), widths=(left[0], right[0]), way=-1)
            ups.append((x + nx * left[i], y + ny * left[i]))
            downs.append((x - nx * right[i], y - ny * right[i]))
            if i == last and caps[1]:
                _cap(ups, downs, at=(x, y), normal=(nx, ny), widths=(left[-1], right[-1]), way=1)
        self.band(paint, ups, downs)

    def bone(
        self,
        paint: str,
        a: Point,
        b: Point,
        left: Sequence[float],
        right: Sequence[float] | None = None,
        *,
        span: tuple[float, float] = (0.0, 1.0),
        caps: tuple[bool, bool] = (True, True),
    ) -> None:
        """Fill a straight limb whose profile is given at even stations from ``a`` to ``b``."""
        steps = 4 * (len(left) - 1)
        lefts = smooth(left, steps)
        rights = lefts if right is None else smooth(right, steps)
        low, high = span
        keep = [i for i in range(steps + 1) if low - 1e-9 <= i / steps <= high + 1e-9]
        spine = [_mix(a, b, i / steps) for i in keep]
        self.ribbon(paint, spine, [lefts[i] for i in keep], [rights[i] for i in keep], caps)

    def stroke(self, paint: str, points: Sequence[Point], width: float) -> None:
        """Draw a smooth line of even width with round ends."""
        line = curve(points)
        self.ribbon(paint, line, [width / 2] * len(line))

    def slab(self, paint: str, box: tuple[float, float, float, float], radius: float) -> None:
        """Fill a rectangle (left, bottom, right, top) with rounded corners."""
        self.blob(paint, rounded(box, radius))


def rounded(box: tuple[float, float, float, float], radius: float) -> list[Point]:
    """Give the outline of a rectangle (left, bottom, right, top) with rounded corners."""
    left, bottom, right, top = box
    radius = min(radius, (right - left) / 2, (top - bottom) / 2)
    ring: list[Point] = []
    for n, (x, y) in enumerate(
        (
            (right - radius, bottom + radius),
            (right - radius, top - radius),
            (left + radius, top - radius),
            (left + radius, bottom + radius),
        )
    ):
        for step in range(5):
            turn = (n - 1 + step / 4) * pi / 2
            ring.append((x + radius * cos(turn), y + radius * sin(turn)))
    return ring


def _cap(
    ups: list[Point],
    downs: list[Point],
    *,
    at: Point,
    normal: Point,
    widths: Point,
    way: int,
) -> None:
    """Round an end of a ribbon: quarter circles either side of its tip."""
    (x, y), (nx, ny) = at, normal
    tx, ty = ny * way, -nx * way
    mean = (widths[0] + widths[1]) / 2
    steps = (0.1, 0.35, 0.6, 0.85) if way < 0 else (0.85, 0.6, 0.35, 0.1)
    for step in steps:
        across, along = sin(step * pi / 2), cos(step * pi / 2) * mean
        ups.append(
            (x + nx * widths[0] * across + tx * along, y + ny * widths[0] * across + ty * along)
        )
        downs.append(
            (x - nx * widths[1] * across + tx * along, y - ny * widths[1] * across + ty * along)
        )


def _mix(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def ellipse(centre: Point, radius: Point, turn: float = 0.0, steps: int = 28) -> list[Point]:
    """Give the outline of an ellipse, turned by degrees."""
    c, s = cos(turn * pi / 180), sin(turn * pi / 180)
    ring = []
    for i in range(steps):
        x, y = radius[0] * cos(2 * pi * i / steps), radius[1] * sin(2 * pi * i / steps)
        ring.append((centre[0] + x * c - y * s, centre[1] + x * s + y * c))
    return ring


def smooth(values: Sequence[float], steps: int) -> list[float]:
    """Interpolate evenly spaced values smoothly to ``steps`` + 1 of them."""
    line = curve([(v, 0.0) for v in values], steps // (len(values) - 1))
    return [p[0] for p in line]


def curve(points: Sequence[Point], steps: int = 6, *, closed: bool = False) -> list[Point]:
    """Lay a smooth line (Catmull-Rom) through points."""
    count = len(points)
    line: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p1, p2 = points[i], points[i + 1]
            p0 = points[i - 1] if i else (2 * p1[0] - p2[0], 2 * p1[1] - p2[1])
            p3 = points[i + 2] if i + 2 < count else (2 * p2[0] - p1[0], 2 * p2[1] - p1[1])
        for step in range(steps):
            t = step / steps
            a = -0.5 * t + t * t - 0.5 * t**3
            b = 1 - 2.5 * t * t + 1.5 * t**3
            c = 0.5 * t + 2 * t * t - 1.5 * t**3
            d = 0.5 * (t**3 - t * t)
            line.append(
                (
                    a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0],
                    a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1],
                )
            )
    if not closed:
        line.append(points[-1])
    return line
