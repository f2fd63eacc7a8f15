"""In which tone something is said."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Tone(StrEnum):
    """The tones of a coach, the mildest first: where a text is said in two, the later one wins."""

    CALM = "calm"
    """While somebody holds, moves or rests."""
    PLAIN = "plain"
    FIRM = "firm"
    """To come off, to stop, to take care."""


PACE_PERCENT: Final[Mapping[Tone, int]] = MappingProxyType(
    {Tone.CALM: 92, Tone.PLAIN: 100, Tone.FIRM: 103}
)
"""How fast each tone is said, of the words a minute that were asked for."""
