"""What is touched: buttons, and a column that scrolls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import (
    Color,
    PopMatrix,
    PushMatrix,
    Rectangle,
    StencilPop,
    StencilPush,
    StencilUnUse,
    StencilUse,
    Translate,
)

from kiosk.screen import theme
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Sizes, rgba

_DRAG = "groundwork-drag"
"""Where a touch says that it has become a drag and is no tap any more."""


def is_finger(touch: Any) -> bool:
    """Whether a touch is a finger or the main mouse button, not a wheel or another button."""
    return getattr(touch, "button", None) in {None, "left"}


class Pressable(Piece):
    """Something that is tapped: it acts when a finger that went down on it leaves it there."""

    def __init__(self, on_tap: Callable[[], None]) -> None:
        super().__init__()
        self._on_tap = on_tap
        self.pressed = False

    def tap(self) -> None:
        """Do what a tap does."""
        self._on_tap()

    def press(self, *, pressed: bool) -> None:
        """Show that a finger is on it, or no longer."""
        self.pressed = pressed

    def on_touch_down(self, touch: Any) -> bool:
        """Take the touch if it is on us."""
        if not is_finger(touch) or not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self.press(pressed=True)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """Let go of a touch that has become a drag."""
        if touch.grab_current is not self:
            return False
        self.press(pressed=self.collide_point(*touch.pos) and _DRAG not in touch.ud)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        """Act, if the finger is still on us."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.press(pressed=False)
        if self.collide_point(*touch.pos) and _DRAG not in touch.ud:
            self.tap()
        return True


class Button(Pressable):
    """A button with a word and, most often, a sign.

    Attributes:
        main: Whether it is the page's main action.
    """

    def __init__(
        self,
        text: str,
        on_tap: Callable[[], None],
        sizes: Sizes,
        *,
        sign: str = "",
        main: bool = False,
        quiet: bool = False,
        size: float | None = None,
    ) -> None:
        super().__init__(on_tap)
        self.main = main
        self._sizes = sizes
        self._ground, self._down, ink = theme.STONE, theme.STONE_DOWN, theme.INK
        self._edge: theme.Colour | None = theme.EDGE
        if main:
            self._ground, self._down, ink = theme.ACCENT, theme.ACCENT_DOWN, theme.CARD
            self._edge = None
        elif quiet:
            self._ground, self._down, ink = theme.PAPER, theme.STONE, theme.QUIET
        self._panel = Panel(
            colour=self._ground, radius=sizes.radius, border=self._edge, line=sizes.line
        )
        self._sign = Sign(sign, ink)
        self._text = Text(
            text,
            sizes=sizes.steps(size or (sizes.lead if main else sizes.body)),
            colour=ink,
            bold=not quiet,
            across="center",
        )
        for piece in (self._panel, self._sign, self._text):
            self.add_widget(piece)

    @property
    def text(self) -> str:
        """The word on it."""
        return self._text.text

    def show(self, text: str, sign: str | None = None) -> None:
        """Show another word, and another sign where one is given."""
        if sign is not None:
            self._sign.show(sign)
        if text != self._text.text:
            self._text.text = text
            self.again()

    def press(self, *, pressed: bool) -> None:
        """Darken under a finger."""
        super().press(pressed=pressed)
        self._panel.paint(self._down if pressed else self._ground, self._edge)

    def arrange(self) -> None:
        """Put the sign over the word where the button is narrow, beside it where it is wide."""
        self._panel.place(*self.pos, *self.size)
        gap = self._sizes.gap * 0.6
        inner = self.width - 2 * gap
        if not self._sign.name:
            self._text.place(self.x + gap, self.y + gap / 2, inner, self.height - gap)
        elif self.width > self.height * 2.2:
            self._beside(gap, inner)
        else:
            sign = min(self.height * 0.3, self._sizes.lead * 1.5)
            self._sign.place(self.x, self.top - self.height * 0.16 - sign, self.width, sign)
            self._text.place(self.x + gap, self.y + self.height * 0.1, inner, self.height * 0.38)
        self._text.again()

    def _beside(self, gap: float, inner: float) -> None:
        sign = min(self.height * 0.36, self._text.sizes[0] * 1.05)
        room = inner - sign - 1.4 * gap
        word = min(room, self._text.line_width() + 2)
        left = self.x + gap + max(0.0, (room - word) / 2)
        self._sign.place(left, self.y, sign, self.height)
        self._text.place(left + sign + 1.4 * gap, self.y, word, self.height)


class Scroller(Piece):
    """A window on a column that is higher than itself, moved by a finger or keys.

    It is drawn clipped, unless whoever owns it covers what sticks out: that spares the kiosk's
    first picture the making of three more shaders.

    The column is a piece with `height_for(width)`, placed once; moving it only shifts the matrix
    it is drawn with.
    """

    def __init__(
        self,
        sizes: Sizes,
        on_move: Callable[[], None] | None = None,
        *,
        clipped: bool = True,
    ) -> None:
        super().__init__()
        self.offset = 0.0
        """How far the column has been moved up, in pixels."""
        self.reach = 0.0
        """How far it can be moved at most."""
        self._slop = max(8.0, sizes.target * 0.12)
        self._thickness = max(4.0, round(sizes.gap * 0.35))
        self._speed = 0.0
        self._on_move = on_move
        self._glide = Clock.create_trigger(self._on_glide, 0, interval=True)
        self._masks: list[Rectangle] = []
        with self.canvas.before:
            if clipped:
                StencilPush()
                self._masks.append(Rectangle())
                StencilUse()
            PushMatrix()
            self._shift = Translate(0, 0)
        with self.canvas.after:
            PopMatrix()
            if clipped:
                StencilUnUse()
                self._masks.append(Rectangle())
                StencilPop()
            self._thumb_colour = Color(*rgba(theme.QUIET, 0.0))
            self._thumb = Rectangle()

    def arrange(self) -> None:
        """Fit the clip."""
        for mask in self._masks:
            mask.pos, mask.size = self.pos, self.size
        self.move_to(self.offset)

    def extend(self, height: float) -> None:
        """Say how high the column is."""
        self.reach = max(0.0, height - self.height)
        self.move_to(self.offset)

    def move_to(self, offset: float) -> None:
        """Show the column from so far below its top."""
        self.offset = float(round(min(self.reach, max(0.0, offset))))
        self._shift.y = self.offset
        shown = self.reach > 0
        self._thumb_colour.a = 0.35 if shown else 0.0
        if shown:
            length = max(self.height * self.height / (self.height + self.reach), self._slop * 3)
            low = self.top - length - (self.height - length) * self.offset / self.reach
            self._thumb.pos = self.right - self._thickness, low
            self._thumb.size = self._thickness, length
        if self._on_move is not None:
            self._on_move()

    def reveal(self, low: float, high: float) -> None:
        """Move as little as needed to show what stands between two heights of the column."""
        if high + self.offset > self.top:
            self.move_to(self.top - high)
        elif low + self.offset < self.y:
            self.move_to(self.y - low)

    def page(self, direction: int) -> None:
        """Move by most of a window, down for 1 and up for -1."""
        self.move_to(self.offset + direction * self.height * 0.8)

    def to_local(self, x: float, y: float, **_: object) -> tuple[float, float]:
        """Kivy's own seam for moved widgets: a point of the page, seen from inside."""
        return x, y - self.offset

    def to_parent(self, x: float, y: float, **_: object) -> tuple[float, float]:
        """A point inside, seen from the page."""
        return x, y + self.offset

    def on_touch_down(self, touch: Any) -> bool:
        """Take every touch inside: it may become a drag."""
        if not self.collide_point(*touch.pos):
            return False
        wheel = {"scrollup": 1, "scrolldown": -1}.get(getattr(touch, "button", ""))
        if wheel is not None:
            self._stop_glide()
            self.move_to(self.offset + wheel * self._slop * 5)
            return True
        self._stop_glide()
        touch.grab(self)
        touch.ud[self.uid] = (touch.y, self.offset)
        self._speed = 0.0
        touch.push()
        touch.apply_transform_2d(self.to_local)
        super().on_touch_down(touch)
        touch.pop()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """Follow the finger once it has moved far enough."""
        if touch.grab_current is not self:
            return False
        began, offset = touch.ud[self.uid]
        moved = touch.y - began
        if _DRAG not in touch.ud and abs(moved) > self._slop and self.reach > 0:
            touch.ud[_DRAG] = True
        if _DRAG in touch.ud:
            before = self.offset
            self.move_to(offset + moved)
            self._speed = 0.6 * self._speed + 0.4 * (self.offset - before)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        """Glide on for a moment after a drag."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if _DRAG in touch.ud and abs(self._speed) > 2:
            self._glide()
        return True

    def _on_glide(self, _dt: float) -> bool:
        before = self.offset
        self.move_to(self.offset + self._speed)
        self._speed *= 0.9
        if abs(self._speed) < 0.7 or self.offset == before:
            self._stop_glide()
            return False
        return True

    def _stop_glide(self) -> None:
        self._glide.cancel()
        self._speed = 0.0
