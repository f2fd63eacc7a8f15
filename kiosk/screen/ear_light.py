"""The light that tells that the kiosk listens, and the word it has just heard.

It stands in the margin of every page, where no page has anything, and the word lies over the page
for a moment: whoever spoke sees at once whether they were heard, and as what.
"""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock

from kiosk.screen import theme
from kiosk.screen.piece import Piece
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Sizes
from kiosk.screen.word_over import WordOver
from kiosk.station import Ears

LOOK_S = 0.2
"""How often it looks; only where the ears are switched on."""


class EarLight(Piece):
    """A line of light and a lit microphone while the kiosk listens; a dark one while it cannot.

    Args:
        sizes: The window's.
        ears: How the ears are.
        night: Whether the page below wears the colours of the night: then so does the light.

    Attributes:
        lit: Whether it shines.
    """

    def __init__(
        self, sizes: Sizes, ears: Callable[[], Ears | None], *, night: bool = False
    ) -> None:
        super().__init__()
        self._ears = ears
        self._sizes = sizes
        self.lit = False
        self._light = theme.NIGHT_INK if night else theme.ACCENT
        self._on_light = theme.NIGHT if night else theme.CARD
        self._unlit, self._on_unlit = (
            (theme.NIGHT, theme.NIGHT_INK) if night else (theme.STONE, theme.QUIET)
        )
        self._disc = Panel(colour=self._unlit, radius=10_000)
        self._sign = Sign("microphone", self._on_unlit)
        self._over = WordOver(sizes, self._light, self._on_light)
        self.word = self._over.word
        self._bar = Panel(colour=self._light, radius=0)
        for piece in (self._disc, self._sign, self._over):
            self.add_widget(piece)
        self._looking = Clock.create_trigger(lambda _dt: self.look(), LOOK_S, interval=True)
        self._looking()

    def look(self) -> None:
        """Show how the ears are now."""
        found = self._ears()
        # Switched off while this page is shown: there is nothing to show any more.
        self.opacity = 0.0 if found is None else 1.0
        ears = found or Ears()
        before = self.lit
        self.lit = ears.listening
        self._disc.paint(self._light if self.lit else self._unlit)
        self._sign.show("microphone", self._on_light if self.lit else self._on_unlit)
        self._over.show(ears.word)
        if self.lit != (self._bar.parent is not None):
            (self.add_widget if self.lit else self.remove_widget)(self._bar)
        if before != self.lit:
            self.again()

    def arrange(self) -> None:
        """Light along the upper edge, the sign in its left corner, and the word over the page."""
        sizes = self._sizes
        across = max(14.0, sizes.margin * 0.66)
        edge = max(1.0, (sizes.margin - across) * 0.25)
        left, low = self.x + edge, self.top - edge - across
        self._disc.place(left, low, across, across)
        inner = across * 0.62
        line = max(3.0, round(sizes.margin * 0.16))
        self._bar.place(self.x, self.top - line, self.width, line)
        self._sign.place(left + (across - inner) / 2, low + (across - inner) / 2, inner, inner)
        self._over.place(*self.pos, *self.size)

    def close(self) -> None:
        """Look no more."""
        self._looking.cancel()
