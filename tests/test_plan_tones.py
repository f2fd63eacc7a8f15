"""What is said in a hold is calm, what has somebody stop is firm, and each text has one tone."""

from __future__ import annotations

from pathlib import Path

import pytest
from script_text import HEAD, checked, checked_steps

from kiosk.clips import Line
from kiosk.files import check_file
from kiosk.lines import lines_of, lines_of_script
from kiosk.plan.build import build, lines
from kiosk.plan.estimate import estimate_ms, estimator
from kiosk.plan.model import Cue, CueKind, Plan, SegmentKind
from kiosk.plan.phrases import PHRASES
from kiosk.plan.timing import LEAST_GAP_MS
from kiosk.plan.tones import at_their_pace, tones
from kiosk.script.model import Script
from kiosk.script.words import languages_of
from kiosk.tone import PACE_PERCENT, Tone

SESSIONS = sorted((Path(__file__).parent.parent / "sessions").glob("*.yaml"))
STILL = {SegmentKind.HOLD, SegmentKind.MOVE, SegmentKind.REST, SegmentKind.PRESS}


def script_of(steps: str) -> Script:
    got = checked_steps(steps)
    assert got.script is not None, got.problems
    return got.script


def plan_of(script: Script, language: str = "en") -> Plan:
    plan = build(script, estimator(language), language=language, presses={})
    assert isinstance(plan, Plan)
    return plan


def wanted(plan: Plan, cue: Cue) -> Tone:
    """The tone of a cue by where it stands and why it is said, as it would be by itself."""
    if cue.kind in (CueKind.SAFETY, CueKind.COUNTDOWN):
        return Tone.FIRM
    if plan.segments[cue.segment].kind in STILL:
        return Tone.CALM
    return Tone.PLAIN


def test_there_are_sessions_to_weigh():
    assert len(SESSIONS) >= 12


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_every_cue_of_every_shipped_session_has_the_tone_of_its_place(path: Path):
    script = check_file(path, 4_000).script
    assert script is not None
    for language in (script.language, *languages_of(script)):
        plan = plan_of(script, language)
        tone_of = dict(plan.tones)
        firmest: dict[str, Tone] = {}
        for cue in plan.cues:
            if cue.text:
                known = firmest.get(cue.text, Tone.CALM)
                firmest[cue.text] = max(known, wanted(plan, cue), key=list(Tone).index)
        assert firmest
        for text, tone in firmest.items():
            assert tone_of.get(text, Tone.PLAIN) is tone, (language, text)


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_the_lines_asked_for_before_the_plan_are_those_looked_for_after_it(path: Path):
    script = check_file(path, 4_000).script
    assert script is not None
    for language in (script.language, *languages_of(script)):
        asked = lines_of_script(script, lines(script, language=language, presses={}), language)
        assert lines_of(plan_of(script, language)) == asked


def test_the_firmer_tone_wins_where_a_text_is_said_in_two():
    script = script_of(
        "  - hold: 30s\n    say: Soften.\n    prompts:\n      10s: Soften.\n      20s: Sink.\n"
        "  - hold: 30s\n    say: Press.\n    caution: Sink.\n"
    )
    assert tones(script, "en").get("Soften.") is None
    assert tones(script, "en")["Sink."] is Tone.FIRM


def test_a_rest_is_calm_and_what_is_next_with_it_on_each_side():
    script = script_of(
        "  - sides: [left, right]\n    steps:\n      - hold: 20s\n        name: The <side> bend\n"
        "        say: Bend to the <side>.\n      - rest: 20s\n        say: Let the <side> go.\n"
    )
    told = tones(script, "en")
    for text in ("Let the left go.", "Let the right go.", "Next: The right bend.", "Halfway."):
        assert told[text] is Tone.CALM
    assert "Bend to the left." not in told


def test_ease_off_is_firm_in_every_language():
    script = script_of("  - hold: 30s\n    say: Press.\n")
    for language, phrases in PHRASES.items():
        assert tones(script, language)[phrases.ease_off] is Tone.FIRM


def test_a_calm_text_is_guessed_slower_and_no_other():
    told = {"Sink.": Tone.CALM, "Stop here.": Tone.FIRM}
    guess = at_their_pace(estimate_ms, told)
    assert guess("Sink.") * PACE_PERCENT[Tone.CALM] >= estimate_ms("Sink.") * 100
    assert guess("Sink.") * PACE_PERCENT[Tone.CALM] < estimate_ms("Sink.") * 100 + 100
    assert guess("Stop here.") == estimate_ms("Stop here.")
    assert guess("Press.") == estimate_ms("Press.")


def test_the_checker_weighs_a_prompt_at_the_pace_of_its_tone():
    text = (
        f"{HEAD}coach: {{countdown: off, halfway: off}}\nsteps:\n"
        "  - hold: 10s\n    say: Press.\n    prompts:\n      2s: Sink a little.\n"
    )

    def problems(prompt_ms: int) -> int:
        return len(checked(text, say_ms=lambda t: prompt_ms if "Sink" in t else 400).problems)

    fits_ms = 8_000 - LEAST_GAP_MS
    calm_ms = fits_ms * PACE_PERCENT[Tone.CALM] // 100
    assert problems(calm_ms) == 0
    assert problems(calm_ms + 10) == 1
    assert calm_ms + 10 < fits_ms


def test_a_line_says_its_tone():
    script = script_of("  - rest: 20s\n    say: Let go.\n")
    assert lines_of(plan_of(script))["Let go."] == Line("Let go.", "en", Tone.CALM)
