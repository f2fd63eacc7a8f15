"""What cannot be said in the time it has: each step weighed as the plan would lay it out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.check.findings import Findings
from kiosk.language import _
from kiosk.plan.cues import coach_cues, prompts_of, spoken
from kiosk.plan.model import CueKind
from kiosk.plan.schedule import LeftOut, Placed, place
from kiosk.plan.timing import ENTRY_MS, GAP_MS, LEAST_GAP_MS, Timing
from kiosk.script.language import names_side
from kiosk.script.mark import Mark
from kiosk.script.model import (
    AnyStep,
    Hold,
    Massage,
    Prompt,
    PromptPoint,
    Ready,
    Repeat,
    Reps,
    Say,
    Side,
    Sides,
    Text,
    Timed,
    Wait,
)
from kiosk.script.problems import Severity
from kiosk.units import SECOND, Millis

_MOST_MOVES: Final = 100
"""How often a prompt is moved in search of its place."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A hold at one of its lengths and on one of its sides, with what has its place in it."""

    length_ms: Millis
    first_ms: Millis
    placed: tuple[tuple[Mark | None, Placed], ...]
    ends_ms: tuple[Millis, ...]
    """When each of these is over, in order: nothing that has its place overlaps."""
    said_ms: dict[Mark, Millis]
    left_out: dict[Mark, LeftOut]
    clashes: dict[Mark, LeftOut]


@dataclass(slots=True)
class Weigher:
    """Finds what cannot be said in the time it has.

    In a language that the script is translated into, only what is translated is weighed, and it is
    found where the translation stands.

    Attributes:
        exact: Lengths are of real clips, and no estimates.
        has_gaps: Not everything could be read, so that what seems to be missing may be there.
    """

    timing: Timing
    findings: Findings
    exact: bool
    has_gaps: bool

    def _seconds(self, ms: Millis) -> str:
        return f"{ms / SECOND:.1f}".removesuffix(".0") + " s"

    def _said(self, ms: Millis) -> str:
        """A length of speech; "about" where it is an estimate."""
        seconds = self._seconds(ms)
        return seconds if self.exact else _("about {length}").format(length=seconds)

    def _foreign(self) -> bool:
        return self.timing.language != self.timing.script.language

    def _find(self, text: Text, message: str, severity: Severity = Severity.ERROR) -> None:
        """Add what was found of a text, where the words that were weighed stand."""
        language = self.timing.language
        if not self._foreign():
            self.findings.add(text.mark, message, severity)
        elif text.has(language):
            self.findings.add(text.mark_in(language), message, severity)

    def steps(self, steps: tuple[AnyStep, ...], sides: tuple[Side, ...]) -> None:
        """Weigh steps, with all that is in them."""
        for step in steps:
            match step:
                case Repeat():
                    self.steps(step.steps, sides)
                case Sides():
                    if not self.has_gaps:
                        self._named(step)
                    self.steps(step.steps, step.sides)
                case Ready():
                    self._ready(step, sides)
                case Hold():
                    self._hold(step, sides)
                case Reps():
                    self._reps(step)
                case _:
                    pass

    def _named(self, step: Sides) -> None:
        """Warn where a listener could not know which side comes first."""
        if len(step.sides) < 2 or self._names_side(step, self.timing.language):
            return
        own = self.timing.script.language
        if self.timing.language == own:
            message = _(
                "No text in these steps says which side is worked. Write <side> in the first one, "
                'such as "Lie on your <side> side."'
            )
        elif self._names_side(step, own):
            message = _(
                "No text in these steps says which side is worked, once they are translated into "
                '"{language}". Write <side> in the first translation.'
            ).format(language=self.timing.language)
        else:
            return
        self.findings.add(step.mark, message, Severity.WARNING)

    def _names_side(self, step: Sides, language: str) -> bool:
        return any(names_side(words) for words in _spoken(step.steps, language))

    def _ready(self, step: Ready, sides: tuple[Side, ...]) -> None:
        has = step.length.in_ms(self.timing.breath_ms)
        for again in (False, True) if step.again else (False,):
            texts = self.timing.instruction(step, again=again)
            said = self.timing.spoken_all(texts, sides)
            if (need := ENTRY_MS + said + GAP_MS) > has:
                self._find(
                    texts[0],
                    _(
                        "This takes {said} to say, and the step has {length}. "
                        'Shorten it, or write "for: {needed}s".'
                    ).format(
                        said=self._said(said),
                        length=self._seconds(has),
                        needed=-(-need // SECOND),
                    ),
                )

    def _hold(self, step: Hold, sides: tuple[Side, ...]) -> None:
        length = self.timing.hold_ms(step)
        if step.timed is Timed.REST:
            for text in (step.say, step.again):
                if text is not None:
                    self._in_rest(text, sides, length)
        if not step.prompts:
            return
        longest = step.length.high.in_ms(self.timing.breath_ms)
        self._prompts(
            step,
            [
                self._stretch(step, side, each)
                for each in dict.fromkeys((length, longest))
                for side in self._ways(step, sides)
            ],
        )

    def _in_rest(self, text: Text, sides: tuple[Side, ...], room_ms: Millis) -> None:
        said = self.timing.spoken(text, sides)
        if (need := ENTRY_MS + said + LEAST_GAP_MS) > room_ms:
            self._find(
                text,
                _(
                    "This takes {said} to say, too long for a rest of {length}. "
                    "Shorten it, or give at least {needed}s."
                ).format(
                    said=self._said(said),
                    length=self._seconds(room_ms),
                    needed=-(-need // SECOND),
                ),
            )

    def _ways(self, step: Hold, sides: tuple[Side, ...]) -> tuple[Side | None, ...]:
        """The sides that make a difference to what the prompts say."""
        if any(names_side(self.timing.words(prompt.text, None)) for prompt in step.prompts):
            return sides or (None,)
        return (None,)

    def _stretch(self, step: Hold, side: Side | None, length: Millis) -> _Stretch:
        timing = self.timing
        prompts = prompts_of(timing, step, side, 0, length)
        own = [candidate for _prompt, candidate in prompts]
        first = 0
        if step.timed is not Timed.REST:
            others = coach_cues(timing, step, 0, length)
        else:
            first = ENTRY_MS
            said = timing.words(step.say, side) if step.say else ""
            others = [spoken(timing, CueKind.INSTRUCTION, said, first)] if said else []
        placed, left_out = place(own + others, first, length)
        marks = {id(candidate): prompt.mark for prompt, candidate in prompts}
        late = {marks[id(out.candidate)]: out for out in left_out if id(out.candidate) in marks}
        clashes: dict[Mark, LeftOut] = {}
        if late:
            _placed, among_themselves = place(own, first, length)
            clashes = {marks[id(out.candidate)]: out for out in among_themselves}
        return _Stretch(
            length,
            first,
            tuple((marks.get(id(each.candidate)), each) for each in placed),
            tuple(each.end_ms for each in placed),
            {prompt.mark: candidate.duration_ms for prompt, candidate in prompts},
            late,
            clashes,
        )

    def _prompts(self, step: Hold, stretches: list[_Stretch]) -> None:
        """Prompts that run into each other are errors; that give way to the coach, warnings."""
        any_clash = any(stretch.clashes for stretch in stretches)
        for prompt in step.prompts:
            if self.findings.full:
                return
            for stretch in stretches:
                out = (stretch.clashes if any_clash else stretch.left_out).get(prompt.mark)
                if out is None:
                    continue
                message = _(
                    "This prompt takes {said} to say and cannot be said in a {step} of {length}: "
                    "{reason}. {advice}"
                ).format(
                    said=self._said(out.candidate.duration_ms),
                    step=step.timed,
                    length=self._seconds(stretch.length_ms),
                    reason=out.reason,
                    advice=self._advice(prompt, stretches),
                )
                severity = Severity.ERROR if any_clash else Severity.WARNING
                if self._foreign():
                    self._find(prompt.text, message, severity)
                else:
                    self.findings.add(prompt.mark, message, severity)
                break

    def _advice(self, prompt: Prompt, stretches: list[_Stretch]) -> str:
        """Where the prompt would fit at every length and on every side."""
        last = prompt.point is PromptPoint.BEFORE_END
        if prompt.point is PromptPoint.HALF:
            return _("Shorten it, or write a time instead of half.")
        seconds = -(-prompt.offset.in_ms(self.timing.breath_ms) // SECOND)
        said = max(stretch.said_ms.get(prompt.mark, 0) for stretch in stretches)
        for _move in range(_MOST_MOVES):
            nexts = [_moved(prompt.mark, each, seconds, said, last=last) for each in stretches]
            if (latest := max(nexts)) == seconds:
                moment = f"last {seconds}s" if last else f"{seconds}s"
                return _('Write "{moment}", the first moment that fits, or shorten it.').format(
                    moment=moment
                )
            seconds = latest
            if seconds * SECOND >= max(each.length_ms for each in stretches):
                break
        return _("Shorten it, or leave it out.")

    def _reps(self, step: Reps) -> None:
        for phase in step.tempo:
            said = self.timing.say_ms(self.timing.phase_word(phase))
            room = phase.length.in_ms(self.timing.breath_ms)
            if said + LEAST_GAP_MS > room:
                self._find(
                    phase.word,
                    _(
                        '"{word}" takes {said} to say, too long for a part of {length}. '
                        "Use a shorter word or a slower tempo."
                    ).format(
                        word=phase.word.into(self.timing.language),
                        said=self._said(said),
                        length=self._seconds(room),
                    ),
                )


def _moved(mark: Mark, stretch: _Stretch, seconds: int, said: Millis, *, last: bool) -> int:
    """The same moment where the prompt fits in this stretch, or one closer to where it does."""
    offset = seconds * SECOND
    length = stretch.length_ms
    if offset >= length:
        return seconds  # it waits until the hold has grown
    at = length - offset if last else offset
    end = at + said + LEAST_GAP_MS
    if end > length:
        return -(-(said + LEAST_GAP_MS) // SECOND) if last else length // SECOND + 1
    if at < stretch.first_ms:
        return length // SECOND + 1 if last else -(-stretch.first_ms // SECOND)
    for index in range(bisect_right(stretch.ends_ms, at - LEAST_GAP_MS), len(stretch.placed)):
        other, each = stretch.placed[index]
        if each.at_ms >= end:
            break
        if other != mark:
            before = each.at_ms - LEAST_GAP_MS - said
            moment = length - before if last else each.end_ms + LEAST_GAP_MS
            return -(-moment // SECOND)
    return seconds


def _spoken(steps: Iterable[AnyStep], language: str) -> Iterator[str]:
    """What the steps say when they are done for the first time, a massage's points included."""
    for step in steps:
        match step:
            case Repeat() | Sides():
                yield from _spoken(step.steps, language)
            case Massage():
                yield from step.points
                yield step.say.into(language)
            case Ready() | Wait() | Say() | Hold() | Reps():
                yield step.say.into(language) if step.say else ""
            case _:
                pass
