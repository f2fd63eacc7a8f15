"""The chimes by name, and how long each lasts: all that a plan needs to know about them.

The sound room makes the samples, to exactly these lengths.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from kiosk.units import Millis


class Chime(StrEnum):
    """What a chime tells a person whose eyes are shut."""

    START = "start"
    """A hold, repetitions or a press begin: one short rising touch."""
    END = "end"
    """A hold is over: two notes falling."""
    CHANGE = "change"
    """Change sides: up and back."""
    SOFT = "soft"
    """A gentle mark that asks for nothing."""
    BELL = "bell"
    """One struck bell."""
    DONE = "done"
    """The session is complete: a chord, rising."""
    ATTENTION = "attention"
    """Listen: two quick taps of the same note."""


HEARD = "heard"
"""An order was heard. The ears' own, not for scripts: it must mean nothing else."""

CHIME_MS: Mapping[str, Millis] = MappingProxyType(
    {
        Chime.START: 180,
        Chime.END: 350,
        Chime.CHANGE: 500,
        Chime.SOFT: 400,
        Chime.BELL: 900,
        Chime.DONE: 1200,
        Chime.ATTENTION: 300,
        HEARD: 120,
    },
)
"""The length of every chime, by its name."""
