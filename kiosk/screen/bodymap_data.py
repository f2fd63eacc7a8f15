"""The drawn back: a table of outlines, points, and where each point is felt. No kivy here.

Everything is in centimetres of a person 170 cm tall seen from behind: x to their right from the
spine, y up from the height of the hip joints. Only the right half is written down; the left is
its mirror image. It is a drawing to find one's way by, not an atlas.

The article names the points and shows the areas of the quadratus lumborum and the gluteus minimus;
that of the piriformis, which it leaves out, follows what charts of trigger points agree on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kiosk.preferences import Look
from kiosk.screen.figure_palette import Palette
from kiosk.screen.figure_shapes import Sketch, curve, ellipse
from kiosk.skeleton import Point

STAGE = (-19.0, -33.0, 19.0, 37.0)
"""What is shown: left, bottom, right, top. The body runs on over the upper and the lower edge."""

PALETTES: Mapping[Look, Palette] = {
    Look.LIGHT: Palette(
        skin="#EBD0BC", prop="#C98B7B", ink="#4A3328", paper="#FFFDF8", accent="#D9480F"
    ),
    # On a dark ground a light body would glare, and its bones still have to stand out.
    Look.DARK: Palette(
        skin="#A8836E", prop="#8F4F44", ink="#20130D", paper="#E9DCCB", accent="#FF5A1F"
    ),
    Look.CONTRAST: Palette(
        skin="#6B4C3B", prop="#B4584A", ink="#000000", paper="#FFFFFF", accent="#FFE14D"
    ),
}
"""The body's colours, by the palette that is worn."""

_BACK = (
    (14.6, 38), (14.3, 32), (13.3, 26), (12.6, 21), (13.2, 16), (15.2, 10), (17.2, 4), (18, -2),
    (17.8, -8), (17, -16), (15.8, -26), (14.5, -34),
)  # fmt: skip
_INNER_THIGH = ((0.15, -6), (0.3, -9), (1.0, -14), (2.2, -24), (3.2, -34))
_FOLD = ((1.2, -7.6), (5, -10.2), (10, -10), (13.6, -7.8))
_RIBS = (
    ((1.8, 38), (7, 37), (11.5, 33.4), (13.4, 29.8)),
    ((1.8, 34.4), (6.5, 33), (11, 29), (12.5, 25.8)),
    ((1.8, 30.8), (6, 29), (10, 25.4), (11, 23.6)),
    ((1.8, 27.4), (5, 25.6), (7.8, 23)),
)
_PELVIS = (
    (3.4, 11.6), (5, 14.4), (8.5, 15.6), (12, 14.2), (14, 11), (13.6, 7), (12, 4.4), (11.4, 1.2),
    (10, -1.4), (8.4, -4.8), (6.8, -6.6), (5.4, -5.4), (5.6, -2), (5.8, 1.4), (5, 4.6), (4, 7.6),
)  # fmt: skip
_SACRUM = ((3.5, 12), (3.2, 8), (1.6, 3.2), (0.7, 0.4))
_FEMUR = ((15.2, 2.4), (15, -4), (13.4, -16), (11.6, -35))

_MUSCLES = {
    "ql": ((3.8, 14.4), (8, 15.5), (7.4, 19), (6.8, 23.4), (2.8, 26.2), (2.6, 20)),
    "piriformis": ((1.8, 9), (2.2, 4.8), (8, 2.8), (14.4, 1.8), (15, 3), (8.5, 6.4)),
    "gluteus minimus": ((8.8, 11.4), (12.4, 13), (14.4, 9.4), (15.6, 3.4), (14.2, 2.8), (11, 6.6)),
}

_PLACES: Mapping[str, Point] = {
    "ql": (5.1, 19.6),
    "gluteus minimus": (13.0, 9.4),
    "piriformis": (8.0, 4.4),
}
"""From the top down: the order of the labels beside the picture."""


@dataclass(frozen=True, slots=True)
class Area:
    """An ellipse in which a point is felt: its middle, its half axes, its turn in degrees."""

    at: Point
    half: Point
    turn: float = 0.0


_AREAS: Mapping[str, tuple[Area, ...]] = {
    "ql": (
        Area((3.4, 14.6), (3.0, 7.0)),
        Area((9.4, 12.8), (5.6, 2.7), -8),
        Area((15.2, 0.6), (3.0, 6.0)),
    ),
    "piriformis": (Area((8.4, -1.6), (6.2, 6.6)), Area((8.8, -20.0), (3.6, 11.5), 4)),
    "gluteus minimus": (Area((14.6, 1.0), (3.2, 7.0)), Area((13.6, -19.0), (3.4, 14.5), 6)),
}

ORDER = tuple(f"{muscle} {side}" for muscle in _PLACES for side in ("left", "right"))
"""Every point of the picture, from the top down, the left one first."""


def hand(point: str) -> int:
    """On which side of the picture a point lies: -1 for the left, 1 for the right."""
    return -1 if point.endswith(" left") else 1


def place(point: str) -> Point:
    """Where a point lies."""
    x, y = _PLACES[point.rpartition(" ")[0]]
    return hand(point) * x, y


def areas(point: str) -> tuple[Area, ...]:
    """Where a point is felt."""
    way = hand(point)
    return tuple(
        Area((way * area.at[0], area.at[1]), area.half, way * area.turn)
        for area in _AREAS[point.rpartition(" ")[0]]
    )


def draw_back(sketch: Sketch) -> None:
    """Draw the back with its bones and the muscles that the points lie in."""
    outline = curve(_BACK)
    hips = [each for each in outline if each[1] > -10]
    sketch.band("skin", hips, _mirrored(hips))
    outer = [each for each in outline if each[1] < -5]
    inner = [(_inside(y), y) for _, y in outer]
    for way in (1, -1):
        sketch.band("skin", _turned(outer, way), _turned(inner, way))
    for way in (1, -1):
        sketch.stroke("crease", _turned(_FOLD, way), 0.5)
    sketch.stroke("crease", [(0, 0.2), (0, -8.6)], 0.5)
    for way in (1, -1):
        _draw_bones(sketch, way)
    for muscle in _MUSCLES.values():
        for way in (1, -1):
            sketch.blob("prop", curve(_turned(muscle, way), closed=True))
    sacrum = curve(_SACRUM)
    sketch.band("paper", sacrum, _mirrored(sacrum))
    for at in range(7):
        y = 13.4 + 3.9 * at
        if at < 5:
            sketch.stroke("paper", [(-3.4, y + 1.6), (0, y + 1.3), (3.4, y + 1.6)], 0.9)
        sketch.slab("paper", (-1.7, y, 1.7, y + 3.1), 0.8)


def draw_areas(sketch: Sketch, point: str) -> None:
    """Draw where a point is felt: a soft ground, dotted so that it is no matter of colour alone."""
    for area in areas(point):
        sketch.halo("glow", area.at, area.half, area.turn)
    for area in areas(point):
        for x, y in _dots(area):
            sketch.blob("accent_dark", ellipse((x, y), (0.32, 0.32), steps=10))


def _draw_bones(sketch: Sketch, way: int) -> None:
    for rib in _RIBS:
        sketch.stroke("rim", _turned(rib, way), 1.25)
    sketch.blob("rim", curve(_turned(_PELVIS, way), closed=True))
    shaft = curve(_turned(_FEMUR, way))
    sketch.ribbon("rim", shaft, [1.9 - 0.5 * at / len(shaft) for at in range(len(shaft))])
    sketch.stroke("rim", _turned(((11.6, 1.6), (15, 2.0)), way), 2.6)
    sketch.disc("rim", (way * 11.4, 1.4), 2.2)


def _inside(height: float) -> float:
    """How far the inside of the thigh is from the middle at a height."""
    for (near, above), (far, below) in pairwise(_INNER_THIGH):
        if height >= below:
            return near + (far - near) * max(0.0, above - height) / (above - below)
    return _INNER_THIGH[-1][0]


def _dots(area: Area) -> list[Point]:
    """Points evenly strewn over most of an area, as seeds in a sunflower."""
    rim = ellipse((0.0, 0.0), area.half, area.turn, steps=360)
    count = round(area.half[0] * area.half[1] * 1.5)
    found = []
    for at in range(count):
        share = ((at + 0.5) / count) ** 0.5 * 0.86
        x, y = rim[round(at * 137.508) % 360]
        found.append((area.at[0] + x * share, area.at[1] + y * share))
    return found


def _turned(points: Sequence[Point], way: int) -> list[Point]:
    return [(way * x, y) for x, y in points]


def _mirrored(points: Sequence[Point]) -> list[Point]:
    return _turned(points, -1)
