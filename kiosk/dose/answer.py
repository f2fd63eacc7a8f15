"""What may be asked of the guard, and its two answers: seconds, or a reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.dose.events import Grant, Refusal
from kiosk.dose.policy import HARD_CEILING_MS
from kiosk.dose.record import Stamp
from kiosk.dose.time import Until
from kiosk.units import Millis


class Why(StrEnum):
    """Why there is no massage. The order is that of what matters first."""

    EMERGENCY = "emergency"
    BAD_REQUEST = "bad-request"
    LEDGER = "ledger"
    """The record cannot be read or written; the engine says so, not this rule."""
    UNREADABLE = "unreadable"
    NOT_KNOWN = "not-known"
    GUEST_OFF = "guest-off"
    CLOCK_BACK = "clock-back"
    NUMB = "numb"
    SCREENING_YES = "screening-yes"
    NUMB_UNANSWERED = "numb-unanswered"
    LOCKED = "locked"
    REST_DAY = "rest-day"
    WORSE = "worse"
    SORE = "sore"
    DONE = "done"
    MAYBE_DONE = "maybe-done"
    """Done by the guest or by somebody else: nobody can know that it was not this person."""
    POINTS_FULL = "points-full"
    DAY_FULL = "day-full"
    REST = "rest"
    NO_REMAINDER = "no-remainder"
    SCREENING_DUE = "screening-due"
    PAIN_UNSAID = "pain-unsaid"


class Instead(StrEnum):
    """What to do instead."""

    STRETCH = "stretch"
    HEAT = "heat"
    NOTHING = "nothing"
    WAIT = "wait"
    ANSWER = "answer"
    CLINICIAN = "clinician"
    OPERATOR = "operator"
    HELP_NOW = "help-now"


@dataclass(frozen=True, slots=True)
class Request:
    """One placement that somebody wants to press.

    Attributes:
        person: Whose dose it is.
        session: The one playing of a session; a restart is another.
        points: All that are pressed at once.
        at_most_ms: What the script lowers it to; None where it does not.
        pain_before: 0 to 10; None where nobody answered.
        remainder: The rest of a paused press is wanted.
        accepted: Points whose offered step the person said yes to.
    """

    person: str
    session: str
    points: tuple[str, ...]
    at_most_ms: Millis | None = None
    pain_before: int | None = None
    remainder: bool = False
    accepted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Granted:
    """Seconds of massage.

    Attributes:
        ms: How long all of the points may be pressed, together.
        lengths: Each point's present length; the smallest decides.
        offers: Points whose dose may grow, and to what; ask, and request again with `accepted`.
        no_better: It is not better after weeks of practice: nothing grows; see a clinician.
        remainder_of: The grant that this is the rest of, or empty.
    """

    request: Request
    ms: Millis
    lengths: tuple[tuple[str, Millis], ...]
    offers: tuple[tuple[str, Millis], ...] = ()
    no_better: bool = False
    remainder_of: str = ""

    @property
    def longer_ms(self) -> Millis:
        """How long it would be with every offer accepted; `ms` where there is none."""
        longer = {**dict(self.lengths), **dict(self.offers)}.values()
        if not self.offers:
            return self.ms
        return min(*longer, self.request.at_most_ms or HARD_CEILING_MS, HARD_CEILING_MS)

    def event(self, id_: str, at: Stamp) -> Grant:
        """What must be durable before the press begins."""
        request = self.request
        return Grant(
            id_,
            request.person,
            at,
            request.session,
            request.points,
            self.ms,
            self.lengths,
            self.remainder_of,
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """No massage now.

    Attributes:
        points: The points it is about; empty where it is about all massage.
        until: When to come back; None where time alone does not help.
        instead: What to do instead, what helps most first.
    """

    request: Request
    why: Why
    points: tuple[str, ...] = ()
    until: Until | None = None
    instead: tuple[Instead, ...] = (Instead.NOTHING,)

    def event(self, id_: str, at: Stamp) -> Refusal:
        """A refusal is put on record, too."""
        request = self.request
        points = self.points or request.points
        return Refusal(id_, request.person, at, request.session, points, self.why.value)


_INSTEAD: Final = {
    Why.EMERGENCY: (Instead.HELP_NOW,),
    Why.BAD_REQUEST: (Instead.STRETCH,),
    Why.LEDGER: (Instead.OPERATOR, Instead.STRETCH, Instead.HEAT),
    Why.UNREADABLE: (Instead.OPERATOR, Instead.STRETCH, Instead.HEAT),
    Why.NOT_KNOWN: (Instead.OPERATOR, Instead.STRETCH),
    Why.GUEST_OFF: (Instead.OPERATOR, Instead.STRETCH),
    Why.CLOCK_BACK: (Instead.OPERATOR, Instead.STRETCH, Instead.HEAT),
    # Reduced feeling is a reason against heat as well.
    Why.NUMB: (Instead.CLINICIAN, Instead.OPERATOR),
    Why.SCREENING_YES: (Instead.CLINICIAN, Instead.OPERATOR),
    Why.NUMB_UNANSWERED: (Instead.ANSWER,),
    Why.SCREENING_DUE: (Instead.ANSWER,),
    Why.LOCKED: (Instead.CLINICIAN, Instead.HEAT),
    Why.REST_DAY: (Instead.HEAT, Instead.STRETCH),
    Why.WORSE: (Instead.HEAT,),
    Why.SORE: (Instead.HEAT,),
    Why.DONE: (Instead.STRETCH, Instead.HEAT),
    Why.MAYBE_DONE: (Instead.STRETCH, Instead.HEAT),
    Why.POINTS_FULL: (Instead.STRETCH, Instead.HEAT),
    Why.DAY_FULL: (Instead.STRETCH, Instead.HEAT),
    Why.REST: (Instead.WAIT,),
    Why.NO_REMAINDER: (Instead.STRETCH, Instead.HEAT),
    Why.PAIN_UNSAID: (Instead.ANSWER,),
}


def refused(
    request: Request, why: Why, points: tuple[str, ...] = (), until: Until | None = None
) -> Refused:
    """A refusal with what to do instead."""
    return Refused(request, why, points, until, _INSTEAD[why])
