"""How long a text takes to say can be guessed well enough to check a script."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clips import Line
from kiosk.plan.estimate import estimate_ms
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


def test_on_lines_it_has_never_seen_it_is_right_within_a_tenth_in_the_median(tmp_path: Path):
    speech = Speech(VoiceSettings(cache_dir=tmp_path))
    try:
        clips = speech.prepare([Line(text) for text in UNSEEN])
    finally:
        speech.close()
    errors = sorted(
        abs(estimate_ms(line.text) - clip.duration_ms) / clip.duration_ms
        for line, clip in clips.items()
    )
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
