"""Hard words are said as the lists spell them, and as a session spells them before that."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.clips import Line
from kiosk.voice import pronunciation
from kiosk.voice.hard_words import HARD_WORDS
from kiosk.voice.pronunciation import aloud, listed
from kiosk.voice.speech import Speech, VoiceSettings
from kiosk.voice.text import sanitise


def test_the_quadratus_lumborum_and_the_piriformis_are_in_the_english_list():
    said = aloud("The quadratus lumborum, and the Piriformis.", "en")
    assert said == "The kwodraytus lumborum, and the pirri formiss."


def test_there_is_a_list_for_each_language_and_all_of_it_can_be_said():
    languages = [path.stem for path in HARD_WORDS.glob("*.toml")]
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


@pytest.mark.parametrize(
    ("language", "word", "sound", "text", "said"),
    [
        ("en", "L5", "el five", "Bend at L5 now.", "Bend at el five now."),
        ("en", "kg", "keys", "Take 5 kg.", "Take five keys."),
        ("en", "C1-C2", "see one to two", "Move C1-C2.", "Move see one to two."),
        ("en", "don’t", "dohnt", "Don't, I don’t.", "dohnt, I dohnt."),
        ("en", "don't", "dohnt", "I don’t.", "I dohnt."),
        ("en", "L/R", "el are", "Go L/R, on the L.", "Go el are, on the left."),
        ("en", "L", "el", "The L curve, at L4.", "The el curve, at el-four."),
        ("en", "left", "lepht", "Your L knee.", "Your lepht knee."),
        ("en", "approx", "uh prox", "Rest approx. 10 s.", "Rest uh prox. ten seconds."),
        ("en", "T4", "tee L", "Hold 10 s. T4 is next.", "Hold ten seconds. tee L is next."),
        ("en", "L5", "el five", "Zqazq & L5.", "Zqazq and el five."),
        ("es", "kg", "quilos", "Toma 21 kg.", "Toma veintiún quilos."),
        ("es", "palmas", "pálmas", "Haz 21 palmas.", "Haz veintiuna pálmas."),
    ],
)
def test_a_sessions_own_way_wins_over_how_a_figure_or_a_short_form_is_read(
    language: str, word: str, sound: str, text: str, said: str
):
    assert aloud(text, language, ((word, sound),)) == said


def test_the_longer_of_two_entries_wins():
    assert aloud("The fasciae latae and the fascia.", "en") == "The fashee lay tee and the fashia."


def test_a_language_without_a_list_is_said_as_it_is_written():
    assert aloud("Der Psoas.", "de") == "Der Psoas."


def test_a_list_that_says_nothing_for_a_word_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "xx.toml").write_text('"psoas" = " "\n')
    monkeypatch.setattr(pronunciation, "HARD_WORDS", tmp_path)
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
