"""The chain from two streams of frames to utterances: canceller, gate, detector, cutter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.ears.canceller import Canceller
from kiosk.ears.cutting import Cutter, Utterance, voice_detector

if TYPE_CHECKING:
    from kiosk.ears.recogniser import Samples


class Chain:
    """Fed with frames of 10 ms: what the microphone heard, and what was played just then."""

    def __init__(self) -> None:
        self._canceller = Canceller()
        self._cutter = Cutter(voice_detector())

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking now."""
        return self._cutter.speaking

    @property
    def room_db(self) -> float:
        """How loud the room is while nobody speaks, in dB of full scale."""
        return self._cutter.room_db

    def feed(self, heard: Samples, played: Samples) -> Utterance | None:
        """Take a frame of each; an utterance, once one is over."""
        return self._cutter.feed(self._canceller.clean(heard, played), heard)

    def close(self) -> None:
        """Let go."""
        self._canceller.close()
