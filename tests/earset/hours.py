"""Minutes in which nobody asks for anything, as many as one likes: seed by seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from .rooms import ROOMS, anywhere, heard_in, person
from .scenes import SPEECH, Scene, babble, cues, echo_of, quiet, talk
from .talkers import RATE

PIECE_S: Final = 120
"""Seconds of one seed."""
Piece = Scene


def nobody(seed: int) -> Piece:
    """A quiet room."""
    return _piece(quiet(PIECE_S * RATE, np.random.default_rng([seed, 2])))


def speech(seed: int) -> Piece:
    """People in the room talk to one another, one at a time, near and far."""
    rng = np.random.default_rng([seed, 3])
    room = ROOMS[seed % len(ROOMS)]
    said = talk(PIECE_S, rng, held_out=bool(rng.integers(2)))
    from_where = person(room, rng) if rng.integers(2) else anywhere(room, rng)
    loud = 10 ** (rng.uniform(-6, 9) / 20)
    return _piece(heard_in(said, from_where) * loud + quiet(len(said), rng))


def crowd(seed: int) -> Piece:
    """Six people talk at once."""
    rng = np.random.default_rng([seed, 4])
    room = ROOMS[seed % len(ROOMS)]
    over = babble(PIECE_S, room, rng, held_out=bool(rng.integers(2)))
    return _piece(over * 10 ** (rng.uniform(-12, 3) / 20) + quiet(len(over), rng))


def own_cues(seed: int, seconds: int = PIECE_S) -> Piece:
    """The kiosk speaks, nearly without a pause, as loud as a person at the microphone or louder."""
    rng = np.random.default_rng([seed, 5])
    room = ROOMS[seed % len(ROOMS)]
    played = cues(seconds + 1, rng)
    level = SPEECH * 10 ** (rng.uniform(0, 14) / 20)
    length = seconds * RATE
    return Scene(quiet(length, rng), echo_of(played, room, level)[:length], played)


def _piece(heard: np.ndarray) -> Piece:
    heard = heard.astype(np.float32)
    return Scene(heard, np.zeros(len(heard), np.float32), np.zeros(0, np.float32))


KINDS: Final[Mapping[str, Callable[[int], Piece]]] = MappingProxyType(
    {"talk": speech, "babble": crowd, "own cues": own_cues}
)
