"""What a script's presses would come to: a first dose, and the most there can ever be.

Both ask the guard itself, press after press, for a person who is made up on the spot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from kiosk.dose.answer import Granted, Request, Why
from kiosk.dose.events import How, PressEnded, PressStarted
from kiosk.dose.fold import fold
from kiosk.dose.guard import decide
from kiosk.dose.policy import FLOOR_MS, HARD_CEILING_MS, STEP_MS, Policy
from kiosk.dose.record import Stamp
from kiosk.dose.screening import About
from kiosk.dose.state import PersonState, PointState, Screened, StationState
from kiosk.dose.time import after
from kiosk.units import HOUR, MINUTE, Millis


@dataclass(frozen=True, slots=True)
class Press:
    """One massage step, once for each time it is done."""

    points: tuple[str, ...]
    at_most_ms: Millis | None = None


@dataclass(frozen=True, slots=True)
class Previewed:
    """What one press would be: its length, or 0 and why it would be refused."""

    press: Press
    ms: Millis
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What all the presses of a script would be, in order."""

    presses: tuple[Previewed, ...]

    @property
    def longest_ms(self) -> Millis:
        """The longest single press."""
        return max((press.ms for press in self.presses), default=0)

    @property
    def total_ms(self) -> Millis:
        """All of the pressing."""
        return sum(press.ms for press in self.presses)


def first_dose(policy: Policy, presses: Sequence[Press]) -> Preview:
    """What somebody gets who has never had a massage here."""
    return _played(policy, _somebody(Stamp("preview", 0, 0, trusted=True, lower_ms=0)), presses)


def largest_possible(policy: Policy, presses: Sequence[Press]) -> Preview:
    """The most that anybody can ever get in one day, with the ceiling as high as it goes.

    Longer presses leave less room for further ones in a day's limit; so each length is tried and
    the largest total is given.
    """
    raised = policy.changed({"ceiling_ms": HARD_CEILING_MS})
    points = {name for press in presses for name in press.points}
    start = _somebody(Stamp("preview", 0, 0, trusted=True, lower_ms=0))
    tried = (
        _played(raised, _grown(start, points, length), presses)
        for length in range(FLOOR_MS, HARD_CEILING_MS + STEP_MS, STEP_MS)
    )
    return max(tried, key=lambda preview: (preview.total_ms, preview.longest_ms))


def _somebody(at: Stamp) -> PersonState:
    return PersonState(known=True, screened={About.MASSAGE: Screened(at=at)})


def _grown(person: PersonState, points: Iterable[str], length_ms: Millis) -> PersonState:
    return replace(person, proven=True, points={name: PointState(length_ms) for name in points})


def _played(policy: Policy, person: PersonState, presses: Sequence[Press]) -> Preview:
    found = []
    # Presses one after another, far enough apart and on one day.
    now = Stamp("preview", HOUR, 12 * HOUR, trusted=True, lower_ms=HOUR)
    for number, press in enumerate(presses):
        request = Request("preview", "preview", press.points, press.at_most_ms, pain_before=0)
        decision = decide(policy, StationState(), person, request, now, UTC)
        if not isinstance(decision, Granted):
            found.append(Previewed(press, 0, decision.why))
            continue
        found.append(Previewed(press, decision.ms))
        grant = decision.event(str(number), now)
        for event in (
            grant,
            PressStarted("", "preview", now, grant.id, grant.points),
            PressEnded("", "preview", now, grant.id, grant.points, decision.ms, How.FULL),
        ):
            person = fold(policy, UTC, person, event)
        now = after(now, 2 * MINUTE)
    return Preview(tuple(found))
