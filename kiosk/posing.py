"""From one pose to another: joint angles and anchors in between, solved anew at every step.

Vertices far apart must not be blended in a line: limbs would shrink and feet would slide. So the
angles and the anchors are blended, and the joints are found from them: a foot that is planted in
both poses stays, and every bone keeps its length.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from kiosk import skeleton
from kiosk.skeleton import LENGTHS, Figure, Limb, LimbStyle, Person, Point, Prop

USUAL_SECONDS = 1.5
"""How long a movement takes from one pose to the next where its author does not say."""
_NEAR = 0.85
"""A hand goes straight to its goal where that keeps the arm at least so far stretched, in shares;
else it swings about the shoulder."""
_DEGREES_A_STEP = 9.0
_FEWEST, _MOST = 4, 14


@dataclass(frozen=True, slots=True)
class Movement:
    """Poses one after another. A single pose is a movement that stands still.

    Attributes:
        name: Its file's stem.
        about: What it shows, in a sentence.
        stage: The part of the plane that is shown.
        poses: One, or two and more of the same view with the same things around them.
        seconds: From each pose to the next; one fewer than the poses.
        still: Which pose is shown where nothing moves, from 0.
    """

    name: str
    about: str
    stage: str
    poses: tuple[Figure, ...]
    seconds: tuple[float, ...] = ()
    still: int = 0

    @property
    def moves(self) -> bool:
        """Whether there is more than one pose."""
        return len(self.poses) > 1

    @property
    def length(self) -> float:
        """How long it takes from the first pose to the last, in seconds; 0 for one pose."""
        return sum(self.seconds)

    @property
    def picture(self) -> Figure:
        """The pose shown where nothing moves, under the movement's own name."""
        return replace(self.poses[self.still], name=self.name, about=self.about)


def mismatch(a: Figure, b: Figure) -> str:
    """Why no movement can lead from one pose to another, or empty where one can."""
    if a.stage != b.stage:
        return f"{a.name} has the stage {a.stage} and {b.name} {b.stage}; give them one stage"
    one, two = a.person, b.person
    if one is None or two is None:
        return f"{a.name if one is None else b.name} has no person, and nothing in it can move"
    if one.view != two.view:
        return f"{a.name} is a {one.view} view and {b.name} a {two.view} view; choose one"
    things = [[(p.kind, p.layer, len(p.path)) for p in f.props] for f in (a, b)]
    if things[0] != things[1]:
        return f"{a.name} and {b.name} must have the same props in the same order and layers"
    for key, style in one.styles.items():
        other = two.styles[key]
        if (style.behind, style.toes) != (other.behind, other.toes):
            return f"{key} must have the same 'behind' and 'toes' in {a.name} and in {b.name}"
    if (one.eyes == "away") != (two.eyes == "away"):
        return f"{a.name} and {b.name} must both be seen from behind, or neither"
    return ""


def steps_between(a: Figure, b: Figure) -> int:
    """How many steps to solve on the way, so that a line between two steps is as good as an arc."""
    one, two = a.person, b.person
    if one is None or two is None:
        return 1
    turns = [_turn(one.angles, two.angles)]
    turns += [abs(one.angles.get(k, 0.0) - two.angles.get(k, 0.0)) for k in ("lean",)]
    turns += [_turn(one.limbs[key].angles, two.limbs[key].angles) for key in one.limbs]
    return max(_FEWEST, min(_MOST, ceil(max(turns) / _DEGREES_A_STEP)))


def _turn(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    keys = {key for key in (*a, *b) if not key.startswith("short")}
    return max((abs(a.get(key, 0.0) - b.get(key, 0.0)) for key in keys), default=0.0)


def between(a: Figure, b: Figure, share: float) -> Figure:
    """Give the figure at a share (0 to 1) of the way from one pose to another.

    What is not a matter of degree (arrows, glows, eyes, fists) is the second pose's.
    """
    if a.person is None or b.person is None:
        return b
    return replace(
        b,
        person=_person(a.person, b.person, share),
        props=tuple(_prop(p, q, share) for p, q in zip(a.props, b.props, strict=True)),
    )


def _mix(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def _point(a: Point, b: Point, share: float) -> Point:
    return _mix(a[0], b[0], share), _mix(a[1], b[1], share)


def _angles(a: Mapping[str, float], b: Mapping[str, float], share: float) -> dict[str, float]:
    keys = dict.fromkeys((*a, *b))
    absent = {"short_upper": 1.0, "short_lower": 1.0}
    return {k: _mix(a.get(k, absent.get(k, 0)), b.get(k, absent.get(k, 0)), share) for k in keys}


def _path(a: Sequence[Point], b: Sequence[Point], share: float) -> tuple[Point, ...]:
    return tuple(_point(p, q, share) for p, q in zip(a, b, strict=True))


def _prop(a: Prop, b: Prop, share: float) -> Prop:
    return replace(
        b,
        at=_point(a.at, b.at, share),
        numbers=_angles(a.numbers, b.numbers, share),
        path=_path(a.path, b.path, share),
    )


def _person(a: Person, b: Person, share: float) -> Person:
    angles = _angles(a.angles, b.angles, share)
    sign = -1 if b.view == "side" else 1
    trunk = skeleton.trunk(_point(a.trunk.pelvis, b.trunk.pelvis, share), angles, sign)
    shoulders = _point(a.shoulders, b.shoulders, share)
    limbs: dict[str, Limb] = {}
    styles: dict[str, LimbStyle] = {}
    for key, style in b.styles.items():
        root, frame, way = skeleton.hung(key, b.view, trunk, shoulders)
        limbs[key] = _limb(a, b, key, share, root=root, frame=frame, sign=way)
        planted = style.planted if style.planted == a.styles[key].planted else None
        styles[key] = replace(style, planted=planted)
    return replace(
        b,
        trunk=trunk,
        limbs=limbs,
        styles=styles,
        angles=angles,
        arch=_mix(a.arch, b.arch, share),
        shoulders=shoulders,
        folds={key: max(fold, a.folds.get(key, 0.0)) for key, fold in b.folds.items()},
    )


def _limb(
    a: Person, b: Person, key: str, share: float, *, root: Point, frame: float, sign: int
) -> Limb:
    is_arm = key.endswith("arm")
    one, two = a.limbs[key], b.limbs[key]
    angles = _angles(one.angles, two.angles, share)
    style, other = a.styles[key], b.styles[key]
    solve = skeleton.arm if is_arm else skeleton.leg
    same = style.reached and other.reached and style.bend == other.bend
    if not same or not _straight(one, two, foot=not is_arm):
        return solve(root, frame, angles, sign)
    goal = _held(root, _point(one.end, two.end, share), is_arm, angles)
    angles |= skeleton.reached(
        root=root, goal=goal, frame=frame, sign=sign, angles=angles, bend=other.bend, arm=is_arm
    )
    if not is_arm and (b.view == "side" or other.toes == "side"):
        # The foot keeps its angle to the floor, whatever the shank does.
        shank = frame + 180 + sign * (angles["hip"] - angles["knee"])
        toe = one.tip + skeleton.turned(two.tip - one.tip) * share
        angles["ankle"] = skeleton.turned(sign * (toe - shank) - 90)
    return solve(root, frame, angles, sign)


def _straight(one: Limb, two: Limb, *, foot: bool) -> bool:
    """Whether hand or foot may go from goal to goal in a line."""
    if foot:
        return True
    middle = _point(one.end, two.end, 0.5)
    root = _point(one.root, two.root, 0.5)
    ends = min(skeleton.distance(one.root, one.end), skeleton.distance(two.root, two.end))
    return skeleton.distance(root, middle) >= _NEAR * ends


def _held(root: Point, goal: Point, is_arm: bool, angles: Mapping[str, float]) -> Point:  # noqa: FBT001
    """Bring a goal within the limb's reach, along the line from its root."""
    bones = ("upper_arm", "forearm") if is_arm else ("thigh", "shank")
    upper = LENGTHS[bones[0]] * angles.get("short_upper", 1.0)
    lower = LENGTHS[bones[1]] * angles.get("short_lower", 1.0)
    span = skeleton.distance(root, goal) or 1.0
    kept = max(abs(upper - lower) + 1.0, min(span, upper + lower))
    return _point(root, goal, kept / span)
