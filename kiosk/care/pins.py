"""PINs: slow hashes, and tries that are counted across restarts.

Five tries, then a wait of 1, 5 and at last 30 minutes before each further one. The wait is counted
on the station's own coordinate of time that never goes back, so pulling the plug shortens nothing.
"""

from __future__ import annotations

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from kiosk.language import _
from kiosk.units import MINUTE, Millis

OPERATOR_DIGITS: Final = 6
PERSON_DIGITS: Final = 4
MOST_DIGITS: Final = 12
FREE_TRIES: Final = 5
WAITS_MS: Final[tuple[Millis, ...]] = (1 * MINUTE, 5 * MINUTE, 30 * MINUTE)

# OWASP's least for argon2id: 19 MiB, two passes, one lane; a tenth of a second on a small board.
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(pin: str) -> bytes:
    """A PIN as it is kept."""
    return _HASHER.hash(pin).encode()


def matches(pin: str, kept: bytes) -> bool:
    """Whether a PIN is the one that is kept."""
    try:
        return _HASHER.verify(kept.decode(), pin)
    except (Argon2Error, InvalidHashError, UnicodeDecodeError):
        return False


def wrong_with(pin: str, least: int) -> str:
    """What is wrong with a new PIN, in a sentence; empty where nothing is."""
    if not pin.isascii() or not pin.isdigit():
        return _("A PIN is made of digits only.")
    if not least <= len(pin) <= MOST_DIGITS:
        return _("A PIN has {least} to {most} digits here.").format(least=least, most=MOST_DIGITS)
    if len(set(pin)) == 1 or pin in "01234567890123" or pin in "98765432109876":
        return _("This PIN is too easy to guess. Choose another.")
    return ""


def wait_after(failures: int) -> Millis:
    """How long nobody may try after so many failures in a row."""
    over = failures - FREE_TRIES
    return WAITS_MS[min(over, len(WAITS_MS) - 1)] if over >= 0 else 0
