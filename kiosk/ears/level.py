"""How loud it is at the microphone, for who looks after the kiosk; a second, then it is closed."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from kiosk.ears.canceller import FRAME, RATE
from kiosk.ears.microphone import Microphone

DEAD_DB: Final = -75.0
"""A microphone that brings less than this is muted, or is none: every room makes more noise."""
_SETTLES_S: Final = 0.3
"""The first sound of many microphones is a click."""


def room_db(wanted: str, seconds: float = 1.0) -> float:
    """The level of the room in dB of full scale, -120 for silence; takes `seconds` and a little.

    Args:
        wanted: The microphone, as the settings name it.
        seconds: How long it is listened to.

    Raises:
        NoSoundError: There is no microphone, or not this one.
    """
    microphone = Microphone(wanted)
    try:
        skipped, counted = (round(each * RATE / FRAME) for each in (_SETTLES_S, seconds))
        frames = [microphone.frame()[1] for _frame in range(skipped + counted)]
    finally:
        microphone.close()
    mean = float(np.mean(np.square(np.concatenate(frames[skipped:]))))
    return 10 * math.log10(mean) if mean > 1e-12 else -120.0
