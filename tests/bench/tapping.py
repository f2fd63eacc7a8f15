"""The process that begins sessions as a tap does: `python -m tests.bench.tapping CONFIG`.

The kiosk has been at home for a while: its voice is awake and its loudspeaker runs. Each session
is begun with no speech in the cache and at once again with all of it; each time the word `tapped`
comes with all times in ms, on the clock that all processes share.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

from kiosk.compose import Kiosk
from kiosk.player.model import Command, Effect, Sound
from kiosk.settings import Settings
from kiosk.sound.stream import Stream

from .helpers import SESSIONS, wait_s
from .telling import now_ms, tell

LONGEST_S = 60


class _Tap:
    """One begun session, up to its first word."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.worded = threading.Event()
        self.came = threading.Event()
        self.performance: Any = None
        self.refusal = ""

    def listen(self, effect: Effect, _now: int, start_ms: int) -> None:
        if isinstance(effect, Sound):
            self.times.setdefault("start_ms", start_ms)
            self.times.setdefault("sound_ms", effect.at_ms)
            if effect.cue.text and "first_ms" not in self.times:
                self.times["first_ms"] = effect.at_ms
                self.worded.set()

    def ready(self, performance: Any) -> None:
        self.times["ready_ms"] = now_ms()
        self.performance = performance
        self.came.set()

    def refused(self, refusal: Any) -> None:
        self.refusal = refusal.reason
        self.came.set()


def main(config: dict[str, Any]) -> None:
    cache = Path(config["cache"])
    taps: list[_Tap] = []

    def listen(effect: Effect, now: int, start_ms: int) -> None:
        taps[-1].listen(effect, now, start_ms)

    # The bare stream is asked when it is heard: nothing else plays here that could be lowered.
    settings = Settings(cache=cache, folders=(SESSIONS,), duck=False)
    kiosk = Kiosk(settings, listeners=[listen])
    kiosk.start_sound()
    try:
        assert isinstance(kiosk.speaker, Stream)
        if not kiosk.speaker.wait_until_running(20):
            sys.exit(kiosk.speaker.notice or "The stream does not run evenly.")
        # The voice has woken once it has spoken.
        _begin(kiosk, config["names"][0], taps)
        for name in config["names"]:
            for clip in cache.rglob("*.wav"):
                clip.unlink()
            for which in ("cold", "warm"):
                lines = sum(1 for _ in cache.rglob("*.wav"))
                tap = _begin(kiosk, name, taps)
                if tap is None:
                    break
                lines = sum(1 for _ in cache.rglob("*.wav")) - lines
                tell("tapped", which, json.dumps(tap.times | {"lines": lines}))
    finally:
        kiosk.close()
    tell("tapped", "none")


def _begin(kiosk: Kiosk, name: str, taps: list[_Tap]) -> _Tap | None:
    """Begin a session, stop it after its first word began, and return its times."""
    tap = _Tap()
    taps.append(tap)
    tap.times["tap_ms"] = now_ms()
    kiosk.begin(name, ready=tap.ready, refused=tap.refused, progress=lambda *_: None)
    if not tap.came.wait(LONGEST_S):
        sys.exit(f"{name} never began.")
    if tap.refusal:
        return None
    if not tap.worded.wait(LONGEST_S):
        sys.exit(f"{name} never said a word.")
    wait_s(max(0.0, (tap.times["first_ms"] - now_ms()) / 1000) + 0.4)
    tap.performance.send(Command.STOP)
    tap.performance.close()
    # The recording is cut where it is silent.
    wait_s(0.4)
    return tap


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
