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

    def asked(self, gate: str) -> Prepared:
        """Have a press authorised, and lay the session out for the answer. Waits for the disk."""
        wanted = next(each for each in self._plan.gates if each.id == gate)
        self._dosing.authorise(wanted)
        return self._laid()

    def began(self, gate: str) -> None:
        """Put on record that a press begins. Waits for the disk."""
        self._dosing.began(_number(gate))

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
        _, record = self._dosing.ended(_number(gate), pressed_ms, how, after)
        prepared = self._laid()
        place = next(
            segment.start_ms
            for segment in prepared.plan.segments
            if segment.gate == gate and segment.kind is SegmentKind.EASE
        )
        return BrokenOff(prepared, place, record)

    def close(self) -> None:
        """The session is over."""
        self._dosing.close()

    def _laid(self) -> Prepared:
        prepared = self._lay(self._dosing.presses)
        self._plan = prepared.plan
        return prepared


def _number(gate: str) -> int:
    """The number of the press that a gate belongs to."""
    return int(gate.removeprefix("press-").partition(".")[0])
