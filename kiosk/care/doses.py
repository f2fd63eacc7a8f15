"""Every dose of a person and how it went.

The dose rule itself says how: what is on record is folded once more, and its verdicts are read
off. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from kiosk.dose.events import Event, Grant, PainAfter, PressEnded, PressStarted
from kiosk.dose.fold import fold
from kiosk.dose.policy import Policy
from kiosk.dose.state import Dose, PersonState, Phase, Verdict
from kiosk.dose.time import dose_day
from kiosk.units import Millis

_KINDS: Final = {
    Verdict.GREEN: "green",
    Verdict.GOOD: "green",
    Verdict.AMBER: "amber",
    Verdict.OPEN: "amber",  # nobody said, which counts as amber
    Verdict.RED: "red",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One dose of one point.

    Attributes:
        point: Such as ``ql left``.
        day: The dose day.
        at: The wall time of the grant, ISO, in the station's zone.
        granted_ms: What was granted.
        pressed_ms: What was pressed; all of the grant where nobody knows when it ended.
        kind: ``green``, ``amber`` or ``red``.
        how: How its last part ended; empty where that is not known.
        pain: What was answered afterwards, 0 to 10.
    """

    point: str
    day: date
    at: str
    granted_ms: Millis
    pressed_ms: Millis
    kind: str
    how: str = ""
    pain: int | None = None


def doses(events: Iterable[Event], policy: Policy, zone: tzinfo) -> tuple[Told, ...]:
    """Every dose that was pressed, the oldest first; a remainder belongs to its dose."""
    first: dict[str, Grant] = {}
    begin: dict[str, str] = {}
    pressed: dict[str, Millis] = {}
    how: dict[str, str] = {}
    pain: dict[str, int | None] = {}
    seen: dict[tuple[str, str], Dose] = {}
    state = PersonState()
    for event in events:
        state = fold(policy, zone, state, event)
        match event:
            case Grant():
                whole = event.remainder_of or event.id
                begin[event.id] = whole
                first.setdefault(whole, event)
            case PressStarted() if event.grant in begin:
                how[begin[event.grant]] = ""
            case PressEnded() if event.grant in begin:
                whole = begin[event.grant]
                pressed[whole] = pressed.get(whole, 0) + event.pressed_ms
                how[whole] = event.how.value
            case PainAfter() if event.grant in begin and event.score is not None:
                whole = begin[event.grant]
                pain[whole] = max(event.score, pain.get(whole) or 0)
            case _:
                pass
        for point, known in state.points.items():
            if known.dose is not None:
                seen[known.dose.grant, point] = known.dose
    found = []
    for whole, grant in first.items():
        day = dose_day(grant.at.wall_ms, zone)
        for point in grant.points:
            dose = seen.get((whole, point))
            if day is None or dose is None or whole not in how:
                continue
            known_end = dose.phase in {Phase.OVER, Phase.PAUSED} and how[whole]
            if how[whole] and not pressed.get(whole):
                continue  # nobody lay down on it
            spent = pressed.get(whole, 0) if known_end else dose.used_ms
            at = wall_time(grant, zone)
            kind = _KINDS[dose.verdict]
            found.append(
                Told(
                    point,
                    day,
                    at,
                    grant.granted_ms,
                    min(spent, grant.granted_ms),
                    kind,
                    how[whole],
                    pain.get(whole),
                )
            )
    return tuple(found)


def wall_time(event: Event, zone: tzinfo) -> str:
    """The wall time of an event, ISO; empty where no calendar reaches it."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=event.at.wall_ms)
        return moment.astimezone(zone).isoformat(timespec="seconds")
    except OverflowError:
        return ""
