"""A big button and a motion sensor at gpiozero's mock pins: what becomes of what they tell."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import care_world
import pytest
from care_world import World, quiet
from gpiozero.pins.mock import MockFactory, MockPin
from loopback import until

from kiosk import doctor
from kiosk.asides import WORD_STAYS_S, Asides
from kiosk.care.history import history
from kiosk.clips import Clip
from kiosk.compose import Kiosk
from kiosk.handling import (
    ENDED,
    NOBODY,
    PAUSED,
    REST_FIRST,
    STILL_THERE,
    STILL_THERE_EARS,
    Handling,
    Reach,
)
from kiosk.hands import pins as pins_module
from kiosk.hands.pins import NO_LIBRARY, NoPinsError, Pins
from kiosk.hands.presence import ANSWER_S
from kiosk.hands.press import LONG_S, SETTLE_S, WINDOW_S
from kiosk.plan.chimes import HEARD
from kiosk.plan.model import LeadIn, Plan, Segment, SegmentKind
from kiosk.player.model import Changed, Command, State, View
from kiosk.reception import Moment
from kiosk.settings import Settings
from kiosk.station import Ears

BUTTON, SENSOR = 17, 4
CLIP = Clip(Path("said.wav"), 1)
PLAN = Plan("rest", "Rest", "en", (), (), (), LeadIn(()), "", ())


def at(kind: SegmentKind = SegmentKind.REST, state: State = State.PLAYING, index: int = 0) -> View:
    return View(state, Segment(0, 9_000, kind, 1, "Rest"), index, 0, 99_000, 0, 9_000)


class Session:
    """A session that stands where it is put, and remembers what it was asked."""

    plan = PLAN

    def __init__(self, moment: View) -> None:
        self.moment = moment
        self.sent: list[Command] = []
        self.heard: list[Clip | str] = []

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def view(self) -> View:
        return self.moment

    def aside(self, sound: Clip | str) -> None:
        self.heard.append(sound)


class Room:
    """A kiosk with a button and a sensor, and the hands and legs of somebody in the room."""

    def __init__(self, tmp_path: Path, session: Session | None = None, **settings: object) -> None:
        self.factory = MockFactory()
        self.session = session
        self.now = 1_000.0
        self.texts: list[str] = []
        self.said: list[str] = []
        self.seen: list[bool] = []
        self.ears: Ears | None = None
        chosen = {"button": BUTTON, "presence": SENSOR, "cache": tmp_path, **settings}
        asides = Asides(self._spoken)
        reach = Reach(
            playing=lambda: self.session,
            asides=lambda: asides,
            say=self.said.append,
            ears=lambda: self.ears,
            go_on=lambda: "go on",
        )
        self.hands = Handling(
            Settings(**chosen),  # type: ignore[arg-type]
            reach,
            pins=partial(Pins, factory=self.factory),
            now_s=lambda: self.now,
        )
        self.hands.on_seen(self.seen.append)

    def _spoken(self, text: str, _language: str) -> Clip:
        self.texts.append(text)
        return CLIP

    def open(self) -> Room:
        assert self.hands.open(), self.hands.notice
        return self

    def wait(self, seconds: float) -> None:
        """Let time pass, in the steps that the hands ask for."""
        end = self.now + seconds
        while True:
            due = self.hands.step()
            if due is None or self.now + due > end:
                break
            self.now += max(due, 0.001)
        self.now = end
        self.hands.step()

    def down(self) -> None:
        self.factory.pin(BUTTON).drive_low()

    def up(self) -> None:
        self.factory.pin(BUTTON).drive_high()

    def press(self, seconds: float = 0.1) -> None:
        self.down()
        self.wait(seconds)
        self.up()
        self.wait(2 * SETTLE_S)

    def move(self) -> None:
        self.factory.pin(SENSOR).drive_high()
        self.factory.pin(SENSOR).drive_low()

    def tells(self, *texts: str) -> None:
        assert until(lambda: self.texts == list(texts), 10), self.texts

    def close(self) -> None:
        self.hands.close()
        self.factory.close()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Callable[..., Room]]:
    made: list[Room] = []

    def make(session: Session | None = None, **settings: object) -> Room:
        made.append(Room(tmp_path, session, **settings).open())
        return made[-1]

    yield make
    for each in made:
        each.close()


# The button


def test_a_short_press_pauses_as_soon_as_it_is_let_go_and_is_heard_and_seen(room):
    session = Session(at())
    here = room(session)
    here.press()
    assert session.sent == [Command.TOGGLE]
    assert session.heard == [HEARD]
    assert here.hands.word == "PAUSE"
    here.now += WORD_STAYS_S
    assert here.hands.word == ""


def test_that_it_paused_is_said_once_no_second_press_has_come(room):
    here = room(Session(at()))
    here.press()
    assert here.texts == []
    here.wait(WINDOW_S)
    here.tells(PAUSED)


@pytest.mark.parametrize(
    ("state", "word"), [(State.PAUSED, "GO ON"), (State.WAITING, "READY"), (State.LEAD_IN, "PAUSE")]
)
def test_the_word_of_a_short_press_says_what_comes_of_it(room, state: State, word: str):
    session = Session(at(state=state))
    here = room(session)
    here.press()
    assert (session.sent, here.hands.word) == ([Command.TOGGLE], word)


def test_a_long_press_stops_while_it_is_still_held(room):
    session = Session(at())
    here = room(session)
    here.down()
    here.wait(LONG_S - 0.05)
    assert session.sent == []
    here.wait(0.1)
    assert session.sent == [Command.STOP]
    assert here.hands.word == "STOP"
    assert here.said == [ENDED]
    here.wait(30)
    here.up()
    here.wait(5)
    assert session.sent == [Command.STOP], "letting it go is nothing"


def test_a_double_press_is_it_hurts_and_says_what_to_do(room):
    session = Session(at())
    here = room(session)
    here.press()
    session.moment = at(state=State.PAUSED)
    here.wait(0.1)
    here.press()
    assert session.sent == [Command.TOGGLE, Command.HURTS]
    assert here.hands.word == "IT HURTS"
    here.wait(5)
    here.tells(REST_FIRST)


def test_in_a_press_a_short_press_waits_for_a_second_since_pain_must_be_on_record_as_pain(room):
    session = Session(at(SegmentKind.PRESS))
    here = room(session)
    here.press()
    assert session.heard == [HEARD], "it was heard at once"
    assert session.sent == []
    here.press()
    assert session.sent == [Command.HURTS]
    here.wait(5)
    assert session.sent == [Command.HURTS]


def test_in_a_press_a_short_press_alone_ends_it_a_moment_later(room):
    session = Session(at(SegmentKind.PRESS))
    here = room(session)
    here.press()
    here.wait(WINDOW_S)
    assert session.sent == [Command.PAUSE]


def test_in_a_press_a_long_press_stops_and_the_guard_says_the_rest(room):
    session = Session(at(SegmentKind.PRESS))
    here = room(session)
    here.press(LONG_S + 0.1)
    assert session.sent == [Command.STOP]
    assert here.said == here.texts == []


def test_while_easing_off_a_short_press_means_nothing(room):
    session = Session(at(SegmentKind.EASE))
    here = room(session)
    here.press()
    here.wait(5)
    assert (session.sent, session.heard) == ([], [])


def test_at_rest_a_short_press_wakes_the_screen_and_nothing_else_happens(room):
    here = room(None)
    here.press()
    here.wait(5)
    assert here.seen == [True]
    here.press(3)
    assert here.seen == [True], "a long press is nothing there"
    assert here.said == here.texts == []


def test_a_press_that_was_made_on_its_own_thread_arrives(tmp_path: Path):
    session = Session(at())
    here = Room(tmp_path, session)
    here.hands.start()
    try:
        assert until(lambda: here.hands._presses is not None, 10)
        here.down()
        here.now += 0.2
        here.up()
        here.now += SETTLE_S
        assert until(lambda: session.sent == [Command.TOGGLE], 10), session.sent
    finally:
        here.close()
    assert not here.hands._thread.is_alive()


def test_a_long_press_in_a_press_of_a_massage_ends_it_and_the_seconds_are_on_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(care_world, "SPEED", 20)
    dose = one_dose(tmp_path, lambda here: here.press(LONG_S + 0.1))
    assert 2 <= dose["pressed_s"] < dose["granted_s"]
    assert dose["ended"] == "stopped"


def test_a_double_press_in_a_press_of_a_massage_is_on_record_as_pain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(care_world, "SPEED", 20)

    def twice(here: Room) -> None:
        here.press()
        here.press()

    dose = one_dose(tmp_path, twice)
    assert 2 <= dose["pressed_s"] < dose["granted_s"]
    assert dose["ended"] == "hurt"


def one_dose(tmp_path: Path, press: Callable[[Room], None]) -> dict[str, object]:
    """The dose on record after a massage in whose press the button was used."""
    world = World(tmp_path / "world").set_up()
    try:
        card = world.arrive()
        world.ask(Moment.BEFORE)
        with world.playing() as playing:
            here = Room(tmp_path, playing.performance).open()  # type: ignore[arg-type]
            playing.in_the_press()
            assert until(lambda: playing.performance.view().elapsed_ms >= 2_000, 10)
            press(here)
            playing.to_the_end()
            here.session = None
            here.close()
        world.ask(Moment.AFTER, answers=quiet)
        events = [each for each in world.desk.records.events() if each.person == card.id]
        book = world.desk.records.book
        (dose,) = history(events, book.policy, book.zone)["doses"]
    finally:
        world.desk.close()
    return dose


def test_a_button_on_which_something_lies_from_the_start_stops_nothing(tmp_path: Path):
    session = Session(at())
    here = Room(tmp_path, session)
    here.factory.pin(BUTTON, pin_class=MockPin).drive_low()
    here.hands._settings = replace(here.hands._settings, presence=None)
    here.open()
    here.wait(60)
    assert session.sent == []
    here.up()
    here.wait(5)
    here.press()
    assert session.sent == [Command.TOGGLE], "once it is let go it works"
    here.close()


# The motion sensor


def test_a_movement_wakes_the_screen(room):
    here = room(None)
    here.move()
    assert here.seen == [False]


def test_a_movement_in_a_session_wakes_nothing(room):
    here = room(Session(at()))
    here.move()
    assert here.seen == []


def test_nobody_seen_for_five_minutes_is_asked_and_a_minute_later_the_session_pauses(room):
    session = Session(at())
    here = room(session)
    here.wait(301)
    assert here.texts == []
    session.moment = at(index=1)
    here.wait(1)
    here.tells(STILL_THERE)
    assert here.hands.asks == STILL_THERE
    assert until(lambda: session.heard == [CLIP], 10)
    here.wait(ANSWER_S + 2)
    assert session.sent == [Command.PAUSE]
    assert here.hands.asks == NOBODY
    here.tells(STILL_THERE, NOBODY)


def test_who_has_not_heard_the_question_is_not_paused_for_having_given_no_answer(room):
    session = Session(at())
    here = room(session)
    here.wait(301)
    session.moment = replace(at(index=1), saying="Breathe.")
    here.wait(ANSWER_S + 20)
    assert session.sent == []
    session.moment = at(index=1)
    assert until(lambda: session.heard == [CLIP], 30)
    here.wait(ANSWER_S - 1)
    assert session.sent == []
    here.wait(3)
    assert session.sent == [Command.PAUSE]


def test_its_own_pause_is_no_sign_of_anybody_but_a_command_is(room):
    here = room(Session(at()))
    here.wait(301)
    here.session.moment = at(index=1)
    here.wait(1)
    assert until(lambda: here.session.heard == [CLIP], 10)
    here.wait(ANSWER_S + 5)
    (happened,) = here.hands.listeners
    happened(Changed(State.PLAYING, State.PAUSED, Command.PAUSE), 0, 0)
    here.wait(2)
    assert here.hands.asks == NOBODY
    happened(Changed(State.PAUSED, State.PLAYING, Command.RESUME), 0, 0)
    here.wait(2)
    assert here.hands.asks == ""


def move(here: Room) -> None:
    here.move()


def touch(here: Room) -> None:
    here.hands.touched()


def speak(here: Room) -> None:
    here.ears = Ears(listening=True, word="HOW LONG")


@pytest.mark.parametrize("sign", [move, touch, speak, Room.press])
def test_a_movement_a_finger_a_word_and_the_button_are_signs(room, sign: Callable[[Room], None]):
    session = Session(at())
    here = room(session)
    here.wait(301)
    session.moment = at(index=1)
    here.wait(1)
    here.tells(STILL_THERE)
    sign(here)
    session.sent.clear()
    here.wait(ANSWER_S + 5)
    assert Command.PAUSE not in session.sent
    assert here.hands.asks == ""


def test_somebody_who_is_seen_all_the_time_is_never_asked(room):
    session = Session(at())
    here = room(session)
    here.factory.pin(SENSOR).drive_high()
    for index in range(20):
        session.moment = at(index=index)
        here.wait(60)
    assert here.texts == []


def test_where_the_ears_listen_the_question_says_what_to_say(room):
    here = room(Session(at()))
    here.ears = Ears(listening=True)
    here.wait(301)
    here.session.moment = at(index=1)
    here.wait(1)
    here.tells(STILL_THERE_EARS.format(go_on="go on"))


def test_the_operator_can_have_nobody_asked(room):
    session = Session(at())
    here = room(session, away_minutes=0)
    for index in range(20):
        session.moment = at(index=index)
        here.wait(60)
    assert (here.texts, session.sent) == ([], [])


# What is not there


def test_without_pins_set_nothing_is_loaded_and_no_thread_runs(tmp_path: Path):
    code = (
        "import sys, threading; from pathlib import Path; from kiosk.compose import Kiosk;"
        "from kiosk.settings import Settings;"
        f"kiosk = Kiosk(Settings(data=Path({str(tmp_path)!r}), cache=Path({str(tmp_path)!r})));"
        "kiosk.start_hands();"
        "print(sorted(name for name in sys.modules if 'gpio' in name or 'kiosk.hands' in name),"
        "[each.name for each in threading.enumerate()], kiosk.hand_word())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] ['MainThread'] None\n"


def test_a_machine_without_the_library_says_so_in_a_sentence_and_everything_else_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    settings = Settings(
        button=BUTTON, data=tmp_path / "data", cache=tmp_path / "cache", folders=(tmp_path,)
    )
    kiosk = Kiosk(settings)
    kiosk.start_hands()
    try:
        hands = kiosk._handling
        assert until(lambda: hands.notice, 10)
        assert hands.notice == NO_LIBRARY
        assert kiosk.hand_word() == ""
    finally:
        kiosk.close()


@pytest.mark.parametrize(
    ("button", "presence", "says"),
    [
        (17, 17, "both set to pin 17"),
        (None, 2, "Pin 2 cannot be used (GPIO2 has a fixed pull resistor)"),
        (5, None, "Pin 5 cannot be used"),
    ],
)
def test_a_pin_that_cannot_be_used_is_one_sentence_that_names_it(
    tmp_path: Path, button: int | None, presence: int | None, says: str
):
    factory = MockFactory()
    taken = Pins(5, None, on_button=print, on_motion=print, folder=tmp_path, factory=factory)
    try:
        with pytest.raises(NoPinsError) as raised:
            Pins(
                button,
                presence,
                on_button=print,
                on_motion=print,
                folder=tmp_path,
                factory=factory,
            )
        assert says in str(raised.value)
        assert "[hands]" in str(raised.value)
    finally:
        taken.close()
        factory.close()


def test_pins_are_free_again_after_a_close_and_after_one_of_two_failed(tmp_path: Path):
    factory = MockFactory()
    for _ in range(2):
        with pytest.raises(NoPinsError):
            Pins(17, 2, on_button=print, on_motion=print, folder=tmp_path, factory=factory)
        Pins(
            17, 4, on_button=print, on_motion=print, folder=tmp_path, factory=factory
        ).close()  # fmt: skip
    factory.close()


def test_nothing_is_left_running(tmp_path: Path):
    here = Room(tmp_path, Session(at()))
    here.hands.start()
    here.close()
    assert not [each for each in threading.enumerate() if each.name == "hands"]


# The doctor


def findings(monkeypatch: pytest.MonkeyPatch, factory: MockFactory, **hands: int) -> list[str]:
    monkeypatch.setattr(pins_module, "_lgpio", lambda _folder: factory)
    return [f"{each.health} {each.what}" for each in doctor._hands(Settings(**hands))]  # type: ignore[arg-type]


def test_the_doctor_says_how_button_and_sensor_are(monkeypatch: pytest.MonkeyPatch):
    factory = MockFactory()
    assert findings(monkeypatch, factory) == ["works no button and no motion sensor are set"]
    assert findings(monkeypatch, factory, button=17, presence=4) == [
        "works a button at pin 17",
        "works a motion sensor at pin 4 that sees nobody move",
    ]
    Pins(17, 4, folder=Path(), factory=factory).close()  # it let go of them


def test_the_doctor_sees_wires_that_touch(monkeypatch: pytest.MonkeyPatch):
    factory = MockFactory()
    monkeypatch.setattr(Pins, "pressed", True)
    assert findings(monkeypatch, factory, button=17) == [
        "care a button at pin 17 that is held down"
    ]
    factory.close()


def test_the_doctor_knows_a_kiosk_that_runs_from_a_pin_that_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
):
    def busy(*_: object, **__: object) -> Pins:
        raise NoPinsError("Pin 17 cannot be used (GPIO busy).")

    with monkeypatch.context() as patch:
        patch.setattr(pins_module, "Pins", busy)
        (found,) = doctor._hands(Settings(button=17))
        assert (found.health, bool(found.todo)) == ("care", True)
    factory = MockFactory()
    assert findings(monkeypatch, factory, button=17, presence=17) == [
        "fails " + pins_module.SAME_PIN.format(pin=17)
    ]
