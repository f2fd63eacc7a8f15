"""A station with people in it, a clock that tests move, and sessions that play fast."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.care.desk import Desk
from kiosk.care.interview import Asked
from kiosk.care.operator import OperatorDesk
from kiosk.clock import FastClock
from kiosk.files import check_file
from kiosk.ledger.source import FakeClock
from kiosk.massage import asked_of
from kiosk.performance import LivePerformance
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan, SegmentKind
from kiosk.player.model import Command, Effect, Shown, State
from kiosk.preparing import Prepared
from kiosk.pressing import Pressing
from kiosk.reception import AnswerForm, Moment, PersonCard, Question, StationKind
from kiosk.script.model import Script
from kiosk.sound.silent import SilentLoudspeaker
from kiosk.units import HOUR, Millis
from sessions import MASSAGE, SHORT, write_session

PIN = "482615"
SPEED = 150
BREATH_MS = 4000
START_MS = 1_767_603_600_000
"""Monday, 5 January 2026, 10 in the morning in Berlin."""


class WorldClock(FakeClock):
    """Time is moved by the test, and goes on by itself while a session plays."""

    def __init__(self) -> None:
        super().__init__(START_MS)
        self.playing: FastClock | None = None
        self._since = 0

    def play(self) -> FastClock:
        self.playing = FastClock(SPEED)
        self._since = self.playing.now_ms()
        return self.playing

    def rest(self) -> None:
        gone, self.playing = self._gone(), None
        self.go_on(gone)

    def _gone(self) -> Millis:
        return self.playing.now_ms() - self._since if self.playing else 0

    def boottime_ms(self) -> Millis:
        return super().boottime_ms() + self._gone()

    def wall_ms(self) -> Millis:
        return super().wall_ms() + self._gone()


def quiet(question: Question) -> int | None:
    """The answers of somebody who is well."""
    return {AnswerForm.ZERO_TO_TEN: 2, AnswerForm.BETTER_SAME_WORSE: 1}.get(question.form, 0)


def saying(**answers: int | None) -> Callable[[Question], int | None]:
    """Answers by the beginning of a question's id, with ``_`` for ``-``; well elsewhere."""

    def answer(question: Question) -> int | None:
        for start, value in answers.items():
            if start.replace("_", "-") in question.id and question.form is not AnswerForm.NOTICE:
                return value
        return quiet(question)

    return answer


class World:
    """A folder, a clock and a desk; the desk can be closed and opened anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = WorldClock()
        self.clock.synchronize()
        self.clock.go_on(HOUR)
        self.scripts: dict[str, Script] = {}
        self.session("press", MASSAGE, kind="massage")
        self.session("stretch", SHORT)
        self.desk = self._desk()

    def session(self, name: str, steps: str, *, kind: str = "strengthen") -> Script:
        path = write_session(self.folder / "sessions", name, steps, kind=kind)
        checked = check_file(path, BREATH_MS)
        assert checked.script is not None, [problem.one_line() for problem in checked.problems]
        self.scripts[name] = checked.script
        return checked.script

    def _desk(self) -> Desk:
        desk = Desk(self.folder / "data", self._asked, clock=self.clock)
        desk.open()
        return desk

    def _asked(self, name: str) -> Asked | None:
        script = self.scripts.get(name)
        return asked_of(script, BREATH_MS) if script else None

    def restart(self, *, reboot: bool = False) -> Desk:
        self.desk.close()
        if reboot:
            self.clock.cut_power()
        self.desk = self._desk()
        return self.desk

    def set_up(self, kind: StationKind = StationKind.HOME) -> World:
        assert self.desk.set_up(kind, PIN, "Europe/Berlin") == ""
        assert self.desk.trouble == ""
        return self

    def operator(self) -> OperatorDesk:
        found = self.desk.operator(PIN)
        assert isinstance(found, OperatorDesk), found
        return found

    def add(self, name: str = "Ada", pin: str = "") -> PersonCard:
        assert self.operator().add_person(name, pin) == ""
        found = self.desk.card_named(name)
        assert found is not None
        return found

    def arrive(self, name: str = "Ada") -> PersonCard:
        card = self.desk.card_named(name) or self.add(name)
        assert self.desk.arrive(card.id).person == card
        return card

    def ask(
        self,
        moment: Moment,
        session: str = "press",
        answers: Callable[[Question], int | None] = quiet,
    ) -> list[Question]:
        """Answer everything that is asked; return the questions."""
        asked: list[Question] = []
        while (question := self.desk.question(moment, session)) is not None:
            assert len(asked) < 60, f"asked without an end: {question.id}"
            asked.append(question)
            self.desk.answer(question.id, answers(question))
        return asked

    @contextmanager
    def playing(self, session: str = "press") -> Iterator[Playing]:
        """Play a session for who is here, as the kiosk does, but fast and without a sound."""
        script = self.scripts[session]
        dosing = self.desk.dosing(session)
        assert dosing is not None, self.desk.trouble

        def lay(presses: object) -> Prepared:
            plan = build(script, estimate_ms, breath_ms=BREATH_MS, presses=presses)  # type: ignore[arg-type]
            assert isinstance(plan, Plan)
            return Prepared(plan, {})

        first = lay(dosing.preview(lay({}).plan.gates))
        playing = Playing(first.plan, Pressing(dosing, lay, first.plan), self.clock)
        try:
            yield playing
        finally:
            playing.close()
            self.clock.rest()

    def massage(
        self, session: str = "press", answers: Callable[[Question], int | None] = quiet
    ) -> None:
        """All of it: what is asked before, the session, what is asked after."""
        self.ask(Moment.BEFORE, session, answers)
        assert self.desk.refusal(session) == ""
        with self.playing(session) as playing:
            playing.to_the_end()
        self.ask(Moment.AFTER, session, answers)

    def kinds(self) -> list[str]:
        return [event.KIND for event in self.desk.records.events()]

    def granted_ms(self, point: str = "ql left") -> Millis:
        person = self.desk.here
        assert person is not None
        return next(
            each.granted_ms for each in self.desk.points_of(person.id) if each.point == point
        )


class Playing:
    """A session that plays; it goes on by itself where it waits."""

    def __init__(self, plan: Plan, presses: Pressing, clock: WorldClock) -> None:
        self.pressing = threading.Event()
        self.seen: list[tuple[SegmentKind, Millis]] = []
        self.performance = LivePerformance(
            plan,
            {},
            SilentLoudspeaker(),
            clock.play(),
            listeners=[self._hear],
            presses=presses,
        )
        self.performance.start()

    def _hear(self, effect: Effect, _now: Millis, _start: Millis) -> None:
        if isinstance(effect, Shown):
            self.seen.append((effect.segment.kind, effect.segment.duration_ms))
            if effect.segment.kind is SegmentKind.PRESS:
                self.pressing.set()
            if effect.segment.kind is SegmentKind.WAIT:
                self.performance.send(Command.READY)

    def in_the_press(self) -> None:
        assert self.pressing.wait(20), "no press began"
        self.pressing.clear()

    def send(self, command: Command) -> None:
        self.performance.send(command)

    def to_the_end(self) -> None:
        assert self.performance.wait(30), "the session has no end"
        assert self.performance.view().state in {State.DONE, State.STOPPED}

    @property
    def presses_ms(self) -> list[Millis]:
        return [ms for kind, ms in self.seen if kind is SegmentKind.PRESS]

    def close(self) -> None:
        self.performance.close()
        assert self.performance.wait(10)
