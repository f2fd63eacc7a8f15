"""The questions: what is asked when, and what becomes of each answer.

What is to be asked next follows from what is on record and from what was answered in this visit;
nothing else is remembered. An answer is durable before the next question is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kiosk.care import words
from kiosk.care.dosing import Dosing
from kiosk.care.records import Records
from kiosk.dose.answer import Granted
from kiosk.dose.events import (
    Event,
    NextVisit,
    Numbness,
    PainAfter,
    PainBefore,
    Practised,
    RangeStep,
    Screening,
    Visit,
)
from kiosk.dose.explain import place
from kiosk.dose.growth import Range, offered
from kiosk.dose.policy import GUEST
from kiosk.dose.record import Stamp
from kiosk.dose.screening import EMERGENCY, QUESTIONS, About
from kiosk.dose.screening import Question as Screen
from kiosk.dose.state import Phase, Practice
from kiosk.dose.time import least_ms, most_ms
from kiosk.language import _, current
from kiosk.ledger.states import LedgerError
from kiosk.reception import AnswerForm, Moment, Question
from kiosk.units import HOUR, SECOND, Millis

NEXT_VISIT_AFTER_MS: Final[Millis] = 4 * HOUR
"""A visit so long after the last press is another one: how it feels now can be asked."""

_VISITS: Final = {2: Visit.BETTER, 1: Visit.SAME, 0: Visit.WORSE}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the interview must know of a session.

    Attributes:
        name: The session's name.
        title: What it is called, in the language in force when it was asked for.
        gates: The points of each of its presses, with the script's own limit.
        warmth: Whether it warms or cools.
        ranges: What may grow in it.
        sides: The sides that are pressed one after the other, in the script's order; empty where
            there are no two.
    """

    name: str
    title: str = field(default="", compare=False)
    gates: tuple[tuple[tuple[str, ...], Millis], ...] = ()
    warmth: bool = False
    ranges: tuple[Range, ...] = ()
    sides: tuple[str, ...] = ()


@dataclass(slots=True)
class Interview:
    """The questions of one visit of one person.

    Attributes:
        records: Where every answer is put on record.
        person: Who is here.
        dosing: The doses of the session that is about to begin or has just been.
        preview: Says what the gates of a session would be granted; for the offers.
    """

    records: Records
    person: str
    dosing: Dosing | None = None
    other_side_first: bool = False
    """The person chose to begin with the side that the script has second."""
    _session: Asked | None = None
    _screened: dict[About, dict[str, bool]] = field(default_factory=dict)
    _notices: list[Question] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)

    # --- what is next

    def begin(self, session: Asked) -> Dosing:
        """A session is about to be asked about: its doses begin anew."""
        if self._session != session or self.dosing is None or self.dosing.pressed:
            self._session = session
            self._asked.clear()
            self._screened.clear()
            self.other_side_first = False
            self.dosing = Dosing(
                self.records, self.person, name=session.name if session.gates else ""
            )
        return self.dosing

    def next(self, moment: Moment) -> Question | None:
        """The next question, or None."""
        if self._notices:
            return self._notices[0]
        state = self.records.book.person(self.person)
        if state.numb_due and "numb" not in self._asked:
            return Question("numb", AnswerForm.YES_NO, _(words.NUMBNESS))
        if moment is Moment.ARRIVING:
            return self._arriving()
        if moment is Moment.BEFORE:
            return self._before()
        return self._after()

    def _arriving(self) -> Question | None:
        if "visit" in self._asked or self.person == GUEST or not self.records.health.ready:
            return None
        now = self.records.now()
        doses = [point.dose for point in self.records.book.person(self.person).points.values()]
        due = any(
            dose is not None
            and not dose.visited
            and dose.phase in {Phase.OVER, Phase.PAUSED}
            and least_ms(dose.end, now) >= NEXT_VISIT_AFTER_MS
            for dose in doses
        )
        return Question("visit", AnswerForm.BETTER_SAME_WORSE, _(words.NEXT_VISIT)) if due else None

    def _before(self) -> Question | None:
        session, dosing = self._session, self.dosing
        if session is None or dosing is None:
            return None
        if session.gates and self.records.health.ready:
            return (
                self._screening(About.MASSAGE)
                or self._pain_before(dosing)
                or self._which_side(session)
                or self._offer(session, dosing)
            )
        if session.warmth and self.records.health.ready:
            return self._screening(About.WARMTH)
        return self._offer_range(session)

    def _screening(self, about: About) -> Question | None:
        book, now = self.records.book, self.records.now()
        kept = book.person(self.person).answers(about)
        age = None if kept.at is None else most_ms(kept.at, now)
        mine = self.dosing.session if self.dosing else ""
        old = age is None or age > book.policy.screening_ms
        if kept.yes or (not old and (self.person != GUEST or kept.session == mine)):
            return None
        given = self._screened.setdefault(about, {})
        asked = QUESTIONS[about]
        for number, question in enumerate(asked, 1):
            if question not in given:
                return Question(
                    f"screen:{about.value}:{question.value}",
                    AnswerForm.YES_NO,
                    _(words.SCREENING[question]),
                    _(words.SCREENING_HELP),
                    number=number,
                    of=len(asked),
                )
        return None

    def _pain_before(self, dosing: Dosing) -> Question | None:
        locked = self.records.book.person(self.person).answers(About.MASSAGE).yes
        if "pain-before" in self._asked or locked or dosing.pain_before is not None:
            return None
        return Question(
            "pain-before", AnswerForm.ZERO_TO_TEN, _(words.PAIN_BEFORE), _(words.PAIN_BEFORE_HELP)
        )

    def _which_side(self, session: Asked) -> Question | None:
        if not session.sides or "side-first" in self._asked:
            return None
        first, second = session.sides[:2]
        return Question(
            "side-first",
            AnswerForm.YES_NO,
            _(words.SIDE_FIRST[second]),
            _(words.SIDE_FIRST_HELP[first]),
        )

    def _offer(self, session: Asked, dosing: Dosing) -> Question | None:
        for points, at_most in session.gates:
            decision = dosing.ask(points, at_most)
            if not isinstance(decision, Granted) or decision.longer_ms <= decision.ms:
                continue
            key = f"offer:{','.join(points)}"
            if key not in self._asked:
                text = _(words.OFFER_POINT).format(
                    where=_upper(place(points, current())),
                    longer=decision.longer_ms // SECOND,
                )
                return Question(key, AnswerForm.OFFER, text, _(words.OFFER_STAY))
        return None

    def _offer_range(self, session: Asked) -> Question | None:
        practice = self.records.book.person(self.person).practice.get(session.name, Practice())
        key = f"range:{session.name}"
        if key in self._asked or not self.records.health.ready:
            return None
        if not offered(session.ranges, practice):
            return None
        return Question(key, AnswerForm.OFFER, _(words.OFFER_RANGE), _(words.OFFER_STAY))

    def _after(self) -> Question | None:
        session, dosing = self._session, self.dosing
        if session is None or not self.records.health.ready:
            return None
        if dosing is not None:
            for grant, points in dosing.pressed:
                key = f"pain-after:{grant}"
                if key not in self._asked:
                    where = _upper(place(points, current()))
                    text = _(words.PAIN_AFTER).format(where=where)
                    return Question(key, AnswerForm.ZERO_TO_TEN, text, _(words.PAIN_BEFORE_HELP))
        key = f"comfortable:{session.name}"
        if not session.gates and key not in self._asked:
            return Question(key, AnswerForm.YES_NO, _(words.COMFORTABLE))
        return None

    # --- what was answered

    def answer(self, question: str, value: int | None) -> None:
        """Take an answer; it is durable when this returns.

        Raises:
            LedgerError: It could not be kept; it is asked again.
        """
        if self._notices and self._notices[0].id == question:
            self._notices.pop(0)
            return
        kind, _colon, rest = question.partition(":")
        make: Callable[[str, Stamp], Event] | None = None
        person = self.person
        match kind:
            case "screen":
                self._answer_screen(rest, value)
                return
            case "numb":
                yes = None if value is None else bool(value)
                make = lambda id_, at: Numbness(id_, person, at, yes)  # noqa: E731
            case "visit":
                visit = _VISITS.get(value) if value is not None else None
                make = lambda id_, at: NextVisit(id_, person, at, visit)  # noqa: E731
            case "pain-before":
                make = self._pain(value)
            case "pain-after":
                make = self._pain_after(rest, value)
            case "side-first":
                self.other_side_first = bool(value)
            case "offer":
                if value and self.dosing is not None:
                    self.dosing.accepted |= frozenset(rest.split(","))
            case "range" if value:
                make = lambda id_, at: RangeStep(id_, person, at, rest, up=True)  # noqa: E731
            case "comfortable":
                yes = None if value is None else bool(value)
                make = lambda id_, at: Practised(id_, person, at, rest, yes)  # noqa: E731
            case _:
                pass
        if make is not None:
            self.records.put(make)
        self._asked.add(question)
        if kind == "numb" and value:
            self._notices.append(_notice("numb", _(words.NUMB_NOTICE), urgent=True))

    def _pain(self, value: int | None) -> Callable[[str, Stamp], Event]:
        session = self.dosing.session if self.dosing else ""
        if self.dosing is not None:
            self.dosing.pain_before = value
        return lambda id_, at: PainBefore(id_, self.person, at, session, value)

    def _pain_after(self, grant: str, value: int | None) -> Callable[[str, Stamp], Event] | None:
        pressed = dict(self.dosing.pressed) if self.dosing else {}
        points = pressed.get(grant)
        if points is None:
            return None
        return lambda id_, at: PainAfter(id_, self.person, at, grant, points, value)

    def _answer_screen(self, rest: str, value: int | None) -> None:
        name, _colon, question = rest.partition(":")
        about = About(name)
        given = self._screened.setdefault(about, {})
        # No answer to a question about health is the careful answer.
        given[question] = value != 0
        done = all(each in given for each in QUESTIONS[about])
        if given[question] or done:
            session = self.dosing.session if self.dosing else ""
            answers = tuple(given.items())
            try:
                self.records.put(
                    lambda id_, at: Screening(id_, self.person, at, session, about, answers)
                )
            except LedgerError:
                del given[question]
                raise
        if given[question]:
            emergency = Screen(question) in EMERGENCY
            text = _(words.EMERGENCY) if emergency else _(words.SCREENING_YES)
            self._notices.append(_notice(question, text, urgent=emergency))


def _notice(id_: str, text: str, *, urgent: bool) -> Question:
    return Question(f"notice:{id_}", AnswerForm.NOTICE, text, urgent=urgent)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
