"""What a dose does to a point: given, pressed, felt, and judged at the next visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from kiosk.dose.events import Grant, How, NextVisit, PainAfter, PressEnded, PressStarted, Visit
from kiosk.dose.policy import FLOOR_MS, GREEN_RUN, HARD_CEILING_MS, STEP_MS, Policy
from kiosk.dose.record import Stamp
from kiosk.dose.state import (
    Charge,
    Dose,
    PersonState,
    Phase,
    PointState,
    Verdict,
    bounded,
    last,
    put,
)
from kiosk.dose.time import least_turns, most_turns, same_boot
from kiosk.units import Millis


def lapsed(policy: Policy, zone: tzinfo, point: PointState, now: Stamp) -> PointState:
    """A point after the days missed: they are never saved up.

    Missed are the days since the last green: a dose that nobody found good does not keep a long
    one alive.
    """
    if point.dose is None:
        return point
    turns = None if point.green is None else most_turns(point.green, now, zone)
    if turns is None or turns - 1 > policy.missed_keeps_dose:
        return replace(point, run=0, length_ms=min(point.length_ms, policy.first_ms))
    return replace(point, run=0) if turns - 1 > policy.missed_keeps_run else point


def earned(point: PointState) -> bool:
    """Whether the last doses at the present length earned a step."""
    done = point.dose is None or point.dose.verdict is Verdict.GREEN
    return done and point.run >= GREEN_RUN and point.length_ms + STEP_MS <= HARD_CEILING_MS


def given(policy: Policy, zone: tzinfo, person: PersonState, event: Grant) -> PersonState:
    """Seconds were granted: all of them count from now on."""
    lengths = dict(event.lengths)
    for name in event.points:
        point = person.point(name, policy)
        dose = point.dose
        if dose and dose.grant == event.remainder_of and dose.phase is Phase.PAUSED:
            point = replace(point, dose=_more(dose, event))
        else:
            point = _anew(lapsed(policy, zone, point, event.at), event, lengths.get(name, 0))
        person = replace(person, points=put(person.points, name, point))
    charge = Charge(event.id, event.points, event.granted_ms, event.at)
    return replace(
        person,
        charges=bounded((*person.charges, charge), event.at),
        last_end=event.at,
        last_slack_ms=event.granted_ms,
    )


def _anew(point: PointState, event: Grant, length_ms: Millis) -> PointState:
    """A new dose; the one before stays as it is, and unanswered it was no green."""
    before = point.dose
    length, run = point.length_ms, point.run
    if length_ms > length and earned(point):
        # No record can make it more than the one step that was earned.
        length, run = length + STEP_MS, 0
    elif before and before.verdict in {Verdict.OPEN, Verdict.GOOD}:
        run = 0
    dose = Dose(
        grant=event.id,
        press=event.id,
        session=event.session,
        points=event.points,
        at=event.at,
        granted_ms=event.granted_ms,
        used_ms=event.granted_ms,
        given_ms=event.granted_ms,
        end=event.at,
        slack_ms=event.granted_ms,
        before=replace(before, before=None) if before else None,
    )
    return replace(point, length_ms=length, run=run, dose=dose)


def _more(dose: Dose, event: Grant) -> Dose:
    return replace(
        dose,
        press=event.id,
        used_ms=dose.used_ms + event.granted_ms,
        given_ms=event.granted_ms,
        end=event.at,
        slack_ms=event.granted_ms,
        phase=Phase.GRANTED,
        resumes=dose.resumes + 1,
        # What was good so far is judged once more, over the whole.
        verdict=Verdict.OPEN if dose.verdict is Verdict.GOOD else dose.verdict,
    )


def started(person: PersonState, event: PressStarted) -> PersonState:
    """A press began. Until it is known to have ended it goes on for all it was given."""
    slack = 0
    charges = tuple(
        replace(charge, begun=True) if charge.grant == event.grant else charge
        for charge in person.charges
    )
    person = replace(person, charges=charges)
    for name in event.points:
        point = person.points.get(name)
        if point and point.dose and point.dose.press == event.grant and _open(point.dose):
            slack = max(slack, point.dose.given_ms)
            dose = replace(
                point.dose, phase=Phase.STARTED, end=event.at, slack_ms=slack, before=None
            )
            person = replace(person, points=put(person.points, name, replace(point, dose=dose)))
    return replace(person, last_end=event.at, last_slack_ms=slack) if slack else person


def ended(policy: Policy, person: PersonState, event: PressEnded) -> PersonState:
    """A press ended: it counts until the ease-off cue and a little more."""
    charge = next((charge for charge in person.charges if charge.grant == event.grant), None)
    here = charge is None or same_boot(charge.at, event.at)
    if here:
        # Across a power cut nobody knows when a press ended: there it goes on counting in full.
        for name in event.points:
            point = person.points.get(name)
            if point and point.dose and point.dose.press == event.grant and _open(point.dose):
                after = _after(policy, point, point.dose, event)
                person = replace(person, points=put(person.points, name, after))
    if charge and here and not charge.settled:
        never = _never_began(event) and not charge.begun
        spent = 0 if never else _spent(policy, charge.ms, event)
        charges = tuple(
            replace(item, ms=spent, settled=True) if item is charge else item
            for item in person.charges
        )
        person = replace(person, charges=charges)
    person = replace(person, last_end=event.at, last_slack_ms=policy.ease_off_ms)
    if event.how is How.HURT:
        return _reddened(policy, person, event.points, event.grant, event.at)
    return person


def _open(dose: Dose) -> bool:
    return dose.phase in {Phase.GRANTED, Phase.STARTED}


def _never_began(event: PressEnded) -> bool:
    return event.pressed_ms == 0 and event.how in {How.SKIPPED, How.STOPPED, How.PAUSED}


def _spent(policy: Policy, given_ms: Millis, event: PressEnded) -> Millis:
    if event.how is How.FULL:
        return given_ms
    return min(given_ms, event.pressed_ms + policy.ease_off_ms)


def _after(policy: Policy, point: PointState, dose: Dose, event: PressEnded) -> PointState:
    if dose.phase is Phase.GRANTED and _never_began(event):
        if dose.resumes == 0:
            # The person never lay down on it: as if it had not been granted.
            return replace(point, dose=dose.before)
        spent = 0
    else:
        spent = _spent(policy, dose.given_ms, event)
    used = dose.used_ms - dose.given_ms + spent
    paused = event.how in {How.PAUSED, How.STOPPED} and spent and used < dose.granted_ms
    full = event.how is How.FULL and event.pressed_ms >= dose.given_ms
    after = replace(
        dose,
        used_ms=used,
        given_ms=0,
        end=event.at,
        slack_ms=policy.ease_off_ms,
        phase=Phase.PAUSED if paused and dose.verdict is not Verdict.RED else Phase.OVER,
        whole=full and dose.granted_ms >= point.length_ms,
        before=None,
    )
    return replace(point, dose=after)


def felt(policy: Policy, person: PersonState, event: PainAfter) -> PersonState:
    """How it was while pressing."""
    if event.score is not None and event.score > policy.amber_to:
        return _reddened(policy, person, event.points, event.grant, event.at)
    good = event.score is not None and event.score <= policy.green_to
    for name in event.points:
        point = person.point(name, policy)
        dose = point.dose
        if dose is None or event.grant not in {dose.grant, dose.press}:
            # About an older dose: good news comes too late, bad news does not.
            point = point if good else replace(point, run=0)
        elif good and dose.verdict is Verdict.OPEN and not _open(dose):
            point = replace(point, dose=replace(dose, verdict=Verdict.GOOD))
        elif (not good or _open(dose)) and dose.verdict in {Verdict.OPEN, Verdict.GOOD}:
            point = replace(point, run=0, dose=replace(dose, verdict=Verdict.AMBER))
        if name in person.points or point.dose:
            person = replace(person, points=put(person.points, name, point))
    return person


def visited(policy: Policy, zone: tzinfo, person: PersonState, event: NextVisit) -> PersonState:
    """Better, same or worse than before the last dose: only now a good dose is green."""
    if event.answer is Visit.BETTER:
        person = replace(person, practice_days=0, practice_day=None)
    if event.answer is Visit.WORSE:
        person = replace(person, worse=event.at)
    for name, point in person.points.items():
        dose = point.dose
        if dose is None or dose.visited:
            continue
        if event.answer is Visit.WORSE:
            # Today is the rest day, so the point's own is counted from the dose.
            person = _reddened(policy, person, (name,), dose.grant, event.at, rests=dose.end)
            dose = person.points[name].dose or dose
            point = replace(person.points[name], dose=replace(dose, visited=True))  # noqa: PLW2901
        elif not least_turns(dose.end, event.at, zone):
            continue  # too soon to tell: it is asked again
        elif dose.verdict is Verdict.GOOD and event.answer is not None:
            point = _green(policy, zone, point, dose)  # noqa: PLW2901
            person = replace(person, proven=True)
        else:
            verdict = Verdict.RED if dose.verdict is Verdict.RED else Verdict.AMBER
            dose = replace(dose, verdict=verdict, visited=True)
            point = replace(point, run=0, dose=dose)  # noqa: PLW2901
        person = replace(person, points=put(person.points, name, point))
    return person


def _green(policy: Policy, zone: tzinfo, point: PointState, dose: Dose) -> PointState:
    point = replace(
        point,
        dose=replace(dose, verdict=Verdict.GREEN, visited=True),
        green=dose.end,
        reds=0,
    )
    if not dose.whole:
        return point  # good, but not at the present length: it neither counts nor harms
    run, day = point.run, point.run_day
    gap = None if point.run_seen is None else most_turns(point.run_seen, dose.end, zone)
    if run == 0 or day is None or gap is None or gap > policy.gap_days:
        run, day = 1, dose.end
    elif least_turns(day, dose.end, zone):
        run, day = run + 1, dose.end
    return replace(point, run=run, run_day=day, run_seen=dose.end)


def _reddened(
    policy: Policy,
    person: PersonState,
    points: tuple[str, ...],
    grant: str,
    at: Stamp,
    rests: Stamp | None = None,
) -> PersonState:
    """It hurt, or it was worse afterwards: a dose is red once, and shortens the next.

    `rests` is when the red day was that the rest follows, where that is not `at`.
    """
    for name in points:
        point = person.point(name, policy)
        dose = point.dose
        mine = dose is not None and grant in {dose.grant, dose.press}
        point = replace(point, run=0, red=last(point.red, rests or at))
        if not (mine and dose and dose.verdict is Verdict.RED):
            reached = point.length_ms
            if mine and dose:
                reached = min(reached, dose.granted_ms // STEP_MS * STEP_MS)
            shorter = min(point.length_ms, max(FLOOR_MS, reached - STEP_MS))
            reds = point.reds + 1
            locked = at if reds >= policy.reds_to_lock else point.locked
            point = replace(point, length_ms=shorter, reds=reds, locked=locked)
        if mine and dose:
            phase = Phase.OVER if dose.phase is Phase.PAUSED else dose.phase
            point = replace(point, dose=replace(dose, verdict=Verdict.RED, phase=phase))
        person = replace(person, points=put(person.points, name, point))
    return replace(person, numb_due=True)
