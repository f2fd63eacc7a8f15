"""Loads PortAudio, late and once, and keeps its chatter off stderr."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from functools import cache
from typing import Any

from kiosk.language import N_, later
from kiosk.sound.engine import NoSoundError

_NOT_INSTALLED = N_(
    "Sound is not installed: the session goes on in writing. "
    "Install PortAudio (sudo apt install libportaudio2) and start the kiosk again."
)
_DOES_NOT_START = N_(
    "The sound system does not start: the session goes on in writing. "
    "Check /etc/asound.conf and ~/.asoundrc for a mistake, or remove them."
)


@cache
def load_library() -> Any:
    """Load sounddevice and PortAudio, once.

    Raises:
        NoSoundError: They are not installed, or what they lean on is broken.
    """
    # Without this, merely asking for devices may start a JACK server.
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    _hush()
    try:
        import sounddevice  # noqa: PLC0415
    except (OSError, ImportError) as error:
        raise NoSoundError(later(_NOT_INSTALLED)) from error
    except Exception as error:  # its own class for this is gone with the failed import
        raise NoSoundError(later(_DOES_NOT_START)) from error
    return sounddevice


def _hush() -> None:
    """Give ALSA and JACK somewhere else to complain than stderr, which a terminal face draws on.

    Both let a program take their messages. The handlers are variadic in C; ours reads only the
    leading arguments, which every calling convention we run on passes as for a plain function.
    """
    for name, setter, handler in (
        ("libasound.so.2", "snd_lib_error_set_handler", _ignore_alsa),
        ("libjack.so.0", "jack_set_error_function", _ignore_jack),
        ("libjack.so.0", "jack_set_info_function", _ignore_jack),
    ):
        with suppress(OSError, AttributeError):
            getattr(ctypes.CDLL(name), setter)(handler)


def _ignore(*_message: object) -> None:
    """Take a message and do nothing with it."""


_ignore_alsa = ctypes.CFUNCTYPE(
    None,
    ctypes.c_char_p,
    ctypes.c_int,
    ctypes.c_char_p,
    ctypes.c_int,
    ctypes.c_char_p,
)(_ignore)
_ignore_jack = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(_ignore)
