"""PortAudio, the engine that opens real devices."""

from __future__ import annotations

import atexit
import logging
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kiosk.clips import SAMPLE_RATE
from kiosk.sound.devices import choose
from kiosk.sound.engine import AUTO, NoSoundError, missing
from kiosk.sound.library import load_library

if TYPE_CHECKING:
    from kiosk.sound.engine import Fill, Opened
    from kiosk.units import Millis

URGENT = -11
"""The niceness of the thread that fills the device, as sound servers have it."""

log = logging.getLogger(__name__)


class PortAudio:
    """The real `Engine`."""

    def open(self, device: str, latency_ms: Millis, fill: Fill) -> Opened:
        """Open a device, in mono, or in stereo where it has no mono."""
        library = load_library()
        chosen = choose(device)
        problem: Exception | None = None
        for channels in (1, 2):
            try:
                return _Running(library, chosen, channels, latency_ms, fill)
            except (library.PortAudioError, ValueError) as error:
                log.debug("%s does not open with %d channels: %s", device, channels, error)
                problem = error
        raise NoSoundError(missing(device)) from problem

    def rescan(self) -> None:
        """Start PortAudio anew: it reads the list of devices only then."""
        library = load_library()
        # Not library._initialize(): that points the whole process's stderr at nothing meanwhile,
        # and other threads would lose what they log.
        library._lib.Pa_Terminate()  # noqa: SLF001
        if library._lib.Pa_Initialize() < 0:  # noqa: SLF001
            raise NoSoundError(missing(AUTO))

    def abandon(self) -> None:
        """Drop the hook by which the library would wait for its streams at exit."""
        atexit.unregister(load_library()._exit_handler)  # noqa: SLF001


class _Running:
    """An open device."""

    def __init__(
        self,
        library: Any,
        device: int | None,
        channels: int,
        latency_ms: Millis,
        fill: Fill,
    ) -> None:
        self._urgent = False
        self._latency_ms = float(latency_ms)

        def wanted(out: Any, _count: int, time: Any, status: Any) -> None:
            if not self._urgent:
                self._urgent = True
                _hurry()
            latency = (time.outputBufferDacTime - time.currentTime) * 1000
            # Some systems do not know the latency and say 0.
            latency = latency if latency > 0 else self._latency_ms
            fill(out[:, 0], latency, starved=bool(status.output_underflow))
            if channels > 1:
                out[:, 1:] = out[:, :1]

        self._stream = library.OutputStream(
            samplerate=SAMPLE_RATE,
            device=device,
            channels=channels,
            dtype="float32",
            latency=latency_ms / 1000,
            callback=wanted,
        )
        self._latency_ms = self._stream.latency * 1000
        try:
            self._stream.start()
        except library.PortAudioError:
            self._stream.close(ignore_errors=True)
            raise

    @property
    def alive(self) -> bool:
        return bool(self._stream.active)

    def close(self) -> None:
        # abort, not stop: stop plays what is left, on a device that may be gone.
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)


def _hurry() -> None:
    """Let this thread go before others: it needs little time, but needs it soon.

    Where that is not allowed (a service may set LimitNICE), a very busy machine may be heard.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), URGENT)
