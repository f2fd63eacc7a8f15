"""What is put on record: the one form in which the dose rule and the ledger exchange facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kiosk.units import Millis

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
"""What a record's body may hold. No floats: they would not hash the same everywhere."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something happened, as far as this station can know.

    Attributes:
        boot: The id of the boot it happened in.
        boottime_ms: CLOCK_BOOTTIME in that boot: powered-on time, suspend included.
        wall_ms: The wall clock, UTC since 1970; counts for nothing where it is not trusted.
        trusted: Whether the wall clock was vouched for: by the network, a battery clock or an
            operator.
        lower_ms: A coordinate that never goes back and never runs ahead of real time: the
            difference of two is a lower bound of the time between them.
    """

    boot: str
    boottime_ms: Millis
    wall_ms: Millis
    trusted: bool
    lower_ms: Millis


@dataclass(frozen=True, slots=True)
class Record:
    """One fact, as it is kept for ever.

    Attributes:
        id: Unique for all time; writing a record of the same id again changes nothing.
        kind: What sort of fact it is, such as ``grant`` or ``press-started``.
        person: An opaque id, never a name; empty where it is about the station.
        at: When.
        body: The rest of it.
    """

    id: str
    kind: str
    person: str
    at: Stamp
    body: Mapping[str, Json] = field(default_factory=dict)
