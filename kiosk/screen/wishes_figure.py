"""The choices about the figure, with the figure beside them as it looks now."""

from __future__ import annotations

from typing import Any

from kiosk.screen import theme
from kiosk.screen.people_choose import Choices
from kiosk.screen.picture import Picture
from kiosk.screen.theme import Sizes

FIGURE = "side-bend"
"""It shows all of a body."""


class FigureChoices(Choices):
    """As `Choices`, in what the picture leaves free."""

    def __init__(self, sizes: Sizes, **options: Any) -> None:
        super().__init__(sizes, **options)
        self.picture = Picture(theme.EASE, radius=sizes.radius)
        self.picture.show(FIGURE, theme.EASE)
        self.add(self.picture)

    def arrange(self) -> None:
        """The picture on the right, or above where the window is high."""
        super().arrange()
        grid, gap = self.grid, self.sizes.gap
        if grid is None:
            return
        left, low, wide, high = grid.x, grid.y, grid.width, grid.height
        if self.sizes.portrait:
            tall = high * 0.45
            self.picture.place(left + gap / 2, low + high - tall, wide - gap, tall)
            grid.place(left, low, wide, high - tall - gap)
            return
        side = min(wide * 0.4, high)
        self.picture.place(left + wide - side - gap / 2, low, side, high)
        grid.place(left, low, wide - side - gap, high)
