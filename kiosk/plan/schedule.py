"""The cue scheduler: who may speak when not everything fits.

Cues never overlap and none is cut. Where time is short the lower kind gives way, in the order of
`CueKind`: encouragement first, then halfway, then what is next, then the countdown. Instructions
and safety sentences are never candidates for that: the plan makes room for them beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.language import _
from kiosk.plan.model import CueKind
from kiosk.plan.timing import LEAST_GAP_MS
from kiosk.units import Millis

_RANK = {kind: rank for rank, kind in enumerate(CueKind)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue that wants a place in a stretch of time.

    Attributes:
        kind: What it is; decides who gives way.
        duration_ms: How long it lasts.
        at_ms: When it must begin; None where any place will do, the later the better.
        text: What is said; empty for a chime.
        chime: The chime's name; empty for speech.
        beyond: It may last past the end of the stretch, as an end chime does.
    """

    kind: CueKind
    duration_ms: Millis
    at_ms: Millis | None
    text: str = ""
    chime: str = ""
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate with its place."""

    at_ms: Millis
    candidate: Candidate

    @property
    def end_ms(self) -> Millis:
        """When it is over."""
        return self.at_ms + self.candidate.duration_ms


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate without a place, and why."""

    at_ms: Millis
    candidate: Candidate
    reason: str


def place(
    candidates: Iterable[Candidate],
    start_ms: Millis,
    end_ms: Millis,
) -> tuple[list[Placed], list[LeftOut]]:
    """Give each candidate its place between two moments, or say why it has none.

    A countdown comes with its last number first, and is left out from the first one missing on:
    "three, one" would be worse than "one".

    Returns:
        What was placed, in the order of time, and what was left out.
    """
    placed: list[Placed] = []
    left_out: list[LeftOut] = []
    counted = True
    for candidate in sorted(candidates, key=lambda c: _RANK[c.kind]):
        if candidate.at_ms is None:
            at = _latest(placed, candidate.duration_ms, start_ms, end_ms)
            if at is None:
                left_out.append(LeftOut(start_ms, candidate, _("there is no room for it")))
                continue
        else:
            at = candidate.at_ms
        reason = _conflict(placed, candidate, at, start_ms, end_ms)
        if candidate.kind is CueKind.COUNTDOWN:
            if not counted:
                reason = _("a countdown has no gaps, and the number after it is left out")
            counted = counted and not reason
        if reason and candidate.kind.droppable:
            left_out.append(LeftOut(at, candidate, reason))
        else:
            placed.append(Placed(at, candidate))
    placed.sort(key=lambda p: p.at_ms)
    return placed, left_out


def _conflict(
    placed: list[Placed], candidate: Candidate, at: Millis, start_ms: Millis, end_ms: Millis
) -> str:
    if at < start_ms:
        return _("it comes too soon after the step begins")
    end = at + candidate.duration_ms
    if not candidate.beyond and end + LEAST_GAP_MS > end_ms:
        return _("it would last past the end of the step")
    for other in placed:
        if at < other.end_ms + LEAST_GAP_MS and other.at_ms < end + LEAST_GAP_MS:
            what = other.candidate.text
            if not what:
                return _('it would run into "the {chime} chime"').format(
                    chime=other.candidate.chime
                )
            return _('it would run into "{words}"').format(words=what)
    return ""


def _latest(
    placed: list[Placed], duration_ms: Millis, start_ms: Millis, end_ms: Millis
) -> Millis | None:
    """The latest beginning that leaves a gap to everything placed."""
    end = end_ms
    for other in sorted(placed, key=lambda p: p.at_ms, reverse=True):
        at = end - LEAST_GAP_MS - duration_ms
        if at >= other.end_ms + LEAST_GAP_MS:
            return at
        end = min(end, other.at_ms)
    at = end - LEAST_GAP_MS - duration_ms
    return at if at >= start_ms else None
