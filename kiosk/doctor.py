"""What works on this machine, what does not, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.clips import Line
from kiosk.language import ENGLISH, N_, _, current
from kiosk.library import Library
from kiosk.panel import Panel, find_panel
from kiosk.preparing import speech_of
from kiosk.script.kind import Kind
from kiosk.settings import Loaded, Settings
from kiosk.why import why

AREAS: Final = (
    N_("system"), N_("settings"), N_("display"), N_("sound"), N_("voice"), N_("ears"),
    N_("sessions"),
    N_("hands"), N_("storage"), N_("doses"), N_("clock"),
)  # fmt: skip
"""What is looked at, in the order it is told."""
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
        area: Display, sound, voice, ears, sessions, settings, storage, doses or clock.
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
    system = _("Groundwork {version}, Python {python}, {machine}").format(
        version=__version__, python=platform.python_version(), machine=platform.machine()
    )
    yield Finding("system", Health.WORKS, system)
    yield from _settings(loaded)
    for area, look in (
        ("display", _display),
        ("sound", _sound),
        ("voice", _voice),
        ("ears", _ears),
        ("sessions", _sessions),
        ("hands", _hands),
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
        what = _("could not be looked at: {kind}: {error}").format(
            kind=type(error).__name__, error=error
        )
        yield Finding(area, Health.FAILS, what, _("Please report this with the line above."))


def _settings(loaded: Loaded) -> Iterator[Finding]:
    for problem in loaded.problems:
        yield Finding("settings", Health.FAILS, problem.one_line(), _("Mend the file."))
    if not loaded.problems:
        files = ", ".join(str(file) for file in loaded.files) or _("none; all is as shipped")
        yield Finding("settings", Health.WORKS, files)


def _display(settings: Settings) -> Iterator[Finding]:
    yield from _connection()
    yield _panel_size(settings)


def _panel_size(settings: Settings) -> Finding:
    """How large a finger's width is drawn depends on it."""
    if settings.panel_mm is not None:
        wide, high = settings.panel_mm
        return Finding(
            "display",
            Health.WORKS,
            _("{wide} x {high} mm, by the settings").format(wide=wide, high=high),
        )
    found = find_panel()
    if isinstance(found, Panel):
        wide, high = found.mm
        return Finding(
            "display",
            Health.WORKS,
            _("{wide} x {high} mm: {source}").format(wide=wide, high=high, source=found.source),
        )
    return Finding(
        "display",
        Health.CARE,
        _("its size in mm is not known: {reason}").format(reason=found.reason),
        _("Give panel_mm in the settings, so that buttons are as wide as a finger."),
    )


def _connection() -> Iterator[Finding]:
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if value := os.environ.get(name):
            yield Finding(
                "display",
                Health.WORKS,
                _("a desktop session ({name}={value})").format(name=name, value=value),
            )
            return
    connected = [
        status.parent.name
        for status in sorted(CONNECTORS.glob("card*-*/status"))
        if status.read_text().strip() == "connected"
    ]
    if connected:
        yield Finding(
            "display",
            Health.WORKS,
            _("a bare display at {places}").format(places=", ".join(connected)),
        )
        return
    yield Finding(
        "display",
        Health.FAILS,
        _("no display is connected"),
        _('Connect one and start again; "kiosk play" works in a terminal without it.'),
    )


def _sound(settings: Settings) -> Iterator[Finding]:
    from kiosk.sound.devices import choose, output_devices  # noqa: PLC0415 -- PortAudio is not small
    from kiosk.sound.engine import NoSoundError  # noqa: PLC0415

    try:
        devices = output_devices()
        chosen = choose(settings.device)
    except NoSoundError as error:
        yield Finding("sound", Health.FAILS, str(error), _("Sessions go on in writing until then."))
        return
    if not devices:
        yield Finding(
            "sound",
            Health.FAILS,
            _("no loudspeaker was found"),
            _("Plug one in, or check that this user is in the group audio."),
        )
        return
    for device in devices:
        used = device.index == chosen or (chosen is None and device.default)
        mark = _(", used") if used else ""
        yield Finding("sound", Health.WORKS, f"{device.index}: {device.name} ({device.host}){mark}")


def _voice(settings: Settings) -> Iterator[Finding]:
    line = Line(_("This is the voice of the kiosk."), current())
    # A cache of its own: what was spoken last week proves nothing about the voice today.
    with tempfile.TemporaryDirectory() as folder:
        speech = speech_of(replace(settings, cache=Path(folder)))
        try:
            begun = time.monotonic()
            clip = speech.prepare([line]).get(line)
            took = time.monotonic() - begun
            notice, engine = speech.notice, speech.spoken_by
        finally:
            speech.close()
    if clip is None:
        yield Finding(
            "voice", Health.FAILS, notice or _("nothing was spoken"), _("Install espeak-ng.")
        )
        return
    what = _("{engine} spoke {said} s in {took} s, its start included").format(
        engine=engine, said=f"{clip.duration_ms / 1000:.1f}", took=f"{took:.2f}"
    )
    yield Finding("voice", Health.CARE if notice else Health.WORKS, what, notice)


def _ears(settings: Settings) -> Iterator[Finding]:
    from kiosk.ear_health import look  # noqa: PLC0415 -- looks for packages

    for how, what, todo in look(settings):
        yield Finding("ears", Health(how.value), what, todo)


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
                _("there is no folder {folder}").format(folder=each),
                _("Make it, or mend the settings."),
            )
    massages = sum(card.kind is Kind.MASSAGE for card in cards)
    what = _("{count} can be played; {massages} of them are massages").format(
        count=len(cards), massages=massages
    )
    health = Health.WORKS if cards else Health.FAILS
    yield Finding("sessions", health, what, "" if cards else _("Put session files into a folder."))
    for each_broken in broken:
        yield Finding("sessions", Health.CARE, each_broken.message, _('See "kiosk check".'))


def _hands(settings: Settings) -> Iterator[Finding]:
    """The big button and the motion sensor; nothing is loaded where none is set."""
    if settings.button is None and settings.presence is None:
        yield Finding("hands", Health.WORKS, _("no button and no motion sensor are set"))
        return
    from kiosk.hands.pins import NoPinsError, Pins  # noqa: PLC0415 -- where a pin is set

    try:
        pins = Pins(settings.button, settings.presence, folder=settings.cache / "pins")
    except NoPinsError as error:
        # The kiosk that runs holds its pins.
        busy = "busy" in str(error).casefold()
        todo = _("If the kiosk runs, that is why, and all is well.") if busy else ""
        yield Finding("hands", Health.CARE if busy else Health.FAILS, str(error), todo)
        return
    try:
        if settings.button is not None:
            what = _("a button at pin {pin}").format(pin=settings.button)
            health, todo = Health.WORKS, ""
            if pins.pressed:
                what = _("a button at pin {pin} that is held down").format(pin=settings.button)
                health, todo = Health.CARE, _("If nobody presses it, its wires touch.")
            yield Finding("hands", health, what, todo)
        if settings.presence is not None:
            moving = _("a motion sensor at pin {pin} that sees somebody move")
            still = _("a motion sensor at pin {pin} that sees nobody move")
            what = (moving if pins.moving else still).format(pin=settings.presence)
            yield Finding("hands", Health.WORKS, what)
    finally:
        pins.close()


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
            _("{folder} cannot be written: {reason}").format(folder=folder, reason=why(error)),
            _("Speech is made anew after each start until this folder can be written."),
        )
        return
    free = shutil.disk_usage(folder).free >> 20
    if free < LEAST_FREE_MB:
        yield Finding(
            "storage",
            Health.CARE,
            _("only {free} MB are free at {folder}").format(free=free, folder=folder),
            _("Make room."),
        )
        return
    kind = _filesystem(folder)
    temporary = (
        _(", on {kind}: gone at the next start").format(kind=kind) if kind in TEMPORARY else ""
    )
    yield Finding(
        "storage",
        Health.WORKS,
        _("{folder}, {free} MB free{temporary}").format(
            folder=folder, free=f"{free:,}", temporary=temporary
        ),
    )


def _doses(settings: Settings) -> Iterator[Finding]:
    """The record of doses; without it there is no massage, and everything else works."""
    from kiosk.care.socket import NobodyError, SilentError, ask  # noqa: PLC0415
    from kiosk.care.station_file import StationFileError, load  # noqa: PLC0415
    from kiosk.ledger.health import State, examine  # noqa: PLC0415
    from kiosk.ledger.place import place_in  # noqa: PLC0415

    try:
        told = [part["answer"] for part in ask(settings.data, {"ask": "state"}) if "answer" in part]
    except SilentError as error:
        yield Finding("doses", Health.CARE, _("a kiosk has the record of doses open"), str(error))
        return
    except NobodyError:
        told = []
    if told:
        what = told[0]["sentence"] or _("The record of doses is in order.")
        health = Health.WORKS if told[0]["ready"] else Health.CARE
        yield Finding("doses", health, _("the running kiosk says: {what}").format(what=what))
        return
    try:
        station = load(settings.data)
    except StationFileError as error:
        yield Finding("doses", Health.CARE, str(error), _("There is no massage until then."))
        return
    if station is None:
        what = _("this kiosk has not been set up, so there is no massage yet")
        yield Finding("doses", Health.CARE, what, _("Open its screen, or run: kiosk setup."))
        return
    found = examine(place_in(settings.data))
    if found.ready:
        yield Finding(
            "doses",
            Health.WORKS,
            _("{state} It is in {folder}.").format(state=found.why, folder=settings.data),
        )
        return
    detail = f"{found.why} ({found.detail})" if found.detail else found.why
    todo = found.what_to_do
    if found.state is State.NEVER_CREATED:
        todo = _("Run: kiosk ledger create.")
    yield Finding("doses", Health.CARE, _("no massage: {detail}").format(detail=detail), todo)


def _filesystem(folder: Path) -> str:
    """The type of the file system that a folder is on, as the kernel calls it."""
    best, kind = "", ""
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if folder.resolve().is_relative_to(fields[1]) and len(fields[1]) >= len(best):
            best, kind = fields[1], fields[2]
    return kind


def _now() -> str:
    """The time of this machine, with the names of days and months in the language in force."""
    if current() == ENGLISH:
        return time.strftime("%A, %d %B %Y, %H:%M %Z")
    from babel.dates import format_date  # noqa: PLC0415 -- large, and only here

    day = format_date(datetime.now().astimezone().date(), "full", locale=current())
    return f"{day}, {time.strftime('%H:%M %Z')}"


def _clock(_settings: Settings) -> Iterator[Finding]:
    now = _now()
    has_rtc = any(Path("/sys/class/rtc").glob("rtc*"))
    if SYNCHRONIZED.exists():
        yield Finding(
            "clock", Health.WORKS, _("{now}, set by the network since the start").format(now=now)
        )
    elif has_rtc:
        yield Finding(
            "clock", Health.WORKS, _("{now}, by this machine's own clock").format(now=now)
        )
    else:
        yield Finding(
            "clock",
            Health.CARE,
            _(
                "{now}, but nobody vouches for it: no clock in the machine, none from the network"
            ).format(now=now),
            _("Connect it to a network once, or add a battery clock. Sessions do not need it."),
        )
