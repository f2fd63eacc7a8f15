"""What comes of an order: in a session, in a press, at rest."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.clips import Clip
from kiosk.ears.hearing import Asked
from kiosk.obeying import (
    LOUDNESS_STEP,
    WORD_STAYS_S,
    WORDS,
    Doing,
    Obeying,
    how_long,
    spoken_length,
)
from kiosk.orders import Order
from kiosk.plan.chimes import HEARD
from kiosk.plan.model import Segment, SegmentKind
from kiosk.player.model import Command, State, View

CLIP = Clip(Path("answer.wav"), 900)


def view(
    kind: SegmentKind = SegmentKind.HOLD, *, saying: str = "", state: State = State.PLAYING
) -> View:
    return View(
        state=state,
        segment=Segment(10_000, 50_000, kind, 1, "Hold"),
        index=0,
        position_ms=20_000,
        total_ms=320_000,
        elapsed_ms=10_000,
        remaining_ms=30_000,
        saying=saying,
    )


class Session:
    def __init__(self, moment: View) -> None:
        self.moment = moment
        self.sent: list[Command] = []
        self.heard: list[Clip | str] = []
        self.came = threading.Condition()

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def view(self) -> View:
        return self.moment

    def aside(self, sound: Clip | str) -> None:
        with self.came:
            self.heard.append(sound)
            self.came.notify_all()

    def wait_for(self, *heard: Clip | str) -> None:
        with self.came:
            assert self.came.wait_for(lambda: self.heard == list(heard), 10), self.heard


class Kiosk:
    def __init__(self, session: Session | None = None) -> None:
        self.session = session
        self.texts: list[str] = []
        self.said: list[str] = []
        self.begun: list[str] = []
        self.steps: list[int] = []
        self.now = 100.0
        self.obey = Obeying(
            Doing(
                playing=lambda: self.session,
                spoken=self._spoken,
                say=self.said.append,
                begin=self.begun.append,
                louder=self.steps.append,
            ),
            lambda: self.now,
        )

    def _spoken(self, text: str) -> Clip:
        self.texts.append(text)
        return CLIP


@pytest.mark.parametrize(
    ("order", "command"),
    [
        (Order.STOP, Command.STOP),
        (Order.PAUSE, Command.PAUSE),
        (Order.GO_ON, Command.RESUME),
        (Order.NEXT, Command.NEXT),
        (Order.BACK, Command.BACK),
        (Order.AGAIN, Command.REPEAT),
        (Order.READY, Command.READY),
        (Order.HURTS, Command.HURTS),
    ],
)
def test_in_a_session_an_order_is_what_its_button_is_after_a_beep(order: Order, command: Command):
    session = Session(view())
    Kiosk(session).obey(Asked(order))
    assert session.sent == [command]
    assert session.heard == [HEARD]


def test_a_guessed_stop_pauses_and_asks_and_stops_nothing():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.STOP, unsure=True))
    session.wait_for(HEARD, CLIP)
    assert session.sent == [Command.PAUSE]
    assert "paused" in kiosk.texts[0]


def test_the_word_of_an_order_is_seen_for_a_moment():
    kiosk = Kiosk(Session(view()))
    kiosk.obey(Asked(Order.HURTS))
    assert kiosk.obey.word == "IT HURTS"
    kiosk.now += WORD_STAYS_S
    assert kiosk.obey.word == ""


def test_every_order_has_a_word():
    assert set(WORDS) == set(Order)


def test_how_long_is_answered_once_what_sounds_is_over():
    session = Session(view(saying="Keep breathing."))
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.HOW_LONG))
    session.moment = view()
    session.wait_for(HEARD, CLIP)
    assert kiosk.texts == ["30 seconds here, and 5 minutes in all."]
    assert session.sent == []


def test_an_answer_to_a_session_that_is_over_is_not_said():
    session = Session(view(state=State.STOPPED))
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.HOW_LONG))
    for thread in threading.enumerate():
        if thread.name == "answer":
            thread.join(10)
    assert session.heard == [HEARD]


def test_help_pauses_and_lists_the_phrases_and_is_deaf_to_its_own_list():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.HELP))
    session.wait_for(HEARD, CLIP)
    assert "It hurts".lower() in kiosk.texts[0].lower()
    kiosk.obey(Asked(Order.NEXT))
    assert session.sent == [Command.PAUSE]
    kiosk.obey(Asked(Order.HURTS))
    assert session.sent == [Command.PAUSE, Command.HURTS], "never deaf to that"
    kiosk.now += 60
    kiosk.obey(Asked(Order.NEXT))
    assert session.sent[-1] is Command.NEXT


@pytest.mark.parametrize("kind", [SegmentKind.PRESS, SegmentKind.EASE])
def test_a_press_is_never_held_up_by_a_list(kind: SegmentKind):
    session = Session(view(kind))
    Kiosk(session).obey(Asked(Order.HELP))
    assert session.sent == []


@pytest.mark.parametrize(
    ("order", "step"), [(Order.LOUDER, LOUDNESS_STEP), (Order.QUIETER, -LOUDNESS_STEP)]
)
@pytest.mark.parametrize("playing", [True, False])
def test_louder_and_quieter_change_the_volume_anywhere(order: Order, step: int, *, playing: bool):
    kiosk = Kiosk(Session(view()) if playing else None)
    kiosk.obey(Asked(order))
    assert kiosk.steps == [step]


def test_at_rest_a_session_is_begun_by_its_title_and_other_orders_mean_nothing():
    kiosk = Kiosk()
    kiosk.obey(Asked(Order.STOP))
    assert kiosk.obey.word == ""
    kiosk.obey(Asked(Order.BEGIN, "Pelvic tilt"))
    assert kiosk.begun == ["Pelvic tilt"]
    assert kiosk.obey.word == "Pelvic tilt"
    kiosk.obey(Asked(Order.HELP))
    assert kiosk.said == ["Say start, and the name of a session."]


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (400, "1 second"),
        (7_200, "7 seconds"),
        (28_000, "30 seconds"),
        (95_000, "95 seconds"),
        (120_000, "2 minutes"),
        (349_000, "6 minutes"),
    ],
)
def test_a_length_is_said_roundly(ms: int, said: str):
    assert spoken_length(ms) == said


def test_at_a_wait_only_the_whole_is_told():
    assert how_long(view(state=State.WAITING)) == "5 minutes in all."
