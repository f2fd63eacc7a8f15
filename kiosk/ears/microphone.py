"""The microphone: blocks of 16 kHz with the moment each was heard. Only in the ears' process."""

from __future__ import annotations

import queue
import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kiosk.ears.canceller import FRAME, RATE
from kiosk.language import N_
from kiosk.sound.clockmap import ClockMap
from kiosk.sound.engine import AUTO, NoSoundError
from kiosk.sound.library import load_library

if TYPE_CHECKING:
    from kiosk.ears.recogniser import Samples

NO_MICROPHONE: Final = N_(
    "No microphone: the session does not hear you. Use the buttons, or plug one in."
)
NOT_THERE: Final = N_("The microphone “{name}” is not there: use the buttons, or plug it in.")
_LATENCY_S: Final = 0.04
_SILENT_S: Final = 2.0
"""A microphone that brings nothing for so long has gone."""
_QUEUED: Final = 500


class NoMicrophoneError(NoSoundError):
    """There is no microphone of that name; the text is to be translated and filled in.

    Attributes:
        name: What was looked for.
    """

    def __init__(self, name: str) -> None:
        super().__init__(NOT_THERE)
        self.name = name


class Microphone:
    """An open microphone.

    Raises:
        NoSoundError: There is none, or it does not open.
    """

    def __init__(self, wanted: str = AUTO) -> None:
        library = load_library()
        self._blocks: queue.Queue[tuple[float, Samples]] = queue.Queue(_QUEUED)
        self._clock = ClockMap(RATE)
        self._frames = 0
        self._rest = np.zeros(0, np.float32)
        self._rest_ms = 0.0
        try:
            self._stream: Any = library.InputStream(
                samplerate=RATE,
                device=_chosen(library, wanted),
                channels=1,
                dtype="float32",
                latency=_LATENCY_S,
                callback=self._came,
            )
            self._latency_ms = float(self._stream.latency) * 1000
            self._stream.start()
        except (library.PortAudioError, ValueError) as error:
            raise NoSoundError(NO_MICROPHONE) from error

    def frame(self) -> tuple[float, Samples]:
        """The next frame of 10 ms, and when its first sample was heard; waits for it.

        Raises:
            NoSoundError: The microphone has gone.
        """
        while len(self._rest) < FRAME:
            try:
                at_ms, block = self._blocks.get(timeout=_SILENT_S)
            except queue.Empty:
                raise NoSoundError(NO_MICROPHONE) from None
            self._rest_ms = at_ms - len(self._rest) * 1000 / RATE
            self._rest = np.concatenate((self._rest, block))
        frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
        at_ms, self._rest_ms = self._rest_ms, self._rest_ms + FRAME * 1000 / RATE
        return at_ms, frame

    def close(self) -> None:
        """Let go of the device."""
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)

    def _came(self, block: Any, count: int, _time: Any, _status: Any) -> None:
        now_ms = time.monotonic_ns() / 1e6
        first = self._frames
        self._frames += count
        # A block comes once its last sample was heard: later perhaps, never sooner.
        self._clock.fed(self._frames, now_ms, -self._latency_ms)
        if self._clock.settled and not self._blocks.full():
            self._blocks.put_nowait((self._clock.ms_at(first), block[:, 0].copy()))


def _chosen(library: Any, wanted: str) -> int | None:
    """The number of the microphone of that name, or None for the system's own.

    Raises:
        NoMicrophoneError: There is none of that name.
    """
    if wanted == AUTO:
        return None
    low = wanted.casefold()
    for device in library.query_devices():
        if device["max_input_channels"] > 0 and (
            wanted == str(device["index"]) or low in str(device["name"]).casefold()
        ):
            return int(device["index"])
    raise NoMicrophoneError(wanted)
