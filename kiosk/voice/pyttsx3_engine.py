"""pyttsx3 with espeak-ng: the engine that is always there. Only ever used in a child process.

It is a device with moods, so it is handled with care:

- It may return before it has spoken, or leave a file short or empty. It reports the words it
  speaks, so a file counts only when the last word was among them; else it is made again.
- A new rate or voice may come late, and a new line be cancelled with the one before it, since
  espeak-ng works on a thread of its own: it is waited for before each line.
- It looks only every 10 ms whether a line is spoken, which takes 4 ms: it is made to look sooner.
- It takes an unknown voice without a word, so names are checked against its list first.
- It hangs for ever when it cannot write, so that is found out before. Whoever runs it has a time
  limit all the same.
- ``say()`` and ``stop()`` are never called: the one overwrites files, the other crashes.
"""

import contextlib
import errno
import importlib.metadata
import io
import os
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import EngineError, NoEngineError, VoiceInfo
from kiosk.voice.text import speakable

NAME = "pyttsx3"
_ATTEMPTS = 4
_ROOM_BYTES = 4 << 20  # a minute of speech, and then some
_AGREE = 0.02  # the same text differs from one render to the next by some samples
_LOOK_S = 0.0005  # between two looks whether espeak-ng is done
_IDLE_WITHIN_S = 5.0  # a hundred times what any order takes it


class Pyttsx3Maker:
    """The one pyttsx3 engine of this process. A second one would share the first one's state."""

    name = NAME

    def __init__(self) -> None:
        try:
            # Imported here: the import itself fails where the library is missing.
            import pyttsx3  # noqa: PLC0415
            from pyttsx3.drivers import _espeak, espeak  # noqa: PLC0415

            self._device: Any = pyttsx3.init()
            # pyttsx3 has no word for "are you idle"; the library below it has. That name and the
            # next one are private, which the pin on pyttsx3's version makes bearable.
            self._busy: Callable[[], int] = _espeak.IsPlaying
            # All that its loop asks of this module is a sleep between two looks.
            espeak.time = SimpleNamespace(sleep=_moment)
            library = _espeak.Info(None).decode("ascii", "replace")
        except Exception as error:  # it raises whatever its driver does
            raise NoEngineError(f"pyttsx3 does not open: {_sentence(error)}") from error
        self._events: list[int | None] = []
        self._device.connect("started-word", self._on_word)
        self._device.connect("finished-utterance", self._on_finished)
        self._voices = tuple(
            VoiceInfo(id=voice.id, name=voice.name, language=_language(voice))
            for voice in self._device.getProperty("voices")
        )
        # Until it has run once it keeps what it is told in a queue, out of our sight.
        self._device.runAndWait()
        self.version = f"{importlib.metadata.version('pyttsx3')}+espeak-ng-{library}"

    def voices(self) -> Sequence[VoiceInfo]:
        """What espeak-ng's library offers."""
        return self._voices

    def engine(self, language: str, voice: str, rate: int) -> "Pyttsx3Engine":
        """An engine for a language; see `EngineMaker`."""
        return Pyttsx3Engine(self, choose_voice(self._voices, voice, language), rate)

    def save(self, text: str, into: Path, voice: str, rate: int) -> int | None:
        """Try once to render a text.

        Returns:
            Where the last spoken word ends, counted in characters, or None when nothing ended.
        """
        self._events.clear()
        with contextlib.redirect_stdout(io.StringIO()):  # it prints the file's name
            self._wait_until_idle()
            self._set(voice, rate)
            self._device.save_to_file(text, str(into))
            self._device.runAndWait()
        if None not in self._events:
            return None
        return max((end for end in self._events if end is not None), default=0)

    def _wait_until_idle(self) -> None:
        # Its own Synchronize() looks every 20 ms.
        end = time.monotonic() + _IDLE_WITHIN_S
        while self._busy():
            if time.monotonic() > end:
                raise EngineError("pyttsx3 is busy and does not come to an end.")
            _moment()

    def _set(self, voice: str, rate: int) -> None:
        """Make it speak so; only where it does not yet, since to load a voice takes 3 ms.

        Raises:
            EngineError: It does not take it: a clip in a wrong voice would be kept for good.
        """
        wanted = (voice.lower(), rate)
        if self._set_to() == wanted:
            return
        self._device.setProperty("voice", voice)
        self._device.setProperty("rate", rate)
        self._wait_until_idle()
        if self._set_to() != wanted:
            raise EngineError(f"pyttsx3 was set to {wanted} and speaks with {self._set_to()}.")

    def _set_to(self) -> tuple[str, int]:
        return self._device.getProperty("voice"), self._device.getProperty("rate")

    def _on_word(self, *, location: int, length: int, **_: Any) -> None:
        self._events.append(location - 1 + length)

    def _on_finished(self, **_: Any) -> None:
        self._events.append(None)


class Pyttsx3Engine:
    """One voice at one rate, through the process's one device."""

    name = NAME

    def __init__(self, maker: Pyttsx3Maker, voice: str, rate: int) -> None:
        self._maker = maker
        self._voice = voice
        self._rate = rate
        self.version = maker.version

    def render(self, text: str, into: Path) -> None:
        """Say a text into a file; see `Engine`."""
        clean = speakable(text)
        _check_writable(into)
        last_word = _start_of_last_word(clean)
        lengths: list[int] = []
        for _ in range(_ATTEMPTS):
            into.unlink(missing_ok=True)
            spoken_to = self._maker.save(clean, into, self._voice, self._rate)
            frames = _frames(into)
            if not frames or spoken_to is None:
                continue
            if spoken_to > last_word:
                return
            # Some scripts are spoken without word reports. Two renders of one length are whole:
            # a cut falls at a different place each time.
            if any(abs(frames - other) <= _AGREE * frames for other in lengths):
                return
            lengths.append(frames)
        raise EngineError(f"pyttsx3 left the speech unfinished {_ATTEMPTS} times: {clean[:60]!r}.")


def _moment(_seconds: float = 0.0) -> None:
    time.sleep(_LOOK_S)


def _language(voice: Any) -> str:
    return str(voice.languages[0]) if voice.languages else ""


def _check_writable(into: Path) -> None:
    with into.open("wb"):
        pass
    disk = os.statvfs(into.parent)
    if disk.f_bavail * disk.f_frsize < _ROOM_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(into.parent))


def _frames(path: Path) -> int:
    try:
        with wave.open(str(path), "rb") as sound:
            return sound.getnframes()
    except (OSError, EOFError, wave.Error):
        return 0


def _start_of_last_word(text: str) -> int:
    end = len(text)
    while end and not text[end - 1].isalnum():
        end -= 1
    start = end
    while start and text[start - 1].isalnum():
        start -= 1
    return start


def _sentence(error: Exception) -> str:
    return f"{' '.join(str(error).split()) or type(error).__name__}."
