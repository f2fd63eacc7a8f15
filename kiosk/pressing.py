"""The presses of one session as it is played: what the player asks, the dose rule answers.

Between the two stands this: it finds the press that a gate belongs to, has it authorised, lays the
rest of the session out for the answer, and when a person breaks a press off it lays out what
follows. The player cannot lengthen a press, and nothing here can either: every part of one comes
through `kiosk.care.dosing.Dosing.authorise`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.care.dosing import Dosing
from kiosk.dose.events import How
from kiosk.plan.model import Plan, SegmentKind
from kiosk.plan.presses import After, Press
from kiosk.player.model import Command
from kiosk.preparing import Prepared
from kiosk.units import Millis

Lay = Callable[[Mapping[int, Press]], Prepared]
"""Lays the session out for what is known of its presses, with all of its speech rendered."""

_AFTER: Final = {
    Command.PAUSE: (How.PAUSED, After.WAIT),
    Command.TOGGLE: (How.PAUSED, After.WAIT),
    Command.BACK: (How.PAUSED, After.WAIT),
    Command.REPEAT: (How.PAUSED, After.WAIT),
    Command.NEXT: (How.SKIPPED, After.NEXT),
    Command.STOP: (How.STOPPED, After.END),
    Command.HURTS: (How.HURT, After.END),
}
"""What a command does to a press: all of them end it, and only a paused one may be gone on with."""


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """A press that a person broke off.

    Attributes:
        prepared: The session as it goes on.
        place_ms: Where in it the easing off begins.
        record: Puts it on record; waits for the disk.
    """

    prepared: Prepared
    place_ms: Millis
    record: Callable[[], None]


class Pressing:
    """The presses of one session.

    Args:
        dosing: The one authorisation.
        lay: How the session is laid out anew.
        plan: The session as it was laid out first.
    """

    def __init__(self, dosing: Dosing, lay: Lay, plan: Plan) -> None:
        self._dosing = dosing
        self._lay = lay
        self._plan = plan
        self._known: Mapping[int, Press] = dosing.presses
        """What the plan being played is laid out for."""
        self._laid: list[tuple[Plan, Mapping[int, Press]]] = []
        """What was laid out for answers. One may come too late, and is then not played."""

    def asked(self, gate: str) -> Prepared:
        """Have a press authorised, and lay the session out for the answer. Waits for the disk."""
        wanted = next(each for each in self._plan.gates if each.id == gate)
        press = self._dosing.authorise(wanted)
        known = {**self._known, wanted.press: press}
        prepared = self._lay(known)
        self._laid.append((prepared.plan, known))
        return prepared

    def took(self, plan: Plan) -> None:
        """The session goes on by a plan that `asked` laid out.

        One that is not taken, since the person has gone elsewhere, leaves no trace in the next:
        up to a gate the plan stays as the person has lived it.
        """
        for laid, known in self._laid:
            if laid is plan:
                self._plan, self._known = laid, known

    def begins(self, gate: str) -> Callable[[], None]:
        """A press begins; the result puts it on record."""
        return self._dosing.begins(_number(gate))

    def over(self, gate: str) -> Callable[[], None]:
        """A press was pressed in full; the result puts it on record."""
        granted = next(
            segment.duration_ms
            for segment in self._plan.segments
            if segment.gate == gate and segment.kind is SegmentKind.PRESS
        )
        _, record = self._dosing.ended(_number(gate), granted, How.FULL, After.NEXT)
        return record

    def broken_off(self, command: Command, gate: str, pressed_ms: Millis) -> BrokenOff | None:
        """A person broke a press off; None where the command does not do that."""
        if command not in _AFTER:
            return None
        how, after = _AFTER[command]
        number = _number(gate)
        part, record = self._dosing.ended(number, pressed_ms, how, after)
        self._known = {**self._known, number: part}
        prepared = self._lay(self._known)
        self._plan = prepared.plan
        place = next(
            segment.start_ms
            for segment in prepared.plan.segments
            if segment.gate == gate and segment.kind is SegmentKind.EASE
        )
        return BrokenOff(prepared, place, record)

    def close(self) -> None:
        """The session is over."""
        self._dosing.close()


def _number(gate: str) -> int:
    """The number of the press that a gate belongs to."""
    return int(gate.removeprefix("press-").partition(".")[0])
