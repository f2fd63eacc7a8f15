"""Keeps the keys that were learnt at this station, in one small file, written whole or not at all.

A file that is broken in any way gives the keys as delivered and one sentence that says so: half a
table could leave somebody without the key they rely on, and nobody would know why.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from pathlib import Path
from typing import Any, Final

from kiosk.keymap import ACTS, KEPT, Key, Keymap, No
from kiosk.language import N_, _

log = logging.getLogger(__name__)

BROKEN: Final = N_("The keys learnt here cannot be read: they are as delivered. Learn them again.")
MOST: Final = 200
"""Keys in a file; nobody has learnt more."""


class KeyFile:
    """The learnt keys, read once and then from memory.

    Args:
        file: Where they are; its folder is made when the first is written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._keymap: Keymap | None = None
        self._lock = threading.Lock()

    def keymap(self) -> Keymap:
        """What keys mean now."""
        if self._keymap is None:
            self._keymap = self._read()
        return self._keymap

    def keep(self, keymap: Keymap) -> None:
        """Hold another table from now on; `save` writes it."""
        self._keymap = keymap

    def save(self) -> None:
        """Write what is held; what cannot be written is held until the end."""
        with self._lock:
            try:
                self._write(self.keymap())
            except OSError as error:
                log.warning("The learnt keys cannot be kept: %s.", error.strerror or error)

    def _read(self) -> Keymap:
        try:
            return _keymap_of(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Keymap()
        except (OSError, ValueError, TypeError, RecursionError) as error:
            log.warning("%s cannot be used, so keys are as delivered: %s.", self._file, error)
            return Keymap(notice=_(BROKEN))

    def _write(self, keymap: Keymap) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(".draft")
        with draft.open("w", encoding="utf-8") as out:
            json.dump({"learnt": [[code, act] for code, act in keymap.learnt.items()]}, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._file)


def _keymap_of(content: Any) -> Keymap:
    """The table that a file holds, if it can have been learnt.

    Raises:
        ValueError, TypeError: It cannot.
    """
    if not isinstance(content, dict) or set(content) != {"learnt"}:
        raise ValueError("it is no table of learnt keys")
    pairs = content["learnt"]
    if not isinstance(pairs, list) or len(pairs) > MOST:
        raise ValueError("it is no list of learnt keys")
    keymap = Keymap()
    for code, act in pairs:
        if type(code) is not int or act not in ACTS:
            raise ValueError(f"{code!r} for {act!r} cannot have been learnt")
        if (no := keymap.why_not(code, Key(act))) not in (None, No.LAST):
            raise ValueError(f"{code!r} for {act!r} cannot have been learnt: {no}")
    # The order in which they were learnt is not kept, so the whole is judged and not each step.
    keymap = Keymap({code: Key(act) for code, act in pairs})
    for act in KEPT:
        if not keymap.keys_of(act):
            raise ValueError(f"no key is left for {act!r}")
    return keymap
