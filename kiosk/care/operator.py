"""The operator's desk: what may be changed, by whom it is on record, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kiosk.care import pins, telling
from kiosk.care.records import Records
from kiosk.care.station_file import StationFile
from kiosk.dose.answer import Request
from kiosk.dose.events import (
    Assigned,
    CeilingLowered,
    CeilingSet,
    ClockVouched,
    Event,
    Lock,
    LockCleared,
    PersonErased,
    PersonMade,
    ScreeningReviewed,
)
from kiosk.dose.explain import explain
from kiosk.dose.guard import may_erase
from kiosk.dose.policy import FLOOR_MS, HARD_CEILING_MS
from kiosk.dose.record import Stamp
from kiosk.dose.screening import About
from kiosk.language import N_, _, current
from kiosk.ledger.people import People, PeopleError
from kiosk.ledger.states import LedgerError
from kiosk.reception import Assignment, PersonCard
from kiosk.units import SECOND

SIGNS: Final = (
    ("#0B6E6E", "circle"), ("#8A3B12", "square"), ("#3D3A8C", "triangle"), ("#7A1F5C", "diamond"),
    ("#2F6B1F", "star"), ("#6B4A00", "hexagon"),
)  # fmt: skip
"""Colours and shapes given to people in turn; each pair differs in both from its neighbours."""
NOBODY: Final = N_("There is nobody of that name here.")
NO_REASON: Final = N_("Say why: a change like this needs a reason.")


class OperatorDesk:
    """See `kiosk.reception.Operator`."""

    def __init__(
        self,
        records: Records,
        people: People,
        station: Callable[[], StationFile | None],
        change: Callable[[StationFile], str],
        erased: Callable[[str], None] = lambda _person: None,
    ) -> None:
        self._records = records
        self._people = people
        self._station = station
        self._change = change
        self._erased = erased

    # --- people

    def people(self) -> Sequence[PersonCard]:
        """Everyone known here."""
        return tuple(
            PersonCard(each.id, each.name, each.colour, each.shape, each.pin is not None)
            for each in self._people.all()
        )

    def add_person(self, name: str, pin: str = "") -> str:
        """Make a person."""
        if pin and (wrong := pins.wrong_with(pin, pins.PERSON_DIGITS)):
            return wrong
        colour, shape = self._sign()
        kept = pins.hashed(pin) if pin else None
        try:
            made = self._people.make(name, colour, shape, self._records.now().wall_ms, kept)
        except (PeopleError, LedgerError) as error:
            return error.sentence
        wrong = self._put(lambda id_, at: PersonMade(id_, made.id, at))
        if wrong:
            # Somebody who is not on record can have no dose; better not to show them at all.
            self._people.erase(made.id, self._records.now().wall_ms)
        return wrong

    def _sign(self) -> tuple[str, str]:
        """The next colour and shape; six of each give thirty-six pairs before one comes again."""
        number = len(self._people.all())
        colour = SIGNS[number % len(SIGNS)][0]
        shape = SIGNS[(number + number // len(SIGNS)) % len(SIGNS)][1]
        return colour, shape

    def erase_person(self, person: str) -> str:
        """Remove a name and details for good."""
        if self._people.get(person) is None:
            return _(NOBODY)
        state = self._records.book.person(person)
        refusal = may_erase(Request(person, "", ()), state)
        if refusal is not None:
            said = explain(refusal, self._records.now(), self._records.book.zone, current())
            return _("{why} Clear it with a reason first, then erase.").format(why=said)
        wrong = self._put(lambda id_, at: PersonErased(id_, person, at))
        if wrong:
            return wrong
        try:
            self._people.erase(person, self._records.now().wall_ms)
        except (PeopleError, LedgerError) as error:
            return error.sentence
        self._erased(person)
        return ""

    def person_named(self, name: str) -> str:
        """The id of a person, however the name is spaced and capitalised; empty for nobody."""
        try:
            found = self._people.named(name)
        except (PeopleError, LedgerError):
            return ""
        return found.id if found else ""

    def rename_person(self, person: str, name: str) -> str:
        """Give a person another name; every dose stays theirs."""
        if self._people.get(person) is None:
            return _(NOBODY)
        try:
            self._people.rename(person, name)
        except (PeopleError, LedgerError) as error:
            return error.sentence
        return ""

    # --- doses

    def set_ceiling(self, person: str, seconds: int, reason: str) -> str:
        """Set the highest dose of a person: raised to at most 90 s, or lowered."""
        ceiling = seconds * SECOND
        if not FLOOR_MS <= ceiling <= HARD_CEILING_MS:
            low, high = FLOOR_MS // SECOND, HARD_CEILING_MS // SECOND
            return _("A ceiling is from {low} to {high} seconds.").format(low=low, high=high)
        if not reason.strip():
            return _(NO_REASON)
        if ceiling < self._records.book.policy.ceiling_ms:
            return self._put(lambda id_, at: CeilingLowered(id_, person, at, ceiling, reason))
        return self._put(
            lambda id_, at: CeilingLowered(id_, person, at, None, reason),
            lambda id_, at: CeilingSet(id_, person, at, ceiling, reason),
        )

    def clear_locks(self, person: str, reason: str) -> str:
        """Clear a person's locks after review."""
        if not reason.strip():
            return _(NO_REASON)
        state = self._records.book.person(person)
        make: list[Callable[[str, Stamp], Event]] = []
        locked = tuple(name for name, point in state.points.items() if point.locked)
        if locked:
            make.append(lambda id_, at: LockCleared(id_, person, at, Lock.REDS, locked, reason))
        if state.numb or state.numb_due:
            make.append(lambda id_, at: LockCleared(id_, person, at, Lock.NUMBNESS, (), reason))
        make += [
            _reviewed(person, about, reason)
            for about, answers in state.screened.items()
            if answers.yes
        ]
        return self._put(*make) if make else _("Nothing is locked for this person.")

    def locks(self, person: str) -> Sequence[str]:
        """What is locked for a person."""
        return telling.locks(self._records, person)

    # --- the plan

    def assign(self, person: str, session: str, days: int) -> str:
        """Put a session on a person's plan."""
        if not 0 <= days <= 7:
            return _("A session is due every 1 to 7 days; 0 takes it off the plan.")
        times = round(7 / days) if days else 0
        return self._put(lambda id_, at: Assigned(id_, person, at, session, times))

    def assignments(self, person: str) -> Sequence[Assignment]:
        """A person's plan."""
        return telling.assignments(self._records, person)

    # --- the station

    def vouch_for_clock(self) -> str:
        """Say that the clock is right."""
        self._records.vouch()
        return self._put(lambda id_, at: ClockVouched(id_, "", at, "the operator says so"))

    def allow_guest(self, *, allowed: bool) -> str:
        """Let a guest be massaged here, or not."""
        station = self._station()
        return self._change(replace(station, guest=allowed)) if station else ""

    def state(self) -> Sequence[tuple[str, str]]:
        """Clock, ledger and storage."""
        return telling.state(self._records)

    def policy(self) -> Sequence[tuple[str, str, str]]:
        """The policy in force, with its sources."""
        return telling.policy(self._records.book.policy)

    def create_ledger(self) -> str:
        """Create the ledger where there never was one."""
        try:
            self._records.create()
        except LedgerError as error:
            return error.sentence
        return ""

    def _put(self, *make: Callable[[str, Stamp], Event]) -> str:
        try:
            self._records.put(*make)
        except LedgerError as error:
            return error.sentence
        return ""


def _reviewed(person: str, about: About, reason: str) -> Callable[[str, Stamp], Event]:
    return lambda id_, at: ScreeningReviewed(id_, person, at, about, reason)
