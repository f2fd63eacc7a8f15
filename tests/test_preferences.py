"""What people prefer is kept whatever happens to its file, holds for all that speaks and sounds,
and goes when they go."""

from __future__ import annotations

import json
import logging
import os
import threading
import wave
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from care_world import PIN
from loopback import until

from kiosk import compose
from kiosk.care.operator import OperatorDesk
from kiosk.clips import Line
from kiosk.files import check_file
from kiosk.massage import Ready
from kiosk.plan.model import SegmentKind
from kiosk.preference_files import PreferenceFiles
from kiosk.preferences import (
    BREATH_MS,
    RECENT_KEPT,
    SPEED_PERCENT,
    STATION,
    TEXT_PERCENT,
    VOLUME_PERCENT,
    Look,
    Preferences,
)
from kiosk.preparing import Prepared, manner_of, prepare, speech_of
from kiosk.reception import GUEST, StationKind
from kiosk.render import render
from kiosk.settings import Settings
from kiosk.sound.output import FakeLoudspeaker
from kiosk.station import Performance
from kiosk.suiting import suited
from kiosk.voice.fake import FakeSpeech
from kiosk.voice.speech import Manner
from sessions import write_session

MASSAGE_IN_BREATHS = """\
steps:
  - massage: [ql left]
    say: Sit beside it.
    onto: Lower yourself onto it.
    ease off: Come off it.
    at most: 6 breaths
"""
ADA, BOB = "ada0123456789abc", "bob0123456789abc"
HERS = Preferences(
    look=Look.DARK,
    text_percent=130,
    reduced_motion=True,
    flash=True,
    speed_percent=80,
    volume_percent=55,
    voice="gmw/en-gb",
    breath_ms=6_000,
    language="es",
    build=2,
    tone=1,
    favourites=("pelvic-tilt", "walk"),
    recent=("walk",),
    equipment=("mat",),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "preferences"


def kept(folder: Path, person: str, preferences: Preferences) -> Path:
    files = PreferenceFiles(folder)
    files.keep(person, preferences)
    files.save(person)
    return folder / f"{person}.json"


# The files


def test_what_is_preferred_is_there_after_a_restart(folder: Path) -> None:
    kept(folder, ADA, HERS)
    assert PreferenceFiles(folder).of(ADA) == HERS
    assert {field.name for field in fields(Preferences)} == set(
        json.loads((folder / f"{ADA}.json").read_text())
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "3",
        '"dark"',
        "null",
        "[" * 100_000,
        "\x00\x01",
        '{"look": "dark"',
        "ä" * 5_000,
    ],
    ids=lambda content: repr(content)[:12],
)
def test_a_broken_file_gives_the_usual_ones_and_is_written_anew(
    folder: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = kept(folder, ADA, HERS)
    file.write_text(content)
    files = PreferenceFiles(folder)
    with caplog.at_level(logging.WARNING):
        found = files.of(ADA)
        assert files.of(ADA) == found
    assert replace(found, build=-1, tone=-1) == Preferences()
    assert len(caplog.records) == 1
    files.keep(ADA, HERS)
    files.save(ADA)
    assert PreferenceFiles(folder).of(ADA) == HERS


def test_bytes_that_are_no_text_are_a_broken_file_too(folder: Path) -> None:
    kept(folder, ADA, HERS).write_bytes(b"\xff\xfe{}")
    assert PreferenceFiles(folder).of(ADA).look is Look.LIGHT


WRONG = {
    "look": ["neon", 3, None, True],
    "text_percent": [99, 1_000, "100", 100.5, True],
    "reduced_motion": [1, "yes", None],
    "flash": [0, "no", []],
    "speed_percent": [79, -80, "80"],
    "volume_percent": [0, 101, None],
    "voice": [7, None, "v" * 201],
    "breath_ms": [1, 4_001, "4s"],
    "language": [["es"], 0, "x" * 201],
    "build": [3, -2, "1"],
    "tone": [99, None],
    "favourites": ["walk", [1], {"walk": 1}, None],
    "recent": [7, ["walk", None]],
    "equipment": ["mat", [["mat"]]],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in WRONG.items() for value in values],
)
def test_a_value_that_means_nothing_leaves_the_others_alone(
    folder: Path, name: str, value: object
) -> None:
    file = kept(folder, ADA, HERS)
    file.write_text(json.dumps({**json.loads(file.read_text()), name: value, "shoe_size": 42}))
    found = PreferenceFiles(folder).of(ADA)
    usual = getattr(Preferences(), name)
    if name in {"build", "tone"}:
        usual = getattr(found, name)
        assert usual in {0, 1, 2}
    assert found == replace(HERS, **{name: usual})


def test_every_choice_there_is_comes_back(folder: Path) -> None:
    choices = {
        "look": Look,
        "text_percent": TEXT_PERCENT,
        "speed_percent": SPEED_PERCENT,
        "volume_percent": VOLUME_PERCENT,
        "breath_ms": (0, *BREATH_MS),
    }
    for name, values in choices.items():
        for value in values:
            kept(folder, ADA, replace(HERS, **{name: value}))
            assert getattr(PreferenceFiles(folder).of(ADA), name) == value


def test_lists_that_grew_without_end_are_cut(folder: Path) -> None:
    many = tuple(f"s{number}" for number in range(2_000))
    kept(folder, ADA, replace(HERS, recent=many, favourites=many))
    found = PreferenceFiles(folder).of(ADA)
    assert len(found.recent) == RECENT_KEPT
    assert len(found.favourites) == 500


def test_a_card_that_takes_nothing_costs_a_sentence_in_the_log_and_no_more(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(folder, ADA, HERS)
    before = file.read_bytes()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    files = PreferenceFiles(folder)
    files.keep(ADA, Preferences(build=0, tone=0))
    files.save(ADA)
    assert "No space left on device" in caplog.text
    assert files.of(ADA).look is Look.LIGHT, "it holds until the kiosk is switched off"
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_no_trouble_either(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("in the way")
    files = PreferenceFiles(folder)
    assert files.of(ADA).look is Look.LIGHT
    files.keep(ADA, HERS)
    files.save(ADA)
    files.forget(ADA)
    assert list(files.kept()) == []
    assert len(caplog.records) >= 2


def test_a_new_person_begins_with_the_stations_but_with_lists_and_a_body_of_their_own(
    folder: Path,
) -> None:
    files = PreferenceFiles(folder)
    files.keep(STATION, HERS)
    found = files.of(ADA)
    own = ("favourites", "recent", "equipment", "build", "tone")
    for each in fields(Preferences):
        if each.name not in own:
            assert getattr(found, each.name) == getattr(HERS, each.name)
    assert (found.favourites, found.recent, found.equipment) == ((), (), None)
    bodies = {(one.build, one.tone) for one in (files.of(f"p{at}") for at in range(60))}
    assert len(bodies) > 3, "a body is chosen by lot"
    assert files.of(ADA) == found, "and then kept"


def test_what_one_person_prefers_is_nothing_to_another(folder: Path) -> None:
    files = PreferenceFiles(folder)
    files.keep(ADA, HERS)
    assert files.of(BOB).look is Look.LIGHT
    assert files.of(STATION).look is Look.LIGHT


def test_the_erased_leave_no_file_and_come_back_as_new(folder: Path) -> None:
    file = kept(folder, ADA, HERS)
    kept(folder, BOB, HERS)
    files = PreferenceFiles(folder)
    assert files.of(ADA) == HERS
    file.with_suffix(".draft").write_text("as a power cut left it")
    files.forget(ADA)
    files.save(ADA)
    assert not list(folder.glob(f"{ADA}*"))
    assert list(files.kept()) == [BOB]
    assert files.of(ADA).look is Look.LIGHT
    files.forget("never-there")


def test_an_id_that_would_leave_the_folder_is_refused(folder: Path) -> None:
    for person in ("../../etc/passwd", "a/b", ".station", "x" * 65):
        with pytest.raises(ValueError, match="no person's id"):
            PreferenceFiles(folder).of(person)


# How the settings hold for somebody


def test_speed_and_volume_are_shares_of_the_stations_own(tmp_path: Path) -> None:
    station = Settings(rate=150, volume=80, voice="gmw/en-us", breath_ms=5_000, cache=tmp_path)
    hers = suited(station, HERS, language="es")
    assert (hers.rate, hers.volume) == (120, 44)
    assert (hers.voice, hers.breath_ms, hers.language) == ("gmw/en-gb", 6_000, "es")
    assert suited(station, Preferences(), language="") == station
    assert replace(hers, rate=150, volume=80, voice=station.voice, breath_ms=5_000,
                   language="") == station  # fmt: skip


def test_what_was_asked_for_by_name_stays() -> None:
    asked = Settings(rate=100, voice="gmw/en-us")
    found = suited(asked, HERS, fixed={"rate", "voice"})
    assert (found.rate, found.voice) == (100, "gmw/en-us")
    assert found.breath_ms == 6_000


def test_a_voice_that_somebody_chose_is_known_from_the_stations_own() -> None:
    station = Settings(voice="b/ann", voices=(("en", "a/eve"),))
    assert not manner_of(suited(station, Preferences())).chosen
    assert manner_of(suited(station, Preferences(voice="b/ann"))).chosen
    fixed = suited(station, Preferences(voice="b/ann"), fixed={"voice"})
    assert not manner_of(fixed).chosen


# The kiosk


class Station:
    """A kiosk at home with a voice of tones, a loudspeaker that is no device, and two people."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kiosk = compose.Kiosk(settings)
        self.speech = FakeSpeech()
        self.speaker = FakeLoudspeaker(lambda: 0, asleep=True)
        self.kiosk.__dict__ |= {"speech": self.speech, "speaker": self.speaker}
        self.kiosk.library.scan()
        desk = self.kiosk.reception
        self.kiosk.start_reception(wait=True)
        if desk.needs_setup:
            assert desk.set_up(StationKind.HOME, PIN, "Europe/London") == ""
            self.operator().add_person("Ada")
            self.operator().add_person("Bob")
        self.ada, self.bob = (person.id for person in desk.people()[:2])

    def operator(self) -> OperatorDesk:
        found = self.kiosk.reception.operator(PIN)
        assert isinstance(found, OperatorDesk)
        return found

    def comes(self, person: str) -> None:
        assert self.kiosk.reception.arrive(person).person is not None

    def file(self, person: str) -> Path:
        return self.settings.data / "preferences" / f"{person or '.station'}.json"

    def prepare(self, name: str) -> Prepared:
        path = self.kiosk.library.path_of(name)
        assert path is not None
        script = check_file(path, 4_000).script
        assert script is not None
        self.kiosk.start_sound()
        ready = self.kiosk.prepare(script)
        assert isinstance(ready, Ready)
        return ready.prepared


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    sessions = tmp_path / "sessions"
    write_session(sessions, "one")
    write_session(sessions, "breathing", "steps:\n  - hold: 3 breaths\n    say: Breathe.\n")
    write_session(sessions, "press", MASSAGE_IN_BREATHS, kind="massage")
    return Settings(
        folders=(sessions,),
        cache=tmp_path / "cache",
        data=tmp_path / "data",
        volume=80,
        language="en",
    )


@pytest.fixture
def begin(settings: Settings) -> Iterator[Callable[[], Station]]:
    begun: list[Station] = []

    def begin() -> Station:
        for station in begun:
            station.kiosk.close()
        begun.append(Station(settings))
        return begun[-1]

    yield begin
    for station in begun:
        station.kiosk.close()


@pytest.fixture
def station(begin: Callable[[], Station]) -> Station:
    return begin()


def likes(station: Station, **wishes: object) -> None:
    station.kiosk.prefer(replace(station.kiosk.preferences(), **wishes))  # type: ignore[arg-type]


def test_a_session_is_spoken_at_the_speed_and_by_the_voice_of_who_is_here(
    station: Station,
) -> None:
    usual = station.prepare("one").plan.total_ms
    assert station.speech.manners[-1] == Manner("auto", 145)
    station.comes(station.ada)
    likes(station, speed_percent=80, voice="tone/en")
    slow = station.prepare("one").plan.total_ms
    assert station.speech.manners[-1] == Manner("tone/en", 116, chosen=True)
    assert slow > usual, "the plan is laid out by how long the slow words take"
    station.comes(station.bob)
    assert station.prepare("one").plan.total_ms == usual
    assert station.speech.manners[-1] == Manner("auto", 145)
    station.comes(GUEST)
    station.prepare("one")
    assert station.speech.manners[-1] == Manner("auto", 145)


def test_a_question_is_spoken_in_the_same_manner(station: Station) -> None:
    station.comes(station.ada)
    likes(station, speed_percent=120, voice="tone/en")
    station.kiosk.say("How do you feel?")
    assert until(lambda: station.speaker.heard, 20)
    asked = station.speech.asked.index((Line("How do you feel?", "en"),))
    assert station.speech.manners[asked] == Manner("tone/en", 174, chosen=True)


def test_what_is_begun_from_the_screen_is_spoken_so_too(station: Station) -> None:
    station.comes(station.ada)
    likes(station, speed_percent=90, volume_percent=55)
    begun: list[Performance] = []
    known = threading.Event()

    def ready(performance: Performance) -> None:
        begun.append(performance)
        known.set()

    station.kiosk.begin("one", ready=ready, refused=lambda _: known.set(), progress=lambda *_: None)
    assert known.wait(20)
    assert begun
    begun[0].close()
    assert Manner("auto", 130) in station.speech.manners
    assert station.speaker.volume == 44


def test_a_breath_is_as_long_as_it_is_theirs_but_never_in_a_massage(station: Station) -> None:
    def holds(name: str) -> list[int]:
        segments = station.prepare(name).plan.segments
        return [each.duration_ms for each in segments if each.kind is SegmentKind.HOLD]

    def limits(name: str) -> list[int]:
        return [gate.at_most_ms for gate in station.prepare(name).plan.gates]

    station.comes(station.ada)
    assert holds("breathing") == [12_000]
    usual = limits("press")
    assert usual == [24_000]
    likes(station, breath_ms=8_000)
    assert holds("breathing") == [24_000]
    assert limits("press") == usual
    station.comes(station.bob)
    assert holds("breathing") == [12_000]


def test_the_loudspeaker_is_as_loud_as_who_is_here_likes_it_at_once(station: Station) -> None:
    station.kiosk.start_sound()
    assert station.speaker.volume == 80
    station.comes(station.ada)
    likes(station, volume_percent=40)
    assert station.speaker.volume == 32
    station.comes(station.bob)
    station.kiosk.preferences()  # a page is shown
    assert station.speaker.volume == 80
    station.comes(station.ada)
    station.kiosk.preferences()
    assert station.speaker.volume == 32


def test_a_guest_and_nobody_have_the_stations_own(station: Station) -> None:
    station.comes(GUEST)
    likes(station, speed_percent=110)
    station.kiosk.reception.leave()
    assert station.kiosk.preferences().speed_percent == 110
    station.comes(station.ada)
    assert station.kiosk.preferences().speed_percent == 110, "a new person begins with it"
    likes(station, speed_percent=90)
    station.comes(GUEST)
    assert station.kiosk.preferences().speed_percent == 110


def test_what_somebody_likes_to_hear_is_rendered_ahead(station: Station) -> None:
    station.kiosk.start_sound()
    station.comes(station.ada)
    station.kiosk.preferences()
    heard = len(station.speech.manners)
    likes(station, speed_percent=80)
    slow = Manner("auto", 116)
    assert until(lambda: station.speech.manners[heard:].count(slow) >= 2, 20)
    heard = len(station.speech.manners)
    likes(station, look=Look.DARK, volume_percent=55)
    assert station.speech.manners[heard:] == [], "nothing that is heard has changed"


def test_the_voices_of_a_language_can_be_chosen(station: Station) -> None:
    station.kiosk.start_sound()
    assert [voice.id for voice in station.kiosk.voices("es")] == ["tone/es"]
    assert [voice.id for voice in station.kiosk.voices()] == ["tone/en"]


def test_a_text_of_many_paragraphs_is_said_one_after_the_other_and_can_be_hushed(
    station: Station,
) -> None:
    station.kiosk.say("A first paragraph.\n\nA second one.\nA third.")
    assert until(lambda: len(station.speaker.heard) == 3, 20)
    first, second, third = station.speaker.heard
    assert first.end_ms < second.start_ms < second.end_ms < third.start_ms
    station.kiosk.say("")
    assert until(lambda: all(each.end_ms <= 40 for each in station.speaker.heard), 20)
    assert not station.speech.notice


# Erasure


def test_the_operator_erases_what_somebody_preferred_too(
    station: Station, begin: Callable[[], Station]
) -> None:
    station.comes(station.ada)
    likes(station, look=Look.CONTRAST)
    station.comes(station.bob)
    likes(station, look=Look.DARK)
    hers, his = station.file(station.ada), station.file(station.bob)
    assert until(lambda: hers.exists() and his.exists(), 20)
    assert station.operator().erase_person(station.ada) == ""
    assert not hers.exists()
    assert his.exists()
    again = begin()
    assert his.exists()
    assert again.operator().add_person("Ada") == ""
    assert again.operator().person_named("Ada") == station.ada
    again.comes(station.ada)
    assert again.kiosk.preferences().look is Look.LIGHT


def test_somebody_who_may_not_be_erased_keeps_their_preferences(station: Station) -> None:
    station.comes(station.ada)
    likes(station, look=Look.CONTRAST)
    assert until(station.file(station.ada).exists, 20)
    assert station.operator().erase_person("nobody") != ""
    assert station.file(station.ada).exists()


def test_an_erasure_that_was_cut_short_or_undone_by_a_copy_is_done_at_the_next_start(
    station: Station, begin: Callable[[], Station]
) -> None:
    for person in (station.ada, station.bob):
        station.comes(person)
        likes(station, look=Look.CONTRAST)
        assert until(station.file(person).exists, 20)
    copy = station.file(station.ada).read_bytes()
    assert station.operator().erase_person(station.ada) == ""
    station.file(station.ada).write_bytes(copy)
    begin()
    assert not station.file(station.ada).exists()
    assert station.file(station.bob).exists()


# The sound itself


@pytest.mark.parametrize("speed", [80, 120])
def test_a_rendered_session_is_as_long_as_its_plan_at_every_speed(
    speed: int, settings: Settings, tmp_path: Path
) -> None:
    found = suited(settings, Preferences(speed_percent=speed, volume_percent=40))
    script = check_file(settings.folders[0] / "one.yaml", 4_000).script
    assert script is not None
    speech = speech_of(found)
    try:
        prepared = prepare(script, found, speech)
    finally:
        speech.close()
    assert isinstance(prepared, Prepared)
    assert not speech.notice
    render(prepared.plan, prepared.clips, tmp_path / "one.wav", volume=found.volume)
    with wave.open(str(tmp_path / "one.wav")) as sound:
        length_ms = sound.getnframes() * 1_000 / sound.getframerate()
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
    assert length_ms == pytest.approx(prepared.plan.total_ms, abs=1)
    spoken = sum(clip.duration_ms for clip in prepared.clips.values())
    usual = words_ms(settings, 100)
    assert (spoken > usual) == (speed < 100)
    assert 0 < np.abs(samples).max() <= 32_767 * (found.volume / 100) ** 2


def words_ms(settings: Settings, speed: int) -> int:
    """How long the words of a session are at a speed."""
    found = suited(settings, Preferences(speed_percent=speed))
    script = check_file(settings.folders[0] / "one.yaml", 4_000).script
    assert script is not None
    speech = speech_of(found)
    try:
        prepared = prepare(script, found, speech)
    finally:
        speech.close()
    assert isinstance(prepared, Prepared)
    return sum(clip.duration_ms for clip in prepared.clips.values())


def test_the_figure_that_was_chosen_by_lot_is_the_same_after_a_restart(
    station: Station, begin: Callable[[], Station]
) -> None:
    figures = {}
    for person in (station.ada, station.bob):
        station.comes(person)
        likes = station.kiosk.preferences()
        figures[person] = (likes.build, likes.tone)
        station.kiosk.preferences()
        assert until(station.file(person).exists, 20)
    again = begin()
    for person, figure in figures.items():
        again.comes(person)
        likes = again.kiosk.preferences()
        assert (likes.build, likes.tone) == figure
