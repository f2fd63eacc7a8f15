"""What the keys of a keyboard, a clicker or a pedal mean.

Presenters' clickers send PageUp, PageDown, ``b`` or ``.``; pedals send a key of their maker's
choice, most often one of these.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Key(StrEnum):
    """What a person meant by a key, on whatever page they are."""

    GO = "go"
    """The main thing of the page: pause and go on, ready, start, open."""
    NEXT = "next"
    BACK = "back"
    UP = "up"
    DOWN = "down"
    REPEAT = "repeat"
    LEAVE = "leave"
    HURTS = "hurts"
    """It hurts: in a press this ends it."""


_CODES = {
    32: Key.GO,  # space
    13: Key.GO,  # Enter
    271: Key.GO,  # Enter of the number block
    ord("b"): Key.GO,
    ord("."): Key.GO,
    275: Key.NEXT,  # right
    281: Key.NEXT,  # PageDown
    ord("n"): Key.NEXT,
    276: Key.BACK,  # left
    280: Key.BACK,  # PageUp
    273: Key.UP,
    274: Key.DOWN,
    ord("r"): Key.REPEAT,
    ord("h"): Key.HURTS,
    ord("s"): Key.LEAVE,
    27: Key.LEAVE,  # Escape
}

_CHORDS = frozenset({"ctrl", "alt", "meta"})


class Keys:
    """Turns key presses into meanings, once for each time a key goes down."""

    def __init__(self) -> None:
        self._held: set[int] = set()

    def down(self, code: int, modifiers: Collection[str] = ()) -> Key | None:
        """The meaning of a key that went down; None while it is held, and for other keys.

        Args:
            code: The key's number, as Kivy gives it.
            modifiers: Names such as ``ctrl``; a chord is none of ours.
        """
        if code in self._held:
            return None
        self._held.add(code)
        return None if _CHORDS.intersection(modifiers) else _CODES.get(code)

    def holds(self, code: int) -> bool:
        """Whether a key is held already: what comes now is its repeat."""
        return code in self._held

    def up(self, code: int) -> None:
        """A key was let go."""
        self._held.discard(code)

    def forget(self) -> None:
        """No key is held any more: the window lost the keyboard, and releases may be missed."""
        self._held.clear()
