"""In which tone each text of a session is said: decided from the script, before any length.

What is said while somebody holds, moves, rests or presses is calm; what has them come off, stop or
take care is firm, the last seconds among it; all else is plain. A text has one tone in a session,
so that its clip has one length: where it is said in two, the firmer wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kiosk.plan.phrases import PHRASES, Phrases
from kiosk.script.language import fill
from kiosk.script.model import (
    AnyStep,
    Hold,
    Massage,
    Ready,
    Repeat,
    Reps,
    Say,
    Script,
    Side,
    Sides,
    Text,
    Timed,
    Wait,
)
from kiosk.tone import PACE_PERCENT, Tone
from kiosk.units import Millis

_RANK: Final = {tone: rank for rank, tone in enumerate(Tone)}


def tones(script: Script, language: str) -> Mapping[str, Tone]:
    """The tone of each text of a session that is not simply plain, in one of its languages."""
    phrases = PHRASES[language]
    teller = _Teller(language, phrases)
    for caution in script.cautions:
        teller.say(Tone.FIRM, caution, ())
    teller.coach(Tone.FIRM, phrases.ease_off, *phrases.countdown)
    teller.coach(Tone.CALM, phrases.halfway, phrases.rest, phrases.press_rest)
    teller.steps(script.steps, ())
    return {text: tone for text, tone in teller.found.items() if tone is not Tone.PLAIN}


def at_their_pace(
    guess_ms: Callable[[str], Millis], tones_: Mapping[str, Tone]
) -> Callable[[str], Millis]:
    """A guess of lengths that knows how a calm text takes longer.

    A firm one is guessed as plain: what is said a little sooner than expected fits as well.
    """

    def at_its_pace(text: str) -> Millis:
        percent = min(100, PACE_PERCENT[tones_.get(text, Tone.PLAIN)])
        return -(-guess_ms(text) * 100 // percent)

    return at_its_pace


class _Teller:
    """Collects texts with the firmest tone of each."""

    def __init__(self, language: str, phrases: Phrases) -> None:
        self.found: dict[str, Tone] = {}
        self._language = language
        self._phrases = phrases

    def coach(self, tone: Tone, *texts: str) -> None:
        """The coach's own words, or any that are complete."""
        for text in texts:
            known = self.found.get(text, tone)
            self.found[text] = max(known, tone, key=_RANK.__getitem__)

    def say(self, tone: Tone, text: Text | None, sides: tuple[Side, ...]) -> None:
        """A text of the script, for each side it may be said for."""
        if text is not None:
            words = text.into(self._language)
            self.coach(tone, *(fill(words, self._language, side) for side in sides or (None,)))

    def steps(self, steps: Iterable[AnyStep], sides: tuple[Side, ...]) -> None:
        """All that some steps say."""
        for step in steps:
            if isinstance(step, Repeat | Sides):
                self.steps(step.steps, step.sides if isinstance(step, Sides) else sides)
            else:
                self._step(step, sides)
            self._next(step.name, step.sides if isinstance(step, Sides) else sides)

    def _step(self, step: AnyStep, sides: tuple[Side, ...]) -> None:
        match step:
            case Hold():
                tone = Tone.CALM if step.timed is Timed.REST else Tone.PLAIN
                self._each(tone, (step.say, step.again), sides)
                self._each(Tone.CALM, (prompt.text for prompt in step.prompts), sides)
                self.say(Tone.FIRM, step.caution, sides)
            case Massage():
                self.say(Tone.PLAIN, step.say, sides)
                self.say(Tone.CALM, step.onto, sides)
                self._each(Tone.FIRM, (step.ease_off, step.caution), sides)
            case Ready() | Reps():
                self._each(Tone.PLAIN, (step.say, step.again), sides)
                self.say(Tone.FIRM, step.caution, sides)
            case Say():
                self._each(Tone.PLAIN, (step.say, step.again), sides)
            case Wait():
                self.say(Tone.PLAIN, step.say, sides)
            case _:
                pass

    def _each(self, tone: Tone, texts: Iterable[Text | None], sides: tuple[Side, ...]) -> None:
        for text in texts:
            self.say(tone, text, sides)

    def _next(self, name: Text | None, sides: tuple[Side, ...]) -> None:
        """What a rest says of a step that has a name."""
        if name is None:
            return
        words = name.into(self._language)
        for side in sides or (None,):
            named = fill(words, self._language, side)
            self.coach(Tone.CALM, self._phrases.next_up.format(name=named))
