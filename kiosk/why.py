"""Why the operating system refused, in the language in force."""

from __future__ import annotations

from typing import Final

from kiosk.language import N_, _

_KNOWN: Final = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Operation not permitted"),
    N_("Too many open files"),
    N_("it is not a file"),
)
"""What the C library and our own reader say, for translators; anything else stays English."""


def why(error: OSError) -> str:
    """What a disk or a folder refused, in a few words."""
    said = error.strerror or str(error)
    return _(said)
