"""The pen that lays a script out in time, step by step.

It decides no length itself (see `timing`) and no quarrel between cues (see `schedule`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from kiosk.plan.chimes import CHIME_MS
from kiosk.plan.chimes import Chime as ChimeName
from kiosk.plan.cues import coach_cues, prompts_of, spoken
from kiosk.plan.model import Cue, CueKind, Dropped, Segment, SegmentKind
from kiosk.plan.schedule import Candidate, place
from kiosk.plan.timing import BETWEEN_MS, ENTRY_MS, FINAL_FROM, LEAST_GAP_MS, Timing
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
    Side,
    Sides,
    Step,
    Text,
    Timed,
    Wait,
)
from kiosk.units import Millis

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s")
_KINDS: Final = {
    Timed.HOLD: SegmentKind.HOLD,
    Timed.MOVE: SegmentKind.MOVE,
    Timed.REST: SegmentKind.REST,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the script the pen is: what encloses the step being laid out."""

    side: Side | None = None
    sides: tuple[Side, ...] = ()
    round: int = 0
    of: int = 0
    again: bool = False
    name: Text | None = None
    follows: str = ""
    """The name of the step after the enclosing steps, for the last rest among them."""


@dataclass(slots=True)
class Pen:
    """Writes segments and cues, and knows what time it is."""

    timing: Timing
    now_ms: Millis = 0
    segments: list[Segment] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    longest_hold_ms: Millis = 0
    name: str = ""
    """The name of the named step laid out last: it is not announced again."""
    announced: bool = False
    """The step to come has been announced already, as the last time."""

    # --- the small moves

    def _step(self, label: str) -> None:
        """Begin a step; one that was announced belongs together with its announcement.

        Its label is its first sentence: more cannot be read across a room.
        """
        label = _SENTENCE_END.split(label, 1)[0]
        if self.announced:
            self.labels[-1] = label
            self.announced = False
        else:
            self.labels.append(label)

    def _segment(
        self,
        kind: SegmentKind,
        length_ms: Millis,
        caption: str,
        place_: Place,
        figure: str = "",
        *,
        rep: tuple[int, int] | None = None,
        word: str = "",
        wait_ms: Millis = 0,
    ) -> None:
        round_, of = rep or (place_.round, place_.of)
        self.segments.append(
            Segment(
                start_ms=self.now_ms,
                end_ms=self.now_ms + length_ms,
                kind=kind,
                step=len(self.labels) - 1,
                caption=caption,
                word=word or self.timing.phrases.words[kind],
                side=str(place_.side or ""),
                round=round_,
                of=of,
                figure=figure,
                mirrored=place_.side is Side.RIGHT,
                wait_ms=wait_ms,
            ),
        )
        self.now_ms += length_ms

    def _cue(self, at_ms: Millis, kind: CueKind, text: str = "", chime: str = "") -> Millis:
        """Write a cue into the segment that comes next; return when it is over."""
        length = CHIME_MS[chime] if chime else self.timing.say_ms(text)
        self.cues.append(Cue(at_ms, length, kind, len(self.segments), text, chime))
        return at_ms + length

    def _sentences(self, texts: Iterable[tuple[str, CueKind]]) -> None:
        at = self.now_ms + ENTRY_MS
        for text, kind in texts:
            at = self._cue(at, kind, text) + BETWEEN_MS

    def _place(self, candidates: list[Candidate], length_ms: Millis) -> None:
        placed, left_out = place(candidates, self.now_ms, self.now_ms + length_ms)
        index = len(self.segments)
        for item in placed:
            it = item.candidate
            self.cues.append(Cue(item.at_ms, it.duration_ms, it.kind, index, it.text, it.chime))
        for out in left_out:
            it = out.candidate
            self.dropped.append(Dropped(out.at_ms, it.duration_ms, it.kind, it.text, out.reason))

    # --- the beginning and the end

    def intro(self) -> None:
        """Say what this is, what it needs, and what to take care of."""
        timing = self.timing
        lines = timing.intro()
        cautions = len(timing.script.cautions)
        self._step(lines[0])
        self._sentences(
            (line, CueKind.SAFETY if n >= len(lines) - cautions else CueKind.INSTRUCTION)
            for n, line in enumerate(lines)
        )
        summary = timing.script.summary.into(timing.language)
        length = timing.phrase_ms(lines)
        self._segment(SegmentKind.INTRO, length, summary, Place(), timing.script.figure)

    def outro(self) -> None:
        """Say that this was it."""
        text = self.timing.outro()
        self._step("")
        at = self._cue(self.now_ms + ENTRY_MS, CueKind.CHIME, chime=ChimeName.DONE)
        self._cue(at + LEAST_GAP_MS, CueKind.INSTRUCTION, text)
        self._segment(SegmentKind.OUTRO, self.timing.outro_ms(), text, Place(), "")

    # --- steps

    def steps(self, steps: tuple[AnyStep, ...], here: Place) -> None:
        """Lay out steps one after another."""
        for index, step in enumerate(steps):
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
                words = self.timing.words(step.say, here.side)
                self._step(words)
                self._sentences([(words, CueKind.INSTRUCTION)])
                length = self.timing.ready_ms(step, here.sides)
                self._segment(SegmentKind.READY, length, words, here, self._figure(step))
            case Say():
                pause = step.pause.in_ms(self.timing.breath_ms) if step.pause else 0
                self._say(step.say, pause, here, self._figure(step))
            case Wait():
                at_most = step.at_most.in_ms(self.timing.breath_ms)
                self._say(step.say, 0, here, self._figure(step))
                words = self.timing.words(step.say, here.side)
                figure = self._figure(step)
                self._segment(SegmentKind.WAIT, 0, words, here, figure, wait_ms=at_most)
            case Chime():
                self._step("")
                at = self.now_ms + ENTRY_MS
                self._cue(at, CueKind.CHIME, chime=step.chime)
                length = self.timing.step_ms(step)
                self._segment(SegmentKind.CHIME, length, "", here, self._figure(step))
            case Massage():
                raise AssertionError("a massage without a grant is refused before it is laid out")

    def _figure(self, step: Step) -> str:
        """A step's picture, or the one already shown."""
        return step.figure or (self.segments[-1].figure if self.segments else "")

    def _say(self, text: Text, pause: Millis, here: Place, figure: str) -> None:
        words = self.timing.words(text, here.side)
        self._step(words)
        self._sentences([(words, CueKind.INSTRUCTION)])
        length = self.timing.speech_ms(text, here.sides, pause)
        self._segment(SegmentKind.SAY, length, words, here, figure)

    def _lead(self, step: Hold | Reps, here: Place) -> str:
        """Say what to do; return the caption."""
        timing = self.timing
        texts = timing.instruction(step, again=here.again)
        caption = timing.words(step.say, here.side) if step.say else ""
        name = timing.words(here.name, here.side) if here.name else ""
        self._step(name or caption)
        self.name = name or self.name
        self._sentences(
            (
                timing.words(text, here.side),
                CueKind.SAFETY if text is step.caution else CueKind.INSTRUCTION,
            )
            for text in texts
        )
        length = timing.lead_ms(step, here.sides, again=here.again)
        self._segment(SegmentKind.PREPARE, length, caption, here, self._figure(step))
        return caption

    def _hold(self, step: Hold, here: Place) -> None:
        caption = self._lead(step, here)
        length = self.timing.hold_ms(step)
        self.longest_hold_ms = max(self.longest_hold_ms, length)
        prompts = prompts_of(self.timing, step, here.side, self.now_ms, length)
        candidates = coach_cues(self.timing, step, self.now_ms, length)
        candidates += [candidate for _, candidate in prompts]
        self._place(candidates, length)
        kind = _KINDS[step.timed]
        self._segment(kind, length, caption, here, self._figure(step))

    def _rest(self, step: Hold, here: Place) -> None:
        timing = self.timing
        text = (step.again or step.say) if here.again else step.say
        length = timing.rest_ms(step, here.sides, again=here.again)
        caption = timing.words(step.say, here.side) if step.say else ""
        self._step(caption or timing.phrases.words[SegmentKind.REST].capitalize())
        prompts = prompts_of(timing, step, here.side, self.now_ms, length)
        candidates = [candidate for _, candidate in prompts]
        if text is not None:
            words = timing.words(text, here.side)
            candidates.append(
                spoken(timing, CueKind.INSTRUCTION, words, self.now_ms + ENTRY_MS),
            )
        else:
            # With eyes shut, silence after the end chime could mean anything.
            words, at = timing.phrases.rest, self.now_ms + ENTRY_MS
            candidates.append(spoken(timing, CueKind.ENCOURAGEMENT, words, at))
        if timing.script.coach.next_up and here.follows and here.follows != self.name:
            words = timing.phrases.next_up.format(name=here.follows)
            candidates.append(spoken(timing, CueKind.NEXT, words, None))
        self._place(candidates, length)
        self._segment(SegmentKind.REST, length, caption, here, self._figure(step))

    def _reps(self, step: Reps, here: Place) -> None:
        caption = self._lead(step, here)
        count = self.timing.count(step)
        figure = self._figure(step)
        for number in range(1, count + 1):
            at = self.now_ms
            for index, phase in enumerate(step.tempo):
                length = self.timing.phase_ms(phase)
                kind, text = self._tempo_words(phase, index, number, count, length)
                self._cue(at, kind, text)
                at += length
            if number == count:
                self._cue(at, CueKind.CHIME, chime=ChimeName.END)
            word = step.tempo[0].word.into(self.timing.language).upper()
            self._segment(
                SegmentKind.REPS,
                at - self.now_ms,
                caption,
                here,
                figure,
                rep=(number, count),
                word=word,
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
        wanted = [(CueKind.TEMPO, timing.phrases.rep.format(number=number, word=word))]
        if number == count and timing.script.coach.final and count >= FINAL_FROM:
            wanted.insert(0, (CueKind.FINAL, timing.phrases.final_rep.format(word=word)))
        fits = [timing.say_ms(text) + LEAST_GAP_MS <= length for _, text in wanted]
        for (kind, text), room in zip(wanted, fits, strict=True):
            if room:
                return kind, text
            reason = "the first part of a repetition is too short for it"
            spoken_ms = timing.say_ms(text)
            self.dropped.append(Dropped(self.now_ms, spoken_ms, kind, text, reason))
        return CueKind.TEMPO, plain

    def _repeat(self, step: Repeat, here: Place) -> None:
        rounds = self.timing.count(step)
        first = self._first_name(step.steps, here)
        for number in range(1, rounds + 1):
            inside = replace(
                here,
                round=number,
                of=rounds,
                again=here.again or number > 1,
                follows=here.follows if number == rounds else first,
            )
            if number == rounds and self.timing.says_final(step):
                final = self.timing.phrases.final
                self._step("")
                self._sentences([(final, CueKind.FINAL)])
                length = self.timing.phrase_ms([final])
                self._segment(SegmentKind.SAY, length, final, inside, self._figure(step))
                self.announced = True
            self.steps(step.steps, inside)

    def _sides(self, step: Sides, here: Place) -> None:
        first = self._first_name(step.steps, replace(here, side=step.sides[0]))
        changes = self.timing.changes(step, again=here.again)
        for number, side in enumerate(step.sides):
            last = number == len(step.sides) - 1
            inside = replace(
                here,
                side=side,
                sides=step.sides,
                follows=here.follows if last else first,
            )
            if number or changes == len(step.sides):
                words = self.timing.change_words(side)
                self._step(words)
                at = self._cue(self.now_ms + ENTRY_MS, CueKind.CHIME, chime=ChimeName.CHANGE)
                self._cue(at + LEAST_GAP_MS, CueKind.CHANGE, words)
                length = self.timing.change_ms(step)
                self._segment(SegmentKind.CHANGE, length, words, inside, self._figure(step))
            self.steps(step.steps, inside)
