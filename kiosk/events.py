"""What happened in a session, as one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TextIO

from kiosk.player.model import (
    Ask,
    Changed,
    Cut,
    Effect,
    Interrupted,
    Moved,
    Shown,
    Skipped,
    Sound,
    Started,
    State,
)
from kiosk.units import Millis


def describe(effect: Effect, now_ms: Millis, start_ms: Millis) -> dict[str, Any] | None:
    """One effect as an event, or None where it is no event of the session.

    ``t_ms`` is when it happened and ``due_ms`` when it was due, both from the session's start on
    the session's clock; what no plan foresees has no ``due_ms``.
    """
    event: dict[str, Any] = {"t_ms": now_ms - start_ms, "due_ms": None}
    match effect:
        case Started(cue, due_ms):
            event |= {
                "due_ms": due_ms - start_ms,
                "event": "cue",
                "kind": cue.kind,
                "text": cue.text,
                "plan_ms": cue.at_ms,
            }
            if cue.chime:
                event["chime"] = cue.chime
        case Shown(segment, index, due_ms):
            event |= {
                "due_ms": due_ms - start_ms,
                "event": "segment",
                "kind": segment.kind,
                "caption": segment.caption,
                "side": segment.side,
                "round": segment.round,
                "of": segment.of,
                "index": index,
                "plan_ms": segment.start_ms,
            }
        case Skipped(cue, late_ms):
            event |= {"event": "skipped", "kind": cue.kind, "text": cue.text, "late_ms": late_ms}
        case Cut(_, sounding, heard_ms) if sounding is not None:
            event |= {
                "event": "cut",
                "kind": sounding.kind,
                "text": sounding.text,
                "heard_ms": heard_ms,
            }
        case Moved(command, from_ms, to_ms):
            event |= {"event": str(command), "from_ms": from_ms, "to_ms": to_ms}
        case Changed(before, after, command):
            event |= {"event": _named(before, after, str(command or "")), "state": after.value}
        case Ask(gate, due_ms):
            event |= {"due_ms": due_ms - start_ms, "event": "ask", "gate": gate}
        case Interrupted(command, gate, at_ms, kind):
            event |= {
                "event": "interrupted",
                "by": str(command),
                "gate": gate,
                "kind": kind,
                "plan_ms": at_ms,
            }
        case Sound() | Cut():
            return None
    return event


def _named(before: State, after: State, command: str) -> str:
    """What a change of state is called: by what the person did, else by what it came to."""
    if after is State.PAUSED:
        return "pause"
    if before is State.PAUSED and after is not State.STOPPED:
        return "resume"
    if after is State.WAITING:
        return "wait"
    if after is State.ASKING:
        return "gate"
    if before is State.ASKING and not command:
        return "answer"
    if before is State.WAITING:
        return command if command in ("stop", "next", "back", "repeat") else "ready"
    if before is State.IDLE:
        return "start"
    if after is State.DONE:
        return "done"
    if after is State.STOPPED:
        return "stop"
    return command or after.value


@dataclass(slots=True)
class EventLog:
    """Writes events as they happen, each line whole and at once."""

    stream: TextIO
    failed: Callable[[OSError], None]
    """Called once when the disk refuses; the session goes on without its log."""
    _broken: bool = False

    def write(self, event: dict[str, Any]) -> None:
        """Write one event."""
        if self._broken:
            return
        try:
            self.stream.write(json.dumps(event, ensure_ascii=False) + "\n")
            self.stream.flush()
        except OSError as error:
            self._broken = True
            self.failed(error)
