"""How somebody wants one session to sound: the coach's own words, the chimes, how loud.

A massage keeps all of its words and chimes, since they say when to let go; there only the volume
is anybody's to choose. Nothing that a script says is left out, nor a chime that is a step of it:
its words may speak of that one.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.plan.model import Cue, CueKind, Plan, SegmentKind
from kiosk.plan.presses import has_massage
from kiosk.preferences import SessionSound
from kiosk.script.model import Script


def worded(script: Script, sound: SessionSound) -> Script:
    """A session with no more of the coach's own words than somebody wants, nor than it had."""
    if has_massage(script.steps):
        return script
    coach = replace(
        script.coach,
        countdown=script.coach.countdown and sound.countdown,
        halfway=script.coach.halfway and sound.halfway,
    )
    return script if coach == script.coach else replace(script, coach=coach)


def chimed(plan: Plan, sound: SessionSound) -> Plan:
    """A plan with or without the coach's chimes; their time stays, so that nothing else moves."""
    if sound.chimes or plan.gates:
        return plan

    def stays(cue: Cue) -> bool:
        authors = plan.segments[cue.segment].kind is SegmentKind.CHIME
        return cue.kind is not CueKind.CHIME or authors

    return replace(plan, cues=tuple(filter(stays, plan.cues)))
