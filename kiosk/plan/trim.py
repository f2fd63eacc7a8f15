"""A plan that begins at one of its steps: how an author listens to one place again and again."""

from __future__ import annotations

from dataclasses import replace

from kiosk.plan.model import Plan


def starting_at(plan: Plan, step: int) -> Plan:
    """The rest of a plan from a step on, counted as `Segment.step` counts; from 0 all of it.

    A step past the end gives the last one.
    """
    if step <= 0 or not plan.segments:
        return plan
    step = min(step, plan.segments[-1].step)
    first = next(index for index, segment in enumerate(plan.segments) if segment.step >= step)
    cut = plan.segments[first].start_ms
    return replace(
        plan,
        segments=tuple(
            replace(segment, start_ms=segment.start_ms - cut, end_ms=segment.end_ms - cut)
            for segment in plan.segments[first:]
        ),
        cues=tuple(
            replace(cue, at_ms=cue.at_ms - cut, segment=cue.segment - first)
            for cue in plan.cues
            if cue.segment >= first
        ),
        dropped=tuple(
            replace(cue, at_ms=cue.at_ms - cut) for cue in plan.dropped if cue.at_ms >= cut
        ),
    )
