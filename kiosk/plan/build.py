"""Script, lengths of the spoken clips and amounts in; plan out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kiosk.plan.model import LeadIn, Plan, Refusal, Segment
from kiosk.plan.pen import Pen
from kiosk.plan.phrases import PHRASES
from kiosk.plan.presses import Press, PressPen, has_massage
from kiosk.plan.sheet import Place, Sheet
from kiosk.plan.timing import BREATH_MS, SayMs, Timing
from kiosk.plan.tones import tones
from kiosk.script.model import Script
from kiosk.units import MINUTE, SECOND, Millis

REMINDER_MS: Final[Millis] = 15 * SECOND
"""How long before a wait runs out the person is told."""


def build(
    script: Script,
    say_ms: SayMs,
    *,
    language: str | None = None,
    breath_ms: Millis = BREATH_MS,
    amounts: Mapping[str, int] | None = None,
    presses: Mapping[int, Press] | None = None,
) -> Plan | Refusal:
    """Lay a session out in time.

    Args:
        script: The session.
        say_ms: How long each text takes to say.
        language: Which of the script's languages; its own if None.
        breath_ms: How long a breath is.
        amounts: What was chosen for each range, by step id; its low end where nothing was.
        presses: What is known of each press, by its number; one of which nothing is known shows
            a first dose. None where nobody can grant any: then a massage is refused.

    Returns:
        The plan, or why there can be none.
    """
    language = language or script.language
    if presses is None and (refusal := refused(script, language)):
        return refusal
    heard: dict[str, Millis] = {}

    def remembered(text: str) -> Millis:
        if text not in heard:
            heard[text] = say_ms(text)
        return heard[text]

    timing = Timing(script, remembered, language, breath_ms, amounts or {})
    sheet = Sheet(timing)
    pen = Pen(timing, sheet, PressPen(timing, sheet, presses or {}))
    pen.intro()
    pen.steps(script.steps, Place())
    if not pen.presses.ended:
        pen.outro()
    if has_massage(script.steps):
        # Said when a press is broken off: there is no time to render it then.
        remembered(timing.phrases.press_paused)
        remembered(timing.phrases.press_rest)
    tone_of = tones(script, language)
    lead_in = _lead_in(timing, pen.longest_hold_ms)
    reminder = timing.phrases.reminder
    remembered(reminder)
    for _, text in lead_in.left:
        remembered(text)
    return Plan(
        session=script.name,
        title=script.title.into(language),
        language=language,
        segments=_with_next_up(sheet.segments, sheet.labels),
        cues=tuple(sorted(sheet.cues, key=lambda cue: cue.at_ms)),
        dropped=tuple(sorted(sheet.dropped, key=lambda cue: cue.at_ms)),
        lead_in=lead_in,
        reminder=reminder,
        lengths=tuple(heard.items()),
        gates=tuple(pen.presses.gates),
        tones=tuple((text, tone_of[text]) for text in heard if text in tone_of),
        pronounce=script.pronounced(language),
    )


def refused(script: Script, language: str | None = None) -> Refusal | None:
    """Why a session cannot be played where nobody can grant a press, or None where it can."""
    if has_massage(script.steps):
        return Refusal(script.name, PHRASES[language or script.language].no_massage)
    return None


def lines(
    script: Script,
    *,
    language: str | None = None,
    breath_ms: Millis = BREATH_MS,
    amounts: Mapping[str, int] | None = None,
    presses: Mapping[int, Press] | None = None,
) -> tuple[str, ...]:
    """Every text that a session may need to say, each once.

    Ask with the same breath and amounts as the plan is built with: a longer hold has more to say.
    """
    asked = build(
        script,
        lambda _text: SECOND,
        language=language,
        breath_ms=breath_ms,
        amounts=amounts,
        presses=presses,
    )
    return () if isinstance(asked, Refusal) else tuple(text for text, _ in asked.lengths)


def _lead_in(timing: Timing, longest_ms: Millis) -> LeadIn:
    """What can be said about the time left: every five seconds, then every minute."""
    phrases = timing.phrases
    left = [
        (seconds, phrases.left.format(seconds=seconds))
        for seconds in range(5, min(60, longest_ms // SECOND + 1), 5)
    ]
    for minutes in range(1, longest_ms // MINUTE + 1):
        text = phrases.minute_left if minutes == 1 else phrases.minutes_left
        left.append((minutes * 60, text.format(minutes=minutes)))
    return LeadIn(tuple(reversed(left)))


def _with_next_up(segments: list[Segment], labels: list[str]) -> tuple[Segment, ...]:
    """Give each segment the label of the next step that has one."""
    following = [""] * len(labels)
    for index in range(len(labels) - 2, -1, -1):
        following[index] = labels[index + 1] or following[index + 1]
    return tuple(replace(segment, next_up=following[segment.step]) for segment in segments)
