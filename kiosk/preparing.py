"""From a script to what can be played: its speech rendered, its plan by the real lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from kiosk.clips import Clips
from kiosk.dose.growth import Range, Unit
from kiosk.dose.growth import amounts as amounts_of
from kiosk.dose.state import Practice
from kiosk.lines import lines_of_script
from kiosk.plan.build import build, lines
from kiosk.plan.estimate import estimator
from kiosk.plan.model import Plan, Refusal
from kiosk.plan.presses import Press
from kiosk.plan.sayings import as_pronounced
from kiosk.plan.tones import at_their_pace, tones
from kiosk.plan.trim import starting_at
from kiosk.script.model import AnyStep, Hold, Repeat, Reps, Script, Sides
from kiosk.settings import Settings
from kiosk.speaking import speech_of as speech_of  # noqa: PLC0414 -- who prepares needs a voice
from kiosk.units import Millis
from kiosk.voice.engine import AUTO
from kiosk.voice.speech import Manner, Speech


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session ready to be played: its plan, and its speech."""

    plan: Plan
    clips: Clips

    def starting_at(self, step: int) -> Prepared:
        """The same from a step on, counted as `kiosk.plan.model.Segment.step` counts."""
        return replace(self, plan=starting_at(self.plan, step))


def manner_of(settings: Settings) -> Manner:
    """Who speaks by these settings, and how fast."""
    # Who asks for a voice by name wants no language's own: `kiosk.suiting`.
    return Manner(
        settings.voice, settings.rate, chosen=settings.voice != AUTO and not settings.voices
    )


def language_of(script: Script, settings: Settings) -> str:
    """The language a session is given in: the operator's where the session has it."""
    wanted = settings.language
    has = {script.language, *(code for code, _ in script.title.translations)}
    return wanted if wanted in has else script.language


def prepare(
    script: Script,
    settings: Settings,
    speech: Speech,
    progress: Callable[[int, int], None] | None = None,
    *,
    urgent: bool = True,
    amounts: Mapping[str, int] | None = None,
    presses: Mapping[int, Press] | None = None,
) -> Prepared | Refusal:
    """Render all that a session says, and lay it out by the real lengths."""
    language = language_of(script, settings)
    breath_ms = settings.breath_ms
    texts = lines(script, language=language, breath_ms=breath_ms, amounts=amounts, presses=presses)
    spoken = lines_of_script(script, texts, language)
    manner = manner_of(settings)
    asked = tuple(spoken.values())
    clips = speech.prepare(asked, progress, urgent=urgent, manner=manner) if asked else {}
    guess_ms = estimator(language, settings.rate)
    guess_ms = as_pronounced(guess_ms, language, script.pronounced(language))
    guess_ms = at_their_pace(guess_ms, tones(script, language))

    def say_ms(text: str) -> Millis:
        clip = clips.get(spoken[text]) if text in spoken else None
        return clip.duration_ms if clip else guess_ms(text)

    plan = build(
        script, say_ms, language=language, breath_ms=breath_ms, amounts=amounts, presses=presses
    )
    if isinstance(plan, Refusal):
        return plan
    return Prepared(plan, clips)


def ranges_of(script: Script, breath_ms: Millis) -> tuple[Range, ...]:
    """What may grow in a session, step by step."""
    return tuple(_ranges(script.steps, breath_ms))


def _ranges(steps: tuple[AnyStep, ...], breath_ms: Millis) -> Iterator[Range]:
    for step in steps:
        match step:
            case Hold():
                low = step.length.low.in_ms(breath_ms)
                high = step.length.high.in_ms(breath_ms)
                if high > low:
                    yield Range(step.id, low, high, Unit.MS)
            case Reps() | Repeat():
                if step.count.high > step.count.low:
                    yield Range(step.id, step.count.low, step.count.high, Unit.COUNT)
            case _:
                pass
        if isinstance(step, Repeat | Sides):
            yield from _ranges(step.steps, breath_ms)


def grown(script: Script, practice: Practice, breath_ms: Millis) -> dict[str, int]:
    """How much of each range a person does now, by step."""
    return amounts_of(ranges_of(script, breath_ms), practice)
