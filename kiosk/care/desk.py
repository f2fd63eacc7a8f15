"""The reception for real: who is here, what is asked, what is due. See `kiosk.reception`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.care import refusing, telling
from kiosk.care.cards import card_of, guest_card
from kiosk.care.dosing import Dosing
from kiosk.care.interview import Asked, Interview
from kiosk.care.keeper import NOT_SET_UP, StationKeeper
from kiosk.care.operator import OperatorDesk
from kiosk.care.records import Records
from kiosk.care.station_file import StationFile
from kiosk.care.zones import known_zones
from kiosk.dose.growth import Range
from kiosk.dose.policy import Policy
from kiosk.dose.state import Phase, Practice
from kiosk.dose.time import least_ms
from kiosk.language import _, current
from kiosk.ledger.people import People, PeopleError, Person
from kiosk.ledger.source import ClockSource
from kiosk.ledger.states import LedgerError
from kiosk.reception import (
    GUEST,
    Arrival,
    Assignment,
    Moment,
    PersonCard,
    PointStatus,
    Progress,
    Question,
    StationKind,
)
from kiosk.units import MINUTE, Millis

log = logging.getLogger(__name__)

CUT_SHORT_FOR_MS: Final[Millis] = 10 * MINUTE
"""For so long after a press that a power cut ended, the kiosk says to ease off when it is back."""

Describe = Callable[[str], "Asked | None"]
"""Tells what must be known of a session, by its name."""


class Desk:
    """People, their answers and their doses.

    Args:
        data: The data folder.
        describe: What the interview must know of a session.
        sessions_of: Points to the names of the sessions that press them.
        clock: The machine's clocks; for tests others.
        erased: Told of everybody who has been erased, so that what is kept elsewhere goes too.
    """

    def __init__(
        self,
        data: Path,
        describe: Describe,
        sessions_of: Callable[[], dict[str, tuple[str, ...]]] = dict,
        *,
        clock: ClockSource | None = None,
        erased: Callable[[str], None] = lambda _person: None,
    ) -> None:
        self.data = data
        self._describe = describe
        self._sessions_of = sessions_of
        self._erased = erased
        self._lock = threading.RLock()
        self._keeper = StationKeeper(data)
        self._trouble = ""
        policy = self._station.policy if self._station else Policy()
        zone = self._station.tzinfo if self._station else ZoneInfo("UTC")
        self.records = Records(data, policy, zone, clock=clock)
        self._people: People | None = None
        self._here: PersonCard | None = None
        self._interview: Interview | None = None

    @property
    def _station(self) -> StationFile | None:
        return self._keeper.file

    @property
    def _who(self) -> str:
        """Who is here; a guest where nobody has said."""
        return self._here.id if self._here else GUEST

    # --- opening and closing

    def open(self) -> None:
        """Open the ledger and the people's file; takes as long as the ledger is large."""
        if self._station is None:
            return
        try:
            self._people = People(self.data / "people.db")
        except LedgerError as error:
            self._trouble = str(error)
        self.records.open()

    def cut_short(self) -> bool:
        """Whether a press was going on when the power or the kiosk went, a little while ago.

        Somebody may lie on a massager still: the first thing to be said is to ease off.
        """
        book, now = self.records.book, self.records.now()
        return any(
            point.dose is not None
            and point.dose.phase is Phase.STARTED
            and least_ms(point.dose.end, now) < CUT_SHORT_FOR_MS
            for person in (*book.people(), GUEST)
            for point in book.person(person).points.values()
        )

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self.leave()
            people, self._people = self._people, None
        if people is not None:
            people.close()
        self.records.close()

    # --- the station

    @property
    def needs_setup(self) -> bool:
        """Whether the station has never been set up."""
        return self._keeper.needs_setup

    @property
    def trouble(self) -> str:
        """Why nobody can be massaged here at all, in a sentence; empty where they can."""
        if trouble := self._keeper.trouble or self._trouble:
            return trouble
        if self._station is None:
            return _(NOT_SET_UP)
        return self.records.health.sentence if not self.records.health.ready else ""

    def set_up(self, kind: StationKind, operator_pin: str, zone: str) -> str:
        """Set up the station, once, and create its ledger."""
        with self._lock:
            station = self._keeper.set_up(kind, operator_pin, zone)
            if isinstance(station, str):
                return station
            self.records.follow(station.policy, station.tzinfo)
            try:
                self._people = People(self.data / "people.db")
                if self.records.created:
                    self.records.open()
                else:
                    self.records.create()
            except LedgerError as error:
                # The station is set up; only massage waits until this is mended.
                log.warning("The ledger was not created: %s", error)
            return ""

    def zones(self) -> Sequence[str]:
        """The time zones, this machine's own first."""
        return known_zones()

    # --- people

    def people(self) -> Sequence[PersonCard]:
        """Whose names can be tapped."""
        cards = [card_of(person) for person in self._everyone()]
        return (*cards, guest_card())

    def _everyone(self) -> list[Person]:
        if self._people is None:
            return []
        try:
            return self._people.all()
        except LedgerError as error:
            log.warning("The people's names cannot be read: %s", error)
            return []

    @property
    def here(self) -> PersonCard | None:
        """Who is here now."""
        here = self._here
        return guest_card() if here and here.id == GUEST else here

    def arrive(self, person: str, pin: str = "") -> Arrival:
        """Somebody taps their name."""
        with self._lock:
            if person == GUEST:
                return self._welcome(guest_card())
            found = next((each for each in self._everyone() if each.id == person), None)
            if found is None:
                return Arrival(None, _("This name is not known here any more."))
            if found.pin is not None:
                wrong = self._keeper.try_pin(person, pin, found.pin, self.records.now())
                if wrong:
                    return Arrival(None, wrong)
            return self._welcome(card_of(found))

    def _welcome(self, card: PersonCard) -> Arrival:
        self.leave()
        self._here = card
        self._interview = Interview(self.records, card.id)
        return Arrival(card)

    def leave(self) -> None:
        """Forget who was here."""
        with self._lock:
            if self._interview is not None and self._interview.dosing is not None:
                self._interview.dosing.close()
            self._here = self._interview = None

    # --- questions

    def question(self, moment: Moment, session: str = "") -> Question | None:
        """The next question to ask."""
        with self._lock:
            interview = self._interview
            if interview is None:
                return None
            if moment is Moment.BEFORE and session:
                asked = self._describe(session)
                if asked is None:
                    return None
                interview.begin(asked)
            return interview.next(moment)

    def answer(self, question: str, value: int | None) -> None:
        """Answer it."""
        with self._lock:
            if self._interview is None:
                return
            try:
                self._interview.answer(question, value)
            except LedgerError as error:
                log.warning("An answer was not kept: %s", error)

    def refusal(self, session: str) -> str:
        """Why who is here cannot play a session now."""
        with self._lock:
            asked = self._describe(session)
            if asked is None:
                return ""
            dosing = self._interview.dosing if self._interview else None
            return refusing.refusal(self.records, asked, self._who, dosing, self.trouble)

    # --- for the engine

    def dosing(self, session: str) -> Dosing | None:
        """The doses of the session that begins now, of who is here."""
        with self._lock:
            asked = self._describe(session)
            if asked is None or self.trouble or self._station is None:
                return None
            if self._interview is None:
                self._welcome(guest_card())
            if self._interview is None:
                return None
            return self._interview.begin(asked)

    @property
    def other_side_first(self) -> bool:
        """Whether who is here chose to begin with the side that the script has second."""
        return self._interview is not None and self._interview.other_side_first

    def practice(self, session: str) -> Practice:
        """How far the ranges of a session have grown for who is here."""
        return self.records.book.person(self._who).practice.get(session, Practice())

    # --- what is shown

    def points(self) -> Sequence[PointStatus]:
        """The body map of who is here."""
        return self.points_of(self._who)

    def points_of(self, person: str) -> Sequence[PointStatus]:
        """The body map of a person: what would be granted now, and why not."""
        return telling.points(self.records, person, self._sessions_of(), current())

    def progress(self) -> Progress:
        """What who is here has done."""
        return telling.progress(self.records, self._who, current(), self._ranges_of, self.title_of)

    def title_of(self, session: str) -> str:
        """What a session is called, in the language in force; its name where it is gone."""
        asked = self._describe(session)
        return (asked.title if asked else "") or session.replace("-", " ")

    def _ranges_of(self, session: str) -> tuple[Range, ...]:
        asked = self._describe(session)
        return asked.ranges if asked else ()

    def due_today(self) -> Sequence[Assignment]:
        """What is on the plan of who is here."""
        return telling.assignments(self.records, self._who)

    def operator(self, pin: str) -> OperatorDesk | str:
        """Open the operator's desk."""
        with self._lock:
            if self._station is None or self._people is None:
                return self.trouble or _(NOT_SET_UP)
            kept = self._station.operator.encode()
            wrong = self._keeper.try_pin("operator", pin, kept, self.records.now())
            if wrong:
                return wrong
            return OperatorDesk(
                self.records,
                self._people,
                lambda: self._station,
                self._change_station,
                self._erased,
            )

    def _change_station(self, station: StationFile) -> str:
        """Keep a changed station; everything on record is read anew by its policy."""
        with self._lock:
            if not self._keeper.keep(station):
                return _("The disk does not take the change. Nothing was changed.")
            try:
                self.records.follow(station.policy, station.tzinfo)
            except LedgerError as error:
                return error.sentence
            return ""

    @property
    def station(self) -> str:
        """The kind of station: home, gym or clinic; empty before it is set up."""
        return self._station.kind.value if self._station else ""

    @property
    def zone(self) -> str:
        """The IANA name of the station's time zone; empty before it is set up."""
        return self._station.zone if self._station else ""

    def is_erased(self, person: str) -> bool:
        """Whether it is on record that a person was erased, and not that they came back."""
        return self.records.book.person(person).erased

    def card_named(self, name: str) -> PersonCard | None:
        """The person of a name, however it is spaced and capitalised; for the command line."""
        if self._people is None:
            return None
        try:
            found = self._people.named(name)
        except (LedgerError, PeopleError):
            return None
        return card_of(found) if found else None
