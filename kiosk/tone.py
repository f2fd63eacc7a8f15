"""In which tone something is said."""

from enum import StrEnum


class Tone(StrEnum):
    """The tones of a coach, the mildest first: where a text is said in two, the later one wins."""

    CALM = "calm"
    """While somebody holds, moves or rests."""
    PLAIN = "plain"
    FIRM = "firm"
    """To come off, to stop, to take care."""
