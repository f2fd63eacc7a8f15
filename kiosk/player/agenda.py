"""What lies ahead of the player, in the order of the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from heapq import merge
from typing import TypeAlias

from kiosk.plan.model import Cue
from kiosk.units import Millis


class Turn(Enum):
    """Where the timeline itself changes the player's state."""

    ARRIVED = "arrived"
    """At a wait."""
    AT_GATE = "at a gate"
    TIMED_OUT = "timed out"
    """The person has not said ready."""
    LED_IN = "led in"
    """The words before a hold goes on have been said."""
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue with its place on the player's clock.

    Attributes:
        number: Its number in the chart, or None where it was made on the fly.
    """

    cue: Cue
    due_ms: Millis
    number: int | None = None

    @property
    def end_ms(self) -> Millis:
        """When it will have been heard whole."""
        return self.due_ms + self.cue.duration_ms


@dataclass(frozen=True, slots=True)
class Show:
    """A segment begins."""

    at_ms: Millis
    index: int


@dataclass(frozen=True, slots=True)
class Give:
    """A cue is to be handed over, ahead of its time."""

    at_ms: Millis
    placed: Placed


@dataclass(frozen=True, slots=True)
class Begin:
    """A cue begins to sound."""

    at_ms: Millis
    placed: Placed


@dataclass(frozen=True, slots=True)
class Turning:
    """The timeline turns."""

    at_ms: Millis
    turn: Turn


Entry: TypeAlias = Show | Give | Begin | Turning


class Agenda:
    """Entries in the order of the clock, worked out one at a time.

    A plan may hold thousands of cues and a command throws away all that lay ahead, so nothing is
    worked out before it is next.

    Args:
        lanes: Entries, each lane in order. Of entries due together, the first lane's comes first.
    """

    def __init__(self, *lanes: Iterable[Entry]) -> None:
        self._entries: Iterator[Entry] = merge(*lanes, key=lambda entry: entry.at_ms)
        self._head = next(self._entries, None)

    @property
    def next_ms(self) -> Millis | None:
        """When the next entry is due, or None when nothing lies ahead."""
        return None if self._head is None else self._head.at_ms

    def take(self, now_ms: Millis) -> Entry | None:
        """Take out the next entry, if it is due."""
        head = self._head
        if head is None or head.at_ms > now_ms:
            return None
        self._head = next(self._entries, None)
        return head


def gives(placed: Iterable[Placed], ahead_ms: Millis, from_ms: Millis) -> Iterator[Give]:
    """Hand cues over ahead of their time, yet not before a moment."""
    return (Give(max(each.due_ms - ahead_ms, from_ms), each) for each in placed)


def begins(placed: Iterable[Placed]) -> Iterator[Begin]:
    """Begin cues at their time."""
    return (Begin(each.due_ms, each) for each in placed)
