"""Every mistake an author makes is named where it stands, with what to write instead.

The steps of each case begin on line 9 of the file, as in `script_text.HEAD`.
"""

from __future__ import annotations

import pytest
from script_text import HEAD, checked, checked_steps

from kiosk.script.problems import Problem, Severity

HOLD = "  - hold: 5s\n    say: Press.\n"

VALUES = [
    ("hold: 1:30", 11, 'Write "1m30s"'),
    ("hold: 1:30:00", 11, '"1h30m0s"'),
    ("hold: no", 11, '"no" is not a length'),
    ("hold: .nan", 11, '".nan" is not a length'),
    ("hold: .inf", 11, '".inf" is not a length'),
    ("hold: 0s", 11, "above zero"),
    ("hold: 0", 11, '"0" has no unit'),
    ("hold: -5s", 11, '"-5s" is not a length'),
    ("hold: -5", 11, "below zero"),
    ("hold: 5", 11, 'Write "5s" for seconds'),
    ("hold: 010", 11, '"010" has no unit'),
    ("hold: 5 sparrows", 11, '"sparrows" is not a unit of time'),
    ("hold: 3h", 11, "longer than two hours"),
    ("hold: 60s..20s", 11, 'backwards. Write "20s..60s"'),
    ("hold: 20s-60s", 11, 'two dots: "20s..60s"'),
    ("hold: 20s to 60s", 11, 'two dots: "20s..60s"'),
    ("hold: 0 breaths", 11, "between 1 and 100 breaths"),
    ("hold:", 10, '"hold:" has nothing after it'),
    ("hold: [5s, 6s]", 11, '"hold:" takes one value'),
]


def only(steps: str) -> Problem:
    """The one problem of a session with these steps."""
    found = checked_steps(steps).problems
    assert len(found) == 1, [problem.render() for problem in found]
    return found[0]


@pytest.mark.parametrize(("line", "column", "part"), VALUES)
def test_a_length_that_cannot_be_is_refused_where_it_stands(
    line: str, column: int, part: str
) -> None:
    problem = only(f"  - {line}\n    say: Press.\n")

    assert (problem.mark.line, problem.mark.column) == (9, column)
    assert part in problem.message


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("8..3", 'backwards. Write "3..8"'),
        ("0", "between 1 and 100"),
        ("101", "between 1 and 100"),
        ("1.5", "whole number"),
        ("no", "whole number"),
        ("010", "begins with 0"),
        ("8-15", 'two dots: "8..15"'),
        (".nan", "whole number"),
        ("eight", "whole number"),
    ],
)
def test_a_count_that_cannot_be_is_refused_where_it_stands(value: str, part: str) -> None:
    problem = only(f"  - repeat: {value}\n    steps:\n      - hold: 5s\n        say: Press.\n")

    assert (problem.mark.line, problem.mark.column) == (9, 13)
    assert part in problem.message


# what is written on line 10 beside a hold, the column, and a part of the message
BESIDE = [
    ("say: Remember: press", 18, 'in quotes: "Remember: press"'),
    ("say: Now: left: right", 13, 'in quotes: "Now: left: right"'),
    ("say: Do this:", 17, 'in quotes: "Do this:"'),
    ("say: Yes", 10, 'Write say: "Yes"'),
    ("say: no", 10, 'Write say: "no"'),
    ("say: Off", 10, 'Write say: "Off"'),
    ("say: ~", 10, '"say:" has nothing after it'),
    ("say: 3", 10, 'takes 3 for a number. Write say: "3"'),
    ("say: 1:30", 10, 'takes 1:30 for a number. Write say: "1:30"'),
    ("say:", 9, '"say:" has nothing after it'),
    ('say: ""', 10, "holds no words"),
    ('say: "  "', 10, "holds no words"),
    ("say: Press # 3 times", 16, "A # after a space cuts the text off"),
    ("say: Press #3 times", 16, 'after "Press"'),
    ("say: Press  #3 times", 16, "cuts the text off"),
    ("say: [Press, now]", 10, "[ ] make a list"),
    ("say: {side}", 10, "<side>"),
    ("say: *Press* now", 10, 'in quotes: "*Press* now"'),
    ("say: *Press", 10, "Put the text in quotes"),
    ("say: &Press now", 10, "Put the text in quotes"),
    ("say: !Press now", 10, "Put the text in quotes"),
    ("say: @home", 10, 'in quotes: "@home"'),
    ("say: `Press`", 10, 'in quotes: "`Press`"'),
    ("say: %5", 10, 'in quotes: "%5"'),
    ("say: - Press", 10, 'in quotes: "- Press"'),
    ("say: > Press", 10, 'in quotes: "> Press"'),
    ("say: | Press", 10, 'in quotes: "| Press"'),
    ("say: [a] Press", 10, 'in quotes: "[a] Press"'),
    ('say: "Press" now', 17, "Put the quotes around all of it"),
    ("say: 'It's time'", 14, '''write "It's time"'''),
    ('say: "He said "go""', 20, """write 'He said "go"'"""),
    ('say: "Press', 10, 'The " that opens this text is never closed'),
    ("say: 'Press", 10, "The ' that opens this text is never closed"),
    (r'say: "Press \down"', 17, "backslash"),
    (r'say: "Press \the"', 10, "A sign that cannot be seen (U+0009)"),
    ("say:Press.", 8, 'A space is missing after the colon. Write "say: Press."'),
    ("say Press.", 8, 'A colon is missing after "say". Write "say: Press."'),
    ("say: <sid> up", 10, 'Did you mean "side"?'),
    ("say: <side> up", 10, 'inside a "sides:" step only'),
    ("say: Press <now>.", 10, '"<now>" stands for nothing'),
]


@pytest.mark.parametrize(("line", "column", "part"), BESIDE)
def test_a_text_that_yaml_would_spoil_is_refused_with_the_text_as_it_must_be_written(
    line: str, column: int, part: str
) -> None:
    problem = only(f"  - hold: 5s\n    {line}\n")

    assert (problem.mark.line, problem.mark.column) == (10, column)
    assert part in problem.message


@pytest.mark.parametrize(
    "line",
    [
        "say: Press.  # a comment that stands apart",
        "say: Press.      # another",
        "say: Number#3, and so on",
        "say: Two, three; it's 5 o'clock (more or less) - go!",
        'say: "Remember: press"',
        "say: 'Remember: press'",
        'say: "Yes"',
        "say: Yes, press",
        "say: See http://example.org",
        "say: Press at 10:30 sharp",
        'say: "Press button # 3"',
        "say: Press and\n      hold",
        "say: >\n      Remember: press,\n      and hold",
        "say: Press —hold– “well”",
    ],
)
def test_an_honest_text_passes(line: str) -> None:
    assert checked_steps(f"  - hold: 5s\n    {line}\n").problems == ()


# steps that begin on line 9; the line and column of the one problem; a part of its message
STRUCTURE = [
    ("  - hold: 5s\n\tsay: Press.\n", 10, 1, "A tab stands in the indentation"),
    ("  -\thold: 5s\n    say: Press.\n", 9, 4, "A tab stands in the indentation"),
    ("  - hold: 5s\n   say: Press.\n", 10, 4, "column 4, the key above it in column 5"),
    ("  - hold: 5s\n      say: Press.\n", 10, 7, "column 7, the key above it in column 5"),
    (f"{HOLD}   - rest: 5s\n", 11, 4, "column 4, the step above it in column"),
    (f"{HOLD}  -rest: 5s\n", 11, 3, 'A space is missing after the dash. Write "- rest: 5s"'),
    ("  - rest:5s\n", 9, 5, 'A space is missing after the colon. Write "- rest: 5s"'),
    ("  - rest 5s\n", 9, 5, 'A colon is missing after "rest". Write "- rest: 5s"'),
    ("  - hold: 5s\n    say: Press\n      Note: hard\n", 11, 11, "needs quotes around all"),
    (f"{HOLD}    rest: 5s\n", 11, 5, 'Begin a new step with "- rest:"'),
    (f"{HOLD}    hold: 6s\n", 11, 5, "twice; the first is on line 9"),
    (f"{HOLD}    figur: side-bend\n", 11, 5, 'Did you mean "figure"?'),
    (f"{HOLD}    figure: side-bent\n", 11, 13, 'Did you mean "side-bend"?'),
    (f"{HOLD}    tempo: fast\n", 11, 5, '"tempo" is not a key of a "hold" step'),
    ("  - hold: 5s\n", 9, 5, 'A "hold" step needs "say:"'),
    ("  - holt: 5s\n    say: Press.\n", 9, 5, 'Did you mean "hold"?'),
    ("  - Remember: press\n", 9, 5, 'write - say: "Remember: press"'),
    ("  - Lie down.\n", 9, 5, 'write - say: "Lie down."'),
    ("  -\n", 9, 4, "This step is empty"),
    ("  - {}\n", 9, 5, "This step is empty"),
    ("  - [hold, rest]\n", 9, 5, "A list stands here"),
    ("  - ready: Down.\n    for: 0s\n", 10, 10, "above zero"),
    ("  - wait: Tap.\n    at most: 5s\n", 10, 14, "from 20s to 10m"),
    ("  - wait: Tap.\n    at_most: 30s\n", 10, 5, 'Did you mean "at most"?'),
    ("  - chime: bel\n", 9, 12, 'Did you mean "bell"?'),
    ("  - sides: both\n    steps:\n      - chime: bell\n", 9, 12, '"sides: [left, right]"'),
    ("  - sides: [left, left]\n    steps:\n      - chime: bell\n", 9, 19, "twice"),
    ("  - sides: []\n    steps:\n      - chime: bell\n", 9, 12, "names no side"),
    ("  - sides: [lft]\n    steps:\n      - chime: bell\n", 9, 13, 'Did you mean "left"?'),
    ("  - repeat: 3\n    steps:\n", 10, 11, '"steps:" has nothing below it'),
    ("  - repeat: 3\n    steps: []\n", 10, 12, "Add at least one"),
    ("  - repeat: 3\n    steps: hold\n", 10, 12, "Steps are a list"),
    ("  - repeat: 3\n", 9, 5, 'needs "steps:"'),
    (
        "  - reps: 3\n    say: Up.\n    tempo: fast\n",
        11,
        12,
        'list of words with their times, such as "- up: 2s"',
    ),
    ("  - reps: 3\n    say: Up.\n    tempo:\n      - 2s: up\n", 12, 9, "not a word to say"),
    (f"{HOLD}    prompts: Breathe.\n", 11, 14, "a moment and a text"),
    (f"{HOLD}    prompts:\n      haf: Go.\n", 12, 7, 'Did you mean "half"?'),
    (f"{HOLD}    prompts:\n      1:30: Go.\n", 12, 7, "not a point of the time"),
    (f"{HOLD}    prompts:\n      5s: Go.\n", 12, 7, "5 s from the start of a hold that lasts 5 s"),
    (f"{HOLD}    prompts:\n      last 9s: Go.\n", 12, 7, "9 s from the end of a hold"),
    (f"{HOLD}    prompts: {{half: Go, on}}\n", 11, 25, "every comma starts a new prompt"),
    (f"{HOLD}    prompts:\n      1s: Go.\n      1s: On.\n", 13, 7, "already, on line 12"),
    (
        "  - move: 90m\n    say: Go.\n    prompts:\n"
        + "".join(f"      {n}m: On.\n" for n in range(1, 63)),
        *(72, 7, "This step has 62 prompts; 60 are the most"),
    ),
    (f"{HOLD}    <<: {{say: x}}\n", 11, 5, "merge is not allowed"),
    (f"{HOLD}---\n", 11, 1, "starts a second document"),
    ("  - say: [a, b\n  - chime: bell\n", 9, 10, "The [ that opens here is never closed"),
    ("  - say: {a: b\n  - chime: bell\n", 9, 10, "The { that opens here is never closed"),
]


@pytest.mark.parametrize(("steps", "line", "column", "part"), STRUCTURE)
def test_a_slip_in_the_structure_is_named_where_it_stands(
    steps: str, line: int, column: int, part: str
) -> None:
    found = checked_steps(steps).problems
    problem = found[0]

    assert (problem.mark.line, problem.mark.column) == (line, column), problem.render()
    assert part in problem.message
    assert len({p.mark.line for p in found}) == 1, [p.render() for p in found]


def test_the_caret_stands_below_the_word_that_is_wrong() -> None:
    text = only("  - hold: 1:30\n    say: Press.\n").render()

    assert text.splitlines()[1:] == ["  9 |   - hold: 1:30", "    |           ^^^^"]


def test_a_long_line_is_shown_around_the_caret() -> None:
    problem = only(f"  - hold: 5s\n    say: {'press ' * 60}# now\n")
    _, line, caret = problem.render().splitlines()

    assert len(line) <= 110
    assert line[caret.index("^") :].startswith("# now")


def test_a_curly_brace_at_the_start_of_a_text_is_explained_with_the_side_as_it_is_written() -> None:
    problem = only(
        "  - sides: [left, right]\n    steps:\n      - hold: 5s\n        say: {side} leg up\n"
    )

    assert (problem.mark.line, problem.mark.column, problem.width) == (12, 14, 6)
    assert '"<side> leg up"' in problem.message


def test_braces_within_a_text_are_explained_too() -> None:
    problem = only(
        "  - sides: [left, right]\n    steps:\n      - hold: 5s\n        say: Lift {side} leg\n"
    )

    assert "not in braces" in problem.message


def test_a_sentence_cut_in_two_by_a_comma_in_brackets_is_seen() -> None:
    text = HEAD.replace("Stop if it hurts.", "[Stop if sharp, shooting pain]")
    (problem,) = checked(f"{text}steps:\n{HOLD}").problems

    assert (problem.mark.line, problem.mark.column) == (7, 10)
    assert "falls into 2 pieces" in problem.message


def test_a_list_of_one_sentence_in_brackets_passes() -> None:
    text = HEAD.replace("Stop if it hurts.", "[Stop if it hurts]")

    assert checked(f"{text}steps:\n{HOLD}").problems == ()


def test_a_colon_in_a_list_of_sentences_is_explained() -> None:
    text = HEAD.replace("caution: Stop if it hurts.", "caution:\n  - Remember: stop")
    (problem,) = checked(f"{text}steps:\n{HOLD}").problems

    assert (problem.mark.line, problem.mark.column) == (8, 5)
    assert '"Remember: stop"' in problem.message


def test_a_colon_in_the_title_is_explained() -> None:
    text = HEAD.replace("title: Pelvic tilt", "title: Pelvic tilt: slowly")
    (problem,) = checked(f"{text}steps:\n{HOLD}").problems

    assert (problem.mark.line, problem.mark.column) == (1, 19)
    assert 'in quotes: "Pelvic tilt: slowly"' in problem.message


def test_several_traps_are_all_told_at_once_with_everything_else_that_is_wrong() -> None:
    got = checked(
        HEAD.replace("title: Pelvic tilt", "title: Tilt: slowly").replace("kind:", "kynd:")
        + "steps:\n"
        "  - hold: 5s\n"
        "    say: Remember: press\n"
        "  - rest: 1:30\n"
        "    say:Let go.\n"
        "  - hold: 5s\n"
        "    say: {side} leg\n"
        "  - hold: 5s\n"
        "    say: *Press* now\n"
        "    figure: no-such\n",
    )

    assert sorted({problem.mark.line for problem in got.problems}) == [1, 3, 10, 11, 12, 14, 16, 17]
    assert got.script is None


def test_the_lines_of_a_folded_text_are_prose_even_in_a_file_with_traps() -> None:
    found = checked_steps(
        "  - hold: 5s\n    say: >-\n      Now: this: is\n\n      prose: all: of it\n"
        "  - hold: 5s\n    say: Remember: press\n"
    ).problems

    assert [problem.mark.line for problem in found] == [15]


def test_a_mended_text_is_checked_as_its_author_meant_it() -> None:
    found = checked_steps("  - hold: 5s\n    say: Remember: <sidde> down\n").problems

    assert [problem.mark.line for problem in found] == [10, 10]


MASSAGE = "  - massage: ql left\n    say: Lie down.\n    onto: Lower.\n    ease off: Come off.\n"


def test_a_massage_that_states_no_time_passes() -> None:
    assert checked_steps(f"{MASSAGE}    at most: 30s\n").problems == ()


@pytest.mark.parametrize("key", ["for", "hold", "move", "rest", "time", "seconds", "duration"])
def test_a_massage_with_a_time_hears_of_the_dose_rule(key: str) -> None:
    problem = only(f"{MASSAGE}    {key}: 30s\n")

    assert (problem.mark.line, problem.mark.column) == (13, 5)
    assert "granted by the dose rule" in problem.message
    assert '"at most: 30s" may lower' in problem.message


@pytest.mark.parametrize("value", ["30s", "2m", "30s..60s", "[ql left, 30s]"])
def test_a_massage_of_a_time_instead_of_a_point_hears_of_the_dose_rule(value: str) -> None:
    problem = only(MASSAGE.replace("ql left", value))

    assert problem.mark.line == 9
    assert "granted by the dose rule" in problem.message
    assert "[ql left, ql right]" in problem.message


@pytest.mark.parametrize(
    "words", ["Press for 30 seconds.", "Two minutes on it.", "Lower, 30s.", "A minute."]
)
def test_a_massage_whose_text_states_a_time_hears_of_the_dose_rule(words: str) -> None:
    problem = only(MASSAGE.replace("onto: Lower.", f"onto: {words}"))

    assert (problem.mark.line, problem.mark.column) == (11, 11)
    assert "granted by the dose rule" in problem.message


@pytest.mark.parametrize(
    ("point", "part"),
    [
        ("ql lef", 'Did you mean "ql left"?'),
        ("ql", '"ql" is not a point'),
        ("neck left", "A point is one of: ql left"),
        ("ql <side>", 'inside a "sides:" step only'),
        ("[]", "names no point"),
        ("{point: ql left}", "stand the points themselves"),
        ("[ql left, ql left]", "twice"),
    ],
)
def test_a_point_that_cannot_be_is_refused(point: str, part: str) -> None:
    assert part in only(MASSAGE.replace("ql left", point)).message


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "part"),
    [
        ("kind: strengthen", "kind: strenghten", 3, 7, 'Did you mean "strengthen"?'),
        ("kind: strengthen", "kind:", 3, 6, '"kind:" has nothing after it'),
        ("kind: strengthen\n", "", 1, 1, 'A session needs "kind:"'),
        ("  title: A book", "  titel: A book", 6, 3, 'A source needs "title:"'),
        ("source:\n  title: A book", "source: A book", 5, 9, 'A source has a "title:"'),
        ("title: Pelvic tilt", "titel: Pelvic tilt", 1, 1, 'Did you mean "title"?'),
        ("title: Pelvic tilt", "title: Tilt\ntitle: Tilt", 2, 1, "the first is on line 1"),
        ("kind:", "language: fr\nkind:", 3, 11, "It is one of: en or es"),
        ("kind:", "coach: no\nkind:", 3, 8, "Here belong keys"),
        ("kind:", "coach:\n  countdown: maybe\nkind:", 4, 14, "is on or off"),
        ("kind:", "coach:\n  countdwn: off\nkind:", 4, 3, 'Did you mean "countdown"?'),
        ("kind:", "equipment: [mat, {a: b}]\nkind:", 3, 18, "takes a text"),
        ("kind:", "equipment:\nkind:", 3, 11, '"equipment:" has nothing below it'),
        ("kind:", "equipment: []\nkind:", 3, 12, "is an empty list"),
    ],
)
def test_a_slip_in_the_head_is_named_where_it_stands(
    old: str, new: str, line: int, column: int, part: str
) -> None:
    found = checked(f"{HEAD.replace(old, new, 1)}steps:\n{HOLD}").problems

    assert any(
        (p.mark.line, p.mark.column) == (line, column) and part in p.message for p in found
    ), [problem.render() for problem in found]


def test_a_text_longer_than_anyone_can_follow_is_refused() -> None:
    problem = only(f"  - ready: {'press ' * 100}\n    for: 5m\n")

    assert (problem.mark.line, problem.mark.column) == (9, 12)
    assert "500 are the most" in problem.message


def test_a_warning_does_not_keep_a_session_from_being_played() -> None:
    got = checked_steps("  - hold: 20s\n    say: Bend.\n    prompts:\n      10s: Keep breathing.\n")

    assert [problem.severity for problem in got.problems] == [Severity.WARNING]
    assert got.script is not None


def test_languages_below_one_another_are_shown_their_places_beside_it() -> None:
    problem = only("  - hold: 5s\n    say:\n      en: Press.\n      es: Presiona.\n")

    assert problem.mark.line == 11
    assert problem.message.endswith('stands beside it, with its code: "say.es:".')
