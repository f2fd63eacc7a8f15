"""What else plays is lowered while a cue is heard, and comes back after the whole of it."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path

import pytest
from loopback import PulseServer, missing, until

from kiosk.clips import Clip
from kiosk.sound.ducking import AGAIN_MS, GAP_MS, HOLD_MS, KNOWN_MS, LEAD_MS, TAIL_MS, Ducking
from kiosk.sound.output import FakeLoudspeaker
from kiosk.sound.pulse_others import LOWERED, PulseOthers

CHIME = "start"


class Notes:
    """Others that note what is done to them."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.happened = threading.Condition()

    def _note(self, what: str) -> None:
        with self.happened:
            self.done.append(what)
            self.happened.notify_all()

    def lower(self) -> None:
        self._note("lower")

    def restore(self) -> bool:
        self._note("restore")
        return True

    def close(self) -> None:
        self._note("close")

    def wait_for(self, *done: str) -> None:
        with self.happened:
            assert self.happened.wait_for(lambda: self.done == list(done), 5), self.done


class Time:
    def __init__(self) -> None:
        self.ms = 0.0

    def __call__(self) -> float:
        return self.ms


def wanted(ducking: Ducking, now: float, *, lowered: bool) -> bool:
    return ducking._wanted(now, lowered=lowered)[0]


def length_of(ducking: Ducking) -> float:
    begin, end = ducking._spans[-1]
    return end - begin - LEAD_MS - HOLD_MS


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def ducking(time: Time, monkeypatch: pytest.MonkeyPatch) -> Ducking:
    made = Ducking(FakeLoudspeaker(lambda: int(time.ms)), Notes(), time)
    monkeypatch.setattr(threading.Thread, "start", lambda _thread: None)
    return made


def test_the_others_are_low_from_a_moment_before_a_cue_to_a_moment_after_it(ducking: Ducking):
    ducking.play(CHIME, 1_000, 1)
    end = 1_000 + length_of(ducking)
    assert not wanted(ducking, 1_000 - LEAD_MS - 1, lowered=False)
    assert wanted(ducking, 1_000 - LEAD_MS, lowered=False)
    assert wanted(ducking, end, lowered=True), "the end of the last word is still to be heard"
    assert wanted(ducking, end + HOLD_MS - 1, lowered=True)
    assert not wanted(ducking, end + HOLD_MS, lowered=True)


def test_between_two_cues_that_follow_soon_they_stay_low(ducking: Ducking):
    ducking.play(CHIME, 1_000, 1)
    after = 1_000 + length_of(ducking) + HOLD_MS
    ducking.play(CHIME, int(after + GAP_MS), 2)
    assert wanted(ducking, after + 1, lowered=True)


@pytest.mark.parametrize("gap_ms", range(0, GAP_MS + 1, 100))
def test_they_do_not_pump_between_cues_that_are_known_only_just_ahead(
    ducking: Ducking, time: Time, gap_ms: int
):
    begins, lowered, changes = 1_000, False, 0
    for key in range(10):
        # Nothing happens between two looks that are a millisecond apart.
        for now in range(int(time.ms), begins - KNOWN_MS):
            before, lowered = lowered, wanted(ducking, now, lowered=lowered)
            changes += before != lowered
        time.ms = begins - KNOWN_MS
        ducking.play(CHIME, begins, key)
        begins += int(length_of(ducking)) + gap_ms
    for now in range(int(time.ms), begins + 10_000):
        before, lowered = lowered, wanted(ducking, now, lowered=lowered)
        changes += before != lowered
    assert changes == 2, "once down, and once up again after the last"


def test_a_long_pause_brings_them_back(ducking: Ducking):
    ducking.play(CHIME, 1_000, 1)
    after = 1_000 + length_of(ducking) + HOLD_MS
    ducking.play(CHIME, int(after + LEAD_MS + GAP_MS + 100), 2)
    assert not wanted(ducking, after + 1, lowered=True)


def test_a_long_cue_keeps_them_low_to_its_very_end(ducking: Ducking, tmp_path: Path):
    clip = Clip(tmp_path / "long.wav", 20_000)
    ducking.start()
    ducking.load([clip])
    ducking.play(clip, 1_000, 1)
    assert all(wanted(ducking, now, lowered=True) for now in range(1_000, 21_000, 100))


def test_a_cue_that_is_cut_short_lets_them_come_back_after_its_fade(ducking: Ducking, time: Time):
    ducking.play(CHIME, 1_000, 1)
    ducking.start()
    ducking.play(CHIME, 60_000, 2)
    time.ms = 1_010
    ducking.cut(40)
    assert wanted(ducking, 1_010 + 40 + TAIL_MS - 1, lowered=True)
    assert not wanted(ducking, 1_010 + 40 + TAIL_MS, lowered=True)
    assert not wanted(ducking, 60_000, lowered=False), "what was to come is forgotten"


def test_on_its_own_thread_it_lowers_and_restores_and_closing_brings_all_back():
    time, others = Time(), Notes()
    time.ms = 1_000
    ducking = Ducking(FakeLoudspeaker(lambda: 1_000), others, time)
    ducking.play(CHIME, 1_000, 1)
    others.wait_for("lower")
    time.ms = 60_000
    ducking.sleep()
    others.wait_for("lower", "restore")
    ducking.start()
    ducking.play(CHIME, 60_000, 2)
    others.wait_for("lower", "restore", "lower")
    ducking.close()
    others.wait_for("lower", "restore", "lower", "restore", "close")


def test_where_bringing_them_back_fails_it_is_tried_again_until_it_is_done():
    class Fails(Notes):
        def restore(self) -> bool:
            super().restore()
            return self.done.count("restore") == 3

    time, others = Time(), Fails()
    time.ms = 1_000
    ducking = Ducking(FakeLoudspeaker(lambda: 1_000), others, time)
    ducking.play(CHIME, 1_000, 1)
    others.wait_for("lower")
    ducking.sleep()
    done = ["lower", "restore"]
    others.wait_for(*done)
    for _again in range(2):
        time.ms += AGAIN_MS
        with ducking._changed:
            ducking._changed.notify()
        done.append("restore")
        others.wait_for(*done)
    ducking.close()
    others.wait_for(*done, "close")


def test_a_sound_server_that_fails_ends_the_lowering_and_nothing_else(caplog):
    class Broken(Notes):
        def lower(self) -> None:
            super().lower()
            raise RuntimeError("hung up")

    time, others = Time(), Broken()
    ducking = Ducking(FakeLoudspeaker(lambda: 0), others, time)
    ducking.play(CHIME, 0, 1)
    others.wait_for("lower", "close")
    ducking.play(CHIME, 0, 2)
    ducking.close()
    assert "cannot be lowered any more" in caplog.text


# --- against a real sound server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    assert not missing(), f"{missing()} is not installed"
    running = PulseServer(tmp_path / "pulse", remembers=getattr(request, "param", False))
    running.start()
    for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "HOME", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, running.env[name])
    yield running
    running.stop()


remembering = pytest.mark.parametrize("server", [True], indirect=True)


class Player:
    """Somebody else's stream of silence."""

    def __init__(self, server: PulseServer, name: str = "music") -> None:
        self.server, self.name = server, name
        self.begin()

    def begin(self) -> None:
        self.process = subprocess.Popen(
            ["pacat", "--raw", f"--client-name={self.name}", "/dev/zero"], env=self.server.env
        )
        assert until(lambda: self.name in volumes(self.server), 10)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        assert until(lambda: self.name not in volumes(self.server), 10)

    def next_track(self) -> None:
        self.end()
        self.begin()

    def is_at(self, volume: float) -> bool:
        return volumes(self.server)[self.name] == pytest.approx(volume, abs=0.01)


@pytest.fixture
def music(server: PulseServer):
    player = Player(server)
    yield player
    player.process.kill()
    player.process.wait()


def volumes(server: PulseServer) -> dict[str, float]:
    answer = subprocess.run(
        ["pactl", "--format=json", "list", "sink-inputs"],
        env=server.env,
        capture_output=True,
        check=True,
        timeout=5,
    )
    return {
        stream["properties"].get("application.name", ""): min(
            each["value"] for each in stream["volume"].values()
        )
        / 65536
        for stream in json.loads(answer.stdout)
    }


def test_music_is_lowered_by_twelve_decibels_and_comes_back(server, music, tmp_path: Path):
    others = PulseOthers(tmp_path / "note.json")
    others.lower()
    assert volumes(server)["music"] == pytest.approx(LOWERED, abs=0.01)
    others.lower()
    assert volumes(server)["music"] == pytest.approx(LOWERED, abs=0.01), "only once"
    others.restore()
    assert volumes(server)["music"] == pytest.approx(1.0, abs=0.01)
    assert not (tmp_path / "note.json").exists()
    others.close()


def test_what_somebody_changed_meanwhile_stays_as_they_want_it(server, music, tmp_path: Path):
    others = PulseOthers(tmp_path / "note.json")
    others.lower()
    index = subprocess.run(
        ["pactl", "list", "short", "sink-inputs"],
        env=server.env, capture_output=True, check=True, text=True, timeout=5,
    ).stdout.split()[0]  # fmt: skip
    subprocess.run(
        ["pactl", "set-sink-input-volume", index, "20%"], env=server.env, check=True, timeout=5
    )
    others.restore()
    assert volumes(server)["music"] == pytest.approx(0.2, abs=0.01)
    others.close()


def test_a_kiosk_that_was_killed_in_a_cue_brings_the_music_back_later(
    server, music, tmp_path: Path
):
    killed = PulseOthers(tmp_path / "note.json")
    killed.lower()
    later = PulseOthers(tmp_path / "note.json")
    later.lower()
    later.restore()
    assert volumes(server)["music"] == pytest.approx(1.0, abs=0.01)
    later.close()


def test_a_kiosk_that_was_killed_in_a_cue_brings_the_music_back_when_it_starts_again(
    server, music, tmp_path: Path
):
    PulseOthers(tmp_path / "note.json").lower()
    assert volumes(server)["music"] == pytest.approx(LOWERED, abs=0.01)
    later = PulseOthers(tmp_path / "note.json")
    later.recover()
    assert volumes(server)["music"] == pytest.approx(1.0, abs=0.01)
    assert later._pulse is None, "nothing is held"
    assert not (tmp_path / "note.json").exists()


def test_where_nothing_was_left_lowered_no_server_is_asked(tmp_path: Path, monkeypatch):
    others = PulseOthers(tmp_path / "note.json")
    monkeypatch.setattr(others, "_connected", pytest.fail)
    others.recover()


def test_without_a_sound_server_nothing_is_done_and_nothing_raised(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nobody")
    others = PulseOthers(tmp_path / "note.json")
    others.lower()
    others.restore()
    others.close()
    assert not (tmp_path / "note.json").exists()


@remembering
def test_a_track_that_begins_within_a_cue_is_lowered_once_and_comes_back(
    server, music: Player, tmp_path: Path
):
    others = PulseOthers(tmp_path / "note.json")
    for _cue in range(2):
        others.lower()
        music.next_track()
        assert music.is_at(LOWERED), "the server remembers it so"
        others.lower()
        assert music.is_at(LOWERED), "not lowered twice"
        assert others.restore()
        assert music.is_at(1.0)
        assert not (tmp_path / "note.json").exists()
    others.close()


@remembering
def test_a_player_that_ends_within_a_cue_begins_the_next_day_as_loud_as_it_was(
    server, music: Player, tmp_path: Path
):
    others = PulseOthers(tmp_path / "note.json")
    others.lower()
    music.end()
    assert others.restore()
    others.close()
    music.begin()
    assert music.is_at(1.0)
    assert not (tmp_path / "note.json").exists()


@remembering
@pytest.mark.parametrize("plays", [False, True], ids=["before it plays again", "as it plays again"])
def test_after_a_power_cut_within_a_cue_the_music_comes_back_under_another_number(
    server, music: Player, tmp_path: Path, *, plays: bool
):
    killed = PulseOthers(tmp_path / "note.json")
    killed.lower()
    killed._pulse.close()
    music.end()
    server.stop()
    server.start()
    other = Player(server, "other")
    if plays:
        music.begin()
        assert music.is_at(LOWERED)
    PulseOthers(tmp_path / "note.json").recover()
    if not plays:
        music.begin()
    assert music.is_at(1.0)
    assert other.is_at(1.0)
    assert not (tmp_path / "note.json").exists()
    other.end()


def test_where_nothing_is_remembered_what_is_gone_stays_noted_until_it_is_seen_again(
    server, music: Player, tmp_path: Path
):
    others = PulseOthers(tmp_path / "note.json")
    others.lower()
    music.end()
    assert others.restore()
    others.close()
    assert (tmp_path / "note.json").exists()
    music.begin()
    PulseOthers(tmp_path / "note.json").recover()
    assert music.is_at(1.0)
    assert not (tmp_path / "note.json").exists()


def test_a_server_that_fails_once_is_asked_again_to_bring_the_music_back(
    server, music: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    others = PulseOthers(tmp_path / "note.json")
    others.lower()
    monkeypatch.setattr(others._pulse, "sink_input_list", lambda: 1 / 0)
    assert not others.restore()
    assert (tmp_path / "note.json").exists()
    assert music.is_at(LOWERED)
    assert others.restore()
    assert music.is_at(1.0)
    others.close()
