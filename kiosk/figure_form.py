"""Reads the form of a figure's file: strict keys, numbers in bounds, joints solved.

The form is described for authors in ``assets/figures/README.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from kiosk import skeleton
from kiosk.posing import USUAL_SECONDS
from kiosk.skeleton import (
    ANKLE_HEIGHT,
    LIMITS,
    STAGES,
    Figure,
    Glow,
    Limb,
    LimbStyle,
    Person,
    Point,
    Prop,
    View,
)

PROPS: Mapping[str, Mapping[str, float]] = {
    # Every number a prop takes, with what it is when the author leaves it out. ``at`` is apart.
    "mat": {"width": 190, "height": 3},
    "ball": {"size": 22},
    "block": {"width": 22, "height": 14},
    "chair": {"height": 46},
    "wall": {"height": 180},
    "massager": {"width": 30, "height": 7},
    "ridge": {"width": 34, "height": 8},
    "pack": {"width": 26, "height": 5, "cold": 0, "wrapped": 0},
    "tick": {"size": 26},
    "cane": {},
    "table": {"width": 40, "height": 72},
    "blanket": {"width": 34, "height": 6},
    "seat": {"height": 34},
    "wheel": {"size": 30},
}
LAYERS = ("back", "middle", "front")
LIMBS: Mapping[View, tuple[str, str, str, str]] = {
    "side": ("far_arm", "far_leg", "near_arm", "near_leg"),
    "front": ("left_arm", "left_leg", "right_arm", "right_leg"),
}
_TRUNK = ("lean", "lower", "upper", "neck", "head")
_ARM = ("shoulder", "elbow", "wrist")
_LEG = ("hip", "knee", "ankle")
_SHORT = ("short_upper", "short_lower")
_DEEPEST = 6
_MOST_POSES = 8


class SlipError(ValueError):
    """What is wrong, without the file's name and the full stop."""


def _flat(raw: bytes) -> None:
    """Refuse what a pose never needs, before anything is built from it."""
    depth = 0
    for event in yaml.parse(raw, Loader=_StrictLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SlipError("write the pose out in full, without anchors and aliases")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise SlipError("it is nested deeper than any pose is")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that refuses a key given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise SlipError(f"line {key.start_mark.line + 1}: a key must be a plain word")
            if key.value in seen:
                line = key.start_mark.line + 1
                raise SlipError(f"{key.value!r} is given twice (line {line}); keep one")
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read(name: str, raw: bytes) -> "Figure | Sequel":
    """Read one figure's file: a pose, or the poses of a movement by name.

    Raises:
        SlipError: What is wrong with it, in words for its author.
    """
    try:
        _flat(raw)
        data = yaml.load(raw, Loader=_StrictLoader)  # noqa: S506  # a SafeLoader underneath
    except yaml.YAMLError as error:
        raise SlipError(f"this is not valid YAML: {' '.join(str(error).split())}") from error
    if isinstance(data, dict) and "poses" in data:
        return _sequel(data)
    top = _mapping("the file", data, ("about", "stage", "person", "props", "arrows", "glows"))
    about = _about(top)
    stage = _one_of("stage", top.get("stage"), STAGES)
    person = _person(top["person"]) if "person" in top else None
    return Figure(
        name=name,
        about=about,
        stage=stage,
        person=person,
        props=tuple(_prop(entry) for entry in _listed("props", top)),
        arrows=tuple(_path("arrows", entry) for entry in _listed("arrows", top)),
        glows=tuple(_glow(entry) for entry in _listed("glows", top)),
    )


def _about(top: Mapping[str, Any]) -> str:
    about = top.get("about")
    if not isinstance(about, str) or not about.strip():
        raise SlipError("'about' must say in a sentence what the picture shows")
    return about.strip()


@dataclass(frozen=True, slots=True)
class Sequel:
    """A movement's file as it is written; the poses are names still."""

    about: str
    poses: tuple[str, ...]
    seconds: tuple[float, ...]
    still: int


def _sequel(data: object) -> Sequel:
    top = _mapping("a movement", data, ("about", "poses", "seconds", "still"))
    poses = _listed("poses", top)
    if not 2 <= len(poses) <= _MOST_POSES or not all(isinstance(pose, str) for pose in poses):
        raise SlipError(f"'poses' must be a list of 2 to {_MOST_POSES} names of figures")
    legs = len(poses) - 1
    seconds = top.get("seconds", [USUAL_SECONDS] * legs)
    if not isinstance(seconds, list) or len(seconds) != legs:
        raise SlipError(f"'seconds' must be a list of {legs}: from each pose to the next")
    still = top.get("still", len(poses))
    if isinstance(still, bool) or not isinstance(still, int) or not 1 <= still <= len(poses):
        raise SlipError(f"'still' must be the number of a pose, 1 to {len(poses)}, not {still!r}")
    return Sequel(
        about=_about(top),
        poses=tuple(str(pose) for pose in poses),
        seconds=tuple(_number("seconds", entry, 0.3, 20) for entry in seconds),
        still=still - 1,
    )


def _person(data: object) -> Person:
    view_of = data.get("view") if isinstance(data, dict) else None
    view: View = "front" if _one_of("view", view_of, LIMITS) == "front" else "side"
    limbs = LIMBS[view]
    body = _mapping(
        "person", data, ("view", "pelvis", "arch", "eyes", "shoulders", *_TRUNK, *limbs)
    )
    sign = -1 if view == "side" else 1
    angles = {key: _angle(view, key, body[key]) for key in _TRUNK if key in body}
    pelvis = _point("pelvis", body.get("pelvis"))
    trunk = skeleton.trunk(pelvis, angles, sign)
    moved = _point("shoulders", body.get("shoulders", [0, 0]))
    out, up = (_number("shoulders", part, -5, 7) for part in moved)
    solved: dict[str, Limb] = {}
    styles: dict[str, LimbStyle] = {}
    for key in limbs:
        root, frame, way = skeleton.hung(key, view, trunk, (out, up))
        solved[key], styles[key] = _limb(
            view, key, body.get(key, {}), root=root, frame=frame, sign=way
        )
    return Person(
        view=view,
        trunk=trunk,
        limbs=solved,
        styles=styles,
        angles=angles,
        arch=_number("arch", body.get("arch", 1.5), -4, 6),
        eyes=_one_of("eyes", body.get("eyes", "open"), ("open", "closed", "away")),
        shoulders=(out, up),
        folds={k: limb.angles.get("knee", 0.0) for k, limb in solved.items() if "leg" in k},
    )


def _limb(
    view: View, key: str, data: object, *, root: Point, frame: float, sign: int
) -> tuple[Limb, LimbStyle]:
    is_arm = key.endswith("arm")
    joints = _ARM if is_arm else _LEG
    goal_key = "hand" if is_arm else "foot"
    extra = ("behind", "fist", "bend") if is_arm else ("sole", "toes")
    spec = _mapping(key, data, (*joints, *_SHORT, goal_key, *extra))
    angles = {j: _angle(view, f"{key}'s {j}", spec[j], j) for j in joints if j in spec}
    for short in _SHORT:
        if short in spec:
            angles[short] = _number(f"{key}'s {short}", spec[short], 0.25, 1)
    solve = skeleton.arm if is_arm else skeleton.leg
    planted: float | None = None
    bend = 1
    if goal_key in spec:
        goal = _point(f"{key}'s {goal_key}", spec[goal_key])
        sole = _number(f"{key}'s sole", spec.get("sole", 0), -90, 90)
        if not is_arm:
            planted = goal[1] if sole == 0 else None
            goal = (goal[0], goal[1] + ANKLE_HEIGHT)
        way = _one_of(f"{key}'s bend", spec.get("bend", "usual"), ("usual", "other"))
        bend = -1 if way == "other" else 1
        try:
            found = skeleton.reached(
                root=root, goal=goal, frame=frame, sign=sign, angles=angles, bend=bend, arm=is_arm
            )
        except ValueError as error:
            raise SlipError(f"{key}'s {goal_key} {error}") from error
        if not is_arm and (view == "side" or spec.get("toes") == "side"):
            # The foot keeps its angle to the floor, whatever the shank does.
            shank = frame + 180 + sign * (found["hip"] - found["knee"])
            toe = sole if sign > 0 else 180 - sole
            found["ankle"] = skeleton.turned(sign * (toe - shank) - 90)
        for joint in joints:
            if joint in found:
                angles[joint] = _angle(view, f"{key}'s {joint}", round(found[joint], 2), joint)
    style = LimbStyle(
        behind=_flag(f"{key}'s behind", spec.get("behind", False)),
        fist=_flag(f"{key}'s fist", spec.get("fist", False)),
        planted=planted,
        toes=_one_of(f"{key}'s toes", spec.get("toes", "front"), ("front", "side")),
        reached=goal_key in spec,
        bend=bend,
    )
    return solve(root, frame, angles, sign), style


def _prop(data: object) -> Prop:
    kind_of = data.get("kind") if isinstance(data, dict) else None
    kind = _one_of("a prop's kind", kind_of, PROPS)
    numbers = PROPS[kind]
    spec = _mapping(kind, data, ("kind", "at", "layer", "path", "turn", *numbers))
    given = {k: _number(f"{kind}'s {k}", spec.get(k, v), 0, 250) for k, v in numbers.items()}
    given["turn"] = _number(f"{kind}'s turn", spec.get("turn", 0), -180, 180)
    return Prop(
        kind=kind,
        at=_point(f"{kind}'s at", spec.get("at", [0, 0])),
        layer=_one_of(f"{kind}'s layer", spec.get("layer", "back"), LAYERS),
        numbers=given,
        path=_path(f"{kind}'s path", spec["path"]) if "path" in spec else (),
    )


def _glow(data: object) -> Glow:
    spec = _mapping("a glow", data, ("at", "size", "turn"))
    at = _point("a glow's at", spec.get("at"))
    size = _point("a glow's size", spec.get("size", [8, 8]))
    return Glow(at, size, _number("a glow's turn", spec.get("turn", 0), -180, 180))


def _mapping(what: str, data: object, allowed: Sequence[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise SlipError(f"{what} must be a block of 'key: value' lines")
    for key in data:
        if key not in allowed:
            raise SlipError(f"{what} has no key {key!r}; allowed: {', '.join(allowed)}")
    return data


def _listed(what: str, top: Mapping[str, Any]) -> list[object]:
    entries = top.get(what, [])
    if not isinstance(entries, list):
        raise SlipError(f"{what!r} must be a list")
    return entries


def _number(what: str, value: object, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise SlipError(f"{what} must be a number from {low:g} to {high:g}, not {value!r}")
    return float(value)


def _angle(view: View, what: str, value: object, joint: str = "") -> float:
    low, high = LIMITS[view][joint or what]
    return _number(what, value, low, high)


def _flag(what: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise SlipError(f"{what} must be true or false, not {value!r}")
    return value


def _point(what: str, value: object) -> Point:
    if not isinstance(value, list) or len(value) != 2:
        raise SlipError(f"{what} must be [x, y] in centimetres")
    return _number(what, value[0], -250, 250), _number(what, value[1], -250, 250)


def _path(what: str, value: object) -> tuple[Point, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= 12:
        raise SlipError(f"{what} must be a list of 2 to 12 points [x, y]")
    return tuple(_point(what, entry) for entry in value)


def _one_of(what: str, value: object, allowed: Any) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise SlipError(f"{what} must be one of {', '.join(allowed)}, not {value!r}")
    return value
