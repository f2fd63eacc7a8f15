"""What is told of what is on record: the body map, progress, plans, locks, the state of things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta, tzinfo
from typing import Final

from kiosk.care import policy_words, words
from kiosk.care.doses import doses
from kiosk.care.records import Records
from kiosk.dates import number_text
from kiosk.dose.answer import Granted, Refused, Request, Why
from kiosk.dose.events import Event, Practised, PressStarted, RangeStep, Refusal
from kiosk.dose.explain import explain, point_words, when
from kiosk.dose.growth import Range, Unit
from kiosk.dose.guard import decide
from kiosk.dose.policy import POINTS, Policy
from kiosk.dose.record import Stamp
from kiosk.dose.screening import About
from kiosk.dose.time import dose_day
from kiosk.language import _, current, ngettext
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
            sentence, state, ms, later = records.health.sentence, PointState.LOCKED, 0, ""
        else:
            decision = decision_for(records, person, (point,))
            sentence = explain(decision, records.now(), records.book.zone_of(person), language)
            ms = decision.ms if isinstance(decision, Granted) else 0
            state, later = _state(decision), _next(decision, records, person, language)
            if isinstance(decision, Refused) and decision.why in _TO_BE_ASKED:
                ms = _once_asked(records, person, point)
        name = point_words(point, language)
        found.append(PointStatus(point, name, state, sentence, ms, sessions.get(point, ()), later))
    return tuple(found)


def _once_asked(records: Records, person: str, point: str) -> Millis:
    """What would be granted once the questions that are due were answered well."""
    book, now = records.book, records.now()
    state = book.person(person)
    answered = replace(state.answers(About.MASSAGE), at=now)
    state = replace(state, screened={**state.screened, About.MASSAGE: answered})
    request = Request(person, answered.session, (point,), pain_before=0)
    decision = decide(book.policy, book.station, state, request, now, book.zone_of(person))
    return decision.ms if isinstance(decision, Granted) else 0


def _next(decision: Granted | Refused, records: Records, person: str, language: str) -> str:
    """When a point may be pressed next, as it stands in a sentence."""
    if isinstance(decision, Granted) or decision.until is None:
        return ""
    return when(decision.until, records.now(), records.book.zone_of(person), language)


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


def today_of(records: Records, zone: tzinfo) -> date:
    """The dose day it is, by the wall clock."""
    now = records.now()
    return dose_day(now.wall_ms, zone) or date.fromtimestamp(0)  # noqa: DTZ012 -- never shown


def progress(
    records: Records,
    person: str,
    language: str,
    ranges_of: Callable[[str], tuple[Range, ...]] = lambda _session: (),
    title_of: Callable[[str], str] = str,
) -> Progress:
    """What a person has done, in the last twelve weeks: points first, then what else grows."""
    zone = records.book.zone_of(person)
    today = today_of(records, zone)
    events = events_of(records, person)
    practised = {
        day
        for event in events
        if isinstance(event, Practised | PressStarted) and (day := day_of(event.at, zone))
    }
    recent = {day for day in practised if (today - day).days < PRACTISED_DAYS}
    pressed = tuple(_tracks(events, records.book.policy, zone, today, language))
    tracks = (*pressed, *_growing(events, zone, today, ranges_of, title_of))
    days = len(recent)
    said = [
        ngettext(
            "You practised on {n} of the last {of} days.",
            "You practised on {n} of the last {of} days.",
            days,
        ).format(n=days, of=PRACTISED_DAYS)
    ]
    if not days:
        said = [_("You have not practised in the last four weeks. Begin whenever you like.")]
    said += [
        _("{where}: {n} seconds last time.").format(
            where=f"{track.name[:1].upper()}{track.name[1:]}", n=track.marks[-1].seconds
        )
        for track in pressed
        if track.marks and track.marks[-1].seconds
    ]
    return Progress(" ".join(said[:4]), days, tracks, today.isoformat())


def _tracks(
    events: Sequence[Event], policy: Policy, zone: tzinfo, today: date, language: str
) -> Iterable[Track]:
    """One track a point: what was pressed on each day, and how it went."""
    first = today - timedelta(days=WEEKS * 7)
    marks: dict[str, dict[date, Mark]] = {}
    for told in doses(events, policy, zone):
        if told.day >= first:
            days = marks.setdefault(told.point, {})
            seconds = round(told.pressed_ms / SECOND)
            days[told.day] = Mark(told.day.isoformat(), seconds, told.kind)
    for event in events:
        day = day_of(event.at, zone)
        if isinstance(event, Refusal) and day is not None and day >= first:
            for point in event.points:
                days = marks.setdefault(point, {})
                days.setdefault(day, Mark(day.isoformat(), 0, "refused"))
    for point, days in sorted(marks.items()):
        ordered = [days[day] for day in sorted(days)]
        ceiling = policy.ceiling_ms // SECOND
        yield Track(point_words(point, language), "s", ceiling, _with_rests(ordered))


def _growing(
    events: Sequence[Event],
    zone: tzinfo,
    today: date,
    ranges_of: Callable[[str], tuple[Range, ...]],
    title_of: Callable[[str], str],
) -> Iterable[Track]:
    """One track for each session that has a range: repetitions or seconds, as they grew."""
    first = today - timedelta(days=WEEKS * 7)
    steps: dict[str, int] = {}
    done: dict[str, dict[date, tuple[int, str]]] = {}
    for event in events:
        day = day_of(event.at, zone)
        if isinstance(event, RangeStep):
            steps[event.name] = max(0, steps.get(event.name, 0) + (1 if event.up else -1))
        elif isinstance(event, Practised) and day is not None and day >= first:
            kind = "green" if event.comfortable else "amber"
            done.setdefault(event.name, {})[day] = (steps.get(event.name, 0), kind)
    for session, days in sorted(done.items()):
        for grows in ranges_of(session)[:1]:
            per = SECOND if grows.unit is Unit.MS else 1
            marks = tuple(
                Mark(day.isoformat(), grows.after(taken) // per, kind)
                for day, (taken, kind) in sorted(days.items())
            )
            yield Track(title_of(session), "s" if per > 1 else "times", grows.high // per, marks)


def _with_rests(marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks, with the rest day after each red between them."""
    after = [
        Mark((date.fromisoformat(mark.day) + timedelta(days=1)).isoformat(), 0, "rest")
        for mark in marks
        if mark.kind == "red"
    ]
    return tuple(sorted((*marks, *after), key=lambda mark: mark.day))


def assignments(records: Records, person: str) -> tuple[Assignment, ...]:
    """A person's plan, and what of it is due today.

    It is asked on the screen's thread: nothing is read here but what the book has at hand.
    """
    zone = records.book.zone_of(person)
    today = today_of(records, zone)
    known = records.book.person(person)
    found = []
    for session, times in known.assigned.items():
        if times:
            every = max(1, round(7 / times))
            practice = known.practice.get(session)
            done = day_of(practice.last, zone) if practice and practice.last else None
            due = done is None or (today - done).days >= every
            often = ngettext("once a week", "{n} times a week", times).format(n=times)
            found.append(Assignment(session, _("every day") if times >= 7 else often, due))
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
                found.append(explain(decision, records.now(), zone, current()))
    if state.numb or state.numb_due:
        found.append(_("Numbness or pain down the leg was reported, or not answered."))
    for about, answers in state.screened.items():
        if answers.yes:
            said = ", ".join(words.short(name) for name in sorted(answers.yes))
            found.append(
                _("Answered yes before {about}: {what}.").format(
                    about=words.about(about), what=said
                )
            )
    return tuple(found)


def state(records: Records) -> tuple[tuple[str, str], ...]:
    """Clock, ledger and storage: what, and how it is."""
    now, health = records.now(), records.health
    writer = records.writer
    clock = _("trusted") if now.trusted else _("not trusted: only time under power counts")
    if records.clock_doubted or records.book.station.clock_back:
        clock = _("contradicts itself: check it, then say that it is right")
    rows = [
        (_("Clock"), clock),
        (_("Record of doses"), _("in order") if health.ready else health.sentence),
    ]
    if writer is not None and health.ready:
        rows.append((_("Entries"), number_text(writer.length)))
        checked = _("in order") if writer.checked else _("not finished yet")
        rows.append((_("Last check of all"), checked))
    return tuple(rows)


def policy(rule: Policy) -> tuple[tuple[str, str, str], ...]:
    """The numbers in force, each with its source as the code has it beside it."""
    return tuple(
        (
            _(policy_words.TITLES[item.name]),
            amount(item.name, getattr(rule, item.name)),
            _(policy_words.SOURCES[item.name]),
        )
        for item in fields(rule)
    )


def amount(name: str, value: int) -> str:
    """A number of the policy with its unit, as a person reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not name.endswith("_ms"):
        return str(value)
    if value >= _DAY_MS and not value % _DAY_MS:
        days = value // _DAY_MS
        return ngettext("{n} day", "{n} days", days).format(n=days)
    for unit, word in ((HOUR, "h"), (MINUTE, "min")):
        if value >= unit and not value % unit:
            return f"{value // unit} {word}"
    return f"{value // SECOND} s"
