"""piper's voices are found where people put them, and nobody needs piper."""

from __future__ import annotations

import importlib.util
import json
import sys
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kiosk.clips import Line
from kiosk.voice import piper_engine, speech
from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import NoEngineError, VoiceInfo
from kiosk.voice.piper_engine import PiperMaker, folders, models
from kiosk.voice.speech import ENGINES, Speech, VoiceSettings, engines

JOE: Mapping[str, Any] = {
    "audio": {"sample_rate": 22050, "quality": "medium"},
    "espeak": {"voice": "en-us"},
    "phoneme_type": "espeak",
    "language": {"code": "en_US", "country_english": "United States"},
    "dataset": "joe",
}


def put(folder: Path, name: str, about: object, *, model: bool = True) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx.json").write_text(json.dumps(about))
    if model:
        (folder / f"{name}.onnx").write_bytes(b"")
    return folder


def found(*places: Path) -> list[VoiceInfo]:
    return [model.info for model in models(places)]


def test_a_voice_is_called_as_who_made_it_called_it(tmp_path: Path) -> None:
    put(tmp_path / "en" / "en_US" / "joe", "en_US-joe-medium", JOE)
    name = "Joe (United States, medium)"
    assert found(tmp_path) == [VoiceInfo("piper/en_US-joe-medium", name, "en-us")]
    assert models([tmp_path])[0].file.name == "en_US-joe-medium.onnx"


def test_a_voice_that_says_little_of_itself_is_found_too(tmp_path: Path) -> None:
    put(tmp_path, "es-carlos", {"audio": {"sample_rate": 16000}, "espeak": {"voice": "es-419"}})
    assert found(tmp_path) == [VoiceInfo("piper/es-carlos", "Es-Carlos (es-419)", "es-419")]


@pytest.mark.parametrize(
    "about",
    [
        [],
        "joe",
        {},
        {**JOE, "espeak": None},
        {**JOE, "audio": None},
        {**JOE, "phoneme_type": "pinyin"},
    ],
)
def test_what_cannot_speak_by_itself_is_left_out(tmp_path: Path, about: object) -> None:
    put(tmp_path, "broken", about)
    put(tmp_path, "whole", JOE)
    assert [voice.id for voice in found(tmp_path)] == ["piper/whole"]


def test_half_a_voice_is_none(tmp_path: Path) -> None:
    put(tmp_path, "described", JOE, model=False)
    (tmp_path / "torn.onnx.json").write_text('{"audio": ')
    (tmp_path / "torn.onnx").write_bytes(b"")
    assert not found(tmp_path, tmp_path / "not there")


def test_the_users_own_folder_comes_before_the_machines(tmp_path: Path) -> None:
    mine, machines = tmp_path / "mine", tmp_path / "machines"
    put(mine / "piper-voices", "joe", {**JOE, "dataset": "mine"})
    put(machines / "piper-voices", "joe", {**JOE, "dataset": "machine's"})
    places = folders({"XDG_DATA_HOME": str(mine), "XDG_DATA_DIRS": f"{machines}:/nowhere"})
    names = [voice.name for voice in found(*places) if voice.id == "piper/joe"]
    assert names == ["Mine (United States, medium)"]


def test_a_voice_in_a_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "ann_piper_voice" / "data", "ann", JOE)
    about = tmp_path / "ann_piper_voice-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: ann-piper-voice\nVersion: 1.0\n")
    (about / "RECORD").write_text(
        "ann_piper_voice/data/ann.onnx,,\nann_piper_voice/data/ann.onnx.json,,\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    nobody = {"XDG_DATA_HOME": "/nowhere", "XDG_DATA_DIRS": "/nowhere"}
    assert "piper/ann" in [voice.id for voice in found(*folders(nobody))]


def test_a_language_is_spoken_by_its_own_country_before_another(tmp_path: Path) -> None:
    put(tmp_path, "es_MX-ana-high", {**JOE, "language": {"code": "es_MX"}})
    put(tmp_path, "es_ES-eva-medium", {**JOE, "language": {"code": "es_ES"}})
    assert choose_voice(found(tmp_path), "auto", "es-mx") == "piper/es_MX-ana-high"


def test_a_piper_without_a_voice_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    # Its own code is not reached: what stands in for it only has to be importable.
    piper, config = types.ModuleType("piper"), types.ModuleType("piper.config")
    config.PiperConfig = None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "piper", piper)
    monkeypatch.setitem(sys.modules, "piper.config", config)
    monkeypatch.setattr(piper_engine.importlib.metadata, "version", lambda _name: "1.8.0")
    monkeypatch.setattr(piper_engine, "folders", list)
    with pytest.raises(NoEngineError, match="no voice: install one"):
        PiperMaker()


def test_where_piper_is_not_installed_no_process_is_started_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech.importlib.util, "find_spec", lambda _name: None)
    assert engines() == ("hibari", "pyttsx3", "espeak-ng")
    monkeypatch.setattr(speech.importlib.util, "find_spec", lambda name: name)
    assert engines() == ("hibari", "piper", "pyttsx3", "espeak-ng")
    assert engines("espeak-ng") == ("espeak-ng",)
    assert [source.renderer.engine for source in Speech(VoiceSettings(tmp_path))._sources] == list(
        ENGINES["auto"]
    )


@pytest.mark.skipif(not importlib.util.find_spec("piper"), reason="piper is not installed")
def test_where_piper_is_chosen_it_speaks_and_another_speaks_what_it_cannot(tmp_path: Path) -> None:
    voice = Speech(VoiceSettings(cache_dir=tmp_path, engine="piper"))
    try:
        identity = voice.identity()
        assert identity is not None
        assert identity.engine == "piper"
        lines = [Line("Lie down."), Line("Túmbate.", "es")]
        assert set(voice.prepare(lines)) == set(lines)
        assert not voice.notice
    finally:
        voice.close()
