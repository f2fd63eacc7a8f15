"""A figure moves with the plan: into the pose as it is told, held, let go, and in the tempo."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_scripts import Voice, scripts, voices

from kiosk.motion import Moment, Motion, Pace
from kiosk.plan.build import build
from kiosk.plan.model import Cue, CueKind, LeadIn, Plan, Segment, SegmentKind
from kiosk.plan.presses import Press
from kiosk.script.model import Script

BREATH = 4_000
PACE = Pace((1.0,))
CLOSE = pytest.approx


def plan_of(*parts: tuple, word: int = 500) -> Plan:
    """Segments of (kind, length, more...), each with its first word half a second in."""
    segments, cues, at = [], [], 0
    for index, (kind, length, *more) in enumerate(parts):
        fields = {"figure": "f", **(more[0] if more else {})}
        segments.append(Segment(at, at + length, SegmentKind(kind), index, "", **fields))
        if length > word:
            cues.append(Cue(at + word, 400, CueKind.INSTRUCTION, index, "Words."))
        at += length
    return Plan("s", "S", "en", tuple(segments), tuple(cues), (), LeadIn(()), "", ())


def at(plan: Plan, index: int, elapsed: int, pace: Pace = PACE) -> Moment:
    return Motion(plan, BREATH).at(index, elapsed, pace)


def places(plan: Plan, index: int, *moments: int, pace: Pace = PACE) -> list[float]:
    return [at(plan, index, moment, pace).place for moment in moments]


HOLDING = plan_of(("prepare", 6_000), ("hold", 10_000), ("rest", 5_000), ("prepare", 6_000))


@pytest.mark.parametrize(
    ("what", "index", "elapsed", "place"),
    [
        ("nothing moves before the first word", 0, 400, 0),
        ("half-way in, in the middle of it", 0, 1_500, 0.5),
        ("in the pose while the words go on", 0, 2_600, 1),
        ("the hold begins in the pose", 1, 0, 1),
        ("and stays in it", 1, 7_000, 1),
        ("to its end", 1, 10_000, 1),
        ("the rest begins where the hold ended", 2, 0, 1),
        ("lets go", 2, 650, 0.5),
        ("and is back long before its end", 2, 1_400, 0),
        ("the next instruction begins at rest", 3, 0, 0),
    ],
)
def test_a_hold_is_gone_into_kept_and_let_go(what, index, elapsed, place):
    assert at(HOLDING, index, elapsed).place == CLOSE(place, abs=0.02), what


def test_a_hold_breathes_with_the_person_and_ends_breathed_out():
    def breaths(*moments):
        return [at(HOLDING, 1, moment).breath for moment in moments]

    assert breaths(0, 2_000, 4_000, 6_000, 10_000) == CLOSE([0, 1, 0, 1, 0], abs=0.01)


def test_repetitions_follow_their_tempo():
    two = plan_of(("reps", 6_000, {"tempo": (2_000, 4_000)}))
    three = plan_of(("reps", 6_000, {"tempo": (2_000, 1_000, 3_000)}))
    four = plan_of(("reps", 8_000, {"tempo": (2_000, 1_000, 2_000, 3_000)}))
    one = plan_of(("reps", 4_000, {"tempo": (4_000,)}))

    assert places(two, 0, 0, 1_000, 2_000, 4_000, 6_000) == CLOSE([0, 0.5, 1, 0.5, 0])
    assert places(three, 0, 0, 2_000, 2_500, 3_000, 4_500, 6_000) == CLOSE([0, 1, 1, 1, 0.5, 0])
    assert places(four, 0, 2_000, 3_000, 4_000, 5_000, 7_000) == CLOSE([1, 1, 0.5, 0, 0])
    assert places(one, 0, 0, 2_000, 4_000) == CLOSE([0, 1, 0])


def test_a_movement_that_goes_round_goes_once_round_a_repetition_pose_by_pose():
    round_ = Pace((2.0, 1.0, 1.0), top=0.5, loop=True)
    plan = plan_of(("reps", 9_000, {"tempo": (3_000, 3_000, 3_000)}))

    assert places(plan, 0, 0, 3_000, 6_000, 9_000, pace=round_) == CLOSE([0, 0.5, 0.75, 1])


def test_an_instruction_for_repetitions_shows_one_and_ends_at_rest():
    plan = plan_of(("prepare", 8_000), ("reps", 4_000, {"tempo": (2_000, 2_000)}))

    assert max(places(plan, 0, *range(0, 8_000, 50))) == CLOSE(1, abs=0.01)
    assert places(plan, 0, 0, 8_000) == CLOSE([0, 0])


def test_arrows_show_on_the_way_and_glows_in_the_pose():
    before, moving, held = (at(HOLDING, *when) for when in ((0, 0), (0, 1_500), (1, 5_000)))
    back = at(HOLDING, 2, 600)

    assert (before.arrow, before.glow) == (0, 0)
    assert moving.arrow > 0.9
    assert (held.arrow, held.glow) == (0, 1)
    assert back.arrow == 0


def test_a_single_pose_keeps_its_arrows_and_glows():
    assert at(HOLDING, 0, 300, Pace()) == Moment(0.0, 0.0, 1.0, 1.0)


def test_a_new_side_begins_at_rest():
    plan = plan_of(("hold", 9_000), ("change", 4_000, {"mirrored": True}))

    assert places(plan, 1, 0, 3_000) == [0, 0]


def test_a_wait_stays_in_the_pose_it_asks_for_however_long_it_lasts():
    plan = plan_of(("wait", 0, {"wait_ms": 600_000}), ("say", 3_000))

    assert places(plan, 0, 0, 100_000, 600_000) == [1, 1, 1]
    assert places(plan, 1, 0) == [1]


def test_a_session_that_stands_still_or_jumps_is_where_the_plan_is():
    walked = Motion(HOLDING, BREATH)
    for elapsed in range(0, 6_000, 40):
        walked.at(0, elapsed, PACE)

    assert walked.at(2, 300, PACE) == at(HOLDING, 2, 300)
    assert walked.at(0, 900, PACE) == walked.at(0, 900, PACE) == at(HOLDING, 0, 900)


paces = st.builds(
    Pace,
    st.lists(st.floats(0.3, 8), min_size=1, max_size=4).map(tuple),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scripts(), voices, paces, st.integers(2_000, 9_000))
def test_any_plan_moves_within_bounds_without_a_jump(
    script: Script, voice: Voice, pace: Pace, breath: int
) -> None:
    plan = build(script, voice, presses={1: Press(30_000)})
    assert isinstance(plan, Plan)
    motion = Motion(plan, breath)
    last: tuple[Segment, float] | None = None
    for index, segment in enumerate(plan.segments):
        length = segment.duration_ms
        marks = [length * n // 24 for n in range(25)] if length else [0]
        moments = [motion.at(index, mark, pace) for mark in marks]
        for moment in moments:
            for number in (moment.place, moment.breath, moment.arrow, moment.glow):
                assert 0 <= number <= 1
        if last and (last[0].figure, last[0].mirrored) == (segment.figure, segment.mirrored):
            assert moments[0].place == CLOSE(last[1], abs=1e-6), "continuous from the one before"
        if segment.kind in {SegmentKind.REST, SegmentKind.EASE, SegmentKind.REPS}:
            assert moments[-1].place == CLOSE(0, abs=1e-6), "back by the end"
        if segment.kind is SegmentKind.HOLD and index:
            assert moments[-1].place == CLOSE(1)
            prepared = plan.segments[index - 1].kind is SegmentKind.PREPARE
            if prepared and plan.segments[index - 1].figure == segment.figure:
                assert moments[0].place == CLOSE(1), "in the pose by the time the hold starts"
        last = segment, moments[-1].place


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scripts(), voices, paces)
def test_within_a_segment_a_millisecond_is_never_a_leap(
    script: Script, voice: Voice, pace: Pace
) -> None:
    plan = build(script, voice, presses={1: Press(30_000)})
    assert isinstance(plan, Plan)
    motion = Motion(plan, BREATH)
    for index, segment in enumerate(plan.segments[:20]):
        for mark in range(0, max(0, segment.duration_ms - 1), max(1, segment.duration_ms // 40)):
            one, two = (motion.at(index, mark + more, pace) for more in (0, 1))
            assert abs(one.place - two.place) < 0.05
            assert abs(one.breath - two.breath) < 0.01
