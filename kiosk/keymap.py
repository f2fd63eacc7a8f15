"""What the keys of a keyboard, a clicker, a pedal or a remote mean: as delivered, and as learnt.

A key is a number, as Kivy's window gives it: a letter's is its character, arrows and F-keys have
Kivy's own, and what SDL names beyond those (the keys of media remotes) keeps SDL's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.language import N_, _


class Key(StrEnum):
    """What a person meant by a key, on whatever page they are."""

    GO = "go"
    """The main thing of the page: pause and go on, ready, start, open."""
    NEXT = "next"
    BACK = "back"
    UP = "up"
    DOWN = "down"
    REPEAT = "repeat"
    READY = "ready"
    """Ready, where a session waits for that; nothing elsewhere."""
    LEAVE = "leave"
    """Stop, in a session; elsewhere the way back."""
    HURTS = "hurts"
    """It hurts: in a press this ends it."""
    LOUDER = "louder"
    QUIETER = "quieter"


ACTS: Final = (
    Key.GO, Key.NEXT, Key.BACK, Key.REPEAT, Key.READY, Key.LEAVE, Key.HURTS, Key.LOUDER,
    Key.QUIETER,
)  # fmt: skip
"""What a key can be learnt for, in the order it is shown."""
KEPT: Final = frozenset({Key.GO, Key.NEXT, Key.LEAVE, Key.HURTS})
"""What always keeps a key: the two that protect, and the two that reach everything on a page."""

ESCAPE: Final = 27
"""Always stop, and the way back: it is never learnt for anything else."""
_MEDIA: Final = 1 << 30
"""SDL's mark on a key that has no character."""
_VOLUME_UP, _VOLUME_DOWN = _MEDIA | 128, _MEDIA | 129
_SELECT, _MUTE = _MEDIA | 119, _MEDIA | 127
_TRACK_NEXT, _TRACK_BACK, _TRACK_STOP, _TRACK_PLAY = (_MEDIA | key for key in range(258, 262))

DELIVERED: Final[Mapping[int, Key]] = {
    32: Key.GO,  # space
    13: Key.GO,  # Enter
    ord("b"): Key.GO,  # a clicker's black screen, and the middle one of three pedals
    ord("."): Key.GO,  # the black screen of other clickers
    271: Key.GO,  # Enter of the number block
    _TRACK_PLAY: Key.GO,
    _SELECT: Key.GO,  # a television remote's middle
    275: Key.NEXT,  # right
    281: Key.NEXT,  # Page Down: forward on a clicker
    ord("n"): Key.NEXT,
    ord("c"): Key.NEXT,  # the right one of three pedals
    _TRACK_NEXT: Key.NEXT,
    276: Key.BACK,  # left
    280: Key.BACK,  # Page Up
    ord("a"): Key.BACK,  # the left one of three pedals
    _TRACK_BACK: Key.BACK,
    273: Key.UP,
    274: Key.DOWN,
    ord("r"): Key.REPEAT,
    ord("h"): Key.HURTS,
    ESCAPE: Key.LEAVE,
    ord("s"): Key.LEAVE,
    286: Key.LEAVE,  # F5: a clicker's one "show" key sends F5 and Escape in turn
    _TRACK_STOP: Key.LEAVE,
    _VOLUME_UP: Key.LOUDER,
    ord("+"): Key.LOUDER,
    ord("="): Key.LOUDER,  # the same key of an American keyboard
    270: Key.LOUDER,  # plus of the number block
    _VOLUME_DOWN: Key.QUIETER,
    ord("-"): Key.QUIETER,
    269: Key.QUIETER,  # minus of the number block
}
"""What keys mean before any is learnt.

Presenters' clickers send Page Up, Page Down, ``b`` or ``.``, and F5 or Escape; sets of three
pedals send ``a``, ``b`` and ``c``, others a key of their maker's choice.
"""

MODIFIERS: Final = frozenset({300, 301, 303, 304, 305, 306, 307, 308, 309, 313})
"""Shift, control and their like, and the locks: they change other keys, and mean nothing alone."""

_NAMES: Final[Mapping[int, str]] = {
    8: N_("Backspace"), 9: N_("Tab"), 13: N_("Enter"), 27: N_("Escape"), 32: N_("Space"),
    ord("+"): N_("Plus"), ord("-"): N_("Minus"), ord("."): N_("Full stop"), ord("="): N_("Equals"),
    127: N_("Delete"), 273: N_("Up"), 274: N_("Down"), 275: N_("Right"), 276: N_("Left"),
    277: N_("Insert"), 278: N_("Home key"), 279: N_("End"), 280: N_("Page Up"),
    281: N_("Page Down"),
    269: N_("Number block -"), 270: N_("Number block +"), 271: N_("Number block Enter"),
    _VOLUME_UP: N_("Volume up"), _VOLUME_DOWN: N_("Volume down"), _MUTE: N_("Mute"),
    _SELECT: N_("OK key"), _TRACK_NEXT: N_("Next track"), _TRACK_BACK: N_("Last track"),
    _TRACK_STOP: N_("Stop playing"), _TRACK_PLAY: N_("Play"),
}  # fmt: skip
_F1, _F15 = 282, 296
_BLOCK_0, _BLOCK_9 = 256, 265


class No(StrEnum):
    """Why a key cannot be learnt."""

    ESCAPE = "escape"
    MODIFIER = "modifier"
    NO_NUMBER = "no number"
    LAST = "last"
    """It is the only key left of something that must keep one."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """What keys mean now.

    Attributes:
        learnt: What was learnt at this station, over what was delivered.
        notice: What was wrong with the file it was read from, in a sentence; else empty.
    """

    learnt: Mapping[int, Key] = field(default_factory=dict)
    notice: str = ""

    def meaning(self, code: int) -> Key | None:
        """What a key means; None where it means nothing."""
        return self.learnt.get(code) or DELIVERED.get(code)

    def keys_of(self, act: Key) -> tuple[int, ...]:
        """The keys of an act, those that were learnt first."""
        learnt = tuple(code for code, meant in self.learnt.items() if meant is act)
        delivered = tuple(
            code for code, meant in DELIVERED.items() if meant is act and code not in self.learnt
        )
        return (*learnt, *delivered)

    def why_not(self, code: int, act: Key) -> No | None:
        """Why a key cannot be learnt for an act; None where it can."""
        if code == ESCAPE:
            return No.ESCAPE
        if code in MODIFIERS:
            return No.MODIFIER
        if code <= 0:
            return No.NO_NUMBER
        meant = self.meaning(code)
        if meant in KEPT and meant is not act and len(self.keys_of(meant)) == 1:
            return No.LAST
        return None

    def learn(self, code: int, act: Key) -> Keymap:
        """Have a key mean one act from now on, and no other.

        Raises:
            ValueError: It cannot be learnt; `why_not` says why.
        """
        if act not in ACTS or (no := self.why_not(code, act)):
            raise ValueError(f"key {code} cannot mean {act}" + (f": {no}" if act in ACTS else ""))
        learnt = {other: meant for other, meant in self.learnt.items() if other != code}
        if DELIVERED.get(code) is not act:
            learnt[code] = act
        return Keymap(learnt)


def name_of(code: int) -> str:
    """What a key is called, in the language in force."""
    if code in _NAMES:
        return _(_NAMES[code])
    if _F1 <= code <= _F15:
        return f"F{code - _F1 + 1}"
    if _BLOCK_0 <= code <= _BLOCK_9:
        return _("Number block {key}").format(key=code - _BLOCK_0)
    if ord(" ") < code < _BLOCK_0 and chr(code).isprintable():
        return chr(code).upper()
    return _("Key {number}").format(number=code & ~_MEDIA)
