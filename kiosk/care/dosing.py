"""The one authorisation: every press, whoever asks for it and by whichever way, comes through here.

A gate of a session asks; the guard decides; the grant is durable on record before anything is said
that leads onto a massager; and what became of the press is recorded when it is over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Final

from kiosk.care.records import Records, new_id
from kiosk.dose.answer import Granted, Refused, Request, Why, refused
from kiosk.dose.events import Event, How, Practised, PressEnded, PressStarted
from kiosk.dose.explain import explain
from kiosk.dose.guard import decide
from kiosk.dose.record import Stamp
from kiosk.dose.time import least_ms, least_turns
from kiosk.language import current
from kiosk.ledger.states import LedgerError
from kiosk.plan.model import Gate
from kiosk.plan.presses import After, Press
from kiosk.units import MINUTE, SECOND, Millis

log = logging.getLogger(__name__)

LEAST_REMAINDER_MS: Final[Millis] = 5 * SECOND
"""A shorter rest of a press is not worth lying down for."""

GRANT_HOLDS_MS: Final[Millis] = 10 * MINUTE
"""How long after a grant its press may begin; later it is asked for anew."""


@dataclass(slots=True)
class _Open:
    """A press that was granted and is not over."""

    grant: str
    points: tuple[str, ...]
    ms: Millis
    at: Stamp
    started: bool = False


@dataclass(slots=True)
class Dosing:
    """The doses of one playing of a session, for one person.

    Attributes:
        records: Where everything is put on record.
        person: Whose doses these are.
        language: What its session is spoken in; empty for the language in force.
        pain_before: What was answered to "how does it feel now".
        accepted: Points whose offered step the person said yes to.
        session: This playing's own id: a restart is another.
        name: The session's name; empty where nothing is played.
    """

    records: Records
    person: str
    language: str = ""
    pain_before: int | None = None
    accepted: frozenset[str] = frozenset()
    session: str = field(default_factory=new_id)
    name: str = ""
    pressed: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """The grants that were really pressed, with their points: asked about afterwards."""
    hurt: bool = False
    _presses: dict[int, Press] = field(default_factory=dict)
    _open: dict[int, _Open] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    @property
    def presses(self) -> dict[int, Press]:
        """What is known of each press so far: what the plan is laid out with."""
        with self._lock:
            return dict(self._presses)

    def preview(self, gates: tuple[Gate, ...]) -> dict[int, Press]:
        """What each press would be granted now, so that the plan can be shown. Nothing is kept."""
        with self._lock:
            for gate in gates:
                decision = self._decide(gate, remainder=False)
                if isinstance(decision, Granted):
                    self._presses[gate.press] = Press(decision.ms)
                else:
                    self._presses[gate.press] = Press(0, self._say(decision))
            return dict(self._presses)

    def ask(self, points: tuple[str, ...], at_most_ms: Millis) -> Granted | Refused:
        """What would be decided now about some points. Nothing is kept."""
        with self._lock:
            return self._decide(Gate("", 0, points, at_most_ms), remainder=False)

    def authorise(self, gate: Gate) -> Press:
        """Ask for a press: granted and on record, or refused with the sentence to say.

        Waits for the disk. Whatever goes wrong, there is no press.
        """
        with self._lock:
            before = self._presses.get(gate.press, Press())
            standing = self._open.get(gate.press)
            if standing is not None and (standing.started or self._fresh(standing)):
                # The person went back between the grant and the press: it is still theirs.
                return before
            if standing is not None:
                # Long ago, perhaps on another day: it is given back, and asked for anew.
                self._give_back(gate.press)
            try:
                press = self._asked(gate, before)
            except LedgerError as error:
                log.warning("No massage: %s", error)
                press = replace(before, ms=0, sentence=self._ledger_sentence())
            self._presses[gate.press] = press
            return press

    def _fresh(self, standing: _Open) -> bool:
        """Whether a grant nobody lay down on may still be pressed: soon, and on the same day."""
        now, zone = self.records.now(), self.records.book.zone_of(self.person)
        soon = least_ms(standing.at, now) <= GRANT_HOLDS_MS
        return soon and least_turns(standing.at, now, zone) == 0

    def _give_back(self, press: int) -> None:
        """Settle a grant that nobody lay down on as that."""
        standing = self._open.pop(press)
        grant, points = standing.grant, standing.points
        self._record(
            lambda id_, at: PressEnded(id_, self.person, at, grant, points, 0, How.SKIPPED)
        )

    def _asked(self, gate: Gate, before: Press) -> Press:
        if not self.records.health.ready:
            return replace(before, ms=0, sentence=self._ledger_sentence())
        decision = self._decide(gate, remainder=bool(before.pressed))
        if isinstance(decision, Refused):
            self.records.put(decision.event)
            return replace(before, ms=0, sentence=self._say(decision))
        if before.pressed and decision.ms < LEAST_REMAINDER_MS:
            short = refused(decision.request, Why.NO_REMAINDER)
            self.records.put(short.event)
            return replace(before, ms=0, sentence=self._say(short))
        (event,) = self.records.put(decision.event)
        self._open[gate.press] = _Open(event.id, gate.points, decision.ms, event.at)
        return replace(before, ms=decision.ms, sentence="")

    def _decide(self, gate: Gate, *, remainder: bool) -> Granted | Refused:
        request = Request(
            person=self.person,
            session=self.session,
            points=gate.points,
            at_most_ms=gate.at_most_ms,
            pain_before=self.pain_before,
            remainder=remainder,
            accepted=self.accepted & frozenset(gate.points),
        )
        if self.hurt:
            return refused(request, Why.NO_REMAINDER)
        if not self.records.health.ready:
            return refused(request, Why.LEDGER)
        book = self.records.book
        return decide(
            book.policy,
            book.station,
            book.person(self.person),
            request,
            self.records.now(),
            book.zone_of(self.person),
        )

    def begins(self, press: int) -> Callable[[], None]:
        """The press begins: the words that say so are being spoken. The result records it.

        From now on it is a press that began, whatever a person does next and however slow the
        disk is; nothing waits for the disk here.
        """
        with self._lock:
            standing = self._open.get(press)
            if standing is None:
                log.error("A press began that was never granted: %d.", press)
                return lambda: None
            standing.started = True
            first = not self.pressed
            grant, points = standing.grant, standing.points
            self.pressed.append((grant, points))

        def record() -> None:
            self._record(lambda id_, at: PressStarted(id_, self.person, at, grant, points))
            if first and self.name:
                # A massage was begun: its session is done for the plan, whatever comes of it.
                self._record(lambda id_, at: Practised(id_, self.person, at, self.name, None))

        return record

    def began(self, press: int) -> None:
        """The press begins, and that is on record when this returns."""
        self.begins(press)()

    def ended(
        self, press: int, pressed_ms: Millis, how: How, after: After
    ) -> tuple[Press, Callable[[], None]]:
        """The press is over: what is known of it from now on, and what puts that on record.

        Nothing waits for the disk here: a person is to ease off now. Until it is on record the
        press counts in full.

        Args:
            press: Which.
            pressed_ms: From its beginning to the ease-off cue, on the monotonic clock.
            how: In full, or broken off.
            after: What follows it.
        """
        with self._lock:
            standing = self._open.pop(press, None)
            before = self._presses.get(press, Press())
            if standing is None:
                return before, lambda: None
            pressed_ms = max(0, min(pressed_ms, standing.ms))
            if how is How.HURT:
                self.hurt = True
            grant, points = standing.grant, standing.points

            def record() -> None:
                self._record(
                    lambda id_, at: PressEnded(id_, self.person, at, grant, points, pressed_ms, how)
                )

            if how is How.FULL:
                return before, record
            left = standing.ms - pressed_ms
            part = Press(left, "", (*before.pressed, max(1, pressed_ms)), after)
            self._presses[press] = part
            return part, record

    def close(self) -> None:
        """The session is over: a grant that nobody lay down on is settled as that."""
        with self._lock:
            for press in [each for each, open_ in self._open.items() if not open_.started]:
                self._give_back(press)

    def _record(self, make: Callable[[str, Stamp], Event]) -> None:
        """Record what has happened. A press that is not known to have ended counts whole."""
        try:
            self.records.put(make)
        except LedgerError as error:
            log.warning("What became of a press is not on record, so it counts in full: %s", error)

    def _say(self, decision: Granted | Refused) -> str:
        if isinstance(decision, Refused) and decision.why is Why.LEDGER:
            return self._ledger_sentence()
        book = self.records.book
        now: Stamp = self.records.now()
        return explain(decision, now, book.zone_of(self.person), self.language or current())

    def _ledger_sentence(self) -> str:
        health = self.records.health
        return f"{health.why} {health.what_to_do}".strip()
