"""From power-on to a finished session, by what a finger or four keys can do, on the real kiosk.

Nothing here reaches behind the screen to go on: somebody looks for words, scrolls until they
show, and taps them. The voice is tones, the loudspeaker silent and the clock fast; the rest is the
kiosk that hangs on the wall. `test_screen_journey.py` runs this file.
"""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from care_world import START_MS, WorldClock
from kivy.core.window import Window
from screen_harness import ENTER, RIGHT, Screen
from screen_measure import box_of, faults, shown, within

from kiosk.care.desk import Desk
from kiosk.care.doses import doses
from kiosk.compose import Kiosk
from kiosk.dose.policy import Policy
from kiosk.language import _
from kiosk.plan.model import SegmentKind
from kiosk.screen import words, words_dose
from kiosk.screen import words_people as people
from kiosk.screen import words_ways as ways
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Frame
from kiosk.screen.touch import Pressable, Scroller
from kiosk.settings import Settings
from kiosk.units import HOUR, SECOND
from kiosk.voice.fake import FakeSpeech

STEP_MS = 200
"""How far a session's time goes on with each frame."""
PIN = "482615"
BERLIN = ZoneInfo("Europe/Berlin")


class SteppedClock:
    """A session's time: it goes on by a step with each frame, and waits for who is late."""

    def __init__(self):
        self._now_ms = HOUR

    def now_ms(self):
        return self._now_ms

    def real_s(self, ms):
        return min(ms, 2) / 1000

    def step(self, performance):
        """Go on, unless the session still has something to do; then let its thread do it."""
        due = performance._player.next_due() if performance is not None else None
        if due is None or due > self._now_ms:
            self._now_ms += STEP_MS
        else:
            performance.wait(0.002)


ATTENDS_S = 120.0
"""Far longer than a session takes at this pace, on any machine."""


class Station:
    """The kiosk as it comes out of its box, and its clocks."""

    def __init__(self, folder, language=""):
        self.kiosk = Kiosk(
            Settings(cache=folder / "cache", data=folder / "data", language=language), speed=9
        )
        self.time = self.kiosk._clock = SteppedClock()
        self.kiosk.__dict__["speech"] = FakeSpeech()
        self.clock = WorldClock()
        self.clock.synchronize()
        self.clock.go_on(HOUR)
        # True time goes on with the sessions'.
        self.clock.playing, self.clock._since = self.time, self.time.now_ms()
        desk = Desk(folder / "data", self.kiosk._asked, self.kiosk._sessions_of, clock=self.clock)
        self.kiosk.__dict__["reception"] = desk
        self.kiosk._desk_to_come.set_result(desk)

    def close(self):
        self.kiosk.close()


class Person:
    """Eyes and a finger in front of the screen."""

    def __init__(self, station):
        station.kiosk.library.first_cards()
        self.time = station.time
        self.screen = Screen(
            station.kiosk, size=(800, 480), reception=station.kiosk.front, drawn=False
        )
        station.kiosk.start_reception(wait=True)
        station.kiosk.start_library()
        self.seen = []
        """Every word of a session, in the order in which they came."""

    @property
    def page(self):
        return self.screen.page

    def settle(self):
        self.screen.until(lambda: not self.screen.app.face._guide._errands.busy)

    def see(self):
        """What can be read now, the lowest first."""
        return [each for each in shown(self.screen.app.face) if isinstance(each.widget, Text)]

    def reads(self, text):
        return any(text in each.widget.text for each in self.see())

    def find(self, text):
        """Where a text stands that can be tapped, with what it stands on."""
        found = [
            each
            for each in self.see()
            if each.widget.text == text
            and any(isinstance(around, Pressable) for around in each.around)
        ]
        return found[-1] if found else None

    def tap(self, text):
        """Tap a text; scroll down until it shows."""
        self.settle()
        for _swipe in range(40):
            if (found := self.find(text)) is not None:
                break
            self.swipe()
        assert found is not None, f"nowhere to tap {text!r} on {self.page.name}: {self.texts()}"
        left, low, right, high = found.box
        self.screen.tap_at((left + right) / 2, (low + high) / 2)
        self.settle()

    def swipe(self):
        """Push what scrolls half a window up."""
        for each in self.page.walk(restrict=True):
            if isinstance(each, Scroller) and each.reach:
                x, y = each.center_x, each.y + each.height * 0.2
                self.screen.drag((x, y), (x, y + each.height * 0.5))
                return
        self.screen.frames(5)

    def texts(self):
        return [each.widget.text for each in self.see()]

    def largest(self):
        """The one word that is read across the room."""
        said = [each.widget for each in self.see() if not each.widget.text[0].isdigit()]
        return max(said, key=lambda text: text.font_size).text

    def type_pin(self, pin):
        for digit in pin:
            self.tap(digit)
        self.tap(_(people.OK))

    def is_on(self, name):
        self.screen.page_is(name)
        self.settle()

    def attend(self, over):
        """Watch a session, say ready where it waits, until a page that is no session."""
        deadline = time.monotonic() + ATTENDS_S
        while time.monotonic() < deadline:
            if self.page.name in over:
                return
            word = self.largest()
            if word not in self.seen[-1:]:
                self.seen.append(word)
            if self.find(_(words.READY)) is not None:
                self.tap(_(words.READY))
            self.time.step(self.screen.app.face.performance)
            self.screen.frame()
        pytest.fail(f"the session does not end: {self.seen}")

    def attend_until_hold(self):
        deadline = time.monotonic() + ATTENDS_S
        while time.monotonic() < deadline:
            performance = self.screen.app.face.performance
            if performance.view().segment.kind is SegmentKind.HOLD:
                return
            if self.find(_(words.READY)) is not None:
                self.tap(_(words.READY))
            self.time.step(performance)
            self.screen.frame()
        pytest.fail("no hold comes")

    def answer_all(self):
        """Answer as somebody who is well; return how much was asked."""
        asked = 0
        self.settle()
        while self.page.name == "question":
            asked += 1
            assert asked < 60
            # No, no pain, better, stay as it is, or what was to be read.
            for text in (_(people.NO), "0", _(people.BETTER), _(people.STAY),
                         _(people.I_HAVE_READ_IT), _(people.GO_ON)):  # fmt: skip
                if self.find(text) is not None:
                    before = self.page
                    self.tap(text)
                    # Every answer leads on: to another question, the session, or its end.
                    self.screen.until(lambda before=before: self.page is not before)
                    self.settle()
                    break
            else:
                pytest.fail(f"no answer among {self.texts()}")
        return asked

    def close(self):
        self.screen.close()


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def start(folder):
    begun = []

    def start(language="en"):
        station = Station(folder, language)
        person = Person(station)
        begun[:] = [person, station]
        return person, station

    yield start
    for each in begun:
        each.close()


def set_up(person):
    person.is_on("setup-kind")
    person.tap(_("At home"))
    person.type_pin(PIN)
    person.type_pin(PIN)
    person.tap("Europe/Berlin")
    assert person.reads(_(people.SET_UP_DONE))
    person.tap(_(people.GO_ON))


def title(station, name):
    return station.kiosk.about(name).card.title


def test_out_of_the_box_a_guest_is_through_a_pelvic_tilt_by_taps_alone(start):
    person, station = start()
    set_up(person)
    person.is_on("home")
    person.tap("Pelvic tilt")
    person.is_on("about")
    person.tap(_(words.START))
    person.is_on("session")
    person.attend({"question", "done"})
    assert person.seen.count("HOLD") == person.seen.count("RELAX") == 8, person.seen
    person.answer_all()
    person.is_on("done")
    assert person.reads(_(words.DONE))
    assert person.reads("Pelvic tilt")
    person.tap(_(words.HOME))
    person.is_on("home")
    assert [event.KIND for event in station.kiosk.reception.records.events()][-1] == "practised"


def test_a_first_massage_by_name_is_screened_pressed_recorded_and_refused_the_same_day(start):
    person, station = start()
    set_up(person)
    add(person, "Ada")
    person.tap("Ada")
    person.answer_all()
    person.is_on("home")
    massage = title(station, "ql-release")
    person.tap(massage)
    person.tap(_(words.START))
    assert person.answer_all() >= 10
    person.is_on("session")
    person.attend({"question", "done"})
    pressed = person.seen.index("PRESS")
    assert person.seen[pressed + 1] == _(words_dose.EASE_OFF)
    assert person.answer_all()
    person.is_on("done")
    person.tap(_(words.HOME))
    person.is_on("home")
    reception = station.kiosk.reception
    told = doses(reception.records.events(), Policy(), BERLIN)
    today = datetime.fromtimestamp(START_MS / SECOND, BERLIN).date()
    assert {(each.point, each.day, each.pressed_ms) for each in told} == {
        ("ql left", today, 30 * SECOND),
        ("ql right", today, 30 * SECOND),
    }
    person.tap(massage)
    if person.find(_(words.START)) is not None:
        person.tap(_(words.START))
        person.answer_all()
    refused = " ".join(person.texts())
    assert "tomorrow" in refused
    assert person.page.name in {"about", "not-now"}
    person.tap(_(words.HOME))
    person.is_on("home")


def add(person, name):
    """The operator adds somebody, letter by letter."""
    if person.page.name == "home":
        person.tap(_(people.WHO_IS_HERE))
    person.tap(_(people.OPERATOR))
    person.type_pin(PIN)
    person.tap(_(people.ADD))
    for letter in name.upper():
        person.tap(letter)
    person.tap(_(people.OK))
    person.tap(_("Without a PIN"))
    for _try in range(3):
        if person.page.name == "who":
            return
        person.tap(_(people.LEAVE_DESK) if person.page.name == "desk" else _(people.BACK))


def test_the_same_in_spanish_up_to_the_first_hold(start):
    person, station = start("es")
    assert _(words.START) != words.START
    set_up(person)
    person.is_on("home")
    tilt = title(station, "pelvic-tilt")
    assert tilt != "Pelvic tilt"
    person.tap(tilt)
    english = {words.START, words.HOME, words.TAKE_CARE, words.WHAT_HAPPENS, words.YOU_NEED}
    assert not english & set(person.texts())
    person.tap(_(words.START))
    person.is_on("session")
    person.attend_until_hold()
    assert not {words.PAUSE, words.STOP, words.NEXT, "PRESS"} & set(person.texts())


def framed(person):
    """The texts inside the frame that shows where the keys are."""
    frames = [each for each in person.page.walk(restrict=True) if isinstance(each, Frame)]
    if not frames:
        return []
    around = box_of(frames[-1])
    return [each.widget.text for each in person.see() if within(each.box, around)]


def go_to(person, text):
    """Step on until the frame stands around a text, then press the main key."""
    person.settle()
    for _step in range(80):
        if text in framed(person):
            break
        person.screen.press(RIGHT)
    else:
        pytest.fail(f"no step leads to {text!r} on {person.page.name}; at {framed(person)}")
    person.screen.press(ENTER)
    person.settle()


def test_two_keys_lead_from_power_on_to_a_session(start):
    person, _station = start()
    person.is_on("setup-kind")
    go_to(person, _("At home"))
    for _time in range(2):
        for digit in PIN:
            go_to(person, digit)
        go_to(person, _(people.OK))
    go_to(person, "Europe/Berlin")
    person.screen.press(ENTER)
    person.is_on("home")
    go_to(person, "Pelvic tilt")
    person.is_on("about")
    person.screen.press(ENTER)
    person.is_on("session")


def test_on_the_way_no_page_is_out_of_order(start):
    person, _station = start()
    found = []
    show = person.screen.app.face._show

    def showing(build):
        show(build)
        sizes = person.page.sizes
        found.extend(
            f"{person.page.name}: {fault}"
            for fault in faults(person.screen.app.face, sizes.target, sizes.small)
        )

    person.screen.app.face._show = showing
    set_up(person)
    add(person, "Ada")
    person.tap("Ada")
    person.answer_all()
    person.is_on("home")
    person.tap(_(ways.MORE))
    person.tap(_(ways.INFORMATION))
    person.is_on("information")
    person.tap(_(people.BACK))
    person.tap(_(people.BODY_MAP))
    person.is_on("body-map")
    assert found == []
    assert Window.size
