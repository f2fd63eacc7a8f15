"""What runs inside the device's callback: asked-for sounds become frames, frames become sound.

Any thread may ask; the device's thread answers. Between them lies one deque, whose two ends need
no lock.
"""

from __future__ import annotations

import heapq
import logging
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kiosk.clips import SAMPLE_RATE
from kiosk.sound.clockmap import ClockMap
from kiosk.sound.mixer import Mixer

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.sound.samples import Samples
    from kiosk.units import Millis

LATEST_MS = 250
"""A sound that is later than this is not heard at all: it would run into the next."""

FRAMES_PER_MS = SAMPLE_RATE / 1000


@dataclass(frozen=True, slots=True)
class Play:
    """Let `samples` be heard from `at_ms` on."""

    at_ms: Millis
    samples: Samples
    key: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Fade what sounds, forget what was to come."""

    fade_frames: int


@dataclass(frozen=True, slots=True)
class Gain:
    """Change the volume."""

    gain: float


Request: TypeAlias = Play | Cut | Gain


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the log; the device's thread does not write logs itself."""

    level: int
    text: str


class Desk:
    """One opening of one device: its frames, its clock, its sounds."""

    def __init__(
        self,
        now_ms: Callable[[], float],
        gain: float,
        told: Callable[[float, Samples], None] = lambda _ms, _samples: None,
    ) -> None:
        self._now_ms = now_ms
        self._told = told
        """Given each block, which is not its to keep, and when its first sample is heard."""
        self._requests: deque[Request] = deque()
        self._due: list[tuple[Millis, int, Play]] = []
        self._turn = 0
        self._clock = ClockMap(SAMPLE_RATE)
        self._mixer = Mixer(gain)
        self._frame = 0
        self.notes: deque[Note] = deque(maxlen=100)
        self.asked_ms = now_ms()
        """When the device last asked for more."""
        self.starved = 0
        """How often the device ran dry."""
        self.failure: Exception | None = None
        """A bug of ours, after which this desk is silent."""

    @property
    def settled(self) -> bool:
        """Whether the device runs evenly and sounds are placed."""
        return self._clock.settled

    def ask(self, request: Request) -> None:
        """Ask for something, from any thread."""
        self._requests.append(request)

    def fill(self, out: Samples, latency_ms: float, *, starved: bool) -> None:
        """Write the next block. Called by the device's thread alone."""
        now_ms = self._now_ms()
        self.asked_ms = now_ms
        if self.failure is not None:
            out.fill(0.0)
            return
        try:
            self._fill(out, now_ms, latency_ms, starved=starved)
        except Exception as error:  # noqa: BLE001 - raised into C it would end the stream
            self.failure = error
            out.fill(0.0)

    def _fill(self, out: Samples, now_ms: float, latency_ms: float, *, starved: bool) -> None:
        if starved:
            self.starved += 1
            self._clock.starved()
        self._clock.fed(self._frame, now_ms, latency_ms)
        while self._requests:
            self._take(self._requests.popleft())
        if self._clock.settled:
            self._place(self._frame + len(out))
        self._mixer.fill(out, self._frame)
        if self._clock.settled:
            self._told(self._clock.ms_at(self._frame), out)
        self._frame += len(out)

    def _take(self, request: Request) -> None:
        match request:
            case Play():
                self._turn += 1
                heapq.heappush(self._due, (request.at_ms, self._turn, request))
            case Cut(fade_frames):
                self._due.clear()
                self._mixer.cut(self._frame, fade_frames)
            case Gain(gain):
                self._mixer.set_gain(gain)

    def _place(self, end: int) -> None:
        """Hand the mixer what begins before `end`, reckoned with the clock as it is known now.

        A sound asked for too late is heard whole, from the next frame on: without its beginning a
        word is not understood, and nobody notices that it comes a moment later.
        """
        while self._due:
            at_ms, _, play = self._due[0]
            frame = self._clock.frame_at(at_ms)
            if frame >= end:
                return
            heapq.heappop(self._due)
            late_ms = (self._frame - frame) / FRAMES_PER_MS
            if late_ms > LATEST_MS:
                self._note(logging.WARNING, f"sound {play.key} left out: {late_ms:.0f} ms late")
                continue
            if late_ms > 0:
                self._note(logging.WARNING, f"sound {play.key} is {late_ms:.0f} ms late")
            self._mixer.schedule(max(frame, self._frame), play.samples, play.key)

    def _note(self, level: int, text: str) -> None:
        self.notes.append(Note(level, text))
