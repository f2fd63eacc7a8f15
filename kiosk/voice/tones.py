"""What a tone does to the sound, alike for every engine: its pace, its pitch and its loudness.

No engine here is asked for a mood of its own: the neural one has none, and the others none that
they share. A calm voice is slower, half a semitone lower and a little softer; a firm one is brisk
and a little louder. Loudness stays levelled: no tone is more than a decibel from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.tone import PACE_PERCENT, Tone


@dataclass(frozen=True, slots=True)
class Colour:
    """How a tone sounds.

    Attributes:
        pace: How fast, by the words a minute that were asked for.
        pitch: By what the pitch is multiplied. It is played that much slower, which shifts the
            whole voice, so it stays near 1; the engine speaks faster to make up for it.
        gain_db: Against the level of all clips.
    """

    pace: float
    pitch: float = 1.0
    gain_db: float = 0.0

    def rate(self, asked: int) -> int:
        """The words a minute that an engine is to speak with."""
        return round(asked * self.pace / self.pitch)


COLOURS: Final[Mapping[Tone, Colour]] = MappingProxyType(
    {
        Tone.CALM: Colour(PACE_PERCENT[Tone.CALM] / 100, pitch=0.97, gain_db=-1.0),
        Tone.PLAIN: Colour(PACE_PERCENT[Tone.PLAIN] / 100),
        Tone.FIRM: Colour(PACE_PERCENT[Tone.FIRM] / 100, gain_db=1.0),
    }
)
"""Each tone's sound."""
