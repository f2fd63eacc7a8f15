"""The checker weighs a session as the plan it will become."""

from __future__ import annotations

from pathlib import Path

import pytest
from script_text import HEAD, around, checked, checked_steps, places

from kiosk.check.check import check
from kiosk.cli import main
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan
from kiosk.script.problems import Problem, Severity
from kiosk.script.source import decode

SESSIONS = Path(__file__).parent.parent / "sessions"


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
    assert "about 1.1 s to say, too long for a rest of 1 s" in problem.message
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

    assert "about 3.3 s to say" in problem.message


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


# --- what a listener would hear, though nothing is wrong with how it is written

SIDES = "  - sides: [left, right]\n    steps:\n      - ready: Your <side> side.\n"


@pytest.mark.parametrize(
    ("step", "line", "column", "word"),
    [
        ("      - hold: 5s\n        say: Lift your right leg.\n", 13, 24, "right"),
        ("      - hold: 5s\n        say: Left leg up.\n", 13, 14, "Left"),
        ("      - say: >-\n          Go on, and\n          lift the left leg.\n", 14, 20, "left"),
        (
            "      - hold: 9s\n        say: Up.\n        prompts:\n          2s: Now left.\n",
            15,
            19,
            "left",
        ),
        ("      - say: Up.\n        say.es: La pierna derecha.\n", 13, 27, "derecha"),
        (
            "      - reps: 2\n        say: Go.\n        tempo:\n          - right: 2s\n",
            15,
            13,
            "right",
        ),
        ("      - hold: 5s\n        say: Up.\n        name: Left leg\n", 14, 15, "Left"),
    ],
)
def test_a_side_said_on_both_sides_is_warned_of_where_it_stands(
    step: str, line: int, column: int, word: str
) -> None:
    problem = only(SIDES + step)

    assert problem.severity is Severity.WARNING
    assert (problem.mark.line, problem.mark.column) == (line, column)
    assert f'"{word}" is said on both sides here. ' in problem.message


def test_a_side_said_twice_on_a_line_is_warned_of_in_both_places() -> None:
    step = "      - hold: 9s\n        say: Up.\n        prompts: {2s: Now left, 5s: Then left}\n"
    got = checked_steps(SIDES + step, say_ms=even)

    assert [place[1:] for place in places(got)] == [(14, 27), (14, 42)]


@pytest.mark.parametrize(
    "words",
    [
        *("Rock left and right.", "Your <side>, not the right.", "Bend to a right angle."),
        *("All right.", "Ten seconds left.", "Upright, and bright."),
    ],
)
def test_a_text_that_fits_both_sides_is_not_warned_of(words: str) -> None:
    assert not checked_steps(f"{SIDES}      - say: {words}\n", say_ms=even).problems


def test_a_side_is_said_where_only_one_is_worked() -> None:
    steps = f"{SIDES.replace(', right', '')}      - say: Your left leg.\n"

    assert not checked_steps(f"{steps}  - say: The right leg rests.\n", say_ms=even).problems


def test_a_point_of_one_side_that_both_sides_would_press_is_warned_of() -> None:
    keys = "        say: a\n        onto: b\n        ease off: c\n"
    problem = only(f"{SIDES}      - massage: ql left\n{keys}")

    assert problem.message == '"ql left" is pressed on both sides here. Write "ql <side>".'
    assert not checked_steps(f"{SIDES}      - massage: [ql left, ql right]\n{keys}").problems


@pytest.mark.parametrize("words", ["Stop.", "Pause", "Go on!", '"Next."', "It hurts...", "HELP"])
@pytest.mark.parametrize("key", ["say", "again", "caution"])
def test_a_text_that_is_a_command_and_nothing_else_is_warned_of(words: str, key: str) -> None:
    texts = "\n    ".join(f"{k}: Up." for k in ("say", "again", "caution") if k != key)
    problem = only(f"  - hold: 5s\n    {texts}\n    {key}: {words}\n")

    assert problem.severity is Severity.WARNING
    assert (problem.mark.line, problem.mark.column) == (12, len(key) + 7)
    assert "by itself is a voice command" in problem.message


def test_a_tempo_word_and_a_prompt_that_are_commands_are_warned_of() -> None:
    got = checked_steps(
        "  - reps: 2\n    say: Begin.\n    tempo:\n      - back: 2s\n      - up: 2s\n"
        "  - move: 9s\n    say: Walk.\n    prompts:\n      2s: Louder.\n",
        say_ms=even,
    )

    assert places(got) == [("tilt.yaml", 12, 9), ("tilt.yaml", 17, 11)]
    assert "Use another word." in got.problems[0].message


@pytest.mark.parametrize("words", ["Stop here.", "Next, breathe.", "Ready when you are.", "Alto."])
def test_a_sentence_with_a_command_in_it_is_no_command(words: str) -> None:
    assert not checked_steps(f"  - say: {words}\n", say_ms=even).problems


# --- everything at once


def test_what_cannot_be_said_in_time_is_told_together_with_what_is_misspelt() -> None:
    got = checked_steps(
        "  - rest: 1s\n    say: Let go.\n  - hold: 1:30\n    say: Press.\n  - holt: 5s\n"
        "  - ready: Go.\n    for: 1s\n    figur: x\n",
        say_ms=even,
    )

    assert [line for _, line, _ in places(got)] == [10, 11, 13, 14, 16]
    assert got.script is None


def test_a_part_by_itself_is_weighed_as_well() -> None:
    got = checked("part: Rest\nsteps:\n  - rest: 1s\n    say: Let go.\n", say_ms=even)

    assert places(got) == [("tilt.yaml", 4, 10)]
    assert got.is_part


def test_a_side_that_could_not_be_read_is_not_said_to_be_missing() -> None:
    steps = "  - sides: [left, right]\n    steps:\n      - say: Your [side] leg.\n"

    assert "The side is written <side>" in only(steps).message


# --- one mistake, one message


def test_a_prompt_that_fits_nowhere_is_told_once_for_all_sides_and_lengths() -> None:
    problem = only(
        f"{SIDES}      - move: 20s..60s\n        say: Walk.\n        prompts:\n"
        "          2s: Your <side> leg.\n          2.5s: Your <side> arm.\n",
    )

    assert (problem.mark.line, problem.mark.column) == (16, 11)
    assert 'Write "4s", the first moment that fits, or shorten it.' in problem.message
    assert not checked_steps(
        f"{SIDES}      - move: 20s..60s\n        say: Walk.\n        prompts:\n"
        "          2s: Your <side> leg.\n          4s: Your <side> arm.\n",
        say_ms=even,
    ).problems


def test_a_last_prompt_that_is_too_long_is_told_once_with_the_moment_that_fits() -> None:
    steps = "  - hold: 20s..60s\n    say: Bend.\n    prompts:\n      last {}: Long.\n"

    def voice(text: str) -> int:
        return 2_500 if text == "Long." else 600

    problem = only(steps.format("3s"), voice)
    assert problem.severity is Severity.WARNING
    assert 'Write "last 6s", the first moment that fits' in problem.message
    assert not checked_steps(steps.format("6s"), say_ms=voice).problems


def test_the_moment_that_fits_does_so_at_both_ends_of_the_range() -> None:
    steps = "  - hold: 20s..26s\n    say: Bend.\n    prompts:\n      {}s: On.\n"

    assert 'Write "15s", the first moment' in only(steps.format("9.5")).message
    assert not checked_steps(steps.format("15"), say_ms=even).problems


def test_a_prompt_for_which_there_is_no_moment_is_to_be_shortened() -> None:
    problem = only(
        "  - hold: 5s\n    say: Bend.\n    prompts:\n      1s: Long.\n",
        lambda text: 4_000 if text == "Long." else 600,
    )

    assert problem.message.endswith("Shorten it, or leave it out.")


def test_a_prompt_that_what_is_said_in_a_rest_leaves_no_room_for_is_warned_of() -> None:
    problem = only("  - rest: 9s\n    say: Let go.\n    prompts:\n      1s: Breathe.\n")

    assert problem.severity is Severity.WARNING
    assert 'run into "Let go."' in problem.message
    assert 'Write "2s"' in problem.message


def test_all_that_ready_says_must_fit_into_its_time() -> None:
    problem = only("  - ready: Lie down.\n    caution: Slowly.\n    for: 2s\n")

    assert problem.message == (
        'This takes about 2.2 s to say, and the step has 2 s. Shorten it, or write "for: 4s".'
    )
    again = only(
        "  - ready: Lie down.\n    again: At length.\n    for: 2s\n",
        lambda text: 9_000 if text == "At length." else 100,
    )
    assert (again.mark.line, again.mark.column) == (10, 12)


def test_a_session_is_checked_by_its_name_as_well_as_by_its_path(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for given, code, part in [
        ("walk", 0, "walk.yaml: right"),
        (str(SESSIONS / "walk.yaml"), 0, "walk.yaml: right"),
        ("pelvik", 2, 'There is no session "pelvik". Did you mean "pelvic-tilt"?'),
        ("nowhere.yaml", 2, "There is no file or folder nowhere.yaml."),
    ]:
        with pytest.raises(SystemExit) as left:
            main(["check", given])
        assert left.value.code == code
        out, err = capsys.readouterr()
        assert part in out + err


SPANISH = HEAD.replace("title: Pelvic tilt", "title: Pelvic tilt\ntitle.es: Inclinación pélvica")


def in_spanish(steps: str, say_ms=even, say_in=lambda _language: estimate_ms):
    """Check a session that is translated, spoken by one voice in English and another in Spanish."""
    source = decode("tilt.yaml", f"{SPANISH}steps:\n{steps}".encode())
    return check("tilt", source, around(), say_ms, say_in=say_in).problems


def slow(_language: str):
    """A Spanish voice that says anything in nine seconds."""
    return lambda _text: 9_000


def test_a_translation_too_long_for_its_time_is_found_where_it_stands() -> None:
    (problem,) = in_spanish(
        "  - ready: Lie down.\n    ready.es: Acuéstate.\n    for: 8s\n", say_in=slow
    )
    assert (problem.mark.line, problem.mark.column) == (11, 15)
    assert 'Write "for: 10s"' in problem.message or 'write "for: 10s"' in problem.message


def test_each_text_of_a_translated_session_is_weighed_in_its_own_language() -> None:
    steps = (
        "  - rest: 5s\n    say: Let go.\n    say.es: Suelta.\n"
        "  - reps: 3\n    tempo:\n      - up: 2s\n    tempo.es: [sube]\n    say: Go.\n"
        "  - hold: 20s\n    say: Hold.\n    prompts:\n      15s: Breathe on.\n"
        "    prompts.es:\n      15s: Sigue.\n"
    )
    problems = in_spanish(steps, say_in=slow)
    assert [p.mark.line for p in problems] == [12, 16, 23]
    assert '"sube" takes' in problems[1].message
    assert not in_spanish(steps, say_in=lambda _language: even)


def test_what_is_not_translated_is_not_weighed_twice() -> None:
    assert not in_spanish("  - ready: Lie down.\n    for: 8s\n", say_in=slow)


def test_a_session_whose_title_is_not_translated_is_never_played_in_that_language() -> None:
    steps = "  - ready: Lie down.\n    ready.es: Acuéstate.\n    for: 8s\n"
    source = decode("tilt.yaml", f"{HEAD}steps:\n{steps}".encode())
    assert not check("tilt", source, around(), even, say_in=slow).problems


def test_a_part_is_weighed_in_every_language_it_has() -> None:
    text = "part: P\nsteps:\n  - ready: Lie down.\n    ready.es: Acuéstate.\n    for: 8s\n"
    got = check("p", decode("shared/p.yaml", text.encode()), around(), even, say_in=slow)
    assert [p.mark.line for p in got.problems] == [4]


def test_a_translation_that_loses_the_side_is_told() -> None:
    (problem,) = in_spanish(
        "  - sides: [left, right]\n    steps:\n"
        "      - hold: 5s\n        say: Your <side> arm.\n        say.es: Un brazo.\n",
    )
    assert 'translated into "es"' in problem.message
    assert not problem.is_error


def test_a_side_that_is_said_in_a_translation_is_marked_there() -> None:
    (problem,) = in_spanish(
        "  - sides: [left, right]\n    steps:\n"
        "      - hold: 5s\n        say: Your <side> arm.\n        say.es: El brazo derecho.\n"
        "      - say: Now <side>.\n        say.es: Lado <side>.\n",
    )
    assert (problem.mark.line, problem.mark.column) == (14, 26)
