"""What editors and readers are told of the script is what the checker holds authors to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from script_text import DOWN, HEAD, checked, checked_steps

from kiosk.script.grammar import STEP_FORMS, WORDS
from kiosk.script.reference import BEGIN, END, reference
from kiosk.script.schema import json_schema

SESSIONS = Path(__file__).parent.parent / "sessions"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())

GOOD = [
    "  - ready: Lie down.\n    for: 12s\n    figure: pelvic-tilt\n",
    "  - wait: Tap.\n    at most: 2m\n",
    "  - say: Good.\n    say.es: Bien.\n    pause: 3 breaths\n",
    "  - hold: 1m30s\n    say: Press.\n    again: Press.\n    caution: Not hard.\n    name: P\n",
    "  - hold: 20..60s\n    say: Press.\n",
    (
        "  - hold: 20s..60s\n    say: Press.\n    prompts:\n      half: On.\n      last 5s: Soon.\n"
        "    prompts.es:\n      half: Sigue.\n      last 5s: Ya.\n"
    ),
    "  - move: 2 min\n    say: Walk.\n",
    "  - rest: 3 breaths\n",
    (
        "  - reps: 8..12\n    say: Up.\n    tempo:\n      - up: 2s\n      - down: 2s\n"
        "    tempo.es: [arriba, abajo]\n"
    ),
    "  - repeat: 8\n    steps:\n      - chime: bell\n",
    "  - sides: [left, right]\n    change: 10s\n    steps:\n      - say: Your <side> side.\n",
    "  - include: get-down\n",
    (
        "  - massage: ql left\n    say: Lie down.\n    onto: Lower.\n    ease off: Come off.\n"
        "    at most: 30s\n"
    ),
]
BAD = [
    "  - hold: 1:30\n    say: Press.\n",
    "  - hold: 5\n    say: Press.\n",
    "  - hold: no\n    say: Press.\n",
    "  - hold: .nan\n    say: Press.\n",
    "  - hold: 5s\n",
    "  - hold: 5s\n    say: Yes\n",
    "  - hold: 5s\n    say: Press.\n    figur: x\n",
    "  - hold: 5s\n    say: Press.\n    say.de: Drück.\n",
    "  - hold: 5s\n    say: Press.\n    hold.es: 5s\n",
    "  - hold: 5s\n    say: Press.\n    rest: 5s\n",
    "  - hold: 5s\n    say: Press.\n    prompts:\n      soon: x\n",
    "  - repeat: 0\n    steps:\n      - chime: bell\n",
    "  - repeat: 2\n    steps: []\n",
    "  - sides: [left, left]\n    steps:\n      - chime: bell\n",
    "  - sides: both\n    steps:\n      - chime: bell\n",
    "  - include: ../secret\n",
    "  - massage: 30s\n    say: a\n    onto: b\n    ease off: c\n",
    "  - massage: ql left\n    say: a\n    onto: b\n    ease off: c\n    for: 30s\n",
    "  - dance: 5s\n",
]


def valid(text: str) -> bool:
    data: Any = yaml.safe_load(text)
    return VALIDATOR.is_valid(data)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("steps", GOOD)
def test_what_the_checker_takes_the_schema_takes(steps: str) -> None:
    assert checked_steps(steps).problems == ()
    assert valid(f"{HEAD}steps:\n{steps}")


@pytest.mark.parametrize("steps", BAD)
def test_what_the_schema_refuses_the_checker_refuses(steps: str) -> None:
    assert not valid(f"{HEAD}steps:\n{steps}")
    assert checked_steps(steps).problems


def test_the_head_of_a_session_is_in_the_schema() -> None:
    full = HEAD.replace("kind:", "title.es: Báscula\nequipment: [mat]\nfocus: back\nkind:")
    full += "coach:\n  countdown: off\n  next: 'off'\nlanguage: en\nnote: Well.\nfigure: x\n"

    assert valid(f"{full}steps:\n  - chime: bell\n")
    assert not valid(f"{full}colour: red\nsteps:\n  - chime: bell\n")
    assert not valid(f"{HEAD}\n")


def test_a_part_is_in_the_schema() -> None:
    assert checked(DOWN).problems == ()
    assert valid(DOWN)
    assert not valid("part: x\n")


def test_every_key_of_the_grammar_has_a_description_in_the_schema() -> None:
    described = set()
    for form in json_schema()["$defs"].values():
        for name, key in form.get("properties", {}).items():
            assert key["description"]
            described.add(name)

    assert described == WORDS


def test_the_schema_takes_every_session_that_is_shipped() -> None:
    files = sorted(SESSIONS.rglob("*.yaml"))
    for path in files:
        problems = [
            error.message for error in VALIDATOR.iter_errors(yaml.safe_load(path.read_text()))
        ]
        assert not problems, (path, problems)

    assert len(files) > 10


def test_the_reference_names_every_kind_of_step_and_every_key() -> None:
    text = reference()

    for kind in STEP_FORMS:
        assert f"### Step: `{kind}`" in text
    for word in WORDS:
        assert f"| `{word}`" in text


def test_the_guide_for_authors_holds_the_reference_as_the_grammar_has_it() -> None:
    guide = (SESSIONS / "README.md").read_text()
    between = guide.partition(BEGIN)[2].partition(END)[0]

    assert between.strip() == reference(), "print it with: python -m kiosk.script.reference"
