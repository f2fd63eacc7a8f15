"""Somebody who watches a station with a perfect clock, and judges it in plain terms.

The onlooker knows who lies on the massager and for how long, what each was asked and answered, and
what is durable. It shares nothing with the dose rule but its numbers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from proof_station import ASKED, ZONE, CrashError, Station, Watch

from kiosk.dose.policy import GUEST
from kiosk.dose.record import Record
from kiosk.dose.time import dose_day
from kiosk.player.model import Command
from kiosk.units import HOUR, MINUTE, SECOND, Millis

DAY = 24 * HOUR


@dataclass
class Dose:
    """One dose as it was seen: a grant and what was left of it."""

    id: str
    person: str
    session: str
    points: tuple[str, ...]
    lengths: dict[str, Millis]
    granted_ms: Millis
    begun_ms: Millis
    end_ms: Millis
    pressed_ms: Millis = 0
    parts: list[str] = field(default_factory=list)
    part_ms: Millis = 0
    part_granted_ms: Millis = 0
    open: bool = True
    whole: bool = False
    broken: bool = False
    died: bool = False
    red: bool = False
    pain: int | None = None
    visit: int | None = None
    visited: bool = False

    @property
    def green(self) -> bool:
        good = self.pain is not None and self.pain <= 3 and not self.red
        return good and not self.died and self.visit in {1, 2}


class Onlooker(Watch):
    """See above. Every judgement is an assertion, made the moment it can be."""

    def __init__(self) -> None:
        self.doses: list[Dose] = []
        self.open: Dose | None = None
        self.heirs: dict[str, set[str]] = {}
        """For everyone who was made: those erased before, any of whom it may be."""
        self.caps: dict[tuple[str, str], Millis] = {}
        self.used: set[str] = set()
        self.proven: set[str] = set()
        """Whose dose has ever been green."""
        self.accepted: set[str] = set()
        self.seen: Counter[str] = Counter()
        self.station: Station | None = None
        self._read = 0
        self._grants: dict[str, Record] = {}

    @property
    def now(self) -> Millis:
        assert self.station is not None
        return self.station.clock.true_ms

    # --- presses

    def grants(self) -> dict[str, Record]:
        """Every durable grant. Rows are only ever added."""
        assert self.station is not None
        ledger = self.station.disk.ledger
        for row in ledger.rows(after=self._read):
            self._read = row.seq
            self.seen[row.record.kind] += 1
            if row.record.kind == "refusal":
                self.seen[f"refused: {row.record.body['code']}"] += 1
            if row.record.kind == "grant":
                self._grants[row.record.id] = row.record
            if row.record.kind == "press-ended" and row.record.body["how"] == "hurt":
                self.redden(self.dose_of(str(row.record.body["grant"])))
        return self._grants

    def begins(self, person: str, gate: str, ms: Millis) -> None:
        station = self.station
        assert station is not None
        assert self.open is None, "two presses at once"
        session = station.session
        assert session is not None
        points = next(each.points for each in session.plan.gates if each.id == gate)
        fitting = [
            grant
            for grant in self.grants().values()
            if grant.person == person
            and tuple(grant.body["points"]) == points  # type: ignore[arg-type]
            and grant.id not in self.used
        ]
        assert fitting, f"a press of {points} with no durable grant"
        grant = fitting[-1]
        body = grant.body
        assert body["granted_ms"] == ms, "the press is not as long as its grant"
        self.used.add(grant.id)
        self.seen["presses"] += 1
        if body["remainder_of"]:
            self.goes_on(grant, ms)
            return
        dose = Dose(
            grant.id,
            person,
            str(body["session"]),
            points,
            dict(body["lengths"]),  # type: ignore[arg-type]
            ms,
            self.now,
            self.now,
        )
        dose.parts.append(grant.id)
        dose.part_granted_ms = ms
        self.judge(dose)
        self.doses.append(dose)
        self.open = dose

    def goes_on(self, grant: Record, ms: Millis) -> None:
        """The rest of a press: of the same session and points, soon, and at most twice."""
        dose = next(each for each in self.doses if each.id == grant.body["remainder_of"])
        self.seen["remainders"] += 1
        assert not dose.died, "the rest of a press that a crash ended"
        assert not dose.red, "the rest of a press that hurt"
        assert grant.body["session"] == dose.session
        assert len(dose.parts) <= 2, "more than two remainders"
        assert self.now - dose.end_ms >= 30 * SECOND, "no rest before the remainder"
        assert dose.pressed_ms + ms <= dose.granted_ms
        dose.parts.append(grant.id)
        dose.part_ms, dose.part_granted_ms, dose.open = 0, ms, True
        dose.whole = False
        dose.broken = True
        self.open = dose

    def pressing(self, ms: Millis) -> None:
        dose = self.open
        assert dose is not None, "somebody lies on a massager and nobody began it"
        dose.pressed_ms += ms
        dose.part_ms += ms
        dose.end_ms = self.now + ms
        assert dose.part_ms <= dose.part_granted_ms, "longer than this grant"
        assert dose.pressed_ms <= dose.granted_ms, "longer than the whole dose"

    def eases(self) -> None:
        dose, self.open = self.open, None
        if dose is None:
            return
        dose.open = False
        dose.whole = not dose.broken and dose.pressed_ms == dose.granted_ms

    def breaks(self, command: Command) -> None:
        if self.open is None:
            return
        self.seen[f"broken off: {command.value}"] += 1
        if command in {Command.RESUME, Command.READY}:
            return
        self.open.broken = True

    def dies(self) -> None:
        self.seen["deaths in a session"] += 1
        self.accepted.clear()
        if self.open is not None:
            self.seen["deaths in a press"] += 1
            self.open.died = True
            self.eases()

    def refused(self, sentence: str) -> None:
        self.seen["turned away"] += 1

    # --- answers

    def answers(self, person: str, question: str, value: int | None, *, kept: bool) -> None:
        kind, _, rest = question.partition(":")
        if kind == "offer" and value:
            self.accepted |= set(rest.split(","))
        if not kept:
            return
        if kind == "pain-after":
            dose = next((each for each in self.doses if rest in each.parts), None)
            assert dose is not None, "asked about a press that nobody saw"
            if dose.pain is None or (value is not None and value > dose.pain):
                dose.pain = value
            if value is None or value > 3:
                dose.broken = True
                dose.whole = False
            if value is not None and value > 5:
                self.redden(dose)
        elif kind == "visit":
            for dose in self.doses:
                later = dose_day(dose.end_ms, ZoneInfo(ZONE)) != self.today
                # Where the station could not tell that a day had turned, it asks once more.
                again = dose.visited and value in {1, 2} and later
                first = not dose.visited and (later or value == 0)
                if dose.person == person and (first or again):
                    dose.visit, dose.visited = value, True
                    last = self.last(person, dose.points[0])
                    if value == 0 and last is dose:
                        self.redden(dose)
                    if dose.green:
                        self.proven.add(person)

    def dose_of(self, grant: str) -> Dose:
        return next(each for each in self.doses if grant in each.parts)

    def redden(self, dose: Dose) -> None:
        if dose.red:
            return
        dose.red = True
        self.seen["reds"] += 1
        for point in dose.points:
            if self.last(dose.person, point) is dose:
                key = dose.person, point
                self.caps[key] = max(20 * SECOND, self.caps.get(key, 30 * SECOND) - 10 * SECOND)

    # --- the judgement

    @property
    def today(self) -> object:
        return dose_day(self.now, ZoneInfo(ZONE))

    def last(self, person: str, point: str) -> Dose | None:
        mine = [each for each in self.doses if each.person == person and point in each.points]
        return mine[-1] if mine else None

    def same_body(self, person: str) -> list[Dose]:
        """Every dose that the body of this person may have had."""
        if person == GUEST:
            return self.doses
        mine = {person, GUEST, *self.heirs.get(person, ())}
        return [dose for dose in self.doses if dose.person in mine]

    def same_day(self, dose: Dose) -> bool:
        near = self.now - dose.begun_ms < DAY
        return near and dose_day(dose.begun_ms, ZoneInfo(ZONE)) == self.today

    def judge(self, dose: Dose) -> None:
        assert dose.granted_ms <= 90 * SECOND
        others = self.same_body(dose.person)
        mine = [each for each in self.doses if each.person == dose.person]
        for each in others:
            if not set(each.points) & set(dose.points):
                continue
            gap = self.now - each.end_ms
            assert gap >= 16 * HOUR, f"{dose.points} again after {gap / HOUR:.2f} h"
            turned = dose_day(each.end_ms, ZoneInfo(ZONE)) != self.today
            assert turned or gap >= DAY, f"{dose.points} twice in a dose day"
        if others:
            last = max(each.end_ms for each in others)
            assert self.now - last >= 30 * SECOND, "no rest between two presses"
        today = [each for each in others if self.same_day(each)]
        pressed = sum(each.pressed_ms * len(each.points) for each in today)
        assert pressed + dose.granted_ms * len(dose.points) <= 4 * MINUTE, "too much in a day"
        most = 4 if dose.person in self.proven else 2
        count = len({*dose.points}.union(*(each.points for each in today)))
        assert count <= most, f"{count} points on a day of {most}"
        for each in mine:
            if each.red and set(each.points) & set(dose.points):
                turns = (self.today - dose_day(each.end_ms, ZoneInfo(ZONE))).days  # type: ignore[operator]
                # The longest day of the year has 25 hours.
                assert turns >= 2 or self.now - each.end_ms >= 47 * HOUR, "no rest day after a red"
        for point, length in dose.lengths.items():
            self.judge_length(dose, point, length)

    def judge_length(self, dose: Dose, point: str, length: Millis) -> None:
        if dose.person == GUEST:
            assert length <= 30 * SECOND, "a guest's dose grew"
            return
        key = dose.person, point
        cap = self.caps.get(key, 30 * SECOND)
        if length > cap:
            mine = [d for d in self.doses if d.person == dose.person and point in d.points]
            run = mine[-3:]
            assert length == cap + 10 * SECOND, f"{point}: from {cap} ms to {length} ms at once"
            assert point in self.accepted, f"{point}: a step that nobody accepted"
            assert len(run) == 3, f"{point}: a step after {len(run)} doses"
            assert all(d.green for d in run), f"{point}: a step after doses that were not green"
            days = [dose_day(d.end_ms, ZoneInfo(ZONE)) for d in run]
            assert len(set(days)) == 3, f"{point}: a step after fewer than three days"
            for first, second, most in zip(days, [*days[1:], self.today], (3, 3, 4), strict=True):
                assert (second - first).days <= most, f"{point}: a step after a gap"  # type: ignore[operator]
            self.caps[key] = length
            self.seen["steps up"] += 1
            self.seen["longest"] = max(self.seen["longest"], length // 1000)


__all__ = ["ASKED", "CrashError", "Dose", "Onlooker"]
