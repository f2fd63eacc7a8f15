"""A small world for the dose rule: a clock that tests move, a person, and what they do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.dose import events
from kiosk.dose.answer import Granted, Refused, Request, Why
from kiosk.dose.codec import read, write
from kiosk.dose.events import Event, How, Visit
from kiosk.dose.explain import explain
from kiosk.dose.fold import Book
from kiosk.dose.guard import decide
from kiosk.dose.policy import Policy
from kiosk.dose.record import Stamp
from kiosk.dose.screening import MASSAGE_QUESTIONS, QUESTIONS, About

ZONE = ZoneInfo("Europe/Berlin")
LEFT, RIGHT = "ql left", "ql right"


@dataclass
class World:
    """Time stands still until it is moved. All that happens goes through its form on record."""

    policy: Policy = field(default_factory=Policy)
    zone: ZoneInfo = ZONE
    start: str = "2024-05-01 09:00"
    person: str = "ana"
    made: bool = True
    log: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        begin = datetime.fromisoformat(self.start).replace(tzinfo=self.zone)
        self.wall_ms = int(begin.timestamp() * 1000)
        self.boottime_ms = 60_000
        self.lower_ms = 0
        self.boot = 1
        self.trusted = True
        self.session = 1
        self.book = Book(self.policy, self.zone)
        if self.made:
            self.tell(events.PersonMade)
            self.screen()

    # --- time

    @property
    def now(self) -> Stamp:
        return Stamp(
            f"boot{self.boot}", self.boottime_ms, self.wall_ms, self.trusted, self.lower_ms
        )

    def wait(self, **length: float) -> None:
        """Time passes while the station is on."""
        ms = int(timedelta(**length).total_seconds() * 1000)
        self.wall_ms += ms
        self.boottime_ms += ms
        self.lower_ms += ms

    def off(self, **length: float) -> None:
        """The station is switched off for a while; nothing but a trusted wall clock knows."""
        ms = int(timedelta(**length).total_seconds() * 1000)
        self.wall_ms += ms
        self.boot += 1
        self.boottime_ms = 20_000
        self.lower_ms += ms if self.trusted else 0

    def until(self, local: str) -> None:
        """Go on to a wall time, the station being on."""
        to = datetime.fromisoformat(local).replace(tzinfo=self.zone)
        seconds = to.timestamp() - self.wall_ms / 1000
        assert seconds >= 0, "time only goes forward"
        self.wait(seconds=seconds)

    def next_day(self, days: int = 1) -> None:
        """The same wall time on a later day."""
        here = datetime.fromtimestamp(self.wall_ms / 1000, self.zone)
        to = (here + timedelta(days=days)).replace(fold=0)
        self.wait(seconds=to.timestamp() - here.timestamp())

    # --- events

    def tell(self, kind: type[Event], **values: Any) -> Event:
        at = values.pop("at", self.now)
        person = values.pop("person", self.person)
        event = kind(id=f"e{len(self.log)}", person=person, at=at, **values)
        return self.add(event)

    def add(self, event: Event) -> Event:
        known = read(write(event))
        self.log.append(known)
        self.book.add(known)
        return known

    def screen(self, *yes: str, person: str = "", about: About = About.MASSAGE) -> None:
        answers = tuple((str(q), q in yes) for q in QUESTIONS[about])
        self.tell(
            events.Screening,
            person=person or self.person,
            session=str(self.session),
            about=about,
            answers=answers,
        )

    def act(self, kind: type[Event], **values: Any) -> None:
        self.tell(kind, reason="reviewed", **values)

    # --- massage

    def ask(self, *points: str, person: str = "", pain: int | None = 2, **more: Any) -> Any:
        who = person or self.person
        request = Request(who, str(self.session), points or (LEFT,), pain_before=pain, **more)
        return decide(
            self.policy, self.book.station, self.book.person(who), request, self.now, self.zone
        )

    def grant(self, *points: str, **more: Any) -> events.Grant:
        decision = self.ask(*points, **more)
        assert isinstance(decision, Granted), decision
        event = decision.event(f"g{len(self.log)}", self.now)
        self.add(event)
        return event

    def press(
        self,
        *points: str,
        how: How = How.FULL,
        pressed_s: float | None = None,
        after: int | str | None = 2,
        **more: Any,
    ) -> events.Grant:
        """A whole press, and how it felt."""
        grant = self.grant(*points, **more)
        who = {"person": grant.person}
        self.tell(events.PressStarted, grant=grant.id, points=grant.points, **who)
        pressed = grant.granted_ms if pressed_s is None else int(pressed_s * 1000)
        self.wait(milliseconds=pressed)
        self.tell(
            events.PressEnded,
            grant=grant.id,
            points=grant.points,
            pressed_ms=pressed,
            how=how,
            **who,
        )
        if after != "unasked":
            self.wait(seconds=20)
            self.tell(events.PainAfter, grant=grant.id, points=grant.points, score=after, **who)
        return grant

    def crash(self, *points: str) -> events.Grant:
        """The power fails in mid-press."""
        grant = self.grant(*points)
        self.tell(events.PressStarted, grant=grant.id, points=grant.points)
        self.wait(seconds=5)
        self.off(seconds=30)
        return grant

    def visit(self, answer: Visit | None = Visit.SAME, **more: Any) -> None:
        self.tell(events.NextVisit, answer=answer, **more)

    def green_day(self, *points: str, **more: Any) -> events.Grant:
        """A dose that is good, and the next day it is no worse."""
        grant = self.press(*points, **more)
        self.next_day()
        self.session += 1
        self.visit()
        return grant

    def grown_to(self, seconds: int, *points: str) -> None:
        """Good doses, day after day, each step accepted, until the dose is so long."""
        names = points or (LEFT,)
        for _ in range(100):
            decision = self.ask(*names, accepted=frozenset(names))
            assert isinstance(decision, Granted), decision
            if decision.ms >= seconds * 1000:
                return
            self.screen()
            self.green_day(*names, accepted=frozenset(names))
        raise AssertionError(f"never grew to {seconds} s")

    # --- what is asserted

    def seconds(self, *points: str, **more: Any) -> float:
        """What would be granted now; 0 for a refusal."""
        decision = self.ask(*points, **more)
        return decision.ms / 1000 if isinstance(decision, Granted) else 0

    def why(self, *points: str, **more: Any) -> Why | None:
        decision = self.ask(*points, **more)
        return decision.why if isinstance(decision, Refused) else None

    def free_at(self, *points: str, **more: Any) -> str:
        """When a refusal says to come back, in local time."""
        decision = self.ask(*points, **more)
        assert isinstance(decision, Refused)
        assert decision.until
        assert decision.until.wall_ms is not None
        local = datetime.fromtimestamp(decision.until.wall_ms / 1000, self.zone)
        return local.strftime("%Y-%m-%d %H:%M:%S")

    def said(self, *points: str, language: str = "en", **more: Any) -> str:
        return explain(self.ask(*points, **more), self.now, self.zone, language)

    def stamp(self, **changes: Any) -> Stamp:
        return replace(self.now, **changes)


__all__ = ["LEFT", "MASSAGE_QUESTIONS", "RIGHT", "ZONE", "World"]
