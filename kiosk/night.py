"""The night of the station: when it is, and how loud the kiosk is in it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

log = logging.getLogger(__name__)

OLDEST_TIME: Final = 2026
"""An earlier year is no time: the clock of a machine that was off has not been set yet."""


@dataclass(frozen=True, slots=True)
class Night:
    """When it is night, in minutes after midnight; where both are the same, never."""

    begins: int = 22 * 60
    ends: int = 6 * 60 + 30

    def has(self, now: datetime) -> bool:
        """Whether it is night, by the clock on the wall."""
        minute = now.hour * 60 + now.minute
        if self.begins <= self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends


def local(now: datetime, zone: str) -> datetime:
    """A moment as the clock on the wall has it.

    Args:
        now: The moment, with its zone.
        zone: The IANA name of the station's zone; empty for the machine's own.
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415 -- home is shown first

    try:
        return now.astimezone(ZoneInfo(zone) if zone else None)
    except (OSError, ValueError, KeyError) as error:
        log.warning("The time zone %s is not known here: %s", zone, error)
        return now.astimezone()


def _now() -> datetime:
    return datetime.now(UTC)


class NightVolume:
    """Makes the kiosk quieter at night, where the operator wants that.

    Whether it is night is decided between two sessions: one that runs across the hour stays as
    loud as it began.

    Args:
        night: When it is night.
        percent: How loud it is then, of the volume that would hold by day.
        zone: The name of the station's zone; empty for the machine's own.
        held: Whether things are to stay as they are, as in a session.
        now: The time, with its zone.
    """

    def __init__(
        self,
        night: Night,
        percent: int,
        *,
        zone: Callable[[], str],
        held: Callable[[], bool],
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._night = night
        self._percent = percent
        self._zone = zone
        self._held = held
        self._now = now
        self._is_night = False

    def of(self, volume: int) -> int:
        """How loud to be now where it would be so loud by day, both from 0 to 100.

        What is heard by day is never silent at night.
        """
        if self._percent == 100:
            return volume
        if not self._held():
            now = local(self._now(), self._zone())
            self._is_night = now.year >= OLDEST_TIME and self._night.has(now)
        if not self._is_night or volume == 0:
            return volume
        return max(1, round(volume * self._percent / 100))
