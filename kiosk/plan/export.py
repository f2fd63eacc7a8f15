"""A plan as JSON: what `kiosk plan --json` prints, for other programs and for tests."""

from __future__ import annotations

from typing import Any

from kiosk.plan.model import Plan


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan in its documented shape; waits count as 0 ms and carry ``wait_ms``."""
    return {
        "session": plan.session,
        "title": plan.title,
        "language": plan.language,
        "total_ms": plan.total_ms,
        "segments": [
            {
                "start_ms": segment.start_ms,
                "end_ms": segment.end_ms,
                "kind": str(segment.kind),
                "step": segment.step,
                "caption": segment.caption,
                "side": segment.side,
                "round": segment.round,
                "of": segment.of,
                "figure": segment.figure,
                "next_up": segment.next_up,
                **({"wait_ms": segment.wait_ms} if segment.wait_ms else {}),
                **({"gate": segment.gate} if segment.gate else {}),
            }
            for segment in plan.segments
        ],
        "cues": [
            {
                "at_ms": cue.at_ms,
                "duration_ms": cue.duration_ms,
                "kind": str(cue.kind),
                "text": cue.text,
                **({"chime": cue.chime} if cue.chime else {}),
            }
            for cue in plan.cues
        ],
        "dropped": [
            {
                "at_ms": cue.at_ms,
                "duration_ms": cue.duration_ms,
                "kind": str(cue.kind),
                "text": cue.text,
                "reason": cue.reason,
            }
            for cue in plan.dropped
        ],
    }
