"""The checker: a script is read, then weighed as the plan it will become.

Everything that can be known without playing a session is said here, all at once: what the reader
found, what cannot be said in its time, and what takes too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from kiosk.plan.cues import coach_cues, prompts_of
from kiosk.plan.schedule import place
from kiosk.plan.timing import (
    ENTRY_MS,
    GAP_MS,
    LEAST_GAP_MS,
    SayMs,
    Timing,
    expanded,
)
from kiosk.script.language import names_side
from kiosk.script.mark import Mark
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
from kiosk.script.page import MAX_PROBLEMS
from kiosk.script.problems import Problem, Severity
from kiosk.script.reader import Surroundings, read
from kiosk.script.source import Source
from kiosk.units import HOUR, SECOND, Millis, spoken_length

LONGEST_SESSION_MS: Final[Millis] = 2 * HOUR
MOST_STEPS: Final = 2_000
"""Steps with every round counted out; more is a slip of a repeat, and a plan of megabytes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a file.

    Attributes:
        script: The session, or None where an error keeps it from being used.
        problems: Everything that is wrong, in the order of the lines.
        is_part: The file holds a part to be included, not a session of its own.
        total_ms: The length with every range at its low end, waits counted as nothing.
        highest_ms: The length with every range at its high end.
    """

    script: Script | None
    problems: tuple[Problem, ...]
    is_part: bool = False
    total_ms: Millis = 0
    highest_ms: Millis = 0


def check(
    name: str,
    source: Source,
    around: Surroundings,
    say_ms: SayMs,
    *,
    exact: bool = False,
) -> Checked:
    """Check one file.

    Args:
        name: The session's name in the library.
        source: Its text.
        around: What it may refer to.
        say_ms: How long a text takes to say: an estimate, or real clips.
        exact: `say_ms` is of real clips, so lengths are not called "about".
    """
    reading = read(name, source, around)
    script = reading.script
    if script is None:
        return Checked(None, reading.problems, reading.is_part)
    steps = expanded(script.steps)
    if steps > MOST_STEPS:
        message = (
            f"With every round counted this session has {steps:,} steps; "
            f"{MOST_STEPS:,} are the most. Look for a repeat inside a repeat."
        )
        problem = source.problem(1, 1, message)
        return Checked(None, (*reading.problems, problem))
    remembered = cache(say_ms)
    timing = Timing(script, remembered, script.language, around.breath_ms)
    total = timing.total_ms()
    highest = Timing(script, remembered, script.language, around.breath_ms, grown=True).total_ms()
    weigher = _Weigher(timing, reading.sources, "" if exact else "about ")
    weigher.steps(script.steps, ())
    problems = [*reading.problems, *weigher.problems]
    if highest > LONGEST_SESSION_MS:
        grown = " once its ranges have grown" if total <= LONGEST_SESSION_MS else ""
        message = (
            f"This session takes {spoken_length(highest)}{grown}; "
            f"{spoken_length(LONGEST_SESSION_MS)} is the most. Shorten it, or make two of it."
        )
        problems.append(source.problem(1, 1, message))
    problems.sort(key=lambda p: (p.mark.file, p.mark.line, p.mark.column))
    usable = not any(problem.is_error for problem in problems)
    return Checked(script if usable else None, tuple(problems), total_ms=total, highest_ms=highest)


@dataclass(slots=True)
class _Weigher:
    """Finds what cannot be said in the time it has."""

    timing: Timing
    sources: Mapping[str, Source]
    about: str
    problems: list[Problem] = field(default_factory=list)

    def _complain(self, mark: Mark, message: str, severity: Severity = Severity.ERROR) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            return
        source = self.sources.get(mark.file)
        excerpt = source.excerpt(mark.line) if source else ""
        problem = Problem(mark, message, 1, excerpt, severity)
        if problem not in self.problems:
            self.problems.append(problem)

    def _seconds(self, ms: Millis) -> str:
        return f"{ms / SECOND:.1f}".removesuffix(".0") + " s"

    def steps(self, steps: tuple[AnyStep, ...], sides: tuple[Side, ...]) -> None:
        for step in steps:
            match step:
                case Repeat():
                    self.steps(step.steps, sides)
                case Sides():
                    self._named(step)
                    self.steps(step.steps, step.sides)
                case Ready():
                    length = step.length.in_ms(self.timing.breath_ms)
                    self._speech(step.say, sides, length, GAP_MS, "getting ready")
                case Hold():
                    self._hold(step, sides)
                case Reps():
                    self._reps(step)
                case _:
                    pass

    def _named(self, step: Sides) -> None:
        """Warn where a listener could not know which side comes first."""
        if len(step.sides) > 1 and not any(names_side(words) for words in _spoken(step.steps)):
            self._complain(
                step.mark,
                "No text in these steps says which side is worked. Write <side> in the first one, "
                'such as "Lie on your <side> side."',
                Severity.WARNING,
            )

    def _speech(
        self, text: Text, sides: tuple[Side, ...], room_ms: Millis, after_ms: Millis, what: str
    ) -> None:
        spoken = self.timing.spoken(text, sides)
        if ENTRY_MS + spoken + after_ms > room_ms:
            need = ENTRY_MS + spoken + after_ms
            self._complain(
                text.mark,
                f"This takes {self.about}{self._seconds(spoken)} to say, too long for {what} of "
                f"{self._seconds(room_ms)}. Shorten it, or give at least "
                f"{-(-need // SECOND)}s.",
            )

    def _hold(self, step: Hold, sides: tuple[Side, ...]) -> None:
        length = self.timing.hold_ms(step)
        if step.timed is Timed.REST:
            for text in (step.say, step.again):
                if text is not None:
                    self._speech(text, sides, length, LEAST_GAP_MS, "a rest")
        if not step.prompts:
            return
        longest = step.length.high.in_ms(self.timing.breath_ms)
        for each in dict.fromkeys((length, longest)):
            for side in self._ways(step, sides):
                self._prompts(step, side, each)

    def _ways(self, step: Hold, sides: tuple[Side, ...]) -> tuple[Side | None, ...]:
        """The sides that make a difference to what the prompts say."""
        if any(names_side(self.timing.words(prompt.text, None)) for prompt in step.prompts):
            return sides or (None,)
        return (None,)

    def _prompts(self, step: Hold, side: Side | None, length: Millis) -> None:
        """Prompts that run into each other are errors; that give way to the coach, warnings."""
        prompts = prompts_of(self.timing, step, side, 0, length)
        own = [candidate for _, candidate in prompts]
        coach = [] if step.timed is Timed.REST else coach_cues(self.timing, step, 0, length)
        first = ENTRY_MS if step.timed is Timed.REST else 0
        _, left_out = place(own + coach, first, length)
        mine = {id(candidate) for candidate in own}
        if not any(id(out.candidate) in mine for out in left_out):
            return
        _, clashes = place(own, first, length)
        for among, severity in ((clashes, Severity.ERROR), (left_out, Severity.WARNING)):
            reasons = {id(out.candidate): out.reason for out in among}
            for prompt, candidate in prompts:
                if reason := reasons.get(id(candidate)):
                    self._complain(
                        prompt.mark,
                        f"This prompt takes {self.about}{self._seconds(candidate.duration_ms)} to "
                        f"say and cannot be said in a {step.timed} of {self._seconds(length)}: "
                        f"{reason}. Move or shorten it.",
                        severity,
                    )
            if clashes:
                return

    def _reps(self, step: Reps) -> None:
        for phase in step.tempo:
            spoken = self.timing.say_ms(self.timing.phase_word(phase))
            room = phase.length.in_ms(self.timing.breath_ms)
            if spoken + LEAST_GAP_MS > room:
                self._complain(
                    phase.word.mark,
                    f'"{phase.word.default}" takes {self.about}{self._seconds(spoken)} to say, too '
                    f"long for a part of {self._seconds(room)}. Use a shorter word or a slower "
                    "tempo.",
                )


def _spoken(steps: Iterable[AnyStep]) -> Iterator[str]:
    """What the steps say when they are done for the first time, a massage's points included."""
    for step in steps:
        match step:
            case Repeat() | Sides():
                yield from _spoken(step.steps)
            case Massage():
                yield from step.points
                yield step.say.default
            case Ready() | Wait() | Say() | Hold() | Reps():
                yield step.say.default if step.say else ""
            case _:
                pass
