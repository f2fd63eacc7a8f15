"""Turns what a keyboard, a clicker or a pedal sends into meanings, once for each press."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from kiosk.keymap import Key, Keymap

__all__ = ["BOUNCE_S", "Key", "Keys", "is_chord"]

BOUNCE_S = 0.04
"""A key that comes back down so soon after it went up, or down, did not: its contact bounces.

Cheap pedals bounce for up to 30 ms; nobody lets go and presses again within 40.
"""

_CHORDS = frozenset({"ctrl", "alt", "meta"})


def is_chord(modifiers: Collection[str]) -> bool:
    """Whether a key was pressed together with control and its like: then it is none of ours."""
    return bool(_CHORDS.intersection(modifiers))


class Keys:
    """Turns key presses into meanings, once for each time a key goes down.

    Args:
        keymap: What keys mean now.
        now_s: The monotonic clock.
    """

    def __init__(
        self,
        keymap: Callable[[], Keymap] = Keymap,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keymap = keymap
        self._now_s = now_s
        self._held: set[int] = set()
        self._edges: dict[int, float] = {}
        """When each key last went down or up."""

    def pressed(self, code: int) -> bool:
        """A key goes down: whether it is a press of its own, no repeat and no bounce."""
        now = self._now_s()
        fresh = code not in self._held and now - self._edges.get(code, -BOUNCE_S) >= BOUNCE_S
        self._held.add(code)
        self._edges[code] = now
        return fresh

    def meaning(self, code: int, modifiers: Collection[str] = ()) -> Key | None:
        """What a key means; None for a chord, and for other keys."""
        return None if is_chord(modifiers) else self._keymap().meaning(code)

    def down(self, code: int, modifiers: Collection[str] = ()) -> Key | None:
        """The meaning of a key that went down; None while it is held, and for other keys.

        Args:
            code: The key's number, as Kivy gives it.
            modifiers: Names such as ``ctrl``; a chord is none of ours.
        """
        return self.meaning(code, modifiers) if self.pressed(code) else None

    def up(self, code: int) -> None:
        """A key was let go."""
        self._held.discard(code)
        self._edges[code] = self._now_s()

    def forget(self) -> None:
        """No key is held any more: the window lost the keyboard, and releases may be missed."""
        self._held.clear()
        self._edges.clear()
