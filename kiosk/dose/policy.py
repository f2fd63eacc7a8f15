"""Every number of the dose rule in one place, each with its source beside it.

A number marked * is an engineering choice that a physiotherapist should sign off before clinical
use. An operator may change some of them, but only within `HARD`, which no setting reaches: nearly
all may only become stricter, and the ceiling may rise to 90 s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.units import HOUR, MINUTE, SECOND, Millis

DAY: Final[Millis] = 24 * HOUR

DAY_TURNS_AT: Final = 4
"""The hour at which the dose day turns, in the person's zone: nobody practises at four*."""

HARD_CEILING_MS: Final[Millis] = 90 * SECOND
"""No press is ever longer: the longest pressure tested in Hou 2002."""

STEP_MS: Final[Millis] = 10 * SECOND
"""One step up or down. Every length is a whole number of them, so that a shorter history's dose
can reach a longer one's but never leap over it."""

FLOOR_MS: Final[Millis] = 20 * SECOND
"""Reds shorten a dose to this and no further*."""

GREEN_RUN: Final = 3
"""So many green doses earn the offer of a step (NHS Inform: a little every few days)."""

MUSCLES: Final = ("ql", "piriformis", "gluteus minimus")
SIDES: Final = ("left", "right")
POINTS: Final = frozenset(f"{muscle} {side}" for muscle in MUSCLES for side in SIDES)
"""Every point the rule grants time for. Any other word is refused."""

GUEST: Final = "guest"
"""The person who stands for whoever has no name here."""


class Place(StrEnum):
    """What sort of station it is."""

    HOME = "home"
    GYM = "gym"
    CLINIC = "clinic"


HARD: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "first_ms": (FLOOR_MS, 30 * SECOND),
        "ceiling_ms": (FLOOR_MS, HARD_CEILING_MS),
        "gap_days": (1, 3),
        "lockout_ms": (16 * HOUR, 7 * DAY),
        "points_first_day": (1, 2),
        "points_a_day": (1, 4),
        "pressing_a_day_ms": (FLOOR_MS, 4 * MINUTE),
        "rest_ms": (30 * SECOND, 10 * MINUTE),
        "sore_from": (1, 6),
        "green_to": (0, 3),
        "amber_to": (0, 5),
        "rest_days": (1, 7),
        "reds_to_lock": (1, 2),
        "lock_ms": (7 * DAY, 90 * DAY),
        "missed_keeps_run": (0, 3),
        "missed_keeps_dose": (0, 13),
        "practice_days": (1, 14),
        "ease_off_ms": (3 * SECOND, 10 * SECOND),
        "resume_within_ms": (0, 10 * MINUTE),
        "resumes": (0, 2),
        "screening_ms": (DAY, 30 * DAY),
        "warmth_longest_ms": (MINUTE, 15 * MINUTE),
        "guest": (0, 1),
    },
)
"""The least and the most that each number may be, whoever sets it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The dose rule's numbers, as they are in force.

    Raises:
        ValueError: A number lies outside `HARD`; one sentence for each, on a line of its own.
    """

    first_ms: Millis = 30 * SECOND
    """The first dose on a point: about 30 s (the article)."""

    ceiling_ms: Millis = 60 * SECOND
    """The longest dose: stop at one minute (Gemmell 2008; Fryer & Hodgson 2005 used 60 s). An
    operator may raise it to 90 s."""

    gap_days: int = 3
    """The greens that earn a step lie at most so many dose days apart (NHS Inform: every few
    days)."""

    lockout_ms: Millis = 16 * HOUR
    """From a dose's end to the next one on the point, besides once a dose day* (once a day: the
    article; a lockout: patient-controlled-analgesia pumps)."""

    points_first_day: int = 2
    """Points a day until a dose has gone well (dose reviews)*."""

    points_a_day: int = 4
    """Points a day afterwards (dose reviews)*."""

    pressing_a_day_ms: Millis = 4 * MINUTE
    """Pressing a day in all, each point's seconds counted*; what no longer fits is refused."""

    rest_ms: Millis = 30 * SECOND
    """Between two presses (dose reviews: 30 s between sets)."""

    sore_from: int = 6
    """Pain of so many of 10 before a press: no massage today (Silbernagel 2007)."""

    green_to: int = 3
    """Pain while pressing up to this is green (Silbernagel 2007: safe)."""

    amber_to: int = 5
    """Up to this it is amber, above it red (Silbernagel 2007: acceptable; above, stop)."""

    rest_days: int = 1
    """Dose days without massage after a red (the article: it can backfire)."""

    reds_to_lock: int = 2
    """So many reds with no green between them lock the point*."""

    lock_ms: Millis = 7 * DAY
    """How long it is locked then*."""

    missed_keeps_run: int = 3
    """Up to so many dose days missed since the last green change nothing*."""

    missed_keeps_dose: int = 13
    """Up to so many the dose stays and the green run starts again; beyond, or where nobody can
    tell, the dose is the first dose again, or less where it was less*."""

    practice_days: int = 14
    """After so many days of practice with no "better", no dose grows (NHS Inform: seek help if
    no better after two weeks)."""

    ease_off_ms: Millis = 3 * SECOND
    """Counted on after the ease-off cue: nobody is off a massager at once*."""

    resume_within_ms: Millis = 10 * MINUTE
    """The remainder of a paused press may be used so long afterwards* (pump partial dose)."""

    resumes: int = 2
    """And so often* (pump partial dose)."""

    screening_ms: Millis = 30 * DAY
    """How long a screening holds* (contraindication reviews)."""

    warmth_longest_ms: Millis = 15 * MINUTE
    """Heat or ice on the skin at one time; the warmth session names its source."""

    guest: bool = False
    """Whether there is a guest at all; on only where an operator says so*."""

    def __post_init__(self) -> None:
        """Refuse what lies outside the hard limits."""
        found = problems({item.name: getattr(self, item.name) for item in fields(self)})
        if found:
            raise ValueError("\n".join(found))

    @classmethod
    def at(cls, place: Place) -> Policy:
        """The rule as it is in a kind of station before anyone changes it."""
        return cls(guest=place is Place.HOME)

    def changed(self, numbers: Mapping[str, int]) -> Policy:
        """The rule with some numbers set by an operator.

        Raises:
            ValueError: A number is not known or lies outside its hard limits.
        """
        found = problems(numbers)
        if found:
            raise ValueError("\n".join(found))
        return replace(self, **numbers)  # type: ignore[arg-type]


def problems(numbers: Mapping[str, object]) -> tuple[str, ...]:
    """What is wrong with numbers that somebody wants in force: one sentence each, or nothing."""
    found: list[str] = []
    for name, value in numbers.items():
        if name not in HARD:
            found.append(f"The dose rule has no number {name}; it has {', '.join(HARD)}.")
            continue
        least, most = HARD[name]
        if not isinstance(value, int) or (isinstance(value, bool) and name != "guest"):
            found.append(f"{name} must be a whole number from {least} to {most}.")
        elif not least <= value <= most:
            found.append(f"{name} is {value}: it must lie between {least} and {most}.")
        elif name in {"first_ms", "ceiling_ms"} and value % STEP_MS:
            found.append(f"{name} is {value}: it must be a whole number of steps of {STEP_MS}.")
    green, amber = numbers.get("green_to", 0), numbers.get("amber_to", 5)
    if isinstance(green, int) and isinstance(amber, int) and green > amber:
        found.append(f"green_to is {green}, above amber_to, {amber}: make it that or less.")
    return tuple(found)
