"""The flesh on the skeleton: a person as soft-edged shapes. No kivy here.

A side view is built as if it faced right and turned over when the sketch is: so "front" is
always +x of a body that stands.
"""

from collections.abc import Sequence
from math import atan2, degrees, pi, sin

from kiosk.screen.figure_head import draw_front_head, draw_side_head
from kiosk.screen.figure_shapes import Frame, Sketch, curve, ellipse, smooth
from kiosk.skeleton import SHOULDER_DROP, Limb, LimbStyle, Person, Point, Trunk, ahead

_THIGH = (9.6, 9.4, 8.4, 7.3, 6.4)
_THIGH_BACK = (10.4, 9.6, 8.2, 7.0, 6.2)
_SHIN = (6.2, 5.7, 5.3, 4.8, 4.4)
_CALF = (6.2, 7.3, 7.0, 5.2, 4.4)
_UPPER_ARM = (5.6, 5.4, 5.0, 4.5, 4.1)
_FOREARM = (4.1, 4.4, 4.1, 3.4, 2.8)
_OPEN = (False, False)
_ROUND_START = (True, False)


def _facing_right(trunk: Trunk) -> Trunk:
    def turn(p: Point) -> Point:
        return -p[0], p[1]

    return Trunk(
        turn(trunk.pelvis),
        turn(trunk.waist),
        turn(trunk.neck),
        turn(trunk.skull),
        180 - trunk.pelvis_dir,
        180 - trunk.chest_dir,
        180 - trunk.head_dir,
    )


def _limb_right(limb: Limb) -> Limb:
    root, middle, end = ((-x, y) for x, y in (limb.root, limb.middle, limb.end))
    return Limb(root, middle, end, 180 - limb.tip, limb.angles)


def draw_far(sketch: Sketch, person: Person) -> None:
    """Draw what lies behind the trunk: in a side view the far limbs."""
    if person.view == "side":
        sketch.turn_over()
        _arm(sketch, _limb_right(person.limbs["far_arm"]), person.styles["far_arm"], 1, far=True)
        _leg(sketch, _limb_right(person.limbs["far_leg"]), 1, far=True)
        sketch.turn_over()
    else:
        for key, hand in (("left_arm", -1), ("right_arm", 1)):
            if person.styles[key].behind:
                _arm(sketch, person.limbs[key], person.styles[key], hand, far=False, merge=0.3)


def draw_near(sketch: Sketch, person: Person) -> None:
    """Draw the trunk, the head and the near limbs but for an arm that comes last."""
    if person.view == "side":
        sketch.turn_over()
        body = _facing_right(person.trunk)
        near_arm = _limb_right(person.limbs["near_arm"])
        style = person.styles["near_arm"]
        if style.behind:
            _arm(sketch, near_arm, style, 1, far=False)
        _side_trunk(sketch, body, person.arch, _limb_right(person.limbs["near_leg"]))
        draw_side_head(sketch, body, person.eyes)
        sketch.turn_over()
    else:
        _front_trunk(sketch, person)
        draw_front_head(sketch, person.trunk, person.eyes)


def draw_arms(sketch: Sketch, person: Person) -> None:
    """Draw the arms in front of everything."""
    if person.view == "side":
        if not person.styles["near_arm"].behind:
            sketch.turn_over()
            limb = _limb_right(person.limbs["near_arm"])
            _arm(sketch, limb, person.styles["near_arm"], 1, far=False)
            sketch.turn_over()
        return
    for key, hand in (("left_arm", -1), ("right_arm", 1)):
        if not person.styles[key].behind:
            _arm(sketch, person.limbs[key], person.styles[key], hand, far=False, merge=0.3)


def _as_wide(widths: Sequence[float], share: float) -> tuple[float, ...]:
    return tuple(width * share for width in widths)


def _leg(sketch: Sketch, limb: Limb, hand: int, *, far: bool, toes: str = "side") -> None:
    cloth = "trousers_dark" if far else "trousers"
    wide = sketch.flesh.leg
    # Left of the thigh's direction (down) is the front when facing right.
    front: tuple[float, ...]
    back: tuple[float, ...]
    front, back = (_THIGH, _THIGH_BACK) if hand > 0 else (_THIGH_BACK, _THIGH)
    shin: tuple[float, ...]
    calf: tuple[float, ...]
    shin, calf = (_SHIN, _CALF) if hand > 0 else (_CALF, _SHIN)
    if toes == "front":
        front = back = (9.2, 9.0, 8.0, 7.0, 6.2)
        shin = calf = (6.2, 6.4, 6.0, 4.9, 4.4)
    # However slim, the thighs of a front view meet.
    least = (9.0, 9.0) if toes == "front" else ()
    front, back, shin, calf = (_as_wide(ws, wide) for ws in (front, back, shin, calf))
    front, back = ((*map(max, ws, least), *ws[len(least) :]) for ws in (front, back))
    skin = "skin_dark" if far else "skin"
    # One order for all poses, so that a movement keeps it: the shank lies over the thigh, and of a
    # leg folded up before the viewer its rim shows.
    sketch.bone(cloth, limb.root, limb.middle, front, back)
    bent = limb.angles.get("knee", 0) if toes == "side" else 0
    fold = max(0.0, min(1.0, (bent - 105) / 20)) * 1.7 - 1.0
    grow = (min(-0.8, fold), fold * 0.6, fold, fold, fold)
    rim, edge = ([w + g for w, g in zip(ws, grow, strict=True)] for ws in (shin, calf))
    sketch.bone("trousers_dark", limb.middle, limb.end, rim, edge, span=(0.06, 0.86), caps=_OPEN)
    sketch.bone(skin, limb.middle, limb.end, [3.4 * wide] * 5, span=(0.7, 1.0))
    _foot(sketch, limb, hand, far=far, toes=toes)
    sketch.bone(cloth, limb.middle, limb.end, shin, calf, span=(0, 0.88), caps=_ROUND_START)
    if far:
        return
    for a, b in ((limb.root, limb.middle), (limb.middle, limb.end)):
        way = Frame(a, _direction(a, b), hand)
        length = _span(a, b)
        shift = 3.2 if a is limb.root else 1.6
        spine = [way(-shift * (1 - 0.3 * k / 6), length * (0.24 + 0.5 * k / 6)) for k in range(7)]
        sketch.ribbon("trousers_light", spine, [0.9, 1.5, 1.7, 1.7, 1.5, 1.2, 0.8])


def _foot(sketch: Sketch, limb: Limb, hand: int, *, far: bool, toes: str) -> None:
    shoe, sole = ("shoes_dark", "shoes_deep") if far else ("shoes", "shoes_deep")
    if toes == "front":
        way = Frame(limb.end, _direction(limb.end, limb.middle))
        sketch.band(
            shoe,
            way.line(curve([(-3.8, 3.5), (0, 4.2), (3.8, 3.5)])),
            way.line(curve([(-5.5, -6.6), (0, -8.2), (5.5, -6.6)])),
        )
        sketch.ribbon(sole, way.line([(-4.7, -6.6), (0, -7.2), (4.7, -6.6)]), [0.9] * 3)
        return
    # The foot's own frame: y along the toes; x towards the sole for a body facing right.
    way = Frame(limb.end, limb.tip, hand)
    top = [(2, -6.6), (-1.5, -6), (-4.2, -4.2), (-4.4, 2), (-1.4, 7), (0.8, 12), (3.2, 16.6)]
    low = [(6.2, -6.8), (6.5, -5), (6.5, -2), (6.5, 3), (6.5, 8), (6.5, 13), (6, 18.2)]
    sketch.band(shoe, way.line(curve(top, 4)), way.line(curve(low, 4)))
    under = [(6.6, -6.9), (6.6, 5.0), (6.6, 18.0)]
    spine = way.line(under)
    sketch.ribbon(sole, spine, [1.4, 1.4, 1.4])


def _arm(
    sketch: Sketch,
    limb: Limb,
    style: LimbStyle,
    hand: int,
    *,
    far: bool,
    merge: float = 0.0,
) -> None:
    """Draw an arm; ``merge`` is how much of the sleeve runs into the shirt without an edge."""
    skin, cloth = ("skin_dark", "shirt_dark") if far else ("skin", "shirt")
    short = _span(limb.root, limb.middle)
    _hand(sketch, limb, style, hand, skin)
    wide = sketch.flesh.arm
    fore, upper = ([w * wide for w in ws] for ws in (_FOREARM, _UPPER_ARM))
    sketch.bone(skin, limb.middle, limb.end, fore)
    sketch.bone(skin, limb.root, limb.middle, upper, span=(0.4, 1))
    widths = (6.7, 6.7, 6.4, 6.1, 5.9) if merge == 0 else (5.4, 6.1, 6.0, 5.8, 5.6)
    cuff = [w * wide for w in widths]
    if merge:
        # The shoulder's own width is the trunk's matter: a broad arm must not stand out above it.
        cuff[0], cuff[1] = widths[0], (widths[1] + cuff[1]) / 2
    if not far:
        grow = (0.7,) * 5 if merge == 0 else (-1.0, -1.0, 0.1, 0.6, 0.7)
        rim = [w + g for w, g in zip(cuff, grow, strict=True)]
        sketch.bone(
            "shirt_dark",
            limb.root,
            limb.middle,
            rim,
            span=(merge, 0.625),
            caps=_OPEN if merge else _ROUND_START,
        )
    sketch.bone(cloth, limb.root, limb.middle, cuff, span=(0, 0.565), caps=_ROUND_START)
    if not far:
        way = Frame(limb.root, _direction(limb.root, limb.middle), hand)
        spine = [way(-2.0, short * (0.05 + 0.42 * k / 5)) for k in range(6)]
        sketch.ribbon("shirt_light", spine, [1.1, 1.7, 1.9, 1.8, 1.5, 1.0])


def _hand(sketch: Sketch, limb: Limb, style: LimbStyle, hand: int, skin: str) -> None:
    way = Frame(limb.end, limb.tip, hand)
    if style.fist:
        sketch.blob(skin, way.line(ellipse((0, 4.6), (4.4, 5.2), steps=20)))
        sketch.stroke("crease", way.line([(-1.6, 8.4), (-2.2, 5.6), (-1.2, 3.4)]), 0.8)
        return
    spine = way.line(curve([(0, -1), (0.2, 4), (0.2, 8), (0.0, 12), (-0.4, 15)], 4))
    sketch.ribbon(skin, spine, smooth((2.8, 3.6, 3.7, 2.9, 1.7), 16))
    thumb = way.line(curve([(-1.6, 2.5), (-4.2, 5.5), (-4.8, 9.0)], 4))
    sketch.ribbon(skin, thumb, smooth((1.9, 1.7, 1.2), 8))


def _side_trunk(sketch: Sketch, body: Trunk, arch: float, near_leg: Limb) -> None:
    middle = ahead(body.waist, body.chest_dir - 90, arch)
    spine = curve([body.pelvis, middle, body.neck], 8)
    flesh = sketch.flesh
    # A back lies on the mat in every build: flesh is added in front.
    back = smooth((11.2, 10.9, 9.6, 8.3, 7.8, 8.6, 9.8, 9.0, 5.4), 16)
    back = [(2 * w + f) / 3 for w, f in zip(back, flesh.trunk(back), strict=True)]
    front = flesh.trunk(smooth((9.4, 9.8, 9.7, 9.3, 9.2, 9.8, 10.2, 8.8, 5.4), 16))
    front = flesh.breathed(front)
    neck = [
        ahead(body.neck, body.chest_dir + 180, 5),
        body.neck,
        ahead(body.skull, body.head_dir, 3),
    ]
    line = curve(neck)
    sketch.ribbon("skin_dark", line, [5.3] * len(line))
    sketch.ribbon("trousers", spine[:6], back[:6], front[:6])
    _leg(sketch, near_leg, 1, far=False)
    low = 3
    sketch.ribbon(
        "shirt",
        spine[low:],
        [w + 0.7 for w in back[low:]],
        [w + 0.7 for w in front[low:]],
        caps=_OPEN,
    )
    hem = spine[low : low + 2]
    sketch.ribbon(
        "shirt_dark",
        hem,
        [w + 0.7 for w in back[low : low + 2]],
        [w + 0.7 for w in front[low : low + 2]],
        caps=_OPEN,
    )
    lit = range(6, 15)
    sketch.ribbon(
        "shirt_light",
        [spine[i] for i in lit],
        [-front[i] * 0.32 for i in lit],
        [front[i] * (0.32 + 0.4 * sin((i - 6) / 8 * pi)) for i in lit],
        caps=_OPEN,
    )
    collar = Frame(body.neck, body.chest_dir)
    sketch.stroke("shirt_dark", collar.line([(-5.4, 0.6), (0, -1.2), (5.4, -1.0)]), 1.8)


def _front_trunk(sketch: Sketch, person: Person) -> None:
    body = person.trunk
    spine = curve([body.pelvis, body.waist, body.neck], 8)
    wide = smooth((16.6, 16.4, 15.2, 13.8, 13.2, 14.6, 16.6, 17.4, 7.6), 16)
    wide = sketch.flesh.breathed(sketch.flesh.trunk(wide))
    neck = [
        ahead(body.neck, body.chest_dir + 180, 5),
        body.neck,
        ahead(body.skull, body.head_dir, 2),
    ]
    line = curve(neck)
    sketch.ribbon("trousers", spine[:6], wide[:6], caps=_OPEN)
    sketch.disc("trousers", body.pelvis, 10.4)
    # A folded leg lies before the other.
    legs = sorted(("left_leg", "right_leg"), key=lambda k: person.folds.get(k, 0.0))
    for key in legs:
        hand = -1 if key == "left_leg" else 1
        _leg(sketch, person.limbs[key], hand, far=False, toes=person.styles[key].toes)
    yoke = Frame(body.neck, body.chest_dir)
    out, lift = person.shoulders
    drop = lift - SHOULDER_DROP
    end, high = 19.5 + out, lift * 0.45
    slope = [(-end, drop + 3.6), (-12, high - 0.4), (-6, 2.6), (6, 2.6), (12, high - 0.4)]
    slope.append((end, drop + 3.6))
    under = [(x * 0.9, drop - 7) for x, _ in slope]
    sketch.band("shirt", yoke.line(curve(slope, 4)), yoke.line(curve(under, 4)))
    sketch.ribbon("shirt", spine[3:], [w + 0.7 for w in wide[3:]], caps=_OPEN)
    hem = [w + 0.7 for w in wide[3:5]]
    sketch.ribbon("shirt_dark", spine[3:5], hem, caps=_OPEN)
    chest = Frame(body.waist, body.chest_dir)
    shine = chest.line(curve([(-9.6, 0), (-10.6, 8), (-10.8, 16)], 4))
    sketch.ribbon("shirt_light", shine, smooth((0.6, 1.9, 1.0), 8))
    sketch.disc("shirt_dark", ahead(body.neck, body.chest_dir, 0.6), 6.9)
    sketch.disc("skin_dark", ahead(body.neck, body.chest_dir, 1.6), 5.6)
    sketch.ribbon("skin_dark", line[6:], [5.4] * len(line[6:]))


def _span(a: Point, b: Point) -> float:
    return float(((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5)


def _direction(a: Point, b: Point) -> float:
    return degrees(atan2(b[1] - a[1], b[0] - a[0]))
