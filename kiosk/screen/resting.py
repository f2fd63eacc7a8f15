"""What a screen at rest shows at a given minute: where, how bright, and which tip. No Kivy here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from kiosk.night import OLDEST_TIME, Night

NAME: Final = "rest"
"""What the page is called."""
TIP_EVERY: Final = 5
"""A tip comes every so many minutes ..."""
TIP_STAYS: Final = 2
"""... and stays for so many."""
_ACROSS, _DOWN = 11, 7
"""Steps from edge to edge; with no common factor it takes hours to come back to a place."""


class Light(Protocol):
    """The light behind the panel: see `kiosk.backlight.Backlight`."""

    def dim(self) -> bool:
        """Make it dim; return whether there is one that could be."""

    def restore(self) -> None:
        """Make it as it was."""


class NoLight:
    """A panel whose light is nobody's to change."""

    def dim(self) -> bool:
        """There is none."""
        return False

    def restore(self) -> None:
        """There is none."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One minute of rest.

    Attributes:
        across, down: Where it stands, from 0 for the left and upper edge to 1.
        tip: The number of the tip, or None in a minute without one.
        dim: Whether it is night.
        told: Whether the clock is to be believed.
    """

    across: float
    down: float
    tip: int | None
    dim: bool
    told: bool


def moment(now: datetime, night: Night, tips: int) -> Moment:
    """What to show.

    Args:
        now: The station's local time.
        night: When it is dimmed.
        tips: How many there are.
    """
    minute = int(now.timestamp()) // 60
    turn, into = divmod(minute, TIP_EVERY)
    tip = turn % tips if tips and into >= TIP_EVERY - TIP_STAYS else None
    return Moment(
        across=_to_and_fro(minute, _ACROSS),
        down=_to_and_fro(minute, _DOWN),
        tip=tip,
        dim=night.has(now),
        told=now.year >= OLDEST_TIME,
    )


def seconds_to_next_minute(now: datetime) -> float:
    """How long until the clock shows another time, a little over rather than under."""
    return 60 - now.second - now.microsecond / 1e6 + 0.05


def _to_and_fro(step: int, steps: int) -> float:
    """From 0 to 1 in so many steps, and back again."""
    at = step % (2 * steps)
    return (at if at <= steps else 2 * steps - at) / steps
