"""A session script that is right is read as its author meant it."""

from __future__ import annotations

import pytest
from script_text import HEAD, checked, checked_steps, places, script_of

from kiosk.script.model import (
    Chime,
    Counts,
    Duration,
    Hold,
    Massage,
    PromptPoint,
    Ready,
    Repeat,
    Reps,
    Say,
    Side,
    Sides,
    Timed,
    Wait,
)
from kiosk.script.source import MAX_BYTES, decode

SKETCH = """\
title: Pelvic tilt
summary: Teach the deep muscles of your lower back to hold.
kind: strengthen                 # strengthen, stretch, massage, walk, warmth, posture
position: lying on your back
equipment: [mat]
focus: [quadratus lumborum, abdominals]
source:
  title: A leaflet
caution:
  - Stop if you feel sharp or shooting pain.
steps:
  - include: get-down
  - ready: Lie on your back, knees bent, feet flat.   # the clock of a hold never runs yet
    figure: supine-knees-bent
    for: 12s
  - wait: Tap, press a key, or say ready.             # for people who need 40 s to get down
  - repeat: 8..15                # a range: starts at 8, may grow to 15
    steps:
      - hold: 5s
        say: Press the small of your back into the floor.
        again: Press.            # from the second round on
        figure: pelvic-tilt
      - rest: 3 breaths
        say: Let go, and breathe.
  - sides: [left, right]         # runs its steps once a side
    steps:
      - hold: 20s..60s
        say: Bend to the <side> side, away from the <other side>.
        figure: side-bend
"""


def test_the_sketch_that_began_it_all_is_clean() -> None:
    got = checked(SKETCH)

    assert got.problems == ()
    assert got.script is not None
    assert 2 * 60_000 < got.total_ms < got.highest_ms


def test_every_kind_of_step_is_read() -> None:
    script = script_of(
        """\
  - ready: Lie down.
    for: 12s
    figure: pelvic-tilt
  - wait: Tap when ready.
    at most: 2m
  - say: Good.
    pause: 3s
  - hold: 5s..20s
    say: Press.
    again: Press again.
    caution: Not hard.
    name: Press
    prompts:
      1s: On.
  - move: 1m30s
    say: Walk.
  - rest: 3 breaths
  - reps: 8..12
    say: Sit up.
    tempo:
      - up: 2s
      - down: 3s
  - chime: bell
  - repeat: 2
    steps:
      - sides: [right, left]
        change: 10s
        steps:
          - massage: ql <side>
            say: Lie down.
            onto: Lower.
            ease off: Come off.
            at most: 30s
"""
    )

    ready, wait, say, hold, move, rest, reps, chime, repeat = script.steps
    assert isinstance(ready, Ready)
    assert (ready.length, ready.figure, ready.id) == (Duration(ms=12_000), "pelvic-tilt", "1")
    assert isinstance(wait, Wait)
    assert wait.at_most == Duration(ms=120_000)
    assert isinstance(say, Say)
    assert say.pause == Duration(ms=3_000)
    assert isinstance(hold, Hold)
    assert (hold.timed, hold.length.low.ms, hold.length.high.ms) == (Timed.HOLD, 5_000, 20_000)
    assert hold.again is not None
    assert hold.caution is not None
    assert hold.prompts[0].point is PromptPoint.AFTER
    assert isinstance(move, Hold)
    assert (move.timed, move.length.low.ms) == (Timed.MOVE, 90_000)
    assert isinstance(rest, Hold)
    assert (rest.timed, rest.length.low.breaths) == (Timed.REST, 3)
    assert isinstance(reps, Reps)
    assert (reps.count, [phase.word.default for phase in reps.tempo]) == (
        Counts(8, 12),
        ["up", "down"],
    )
    assert isinstance(chime, Chime)
    assert isinstance(repeat, Repeat)
    (sides,) = repeat.steps
    assert isinstance(sides, Sides)
    assert (sides.sides, sides.change.ms, sides.id) == ((Side.RIGHT, Side.LEFT), 10_000, "9.1")
    (massage,) = sides.steps
    assert isinstance(massage, Massage)
    assert (massage.points, massage.at_most) == (("ql <side>",), Duration(ms=30_000))


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("45s", 45_000),
        ("1m30s", 90_000),
        ("1m 30s", 90_000),
        ("90 seconds", 90_000),
        ("2 min", 120_000),
        ("1h", 3_600_000),
        ("2.5s", 2_500),
        ("1 minute 5 seconds", 65_000),
    ],
)
def test_lengths_are_read_as_people_write_them(written: str, ms: int) -> None:
    (step,) = script_of(f"  - hold: {written}\n    say: Press.\n").steps

    assert isinstance(step, Hold)
    assert step.length.low == step.length.high == Duration(ms=ms)


def test_a_range_may_share_its_unit() -> None:
    (step,) = script_of("  - hold: 20..60s\n    say: Press.\n").steps

    assert isinstance(step, Hold)
    assert (step.length.low.ms, step.length.high.ms) == (20_000, 60_000)


def test_prompts_stand_after_the_start_at_half_and_before_the_end() -> None:
    (step,) = script_of(
        "  - move: 60s\n    say: Walk.\n    prompts:\n"
        "      10s: On.\n      half: Half.\n      last 10s: Soon.\n"
    ).steps

    assert isinstance(step, Hold)
    assert [(p.point, p.offset.ms, p.text.default) for p in step.prompts] == [
        (PromptPoint.AFTER, 10_000, "On."),
        (PromptPoint.HALF, 0, "Half."),
        (PromptPoint.BEFORE_END, 10_000, "Soon."),
    ]


def test_the_coach_s_cues_are_turned_off_one_by_one_with_words_yaml_takes_for_false() -> None:
    head = HEAD + "coach:\n  countdown: off\n  next: no\n"
    coach = script_of("  - hold: 5s\n    say: Press.\n", head=head).coach

    assert (coach.countdown, coach.halfway, coach.next_up, coach.final) == (
        False,
        True,
        False,
        True,
    )


def test_a_text_over_several_lines_is_one_text() -> None:
    (step,) = script_of("  - say: Press,\n      and hold.\n").steps

    assert isinstance(step, Say)
    assert step.say.default == "Press, and hold."


# --- translations


def test_translations_stand_beside_the_text() -> None:
    head = HEAD.replace("kind:", "title.es: Báscula pélvica\nkind:")
    script = script_of(
        "  - sides: [left, right]\n"
        "    steps:\n"
        "      - hold: 20s\n"
        "        say: Lift your <side> leg.\n"
        "        say.es: Levanta la pierna <side:f>.\n"
        "        again: Lift.\n"
        "        again.es: Levanta.\n"
        "        prompts:\n"
        "          5s: Not your <other side>.\n"
        "        prompts.es:\n"
        "          5s: No la <other side:f>.\n"
        "      - reps: 3\n"
        "        say: Sit up.\n"
        "        say.es: Siéntate.\n"
        "        tempo:\n"
        "          - up: 2s\n"
        "          - down: 2s\n"
        "        tempo.es: [arriba, abajo]\n",
        head=head,
    )

    (sides,) = script.steps
    assert isinstance(sides, Sides)
    hold, reps = sides.steps
    assert isinstance(hold, Hold)
    assert isinstance(reps, Reps)
    assert script.title.into("es") == "Báscula pélvica"
    assert hold.say is not None
    assert hold.say.into("es") == "Levanta la pierna <side:f>."
    assert hold.prompts[0].text.into("es") == "No la <other side:f>."
    assert [phase.word.into("es") for phase in reps.tempo] == ["arriba", "abajo"]
    assert script.summary.into("es") == script.summary.default


def test_a_script_may_be_written_in_another_language() -> None:
    head = HEAD.replace("kind:", "language: es\nkind:")
    script = script_of(
        "  - sides: [left]\n    steps:\n      - ready: Levanta la pierna <side:f>.\n", head=head
    )

    assert script.language == "es"


@pytest.mark.parametrize(
    ("line", "column", "part"),
    [
        ("say.de: Drück.", 5, '"de" is not a language we know. It is one of: en or es'),
        ("say.: Drück.", 5, '"" is not a language we know'),
        ("figure.es: tilt", 5, '"figure" holds no words'),
        ("hold.es: 5s", 5, '"hold" holds no words'),
        ("sey.es: Aprieta.", 5, '"sey.es" is not a key'),
        ("say.en: Press.", 5, 'written in "en" already'),
        ("again.es: Aprieta.", 15, 'translates "again:", which is missing'),
        ("say.es: Nota: aprieta.", 17, 'in quotes: "Nota: aprieta."'),
        ("say.es: Aprieta <side:f>.", 13, "There is no side here"),
        ("say.es: Aprieta <side:x>.", 13, "There is <other side> and <side>, <side:m> or <side:f>"),
        ("say.es: No", 13, 'say: "No"'),
    ],
)
def test_a_slip_in_a_translation_is_named_where_it_stands(
    line: str, column: int, part: str
) -> None:
    (problem,) = checked_steps(f"  - hold: 5s\n    say: Press.\n    {line}\n").problems

    assert (problem.mark.line, problem.mark.column) == (11, column)
    assert part in problem.message


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ("    prompts.es:\n      2s: Sigue.\n", "the same moments"),
        ("    prompts.es:\n      1s: Sigue.\n      2s: Más.\n", "1 entries, its translation 2"),
    ],
)
def test_translated_prompts_stand_at_the_same_moments(lines: str, part: str) -> None:
    steps = f"  - hold: 9s\n    say: Press.\n    prompts:\n      1s: On.\n{lines}"
    (problem,) = checked_steps(steps).problems

    assert part in problem.message


def test_the_times_of_a_tempo_are_not_written_twice() -> None:
    steps = (
        "  - reps: 3\n    say: Up.\n    tempo:\n      - up: 2s\n    tempo.es:\n      - arriba: 2s\n"
    )
    (problem,) = checked_steps(steps).problems

    assert "The times stand in" in problem.message


# --- sides


def test_the_side_is_named_only_where_there_is_one() -> None:
    got = checked_steps("  - say: Your <other side> leg.\n")

    assert places(got) == [("tilt.yaml", 9, 10)]


def test_sides_within_sides_are_refused() -> None:
    got = checked_steps(
        "  - sides: [left, right]\n    steps:\n"
        "      - sides: [left]\n        steps:\n          - chime: bell\n"
    )

    assert places(got) == [("tilt.yaml", 11, 16)]
    assert "inside sides already" in got.problems[0].message


# --- includes


def test_an_included_part_brings_its_steps_equipment_cautions_and_sources() -> None:
    script = script_of("  - include: get-down\n  - say: Good.\n")

    assert [type(step) for step in script.steps] == [Ready, Say]
    assert [text.default for text in script.cautions] == ["Stop if it hurts.", "Get down slowly."]
    assert [text.default for text in script.equipment] == ["mat"]
    assert [source.title for source in script.sources] == ["A book", "A leaflet"]
    assert script.steps[0].id == "1.1"
    assert script.steps[0].mark.file == "shared/get-down.yaml"


def test_a_part_s_own_problems_are_reported_in_its_own_file() -> None:
    part = "part: Bad\nsteps:\n  - hold: 1:30\n    say: Note: press\n"
    got = checked_steps("  - include: bad\n", {"bad": part})

    assert places(got) == [("shared/bad.yaml", 3, 11), ("shared/bad.yaml", 4, 14)]
    assert got.problems[0].excerpt == "  - hold: 1:30"


def test_a_part_may_name_the_side_only_where_it_is_included_within_sides() -> None:
    part = {"turn": "part: Turn\nsteps:\n  - ready: Lie on your <side> side.\n"}
    within = "  - sides: [left, right]\n    steps:\n      - include: turn\n"

    assert checked_steps(within, part).problems == ()
    assert places(checked_steps("  - include: turn\n", part)) == [("shared/turn.yaml", 3, 12)]


def test_a_part_by_itself_is_checked_as_a_part() -> None:
    got = checked("part: Turn\nsteps:\n  - ready: Lie on your <side> side.\n    four: 5s\n")

    assert got.is_part
    assert got.script is None
    assert places(got) == [("tilt.yaml", 4, 5)]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("get-dwn", 'no part "get-dwn". Did you mean "get-down"? There is: get-down'),
        ("../secret", "small letters, digits and hyphens"),
        ("/etc/passwd", "small letters, digits and hyphens"),
        ("get-down.yaml", "small letters, digits and hyphens"),
        ("Get-Down", "small letters, digits and hyphens"),
        ("[get-down]", "[ ] make a list"),
    ],
)
def test_an_include_that_cannot_be_is_refused(name: str, part: str) -> None:
    (problem,) = checked_steps(f"  - include: {name}\n").problems

    assert (problem.mark.line, problem.mark.column) == (9, 14)
    assert part in problem.message


def test_parts_that_include_each_other_are_refused() -> None:
    parts = {
        "a": "part: A\nsteps:\n  - include: b\n",
        "b": "part: B\nsteps:\n  - include: a\n",
    }
    got = checked_steps("  - include: a\n", parts)

    assert places(got) == [("shared/b.yaml", 3, 14)]
    assert '"a" includes itself: a > b > a' in got.problems[0].message


def test_parts_within_parts_have_an_end() -> None:
    parts = {f"p{n}": f"part: P\nsteps:\n  - include: p{n + 1}\n" for n in range(8)}
    got = checked_steps("  - include: p0\n", parts)

    assert places(got) == [("shared/p3.yaml", 3, 14)]
    assert "more than 4 deep" in got.problems[0].message


def test_parts_that_multiply_are_refused() -> None:
    def part(then: str) -> str:
        return "part: P\nsteps:\n" + f"  - include: {then}\n" * 100

    parts = {"a": part("b"), "b": part("c"), "c": part("get-down")}
    got = checked_steps("  - include: a\n", parts)

    assert any("With its parts this session is larger" in p.message for p in got.problems)


def test_an_empty_part_is_explained_where_it_is_included() -> None:
    got = checked_steps("  - include: empty\n", {"empty": ""})

    assert places(got) == [("tilt.yaml", 9, 14)]


# --- files


def test_an_empty_file_says_how_to_begin() -> None:
    for text in ("", "\n\n", "# only a comment\n", "---\n"):
        (problem,) = checked(text).problems
        assert "empty" in problem.message or "not this" in problem.message


def test_a_byte_order_mark_and_line_ends_of_other_systems_do_no_harm() -> None:
    text = f"{HEAD}steps:\n  - hold: 1:30\n    say: Press.\n"

    for data in (
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
    ):
        got = checked(data)
        assert places(got) == [("tilt.yaml", 9, 11)]
        assert got.problems[0].excerpt == "  - hold: 1:30"


@pytest.mark.parametrize(
    ("data", "line", "column", "part"),
    [
        (b"title: caf\xe9\n", 1, 11, "not UTF-8"),
        ("title: ä\nsummary: ü".encode() + b"\xff", 2, 11, "not UTF-8"),
        ("title: Tilt\n".encode("utf-16"), 1, 1, "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, 1, "not UTF-8"),
        (b"title: a\x00b\n", 1, 9, "U+0000"),
        (b"a: b\ntitle: \x1b[31m\n", 2, 8, "U+001B"),
        (b"x" * (MAX_BYTES + 1), 1, 1, "larger than 256 KiB"),
    ],
)
def test_a_file_that_is_no_text_is_refused(data: bytes, line: int, column: int, part: str) -> None:
    (problem,) = decode("tilt.yaml", data).problems

    assert (problem.mark.line, problem.mark.column) == (line, column)
    assert part in problem.message
    assert checked(data).script is None


@pytest.mark.parametrize("text", ["just words\n", "- a\n- b\n", "12\n"])
def test_a_file_that_is_no_session_is_refused(text: str) -> None:
    (problem,) = checked(text).problems

    assert "title:" in problem.message
