"""Every engine keeps the same promises: one suite for the fake and for each real one."""

import os
import wave
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.voice import pyttsx3_engine
from kiosk.voice.engine import EngineError, UnknownVoiceError, UnspeakableError
from kiosk.voice.fake import ToneMaker
from kiosk.voice.pyttsx3_engine import Pyttsx3Maker
from kiosk.voice.speech import engines
from kiosk.voice.text import sanitise
from kiosk.voice.worker import ENGINES

TIME_LIMIT_S = 30
ENGLISH_ONLY = {"hibari", "piper"}
"""Other languages are the next engine's: it says so, and is not called broken for it."""
WITHOUT_VARIANTS = {"hibari", "piper", "tone"}
PRESS = "Press the small of your back into the floor."
LONG = f"{PRESS} Let go, and breathe. Then lie still, and wait until I go on."

_makers: dict[str, Any] = {}


def _in_child(name: str, method: str, *arguments: Any) -> Any:
    """Runs in a child: pyttsx3 may hang or crash, and only one fits into a process."""
    maker = _makers.setdefault(name, None) or _makers.update({name: ENGINES[name]()})
    maker = _makers[name]
    if method == "render":
        language, voice, rate, text, into = arguments
        engine = maker.engine(language, voice, rate)
        assert (engine.name, engine.version) == (maker.name, maker.version)
        return engine.render(text, into)
    if method == "render aloud":
        return _printed_while(lambda: _in_child(name, "render", *arguments), arguments[-1])
    if method == "identity":
        return maker.name, maker.version
    return maker.voices()


def _printed_while(work: Any, beside: Path) -> bytes:
    """What is written to standard output while some work is done, from Python or from C."""
    heard = beside.with_suffix(".heard")
    kept = os.dup(1)
    with heard.open("wb") as file:
        os.dup2(file.fileno(), 1)
        work()
        os.dup2(kept, 1)
    os.close(kept)
    return heard.read_bytes()


@dataclass
class Device:
    name: str
    pool: ProcessPoolExecutor
    folder: Path

    def call(self, method: str, *arguments: Any) -> Any:
        return self.pool.submit(_in_child, self.name, method, *arguments).result(TIME_LIMIT_S)

    def render(
        self, text: str, *, language: str = "en", voice: str = "auto", rate: int = 145
    ) -> Path:
        path = self.folder / f"{len(list(self.folder.iterdir()))}.wav"
        self.call("render", language, voice, rate, text, path)
        return path


@pytest.fixture(scope="module", params=sorted(ENGINES))
def pool(request: Any) -> Iterator[tuple[str, ProcessPoolExecutor]]:
    if request.param not in (*engines("piper"), "tone"):
        pytest.skip(f"{request.param} is not installed")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        yield request.param, executor


@pytest.fixture
def device(pool: tuple[str, ProcessPoolExecutor], tmp_path: Path) -> Device:
    name, executor = pool
    return Device(name, executor, tmp_path)


def length_ms(path: Path) -> float:
    with wave.open(str(path), "rb") as sound:
        assert sound.getsampwidth() == 2
        return 1000 * sound.getnframes() / sound.getframerate()


def test_the_very_first_line_of_a_process_is_whole_even_when_it_is_long(device: Device):
    # First in this file on purpose: here pyttsx3 is known to return before it has spoken.
    first = length_ms(device.render(LONG))
    assert first > 3000
    assert length_ms(device.render(LONG)) == pytest.approx(first, rel=0.02)


def test_a_text_becomes_a_sound(device: Device):
    path = device.render("One.")
    with wave.open(str(path), "rb") as sound:
        samples = sound.readframes(sound.getnframes())
    assert any(samples)
    assert 200 < length_ms(path) < 2000


def test_a_longer_text_takes_longer(device: Device):
    assert length_ms(device.render(LONG)) > 1.5 * length_ms(device.render(PRESS))


def test_a_higher_rate_is_faster(device: Device):
    slow, fast = device.render(PRESS, rate=110), device.render(PRESS, rate=200)
    assert length_ms(fast) < 0.8 * length_ms(slow)


def test_rate_and_voice_of_one_line_do_not_stick_to_the_next(device: Device):
    before = length_ms(device.render(PRESS))
    other = "en" if device.name in ENGLISH_ONLY else "es"
    device.render("Suelta, y respira.", language=other, rate=250)
    assert length_ms(device.render(PRESS)) == pytest.approx(before, rel=0.02)


def test_each_language_has_a_voice_of_its_own(device: Device):
    if device.name in ENGLISH_ONLY:
        with pytest.raises(UnspeakableError, match="'es'"):
            device.render("Suelta.", language="es")
        return
    text = "general animal final"
    english, spanish = device.render(text), device.render(text, language="es")
    assert english.read_bytes() != spanish.read_bytes()
    languages = {voice.language.partition("-")[0] for voice in device.call("voices")}
    assert {"en", "es"} <= languages


def test_a_language_nobody_speaks_is_refused(device: Device):
    with pytest.raises(UnspeakableError, match="'qq'"):
        device.render(PRESS, language="qq")


def test_an_unknown_voice_is_refused_with_the_nearest_name(device: Device):
    known = device.call("voices")[0].id
    with pytest.raises(UnknownVoiceError, match=f"did you mean '{known}'"):
        device.render(PRESS, voice=known + "x")


@pytest.mark.parametrize(
    "hostile",
    [
        "Lie down [[h@l3U]] now.",
        "Lie <break time='60s'/> down now.",
        "Lie down\x01600S now.",
        "Lie down\nand\0wait now.",
        "Lie down \ud800 now.",
        "-w /tmp/never-written.wav",
        "Lie down $(reboot) `reboot`; now",
    ],
)
def test_nothing_in_a_text_is_a_command(device: Device, hostile: str):
    plain = length_ms(device.render(sanitise(hostile)))
    assert length_ms(device.render(hostile)) == pytest.approx(plain, rel=0.02)
    assert not Path("/tmp/never-written.wav").exists()  # noqa: S108


@pytest.mark.parametrize("nothing", ["", "   ", "...", "[[ ]]", "\0\0"])
def test_a_text_with_nothing_to_say_is_refused(device: Device, nothing: str):
    with pytest.raises(EngineError, match="nothing to say"):
        device.render(nothing)


def test_a_place_that_cannot_be_written_is_an_os_error_and_no_hang(device: Device):
    (device.folder / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        device.call("render", "en", "auto", 145, PRESS, device.folder / "file" / "a.wav")
    assert length_ms(device.render(PRESS)) > 500


def test_nothing_is_printed(device: Device):
    heard = device.call("render aloud", "en", "auto", 145, PRESS, device.folder / "a.wav")
    assert heard == b""


def test_it_has_a_name_and_a_version(device: Device):
    name, version = device.call("identity")
    assert name == device.name
    assert version


class Deaf:
    """A pyttsx3 whose settings do not arrive."""

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802 - pyttsx3's name
        pass

    def getProperty(self, name: str) -> object:  # noqa: N802 - pyttsx3's name
        return {"voice": "gmw/en-us", "rate": 200}[name]


def test_a_rate_that_did_not_arrive_is_an_error_and_no_clip(tmp_path: Path):
    maker = Pyttsx3Maker.__new__(Pyttsx3Maker)
    maker._device, maker._events, maker._busy = Deaf(), [], lambda: 0
    with pytest.raises(EngineError, match="145"):
        maker.save("Hold.", tmp_path / "a.wav", "gmw/en-us", 145)


class Late(Deaf):
    """A pyttsx3 that is already set, and counts what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []
        self.loops = 0

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802 - pyttsx3's name
        self.asked.append((name, value))

    def save_to_file(self, text: str, into: str) -> None:
        pass

    def runAndWait(self) -> None:  # noqa: N802 - pyttsx3's name
        self.loops += 1


def test_a_voice_is_loaded_only_where_another_one_speaks(tmp_path: Path):
    maker = Pyttsx3Maker.__new__(Pyttsx3Maker)
    maker._device, maker._events, maker._busy = Late(), [], lambda: 0
    maker.save("Hold.", tmp_path / "a.wav", "gmw/en-us", 200)
    assert not maker._device.asked
    assert maker._device.loops == 1


def test_a_line_begins_only_once_the_one_before_is_over(tmp_path: Path):
    maker = Pyttsx3Maker.__new__(Pyttsx3Maker)
    looks = iter([1, 1, 1, 0])
    maker._device, maker._events, maker._busy = Late(), [], lambda: next(looks)
    maker.save("Hold.", tmp_path / "a.wav", "gmw/en-us", 200)
    assert next(looks, None) is None, "it looked until the engine was idle"


def test_an_engine_that_never_comes_to_an_end_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pyttsx3_engine, "_IDLE_WITHIN_S", 0.01)
    maker = Pyttsx3Maker.__new__(Pyttsx3Maker)
    maker._device, maker._events, maker._busy = Late(), [], lambda: 1
    with pytest.raises(EngineError, match="does not come to an end"):
        maker.save("Hold.", tmp_path / "a.wav", "gmw/en-us", 200)


def test_the_first_line_of_a_process_has_the_rate_that_was_asked_for(tmp_path: Path):
    lengths = []
    for name in ("pyttsx3", "espeak-ng"):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            device = Device(name, pool, tmp_path)
            lengths.append(length_ms(device.render(PRESS, rate=100)))
    assert lengths[0] == pytest.approx(lengths[1], rel=0.03)


def test_a_womans_voice_is_another_one(device: Device):
    if device.name in WITHOUT_VARIANTS:
        pytest.skip(f"{device.name} has no variants")
    plain, other = device.render(PRESS), device.render(PRESS, voice="gmw/en-us+f3")
    assert plain.read_bytes() != other.read_bytes()
    assert length_ms(other) == pytest.approx(length_ms(plain), rel=0.2)
    assert brightness(other) > 1.03 * brightness(plain)


def test_a_timbre_of_one_line_does_not_stick_to_the_next(device: Device):
    if device.name in WITHOUT_VARIANTS:
        pytest.skip(f"{device.name} has no variants")
    before = brightness(device.render(PRESS))
    device.render(PRESS, voice="gmw/en-us+f3")
    assert brightness(device.render(PRESS)) == pytest.approx(before, rel=0.02)


def test_the_neural_voice_says_the_same_text_in_the_same_samples(tmp_path: Path):
    heard = []
    for run in range(2):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            device = Device("hibari", pool, tmp_path / str(run))
            device.folder.mkdir()
            heard.append(device.render(PRESS).read_bytes())
    assert heard[0] == heard[1]


def test_the_neural_voice_lists_only_what_is_on_this_machine_and_fetches_nothing(tmp_path: Path):
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        device = Device("hibari", pool, tmp_path)
        assert [voice.id for voice in device.call("voices")] == ["hibari/heart"]
        with pytest.raises(UnknownVoiceError, match="emma"):
            device.render(PRESS, voice="hibari/emma")


def brightness(path: Path) -> float:
    """The middle of a sound's spectrum, in Hz."""
    with wave.open(str(path), "rb") as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        strengths = np.abs(np.fft.rfft(samples))
        pitches = np.fft.rfftfreq(len(samples), 1 / sound.getframerate())
    return float((strengths * pitches).sum() / strengths.sum())


def test_the_fake_examines_its_caller_and_fails_when_told_to(tmp_path: Path):
    maker = ToneMaker()
    engine = maker.engine("en", "auto", 145)
    maker.failing = 1
    with pytest.raises(EngineError, match="told to fail"):
        engine.render("One.", tmp_path / "a.wav")
    engine.render("Two.", tmp_path / "a.wav")
    assert maker.calls == [("tone/en", "One."), ("tone/en", "Two.")]
    with maker.busy, pytest.raises(AssertionError, match="still rendering"):
        engine.render("Three.", tmp_path / "a.wav")
