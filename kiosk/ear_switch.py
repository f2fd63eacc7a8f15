"""The switch of the ears: a file that is there while they are to listen, kept over restarts.

It holds where the operator's settings say nothing of `listen`; those win.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)


class EarSwitch:
    """Off until somebody turns it.

    Args:
        file: Where it is kept; made when it is first turned on.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._on: bool | None = None

    @property
    def on(self) -> bool:
        """Which way it stands; read once, then from memory."""
        if self._on is None:
            try:
                self._on = self._file.exists()
            except OSError:
                self._on = False  # what cannot be read was not turned on
        return self._on

    def turn(self, *, on: bool) -> None:
        """Turn it; where that cannot be kept, it holds until the next start."""
        self._on = on
        try:
            if on:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._file.touch()
            else:
                self._file.unlink(missing_ok=True)
            _settle(self._file.parent)
        except OSError as error:
            log.warning("The switch of the ears cannot be kept: %s.", error.strerror or error)


def _settle(folder: Path) -> None:
    """Have a folder on the disk as it is: a power cut is not to turn the ears on again."""
    if not folder.exists():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
