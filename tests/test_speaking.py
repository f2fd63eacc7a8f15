"""Speech is rendered ahead once, and looked up again only where something changed."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from loopback import until

from kiosk import compose, night, speaking, warming
from kiosk.settings import Settings
from kiosk.sound.output import FakeLoudspeaker
from kiosk.sound.pulse_others import PulseOthers
from kiosk.speaking import Warmed, speech_of
from kiosk.voice.fake import FakeSpeech
from kiosk.voice.renderer import Identity
from sessions import write_session

VOICE = Identity("pyttsx3", "2.99+espeak-ng-1.51")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    folder = tmp_path / "sessions"
    (folder / "shared").mkdir(parents=True)
    (folder / "shared" / "lie-down.yaml").write_text("steps: []\n", encoding="utf-8")
    write_session(folder, "one")
    return Settings(folders=(folder,), cache=tmp_path / "cache")


def one(settings: Settings) -> Path:
    return settings.folders[0] / "one.yaml"


def noted(settings: Settings, voice: Identity | None = VOICE) -> Warmed:
    (settings.cache / "speech").mkdir(parents=True, exist_ok=True)
    warmed = Warmed(settings, voice, [one(settings)])
    warmed.note()
    return warmed


def test_what_was_noted_is_known_at_the_next_start(settings: Settings) -> None:
    assert not Warmed(settings, VOICE, [one(settings)]).noted()
    noted(settings)
    assert Warmed(settings, VOICE, [one(settings)]).noted()


@pytest.mark.parametrize(
    "change",
    [
        lambda s: replace(s, voice="gmw/en-gb"),
        lambda s: replace(s, rate=120),
        lambda s: replace(s, engine="espeak-ng"),
        lambda s: replace(s, language="es"),
        lambda s: replace(s, breath_ms=5_000),
        lambda s: replace(s, cache_mb=50),
        lambda s: replace(s, voices=(("es", "piper/es_mx-ald"),)),
    ],
    ids=["voice", "rate", "engine", "language", "breath", "room", "voices"],
)
def test_another_setting_of_what_is_spoken_is_not_what_was_noted(
    settings: Settings, change: Callable[[Settings], Settings]
) -> None:
    noted(settings)
    assert not Warmed(change(settings), VOICE, [one(settings)]).noted()


def test_another_engine_or_version_is_not_what_was_noted(settings: Settings) -> None:
    noted(settings)
    for voice in (Identity("espeak-ng", VOICE.version), Identity(VOICE.engine, "3")):
        assert not Warmed(settings, voice, [one(settings)]).noted()


def test_an_engine_that_came_or_changed_behind_the_first_is_not_what_was_noted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "engines", lambda _: ("hibari", "espeak-ng"))
    noted(settings)
    assert Warmed(settings, VOICE, [one(settings)]).noted()
    monkeypatch.setattr(speaking, "engines", lambda _: ("hibari", "piper", "espeak-ng"))
    assert not Warmed(settings, VOICE, [one(settings)]).noted()
    noted(settings)
    monkeypatch.setattr(speaking, "_version", lambda name: (f"{name} 2",))
    assert not Warmed(settings, VOICE, [one(settings)]).noted()


def test_the_version_of_an_engine_is_known_without_starting_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert speaking._version("pyttsx3")[0]
    assert speaking._version("not there") == ()
    command = tmp_path / "espeak-ng"
    command.write_text("")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    before = speaking._version("espeak-ng")
    command.write_text("newer")
    assert speaking._version("espeak-ng") != before


def test_another_way_to_say_a_hard_word_is_not_what_was_noted(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaking, "HARD_WORDS", tmp_path / "lists")
    speaking.HARD_WORDS.mkdir()
    noted(settings)
    (speaking.HARD_WORDS / "en.toml").write_text('"psoas" = "so us"\n', encoding="utf-8")
    assert not Warmed(settings, VOICE, [one(settings)]).noted()


def test_a_session_or_a_part_that_changed_came_or_went_is_not_what_was_noted(
    settings: Settings,
) -> None:
    shared = settings.folders[0] / "shared"

    def edit() -> None:
        one(settings).write_text(one(settings).read_text() + "# more\n", encoding="utf-8")

    def edit_part() -> None:
        (shared / "lie-down.yaml").write_text("steps:\n  - say: Down.\n", encoding="utf-8")

    def add_part() -> None:
        (shared / "get-up.yaml").write_text("steps: []\n", encoding="utf-8")

    def drop_part() -> None:
        (shared / "get-up.yaml").unlink()

    for change in (edit, edit_part, add_part, drop_part):
        noted(settings)
        change()
        assert not Warmed(settings, VOICE, [one(settings)]).noted(), change.__name__
    noted(settings)
    two = write_session(settings.folders[0], "two")
    assert not Warmed(settings, VOICE, [one(settings), two]).noted()


@pytest.mark.parametrize("broken", [b"", b"\xff\0", b"0" * 64])
def test_a_broken_note_only_means_that_it_is_done_again(settings: Settings, broken: bytes) -> None:
    warmed = noted(settings)
    (settings.cache / "speech" / "warmed").write_bytes(broken)
    assert not warmed.noted()
    warmed.note()
    assert warmed.noted()


def test_where_nothing_speaks_nothing_is_noted(settings: Settings) -> None:
    assert not noted(settings, None).noted()
    assert not list((settings.cache / "speech").iterdir())


def test_a_note_that_cannot_be_written_is_no_error(settings: Settings) -> None:
    warmed = Warmed(settings, VOICE, [one(settings)])
    settings.cache.mkdir()
    (settings.cache / "speech").write_text("in the way", encoding="utf-8")
    warmed.note()
    assert not warmed.noted()


def test_the_voice_is_the_one_that_the_settings_ask_for(settings: Settings) -> None:
    speech = speech_of(replace(settings, rate=99, voice="gmw/en-gb", engine="espeak-ng"))
    assert speech._settings.cache_dir == settings.cache / "speech"
    assert (speech._settings.rate, speech._settings.voice) == (99, "gmw/en-gb")
    assert speech._settings.engine == "espeak-ng"


class Station:
    """A kiosk with a voice of tones and a loudspeaker that is no device."""

    def __init__(self, settings: Settings) -> None:
        self.kiosk = compose.Kiosk(settings)
        (settings.cache / "speech").mkdir(parents=True, exist_ok=True)
        self.speech = FakeSpeech()
        self.speaker = FakeLoudspeaker(lambda: 0, asleep=True)
        self.kiosk.__dict__ |= {"speech": self.speech, "speaker": self.speaker}


@pytest.fixture
def start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Station]]:
    # The library is looked at once: what a test finds awake, nobody woke behind its back.
    monkeypatch.setattr(warming, "LOOK_EVERY_S", 600.0)
    begun: list[Station] = []

    def start() -> Station:
        for station in begun:
            station.kiosk.close()
        begun.append(Station(settings))
        begun[-1].kiosk.start_library()
        assert until(lambda: begun[-1].kiosk._warming.all_warm or begun[-1].speech.notice, 20)
        return begun[-1]

    yield start
    for station in begun:
        station.kiosk.close()


def test_after_the_first_start_nothing_is_rendered_ahead_again(
    start: Callable[[], Station],
) -> None:
    assert len(start().speech.asked) == 1
    assert not start().speech.asked


def test_what_changed_meanwhile_is_rendered_ahead(
    start: Callable[[], Station], settings: Settings
) -> None:
    start()
    write_session(settings.folders[0], "two")
    assert len(start().speech.asked) == 2
    assert not start().speech.asked


def test_what_could_not_be_spoken_is_tried_again_at_the_next_start(
    start: Callable[[], Station], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = FakeSpeech.prepare

    def failing(speech: FakeSpeech, *args: object, **more: object) -> object:
        clips = real(speech, *args, **more)  # type: ignore[arg-type]
        speech.notice = "1 of 3 lines cannot be spoken."
        return clips

    monkeypatch.setattr(FakeSpeech, "prepare", failing)
    start()
    monkeypatch.undo()
    assert len(start().speech.asked) == 1


def test_home_lets_the_loudspeaker_sleep_and_a_sessions_page_wakes_it(
    start: Callable[[], Station],
) -> None:
    station = start()
    assert station.speaker.asleep
    assert station.kiosk.about("gone") is None
    assert station.speaker.asleep
    assert station.kiosk.about("one") is not None
    assert not station.speaker.asleep


def test_what_is_said_wakes_the_loudspeaker(start: Callable[[], Station]) -> None:
    station = start()
    station.kiosk.say("How are you?")
    assert not station.speaker.asleep
    assert until(lambda: station.speaker.heard, 20)


def test_a_session_that_is_begun_wakes_the_loudspeaker(start: Callable[[], Station]) -> None:
    station, refused = start(), threading.Event()
    station.kiosk.begin(
        "gone",
        ready=lambda _: None,
        refused=lambda _: refused.set(),
        progress=lambda *_: None,
    )
    assert not station.speaker.asleep
    assert refused.wait(20)


def test_whoever_wakes_the_loudspeaker_wakes_the_voice(settings: Settings) -> None:
    station = Station(settings)
    station.kiosk.start_sound()
    assert station.speech._folder is not None
    station.kiosk.close()
    assert station.speaker.closed


class Performed:
    """A session that is played until a test says that it is over."""

    def __init__(self) -> None:
        self.over = False
        self.plan = SimpleNamespace(session="one")

    def wait(self, _timeout_s: float) -> bool:
        return self.over


def test_it_does_not_sleep_while_a_session_is_played(start: Callable[[], Station]) -> None:
    station = start()
    station.kiosk.start_sound()
    drowsy = station.kiosk._drowsy
    station.kiosk._playing = performed = Performed()  # type: ignore[assignment]
    now_s = drowsy._needed_s
    drowsy._now_s = lambda: now_s + 1_000
    drowsy.look()
    assert not station.speaker.asleep
    performed.over = True
    drowsy._now_s = lambda: now_s + 1_300
    drowsy.look()
    assert station.speaker.asleep


def test_at_night_all_that_is_heard_is_quieter_and_a_session_is_not_changed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = [12]
    monkeypatch.setattr(
        night, "local", lambda _now, _zone: datetime(2026, 11, 1, hour[0], tzinfo=UTC)
    )
    station = Station(replace(settings, volume=80, night_volume=50))
    try:
        station.kiosk.start_sound()
        assert station.speaker.volume == 80
        station.kiosk._playing = performed = Performed()  # type: ignore[assignment]
        hour[0] = 23
        station.kiosk.start_sound()
        assert station.speaker.volume == 80
        performed.over = True
        station.kiosk.say("How are you?")
        assert station.speaker.volume == 40
    finally:
        station.kiosk.close()


def test_five_minutes_after_it_was_needed_the_voice_rests_and_a_sessions_page_wakes_it(
    start: Callable[[], Station],
) -> None:
    station = start()
    drowsy = station.kiosk._drowsy_voice
    now_s = drowsy._needed_s
    drowsy._now_s = lambda: now_s + 299
    drowsy.look()
    assert not station.speech.asleep
    drowsy._now_s = lambda: now_s + 300
    drowsy.look()
    assert station.speech.asleep
    assert station.kiosk.about("one") is not None
    assert not station.speech.asleep


def test_the_voice_does_not_rest_while_a_session_is_played_or_something_is_rendered(
    start: Callable[[], Station],
) -> None:
    station = start()
    drowsy = station.kiosk._drowsy_voice
    now_s = drowsy._needed_s
    station.kiosk._playing = performed = Performed()  # type: ignore[assignment]
    drowsy._now_s = lambda: now_s + 1_000
    drowsy.look()
    assert not station.speech.asleep
    performed.over, station.speech.busy = True, True
    drowsy._now_s = lambda: now_s + 2_000
    drowsy.look()
    assert not station.speech.asleep
    station.speech.busy = False
    drowsy._now_s = lambda: now_s + 2_300
    drowsy.look()
    assert station.speech.asleep


def test_what_a_killed_run_left_lowered_is_brought_back_at_the_next_start(
    start: Callable[[], Station], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_back = threading.Event()
    monkeypatch.setattr(PulseOthers, "recover", lambda _others: brought_back.set())
    start()
    assert not brought_back.is_set()
    (settings.cache / compose.LOWERED).write_text("{}")
    start()
    assert brought_back.wait(20)


IDLE = """
import sys, threading
from pathlib import Path
from kiosk.compose import Kiosk
from kiosk.settings import Settings
from kiosk.speaking import Warmed
from kiosk.voice.fake import FakeSpeech
known, real = threading.Event(), Warmed.noted
def noted(warmed):
    known.found = real(warmed)
    known.set()
    return known.found
Warmed.noted = noted
cache, folder = map(Path, sys.argv[1:])
kiosk = Kiosk(Settings(folders=(folder,), cache=cache))
kiosk.__dict__["speech"] = FakeSpeech()
kiosk.start_library()
assert known.wait(20) and known.found
kiosk.close()
assert [card.name for card in kiosk.cards()] == ["one"]
print(*sys.modules)
"""


def test_an_idle_home_where_nothing_changed_loads_neither_checker_nor_plan_nor_numpy(
    start: Callable[[], Station], settings: Settings
) -> None:
    start().kiosk.close()
    done = subprocess.run(
        [sys.executable, "-c", IDLE, str(settings.cache), str(settings.folders[0])],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert not done.returncode, done.stderr
    loaded = set(done.stdout.split())
    assert "kiosk.library" in loaded
    assert not loaded & {"kiosk.check.check", "kiosk.plan.build", "kiosk.files", "yaml"}
    assert not loaded & {"numpy", "sounddevice", "kiosk.sound.stream", "kiosk.preparing"}
