"""What the checker lets pass fits when it is said: in each tone, language and voice."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from kiosk.clips import Clips, Line
from kiosk.files import check_file
from kiosk.lines import lines_of_script
from kiosk.plan.build import build, lines
from kiosk.plan.estimate import estimator
from kiosk.plan.model import Plan
from kiosk.plan.timing import SayMs
from kiosk.plan.tones import at_their_pace, tones
from kiosk.script.model import Script
from kiosk.tone import Tone
from kiosk.voice.speech import Speech, VoiceSettings, engines

SESSIONS = sorted((Path(__file__).parent.parent / "sessions").glob("*.yaml"))
EVERY = [
    pytest.param("pyttsx3", "en"),
    pytest.param("pyttsx3", "es"),
    pytest.param("hibari", "en", marks=pytest.mark.nightly),
]


def dropped(script: Script, say_ms: SayMs, language: str) -> set[tuple[str, str]]:
    plan = build(script, say_ms, language=language, presses={})
    assert isinstance(plan, Plan)
    return {(cue.kind, cue.text) for cue in plan.dropped}


@pytest.mark.parametrize(("engine", "language"), EVERY)
def test_no_shipped_session_leaves_out_what_was_promised_and_each_tone_is_guessed(
    engine: str, language: str, tmp_path: Path
):
    if engine not in engines("auto"):
        pytest.skip(f"{engine} is not installed")
    assert len(SESSIONS) >= 12
    speech = Speech(VoiceSettings(cache_dir=tmp_path, engine=engine))
    ratios: dict[Tone, dict[str, float]] = {tone: {} for tone in Tone}
    try:
        for path in SESSIONS:
            script = check_file(path, 4_000).script
            assert script is not None
            asked = lines_of_script(script, lines(script, language=language, presses={}), language)
            clips: Clips = speech.prepare(list(asked.values()))
            guess_ms = at_their_pace(estimator(language), tones(script, language))

            def real_ms(text: str, asked=asked, clips=clips) -> int:
                line: Line = asked[text]
                return clips[line].duration_ms

            promised = dropped(script, guess_ms, language)
            assert dropped(script, real_ms, language) <= promised, path.stem
            for text, line in asked.items():
                ratios[line.tone][text] = real_ms(text) / guess_ms(text)
    finally:
        speech.close()
    for tone, found in ratios.items():
        assert len(found) >= 20
        # A guess that forgets the pace of a tone is off by a twelfth.
        fastest = 0.95 if engine == "pyttsx3" else 0.75
        assert fastest < median(found.values()) < 1.05, tone
