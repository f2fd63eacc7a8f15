"""Which loudspeakers there are: for the stream, for settings and for the doctor."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.sound.engine import AUTO, NoSoundError, missing
from kiosk.sound.library import load_library


@dataclass(frozen=True, slots=True)
class OutputDevice:
    """A device that sound can go to.

    Attributes:
        index: Its number today; it changes when devices come and go.
        name: Its name, which stays.
        host: The system it belongs to, such as ``ALSA``.
        channels: How many channels it takes.
        default: Whether ``auto`` means this one.
    """

    index: int
    name: str
    host: str
    channels: int
    default: bool


def output_devices() -> tuple[OutputDevice, ...]:
    """List the devices that sound can go to.

    Raises:
        NoSoundError: Sound is not installed.
    """
    library = load_library()
    hosts = library.query_hostapis()
    default = library.default.device[1]
    return tuple(
        OutputDevice(
            index=int(device["index"]),
            name=str(device["name"]),
            host=str(hosts[device["hostapi"]]["name"]),
            channels=int(device["max_output_channels"]),
            default=device["index"] == default,
        )
        for device in library.query_devices()
        if device["max_output_channels"] > 0
    )


def choose(wanted: str) -> int | None:
    """Return the number of the device of that name or number; None means the default.

    Raises:
        NoSoundError: No such device is there.
    """
    if wanted == AUTO:
        return None
    devices = output_devices()
    low = wanted.casefold()
    for fits in (
        lambda device: wanted == str(device.index),
        lambda device: low == device.name.casefold(),
        lambda device: low in device.name.casefold(),
    ):
        for device in devices:
            if fits(device):
                return device.index
    raise NoSoundError(missing(wanted))
