"""The time zones that a station may be set up in."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

_LIKELY: Final = (
    "Europe/London", "Europe/Berlin", "Europe/Madrid", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Mexico_City", "America/Bogota",
    "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo",
    "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip


def known_zones() -> tuple[str, ...]:
    """Their IANA names: this machine's own first, then those likely, then all there are."""
    known = available_timezones()
    first = [zone for zone in (_machine_zone(), *_LIKELY) if zone in known]
    return tuple(dict.fromkeys((*first, *sorted(known))))


def _machine_zone() -> str:
    """The machine's own zone, by the name that its local time is linked to."""
    try:
        target = str(Path("/etc/localtime").resolve())
    except OSError:
        return time.tzname[0]
    return target.partition("zoneinfo/")[2]
