"""Units that appear in names and signatures everywhere."""

from typing import TypeAlias

Millis: TypeAlias = int
"""A whole number of milliseconds. Names that carry it end in ``_ms``."""

SECOND: Millis = 1000
MINUTE: Millis = 60 * SECOND
HOUR: Millis = 60 * MINUTE


def spoken_length(ms: Millis) -> str:
    """Say a length as a person reads it: ``45 s``, ``3 min``, ``1 h 5 min``.

    Above a minute it rounds to the nearest whole minute, since nobody plans to the second.
    """
    if ms < MINUTE:
        return f"{round(ms / SECOND)} s"
    minutes = round(ms / MINUTE)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def clock_length(ms: Millis) -> str:
    """Show a length as a stopwatch does: ``0:05``, ``12:34``, ``1:02:03``."""
    seconds = max(0, ms) // SECOND
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
