"""Finished clips on disk: found by what was said and how, bounded, and never trusted blindly.

A clip is written beside its place and renamed into it, so that a reader sees all of it or
nothing, and two processes may render the same line at once. Nothing is synced: a file that a
power cut left empty or short is found by its header and rendered anew, in a few milliseconds.
"""

import contextlib
import hashlib
import json
import os
import struct
import time
from collections.abc import Collection, Iterator
from dataclasses import astuple
from pathlib import Path

from kiosk.clips import SAMPLE_RATE, Clip
from kiosk.tone import Tone
from kiosk.units import SECOND, Millis
from kiosk.voice.levels import DSP_VERSION
from kiosk.voice.tones import COLOURS

TEMPORARY = ".tmp-"
"""How the name of a file begins that is still being written."""

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_BYTES_PER_FRAME = 2
_STALE_S = 3600.0
_TOUCH_S = 600.0


def clip_key(
    *,
    text: str,
    language: str,
    voice: str,
    rate: int,
    tone: Tone,
    engine: str,
    version: str,
) -> str:
    """The name of a clip: a hash of everything that its sound depends on."""
    colour = astuple(COLOURS[tone])
    parts = [text, language, voice, rate, colour, engine, version, DSP_VERSION, SAMPLE_RATE]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def wav_length_ms(path: Path) -> Millis:
    """The length of a clip of ours by its header, or 0 where header and size do not agree.

    Raises:
        OSError: There is no such file, or it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
        size = os.fstat(file.fileno()).st_size
    if len(head) < _HEADER.size:
        return 0
    riff, rest, form, fmt, _, code, channels, rate, _, _, bits, data, length = _HEADER.unpack(head)
    sound = (riff, form, fmt, data) == (b"RIFF", b"WAVE", b"fmt ", b"data")
    ours = (code, channels, rate, bits) == (1, 1, SAMPLE_RATE, 16)
    whole = rest == size - 8 and length == size - _HEADER.size
    if not (sound and ours and whole):
        return 0
    return int(length) // _BYTES_PER_FRAME * SECOND // SAMPLE_RATE


class ClipCache:
    """A folder of clips.

    Args:
        folder: Where they are; made when it is not there.
        limit_bytes: How much may stay in it after `shrink`.

    Raises:
        OSError: The folder cannot be made or written.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / f"{TEMPORARY}{os.getpid()}"
        trial.write_bytes(b"")
        trial.unlink()

    def path(self, key: str) -> Path:
        """Where the clip of a key is, or is to be; in one of 256 folders."""
        return self.folder / key[:2] / f"{key[2:]}.wav"

    def find(self, key: str) -> Clip | None:
        """The clip of a key, or None where there is none that is whole; a broken one is removed."""
        path = self.path(key)
        try:
            length_ms = wav_length_ms(path)
        except OSError:
            return None
        if not length_ms:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        self._touch(path)
        return Clip(path=path, duration_ms=length_ms)

    def shrink(self, keep: Collection[Path]) -> int:
        """Remove the clips that were not used for longest, until the rest fits the limit.

        Args:
            keep: Clips in use: they stay, whatever the limit.

        Returns:
            How many bytes are left.
        """
        kept = set(keep)
        files = sorted(self._files(), key=lambda file: file[1].st_mtime)
        total = sum(status.st_size for _, status in files)
        for path, status in files:
            if total <= self.limit_bytes:
                break
            if path not in kept:
                with contextlib.suppress(OSError):
                    path.unlink()
                    total -= status.st_size
        return total

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        """Every clip; what a killed child left half written is cleared away in passing."""
        for path in self.folder.glob("*/*"):
            # Another process may be shrinking the same folder.
            with contextlib.suppress(OSError):
                status = path.stat()
                if not path.name.startswith(TEMPORARY):
                    yield path, status
                elif time.time() - status.st_mtime > _STALE_S:
                    path.unlink()

    def _touch(self, path: Path) -> None:
        """Note the use, at most every ten minutes: a memory card wears."""
        with contextlib.suppress(OSError):
            if abs(time.time() - path.stat().st_mtime) > _TOUCH_S:
                os.utime(path)
