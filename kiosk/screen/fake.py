"""A station of make-believe: it keeps the contract, plays no sound, and moves when it is told.

For tests and pictures of the screen. It checks the order of what a face asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from kiosk.keymap import Keymap
from kiosk.plan.model import LeadIn, Plan, Refusal, Segment, SegmentKind
from kiosk.player.model import Command, State, View
from kiosk.preferences import Preferences
from kiosk.script.kind import Kind
from kiosk.station import About, AboutEars, Broken, Card, Ears, Item, Performance, Voice
from kiosk.units import MINUTE, SECOND, Millis

_PAUSING = frozenset({Command.TOGGLE, Command.PAUSE})


class FakePerformance:
    """A performance on a clock that only `advance` moves.

    Attributes:
        sent: Every command it was sent, also those that meant nothing.
        notice: What a face is to show as not working.
        closed: How often it was closed.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._state = State.PLAYING
        self._index = 0
        self._elapsed: Millis = 0
        self._skip_empty()
        self.sent: list[Command] = []
        self.notice = ""
        self.closed = 0
        self.said: str | None = None
        self.fault: Exception | None = None

    @property
    def plan(self) -> Plan:
        """What is being played."""
        return self._plan

    def send(self, command: Command) -> None:
        """Do as asked, where it means something."""
        if self.closed:
            raise AssertionError("a command was sent to a closed performance")
        self.sent.append(command)
        if self._state.over:
            return
        waiting, paused = self._state is State.WAITING, self._state is State.PAUSED
        if command is Command.STOP:
            self._state = State.STOPPED
        elif self._state is State.ASKING:
            pass
        elif self._pressing and command in {Command.HURTS, Command.TOGGLE, Command.PAUSE}:
            self._go(self._index + 1)
        elif self._pressing:
            raise AssertionError(f"{command} was sent in a press")
        elif command is Command.NEXT or (
            waiting and command in {Command.READY, Command.TOGGLE, Command.RESUME}
        ):
            self._go(self._index + 1)
        elif command is Command.BACK:
            self._go(self._index if self._elapsed else max(0, self._index - 1))
        elif command is Command.REPEAT:
            self._go(self._index)
        elif paused and command in {Command.TOGGLE, Command.RESUME}:
            self._state = State.PLAYING
        elif not paused and (command is Command.HURTS or (not waiting and command in _PAUSING)):
            self._state = State.PAUSED

    def answer(self) -> None:
        """Go on from the gate."""
        if self._state is not State.ASKING:
            raise AssertionError("nothing was asked")
        self._go(self._index + 1)

    def advance(self, ms: Millis) -> None:
        """Let time pass; it stands still in a pause and at a wait."""
        while self._state is State.PLAYING and ms > 0:
            left = self._plan.segments[self._index].duration_ms - self._elapsed
            step = min(ms, left)
            self._elapsed += step
            ms -= step
            if step == left:
                self._go(self._index + 1)

    def show(self, index: int, elapsed_ms: Millis = 0) -> None:
        """Go to a segment, and some way into it."""
        self._go(index)
        self._elapsed = elapsed_ms

    def view(self) -> View:
        """The moment to draw."""
        if self.closed:
            raise AssertionError("a closed performance was asked for its view")
        if self.fault is not None:
            raise self.fault
        segments = self._plan.segments
        segment = segments[min(self._index, len(segments) - 1)]
        length = segment.wait_ms or segment.duration_ms
        return View(
            state=self._state,
            segment=segment,
            index=self._index,
            position_ms=segment.start_ms + (0 if segment.wait_ms else self._elapsed),
            total_ms=self._plan.total_ms,
            elapsed_ms=self._elapsed,
            remaining_ms=length - self._elapsed,
            said=segment.caption if self.said is None else self.said,
        )

    def close(self) -> None:
        """Let go."""
        self.closed += 1

    @property
    def _pressing(self) -> bool:
        return self._plan.segments[self._index].kind is SegmentKind.PRESS

    def _go(self, index: int) -> None:
        self._index, self._elapsed = index, 0
        self._skip_empty()

    def _skip_empty(self) -> None:
        segments = self._plan.segments
        while self._index < len(segments):
            segment = segments[self._index]
            if segment.wait_ms:
                self._state = State.WAITING
                return
            if segment.kind is SegmentKind.GATE:
                self._state = State.ASKING
                return
            if segment.duration_ms:
                self._state = State.PLAYING
                return
            self._index += 1
        self._index = len(segments) - 1
        self._state = State.DONE


class FakeStation:
    """A station whose library and answers are given.

    Attributes:
        held: Whether `begin` waits for `finish` instead of answering at once.
        begun: The sessions it was asked to begin.
        warmed: The sessions it was asked to warm.
        spoken: What it was asked to say, and whether urgently.
        performances: Every performance it began.
        likes: What is preferred.
        wishes: Every preference that was taken, in order.
        keys: What keys mean.
        louder_by: How much louder it was asked to be, each time.
        touches: How often it was told of a finger or a key.
        button_word: What the big button did; None where there is none.
        seen: Who is told that somebody came.
        heard: How the ears are; None where they are off.
        about_the_ears: What is told of them; whether they are on follows `heard`.
        asked: Who is told which session was asked for by voice.
        choose_language: What puts a language in force; nothing does, unless a test wants one.
    """

    def __init__(
        self,
        abouts: Iterable[About],
        broken: Iterable[Broken] = (),
        plan: Callable[[str], Plan] | None = None,
    ) -> None:
        self._abouts = {about.card.name: about for about in abouts}
        self._cards: Sequence[Card] = tuple(about.card for about in self._abouts.values())
        self._broken = tuple(broken)
        self._plan = plan or sample_plan
        self._listeners: list[Callable[[], None]] = []
        self._begun: tuple[str, Callable[[Performance], None]] | None = None
        self.held = False
        self.refusal = ""
        self.begun: list[str] = []
        self.warmed: list[str] = []
        self.spoken: list[tuple[str, bool]] = []
        self.performances: list[FakePerformance] = []
        self.likes = Preferences(build=0, tone=0)
        self.wishes: list[Preferences] = []
        self.keys = Keymap()
        self.louder_by: list[int] = []
        self.touches = 0
        self.button_word: str | None = None
        self.seen: Callable[[bool], None] = lambda _pressed: None
        self.heard: Ears | None = None
        self.about_the_ears = AboutEars(orders=(("STOP", ("stop", "stop now")),))
        self.asked: Callable[[str], None] = lambda _name: None
        self.choose_language: Callable[[str], None] = lambda _tag: None
        self.progress: Callable[[int, int], None] | None = None

    def cards(self) -> Sequence[Card]:
        """Every session that can be shown."""
        return self._cards

    def broken(self) -> Sequence[Broken]:
        """Every session file that cannot be used."""
        return self._broken

    def on_library_change(self, listener: Callable[[], None]) -> None:
        """Remember who wants to know."""
        self._listeners.append(listener)

    def change(self, cards: Sequence[Card], broken: Iterable[Broken] = ()) -> None:
        """Change the library, and tell."""
        self._cards, self._broken = cards, tuple(broken)
        for listener in self._listeners:
            listener()

    def about(self, name: str) -> About | None:
        """A session's page."""
        return self._abouts.get(name)

    def begin(
        self,
        name: str,
        *,
        ready: Callable[[Performance], None],
        refused: Callable[[Refusal], None],
        progress: Callable[[int, int], None],
    ) -> None:
        """Answer at once, or hold the answer back until `finish`."""
        self.progress = progress
        self.begun.append(name)
        self._begun = name, ready
        if self.refusal:
            refused(Refusal(name, self.refusal))
        elif not self.held:
            self.finish()

    def finish(self) -> None:
        """Hand over the performance that was asked for."""
        if self._begun is None:
            raise AssertionError("nothing was begun")
        (name, ready), self._begun = self._begun, None
        performance = FakePerformance(self._plan(name))
        self.performances.append(performance)
        ready(performance)

    def warm(self, name: str) -> None:
        """Remember it."""
        self.warmed.append(name)

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Remember it."""
        self.spoken.append((text, urgent))
        self.saying = text

    def hush(self) -> None:
        """Fall silent."""
        self.saying = ""

    def preferences(self) -> Preferences:
        """What was preferred last."""
        return self.likes

    def prefer(self, preferences: Preferences) -> None:
        """Take it."""
        self.wishes.append(preferences)
        self.likes = preferences

    def languages(self) -> Sequence[Voice]:
        """Two of them."""
        return (Voice("en", "English"), Voice("es", "Español"))

    def reset_preferences(self) -> None:
        """Be as delivered."""
        self.prefer(Preferences(build=self.likes.build, tone=self.likes.tone))

    def voices(self, language: str = "") -> Sequence[Voice]:
        """Two of them."""
        del language
        return (
            Voice("gmw/en-us", "English (America)"),
            Voice("gmw/en-gb", "English (Great Britain)"),
        )

    def ears(self) -> Ears | None:
        """How they are set."""
        return self.heard

    def about_ears(self) -> AboutEars:
        """As the test wants it."""
        return replace(self.about_the_ears, on=self.heard is not None)

    def listen(self, *, on: bool) -> None:
        """Do it at once."""
        self.heard = Ears(listening=True) if on else None

    def on_asked(self, listener: Callable[[str], None]) -> None:
        """Take who is to be told."""
        self.asked = listener

    def touched(self) -> None:
        """Count it."""
        self.touches += 1

    def hand_word(self) -> str | None:
        """As the test wants it."""
        return self.button_word

    def on_seen(self, listener: Callable[[bool], None]) -> None:
        """Take who is to be told."""
        self.seen = listener

    def louder(self, step: int) -> None:
        """Remember it."""
        self.louder_by.append(step)

    def keymap(self) -> Keymap:
        """What was learnt last."""
        return self.keys

    def keep_keys(self, keymap: Keymap) -> None:
        """Take it."""
        self.keys = keymap

    def use_language(self, tag: str) -> None:
        """Do what the test wants done."""
        self.choose_language(tag)

    def close(self) -> None:
        """Nothing runs."""


def sample_plan(name: str = "pelvic-tilt", rounds: int = 8) -> Plan:
    """A pelvic tilt on both sides of nothing: one of every kind of moment."""
    press = "Press the small of your back into the floor. Keep your ribs soft."
    segments: list[Segment] = []

    def add(kind: SegmentKind, ms: Millis, caption: str, figure: str, **more: Any) -> None:
        start = segments[-1].end_ms if segments else 0
        fresh = Segment(start, start + ms, kind, len(segments), caption, figure=figure)
        segments.append(replace(fresh, **more))

    add(SegmentKind.INTRO, 6 * SECOND, "Pelvic tilt. Lie down on your mat.", "supine-knees-bent")
    add(
        SegmentKind.READY,
        12 * SECOND,
        "Lie on your back, knees bent, feet flat on the floor, a hip's width apart.",
        "supine-knees-bent",
        next_up="Press, 5 s",
    )
    add(
        SegmentKind.WAIT,
        0,
        "Take your time. When you lie comfortably, tap, press a key, or say ready.",
        "supine-knees-bent",
        wait_ms=2 * MINUTE,
        next_up="Press, 5 s",
    )
    for number in range(1, rounds + 1):
        place = {"round": number, "of": rounds}
        add(SegmentKind.PREPARE, 4 * SECOND, press, "pelvic-tilt", **place, next_up="Hold, 5 s")
        add(
            SegmentKind.HOLD,
            5 * SECOND,
            press,
            "pelvic-tilt",
            **place,
            word="PRESS",
            next_up="Let go, 3 breaths",
        )
        add(
            SegmentKind.REST,
            12 * SECOND,
            "Let go, and breathe.",
            "supine-knees-bent",
            **place,
            word="RELAX",
            next_up="Press, 5 s" if number < rounds else "Getting up",
        )
    add(
        SegmentKind.CHANGE,
        8 * SECOND,
        "Now the other side.",
        "head-to-knee-setup",
        side="left",
        mirrored=True,
        word="SWITCH",
        next_up="Fold over your left leg, 30 s",
    )
    add(
        SegmentKind.HOLD,
        75 * SECOND,
        "Reach along the left leg, and let the breath widen your ribs.",
        "head-to-knee",
        side="left",
        mirrored=True,
        word="REACH",
    )
    add(SegmentKind.OUTRO, 5 * SECOND, "Roll to your side, and come up slowly.", "rest-supine")
    return Plan(
        session=name,
        title=name.replace("-", " ").capitalize(),
        language="en",
        segments=tuple(segments),
        cues=(),
        dropped=(),
        lead_in=LeadIn(()),
        reminder="",
        lengths=(),
    )


_CAUTIONS = (
    "Stop if you feel sharp or shooting pain.",
    "Keep breathing: never hold your breath while you press.",
)


def sample_about(card: Card) -> About:
    """A full page about a session."""
    return About(
        card=card,
        position="lying on your back",
        cautions=_CAUTIONS,
        focus=("quadratus lumborum", "abdominals"),
        items=(
            Item("Lie on your back, knees bent", "12 s", "supine-knees-bent"),
            Item("Press the small of your back into the floor", "8 times 5 s", card.figure),
            Item("Let go, and breathe", "3 breaths after each", "rest-supine"),
            Item("Come up over your side", "20 s", "push-up-to-sit"),
        ),
        sources=("Groundwork's own wording, after a public article about the lower back.",),
    )


_REFUSAL = "The safe dose for a massage is not set up on this kiosk yet."


def sample_cards() -> tuple[Card, ...]:
    """The cards of a library such as the one that ships."""

    def card(
        title: str, kind: Kind, figure: str, minutes: float, most: float = 0, **more: Any
    ) -> Card:
        made = Card(
            name=title.lower().replace(" ", "-"),
            title=title,
            summary="Teach the deep muscles of your lower back to hold.",
            kind=kind,
            total_ms=round(minutes * MINUTE),
            highest_ms=round(max(minutes, most) * MINUTE),
            figure=figure,
        )
        return replace(made, **more)

    mat = ("mat",)
    return (
        card("Pelvic tilt", Kind.STRENGTHEN, "pelvic-tilt", 3, 5, equipment=mat),
        card(
            "Revolved head to knee",
            Kind.STRETCH,
            "head-to-knee",
            4,
            6,
            equipment=("mat", "block"),
        ),
        card("Half sit-up", Kind.STRENGTHEN, "half-sit-up-high", 4, equipment=("mat", "ball")),
        card("Side bends", Kind.STRETCH, "side-bend", 3),
        card("A walk", Kind.WALK, "walk", 10, 20, equipment=("shoes you can walk in",)),
        card("Heat or ice", Kind.WARMTH, "chair-pack-warm", 15, equipment=("heat or ice pack",)),
        card("Desk break", Kind.POSTURE, "chair-slump-correct", 2, equipment=("chair",)),
        card(
            "Daily lower-back routine for when you have a little more time",
            Kind.STRENGTHEN,
            "side-stretch-wall",
            18,
            26,
            equipment=("mat", "block", "ball"),
        ),
        card(
            "Release with a back massager",
            Kind.MASSAGE,
            "back-massager",
            0,
            equipment=("back massager", "mat"),
            refusal=_REFUSAL,
        ),
        card(
            "Trigger point",
            Kind.MASSAGE,
            "deep-tissue-massager",
            0,
            equipment=("deep-tissue massager",),
            refusal=_REFUSAL,
        ),
        card(
            "Massage cane", Kind.MASSAGE, "massage-cane", 0, equipment=("cane",), refusal=_REFUSAL
        ),
    )


def sample_broken() -> tuple[Broken, ...]:
    """Two files that need attention."""
    return (
        Broken(
            "sessions/evening-stretch.yaml",
            "Line 14, column 9: `hold: 1:30` is a clock time; write 1m30s or 90s.",
            3,
        ),
        Broken(
            "sessions/neck.yaml",
            'Line 3: `equipmnt` is no key of a session; did you mean "equipment"?',
            1,
        ),
    )


def sample_station() -> FakeStation:
    """A station with a library such as the one that ships, and two broken files."""
    return FakeStation(map(sample_about, sample_cards()), sample_broken())
