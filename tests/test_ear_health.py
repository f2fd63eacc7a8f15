"""What `kiosk doctor` says of the ears, and what it says to do."""

from __future__ import annotations

from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest

from kiosk import ear_health as health
from kiosk import language
from kiosk.ear_health import How, look
from kiosk.ear_switch import EarSwitch
from kiosk.ears import canceller, level, packages
from kiosk.ears.microphone import NO_MICROPHONE, NoMicrophoneError
from kiosk.listening import OTHER_LANGUAGE, SWITCH
from kiosk.settings import Settings
from kiosk.sound.engine import NoSoundError

ALL = {
    module
    for recogniser in packages.PACKAGES.values()
    for modules in recogniser.values()
    for module in modules
} | {packages.DETECTOR}


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, ALL)
    hears(monkeypatch, -52.3)


def has(monkeypatch: pytest.MonkeyPatch, modules: set[str]) -> None:
    monkeypatch.setattr(packages, "find_spec", lambda name: name if name in modules else None)


def hears(monkeypatch: pytest.MonkeyPatch, found: float | Exception) -> None:
    def room_db(_wanted: str) -> float:
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(level, "room_db", room_db)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(Settings(), data=tmp_path, listen=True)


def never(_wanted: str) -> float:
    raise AssertionError("nobody is listened to who did not switch the ears on")


def test_ears_that_are_off_are_in_order_and_no_microphone_is_opened(settings, monkeypatch):
    monkeypatch.setattr(level, "room_db", never)
    off = replace(settings, listen=None)
    assert list(look(off)) == [(How.WORKS, health.SWITCHED_OFF, "")]
    decided = replace(settings, listen=False)
    assert list(look(decided)) == [(How.WORKS, health.OFF_BY_SETTINGS, "")]
    has(monkeypatch, set())
    assert list(look(off))[1] == (How.WORKS, "what they need is not installed", "")


def test_ears_that_hear_a_quiet_room_are_in_order_and_its_level_is_told(settings):
    EarSwitch(settings.data / SWITCH).turn(on=True)
    assert list(look(replace(settings, listen=None))) == [
        (How.WORKS, health.SWITCHED_ON, ""),
        (How.WORKS, "Whisper, for the language en", ""),
        (How.WORKS, "the system's own microphone, a room of -52 dB", ""),
    ]


@pytest.mark.parametrize(
    ("found", "how", "words"),
    [
        (-20.0, How.CARE, "too loud"),
        (-120.0, How.CARE, "muted"),
        (NoSoundError(NO_MICROPHONE), How.FAILS, "Plug"),
        (NoMicrophoneError("Jabra"), How.FAILS, "[ears] microphone"),
    ],
)
def test_a_microphone_that_does_not_serve_is_told_with_what_to_do(
    settings, monkeypatch, found, how: How, words: str
):
    hears(monkeypatch, found)
    last = list(look(settings))[-1]
    assert last[0] is how
    assert words in last[2]
    assert "{" not in last[1]


def test_ears_that_are_on_and_not_installed_fail_with_what_to_do(settings, monkeypatch):
    has(monkeypatch, set())
    monkeypatch.setattr(level, "room_db", never)
    assert list(look(settings))[-1] == (How.FAILS, "nobody is heard", packages.NOT_INSTALLED)


def test_the_smaller_recogniser_is_said_to_hear_less_surely(settings, monkeypatch):
    has(monkeypatch, {packages.DETECTOR, "pocketsphinx"})
    (_on, found, _room) = look(settings)
    assert found[0] is How.CARE
    assert "less surely" in found[1]
    assert found[2] == health.SAY_TWO_WORDS


def test_a_language_that_nothing_here_understands_is_said(settings, monkeypatch):
    has(monkeypatch, {packages.DETECTOR, "pocketsphinx"})
    language.use("es", NullTranslations())
    try:
        (_on, found, _room) = look(settings)
    finally:
        language.use("en", NullTranslations())
    assert found[:2] == (How.CARE, OTHER_LANGUAGE)


def test_without_the_echo_canceller_nobody_is_heard_and_its_package_is_named(settings, monkeypatch):
    def absent() -> None:
        raise canceller.NoCancellerError(canceller.NOT_INSTALLED)

    monkeypatch.setattr(canceller, "Canceller", absent)
    assert list(look(settings))[-1] == (How.FAILS, "nobody is heard", canceller.NOT_INSTALLED)
