"""What holds for who is here, and for nobody: whose hours, whose volume, whose sounds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from care_world import PIN

from kiosk import compose
from kiosk.care.operator import OperatorDesk
from kiosk.preferences import STATION, SessionSound
from kiosk.reception import GUEST, StationKind
from kiosk.settings import Settings
from kiosk.sound.output import FakeLoudspeaker
from kiosk.voice.fake import FakeSpeech


class Station:
    """A kiosk with a reception, a voice of tones and a loudspeaker that is no device."""

    def __init__(self, folder: Path, kind: StationKind = StationKind.HOME, **how: int) -> None:
        (folder / "sessions").mkdir()
        settings = Settings(
            folders=(folder / "sessions",),
            cache=folder / "cache",
            data=folder / "data",
            volume=100,
            language="en",
        )
        self.kiosk = compose.Kiosk(replace(settings, **how))  # type: ignore[arg-type]
        self.speaker = FakeLoudspeaker(lambda: 0, asleep=True)
        self.kiosk.__dict__ |= {"speech": FakeSpeech(), "speaker": self.speaker}
        self.desk = self.kiosk.reception
        self.kiosk.start_reception(wait=True)
        assert self.desk.set_up(kind, PIN, "Asia/Tokyo") == ""
        operator = self.desk.operator(PIN)
        assert isinstance(operator, OperatorDesk)
        operator.add_person("Ada")
        self.ada = self.desk.people()[0].id


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Callable[..., Station]]:
    begun: list[Station] = []

    def begin(kind: StationKind = StationKind.HOME, **how: int) -> Station:
        begun.append(Station(tmp_path, kind, **how))
        return begun[-1]

    yield begin
    for each in begun:
        each.kiosk.close()


@pytest.mark.parametrize("screen", [True, False])
def test_the_night_is_the_stations_with_a_screen_and_without(
    station: Callable[..., Station], *, screen: bool
) -> None:
    here = station(night_volume=30)
    if screen:
        assert here.kiosk.front.zone == "Asia/Tokyo"
    night = here.kiosk._night_volume
    night._now = lambda: datetime(2026, 7, 1, 14, 30, tzinfo=UTC)
    here.kiosk.start_sound()
    assert here.speaker.volume == 30, "23:30 in Tokyo"
    night._now = lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    here.kiosk.start_sound()
    assert here.speaker.volume == 100, "half past eight"


def test_as_delivered_a_person_has_no_sounds_that_guests_chose(
    station: Callable[..., Station],
) -> None:
    here = station()
    kiosk = here.kiosk
    kiosk.prefer(kiosk.preferences().with_sound(SessionSound("walk", chimes=False)))
    here.desk.arrive(here.ada)
    kiosk.prefer(kiosk.preferences().with_sound(SessionSound("heat", countdown=False)))
    kiosk.reset_preferences()
    assert kiosk.preferences().sounds == ()


def test_a_session_with_a_volume_of_its_own_does_not_end_what_is_rendered_ahead(
    station: Callable[..., Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = station()
    kiosk = here.kiosk
    asked: list[Callable[[], bool]] = []
    begun = threading.Event()

    def warm(_liked: object, _settings: object, wanted: Callable[[], bool]) -> None:
        asked.append(wanted)
        begun.set()

    monkeypatch.setattr(kiosk._warming, "warm_for_one", warm)
    here.desk.arrive(here.ada)
    kiosk.prefer(kiosk.preferences().with_sound(SessionSound("walk", volume_percent=40)))
    kiosk.prefer(replace(kiosk.preferences(), speed_percent=80))
    assert begun.wait(5)
    monkeypatch.setattr(kiosk._attuned, "_playing", lambda: "walk")
    assert kiosk._attuned.settings().volume == 40
    assert asked[-1]()
    kiosk.prefer(replace(kiosk.preferences(), speed_percent=120))
    assert not asked[0](), "they are spoken to otherwise by now"


def stored(here: Station) -> int:
    return here.kiosk._attuned.store.of(STATION).volume_percent


def heard(here: Station) -> int:
    here.kiosk.preferences()  # a page is shown
    here.kiosk.start_sound()
    return here.speaker.volume


@pytest.mark.parametrize("kind", [StationKind.GYM, StationKind.CLINIC])
@pytest.mark.parametrize("screen", [True, False])
def test_in_a_gym_what_a_guest_says_of_the_volume_holds_until_they_leave_and_is_not_kept(
    station: Callable[..., Station], kind: StationKind, *, screen: bool
) -> None:
    here = station(kind)
    if screen:
        assert here.kiosk.front.here is None
    here.kiosk.start_sound()
    here.desk.arrive(GUEST)
    here.kiosk.louder(-15)
    assert here.speaker.volume == 85, "at once"
    here.kiosk.louder(-15)
    assert (heard(here), stored(here)) == (70, 100)
    assert not (here.kiosk.settings.data / "preferences" / ".station.json").exists()
    here.desk.leave()
    assert heard(here) == 100
    here.desk.arrive(GUEST)
    assert heard(here) == 100


def test_in_a_gym_what_nobody_says_of_the_volume_holds_until_the_session_ends(
    station: Callable[..., Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = station(StationKind.GYM)
    played = ""
    monkeypatch.setattr(here.kiosk._attuned, "_playing", lambda: played)
    here.kiosk.louder(-30)
    assert (heard(here), here.kiosk._attuned.volume_percent()) == (70, 70)
    played = "walk"
    assert heard(here) == 70
    here.kiosk.louder(-15)
    assert heard(here) == 55
    played = ""
    assert (heard(here), stored(here)) == (100, 100)


@pytest.mark.parametrize("kind", list(StationKind))
def test_what_somebody_with_a_name_says_of_the_volume_is_kept(
    station: Callable[..., Station], kind: StationKind
) -> None:
    here = station(kind)
    here.desk.arrive(here.ada)
    here.kiosk.louder(-15)
    assert here.kiosk.preferences().volume_percent == 85
    assert (heard(here), stored(here)) == (85, 100)


def test_at_home_what_nobody_in_particular_says_of_the_volume_is_kept(
    station: Callable[..., Station],
) -> None:
    here = station()
    here.kiosk.louder(-15)
    assert (heard(here), stored(here)) == (85, 85)


def test_what_the_operator_sets_ends_what_a_guest_said(station: Callable[..., Station]) -> None:
    here = station(StationKind.GYM)
    here.kiosk.louder(-30)
    here.kiosk.prefer(replace(here.kiosk.preferences(), volume_percent=85))
    assert (heard(here), stored(here)) == (85, 85)
