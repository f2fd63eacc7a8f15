"""The seam behind which a recogniser lives: an utterance in, what was said out."""

from __future__ import annotations

from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Samples: TypeAlias = npt.NDArray[np.float32]
"""Mono, 16 kHz, -1.0 to 1.0."""


class NoRecogniserError(Exception):
    """This recogniser is not on this machine; the text is one sentence."""


class Recogniser(Protocol):
    """Turns an utterance into words. Used by one thread of one process only."""

    @property
    def name(self) -> str:
        """What it is called."""

    def hear(self, samples: Samples) -> str:
        """What was said in some seconds of sound; may be empty, or nonsense."""
