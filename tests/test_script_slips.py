"""A slip of the hand is named where it stands, once, and what comes after it is checked as well.

Every case is followed by a step whose own mistake, a hold of `1:30`, must be told too: no mistake
hides another.
"""

from __future__ import annotations

import pytest
from script_text import HEAD, around, checked, checked_steps

from kiosk.check.check import check
from kiosk.plan.estimate import estimate_ms
from kiosk.script.compose import MAX_MENDS
from kiosk.script.problems import Problem, did_you_mean
from kiosk.script.source import decode

LAST = "  - hold: 1:30\n    say: On.\n"
NBSP = "\u00a0"
SIDES = "  - sides: [left, right]\n    steps:\n      - ready: Your <side> side.\n"


def told(problems: tuple[Problem, ...]) -> list[tuple[int, int]]:
    return [(problem.mark.line, problem.mark.column) for problem in problems]


def before_the_last(text: str) -> list[Problem]:
    """The problems of a file that ends in `LAST`, without those of that last step."""
    got = checked(text + LAST)
    *found, last = got.problems
    assert last.mark.line == text.count("\n") + 1, [p.render() for p in got.problems]
    assert "two ways" in last.message
    return found


def assert_only(text: str, line: int, column: int, part: str) -> None:
    found = before_the_last(text)
    assert len(found) == 1, [problem.render() for problem in found]
    assert told(tuple(found)) == [(line, column)], found[0].render()
    assert part in found[0].message


# steps that begin on line 9; the line and column of the one problem; a part of its message
SLIPS = [
    ("  - hold 30s..60s\n    say: Go.\n", 9, 5, 'after "hold". Write "- hold: 30s..60s".'),
    ("  - ready Stand\n", 9, 5, 'A colon is missing after "ready". Write "- ready: Stand".'),
    ("  - ready Stand up\n    for: 9s\n", 9, 5, 'Write "- ready: Stand up".'),
    (
        "  - hold: 40s\n    say: Go.\n    prompts:\n      8s Your back\n      25s: On.\n",
        *(12, 7, 'A colon is missing after "8s". Write "8s: Your back".'),
    ),
    (
        "  - hold: 40s\n    say: Go.\n    prompts:\n      5s: On.\n      last 9s Back: slowly\n",
        *(13, 7, 'A colon is missing after "last 9s".'),
    ),
    ("  - hold: 40s\n    say: Go.\n    prompts:\n      8s On\n", 12, 7, 'Write "8s: On".'),
    (f"  - hold:{NBSP}5s\n    say: Go.\n", 9, 10, "A fixed space from a word processor"),
    (f"  - hold: {NBSP}5s\n    say: Go.\n", 9, 11, "Type a plain space."),
    (f"  - hold: 5s\n{NBSP * 4}say: Go.\n", 10, 1, "A fixed space from a word processor"),
    (f"  -{NBSP}rest: 2 breaths\n", 9, 4, "A fixed space from a word processor"),
    ("  - ready: Go.\n    for; 12s\n", 10, 8, 'A colon is missing after "for". Write "for: 12s".'),
    ("  - ready: Go.\n    for：12s\n", 10, 8, 'A colon is missing after "for". Write "for: 12s".'),
    ("  - ready: Go.\n    for = 12s\n", 10, 9, 'Write "for: 12s".'),
    ("  - ready: Go.\n    for: 12s // twelve\n", 10, 10, 'begins with #. Write "for: 12s  # tw'),
    ("  - ready: Go.\n    // twelve\n    for: 12s\n", 10, 5, "A comment begins with #."),
    ("  - say: Go on up. // twelve\n", 9, 20, "A comment begins with #."),
    (
        "  - hold: 5s\n    say: Press your back\n    into the floor.\n",
        *(11, 5, 'This line belongs to the text above: move it two spaces in, or use ">-".'),
    ),
    ("  include: get-down\n", 9, 3, 'A step begins with a dash. Write "- include: get-down".'),
    ("  ready: Go.\n  for: 9s\n", 9, 3, 'A step begins with a dash. Write "- ready: Go.".'),
    ("  ready: Go.\n    for: 9s\n", 9, 3, 'A step begins with a dash. Write "- ready: Go.".'),
    *(
        (f"  {sign} rest: 2 breaths\n", 9, 3, 'A step begins with "- ", a plain hyphen. Write "- r')
        for sign in ("•", "–", "—", "*", "1.", "1)", "-#")
    ),
    ("  1. hold: 5s\n     say: Go.\n", 9, 3, 'a plain hyphen. Write "- hold: 5s".'),
    ("  1. hold: 5s\n    say: Go.\n", 9, 3, 'a plain hyphen. Write "- hold: 5s".'),
    (
        "  - ready: Go.\n    for: 12s, figure: side-bend\n",
        *(10, 15, 'Two keys on one line. Put "figure: side-bend" on its own line.'),
    ),
    ("  - hold: 5s, say: Go.\n", 9, 15, 'Put "say: Go." on its own line.'),
    ("  - ready: Go up, figure: side-bend\n", 9, 19, 'Put "figure: side-bend" on its own line.'),
    (
        "  - say: “Step: easy.”\n",
        *(9, 10, '“ ” are not YAML\'s quotes. Use straight ones: "Step: easy."'),
    ),
    ("  - say: #1 Shake\n", 9, 9, 'Everything after # is a comment. Write say: "#1 Shake"'),
    ("  - say: &lt;b&gt; Go\n", 9, 10, "in quotes"),
    ("  - say: *Press hard\n", 9, 10, "Put the text in quotes"),
    (
        "  - repeat: 8\n    hold: 5s\n    say: Go.\n",
        *(10, 5, '"repeat" does the steps below "steps:". Write "steps:", and below it "- hold: 5'),
    ),
    ("  - sides: [left, right]\n    rest: 5s\n", 10, 5, '"sides" does the steps below "steps:".'),
    ("  - massage: 30s\n", 9, 14, "A massage states no time"),
    ("  - chime: bell\n  - massage: 30s..60s\n    say: Go.\n", 10, 14, "A massage states no time"),
    ("  - hold: 5s\n    say: Go.\n  - name: Press\n", 11, 5, '"name" belongs to the step above.'),
    ("  - ready: Go.\n  - for: 9s\n", 10, 5, '"for" belongs to the step above. Remove the dash.'),
    ("  - hold: 5s\n    say: Go.\n  - prompts:\n      1s: x\n", 11, 5, '"prompts" belongs to the'),
    ("  - Chime: bell\n", 9, 5, '"Chime" is not a step. Did you mean "chime"?'),
    (
        "  - Sides: [left, right]\n    steps:\n      - ready: Your <side> side.\n",
        *(9, 5, '"Sides" is not a step. Did you mean "sides"?'),
    ),
    ('  - say: "..."\n', 9, 10, "There is nothing to say in this text: it needs a word or a n"),
    ("  - say: 🙂\n", 9, 10, "There is nothing to say in this text: it needs a word or a number"),
]


@pytest.mark.parametrize(("steps", "line", "column", "part"), SLIPS)
def test_a_slip_is_named_once_and_hides_nothing(
    steps: str, line: int, column: int, part: str
) -> None:
    assert_only(f"{HEAD}steps:\n{steps}", line, column, part)


def test_what_is_said_of_a_mended_step_stands_in_the_columns_that_were_written() -> None:
    steps = "  ready: Go.\n  for: 1:30\n  figure: no\n  - chime: bell\n"

    assert told(checked_steps(steps).problems) == [(9, 3), (10, 8), (11, 11)]

    steps = "  hold: 1:30\n    say: Go.\n  - chime: bell\n"
    assert told(checked_steps(steps).problems) == [(9, 3), (9, 9)]


def test_a_whole_list_with_the_wrong_bullets_is_read_on() -> None:
    steps = "  1. rest: 2 breaths\n  2. hold: 5s\n     say: Go.\n     figure: no-such\n"

    assert told(checked_steps(steps).problems) == [(9, 3), (10, 3), (12, 14)]


def test_a_text_that_goes_on_for_two_lines_in_its_column_is_read_on() -> None:
    steps = "  - say: Press your back\n    into the floor\n    and hold\n"

    assert told(tuple(before_the_last(f"{HEAD}steps:\n{steps}"))) == [(10, 5), (11, 5)]


@pytest.mark.parametrize(
    "steps",
    [
        "  - say: >-\n      rest; and go\n      1. rest: 2 breaths\n      • hold: on\n      //\n",
        "  - say: >-\n      rest; and go\n\n      8s On\n",
        '  - say: "Now:\n      rest; then\n      // on"\n',
        "  - say: Now\n      for = ever\n",
        f"  - say: Let{NBSP}go “now”, 1. rest and 2. breathe – well • so\n",
        "  - say: See http://example.org/a\n",
        "  - say: Feel (your side) move [a little]\n",
    ],
)
def test_prose_is_never_taken_for_a_slip(steps: str) -> None:
    assert checked_steps(steps).problems == ()
    found = before_the_last(f"{HEAD}steps:\n{steps}  - ready: Go.\n    for; 9s\n")
    assert len(found) == 1


# what replaces a line of the head, the places of the problems, a part of the first one's message
HEADS = [
    ("kind:", "equipment:\n  -a mat\n  -a ball\nkind:", [(4, 3), (5, 3)], 'Write "- a mat".'),
    ("kind:", "focus:\n  - back\n  -hip\nkind:", [(5, 3)], 'after the dash. Write "- hip".'),
    ("kind:", "focus:\n  • back\n  • hip\nkind:", [(4, 3), (5, 3)], 'Write "- back".'),
    ("caution: Stop", "caution:\n  - Go.\n  -Stop", [(9, 3)], 'Write "- Stop if it hurts.".'),
    ("  title: A book", "  -title: A book\n  -title: B", [(6, 3), (7, 3)], 'Write "- title: A b'),
    ("caution: Stop if it hurts.", "caution:", [(7, 9)], '"caution:" has nothing below it.'),
    ("  title:", "title:", [(5, 8), (6, 1)], ""),
]


@pytest.mark.parametrize(("old", "new", "places", "part"), HEADS)
def test_a_slip_in_the_head_hides_nothing(
    old: str, new: str, places: list[tuple[int, int]], part: str
) -> None:
    found = before_the_last(f"{HEAD.replace(old, new)}steps:\n")

    assert told(tuple(found)) == places, [problem.render() for problem in found]
    assert part in found[0].message


def test_the_title_of_a_source_that_stands_flush_left_is_sent_below_source() -> None:
    found = checked(f"{HEAD.replace('  title:', 'title:')}url: x\nsteps:\n").problems
    moved = [p for p in found if "Move it two spaces in, below source." in p.message]

    assert told(tuple(moved)) == [(6, 1), (8, 1)]


def test_a_summary_that_is_too_long_is_not_sent_into_two_steps() -> None:
    text = HEAD.replace("Teach", "Teach " * 100)
    (found,) = before_the_last(f"{text}steps:\n")

    assert found.message.endswith("Shorten it.")


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("<side calf up", 14, '"<side" is never closed. Write <side>.'),
        ("Lift <side leg, <other side>", 19, '"<side" is never closed. Write <side>.'),
        ("Lift side> leg", 19, '"side>" is never opened. Write <side>.'),
        ("[side]", 14, "The side is written <side>, not [side]."),
        ("[side] calf", 14, "The side is written <side>, not [side]."),
        ("Lift [other side] calf", 19, "The side is written <other side>, not [other side]."),
        ("Lift ‹side› calf", 19, "The side is written <side>, not ‹side›."),
        ("Lift (side) calf", 19, "The side is written <side>, not (side)."),
        ("&lt;side&gt; calf", 14, "The side is written <side>, not &lt;side&gt;."),
        ("Lift &lt;side&gt; calf", 19, "The side is written <side>, not &lt;side&gt;."),
    ],
)
def test_a_side_that_is_marked_otherwise_is_told_how_it_is_written(
    text: str, column: int, part: str
) -> None:
    assert_only(f"{HEAD}steps:\n{SIDES}      - hold: 5s\n        say: {text}\n", 13, column, part)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        *(
            (value, 'A range is written with two dots: "30s..60s".')
            for value in (
                *("30 - 60", "30s bis 60s", "30s/60s", "30s or 60s", "30 to 60 s", "30..60"),
                *("30s..60", "30s – 60s", "30s ... 60s"),
            )
        ),
        ("[30s, 60s]", '"hold:" takes one value. A range is written with two dots: "30s..60s".'),
        ("20 secs..10", 'A range is written with two dots: "10secs..20secs".'),
        ("60s-30s", 'A range is written with two dots: "30s..60s".'),
        ("3 to 4 breaths", 'A range is written with two dots: "3 breaths..4 breaths".'),
        ("30s..", 'The range has no end. Write "30s..60s".'),
        ("..60s", 'The range has no beginning. Write "30s..60s".'),
        ("7,5s", 'Write a point, not a comma: "7.5s".'),
        ("2.5 breaths", 'Breaths are whole: "2 breaths" or "3 breaths".'),
        ("2,5 breaths", 'Breaths are whole: "2 breaths" or "3 breaths".'),
        ("0.5 breaths", 'Breaths are whole: "1 breath".'),
        ("", '"hold:" has nothing after it. Write how long, such as "30s".'),
    ],
)
def test_a_length_that_is_nearly_right_is_put_right(value: str, message: str) -> None:
    (found,) = checked_steps(f"  - hold: {value}\n    say: Go.\n").problems

    assert found.message == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("8 or 15", 'A range is written with two dots: "8..15".'),
        ("[8, 15]", '"repeat:" takes one value. A range is written with two dots: "8..15".'),
        ("8..", 'The range has no end. Write "8..16".'),
        ("", '"repeat:" has nothing after it. Write how many, such as "8".'),
    ],
)
def test_a_count_that_is_nearly_right_is_put_right(value: str, message: str) -> None:
    (found,) = checked_steps(f"  - repeat: {value}\n    steps:\n      - chime: bell\n").problems

    assert found.message == message


@pytest.mark.parametrize("value", ["10s..12s", "10s-12s", "10s to 12s"])
def test_a_range_where_one_length_belongs_hears_where_ranges_belong(value: str) -> None:
    (found,) = checked_steps(f"  - ready: Go.\n    for: {value}\n").problems

    assert found.message == (
        '"for" takes one length. A range belongs on hold, move, rest, reps or repeat.'
    )


def test_a_cut_text_is_quoted_from_the_beginning_of_a_word() -> None:
    (found,) = checked_steps("  - say: Press the button with your longer hand # 2\n").problems

    assert 'after "button with your longer hand"' in found.message


def test_a_point_is_guessed_by_its_muscle_alone() -> None:
    keys = "\n    say: a\n    onto: b\n    ease off: c\n"
    (calf,) = checked_steps(f"  - massage: calf left{keys}").problems
    (near,) = checked_steps(f"  - massage: pirifomis left{keys}").problems

    assert "Did you mean" not in calf.message
    assert 'Did you mean "piriformis left"?' in near.message


def test_a_file_among_the_parts_is_a_part_whatever_its_keys() -> None:
    source = decode("sessions/shared/x.yaml", b"steps:\n  - chime: bell\n")
    got = check("x", source, around(), estimate_ms)

    assert got.is_part
    assert [p.message for p in got.problems] == ['A part needs "part:". One sentence: what it is.']


def test_a_part_that_does_not_say_what_it_is_is_told_so_where_it_is_included() -> None:
    got = checked_steps("  - include: x\n", {"x": "steps:\n  - chime: bell\n"})

    assert [p.one_line() for p in got.problems] == [
        'shared/x.yaml:1:1: A part needs "part:". One sentence: what it is.'
    ]


@pytest.mark.parametrize(
    ("word", "meant"), [("pelvik", "pelvic-tilt"), ("pelv", "pelvic-tilt"), ("wlak", "walk")]
)
def test_the_beginning_of_a_longer_name_is_enough_to_be_understood(word: str, meant: str) -> None:
    names = ["daily-lower-back", "half-sit-up", "pelvic-tilt", "walk"]

    assert did_you_mean(word, names) == f'Did you mean "{meant}"? '
    assert did_you_mean("pe", names) == ""
    assert did_you_mean("zumba", names) == ""


def test_a_hundred_slips_are_enough_for_anyone() -> None:
    got = checked_steps("  • rest: 2 breaths\n" * 300)

    assert 100 <= len(got.problems) <= 110


def test_more_slips_than_a_text_is_mended_for_are_all_named() -> None:
    steps = "  - ready: Go.\n    for; 9s\n" * (3 * MAX_MENDS)

    assert len(before_the_last(f"{HEAD}steps:\n{steps}")) == 3 * MAX_MENDS
