"""A loudspeaker that says nothing: for sessions that run faster than life."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.clips import Clip
    from kiosk.sound.output import Played
    from kiosk.units import Millis


class SilentLoudspeaker:
    """Takes every call of `kiosk.sound.output.Loudspeaker` and makes no sound, on purpose."""

    notice = ""

    def start(self) -> None:
        """Be awake at once."""

    def sleep(self) -> None:
        """Have nothing to let go of."""

    def wait_until_running(self, seconds: float) -> bool:  # noqa: ARG002 -- the seam has it
        """Be as ready as it will ever be."""
        return True

    def load(self, clips: Iterable[Clip]) -> None:
        """Need no clips."""

    def play(self, sound: Clip | str, at_ms: Millis, key: int) -> None:
        """Stay silent."""

    def cut(self, fade_ms: Millis) -> None:
        """Stay silent."""

    def set_volume(self, volume: int) -> None:
        """Stay silent."""

    def soften(self, *, softly: bool) -> None:
        """Stay silent."""

    def on_played(self, listener: Played | None) -> None:
        """Play nothing that could be told of."""

    def close(self) -> None:
        """Have nothing to let go of."""
