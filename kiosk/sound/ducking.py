"""Lowers what else this machine plays while a cue is heard, and brings it back after all of it.

Music is lowered a moment before a cue's first sample and comes back some time after its last; where
the next cue follows soon it stays down between them, so that it does not pump. A session hands its
cues over only just ahead of their time, so nobody knows of the next one when a cue ends: the others
wait that long. All is done on one thread: a sound server that hangs can delay neither the session
nor its sound.
"""

from __future__ import annotations

import logging
import math
import threading
from typing import TYPE_CHECKING, Protocol

from kiosk.sound.output import length_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kiosk.clips import Clip
    from kiosk.sound.output import Loudspeaker, Played
    from kiosk.units import Millis

log = logging.getLogger(__name__)

LEAD_MS: Millis = 200
"""How long before a cue the others are lowered: a sound server takes some tens of ms."""
TAIL_MS: Millis = 400
"""How long after a cut they come back: the device still holds the last word's end."""
GAP_MS: Millis = 2_000
"""Cues that are no further apart are one."""
KNOWN_MS: Millis = 300
"""So long before its time a cue is known at the least: `kiosk.player` hands it over by 400 ms."""
HOLD_MS: Millis = GAP_MS - KNOWN_MS
"""How long after a whole cue they come back."""

AGAIN_MS: Millis = 10_000
"""After so long they are brought back once more where that failed."""


class Others(Protocol):
    """What else this machine plays. Used by one thread only; a call may take a second."""

    def lower(self) -> None:
        """Lower it. Called again while it is lowered, this lowers what has begun since."""

    def restore(self) -> bool:
        """Bring back what was lowered; what somebody changed meanwhile stays as they want it.

        Returns:
            Whether that could be done; else it is to be asked for again.
        """

    def close(self) -> None:
        """Let go."""


class Ducking:
    """A loudspeaker that lowers the others: see `kiosk.sound.output.Loudspeaker`.

    Args:
        speaker: Where the kiosk is heard.
        others: What is to be lowered.
        now_ms: The clock by which sounds are placed.
    """

    def __init__(self, speaker: Loudspeaker, others: Others, now_ms: Callable[[], float]) -> None:
        self._speaker = speaker
        self._others = others
        self._now_ms = now_ms
        self._spans: list[tuple[float, float]] = []
        self._changed = threading.Condition()
        self._closing = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Wake the loudspeaker."""
        self._speaker.start()

    def sleep(self) -> None:
        """Let go of the device; the others come back."""
        self._speaker.sleep()
        self._keep(())

    def wait_until_running(self, seconds: float) -> bool:
        """Wait until sound is heard in its place."""
        return self._speaker.wait_until_running(seconds)

    def load(self, clips: Iterable[Clip]) -> None:
        """Read clips into memory."""
        self._speaker.load(clips)

    def play(self, sound: Clip | str, at_ms: Millis, key: int) -> None:
        """Let a sound be heard, and the others be lowered for as long."""
        self._speaker.play(sound, at_ms, key)
        begin = max(float(at_ms), self._now_ms())
        with self._changed:
            self._spans.append((begin - LEAD_MS, begin + length_ms(sound) + HOLD_MS))
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._run, name="ducking", daemon=True)
                self._thread.start()
            self._changed.notify()

    def cut(self, fade_ms: Millis) -> None:
        """Fade out what sounds, forget what was to come: the others come back after the fade."""
        self._speaker.cut(fade_ms)
        now = self._now_ms()
        end = now + fade_ms + TAIL_MS
        with self._changed:
            self._spans = [
                (begin, min(until, end)) for begin, until in self._spans if begin + LEAD_MS < now
            ]
            self._changed.notify()

    def set_volume(self, volume: int) -> None:
        """Set the volume of the kiosk."""
        self._speaker.set_volume(volume)

    def soften(self, *, softly: bool) -> None:
        """Sound softer for a while."""
        self._speaker.soften(softly=softly)

    def on_played(self, listener: Played | None) -> None:
        """Tell somebody what the kiosk plays."""
        self._speaker.on_played(listener)

    @property
    def notice(self) -> str:
        """What does not work."""
        return self._speaker.notice

    def close(self) -> None:
        """Fall silent; the others come back."""
        self._speaker.close()
        with self._changed:
            self._closing = True
            self._spans = []
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout=2.0)

    def _keep(self, spans: Iterable[tuple[float, float]]) -> None:
        with self._changed:
            self._spans = list(spans)
            self._changed.notify()

    def _run(self) -> None:
        lowered, again_ms = False, math.inf
        try:
            while True:
                with self._changed:
                    now = self._now_ms()
                    wanted, wait_s = self._wanted(now, lowered=lowered)
                    if wanted == lowered and now < again_ms and not self._closing:
                        self._changed.wait(min(wait_s, (again_ms - now) / 1000))
                        continue
                    if self._closing and not lowered:
                        return
                lowered, again_ms = wanted and not self._closing, math.inf
                if lowered:
                    self._others.lower()
                elif not self._others.restore():
                    again_ms = self._now_ms() + AGAIN_MS
        except Exception:
            # Music that stays is no reason for a session to end.
            log.exception("What else plays cannot be lowered any more.")
        finally:
            self._others.close()

    def _wanted(self, now: float, *, lowered: bool) -> tuple[bool, float]:
        """Whether the others are to be low now, and in how many seconds that may change."""
        self._spans = sorted(span for span in self._spans if span[1] > now)
        if not self._spans:
            return False, threading.TIMEOUT_MAX
        edges = [edge for span in self._spans for edge in span if edge > now]
        first = self._spans[0][0]
        return first <= now + (GAP_MS if lowered else 0), (min(edges) - now) / 1000
