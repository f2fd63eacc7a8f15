"""What is told of what is on record: the body map, progress, plans, locks, the state of things."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta, tzinfo
from typing import Final

from kiosk.care.records import Records
from kiosk.dose.answer import Granted, Refused, Request, Why
from kiosk.dose.events import (
    Event,
    Grant,
    How,
    PainAfter,
    Practised,
    PressEnded,
    PressStarted,
    Refusal,
)
from kiosk.dose.explain import explain, point_words
from kiosk.dose.guard import decide
from kiosk.dose.policy import POINTS, Policy
from kiosk.dose.record import Stamp
from kiosk.dose.screening import About
from kiosk.dose.time import dose_day
from kiosk.ledger.states import LedgerError
from kiosk.reception import Assignment, Mark, PointState, PointStatus, Progress, Track
from kiosk.units import HOUR, MINUTE, SECOND, Millis

WEEKS: Final = 12
PRACTISED_DAYS: Final = 28
_DAY_MS: Final[Millis] = 24 * HOUR

_LOCKED: Final = frozenset(
    {
        Why.EMERGENCY, Why.LEDGER, Why.UNREADABLE, Why.NOT_KNOWN, Why.GUEST_OFF, Why.CLOCK_BACK,
        Why.NUMB, Why.NUMB_UNANSWERED, Why.SCREENING_YES, Why.LOCKED,
    }
)  # fmt: skip
_RESTING: Final = frozenset({Why.REST_DAY, Why.WORSE, Why.SORE, Why.REST})
_TO_BE_ASKED: Final = frozenset({Why.SCREENING_DUE, Why.PAIN_UNSAID})


def decision_for(records: Records, person: str, points: tuple[str, ...]) -> Granted | Refused:
    """What would be decided now if everything that is asked were answered well."""
    book, now = records.book, records.now()
    session = book.person(person).answers(About.MASSAGE).session
    request = Request(person, session, points, pain_before=0)
    return decide(
        book.policy, book.station, book.person(person), request, now, book.zone_of(person)
    )


def points(
    records: Records, person: str, sessions: Mapping[str, tuple[str, ...]], language: str
) -> tuple[PointStatus, ...]:
    """Each point: how it is, and the one sentence that explains it."""
    found = []
    for point in sorted(POINTS):
        if not records.health.ready:
            sentence, state, ms = records.health.sentence, PointState.LOCKED, 0
        else:
            decision = decision_for(records, person, (point,))
            sentence = explain(decision, records.now(), records.book.zone_of(person), language)
            ms = decision.ms if isinstance(decision, Granted) else 0
            state = _state(decision)
            if isinstance(decision, Refused) and decision.why in _TO_BE_ASKED:
                ms = records.book.person(person).point(point, records.book.policy).length_ms
        name = point_words(point, language)
        found.append(PointStatus(point, name, state, sentence, ms, sessions.get(point, ())))
    return tuple(found)


def _state(decision: Granted | Refused) -> PointState:
    if isinstance(decision, Granted) or decision.why in _TO_BE_ASKED:
        return PointState.READY
    if decision.why in _LOCKED:
        return PointState.LOCKED
    return PointState.RESTING if decision.why in _RESTING else PointState.DONE


def events_of(records: Records, person: str) -> list[Event]:
    """A person's events, the oldest first; empty where the record cannot be read."""
    try:
        return [event for event in records.events() if event.person == person]
    except LedgerError:
        return []


def day_of(at: Stamp, zone: tzinfo) -> date | None:
    """The day that is shown for a moment, by the wall clock; no dose depends on it."""
    return dose_day(at.wall_ms, zone)


def _today(records: Records, zone: tzinfo) -> date:
    now = records.now()
    return dose_day(now.wall_ms, zone) or date.fromtimestamp(0)  # noqa: DTZ012 -- never shown


def progress(records: Records, person: str, language: str) -> Progress:
    """What a person has done, in the last twelve weeks."""
    zone = records.book.zone_of(person)
    today = _today(records, zone)
    events = events_of(records, person)
    practised = {
        day
        for event in events
        if isinstance(event, Practised | PressStarted) and (day := day_of(event.at, zone))
    }
    recent = {day for day in practised if (today - day).days < PRACTISED_DAYS}
    tracks = tuple(_tracks(events, records.book.policy, zone, today, language))
    days = len(recent)
    said = [f"You practised on {days} of the last {PRACTISED_DAYS} days."]
    if not days:
        said = ["You have not practised in the last four weeks. Begin whenever you like."]
    said += [
        f"{track.name[:1].upper()}{track.name[1:]}: {track.marks[-1].seconds} seconds last time."
        for track in tracks
        if track.marks and track.marks[-1].seconds
    ]
    return Progress(" ".join(said[:4]), days, tracks, today.isoformat())


def _tracks(
    events: Iterable[Event], policy: Policy, zone: tzinfo, today: date, language: str
) -> Iterable[Track]:
    """One track a point: what was pressed on each day, and how it went."""
    pressed: dict[tuple[str, date], Millis] = {}
    how: dict[tuple[str, date], str] = {}
    grants: dict[str, tuple[date, tuple[str, ...]]] = {}
    for event in events:
        day = day_of(event.at, zone)
        if day is None or (today - day).days > WEEKS * 7:
            continue
        match event:
            case Grant():
                grants[event.id] = (day, event.points)
            case PressEnded() if event.grant in grants:
                for point in event.points:
                    key = (point, grants[event.grant][0])
                    pressed[key] = pressed.get(key, 0) + event.pressed_ms
                    how.setdefault(key, "amber")
                    if event.how is How.HURT:
                        how[key] = "red"
            case PainAfter() if event.grant in grants and event.score is not None:
                for point in event.points:
                    key = (point, grants[event.grant][0])
                    if how.get(key) != "red":
                        how[key] = _colour(policy, event.score)
            case Refusal():
                for point in event.points:
                    how.setdefault((point, day), "refused")
            case _:
                pass
    for point in sorted({point for point, _ in how}):
        days = sorted(day for name, day in how if name == point)
        marks = [
            Mark(day.isoformat(), round(pressed.get((point, day), 0) / SECOND), how[point, day])
            for day in days
        ]
        ceiling = policy.ceiling_ms // SECOND
        yield Track(point_words(point, language), "s", ceiling, _with_rests(marks))


def _with_rests(marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks, with the rest day after each red between them."""
    after = [
        Mark((date.fromisoformat(mark.day) + timedelta(days=1)).isoformat(), 0, "rest")
        for mark in marks
        if mark.kind == "red"
    ]
    return tuple(sorted((*marks, *after), key=lambda mark: mark.day))


def _colour(policy: Policy, score: int) -> str:
    if score <= policy.green_to:
        return "green"
    return "amber" if score <= policy.amber_to else "red"


def assignments(records: Records, person: str) -> tuple[Assignment, ...]:
    """A person's plan, and what of it is due today."""
    zone = records.book.zone_of(person)
    today = _today(records, zone)
    last: dict[str, date] = {}
    for event in events_of(records, person):
        day = day_of(event.at, zone)
        if day and isinstance(event, Practised):
            last[event.name] = day
    found = []
    for session, times in records.book.person(person).assigned.items():
        if times:
            every = max(1, round(7 / times))
            done = last.get(session)
            due = done is None or (today - done).days >= every
            often = "every day" if times >= 7 else f"{times} times a week"
            found.append(Assignment(session, often if times > 1 else "once a week", due))
    return tuple(found)


def locks(records: Records, person: str) -> tuple[str, ...]:
    """What is locked for a person, a sentence each."""
    found = []
    state = records.book.person(person)
    zone = records.book.zone_of(person)
    for point, known in state.points.items():
        if known.locked:
            decision = decision_for(records, person, (point,))
            if isinstance(decision, Refused) and decision.why is Why.LOCKED:
                found.append(explain(decision, records.now(), zone))
    if state.numb or state.numb_due:
        found.append("Numbness or pain down the leg was reported, or not answered.")
    for about, answers in state.screened.items():
        if answers.yes:
            said = ", ".join(sorted(answers.yes))
            found.append(f"Answered yes before {about.value}: {said}.")
    return tuple(found)


def state(records: Records) -> tuple[tuple[str, str], ...]:
    """Clock, ledger and storage: what, and how it is."""
    now, health = records.now(), records.health
    writer = records.writer
    clock = "trusted" if now.trusted else "not trusted: only time under power counts"
    if records.clock_doubted or records.book.station.clock_back:
        clock = "contradicts itself: check it, then say that it is right"
    rows = [("Clock", clock), ("Record of doses", health.sentence or "in order")]
    if writer is not None and health.ready:
        rows.append(("Entries", f"{writer.length:,}"))
        checked = writer.checked
        rows.append(("Last check of all", "in order" if checked else "not finished yet"))
    return tuple(rows)


def policy(rule: Policy) -> tuple[tuple[str, str, str], ...]:
    """The numbers in force, each with its source as the code has it beside it."""
    sources = _sources()
    return tuple(
        (_title(item.name), amount(item.name, getattr(rule, item.name)), sources.get(item.name, ""))
        for item in fields(rule)
    )


def _title(name: str) -> str:
    return name.removesuffix("_ms").replace("_", " ")


def amount(name: str, value: int) -> str:
    """A number of the policy with its unit, as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not name.endswith("_ms"):
        return str(value)
    for unit, word in ((_DAY_MS, "days"), (HOUR, "h"), (MINUTE, "min")):
        if value >= unit and not value % unit:
            return f"{value // unit} {word}"
    return f"{value // SECOND} s"


def _sources() -> dict[str, str]:
    """The sentence beside each number of the policy: its documentation is its source."""
    text = inspect.getsource(Policy)
    found = re.findall(
        r'^    (\w+): [\w ]+ = [^\n]+\n    """(.*?)"""', text, re.DOTALL | re.MULTILINE
    )
    return {name: " ".join(doc.replace("`", "").split()) for name, doc in found}
