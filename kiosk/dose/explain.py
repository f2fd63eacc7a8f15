"""One plain sentence or two for each grant and each refusal, as it is shown and as it is spoken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from kiosk.dose.answer import Granted, Refused
from kiosk.dose.policy import GUEST
from kiosk.dose.record import Stamp
from kiosk.dose.time import Until
from kiosk.dose.words import words_in
from kiosk.units import HOUR, MINUTE, SECOND, Millis


def explain(decision: Granted | Refused, now: Stamp, zone: tzinfo, language: str = "en") -> str:
    """Say a decision: how long or why not, when next, and what instead."""
    words = words_in(language)
    if isinstance(decision, Granted):
        return _granted(decision, language)
    points = decision.points or decision.request.points
    said = [_upper(words.reasons[decision.why].format(where=place(points, language)))]
    if decision.until:
        said.append(words.next.format(when=when(decision.until, now, zone, language)))
        things = [words.things[thing] for thing in decision.instead if thing in words.things]
        if things:
            said.append(words.instead.format(things=words.alternative.join(things)))
    return " ".join(said)


def point_words(point: str, language: str = "en") -> str:
    """A point as it is said: the side first in English, after the muscle in Spanish."""
    words = words_in(language)
    muscle, _, side = point.rpartition(" ")
    if side not in words.sides:
        return point
    return words.point.format(side=words.sides[side], muscle=words.muscles.get(muscle, muscle))


def place(points: Sequence[str], language: str = "en") -> str:
    """Where a placement presses: one point by its name, one side as such, one muscle on both."""
    words = words_in(language)
    parts = [(muscle, side) for muscle, _, side in (point.rpartition(" ") for point in points)]
    muscles, sides = {muscle for muscle, _ in parts}, {side for _, side in parts}
    if not parts:
        return words.massage
    if len(parts) > 1 and len(sides) == 1 and sides <= set(words.whole_side):
        return words.whole_side[parts[0][1]]
    if len(parts) == 2 and len(muscles) == 1 and sides == set(words.sides):
        muscle = words.muscles.get(parts[0][0], parts[0][0])
        first, second = (words.sides[side] for _, side in parts)
        return words.both.format(side=first, other=second, muscle=muscle)
    return words.conjunction.join(point_words(point, language) for point in points)


def when(until: Until, now: Stamp, zone: tzinfo, language: str = "en") -> str:
    """When something ends: a wall time where it is known, else powered-on time."""
    words = words_in(language)
    if until.wait_ms < HOUR:
        return words.soon.format(time=length(until.wait_ms, language))
    if until.wall_ms is None:
        return words.powered.format(time=length(until.wait_ms, language))
    # Up to the next whole minute, so that nobody comes too early.
    ready = _local(-(-until.wall_ms // MINUTE) * MINUTE, zone)
    here = _local(now.wall_ms, zone)
    clock = words.clock(ready.hour, ready.minute)
    days = (ready.date() - here.date()).days
    if days <= 0:
        return words.today.format(clock=clock)
    if days == 1:
        return words.tomorrow.format(clock=clock)
    if days < 7:
        return words.on_weekday.format(weekday=words.weekdays[ready.weekday()], clock=clock)
    month = words.months[ready.month - 1]
    return words.on_date.format(day=ready.day, month=month, clock=clock)


def length(ms: Millis, language: str = "en") -> str:
    """A length in words, rounded up: ``30 seconds``, ``12 minutes``, ``7 hours``."""
    words = words_in(language)
    for unit, forms in ((HOUR, words.hour), (MINUTE, words.minute)):
        if ms >= 2 * unit or (unit == HOUR and ms >= unit):
            number = -(-ms // unit)
            return forms[number != 1].format(n=number)
    number = max(1, -(-ms // SECOND))
    return words.second[number != 1].format(n=number)


def _granted(decision: Granted, language: str) -> str:
    words = words_in(language)
    form = words.remainder if decision.remainder_of else words.granted
    where = place(decision.request.points, language)
    said = [form.format(time=length(decision.ms, language), where=where)]
    if decision.offers:
        said.append(words.offer.format(time=length(decision.longer_ms, language)))
    if decision.no_better:
        said.append(words.no_better)
    if decision.request.person == GUEST:
        said.append(words.guest)
    return " ".join(said)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _local(wall_ms: Millis, zone: tzinfo) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=wall_ms)).astimezone(zone)
