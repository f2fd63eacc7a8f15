"""Events keep their meaning on record, and what cannot be read fails closed."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from dose_world import LEFT, World

from kiosk.dose import events
from kiosk.dose.answer import Why
from kiosk.dose.codec import KINDS, read, write
from kiosk.dose.events import NOTE, Event, How, Lock, Unreadable, Visit
from kiosk.dose.fold import Book
from kiosk.dose.record import Record, Stamp
from kiosk.dose.screening import About

AT = Stamp("boot", 1, 2, trusted=True, lower_ms=3)
P = {"points": (LEFT,)}
G: dict[str, Any] = {"grant": "g", **P}
WHY = {"reason": "seen by a clinician"}
EVERY: list[tuple[type[Event], dict[str, Any]]] = [
    (events.PersonMade, {}),
    (events.PersonErased, {}),
    (events.Screening, {"session": "s", "about": About.MASSAGE, "answers": (("fever", False),)}),
    (
        events.Grant,
        {**P, "session": "s", "granted_ms": 1, "lengths": ((LEFT, 1),), "remainder_of": ""},
    ),
    (events.PressStarted, G),
    (events.PressEnded, {**G, "pressed_ms": 0, "how": How.PAUSED}),
    (events.Refusal, {**P, "session": "s", "code": "done"}),
    (events.PainBefore, {"session": "s", "score": None}),
    (events.PainAfter, {**G, "score": 10}),
    (events.Numbness, {"answer": True}),
    (events.NextVisit, {"answer": Visit.WORSE}),
    (events.NextVisit, {"answer": None}),
    (events.Practised, {"name": "walk", "comfortable": None}),
    (events.RangeStep, {"name": "walk", "up": True}),
    (events.LockCleared, {**P, **WHY, "lock": Lock.REDS}),
    (events.ScreeningReviewed, {**WHY, "about": About.WARMTH}),
    (events.CeilingSet, {**WHY, "ceiling_ms": 90_000}),
    (events.CeilingLowered, {**WHY, "ceiling_ms": None}),
    (events.Assigned, {"name": "walk", "times_a_week": 3}),
    (events.ClockVouched, {**WHY, "person": ""}),
    (events.ClockAnchor, {"person": "", "source": "network"}),
    (events.ClockWentBack, {"person": "", "by_ms": 5}),
]


@pytest.mark.parametrize(("kind", "values"), EVERY, ids=lambda item: getattr(item, "KIND", ""))
def test_an_event_comes_back_from_its_record(kind: type[Event], values: dict[str, Any]) -> None:
    event = kind(id="e", at=AT, **{"person": "ana", **values})
    record = write(event)
    assert record.kind == kind.KIND
    assert read(record) == event


def test_every_kind_is_tried() -> None:
    assert {kind.KIND for kind, _ in EVERY} == set(KINDS)


def bodies(kind: type[Event], values: dict[str, Any]) -> list[dict[str, Any]]:
    body = dict(write(kind(id="e", at=AT, **{"person": "ana", **values})).body)
    broken = [{**body, "later": 1}]
    for name in body:
        broken.append({key: value for key, value in body.items() if key != name})
        broken += [{**body, name: bad} for bad in ({"x": 1}, -1, 1.5, [[]], ["", ""])]
    return broken


@pytest.mark.parametrize(("kind", "values"), EVERY, ids=lambda item: getattr(item, "KIND", ""))
def test_a_body_that_is_not_what_its_kind_promises_is_unreadable(
    kind: type[Event], values: dict[str, Any]
) -> None:
    for body in bodies(kind, values):
        person = values.get("person", "ana")
        assert isinstance(read(Record("e", kind.KIND, person, AT, body)), Unreadable), body


def test_a_kind_of_a_later_version_refuses_massage_for_that_person() -> None:
    world = World()
    world.book.add(read(Record("x", "new-lock", "ana", world.now, {})))
    assert world.why() is Why.UNREADABLE
    world.tell(events.PersonMade, person="ben")
    world.screen(person="ben")
    assert world.why(person="ben") is None


def test_a_kind_of_a_later_version_about_the_station_refuses_it_for_everyone() -> None:
    world = World()
    world.book.add(read(Record("x", "recall", "", world.now, {})))
    assert world.why() is Why.UNREADABLE


def test_a_note_of_any_version_changes_nothing() -> None:
    world = World()
    world.book.add(read(Record("x", f"{NOTE}backup-made", "", world.now, {"to": "usb"})))
    world.book.add(read(Record("y", f"{NOTE}pin-changed", "ana", world.now, {})))
    assert world.why() is None


def test_an_operators_act_has_a_reason() -> None:
    with pytest.raises(ValueError, match="does not allow"):
        write(events.CeilingSet("e", "ana", AT, 90_000, "  "))


def test_an_unreadable_event_is_never_written() -> None:
    with pytest.raises(ValueError, match="no form"):
        write(Unreadable("e", "ana", AT, "?"))


def test_a_station_event_about_a_person_is_unreadable() -> None:
    record = write(events.ClockVouched("e", "", AT, "seen"))
    assert isinstance(read(replace(record, person="ana")), Unreadable)


def test_a_state_stays_small_however_long_the_history() -> None:
    world = World()
    for number in range(3000):
        grant = events.Grant(
            f"g{number}", "ana", world.now, "s", (LEFT,), 30_000, ((LEFT, 30_000),), ""
        )
        world.book.add(grant)
        world.wait(seconds=1)
    person = world.book.person("ana")
    assert len(person.charges) <= 64
    assert sum(charge.ms for charge in person.charges) == 3000 * 30_000
    assert {item.name for item in fields(person)}


def test_events_can_be_taken_in_one_by_one_or_all_at_once() -> None:
    world = World()
    world.grown_to(50)
    world.press(after=8)
    again = Book(world.policy, world.zone)
    again.add_all(world.log)
    assert again.person("ana") == world.book.person("ana")
    assert again.station == world.book.station
