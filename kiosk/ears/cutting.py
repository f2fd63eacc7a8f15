"""Cuts what is heard into utterances: where somebody speaks, and only as long as an order may be.

A frame counts as somebody's when it is louder than the room has lately been, louder than what the
canceller may have left of the echo, and sounds like speech. Longer talk than an order takes is
dropped unheard: it is no order, and to recognise it would cost the machine its time.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kiosk.ears.canceller import FRAME, RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.ears.recogniser import Samples

FRAME_MS: Final = 10
LOUDER_DB: Final = 5.5
"""Above the room's level: speech at 10 dB over a babble passes, the babble seldom does."""
_VOICES_HZ: Final = (200, 3_800)
"""Where levels are taken: most of a voice is there, and a good half of a hiss is not."""
ECHO_DB: Final = -12.0
"""Below the echo that was taken out, what is left is echo."""
QUIETEST_DB: Final = -62.0
"""Below full scale: what is quieter is nobody in this room."""
BEGINS: Final = (7, 12)
"""So many of so many frames are somebody's: an utterance has begun."""
ENDS_MS: Final = 380
"""Of quiet: it is over. The pauses within "it ... hurts" are shorter."""
BEFORE_MS: Final = 260
"""Kept from before it began, for the first consonant."""
SHORTEST_MS: Final = 130
LONGEST_MS: Final = 2_600
"""Longer talk is no order."""
ROOM_MS: Final = 2_500
"""So long the room's level is remembered."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something said.

    Attributes:
        samples: At 16 kHz, with a moment before and after it.
    """

    samples: Samples


class Cutter:
    """Fed frame by frame.

    Args:
        is_speech: A voice detector: whether a frame of 10 ms sounds like speech.
    """

    def __init__(self, is_speech: Callable[[bytes], bool]) -> None:
        self._is_speech = is_speech
        self._room: deque[float] = deque(maxlen=ROOM_MS // FRAME_MS)
        self._lately: deque[bool] = deque(maxlen=BEGINS[1])
        self._kept: deque[Samples] = deque(maxlen=(BEFORE_MS // FRAME_MS) + BEGINS[1])
        self._said: list[Samples] = []
        self._levels: list[float] = []
        self._quiet_ms = 0
        self._voiced_ms = 0
        self._floor_db = QUIETEST_DB
        self._count = 0

    @property
    def speaking(self) -> bool:
        """Whether somebody is in the middle of an utterance."""
        return bool(self._said)

    @property
    def room_db(self) -> float:
        """How loud the room is when nobody speaks, in dB of full scale."""
        return self._floor_db

    def feed(self, clean: Samples, heard: Samples) -> Utterance | None:
        """Take a frame: cleaned of echo, and as it was heard. An utterance, once one is over."""
        level = voice_decibels(clean)
        echo = voice_decibels(heard - clean)
        own = self._is_own(clean, level, echo)
        self._lately.append(own)
        if not self._said:
            self._learn(level)
            self._kept.append(clean)
            if sum(self._lately) >= BEGINS[0]:
                self._said = list(self._kept)
                self._levels = []
                self._quiet_ms = 0
                self._voiced_ms = sum(self._lately) * FRAME_MS
            return None
        self._said.append(clean)
        self._levels.append(level)
        self._quiet_ms = 0 if own else self._quiet_ms + FRAME_MS
        self._voiced_ms += FRAME_MS * own
        if len(self._levels) * FRAME_MS > LONGEST_MS + ENDS_MS:
            self._give_up()
            return None
        return self._over() if self._quiet_ms >= ENDS_MS else None

    def _give_up(self) -> None:
        """What goes on for so long is no order: it is what this room now sounds like."""
        self._forget()
        self._room.extend(self._levels)
        self._measure()

    def _forget(self) -> None:
        self._said = []
        self._lately.clear()
        self._kept.clear()

    def _over(self) -> Utterance | None:
        frames = self._said
        self._forget()
        if self._voiced_ms < SHORTEST_MS:
            return None
        return Utterance(np.concatenate(frames))

    def _is_own(self, clean: Samples, level: float, echo: float) -> bool:
        if level < max(QUIETEST_DB, self._floor_db + LOUDER_DB, echo + ECHO_DB):
            return False
        return self._is_speech((np.clip(clean, -1, 1) * 32767).astype("<i2").tobytes())

    def _learn(self, level: float) -> None:
        self._room.append(level)
        self._count += 1
        if self._count % 10 == 0:
            self._measure()

    def _measure(self) -> None:
        self._floor_db = max(QUIETEST_DB - LOUDER_DB, float(np.median(self._room)))


def decibels(samples: Samples) -> float:
    """The level of a frame, in dB of full scale."""
    power = float(np.dot(samples, samples)) / max(1, len(samples))
    return 10.0 * float(np.log10(power + 1e-10))


def voice_decibels(samples: Samples) -> float:
    """The level of a frame where voices are, in dB of full scale."""
    spectrum = np.fft.rfft(samples)
    per_bin = RATE / len(samples)
    low, high = (round(hertz / per_bin) for hertz in _VOICES_HZ)
    within = spectrum[low : high + 1]
    power = 2.0 * float(np.vdot(within, within).real) / len(samples) ** 2
    return 10.0 * float(np.log10(power + 1e-10))


def voice_detector() -> Callable[[bytes], bool]:
    """WebRTC's voice detector, for frames of 10 ms at 16 kHz."""
    import webrtcvad  # noqa: PLC0415  only where the ears are on

    if FRAME * 1000 != FRAME_MS * RATE:
        raise AssertionError("the detector takes frames of exactly 10 ms")
    detector = webrtcvad.Vad(2)

    def is_speech(frame: bytes) -> bool:
        return bool(detector.is_speech(frame, RATE))

    return is_speech
