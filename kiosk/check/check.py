"""The checker: a script is read, then weighed as the plan it will become.

Everything that can be known without playing a session is said here, all at once: what the reader
found, what cannot be said in its time, and what takes too long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from kiosk.check.findings import Findings
from kiosk.check.unsaid import never_said
from kiosk.check.weigh import Weigher
from kiosk.check.wording import listen
from kiosk.language import _
from kiosk.plan.estimate import estimator
from kiosk.plan.sayings import as_pronounced
from kiosk.plan.timing import SayMs, Timing, expanded
from kiosk.plan.tones import at_their_pace, tones
from kiosk.script.model import Script
from kiosk.script.problems import Problem
from kiosk.script.reader import Surroundings, read
from kiosk.script.source import Source
from kiosk.script.words import languages_of
from kiosk.units import HOUR, Millis, spoken_length

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
    say_ms: SayMs | None = None,
    *,
    say_in: Callable[[str], SayMs] = estimator,
    exact: bool = False,
) -> Checked:
    """Check one file, as the plan it will become in each of its languages.

    Args:
        name: The session's name in the library.
        source: Its text.
        around: What it may refer to.
        say_ms: How long a text of the script's own language takes to say: an estimate, or real
            clips. Estimated if None.
        say_in: The same for a language that the script is translated into.
        exact: Lengths are of real clips, so they are not called "about".
    """
    reading = read(name, source, around)
    script = reading.draft
    if script is None:
        return Checked(None, reading.problems, reading.is_part)
    steps = expanded(script.steps)
    if steps > MOST_STEPS:
        message = _(
            "With every round counted this session has {steps} steps; {most} are the most. "
            "Look for a repeat inside a repeat."
        ).format(steps=f"{steps:,}", most=f"{MOST_STEPS:,}")
        problem = source.problem(1, 1, message)
        return Checked(None, (*reading.problems, problem), reading.is_part)

    def spoken_in(code: str) -> SayMs:
        lasts_ms = say_ms if say_ms and code == script.language else say_in(code)
        if not exact:
            lasts_ms = as_pronounced(lasts_ms, code, script.pronounced(code))
            lasts_ms = at_their_pace(lasts_ms, tones(script, code))
        return cache(lasts_ms)

    remembered = spoken_in(script.language)
    timing = Timing(script, remembered, script.language, around.breath_ms)
    total = timing.total_ms()
    highest = Timing(script, remembered, script.language, around.breath_ms, grown=True).total_ms()
    broken = any(problem.is_error for problem in reading.problems)
    findings = Findings(reading.sources)
    Weigher(timing, findings, exact=exact, has_gaps=broken).steps(script.steps, ())
    for code in languages_of(script):
        translated = Timing(script, spoken_in(code), code, around.breath_ms)
        Weigher(translated, findings, exact=exact, has_gaps=broken).steps(script.steps, ())
    listen(script, findings)
    if not broken:
        never_said(script, findings)
    problems = [*reading.problems, *findings.problems]
    if highest > LONGEST_SESSION_MS:
        if total <= LONGEST_SESSION_MS:
            message = _(
                "This session takes {length} once its ranges have grown; {most} is the most. "
                "Shorten it, or make two of it."
            )
        else:
            message = _(
                "This session takes {length}; {most} is the most. Shorten it, or make two of it."
            )
        lengths = {"length": spoken_length(highest), "most": spoken_length(LONGEST_SESSION_MS)}
        problems.append(source.problem(1, 1, message.format(**lengths)))
    problems.sort(key=lambda p: (p.mark.file, p.mark.line, p.mark.column))
    if reading.script is None:
        return Checked(None, tuple(problems), reading.is_part)
    usable = not any(problem.is_error for problem in problems)
    return Checked(script if usable else None, tuple(problems), total_ms=total, highest_ms=highest)
