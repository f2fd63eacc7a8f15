"""What a history comes to: one event after another, each at the same small cost.

`Book` is what a program keeps: it adds each event as it is written and has the states that
`kiosk.dose.guard.decide` asks for. Everything underneath is a function from state to state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from kiosk.dose.events import (
    Assigned,
    CeilingLowered,
    CeilingSet,
    ClockVouched,
    ClockWentBack,
    Event,
    Grant,
    Lock,
    LockCleared,
    NextVisit,
    Numbness,
    PainAfter,
    PainBefore,
    PersonErased,
    PersonMade,
    Practised,
    PressEnded,
    PressStarted,
    RangeStep,
    Screening,
    ScreeningReviewed,
    Unreadable,
)
from kiosk.dose.policy import GREEN_RUN, GUEST, HARD_CEILING_MS, Policy
from kiosk.dose.press import ended, felt, given, started, visited
from kiosk.dose.record import Stamp
from kiosk.dose.screening import QUESTIONS, About
from kiosk.dose.state import (
    CARRY_MS,
    FORGET_MS,
    PersonState,
    PointState,
    Practice,
    Screened,
    StationState,
    bounded,
    overlaid,
    put,
)
from kiosk.dose.time import least_ms, least_turns, most_turns

_BLANK: Final = PersonState()


class Book:
    """The states of a station and its people, kept up with what is on record.

    A changed policy or zone needs a new book from the whole history.

    Args:
        policy: The rule in force.
        zone: The station's time zone.
        zones: The zones of people who live by another, by person.
    """

    def __init__(
        self, policy: Policy, zone: tzinfo, zones: Mapping[str, tzinfo] | None = None
    ) -> None:
        self.policy = policy
        self.zone = zone
        self.station = StationState()
        self._zones = dict(zones or {})
        self._people: dict[str, PersonState] = {}

    def add(self, event: Event) -> None:
        """Take in one event; they come in the order in which they are on record."""
        if not event.person:
            self.station = fold_station(self.station, event)
            return
        before = self.person(event.person)
        after = fold(self.policy, self.zone_of(event.person), before, event)
        if isinstance(event, PersonMade) and (before.erased or not before.known):
            after = inheriting(self.policy, self.station.erased, after, event.at)
        self._people[event.person] = after
        self.station = witnessed(self.policy, self.station, event, after)

    def add_all(self, events: Iterable[Event]) -> None:
        """Take in many."""
        for event in events:
            self.add(event)

    def person(self, person: str) -> PersonState:
        """What is known of a person; a blank state for one that nobody made."""
        return self._people.get(person, _BLANK)

    def people(self) -> tuple[str, ...]:
        """Everyone who was made and not erased, in that order; the guest is not among them."""
        return tuple(
            name
            for name, state in self._people.items()
            if state.known and not state.erased and name != GUEST
        )

    def zone_of(self, person: str) -> tzinfo:
        """The zone in which a person's dose day turns."""
        return self._zones.get(person, self.zone)


def fold(policy: Policy, zone: tzinfo, person: PersonState, event: Event) -> PersonState:
    """A person's state after one event of theirs."""
    match event:  # first what a dose does, then what is answered, then what an operator does
        case Grant():
            return _practised_on(given(policy, zone, person, event), event.at, zone)
        case PressStarted():
            return started(person, event)
        case PressEnded():
            return ended(policy, person, event)
        case PainAfter():
            return felt(policy, person, event)
        case NextVisit():
            return visited(policy, zone, person, event)
        case _:
            return _answered(zone, policy, person, event)


def _answered(zone: tzinfo, policy: Policy, person: PersonState, event: Event) -> PersonState:
    match event:
        case PainBefore():
            sore = event.score is not None and event.score >= policy.sore_from
            return replace(person, sore=event.at) if sore else person
        case Screening():
            return _screened(person, event)
        case Practised():
            return _practised(_practised_on(person, event.at, zone), event, zone)
        case RangeStep():
            return _range_step(person, event)
        case Numbness(answer=bool() as numb):
            return replace(person, numb=person.numb or numb, numb_due=False)
        case _:
            return _operated(person, event)


def _operated(person: PersonState, event: Event) -> PersonState:
    """An operator's act; whatever else there is changes nothing."""
    match event:
        case PersonMade():
            return replace(person, known=True, erased=False)
        case PersonErased():
            return replace(person, erased=True)
        case Unreadable():
            return replace(person, unreadable=person.unreadable or event.kind or "?")
        case LockCleared(lock=Lock.NUMBNESS):
            return replace(person, numb=False, numb_due=False)
        case LockCleared():
            points = {
                name: replace(point, locked=None, reds=0)
                if name in event.points or not event.points
                else point
                for name, point in person.points.items()
            }
            return replace(person, points=points)
        case ScreeningReviewed():
            answers = replace(person.answers(event.about), yes=frozenset(), yes_at=None)
            return replace(person, screened=put(person.screened, event.about, answers))
        case CeilingSet():
            return replace(person, ceiling_ms=min(event.ceiling_ms, HARD_CEILING_MS))
        case CeilingLowered():
            return replace(person, lower_ceiling_ms=event.ceiling_ms)
        case Assigned():
            plan = {**person.assigned, event.name: event.times_a_week}
            return replace(person, assigned={name: often for name, often in plan.items() if often})
        case _:
            return person


def _screened(person: PersonState, event: Screening) -> PersonState:
    before = person.answers(event.about)
    if event.person == GUEST and (
        before.yes_at is None or least_ms(before.yes_at, event.at) >= FORGET_MS
    ):
        before = Screened()  # another day, another guest
    yes = frozenset(question for question, answer in event.answers if answer)
    whole = {question for question, _ in event.answers} >= set(QUESTIONS[event.about])
    answers = Screened(
        # What was said before is not forgotten: only an operator's review takes a yes away.
        yes=before.yes | yes,
        yes_at=event.at if yes else before.yes_at,
        at=event.at if whole else None,
        session=event.session,
    )
    return replace(person, screened=put(person.screened, event.about, answers))


def _practised_on(person: PersonState, at: Stamp, zone: tzinfo) -> PersonState:
    """Count a day of practice, once a dose day; where nobody can tell, it is another day."""
    day = person.practice_day
    if day is not None and not least_turns(day, at, zone) and most_turns(day, at, zone) is not None:
        return person
    return replace(person, practice_days=person.practice_days + 1, practice_day=at)


def _practised(person: PersonState, event: Practised, zone: tzinfo) -> PersonState:
    state = replace(person.practice.get(event.name, Practice()), last=event.at)
    if event.comfortable is None:
        pass  # nobody said: what may grow stays as it was
    elif not event.comfortable:
        state = replace(state, run=0)
    elif state.run_day is None or least_turns(state.run_day, event.at, zone):
        state = replace(state, run=state.run + 1, run_day=event.at)
    return replace(person, practice=put(person.practice, event.name, state))


def _range_step(person: PersonState, event: RangeStep) -> PersonState:
    state = person.practice.get(event.name, Practice())
    if not event.up:
        state = replace(state, steps=max(0, state.steps - 1), run=0)
    elif state.run >= GREEN_RUN:
        state = replace(state, steps=state.steps + 1, run=0)
    return replace(person, practice=put(person.practice, event.name, state))


# --- the station


def fold_station(station: StationState, event: Event) -> StationState:
    """The station's state after an event that is nobody's."""
    match event:
        case ClockWentBack():
            return replace(station, clock_back=True)
        case ClockVouched():
            return replace(station, clock_back=False)
        case Unreadable():
            return replace(station, unreadable=station.unreadable or event.kind or "?")
        case _:
            return station


_SEEN: Final = (
    Grant,
    PressStarted,
    PressEnded,
    PainBefore,
    PainAfter,
    Numbness,
    NextVisit,
    LockCleared,
)


def witnessed(
    policy: Policy, station: StationState, event: Event, person: PersonState
) -> StationState:
    """The station's state after a person's event: what others are bound by, too."""
    if isinstance(event, PersonErased):
        return replace(
            station,
            erased=_ghost(policy, station.erased, person, event.at),
            numb=station.numb - {event.person},
        )
    if event.person == GUEST:
        return replace(station, guest=person)
    if not policy.guest or not isinstance(event, _SEEN):
        return station
    # Each person's own locks are known by name, so that clearing one frees the guest.
    crowd = overlaid(station.crowd, replace(person, numb=False, numb_due=False, unreadable=""))
    crowd = replace(crowd, charges=bounded(crowd.charges, event.at))
    names = station.numb - {event.person}
    if person.numb or person.numb_due:
        names |= {event.person}
    return replace(station, crowd=crowd, numb=names)


def inheriting(policy: Policy, erased: PersonState, person: PersonState, at: Stamp) -> PersonState:
    """A person made just now, bound by what the erased have left behind.

    A shortened dose is carried for `CARRY_MS`; lockouts and locks run as they would have.
    """
    points: dict[str, PointState] = {}
    for name, left in erased.points.items():
        seen = [stamp for stamp in (left.dose and left.dose.end, left.red, left.locked) if stamp]
        if any(least_ms(stamp, at) < max(CARRY_MS, policy.lock_ms) for stamp in seen):
            length = min(left.length_ms, policy.first_ms)
            points[name] = replace(left, length_ms=length, run=0, green=None)
    return replace(
        person,
        points=points,
        charges=bounded(erased.charges, at),
        last_end=erased.last_end,
        last_slack_ms=erased.last_slack_ms,
        sore=erased.sore,
        worse=erased.worse,
        numb=erased.numb,
        numb_due=erased.numb_due,
        screened={about: Screened(yes=left.yes, yes_at=left.yes_at)
                  for about, left in erased.screened.items() if left.yes},
        unreadable=erased.unreadable,
    )  # fmt: skip


def _ghost(policy: Policy, erased: PersonState, person: PersonState, at: Stamp) -> PersonState:
    both = overlaid(erased, person)
    points = {
        name: replace(
            point,
            length_ms=min(
                erased.point(name, policy).length_ms, person.point(name, policy).length_ms
            ),
        )
        for name, point in both.points.items()
    }
    screened = {
        about: Screened(
            yes=erased.answers(about).yes | person.answers(about).yes,
            yes_at=person.answers(about).yes_at or erased.answers(about).yes_at,
        )
        for about in About
    }
    return replace(
        both, points=points, charges=bounded(both.charges, at), screened=screened, known=False
    )
