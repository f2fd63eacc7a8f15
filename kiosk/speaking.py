"""The voice that the settings ask for, and a note of what it has rendered ahead.

Home stands idle for most of a day, so nothing of the plan or the checker is imported here.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from kiosk import __version__
from kiosk.library import ENDINGS, PARTS
from kiosk.settings import Settings
from kiosk.voice.hard_words import HARD_WORDS
from kiosk.voice.levels import DSP_VERSION
from kiosk.voice.renderer import Identity
from kiosk.voice.speech import Speech, VoiceSettings, engines

_PACKAGES = {"hibari": "hibari-tts", "piper": "piper-tts", "pyttsx3": "pyttsx3"}
"""The packages of engines; the others are commands."""

log = logging.getLogger(__name__)


def clips_folder(settings: Settings) -> Path:
    """Where finished speech is kept."""
    return settings.cache / "speech"


def speech_of(settings: Settings) -> Speech:
    """The voice that the settings ask for."""
    return Speech(
        VoiceSettings(
            cache_dir=clips_folder(settings),
            voice=settings.voice,
            rate=settings.rate,
            cache_mb=settings.cache_mb,
            engine=settings.engine,
            voices=dict(settings.voices),
        ),
    )


class Warmed:
    """Notes, beside the clips, that all speech was rendered: whoever deletes them deletes it too.

    Args:
        settings: What is spoken, and how.
        voice: Which engine speaks; None where none does, and then nothing is ever noted.
        sessions: The files whose speech is rendered ahead, in their order.
    """

    def __init__(
        self, settings: Settings, voice: Identity | None, sessions: Iterable[Path]
    ) -> None:
        self._file = clips_folder(settings) / "warmed"
        self._key = _key(settings, voice, list(sessions)) if voice else ""

    def noted(self) -> bool:
        """Whether this very speech was rendered before; of a broken note, no."""
        with suppress(OSError):
            return bool(self._key) and self._file.read_bytes() == self._key.encode()
        return False

    def note(self) -> None:
        """Note that all of it is rendered. Where that cannot be written it is only done again."""
        if not self._key:
            return
        fresh = self._file.with_name(f".{self._file.name}-{os.getpid()}")
        try:
            fresh.write_bytes(self._key.encode())
            fresh.replace(self._file)
        except OSError as error:
            log.info("What was rendered ahead cannot be noted: %s.", error.strerror)


def _key(settings: Settings, voice: Identity, sessions: list[Path]) -> str:
    """Changes whenever other speech may be needed than was rendered."""
    how = [__version__, DSP_VERSION, voice.engine, voice.version, settings.engine, settings.voice]
    how += [settings.rate, settings.cache_mb, settings.language, settings.breath_ms]
    how += [list(settings.voices)]
    how += [[(name, *_version(name)) for name in engines(settings.engine)]]
    parts = {path.parent / PARTS: None for path in sessions}
    files = [*map(_stamp, sessions), *(sorted(_stamps(folder)) for folder in parts)]
    files.append(sorted(map(_stamp, HARD_WORDS.glob("*.toml"))))
    return hashlib.sha256(json.dumps([how, files]).encode()).hexdigest()


def _version(engine: str) -> tuple[str | int, ...]:
    """What tells one version of an engine from the next, without starting it; empty if absent.

    The first engine speaks only its own languages, so those behind it speak as well.
    """
    package = _PACKAGES.get(engine)
    if package is None:
        command = shutil.which(engine)
        return _stamp(Path(command).resolve()) if command else ()
    # Home is there sooner without the reader of packages.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        found = version(package)
    except PackageNotFoundError:
        return ()
    if engine != "piper":
        return (found,)
    from kiosk.voice.piper_engine import folders, models  # noqa: PLC0415

    return (found, *sorted(model.info.id for model in models(folders())))


def _stamps(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix in ENDINGS:
                yield _stamp(path)


def _stamp(path: Path) -> tuple[str, int, int, int]:
    """As in the library's index: a file that has the same date, size and place is the same."""
    with suppress(OSError):
        info = path.stat()
        return str(path), info.st_mtime_ns, info.st_size, info.st_ino
    return str(path), 0, 0, 0
