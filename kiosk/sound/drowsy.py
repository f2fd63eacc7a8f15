"""Keeps a loudspeaker awake while somebody needs it, and lets it sleep after a while."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.sound.output import Loudspeaker

SLEEP_AFTER_S = 300.0
"""A person who reads a page, asks something or rests between two sessions takes less."""

LOOK_S = 15.0
"""How often a loudspeaker that is awake is looked after; asleep it is not."""


class Drowsy:
    """Looks after one loudspeaker. Any thread may call it.

    Args:
        speaker: The loudspeaker; it may be put to sleep whenever nobody needed it for a while.
        in_use: Whether it is needed now, as in a session, however long that lasts.
        after_s: How long after it was last needed it sleeps.
        now_s: The monotonic clock.
    """

    def __init__(
        self,
        speaker: Loudspeaker,
        in_use: Callable[[], bool],
        *,
        after_s: float = SLEEP_AFTER_S,
        look_s: float = LOOK_S,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._speaker = speaker
        self._in_use = in_use
        self._after_s = after_s
        self._look_s = look_s
        self._now_s = now_s
        self._needed_s = 0.0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None

    def wake(self) -> None:
        """Somebody needs it, or soon will; returns at once."""
        with self._lock:
            if self._closing.is_set():
                return
            self._needed_s = self._now_s()
            self._speaker.start()
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, name="drowsy", daemon=True)
                self._watcher.start()

    def look(self) -> bool:
        """Put it to sleep if nobody needed it for long; return whether it sleeps now."""
        with self._lock:
            if self._in_use():
                self._needed_s = self._now_s()
            if self._now_s() - self._needed_s < self._after_s:
                return False
            self._speaker.sleep()
            self._watcher = None
            return True

    def close(self) -> None:
        """Fall silent for good. Safe to call twice."""
        with self._lock:
            self._closing.set()
        self._speaker.close()

    def _watch(self) -> None:
        while not self._closing.wait(self._look_s):
            if self.look():
                return
