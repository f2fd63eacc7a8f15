"""A small keyboard for one thing: a person's name."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.language import _
from kiosk.screen import theme
from kiosk.screen import words_people as words
from kiosk.screen.page import Notice
from kiosk.screen.people_choose import FocusPage
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button

LONGEST = 24
"""Letters; more are not taken."""

_WIDE = ("ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-'ÁÉ", "ÍÓÚÜÑÄÖßÇÈ")
_HIGH = ("ABCDEF", "GHIJKL", "MNOPQR", "STUVWX", "YZ-'ÁÉ", "ÍÓÚÜÑÄ", "ÖßÇÈ")


class NamePage(FocusPage):
    """Letters in alphabetical order, as the ones who look for them know it.

    Attributes:
        keys: The keys by what is on them.
        written: The name so far.
    """

    name = "name"

    def __init__(
        self, sizes: Sizes, *, on_done: Callable[[str], None], on_back: Callable[[], None]
    ) -> None:
        super().__init__(sizes, on_back)
        self._on_done = on_done
        self.written = ""
        self.heading = Text(_(words.NAME), sizes=sizes.steps(sizes.title), bold=True)
        self._well = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self.text = Text(sizes=sizes.steps(sizes.title), bold=True)
        self.notice = Notice("", sizes)
        self._lines = _HIGH if sizes.portrait else _WIDE
        self.keys = {letter: self._letter(letter) for line in self._lines for letter in line}
        self.space = Button(_(words.SPACE), lambda: self._add(" "), sizes)
        self.delete = Button(_(words.DELETE), self._delete, sizes, sign="erase")
        self.back = Button(_(words.BACK), on_back, sizes, sign="back")
        self.ok = Button(_(words.OK), self._finish, sizes, main=True)
        self.targets = [*self.keys.values(), self.back, self.space, self.delete, self.ok]
        self.add(self.heading, self._well, self.text, self.notice, *self.targets)

    def _letter(self, letter: str) -> Letter:
        return Letter(letter, lambda: self._add(letter), self.sizes, size=self.sizes.lead)

    def typed(self, character: str) -> bool:
        """A keyboard writes too."""
        if character == "\b":
            self._delete()
        elif character.isalpha() or character in " -'":
            self._add(character)
        else:
            return False
        return True

    def _add(self, letter: str) -> None:
        if len(self.written) >= LONGEST or (letter == " " and not self.written):
            return
        begins = not self.written or self.written[-1] in " -'"
        self._become(
            self.written + (letter.upper() if begins and letter != "ß" else letter.lower())
        )

    def _delete(self) -> None:
        self._become(self.written[:-1])

    def _become(self, written: str) -> None:
        self.written = written
        self.text.show(written.replace(" ", "\u00a0"))
        self._say("")

    def _finish(self) -> None:
        name = self.written.strip()
        if name:
            self._on_done(name)
        else:
            self._say(_(words.NAME_EMPTY))

    def _say(self, notice: str) -> None:
        if notice != self.notice.text:
            self.notice.show(notice)
            self.again()

    def arrange(self) -> None:
        """The name above, the letters below, four buttons at the foot."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        low = self.y + margin * 0.7
        foot = (self.back, self.space, self.delete, self.ok)
        columns = 4 if inner >= 4 * sizes.target + 3 * gap else 2
        each = (inner - gap * (columns - 1)) / columns
        for at, button in enumerate(foot):
            row, column = divmod(at, columns)
            high = low + (4 // columns - 1 - row) * (sizes.target + gap * 0.7)
            button.place(margin + column * (each + gap), high, each, sizes.target)
        low += 4 // columns * (sizes.target + gap * 0.7)
        top = self.top - margin * 0.6
        head = sizes.title * 1.6
        half = (inner - gap) / 2
        wide = inner if sizes.portrait else half * 0.9
        self.heading.place(margin, top - head, wide, head)
        if sizes.portrait:
            top -= head + gap * 0.5
        left = margin if sizes.portrait else margin + wide + gap
        well = inner if sizes.portrait else inner - wide - gap
        self._well.place(left, top - head, well, head)
        said = bool(self.notice.text)
        self.text.place(left + gap, top - head, 0 if said else well - 2 * gap, head)
        self.notice.place(left, top - head, well if said else 0, head if said else 0)
        top -= head + gap * 0.7
        self._arrange_letters(margin, low, inner, top - low)

    def _arrange_letters(self, left: float, low: float, width: float, room: float) -> None:
        gap = self.sizes.gap * 0.45
        lines = len(self._lines)
        across = (width - gap * (len(self._lines[0]) - 1)) / len(self._lines[0])
        down = (room - gap * (lines - 1)) / lines
        for row, line in enumerate(self._lines):
            for column, letter in enumerate(line):
                self.keys[letter].place(
                    left + column * (across + gap), low + (lines - 1 - row) * (down + gap),
                    across, down,
                )  # fmt: skip


class Letter(Button):
    """A key of the keyboard: a slip costs a tap on Delete, so it may be smaller than a button."""
