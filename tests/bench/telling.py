"""What a child process says to the one that measures. Imports next to nothing.

What is measured starts up with this loaded, and a bare window must stay bare.
"""

from __future__ import annotations

import sys
import time

SIZE = (1280, 800)
"""Of every window."""


def now_ms() -> float:
    """Return the clock that all processes share."""
    return time.monotonic_ns() / 1e6


def tell(*words: object) -> None:
    """Say a line of words to the measuring process."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()
