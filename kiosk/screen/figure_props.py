"""What is around the person: ground, things, arrows, highlighted areas. No kivy here."""

from collections.abc import Callable
from math import hypot

from kiosk.screen.figure_body import draw_arms, draw_far, draw_near
from kiosk.screen.figure_flesh import MEDIUM, Flesh
from kiosk.screen.figure_palette import PAINTS
from kiosk.screen.figure_shapes import Frame, Sketch, curve, ellipse, rounded, smooth
from kiosk.skeleton import STAGES, Figure, Glow, Point, Prop

BODY, ARROWS, GLOWS = 0.0, 1.0, 2.0
"""What a vertex belongs to: arrows and glows come and go with a movement."""


def sketch_of(figure: Figure, flesh: Flesh = MEDIUM) -> Sketch:
    """Draw a figure in centimetres, ready to be scaled."""
    sketch = Sketch(PAINTS, flesh)
    left, bottom, right, _ = STAGES[figure.stage]
    sketch.slab("floor", (left + 3, bottom + 1, right - 3, 0), 5)
    _layer(sketch, figure, "back")
    if figure.person:
        _contact_shadow(sketch, figure)
        draw_far(sketch, figure.person)
    _layer(sketch, figure, "middle")
    if figure.person:
        draw_near(sketch, figure.person)
        sketch.mark(GLOWS)
        for glow in figure.glows:
            _draw_glow(sketch, glow)
        sketch.mark(BODY)
        _layer(sketch, figure, "front")
        draw_arms(sketch, figure.person)
    else:
        _layer(sketch, figure, "front")
    sketch.mark(ARROWS)
    for path in figure.arrows:
        _arrow(sketch, path)
    return sketch


def placeholder() -> Sketch:
    """Draw what stands in for a figure that cannot be shown: a calm, empty mat."""
    sketch = Sketch(PAINTS)
    left, bottom, right, _ = STAGES["lying"]
    sketch.slab("floor", (left + 3, bottom + 1, right - 3, 0), 5)
    _mat(sketch, Prop("mat", (0, 0), "back", {"width": 150, "height": 3}))
    sketch.ribbon("mat_dark", [(-75, 10), (-75, 10.1)], [7, 7])
    sketch.disc("mat", (-75, 10), 5.6)
    sketch.disc("mat_dark", (-75, 10), 3.4)
    return sketch


def _layer(sketch: Sketch, figure: Figure, layer: str) -> None:
    for prop in figure.props:
        if prop.layer == layer:
            _DRAWERS[prop.kind](sketch, prop)


def _contact_shadow(sketch: Sketch, figure: Figure) -> None:
    person = figure.person
    if person is None:
        return
    ground = max((p.numbers["height"] for p in figure.props if p.kind == "mat"), default=0.0)
    joints = [person.trunk.pelvis, person.trunk.waist, person.trunk.skull]
    for limb in person.limbs.values():
        joints += [limb.middle, limb.end]
    low = [x for x, y in joints if y < ground + 24]
    if low:
        middle = (min(low) + max(low)) / 2
        reach = (max(low) - min(low)) / 2 + 16
        left, _, right, _ = STAGES[figure.stage]
        reach = min(reach, middle - left - 4, right - 4 - middle)
        sketch.halo("shadow", (middle, ground - 0.5), (reach, 3.2))


def _draw_glow(sketch: Sketch, glow: Glow) -> None:
    width, height = glow.size
    sketch.halo("glow", glow.at, (width * 1.7, height * 1.7), glow.turn)
    sketch.blob("glow_soft", ellipse(glow.at, glow.size, glow.turn))


def _arrow(sketch: Sketch, path: tuple[Point, ...]) -> None:
    line = curve(path, 8)
    (ax, ay), (bx, by) = line[-3], line[-1]
    length = hypot(bx - ax, by - ay) or 1.0
    ux, uy = (bx - ax) / length, (by - ay) / length
    # The shaft ends inside the head, which is 9 cm long.
    while len(line) > 3 and hypot(line[-1][0] - bx, line[-1][1] - by) < 6:
        line.pop()
    for paint, grow in (("rim", 1.3), ("accent", 0.0)):
        widths = smooth((1.0 + grow, 1.7 + grow, 1.9 + grow), 2 * max(1, (len(line) - 1)))
        step = (len(widths) - 1) / (len(line) - 1)
        sketch.ribbon(paint, line, [widths[round(i * step)] for i in range(len(line))])
        tip = (bx + ux * grow * 1.6, by + uy * grow * 1.6)
        back = (bx - ux * (9 + grow), by - uy * (9 + grow))
        wing = 5.6 + grow * 1.5
        one = (back[0] - uy * wing, back[1] + ux * wing)
        two = (back[0] + uy * wing, back[1] - ux * wing)
        sketch.blob(paint, [tip, one, two])


def _mat(sketch: Sketch, prop: Prop) -> None:
    (x, y), half, thick = prop.at, prop.numbers["width"] / 2, prop.numbers["height"]
    sketch.slab("mat_dark", (x - half, y - 1.2, x + half, y + thick), 1.6)
    sketch.slab("mat", (x - half, y + thick * 0.45, x + half, y + thick), 1.2)


def _ball(sketch: Sketch, prop: Prop) -> None:
    (x, y), radius = prop.at, prop.numbers["size"] / 2
    sketch.disc("prop", (x, y), radius)
    arc = [
        (x - radius * 0.62, y + radius * 0.2),
        (x, y + radius * 0.66),
        (x + radius * 0.5, y + radius * 0.5),
    ]
    line = curve(arc)
    sketch.ribbon("prop_light", line, smooth((0.4, radius * 0.12, 0.4), 12))
    sketch.stroke(
        "prop_dark",
        [
            (x - radius * 0.9, y - radius * 0.1),
            (x, y - radius * 0.36),
            (x + radius * 0.9, y - radius * 0.1),
        ],
        0.9,
    )


def _block(sketch: Sketch, prop: Prop) -> None:
    (x, y), half, tall = prop.at, prop.numbers["width"] / 2, prop.numbers["height"]
    sketch.slab("prop", (x - half, y, x + half, y + tall), 1.6)
    sketch.slab("prop_light", (x - half + 2, y + tall - 3, x + half - 2, y + tall - 1.4), 0.8)


def _chair(sketch: Sketch, prop: Prop) -> None:
    """A firm chair on four legs, for a person facing left: the backrest is on the right."""
    (x, y), seat = prop.at, prop.numbers["height"]
    dark, deep = "furniture_dark", "furniture_deep"
    for foot, top in ((-16, -15), (16, 15)):
        sketch.ribbon(deep, [(x + foot, y + 1.3), (x + top, y + seat - 5)], [1.3, 1.7])
    sketch.ribbon(deep, [(x - 16, y + seat * 0.4), (x + 18, y + seat * 0.4)], [1.0, 1.0])
    post = curve([(x + 20, y + seat - 5), (x + 23, y + seat + 20), (x + 26, y + seat + 46)])
    sketch.ribbon(dark, [(x + 22.5, y + 1.5), (x + 20, y + seat - 4)], [1.5, 2.0])
    sketch.ribbon(dark, post, [1.8] * len(post))
    rest = curve([(x + 20.5, y + seat + 8), (x + 21.5, y + seat + 26), (x + 24.6, y + seat + 45)])
    sketch.ribbon("furniture", rest, smooth((2.2, 3.0, 2.4), 12))
    sketch.ribbon(dark, [(x - 22, y + 1.5), (x - 20.5, y + seat - 4)], [1.5, 2.0])
    sketch.slab("furniture", (x - 24, y + seat - 5, x + 23, y + seat), 2.2)
    sketch.slab("furniture_light", (x - 21, y + seat - 2.4, x + 20, y + seat - 1), 0.7)


def _seat(sketch: Sketch, prop: Prop) -> None:
    """A car's seat, for a person facing left: cushion, tall back and head rest."""
    (x, y), tall = prop.at, prop.numbers["height"]
    dark = "furniture_deep"
    sketch.slab(dark, (x - 20, y, x + 18, y + tall - 10), 3)
    sketch.slab("furniture", (x - 27, y + tall - 13, x + 22, y + tall), 6)
    back = curve([(x + 23, y + tall - 5), (x + 28, y + tall + 26), (x + 35, y + tall + 54)])
    sketch.ribbon("furniture", back, smooth((5.5, 6.2, 4.6), 12))
    sketch.ribbon(dark, [(x + 36, y + tall + 56), (x + 38.5, y + tall + 66)], [1.2, 1.2])
    sketch.ribbon("furniture", [(x + 38, y + tall + 66), (x + 41, y + tall + 79)], [4.2, 3.8])


def _wheel(sketch: Sketch, prop: Prop) -> None:
    """A steering wheel seen from the side, on its column: ``at`` is the middle of the wheel."""
    (x, y), half = prop.at, prop.numbers["size"] / 2
    dark = "furniture_deep"
    tilt = half * 0.42
    sketch.ribbon(dark, [(x, y), (x - 14, y - 8), (x - 30, y - 13)], [1.5, 1.8, 2.4])
    sketch.ribbon(dark, [(x - tilt, y + half * 0.9), (x + tilt, y - half * 0.9)], [1.9, 1.9])


def _table(sketch: Sketch, prop: Prop) -> None:
    (x, y), half, tall = prop.at, prop.numbers["width"] / 2, prop.numbers["height"]
    sketch.slab("furniture_dark", (x - 2, y, x + 2, y + tall - 2), 0.5)
    sketch.slab("furniture", (x - half, y + tall - 3.6, x + half, y + tall), 1.2)
    sketch.slab("furniture_deep", (x - half + 6, y + tall, x - half + 22, y + tall + 1.2), 0.5)
    sketch.ribbon(
        "furniture_deep", [(x - half + 8, y + tall + 1), (x - half + 3, y + tall + 22)], [1.1, 1.1]
    )


def _wall(sketch: Sketch, prop: Prop) -> None:
    (x, y), tall = prop.at, prop.numbers["height"]
    sketch.slab("floor_dark", (x - 4, y, x + 4, y + tall), 1.5)
    sketch.slab("floor", (x - 4, y, x + 2, y + tall), 1.5)


def _massager(sketch: Sketch, prop: Prop) -> None:
    """An arched back massager: a bow on two feet, with nubs along the top."""
    (x, y), half, tall = prop.at, prop.numbers["width"] / 2, prop.numbers["height"]
    sketch.slab("prop_dark", (x - half, y, x + half, y + 2.2), 1.1)
    top = curve(
        [
            (x - half, y + 1.6),
            (x - half * 0.5, y + tall * 0.8),
            (x, y + tall),
            (x + half * 0.5, y + tall * 0.8),
            (x + half, y + 1.6),
        ]
    )
    low = curve(
        [
            (x - half, y + 0.8),
            (x - half * 0.5, y + tall * 0.36),
            (x, y + tall * 0.5),
            (x + half * 0.5, y + tall * 0.36),
            (x + half, y + 0.8),
        ]
    )
    for i in range(4, len(top) - 3, 4):
        sketch.disc("prop_dark", top[i], 1.5)
    sketch.band("prop", top, low)


def _ridge(sketch: Sketch, prop: Prop) -> None:
    """A deep-tissue massager: a low base with rounded peaks."""
    (x, y), half, tall = prop.at, prop.numbers["width"] / 2, prop.numbers["height"]
    for share, height in ((-0.62, 0.92), (0.0, 1.0), (0.62, 0.92)):
        peak = x + half * share
        spine = [(peak, y + 1), (peak, y + tall * height - 2.6)]
        sketch.ribbon("prop", spine, [5.4, 2.6], caps=(False, True))
    sketch.slab("prop_dark", (x - half, y, x + half, y + tall * 0.42), 1.6)
    sketch.slab("prop", (x - half + 1.5, y + tall * 0.27, x + half - 1.5, y + tall * 0.42), 0.6)


def _pack(sketch: Sketch, prop: Prop) -> None:
    """A warm or a cold pack; wrapped, a towel lies round it and a little of the pack shows."""
    (x, y), half, tall = prop.at, prop.numbers["width"] / 2, prop.numbers["height"]
    cold = prop.numbers["cold"] > 0
    paint = "cool" if cold else "accent"
    way = Frame((x, y + tall / 2), 90 + prop.numbers["turn"])

    def slab(colour: str, box: tuple[float, float, float, float], radius: float) -> None:
        sketch.blob(colour, way.line(rounded(box, radius)))

    sketch.halo(
        "chill" if cold else "glow_soft",
        way(0, 0),
        (half * 1.5, max(tall * 1.3, half * 0.7)),
        prop.numbers["turn"],
    )
    slab(paint, (-half, -tall / 2, half, tall / 2), tall / 2)
    slab(f"{paint}_light", (3 - half, tall * 0.1, half - 3, tall * 0.3), 0.5)
    if prop.numbers["wrapped"] > 0:
        cover = half * 0.5
        slab("floor_deep", (-cover, -tall / 2 - 0.9, cover, tall / 2 + 0.9), 1.4)
        slab("floor_light", (-cover + 0.7, -tall / 2 - 0.3, cover - 0.7, tall / 2 + 0.3), 1.2)
        for across in (-0.5, 0.1, 0.6):
            line = [(cover * across, -tall * 0.3), (cover * across + 0.8, tall * 0.32)]
            sketch.stroke("floor_deep", way.line(line), 0.7)


def _blanket(sketch: Sketch, prop: Prop) -> None:
    """A blanket folded flat: layers with a round fold at one end."""
    (x, y), half, tall = prop.at, prop.numbers["width"] / 2, prop.numbers["height"]
    layers = max(2, round(tall / 3))
    step = tall / layers
    for n in range(layers):
        low = y + n * step
        shift = 1.2 if n % 2 else 0.0
        sketch.slab("prop_dark", (x - half + shift, low, x + half - shift, low + step), step / 2)
        box = (x - half + shift, low + 0.6, x + half - shift, low + step)
        sketch.slab("prop_light" if n % 2 else "prop", box, step / 2)


def _tick(sketch: Sketch, prop: Prop) -> None:
    (x, y), r = prop.at, prop.numbers["size"] / 2
    sketch.disc("rim", (x, y), r * 1.12)
    sketch.disc("good", (x, y), r)
    line = [(x - r * 0.48, y - r * 0.02), (x - r * 0.1, y - r * 0.4), (x + r * 0.52, y + r * 0.4)]
    for a, b in ((line[0], line[1]), (line[1], line[2])):
        sketch.ribbon("paper", [a, b], [r * 0.12] * 2)


def _cane(sketch: Sketch, prop: Prop) -> None:
    if len(prop.path) < 2:
        return
    line = curve(prop.path, 8)
    sketch.ribbon("prop_dark", line, [2.0] * len(line))
    sketch.ribbon("prop", line, [1.5] * len(line))
    sketch.disc("prop_dark", line[0], 3.4)
    sketch.disc("prop", line[0], 2.7)


_DRAWERS: dict[str, Callable[[Sketch, Prop], None]] = {
    "mat": _mat,
    "ball": _ball,
    "block": _block,
    "chair": _chair,
    "table": _table,
    "wall": _wall,
    "massager": _massager,
    "ridge": _ridge,
    "pack": _pack,
    "tick": _tick,
    "cane": _cane,
    "blanket": _blanket,
    "seat": _seat,
    "wheel": _wheel,
}
