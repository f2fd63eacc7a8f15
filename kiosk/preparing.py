"""From a script to what can be played: its speech rendered, its plan by the real lengths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.clips import Clips, Line
from kiosk.plan.build import build, lines
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan, Refusal
from kiosk.plan.trim import starting_at
from kiosk.script.model import Script
from kiosk.settings import Settings
from kiosk.units import Millis
from kiosk.voice.speech import Speech, VoiceSettings


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session ready to be played: its plan, and its speech."""

    plan: Plan
    clips: Clips

    def starting_at(self, step: int) -> Prepared:
        """The same from a step on, counted as `kiosk.plan.model.Segment.step` counts."""
        return replace(self, plan=starting_at(self.plan, step))


def language_of(script: Script, settings: Settings) -> str:
    """The language a session is given in: the operator's where the session has it."""
    wanted = settings.language
    has = {script.language, *(code for code, _ in script.title.translations)}
    return wanted if wanted in has else script.language


def speech_of(settings: Settings) -> Speech:
    """The voice that the settings ask for."""
    return Speech(
        VoiceSettings(
            cache_dir=settings.cache / "speech",
            voice=settings.voice,
            rate=settings.rate,
            cache_mb=settings.cache_mb,
            engine=settings.engine,
        ),
    )


def prepare(
    script: Script,
    settings: Settings,
    speech: Speech,
    progress: Callable[[int, int], None] | None = None,
    *,
    urgent: bool = True,
) -> Prepared | Refusal:
    """Render all that a session says, and lay it out by the real lengths."""
    language = language_of(script, settings)
    texts = lines(script, language=language, breath_ms=settings.breath_ms)
    spoken = [Line(text, language) for text in texts]
    clips = speech.prepare(spoken, progress, urgent=urgent) if spoken else {}

    def say_ms(text: str) -> Millis:
        clip = clips.get(Line(text, language))
        return clip.duration_ms if clip else estimate_ms(text, settings.rate)

    plan = build(script, say_ms, language=language, breath_ms=settings.breath_ms)
    if isinstance(plan, Refusal):
        return plan
    return Prepared(plan, clips)
