"""The number pad, and behind it a PIN that is never shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from kiosk.language import _
from kiosk.screen import theme
from kiosk.screen import words_people as words
from kiosk.screen.page import Notice
from kiosk.screen.people_choose import FocusPage
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button

if TYPE_CHECKING:
    from kiosk.screen.people_stage import Stage

LONGEST = 12
"""Digits; more are not taken."""


class PinPage(FocusPage):
    """Large keys, and a dot for each digit.

    Attributes:
        keys: The keys by what is on them.
        dots: How many digits there are, as dots.
    """

    name = "pin"

    def __init__(
        self,
        sizes: Sizes,
        *,
        heading: str,
        on_done: Callable[[str], None],
        on_back: Callable[[], None],
        text: str = "",
        notice: str = "",
        least: int = 1,
    ) -> None:
        super().__init__(sizes, on_back)
        self._on_done = on_done
        self._least = least
        self._pin = ""
        self.heading = Text(heading, sizes=sizes.steps(sizes.title), bold=True, down="top")
        text = text or _(words.PIN_HELP)
        self.text = Text(text, sizes=sizes.steps(sizes.body), colour=theme.QUIET, down="top")
        self._well = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self.dots = Text(sizes=sizes.steps(sizes.title), bold=True, across="center")
        self.notice = Notice(notice, sizes)
        self.keys: dict[str, Button] = {}
        for digit in "123456789":
            self._key(digit)
        self.keys[_(words.DELETE)] = Button(_(words.DELETE), self._delete, sizes, sign="erase")
        self._key("0")
        self.keys[_(words.OK)] = Button(
            _(words.OK), self._finish, sizes, main=True, size=sizes.title
        )
        self.back = Button(_(words.BACK), on_back, sizes, sign="back")
        self.targets = [*self.keys.values(), self.back]
        self.add(self.heading, self.text, self._well, self.dots, self.notice, *self.targets)

    def _key(self, digit: str) -> None:
        self.keys[digit] = Button(
            digit, lambda: self._add(digit), self.sizes, size=self.sizes.title
        )

    def typed(self, character: str) -> bool:
        """A keyboard's digits do what the pad's do."""
        if character == "\b":
            self._delete()
        elif character.isascii() and character.isdigit():
            self._add(character)
        else:
            return False
        return True

    def _add(self, digit: str) -> None:
        if len(self._pin) < LONGEST:
            self._pin += digit
            self._show()

    def _delete(self) -> None:
        self._pin = self._pin[:-1]
        self._show()

    def _show(self) -> None:
        self.dots.show("• " * (len(self._pin) - 1) + "•" if self._pin else "")
        self._say("")

    def _finish(self) -> None:
        if len(self._pin) < self._least:
            self._say(_(words.PIN_SHORT).format(least=self._least))
            return
        pin, self._pin = self._pin, ""
        self._on_done(pin)

    def _say(self, notice: str) -> None:
        if notice != self.notice.text:
            self.notice.show(notice)
            self.again()

    def arrange(self) -> None:
        """The words on one side and the pad on the other; over one another in a high window."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        low, high = self.y + margin * 0.7, self.top - margin * 0.7
        if sizes.portrait:
            pad = min((high - low) * 0.56, inner * 1.15)
            self._arrange_pad(margin, low + sizes.target + gap, inner, pad)
            self.back.place(margin, low, min(inner, sizes.target * 2), sizes.target)
            floor = low + sizes.target + pad + 2 * gap
            self._arrange_words(margin, floor, inner, high - floor)
            return
        left = inner * 0.46
        right = inner - left - 1.5 * gap
        # Four keys over one another need nearly all the height of a small panel.
        edge = gap * 0.6
        self._arrange_pad(margin + left + 1.5 * gap, self.y + edge, right, self.height - 2 * edge)
        self.back.place(margin, low, min(left, sizes.target * 2), sizes.target)
        floor = low + sizes.target + gap
        self._arrange_words(margin, floor, left, high - floor)

    def _arrange_words(self, left: float, low: float, width: float, room: float) -> None:
        gap = self.sizes.gap
        top = low + room
        well = self.sizes.title * 1.7
        rest = room - well - gap
        noted = 0.0
        if self.notice.text:
            noted = min(self.notice.height_for(width), rest * 0.5)
            rest -= noted + gap
        for piece, share in ((self.heading, 0.6), (self.text, 0.9)):
            high = min(piece.height_for(width), max(0.0, rest - gap * 0.4) * share)
            piece.place(left, top - high, width, high)
            top -= high + gap * 0.4
            rest -= high + gap * 0.4
        self._well.place(left, top - well, width, well)
        self.dots.place(left + gap, top - well, width - 2 * gap, well)
        top -= well + gap
        self.notice.place(left, top - noted, width if noted else 0, noted)

    def _arrange_pad(self, left: float, low: float, width: float, height: float) -> None:
        gap = self.sizes.gap * 0.7
        across, down = (width - 2 * gap) / 3, (height - 3 * gap) / 4
        for at, button in enumerate(self.keys.values()):
            row, column = divmod(at, 3)
            button.place(
                left + column * (across + gap), low + (3 - row) * (down + gap), across, down
            )


AskFirst: TypeAlias = Callable[[Sizes, Callable[[str], None], str], PinPage]
"""Makes the page that asks for a new PIN, of the sizes, what takes the PIN, and a notice."""


def choose_pin(stage: Stage, first: AskFirst, on_chosen: Callable[[str], None]) -> None:
    """Ask for a new PIN and then for the same again, until the two do not differ."""

    def ask(notice: str = "") -> None:
        stage.show(lambda sizes: first(sizes, again, notice))

    def again(pin: str) -> None:
        def compare(second: str) -> None:
            if second == pin:
                on_chosen(pin)
            else:
                ask(_(words.PIN_DIFFERS))

        stage.show(
            lambda sizes: PinPage(
                sizes,
                heading=_(words.PIN_AGAIN),
                text=_(words.PIN_AGAIN_HELP),
                on_done=compare,
                on_back=ask,
            )
        )

    ask()
