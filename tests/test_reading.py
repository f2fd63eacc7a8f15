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
        ("Not L4, and not L5.", "Not L-four, and not L-five."),
        ("A rest, e.g. a walk.", "A rest, for example, a walk."),
        ("Mat & ball, etc.", "Mat and ball, and so on."),
        ("20% less, 1.5 times.", "twenty percent less, one point five times."),
        ("1,500 steps", "one thousand five hundred steps"),
        ("At 7:30, not at 10:00.", "At seven thirty, not at ten o'clock."),
        ("2½ turns, 1/2 a turn.", "two and a half turns, half a turn."),
        ("Bend 45° only.", "Bend forty five degrees only."),
        ("knee/hip", "knee or hip"),
        ("10 reps/side, 30 s/side.", "ten reps per side, thirty seconds per side."),
        ("3 times/day, 2x/week.", "three times a day, twice a week."),
        ("Ten reps/side, 5/leg.", "Ten reps per side, five per leg."),
        ("10-12 breaths/min, 5 km/h", "ten to twelve breaths a minute, five kilometres an hour"),
        ("Two arm/leg raises, 2 knees/hips.", "Two arm or leg raises, two knees or hips."),
        ("2/3 of it, 1 1/3 turns", "two thirds of it, one and a third turns"),
        ("Pain of 4/10, 24/7.", "Pain of four out of ten, twenty four seven."),
        ("5 & 6, 7 = 7", "five and six, seven equals seven"),
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
        ("200 repeticiones", "doscientas repeticiones"),
        ("500 veces, 200 pasos", "quinientas veces, doscientos pasos"),
        ("100-200 veces", "cien a doscientas veces"),
        ("1 a 3 veces, 1 o 2 pasos", "una a tres veces, uno o dos pasos"),
        ("½ vuelta, 1/2 paso", "media vuelta, medio paso"),
        ("10 veces/día, 2x/semana", "diez veces al día, dos veces por semana"),
        (
            "10 repeticiones/lado, 30 s/lado",
            "diez repeticiones por lado, treinta segundos por lado",
        ),
        ("rodilla/cadera", "rodilla o cadera"),
        ("Dolor 4/10, 2/3", "Dolor cuatro de diez, dos tercios"),
        ("1,5 vueltas, 20 %", "uno coma cinco vueltas, veinte por ciento"),
        ("2½ vueltas", "dos y media vueltas"),
        ("A las 7:30.", "A las siete y treinta."),
    ],
)
def test_spanish_counts_as_spanish_does(written: str, said: str):
    assert in_words(written, "es") == said


PIECES = st.sampled_from(
    [
        *("L", "R", "L5", "T12", "5", "12", "1,000", "1.5", "½", "2/3", "24/7", "4/10", "10:30"),
        *("s", "min", "kg", "x", "×", "reps", "day", "side", "veces", "vuelta", "lado", "día"),
        *("&", "/", "-", "–", "—", "+", "=", "#", "%", "°", "~", "...", "…", ".", ",", "(", ")"),
        *("etc.", "e.g.", "p. ej.", "vs", "w/o", "and/or", "1st", "2.ª", "No.", "’", " ", " ", " "),
    ]
)


@given(
    st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=8).map("".join)),
    st.sampled_from(["en", "es", "de"]),
)
def test_any_text_can_be_read_and_what_was_read_is_read_no_further(text: str, language: str):
    read = in_words(text, language)
    assert in_words(read, language) == read


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
