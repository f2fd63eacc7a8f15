"""Takes what the kiosk plays out of what the microphone hears: speexdsp's echo canceller.

libspeexdsp is a small, old and steady library that Debian ships; its post-filter makes speech
harder to recognise and is not used. Frames are 10 ms at 16 kHz, and echoes up to 250 ms late are
found, which covers a living room and what a sound server holds back.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import TYPE_CHECKING, Final

import numpy as np

from kiosk.language import N_

if TYPE_CHECKING:
    from kiosk.ears.recogniser import Samples

NOT_INSTALLED: Final = N_("The ears need the package libspeexdsp1: install it, or switch them off.")
RATE: Final = 16_000
"""Samples a second of all that is heard."""
FRAME: Final = RATE // 100
TAIL: Final = RATE // 4
_SET_SAMPLING_RATE: Final = 24
_FULL: Final = 32767.0


class NoCancellerError(Exception):
    """The library is not on this machine; the text is one sentence, untranslated."""


class Canceller:
    """One canceller; it learns the room as it goes, in some seconds of sound.

    Raises:
        NoCancellerError: libspeexdsp is not installed.
    """

    def __init__(self) -> None:
        try:
            library = ctypes.CDLL(ctypes.util.find_library("speexdsp") or "libspeexdsp.so.1")
        except OSError as error:
            raise NoCancellerError(NOT_INSTALLED) from error
        library.speex_echo_state_init.restype = ctypes.c_void_p
        library.speex_echo_state_init.argtypes = (ctypes.c_int, ctypes.c_int)
        library.speex_echo_ctl.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
        library.speex_echo_cancellation.argtypes = (ctypes.c_void_p,) * 4
        library.speex_echo_cancellation.restype = None
        library.speex_echo_state_destroy.argtypes = (ctypes.c_void_p,)
        self._library = library
        self._state: int | None = library.speex_echo_state_init(FRAME, TAIL)
        rate = ctypes.c_int(RATE)
        library.speex_echo_ctl(self._state, _SET_SAMPLING_RATE, ctypes.byref(rate))
        self._heard = np.zeros(FRAME, np.int16)
        self._played = np.zeros(FRAME, np.int16)
        self._clean = np.zeros(FRAME, np.int16)

    def clean(self, heard: Samples, played: Samples) -> Samples:
        """One frame without the echo of what was played; both are `FRAME` long, -1.0 to 1.0."""
        if self._state is None:
            raise AssertionError("the canceller was closed")
        np.rint(np.clip(heard, -1, 1) * _FULL, out=self._heard, casting="unsafe")
        np.rint(np.clip(played, -1, 1) * _FULL, out=self._played, casting="unsafe")
        self._library.speex_echo_cancellation(
            self._state,
            self._heard.ctypes.data,
            self._played.ctypes.data,
            self._clean.ctypes.data,
        )
        return self._clean.astype(np.float32) / np.float32(_FULL)

    def close(self) -> None:
        """Let go of it. Safe to call twice."""
        state, self._state = self._state, None
        if state is not None:
            self._library.speex_echo_state_destroy(state)
