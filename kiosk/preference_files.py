"""Keeps preferences: one small JSON file a person, beside the ledger, written whole or not at all.

They are comfort, not record: a file that is broken or cannot be read gives the station's
preferences, is logged once, and is written anew when somebody prefers something.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, Final

from kiosk.preferences import (
    BREATH_MS,
    BUILDS,
    RECENT_KEPT,
    SOUNDS_KEPT,
    SPEED_PERCENT,
    STATION,
    TEXT_PERCENT,
    TONES,
    VOLUME_PERCENT,
    Look,
    Preferences,
    SessionSound,
)

log = logging.getLogger(__name__)

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CHOICES: Final = {
    "look": tuple(Look),
    "text_percent": TEXT_PERCENT,
    "speed_percent": SPEED_PERCENT,
    "volume_percent": VOLUME_PERCENT,
    "breath_ms": (0, *BREATH_MS),
    "build": tuple(range(-1, BUILDS)),
    "tone": tuple(range(-1, TONES)),
}
_FLAGS: Final = ("reduced_motion", "flash")
_TEXTS: Final = ("voice", "language")
_LISTS: Final = {"favourites": 500, "recent": RECENT_KEPT, "equipment": 100}


class PreferenceFiles:
    """See `kiosk.preferences.Preferring`.

    Args:
        folder: Where the files are; made when the first is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Preferences] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def of(self, person: str) -> Preferences:
        """The preferences of a person, or of the station; read once, then from memory."""
        with self._lock:
            found = self._known.get(person)
            if found is None:
                found = self._read(person)
                if found is None:
                    # A new person begins with the station's look and the lists empty.
                    common = self._known.get(STATION) or self._read(STATION) or Preferences()
                    found = replace(
                        common,
                        favourites=(),
                        recent=(),
                        equipment=None,
                        sounds=(),
                        build=-1,
                        tone=-1,
                    )
                found = _with_a_body(found)
                self._known[person] = found
            return found

    def keep(self, person: str, preferences: Preferences) -> None:
        """Hold other preferences from now on."""
        with self._lock:
            self._known[person] = preferences

    def save(self, person: str) -> None:
        """Write what is held; what cannot be written is held until the end."""
        with self._writing:
            with self._lock:
                preferences = self._known.get(person)
            if preferences is None:
                return
            try:
                self._write(person, preferences)
            except OSError as error:
                log.warning("The preferences cannot be kept: %s.", error.strerror or error)

    def settle(self, person: str) -> None:
        """Write what is held of somebody who has no file yet."""
        if not self._file(person).exists():
            self.save(person)

    def kept(self) -> Sequence[str]:
        """Whose files there are."""
        try:
            return sorted(file.stem for file in self._folder.glob("[!.]*.json"))
        except OSError:
            return []

    def forget(self, person: str) -> None:
        """Drop a person's preferences: they have been erased."""
        with self._writing, self._lock:
            self._known.pop(person, None)
            try:
                # A draft that a power cut left behind goes with it.
                for file in (self._file(person), _draft_of(self._file(person))):
                    file.unlink(missing_ok=True)
            except OSError as error:
                log.warning("The preferences cannot be removed: %s.", error.strerror or error)

    def _file(self, person: str) -> Path:
        if person and not _ID.fullmatch(person):
            raise ValueError(f"{person!r} is no person's id")
        return self._folder / f"{person or '.station'}.json"

    def _read(self, person: str) -> Preferences | None:
        file = self._file(person)
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            if not isinstance(content, dict):
                raise TypeError("they are no JSON object")  # noqa: TRY301  as broken as any other
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, RecursionError) as error:
            log.warning("The preferences cannot be read, so the usual ones hold: %s.", error)
            return None
        return _checked(content)

    def _write(self, person: str, preferences: Preferences) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._file(person)
        draft = _draft_of(file)
        with draft.open("w", encoding="utf-8") as out:
            json.dump(asdict(preferences), out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)


def _draft_of(file: Path) -> Path:
    return file.with_suffix(".draft")


def _with_a_body(preferences: Preferences) -> Preferences:
    """Choose a figure by lot where none has been chosen."""
    build, tone = preferences.build, preferences.tone
    return replace(
        preferences,
        build=build if build >= 0 else secrets.randbelow(BUILDS),
        tone=tone if tone >= 0 else secrets.randbelow(TONES),
    )


def _checked(content: dict[str, Any]) -> Preferences:
    """Take from a file what is of the right form; the rest is as usual."""
    usual = Preferences()
    taken: dict[str, Any] = {}
    for entry in fields(Preferences):
        name, value = entry.name, content.get(entry.name)
        if name in _CHOICES:
            choices = _CHOICES[name]
            if type(value) in (int, str) and value in choices:
                taken[name] = choices[choices.index(value)]
        elif name in _FLAGS:
            if isinstance(value, bool):
                taken[name] = value
        elif name in _TEXTS:
            if isinstance(value, str) and len(value) <= 200:
                taken[name] = value
        elif name == "sounds":
            if isinstance(value, list):
                sounds = {each.session: each for each in map(_sound, value) if each is not None}
                taken[name] = tuple(sounds.values())[-SOUNDS_KEPT:]
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            taken[name] = tuple(value[: _LISTS[name]])
    return replace(usual, **taken)


def _sound(content: Any) -> SessionSound | None:
    """How a session is to sound, as a file has it; of what is no such thing, None."""
    if not isinstance(content, dict) or not isinstance(content.get("session"), str):
        return None
    flags = {name: content.get(name) for name in ("chimes", "countdown", "halfway")}
    volume = content.get("volume_percent")
    return SessionSound(
        content["session"],
        **{name: value for name, value in flags.items() if isinstance(value, bool)},
        volume_percent=volume if type(volume) is int and volume in VOLUME_PERCENT else 0,
    )
