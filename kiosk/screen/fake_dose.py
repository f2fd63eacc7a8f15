"""Points, weeks and a press of make-believe, for tests and pictures of the pages about doses."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.plan.model import LeadIn, Plan, Segment, SegmentKind
from kiosk.reception import Mark, PointState, PointStatus, Progress, Track
from kiosk.units import SECOND, Millis

LINE = "{seconds} seconds on this trigger point."
OFF = "Ease off now. Push your feet down, lift your hips, and roll off to one side."


def sample_press(name: str = "trigger-point", seconds: int = 30) -> Plan:
    """One press of a session: waiting for its gate, the press, coming off, and a rest."""
    segments: list[Segment] = []
    figure = "deep-tissue-massager"
    onto = "Put your hands on the floor behind you, and stay above the massager."

    def add(kind: SegmentKind, ms: Millis, caption: str, gate: str = "", word: str = "") -> None:
        start = segments[-1].end_ms if segments else 0
        segments.append(
            Segment(
                start,
                start + ms,
                kind,
                1,
                caption,
                word=word,
                side="left",
                figure=figure,
                next_up="Rest",
                gate=gate,
            )
        )

    line = LINE.format(seconds=seconds)
    add(SegmentKind.PREPARE, 8 * SECOND, onto)
    add(SegmentKind.GATE, 0, onto, gate="press-1.1", word="ONE MOMENT")
    add(SegmentKind.PREPARE, 3 * SECOND, line)
    add(SegmentKind.PRESS, seconds * SECOND, line, gate="press-1.1", word="PRESS")
    add(SegmentKind.EASE, 10 * SECOND, OFF, gate="press-1.1", word="EASE OFF")
    add(SegmentKind.REST, 12 * SECOND, "Rest. Let your lower back spread on the floor.")
    return Plan(
        session=name,
        title="Trigger points, lower back and buttock",
        language="en",
        segments=tuple(segments),
        cues=(),
        dropped=(),
        lead_in=LeadIn(()),
        reminder="",
        lengths=(),
    )


def sample_points() -> tuple[PointStatus, ...]:
    """Every point, and every state a point can be in."""
    both = ("ql-release", "trigger-point", "massage-cane")
    return (
        PointStatus(
            "ql left",
            "left quadratus lumborum",
            PointState.DONE,
            "Left side: done for today. Next tomorrow from 9 in the morning.",
            sessions=both,
            next="tomorrow from 9 in the morning",
        ),
        PointStatus(
            "ql right",
            "right quadratus lumborum",
            PointState.READY,
            "30 seconds on your right quadratus lumborum.",
            30 * SECOND,
            both,
        ),
        PointStatus(
            "piriformis left",
            "left piriformis",
            PointState.RESTING,
            "Left piriformis: resting, since it hurt. Next tomorrow from 4 in the morning. Until "
            "then: warmth or a stretch.",
            sessions=("trigger-point",),
            next="tomorrow from 4 in the morning",
        ),
        PointStatus(
            "piriformis right",
            "right piriformis",
            PointState.READY,
            "40 seconds on your right piriformis. It has gone well: you may have 50 seconds now, "
            "or stay.",
            40 * SECOND,
            ("trigger-point",),
        ),
        PointStatus(
            "gluteus minimus left",
            "left gluteus minimus",
            PointState.LOCKED,
            "Left gluteus minimus: locked, since it hurt twice running. See a clinician. "
            "Next on November 29 from 4 in the morning.",
            next="on November 29 from 4 in the morning",
        ),
        PointStatus(
            "gluteus minimus right",
            "right gluteus minimus",
            PointState.READY,
            "30 seconds on your right gluteus minimus.",
            30 * SECOND,
        ),
    )


TITLES = {
    "ql-release": "Lower back release",
    "trigger-point": "Trigger points, lower back and buttock",
    "massage-cane": "Massage cane",
}
"""The titles of the sessions that the sample points name."""

_TODAY = date(2026, 11, 22)


def _marks(story: str, start: int) -> tuple[Mark, ...]:
    """Marks from a story: a letter a day, ``.`` for a day without one, digits set the length."""
    kinds = {"g": "green", "a": "amber", "r": "red", "z": "rest", "x": "refused"}
    letters = [each for each in story if not each.isdigit()]
    day = _TODAY - timedelta(days=len(letters) - 1)
    length = start
    found = []
    for each in story:
        if each.isdigit():
            length = int(each) * 10
            continue
        if each in kinds:
            seconds = 0 if each in "zx" else length
            found.append(Mark(day.isoformat(), seconds, kinds[each]))
        day += timedelta(days=1)
    return tuple(found)


def _exercise(days: int) -> tuple[Mark, ...]:
    """Repetitions every other day, one more each week, up to fifteen."""
    first = _TODAY - timedelta(days=days - 1)
    return tuple(
        Mark((first + timedelta(days=at)).isoformat(), min(15, 8 + at // 7), "green")
        for at in range(0, days, 2)
    )


def sample_progress(weeks: int = 6) -> Progress:
    """Some weeks of practice with all that can happen in them, shorter or longer by repeating."""
    story = "3ggg.4gg.g5ga.ggrz4ggg.5ggxg.6gg.gaggg.5grz4gg.g"
    repeat = max(1, weeks // 6)
    track = _marks(story * repeat, 30)
    days = 7 * weeks
    return Progress(
        summary=(
            "You practised on 19 of the last 28 days. Your left lower back went from 30 to 50 "
            "seconds, with one rest day after it hurt."
        ),
        days_practised=19,
        tracks=(
            Track("Left quadratus lumborum", "s", 60, track[-days:]),
            Track("Right quadratus lumborum", "s", 60, _marks("3gg.gg.4ggg", 30)),
            Track("Pelvic tilt", "times", 15, _exercise(days)),
        ),
        today=_TODAY.isoformat(),
    )
