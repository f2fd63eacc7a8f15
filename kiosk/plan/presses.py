"""Presses on a massager: how they are laid out, and what is known of each when they are.

A script names points and never a time. What a press may last comes in from outside, as a `Press`
for each gate; without one the plan shows a first dose, and nobody may press by it: the gate before
it stands until there is an answer. A press that was interrupted stays in the plan as it happened,
so that the rest of the session follows from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.plan.chimes import CHIME_MS
from kiosk.plan.chimes import Chime as ChimeName
from kiosk.plan.cues import spoken
from kiosk.plan.model import CueKind, Gate, SegmentKind
from kiosk.plan.schedule import Candidate
from kiosk.plan.sheet import Place, Sheet
from kiosk.plan.timing import BETWEEN_MS, EASE_AGAIN_MS, ENTRY_MS, GAP_MS, LEAST_GAP_MS, Timing
from kiosk.script.model import AnyStep, Massage, Repeat, Sides
from kiosk.units import MINUTE, SECOND, Millis

BETWEEN_PRESSES_MS: Final[Millis] = 30 * SECOND
"""The rest before the remainder of a press; the guard asks for no less."""
REMAINDER_WITHIN_MS: Final[Millis] = 10 * MINUTE
"""How long a paused press waits to be gone on with; the guard allows no more, and refuses then."""
HALFWAY_FROM_MS: Final[Millis] = 20 * SECOND


class After(StrEnum):
    """What follows a press that was interrupted."""

    NEXT = "next"
    """The next step."""
    WAIT = "wait"
    """A wait, a rest and a new gate for the remainder."""
    END = "end"
    """The end of the session, as soon as the person has come off."""


@dataclass(frozen=True, slots=True)
class Press:
    """What is known of one press.

    Attributes:
        ms: What is granted for the part to come; 0 where nothing is.
        sentence: Said in place of the press where nothing is granted.
        pressed: The lengths of the parts that were pressed and interrupted, in order.
        after: What follows the last of these.
    """

    ms: Millis = 0
    sentence: str = ""
    pressed: tuple[Millis, ...] = ()
    after: After = After.NEXT


def gate_id(number: int, part: int) -> str:
    """The name of the gate before a part of a press, both counted from 1: ``press-2.1``."""
    return f"press-{number}.{part}"


@dataclass(slots=True)
class PressPen:
    """Lays presses out on a sheet, counting them as it goes."""

    timing: Timing
    sheet: Sheet
    presses: Mapping[int, Press]
    """What is known of each press, by its number, counted from 1."""
    gates: list[Gate] = field(default_factory=list)
    count: int = 0
    ended: bool = False
    """The session ends after a press; nothing more is laid out."""

    def massage(self, step: Massage, here: Place) -> None:
        """Lay out one press, with its gate before it and the easing off after it."""
        self.count += 1
        number = self.count
        timing, sheet = self.timing, self.sheet
        caption = timing.words(step.say, here.side)
        sheet.step(timing.words(step.name, here.side) if step.name else caption)
        texts = [(caption, CueKind.INSTRUCTION)]
        if step.caution:
            texts.append((timing.words(step.caution, here.side), CueKind.SAFETY))
        sheet.sentences(texts)
        sheet.segment(
            SegmentKind.PREPARE, timing.beside_ms(step, here.sides), caption, here, step.figure
        )
        known = self.presses.get(number)
        preview = Press(min(timing.press_ms, timing.at_most_ms(step)))
        press = known or preview
        for part, pressed_ms in enumerate(press.pressed, 1):
            self._gate(step, here, number, part)
            self._press(step, here, gate_id(number, part), pressed_ms)
            last = part == len(press.pressed)
            if last and press.after is After.END:
                self.ended = True
                return
            if last and press.after is After.NEXT:
                return
            self._wait(step, here)
        self._gate(step, here, number, len(press.pressed) + 1)
        if press.ms:
            self._press(step, here, gate_id(number, len(press.pressed) + 1), press.ms)
        else:
            self._say(press.sentence, here, step.figure)

    def _gate(self, step: Massage, here: Place, number: int, part: int) -> None:
        gate = gate_id(number, part)
        side = str(here.side or "")
        points = tuple(point.replace("<side>", side) for point in step.points)
        self.gates.append(Gate(gate, number, points, self.timing.at_most_ms(step)))
        caption = self.timing.words(step.say, here.side)
        self.sheet.segment(SegmentKind.GATE, 0, caption, here, step.figure, gate=gate)

    def _say(self, sentence: str, here: Place, figure: str) -> None:
        self.sheet.sentences([(sentence, CueKind.INSTRUCTION)])
        length = self.timing.phrase_ms([sentence])
        self.sheet.segment(SegmentKind.SAY, length, sentence, here, figure)

    def _press(self, step: Massage, here: Place, gate: str, ms: Millis) -> None:
        timing, sheet = self.timing, self.sheet
        phrases = timing.phrases
        form = phrases.press_points if len(step.points) > 1 else phrases.press_point
        line = form.format(seconds=ms // SECOND)
        sheet.sentences([(line, CueKind.INSTRUCTION)])
        length = timing.phrase_ms([line])
        sheet.starting_chime(length)
        sheet.segment(SegmentKind.PREPARE, length, line, here, step.figure)
        onto = timing.words(step.onto, here.side)
        start, end = sheet.now_ms, sheet.now_ms + ms
        candidates = [
            spoken(timing, CueKind.INSTRUCTION, onto, start),
            Candidate(
                CueKind.CHIME, CHIME_MS[ChimeName.END], end, chime=ChimeName.END, beyond=True
            ),
        ]
        coach = timing.script.coach
        if coach.countdown:
            candidates += [
                spoken(timing, CueKind.COUNTDOWN, text, end - before * SECOND)
                for before, text in enumerate(reversed(phrases.countdown), 1)
            ]
        if coach.halfway and ms >= HALFWAY_FROM_MS:
            candidates.append(spoken(timing, CueKind.HALFWAY, phrases.halfway, start + ms // 2))
        sheet.place(candidates, ms)
        sheet.segment(SegmentKind.PRESS, ms, line, here, step.figure, gate=gate)
        self._ease(step, here, gate)

    def _ease(self, step: Massage, here: Place, gate: str) -> None:
        """Say to come off, say it again, and show it large."""
        timing, sheet = self.timing, self.sheet
        off, text = timing.phrases.ease_off, timing.words(step.ease_off, here.side)
        at = sheet.cue(sheet.now_ms + ENTRY_MS, CueKind.SAFETY, off) + BETWEEN_MS
        at = sheet.cue(at, CueKind.SAFETY, text) + EASE_AGAIN_MS
        at = sheet.cue(at, CueKind.CHIME, chime=ChimeName.ATTENTION) + LEAST_GAP_MS
        sheet.cue(at, CueKind.SAFETY, off)
        length = timing.ease_ms(step, here.sides)
        sheet.segment(SegmentKind.EASE, length, text, here, step.figure, gate=gate)

    def _wait(self, step: Massage, here: Place) -> None:
        """Between the parts of a press: a wait for the person, and a rest for the point."""
        phrases = self.timing.phrases
        self.sheet.step(phrases.press_paused)
        self._say(phrases.press_paused, here, step.figure)
        self.sheet.segment(
            SegmentKind.WAIT,
            0,
            phrases.press_paused,
            here,
            step.figure,
            wait_ms=REMAINDER_WITHIN_MS,
        )
        rest = phrases.press_rest
        self.sheet.place(
            [spoken(self.timing, CueKind.INSTRUCTION, rest, self.sheet.now_ms + ENTRY_MS)],
            BETWEEN_PRESSES_MS,
            ENTRY_MS,
        )
        self.sheet.segment(SegmentKind.REST, BETWEEN_PRESSES_MS, rest, here, step.figure)
        caption = self.timing.words(step.say, here.side)
        self.sheet.sentences([(caption, CueKind.INSTRUCTION)])
        self.sheet.segment(
            SegmentKind.PREPARE,
            ENTRY_MS + self.timing.spoken(step.say, here.sides) + GAP_MS,
            caption,
            here,
            step.figure,
        )


def has_massage(steps: Iterable[AnyStep]) -> bool:
    """Whether any of these steps presses a point."""
    return any(
        isinstance(step, Massage) or (isinstance(step, Repeat | Sides) and has_massage(step.steps))
        for step in steps
    )


def points_of(
    steps: Iterable[AnyStep], side: str = ""
) -> tuple[tuple[tuple[str, ...], Massage], ...]:
    """The points of every press, each with its step, with every side and round counted out once."""
    found: list[tuple[tuple[str, ...], Massage]] = []
    for step in steps:
        match step:
            case Massage():
                found.append((tuple(p.replace("<side>", side) for p in step.points), step))
            case Repeat():
                found.extend(points_of(step.steps, side))
            case Sides():
                for each in step.sides:
                    found.extend(points_of(step.steps, str(each)))
            case _:
                pass
    return tuple(found)
