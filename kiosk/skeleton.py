"""What a figure is: the one skeleton all share, how angles become joints, and what is around it.

Everything is in centimetres of a person 170 cm tall, in the plane of the picture: x to the right,
y up, the floor at 0. Angles are degrees, and mean what a physiotherapist means by them, whichever
way the person faces: 0 is standing straight, flexion is positive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import acos, atan2, cos, degrees, hypot, radians, sin
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
View: TypeAlias = Literal["side", "front"]

LENGTHS: Mapping[str, float] = {
    "lower_trunk": 22.0,  # hip joint to lowest rib
    "upper_trunk": 28.0,  # lowest rib to the root of the neck
    "neck": 9.0,
    "upper_arm": 29.0,
    "forearm": 25.0,
    "thigh": 40.0,
    "shank": 40.0,
}
ANKLE_HEIGHT = 8.0
"""From the sole to the ankle joint."""
SHOULDER_DROP = 6.5
"""The shoulder joint lies this far below the root of the neck."""
HALF_SHOULDERS = 16.5
HALF_HIPS = 8.5

STAGES: Mapping[str, tuple[float, float, float, float]] = {
    "lying": (-100.0, -9.0, 100.0, 88.0),
    "sitting": (-88.0, -10.0, 88.0, 148.0),
    "standing": (-84.0, -8.0, 84.0, 184.0),
    "tall": (-84.0, -8.0, 84.0, 212.0),
}
"""What part of the plane is shown (left, bottom, right, top), the same for poses alike."""

LIMITS: Mapping[View, Mapping[str, tuple[float, float]]] = {
    "side": {
        "lean": (-110, 110),
        "lower": (-25, 45),
        "upper": (-25, 50),
        "neck": (-45, 55),
        "head": (-35, 35),
        "shoulder": (-75, 185),
        "elbow": (0, 150),
        "wrist": (-85, 85),
        "hip": (-30, 135),
        "knee": (0, 160),
        "ankle": (-80, 45),
    },
    "front": {
        "lean": (-100, 100),
        "lower": (-35, 35),
        "upper": (-30, 30),
        "neck": (-30, 30),
        "head": (-25, 25),
        "shoulder": (-80, 205),
        "elbow": (-150, 150),
        "wrist": (-60, 60),
        "hip": (-25, 165),
        "knee": (-5, 172),
        "ankle": (-90, 90),
    },
}
"""What a healthy joint can do; a pose beyond it is refused as a slip of the author."""


@dataclass(frozen=True, slots=True)
class Limb:
    """One arm or leg, solved.

    Attributes:
        root: Shoulder or hip.
        middle: Elbow or knee.
        end: Wrist or ankle.
        tip: Direction of the hand or the foot, in degrees of the picture.
        angles: Its joint angles, by the names in `LIMITS`.
    """

    root: Point
    middle: Point
    end: Point
    tip: float
    angles: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trunk:
    """The trunk and head, solved. Directions are degrees of the picture."""

    pelvis: Point
    waist: Point
    neck: Point
    skull: Point
    pelvis_dir: float
    chest_dir: float
    head_dir: float


@dataclass(frozen=True, slots=True)
class LimbStyle:
    """How a limb is drawn, beside where it is.

    Attributes:
        behind: An arm drawn behind the trunk and the head.
        fist: A hand that grips.
        planted: A foot whose whole sole is on the ground, at this height; None when it is not.
        toes: In a front view, whether the foot points at the viewer or is seen from its side.
        reached: Hand or foot was given a goal, and the angles were found from it.
        bend: -1 for an elbow brought to the other side.
    """

    behind: bool = False
    fist: bool = False
    planted: float | None = None
    toes: str = "front"
    reached: bool = False
    bend: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """The one body of a figure, solved to joints.

    Attributes:
        view: From which side it is seen.
        trunk: The trunk and head.
        limbs: The limbs, by the author's names.
        styles: How each is drawn, by the same names.
        angles: The trunk's angles, as the author gave them.
        arch: Hollow of the lower back in cm.
        eyes: ``open``, ``closed``, or ``away``: a front view's person seen from behind.
        shoulders: How far they are moved from rest in cm: forward (in a front view out), and up.
        folds: How much each leg is bent at its most: the one more bent lies before the other.
    """

    view: View
    trunk: Trunk
    limbs: Mapping[str, Limb]
    styles: Mapping[str, LimbStyle]
    angles: Mapping[str, float]
    arch: float = 1.5
    eyes: str = "open"
    shoulders: Point = (0.0, 0.0)
    folds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing beside, under or in the hands of the person."""

    kind: str
    at: Point
    layer: str
    numbers: Mapping[str, float]
    path: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Glow:
    """A highlighted area: an ellipse, turned by ``turn`` degrees."""

    at: Point
    size: Point
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture: a person, what is around them, and what to notice.

    Attributes:
        name: Its file's stem.
        about: What it shows, in a sentence, for people who cannot see it.
        stage: The part of the plane that is shown; a key of `STAGES`.
        person: The body, or None when only things are shown.
        props: In the order they are drawn.
        arrows: Each a smooth path from its tail to its head.
        glows: Highlighted areas.
    """

    name: str
    about: str
    stage: str
    person: Person | None
    props: tuple[Prop, ...] = ()
    arrows: tuple[tuple[Point, ...], ...] = ()
    glows: tuple[Glow, ...] = ()


def ahead(start: Point, direction: float, length: float) -> Point:
    """Give the point ``length`` away from ``start`` in a direction (degrees)."""
    turn = radians(direction)
    return start[0] + length * cos(turn), start[1] + length * sin(turn)


def distance(a: Point, b: Point) -> float:
    """Give how far apart two points are."""
    return hypot(b[0] - a[0], b[1] - a[1])


def trunk(pelvis: Point, angles: Mapping[str, float], sign: int) -> Trunk:
    """Stack the trunk on the pelvis.

    Args:
        pelvis: The hip joints' middle.
        angles: ``lean``, ``lower``, ``upper``, ``neck``, ``head``; what is absent is 0.
        sign: 1 when bending forward turns the picture's trunk to the right, -1 to the left.
    """
    lean = angles.get("lean", 0.0)
    low = lean + angles.get("lower", 0.0)
    high = low + angles.get("upper", 0.0)
    neck = high + angles.get("neck", 0.0)
    waist = ahead(pelvis, 90 - sign * low, LENGTHS["lower_trunk"])
    root = ahead(waist, 90 - sign * high, LENGTHS["upper_trunk"])
    return Trunk(
        pelvis=pelvis,
        waist=waist,
        neck=root,
        skull=ahead(root, 90 - sign * neck, LENGTHS["neck"]),
        pelvis_dir=90 - sign * lean,
        chest_dir=90 - sign * high,
        head_dir=90 - sign * (neck + angles.get("head", 0.0)),
    )


def arm(root: Point, chest_dir: float, angles: Mapping[str, float], sign: int) -> Limb:
    """Hang an arm from its shoulder; ``short`` (0 to 1) foreshortens it towards the viewer."""
    upper = chest_dir + 180 + sign * angles.get("shoulder", 0.0)
    fore = upper + sign * angles.get("elbow", 0.0)
    elbow = ahead(root, upper, LENGTHS["upper_arm"] * angles.get("short_upper", 1.0))
    wrist = ahead(elbow, fore, LENGTHS["forearm"] * angles.get("short_lower", 1.0))
    return Limb(root, elbow, wrist, fore + sign * angles.get("wrist", 0.0), angles)


def leg(root: Point, pelvis_dir: float, angles: Mapping[str, float], sign: int) -> Limb:
    """Hang a leg from its hip; ``short`` (0 to 1) foreshortens it towards the viewer."""
    thigh = pelvis_dir + 180 + sign * angles.get("hip", 0.0)
    shank = thigh - sign * angles.get("knee", 0.0)
    knee = ahead(root, thigh, LENGTHS["thigh"] * angles.get("short_upper", 1.0))
    ankle = ahead(knee, shank, LENGTHS["shank"] * angles.get("short_lower", 1.0))
    return Limb(root, knee, ankle, shank + sign * (90 + angles.get("ankle", 0.0)), angles)


def reach(root: Point, goal: Point, upper: float, lower: float, bend: int) -> tuple[float, float]:
    """Find the two directions that bring a limb's end to a goal.

    Args:
        root: Shoulder or hip.
        goal: Where wrist or ankle is to be.
        upper: Length of the first bone.
        lower: Length of the second.
        bend: 1 when the second bone turns counter-clockwise from the first, else -1.

    Raises:
        ValueError: The goal is out of reach.
    """
    span = distance(root, goal)
    if span > upper + lower + 0.01:
        over = span - upper - lower
        raise ValueError(f"is {over:.1f} cm out of reach")
    if span < abs(upper - lower) + 0.5:
        raise ValueError("is too close for the limb to fold")
    span = min(span, upper + lower)
    line = degrees(atan2(goal[1] - root[1], goal[0] - root[0]))
    inner = degrees(acos(min(1, (upper**2 + span**2 - lower**2) / (2 * upper * span))))
    corner = degrees(acos(max(-1.0, (upper**2 + lower**2 - span**2) / (2 * upper * lower))))
    return line - bend * inner, line - bend * inner + bend * (180 - corner)


def hung(key: str, view: View, trunk: Trunk, shoulders: Point) -> tuple[Point, float, int]:
    """Give where a limb hangs from the trunk, the direction of what it hangs from, and its way.

    The way is the sign of its angles: see `arm` and `leg`.
    """
    outward = {"left": -1, "right": 1}.get(key.partition("_")[0], 0)
    way = outward or (-1 if view == "side" else 1)
    if not key.endswith("arm"):
        root = ahead(trunk.pelvis, trunk.pelvis_dir - 90, HALF_HIPS * outward)
        return root, trunk.pelvis_dir, way
    out, up = shoulders
    root = ahead(trunk.neck, trunk.chest_dir + 180, SHOULDER_DROP - up)
    if view == "side":
        root = ahead(root, trunk.chest_dir + 90, out)
    root = ahead(root, trunk.chest_dir - 90, (HALF_SHOULDERS + out) * outward)
    return root, trunk.chest_dir, way


def reached(
    *,
    root: Point,
    goal: Point,
    frame: float,
    sign: int,
    angles: Mapping[str, float],
    bend: int,
    arm: bool,
) -> dict[str, float]:
    """Find the two angles that bring a limb's end to a goal, as `arm` and `leg` take them.

    Raises:
        ValueError: The goal is out of reach.
    """
    bones = ("upper_arm", "forearm") if arm else ("thigh", "shank")
    upper = LENGTHS[bones[0]] * angles.get("short_upper", 1.0)
    lower = LENGTHS[bones[1]] * angles.get("short_lower", 1.0)
    first, second = reach(root, goal, upper, lower, sign * bend if arm else -sign)
    swing = turned(sign * (first - frame - 180))
    fold = turned(second - first) * (sign if arm else -sign)
    if swing < -100:
        swing += 360  # an arm overhead is 190, not -170
    return {"shoulder": swing, "elbow": fold} if arm else {"hip": swing, "knee": fold}


def turned(angle: float) -> float:
    """Bring an angle into -180 (not itself) to 180."""
    return 180 - (180 - angle) % 360
