"""A session tells how its hard words are said, in each language, and hears of slips at once."""

from __future__ import annotations

import pytest
import yaml
from script_text import DOWN, HEAD, checked
from test_schema import valid

from kiosk.clips import Line
from kiosk.lines import lines_of
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan
from kiosk.script.model import Script

TAKES = (
    '"pronounce:" takes words, each with how it sounds, on a line of its own below: '
    '"piriformis: pirri formiss".'
)
ORDINARY = (
    'How "piriformis" sounds is written in ordinary letters, such as "pirri formiss"; '
    "no voice reads other signs."
)
STEPS = """\
steps:
  - ready: Find your piriformis.
    ready.es: Busca el piriforme.
  - hold: 5s
    say: Press with your IT band.
"""


def session(pronounce: str) -> str:
    return f"{HEAD.replace('kind:', 'title.es: Báscula' + chr(10) + 'kind:')}{pronounce}{STEPS}"


def script_of(pronounce: str) -> Script:
    got = checked(session(pronounce))
    assert got.script is not None, got.problems
    return got.script


def messages(pronounce: str) -> list[str]:
    text = session(pronounce)
    return [f"{p.mark.line}: {p.message}" for p in checked(text).problems]


def test_each_language_has_hard_words_of_its_own():
    script = script_of(
        "pronounce:\n  piriformis: peer if or miss\npronounce.es: {piriforme: piri forme}\n"
    )
    assert script.pronounced("en") == (("piriformis", "peer if or miss"),)
    assert script.pronounced("es") == (("piriforme", "piri forme"),)


def test_a_translation_needs_no_english_list():
    script = script_of("pronounce.es: {piriforme: piri forme}\n")
    assert script.pronounced("en") == ()
    assert script.pronounced("es") == (("piriforme", "piri forme"),)


def test_a_part_brings_its_words_and_the_session_wins():
    part = DOWN.replace("steps:", "pronounce: {floor: flore, down: doun}\nsteps:")
    text = session("pronounce: {floor: flaw}\n") + "  - include: get-down\n"
    got = checked(text, {"get-down": part})
    assert got.script is not None, got.problems
    assert dict(got.script.pronounced("en")) == {"floor": "flaw", "down": "doun"}


@pytest.mark.parametrize(
    ("pronounce", "said"),
    [
        (
            "pronounce: piriformis\n",
            f"9: {TAKES}",
        ),
        (
            "pronounce: {}\n",
            f"9: {TAKES}",
        ),
        (
            "pronounce:\n  - piriformis\n",
            f"10: {TAKES}",
        ),
        (
            "pronounce:\n  piriformis:\n",
            '10: Write after "piriformis:" how it sounds, in ordinary letters.',
        ),
        (
            "pronounce:\n  piriformis: pɪrɪfɔmɪs\n",
            f"10: {ORDINARY}",
        ),
        (
            "pronounce:\n  piriformis: a\n  Piriformis: b\n",
            '11: "Piriformis" stands here twice; the first is on line 10. Keep one.',
        ),
        (
            'pronounce:\n  "123": one\n',
            '10: "123" is no word to pronounce. Write it as it stands in the session.',
        ),
        (
            f"pronounce:\n  piriformis: {'ab' * 40}\n",
            '10: How "piriformis" sounds takes more than 60 letters here. Shorten it.',
        ),
    ],
)
def test_a_slip_is_told_in_one_sentence(pronounce: str, said: str):
    assert messages(pronounce) == [said]


def test_a_word_that_is_never_said_is_a_warning_with_a_guess():
    text = session("pronounce:\n  piriformus: peer if or miss\n  lying on your back: x\n")
    got = checked(text)
    assert got.script is not None
    slip, shown_only = (problem.message for problem in got.problems)
    assert slip.startswith('"piriformus" is never said in this session. ')
    assert slip.endswith('Did you mean "piriformis"? Mend it, or remove it.')
    assert shown_only == (
        '"lying on your back" is never said in this session. Mend it, or remove it.'
    )
    assert not any(problem.is_error for problem in got.problems)


@pytest.mark.parametrize("word", ["L5", "kg", "don’t", "don't", "left", "L"])
def test_a_word_that_is_read_otherwise_is_said_none_the_less(word: str):
    text = f'{HEAD}pronounce: {{"{word}": sound}}\nsteps:\n  - say: I don’t, L5, 5 kg, L knee.\n'
    assert [problem.message for problem in checked(text).problems] == []


def test_the_checker_weighs_a_word_by_how_the_session_says_it():
    def length(pronounce: str) -> int:
        return checked(f"{HEAD}{pronounce}steps:\n  - say: Bend at L5.\n").total_ms

    long = length("pronounce: {L5: the last vertebra above the pelvis}\n")
    assert long == length("") + estimate_ms("Bend at the last vertebra above the pelvis.") - (
        estimate_ms("Bend at L5.")
    )


def test_a_word_with_a_capital_is_looked_for_just_so():
    assert messages("pronounce: {IT band: eye tee band}\n") == []
    assert len(messages("pronounce: {It Band: eye tee band}\n")) == 1


def test_the_schema_takes_it_and_refuses_what_the_checker_refuses():
    assert valid(session("pronounce: {piriformis: x}\npronounce.es: {piriforme: x}\n"))
    assert not valid(session("pronounce: [piriformis]\n"))
    assert not valid(session("pronounce: {}\n"))


def test_what_is_shown_stays_and_what_is_said_goes_with_each_line():
    script = script_of("pronounce: {piriformis: peer if or miss}\n")
    plan = build(script, estimate_ms)
    assert isinstance(plan, Plan)
    text = "Find your piriformis."
    assert any(segment.caption == text for segment in plan.segments)
    line = lines_of(plan)[text]
    assert line == Line(text, "en", line.tone, (("piriformis", "peer if or miss"),))
    assert yaml.safe_load(session(""))["steps"][0]["ready"] == text
