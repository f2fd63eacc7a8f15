"""The checker weighs a session as the plan it will become."""

from __future__ import annotations

import pytest
from script_text import HEAD, around, checked, checked_steps, places

from kiosk.check.check import check
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan
from kiosk.script.problems import Problem, Severity
from kiosk.script.source import decode


def even(_text: str) -> int:
    """A voice that says anything in one second."""
    return 1_000


def only(steps: str, say_ms=even) -> Problem:
    (problem,) = checked_steps(steps, say_ms=say_ms).problems
    return problem


def test_the_total_is_that_of_the_plan_and_knows_how_far_it_may_grow() -> None:
    got = checked_steps("  - repeat: 3..5\n    steps:\n      - hold: 5s..9s\n        say: Press.\n")
    assert got.script is not None
    plan = build(got.script, estimate_ms)

    assert isinstance(plan, Plan)
    assert got.total_ms == plan.total_ms < got.highest_ms


def test_more_than_two_hours_is_too_long() -> None:
    problem = only("  - repeat: 70\n    steps:\n      - move: 2m\n        say: Walk.\n")

    assert "takes 2 h 22 min; 2 h is the most" in problem.message
    assert problem.is_error


def test_a_range_that_grows_past_two_hours_is_too_long() -> None:
    problem = only("  - repeat: 2..90\n    steps:\n      - move: 2m\n        say: Walk.\n")

    assert "once its ranges have grown; 2 h is the most" in problem.message


def test_waits_do_not_count_towards_two_hours() -> None:
    assert not checked_steps("  - wait: Tap.\n    at most: 10m\n" * 13).problems


def test_what_is_said_in_a_rest_must_fit_into_it() -> None:
    problem = only("  - rest: 1s\n    say: Let go.\n")

    assert (problem.mark.line, problem.mark.column) == (10, 10)
    assert "about 1 s to say, too long for a rest of 1 s" in problem.message
    assert "give at least 2s" in problem.message
    assert checked_steps("  - rest: 2s\n    say: Let go.\n", say_ms=even).problems == ()


def test_what_is_said_again_in_a_rest_must_fit_too() -> None:
    problem = only(
        "  - rest: 2s\n    say: Let go.\n    again: And again.\n",
        lambda text: 5_000 if text == "And again." else 1_000,
    )

    assert (problem.mark.line, problem.mark.column) == (11, 12)


def test_what_is_said_while_getting_ready_must_fit_into_its_time() -> None:
    problem = only("  - ready: Lie down.\n    for: 1s\n")

    assert (problem.mark.line, problem.mark.column) == (9, 12)
    assert problem.message == (
        'This takes about 1 s to say, and the step has 1 s. Shorten it, or write "for: 2s".'
    )


def test_the_longer_of_the_two_side_words_decides_whether_a_text_fits() -> None:
    problem = only(
        "  - sides: [left, right]\n    steps:\n      - rest: 2s\n        say: Your <side> leg.\n",
        lambda text: 3_000 if "right leg" in text else 500,
    )

    assert "about 3 s to say" in problem.message


def test_the_word_of_a_tempo_must_fit_into_its_part() -> None:
    problem = only("  - reps: 3\n    say: Up.\n    tempo:\n      - up: 1s\n      - down: 2s\n")

    assert (problem.mark.line, problem.mark.column) == (12, 9)
    assert '"up" takes about 1 s to say, too long for a part of 1 s' in problem.message


def test_prompts_that_run_into_each_other_are_an_error() -> None:
    problem = only(
        "  - move: 60s\n    say: Walk.\n    prompts:\n      10s: Keep on.\n      10.5s: Breathe.\n"
    )

    assert problem.is_error
    assert (problem.mark.line, problem.mark.column) == (13, 7)
    assert 'in a move of 60 s: it would run into "Keep on."' in problem.message


def test_a_prompt_that_gives_way_to_the_coach_is_a_warning() -> None:
    got = checked_steps(
        "  - hold: 20s\n    say: Bend.\n    prompts:\n      last 3s: Soon.\n", say_ms=lambda _: 600
    )

    assert [p.severity for p in got.problems] == [Severity.WARNING]
    assert 'run into "Three."' in got.problems[0].message
    assert got.script is not None


def test_a_prompt_that_fits_at_first_but_not_once_the_hold_has_grown_is_seen() -> None:
    steps = "  - hold: {}\n    say: Bend.\n    prompts:\n      12s: On.\n"

    assert checked_steps(steps.format("30s"), say_ms=lambda _: 600).problems == ()
    assert "of 24 s" in only(steps.format("20s..24s"), lambda _: 600).message


def test_a_prompt_that_would_last_past_its_hold_is_an_error() -> None:
    problem = only("  - move: 10s\n    say: Walk.\n    prompts:\n      9.5s: Keep on.\n")

    assert problem.is_error
    assert "last past the end" in problem.message


def test_a_prompt_within_the_end_chime_before_a_rest_is_an_error() -> None:
    problem = only("  - rest: 5s\n    prompts:\n      0.2s: On.\n", lambda _: 600)

    assert "too soon after the step begins" in problem.message


def test_with_real_clips_nothing_is_about_so_long() -> None:
    source = decode("tilt.yaml", f"{HEAD}steps:\n  - rest: 1s\n    say: Let go.\n".encode())
    (problem,) = check("tilt", source, around(), even, exact=True).problems

    assert "takes 1 s to say" in problem.message


def test_a_part_s_cues_are_weighed_in_its_own_file() -> None:
    part = "part: Rest\nsteps:\n  - rest: 1s\n    say: Let go.\n"
    got = checked_steps("  - include: rest\n", {"rest": part}, even)

    assert places(got) == [("shared/rest.yaml", 4, 10)]
    assert got.problems[0].excerpt == "    say: Let go."


def test_a_problem_of_a_part_that_is_included_twice_is_told_once() -> None:
    part = "part: Rest\nsteps:\n  - rest: 1s\n    say: Let go.\n"
    got = checked_steps("  - include: rest\n  - include: rest\n", {"rest": part}, even)

    assert len(got.problems) == 1


def test_sides_that_never_say_which_side_are_warned_of() -> None:
    steps = "  - sides: [left, right]\n    steps:\n      - hold: 2s\n        say: Bend{}.\n"
    problem = only(steps.format(""))

    assert problem.severity is Severity.WARNING
    assert (problem.mark.line, problem.mark.column) == (9, 5)
    assert checked_steps(steps.format(" to the <side>"), say_ms=even).problems == ()


def test_no_voice_is_asked_for_the_same_text_twice() -> None:
    asked: list[str] = []

    def voice(text: str) -> int:
        asked.append(text)
        return 500

    checked_steps(
        "  - repeat: 3..9\n    steps:\n      - hold: 20s\n        say: Bend.\n"
        "        prompts:\n          5s: On.\n",
        say_ms=voice,
    )

    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("text", ["", "steps:", f"{HEAD}steps:\n  - hold: 1:30\n"])
def test_a_broken_file_is_never_weighed(text: str) -> None:
    got = checked(text, say_ms=lambda _: pytest.fail("it was weighed"))

    assert got.script is None
    assert got.total_ms == 0
