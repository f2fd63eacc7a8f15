"""Laying out what lies ahead: a stretch of the plan, or a wait, placed on the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.player.agenda import Agenda, Placed, Show, Turn, Turning, begins, gives
from kiosk.player.chart import REMINDER_BEFORE, Chart, Vital
from kiosk.units import Millis


@dataclass(frozen=True, slots=True)
class Start:
    """Where and when a stretch of the plan begins to run.

    Attributes:
        first: The first segment to be shown.
        cursor: The number of the first cue to be heard.
        place_ms: The place in the plan.
        at_ms: Now, on the clock.
        runs_ms: When the timeline begins to run: now, or after what is `said`.
        said: What is said before.
    """

    first: int
    cursor: int
    place_ms: Millis
    at_ms: Millis
    runs_ms: Millis
    said: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the plan, on the clock, as far as the next wait or gate.

    Attributes:
        origin_ms: Where the start of the plan lies on the clock.
        limit_ms: How far the timeline runs, in the plan: to the wait, the gate or the end.
        vitals: What in it must not be slept through, in order.
    """

    agenda: Agenda
    origin_ms: Millis
    limit_ms: Millis
    vitals: tuple[Vital, ...] = ()


def stretch(chart: Chart, start: Start, *, ahead_ms: Millis, air: Iterable[Placed] = ()) -> Stretch:
    """Place the plan on the clock from a start up to the next wait or gate, or to the end.

    Args:
        chart: The plan.
        start: Where and when it begins to run.
        ahead_ms: How long before its time a cue is handed over.
        air: Cues that still sound: the end, or the question at a gate, waits for them.
    """
    segments = chart.plan.segments
    origin_ms = start.runs_ms - start.place_ms
    stop = chart.stop_from(start.first)
    if stop is None:
        shows = range(start.first, len(segments))
        cues = range(start.cursor, len(chart.cues))
        limit_ms = chart.plan.total_ms
        turn = Turn.FINISHED
    else:
        shows = range(start.first, stop + 1)
        cues = range(start.cursor, chart.cue_past(stop))
        limit_ms = segments[stop].start_ms
        turn = Turn.AT_GATE if chart.is_gate(stop) else Turn.ARRIVED
    heard_out: list[Millis] = []
    if turn is not Turn.ARRIVED:
        # An answer may come in no time, and what follows it must not fall into what is said now.
        heard_out += [origin_ms + chart.cues[cues[-1]].end_ms] if cues else []
        heard_out += [placed.end_ms for placed in air]

    def placed() -> Iterator[Placed]:
        return (Placed(chart.cues[i], origin_ms + chart.cues[i].at_ms, i) for i in cues)

    agenda = Agenda(
        gives(start.said, ahead_ms, start.at_ms),
        begins(start.said),
        [Turning(start.runs_ms, Turn.LED_IN)] if start.runs_ms > start.at_ms else [],
        (Show(max(origin_ms + segments[i].start_ms, start.runs_ms), i) for i in shows),
        gives(placed(), ahead_ms, start.at_ms),
        begins(placed()),
        [Turning(max([origin_ms + limit_ms, start.runs_ms, *heard_out]), turn)],
    )
    vitals = tuple(
        vital
        for vital in chart.vitals
        if vital.number >= start.cursor and start.place_ms <= vital.place_ms <= limit_ms
    )
    return Stretch(agenda, origin_ms, limit_ms, vitals)


def wait(
    chart: Chart,
    index: int,
    *,
    since_ms: Millis,
    at_ms: Millis,
    ahead_ms: Millis,
    air: Iterable[Placed] = (),
) -> Agenda:
    """Place a wait on the clock: its reminder and its time-out.

    Args:
        chart: The plan.
        index: The wait's segment.
        since_ms: When the time-out began, on the clock; the time of a pause is not counted.
        at_ms: Now, on the clock.
        ahead_ms: How long before its time a cue is handed over.
        air: Cues that still sound: the reminder never falls into them.
    """
    out_ms = since_ms + chart.plan.segments[index].wait_ms
    said: tuple[Placed, ...] = ()
    if cue := chart.reminder(index):
        planned_ms = out_ms - REMINDER_BEFORE
        heard = planned_ms + cue.duration_ms <= at_ms
        # One that a pause cut short is said at once; but nothing is said past the time-out.
        due_ms = max([planned_ms, at_ms, *(placed.end_ms for placed in air)])
        if not heard and due_ms + cue.duration_ms <= out_ms:
            said = (Placed(cue, due_ms),)
    return Agenda(gives(said, ahead_ms, at_ms), begins(said), [Turning(out_ms, Turn.TIMED_OUT)])
