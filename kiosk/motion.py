"""How a figure moves with the plan: where in its movement it is at a moment, how deep it breathes.

Into the pose as the instruction is spoken; a hold breathes; a rest lets go; repetitions follow
their tempo. All of it follows from the place in the plan, so a session that is paused stands
still, and one that jumps is at once where it should be.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from math import cos, pi
from typing import Final, TypeAlias

from kiosk.plan.model import Plan, Segment, SegmentKind
from kiosk.units import SECOND, Millis

Keys: TypeAlias = tuple[tuple[float, float], ...]
"""Moments in ms from the start of a segment, each with the place in the movement."""

SHORT_DEMO_MS: Final[Millis] = 1_500
"""An instruction this short leaves no time to show a repetition."""
_CALM_MS: Final[Millis] = 700
"""A breath fades out over this at the end of its segment."""
_BREATHING: Final = {
    SegmentKind.HOLD: 1.0,
    SegmentKind.PRESS: 1.0,
    SegmentKind.REST: 0.7,
    SegmentKind.WAIT: 0.7,
    SegmentKind.GATE: 0.7,
    SegmentKind.READY: 0.5,
    SegmentKind.SAY: 0.5,
    SegmentKind.INTRO: 0.5,
}


class Way(Enum):
    """What a figure does in a segment."""

    STAY = "stay"
    IN = "in"
    SHOW = "show"
    """Once there and back, to show what is to come."""
    HELD = "held"
    OUT = "out"
    TEMPO = "tempo"
    CYCLES = "cycles"


@dataclass(frozen=True, slots=True)
class Pace:
    """How a movement goes at its own pace.

    Attributes:
        seconds: From each of its poses to the next; empty for a single pose.
        top: The place (0 to 1) of the pose that is held.
        loop: Whether it ends in the pose it began with: then a repetition goes once round.
    """

    seconds: tuple[float, ...] = ()
    top: float = 1.0
    loop: bool = False

    @property
    def own_ms(self) -> float:
        """From rest to the pose that is held."""
        return sum(self.seconds) * SECOND * self.top


@dataclass(frozen=True, slots=True)
class Moment:
    """How a figure is at a moment, each number from 0 to 1.

    Attributes:
        place: How far along the movement, by its own seconds.
        breath: How full the lungs are.
        arrow: How clearly arrows show: while the person is to move.
        glow: How clearly a highlighted area shows: while the pose is held.
    """

    place: float = 0.0
    breath: float = 0.0
    arrow: float = 1.0
    glow: float = 1.0


@dataclass(frozen=True, slots=True)
class _Track:
    way: Way
    start: bool
    """Whether it begins in the pose that is held."""
    end: bool
    word_ms: Millis
    """When the first word is spoken, from the segment's start."""


class Motion:
    """The motion of a whole plan's figures."""

    def __init__(self, plan: Plan, breath_ms: Millis) -> None:
        self.plan = plan
        self._breath_ms = breath_ms
        self._tracks = _tracks(plan)
        self._of: tuple[int, Pace] = (-1, Pace())
        self._keys: Keys = ()

    def at(self, index: int, elapsed_ms: Millis, pace: Pace) -> Moment:
        """How the figure of a segment is, some time into it.

        Args:
            index: The segment's, in the plan.
            elapsed_ms: The time since it began; at a wait, since the waiting began.
            pace: Of the figure the segment names.
        """
        segment, track = self.plan.segments[index], self._tracks[index]
        breath = self._breath(segment, elapsed_ms)
        if not pace.seconds:
            return Moment(0.0, breath)
        if track.way in {Way.CYCLES, Way.IN} and pace.loop:
            # Who walks does not halt between two steps.
            return Moment(elapsed_ms / (sum(pace.seconds) * SECOND) % 1.0, breath, 0.0, 0.0)
        if (index, pace) != self._of:
            self._of = index, pace
            self._keys = keys_of(segment, track.way, pace, start=track.start, word=track.word_ms)
        place, rising = _along(self._keys, elapsed_ms, end=track.end, pace=pace)
        share = min(1.0, place / pace.top)
        shown = _smooth(share / 0.15) * (1 - _smooth((share - 0.75) / 0.25)) if rising else 0.0
        return Moment(place, breath, shown, _smooth((share - 0.6) / 0.4))

    def _breath(self, segment: Segment, elapsed_ms: Millis) -> float:
        depth = _BREATHING.get(segment.kind, 0.0)
        length = segment.duration_ms or segment.wait_ms
        calm = max(0.0, min(1.0, (length - elapsed_ms) / _CALM_MS)) if length else 1.0
        return depth * calm * (0.5 - 0.5 * cos(2 * pi * elapsed_ms / self._breath_ms))


def _tracks(plan: Plan) -> tuple[_Track, ...]:
    words: dict[int, Millis] = {}
    for cue in plan.cues:
        if cue.text and cue.segment not in words:
            words[cue.segment] = cue.at_ms - plan.segments[cue.segment].start_ms
    tracks: list[_Track] = []
    for index, segment in enumerate(plan.segments):
        before = plan.segments[index - 1] if index else None
        same = (
            before is not None
            and before.figure == segment.figure
            and (before.mirrored == segment.mirrored or _turned_over(before, segment))
        )
        start = same and tracks[-1].end
        way, end = _way(plan, index, before if same else None, start=start)
        tracks.append(_Track(way, start, end, words.get(index, 0)))
    return tuple(tracks)


def _turned_over(before: Segment, segment: Segment) -> bool:
    """Whether a change of sides leaves the person in the pose they came to on the first."""
    return segment.kind is SegmentKind.CHANGE and before.kind is SegmentKind.READY


def _way(plan: Plan, index: int, before: Segment | None, *, start: bool) -> tuple[Way, bool]:
    """What the figure does in a segment, and whether it ends in the pose that is held.

    Args:
        plan: The plan.
        index: The segment's.
        before: The segment before it, where it shows the same figure.
        start: Whether that one ended in the pose that is held.
    """
    kind = plan.segments[index].kind
    way, end = Way.STAY, start
    match kind:
        case SegmentKind.INTRO:
            way, end = Way.SHOW, False
        case SegmentKind.PREPARE:
            following = plan.segments[index + 1].kind if index + 1 < len(plan.segments) else kind
            if following in {SegmentKind.REPS, SegmentKind.MOVE}:
                way, end = Way.SHOW, False
            elif following in {SegmentKind.GATE, SegmentKind.PRESS}:
                # Nobody lies on a massager before its time is granted and has begun.
                way, end = Way.STAY, False
            elif start and before is not None and before.kind is not SegmentKind.HOLD:
                end = True
            else:
                way, end = Way.IN, True
        case SegmentKind.HOLD | SegmentKind.PRESS:
            way, end = Way.HELD, True
        case SegmentKind.REST | SegmentKind.EASE:
            way, end = Way.OUT, False
        case SegmentKind.REPS:
            way, end = Way.TEMPO, False
        case SegmentKind.MOVE:
            way, end = Way.CYCLES, False
        case SegmentKind.READY | SegmentKind.SAY | SegmentKind.WAIT if before is None:
            way, end = Way.IN, True
        case _:
            pass
    return way, end


def keys_of(segment: Segment, way: Way, pace: Pace, *, start: bool, word: Millis) -> Keys:
    """When in a segment the figure is where, for a movement of a pace."""
    length, own, top = float(segment.duration_ms), pace.own_ms, pace.top
    first = top if start else 0.0
    keys = [(0.0, first)]
    if length <= 0:
        return ()
    if start and way in {Way.IN, Way.SHOW, Way.CYCLES, Way.TEMPO}:
        # Let go first, then begin anew.
        keys.append((min(own, length * 0.25), 0.0))
    at = max(keys[-1][0], min(float(word), length * 0.25))
    if way is Way.IN:
        keys += [(at, 0.0), (at + min(2 * own, length - at), top)]
    elif way is Way.SHOW and length - at >= SHORT_DEMO_MS:
        keys += [(at, 0.0), *_there_and_back(at, length - at, pace)]
    elif way is Way.SHOW:
        keys.append((length, 0.0))
    elif way is Way.HELD and not start:
        keys.append((min(own, length * 0.25), top))
    elif way is Way.OUT:
        keys.append((min(1.3 * own, length), 0.0))
    elif way is Way.TEMPO:
        keys += _by_tempo(segment, pace, keys[-1][0])
    elif way is Way.CYCLES:
        room = length - keys[-1][0]
        count = max(1, int(room // (2.4 * own + 800)))
        for n in range(count):
            begin = length - room + room / count * n
            keys += [(begin, 0.0), *_there_and_back(begin, room / count, pace)]
    return tuple(keys)


def _there_and_back(at: float, room: float, pace: Pace) -> list[tuple[float, float]]:
    go = min(1.5 * pace.own_ms, room * 0.4)
    if pace.loop:
        return [(at + min(1.5 * pace.own_ms / pace.top, room * 0.9), 1.0), (at + room, 1.0)]
    stay = min(800.0, room - 2 * go)
    return [(at + go, pace.top), (at + go + stay, pace.top), (at + 2 * go + stay, 0.0)]


def _by_tempo(segment: Segment, pace: Pace, since: float) -> list[tuple[float, float]]:
    """There, stay, back, stay: as the phases of a repetition are counted in strength training."""
    lengths = segment.tempo or (segment.duration_ms,)
    ends = list(accumulate(float(each) for each in lengths))
    count = len(ends)
    if pace.loop:
        whole = sum(pace.seconds)
        knots = [each / whole for each in accumulate(pace.seconds)]
        if len(knots) != count:
            knots = [(n + 1) / count for n in range(count)]
        return [*zip(ends, knots, strict=True)]
    if count == 1:
        return [(ends[0] / 2, pace.top), (ends[0], 0.0)]
    rests = 1 if count == 4 else 0
    out = count - 1 - rests
    places = [pace.top if n < out else 0.0 for n in range(count)]
    return [(end, place) for end, place in zip(ends, places, strict=True) if end > since]


def _along(keys: Keys, elapsed_ms: float, *, end: bool, pace: Pace) -> tuple[float, bool]:
    """The place at a moment, and whether the person is to move towards the pose that is held."""
    if not keys:
        return (pace.top if end else 0.0), False
    after = bisect_right(keys, elapsed_ms, key=lambda key: key[0])
    if after >= len(keys):
        return keys[-1][1], False
    if not after:
        return keys[0][1], False
    (t0, a), (t1, b) = keys[after - 1], keys[after]
    share = _smooth((elapsed_ms - t0) / (t1 - t0)) if t1 > t0 else 1.0
    return a + (b - a) * share, b > a


def _smooth(share: float) -> float:
    share = max(0.0, min(1.0, share))
    return share * share * (3 - 2 * share)
