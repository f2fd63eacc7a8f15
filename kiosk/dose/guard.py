"""The one function that grants seconds of massage, or says why not, until when and what instead.

Nothing else in the program makes a `Granted`. Every way in asks here: touch, key, voice, command
line, remote, a crash's restart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from kiosk.dose.answer import Granted, Refused, Request, Why, refused
from kiosk.dose.policy import (
    GUEST,
    HARD_CEILING_MS,
    POINTS,
    STEP_MS,
    Policy,
)
from kiosk.dose.press import earned, lapsed
from kiosk.dose.record import Stamp
from kiosk.dose.screening import EMERGENCY, About
from kiosk.dose.state import CARRY_MS, Dose, PersonState, Phase, PointState, StationState, overlaid
from kiosk.dose.time import Until, after, least_ms, least_turns, most_ms, until_passed, until_turned
from kiosk.units import Millis

_ORDER: Final = {why: order for order, why in enumerate(Why)}
_TIMED: Final = frozenset(
    why for why in Why if _ORDER[Why.LOCKED] <= _ORDER[why] <= _ORDER[Why.NO_REMAINDER]
)


def decide(
    policy: Policy,
    station: StationState,
    person: PersonState,
    request: Request,
    now: Stamp,
    zone: tzinfo,
) -> Granted | Refused:
    """Grant seconds for one placement, or refuse it with the reason that matters most.

    Args:
        policy: The rule in force.
        station: What is known of the station.
        person: What is known of the person that `request` names.
        request: What is wanted.
        now: The time, as far as the station knows it.
        zone: Where the person's dose day turns.
    """
    return _Decision(policy, station, person, request, now, zone).made()


def may_exercise(request: Request, station: StationState, person: PersonState) -> Refused | None:
    """Whether even stretches and walks must stop: a yes to an emergency sign. None is go on."""
    del station  # nothing about the station stops exercise
    yes = person.answers(About.MASSAGE).yes | person.answers(About.WARMTH).yes
    return refused(request, Why.EMERGENCY) if yes & EMERGENCY else None


def may_warm(
    policy: Policy, request: Request, person: PersonState, now: Stamp, zone: tzinfo
) -> Refused | None:
    """Whether heat or ice must not be used; for `Policy.warmth_longest_ms` where it may."""
    asked = _screening(policy, About.WARMTH, request, person, now, zone)
    return next(asked, None)


def may_erase(request: Request, person: PersonState) -> Refused | None:
    """Whether a person cannot be erased: an open clinical lock is cleared first, with a reason."""
    if person.numb or person.numb_due:
        return refused(request, Why.NUMB)
    if any(answers.yes for answers in person.screened.values()):
        return refused(request, Why.SCREENING_YES)
    return None


def _screening(
    policy: Policy,
    about: About,
    request: Request,
    person: PersonState,
    now: Stamp,
    zone: tzinfo,
) -> Iterator[Refused]:
    answers, guest = person.answers(about), request.person == GUEST
    old = answers.yes_at is None or (guest and least_turns(answers.yes_at, now, zone) > 0)
    if answers.yes and not (guest and old):
        yield refused(request, Why.EMERGENCY if answers.yes & EMERGENCY else Why.SCREENING_YES)
    age = None if answers.at is None else most_ms(answers.at, now)
    if age is None or age > policy.screening_ms or (guest and answers.session != request.session):
        yield refused(request, Why.SCREENING_DUE)


class _Decision:
    """One decision. Every reason there is is found; the one that matters most is given."""

    def __init__(
        self,
        policy: Policy,
        station: StationState,
        person: PersonState,
        request: Request,
        now: Stamp,
        zone: tzinfo,
    ) -> None:
        self.policy, self.station, self.own = policy, station, person
        self.request, self.now, self.zone = request, now, zone
        self.guest = request.person == GUEST
        # The guest may be anybody here, and anybody may have been the guest.
        self.bound = overlaid(person, station.crowd if self.guest else station.guest)

    def made(self) -> Granted | Refused:
        reasons = list(self._plain())
        if any(reason.why is Why.BAD_REQUEST for reason in reasons):
            return reasons[0]
        grant = self._remainder() if self.request.remainder else self._whole()
        reasons += self._timed(grant)
        if isinstance(grant, Refused):
            reasons.append(grant)
        if reasons:
            return min(reasons, key=self._weight)
        assert isinstance(grant, Granted)  # noqa: S101 - a refusal is among the reasons
        return grant

    def _weight(self, reason: Refused) -> tuple[int, Millis, int]:
        order = _ORDER[reason.why]
        if reason.why in _TIMED:
            # Of what time heals the longest counts, so that "next" is true.
            wait = reason.until.wait_ms if reason.until else 0
            return _ORDER[Why.LOCKED], -wait, order
        return order, 0, order

    def _no(self, why: Why, points: tuple[str, ...] = (), until: Until | None = None) -> Refused:
        return refused(self.request, why, points, until)

    # --- what time alone does not heal

    def _plain(self) -> Iterator[Refused]:
        request, own = self.request, self.own
        points = request.points
        least = request.at_most_ms is None or request.at_most_ms > 0
        if not points or len(set(points)) < len(points) or not set(points) <= POINTS or not least:
            yield self._no(Why.BAD_REQUEST, tuple(p for p in points if p not in POINTS))
        if self.station.unreadable or own.unreadable:
            yield self._no(Why.UNREADABLE)
        if self.station.clock_back:
            yield self._no(Why.CLOCK_BACK)
        if self.guest and not self.policy.guest:
            yield self._no(Why.GUEST_OFF)
        if own.erased or not (own.known or self.guest):
            yield self._no(Why.NOT_KNOWN)
        if self.bound.numb or (self.guest and self.station.numb):
            yield self._no(Why.NUMB)
        if self.bound.numb_due:
            yield self._no(Why.NUMB_UNANSWERED)
        yield from _screening(self.policy, About.MASSAGE, request, own, self.now, self.zone)
        pain = request.pain_before
        if pain is None and not request.remainder:
            yield self._no(Why.PAIN_UNSAID)
        if pain is not None and pain >= self.policy.sore_from:
            yield self._no(Why.SORE, until=until_turned(self.now, self.now, self.zone, 1))

    # --- what time heals

    def _timed(self, grant: Granted | Refused) -> Iterator[Refused]:
        policy, bound, now = self.policy, self.bound, self.now
        yield from self._each(Why.LOCKED, lambda point: self._passed(point.locked, policy.lock_ms))
        turns = 1 + policy.rest_days
        yield from self._each(Why.REST_DAY, lambda point: self._turned(point.red, turns))
        for why, since in ((Why.WORSE, bound.worse), (Why.SORE, bound.sore)):
            until = self._turned(since, 1)
            if until:
                yield self._no(why, until=until)
        if bound.last_end:
            rest = policy.rest_ms + bound.last_slack_ms
            until = until_passed(bound.last_end, now, rest)
            if until:
                yield self._no(Why.REST, until=until)
        if self.request.remainder:
            return
        yield from self._done()
        if isinstance(grant, Granted):
            yield from self._full(grant.ms)

    def _passed(self, since: Stamp | None, length_ms: Millis) -> Until | None:
        return until_passed(since, self.now, length_ms) if since else None

    def _turned(self, since: Stamp | None, times: int) -> Until | None:
        return until_turned(since, self.now, self.zone, times) if since else None

    def _each(self, why: Why, until: Callable[[PointState], Until | None]) -> Iterator[Refused]:
        """One refusal for the points that have the same reason, until the last of them is free."""
        found = {
            name: end
            for name in self.request.points
            if name in self.bound.points and (end := until(self.bound.points[name]))
        }
        if found:
            last = max(found.values(), key=lambda end: end.wait_ms)
            yield self._no(why, tuple(found), last)

    def _done(self) -> Iterator[Refused]:
        """Once a dose day, and the lockout besides: the later of the two."""

        def until(point: PointState) -> Until | None:
            dose = point.dose
            if dose is None:
                return None
            end = after(dose.end, dose.slack_ms)  # a press may go on into the next day
            ends = (
                until_turned(end, self.now, self.zone, 1),
                until_passed(end, self.now, self.policy.lockout_ms),
            )
            return max((end for end in ends if end), key=lambda end: end.wait_ms, default=None)

        mine = {name: point for name, point in self.own.points.items() if until(point)}
        for refusal in self._each(Why.DONE, until):
            known = all(name in mine for name in refusal.points)
            yield refusal if known else replace(refusal, why=Why.MAYBE_DONE)

    def _full(self, ms: Millis) -> Iterator[Refused]:
        """Points a day, and pressing a day in all."""
        policy, points = self.policy, self.request.points
        today = [
            charge
            for charge in self.bound.charges
            if charge.ms and not least_turns(charge.at, self.now, self.zone)
        ]
        ends = (until_turned(charge.at, self.now, self.zone, 1) for charge in today)
        until = max((end for end in ends if end), key=lambda end: end.wait_ms, default=None)
        until = until or until_turned(self.now, self.now, self.zone, 1)
        most = policy.points_a_day if self.own.proven else policy.points_first_day
        if len({*points}.union(*(charge.points for charge in today))) > most:
            yield self._no(Why.POINTS_FULL, until=until)
        spent = sum(charge.ms * len(charge.points) for charge in today)
        if spent + ms * len(points) > policy.pressing_a_day_ms:
            yield self._no(Why.DAY_FULL, until=until)

    # --- how much

    def _whole(self) -> Granted:
        """A dose from its beginning: the smallest of the points' lengths."""
        lengths: dict[str, Millis] = {}
        grown: dict[str, Millis] = {}
        ceiling = self._ceiling()
        for name in self.request.points:
            point = lapsed(self.policy, self.zone, self.own.point(name, self.policy), self.now)
            lengths[name] = min(self._start(point), ceiling)
            if not self.guest and earned(point) and point.length_ms + STEP_MS <= ceiling:
                grown[name] = point.length_ms + STEP_MS
        no_better = self._no_better()
        if no_better or self._least({**lengths, **grown}) <= self._least(lengths):
            grown = {}  # nothing grows, or nothing would come of it in this placement
        accepted = {name: ms for name, ms in grown.items() if name in self.request.accepted}
        offers = tuple((name, ms) for name, ms in grown.items() if name not in accepted)
        lengths |= accepted
        ms = self._least(lengths)
        return Granted(self.request, ms, tuple(lengths.items()), offers, no_better)

    def _least(self, lengths: Mapping[str, Millis]) -> Millis:
        return min(*lengths.values(), self.request.at_most_ms or HARD_CEILING_MS, HARD_CEILING_MS)

    def _start(self, point: PointState) -> Millis:
        """The present length; a guest never has more than a first dose, nor less for ever."""
        if not self.guest:
            return point.length_ms
        old = point.red is None or least_ms(point.red, self.now) >= CARRY_MS
        return self.policy.first_ms if old else min(point.length_ms, self.policy.first_ms)

    def _ceiling(self) -> Millis:
        own = self.policy.ceiling_ms if self.own.ceiling_ms is None else self.own.ceiling_ms
        lower = self.own.lower_ceiling_ms
        return min(own, HARD_CEILING_MS, HARD_CEILING_MS if lower is None else lower)

    def _no_better(self) -> bool:
        return not self.guest and self.own.practice_days >= self.policy.practice_days

    def _remainder(self) -> Granted | Refused:
        """The rest of the press that was paused in this session, and of no other."""
        request, policy = self.request, self.policy
        doses = [self.own.point(name, policy).dose for name in request.points]
        dose = doses[0] if doses else None
        if dose is None or not all(self._may_go_on(one, dose) for one in doses):
            return self._no(Why.NO_REMAINDER, request.points, self._next(request.points))
        ms = dose.granted_ms - dose.used_ms
        ceilings = (request.at_most_ms or HARD_CEILING_MS, self._ceiling(), HARD_CEILING_MS)
        lengths = tuple((name, self.own.point(name, policy).length_ms) for name in request.points)
        return Granted(request, min(ms, *ceilings), lengths, remainder_of=dose.grant)

    def _may_go_on(self, one: Dose | None, dose: Dose) -> bool:
        policy, request = self.policy, self.request
        since = most_ms(dose.end, self.now)
        return (
            one is not None
            and one.grant == dose.grant
            and one.phase is Phase.PAUSED
            and {*dose.points} == {*request.points}
            and dose.session == request.session
            and since is not None
            and since <= policy.resume_within_ms
            and dose.resumes < policy.resumes
            and dose.used_ms < dose.granted_ms
        )

    def _next(self, points: tuple[str, ...]) -> Until | None:
        """When a whole dose of these points may be had again."""
        ends = [refusal.until for refusal in self._done() if set(refusal.points) & set(points)]
        return max((end for end in ends if end), key=lambda end: end.wait_ms, default=None)
