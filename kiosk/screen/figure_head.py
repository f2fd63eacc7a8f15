"""The head, from the side and from the front: profile, hair, and the few lines of a face.

No kivy here. Centimetres about the middle of the skull, y to the crown, x ahead of the face.
"""

from kiosk.screen.figure_shapes import Frame, Sketch, curve, ellipse, smooth
from kiosk.skeleton import Trunk, ahead

_PROFILE = (
    (2.0, 11.0), (6.6, 9.4), (9.2, 5.6), (9.7, 2.4), (9.5, 0.6), (11.0, -1.4), (12.6, -3.4),
    (11.6, -4.5), (10.0, -4.8), (10.4, -6.0), (10.0, -7.0), (10.2, -8.0), (9.4, -9.2), (9.4, -10.8),
    (7.8, -12.4), (4.6, -12.2), (0.2, -10.0), (-3.4, -7.0), (-7.5, -5.0), (-10.4, 0.0),
    (-9.4, 6.0), (-4.4, 10.4),
)  # fmt: skip
_HAIR_OUT = (
    (8.7, 7.0), (6.6, 11.2), (0.6, 13.9), (-5.6, 13.0), (-10.8, 9.0), (-12.9, 3.0),
    (-12.3, -3.0), (-9.6, -8.2), (-6.0, -10.2),
)  # fmt: skip
_HAIR_IN = (
    (8.7, 6.6), (6.0, 7.4), (3.2, 6.0), (0.8, 3.2), (0.6, 0.0), (-0.6, -1.6),
    (-3.0, -1.2), (-4.4, -5.0), (-5.2, -9.4),
)  # fmt: skip


def draw_side_head(sketch: Sketch, body: Trunk, eyes: str) -> None:
    """Draw the head in profile, facing right; eyes are ``open`` or ``closed``."""
    at = ahead(ahead(body.skull, body.head_dir, 7.2), body.head_dir - 90, 1.4)
    head = Frame(at, body.head_dir)
    hair = sketch.flesh.hair
    if hair == "tied":
        sketch.blob("hair", head.line(ellipse((-13.2, 2.6), (4.6, 5.4), 20, 20)))
        sketch.stroke("hair_light", head.line([(-15.2, 5.4), (-13.0, 6.4), (-11.2, 5.2)]), 0.8)
    sketch.blob("skin", head.line(curve(_PROFILE, 4, closed=True)))
    sketch.halo("blush", head(6.2, -4.6), (3.6, 3.2))
    out = [(x * 0.955, y * 0.93) for x, y in _HAIR_OUT] if hair == "close" else _HAIR_OUT
    inner = _HAIR_IN if hair != "close" else [(x * 0.98, y + 0.6) for x, y in _HAIR_IN]
    sketch.band("hair", head.line(curve(out, 4)), head.line(curve(inner, 4)))
    sketch.ribbon(
        "hair_light",
        head.line(curve([(3.6, 10.6), (-2.4, 11.2), (-7.6, 8.2)], 5)),
        smooth((0.4, 1.0, 0.4), 10),
    )
    sketch.blob("skin", head.line(ellipse((-1.2, -2.0), (2.3, 3.2), 12, 18)))
    sketch.stroke("skin_dark", head.line([(-0.4, -0.2), (-2.2, -0.8), (-1.6, -3.2)]), 0.9)
    if eyes == "open":
        sketch.blob("ink", head.line(ellipse((7.0, 0.9), (0.95, 1.45), steps=14)))
    else:
        sketch.stroke("ink", head.line([(5.6, 0.8), (7.0, 0.0), (8.4, 0.7)]), 0.9)
    sketch.stroke("hair", head.line([(5.0, 4.3), (7.0, 5.3), (8.9, 4.9)]), 0.9)
    sketch.stroke("skin_deep", head.line([(9.6, -7.0), (8.2, -7.3), (7.2, -6.7)]), 0.9)


_FACE = (
    (0, 11.6), (6.2, 10.2), (9.4, 4.0), (9.2, -2.4), (7.4, -7.8), (3.8, -11.8), (0, -12.8),
    (-3.8, -11.8), (-7.4, -7.8), (-9.2, -2.4), (-9.4, 4.0), (-6.2, 10.2),
)  # fmt: skip
_CAP_OUT = (
    (-9.8, -1.6), (-11.6, 4.4), (-9.2, 11.0), (-2.6, 14.6), (4.6, 14.2), (10.0, 10.2),
    (11.6, 4.4), (9.8, -1.6),
)  # fmt: skip
_CAP_IN = (
    (-8.8, -1.4), (-8.6, 3.0), (-6.4, 6.6), (-1.0, 6.4), (3.4, 8.2), (7.2, 6.4), (8.6, 3.0),
    (8.8, -1.4),
)  # fmt: skip


def draw_front_head(sketch: Sketch, body: Trunk, eyes: str) -> None:
    """Draw the face that looks at the viewer; eyes are ``open`` or ``closed``, or ``away``."""
    head = Frame(ahead(body.skull, body.head_dir, 7.4), body.head_dir)
    if eyes == "away":
        _back_of_head(sketch, head)
        return
    hair = sketch.flesh.hair
    if hair == "tied":
        sketch.blob("hair", head.line(ellipse((0.6, 15.2), (5.4, 4.6), steps=20)))
        sketch.stroke("hair_light", head.line([(-2.4, 16.8), (0, 18.0), (2.4, 17.6)]), 0.8)
    for side in (-1, 1):
        sketch.blob("skin_dark", head.line(ellipse((9.4 * side, -1.4), (2.0, 3.0), steps=16)))
    sketch.blob("skin", head.line(curve(_FACE, 4, closed=True)))
    cap = [(x * 0.93, y * 0.93) for x, y in _CAP_OUT] if hair == "close" else _CAP_OUT
    brow = [(x * 0.97, y + 0.9) for x, y in _CAP_IN] if hair == "close" else _CAP_IN
    sketch.band("hair", head.line(curve(cap, 4)), head.line(curve(brow, 4)))
    shine = head.line(curve([(-7.6, 9.2), (-3.6, 11.8), (1.6, 12.0)], 5))
    sketch.ribbon("hair_light", shine, smooth((0.4, 1.0, 0.4), 10))
    for side in (-1, 1):
        x = 3.9 * side
        sketch.halo("blush", head(x * 1.5, -4.4), (3.0, 2.6))
        if eyes == "open":
            sketch.blob("ink", head.line(ellipse((x, -0.2), (1.05, 1.5), steps=14)))
        else:
            sketch.stroke("ink", head.line([(x - 1.5, 0), (x, -0.8), (x + 1.5, 0)]), 0.9)
        sketch.stroke("hair", head.line([(x - 1.8, 3.2), (x, 4.0), (x + 1.8, 3.2)]), 1.0)
    sketch.stroke("skin_dark", head.line([(0.5, -0.6), (1.0, -3.2), (-0.6, -3.8)]), 0.9)
    sketch.stroke("ink", head.line([(-2.8, -7.0), (0, -8.2), (2.8, -7.0)]), 0.95)


_NAPE = (
    (0, 14.8), (7.6, 12.6), (11.4, 5.0), (10.4, -2.6), (8.0, -7.0), (3.4, -9.0), (-3.4, -9.0),
    (-8.0, -7.0), (-10.4, -2.6), (-11.4, 5.0), (-7.6, 12.6),
)  # fmt: skip


def _back_of_head(sketch: Sketch, head: Frame) -> None:
    for side in (-1, 1):
        sketch.blob("skin_dark", head.line(ellipse((9.6 * side, -1.8), (2.0, 3.0), steps=16)))
    sketch.blob("skin", head.line(ellipse((0, -6.0), (6.6, 6.2))))
    sketch.blob("hair", head.line(curve(_NAPE, 4, closed=True)))
    if sketch.flesh.hair == "tied":
        sketch.blob("hair_dark", head.line(ellipse((0, 7.4), (5.6, 4.8), steps=20)))
        sketch.blob("hair", head.line(ellipse((0, 8.0), (5.0, 4.2), steps=20)))
    shine = head.line(curve([(-7.6, 8.6), (-3.6, 11.6), (1.6, 12.0)], 5))
    sketch.ribbon("hair_light", shine, smooth((0.4, 1.0, 0.4), 10))
