"""A reception of make-believe: it keeps the contract, and remembers what it was asked.

For tests and pictures of the screen.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.reception import (
    GUEST,
    AnswerForm,
    Arrival,
    Assignment,
    Mark,
    Moment,
    PersonCard,
    PointState,
    PointStatus,
    Progress,
    Question,
    StationKind,
    Track,
)

GUEST_CARD = PersonCard(GUEST, "Guest", "#6B7280", "circle")

_LOOKS = (
    ("#1F77B4", "circle"),
    ("#D1495B", "square"),
    ("#2E8B57", "triangle"),
    ("#E9A23B", "diamond"),
    ("#7B4FA3", "star"),
    ("#3AAFB9", "hexagon"),
)


def sample_people() -> tuple[PersonCard, ...]:
    """Three people, one of them with a PIN."""
    return (
        PersonCard("p1", "Maria", *_LOOKS[0]),
        PersonCard("p2", "Jonathan", *_LOOKS[1], has_pin=True),
        PersonCard("p3", "Grandmother Elisabeth", *_LOOKS[2]),
    )


@dataclass
class FakeReception:
    """People and questions as they are given.

    Attributes:
        known: People, without the guest.
        guest: Whether there is one.
        pins: PINs by person; `operator_pin` is the operator's.
        asking: The questions still to be asked, by moment.
        answers: What was answered, in order.
        refusals: Why a session cannot be played, by its name.
        plans: Sessions on a plan, by person.
        calls: Every call that writes, in order.
        threads: The threads that those calls came from.
        station, zone: The kind of station, and its time zone.
        gate: Calls that write wait until it is set.
        fault: Raised by the next call that writes.
    """

    known: list[PersonCard] = field(default_factory=lambda: list(sample_people()))
    guest: bool = True
    needs_setup: bool = False
    operator_pin: str = "123456"
    pins: dict[str, str] = field(default_factory=lambda: {"p2": "4711"})
    asking: dict[Moment, list[Question]] = field(default_factory=dict)
    answers: list[tuple[str, int | None]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    plans: dict[str, list[Assignment]] = field(default_factory=dict)
    locked: dict[str, list[str]] = field(default_factory=dict)
    wrong: str = ""
    station: str = "home"
    zone: str = "Europe/London"
    calls: list[tuple[object, ...]] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    gate: threading.Event = field(default_factory=threading.Event)
    fault: Exception | None = None
    _here: PersonCard | None = None

    def __post_init__(self) -> None:
        """Let calls through from the start."""
        self.gate.set()

    def _wrote(self, *call: object) -> None:
        self.threads.add(threading.current_thread().name)
        if not self.gate.wait(30):
            raise TimeoutError("the gate was never opened")
        self.calls.append(call)
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault

    def set_up(self, kind: StationKind, operator_pin: str, zone: str) -> str:
        """Set up the station."""
        self._wrote("set_up", kind, operator_pin, zone)
        if not self.wrong:
            self.needs_setup, self.operator_pin = False, operator_pin
        return self.wrong

    def zones(self) -> Sequence[str]:
        """Many."""
        first = ("Europe/Berlin", "Europe/London", "America/New_York", "UTC")
        return (*first, *(f"Somewhere/Place_{at}" for at in range(400)))

    def people(self) -> Sequence[PersonCard]:
        """Everybody, the guest last."""
        return (*self.known, *([GUEST_CARD] if self.guest else []))

    @property
    def here(self) -> PersonCard | None:
        """Who is here."""
        return self._here

    def arrive(self, person: str, pin: str = "") -> Arrival:
        """Somebody taps their name."""
        self._wrote("arrive", person)
        if self.pins.get(person, "") != pin:
            return Arrival(None, "That PIN is wrong. Please wait 8 seconds, then try again.")
        self._here = next(each for each in self.people() if each.id == person)
        return Arrival(self._here)

    def leave(self) -> None:
        """Forget who was here."""
        self._wrote("leave")
        self._here = None

    def question(self, moment: Moment, session: str = "") -> Question | None:
        """The next that was given."""
        del session
        return next(iter(self.asking.get(moment, ())), None)

    def answer(self, question: str, value: int | None) -> None:
        """Remember it, and ask it no more."""
        self._wrote("answer", question, value)
        self.answers.append((question, value))
        for questions in self.asking.values():
            questions[:] = [each for each in questions if each.id != question]

    def points(self) -> Sequence[PointStatus]:
        """Two points."""
        return (
            PointStatus("ql left", "left quadratus lumborum", PointState.READY,
                        "30 seconds on your left quadratus lumborum.", 30_000, ("trigger-point",)),
            PointStatus("ql right", "right quadratus lumborum", PointState.DONE,
                        "Right side: done for today. Next tomorrow from 9 in the morning."),
        )  # fmt: skip

    def progress(self) -> Progress:
        """A week."""
        marks = tuple(Mark(f"2026-11-{day}", 30, "green") for day in range(16, 22))
        track = Track("Left quadratus lumborum", "s", 60, marks)
        return Progress("You practised on 6 of 28 days.", 6, (track,), "2026-11-22")

    def due_today(self) -> Sequence[Assignment]:
        """What is on the plan."""
        return () if self._here is None else self.plans.get(self._here.id, ())

    def refusal(self, session: str) -> str:
        """Why not."""
        self._wrote("refusal", session)
        return self.refusals.get(session, "")

    def operator(self, pin: str) -> FakeOperator | str:
        """Open the desk."""
        self._wrote("operator")
        if pin != self.operator_pin:
            return "That PIN is wrong. Please wait 30 seconds, then try again."
        return FakeOperator(self)


class FakeOperator:
    """The operator's desk over the same make-believe."""

    def __init__(self, reception: FakeReception) -> None:
        self._reception = reception

    def _act(self, *call: object) -> str:
        self._reception._wrote(*call)  # noqa: SLF001  two halves of one fake
        return self._reception.wrong

    def people(self) -> Sequence[PersonCard]:
        """Everyone known here."""
        return tuple(self._reception.known)

    def add_person(self, name: str, pin: str = "") -> str:
        """Make a person."""
        wrong = self._act("add_person", name, pin)
        if not wrong:
            person = f"p{len(self._reception.known) + 1}"
            look = _LOOKS[len(self._reception.known) % len(_LOOKS)]
            self._reception.known.append(PersonCard(person, name, *look, has_pin=bool(pin)))
            self._reception.pins[person] = pin
        return wrong

    def erase_person(self, person: str) -> str:
        """Remove them."""
        wrong = self._act("erase_person", person)
        if not wrong:
            known = self._reception.known
            known[:] = [each for each in known if each.id != person]
        return wrong

    def set_ceiling(self, person: str, seconds: int, reason: str) -> str:
        """Remember it."""
        return self._act("set_ceiling", person, seconds, reason)

    def clear_locks(self, person: str, reason: str) -> str:
        """Clear them."""
        wrong = self._act("clear_locks", person, reason)
        if not wrong:
            self._reception.locked.pop(person, None)
        return wrong

    def locks(self, person: str) -> Sequence[str]:
        """What is locked."""
        return tuple(self._reception.locked.get(person, ()))

    def assign(self, person: str, session: str, days: int) -> str:
        """Put it on the plan."""
        wrong = self._act("assign", person, session, days)
        if not wrong:
            plan = self._reception.plans.setdefault(person, [])
            plan[:] = [each for each in plan if each.session != session]
            if days:
                often = "every day" if days == 1 else f"every {days} days"
                plan.append(Assignment(session, often, due=True))
        return wrong

    def assignments(self, person: str) -> Sequence[Assignment]:
        """A person's plan."""
        return tuple(self._reception.plans.get(person, ()))

    def vouch_for_clock(self) -> str:
        """Remember it."""
        return self._act("vouch_for_clock")

    def allow_guest(self, *, allowed: bool) -> str:
        """Remember it."""
        return self._act("allow_guest", allowed)

    def state(self) -> Sequence[tuple[str, str]]:
        """All is well."""
        return (
            ("Clock", "Trusted: set by the network 12 minutes ago."),
            ("Ledger", "In order: 1,204 entries, the last one 3 minutes ago."),
            ("Storage", "5.1 GB free; written through in 11 ms."),
            ("Copy", "Verified today at 04:10."),
        )

    def policy(self) -> Sequence[tuple[str, str, str]]:
        """Some of the rule."""
        return tuple(
            (name, value, source)
            for name, value, source in (
                ("First dose", "30 s", "the article"),
                ("Step", "10 s, offered after 3 green doses", "NHS Inform"),
                ("Ceiling", "60 s; up to 90 s by an operator", "Gemmell 2008; Hou 2002"),
                ("How often", "once a day and 16 h apart", "the article; pumps"),
                ("Points a day", "2 on the first day, then 4", "dose reviews *"),
                ("Rest after a red", "1 day", "the article: it can backfire"),
                ("Locked after two reds", "7 days", "an engineering choice *"),
            )
        )

    def create_ledger(self) -> str:
        """Remember it."""
        return self._act("create_ledger")


def sample_questions() -> dict[Moment, list[Question]]:
    """One of each form, and an urgent one."""
    return {
        Moment.ARRIVING: [
            Question("next-day", AnswerForm.BETTER_SAME_WORSE,
                     "How is your back, compared with before your last session?"),
        ],
        Moment.BEFORE: [
            Question("fever", AnswerForm.YES_NO, "Do you have a fever?", "38 °C or more.",
                     number=2, of=18),
            Question("now", AnswerForm.ZERO_TO_TEN, "How much does it hurt now?",
                     "0 is nothing at all, 10 the worst you can think of."),
            Question("longer", AnswerForm.OFFER,
                     "It has gone well: you may do 40 seconds now, or stay as you are."),
        ],
        Moment.AFTER: [
            Question("while", AnswerForm.ZERO_TO_TEN, "How much did it hurt while pressing?"),
            Question("leg", AnswerForm.YES_NO,
                     "Was there numbness, tingling, or pain shooting down the leg?"),
            Question("help", AnswerForm.NOTICE, "Get medical help now.",
                     "Call the emergency number, or ask somebody to call. No massage, no exercise.",
                     urgent=True),
            Question("easy", AnswerForm.NOTICE, "Tomorrow is a rest day for this point.",
                     "A stretch or some heat is fine."),
        ],
    }  # fmt: skip
