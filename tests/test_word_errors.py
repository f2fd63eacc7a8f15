"""Whoever lies there with eyes shut understands every word: measured with a recogniser's ears."""

from __future__ import annotations

from pathlib import Path

import pytest
import word_errors
from word_errors import Heard, errors, words_of

from kiosk.clips import Line
from kiosk.settings import Settings
from kiosk.voice.speech import Speech, VoiceSettings

MOST_PERCENT = 1.0


def counted(said: str, heard: str) -> int:
    return errors(words_of(said), words_of(heard))


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("15: curl up.", "Fifteen, curl up!"),
        ("About 45 seconds left.", "about forty-five seconds left"),
        ("A forearm's length away.", "a forearm’s length away"),
        ("You’re sitting.", "You are sitting."),
        ("Now practise lifting.", "Now practice lifting."),
        ("Beside your armrest, breathe.", "beside your arm rest breathe"),
        ("Three half sit-ups.", "3 half-sit ups."),
        ("Inclinación pélvica.", "inclinación pélvica"),
    ],
)
def test_the_same_words_written_otherwise_are_no_error(said: str, heard: str) -> None:
    assert counted(said, heard) == 0


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("Up.", "Happy!", 1),
        ("Up.", "", 1),
        ("You need: a mat, a light ball.", "You need a matte, a light ball.", 1),
        ("Breathe out, and in as you come up.", "Breathe out and as you come up.", 1),
        ("Talk, but would not sing.", "Talk, but we're not sing.", 2),
        ("Let go.", "Let it all go.", 2),
        ("Left, then armrest.", "Right, then arm rest.", 1),
    ],
)
def test_each_word_that_is_wrong_missing_or_too_many_counts(
    said: str, heard: str, wrong: int
) -> None:
    assert counted(said, heard) == wrong


def test_a_rate_is_of_all_words_and_the_worst_line_is_named_first() -> None:
    every = [
        Heard(Line("Breathe."), "Breathe.", 1, 0),
        Heard(Line("Lift."), "Left.", 1, 1),
        Heard(Line("You need: a mat."), "You read a matte.", 4, 2),
    ]
    assert word_errors.rate(every) == 50
    assert [each.line.text for each in word_errors.misheard(every)] == ["You need: a mat.", "Lift."]


@pytest.mark.nightly
def test_every_line_of_every_shipped_session_is_understood(tmp_path: Path) -> None:
    settings = Settings(language="en")
    speech = Speech(VoiceSettings(tmp_path, engine=settings.engine))
    try:
        identity = speech.identity()
        assert identity is not None
        assert identity.engine == "hibari", "the voice that the kiosk comes with is not here"
        clips = word_errors.session_clips(speech, settings)
        assert not speech.notice
    finally:
        speech.close()
    assert len(clips) > 250
    heard = word_errors.listen(clips, word_errors.english())
    listed = "\n".join(map(str, word_errors.misheard(heard)))
    assert word_errors.rate(heard) <= MOST_PERCENT, f"give these lines other words:\n{listed}"
