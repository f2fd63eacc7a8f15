"""Every line that can be spoken is, each once; the rest is named in one sentence."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.clips import SAMPLE_RATE, Line
from kiosk.tone import Tone
from kiosk.voice import speech as speech_module
from kiosk.voice.cache import wav_length_ms
from kiosk.voice.engine import (
    EngineError,
    HungError,
    NoEngineError,
    UnknownVoiceError,
    UnspeakableError,
)
from kiosk.voice.fake import FakeSpeech, tone_length_ms, write_tone
from kiosk.voice.listing import voices
from kiosk.voice.pronunciation import aloud
from kiosk.voice.renderer import Identity, Renderer
from kiosk.voice.speech import NO_VOICE, Manner, Speech, VoiceSettings

PATIENCE_S = 20.0
WORKERS = str(Path(__file__).with_name("voice_workers.py"))
PLACES = (
    "back",
    "neck",
    "left hip",
    "right hip",
    "jaw",
    "left shoulder",
    "right shoulder",
    "chest",
)
SIXTY = [
    *(Line(f"{number}.") for number in range(1, 21)),
    *(Line(f"Soften your {place}.") for place in PLACES),
    *(Line(f"Breathe into your {place}, and let it grow heavy.") for place in PLACES),
    *(Line(f"Put a hand on your {place}. Press. Let go, and rest.") for place in PLACES),
    *(Line(f"Hold for {number} seconds, then change sides.") for number in range(21, 37)),
]


class Renders(Renderer):
    """Renders tones in this process, and does before each line what a test wants."""

    def __init__(self, before: Callable[[str, str], None] | None = None, name: str = "a") -> None:
        super().__init__(name)
        self.before = before
        self.name = name
        self.rendered: list[str] = []
        self.tones: list[Tone] = []
        self.absent = False
        self.asleep = False

    def start(self) -> None:
        pass

    def sleep(self) -> None:
        self.asleep = True

    def identity(self) -> Identity:
        if self.absent:
            raise NoEngineError("It is not there.")
        return Identity(self.name, "1")

    def render(
        self,
        *,
        text: str,
        language: str,
        voice: str,
        rate: int,
        into: Path,
        tone: Tone = Tone.PLAIN,
    ) -> None:
        self.rendered.append(text)
        self.tones.append(tone)
        if self.before:
            self.before(text, voice)
        into.parent.mkdir(parents=True, exist_ok=True)
        write_tone(into, 440, tone_length_ms(text, rate), SAMPLE_RATE)


@pytest.fixture
def settings(tmp_path: Path) -> VoiceSettings:
    return VoiceSettings(cache_dir=tmp_path / "clips")


@pytest.fixture
def real(settings: VoiceSettings) -> Iterator[Speech]:
    speech = Speech(settings)
    speech.start()
    yield speech
    speech.close()


def fails(error: Exception, *texts: str) -> Callable[[str, str], None]:
    def before(text: str, voice: str) -> None:
        if not texts or text in texts:
            raise error

    return before


def test_sixty_lines_are_sixty_whole_clips_by_either_engine(tmp_path: Path):
    real = Speech(VoiceSettings(cache_dir=tmp_path / "one", engine="pyttsx3"))
    other = Speech(VoiceSettings(cache_dir=tmp_path / "other", engine="espeak-ng"))
    try:
        by_command = other.prepare(SIXTY)
        clips = real.prepare(SIXTY)
    finally:
        real.close()
        other.close()
    assert (real.notice, other.notice) == ("", "")
    assert len(SIXTY) == len(clips) == len(by_command) == 60
    for line, clip in clips.items():
        # Two programs that share nothing but the voice agree on how long a line is.
        assert clip.duration_ms == pytest.approx(by_command[line].duration_ms, rel=0.04), line
        assert wav_length_ms(clip.path) == clip.duration_ms > 300


def test_a_line_is_rendered_once_however_often_it_is_said(settings: VoiceSettings):
    renderer = Renders()
    speech = Speech(settings, [renderer])
    speech.prepare([Line("Press."), Line("Rest."), Line("Press."), Line("  Press.\n")])
    speech.prepare([Line("Rest.")])
    assert renderer.rendered == ["Press.", "Rest."]


def test_the_next_start_finds_what_was_rendered_before(settings: VoiceSettings):
    Speech(settings, [Renders()]).prepare([Line("Press.")])
    renderer = Renders()
    clips = Speech(settings, [renderer]).prepare([Line("Press.")])
    assert renderer.rendered == []
    assert clips[Line("Press.")].duration_ms == tone_length_ms("Press.")


def test_progress_counts_every_line(settings: VoiceSettings):
    seen: list[tuple[int, int]] = []
    lines = [Line("One."), Line("Two."), Line("One.")]
    Speech(settings, [Renders()]).prepare(lines, lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_a_corrupt_clip_is_rendered_anew(settings: VoiceSettings):
    renderer = Renders()
    speech = Speech(settings, [renderer])
    clip = speech.prepare([Line("Press.")])[Line("Press.")]
    clip.path.write_bytes(bytes(clip.path.stat().st_size))
    again = speech.prepare([Line("Press.")])[Line("Press.")]
    assert renderer.rendered == ["Press.", "Press."]
    assert wav_length_ms(again.path) == clip.duration_ms


def test_the_cache_stays_within_its_bounds_and_keeps_the_session_that_plays(tmp_path: Path):
    speech = Speech(VoiceSettings(cache_dir=tmp_path, cache_mb=1), [Renders()])
    playing = speech.prepare([Line(f"Press {n}.") for n in range(12)])
    for clip in playing.values():
        os.utime(clip.path, (0, 0))
    for batch in range(3):
        warmed = speech.prepare([Line(f"Warmed {batch} {n}.") for n in range(12)], urgent=False)
    assert all(clip.path.exists() for clip in playing.values())
    # What is in use is more than fits: just that is left.
    in_use = {clip.path for clip in (*playing.values(), *warmed.values())}
    assert set(tmp_path.glob("*/*")) == in_use


def test_a_line_in_no_known_language_is_absent_and_the_rest_is_spoken(real: Speech):
    clips = real.prepare([Line("Hold."), Line("Hold.", language="qq"), Line("...")])
    assert list(clips) == [Line("Hold.")]
    assert real.notice.startswith("2 of 3 lines cannot be spoken and are only shown.")
    assert real.prepare([Line("Hold.")])
    assert real.notice == ""


def test_many_unspeakable_lines_do_not_cost_the_engine_its_place(settings: VoiceSettings):
    speech = Speech(settings, [Renderer("tone")])
    try:
        unknown = [Line(f"Hold {n}.", language="qq") for n in range(9)]
        assert list(speech.prepare([*unknown, Line("Hold.")])) == [Line("Hold.")]
    finally:
        speech.close()


def test_a_spanish_line_has_a_spanish_voice(real: Speech):
    text = "general animal final"
    clips = real.prepare([Line(text), Line(text, language="es")])
    english, spanish = (clip.path.read_bytes() for clip in clips.values())
    assert english != spanish


def test_a_misspelt_voice_is_named_and_the_usual_one_speaks(tmp_path: Path):
    speech = Speech(VoiceSettings(cache_dir=tmp_path, voice="gmw/en-uss"))
    try:
        assert len(speech.prepare([Line("Hold."), Line("Rest.")])) == 2
        assert "did you mean 'gmw/en-us'" in speech.notice
        assert "The usual voice speaks instead." in speech.notice
    finally:
        speech.close()


def test_without_any_engine_there_is_one_clear_sentence(settings: VoiceSettings, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    missing = Renderer("pyttsx3", (sys.executable, WORKERS, "no-library", "/nowhere"))
    speech = Speech(settings, [missing, Renderer("espeak-ng")])
    speech.start()
    try:
        assert speech.prepare(SIXTY) == {}
        assert speech.notice == NO_VOICE
    finally:
        speech.close()


def test_without_pyttsx3s_library_the_command_speaks(settings: VoiceSettings):
    missing = Renderer("pyttsx3", (sys.executable, WORKERS, "no-library", "/nowhere"))
    speech = Speech(settings, [missing, Renderer("espeak-ng")])
    try:
        assert len(speech.prepare(SIXTY[:3])) == 3
        assert speech.notice == ""
    finally:
        speech.close()


def test_an_engine_that_hung_is_not_asked_again_for_a_while(settings: VoiceSettings):
    hung, other = Renders(fails(HungError("It hangs."))), Renders(name="b")
    speech = Speech(settings, [hung, other])
    assert len(speech.prepare([Line("One."), Line("Two."), Line("Three.")])) == 3
    assert hung.rendered == ["One."]
    assert other.rendered == ["One.", "Two.", "Three."]


def test_an_engine_that_fails_three_times_in_a_row_is_left_alone(settings: VoiceSettings):
    broken, other = Renders(fails(EngineError("It broke."))), Renders(name="b")
    speech = Speech(settings, [broken, other])
    speech.prepare([Line(f"{n}.") for n in range(6)])
    assert len(broken.rendered) == 3
    assert len(other.rendered) == 6
    assert speech.notice == ""


def test_an_engine_that_rested_is_tried_again(settings: VoiceSettings, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(speech_module.time, "monotonic", lambda: now[0])
    broken, other = Renders(fails(HungError("It hangs."))), Renders(name="b")
    speech = Speech(settings, [broken, other])
    speech.prepare([Line("One.")])
    broken.before = None
    now[0] = 301.0
    speech.prepare([Line("Two.")])
    assert broken.rendered == ["One.", "Two."]
    assert other.rendered == ["One."]


def test_when_every_engine_fails_the_notice_says_how_many_lines_and_why(settings: VoiceSettings):
    speech = Speech(settings, [Renders(fails(EngineError("It broke."), "Two."))])
    assert list(speech.prepare([Line("One."), Line("Two.")])) == [Line("One.")]
    assert speech.notice == "1 of 2 lines cannot be spoken and are only shown. It broke."


def test_a_folder_that_cannot_be_written_is_replaced_by_a_temporary_one(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    speech = Speech(VoiceSettings(cache_dir=tmp_path / "file" / "clips"))
    clips = speech.prepare([Line("Hold."), Line("Rest.")])
    assert len(clips) == 2
    assert speech.notice.count("Speech cannot be kept in") == 1
    assert "Not a directory" in speech.notice
    speech.close()
    assert not any(clip.path.exists() for clip in clips.values())


def test_a_disk_that_fills_up_while_lines_are_rendered_loses_none_of_them(tmp_path: Path):
    full = [True]

    def before(text: str, voice: str) -> None:
        if text == "Two." and full.pop() if full else False:
            raise OSError(28, "No space left on device")

    speech = Speech(VoiceSettings(cache_dir=tmp_path), [Renders(before)])
    clips = speech.prepare([Line("One."), Line("Two."), Line("Three.")])
    assert all(clip.path.exists() for clip in clips.values())
    assert len(clips) == 3
    assert "No space left on device" in speech.notice
    speech.close()


def test_a_folder_that_vanishes_while_the_kiosk_runs_is_made_again(settings: VoiceSettings):
    speech = Speech(settings, [Renderer("tone")])
    try:
        speech.prepare([Line("One.")])
        shutil.rmtree(settings.cache_dir)
        assert speech.prepare([Line("One.")])[Line("One.")].path.exists()
    finally:
        speech.close()


def test_a_voice_that_sleeps_holds_no_process_and_speaks_again_when_asked(real: Speech):
    assert real.prepare([Line("One.")])
    pids = [source.renderer.pid for source in real._sources]
    assert any(pids)
    real.sleep()
    assert not any(source.renderer.pid for source in real._sources)
    assert not any(pid and Path(f"/proc/{pid}").exists() for pid in pids)
    assert real.prepare([Line("One.")])
    assert not any(source.renderer.pid for source in real._sources), "it is there already"
    assert real.prepare([Line("Two.")])
    assert any(source.renderer.pid for source in real._sources)


def test_a_voice_that_is_asked_something_is_not_put_to_sleep(settings: VoiceSettings):
    slept: list[bool] = []

    def put_to_sleep(text: str, voice: str) -> None:
        assert speech.busy
        speech.sleep()
        slept.append(renders.asleep)

    renders = Renders(put_to_sleep)
    speech = Speech(settings, [renders])
    assert not speech.busy
    assert len(speech.prepare([Line("One."), Line("Two.")], urgent=False)) == 2
    assert slept == [False, False]
    assert not speech.busy
    speech.sleep()
    assert renders.asleep


@pytest.mark.parametrize("urgent", [True, False])
def test_between_two_lines_of_a_call_it_is_not_put_to_sleep(
    settings: VoiceSettings, *, urgent: bool
):
    slept: list[bool] = []
    renders = Renders(lambda _text, _voice: None)
    speech = Speech(settings, [renders])

    def put_to_sleep(_done: int, _of: int) -> None:
        assert speech.busy
        speech.sleep()
        slept.append(renders.asleep)

    assert len(speech.prepare([Line("One."), Line("Two.")], put_to_sleep, urgent=urgent)) == 2
    assert slept == [False, False]


def test_who_waits_overtakes_what_is_only_warmed_up(settings: VoiceSettings):
    at_first, go_on = threading.Event(), threading.Event()

    def before(text: str, voice: str) -> None:
        if text == "Warm zero.":
            at_first.set()
            assert go_on.wait(PATIENCE_S)

    renderer = Renders(before)
    speech = Speech(settings, [renderer])
    warm = [Line(f"Warm {n}.") for n in range(3)]
    warming = threading.Thread(target=lambda: speech.prepare(warm, urgent=False))
    warming.start()
    assert at_first.wait(PATIENCE_S)
    tapped = threading.Thread(target=lambda: speech.prepare([Line("Press."), Line("Rest.")]))
    tapped.start()
    turns = speech._turns
    with turns._changed:
        assert turns._changed.wait_for(lambda: turns._urgent_calls == 1, PATIENCE_S)
    go_on.set()
    tapped.join(PATIENCE_S)
    warming.join(PATIENCE_S)
    assert renderer.rendered == ["Warm zero.", "Press.", "Rest.", "Warm one.", "Warm two."]


def test_calls_from_many_threads_render_each_line_once_and_one_at_a_time(
    settings: VoiceSettings, tmp_path: Path
):
    busy = threading.Lock()
    clashes: list[str] = []

    def before(text: str, voice: str) -> None:
        if not busy.acquire(blocking=False):
            clashes.append(text)
            return
        write_tone(tmp_path / "work.wav", 440, 1000, SAMPLE_RATE)
        busy.release()

    renderer = Renders(before)
    speech = Speech(settings, [renderer])
    lines = [Line(f"Line {n}.") for n in range(20)]
    results: list[object] = []
    threads = [
        threading.Thread(
            target=lambda urgent=urgent: results.append(speech.prepare(lines, urgent=urgent))
        )
        for urgent in (True, False) * 3
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert clashes == []
    assert sorted(renderer.rendered) == sorted(aloud(line.text, "en") for line in lines)
    assert len(results) == 6
    assert all(result == results[0] for result in results)


def test_closing_lets_a_call_under_way_return_at_once(settings: VoiceSettings, tmp_path: Path):
    os.mkfifo(tmp_path / "rendering")
    hanging = Renderer("tone", (sys.executable, WORKERS, "hang", str(tmp_path)))
    speech = Speech(settings, [hanging])
    result: list[object] = []
    thread = threading.Thread(target=lambda: result.append(speech.prepare(SIXTY)))
    thread.start()
    with (tmp_path / "rendering").open() as pipe:
        assert pipe.readline() == "rendering\n"
    pid = hanging.pid
    speech.close()
    thread.join(PATIENCE_S / 4)
    assert result == [{}]
    assert not Path(f"/proc/{pid}").exists()
    speech.close()


def test_two_kiosks_that_render_the_same_lines_at_once_both_have_all_of_them(tmp_path: Path):
    script = (
        "import sys; from pathlib import Path\n"
        "from kiosk.clips import Line\n"
        "from kiosk.voice.cache import wav_length_ms\n"
        "from kiosk.voice.speech import Speech, VoiceSettings\n"
        "speech = Speech(VoiceSettings(cache_dir=Path(sys.argv[1]), cache_mb=0))\n"
        "lines = [Line(f'Press {n} times, and rest.') for n in range(30)]\n"
        "for go in range(3):\n"
        "    clips = speech.prepare(lines)\n"
        "    assert len(clips) == 30, (len(clips), speech.notice)\n"
        "    assert not speech.notice, speech.notice\n"
        "speech.close()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=3 * PATIENCE_S)[0].decode() for process in running]
    assert said == ["", ""]
    assert [process.returncode for process in running] == [0, 0]


def test_the_voices_of_this_machine_are_listed():
    listed = voices()
    found = [each.voice for each in listed]
    assert any(voice.id == "gmw/en-us" and voice.language == "en-us" for voice in found)
    assert (listed[0].engine, found[0].id) == ("hibari", "hibari/heart")
    assert len({voice.id for voice in found}) == len(found)
    assert {each.engine for each in voices("espeak-ng")} == {"espeak-ng"}


def test_the_voice_that_a_language_is_given_is_marked():
    def given(*wanted: str, engine: str = "auto") -> set[str]:
        return {each.voice.id for each in voices(engine, wanted) if each.chosen}

    assert {"hibari/heart", "roa/es"} <= given()
    assert {"gmw/en-us", "roa/es"} <= given(engine="espeak-ng")
    assert {"hibari/heart", "roa/es-419"} <= given("roa/es-419", engine="auto")
    assert {"gmw/en-gb-scotland", "roa/es"} <= given("nobody", "gmw/en-gb-scotland")


def test_a_machine_without_voices_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoEngineError, match="install espeak-ng"):
        voices("espeak-ng")


@pytest.mark.parametrize("make", ["real", "fake"])
def test_the_fake_and_the_real_thing_keep_the_same_promises(make: str, settings: VoiceSettings):
    speech = Speech(settings, [Renderer("tone")]) if make == "real" else FakeSpeech()
    speech.start()
    lines = [Line("Press."), Line("Rest."), Line("Press.")]
    seen: list[tuple[int, int]] = []
    clips = speech.prepare(lines, lambda done, of: seen.append((done, of)), urgent=False)
    assert list(clips) == [Line("Press."), Line("Rest.")]
    assert seen == [(1, 2), (2, 2)]
    assert speech.notice == ""
    for line, clip in clips.items():
        assert wav_length_ms(clip.path) == clip.duration_ms
        assert clip.duration_ms == pytest.approx(tone_length_ms(line.text), abs=60)
    speech.close()
    speech.close()


def test_the_fake_examines_the_order_of_calls():
    speech = FakeSpeech(mute=[Line("Rest.")])
    with pytest.raises(AssertionError, match="before start"):
        speech.prepare([Line("Press.")])
    speech.start()
    assert list(speech.prepare([Line("Press."), Line("Rest.")])) == [Line("Press.")]
    speech.close()
    with pytest.raises(AssertionError, match="after it was closed"):
        speech.start()


def test_an_unknown_voice_is_forgotten_only_once(settings: VoiceSettings):
    asked: list[str] = []

    def before(text: str, voice: str) -> None:
        asked.append(voice)
        if voice != "auto":
            raise UnknownVoiceError("There is no voice 'x'.")

    speech = Speech(VoiceSettings(cache_dir=settings.cache_dir, voice="x"), [Renders(before)])
    speech.prepare([Line("One."), Line("Two.")])
    assert asked == ["x", "auto", "auto"]


def test_a_language_that_the_first_engine_cannot_speak_is_spoken_by_the_second(
    settings: VoiceSettings,
):
    def english_only(text: str, _voice: str) -> None:
        if text == "Suelta.":
            raise UnspeakableError("No voice on this machine speaks the language 'es'.")

    second: list[str] = []
    sources = [
        Renders(english_only, name="a"),
        Renders(lambda text, _v: second.append(text), name="b"),
    ]
    speech = Speech(settings, sources)
    lines = [Line("Let go."), *(Line("Suelta.", "es"),) * 4, Line("Breathe.")]
    assert len(speech.prepare(lines)) == 3
    assert second == ["Suelta."]
    assert speech.spoken_by == "a", "which said the last of them"
    speech.prepare([Line("Suelta.", "es")])
    assert speech.spoken_by == "b"
    assert not speech.notice


def test_it_tells_which_engine_speaks_the_first_that_is_there(settings: VoiceSettings):
    first, second = Renders(name="a"), Renders(name="b")
    speech = Speech(settings, [first, second])
    assert speech.identity() == Identity("a", "1")
    first.absent = True
    assert speech.identity() == Identity("b", "1")
    second.absent = True
    assert speech.identity() is None


class Knows(Renders):
    """Renders with voices of its own, and keeps the voice and rate of each line."""

    def __init__(self, name: str, *known: str) -> None:
        super().__init__(name=name)
        self.known = known
        self.spoke: list[tuple[str, int]] = []

    def render(
        self, *, text: str, language: str, voice: str, rate: int, into: Path, tone: Tone
    ) -> None:
        if voice not in ("auto", *self.known):
            self.spoke.append((f"not {voice}", rate))
            raise UnknownVoiceError(f"There is no voice {voice!r}.")
        self.spoke.append((voice, rate))
        super().render(text=text, language=language, voice=voice, rate=rate, into=into, tone=tone)


def test_a_person_hears_their_own_rate_and_the_clips_of_two_rates_are_kept_apart(
    settings: VoiceSettings,
):
    speech = Speech(settings, [renderer := Knows("a")])
    line = Line("Press the small of your back into the floor.")
    usual = speech.prepare([line])[line]
    slow = speech.prepare([line], manner=Manner(rate=116))[line]
    assert renderer.spoke == [("auto", 145), ("auto", 116)]
    assert slow.duration_ms > usual.duration_ms
    assert speech.prepare([line], manner=Manner(rate=116))[line] == slow
    assert speech.prepare([line])[line] == usual
    assert len(renderer.spoke) == 2


def test_a_voice_that_one_engine_lacks_is_spoken_by_the_engine_that_has_it(
    settings: VoiceSettings,
):
    first, second = Knows("a"), Knows("b", "b/deep")
    speech = Speech(settings, [first, second])
    speech.prepare([Line("One."), Line("Two.")], manner=Manner("b/deep"))
    assert first.spoke == [("not b/deep", 145)]
    assert second.spoke == [("b/deep", 145)] * 2
    assert not speech.notice
    speech.prepare([Line("Three.")])
    assert first.spoke[-1] == ("auto", 145)


def test_a_persons_voice_that_is_gone_is_told_to_them_and_to_nobody_else(settings: VoiceSettings):
    speech = Speech(settings, [Knows("a"), Knows("b")])
    assert speech.prepare([Line("One.")], manner=Manner("c/gone"))
    assert "c/gone" in speech.notice
    speech.prepare([Line("One.")])
    assert not speech.notice
    speech.prepare([Line("One.")], manner=Manner("c/gone"))
    assert "The usual voice speaks instead." in speech.notice


def test_a_voice_whose_engine_could_not_start_once_speaks_as_soon_as_it_does(
    settings: VoiceSettings, monkeypatch: pytest.MonkeyPatch
):
    first, second = Knows("a", "a/emma"), Knows("b")
    speech = Speech(replace(settings, voice="a/emma"), [first, second])
    first.absent = True
    assert speech.prepare([Line("One.")])
    assert not speech.notice, "whether there is such a voice is not known"
    first.absent = False
    much_later = time.monotonic() + 1_000
    monkeypatch.setattr(time, "monotonic", lambda: much_later)
    assert speech.prepare([Line("Two.")])
    assert first.spoke == [("a/emma", 145)]
    assert not speech.notice


class Speaks(Renders):
    """Renders with voices that speak one language each, and keeps who said what."""

    def __init__(self, name: str, **known: str) -> None:
        super().__init__(name=name)
        self.known = {f"{name}/{voice}": language for voice, language in known.items()}
        self.said: list[tuple[str, str]] = []
        self.asked = 0

    def render(
        self, *, text: str, language: str, voice: str, rate: int, into: Path, tone: Tone
    ) -> None:
        self.asked += 1
        if voice != "auto" and voice not in self.known:
            raise UnknownVoiceError(f"There is no voice {voice!r}.")
        if language not in ([self.known[voice]] if voice != "auto" else self.known.values()):
            raise UnspeakableError(f"{voice} does not speak {language}.")
        self.said.append((voice, text))
        super().render(text=text, language=language, voice=voice, rate=rate, into=into, tone=tone)


LET_GO, SUELTA = Line("Let go."), Line("Suelta.", "es")


def spoken_by(
    settings: VoiceSettings, manner: Manner | None = None, **how: object
) -> tuple[dict[str, str], str]:
    """Who says an English and a Spanish line, and the notice about it."""
    settings = replace(settings, cache_dir=settings.cache_dir / str(time.monotonic_ns()), **how)  # type: ignore[arg-type]
    sources = [Speaks("a", eve="en"), Speaks("b", ann="en", ana="es", luz="es")]
    speech = Speech(settings, sources)
    assert set(speech.prepare([LET_GO, SUELTA], manner=manner)) == {LET_GO, SUELTA}
    said = {text: voice for source in sources for voice, text in source.said}
    return {LET_GO.language: said[LET_GO.text], SUELTA.language: said[SUELTA.text]}, speech.notice


def test_each_language_is_spoken_by_the_voice_that_was_set_for_it(settings: VoiceSettings):
    voices = {"es": "b/luz"}
    assert spoken_by(settings) == ({"en": "auto", "es": "auto"}, "")
    assert spoken_by(settings, voices=voices) == ({"en": "auto", "es": "b/luz"}, "")
    both = {"en": "b/ann", "es": "b/luz"}
    assert spoken_by(settings, voices=both) == ({"en": "b/ann", "es": "b/luz"}, "")
    assert spoken_by(settings, voices=voices, voice="b/ana") == ({"en": "auto", "es": "b/luz"}, "")
    assert spoken_by(settings, voice="a/eve") == ({"en": "a/eve", "es": "auto"}, "")


def test_a_persons_own_voice_comes_before_the_languages_in_its_language(settings: VoiceSettings):
    both = {"en": "b/ann", "es": "b/luz"}
    heard = spoken_by(settings, Manner("b/ana"), voices=both)
    assert heard == ({"en": "b/ann", "es": "b/ana"}, "")
    heard = spoken_by(settings, Manner("a/eve"), voices=both)
    assert heard == ({"en": "a/eve", "es": "b/luz"}, "")


def test_a_person_who_chooses_the_usual_voice_hears_it_instead_of_the_languages(
    settings: VoiceSettings,
):
    own = {"en": "a/eve", "es": "b/luz"}
    heard = spoken_by(settings, Manner("b/ann"), voice="b/ann", voices=own)
    assert heard == ({"en": "a/eve", "es": "b/luz"}, ""), "nobody chose it"
    heard = spoken_by(settings, Manner("b/ann", chosen=True), voice="b/ann", voices=own)
    assert heard == ({"en": "b/ann", "es": "b/luz"}, "")


def test_a_voice_set_for_a_language_that_it_does_not_speak_is_told(settings: VoiceSettings):
    heard, notice = spoken_by(settings, voices={"es": "b/ann"})
    assert heard == {"en": "auto", "es": "auto"}
    assert notice == "The voice b/ann does not speak es. The usual voice speaks instead."
    heard, notice = spoken_by(settings, voices={"es": "b/gone"})
    assert heard == {"en": "auto", "es": "auto"}
    assert notice == "There is no voice 'b/gone'. The usual voice speaks instead."


def test_who_does_not_speak_a_language_is_asked_for_it_only_once(settings: VoiceSettings):
    first, second = Speaks("a", eve="en"), Speaks("b", ana="es")
    speech = Speech(settings, [first, second])
    lines = [Line(f"Suelta {n}.", "es") for n in range(5)]
    assert len(speech.prepare(lines, manner=Manner("a/eve"))) == 5
    assert first.asked == 2, "by name, and by any name"
    assert len(second.said) == 5
    assert not speech.notice


def test_every_engines_voices_are_listed_once(settings: VoiceSettings, real: Speech):
    found = real.voices()
    assert len({voice.id for voice in found}) == len(found)
    assert {"en", "es"} <= {voice.language.partition("-")[0] for voice in found}
    broken = Renders()
    broken.voices = lambda: (_ for _ in ()).throw(EngineError("It broke."))  # type: ignore[method-assign]
    assert Speech(settings, [broken]).voices() == []


def test_a_line_in_another_tone_is_another_clip_at_its_own_pace(settings: VoiceSettings):
    renders = Renders()
    speech = Speech(settings, [renders])
    lines = [Line("Sink.", tone=tone) for tone in Tone]
    clips = speech.prepare([*lines, Line("Sink.")])
    assert renders.tones == list(Tone)
    assert len({clip.path for clip in clips.values()}) == len(Tone)
    assert clips[Line("Sink.")] == clips[lines[1]]
