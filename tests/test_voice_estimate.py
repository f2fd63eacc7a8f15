"""How long a text takes to say can be guessed well enough to check a script."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clips import Line
from kiosk.plan.estimate import estimate_ms, estimator
from kiosk.voice.speech import Speech, VoiceSettings

# None of these was among the lines of the fit.
UNSEEN = """
Sit down on the edge of the bed.
Bring your right knee to your chest, and hold it with both hands.
Nod gently, as if you were saying yes.
Nine more seconds.
Loosen your grip.
Draw a large circle with your nose.
Your lower back may touch the floor; do not force it.
Turn the palm of your left hand upwards.
Put the chair against the wall, so that it cannot slide.
Bend forward as though you were picking up a pencil.
Count five breaths, and then lower your arms.
Good, now the same on the other side.
Lift your heels.
Rest here for 20 seconds.
Walk on the spot until you feel warm.
If that is easy, stretch your arm a little further.
Imagine that you are pushing the wall away from you.
Blink a few times, and close your eyes.
Keep your knees in line with your toes.
You may feel a gentle pull at the back of your thigh.
""".strip().splitlines()

UNSEEN_SPANISH = """
Siéntate en el borde de la cama.
Lleva la rodilla derecha al pecho, y abrázala con las dos manos.
Asiente con suavidad, como si dijeras que sí.
Nueve segundos más.
Dibuja un círculo grande con la nariz.
La zona lumbar puede tocar el suelo; no la fuerces.
Gira la palma de la mano izquierda hacia arriba.
Inclínate como para recoger un lápiz.
Cuenta cinco respiraciones, y luego baja los brazos.
Bien, ahora lo mismo del otro lado.
Levanta los talones.
Descansa aquí 20 segundos.
Si te resulta fácil, estira el brazo un poco más.
Imagina que empujas la pared lejos de ti.
Parpadea unas cuantas veces, y cierra los ojos.
Las rodillas van en línea con los dedos de los pies.
""".strip().splitlines()


def errors_of(texts: list[str], language: str, folder: Path) -> list[float]:
    """By how much the guess of each line is off, the least first."""
    speech = Speech(VoiceSettings(cache_dir=folder, engine="espeak-ng"))  # as it was fitted
    guess_ms = estimator(language)
    try:
        clips = speech.prepare([Line(text, language) for text in texts])
    finally:
        speech.close()
    return sorted(
        abs(guess_ms(line.text) - clip.duration_ms) / clip.duration_ms
        for line, clip in clips.items()
    )


def test_spanish_is_guessed_by_how_spanish_is_said(tmp_path: Path):
    errors = errors_of(UNSEEN_SPANISH, "es", tmp_path)
    assert len(errors) == len(UNSEEN_SPANISH)
    assert errors[len(errors) // 2] < 0.06
    assert errors[-1] < 0.2


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("Quedan 25 segundos.", "Quedan veinticinco segundos."),
        ("Quedan 90 segundos.", "Quedan noventa segundos."),
        ("100 veces.", "cien veces."),
        ("121 veces.", "ciento veintiuno veces."),
    ],
)
def test_spanish_figures_are_counted_as_their_words(figures: str, words: str):
    assert estimator("es")(figures) == estimator("es")(words)


@given(st.text(max_size=60), st.integers(80, 300))
def test_any_text_has_a_length_in_spanish_too(text: str, rate: int):
    assert estimator("es", rate)(text) >= estimator("es", rate + 20)(text) >= 0


def test_on_lines_it_has_never_seen_it_is_right_within_a_tenth_in_the_median(tmp_path: Path):
    errors = errors_of(UNSEEN, "en", tmp_path)
    assert len(errors) == len(UNSEEN)
    assert errors[len(errors) // 2] < 0.1
    assert errors[-1] < 0.3


@given(st.text(max_size=60), st.integers(80, 300))
def test_any_text_has_a_length_and_a_faster_voice_never_takes_longer(text: str, rate: int):
    assert estimate_ms(text, rate) >= estimate_ms(text, rate + 20) >= 0


@pytest.mark.parametrize("nothing", ["", " ", "...", "\n"])
def test_nothing_takes_no_time(nothing: str):
    assert estimate_ms(nothing) == 0


def test_figures_are_counted_as_the_words_they_are_read_as():
    assert estimate_ms("Hold for 25 seconds.") == estimate_ms("Hold for twenty five seconds.")
    assert estimate_ms("3.") == estimate_ms("Three.")
