"""A whole station without threads or real time: rooms as they are, on a disk and a clock of a test.

The dose rule, the records, the desk, the presses, the player and the performance are the real
ones. Only the disk is memory, the clock is a fake one, nothing sounds, and what the recorder's
thread would do is done when the test says so.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

from kiosk.care.desk import Desk
from kiosk.care.operator import OperatorDesk
from kiosk.care.station_file import StationFile, save
from kiosk.dose.policy import Place
from kiosk.dose.record import Json, Record
from kiosk.ledger.fake import MemoryLedger
from kiosk.ledger.people import Person
from kiosk.ledger.row import Row
from kiosk.ledger.source import FakeClock
from kiosk.ledger.states import Health, LedgerError, State
from kiosk.ledger.writer import Upkeep
from kiosk.massage import Ready, asked_of, prepare_presses
from kiosk.performance import LivePerformance
from kiosk.plan.model import Refusal, SegmentKind
from kiosk.player.model import Command, Effect, Interrupted, Shown
from kiosk.player.model import State as Playing
from kiosk.reception import AnswerForm, Moment, Operator
from kiosk.script.model import Script
from kiosk.script.reader import Surroundings, read
from kiosk.script.source import Source
from kiosk.settings import Settings
from kiosk.sound.silent import SilentLoudspeaker
from kiosk.units import MINUTE, Millis

_HEAD = """\
title: {name}
summary: Presses points.
kind: massage
position: lying on your back
source:
  title: Made for a proof
caution: Stop if it hurts.
steps:
"""
_PRESS = """\
{pad}- massage: [{points}]
{pad}  name: Press
{pad}  say: Be beside it.
{pad}  onto: Lower yourself.
{pad}  ease off: Roll off.
"""
_LESS = "{pad}  at most: 25s\n"
_READY = "  - ready: Sit.\n    for: 5s\n"
_REST = "{pad}- rest: 31s\n{pad}  say: Rest.\n"


def _press(points: str, pad: str = "  ") -> str:
    return _PRESS.format(points=points, pad=pad)


def _rest(pad: str = "  ") -> str:
    return _REST.format(pad=pad)


_BODIES = {
    "one": _READY + _press("ql left"),
    "both": _press("ql left, ql right") + _READY,
    "sides": (
        "  - sides: [left, right]\n    name: Side\n    steps:\n"
        + _press("ql <side>, piriformis <side>", "      ")
        + _rest("      ")
    ),
    "many": "".join(
        _press(points) + _rest()
        for points in ("ql left", "piriformis right", "gluteus minimus left", "ql left", "ql right")
    ),
    "near": _press("ql left") + _press("piriformis left") + _READY,
    "less": _press("gluteus minimus right") + _LESS.format(pad="  "),
}


def _read(name: str, body: str) -> Script:
    source = Source(f"{name}.yaml", _HEAD.format(name=name) + body)
    reading = read(name, source, Surroundings(figures=frozenset(), chimes=frozenset()))
    assert reading.script is not None, [each.one_line() for each in reading.problems]
    return reading.script


SCRIPTS = {name: _read(name, body) for name, body in _BODIES.items()}
ASKED = {name: asked_of(script, 4000) for name, script in SCRIPTS.items()}
ZONE = "Europe/Berlin"


class CrashError(BaseException):
    """The process is gone: nothing may catch it but the test."""


# --- a disk that outlives the process


@dataclass
class MemoryDisk:
    """What is durable, and what goes wrong with it.

    Attributes:
        ledger: The rows.
        known: How many rows the witness knows of.
        note: The clock's note.
        crash_in: The process dies at the boundary so many further on; None: it lives.
        fails: How the next append fails: ``lost`` or ``kept``; the process knows neither.
    """

    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    known: int = 0
    note: dict[str, Json] | None = None
    crash_in: int | None = None
    fails: str = ""

    def boundary(self) -> None:
        if self.crash_in is None:
            return
        self.crash_in -= 1
        if self.crash_in <= 0:
            self.crash_in = None
            raise CrashError

    # as the place of a ledger, as far as the records look at it

    def notes(self) -> MemoryDisk:
        return self

    def read(self) -> dict[str, Json] | None:
        return self.note

    def write(self, value: dict[str, Json]) -> None:
        self.boundary()
        self.note = dict(value)


class InlineWriter:
    """The ledger's thread without the thread: what is asked is done at once."""

    def __init__(self, place: MemoryDisk, *, upkeep: Upkeep) -> None:
        self.disk = place
        self.upkeep = upkeep
        self.health = Health(State.STARTING)

    def start(self) -> None:
        self.disk.ledger.reopen()
        older = self.disk.ledger.length < self.disk.known
        self.health = Health(State.OLDER if older else State.READY)

    def wait_until_open(self) -> Health:
        return self.health

    @property
    def ledger(self) -> str:
        return self.disk.ledger.ledger

    def rows(self) -> Iterator[Row]:
        yield from self.disk.ledger.rows()

    def append(self, records: list[Record]) -> None:
        if not self.health.ready:
            raise LedgerError(self.health.state)
        disk = self.disk
        disk.boundary()
        fails, disk.fails = disk.fails, ""
        if fails != "lost":
            disk.ledger.append(records)
            disk.known = disk.ledger.length
        if fails:
            self.health = Health(State.FAILING)
            raise LedgerError(State.FAILING)
        disk.boundary()

    def submit(self, records: list[Record]) -> Future[None]:
        done: Future[None] = Future()
        try:
            self.append(records)
        except LedgerError as error:
            done.set_exception(error)
        else:
            done.set_result(None)
        return done

    def close(self, timeout_s: float) -> None:
        del timeout_s
        self.health = Health(State.CLOSED)


@contextmanager
def without_threads() -> Iterator[None]:
    """Let the records stand on a `MemoryDisk`."""
    with patch("kiosk.care.records.Writer", InlineWriter):
        yield


class MemoryPeople:
    """Names; whoever is made anew under an erased name is the same one."""

    def __init__(self) -> None:
        self.by_name: dict[str, Person] = {}
        self.gone: dict[str, str] = {}

    def all(self) -> list[Person]:
        return list(self.by_name.values())

    def get(self, person: str) -> Person | None:
        return next((each for each in self.by_name.values() if each.id == person), None)

    def named(self, name: str) -> Person | None:
        return self.by_name.get(name)

    def make(
        self, name: str, colour: str, shape: str, wall_ms: int, pin: bytes | None = None
    ) -> Person:
        id_ = self.gone.pop(name, f"person-{len(self.by_name) + len(self.gone)}-{name}")
        self.by_name[name] = Person(id_, name, colour, shape, pin, wall_ms)
        return self.by_name[name]

    def erase(self, person: str, wall_ms: int) -> None:
        del wall_ms
        for name, each in list(self.by_name.items()):
            if each.id == person:
                del self.by_name[name]
                self.gone[name] = person

    def close(self) -> None:
        """Nothing is open."""


class Mute:
    """A voice that renders nothing: lengths are then estimated."""

    def prepare(self, *_: object, **__: object) -> dict[object, object]:
        return {}


# --- the process


class InlinePerformance(LivePerformance):
    """A performance that a test steps."""

    works: deque[Callable[[], None]]

    def _record(self, work: Callable[[], None]) -> None:
        self.works.append(work)

    def _sleep_s(self) -> float:
        return 0.0

    def begin(self) -> None:
        self.works = deque()
        self._commands.append(Command.START)

    def step(self) -> bool:
        return self._step()

    @property
    def player(self):
        return self._player


@dataclass(frozen=True)
class Temper:
    """How somebody answers: a score of None is no answer."""

    before: int | None = 1
    after: int | None = 1
    visit: int | None = 1
    numb: int | None = 0
    accepts: bool = True
    ill: bool = False


@dataclass
class Watch:
    """Who is told what happens; the onlooker of a proof overrides what it wants to know."""

    def begins(self, person: str, gate: str, ms: Millis) -> None: ...
    def pressing(self, ms: Millis) -> None: ...
    def eases(self) -> None: ...
    def breaks(self, command: Command) -> None: ...
    def dies(self) -> None: ...
    def refused(self, sentence: str) -> None: ...
    def answers(self, person: str, question: str, value: int | None, *, kept: bool) -> None: ...


class Station:
    """A station: what is durable, what time it is, and the process, while it lives."""

    def __init__(self, data: Path, watch: Watch, true_ms: Millis = 1_750_000_000_000) -> None:
        self.data = data
        self.watch = watch
        self.clock = FakeClock(true_ms)
        self.disk = MemoryDisk()
        self.people = MemoryPeople()
        self.session: InlinePerformance | None = None
        self.who = ""
        self.slow = False
        self.desk = self._desk()

    def _desk(self) -> Desk:
        desk = Desk(self.data, ASKED.get, clock=self.clock)
        desk.records.place = self.disk  # type: ignore[assignment]
        desk._people = self.people  # type: ignore[assignment]
        desk.records.open()
        return desk

    @property
    def operator(self) -> Operator:
        desk = self.desk
        assert desk._people is not None
        return OperatorDesk(desk.records, desk._people, lambda: desk._station, self._change_station)

    def _change_station(self, station: StationFile) -> str:
        return self.desk._change_station(station)

    # --- the end of a process, and the next one

    def die(self) -> None:
        """The process is gone, in whatever it was doing."""
        if self.session is not None:
            self.watch.dies()
        self.session = None
        self.slow = False
        self.disk.crash_in = None
        self.disk.fails = ""

    def start(self) -> None:
        """Begin a process on what is durable."""
        self.desk = self._desk()

    def alive(self, act: Callable[[], None]) -> None:
        """Do something that the process may die of; then there is another one."""
        try:
            act()
        except CrashError:
            self.die()
            self.start()

    # --- time

    def go_on(self, ms: Millis) -> None:
        """Let time pass; a session that is being played goes on in it."""
        end = self.clock.true_ms + ms
        while self.session is not None and self.clock.true_ms < end:
            self.settle()
            if self.session is None:
                break
            due = self.session.player.next_due()
            self._pass(min(end, max(end if due is None else due, self.clock.true_ms)))
            self.step()
        # Out of a session the ledger's thread notes the time about once a minute.
        for left in (MINUTE, 0):
            self._pass(max(self.clock.true_ms, end - left))
            self.look_after()

    def look_after(self) -> None:
        writer = self.desk.records.writer
        if writer is not None:
            writer.upkeep.also()

    def _pass(self, to_ms: Millis) -> None:
        ms = to_ms - self.clock.true_ms
        if self.session is not None and self.on_massager:
            self.watch.pressing(ms)
        self.clock.go_on(ms)

    @property
    def on_massager(self) -> bool:
        if self.session is None:
            return False
        view = self.session.view()
        pressed = view.segment is not None and view.segment.kind is SegmentKind.PRESS
        return pressed and view.state is Playing.PLAYING

    # --- a session

    def arrive(self, person: str, temper: Temper) -> None:
        if self.desk.here is None or self.desk.here.id != person:
            self.desk.arrive(person)
        self.ask(Moment.ARRIVING, "", temper)

    def play(self, person: str, name: str, temper: Temper) -> str:
        """Begin a session as the kiosk does; return why it was refused, or nothing."""
        self.leave_session()
        self.arrive(person, temper)
        self.ask(Moment.BEFORE, name, temper)
        if refusal := self.desk.refusal(name):
            self.watch.refused(refusal)
            return refusal
        settings = Settings(data=self.data, cache=self.data)
        made = prepare_presses(SCRIPTS[name], settings, Mute(), self.desk, {})  # type: ignore[arg-type]
        if isinstance(made, Refusal):
            self.watch.refused(made.reason)
            return made.reason
        assert isinstance(made, Ready)
        self.who = person
        self.session = InlinePerformance(
            made.prepared.plan,
            made.prepared.clips,
            SilentLoudspeaker(),
            self,
            listeners=[self._hear],
            presses=made.presses,
        )
        self.session.begin()
        self.step()
        return ""

    def now_ms(self) -> Millis:
        return self.clock.true_ms

    def real_s(self, ms: Millis) -> float:
        return ms / 1000

    def _hear(self, effect: Effect, now_ms: Millis, start_ms: Millis) -> None:
        del now_ms, start_ms
        if isinstance(effect, Shown):
            if effect.segment.kind is SegmentKind.PRESS:
                self.watch.begins(self.who, effect.segment.gate, effect.segment.duration_ms)
            elif effect.segment.kind is SegmentKind.EASE:
                self.watch.eases()
        elif isinstance(effect, Interrupted) and effect.kind is SegmentKind.PRESS:
            self.watch.breaks(effect.command)
        self.disk.boundary()

    def send(self, *commands: Command) -> None:
        """Somebody asks for something, or for several things before the session looks."""
        if self.session is None:
            return
        for command in commands:
            self.session.send(command)
        self.step()
        self.settle()

    def step(self) -> None:
        session = self.session
        if session is None:
            return
        if session.step():
            self.slow = False
            session._record(session._presses.close)
            self.settle()
            self.session = None

    def settle(self) -> None:
        """Let the recorder do what it was given, unless the disk is slow."""
        session = self.session
        while session is not None and session.works and not self.slow:
            session.works.popleft()()
            if self.session is session and session._calls:
                self.step()

    def leave_session(self) -> None:
        """Whoever plays stops; and is asked nothing."""
        for _ in range(60):
            if self.session is None:
                return
            self.send(Command.STOP)
            self.go_on(10_000)
        raise AssertionError("a session that does not stop")

    def to_the_press(self) -> bool:
        """Go on, ready at every wait, until somebody lies on the massager; say whether."""
        for _ in range(400):
            if self.session is None or self.on_massager:
                break
            state = self.session.player.state
            if state is Playing.WAITING:
                self.send(Command.READY)
            elif state is Playing.PAUSED:
                self.send(Command.RESUME)
            else:
                due = self.session.player.next_due()
                self.go_on(1000 if due is None else max(0, due - self.clock.true_ms))
        return self.on_massager

    def ask(self, moment: Moment, name: str, temper: Temper) -> None:
        """Answer every question there is."""
        for _ in range(60):
            question = self.desk.question(moment, name)
            if question is None:
                return
            kind = question.id.partition(":")[0]
            value = {
                "numb": temper.numb,
                "visit": temper.visit,
                "pain-before": temper.before,
                "pain-after": temper.after,
                "offer": int(temper.accepts),
                "screen": int(temper.ill),
            }.get(kind, 1)
            person = self.desk.here.id if self.desk.here else ""
            rows = self.disk.ledger.length
            self.desk.answer(question.id, value)
            kept = question.form is AnswerForm.OFFER or self.disk.ledger.length > rows
            self.watch.answers(person, question.id, value, kept=kept)
        # Where nothing can be kept, everything is asked for ever: the person goes away.

    # --- what else befalls a station

    def cut_power(self, off_ms: Millis, wall_ms: Millis | None = None) -> None:
        self.die()
        self.clock.cut_power(off_ms, wall_ms)
        self.start()

    def restore_older(self, keep: float) -> None:
        """Yesterday's folder is copied back; then the operator restores the whole again."""
        self.die()
        whole = self.disk.ledger
        older = replace(whole, failure=None)
        older._rows = whole._rows[: int(len(whole._rows) * keep)]
        older._ids = {row_id: fact for row_id, fact, _ in older._rows}
        self.disk.ledger = older
        self.start()
        behind = older.length < whole.length
        health = self.desk.records.health
        assert health.ready is not behind, "an older ledger was believed"
        with suppress(LedgerError):
            self.desk.records.close()
        if behind:
            assert self.desk.dosing("one") is None, "a massage on an older ledger"
        self.disk.ledger = whole
        self.start()


def furnish(data: Path) -> Path:
    """A data folder of a station that was set up at home."""
    save(data, StationFile(Place.HOME, ZONE, "no operator signs in by PIN here"))
    return data
