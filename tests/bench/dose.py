"""A decision, an append and a start-up, with a short record of doses and with very long ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import quantiles
from zoneinfo import ZoneInfo

from kiosk.care.records import Records
from kiosk.dose.answer import Request
from kiosk.dose.codec import write
from kiosk.dose.events import (
    Event,
    Grant,
    How,
    NextVisit,
    PainAfter,
    PersonMade,
    PressEnded,
    PressStarted,
    Refusal,
    Screening,
    Visit,
)
from kiosk.dose.fold import Book
from kiosk.dose.guard import decide
from kiosk.dose.policy import GUEST, SIDES, Place, Policy
from kiosk.dose.record import Record, Stamp
from kiosk.dose.screening import MASSAGE_QUESTIONS, About
from kiosk.ledger.place import place_in
from kiosk.ledger.source import FakeClock
from kiosk.ledger.store import Store, create
from kiosk.units import HOUR, MINUTE, SECOND, Millis

from .helpers import Options
from .report import Row, at_most

ZONE = ZoneInfo("Europe/Berlin")
PEOPLE = 40
START: Millis = 1_750_000_000_000
DECISION_MS = 1.0
AT_ONCE = 5000


def run(options: Options) -> list[Row]:
    sizes = (100, 10_000, options.pick(1_000_000, 100_000))
    rows: list[Row] = []
    for size in sizes:
        rows += _decisions(size, options.pick(5000, 1000))
    rows += _appends(options.folder / "appends", options.pick(2000, 300))
    rows += _starts(options.folder / "starts", sizes[-1])
    return rows


def _history(count: int) -> Iterator[Event]:
    """So many events of a busy station: everyone has a dose a day, and some are refused."""
    made = 0
    answers = tuple((str(question), False) for question in MASSAGE_QUESTIONS)
    for number in range(PEOPLE):
        at = _at(0)
        yield PersonMade(f"made-{number}", f"p{number}", at)
        yield Screening(f"asked-{number}", f"p{number}", at, "s", About.MASSAGE, answers)
        made += 2
    day = 0
    while True:
        for number in range(PEOPLE):
            person = GUEST if number == 0 else f"p{number}"
            at = _at(day, number * 5 * MINUTE)
            id_, points = f"{day}-{number}", (f"ql {SIDES[day % 2]}",)
            about = {"person": person, "at": at}
            lengths = ((points[0], 30 * SECOND),)
            for event in (
                NextVisit(f"v{id_}", answer=Visit.SAME, **about),
                Grant(f"g{id_}", session=id_, points=points, granted_ms=30 * SECOND,
                      lengths=lengths, remainder_of="", **about),
                PressStarted(f"s{id_}", grant=f"g{id_}", points=points, **about),
                PressEnded(f"e{id_}", grant=f"g{id_}", points=points, pressed_ms=30 * SECOND,
                           how=How.FULL, **about),
                PainAfter(f"a{id_}", grant=f"g{id_}", points=points, score=2, **about),
                Refusal(f"r{id_}", session=id_, points=points, code="done", **about),
            ):  # fmt: skip
                if made >= count:
                    return
                made += 1
                yield event
        day += 1


def _at(day: int, ms: Millis = 0) -> Stamp:
    since = day * 24 * HOUR + ms
    return Stamp("boot", since, START + since, trusted=True, lower_ms=since)


def _decisions(size: int, count: int) -> list[Row]:
    book = Book(Policy.at(Place.HOME), ZONE)
    last = _at(0)
    for event in _history(size):
        book.add(event)
        last = event.at
    took: list[float] = []
    for number in range(count):
        person = GUEST if number % 5 == 0 else f"p{number % PEOPLE}"
        now = replace(last, boottime_ms=last.boottime_ms + number * MINUTE,
                      wall_ms=last.wall_ms + number * MINUTE,
                      lower_ms=last.lower_ms + number * MINUTE)  # fmt: skip
        request = Request(person, "bench", ("ql left", "piriformis left"), pain_before=1)
        began = time.perf_counter()
        decide(book.policy, book.station, book.person(person), request, now, book.zone_of(person))
        took.append((time.perf_counter() - began) * 1000)
    cuts = quantiles(took, n=100)
    what = f"a decision after {size:,} events"
    note = f"{count} decisions about two points, of {PEOPLE} people and the guest"
    return [
        Row(f"{what}, p50", cuts[49], "ms"),
        at_most(f"{what}, p99", cuts[98], DECISION_MS, "ms", note),
    ]


def _appends(folder: Path, count: int) -> list[Row]:
    place = replace(place_in(folder), filesystem=lambda _: "ext4")
    create(place)
    store = Store(place)
    took: list[float] = []
    began = time.perf_counter()
    for record in _records(count):
        one = time.perf_counter()
        store.append([record])
        took.append((time.perf_counter() - one) * 1000)
    seconds = time.perf_counter() - began
    store.close()
    cuts = quantiles(took, n=100)
    return [
        Row(
            "appends a second, each durable",
            count / seconds,
            note=f"one event at a time: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms",
        )
    ]


def _starts(folder: Path, size: int) -> list[Row]:
    place = replace(place_in(folder), filesystem=lambda _: "ext4")
    create(place)
    store = Store(place)
    batch: list[Record] = []
    for record in _records(size):
        batch.append(record)
        if len(batch) == AT_ONCE:
            store.append(batch)
            batch = []
    store.append(batch)
    store.close()
    megabytes = place.database.stat().st_size / 1e6
    records = Records(folder, Policy.at(Place.HOME), ZONE, clock=FakeClock(_at(9999).wall_ms))
    records.place = place
    began = time.perf_counter()
    records.open()
    seconds = time.perf_counter() - began
    ready = records.health.sentence
    records.close()
    return [
        Row(
            f"opening a record of {size:,} events",
            seconds,
            "s",
            note=f"{megabytes:.0f} MB, every row read and checked; {ready} The screen does not "
            "wait for it: it is opened on a thread of its own.",
        )
    ]


def _records(count: int) -> Iterator[Record]:
    return (write(event) for event in _history(count))
