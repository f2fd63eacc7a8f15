"""A person's history, told: every dose and how it went, what was answered, refused and changed.

The dose rule itself says how each dose went: what is on record is folded once more, and its
verdicts are read off. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Final

from kiosk.care import words
from kiosk.dose.answer import Why
from kiosk.dose.events import (
    Assigned,
    CeilingLowered,
    CeilingSet,
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
    Refusal,
    Screening,
    ScreeningReviewed,
    Visit,
)
from kiosk.dose.explain import place, point_words
from kiosk.dose.fold import fold
from kiosk.dose.policy import Policy
from kiosk.dose.state import Dose, PersonState, Phase, Verdict
from kiosk.dose.time import dose_day
from kiosk.dose.words import words_in
from kiosk.language import N_, _, current, ngettext
from kiosk.report.model import Dose as ReportDose
from kiosk.report.model import Entry, Pain, PointDoses, Practice, ReportData
from kiosk.units import SECOND, Millis

REPORT_DAYS: Final = 84

_KINDS: Final = {
    Verdict.GREEN: "green",
    Verdict.GOOD: "green",
    Verdict.AMBER: "amber",
    Verdict.OPEN: "amber",  # nobody said, which counts as amber
    Verdict.RED: "red",
}


_VISITS: Final[Mapping[Visit | None, str]] = {
    Visit.BETTER: N_("Compared with before the last massage: better."),
    Visit.SAME: N_("Compared with before the last massage: the same."),
    Visit.WORSE: N_("Compared with before the last massage: worse."),
    None: N_("Compared with before the last massage: no answer."),
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
            at = _moment(grant, zone)
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


def history(
    events: Sequence[Event], policy: Policy, zone: tzinfo, language: str = "en"
) -> dict[str, Any]:
    """A person's whole history as plain data, the oldest first in every list."""
    return {
        "doses": [
            {
                "day": told.day.isoformat(),
                "at": told.at,
                "point": told.point,
                "name": point_words(told.point, language),
                "granted_s": round(told.granted_ms / SECOND, 1),
                "pressed_s": round(told.pressed_ms / SECOND, 1),
                "went": told.kind,
                "ended": told.how,
                "pain": told.pain,
            }
            for told in doses(events, policy, zone)
        ],
        "pain": [asdict(pain) for pain in _pain(events, zone)],
        "practice": [
            {
                "day": day.isoformat(),
                "at": _moment(event, zone),
                "session": event.name,
                "comfortable": event.comfortable,
            }
            for event in events
            if isinstance(event, Practised) and (day := dose_day(event.at.wall_ms, zone))
        ],
        "refusals": [
            {
                "day": day.isoformat(),
                "at": _moment(event, zone),
                "points": list(event.points),
                "why": event.code,
                "text": _refused(event, language),
            }
            for event in events
            if isinstance(event, Refusal) and (day := dose_day(event.at.wall_ms, zone))
        ],
        "answers": [
            {"at": _moment(event, zone), "text": text}
            for event in events
            if (text := _answered(event))
        ],
        "acts": [
            {"at": _moment(event, zone), "text": text} for event in events if (text := _act(event))
        ],
    }


def report_data(
    events: Sequence[Event],
    policy: Policy,
    zone: tzinfo,
    today: date,
    *,
    person: str,
    station: str = "",
    language: str = "en",
    title_of: Callable[[str], str] = str,
) -> ReportData:
    """What stands in a person's report: the last twelve weeks."""
    since = today - timedelta(days=REPORT_DAYS - 1)

    def inside(event: Event) -> date | None:
        day = dose_day(event.at.wall_ms, zone)
        return day if day and since <= day <= today else None

    state = PersonState()
    for event in events:
        state = fold(policy, zone, state, event)
    raised = policy.ceiling_ms if state.ceiling_ms is None else state.ceiling_ms
    lowered = raised if state.lower_ceiling_ms is None else state.lower_ceiling_ms
    ceiling = min(raised, lowered) // SECOND
    told = [dose for dose in doses(events, policy, zone) if since <= dose.day <= today]
    practised = {
        day
        for event in events
        if isinstance(event, Practised | PressStarted) and (day := inside(event))
    }
    return ReportData(
        person=person,
        made_on=today.isoformat(),
        first_day=since.isoformat(),
        last_day=today.isoformat(),
        days_practised=len(practised),
        practice=tuple(_practice([event for event in events if inside(event)], title_of)),
        pain=tuple(pain for pain in _pain(events, zone) if since.isoformat() <= pain.day),
        points=tuple(
            PointDoses(
                point_words(point, language),
                ceiling,
                tuple(
                    ReportDose(dose.day.isoformat(), round(dose.pressed_ms / SECOND), dose.kind)
                    for dose in told
                    if dose.point == point
                ),
            )
            for point in sorted({dose.point for dose in told})
        ),
        refusals=tuple(_entries(events, inside, lambda event: _refused(event, language))),
        acts=tuple(_entries(events, inside, lambda event: _act(event, title_of))),
        policy=policy_line(policy),
        station=station,
    )


def policy_line(policy: Policy) -> str:
    """The numbers of the rule that matter most, in one line."""
    return _(
        "First dose {first} s, steps of 10 s, ceiling {ceiling} s; a point once a day; "
        "{few} points on a first day, {points} later; no massage from pain {sore} of 10 on."
    ).format(
        first=policy.first_ms // SECOND,
        ceiling=policy.ceiling_ms // SECOND,
        few=policy.points_first_day,
        points=policy.points_a_day,
        sore=policy.sore_from,
    )


def _entries(
    events: Iterable[Event],
    inside: Callable[[Event], date | None],
    words_of: Callable[[Event], str],
) -> Iterator[Entry]:
    """What some events say, each sentence once a day."""
    said: set[tuple[str, str]] = set()
    for event in events:
        day, text = inside(event), words_of(event)
        if day and text and (day.isoformat(), text) not in said:
            said.add((day.isoformat(), text))
            yield Entry(day.isoformat(), text)


def _practice(events: Iterable[Event], title_of: Callable[[str], str]) -> Iterator[Practice]:
    times: dict[str, int] = {}
    for event in events:
        if isinstance(event, Practised):
            times[event.name] = times.get(event.name, 0) + 1
    for name, count in times.items():
        yield Practice(title_of(name), count)


def _pain(events: Iterable[Event], zone: tzinfo) -> Iterator[Pain]:
    """What was answered before and after each playing of a session."""
    days: dict[str, str] = {}
    before: dict[str, int | None] = {}
    after: dict[str, int] = {}
    sessions: dict[str, str] = {}
    for event in events:
        day = dose_day(event.at.wall_ms, zone)
        match event:
            case Grant():
                sessions[event.id] = event.session
            case PainBefore() if day:
                days.setdefault(event.session, day.isoformat())
                before[event.session] = event.score
            case PainAfter() if day and event.grant in sessions:
                session = sessions[event.grant]
                days.setdefault(session, day.isoformat())
                if event.score is not None:
                    after[session] = max(event.score, after.get(session, 0))
            case _:
                pass
    for session, asked_on in sorted(days.items(), key=lambda pair: pair[1]):
        yield Pain(asked_on, before.get(session), after.get(session))


def _refused(event: Event, language: str) -> str:
    if not isinstance(event, Refusal):
        return ""
    try:
        form = words_in(language).reasons[Why(event.code)]
    except (ValueError, KeyError):
        return _("Refused: {code}.").format(code=event.code)
    text = form.format(where=place(event.points, language))
    return text[:1].upper() + text[1:]


def _answered(event: Event) -> str:
    """An answer that is no number."""
    match event:
        case Screening():
            about = words.about(event.about)
            yes = [words.short(name) for name, answer in event.answers if answer]
            if not yes:
                return _("Asked before {about}: no to all {n}.").format(
                    about=about, n=len(event.answers)
                )
            return _("Asked before {about}: yes to {what}.").format(
                about=about, what=", ".join(yes)
            )
        case Numbness(answer=None):
            return _("Numbness, tingling or pain down the leg: no answer.")
        case Numbness(answer=True):
            return _("Numbness, tingling or pain down the leg: yes.")
        case Numbness():
            return _("Numbness, tingling or pain down the leg: no.")
        case NextVisit():
            return _(_VISITS[event.answer])
        case _:
            return ""


def _act(event: Event, title_of: Callable[[str], str] = str) -> str:
    """A lock, or what an operator did."""
    match event:
        case PersonMade():
            return _("Made a person of this station.")
        case PersonErased():
            return _("Name and details erased.")
        case Numbness(answer=True):
            return _("Numbness or pain down the leg was reported: massage locked.")
        case Screening() if any(answer for _name, answer in event.answers):
            return _("A yes before {about} locked it.").format(about=words.about(event.about))
        case _:
            return _changed(event, title_of)


def _changed(event: Event, title_of: Callable[[str], str]) -> str:
    """What an operator changed. A reason chosen from a list is on record in English."""
    match event:
        case LockCleared(lock=Lock.NUMBNESS):
            return _("The lock after numbness was cleared: {why}").format(why=_(event.reason))
        case LockCleared():
            return _("The lock on {where} was cleared: {why}").format(
                where=place(event.points, current()), why=_(event.reason)
            )
        case ScreeningReviewed():
            return _("The answers before {about} were reviewed: {why}").format(
                about=words.about(event.about), why=_(event.reason)
            )
        case CeilingSet():
            return _("The ceiling was set to {n} s: {why}").format(
                n=event.ceiling_ms // SECOND, why=_(event.reason)
            )
        case CeilingLowered(ceiling_ms=int() as ceiling):
            return _("The ceiling was lowered to {n} s: {why}").format(
                n=ceiling // SECOND, why=_(event.reason)
            )
        case Assigned(times_a_week=0):
            return _("{session} was taken off the plan.").format(session=title_of(event.name))
        case Assigned():
            return ngettext(
                "{session} was put on the plan, once a week.",
                "{session} was put on the plan, {n} times a week.",
                event.times_a_week,
            ).format(session=title_of(event.name), n=event.times_a_week)
        case RangeStep(up=True):
            return _("{session}: one small step more was taken.").format(
                session=title_of(event.name)
            )
        case RangeStep():
            return _("{session}: one small step less was taken.").format(
                session=title_of(event.name)
            )
        case _:
            return ""


def _moment(event: Event, zone: tzinfo) -> str:
    """The wall time of an event, ISO; empty where no calendar reaches it."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=event.at.wall_ms)
        return moment.astimezone(zone).isoformat(timespec="seconds")
    except OverflowError:
        return ""


def from_plain(data: Mapping[str, Any]) -> ReportData:
    """A report's data as it came over the socket."""
    plain = dict(data)
    plain["practice"] = tuple(Practice(**each) for each in data["practice"])
    plain["pain"] = tuple(Pain(**each) for each in data["pain"])
    plain["points"] = tuple(
        PointDoses(each["name"], each["ceiling"], tuple(ReportDose(**d) for d in each["doses"]))
        for each in data["points"]
    )
    plain["refusals"] = tuple(Entry(**each) for each in data["refusals"])
    plain["acts"] = tuple(Entry(**each) for each in data["acts"])
    return ReportData(**plain)
