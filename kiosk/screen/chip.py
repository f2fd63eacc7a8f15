"""The row above home's cards: what narrows them down, and the way along them."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.screen import theme
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Pressable


class Chip(Pressable):
    """One way to narrow home down: what it is about, and what is chosen. A tap opens the choices.

    Attributes:
        chosen: Whether it leaves anything out; then it is filled.
    """

    def __init__(self, name: str, sign: str, on_tap: Callable[[], None], sizes: Sizes) -> None:
        super().__init__(on_tap)
        self._sizes = sizes
        self.chosen = False
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self._sign = Sign(sign, theme.ACCENT)
        self.name = Text(
            name, sizes=sizes.steps(sizes.small), colour=theme.QUIET, down="bottom", leading=1.0
        )
        self.value = Text(sizes=sizes.steps(sizes.body), bold=True, down="top", leading=1.0)
        for piece in (self._panel, self._sign, self.name, self.value):
            self.add_widget(piece)

    def show(self, value: str, *, chosen: bool, name: str = "") -> None:
        """Show what is chosen."""
        self.chosen = chosen
        ink = theme.CARD if chosen else theme.INK
        self.name.show(name or self.name.text, theme.CARD if chosen else theme.QUIET)
        self.value.show(value, ink)
        self._sign.show(self._sign.name, theme.CARD if chosen else theme.ACCENT)
        self._paint()

    def press(self, *, pressed: bool) -> None:
        """Darken under a finger."""
        super().press(pressed=pressed)
        self._paint()

    def _paint(self) -> None:
        if self.chosen:
            self._panel.paint(theme.ACCENT_DOWN if self.pressed else theme.ACCENT)
        else:
            self._panel.paint(theme.STONE if self.pressed else theme.CARD, theme.LINE)

    def arrange(self) -> None:
        """The sign left where there is room, what it is about over what is chosen."""
        gap, high = self._sizes.gap, self.height
        self._panel.place(*self.pos, *self.size)
        left = self.x + gap
        sign = high * 0.3
        roomy = self.width > high * 2.2
        self._sign.place(left, self.center_y - sign / 2, sign if roomy else 0, sign)
        if roomy:
            left += sign + gap
        inner = self.right - gap * 0.8 - left
        edge = high * 0.12
        half = (high - 2 * edge) / 2
        self.name.place(left, self.center_y + edge * 0.2, inner, half * 0.9)
        self.value.place(left, self.y + edge, inner, half * 1.1)


class Arrow(Pressable):
    """A large arrow; dim and dead where there is nothing further."""

    def __init__(self, sign: str, on_tap: Callable[[], None], sizes: Sizes) -> None:
        super().__init__(on_tap)
        self.alive = True
        self._panel = Panel(colour=theme.STONE, radius=sizes.radius)
        self._sign = Sign(sign, theme.INK)
        self.add_widget(self._panel)
        self.add_widget(self._sign)

    def tap(self) -> None:
        """Go further, where there is anything."""
        if self.alive:
            super().tap()

    def show(self, *, alive: bool) -> None:
        """Show whether there is anything further."""
        self.alive = alive
        self._sign.show(self._sign.name, theme.INK if alive else theme.LINE)

    def turn(self, sign: str) -> None:
        """Point elsewhere."""
        self._sign.show(sign)

    def press(self, *, pressed: bool) -> None:
        """Darken under a finger."""
        super().press(pressed=pressed)
        self._panel.paint(theme.STONE_DOWN if pressed and self.alive else theme.STONE)

    def arrange(self) -> None:
        """The sign in the middle."""
        self._panel.place(*self.pos, *self.size)
        sign = min(self.size) * 0.38
        self._sign.place(self.center_x - sign / 2, self.center_y - sign / 2, sign, sign)
