"""What the pen has written so far, and the small moves it writes with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kiosk.plan.chimes import CHIME_MS, Chime
from kiosk.plan.model import Cue, CueKind, Dropped, Segment, SegmentKind
from kiosk.plan.schedule import Candidate
from kiosk.plan.schedule import place as schedule
from kiosk.plan.timing import BETWEEN_MS, ENTRY_MS, LEAST_GAP_MS, Timing
from kiosk.script.model import Side, Text
from kiosk.units import Millis

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s")


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
class Sheet:
    """Segments and cues as they are written, and what time it is."""

    timing: Timing
    now_ms: Millis = 0
    segments: list[Segment] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    announced: bool = False
    """The step to come has been announced already, as the last time."""

    def step(self, label: str) -> None:
        """Begin a step; one that was announced belongs together with its announcement.

        Its label is its first sentence: more cannot be read across a room.
        """
        label = _SENTENCE_END.split(label, 1)[0]
        if self.announced:
            self.labels[-1] = label
            self.announced = False
        else:
            self.labels.append(label)

    def segment(
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
        gate: str = "",
        tempo: tuple[Millis, ...] = (),
    ) -> None:
        """Write a segment, and let its time pass."""
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
                gate=gate,
                tempo=tempo,
            ),
        )
        self.now_ms += length_ms

    def cue(self, at_ms: Millis, kind: CueKind, text: str = "", chime: str = "") -> Millis:
        """Write a cue into the segment that comes next; return when it is over."""
        length = CHIME_MS[chime] if chime else self.timing.say_ms(text)
        self.cues.append(Cue(at_ms, length, kind, len(self.segments), text, chime))
        return at_ms + length

    def starting_chime(self, length_ms: Millis) -> None:
        """Write the chime of what begins when a segment of this length is over.

        A hold's sounds as it begins. Where a word is said just then, the chime comes before it, in
        the pause that every instruction ends with: no speech moves.
        """
        at = self.now_ms + length_ms - LEAST_GAP_MS - CHIME_MS[Chime.START]
        self.cue(at, CueKind.CHIME, chime=Chime.START)

    def sentences(self, texts: Iterable[tuple[str, CueKind]], entry_ms: Millis = ENTRY_MS) -> None:
        """Write sentences, one after another, into the segment that comes next."""
        at = self.now_ms + entry_ms
        for text, kind in texts:
            at = self.cue(at, kind, text) + BETWEEN_MS

    def place(self, candidates: list[Candidate], length_ms: Millis, entry_ms: Millis = 0) -> None:
        """Write what fits of these into the segment that comes next; list what does not.

        Nothing is placed before `entry_ms`, where the end chime of a hold may still sound.
        """
        first = self.now_ms + entry_ms
        placed, left_out = schedule(candidates, first, self.now_ms + length_ms)
        index = len(self.segments)
        for item in placed:
            it = item.candidate
            self.cues.append(Cue(item.at_ms, it.duration_ms, it.kind, index, it.text, it.chime))
        for out in left_out:
            it = out.candidate
            self.dropped.append(Dropped(out.at_ms, it.duration_ms, it.kind, it.text, out.reason))
