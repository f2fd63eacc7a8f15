"""What comes of an order: in a session, in a press, at rest."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.asides import WORD_STAYS_S, Asides
from kiosk.clips import Clip
from kiosk.ears.hearing import Asked
from kiosk.meaning import DID_YOU_SAY_STOP, ENDED, NOT_IN_A_PRESS, PAUSED, REST_FIRST
from kiosk.obeying import (
    ASKED_S,
    LOUDEST,
    LOUDNESS_STEP,
    NOW_THIS_LOUD,
    SAY_START,
    THEN_GO_ON,
    WORDS,
    Doing,
    Obeying,
    how_long,
    spoken_length,
)
from kiosk.orders import Order
from kiosk.plan.chimes import HEARD
from kiosk.plan.model import Plan, Segment, SegmentKind
from kiosk.player.fake import Sketch
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


PLAN = Sketch().add(SegmentKind.HOLD, 320_000, "Hold").plan()


def english(sentence: str) -> str:
    return sentence.format(go_on="go on", start="start")


class Session:
    def __init__(self, moment: View, plan: Plan = PLAN) -> None:
        self.moment = moment
        self.plan = plan
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
        self.at_the_end = False
        self.language = "en"
        self.now = 100.0
        self.obey = Obeying(
            Doing(
                playing=lambda: self.session,
                asides=Asides(self._spoken),
                say=self.said.append,
                begin=self.begun.append,
                louder=self._louder,
                language=lambda: self.language,
            ),
            lambda: self.now,
        )

    def _spoken(self, text: str, _language: str) -> Clip:
        self.texts.append(text)
        return CLIP

    def _louder(self, step: int) -> bool:
        self.steps.append(step)
        return not self.at_the_end


@pytest.mark.parametrize(
    ("order", "command", "said"),
    [
        (Order.PAUSE, Command.PAUSE, PAUSED),
        (Order.NEXT, Command.NEXT, ""),
        (Order.BACK, Command.BACK, ""),
        (Order.AGAIN, Command.REPEAT, ""),
        (Order.HURTS, Command.HURTS, REST_FIRST),
    ],
)
def test_in_a_session_an_order_is_what_its_button_is_after_a_beep(
    order: Order, command: Command, said: str
):
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(order))
    assert session.sent == [command]
    session.wait_for(*([HEARD, CLIP] if said else [HEARD]))
    assert kiosk.texts == ([english(said)] if said else [])


def test_a_session_that_is_stopped_is_said_to_have_ended_by_who_outlives_it():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.STOP))
    assert session.sent == [Command.STOP]
    assert session.heard == [HEARD]
    assert kiosk.said == [ENDED]


def test_a_guessed_stop_pauses_and_asks_and_stops_nothing():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.STOP, unsure=True))
    session.wait_for(HEARD, CLIP)
    assert session.sent == [Command.PAUSE]
    assert kiosk.texts == [english(DID_YOU_SAY_STOP)]


def test_a_stop_that_is_guessed_again_while_the_question_stands_is_one():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.STOP, unsure=True))
    session.moment = view(state=State.PAUSED)
    kiosk.obey(Asked(Order.STOP, unsure=True))
    assert session.sent == [Command.PAUSE, Command.STOP]


def test_a_stop_that_is_guessed_again_much_later_is_asked_about_again():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.STOP, unsure=True))
    kiosk.now += ASKED_S
    session.moment = view(state=State.PAUSED)
    kiosk.obey(Asked(Order.STOP, unsure=True))
    assert session.sent == [Command.PAUSE]


def test_another_order_answers_the_question():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.STOP, unsure=True))
    session.moment = view(state=State.PAUSED)
    kiosk.obey(Asked(Order.GO_ON))
    session.moment = view()
    kiosk.obey(Asked(Order.STOP, unsure=True))
    assert session.sent == [Command.PAUSE, Command.RESUME, Command.PAUSE]


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
        if thread.name == "aside":
            thread.join(10)
    assert session.heard == [HEARD]


def test_help_pauses_and_lists_the_phrases_and_is_deaf_to_its_own_list():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.HELP))
    session.moment = view(state=State.PAUSED)
    session.wait_for(HEARD, CLIP, CLIP, CLIP)
    listed = kiosk.texts[1]
    assert "Stop. Pause. Go on." in listed
    assert "It hurts" in listed
    assert kiosk.texts[2] == english(THEN_GO_ON)
    kiosk.obey(Asked(Order.NEXT))
    assert session.sent == [Command.PAUSE]
    kiosk.obey(Asked(Order.HURTS))
    assert "HURTS" in kiosk.obey.word, "never deaf to that"
    kiosk.now += 60
    kiosk.obey(Asked(Order.NEXT))
    assert session.sent[-1] is Command.NEXT


def test_whoever_answers_a_sentence_that_names_an_order_is_heard_at_once():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.PAUSE))
    session.wait_for(HEARD, CLIP)
    assert "go on" in kiosk.texts[0]
    session.moment = view(state=State.PAUSED)
    kiosk.obey(Asked(Order.GO_ON))
    assert session.sent == [Command.PAUSE, Command.RESUME]


@pytest.mark.parametrize("kind", [SegmentKind.PRESS, SegmentKind.EASE])
def test_a_press_is_never_held_up_by_a_list(kind: SegmentKind):
    session = Session(view(kind))
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.HELP))
    session.wait_for(HEARD, CLIP)
    assert session.sent == []
    assert kiosk.texts == [NOT_IN_A_PRESS]


@pytest.mark.parametrize(
    ("order", "step"), [(Order.LOUDER, LOUDNESS_STEP), (Order.QUIETER, -LOUDNESS_STEP)]
)
@pytest.mark.parametrize("playing", [True, False])
def test_louder_and_quieter_change_the_volume_anywhere_and_let_it_be_heard(
    order: Order, step: int, *, playing: bool
):
    session = Session(view())
    kiosk = Kiosk(session if playing else None)
    kiosk.obey(Asked(order))
    assert kiosk.steps == [step]
    if playing:
        session.wait_for(HEARD, CLIP)
    assert (kiosk.texts if playing else kiosk.said) == [NOW_THIS_LOUD]


def test_who_asks_for_louder_than_loudest_is_told():
    kiosk = Kiosk()
    kiosk.at_the_end = True
    kiosk.obey(Asked(Order.LOUDER))
    assert kiosk.said == [LOUDEST]


def test_a_title_means_nothing_in_a_session_and_makes_no_beep():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.obey(Asked(Order.BEGIN, "Pelvic tilt"))
    assert (session.heard, kiosk.begun, kiosk.obey.word) == ([], [], "")


def test_at_rest_a_session_is_begun_by_its_title_and_other_orders_mean_nothing():
    kiosk = Kiosk()
    kiosk.obey(Asked(Order.STOP))
    assert kiosk.obey.word == ""
    kiosk.obey(Asked(Order.BEGIN, "Pelvic tilt"))
    assert kiosk.begun == ["Pelvic tilt"]
    assert kiosk.obey.word == "Pelvic tilt"
    kiosk.obey(Asked(Order.HELP))
    assert kiosk.said == [english(SAY_START)]


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


def test_what_is_to_be_said_is_told_in_the_language_that_is_understood():
    session = Session(view())
    kiosk = Kiosk(session)
    kiosk.language = "es"
    kiosk.obey(Asked(Order.PAUSE))
    session.wait_for(HEARD, CLIP)
    assert kiosk.texts == [PAUSED.format(go_on="sigamos")]
