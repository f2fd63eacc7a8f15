"""The reception while the kiosk starts: names at once, everything else when the desk is there.

The desk takes a quarter of a second to load, and the record of doses as long as it is large. The
first picture waits for neither: whether the station was set up is one file, and whose names can
be tapped is another.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.care.cards import card_of, guest_card
from kiosk.reception import (
    Arrival,
    Assignment,
    Moment,
    Operator,
    PersonCard,
    PointStatus,
    Progress,
    Question,
    StationKind,
)

if TYPE_CHECKING:
    from kiosk.care.desk import Desk

log = logging.getLogger(__name__)

STATION_FILE = "station.json"
PEOPLE_FILE = "people.db"


class Front:
    """See `kiosk.reception.Reception`. What needs the desk waits until it is there.

    Args:
        data: The data folder.
        desk: The desk to come.
    """

    def __init__(self, data: Path, desk: Future[Desk]) -> None:
        self._data = data
        self._desk = desk

    def _ready(self) -> Desk | None:
        """The desk, where it is there already; it never waits."""
        return self._desk.result() if self._desk.done() else None

    @property
    def needs_setup(self) -> bool:
        """Whether the station has never been set up."""
        desk = self._ready()
        return desk.needs_setup if desk else not (self._data / STATION_FILE).exists()

    def people(self) -> Sequence[PersonCard]:
        """Whose names can be tapped."""
        desk = self._ready()
        return desk.people() if desk else (*self._names(), guest_card())

    def _names(self) -> list[PersonCard]:
        path = self._data / PEOPLE_FILE
        if not path.exists():
            return []
        from kiosk.ledger.people import People  # noqa: PLC0415 -- only where there is somebody
        from kiosk.ledger.states import LedgerError  # noqa: PLC0415

        try:
            people = People(path)
        except LedgerError as error:
            log.warning("The people's names cannot be read yet: %s", error)
            return []
        try:
            return [card_of(person) for person in people.all()]
        except LedgerError as error:
            log.warning("The people's names cannot be read yet: %s", error)
            return []
        finally:
            people.close()

    @property
    def here(self) -> PersonCard | None:
        """Who is here now."""
        desk = self._ready()
        return desk.here if desk else None

    def due_today(self) -> Sequence[Assignment]:
        """What is on the plan of who is here; nobody can be here before the desk is."""
        desk = self._ready()
        return desk.due_today() if desk else ()

    @property
    def zone(self) -> str:
        """The station's time zone."""
        desk = self._ready()
        return desk.zone if desk else ""

    # What follows is asked off the screen's thread, and may wait.

    @property
    def station(self) -> str:
        """The kind of station."""
        return self._desk.result().station

    def set_up(self, kind: StationKind, operator_pin: str, zone: str) -> str:
        """Set up the station, once."""
        return self._desk.result().set_up(kind, operator_pin, zone)

    def zones(self) -> Sequence[str]:
        """The time zones to choose from."""
        return self._desk.result().zones()

    def arrive(self, person: str, pin: str = "") -> Arrival:
        """Somebody taps their name."""
        return self._desk.result().arrive(person, pin)

    def leave(self) -> None:
        """Forget who was here."""
        if desk := self._ready():
            desk.leave()

    def question(self, moment: Moment, session: str = "") -> Question | None:
        """The next question to ask."""
        return self._desk.result().question(moment, session)

    def answer(self, question: str, value: int | None) -> None:
        """Answer it."""
        self._desk.result().answer(question, value)

    def points(self) -> Sequence[PointStatus]:
        """The body map of who is here."""
        return self._desk.result().points()

    def progress(self) -> Progress:
        """What who is here has done."""
        return self._desk.result().progress()

    def refusal(self, session: str) -> str:
        """Why who is here cannot play a session now."""
        return self._desk.result().refusal(session)

    def operator(self, pin: str) -> Operator | str:
        """Open the operator's desk."""
        return self._desk.result().operator(pin)
