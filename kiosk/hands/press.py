"""What the presses of one big button mean. Pure: moments in, gestures out.

A short press is told when the button is let go, a long one as soon as it is long, and a second
press within `WINDOW_S` of a short one when it goes down. Nothing short has to wait for the second:
`SHORT` comes at once, and `SINGLE` once no second has come, for what must not be done twice over.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

LONG_S: Final = 1.0
"""Held for so long, a press is long."""
WINDOW_S: Final = 0.4
"""So long after a short press was let go, another makes it a double one.

Half a second is what desktops take for a double click; somebody in pain presses faster.
"""
CALM_S: Final = 1.5
"""After a double press short ones mean nothing until none has come for so long.

Somebody in pain hits a button three times and four; the third shall not go on with the session.
"""
SETTLE_S: Final = 0.02
"""Neither edge is believed until the contact has rested for so long.

Large buttons bounce for up to 10 ms, and a long wire picks up pulses that are shorter still.
"""


class Gesture(StrEnum):
    """What somebody did with the button."""

    SHORT = "short"
    SINGLE = "single"
    """The short press before stays alone."""
    DOUBLE = "double"
    LONG = "long"


class Presses:
    """Recognises gestures. Moments are seconds of one clock, and never go back.

    Args:
        held: Whether the button is down to begin with: a stuck one means nothing until it is let
            go.
    """

    def __init__(self, *, held: bool = False) -> None:
        self._level = held
        """As the contact was last seen ..."""
        self._changed_s = float("-inf")
        """... since when."""
        self._down = held
        """As it is believed to be."""
        self._long_at_s: float | None = None
        """When the press that goes on becomes long; None where it has, or means something else."""
        self._short_until_s: float | None = None
        """Until when a short press may become a double one."""
        self._second = False
        """Whether the press that goes on is the second of two, or one more after them."""
        self._calm_at_s = float("-inf")
        """When short presses mean something again."""

    def edge(self, at_s: float, *, down: bool) -> list[Gesture]:
        """The contact closes or opens."""
        found = self.tick(at_s)
        if down != self._level:
            self._level, self._changed_s = down, at_s
        return found

    def tick(self, now_s: float) -> list[Gesture]:
        """Time has come so far; what became of the button by now, in order."""
        found: list[Gesture] = []
        while (due := self.next_due()) is not None and due <= now_s:
            found += self._come_to(due)
        return found

    def next_due(self) -> float | None:
        """When `tick` will have something to do; None while nothing lies ahead."""
        dues = [self._short_until_s, self._long_at_s]
        if self._level != self._down:
            dues.append(self._changed_s + SETTLE_S)
        return min((due for due in dues if due is not None), default=None)

    def _come_to(self, now_s: float) -> list[Gesture]:
        if self._level != self._down and self._changed_s + SETTLE_S <= now_s:
            self._down = self._level
            return self._pressed() if self._down else self._released()
        if self._long_at_s is not None and self._long_at_s <= now_s:
            self._long_at_s = None
            return [Gesture.LONG]
        self._short_until_s = None
        return [Gesture.SINGLE]

    def _pressed(self) -> list[Gesture]:
        self._long_at_s = self._changed_s + LONG_S
        if self._changed_s < self._calm_at_s:
            self._second = True
            self._calm_at_s = self._changed_s + CALM_S
            return []
        self._second = self._short_until_s is not None
        self._short_until_s = None
        if not self._second:
            return []
        self._calm_at_s = self._changed_s + CALM_S
        return [Gesture.DOUBLE]

    def _released(self) -> list[Gesture]:
        short = self._long_at_s is not None and not self._second
        self._long_at_s = None
        if self._changed_s < self._calm_at_s:
            self._calm_at_s = self._changed_s + CALM_S
        if not short:
            return []
        self._short_until_s = self._changed_s + WINDOW_S
        return [Gesture.SHORT]
