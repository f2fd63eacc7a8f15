"""What holds for the plan of any session, any voice, any amounts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_scripts import Voice, pairs, scripts, voices

from kiosk.plan.build import build, lines
from kiosk.plan.export import as_json
from kiosk.plan.model import Cue, CueKind, Plan, Segment, SegmentKind
from kiosk.plan.timing import GAP_MS, LEAST_GAP_MS, Timing
from kiosk.script.model import Repeat, Script, Side, Sides

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Steps of a made-up script share the id "", so one number above every range grows them all.
amounts = st.sampled_from([{}, {"": 10**9}])
EXACT = (SegmentKind.HOLD, SegmentKind.MOVE)


def plan_of(script: Script, voice: Voice, **more) -> Plan:
    plan = build(script, voice, **more)
    assert isinstance(plan, Plan)
    return plan


def within(plan: Plan, index: int) -> list[Cue]:
    return [cue for cue in plan.cues if cue.segment == index]


@many
@given(scripts(), voices)
def test_cues_never_overlap_however_slow_the_voice(script: Script, voice: Voice) -> None:
    for one, other in pairs(plan_of(script, voice).cues):
        assert one.end_ms + LEAST_GAP_MS <= other.at_ms


@many
@given(scripts(), voices)
def test_segments_follow_each_other_without_a_gap(script: Script, voice: Voice) -> None:
    plan = plan_of(script, voice)

    assert plan.segments[0].start_ms == 0
    for one, other in pairs(plan.segments):
        assert one.end_ms == other.start_ms
        assert one.step <= other.step <= one.step + 1
    assert all(segment.duration_ms >= 0 for segment in plan.segments)


@many
@given(scripts(), voices)
def test_an_instruction_is_over_before_the_hold_it_describes(script: Script, voice: Voice) -> None:
    plan = plan_of(script, voice)
    for index, segment in enumerate(plan.segments):
        if segment.kind is SegmentKind.PREPARE:
            for cue in within(plan, index):
                # The chime of what begins stands in the pause that the instruction ends with.
                rest = LEAST_GAP_MS if cue.chime == "start" else GAP_MS
                assert cue.end_ms + rest <= segment.end_ms
            assert plan.segments[index + 1].step == segment.step


@many
@given(scripts(), voices)
def test_every_cue_lies_in_its_segment(script: Script, voice: Voice) -> None:
    plan = plan_of(script, voice)
    for cue in plan.cues:
        segment = plan.segments[cue.segment]
        assert segment.start_ms <= cue.at_ms <= segment.end_ms
        if cue.at_ms < segment.end_ms:
            assert cue.end_ms <= segment.end_ms
        else:
            assert cue.chime == "end"


@many
@given(scripts(), voices)
def test_holds_are_counted_down_at_exactly_three_two_one(script: Script, voice: Voice) -> None:
    plan = plan_of(script, voice)
    counted = Counter(cue.segment for cue in plan.cues if cue.kind is CueKind.COUNTDOWN)
    for index, segment in enumerate(plan.segments):
        if segment.kind not in EXACT:
            assert not counted[index]
            continue
        numbers = [cue for cue in within(plan, index) if cue.kind is CueKind.COUNTDOWN]
        left = [segment.end_ms - cue.at_ms for cue in numbers]
        assert left == [3_000, 2_000, 1_000][3 - len(left) :]
        ends = [cue.at_ms for cue in within(plan, index) if cue.chime == "end"]
        assert ends == [segment.end_ms]


@many
@given(scripts(), voices, amounts)
def test_the_plan_is_as_long_as_the_timing_says(
    script: Script, voice: Voice, chosen: dict[str, int]
) -> None:
    timing = Timing(script, voice, "en", grown=bool(chosen))

    assert plan_of(script, voice, amounts=chosen).total_ms == timing.total_ms()


@many
@given(scripts(), voices)
def test_both_sides_take_exactly_the_same_time(script: Script, voice: Voice) -> None:
    def walk(steps):
        for step in steps:
            if isinstance(step, Sides):
                yield step
            elif isinstance(step, Repeat):
                yield from walk(step.steps)

    for sides in walk(script.steps):
        alone = plan_of(_only(script, sides), voice)
        runs: dict[str, list[Segment]] = {"left": [], "right": []}
        for segment in alone.segments:
            if segment.side and segment.kind is not SegmentKind.CHANGE:
                runs[segment.side].append(segment)
        if len(sides.sides) == 2:
            left, right = ([(s.kind, s.duration_ms) for s in runs[str(side)]] for side in Side)
            assert left == right


def _only(script: Script, step) -> Script:
    return replace(script, steps=(step,))


@many
@given(scripts(), voices)
def test_only_what_may_give_way_gives_way_and_every_one_is_listed(
    script: Script, voice: Voice
) -> None:
    plan = plan_of(script, voice)
    for cue in plan.dropped:
        assert cue.reason
        assert cue.kind.droppable or "repetition" in cue.reason


@many
@given(scripts(), voices, st.sampled_from(["en", "es"]))
def test_the_same_session_gives_the_same_plan_byte_for_byte(
    script: Script, voice: Voice, language: str
) -> None:
    one, other = (plan_of(script, voice, language=language) for _ in range(2))

    assert repr(one) == repr(other)
    assert as_json(one) == as_json(other)


@many
@given(scripts(), voices, st.sampled_from(["en", "es"]), st.integers(2_000, 9_000), amounts)
def test_what_must_be_rendered_covers_all_that_is_said_each_text_once(
    script: Script, voice: Voice, language: str, breath_ms: int, chosen: dict[str, int]
) -> None:
    how = {"language": language, "breath_ms": breath_ms, "amounts": chosen}
    asked = lines(script, **how)
    plan = plan_of(script, voice, **how)
    said = {cue.text for cue in plan.cues if cue.text}
    said |= {text for _, text in plan.lead_in.left} | {plan.reminder}

    assert said <= set(asked)
    assert len(asked) == len(set(asked))
    assert all(dict(plan.lengths)[text] == voice(text) for text in said)


@many
@given(scripts(), voices)
def test_a_wait_takes_no_time_of_the_plan_and_is_marked(script: Script, voice: Voice) -> None:
    for segment in plan_of(script, voice).segments:
        assert (segment.kind is SegmentKind.WAIT) == bool(segment.wait_ms)
        if segment.wait_ms:
            assert segment.duration_ms == 0


@many
@given(scripts(), voices)
def test_no_side_is_left_unsaid_in_any_text(script: Script, voice: Voice) -> None:
    plan = plan_of(script, voice)
    for segment in plan.segments:
        assert "<" not in segment.caption + segment.next_up
    assert not any("<" in cue.text for cue in plan.cues)
