"""Every step that ships has its picture, a body can make every movement, and none is left over."""

from __future__ import annotations

import re
from itertools import pairwise
from math import radians, sin
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk import posing, skeleton
from kiosk.figures import FOLDER, load, movement, names
from kiosk.files import check_file
from kiosk.motion import Motion, Pace
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan, SegmentKind
from kiosk.skeleton import Figure

SESSIONS = Path(__file__).resolve().parent.parent / "sessions"
FILES = sorted(SESSIONS.rglob("*.yaml"))
STEPS = ("say", "ready", "wait", "hold", "move", "reps", "rest", "massage")
INHERITS = {"sounds.yaml", "when-settled.yaml"}
"""What is said here is about the session, not the body: the picture before it stays."""
IN_CODE = {"standing", "done", "placeholder"}
"""Figures the screen asks for by itself."""
SHIPPED = sorted(names())
MOVEMENTS = [name for name in SHIPPED if movement(name).moves]
MOMENTS = [n / 12 for n in range(13)]
TOE = 15.0
"""From the ankle to the ball of the foot."""


def written(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def steps_of(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for step in steps:
        found += steps_of(step["steps"]) if "steps" in step else [step]
    return found


def all_named() -> set[str]:
    named = {top["figure"] for top in map(written, FILES) if "figure" in top}
    for path in FILES:
        named |= {s["figure"] for s in steps_of(written(path)["steps"]) if "figure" in s}
    return named


def guide(heading: str) -> set[str]:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([a-z0-9-]+)` \|", section, re.MULTILINE))


def ground(figure: Figure) -> float:
    return max((p.numbers["height"] for p in figure.props if p.kind == "mat"), default=0.0)


def in_between(name: str) -> list[Figure]:
    poses = movement(name).poses
    pairs = pairwise(poses)
    return [posing.between(a, b, share) for a, b in pairs for share in MOMENTS]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_step_a_person_sees_has_a_figure_of_its_own(path: Path) -> None:
    shown = [s for s in steps_of(written(path)["steps"]) if any(key in s for key in STEPS)]
    bare = [s for s in shown if "figure" not in s]

    assert (bare == shown) if path.name in INHERITS else (bare == [])


def test_every_figure_that_is_named_is_there_and_can_be_read() -> None:
    for name in sorted(all_named()):
        assert movement(name).poses, name


def test_no_figure_is_left_over_but_those_kept_for_authors() -> None:
    used = all_named() | IN_CODE
    kept = guide("Kept for authors")
    poses = set[str]()
    for name in used | kept:
        poses |= {pose.name for pose in movement(name).poses}

    assert kept & all_named() == set(), "a session shows it: list it with the others"
    assert set(SHIPPED) - used - kept - poses == set()
    assert kept <= set(SHIPPED)


def test_the_guide_lists_every_figure_of_the_sessions() -> None:
    assert guide("What the sessions show") == all_named() | IN_CODE


@pytest.mark.parametrize("name", MOVEMENTS)
def test_a_foot_that_stands_in_both_poses_does_not_move_from_the_ground(name: str) -> None:
    poses = movement(name).poses
    for a, b in pairwise(poses):
        assert a.person is not None
        assert b.person is not None
        for key, style in a.person.styles.items():
            other = b.person.styles[key]
            if style.planted is None or other.planted is None:
                continue
            assert style.planted == other.planted, (key, a.name, b.name)
            for share in MOMENTS:
                person = posing.between(a, b, share).person
                assert person is not None
                height = person.limbs[key].end[1] - skeleton.ANKLE_HEIGHT
                assert height == pytest.approx(style.planted, abs=0.6), (key, a.name, b.name)


@pytest.mark.parametrize("name", MOVEMENTS)
def test_nothing_of_the_body_goes_through_the_ground_on_the_way(name: str) -> None:
    half = {"arm": (4.0, 2.6), "leg": (6.0, 4.0)}
    for figure in in_between(name):
        person, floor = figure.person, ground(figure)
        assert person is not None
        assert person.trunk.pelvis[1] - 9 >= floor - 1
        assert person.trunk.skull[1] - 5 >= floor - 1
        for key, limb in person.limbs.items():
            middle, end = half[key[-3:]]
            assert limb.middle[1] - middle >= floor - 3.5, (key, figure.name)
            assert limb.end[1] - end >= floor - 3.5, (key, figure.name)
            sideways = person.view == "side" or person.styles[key].toes == "side"
            if key.endswith("leg") and sideways:
                toe = limb.end[1] + TOE * sin(radians(limb.tip))
                assert toe >= floor - 2.5, (key, figure.name)


@pytest.mark.parametrize("name", MOVEMENTS)
def test_no_leg_passes_through_the_trunk_on_the_way(name: str) -> None:
    # A knee may come to the chest, never into it: seen from the side the two overlap only where
    # the hip is bent as far as a hip goes.
    for figure in in_between(name):
        person = figure.person
        assert person is not None
        if person.view == "front":
            continue
        low, high = skeleton.LIMITS["side"]["hip"]
        for key in ("near_leg", "far_leg"):
            assert low - 1 <= person.limbs[key].angles.get("hip", 0.0) <= high + 6, key


@pytest.mark.parametrize("name", MOVEMENTS)
def test_a_movement_shows(name: str) -> None:
    # Two poses that look alike from across the room are no movement: some joint, or the trunk,
    # travels far enough to be seen.
    poses = movement(name).poses
    travelled = 0.0
    for a, b in pairwise(poses):
        assert a.person is not None
        assert b.person is not None
        pairs = [(a.person.trunk.skull, b.person.trunk.skull)]
        pairs += [(a.person.trunk.pelvis, b.person.trunk.pelvis)]
        for key, limb in a.person.limbs.items():
            pairs += [
                (limb.middle, b.person.limbs[key].middle),
                (limb.end, b.person.limbs[key].end),
            ]
        travelled += max(skeleton.distance(p, q) for p, q in pairs)
        travelled += abs(a.person.arch - b.person.arch) + abs(
            a.person.angles.get("head", 0) - b.person.angles.get("head", 0)
        )

    assert travelled > 4


def test_the_body_of_one_exercise_keeps_its_size() -> None:
    # Steps that follow each other are drawn on stages of one scale, in the room a panel gives.
    def scale(name: str) -> float:
        left, bottom, right, top = skeleton.STAGES[load(name).stage]
        return min(700 / (right - left), 560 / (top - bottom))

    for path in FILES:
        if path.parent.name != "shared":
            continue
        shown = [s["figure"] for s in steps_of(written(path)["steps"]) if "figure" in s]
        for a, b in pairwise(shown):
            assert 0.8 < scale(a) / scale(b) < 1.25, (path.name, a, b)


def test_what_is_pressed_lies_under_what_the_text_names() -> None:
    # The back massager: between the lowest rib and the pelvis.
    down = load("back-massager")
    assert down.person is not None
    trunk = down.person.trunk
    arch = next(p for p in down.props if p.kind == "massager")
    assert trunk.pelvis[0] < arch.at[0] < trunk.waist[0]
    # Above it first: the elbows carry, and the trunk does not touch it yet.
    above = movement("back-massager").poses[0].person
    assert above is not None
    assert above.trunk.waist[1] - 9 > arch.at[1] + arch.numbers["height"]
    # The cane: its tip between rib and hip, at the back, and nearer when it presses.
    touch, press = (movement("massage-cane").poses[n] for n in (0, -1))
    tips = [next(p for p in f.props if p.kind == "cane").path[0] for f in (touch, press)]
    assert touch.person is not None
    assert touch.person.trunk.pelvis[1] < tips[0][1] < touch.person.trunk.waist[1]
    assert touch.person.trunk.pelvis[0] < tips[1][0] < tips[0][0]
    # The pack: behind the lower back, before the backrest.
    for kind in ("warm", "cold"):
        figure = load(f"chair-pack-{kind}")
        assert figure.person is not None
        pack = next(p for p in figure.props if p.kind == "pack")
        trunk = figure.person.trunk
        assert trunk.pelvis[1] < pack.at[1] < trunk.neck[1]
        assert trunk.waist[0] + 8 < pack.at[0] < trunk.waist[0] + 20


def test_the_tilt_closes_a_gap_that_is_there() -> None:
    relaxed, pressed = (movement("pelvic-tilt").poses[n].person for n in (0, -1))
    assert relaxed is not None
    assert pressed is not None

    assert relaxed.arch > 2
    assert pressed.arch <= 0


def plan_of(session: str) -> Plan:
    script = check_file(SESSIONS / f"{session}.yaml", 4_000).script
    assert script is not None
    plan = build(script, estimate_ms, presses={})
    assert isinstance(plan, Plan)
    return plan


@pytest.mark.parametrize("session", ["ql-release", "trigger-point", "massage-cane"])
def test_nobody_is_shown_on_a_massager_before_the_press_begins(session: str) -> None:
    plan = plan_of(session)
    motion = Motion(plan, 6_000)
    pressed = 0
    for index, segment in enumerate(plan.segments[:-1]):
        following = plan.segments[index + 1].kind
        pace = Pace(movement(segment.figure).seconds)
        end = motion.at(index, max(0, segment.duration_ms - 1), pace)
        awaited = following in {SegmentKind.GATE, SegmentKind.PRESS}
        if segment.kind is SegmentKind.PREPARE and awaited:
            assert end.place == 0
        elif segment.kind is SegmentKind.GATE:
            assert motion.at(index, 60_000, pace).place == 0
        elif segment.kind is SegmentKind.PRESS:
            pressed += 1
            assert motion.at(index, segment.duration_ms // 2, pace).place == 1
        elif segment.kind is SegmentKind.EASE:
            assert end.place == 0
    assert pressed


def test_who_walks_does_not_halt_between_two_steps() -> None:
    plan = plan_of("walk")
    motion = Motion(plan, 6_000)
    walk = movement("walk")
    pace = Pace(walk.seconds, 0.5, loop=walk.poses[0].name == walk.poses[-1].name)
    moves = [n for n, s in enumerate(plan.segments) if s.kind is SegmentKind.MOVE]
    assert moves
    for index in moves:
        places = [motion.at(index, ms, pace).place for ms in range(0, 10_000, 100)]
        steps = [(b - a) % 1.0 for a, b in pairwise(places)]
        assert max(steps) - min(steps) < 1e-6
        assert 0.02 < min(steps) < 0.2


def test_a_change_of_sides_leaves_the_person_as_they_are() -> None:
    plan = plan_of("side-bends")
    motion = Motion(plan, 6_000)
    changes = [n for n, s in enumerate(plan.segments) if s.kind is SegmentKind.CHANGE]
    assert changes
    for index in changes:
        pace = Pace(movement(plan.segments[index].figure).seconds)
        before = motion.at(index - 1, plan.segments[index - 1].duration_ms, pace)
        assert motion.at(index, 1_000, pace).place == before.place == 1
