"""How long things take: the one place where the lengths of a plan's parts are decided.

The builder lays a plan out with these, the checker adds them up without laying anything out, and
a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kiosk.plan.chimes import CHIME_MS
from kiosk.plan.chimes import Chime as ChimeName
from kiosk.plan.phrases import PHRASES, Phrases
from kiosk.script.language import fill, names_side
from kiosk.script.model import (
    AnyStep,
    Chime,
    Hold,
    Massage,
    Phase,
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
from kiosk.units import SECOND, Millis

SayMs: TypeAlias = Callable[[str], Millis]
"""How long a text takes to say: from a rendered clip, or an estimate."""

ENTRY_MS: Final[Millis] = 450
"""From the beginning of a step to its first word: room for the end chime of the one before."""
FIRST_MS: Final[Millis] = 150
"""From the start of a session to its first word: nothing sounds before it, and somebody waits."""
GAP_MS: Final[Millis] = 400
"""From the last word of an instruction to the hold it describes."""
BETWEEN_MS: Final[Millis] = 250
"""Between two sentences of one instruction."""
LEAST_GAP_MS: Final[Millis] = 100
"""Between any two sounds."""
FINAL_FROM: Final = 3
"""Rounds from which on "last time" is said; of two rounds everyone knows the last."""
EASE_AGAIN_MS: Final[Millis] = 3_000
"""How long after "ease off" it is said again."""
LONGEST_PRESS_MS: Final[Millis] = 90_000
"""No grant is longer, whoever grants it."""
BREATH_MS: Final[Millis] = 4_000
"""A breath at rest, in and out: about fifteen a minute. Settings may say otherwise."""


@dataclass(slots=True)
class Timing:
    """The lengths of one script's parts, for one voice and one person.

    Attributes:
        say_ms: How long a text takes to say.
        amounts: What was chosen for a range, by step id: a count, or milliseconds. A range that
            is not in it starts at its low end, or at its high end where `grown` is set.
        press_ms, grown_press_ms: A first dose and the highest, for the length of a session that
            nobody has been granted anything for.
    """

    script: Script
    say_ms: SayMs
    language: str
    breath_ms: Millis = BREATH_MS
    amounts: Mapping[str, int] = field(default_factory=dict)
    grown: bool = False
    press_ms: Millis = 30 * SECOND
    grown_press_ms: Millis = 60 * SECOND

    @property
    def phrases(self) -> Phrases:
        """The coach's words in the plan's language."""
        return PHRASES[self.language]

    # --- words

    def words(self, text: Text, side: Side | None) -> str:
        """A text in the plan's language, with its side words filled in."""
        return fill(text.into(self.language), self.language, side)

    def spoken(self, text: Text, sides: tuple[Side, ...]) -> Millis:
        """How long a text takes, at its longest over all sides: so both sides take the same."""
        words = text.into(self.language)
        if not sides or not names_side(words):
            return self.say_ms(words)
        return max(self.say_ms(fill(words, self.language, side)) for side in sides)

    def spoken_all(self, texts: tuple[Text, ...], sides: tuple[Side, ...]) -> Millis:
        """How long some texts take, one after another."""
        if len(texts) == 1:
            return self.spoken(texts[0], sides)
        gaps = BETWEEN_MS * (len(texts) - 1)
        return sum(self.spoken(text, sides) for text in texts) + gaps

    # --- amounts

    def count(self, step: Reps | Repeat) -> int:
        """How many rounds or repetitions this person does."""
        start = step.count.high if self.grown else step.count.low
        chosen = self.amounts.get(step.id, start)
        return min(max(chosen, step.count.low), step.count.high)

    def hold_ms(self, step: Hold) -> Millis:
        """How long this person holds."""
        low = step.length.low.in_ms(self.breath_ms)
        high = step.length.high.in_ms(self.breath_ms)
        chosen = self.amounts.get(step.id, high if self.grown else low)
        return min(max(chosen, low), high)

    # --- steps

    def instruction(self, step: Hold | Reps | Ready, *, again: bool) -> tuple[Text, ...]:
        """What is said before a hold, or while getting ready: all of it at first, a word later."""
        if step.say is None:
            said = step.again if again else step.caution
            return (said,) if said else ()
        if again:
            return (step.again or step.say,)
        return (step.say, step.caution) if step.caution else (step.say,)

    def lead_ms(self, step: Hold | Reps | Ready, sides: tuple[Side, ...], *, again: bool) -> Millis:
        """From the beginning of a step to the moment its clock runs."""
        texts = self.instruction(step, again=again)
        if not texts:
            return ENTRY_MS
        return ENTRY_MS + self.spoken_all(texts, sides) + GAP_MS

    def rest_ms(self, step: Hold, sides: tuple[Side, ...], *, again: bool) -> Millis:
        """A rest as long as written, or as long as what is said in it."""
        length = self.hold_ms(step)
        text = (step.again or step.say) if again else step.say
        if text is None:
            return length
        return max(length, ENTRY_MS + self.spoken(text, sides) + LEAST_GAP_MS)

    def ready_ms(self, step: Ready, sides: tuple[Side, ...], *, again: bool = False) -> Millis:
        """Time to get into position, never shorter than what is said."""
        said = self.lead_ms(step, sides, again=again)
        return max(step.length.in_ms(self.breath_ms), said)

    def say_text(self, step: Say, *, again: bool) -> Text:
        """What a `say` step says in this round."""
        return (step.again or step.say) if again else step.say

    def speech_ms(self, text: Text, sides: tuple[Side, ...], pause: Millis = 0) -> Millis:
        """A sentence by itself."""
        return ENTRY_MS + self.spoken(text, sides) + max(GAP_MS, pause)

    def phrase_ms(self, phrases: Iterable[str]) -> Millis:
        """The coach's own sentences by themselves."""
        lengths = [self.say_ms(phrase) for phrase in phrases]
        return ENTRY_MS + sum(lengths) + BETWEEN_MS * (len(lengths) - 1) + GAP_MS

    def phase_ms(self, phase: Phase) -> Millis:
        """A part of a repetition, never shorter than its word."""
        said = self.say_ms(self.phase_word(phase)) + LEAST_GAP_MS
        return max(phase.length.in_ms(self.breath_ms), said)

    def phase_word(self, phase: Phase) -> str:
        """The word of a part of a repetition as it is said by itself."""
        word = phase.word.into(self.language)
        return f"{word[:1].upper()}{word[1:]}."

    def change_ms(self, step: Sides) -> Millis:
        """Time to change over, at its longest over the sides."""
        said = max(self.say_ms(self.change_words(side)) for side in step.sides)
        chime = CHIME_MS[ChimeName.CHANGE] + LEAST_GAP_MS
        return max(step.change.in_ms(self.breath_ms), ENTRY_MS + chime + said + GAP_MS)

    def at_most_ms(self, step: Massage) -> Millis:
        """The script's own limit of a press: what no grant exceeds, where it names none."""
        return step.at_most.in_ms(self.breath_ms) if step.at_most else LONGEST_PRESS_MS

    def beside_ms(self, step: Massage, sides: tuple[Side, ...]) -> Millis:
        """Getting into place beside the massager."""
        said = ENTRY_MS + self.spoken(step.say, sides) + GAP_MS
        return said + (self.spoken(step.caution, sides) + BETWEEN_MS if step.caution else 0)

    def ease_ms(self, step: Massage, sides: tuple[Side, ...]) -> Millis:
        """Coming off: "ease off", how to, and "ease off" once more."""
        off = self.say_ms(self.phrases.ease_off)
        chime = CHIME_MS[ChimeName.ATTENTION] + LEAST_GAP_MS
        once = ENTRY_MS + off + BETWEEN_MS + self.spoken(step.ease_off, sides)
        return once + EASE_AGAIN_MS + chime + off + GAP_MS

    def massage_ms(self, step: Massage, sides: tuple[Side, ...]) -> Millis:
        """A press with the seconds of a first dose, or of the highest where ranges have grown."""
        dose = min(self.grown_press_ms if self.grown else self.press_ms, self.at_most_ms(step))
        many = len(step.points) > 1
        form = self.phrases.press_points if many else self.phrases.press_point
        line = form.format(seconds=dose // SECOND)
        beside, ease = self.beside_ms(step, sides), self.ease_ms(step, sides)
        return beside + self.phrase_ms([line]) + dose + ease

    def change_words(self, side: Side) -> str:
        """What is said when the side changes."""
        return self.phrases.change.format(side=fill("<side>", self.language, side))

    def intro(self) -> tuple[str, ...]:
        """What is said first: what this is, what it needs, and what to take care of."""
        script, language = self.script, self.language
        title = script.title.into(language)
        lines = [title if title.endswith((".", "!", "?")) else f"{title}."]
        if script.equipment:
            *others, last = (thing.into(language) for thing in script.equipment)
            things = self.phrases.last_need.join((", ".join(others), last)) if others else last
            lines.append(self.phrases.needs.format(things=things))
        return (*lines, *(caution.into(language) for caution in script.cautions))

    def intro_ms(self) -> Millis:
        """How long that takes."""
        return self.phrase_ms(self.intro()) - ENTRY_MS + FIRST_MS

    def outro(self) -> str:
        """What is said last."""
        return self.phrases.outro.format(title=self.script.title.into(self.language).rstrip("."))

    def outro_ms(self) -> Millis:
        """The farewell and its chime."""
        chime = CHIME_MS[ChimeName.DONE] + LEAST_GAP_MS
        return ENTRY_MS + chime + self.say_ms(self.outro()) + GAP_MS

    def says_final(self, step: Repeat) -> bool:
        """Whether the last round of a repeat is announced."""
        return self.script.coach.final and self.count(step) >= FINAL_FROM

    def changes(self, step: Sides, *, again: bool) -> int:
        """How often the side changes: between sides, and back to the first in a later round."""
        return len(step.sides) - (0 if again and len(step.sides) > 1 else 1)

    # --- totals

    def total_ms(self) -> Millis:
        """The length of the whole plan, waits counted as nothing and massage without its press."""
        return self.intro_ms() + self._sum(self.script.steps, (), again=False) + self.outro_ms()

    def _sum(self, steps: tuple[AnyStep, ...], sides: tuple[Side, ...], *, again: bool) -> Millis:
        return sum(self.step_ms(step, sides, again=again) for step in steps)

    def step_ms(
        self, step: AnyStep, sides: tuple[Side, ...] = (), *, again: bool = False
    ) -> Millis:
        """The length of one step with all that is in it."""
        match step:
            case Hold() if step.timed is Timed.REST:
                return self.rest_ms(step, sides, again=again)
            case Hold():
                return self.lead_ms(step, sides, again=again) + self.hold_ms(step)
            case Repeat():
                rounds = self.count(step)
                total = self.phrase_ms([self.phrases.final]) if self.says_final(step) else 0
                if not again:
                    total += self._sum(step.steps, sides, again=False)
                    rounds -= 1
                if rounds:
                    total += rounds * self._sum(step.steps, sides, again=True)
                return total
            case Sides():
                inner = self._sum(step.steps, step.sides, again=again)
                changes = self.changes(step, again=again)
                return len(step.sides) * inner + (changes * self.change_ms(step) if changes else 0)
            case Reps():
                tempo = sum(self.phase_ms(phase) for phase in step.tempo)
                return self.lead_ms(step, sides, again=again) + self.count(step) * tempo
            case Ready():
                return self.ready_ms(step, sides, again=again)
            case Say():
                pause = step.pause.in_ms(self.breath_ms) if step.pause else 0
                return self.speech_ms(self.say_text(step, again=again), sides, pause)
            case Wait():
                return self.speech_ms(step.say, sides)
            case Chime():
                return ENTRY_MS + CHIME_MS[step.chime] + LEAST_GAP_MS
            case Massage():
                return self.massage_ms(step, sides)


def expanded(steps: tuple[AnyStep, ...], *, grown: bool = True) -> int:
    """How many steps a person goes through, with every repeat and side counted out."""
    total = 0
    for step in steps:
        match step:
            case Repeat():
                total += (step.count.high if grown else step.count.low) * expanded(step.steps)
            case Sides():
                total += len(step.sides) * expanded(step.steps)
            case Reps():
                total += step.count.high if grown else step.count.low
            case _:
                total += 1
    return total
