"""What is said in a session beside its plan: in a gap that holds it, and never over a cue."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk import asides
from kiosk.asides import ENDLESS, Asides, free_ms
from kiosk.clips import Clip
from kiosk.plan.model import Plan, SegmentKind
from kiosk.player.fake import Sketch
from kiosk.player.machine import Player
from kiosk.player.model import Command, State, View

CLIP = Clip(Path("answer.wav"), 1_500)


def plan() -> Plan:
    return (
        Sketch()
        .add(SegmentKind.HOLD, 20_000, "Hold.")
        .cue(0, 1_000, "Hold.")
        .cue(3_000, 1_000, "Breathe.")
        .cue(12_000, 500, "Eight more.")
        .plan()
    )


def moment(at_ms: int, command: Command | None = None) -> View:
    player = Player(plan())
    player.command(Command.START, 0)
    for now_ms in range(0, at_ms + 1, 100):
        player.tick(now_ms)
    if command is not None:
        player.command(command, at_ms)
    return player.view(at_ms)


@pytest.mark.parametrize(
    ("at_ms", "free"), [(500, 0), (1_500, 1_500), (3_200, 0), (5_000, 7_000), (13_000, ENDLESS)]
)
def test_free_is_what_lies_before_the_next_cue(at_ms: int, free: int):
    assert free_ms(moment(at_ms), plan()) == free


def test_a_pause_is_free_and_a_lead_in_is_not():
    assert free_ms(moment(5_000, Command.PAUSE), plan()) == ENDLESS
    player = Player(plan())
    player.command(Command.START, 0)
    player.command(Command.PAUSE, 5_000)
    player.command(Command.RESUME, 6_000)
    view = player.view(6_000)
    assert view.state is State.LEAD_IN
    assert free_ms(view, plan()) == 0


class Session:
    """Comes to a moment each time it is looked at."""

    def __init__(self, *moments: View) -> None:
        self.plan = plan()
        self.moments = list(moments)
        self.heard: list[tuple[Clip | str, int]] = []
        self.came = threading.Event()

    def send(self, command: Command) -> None:
        raise AssertionError(command)

    def view(self) -> View:
        return self.moments.pop(0) if len(self.moments) > 1 else self.moments[0]

    def aside(self, sound: Clip | str) -> None:
        self.heard.append((sound, self.moments[0].position_ms))
        self.came.set()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(asides, "_LOOK_S", 0.001)


def said(session: Session, patience_s: float = 60.0) -> None:
    began: list[str] = []
    asides = Asides(lambda _text, _language: CLIP)
    sentences = [("I hear you again.", "en")]
    asides.say(session, sentences, patience_s, begins=lambda text, _ms: began.append(text))
    assert session.came.wait(20)
    assert began == ["I hear you again."]


def test_it_waits_for_a_gap_that_holds_it():
    session = Session(*(moment(at) for at in (500, 1_600, 3_500, 5_000)))
    said(session)
    assert session.heard == [(CLIP, 5_000)]


def test_whoever_asked_is_answered_in_any_silence_where_no_gap_comes():
    session = Session(moment(500), moment(1_900))
    said(session, patience_s=0.0)
    assert session.heard == [(CLIP, 1_900)]


def test_a_session_that_is_over_is_told_nothing():
    session = Session(moment(500), moment(5_000, Command.STOP))
    Asides(lambda _text, _language: CLIP).say(session, [("We go on.", "en")])
    for thread in threading.enumerate():
        if thread.name == "aside":
            thread.join(20)
    assert session.heard == []


def test_where_there_is_no_voice_nothing_is_waited_for():
    session = Session(moment(5_000))
    Asides(lambda _text, _language: None).say(session, [("We go on.", "en")])
    for thread in threading.enumerate():
        if thread.name == "aside":
            thread.join(20)
    assert session.heard == []


def each(text: str, _language: str) -> Clip:
    return Clip(Path(text), 10)


def all_said() -> None:
    for thread in threading.enumerate():
        if thread.name == "aside":
            thread.join(20)


def test_two_who_speak_at_once_are_heard_one_after_the_other():
    session = Session(moment(5_000, Command.PAUSE))
    begun: list[tuple[str, float]] = []

    def begins(text: str, _ms: int) -> None:
        begun.append((text, time.monotonic()))

    both = Asides(each)
    both.say(session, [("One.", "en"), ("Two.", "en")], begins=begins)
    both.say(session, [("Three.", "en")], begins=begins)
    all_said()
    assert [text for text, _at in begun] == ["One.", "Two.", "Three."]
    for (_text, first), (_next, second) in pairwise(begun):
        assert second - first >= 0.010


def test_an_answer_does_not_wait_for_a_notice_that_finds_no_room():
    session = Session(moment(1_500))  # room for a second, and no more
    heard = Asides(lambda text, _language: Clip(Path(text), 60_000 if text == "Notice" else 10))
    heard.say(session, [("Notice", "en")], patience_s=60.0)
    heard.say(session, [("Answer", "en")])
    assert session.came.wait(20)
    assert [clip.path for clip, _at in session.heard] == [Path("Answer")]
    session.moments = [moment(5_000, Command.STOP)]
    all_said()


def test_what_was_said_into_a_pause_stops_when_it_is_over():
    session = Session(moment(5_000, Command.PAUSE), moment(13_000))
    Asides(each).say(session, [("You can say:", "en"), ("Stop.", "en")], held=True)
    all_said()
    assert [clip.path for clip, _at in session.heard] == [Path("You can say:")]


def test_a_sentence_that_tells_a_time_is_made_when_it_is_said():
    session = Session(*(moment(at) for at in (500, 3_500, 5_000)))
    left = iter(["30 seconds.", "20 seconds.", "10 seconds."])
    Asides(each).say(session, [(lambda: next(left), "en")])
    all_said()
    assert session.heard == [(Clip(Path("10 seconds."), 10), 5_000)]


def test_what_cannot_be_said_keeps_nobody_else_from_it(caplog: pytest.LogCaptureFixture):
    def fails(text: str, _language: str) -> Clip:
        if text == "No.":
            raise OSError("The disk is full.")
        return CLIP

    session = Session(moment(5_000, Command.PAUSE))
    voice = Asides(fails)
    voice.say(session, [("No.", "en")])
    voice.say(session, [("Yes.", "en")])
    assert session.came.wait(20)
    all_said()
    assert [clip for clip, _at in session.heard] == [CLIP]
    assert "could not be said" in caplog.text
