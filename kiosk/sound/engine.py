"""The seam under the stream: what opens sound devices, whoever does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kiosk.language import N_, Later, later

if TYPE_CHECKING:
    from kiosk.sound.samples import Samples
    from kiosk.units import Millis

NO_LOUDSPEAKER = N_(
    "No loudspeaker: the session goes on in writing. Plug one in or choose another in settings."
)
NOT_THERE = N_(
    "The loudspeaker “{device}” is not there: the session goes on in writing. "
    "Plug it in or choose another in settings."
)
AUTO = "auto"
"""The device's name that means: whichever the system takes by itself."""


class NoSoundError(Exception):
    """There is no sound, and why: the text is a sentence for the person, in the language in force.

    Attributes:
        sentence: The same, to be kept and said later.
    """

    def __init__(self, sentence: Later | str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Fill(Protocol):
    """Called by the device's own thread whenever it wants more; must be quick, never raise."""

    def __call__(self, out: Samples, latency_ms: float, *, starved: bool) -> None:
        """Write the next block.

        Args:
            out: Where to, one channel.
            latency_ms: How long from now until its first sample is heard, as the device says.
            starved: Whether the device ran dry before this call.
        """


class Opened(Protocol):
    """A device that runs."""

    @property
    def alive(self) -> bool:
        """Whether it still asks for more, as far as the system says."""

    def close(self) -> None:
        """Stop it. On a device that went away this may hang."""


class Engine(Protocol):
    """What opens devices."""

    def open(self, device: str, latency_ms: Millis, fill: Fill) -> Opened:
        """Open a device and start it.

        Raises:
            NoSoundError: It cannot be.
        """

    def rescan(self) -> None:
        """Look again which devices there are. No device may be open.

        Raises:
            NoSoundError: Sound is not installed.
        """

    def abandon(self) -> None:
        """A close hangs for good: see that the end of the process does not wait for it."""


def missing(device: str) -> Later:
    """Return the sentence for a device that is not there."""
    if device == AUTO:
        return later(NO_LOUDSPEAKER)
    return later(NOT_THERE, device=device)
