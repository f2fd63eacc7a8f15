"""How long the keeper of the loudspeaker waits for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the keeper waits for what, in seconds.

    Attributes:
        look: Between two looks at the device.
        retry: Before a device is tried again.
        silent: A running device that asks for nothing this long has gone away.
        begin: The same for one that was just opened; some take a second to begin.
        errand: For opening, closing or looking for devices.
    """

    look: float = 0.25
    retry: float = 2.0
    silent: float = 1.0
    begin: float = 5.0
    errand: float = 5.0
