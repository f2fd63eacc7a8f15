"""The pen that lays a script out in time, step by step.

It decides no length itself (see `timing`) and no quarrel between cues (see `schedule`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kiosk.plan.chimes import Chime as ChimeName
from kiosk.plan.cues import coach_cues, prompts_of, spoken
from kiosk.plan.model import CueKind, Dropped, SegmentKind
from kiosk.plan.presses import PressPen
from kiosk.plan.sheet import Place, Sheet
from kiosk.plan.timing import ENTRY_MS, FINAL_FROM, FIRST_MS, LEAST_GAP_MS, Timing
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
    Sides,
    Step,
    Text,
    Timed,
    Wait,
)
from kiosk.units import Millis

_KINDS: Final = {
    Timed.HOLD: SegmentKind.HOLD,
    Timed.MOVE: SegmentKind.MOVE,
    Timed.REST: SegmentKind.REST,
}


@dataclass(slots=True)
class Pen:
    """Lays steps out on a sheet."""

    timing: Timing
    sheet: Sheet
    presses: PressPen
    longest_hold_ms: Millis = 0
    name: str = ""
    """The name of the named step laid out last: it is not announced again."""

    # --- the beginning and the end

    def intro(self) -> None:
        """Say what this is, what it needs, and what to take care of."""
        timing = self.timing
        lines = timing.intro()
        cautions = len(timing.script.cautions)
        self.sheet.step(lines[0])
        self.sheet.sentences(
            (
                (line, CueKind.SAFETY if n >= len(lines) - cautions else CueKind.INSTRUCTION)
                for n, line in enumerate(lines)
            ),
            FIRST_MS,
        )
        summary = timing.script.summary.into(timing.language)
        length = timing.intro_ms()
        self.sheet.segment(SegmentKind.INTRO, length, summary, Place(), timing.script.figure)

    def outro(self) -> None:
        """Say that this was it."""
        text = self.timing.outro()
        self.sheet.step("")
        at = self.sheet.cue(self.sheet.now_ms + ENTRY_MS, CueKind.CHIME, chime=ChimeName.DONE)
        self.sheet.cue(at + LEAST_GAP_MS, CueKind.INSTRUCTION, text)
        self.sheet.segment(SegmentKind.OUTRO, self.timing.outro_ms(), text, Place(), "")

    # --- steps

    def steps(self, steps: tuple[AnyStep, ...], here: Place) -> None:
        """Lay out steps one after another."""
        for index, step in enumerate(steps):
            if self.presses.ended:
                return
            follows = self._first_name(steps[index + 1 :], here) or here.follows
            self.step(step, replace(here, follows=follows))

    def _first_name(self, steps: Iterable[AnyStep], here: Place) -> str:
        """The name of the first step among these that is not a rest."""
        for step in steps:
            if isinstance(step, Hold) and step.timed is Timed.REST:
                continue
            if step.name is not None:
                return self.timing.words(step.name, here.side)
            if isinstance(step, Repeat | Sides):
                inner = replace(here, side=step.sides[0]) if isinstance(step, Sides) else here
                return self._first_name(step.steps, inner)
            return ""
        return ""

    def step(self, step: AnyStep, here: Place) -> None:
        """Lay out one step with all that is in it."""
        if step.name is not None:
            here = replace(here, name=step.name)
        match step:
            case Hold() if step.timed is Timed.REST:
                self._rest(step, here)
            case Hold():
                self._hold(step, here)
            case Repeat():
                self._repeat(step, here)
            case Sides():
                self._sides(step, here)
            case Reps():
                self._reps(step, here)
            case Ready():
                self._ready(step, here)
            case Say():
                pause = step.pause.in_ms(self.timing.breath_ms) if step.pause else 0
                text = self.timing.say_text(step, again=here.again)
                self._say(text, pause, here, self._figure(step))
            case Wait():
                at_most = step.at_most.in_ms(self.timing.breath_ms)
                self._say(step.say, 0, here, self._figure(step))
                words = self.timing.words(step.say, here.side)
                figure = self._figure(step)
                self.sheet.segment(SegmentKind.WAIT, 0, words, here, figure, wait_ms=at_most)
            case Chime():
                self.sheet.step("")
                at = self.sheet.now_ms + ENTRY_MS
                self.sheet.cue(at, CueKind.CHIME, chime=step.chime)
                length = self.timing.step_ms(step)
                self.sheet.segment(SegmentKind.CHIME, length, "", here, self._figure(step))
            case Massage():
                self.presses.massage(step, here)

    def _figure(self, step: Step) -> str:
        """A step's picture, or the one already shown."""
        return step.figure or (self.sheet.segments[-1].figure if self.sheet.segments else "")

    def _ready(self, step: Ready, here: Place) -> None:
        caption = self.timing.words(step.say, here.side)
        name = self.timing.words(step.name, here.side) if step.name else ""
        self.sheet.step(name or caption)
        self.name = name or self.name
        self._instruct(step, here)
        length = self.timing.ready_ms(step, here.sides, again=here.again)
        self.sheet.segment(SegmentKind.READY, length, caption, here, self._figure(step))

    def _instruct(self, step: Hold | Reps | Ready, here: Place) -> None:
        """Say what a step says before its time, a caution last."""
        self.sheet.sentences(
            (
                self.timing.words(text, here.side),
                CueKind.SAFETY if text is step.caution else CueKind.INSTRUCTION,
            )
            for text in self.timing.instruction(step, again=here.again)
        )

    def _say(self, text: Text, pause: Millis, here: Place, figure: str) -> None:
        words = self.timing.words(text, here.side)
        self.sheet.step(words)
        self.sheet.sentences([(words, CueKind.INSTRUCTION)])
        length = self.timing.speech_ms(text, here.sides, pause)
        self.sheet.segment(SegmentKind.SAY, length, words, here, figure)

    def _lead(self, step: Hold | Reps, here: Place) -> str:
        """Say what to do; return the caption."""
        timing = self.timing
        caption = timing.words(step.say, here.side) if step.say else ""
        name = timing.words(here.name, here.side) if here.name else ""
        self.sheet.step(name or caption)
        self.name = name or self.name
        self._instruct(step, here)
        length = timing.lead_ms(step, here.sides, again=here.again)
        if isinstance(step, Reps) and timing.instruction(step, again=here.again):
            self.sheet.starting_chime(length)
        self.sheet.segment(SegmentKind.PREPARE, length, caption, here, self._figure(step))
        return caption

    def _hold(self, step: Hold, here: Place) -> None:
        caption = self._lead(step, here)
        length = self.timing.hold_ms(step)
        self.longest_hold_ms = max(self.longest_hold_ms, length)
        prompts = prompts_of(self.timing, step, here.side, self.sheet.now_ms, length)
        candidates = coach_cues(self.timing, step, self.sheet.now_ms, length)
        candidates += [candidate for _, candidate in prompts]
        self.sheet.place(candidates, length)
        kind = _KINDS[step.timed]
        self.sheet.segment(kind, length, caption, here, self._figure(step))

    def _rest(self, step: Hold, here: Place) -> None:
        timing = self.timing
        text = (step.again or step.say) if here.again else step.say
        length = timing.rest_ms(step, here.sides, again=here.again)
        caption = timing.words(step.say, here.side) if step.say else ""
        self.sheet.step(caption or timing.phrases.words[SegmentKind.REST].capitalize())
        prompts = prompts_of(timing, step, here.side, self.sheet.now_ms, length)
        candidates = [candidate for _, candidate in prompts]
        if text is not None:
            words = timing.words(text, here.side)
            candidates.append(
                spoken(timing, CueKind.INSTRUCTION, words, self.sheet.now_ms + ENTRY_MS),
            )
        else:
            # With eyes shut, silence after the end chime could mean anything.
            words, at = timing.phrases.rest, self.sheet.now_ms + ENTRY_MS
            candidates.append(spoken(timing, CueKind.ENCOURAGEMENT, words, at))
        if timing.script.coach.next_up and here.follows and here.follows != self.name:
            words = timing.phrases.next_up.format(name=here.follows)
            candidates.append(spoken(timing, CueKind.NEXT, words, None))
        self.sheet.place(candidates, length, ENTRY_MS)
        self.sheet.segment(SegmentKind.REST, length, caption, here, self._figure(step))

    def _reps(self, step: Reps, here: Place) -> None:
        caption = self._lead(step, here)
        count = self.timing.count(step)
        figure = self._figure(step)
        for number in range(1, count + 1):
            at = self.sheet.now_ms
            for index, phase in enumerate(step.tempo):
                length = self.timing.phase_ms(phase)
                kind, text = self._tempo_words(phase, index, number, count, length)
                self.sheet.cue(at, kind, text)
                at += length
            if number == count:
                self.sheet.cue(at, CueKind.CHIME, chime=ChimeName.END)
            word = step.tempo[0].word.into(self.timing.language).upper()
            self.sheet.segment(
                SegmentKind.REPS,
                at - self.sheet.now_ms,
                caption,
                here,
                figure,
                rep=(number, count),
                word=word,
                tempo=tuple(self.timing.phase_ms(phase) for phase in step.tempo),
            )

    def _tempo_words(
        self, phase: Phase, index: int, number: int, count: int, length: Millis
    ) -> tuple[CueKind, str]:
        """The word of a part of a repetition; the first part is counted where there is time."""
        timing = self.timing
        plain = timing.phase_word(phase)
        if index or count == 1:
            return CueKind.TEMPO, plain
        word = phase.word.into(timing.language)
        coach = timing.script.coach
        wanted = []
        if coach.count:
            wanted.append((CueKind.TEMPO, timing.phrases.rep.format(number=number, word=word)))
        if number == count and coach.final and count >= FINAL_FROM:
            wanted.insert(0, (CueKind.FINAL, timing.phrases.final_rep.format(word=word)))
        fits = [timing.say_ms(text) + LEAST_GAP_MS <= length for _, text in wanted]
        for (kind, text), room in zip(wanted, fits, strict=True):
            if room:
                return kind, text
            reason = "the first part of a repetition is too short for it"
            spoken_ms = timing.say_ms(text)
            self.sheet.dropped.append(Dropped(self.sheet.now_ms, spoken_ms, kind, text, reason))
        return CueKind.TEMPO, plain

    def _repeat(self, step: Repeat, here: Place) -> None:
        rounds = self.timing.count(step)
        first = self._first_name(step.steps, here)
        for number in range(1, rounds + 1):
            if self.presses.ended:
                return
            inside = replace(
                here,
                round=number,
                of=rounds,
                again=here.again or number > 1,
                follows=here.follows if number == rounds else first,
            )
            if number == rounds and self.timing.says_final(step):
                final = self.timing.phrases.final
                self.sheet.step("")
                self.sheet.sentences([(final, CueKind.FINAL)])
                length = self.timing.phrase_ms([final])
                self.sheet.segment(SegmentKind.SAY, length, final, inside, self._figure(step))
                self.sheet.announced = True
            self.steps(step.steps, inside)

    def _sides(self, step: Sides, here: Place) -> None:
        first = self._first_name(step.steps, replace(here, side=step.sides[0]))
        changes = self.timing.changes(step, again=here.again)
        for number, side in enumerate(step.sides):
            if self.presses.ended:
                return
            last = number == len(step.sides) - 1
            inside = replace(
                here,
                side=side,
                sides=step.sides,
                follows=here.follows if last else first,
            )
            if number or changes == len(step.sides):
                words = self.timing.change_words(side)
                self.sheet.step(words)
                at = self.sheet.cue(
                    self.sheet.now_ms + ENTRY_MS, CueKind.CHIME, chime=ChimeName.CHANGE
                )
                self.sheet.cue(at + LEAST_GAP_MS, CueKind.CHANGE, words)
                length = self.timing.change_ms(step)
                self.sheet.segment(SegmentKind.CHANGE, length, words, inside, self._figure(step))
            self.steps(step.steps, inside)
