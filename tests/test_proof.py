"""The dose rule as one: guard, ledger and player, through whatever befalls a station."""

# What ran is printed.
# ruff: noqa: T201

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from proof_onlooker import Onlooker
from proof_station import SCRIPTS, Station, Temper, furnish, without_threads

from kiosk.care.records import Records
from kiosk.dose import events
from kiosk.dose.answer import Granted, Request
from kiosk.dose.codec import read
from kiosk.dose.events import Event, How
from kiosk.dose.fold import Book
from kiosk.dose.guard import decide
from kiosk.dose.policy import GUEST
from kiosk.player.model import Command
from kiosk.reception import Moment
from kiosk.units import HOUR, MINUTE, SECOND

DAY = 24 * HOUR
POINTS = ("ql left", "ql right", "piriformis left", "piriformis right", "gluteus minimus left")
PLACEMENTS = (("ql left",), ("ql left", "ql right"), ("piriformis right", "gluteus minimus left"))
NAMES = ("Ada", "Bo")

NEW_NAMES = (*NAMES, "Cy")
MISFORTUNES = (
    ("will die",),
    ("will die",),
    ("dies",),
    ("power", 0, 0),
    ("power", 20 * SECOND, -40 * DAY),
    ("power", HOUR, 3 * DAY),
    ("power", 30 * HOUR, 0),
    ("clock", -2 * DAY),
    ("clock", 17 * HOUR),
    ("clock", 400 * DAY),
    ("network",),
    ("network",),
    ("disk", "lost"),
    ("disk", "kept"),
    ("slow",),
    ("slow",),
    ("older copy",),
)
ACTS = (
    ("clear",),
    ("clear",),
    ("ceiling", 20),
    ("ceiling", 60),
    ("ceiling", 90),
    ("vouch",),
    ("vouch",),
    ("anew",),
    ("guest", False),
    ("guest", True),
)

scores = st.sampled_from([0, 1, 2, 3, 3, 4, 6, None])
tempers = st.builds(
    Temper,
    before=st.sampled_from([0, 0, 2, 2, 3, 5, 5, 6, None]),
    after=scores,
    visit=st.sampled_from([2, 1, 1, 0, None]),
    numb=st.sampled_from([0, 0, 0, 1, None]),
    accepts=st.booleans(),
    ill=st.sampled_from([False] * 30 + [True]),
)
fair = st.builds(
    Temper,
    before=st.sampled_from([0, 2, 5]),
    after=st.sampled_from([1, 2, 3, 3, 4, 7]),
    visit=st.sampled_from([2, 1, 1, 1, 0]),
    numb=st.just(0),
    accepts=st.booleans(),
)
GOOD = Temper(before=1, after=1, visit=1, numb=0, accepts=True)
people = st.sampled_from([*NAMES, *NAMES, GUEST])
commands = st.sampled_from([each for each in Command if each is not Command.START])
spans = st.sampled_from(
    [1, 400, SECOND, 7 * SECOND, 31 * SECOND, 2 * MINUTE, 11 * MINUTE, HOUR, 5 * HOUR]
)
spans_in_a_session = st.sampled_from(
    [0, 1, SECOND, 5 * SECOND, 12 * SECOND, 26 * SECOND, 40 * SECOND, 5 * MINUTE]
)
nights = st.sampled_from([9 * HOUR, 15 * HOUR, 17 * HOUR, 24 * HOUR, 25 * HOUR, 3 * DAY, 15 * DAY])


class Totals:
    """What ran, over all the runs of a test."""

    steps = 0
    seen: ClassVar[Counter[str]] = Counter()


class TheStation(RuleBasedStateMachine):
    """Anything may happen to a station at any moment, and to whoever is on the massager."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = without_threads()
        self.patch.__enter__()
        self.onlooker = Onlooker()
        self.station = Station(FURNISHED, self.onlooker)
        self.onlooker.station = self.station
        self.name = "one"
        for name in NAMES:
            self.make(name)

    def teardown(self) -> None:
        Totals.seen.update(self.onlooker.seen)
        self.patch.__exit__(None, None, None)

    def id_of(self, name: str) -> str:
        found = self.station.people.by_name.get(name)
        return found.id if found else GUEST

    def make(self, name: str) -> None:
        erased = set(self.station.people.gone.values())
        self.station.operator.add_person(name)
        if name in self.station.people.by_name:
            self.onlooker.heirs[self.id_of(name)] = erased

    def act(self, act) -> None:
        Totals.steps += 1
        self.station.alive(act)
        self.onlooker.grants()

    # --- who is here, and what they do

    @rule(who=people, name=st.sampled_from(sorted(SCRIPTS)), temper=tempers)
    def plays(self, who: str, name: str, temper: Temper) -> None:
        self.name = name
        if not self.station.desk.records.health.ready:
            self.act(self.dies)  # "Start again."
        self.act(lambda: self.station.play(self.id_of(who), name, temper))

    @rule(who=people, name=st.sampled_from(sorted(SCRIPTS)), temper=tempers)
    def plays_up_to_the_press(self, who: str, name: str, temper: Temper) -> None:
        self.plays(who, name, temper)
        self.lies_down()

    @rule(
        who=people,
        name=st.sampled_from(sorted(SCRIPTS)),
        temper=fair,
        moments=st.lists(st.tuples(spans_in_a_session, commands), min_size=1, max_size=6),
        hours=st.sampled_from([0, 0, 1, 6, 11, 15, 17, 24, 48]),
        network=st.booleans(),
    )
    def has_a_session(
        self,
        who: str,
        name: str,
        temper: Temper,
        moments: list[tuple[int, Command]],
        hours: int,
        network: bool,  # noqa: FBT001
    ) -> None:
        """What most sessions are like: somebody plays one, asks for this and that, and goes."""
        if network:
            self.station.clock.synchronize()
        self.plays(who, name, temper)
        for ms, command in moments:
            self.lies_down()
            self.waits(ms)
            self.asks_for([command])
        self.lies_down()
        self.waits(100 * SECOND)
        self.says_how_it_was(temper)
        if hours:
            self.goes_home(hours * HOUR)

    @rule(
        who=people,
        name=st.sampled_from(["many", "near", "sides"]),
        each=st.lists(
            st.sampled_from([Command.NEXT, Command.NEXT, Command.BACK, Command.PAUSE]), max_size=4
        ),
        ms=spans,
    )
    def hurries_while_the_disk_is_slow(
        self, who: str, name: str, each: list[Command], ms: int
    ) -> None:
        """Gates are come to and left again before any of them has its answer."""
        self.plays(who, name, GOOD)
        self.station.slow = True
        for command in each:
            self.waits(12 * SECOND)
            self.asks_for([command])
        self.waits(ms)
        self.station.slow = False
        self.lies_down()

    @rule()
    def lies_down(self) -> None:
        self.act(self.station.to_the_press)

    @rule(who=people, name=st.sampled_from(["one", "both", "sides", "less"]))
    def has_a_good_day(self, who: str, name: str) -> None:
        """A whole session that feels good, and the same the day after."""
        self.name = name

        def day() -> None:
            station = self.station
            station.play(self.id_of(who), name, GOOD)
            for _ in range(3):
                station.to_the_press()
                station.go_on(100 * SECOND)
            station.leave_session()
            station.ask(Moment.AFTER, name, GOOD)
            station.desk.leave()
            station.go_on(DAY)

        self.act(day)

    @rule(each=st.lists(commands, min_size=1, max_size=3))
    def asks_for(self, each: list[Command]) -> None:
        self.act(lambda: self.station.send(*each))

    @rule(ms=spans)
    def waits(self, ms: int) -> None:
        self.act(lambda: self.station.go_on(ms))

    @rule(ms=nights)
    def goes_home(self, ms: int) -> None:
        def home() -> None:
            self.station.leave_session()
            self.station.desk.leave()
            self.onlooker.accepted.clear()
            self.station.go_on(ms)

        self.act(home)

    @rule(temper=tempers)
    def says_how_it_was(self, temper: Temper) -> None:
        if self.station.session is None:
            self.act(lambda: self.station.ask(Moment.AFTER, self.name, temper))

    # --- what goes wrong

    @rule(what=st.sampled_from(MISFORTUNES), boundary=st.integers(1, 12), share=st.floats(0, 1))
    def suffers(self, what: tuple[object, ...], boundary: int, share: float) -> None:
        station, clock = self.station, self.station.clock
        match what:
            case ("will die",):
                station.disk.crash_in = boundary
            case ("dies",):
                self.act(self.dies)
            case ("power", int(off), int(back)):
                wall = clock.wall_ms() + back
                self.act(lambda: station.cut_power(off, wall))
            case ("clock", int(by)):
                self.act(lambda: clock.set_wall(clock.wall_ms() + by))
            case ("network",):
                self.act(clock.synchronize)
            case ("disk", str(how)):
                station.disk.fails = how
            case ("slow",):
                station.slow = not station.slow
            case ("older copy",):
                self.act(lambda: station.restore_older(share))

    def dies(self) -> None:
        self.station.die()
        self.station.start()

    # --- what an operator does

    @rule(what=st.sampled_from(ACTS), who=st.sampled_from(NAMES), anew=st.sampled_from(NEW_NAMES))
    def is_operated(self, what: tuple[object, ...], who: str, anew: str) -> None:
        station, clock = self.station, self.station.clock
        operator, person = station.operator, self.id_of(who)

        def act() -> None:
            match what:
                case ("clear",):
                    operator.clear_locks(person, "reviewed")
                case ("ceiling", int(seconds)):
                    operator.set_ceiling(person, seconds, "reviewed")
                case ("vouch",):
                    clock.set_wall(clock.true_ms)
                    operator.vouch_for_clock()
                case ("anew",):
                    if who in station.people.by_name:
                        operator.erase_person(person)
                    for name in (anew, who):
                        if name not in station.people.by_name:
                            self.make(name)
                case ("guest", bool(allowed)):
                    operator.allow_guest(allowed=allowed)

        self.act(act)

    # --- the sentence about history

    @rule(
        kind=st.sampled_from(["dose", "amber", "red", "hurt", "refusal", "crash"]),
        points=st.sampled_from(PLACEMENTS),
        who=people,
        hours=st.sampled_from([0, 1, 17, 30, 60, 400]),
        back=st.sampled_from([0, 0, 0, 1, 4, 12]),
    )
    def wins_nothing_by_more(
        self, kind: str, points: tuple[str, ...], who: str, hours: int, back: int
    ) -> None:
        """At a fixed time nothing that is added to this history raises a grant."""
        records = self.station.desk.records
        if not records.health.ready:
            return
        Totals.steps += 1
        log = [read(row.record) for row in self.station.disk.ledger.rows()]
        here = max(0, len(log) - back)
        at = log[here - 1].at if back and here else records.now()
        more = added(self.id_of(who), kind, at, points)
        now = records.now()
        later = replace(
            now,
            boottime_ms=now.boottime_ms + hours * HOUR,
            wall_ms=now.wall_ms + hours * HOUR,
            lower_ms=now.lower_ms + hours * HOUR,
        )
        before = grants(records, log, later)
        after = grants(records, [*log[:here], *more, *log[here:]], later)
        raised = {key: (before[key], after[key]) for key in before if after[key] > before[key]}
        assert not raised, raised


def added(person: str, kind: str, at, points: tuple[str, ...]) -> list[Event]:
    about = {"person": person, "at": at, "points": points}
    if kind == "refusal":
        return [events.Refusal("x0", session="x", code="done", **about)]
    lengths = tuple((point, 20 * SECOND) for point in points)
    ms = 30 * SECOND
    more: list[Event] = [
        events.Grant("x0", session="x", granted_ms=ms, lengths=lengths, remainder_of="", **about),
        events.PressStarted("x1", grant="x0", **about),
    ]
    if kind == "crash":
        return more
    how = How.HURT if kind == "hurt" else How.FULL
    more.append(events.PressEnded("x2", grant="x0", pressed_ms=ms, how=how, **about))
    if kind in {"amber", "red"}:
        score = 5 if kind == "amber" else 7
        more.append(events.PainAfter("x3", grant="x0", score=score, **about))
    return more


def grants(records: Records, log: list[Event], now) -> dict[tuple[object, ...], int]:
    """What each placement would get at a fixed time, offers taken and not; nobody is asked."""
    book = Book(records.book.policy, records.book.zone)
    book.add_all(log)
    found = {}
    for person in (*book.people(), GUEST):
        session = book.person(person).answers(events.About.MASSAGE).session
        for points in PLACEMENTS:
            for accepted in (frozenset(), frozenset(points)):
                request = Request(person, session, points, pain_before=0, accepted=accepted)
                decision = decide(
                    book.policy,
                    book.station,
                    book.person(person),
                    request,
                    now,
                    book.zone_of(person),
                )
                ms = decision.ms if isinstance(decision, Granted) else 0
                found[person, points, bool(accepted)] = ms
    return found


FURNISHED = furnish(Path(tempfile.mkdtemp(prefix="proof-")))
STEPS = 50


def proven(steps: int) -> None:
    Totals.steps, Totals.seen = 0, Counter()
    while Totals.steps < steps:
        run_state_machine_as_test(
            TheStation,
            settings=settings(
                max_examples=max(5, min(500, (steps - Totals.steps) // 150)),
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
                # A failure is told as it was found: to shrink one takes far longer than to read it.
                phases=(Phase.generate,),
            ),
        )
    seen = ", ".join(f"{what} {count}" for what, count in sorted(Totals.seen.items()))
    print(f"\n{Totals.steps} steps: {seen}")
    assert Totals.seen["presses"] > steps / 100, "where nobody is massaged nothing is proven"


def test_no_step_of_3000_gives_a_second_more_than_was_granted_or_a_dose_too_many() -> None:
    proven(3000)


@pytest.mark.nightly
def test_no_step_of_1000000_gives_a_second_more_than_was_granted_or_a_dose_too_many() -> None:
    proven(1_000_000)
