"""Figures, sides, signs and short forms are said as words, in each language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kiosk.plan.estimate import estimate_ms, estimator
from kiosk.plan.reading import in_words

SESSIONS = Path(__file__).parent.parent / "sessions"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Rest for 10 s.", "Rest for ten seconds."),
        ("Hold 10s, then rest 1 min. Go.", "Hold ten seconds, then rest one minute. Go."),
        ("Hold 1m30s, walk 2m.", "Hold one minute thirty seconds, walk two minutes."),
        ("Stand 2 m away.", "Stand two metres away."),
        ("2x a day, x3, 3 x 10.", "twice a day, three times, three times ten."),
        ("3-5 breaths, 3–5 breaths.", "three to five breaths, three to five breaths."),
        ("The 1st, 12th, 20th and 22nd.", "The first, twelfth, twentieth and twenty second."),
        ("Bend your L knee, then R.", "Bend your left knee, then right."),
        ("On L/R in turn.", "On left or right in turn."),
        ("Not L4, and not L5.", "Not L four, and not L five."),
        ("A rest, e.g. a walk.", "A rest, for example, a walk."),
        ("Mat & ball, etc.", "Mat and ball, and so on."),
        ("20% less, 1.5 times.", "twenty percent less, one point five times."),
        ("1,500 steps", "one thousand five hundred steps"),
        ("At 7:30, not at 10:00.", "At seven thirty, not at ten o'clock."),
        ("2½ turns, 1/2 a turn.", "two and a half turns, half a turn."),
        ("Bend 45° only.", "Bend forty five degrees only."),
        ("knee/hip", "knee or hip"),
        ("A well-known sit-up.", "A well-known sit-up."),
        ("Lie down - slowly.", "Lie down — slowly."),
        ("Slowly... let go.", "Slowly… let go."),
        ("Lift it (the other stays down) and rest.", "Lift it, the other stays down, and rest."),
    ],
)
def test_what_is_written_short_is_said_in_full(written: str, said: str):
    assert in_words(written, "en") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Descansa 10 s.", "Descansa diez segundos."),
        ("21 segundos", "veintiún segundos"),
        ("Anda 2m, a 2 m.", "Anda dos minutos, a dos metros."),
        ("21 veces, 31 repeticiones", "veintiuna veces, treinta y una repeticiones"),
        ("1 vez, 1 minuto", "una vez, un minuto"),
        ("21 y 22", "veintiuno y veintidós"),
        ("Quedan 41 días.", "Quedan cuarenta y un días."),
        ("2x al día", "dos veces al día"),
        ("3-5 respiraciones", "tres a cinco respiraciones"),
        ("La 1.ª vez, el 3er día.", "La primera vez, el tercer día."),
        ("p. ej. una alfombra", "por ejemplo, una alfombra"),
        ("La rodilla izqda. sube.", "La rodilla izquierda sube."),
        ("1,5 vueltas, 20 %", "uno coma cinco vueltas, veinte por ciento"),
        ("2½ vueltas", "dos y medio vueltas"),
        ("A las 7:30.", "A las siete y treinta."),
    ],
)
def test_spanish_counts_as_spanish_does(written: str, said: str):
    assert in_words(written, "es") == said


@given(st.text(max_size=80), st.sampled_from(["en", "es", "de"]))
def test_any_text_can_be_read_and_what_was_read_is_read_no_further(text: str, language: str):
    assert isinstance(in_words(text, language), str)


@given(st.integers(0, 999_999), st.sampled_from(["en", "es"]))
def test_no_figure_is_left_in_a_number(number: int, language: str):
    words = in_words(f"Go {number} steps.", language)
    assert not any(map(str.isdigit, words))
    assert in_words(words, language) == words


def test_no_figure_of_a_shipped_session_reaches_a_voice_as_a_figure():
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for key, each in value.items() if key != "source" for text in texts(each)]
        if isinstance(value, list):
            return [text for each in value for text in texts(each)]
        return [value] if isinstance(value, str) and " " in value and "." in value else []

    seen = [
        text
        for path in SESSIONS.rglob("*.yaml")
        for text in texts(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]
    assert len(seen) > 100
    assert [text for text in seen if any(map(str.isdigit, in_words(text, "en")))] == []


def test_the_length_is_guessed_by_what_is_said():
    assert estimate_ms("Rest for 10 s.") == estimate_ms("Rest for ten seconds.")
    assert estimator("es")("Descansa 10 s.") == estimator("es")("Descansa diez segundos.")
    assert estimate_ms("Lie down - slowly.") > estimate_ms("Lie down slowly.")
