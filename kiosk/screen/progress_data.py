"""What the progress plot shows, worked out in days and steps. No kivy here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kiosk.reception import Track

LONGEST = 84
"""Days that the plot shows at most: 12 weeks."""
SHORTEST = 14


class Shape(StrEnum):
    """What a mark is drawn as. Each is told from the others without its colour."""

    LONGER = "longer"
    SAME = "same"
    AMBER = "amber"
    RED = "red"
    REST = "rest"
    REFUSED = "refused"


_KINDS = {
    "amber": Shape.AMBER,
    "red": Shape.RED,
    "rest": Shape.REST,
    "refused": Shape.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One mark of the plot.

    Attributes:
        day: Days after the first that is shown.
        value: Seconds or times; 0 where the mark stands on the ground.
    """

    day: int
    value: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown: `count` of them, `today` the last."""

    today: date
    count: int

    @property
    def first(self) -> date:
        """The first day."""
        return self.today - timedelta(days=self.count - 1)


def span_of(tracks: Sequence[Track], today: str) -> Span:
    """The days that all plots of a page show, from the first mark on, at most `LONGEST`."""
    last = date.fromisoformat(today)
    days = [date.fromisoformat(mark.day) for track in tracks for mark in track.marks]
    earliest = min(days, default=last)
    return Span(last, min(LONGEST, max(SHORTEST, (last - earliest).days + 1)))


def spots_of(track: Track, span: Span) -> tuple[Spot, ...]:
    """The marks that lie in the days shown; what lies before only says what is longer."""
    found = []
    before = 0
    for mark in track.marks:
        day = (date.fromisoformat(mark.day) - span.first).days
        shape = _KINDS.get(mark.kind)
        if shape is None:
            shape = Shape.LONGER if mark.seconds > before > 0 else Shape.SAME
        if mark.seconds:
            before = mark.seconds
        if 0 <= day < span.count:
            found.append(Spot(day, 0 if shape in GROUND else mark.seconds, shape))
    return tuple(found)


GROUND = frozenset({Shape.REST, Shape.REFUSED})
"""What stands on the ground line, since nothing was pressed."""


def latest(track: Track) -> int:
    """The last length or count that was done; 0 where there was none."""
    return next((mark.seconds for mark in reversed(track.marks) if mark.seconds), 0)


def top_of(track: Track) -> int:
    """How high the plot reaches: the ceiling, or what was done before it was lowered."""
    return max(1, track.ceiling, *(mark.seconds for mark in track.marks), 1)


def lines(top: int, most: int) -> tuple[int, ...]:
    """Round values for lines across the plot, at most so many, 0 among them."""
    steps = (1, 2, 5, 10, 20, 30, 60, 100, 200, 500, 1000)
    step = next((each for each in steps if top // each + 1 <= max(2, most)), top)
    return tuple(range(0, top + 1, step))


def day_ticks(count: int, pitch: float, label: float) -> tuple[int, ...]:
    """Days to name under the plot: whole weeks back from the last, as near as labels allow.

    Args:
        count: How many days are shown.
        pitch: Pixels a day takes.
        label: Pixels the widest label takes, with the room around it.
    """
    weeks = 1
    while weeks * 7 * pitch < label:
        weeks += 1
    return tuple(range(count - 1, -1, -7 * weeks))
