"""A person's history, told whole as plain data or for a report. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta, tzinfo
from typing import Any, Final

from kiosk.care import sentences
from kiosk.care.doses import doses, wall_time
from kiosk.dose.events import Event, Grant, PainAfter, PainBefore, Practised, PressStarted, Refusal
from kiosk.dose.explain import point_words
from kiosk.dose.fold import fold
from kiosk.dose.policy import Policy
from kiosk.dose.state import PersonState
from kiosk.dose.time import dose_day
from kiosk.language import _
from kiosk.report.model import Dose as ReportDose
from kiosk.report.model import Entry, Pain, PointDoses, Practice, ReportData
from kiosk.units import SECOND

REPORT_DAYS: Final = 84


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
                "at": wall_time(event, zone),
                "session": event.name,
                "comfortable": event.comfortable,
            }
            for event in events
            if isinstance(event, Practised) and (day := dose_day(event.at.wall_ms, zone))
        ],
        "refusals": [
            {
                "day": day.isoformat(),
                "at": wall_time(event, zone),
                "points": list(event.points),
                "why": event.code,
                "text": sentences.refused(event, language),
            }
            for event in events
            if isinstance(event, Refusal) and (day := dose_day(event.at.wall_ms, zone))
        ],
        "answers": [
            {"at": wall_time(event, zone), "text": text}
            for event in events
            if (text := sentences.answered(event))
        ],
        "acts": [
            {"at": wall_time(event, zone), "text": text}
            for event in events
            if (text := sentences.act(event))
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
        refusals=tuple(_entries(events, inside, lambda event: sentences.refused(event, language))),
        acts=tuple(_entries(events, inside, lambda event: sentences.act(event, title_of))),
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
