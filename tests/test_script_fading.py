"""What is said the first time, what later, and that nothing about it depends on the side."""

from __future__ import annotations

from itertools import pairwise

import pytest
from script_text import HEAD, script_of

from kiosk.plan.build import build
from kiosk.plan.model import CueKind, Plan, SegmentKind
from kiosk.plan.timing import Timing


def a_second(_text: str) -> int:
    return 1_000


def plan_of(steps: str, head: str = HEAD, say_ms=a_second) -> Plan:
    script = script_of(steps, head=head)
    plan = build(script, say_ms)
    assert isinstance(plan, Plan)
    assert Timing(script, say_ms, script.language).total_ms() == plan.total_ms
    return plan


def said(plan: Plan) -> list[str]:
    """What the steps say, without the beginning and the end."""
    last = len(plan.segments) - 1
    return [cue.text for cue in plan.cues if cue.text and 0 < cue.segment < last]


TWICE = """\
  - repeat: 2
    steps:
      - ready: Lie down, knees bent.
        again: Down.
        caution: Slowly.
        for: 9s
      - say: Feel the gap.
        again: Feel it.
"""


def test_ready_and_say_fade_and_the_caution_of_ready_is_said_once() -> None:
    assert said(plan_of(TWICE)) == [
        *("Lie down, knees bent.", "Slowly.", "Feel the gap."),
        *("Down.", "Feel it."),
    ]


def test_the_caution_of_ready_is_a_safety_cue_within_its_time() -> None:
    plan = plan_of("  - ready: Lie down.\n    caution: Slowly.\n    for: 9s\n")
    (safety,) = [cue for cue in plan.cues if cue.text == "Slowly."]
    (ready,) = [s for s in plan.segments if s.kind is SegmentKind.READY]

    assert safety.kind is CueKind.SAFETY
    assert ready.duration_ms == 9_000
    assert ready.start_ms < safety.at_ms < safety.end_ms < ready.end_ms


def test_a_slow_voice_makes_the_time_of_ready_longer_and_cuts_no_caution() -> None:
    plan = plan_of(
        "  - ready: Lie down.\n    caution: Slowly.\n    for: 9s\n", say_ms=lambda _text: 7_000
    )
    (ready,) = [s for s in plan.segments if s.kind is SegmentKind.READY]

    assert ready.duration_ms > 14_000
    assert all(one.end_ms <= two.at_ms for one, two in pairwise(plan.cues))


def test_each_side_hears_the_full_words_and_gets_the_same_time() -> None:
    plan = plan_of(
        "  - sides: [left, right]\n    steps:\n"
        "      - ready: Your <side> leg.\n        again: Again, your <side>.\n"
        "        caution: Gently on the <side>.\n        for: 9s\n"
        "      - say: Feel your <side>.\n        again: Feel.\n",
        say_ms=lambda text: 900 if "left" in text else 2_300,
    )
    sides = {
        side: [(s.kind, s.duration_ms) for s in plan.segments if s.side == side]
        for side in ("left", "right")
    }

    words = said(plan)
    assert words.count("Your left leg.") == words.count("Your right leg.") == 1
    assert words.count("Feel your left.") == words.count("Feel your right.") == 1
    assert not any("Again" in text for text in words)
    assert sides["left"] == [pair for pair in sides["right"] if pair[0] != "change"]


def test_the_second_round_of_two_sides_is_short_on_both_and_as_long() -> None:
    plan = plan_of(
        "  - repeat: 2\n    steps:\n      - sides: [left, right]\n        steps:\n"
        "          - ready: Your <side> leg, and then some.\n            again: Your <side>.\n",
        say_ms=lambda text: 500 * len(text),
    )
    first = [s for s in plan.segments if s.round == 1 and s.kind is SegmentKind.READY]
    second = [s for s in plan.segments if s.round == 2 and s.kind is SegmentKind.READY]

    assert first[0].duration_ms == first[1].duration_ms > 14_000
    assert [(s.side, s.duration_ms) for s in second] == [("left", 10_000), ("right", 10_000)]
    assert said(plan).count("Your right.") == 1


def test_a_name_on_ready_is_announced_in_the_rest_before_it() -> None:
    plan = plan_of(
        "  - rest: 9s\n    say: Let go.\n  - ready: Turn over.\n    name: On your side\n"
    )

    assert "Next: On your side." in said(plan)
    assert any(s.next_up == "On your side" for s in plan.segments)


REPS = "  - reps: 4\n    say: Begin when I say up.\n    tempo:\n      - up: 4s\n      - down: 4s\n"


@pytest.mark.parametrize(
    ("coach", "first_words"),
    [
        ("", ["1: up.", "2: up.", "3: up.", "Last one: up."]),
        ("coach:\n  count: off\n", ["Up.", "Up.", "Up.", "Last one: up."]),
        ("coach:\n  count: off\n  final: off\n", ["Up."] * 4),
    ],
)
def test_repetitions_are_counted_aloud_unless_the_coach_is_told_not_to(
    coach: str, first_words: list[str]
) -> None:
    plan = plan_of(REPS, HEAD + coach)

    assert [text for text in said(plan) if "up." in text.lower()][1:] == first_words
    assert plan.dropped == ()
    assert plan.total_ms == plan_of(REPS).total_ms
