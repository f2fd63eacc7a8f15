"""The clips of one session in memory, as 16-bit samples, so that playing reads no disk."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.clips import Clip
    from kiosk.sound.samples import Samples, Stored

log = logging.getLogger(__name__)


class Store:
    """Holds what was loaded last, and nothing besides."""

    def __init__(self) -> None:
        self._clips: dict[Clip, Stored] = {}

    def __len__(self) -> int:
        return len(self._clips)

    def load(self, clips: Iterable[Clip]) -> None:
        """Hold these clips; those held already are not read again, the others are let go."""
        before = self._clips
        fresh: dict[Clip, Stored] = {}
        for clip in clips:
            stored = before.get(clip)
            stored = _read(clip) if stored is None else stored
            if stored is not None:
                fresh[clip] = stored
        # One assignment, so that a thread that plays sees the old clips or the new.
        self._clips = fresh

    def samples(self, sound: Clip | str) -> Samples | None:
        """Return a sound ready to be mixed, or None, logged, where there is none."""
        # numpy is only loaded with the first sound.
        from kiosk.sound.chimes import chime  # noqa: PLC0415
        from kiosk.sound.samples import to_float  # noqa: PLC0415

        if isinstance(sound, str):
            try:
                return chime(sound)
            except KeyError:
                log.warning("there is no chime named %r", sound)
                return None
        stored = self._clips.get(sound)
        if stored is None:
            log.warning("%s is played though it was not loaded", sound.path)
            stored = _read(sound)
        return None if stored is None else to_float(stored)


def _read(clip: Clip) -> Stored | None:
    from kiosk.sound.samples import read_wav  # noqa: PLC0415

    try:
        return read_wav(clip.path)
    except (OSError, ValueError) as error:
        log.warning("a clip is left out: %s", error)
        return None
