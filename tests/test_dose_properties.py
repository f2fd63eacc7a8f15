"""What holds for every history, whatever people, pain, crashes and operators do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from dose_world import LEFT, RIGHT, ZONE, World
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from kiosk.dose import events
from kiosk.dose.answer import Granted, Request
from kiosk.dose.events import Event, How, Visit
from kiosk.dose.fold import Book
from kiosk.dose.guard import decide
from kiosk.dose.policy import GUEST, HARD_CEILING_MS, Place, Policy
from kiosk.dose.record import Stamp
from kiosk.dose.time import dose_day

PLACEMENTS = ((LEFT,), (RIGHT,), (LEFT, RIGHT), (LEFT, "piriformis left"))
POLICY = Policy.at(Place.HOME)


@dataclass
class Pressed:
    """A dose as an onlooker with a perfect clock saw it."""

    grant: str
    points: tuple[str, ...]
    granted_ms: int
    lengths: dict[str, int]
    end_ms: int
    pressed_ms: int = 0
    whole: bool = False
    pain: int | None = None
    visit: Visit | None = None
    visited: bool = False
    crashed: bool = False

    @property
    def green(self) -> bool:
        good = self.pain is not None and self.pain <= 3
        return good and not self.crashed and self.visit in {Visit.BETTER, Visit.SAME}


@dataclass
class Onlooker:
    """Plays a history on a world and keeps a plain list of what was done, to judge by."""

    world: World
    doses: dict[str, list[Pressed]] = field(default_factory=dict)

    def run(self, actions: list[tuple[str, object]]) -> None:
        for name, value in actions:
            getattr(self, name)(value)

    def wait(self, hours: float) -> None:
        self.world.wait(hours=hours)

    def off(self, hours: float) -> None:
        self.world.off(hours=hours)

    def trust(self, trusted: bool) -> None:  # noqa: FBT001
        self.world.trusted = trusted

    def visit(self, answer: Visit | None) -> None:
        self.world.visit(answer)
        day = dose_day(self.world.wall_ms, ZONE)
        for dose in self.doses.get("ana", []):
            later = dose_day(dose.end_ms, ZONE) != day
            if not dose.visited and (later or answer is Visit.WORSE):
                dose.visit, dose.visited = answer, True
            elif answer is Visit.WORSE and not dose.visited:
                dose.visit = answer

    def answer(self, numb: bool | None) -> None:  # noqa: FBT001
        self.world.tell(events.Numbness, answer=numb)

    def screen(self, _: object) -> None:
        self.world.screen()
        self.world.screen(person=GUEST)

    def clear(self, lock: events.Lock) -> None:
        self.world.act(events.LockCleared, lock=lock, points=())

    def ceiling(self, seconds: int) -> None:
        self.world.act(events.CeilingSet, ceiling_ms=seconds * 1000)

    def session(self, _: object) -> None:
        self.world.session += 1

    def press(self, how: tuple[str, tuple[str, ...], str, float, int | None, bool]) -> None:
        person, points, end, share, pain, accept = how
        world = self.world
        accepted = frozenset(points) if accept else frozenset()
        decision = world.ask(*points, person=person, accepted=accepted)
        if not isinstance(decision, Granted):
            world.add(decision.event(f"r{len(world.log)}", world.now))
            return
        self.judge(person, decision)
        grant = decision.event(f"g{len(world.log)}", world.now)
        world.add(grant)
        dose = Pressed(grant.id, points, grant.granted_ms, dict(grant.lengths), 0, pain=pain)
        self.doses.setdefault(person, []).append(dose)
        self.hold(person, dose, grant, end, share, pain)
        while end in {"paused", "stopped"}:
            world.wait(seconds=35)
            again = world.ask(*points, person=person, remainder=True)
            if not isinstance(again, Granted):
                break
            more = again.event(f"g{len(world.log)}", world.now)
            world.add(more)
            assert dose.pressed_ms + again.ms <= dose.granted_ms
            self.hold(person, dose, more, end, share, pain)
            dose.whole = False

    def hold(
        self, person: str, dose: Pressed, grant: events.Grant, end: str, share: float,
        pain: int | None,
    ) -> None:  # fmt: skip
        world = self.world
        about = {"grant": grant.id, "points": grant.points, "person": person}
        world.tell(events.PressStarted, **about)
        pressed = grant.granted_ms if end == "full" else int(grant.granted_ms * share)
        world.wait(milliseconds=pressed)
        dose.end_ms, dose.pressed_ms = world.wall_ms, dose.pressed_ms + pressed
        if end == "crash":
            dose.crashed = True
            dose.end_ms += grant.granted_ms - pressed
            world.off(seconds=45)
            return
        dose.whole = end == "full"
        world.tell(events.PressEnded, pressed_ms=pressed, how=How(end), **about)
        if end == "hurt":
            dose.pain = 10
        world.wait(seconds=9)
        world.tell(events.PainAfter, score=pain, **about)

    # --- the judgement, in plain terms

    def judge(self, person: str, decision: Granted) -> None:
        now, doses = self.world.wall_ms, self.doses.get(person, [])
        assert decision.ms <= HARD_CEILING_MS
        everyone = [*doses, *self.doses.get("ana" if person == GUEST else GUEST, [])]
        day = dose_day(now, ZONE)
        today = [dose for dose in everyone if dose_day(dose.end_ms, ZONE) == day]
        charged = sum(dose.pressed_ms * len(dose.points) for dose in today)
        assert charged + decision.ms * len(decision.request.points) <= POLICY.pressing_a_day_ms
        for point, length in decision.lengths:
            for dose in everyone:
                if point in dose.points:
                    assert now - dose.end_ms >= POLICY.lockout_ms
                    assert dose_day(dose.end_ms, ZONE) != day or now - dose.end_ms >= 86_400_000
            mine = [dose for dose in doses if point in dose.points]
            before = max([30_000, *(dose.lengths[point] for dose in mine)])
            if person == GUEST:
                assert length <= 30_000
            elif length > before:
                assert length == before + 10_000
                assert point in decision.request.accepted
                at_length = [d for d in mine if d.whole and d.granted_ms >= before]
                last = (at_length if before > 30_000 else mine)[-3:]
                assert len(last) == 3
                assert all(dose.green for dose in last)
                assert len({dose_day(dose.end_ms, ZONE) for dose in last}) == 3
                event("a dose grew")


presses = st.tuples(
    st.sampled_from(["ana", "ana", "ana", GUEST]),
    st.sampled_from(PLACEMENTS),
    st.sampled_from(["full", "full", "full", "paused", "stopped", "hurt", "skipped", "crash"]),
    st.sampled_from([0.1, 0.5, 0.9]),
    st.sampled_from([0, 2, 3, 3, 4, 6, None]),
    st.booleans(),
)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [("screen", None)]
    for _ in range(draw(st.integers(0, 10))):
        if draw(st.integers(0, 3)):
            # Mostly good days, or no dose would ever grow.
            days = draw(st.integers(1, 4))
            place = draw(st.sampled_from(PLACEMENTS))
            for _ in range(days):
                found += [
                    ("press", ("ana", place, "full", 1.0, 1, True)),
                    ("wait", 24),
                    ("session", None),
                    ("visit", Visit.SAME),
                    ("screen", None),
                ]
            continue
        found.append(
            draw(
                st.one_of(
                    st.tuples(st.just("press"), presses),
                    st.tuples(st.just("press"), presses),
                    st.tuples(
                        st.just("wait"), st.sampled_from([0.02, 1, 8, 15, 17, 24, 50, 100, 400])
                    ),
                    st.tuples(st.just("off"), st.sampled_from([0.02, 9, 24, 80])),
                    st.tuples(st.just("trust"), st.booleans()),
                    st.tuples(st.just("visit"), st.sampled_from([None, *Visit])),
                    st.tuples(st.just("answer"), st.sampled_from([None, False, False, True])),
                    st.tuples(st.just("clear"), st.sampled_from(list(events.Lock))),
                    st.tuples(st.just("ceiling"), st.sampled_from([20, 60, 90, 500])),
                    st.tuples(st.just("session"), st.none()),
                )
            )
        )
    return found


SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(SOME, max_examples=5000)


def played(actions: list[tuple[str, object]]) -> Onlooker:
    onlooker = Onlooker(World(policy=POLICY))
    onlooker.run(actions)
    return onlooker


def keeps_the_rule(actions: list[tuple[str, object]]) -> None:
    doses = played(actions).doses
    for dose in (dose for each in doses.values() for dose in each):
        assert dose.pressed_ms <= dose.granted_ms


@SOME
@given(histories())
def test_a_grant_never_breaks_the_rule_as_an_onlooker_sees_it(
    actions: list[tuple[str, object]],
) -> None:
    keeps_the_rule(actions)


@pytest.mark.nightly
@MANY
@given(histories())
def test_no_grant_breaks_the_rule_in_5000_histories(actions: list[tuple[str, object]]) -> None:
    keeps_the_rule(actions)


def added(kind: str, at: Stamp, points: tuple[str, ...], ms: int) -> Iterator[Event]:
    """What is added to a history: a dose, an amber, a red, a refusal or a crash."""
    about = {"person": "ana", "at": at, "points": points}
    if kind == "refusal":
        yield events.Refusal("x0", session="x", code="done", **about)
        return
    # No step is accepted with it: that would be another act, and one that may raise a grant.
    lengths = tuple((point, 20_000) for point in points)
    yield events.Grant("x0", session="x", granted_ms=ms, lengths=lengths, remainder_of="", **about)
    yield events.PressStarted("x1", grant="x0", **about)
    if kind == "crash":
        return
    how = How.HURT if kind == "hurt" else How.FULL
    yield events.PressEnded("x2", grant="x0", pressed_ms=ms, how=how, **about)
    scores = {"amber": 5, "red": 7, "unanswered": None}
    if kind in scores:
        yield events.PainAfter("x3", grant="x0", score=scores[kind], **about)


def grants(log: list[Event], now: Stamp) -> dict[tuple[object, ...], int]:
    """What each placement would get at a fixed time, offers taken and not."""
    book = Book(POLICY, ZONE)
    book.add_all(log)
    found = {}
    for person in ("ana", GUEST):
        for points in (*PLACEMENTS, ("gluteus minimus right",)):
            for accepted in (frozenset(), frozenset(points)):
                request = Request(person, "fixed", points, pain_before=0, accepted=accepted)
                decision = decide(POLICY, book.station, book.person(person), request, now, ZONE)
                ms = decision.ms if isinstance(decision, Granted) else 0
                found[person, points, bool(accepted)] = ms
    return found


additions = given(
    histories(),
    st.floats(0, 1),
    st.sampled_from(["dose", "unanswered", "amber", "red", "hurt", "refusal", "crash"]),
    st.sampled_from(PLACEMENTS),
    st.sampled_from([10_000, 30_000, 60_000]),
    st.sampled_from([0, 0.5, 17, 24, 48, 400]),
)


def never_raises(
    actions: list[tuple[str, object]],
    where: float,
    kind: str,
    points: tuple[str, ...],
    ms: int,
    hours: float,
) -> None:
    world = played(actions).world
    world.wait(hours=hours)
    world.screen(person=GUEST)
    log = [
        replace(item, session="fixed") if isinstance(item, events.Screening) else item
        for item in world.log
    ]
    # Where: most of all at the end, but anywhere in it, too.
    index = min(len(log), 2 + int(where * 1.5 * len(log)))
    more = list(added(kind, log[index - 1].at, points, ms))
    before, after = grants(log, world.now), grants(log[:index] + more + log[index:], world.now)
    event(f"{kind}: {'some grant' if any(before.values()) else 'nothing granted'} before")
    raised = {key: (before[key], after[key]) for key in before if after[key] > before[key]}
    assert not raised


test_at_a_fixed_time_adding_to_a_history_never_raises_a_grant = SOME(additions(never_raises))
test_adding_to_a_history_never_raises_a_grant_in_5000_histories = pytest.mark.nightly(
    MANY(additions(never_raises))
)
