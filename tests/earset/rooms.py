"""Where they speak: the response of a room from one place to another, and the noise that is in it.

A box with walls that all take the same: every wall mirrors the speaker, and the mirrors' sound
comes later and fainter (Allen and Berkley, 1979). Each mirror stands a little out of its place, as
in a real room's corners; with all of them in line, and every click of one sign, the sum would boom.
What the mirrors leave out after `_MIRRORED` is noise that dies away as fast.
"""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from .talkers import RATE

SOUND: Final = 343.0
"""Metres a second."""
_MIRRORED: Final = 0.06
"""Seconds of single echoes; what comes later is dense."""
_ASTRAY_M: Final = 0.08
_LOWEST_HZ: Final = 90
"""Below a voice; mirrors alone would pile up there."""

Place = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Room:
    """A room of metres, and the seconds in which a sound dies away by 60 dB."""

    name: str
    size: Place
    rt60_s: float
    held_out: bool

    @property
    def microphone(self) -> Place:
        """Beside the screen, on the wall at 1.3 m."""
        return (self.size[0] * 0.45, 0.1, 1.3)


ROOMS: Final = (
    Room("bedroom", (4.2, 4.6, 2.4), 0.3, held_out=False),
    Room("living room", (5.4, 5.0, 2.6), 0.5, held_out=False),
    Room("study", (3.8, 4.7, 2.5), 0.4, held_out=True),
    Room("gym", (7.5, 6.0, 3.0), 0.7, held_out=True),
)
PERSON_M: Final = 4.0
"""From the wall to a mouth that is 0.35 m above the floor."""


def person(room: Room, rng: np.random.Generator) -> np.ndarray:
    """The response from somebody who lies 4 m away; of energy 1."""
    side = room.size[0] * rng.uniform(0.35, 0.65)
    return response(room, (side, PERSON_M + rng.uniform(-0.2, 0.2), 0.35))


def loudspeaker(room: Room) -> np.ndarray:
    """The response from a loudspeaker 0.4 m beside the microphone; of energy 1."""
    x, y, z = room.microphone
    return response(room, (x + 0.4, y + 0.02, z - 0.15))


def anywhere(room: Room, rng: np.random.Generator) -> np.ndarray:
    """The response from somebody who stands somewhere; of energy 1."""
    x, y = (rng.uniform(0.15, 0.85) * room.size[axis] for axis in (0, 1))
    return response(room, (x, y, 1.5))


@functools.lru_cache(maxsize=256)
def response(room: Room, source: Place) -> np.ndarray:
    """What the microphone hears of a click at a place; of energy 1, without the way there."""
    volume = float(np.prod(room.size))
    width, depth, height = room.size
    surface = 2 * (width * depth + width * height + depth * height)
    taken = 1 - np.exp(-0.161 * volume / (surface * room.rt60_s))  # Eyring
    reflected = float(np.sqrt(1 - taken))
    axes = []
    for length, here, there in zip(room.size, source, room.microphone, strict=True):
        orders = np.arange(
            -int(_MIRRORED * SOUND / length / 2) - 2, int(_MIRRORED * SOUND / length / 2) + 3
        )
        even = (2 * orders * length + here - there, np.abs(2 * orders))
        odd = (2 * orders * length - here - there, np.abs(2 * orders - 1))
        axes.append([np.concatenate(pair) for pair in zip(even, odd, strict=True)])
    (dx, nx), (dy, ny), (dz, nz) = axes
    far = np.sqrt(dx[:, None, None] ** 2 + dy[None, :, None] ** 2 + dz[None, None, :] ** 2)
    bounces = nx[:, None, None] + ny[None, :, None] + nz[None, None, :]
    seed = [int(1000 * part) for part in itertools.chain(source, room.size)]
    rng = np.random.default_rng(seed)
    astray = far + _ASTRAY_M * rng.uniform(-1, 1, far.shape) * (bounces > 0)
    loud = reflected**bounces / np.maximum(far, 0.1)
    loud *= np.where((bounces > 1) & (rng.random(far.shape) < 0.5), -1.0, 1.0)
    direct = math.dist(source, room.microphone)
    late = np.maximum(0.0, astray - direct) / SOUND
    near = late < _MIRRORED
    whole = np.zeros(int(RATE * room.rt60_s * 1.1))
    np.add.at(whole, np.rint(late[near] * RATE).astype(int), loud[near])
    _add_tail(whole, room, rng)
    whole = _without_boom(whole)
    return (whole / np.sqrt((whole**2).sum())).astype(np.float32)


def _add_tail(whole: np.ndarray, room: Room, rng: np.random.Generator) -> None:
    first = int(_MIRRORED * RATE)
    level = np.sqrt((whole[first - RATE // 50 : first] ** 2).mean())
    noise = rng.standard_normal(len(whole) - first)
    whole[first:] += level * noise * 10 ** (-3 * np.arange(len(noise)) / (RATE * room.rt60_s))


def _without_boom(whole: np.ndarray) -> np.ndarray:
    spectrum = np.fft.rfft(whole, 2 * len(whole))
    hertz = np.fft.rfftfreq(2 * len(whole), 1 / RATE)
    spectrum *= 1 / (1 + (_LOWEST_HZ / np.maximum(hertz, 1)) ** 4)
    return np.fft.irfft(spectrum)[: len(whole)]


def heard_in(samples: np.ndarray, response_: np.ndarray) -> np.ndarray:
    """Return a sound as a room gives it back, as long as it was."""
    size = 1 << (len(samples) + len(response_)).bit_length()
    product = np.fft.rfft(samples, size) * np.fft.rfft(response_, size)
    return np.fft.irfft(product, size)[: len(samples)].astype(np.float32)


def active_level(samples: np.ndarray) -> float:
    """The level of speech while it is speech: its pauses would make it fainter than it is."""
    blocks = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    power = (blocks.astype(np.float64) ** 2).mean(axis=1)
    return float(np.sqrt(power[power > 0.03 * power.max()].mean()))
