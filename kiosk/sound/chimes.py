"""Our own chimes, struck from a few bell-like partials. Nothing is recorded, nothing is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from kiosk.clips import SAMPLE_RATE
from kiosk.plan.chimes import CHIME_MS, HEARD, Chime
from kiosk.sound.samples import frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.sound.samples import Samples
    from kiosk.units import Millis

LEVEL_DBFS = -20.5
"""Their loudness while they ring: by the measure that levels speech (`kiosk.voice.levels`) each
is within a decibel of it."""

PEAK = 0.7
ATTACK_MS = 4
RELEASE_MS = 25
FRAME_MS = 20
QUIETEST_DB = -30.0
"""What is further below the loudest moment no longer counts as ringing."""


Wave: TypeAlias = npt.NDArray[np.floating[Any]]
"""Sound while it is being made."""


@dataclass(frozen=True, slots=True)
class _Timbre:
    """What a struck thing sounds like.

    Attributes:
        partials: Pairs of a partial's pitch, as a multiple of the note's, and its strength.
        ring_ms: After so long the lowest partial is down to a third; higher ones die sooner.
    """

    partials: tuple[tuple[float, float], ...]
    ring_ms: float
    attack_ms: Millis = ATTACK_MS


@dataclass(frozen=True, slots=True)
class _Note:
    at_ms: Millis
    pitch: float
    timbre: _Timbre
    strength: float = 1.0


_GLASS = _Timbre(((1.0, 1.0), (2.0, 0.35), (3.01, 0.12)), ring_ms=90)
_TAP = _Timbre(((1.0, 1.0), (2.0, 0.5), (4.1, 0.25)), ring_ms=45)
_BELL = _Timbre(((0.5, 0.35), (1.0, 1.0), (1.19, 0.4), (1.5, 0.25), (2.0, 0.5), (2.74, 0.2)), 320)
_BREATH = _Timbre(((1.0, 1.0), (2.0, 0.08)), ring_ms=160, attack_ms=60)
_CHORD = _Timbre(((1.0, 1.0), (2.0, 0.3), (3.0, 0.1)), ring_ms=330)

A4, C5, E5, G5, A5, B5, C6, D6 = 440.0, 523.25, 659.26, 783.99, 880.0, 987.77, 1046.5, 1174.66

_SCORES: Mapping[str, tuple[_Note, ...]] = {
    Chime.START: (_Note(0, G5, _GLASS, 0.7), _Note(60, D6, _GLASS)),
    Chime.END: (_Note(0, A5, _GLASS), _Note(130, E5, _GLASS, 0.9)),
    Chime.CHANGE: (_Note(0, E5, _GLASS), _Note(140, B5, _GLASS), _Note(280, E5, _GLASS)),
    Chime.SOFT: (_Note(0, A4, _BREATH),),
    Chime.BELL: (_Note(0, E5, _BELL),),
    Chime.DONE: (
        _Note(0, C5, _CHORD, 0.8),
        _Note(150, E5, _CHORD, 0.8),
        _Note(300, G5, _CHORD, 0.8),
        _Note(450, C6, _CHORD),
    ),
    Chime.ATTENTION: (_Note(0, B5, _TAP), _Note(130, B5, _TAP)),
    HEARD: (_Note(0, D6, _TAP),),
}


@cache
def chime(name: str) -> Samples:
    """Return a chime's samples, exactly `CHIME_MS` long. They are shared: do not write to them.

    Raises:
        KeyError: There is no chime of that name.
    """
    length = frames(CHIME_MS[name])
    sound = np.zeros(length)
    for note in _SCORES[name]:
        start = frames(note.at_ms)
        sound[start:] += _strike(note, length - start)
    release = frames(RELEASE_MS)
    sound[-release:] *= np.linspace(1.0, 0.0, release)
    sound *= 10 ** (LEVEL_DBFS / 20) / ringing_level(sound)
    sound *= min(1.0, PEAK / np.abs(sound).max())
    samples: Samples = sound.astype(np.float32)
    samples.flags.writeable = False
    return samples


def ringing_level(sound: Wave) -> float:
    """Return the root mean square over those moments in which it is not dying away."""
    size = frames(FRAME_MS)
    whole = sound[: len(sound) // size * size].reshape(-1, size)
    energy = np.mean(np.square(whole, dtype=np.float64), axis=1)
    ringing = energy >= energy.max() * 10 ** (QUIETEST_DB / 10)
    return float(np.sqrt(energy[ringing].mean()))


def _strike(note: _Note, length: int) -> Wave:
    at = np.arange(length) / SAMPLE_RATE
    sound = np.zeros(length)
    for multiple, strength in note.timbre.partials:
        ring = note.timbre.ring_ms / 1000 / max(1.0, multiple)
        sound += strength * np.exp(-at / ring) * np.sin(2 * np.pi * note.pitch * multiple * at)
    attack = np.minimum(1.0, at * 1000 / note.timbre.attack_ms)
    shaped: Wave = note.strength * sound * np.sin(attack * np.pi / 2) ** 2
    return shaped
