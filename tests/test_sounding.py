"""A person chooses how one session sounds; what is said for safety is nobody's to switch off."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from script_text import checked_steps

from kiosk import compose
from kiosk.files import check_file
from kiosk.massage import Ready
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import CueKind, Plan
from kiosk.player.model import Command
from kiosk.preference_files import PreferenceFiles
from kiosk.preferences import SOUNDS_KEPT, Preferences, SessionSound
from kiosk.script.model import Script
from kiosk.settings import ROOT, Settings
from kiosk.sound.output import FakeLoudspeaker
from kiosk.sounding import chimed, worded
from kiosk.voice.fake import FakeSpeech
from sessions import write_session

QUIET = SessionSound("x", chimes=False, countdown=False, halfway=False)


def script_of(name: str) -> Script:
    checked = check_file(ROOT / "sessions" / f"{name}.yaml", 4_000)
    assert checked.script is not None
    return checked.script


def plan_of(script: Script) -> Plan:
    plan = build(script, estimate_ms, breath_ms=4_000, presses={})
    assert isinstance(plan, Plan)
    return plan


def kinds(plan: Plan) -> set[CueKind]:
    return {cue.kind for cue in plan.cues}


def test_without_the_coachs_words_neither_is_said_and_all_else_is() -> None:
    script = script_of("head-to-knee")
    before, after = plan_of(script), plan_of(worded(script, QUIET))
    assert {CueKind.COUNTDOWN, CueKind.HALFWAY} <= kinds(before)
    assert not {CueKind.COUNTDOWN, CueKind.HALFWAY} & kinds(after)
    said = {cue.text for cue in before.cues if not cue.kind.droppable}
    assert {cue.text for cue in after.cues if not cue.kind.droppable} == said
    assert after.total_ms == before.total_ms, "nobody holds longer for it"


@pytest.mark.parametrize("kind", [CueKind.COUNTDOWN, CueKind.HALFWAY])
def test_each_of_them_is_chosen_by_itself(kind: CueKind) -> None:
    script = script_of("head-to-knee")
    sound = replace(SessionSound("x"), **{str(kind): False})
    left = kinds(plan_of(worded(script, sound)))
    assert {CueKind.COUNTDOWN, CueKind.HALFWAY} - left == {kind}


def test_an_author_who_wants_no_countdown_is_not_overruled() -> None:
    script = script_of("head-to-knee")
    script = replace(script, coach=replace(script.coach, countdown=False))
    assert not worded(script, SessionSound("x")).coach.countdown


def test_without_chimes_nothing_else_moves() -> None:
    plan = plan_of(script_of("head-to-knee"))
    silent = chimed(plan, QUIET)
    assert CueKind.CHIME in kinds(plan)
    assert silent.cues == tuple(cue for cue in plan.cues if not cue.chime)
    assert silent.segments == plan.segments
    assert chimed(plan, SessionSound("x")) is plan


def test_a_chime_that_is_a_step_of_the_script_is_heard_all_the_same() -> None:
    script = checked_steps(
        "  - say: When you hear the chime, change feet.\n"
        "  - chime: change\n"
        "  - hold: 20s\n"
        "    say: Stand on it.\n"
    ).script
    assert script is not None
    silent = chimed(plan_of(script), QUIET)
    assert [cue.chime for cue in silent.cues if cue.chime] == ["change"]


@pytest.mark.parametrize("name", ["trigger-point", "ql-release", "massage-cane"])
def test_a_massage_keeps_every_word_and_every_chime(name: str) -> None:
    script = script_of(name)
    assert worded(script, QUIET) is script
    plan = plan_of(script)
    assert chimed(plan, QUIET) is plan


def test_what_is_as_usual_takes_no_room_and_only_the_last_are_kept() -> None:
    likes = Preferences()
    assert likes.sound_of("walk") == SessionSound("walk")
    likes = likes.with_sound(SessionSound("walk", chimes=False))
    likes = likes.with_sound(SessionSound("heat", volume_percent=40))
    assert likes.sound_of("walk").chimes is False
    assert likes.with_sound(SessionSound("walk")).sounds == (likes.sound_of("heat"),)
    for number in range(SOUNDS_KEPT):
        likes = likes.with_sound(SessionSound(str(number), chimes=False))
    assert len(likes.sounds) == SOUNDS_KEPT
    assert likes.sound_of("walk").chimes


def test_it_is_kept_on_the_card_and_is_each_persons_own(tmp_path: Path) -> None:
    sound = SessionSound("walk", chimes=False, halfway=False, volume_percent=55)
    store = PreferenceFiles(tmp_path)
    store.keep("ada", store.of("ada").with_sound(sound))
    store.save("ada")
    assert PreferenceFiles(tmp_path).of("ada").sound_of("walk") == sound
    assert PreferenceFiles(tmp_path).of("ben").sounds == ()
    store.keep("", store.of("").with_sound(sound))
    assert store.of("cleo").sounds == (), "who is new begins as usual"


@pytest.mark.parametrize(
    "kept",
    [
        "loud",
        [1, None, [], {"session": 3}, {}],
        [{"session": "walk", "chimes": "no", "countdown": 0, "volume_percent": 41}],
        [{"session": "walk", "volume_percent": True}],
    ],
)
def test_what_a_broken_file_says_of_it_is_as_usual(tmp_path: Path, kept: object) -> None:
    (tmp_path / "ada.json").write_text(json.dumps({"sounds": kept, "speed_percent": 80}))
    likes = PreferenceFiles(tmp_path).of("ada")
    assert likes.sound_of("walk") == SessionSound("walk")
    assert likes.speed_percent == 80


class Station:
    def __init__(self, folder: Path) -> None:
        write_session(folder / "sessions", "one")
        self.kiosk = compose.Kiosk(
            Settings(
                folders=(folder / "sessions",),
                cache=folder / "cache",
                data=folder / "data",
                volume=80,
            )
        )
        self.speaker = FakeLoudspeaker(lambda: 0, asleep=True)
        self.kiosk.__dict__ |= {"speech": FakeSpeech(), "speaker": self.speaker}
        self.kiosk.library.scan()

    def script(self) -> Script:
        path = self.kiosk.library.path_of("one")
        assert path is not None
        script = check_file(path, 4_000).script
        assert script is not None
        return script

    def prepared(self) -> Ready:
        ready = self.kiosk.prepare(self.script())
        assert isinstance(ready, Ready)
        return ready

    def wish(self, sound: SessionSound) -> None:
        self.kiosk.prefer(self.kiosk.preferences().with_sound(sound))


@pytest.fixture
def station(tmp_path: Path):
    made = Station(tmp_path)
    yield made
    made.kiosk.close()


def test_a_session_is_prepared_as_it_is_to_sound(station: Station) -> None:
    assert CueKind.CHIME in kinds(station.prepared().prepared.plan)
    station.wish(SessionSound("one", chimes=False))
    assert CueKind.CHIME not in kinds(station.prepared().prepared.plan)
    station.wish(SessionSound("one"))
    station.wish(SessionSound("two", chimes=False))
    assert CueKind.CHIME in kinds(station.prepared().prepared.plan)


def test_it_is_as_loud_as_somebody_wants_it_and_only_while_it_is_played(station: Station) -> None:
    station.wish(SessionSound("one", volume_percent=55))
    station.kiosk.start_sound()
    assert station.speaker.volume == 80
    performance = station.kiosk.perform(station.prepared().prepared)
    assert station.speaker.volume == 44
    station.kiosk.start_sound()
    assert station.speaker.volume == 44
    performance.send(Command.STOP)
    assert performance.wait(20)
    station.kiosk.start_sound()
    assert station.speaker.volume == 80


def test_louder_in_mid_session_changes_the_volume_that_is_heard(station: Station) -> None:
    station.wish(SessionSound("one", volume_percent=55))
    performance = station.kiosk.perform(station.prepared().prepared)
    station.kiosk.louder(15)
    assert station.speaker.volume == 56
    likes = station.kiosk.preferences()
    assert likes.sound_of("one").volume_percent == 70
    assert likes.volume_percent == 100
    performance.send(Command.STOP)
    assert performance.wait(20)
    station.kiosk.louder(-15)
    assert station.kiosk.preferences().volume_percent == 85
