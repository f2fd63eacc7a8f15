"""What is tapped on the body map: the labels beside the picture, and rows with a button."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.language import _
from kiosk.reception import PointState, PointStatus
from kiosk.screen import dose_look, theme, words_dose
from kiosk.screen.page import Row
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Frame, Panel, Sign
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Pressable


class PointLabel(Pressable):
    """A point beside the picture: its name, and sign and word for how it is.

    Attributes:
        status: What it shows.
    """

    def __init__(self, status: PointStatus, sizes: Sizes, on_choose: Callable[[str], None]) -> None:
        super().__init__(lambda: on_choose(status.point))
        self.status = status
        look = dose_look.POINTS[status.state]
        self._wash = look.wash
        self._inset = sizes.gap * 0.6
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(3.0, sizes.line * 2.5))
        self._panel = Panel(
            colour=look.wash, radius=sizes.radius, border=theme.EDGE, line=sizes.line
        )
        self.sign = Sign(look.sign, look.ink)
        small = sizes.steps(sizes.small)
        self.name = Text(
            words_dose.muscle_name(status.point), sizes=small, bold=True, down="bottom"
        )
        word = words_dose.state_word(status.state)
        if status.state is PointState.READY and status.granted_ms:
            word = f"{word}: {words_dose.seconds(status.granted_ms)}"
        self.word = Text(word, sizes=sizes.steps(sizes.body), colour=look.ink, bold=True)
        next_time = _(words_dose.NEXT).format(when=status.next) if status.next else ""
        self.next = Text(next_time, sizes=sizes.steps(sizes.small * 0.9), down="top")
        for piece in (self._panel, self.sign, self.name, self.word, self.next):
            self.add_widget(piece)

    def choose(self, *, chosen: bool) -> None:
        """Stand in a frame, or no longer."""
        there = self._frame.parent is not None
        if chosen and not there:
            self.add_widget(self._frame, index=len(self.children))
        elif there and not chosen:
            self.remove_widget(self._frame)

    def press(self, *, pressed: bool) -> None:
        """Darken under a finger."""
        super().press(pressed=pressed)
        self._panel.paint(theme.STONE_DOWN if pressed else self._wash, theme.EDGE)

    def arrange(self) -> None:
        """The name, below it sign and word, below that when it is next."""
        self._panel.place(*self.pos, *self.size)
        self._frame.place(*self.pos, *self.size)
        inset = self._inset
        left, inner = self.x + inset, self.width - 2 * inset
        room = self.height - inset * 0.5
        word = min(self.word.sizes[0] * 1.5, room * 0.3)
        # With large text the two others want more than there is: each gives way by its share.
        wanted = self.name.height_for(inner), self.next.height_for(inner)
        share = min(1.0, (room - word) / max(1, sum(wanted)))
        name, third = wanted[0] * share, wanted[1] * share
        sign = min(word * 0.62, inner * 0.16)
        top = self.center_y + (name + word + third) / 2
        self.name.place(left, top - name, inner, name)
        beside = sign + inset * 0.7
        top -= name + word
        self.sign.place(left, top + (word - sign) / 2, sign, sign)
        self.word.place(left + beside, top, inner - beside, word)
        self.next.place(left, top - third, inner, third)


class ButtonRow(Row):
    """A button in a column, with the frame that keys move."""

    def __init__(self, button: Button, sizes: Sizes) -> None:
        super().__init__()
        self.button = button
        self._high = sizes.target
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(3.0, sizes.line * 2.5))
        self.add_widget(button)

    def focus(self, *, focused: bool) -> None:
        """Show the frame, or not."""
        if self._frame.parent is not None:
            self.remove_widget(self._frame)
        if focused:
            self.add_widget(self._frame, index=len(self.children))

    def height_for(self, width: float) -> float:  # noqa: ARG002  as high at every width
        """As high as a finger needs."""
        return self._high

    def arrange(self) -> None:
        """The frame keeps to the column."""
        self.button.place(*self.pos, *self.size)
        self._frame.place(*self.pos, *self.size)
