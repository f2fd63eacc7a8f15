"""A hostile or broken file is refused early, and nothing it holds is an exception.

That refusing is quick is tested by what it may read, not by a clock: no more than `MAX_NODES`
events, however large the file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from script_text import HEAD, checked, checked_steps

from kiosk.script import compose
from kiosk.script.compose import MAX_DEPTH, MAX_MENDS, MAX_NODES
from kiosk.script.page import MAX_PROBLEMS

ROOM = 200_000
NESTED_LINES = "".join(f"{' ' * depth}a:\n" for depth in range(700))

HOSTILE = {
    "square brackets": ("[" * ROOM, "nested more than 24 deep"),
    "braces": ("{" * ROOM, "stands where a key is expected"),
    "braces within": ("{a: " * 60_000, "nested more than 24 deep"),
    "lists in a line": ("- " * 100_000, "nested more than 24 deep"),
    "nested mappings": (NESTED_LINES, "nested more than 24 deep"),
    "complex keys": ("? " * 100_000, "stands where a key is expected"),
    "a mapping as a key": ("? {a: b}\n: c\n", "stands where a key is expected"),
    "anchors": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "a reference in YAML"),
    "an alias": ("a: *a\n", "a reference in YAML"),
    "an anchored key": ("&a a: b\n", "a reference in YAML"),
    "a merge": ("<<: {a: b}\n", "merge is not allowed"),
    "merges": ("a: 1\n<<: [{b: c}, {d: e}]\n", "merge is not allowed"),
    "a tag": ("a: !!python/object/apply:os.system [ls]\n", "a tag in YAML"),
    "a tagged list": ("a: !x [b]\n", "a tag in YAML"),
    "documents": ("---\na: b\n---\na: b\n", "a second document"),
    "a directive": ("%YAML 9.9\n---\na: b\n", ""),
    "a huge word": ("title: " + "x" * ROOM, "characters; 500 are the most"),
    "a huge quoted text": (f'title: "{"x" * ROOM}"', "characters; 500 are the most"),
    "a huge key": ("x" * ROOM + ": y", "cannot be read"),
    "many keys": ("".join(f"k{n}: v\n" for n in range(20_000)), "4,000 entries"),
    "the same key": ("a: b\n" * 40_000, "4,000 entries"),
    "many entries": ("- a\n" * 50_000, "4,000 entries"),
    "many steps": (f"{HEAD}steps:\n" + "  - chime: bell\n" * 10_000, "4,000 entries"),
    "nothing but line ends": ("\r" * ROOM, "empty"),
    "quotes": ("'" * ROOM, "not this"),
    "colons": ("a: b: c\n" * 30_000, ""),
    "tabs": ("\ta: b\n" * 30_000, "A tab"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(name: str) -> None:
    text, part = HOSTILE[name]
    got = checked(text)

    assert got.script is None
    assert got.problems
    assert any(part in problem.message for problem in got.problems)


class _Counting:
    """libyaml's loader, counting what is asked of it."""

    asked = 0

    def __init__(self, text: str) -> None:
        self._loader = yaml.CSafeLoader(text)

    def get_event(self) -> object:
        _Counting.asked += 1
        return self._loader.get_event()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_has_more_of_it_read_than_a_script_could_need(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compose, "_LOADER", _Counting)
    _Counting.asked = 0
    checked(HOSTILE[name][0])

    assert 0 < _Counting.asked <= 2 * MAX_NODES + 10


def test_deep_nesting_stops_at_the_depth_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "_LOADER", _Counting)
    _Counting.asked = 0
    checked("[" * ROOM)

    assert _Counting.asked <= MAX_DEPTH + 5


def test_a_file_is_mended_and_read_again_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    times = 0
    once = compose._compose

    def counted(source, text):
        nonlocal times
        times += 1
        return once(source, text)

    monkeypatch.setattr(compose, "_compose", counted)
    checked("".join(f'k{n}: "a" b\n' for n in range(500)))

    assert times <= MAX_MENDS + 1


def test_a_large_file_is_never_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "quote_colons", lambda _lines: pytest.fail("it was mended"))

    assert checked("a: b: c\n" * 10_000).problems


def test_a_hundred_problems_are_enough() -> None:
    got = checked_steps("  - hold: 5\n" * 900)

    assert len(got.problems) == MAX_PROBLEMS + 1
    assert any("the rest is not shown" in problem.message for problem in got.problems)


def test_repeats_within_repeats_are_counted_before_they_are_laid_out() -> None:
    steps = "  - chime: bell\n"
    for _ in range(8):
        inner = "".join(f"    {line}\n" for line in steps.splitlines())
        steps = f"  - repeat: 100\n    steps:\n{inner}"
    (problem,) = checked_steps(steps).problems

    assert "2,000 are the most" in problem.message


def test_the_rooms_that_read_a_script_touch_no_file() -> None:
    room = Path(compose.__file__).parent
    read = 0
    for path in sorted(room.glob("*.py")):
        text = path.read_text()
        read += 1
        for word in (
            "open(",
            "import os",
            "pathlib",
            "import sys",
            "subprocess",
            "logging",
            "time",
        ):
            assert f"import {word}" not in text
            assert f"from {word}" not in text
        assert "open(" not in text
    assert read > 10


# --- whatever else may come

GOOD = f"""{HEAD}equipment: [mat]
steps:
  - ready: Lie on your back.   # honest
    for: 12s
    figure: pelvic-tilt
  - wait: Tap when ready.
  - repeat: 8..15
    steps:
      - hold: 5s
        say: Press the small of your back into the floor.
        again: Press.
        prompts:
          1s: On.
      - rest: 3 breaths
        say: Let go, and breathe.
  - sides: [left, right]
    steps:
      - hold: 20s..60s
        say: Bend to the <side> side.
        say.es: Hacia el lado <side>.
  - reps: 8
    say: Sit up.
    tempo:
      - up: 2s
      - down: 2s
  - include: get-down
"""

_PIECES = [
    *(
        "- ",
        ": ",
        ":",
        "\n",
        "\n  ",
        "\n    ",
        "\n      ",
        "\t",
        " #",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
    ),
    *("steps:", "hold: 5s", "say: Press", "rest", "repeat: 3", "sides: [left]", "<side>", "{side}"),
    *(
        "|",
        ">",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "`",
        "?",
        "<<: ",
        "---",
        "...",
        "\\",
        "1:30",
        "é",
        "\x85",
    ),
    *(
        "\u2028",
        "\ufeff",
        "~",
        "no",
        "prompts:",
        "half: x",
        "massage: ql left",
        "include: get-down",
    ),
    *(
        "•",
        "– ",
        "1. ",
        "-# ",
        "-a",
        "\u00a0",
        ";",
        "；",
        "：",
        " = ",
        "// ",
        "“",
        "”",
        "&lt;",
        "(side)",
    ),
    *(
        "[side]",
        "<side",
        "side>",
        "8s On",
        "ready Go",
        "again: x",
        "name: x",
        ", for: 9s",
        "&a",
        "Sides:",
    ),
    *("say.es: x", "title: x", "caution: [a, b]", "\r", "\r\n", "🙂", "tempo:", "figure: x", ", "),
]
yamlish = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A right script with a few characters put in, taken out or said twice."""
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 2)):
            case 0:
                text = text[:at] + draw(st.sampled_from(_PIECES)) + text[at:]
            case 1:
                text = text[:at] + text[at + draw(st.integers(1, 12)) :]
            case _:
                text = text[:at] + text[max(0, at - 30) : at] + text[at:]
    return text


def assert_told_in_its_place(data: bytes) -> None:
    got = checked(data)
    lines = len(data.decode("utf-8", "replace").splitlines()) + 1
    assert got.script is not None or got.problems or got.is_part
    for problem in got.problems:
        assert problem.mark.column >= 1
        assert problem.mark.line >= 1
        assert problem.width >= 1
        assert problem.message
        assert problem.render()
        assert problem.mark.column <= len(problem.excerpt) + 1
        assert problem.mark.file != "tilt.yaml" or problem.mark.line <= lines


def test_the_script_that_is_mutated_is_right() -> None:
    assert checked(GOOD).problems == ()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_are_told_what_is_wrong_with_them(data: bytes) -> None:
    assert_told_in_its_place(data)


@settings(max_examples=500, deadline=None)
@given(yamlish)
def test_random_text_that_looks_like_yaml_is_told_what_is_wrong_with_it(text: str) -> None:
    assert_told_in_its_place(text.encode())


@settings(max_examples=500, deadline=None)
@given(yamlish)
def test_random_steps_are_told_what_is_wrong_with_them(text: str) -> None:
    assert_told_in_its_place(f"{HEAD}steps:\n  - {text}".encode())


@settings(max_examples=700, deadline=None)
@given(mutated())
def test_a_script_with_slips_in_it_is_told_what_is_wrong_with_it(text: str) -> None:
    assert_told_in_its_place(text.encode())
