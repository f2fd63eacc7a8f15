"""Settings: one TOML file, in up to three layers, checked as strictly as a script.

The machine's own file comes first, then the user's, then what the command line says; the later
one wins, key by key. Every problem is found at once and names its file, line and what is allowed.
A key with a problem keeps the value it had before, so that one slip never stops a kiosk.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from kiosk.language import N_, _
from kiosk.script.mark import Mark
from kiosk.script.problems import Problem, did_you_mean, listed
from kiosk.units import SECOND, Millis
from kiosk.why import why

ROOT: Final = Path(__file__).resolve().parent.parent
"""The folder that holds the package, the shipped sessions and the assets."""
LARGEST_WINDOW: Final = 8_192
"""Pixels of a side: more than any panel, and what every graphics chip can draw."""
SYSTEM_FILE: Final = Path("/etc/groundwork/settings.toml")


def _home() -> Path:
    """The user's folder; one that is not there for a user who has none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")


def _is_absent(file: Path) -> bool:
    """Whether there is no such file; one behind a locked door is there, and is complained of."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def user_file() -> Path:
    """Where this user's own settings are."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(_home() / ".config")
    return Path(home) / "groundwork" / "settings.toml"


def cache_folder() -> Path:
    """Where finished speech and the library's index are kept; may be deleted at any time."""
    home = os.environ.get("XDG_CACHE_HOME") or str(_home() / ".cache")
    return Path(home) / "groundwork"


def data_folder() -> Path:
    """Where people and the record of doses are kept."""
    home = os.environ.get("XDG_STATE_HOME") or str(_home() / ".local" / "state")
    return Path(home) / "groundwork"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may set.

    Attributes:
        engine: Which speech engine: ``auto`` takes the best one installed.
        voice: Its voice: ``auto``, or a name that `kiosk voices` lists.
        voices: The voices of languages that have one of their own, by their tags.
        rate: Words a minute.
        device: The loudspeaker: ``auto``, or a name or number that `kiosk doctor` lists.
        volume: 0 to 100.
        night_volume: How loud it is in the hours of `night`, in percent of what it is by day.
        latency_ms: How much sound is handed to the device ahead of time. Less reacts faster to
            "pause"; too little crackles on a busy machine.
        duck: Whether other sound of this machine is lowered while a cue is heard.
        listen: Whether the ears are on; None leaves it to the switch on the screen.
        recogniser: What understands: ``auto``, ``whisper`` or ``pocketsphinx``.
        microphone: ``auto``, or a part of its name.
        button: The pin of a big button, by its BCM number; None where there is none.
        presence: The pin of a motion sensor, likewise.
        away_minutes: After so long without a sign of anybody a session asks, and a minute later
            it pauses; 0 for never. Only where there is a motion sensor.
        breath_ms: How long a breath is.
        language: Of the screen and the terminal, and of a session where it has it. Empty for
            ``auto``: the environment's, and the session's own where that is English.
        folders: Where session files are; the first one wins where two have the same name.
        window: Width and height, or None for the whole screen.
        panel_mm: The width and height of the visible panel, for the size of what is touched.
        rest_minutes: After so many untouched, with nobody here, a clock is shown; 0 for never.
        night: When that clock is dimmed, in minutes after midnight; both the same for never.
        data: Where people and the record of doses are kept; never delete it.
        cache: Where finished speech is kept.
        cache_mb: How many megabytes of it.
    """

    engine: str = "auto"
    voice: str = "auto"
    voices: tuple[tuple[str, str], ...] = ()
    rate: int = 145
    device: str = "auto"
    volume: int = 100
    night_volume: int = 100
    latency_ms: Millis = 100
    duck: bool = True
    listen: bool | None = None
    recogniser: str = "auto"
    microphone: str = "auto"
    button: int | None = None
    presence: int | None = None
    away_minutes: int = 5
    breath_ms: Millis = 4 * SECOND
    language: str = ""
    folders: tuple[Path, ...] = (ROOT / "sessions",)
    window: tuple[int, int] | None = None
    panel_mm: tuple[int, int] | None = None
    rest_minutes: int = 3
    night: tuple[int, int] = (22 * 60, 6 * 60 + 30)
    data: Path = field(default_factory=data_folder)
    cache: Path = field(default_factory=cache_folder)
    cache_mb: int = 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, the files they came from, and what is wrong with those."""

    settings: Settings
    files: tuple[Path, ...]
    problems: tuple[Problem, ...]


class _Wrong(ValueError):  # noqa: N818 -- carries a sentence to the one place that reports it
    """A value that is not allowed; the message says what is."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(_('is a text in quotes, such as "auto"'))
    return value.strip()


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = _text(value)
        if text not in allowed:
            raise _Wrong(
                _("is one of: {list}. {hint}")
                .format(list=listed(allowed), hint=did_you_mean(text, allowed))
                .rstrip()
            )
        return text

    return read


def _number(low: int, high: int, unit: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise _Wrong(
                _("is a whole number of {unit} from {low} to {high}").format(
                    unit=_(unit), low=low, high=high
                )
            )
        return value

    return read


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(_("is true or false, without quotes"))
    return value


def _pin(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 2 <= value <= 27:
        raise _Wrong(_("is the number of a pin as Broadcom counts, from 2 to 27: GPIO17 is 17"))
    return value


def _breath(value: Any) -> Millis:
    # The script's own reader of lengths, loaded only where somebody set one.
    from kiosk.script import values  # noqa: PLC0415
    from kiosk.script.model import Duration  # noqa: PLC0415

    found = values.duration(value) if isinstance(value, str) else ""
    if (
        not isinstance(found, Duration)
        or found.breaths
        or not 2 * SECOND <= found.ms <= 15 * SECOND
    ):
        raise _Wrong(_('is a length from "2s" to "15s", in quotes'))
    return found.ms


def _language(value: Any) -> str:
    from kiosk.script.language import SIDE_WORDS  # noqa: PLC0415 -- as for `_breath`

    chosen = _one_of("auto", *SIDE_WORDS)(value)
    return "" if chosen == "auto" else chosen


def _voices(value: Any) -> tuple[tuple[str, str], ...]:
    from kiosk.script.language import SIDE_WORDS  # noqa: PLC0415 -- as for `_breath`

    if not isinstance(value, dict) or not all(
        language in SIDE_WORDS and isinstance(voice, str) and voice.strip()
        for language, voice in value.items()
    ):
        raise _Wrong(
            _(
                'names a voice for a language, such as es = "roa/es-419". Languages are: {list}'
            ).format(list=listed(SIDE_WORDS, "and"))
        )
    named = ((language, voice.strip()) for language, voice in value.items())
    return tuple((language, voice) for language, voice in named if voice != "auto")


def _device(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    return _text(value)


def _folders(value: Any) -> tuple[Path, ...]:
    folders = [value] if isinstance(value, str) else value
    if not isinstance(folders, list) or not folders or not all(isinstance(f, str) for f in folders):
        raise _Wrong(_('is a list of folders, such as ["~/sessions"]'))
    return tuple(Path(folder).expanduser().absolute() for folder in folders)


def size(value: Any) -> tuple[int, int]:
    """Read ``1280x800``.

    Raises:
        ValueError: It is not a size; the message says what is.
    """
    found = (
        re.fullmatch(r"\s*(\d{3,5})\s*[x×]\s*(\d{3,5})\s*", value)
        if isinstance(value, str)
        else None
    )
    if not found:
        raise _Wrong(_('is a width and a height, such as "1280x800"'))
    wide, high = int(found[1]), int(found[2])
    if max(wide, high) > LARGEST_WINDOW:
        raise _Wrong(
            _('is a width and a height of {most} at most, such as "1280x800"').format(
                most=LARGEST_WINDOW
            )
        )
    return wide, high


def _window(value: Any) -> tuple[int, int] | None:
    return None if value == "full" else size(value)


def _panel(value: Any) -> tuple[int, int]:
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(isinstance(side, int) and 30 <= side <= 3_000 for side in value)
    ):
        raise _Wrong(_("is the width and height of the panel in mm, such as [155, 88]"))
    return value[0], value[1]


def _night(value: Any) -> tuple[int, int]:
    if value == "never":
        return 0, 0
    found = (
        re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)", value.strip())
        if isinstance(value, str)
        else None
    )
    if not found:
        raise _Wrong(_('is two times, such as "22:00-06:30", or "never"'))
    hours = [int(part) for part in found.groups()]
    return hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


def _folder(value: Any) -> Path:
    return Path(_text(value)).expanduser().absolute()


_KEYS: Final[Mapping[str, Mapping[str, tuple[str, Callable[[Any], Any]]]]] = {
    "voice": {
        "engine": ("engine", _one_of("auto", "hibari", "piper", "pyttsx3", "espeak-ng")),
        "name": ("voice", _text),
        "voices": ("voices", _voices),
        "rate": ("rate", _number(80, 300, N_("words a minute"))),
        "language": ("language", _language),
    },
    "sound": {
        "device": ("device", _device),
        "volume": ("volume", _number(0, 100, N_("percent"))),
        "night_volume": ("night_volume", _number(10, 100, N_("percent"))),
        "latency_ms": ("latency_ms", _number(20, 1_000, N_("milliseconds"))),
        "duck": ("duck", _yes_or_no),
    },
    "ears": {
        "listen": ("listen", _yes_or_no),
        "recogniser": ("recogniser", _one_of("auto", "whisper", "pocketsphinx")),
        "microphone": ("microphone", _device),
    },
    "hands": {
        "button": ("button", _pin),
        "presence": ("presence", _pin),
        "away": ("away_minutes", _number(0, 120, N_("minutes"))),
    },
    "session": {
        "folders": ("folders", _folders),
        "breath": ("breath_ms", _breath),
    },
    "screen": {
        "window": ("window", _window),
        "panel_mm": ("panel_mm", _panel),
        "rest": ("rest_minutes", _number(0, 600, N_("minutes"))),
        "night": ("night", _night),
    },
    "storage": {
        "data": ("data", _folder),
        "cache": ("cache", _folder),
        "cache_mb": ("cache_mb", _number(10, 10_000, N_("megabytes"))),
    },
}
"""Section -> key -> the attribute it sets and what reads it."""


def load(files: Iterable[Path] | None = None, **overrides: Any) -> Loaded:
    """Read the settings' layers.

    Args:
        files: Files from the weakest to the strongest; the machine's and the user's if None.
        overrides: Attributes from the command line; None means not given.
    """
    given = files is not None
    settings = Settings()
    problems: list[Problem] = []
    read: list[Path] = []
    for file in files if files is not None else (SYSTEM_FILE, user_file()):
        if not given and _is_absent(file):
            continue
        read.append(file)
        settings = _layer(file, settings, problems)
    known = {entry.name for entry in fields(Settings)}
    chosen = {key: value for key, value in overrides.items() if value is not None and key in known}
    if "voice" in chosen:
        chosen["voices"] = ()  # who asks for a voice by name wants no other
    return Loaded(replace(settings, **chosen), tuple(read), tuple(problems))


def _layer(file: Path, settings: Settings, problems: list[Problem]) -> Settings:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        message = _("The settings cannot be read: {reason}. Check the path and its rights.").format(
            reason=why(error)
        )
        problems.append(Problem(Mark(str(file), 1, 1), message))
        return settings
    except UnicodeDecodeError:
        message = _("The settings are not UTF-8 text. Save the file as UTF-8.")
        problems.append(Problem(Mark(str(file), 1, 1), message))
        return settings
    import tomllib  # noqa: PLC0415 -- a kiosk without a settings file starts without it

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(_syntax(file, text, str(error)))
        return settings
    for section, keys in content.items():
        if section not in _KEYS or not isinstance(keys, dict):
            hint = did_you_mean(section, _KEYS)
            message = _('"{section}" is not a section. {hint}There is: {list}.').format(
                section=section, hint=hint, list=listed(_KEYS, "and")
            )
            problems.append(_problem(file, text, section, None, message))
            continue
        for key, value in keys.items():
            if key not in _KEYS[section]:
                hint = did_you_mean(key, _KEYS[section])
                message = _('"{key}" is not a key of [{section}]. {hint}There is: {list}.').format(
                    key=key, section=section, hint=hint, list=listed(_KEYS[section], "and")
                )
                problems.append(_problem(file, text, section, key, message))
                continue
            attribute, reader = _KEYS[section][key]
            try:
                settings = replace(settings, **{attribute: reader(value)})
            except _Wrong as error:
                message = f'"{key}" {error}.'.replace("..", ".")
                problems.append(_problem(file, text, section, key, message))
    return settings


def _syntax(file: Path, text: str, error: str) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", error)
    line, column = (int(found[1]), int(found[2])) if found else (len(text.splitlines()), 1)
    what = error.partition(" (at")[0]
    message = _('This is not TOML: {what}. Texts stand in quotes: name = "auto".').format(
        what=f"{what[:1].lower()}{what[1:]}"
    )
    lines = text.splitlines()
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    return Problem(Mark(str(file), line, column), message, 1, excerpt)


def _problem(file: Path, text: str, section: str, key: str | None, message: str) -> Problem:
    """Find the line of a key, which tomllib does not tell."""
    inside = False
    first = 1
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if key and re.match(rf"\[\s*{re.escape(section)}\s*\.\s*{re.escape(key)}\s*\]", bare):
            return Problem(Mark(str(file), number, 1 + line.index("[")), message, len(bare), line)
        if re.match(rf"\[+\s*\"?{re.escape(section)}\"?\s*\]", bare) or (
            key is None and re.match(rf"\"?{re.escape(section)}\"?\s*[=.]", bare)
        ):
            inside, first = True, number
            if key is None:
                column = line.index(section) + 1
                return Problem(Mark(str(file), number, column), message, len(section), line)
        elif bare.startswith("["):
            inside = False
        elif inside and key and (found := re.match(rf"\s*\"?({re.escape(key)})\"?\s*[=.]", line)):
            column = found.start(1) + 1
            return Problem(Mark(str(file), number, column), message, len(key), line)
    return Problem(Mark(str(file), first, 1), message)
