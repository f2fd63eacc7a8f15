"""What wants to be heard during a hold or a rest, before anyone decides what fits."""

from __future__ import annotations

from typing import Final

from kiosk.plan.chimes import CHIME_MS
from kiosk.plan.chimes import Chime as ChimeName
from kiosk.plan.model import CueKind
from kiosk.plan.schedule import Candidate
from kiosk.plan.timing import Timing
from kiosk.script.model import Hold, Prompt, PromptPoint, Side
from kiosk.units import SECOND, Millis

HALFWAY_FROM_MS: Final[Millis] = 20 * SECOND
"""Holds from this length on get a halfway cue."""
COUNTDOWN_FROM_MS: Final[Millis] = 4 * SECOND
"""Holds from this length on are counted down; in a shorter one there is nothing else to hear."""


def prompts_of(
    timing: Timing, step: Hold, side: Side | None, start_ms: Millis, length_ms: Millis
) -> list[tuple[Prompt, Candidate]]:
    """The author's prompts for which a hold of this length is long enough, with their moments."""
    found = []
    for prompt in step.prompts:
        offset = prompt.offset.in_ms(timing.breath_ms)
        kind = CueKind.ENCOURAGEMENT
        if prompt.point is PromptPoint.HALF:
            kind, offset = CueKind.HALFWAY, length_ms // 2
        elif prompt.point is PromptPoint.BEFORE_END:
            offset = length_ms - offset
        # Asked for even where it does not fit: a rest grows with a slow voice, and then it may.
        words = timing.words(prompt.text, side)
        candidate = Candidate(kind, timing.say_ms(words), start_ms + offset, words)
        if 0 <= offset < length_ms:
            found.append((prompt, candidate))
    return found


def coach_cues(timing: Timing, step: Hold, start_ms: Millis, length_ms: Millis) -> list[Candidate]:
    """The chimes, the countdown and the halfway cue of a hold."""
    end = start_ms + length_ms
    coach = timing.script.coach
    first, last = ChimeName.START, ChimeName.END
    found = [
        Candidate(CueKind.CHIME, CHIME_MS[first], start_ms, chime=first),
        Candidate(CueKind.CHIME, CHIME_MS[last], end, chime=last, beyond=True),
    ]
    if coach.countdown and length_ms >= COUNTDOWN_FROM_MS:
        # The last first: where a slow voice leaves room for one only, it is "one".
        found += [
            spoken(timing, CueKind.COUNTDOWN, text, end - before * SECOND)
            for before, text in enumerate(reversed(timing.phrases.countdown), 1)
        ]
    own_half = any(prompt.point is PromptPoint.HALF for prompt in step.prompts)
    if coach.halfway and length_ms >= HALFWAY_FROM_MS and not own_half:
        half = start_ms + length_ms // 2
        found.append(spoken(timing, CueKind.HALFWAY, timing.phrases.halfway, half))
    return found


def spoken(timing: Timing, kind: CueKind, text: str, at_ms: Millis | None) -> Candidate:
    """A sentence that wants a place; at None any place will do."""
    return Candidate(kind, timing.say_ms(text), at_ms, text)
