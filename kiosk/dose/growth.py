"""How the ranges of other steps grow: gently, and never by themselves.

It starts at the low end. After comfortable sessions on three different days one small step is
offered; the person may stay, and may go back. There is no lockout: the article asks for none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.dose.policy import GREEN_RUN
from kiosk.dose.state import Practice
from kiosk.units import SECOND


class Unit(StrEnum):
    """What a range counts."""

    COUNT = "count"
    MS = "ms"


SMALL_STEP: Final = {Unit.COUNT: 1, Unit.MS: 5 * SECOND}
"""One repetition more, or five seconds*."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range of a script: the step it belongs to, and its two ends in its unit."""

    id: str
    low: int
    high: int
    unit: Unit

    def after(self, steps: int) -> int:
        """The amount after so many small steps; never beyond the high end."""
        return min(max(self.low, self.high), self.low + steps * SMALL_STEP[self.unit])


def amounts(ranges: Iterable[Range], practice: Practice) -> dict[str, int]:
    """What a person does now, by step: what a plan is built with."""
    return {range_.id: range_.after(practice.steps) for range_ in ranges}


def offered(ranges: Iterable[Range], practice: Practice) -> dict[str, int]:
    """The amounts one step further where it was comfortable long enough; empty where not.

    Only what would grow is in it.
    """
    if practice.run < GREEN_RUN:
        return {}
    return {
        range_.id: range_.after(practice.steps + 1)
        for range_ in ranges
        if range_.after(practice.steps + 1) > range_.after(practice.steps)
    }
