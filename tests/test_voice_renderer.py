"""A voice process that hangs, dies or babbles is replaced, and nobody waits for ever."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.voice.cache import wav_length_ms
from kiosk.voice.engine import (
    EngineError,
    HungError,
    NoEngineError,
    UnknownVoiceError,
    UnspeakableError,
)
from kiosk.voice.fake import tone_length_ms
from kiosk.voice.renderer import Renderer

PATIENCE_S = 20.0
WORKERS = str(Path(__file__).with_name("voice_workers.py"))


class Bench:
    """Renderers of tones around a process with a fault, and what that process did."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.renderers: list[Renderer] = []
        os.mkfifo(folder / "rendering")
        self.pipe = os.open(folder / "rendering", os.O_RDONLY | os.O_NONBLOCK)

    def renderer(self, mode: str, time_limit_s: float = PATIENCE_S) -> Renderer:
        command = (sys.executable, WORKERS, mode, str(self.folder))
        renderer = Renderer("tone", command, time_limit_s)
        self.renderers.append(renderer)
        return renderer

    def render(self, renderer: Renderer, text: str = "Hold.", language: str = "en") -> int:
        into = self.folder / "clip.wav"
        renderer.render(text=text, language=language, voice="auto", rate=145, into=into)
        return wav_length_ms(into)

    def wait_until_it_renders(self) -> None:
        poller = select.poll()
        poller.register(self.pipe, select.POLLIN)
        assert poller.poll(PATIENCE_S * 1000)
        os.read(self.pipe, 100)

    @property
    def renders(self) -> list[str]:
        return (self.folder / "renders").read_text().splitlines()

    def close(self) -> None:
        for renderer in self.renderers:
            renderer.close()
        os.close(self.pipe)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Run something beside the test; what it returned or raised is in the list once it ended."""
    result: list[object] = []

    def run() -> None:
        try:
            result.append(work())
        except Exception as error:  # noqa: BLE001 - whatever it was, the test looks at it
            result.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, result


def gone(pid: int | None) -> bool:
    return pid is not None and not Path(f"/proc/{pid}").exists()


def test_a_line_becomes_a_finished_clip(bench: Bench):
    length_ms = bench.render(bench.renderer("good"))
    assert length_ms == pytest.approx(tone_length_ms("Hold."), abs=60)


def test_one_process_serves_line_after_line(bench: Bench):
    renderer = bench.renderer("good")
    bench.render(renderer)
    pid = renderer.pid
    bench.render(renderer, "Rest.")
    assert renderer.pid == pid


def test_killed_in_mid_render_it_is_replaced_and_the_line_is_made(bench: Bench):
    renderer = bench.renderer("hang-once")
    thread, result = in_thread(lambda: bench.render(renderer))
    bench.wait_until_it_renders()
    killed = renderer.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    thread.join(PATIENCE_S)
    assert result == [pytest.approx(tone_length_ms("Hold."), abs=60)]
    assert bench.renders == ["Hold.", "Hold."]
    assert renderer.pid != killed


def test_crashed_in_mid_render_it_is_replaced_and_the_line_is_made(bench: Bench):
    assert bench.render(bench.renderer("die-once"))
    assert bench.renders == ["Hold.", "Hold."]


def test_one_that_always_dies_is_given_up_after_a_second_chance(bench: Bench):
    with pytest.raises(EngineError, match="ended in the middle"):
        bench.render(bench.renderer("die"))
    assert bench.renders == ["Hold.", "Hold."]


def test_one_that_sleeps_has_no_process_and_the_next_line_starts_another(bench: Bench):
    renderer = bench.renderer("good")
    before = bench.render(renderer)
    pid = renderer.pid
    renderer.sleep()
    assert renderer.pid is None
    assert gone(pid)
    assert renderer.identity().engine == "tone", "whose clips are known is known without it"
    assert renderer.pid is None
    assert bench.render(renderer) == before
    renderer.sleep()
    renderer.sleep()


def test_one_that_hangs_is_killed_when_its_time_is_up_and_replaced(bench: Bench):
    renderer = bench.renderer("hang-once", time_limit_s=1.5)
    renderer.start()
    hung = renderer.pid
    with pytest.raises(HungError, match=r"within 1\.5 s"):
        bench.render(renderer)
    assert gone(hung)
    assert bench.render(renderer, "Rest.")


def test_one_that_never_greets_is_given_up_in_time(bench: Bench):
    renderer = bench.renderer("deaf", time_limit_s=0.5)
    began = time.monotonic()
    with pytest.raises(HungError):
        renderer.identity()
    assert time.monotonic() - began < PATIENCE_S / 2
    assert renderer.pid is None


def test_what_an_engine_prints_never_gets_into_the_conversation(bench: Bench):
    renderer = bench.renderer("noisy")
    assert bench.render(renderer) == pytest.approx(tone_length_ms("Hold."), abs=60)
    assert bench.render(renderer, "Rest a little.") == pytest.approx(
        tone_length_ms("Rest a little."), abs=60
    )


def test_a_clip_far_shorter_than_its_text_is_made_again(bench: Bench):
    text = "Press the small of your back into the floor, and hold."
    assert bench.render(bench.renderer("short-once"), text) > 2500
    assert bench.renders == [text, text]


def test_a_broken_device_is_reported_and_the_process_lives_on(bench: Bench):
    renderer = bench.renderer("fail")
    for _ in range(2):
        with pytest.raises(EngineError, match="on fire"):
            bench.render(renderer)
    assert not gone(renderer.pid)


def test_every_kind_of_fault_arrives_as_what_it_is(bench: Bench):
    renderer = bench.renderer("good")
    with pytest.raises(UnspeakableError, match="'qq'"):
        bench.render(renderer, language="qq")
    with pytest.raises(UnknownVoiceError, match="'tone/en'"):
        renderer.render(
            text="Hold.", language="en", voice="tone/on", rate=145, into=bench.folder / "a.wav"
        )
    (bench.folder / "file").write_text("in the way")
    with pytest.raises(NotADirectoryError):
        renderer.render(
            text="Hold.", language="en", voice="auto", rate=145, into=bench.folder / "file/x/a.wav"
        )


@pytest.mark.parametrize("mode", ["good", "fail"])
def test_no_half_written_file_is_left_behind(bench: Bench, mode: str):
    renderer = bench.renderer(mode)
    with contextlib.suppress(EngineError):
        bench.render(renderer)
    assert not [path for path in bench.folder.iterdir() if path.name.startswith(".tmp")]


def test_a_machine_without_the_library_is_told_from_a_broken_one(bench: Bench):
    renderer = Renderer(
        "pyttsx3", (sys.executable, WORKERS, "no-library", str(bench.folder)), PATIENCE_S
    )
    with pytest.raises(NoEngineError, match="pyttsx3 does not open"):
        renderer.identity()
    renderer.close()


def test_a_machine_without_the_command_is_told_from_a_broken_one(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    renderer = Renderer("espeak-ng")
    with pytest.raises(NoEngineError, match="espeak-ng is not there"):
        renderer.identity()
    renderer.close()


def test_closing_ends_the_process_and_whoever_waits_for_it(bench: Bench):
    renderer = bench.renderer("hang")
    thread, result = in_thread(lambda: bench.render(renderer))
    bench.wait_until_it_renders()
    pid = renderer.pid
    renderer.close()
    thread.join(PATIENCE_S)
    assert isinstance(result[0], EngineError)
    assert gone(pid)
    renderer.close()
    with pytest.raises(EngineError, match="closed"):
        bench.render(renderer)


def test_the_process_ends_when_the_kiosk_is_killed(tmp_path: Path):
    script = (
        "import os, signal\n"
        "from kiosk.voice.renderer import Renderer\n"
        "renderer = Renderer('tone'); renderer.identity()\n"
        "print(renderer.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=PATIENCE_S, check=False
    )
    pid = int(done.stdout)
    try:
        watch = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    poller = select.poll()
    poller.register(watch, select.POLLIN)
    assert poller.poll(PATIENCE_S * 1000), "the voice process outlives the kiosk"
    os.close(watch)


def test_the_kiosk_itself_never_loads_what_is_heavy():
    script = (
        "import sys, kiosk.voice.speech\n"
        "heavy = {'numpy', 'soxr', 'pyttsx3', 'sounddevice', 'kivy'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr
