"""What cards and tiles are alike in: a plate that is tapped, in a frame where the keys stand."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.screen import theme
from kiosk.screen.shapes import Frame, Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Pressable


class Plate(Pressable):
    """A ground of its own, with what `arrange` of a kind of plate puts on it.

    Attributes:
        focused: Whether the keys would act on this one.
    """

    def __init__(self, sizes: Sizes, on_tap: Callable[[], None]) -> None:
        super().__init__(on_tap)
        self._sizes = sizes
        self.focused = False
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(3.0, sizes.line * 2.5))
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self.add_widget(self._panel)

    def focus(self, *, focused: bool) -> None:
        """Show whether the keys would act on this one."""
        if focused != self.focused:
            self.focused = focused
            if focused:
                self.add_widget(self._frame, index=len(self.children))
            else:
                self.remove_widget(self._frame)

    def press(self, *, pressed: bool) -> None:
        """Darken under a finger."""
        super().press(pressed=pressed)
        self._panel.paint(theme.STONE if pressed else theme.CARD, theme.LINE)

    def arrange(self) -> None:
        """The ground and the frame fill the place."""
        self._frame.place(*self.pos, *self.size)
        self._panel.place(*self.pos, *self.size)
