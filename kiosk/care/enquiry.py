"""What a command may ask of a kiosk that has the record of doses open: to be told, and a backup.

The same answers are given over the local socket (`kiosk.care.socket`) and, where no kiosk runs,
by the command itself. Nothing that can be asked here grants, clears or writes anything about a
dose: that takes the screen, the operator's PIN or a session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kiosk.care import telling, words
from kiosk.care.cards import guest_card
from kiosk.care.desk import Desk
from kiosk.care.history import history, report_data
from kiosk.care.keeper import NOT_SET_UP
from kiosk.care.telling import today_of
from kiosk.dose.events import Event
from kiosk.language import _, current
from kiosk.ledger.export import as_data
from kiosk.ledger.states import LedgerError, State
from kiosk.ledger.writer import Writer
from kiosk.reception import GUEST, PersonCard

Json = dict[str, Any]
LONGEST_PATH: Final = 2000


class EnquiryError(Exception):
    """What was asked cannot be answered; the text is one sentence for the person who asked."""


def answers(desk: Desk, request: Mapping[str, Any]) -> Iterator[Json]:
    """Answer one request: any number of parts, ``{"row": ...}``, then ``{"answer": ...}``.

    Raises:
        EnquiryError: It cannot be answered.
        LedgerError: The record of doses cannot be read.
    """
    asked = request.get("ask")
    if asked == "state":
        yield {"answer": _state(desk)}
        return
    if desk.needs_setup:
        raise EnquiryError(
            _("{why} Open its screen, or run: kiosk setup.").format(why=_(NOT_SET_UP))
        )
    match asked:
        case "people":
            yield {"answer": [asdict(card) for card in desk.people()]}
        case "points":
            person = _person(desk, request)
            points = [asdict(point) for point in desk.points_of(person.id)]
            yield {"answer": {"person": asdict(person), "points": points}}
        case "history":
            person, events = _events(desk, request)
            book = desk.records.book
            told = history(events, book.policy, book.zone_of(person.id), current())
            yield {"answer": {"person": asdict(person), **told}}
        case "report":
            yield {"answer": _report(desk, request)}
        case "ledger-verify":
            found = _writer(desk).verify()
            if found is None:
                raise LedgerError(State.CLOSED)
            yield {"answer": {"ledger": found.ledger, "rows": found.rows, "head": found.head.hex()}}
        case "ledger-export":
            count = 0
            for row in _writer(desk).rows():
                yield {"row": as_data(row)}
                count += 1
            yield {"answer": {"rows": count}}
        case "ledger-backup":
            copied = _writer(desk).backup(_target(desk, request))
            yield {"answer": {"rows": copied.rows}}
        case _:
            raise EnquiryError(
                _("The kiosk does not know what {what} asks.").format(what=repr(asked))
            )


def _state(desk: Desk) -> Json:
    ready = not desk.trouble
    rows = [] if desk.needs_setup else [list(row) for row in telling.state(desk.records)]
    return {
        "ready": ready,
        "set_up": not desk.needs_setup,
        "state": desk.records.health.state.value,
        "sentence": desk.trouble,
        "rows": rows,
    }


def _report(desk: Desk, request: Mapping[str, Any]) -> Json:
    person, events = _events(desk, request)
    book = desk.records.book
    zone = book.zone_of(person.id)
    data = report_data(
        events,
        book.policy,
        zone,
        today_of(desk.records, zone),
        person=person.name,
        station=_(words.STATIONS[desk.station]),
        language=current(),
        title_of=desk.title_of,
    )
    return asdict(data)


def _person(desk: Desk, request: Mapping[str, Any]) -> PersonCard:
    name = request.get("person")
    if not isinstance(name, str) or not name.strip():
        raise EnquiryError(_("Say whom it is about: --person NAME."))
    if name.strip().casefold() in {GUEST, guest_card().name.casefold()}:
        return guest_card()
    found = desk.card_named(name)
    if found is None:
        raise EnquiryError(
            _('There is nobody named "{name}" here. "kiosk people" lists them.').format(name=name)
        )
    return found


def _events(desk: Desk, request: Mapping[str, Any]) -> tuple[PersonCard, list[Event]]:
    person = _person(desk, request)
    return person, [event for event in desk.records.events() if event.person == person.id]


def _writer(desk: Desk) -> Writer:
    """The ledger's own thread.

    Raises:
        LedgerError: The ledger is not in order.
    """
    writer, health = desk.records.writer, desk.records.health
    if writer is None or not health.ready:
        raise LedgerError(health.state, health.detail)
    return writer


def _target(desk: Desk, request: Mapping[str, Any]) -> Path:
    """Where a backup may go: anywhere but over what the kiosk keeps itself."""
    file = request.get("file")
    if not isinstance(file, str) or not file or "\0" in file or len(file) > LONGEST_PATH:
        raise EnquiryError(_("Name a file for the backup."))
    path = Path(file)
    if not path.is_absolute():
        raise EnquiryError(_("Name the backup's file by its whole path."))
    path = path.resolve()
    if path.is_relative_to(desk.data.resolve()):
        raise EnquiryError(
            _(
                "{path} is inside the kiosk's own data folder. Put the backup on another disk."
            ).format(path=path)
        )
    if path.exists():
        raise EnquiryError(_("There is a file {path} already. Name another.").format(path=path))
    if not path.parent.is_dir():
        raise EnquiryError(
            _("There is no folder {folder}. Make it first.").format(folder=path.parent)
        )
    return path
