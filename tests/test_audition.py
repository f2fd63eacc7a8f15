"""Each voice of this machine can be heard and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import audition
from kiosk.audition import play, samples, text_for
from kiosk.cli import main
from kiosk.sound.output import FakeLoudspeaker
from kiosk.voice.cache import wav_length_ms
from kiosk.voice.engine import VoiceInfo
from kiosk.voice.listing import Listed

ENGLISH = Listed("tone", VoiceInfo("tone/en", "Tone (English)", "en"), chosen=True)
SPANISH = Listed("tone", VoiceInfo("tone/es", "Tono", "es"), chosen=True)
GONE = Listed("tone", VoiceInfo("tone/gone", "Gone", "en"), chosen=False)
NO_ENGINE = Listed("no-such-engine", VoiceInfo("x/y", "X", "en"), chosen=False)


def test_a_voice_says_its_name_and_a_line_of_its_language() -> None:
    assert text_for(ENGLISH).startswith("Tone , English. Press the small of your back")
    assert text_for(SPANISH).startswith("Tono. Aprieta la zona lumbar")
    assert text_for(Listed("a", VoiceInfo("a/fi", "Suomi", "fi"), chosen=False)).endswith("9, 10.")
    assert text_for(ENGLISH, "Lie down.") == "Tone , English. Lie down."


def test_every_voice_speaks_into_a_file_of_its_own_and_is_measured(tmp_path: Path) -> None:
    found = dict(samples([ENGLISH, SPANISH], tmp_path, 145, "One."))
    for listed, name in ((ENGLISH, "tone-en.wav"), (SPANISH, "tone-es.wav")):
        sample = found[listed]
        assert sample.said is not None
        assert sample.said.path == tmp_path / name
        assert sample.said.duration_ms == wav_length_ms(tmp_path / name) > 500
        assert sample.share > 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["tone-en.wav", "tone-es.wav"]


def test_a_voice_that_cannot_speak_is_told_and_the_next_has_its_turn(tmp_path: Path) -> None:
    found = list(samples([GONE, NO_ENGINE, ENGLISH], tmp_path, 145))
    assert "no voice 'tone/gone'" in found[0][1].trouble
    assert found[1][1].trouble
    assert found[2][1].said is not None


def test_a_sample_is_heard_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(audition.time, "sleep", slept.append)
    ((_, sample),) = samples([ENGLISH], tmp_path, 145, "One.")
    assert sample.said is not None
    speaker = FakeLoudspeaker(lambda: 0)
    speaker.start()
    play(sample.said, speaker)
    assert [heard.sound for heard in speaker.heard] == [sample.said]
    assert max(slept) * 1000 >= sample.said.duration_ms
    speaker.close()


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert not ended.value.code
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    return tmp_path


def test_the_plain_list_marks_the_voice_that_is_taken(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    shown = listed(capsys, "voices", "es")
    assert [line.split()[:2] for line in shown if line.startswith("*")] == [["*", "roa/es"]]
    settings = home / "settings.toml"
    settings.write_text('[voice]\nvoices.es = "roa/es-419"\n')
    shown = listed(capsys, "voices", "es", "--settings", str(settings))
    assert [line.split()[:2] for line in shown if line.startswith("*")] == [["*", "roa/es-419"]]


def test_a_table_compares_them_and_their_sound_is_written(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    shown = listed(capsys, "voices", "es", "--into", str(home / "sounds"))
    rows = [line.split() for line in shown[1:]]
    assert ["*", "roa/es", "es", "pyttsx3"] in [row[:4] for row in rows]
    assert all(row[-1] == "s" and float(row[-2]) < 60 for row in rows), "faster than life"
    files = {file.name for file in (home / "sounds").iterdir()}
    assert {"roa-es.wav", "roa-es-419.wav"} <= files
