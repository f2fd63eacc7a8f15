"""Keeps a device awake while somebody needs it, and lets it sleep after a while.

The loudspeaker wakes a sound server many times a second, and the voice holds a model in memory:
a kiosk that stands idle for most of a day does neither.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

SLEEP_AFTER_S = 300.0
"""A person who reads a page, asks something or rests between two sessions takes less."""

LOOK_S = 15.0
"""How often a device that is awake is looked after; asleep it is not."""


class Device(Protocol):
    """What can be put to sleep: a loudspeaker, or a voice."""

    def start(self) -> None:
        """Begin to wake; returns at once, and may be called of one that is awake."""

    def sleep(self) -> None:
        """Do nothing until it is started again."""

    def close(self) -> None:
        """End. Safe to call twice."""


class Drowsy:
    """Looks after one device. Any thread may call it.

    Args:
        device: It may be put to sleep whenever nobody needed it for a while.
        in_use: Whether it is needed now, as in a session, however long that lasts.
        after_s: How long after it was last needed it sleeps.
        now_s: The monotonic clock.
    """

    def __init__(
        self,
        device: Device,
        in_use: Callable[[], bool],
        *,
        after_s: float = SLEEP_AFTER_S,
        look_s: float = LOOK_S,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._device = device
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
            self._device.start()
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
            self._device.sleep()
            self._watcher = None
            return True

    def close(self) -> None:
        """End it for good. Safe to call twice."""
        with self._lock:
            self._closing.set()
        self._device.close()

    def _watch(self) -> None:
        while not self._closing.wait(self._look_s):
            if self.look():
                return
