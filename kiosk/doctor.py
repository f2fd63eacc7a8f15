"""What works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.clips import Line
from kiosk.library import Library
from kiosk.panel import Panel, find_panel
from kiosk.preparing import speech_of
from kiosk.script.kind import Kind
from kiosk.settings import Loaded, Settings

LEAST_FREE_MB: Final = 200
SYNCHRONIZED: Final = Path("/run/systemd/timesync/synchronized")
CONNECTORS: Final = Path("/sys/class/drm")
TEMPORARY: Final = frozenset({"tmpfs", "ramfs", "overlay"})


class Health(StrEnum):
    """How a thing is."""

    WORKS = "works"
    CARE = "care"
    """It works, but somebody should look at it."""
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        area: Display, sound, voice, sessions, settings, storage, doses or clock.
        health: How it is.
        what: What was found.
        todo: What to do; empty where nothing is to be done.
    """

    area: str
    health: Health
    what: str
    todo: str = ""


def examine(loaded: Loaded) -> Iterator[Finding]:
    """Look at everything, one thing after the other; some take a second."""
    settings = loaded.settings
    system = f"Groundwork {__version__}, Python {platform.python_version()}, {platform.machine()}"
    yield Finding("system", Health.WORKS, system)
    yield from _settings(loaded)
    for area, look in (
        ("display", _display),
        ("sound", _sound),
        ("voice", _voice),
        ("sessions", _sessions),
        ("storage", _storage),
        ("doses", _doses),
        ("clock", _clock),
    ):
        yield from _carefully(area, look, settings)


def _carefully(
    area: str, look: Callable[[Settings], Iterator[Finding]], settings: Settings
) -> Iterator[Finding]:
    """The doctor never falls ill: what breaks while it looks is a finding."""
    try:
        yield from look(settings)
    except Exception as error:  # noqa: BLE001 -- see above
        what = f"could not be looked at: {type(error).__name__}: {error}"
        yield Finding(area, Health.FAILS, what, "Please report this with the line above.")


def _settings(loaded: Loaded) -> Iterator[Finding]:
    for problem in loaded.problems:
        yield Finding("settings", Health.FAILS, problem.one_line(), "Mend the file.")
    if not loaded.problems:
        files = ", ".join(str(file) for file in loaded.files) or "none; all is as shipped"
        yield Finding("settings", Health.WORKS, files)


def _display(settings: Settings) -> Iterator[Finding]:
    yield from _connection()
    yield _panel_size(settings)


def _panel_size(settings: Settings) -> Finding:
    """How large a finger's width is drawn depends on it."""
    if settings.panel_mm is not None:
        wide, high = settings.panel_mm
        return Finding("display", Health.WORKS, f"{wide} x {high} mm, by the settings")
    found = find_panel()
    if isinstance(found, Panel):
        wide, high = found.mm
        return Finding("display", Health.WORKS, f"{wide} x {high} mm: {found.source}")
    return Finding(
        "display",
        Health.CARE,
        f"its size in mm is not known: {found.reason}",
        "Give panel_mm in the settings, so that buttons are as wide as a finger.",
    )


def _connection() -> Iterator[Finding]:
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if value := os.environ.get(name):
            yield Finding("display", Health.WORKS, f"a desktop session ({name}={value})")
            return
    connected = [
        status.parent.name
        for status in sorted(CONNECTORS.glob("card*-*/status"))
        if status.read_text().strip() == "connected"
    ]
    if connected:
        yield Finding("display", Health.WORKS, f"a bare display at {', '.join(connected)}")
        return
    yield Finding(
        "display",
        Health.FAILS,
        "no display is connected",
        'Connect one and start again; "kiosk play" works in a terminal without it.',
    )


def _sound(settings: Settings) -> Iterator[Finding]:
    from kiosk.sound.devices import choose, output_devices  # noqa: PLC0415 -- PortAudio is not small
    from kiosk.sound.engine import NoSoundError  # noqa: PLC0415

    try:
        devices = output_devices()
        chosen = choose(settings.device)
    except NoSoundError as error:
        yield Finding("sound", Health.FAILS, str(error), "Sessions go on in writing until then.")
        return
    if not devices:
        yield Finding(
            "sound",
            Health.FAILS,
            "no loudspeaker was found",
            "Plug one in, or check that this user is in the group audio.",
        )
        return
    for device in devices:
        used = device.index == chosen or (chosen is None and device.default)
        mark = ", used" if used else ""
        yield Finding("sound", Health.WORKS, f"{device.index}: {device.name} ({device.host}){mark}")


def _voice(settings: Settings) -> Iterator[Finding]:
    line = Line("This is the voice of the kiosk.")
    # A cache of its own: what was spoken last week proves nothing about the voice today.
    with tempfile.TemporaryDirectory() as folder:
        speech = speech_of(replace(settings, cache=Path(folder)))
        try:
            begun = time.monotonic()
            clip = speech.prepare([line]).get(line)
            took = time.monotonic() - begun
            notice = speech.notice
        finally:
            speech.close()
    if clip is None:
        yield Finding("voice", Health.FAILS, notice or "nothing was spoken", "Install espeak-ng.")
        return
    what = f"spoke {clip.duration_ms / 1000:.1f} s in {took:.2f} s, its start included"
    yield Finding("voice", Health.CARE if notice else Health.WORKS, what, notice)


def _sessions(settings: Settings) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(settings.folders, Path(folder), settings.breath_ms)
        library.scan()
        cards, broken = library.cards(), library.broken()
    for each in settings.folders:
        if not each.is_dir():
            yield Finding(
                "sessions",
                Health.FAILS,
                f"there is no folder {each}",
                "Make it, or mend the settings.",
            )
    massages = sum(card.kind is Kind.MASSAGE for card in cards)
    what = f"{len(cards)} can be played; {massages} of them are massages"
    health = Health.WORKS if cards else Health.FAILS
    yield Finding("sessions", health, what, "" if cards else "Put session files into a folder.")
    for each_broken in broken:
        yield Finding("sessions", Health.CARE, each_broken.message, 'See "kiosk check".')


def _storage(settings: Settings) -> Iterator[Finding]:
    folder = settings.cache
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"written")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        yield Finding(
            "storage",
            Health.CARE,
            f"{folder} cannot be written: {error.strerror}",
            "Speech is made anew after each start until this folder can be written.",
        )
        return
    free = shutil.disk_usage(folder).free >> 20
    if free < LEAST_FREE_MB:
        yield Finding("storage", Health.CARE, f"only {free} MB are free at {folder}", "Make room.")
        return
    kind = _filesystem(folder)
    temporary = f", on {kind}: gone at the next start" if kind in TEMPORARY else ""
    yield Finding("storage", Health.WORKS, f"{folder}, {free:,} MB free{temporary}")


def _doses(settings: Settings) -> Iterator[Finding]:
    """The record of doses; without it there is no massage, and everything else works."""
    from kiosk.care.socket import NobodyError, SilentError, ask  # noqa: PLC0415
    from kiosk.care.station_file import StationFileError, load  # noqa: PLC0415
    from kiosk.ledger.health import State, examine  # noqa: PLC0415
    from kiosk.ledger.place import place_in  # noqa: PLC0415

    try:
        told = [part["answer"] for part in ask(settings.data, {"ask": "state"}) if "answer" in part]
    except SilentError as error:
        yield Finding("doses", Health.CARE, "a kiosk has the record of doses open", str(error))
        return
    except NobodyError:
        told = []
    if told:
        what = told[0]["sentence"] or "The record of doses is in order."
        health = Health.WORKS if told[0]["ready"] else Health.CARE
        yield Finding("doses", health, f"the running kiosk says: {what}")
        return
    try:
        station = load(settings.data)
    except StationFileError as error:
        yield Finding("doses", Health.CARE, str(error), "There is no massage until then.")
        return
    if station is None:
        what = "this kiosk has not been set up, so there is no massage yet"
        yield Finding("doses", Health.CARE, what, "Open its screen, or run: kiosk setup.")
        return
    found = examine(place_in(settings.data))
    if found.ready:
        yield Finding("doses", Health.WORKS, f"{found.why} It is in {settings.data}.")
        return
    detail = f"{found.why} ({found.detail})" if found.detail else found.why
    todo = found.what_to_do
    if found.state is State.NEVER_CREATED:
        todo = "Run: kiosk ledger create."
    yield Finding("doses", Health.CARE, f"no massage: {detail}", todo)


def _filesystem(folder: Path) -> str:
    """The type of the file system that a folder is on, as the kernel calls it."""
    best, kind = "", ""
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if folder.resolve().is_relative_to(fields[1]) and len(fields[1]) >= len(best):
            best, kind = fields[1], fields[2]
    return kind


def _clock(_settings: Settings) -> Iterator[Finding]:
    now = time.strftime("%A, %d %B %Y, %H:%M %Z")
    has_rtc = any(Path("/sys/class/rtc").glob("rtc*"))
    if SYNCHRONIZED.exists():
        yield Finding("clock", Health.WORKS, f"{now}, set by the network since the start")
    elif has_rtc:
        yield Finding("clock", Health.WORKS, f"{now}, by this machine's own clock")
    else:
        yield Finding(
            "clock",
            Health.CARE,
            f"{now}, but nobody vouches for it: no clock in the machine, none from the network",
            "Connect it to a network once, or add a battery clock. Sessions do not need it.",
        )
