"""A loudspeaker one can listen to: our own PulseAudio server, its null sink and its monitor.

Nothing here touches the machine's own sound: the server has its own folder and socket, and only
what was started here is stopped, by its process id. As a program (``python loopback.py CONFIG``)
this file is the child that plays: PortAudio reads its environment once, at its start.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import wave
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RATE = 48_000
SINK = "room"
NEEDED = ("pulseaudio", "parec", "pactl")
ROOT = Path(__file__).resolve().parent.parent


def missing() -> str:
    """Return which program is not installed, or nothing."""
    return next((name for name in NEEDED if shutil.which(name) is None), "")


def until(condition: Callable[[], Any], seconds: float) -> bool:
    """Wait until `condition` holds, and say whether it came to that in time."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        pause.wait(0.02)
    return bool(condition())


@dataclass(slots=True)
class PulseServer:
    """A PulseAudio server with one null sink, in a folder of its own.

    Attributes:
        folder: Where it lives.
        remembers: Whether it remembers the volume of who plays, as that of a desktop does.
    """

    folder: Path
    remembers: bool = False
    _process: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        """The environment in which ALSA and PulseAudio know only this server."""
        away = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SINK"}
        return {name: value for name, value in os.environ.items() if name not in away} | {
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder),
            "PULSE_STATE_PATH": str(self.folder),
            "PULSE_SERVER": f"unix:{self._socket}",
            "ALSA_CONFIG_PATH": str(self.folder / "asound.conf"),
            "PYTHONPATH": str(ROOT),
        }

    @property
    def _socket(self) -> Path:
        return self.folder / "native"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "asound.conf").write_text(
            "pcm.!default { type pulse }\nctl.!default { type pulse }\n",
            encoding="utf-8",
        )
        # Left behind by a server that was killed, it would keep the next from starting.
        self._socket.unlink(missing_ok=True)
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no"),
                    *("--exit-idle-time=-1", "--disable-shm=yes", "--log-target=stderr"),
                    "--realtime=no",
                    f"--load=module-null-sink sink_name={SINK} rate={RATE} channels=1 format=s16le",
                    f"--load=module-native-protocol-unix socket={self._socket} auth-anonymous=1",
                    *(["--load=module-stream-restore restore_device=no"] * self.remembers),
                ],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if not until(self._answers, 15):
            self.stop()
            raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server that was started here, and no other."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)

    def record(self, path: Path) -> Recorder:
        """Begin to record all that the sink plays."""
        return Recorder(path, self.env)

    def _answers(self) -> bool:
        answer = subprocess.run(
            ["pactl", "list", "short", "sources"],
            env=self.env,
            capture_output=True,
            timeout=5,
            check=False,
        )
        return f"{SINK}.monitor".encode() in answer.stdout


@dataclass(frozen=True, slots=True)
class Recording:
    """What was heard.

    Attributes:
        samples: Mono, -1.0 to 1.0.
        arrivals: Pairs of how many samples had come, and at which monotonic ms.
    """

    samples: np.ndarray
    arrivals: tuple[tuple[int, float], ...]

    @property
    def rate(self) -> float:
        """Return how many samples the sink really played in a second of the monotonic clock.

        Samples may come late but
        not early, so the promptest of every second tell.
        """
        prompt: dict[int, tuple[int, float]] = {}
        for count, at_ms in self.arrivals:
            late = at_ms - count * 1000 / RATE
            second = int(at_ms // 1000)
            if second not in prompt or late < prompt[second][1]:
                prompt[second] = (count, late)
        points = [prompt[second] for second in sorted(prompt)][1:-1]
        if len(points) < 10:
            return RATE
        counts, lates = np.array(points, dtype=float).T
        ms_a_sample = np.polyfit(counts - counts[0], lates, 1)[0]
        return float(RATE / (1 + ms_a_sample * RATE / 1000))


@dataclass(slots=True)
class Recorder:
    """Reads the sink's monitor until it is stopped."""

    path: Path
    env: dict[str, str]
    arrivals: list[tuple[int, float]] = field(default_factory=list)
    loudest: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        """Start, and wait for the first samples.

        The latency is the stream's own period, 1,200 frames: in pieces that are no whole number
        of microseconds a null sink runs 30 millionths fast, and would be measured, not the stream.
        """
        self._process = subprocess.Popen(
            [
                *("parec", "--raw", f"--device={SINK}.monitor", "--format=s16le"),
                *(f"--rate={RATE}", "--channels=1", "--latency-msec=25"),
            ],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._thread = threading.Thread(target=self._read, name="recorder", daemon=True)
        self._thread.start()
        if not until(lambda: self.arrivals, 10):
            self.stop()
            raise RuntimeError("nothing comes from the monitor")

    def stop(self) -> Recording:
        """Stop, and return what was heard."""
        assert self._process is not None
        assert self._thread is not None
        self._process.terminate()
        self._process.wait(5)
        self._thread.join(5)
        assert self._process.stdout is not None
        self._process.stdout.close()
        data = self.path.read_bytes()
        samples = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2") / 32768
        return Recording(samples, tuple(self.arrivals))

    def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        total = 0
        with self.path.open("wb") as file:
            while data := os.read(self._process.stdout.fileno(), 1 << 16):
                at_ms = time.monotonic_ns() / 1e6
                file.write(data)
                total += len(data)
                self.arrivals.append((total // 2, at_ms))
                whole = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2")
                self.loudest = max(self.loudest, int(np.abs(whole.astype(np.int32)).max(initial=0)))


def sounding(recording: np.ndarray, *, floor: float = 0.003, gap_ms: float = 30) -> list[list[int]]:
    """Return first and last sample of every stretch of sound, parted by at least `gap_ms`."""
    loud = np.flatnonzero(np.abs(recording) > floor)
    if not len(loud):
        return []
    parts = np.flatnonzero(np.diff(loud) > gap_ms * RATE / 1000)
    firsts = loud[np.concatenate([[0], parts + 1])]
    lasts = loud[np.concatenate([parts, [len(loud) - 1]])]
    return [[int(first), int(last)] for first, last in zip(firsts, lasts, strict=True)]


def measure_onsets(
    recording: np.ndarray,
    rate: float,
    expected_ms: Sequence[float],
) -> list[float]:
    """Return for every expected sound how late it was heard, in ms; NaN where it was not.

    Where the recording began is not known, so all lie around an offset of their own: subtract the
    median. Sounds must begin sharply and lie 300 ms or more apart.

    Args:
        recording: Mono samples.
        rate: Samples a second of the clock that `expected_ms` is on: `Recording.rate`.
        expected_ms: When each should have been heard, rising.
    """
    onsets = np.array([first for first, _ in sounding(recording)]) * 1000 / rate
    expected = np.array(expected_ms, dtype=float)
    if not len(onsets):
        return [float("nan")] * len(expected)

    def errors(offset: float) -> np.ndarray:
        nearest = onsets[np.abs(onsets[:, None] - expected - offset).argmin(axis=0)]
        off = nearest - expected - offset
        return np.where(np.abs(off) < 150, off, np.nan)

    offsets = [onset - place for onset in onsets[:5] for place in expected[:5]]
    best = min(offsets, key=lambda one: (np.isnan(errors(one)).sum(), np.nansum(abs(errors(one)))))
    return [float(error) for error in errors(best) + best]


@contextlib.contextmanager
def child(config: dict[str, Any], env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run this file as the child that plays; at the end it is asked to stop, then made to."""
    process = subprocess.Popen(
        [sys.executable, __file__, json.dumps(config)],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        try:
            process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=5)
        except ValueError:
            process.wait(5)


def play_script(config: dict[str, Any], env: dict[str, str]) -> dict[str, Any]:
    """Run a whole script in a child, and return what it reports.

    Args:
        config: ``script`` is a list of ``[at_ms, "play", sound, key, asked_ms]``,
            ``[at_ms, "cut", fade_ms]``, ``[at_ms, "volume", n]``, ``[at_ms, "sleep"]`` or
            ``[at_ms, "wake"]``, where ``at_ms`` counts from the moment the stream runs evenly and a
            sound is asked for `asked_ms` ahead; ``clips`` maps a name to a WAV file; ``end_ms`` is
            when to close.
    """
    seconds = config["end_ms"] / 1000 + 30
    with child(config, env) as process:
        out, err = process.communicate(timeout=seconds)
    if process.returncode:
        raise RuntimeError(err)
    report: dict[str, Any] = json.loads(out.splitlines()[-1])
    report["stderr"] = err
    return report


def _main(config: dict[str, Any]) -> None:
    # Only the child needs these.
    from kiosk.clips import Clip  # noqa: PLC0415
    from kiosk.sound.stream import Stream  # noqa: PLC0415

    clips = {}
    for name, file in config.get("clips", {}).items():
        with wave.open(file) as sound:
            clips[name] = Clip(Path(file), sound.getnframes() * 1000 // RATE)
    stream = Stream(config.get("device", "auto"))
    try:
        stream.load(clips.values())
        stream.start()
        if "script" in config:
            _say(_follow(stream, clips, config))
        else:
            _beep(stream, clips[config["beep"]], config["every_ms"])
    finally:
        stream.close()


def _say(report: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()


def _follow(stream: Any, clips: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    if not stream.wait_until_running(15):
        return {"notice": stream.notice, "began_ms": None}
    began = time.monotonic_ns() // 1_000_000
    pause = threading.Event()
    moments = [
        (step[0] - (step[4] if step[1] == "play" else 0), number, step)
        for number, step in enumerate(config["script"])
    ]
    for at_ms, _, step in sorted(moments):
        pause.wait(max(0.0, (began + at_ms) / 1000 - time.monotonic()))
        match step:
            case [due, "play", sound, key, _]:
                stream.play(clips.get(sound, sound), began + due, key)
            case [_, "cut", fade_ms]:
                stream.cut(fade_ms)
            case [_, "volume", volume]:
                stream.set_volume(volume)
            case [_, "sleep"]:
                stream.sleep()
            case [_, "wake"]:
                stream.start()
                stream.load(clips.values())
    pause.wait(max(0.0, (began + config["end_ms"]) / 1000 - time.monotonic()))
    return {"notice": stream.notice, "began_ms": began}


def _beep(stream: Any, clip: Any, every_ms: int) -> None:
    """Beep until stdin is closed, and print the notice whenever it changes."""
    over = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=listen, daemon=True).start()
    key, notice, ran = 0, "", False
    while not over.wait(every_ms / 1000):
        if stream.notice != notice or stream.running != ran:
            notice, ran = stream.notice, stream.running
            _say({"notice": notice, "running": ran})
        key += 1
        stream.play(clip, time.monotonic_ns() // 1_000_000 + 300, key)


if __name__ == "__main__":
    _main(json.loads(sys.argv[1]))
