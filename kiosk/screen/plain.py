"""The pages of few words: preparing, files that need attention, apologies, the safe page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.language import _
from kiosk.screen import theme, words
from kiosk.screen.focus import FocusPage
from kiosk.screen.page import Column, Paragraph, Row
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Text
from kiosk.screen.ring import Ring
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Mood, Sizes
from kiosk.screen.touch import Button, Scroller
from kiosk.station import Broken


class Message(FocusPage):
    """A sign in a ring, a heading, a few lines, and one or two buttons: the middle of the page.

    Attributes:
        buttons: The main one last.
    """

    def __init__(
        self,
        sizes: Sizes,
        *,
        sign: str,
        mood: Mood,
        heading: str,
        text: str,
        detail: str = "",
        figure: str = "",
        buttons: Sequence[Button],
        on_leave: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(sizes, on_leave)
        self.buttons = tuple(buttons)
        self.targets = [*self.buttons]
        self.main = self.buttons[-1]
        self._picture: Picture | None = None
        if figure:
            self._picture = Picture(mood, radius=sizes.radius)
            self._picture.show(figure, mood)
        self._ring = Ring()
        self._ring.show(0.0, mood.ink)
        self._sign = Sign(sign, mood.ink)
        self.heading = Text(
            heading, sizes=sizes.steps(sizes.display * 0.8), bold=True, across="center"
        )
        self.text = Text(text, sizes=sizes.steps(sizes.lead), across="center", down="top")
        self.detail = Text(
            detail,
            sizes=sizes.steps(sizes.body),
            colour=theme.QUIET,
            across="center",
            down="top",
        )
        signs = (self._picture,) if self._picture is not None else (self._ring, self._sign)
        self.add(*signs, self.heading, self.text, self.detail, *self.buttons)

    def arrange(self) -> None:
        """Everything in the middle, from the ring down; the buttons at the foot."""
        sizes, gap = self.sizes, self.sizes.gap
        foot = self._arrange_buttons()
        room = self.top - sizes.margin - foot - gap
        wide = min(self.width - 2 * sizes.margin, sizes.lead * 34)
        left = self.center_x - wide / 2
        text = min(self.text.height_for(wide), room * 0.3)
        detail = min(self.detail.height_for(wide), room * 0.25)
        heading = sizes.display * 1.1
        most = sizes.display * (2.6 if self._picture is None else 4.6)
        ring = max(0.0, min(room - text - detail - heading - 3 * gap, most))
        top = foot + gap + (room + ring + text + detail + heading + 2.4 * gap) / 2
        self._ring.place(self.center_x - ring / 2, top - ring, ring, ring)
        sign = ring * 0.4
        self._sign.place(self.center_x - sign / 2, top - ring / 2 - sign / 2, sign, sign)
        if self._picture is not None:
            across = min(wide, ring * 1.9)
            self._picture.place(self.center_x - across / 2, top - ring, across, ring)
        top -= ring + gap
        self.heading.place(self.x + sizes.margin, top - heading, self._inner(), heading)
        top -= heading + gap * 0.6
        self.text.place(left, top - text, wide, text)
        top -= text + gap * 0.8
        self.detail.place(left, top - detail, wide, detail)

    def _inner(self) -> float:
        return self.width - 2 * self.sizes.margin

    def _arrange_buttons(self) -> float:
        sizes, gap = self.sizes, self.sizes.gap
        count = max(1, len(self.buttons))
        each = min((self._inner() - gap * (count - 1)) / count, sizes.target * 3.2)
        left = self.center_x - (each * count + gap * (count - 1)) / 2
        low = self.y + sizes.margin
        for at, button in enumerate(self.buttons):
            button.place(left + at * (each + gap), low, each, sizes.main_target)
        return low + sizes.main_target


class Preparing(Message):
    """Speech is being rendered."""

    name = "preparing"

    def __init__(self, sizes: Sizes, title: str, *, on_cancel: Callable[[], None]) -> None:
        super().__init__(
            sizes,
            sign="voice",
            mood=theme.WORK,
            heading=title,
            text=_(words.PREPARING),
            detail=_(words.PREPARING_HELP),
            buttons=(Button(_(words.CANCEL), on_cancel, sizes, sign="close"),),
            on_leave=on_cancel,
        )
        # A main key that is pressed twice is not to take back what it has begun.
        self.main = None
        self._ring.show(1.0, theme.WORK.ink)

    def progress(self, done: int, of: int) -> None:
        """Show how far it is."""
        if of > 0:
            self._ring.show(1.0 - done / of, theme.WORK.ink)
            self.text.show(f"{_(words.PREPARING)}: {words.of_total(done, of)}")


class Apology(Message):
    """Something cannot be done, or went wrong, and here is the way home."""

    def __init__(
        self,
        sizes: Sizes,
        *,
        name: str,
        heading: str,
        text: str,
        on_home: Callable[[], None],
    ) -> None:
        super().__init__(
            sizes,
            sign="attention",
            mood=theme.WAIT,
            heading=heading,
            text=text,
            buttons=(Button(_(words.HOME), on_home, sizes, sign="home", main=True),),
            on_leave=on_home,
        )
        self.name = name

    @property
    def home(self) -> Button:
        """Goes home."""
        return self.buttons[0]


class FileRow(Row):
    """A file that cannot be used, and why."""

    def __init__(self, broken: Broken, sizes: Sizes) -> None:
        super().__init__()
        self._inset = sizes.gap
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius * 0.7, border=theme.LINE, line=sizes.line
        )
        more = words.more_problems(broken.problems - 1)
        self._parts = (
            Text(broken.file, sizes=sizes.steps(sizes.body), bold=True, down="top"),
            Text(broken.message, sizes=sizes.steps(sizes.body), down="top"),
            Text(more, sizes=sizes.steps(sizes.small), colour=theme.QUIET, down="top"),
        )
        self.add_widget(self._panel)
        for part in self._parts:
            self.add_widget(part)

    def height_for(self, width: float) -> float:
        """As high as its lines."""
        inner = width - 2 * self._inset
        return sum(part.height_for(inner) for part in self._parts) + 2 * self._inset

    def arrange(self) -> None:
        """The lines under one another."""
        self._panel.place(*self.pos, *self.size)
        inset, inner = self._inset, self.width - 2 * self._inset
        top = self.top - inset
        for part in self._parts:
            height = part.height_for(inner)
            part.place(self.x + inset, top - height, inner, height)
            top -= height


class Problems(FocusPage):
    """Every file that cannot be used, each with what is wrong."""

    name = "problems"
    most = 60
    """More files than this are counted, not listed: each row is built."""

    def __init__(
        self, sizes: Sizes, broken: Sequence[Broken], *, on_home: Callable[[], None]
    ) -> None:
        super().__init__(sizes, on_home)
        self.heading = Text(_(words.PROBLEMS), sizes=sizes.steps(sizes.title), bold=True)
        self.help = Text(
            _(words.PROBLEMS_HELP) if broken else _(words.PROBLEMS_NONE),
            sizes=sizes.steps(sizes.body),
            colour=theme.QUIET,
            down="top",
        )
        rows: list[Row] = [FileRow(each, sizes) for each in broken[: self.most]]
        if len(broken) > self.most:
            rest = words.files_need_attention(len(broken) - self.most)
            rows.append(Paragraph(f"… {rest}", sizes, size=sizes.body))
        self.column = Column(sizes.gap)
        self.column.fill(rows)
        self.scroller = Scroller(sizes)
        self.scroller.add_widget(self.column)
        self.reading = self.scroller
        self.home = Button(_(words.HOME), on_home, sizes, sign="home", main=True)
        self.targets = [self.home]
        self.main = self.home
        self.add(self.heading, self.help, self.scroller, self.home)

    def arrange(self) -> None:
        """A heading, the list, and the way home."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        top = self.top - margin
        heading = sizes.title * 1.3
        self.heading.place(margin, top - heading, inner, heading)
        top -= heading + gap * 0.4
        help_high = self.help.height_for(inner)
        self.help.place(margin, top - help_high, inner, help_high)
        top -= help_high + gap
        self.home.place(margin, margin, min(inner, sizes.target * 3.2), sizes.target)
        low = margin + sizes.target + gap
        self.scroller.place(margin, low, inner, top - low)
        wide = inner - gap
        tall = self.column.height_for(wide)
        self.column.place(margin, self.scroller.top - tall, wide, tall)
        self.scroller.extend(tall)
