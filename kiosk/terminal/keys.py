"""Keys from a terminal, one at a time and without Enter."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from kiosk.language import N_
from kiosk.player.model import Command

KEYS: Final = {
    " ": Command.TOGGLE,
    "\r": Command.TOGGLE,
    "\n": Command.TOGGLE,
    "p": Command.TOGGLE,
    "n": Command.NEXT,
    "\x1b[C": Command.NEXT,
    "\x1b[6~": Command.NEXT,
    "b": Command.BACK,
    "\x1b[D": Command.BACK,
    "\x1b[5~": Command.BACK,
    "r": Command.REPEAT,
    "h": Command.HURTS,
    "s": Command.STOP,
    "q": Command.STOP,
    "\x1b": Command.STOP,
    "\x03": Command.STOP,
}
"""What a key asks for; the same letters as on the screen."""

HELP: Final = N_("space pause, go on, ready   n next   b back   r repeat   h it hurts   s stop")


class Keyboard:
    """Reads the keys of standard input, where that is a terminal."""

    def __init__(self, fd: int | None) -> None:
        self._fd = fd

    def read(self, timeout_s: float) -> Command | None:
        """Wait for a key for so long at most; what it asks for, or None."""
        if self._fd is None:
            select.select([], [], [], timeout_s)
            return None
        ready, _none, _nor = select.select([self._fd], [], [], timeout_s)
        if not ready:
            return None
        typed = os.read(self._fd, 16).decode(errors="ignore")
        return KEYS.get(typed) or KEYS.get(typed[:1].lower())


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Take the terminal's keys for a while, and give the terminal back as it was."""
    if sys.stdin is None:  # whoever started us has closed it, as some services do
        yield Keyboard(None)
        return
    try:
        fd = sys.stdin.fileno()
        before = termios.tcgetattr(fd)
    except (OSError, ValueError, termios.error):
        yield Keyboard(None)
        return
    try:
        tty.setcbreak(fd)
        yield Keyboard(fd)
    finally:
        with suppress(termios.error):
            termios.tcsetattr(fd, termios.TCSADRAIN, before)
