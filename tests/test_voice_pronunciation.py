"""Hard words are said as the lists spell them, and as a session spells them before that."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.clips import Line
from kiosk.voice import pronunciation
from kiosk.voice.pronunciation import FOLDER, aloud, listed
from kiosk.voice.speech import Speech, VoiceSettings
from kiosk.voice.text import sanitise


def test_the_quadratus_lumborum_and_the_piriformis_are_in_the_english_list():
    said = aloud("The quadratus lumborum, and the Piriformis.", "en")
    assert said == "The kwodraytus lumborum, and the pirri formiss."


def test_there_is_a_list_for_each_language_and_all_of_it_can_be_said():
    languages = [path.stem for path in FOLDER.glob("*.toml")]
    assert {"en", "es"} <= set(languages)
    for language in languages:
        for word, said in listed(language).items():
            assert aloud(word, language) == said
            assert sanitise(said) == said
            assert all(sign.isalpha() or sign == " " for sign in said), said


def test_a_word_within_a_word_is_left_alone():
    assert aloud("The psoasy thing.", "en") == "The psoasy thing."


def test_a_word_with_a_capital_is_found_only_just_so():
    assert aloud("Your IT band. Tie it band by band.", "en") == (
        "Your I T band. Tie it band by band."
    )


def test_a_sessions_own_way_wins_over_the_list():
    own = (("piriformis", "peer if or miss"), ("Rolf", "Ralf"))
    assert aloud("Rolf, your PIRIFORMIS and psoas.", "en", own) == (
        "Ralf, your peer if or miss and so us."
    )
    assert aloud("Your IT band.", "en", (("it band", "eye tee band"),)) == "Your eye tee band."


def test_the_longer_of_two_entries_wins():
    assert aloud("The fasciae latae and the fascia.", "en") == "The fashee lay tee and the fashia."


def test_a_language_without_a_list_is_said_as_it_is_written():
    assert aloud("Der Psoas.", "de") == "Der Psoas."


def test_a_list_that_says_nothing_for_a_word_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "xx.toml").write_text('"psoas" = " "\n')
    monkeypatch.setattr(pronunciation, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="psoas"):
        listed("xx")


def test_another_way_to_say_a_word_is_another_clip_and_only_of_its_lines(tmp_path: Path):
    speech = Speech(VoiceSettings(cache_dir=tmp_path, engine="espeak-ng"))
    own = (("psoas", "soh ass"),)
    lines = [Line("Your psoas."), Line("Your psoas.", pronounce=own)]
    lines += [Line("Your hips."), Line("Your hips.", pronounce=own)]
    try:
        clips = speech.prepare(lines)
    finally:
        speech.close()
    paths = [clips[line].path for line in lines]
    assert paths[0] != paths[1]
    assert paths[2] == paths[3]
