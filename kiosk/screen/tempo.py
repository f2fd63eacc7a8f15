"""How often the screen ticks: seldom where nothing moves, often where something does."""

from __future__ import annotations

from kivy.clock import Clock

from kiosk.screen.environment import MOVING_FPS, STILL_FPS

_AFTER_TOUCH = 0.6
"""Seconds that the screen stays quick after a finger has left it."""


class Tempo:
    """Sets Kivy's ticks a second from who needs them quick."""

    def __init__(self) -> None:
        self._reasons: set[str] = set()
        self._calm = Clock.create_trigger(lambda _dt: self.release("touch"), _AFTER_TOUCH)

    @property
    def fps(self) -> int:
        """The ticks a second now."""
        return int(Clock._max_fps)  # noqa: SLF001  the only way to change it while it runs

    def want(self, reason: str) -> None:
        """Tick quickly until `release` is called with the same reason."""
        self._reasons.add(reason)
        self._apply()

    def release(self, reason: str) -> None:
        """One reason to tick quickly has gone."""
        self._reasons.discard(reason)
        self._apply()

    def touched(self) -> None:
        """Somebody touches the screen or turns a wheel: be quick, and for a moment after."""
        self._calm.cancel()
        self.want("touch")
        self._calm()

    def _apply(self) -> None:
        fps = float(MOVING_FPS if self._reasons else STILL_FPS)
        if Clock._max_fps != fps:  # noqa: SLF001
            Clock._max_fps = fps  # noqa: SLF001
