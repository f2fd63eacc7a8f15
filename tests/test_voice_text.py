"""What is spoken: no text is a command, and the right voice says it."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import UnknownVoiceError, UnspeakableError, VoiceInfo
from kiosk.voice.text import LONGEST, sanitise, speakable

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
VOICES = [
    VoiceInfo("gmw/en", "English (Great Britain)", "en-gb"),
    VoiceInfo("gmw/en-us", "English (America)", "en-us"),
    VoiceInfo("roa/es-419", "Spanish (Latin America)", "es-419"),
    VoiceInfo("roa/es", "Spanish (Spain)", "es"),
    VoiceInfo("roa/fr-be", "French (Belgium)", "fr-be"),
    VoiceInfo("roa/fr", "French (France)", "fr-fr"),
    VoiceInfo("sit/cmn", "Chinese (Mandarin)", "cmn"),
]


@given(ANY_TEXT)
@example("[[h@l3U]] <speak> \x01 \ud800 \u202e \\ `x`")
def test_a_sanitised_text_holds_no_command(text: str):
    clean = sanitise(text)
    assert not set(clean) & set("<>[]{}|\\`^~")
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in clean)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert clean == " ".join(clean.split(" "))
    assert clean.strip() == clean


@given(ANY_TEXT)
def test_sanitising_twice_changes_nothing_more(text: str):
    assert sanitise(sanitise(text)) == sanitise(text)


@given(st.from_regex(r"\A[A-Za-z0-9éñü'’.,:;!?%-]+( [A-Za-z0-9éñü'’.,:;!?%-]+){0,9}\Z"))
def test_plain_prose_is_left_as_it_is(text: str):
    assert sanitise(text) == unicodedata.normalize("NFC", text)


def test_a_text_beyond_all_measure_is_refused():
    with pytest.raises(UnspeakableError, match=f"a line may have {LONGEST}"):
        speakable("word " * LONGEST)


@pytest.mark.parametrize(
    ("wanted", "language", "chosen"),
    [
        ("auto", "en", "gmw/en-us"),
        ("auto", "es", "roa/es"),
        ("auto", "fr", "roa/fr"),
        ("auto", "zh", "sit/cmn"),
        ("auto", "en-gb", "gmw/en"),
        ("gmw/en", "en", "gmw/en"),
        ("GMW/EN-US", "en", "gmw/en-us"),
        ("en-gb", "en", "gmw/en"),
        ("english (america)", "en", "gmw/en-us"),
        ("gmw/en-us+f3", "en", "gmw/en-us+f3"),
    ],
)
def test_the_voice_is_the_one_asked_for_or_the_best_of_the_language(wanted, language, chosen):
    assert choose_voice(VOICES, wanted, language) == chosen


def test_a_voice_does_not_speak_another_language():
    with pytest.raises(UnspeakableError, match="'gmw/en' does not speak the language 'es'"):
        choose_voice(VOICES, "gmw/en", "es")


def test_a_misspelt_voice_is_named_with_the_one_that_was_meant():
    with pytest.raises(UnknownVoiceError, match="'gmw/en-su': did you mean 'gmw/en-us'"):
        choose_voice(VOICES, "gmw/en-su", "en")
    with pytest.raises(UnknownVoiceError, match="unknown variant"):
        choose_voice(VOICES, "gmw/en-us+loud", "en")
