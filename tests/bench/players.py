"""The processes that play cues: `python -m tests.bench.players NAME CONFIG`.

Each makes itself ready, says `ready`, begins a moment later, says `began` with the time of the
plan's start on the clock that all processes share, and `over` at the end.
"""

from __future__ import annotations

import json
import os
import sys
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .helpers import wait_s
from .telling import now_ms, tell

SETTLE_S = 1.0


def ours(config: dict[str, Any]) -> None:
    """Play by the kiosk's own performance, player and stream."""
    from kiosk.clips import Clip, Line  # noqa: PLC0415 - each player has its own process
    from kiosk.clock import MonotonicClock  # noqa: PLC0415
    from kiosk.performance import LivePerformance  # noqa: PLC0415
    from kiosk.plan.model import CueKind, SegmentKind  # noqa: PLC0415
    from kiosk.player.fake import Sketch  # noqa: PLC0415
    from kiosk.player.model import Changed, Command, Skipped, State  # noqa: PLC0415
    from kiosk.sound.stream import Stream  # noqa: PLC0415

    clip = Clip(Path(config["clip"]), _length_ms(config["clip"]))
    due = config["due_ms"]
    sketch = Sketch().add(SegmentKind.SAY, int(due[-1]) + 2_000)
    for at_ms in due:
        sketch.cue(int(at_ms), clip.duration_ms, "beep", CueKind.INSTRUCTION)
    skipped: list[Skipped] = []
    began: list[int] = []

    def listen(effect: object, _now: int, start_ms: int) -> None:
        if isinstance(effect, Skipped):
            skipped.append(effect)
        if isinstance(effect, Changed) and effect.after is State.PLAYING and not began:
            began.append(start_ms)

    stream = Stream()
    stream.start()
    try:
        if not stream.wait_until_running(20):
            sys.exit(stream.notice or "The stream does not run evenly.")
        performance = LivePerformance(
            sketch.plan(), {Line("beep"): clip}, stream, MonotonicClock(), listeners=[listen]
        )
        tell("ready")
        wait_s(SETTLE_S)
        performance.start()
        performance.wait(due[-1] / 1000 + 20)
        tell("began", began[0])
        tell("skipped", len(skipped))
        performance.send(Command.STOP)
        performance.close()
    finally:
        stream.close()
    tell("over")


def pyttsx3(config: dict[str, Any]) -> None:
    """Play by pyttsx3's own say and runAndWait, as its manual shows."""
    import pyttsx3 as library  # noqa: PLC0415

    engine = library.init("espeak")
    engine.setProperty("rate", 145)

    def cue() -> None:
        engine.say(config["word"])
        engine.runAndWait()

    # The first ones of a process are lost or late.
    for _ in range(3):
        cue()
        wait_s(0.5)
    _at_their_times(cue, config["due_ms"])


def kivy(config: dict[str, Any]) -> None:
    """Play by Kivy's SoundLoader."""
    os.environ |= {"KIVY_NO_ARGS": "1", "KIVY_NO_CONFIG": "1", "KIVY_NO_FILELOG": "1"}
    os.environ |= {"KIVY_LOG_MODE": "PYTHON", "KIVY_AUDIO": "sdl2"}
    from kivy.core.audio import SoundLoader  # noqa: PLC0415

    sound = SoundLoader.load(config["clip"])
    if sound is None:
        sys.exit("Kivy loads no sound.")
    # The first one opens the device.
    sound.play()
    wait_s(1.5)
    _at_their_times(sound.play, config["due_ms"])


def _at_their_times(cue: Callable[[], object], due_ms: Sequence[float]) -> None:
    """Begin each cue at its time, by sleeping until just then: better than an app's own clock."""
    tell("ready")
    wait_s(SETTLE_S)
    began = time.monotonic()
    late = 0
    for due in due_ms:
        left = began + due / 1000 - time.monotonic()
        late += left < 0
        if left > 0:
            wait_s(left)
        cue()
    wait_s(2)
    tell("began", began * 1000)
    tell("skipped", late)
    tell("over")


def pausing(config: dict[str, Any]) -> None:
    """Pause in the middle of what is being said, again and again, and tell when."""
    from kiosk.clips import Clip, Line  # noqa: PLC0415
    from kiosk.clock import MonotonicClock  # noqa: PLC0415
    from kiosk.performance import LivePerformance  # noqa: PLC0415
    from kiosk.plan.model import SegmentKind  # noqa: PLC0415
    from kiosk.player.fake import Sketch  # noqa: PLC0415
    from kiosk.player.model import Command  # noqa: PLC0415
    from kiosk.sound.mixer import Mixer  # noqa: PLC0415
    from kiosk.sound.stream import Stream  # noqa: PLC0415

    clip = Clip(Path(config["clip"]), _length_ms(config["clip"]))
    sketch = Sketch().add(SegmentKind.SAY, clip.duration_ms + 1_000)
    sketch.cue(0, clip.duration_ms, "tone")
    mixed: list[float] = []
    cut = Mixer.cut

    def noted(self: Mixer, frame: int, fade_frames: int) -> None:
        mixed.append(now_ms())
        cut(self, frame, fade_frames)

    Mixer.cut = noted  # type: ignore[method-assign]
    stream = Stream()
    stream.start()
    try:
        if not stream.wait_until_running(20):
            sys.exit(stream.notice or "The stream does not run evenly.")
        performance = LivePerformance(sketch.plan(), {Line("tone"): clip}, stream, MonotonicClock())
        tell("ready")
        wait_s(SETTLE_S)
        performance.start()
        for number in range(config["pauses"]):
            # Not in step with the blocks of the device.
            wait_s(0.9 + number * 0.0137)
            asked = now_ms()
            performance.send(Command.PAUSE)
            wait_s(0.6)
            tell("paused", asked, mixed[-1])
            performance.send(Command.RESUME)
        performance.close()
    finally:
        stream.close()
    tell("over")


def _length_ms(path: str) -> int:
    with wave.open(path) as file:
        return file.getnframes() * 1000 // file.getframerate()


if __name__ == "__main__":
    players = {"ours": ours, "pyttsx3": pyttsx3, "kivy": kivy, "pausing": pausing}
    players[sys.argv[1]](json.loads(sys.argv[2]))
