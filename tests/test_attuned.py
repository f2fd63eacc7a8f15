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
from kiosk.preferences import SessionSound
from kiosk.reception import StationKind
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
