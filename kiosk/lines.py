"""What a voice is asked for: a session's texts, each with its tone and its hard words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiosk.clips import Line
from kiosk.plan.model import Plan
from kiosk.plan.tones import tones
from kiosk.script.model import Script
from kiosk.tone import Tone


def lines_of_script(script: Script, texts: Iterable[str], language: str) -> Mapping[str, Line]:
    """The line of each of some texts of a script, before there is a plan."""
    tone_of, pronounce = tones(script, language), script.pronounced(language)
    return {text: Line(text, language, tone_of.get(text, Tone.PLAIN), pronounce) for text in texts}


def lines_of(plan: Plan) -> Mapping[str, Line]:
    """The line of each text that a plan may say: those of its script."""
    tone_of = dict(plan.tones)
    return {
        text: Line(text, plan.language, tone_of.get(text, Tone.PLAIN), plan.pronounce)
        for text, _ in plan.lengths
    }
