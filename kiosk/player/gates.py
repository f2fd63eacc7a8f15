"""The parts of a plan that may not simply be walked into: what lies behind a gate."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.plan.model import Plan, Segment, SegmentKind

PRESSING = frozenset({SegmentKind.PRESS, SegmentKind.EASE})
"""Where the player lets nobody but its caller change the course of things."""


def behind_gates(plan: Plan) -> Mapping[int, int]:
    """For each segment that only an answer leads to, the segment of its gate.

    That is all from the gate up to the end of its easing off: the words between the gate and the
    press, the press, the easing off.

    Raises:
        ValueError: The plan has a press that some way leads to without an answer at its gate, or
            none leads off. Such a plan is a bug.
    """
    behind: dict[int, int] = {}
    gates: dict[str, int] = {}
    at: int | None = None
    for index, segment in enumerate(plan.segments):
        if segment.kind is SegmentKind.GATE:
            _check_gate(segment, gates)
            gates[segment.gate] = at = index
        elif segment.kind in PRESSING:
            if at is None or gates.get(segment.gate) != at:
                raise ValueError(f"No gate stands before segment {index}, {_name(segment)}.")
            _check_press(plan, at, index)
            behind |= dict.fromkeys(range(at + 1, index + 1), at)
    for cue in plan.cues:
        gate = behind.get(cue.segment)
        if gate is not None and cue.at_ms < plan.segments[gate].start_ms:
            raise ValueError(f"A cue behind a gate begins before it: {cue}.")
    return behind


def _check_gate(segment: Segment, gates: Mapping[str, int]) -> None:
    if segment.duration_ms or segment.wait_ms:
        raise ValueError(f"A gate has no length of its own: {segment}.")
    if not segment.gate or segment.gate in gates:
        raise ValueError(f"A gate has a name that no other has: {segment}.")


def _check_press(plan: Plan, gate: int, index: int) -> None:
    """Check one part of a press, given that its gate is the last before it."""
    segment = plan.segments[index]
    between = plan.segments[gate + 1 : index]
    pressed = [each for each in between if each.kind in PRESSING]
    if any(each.wait_ms for each in between):
        raise ValueError(f"A wait stands between a gate and {_name(segment)}.")
    if pressed and (segment.kind is SegmentKind.PRESS or between[-1].kind not in PRESSING):
        raise ValueError(f"One gate leads to one press and its easing off: {_name(segment)}.")
    if segment.kind is SegmentKind.PRESS:
        after = plan.segments[index + 1 : index + 2]
        if not after or (after[0].kind, after[0].gate) != (SegmentKind.EASE, segment.gate):
            raise ValueError(f"No easing off follows {_name(segment)}.")


def _name(segment: Segment) -> str:
    return f"the {segment.kind} {segment.gate!r}"
