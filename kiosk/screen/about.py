"""The page about a session: what it needs, what will happen, and one large button."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.language import _
from kiosk.screen import theme, words
from kiosk.screen.card import facts
from kiosk.screen.keys import Key
from kiosk.screen.page import Column, Notice, Page, Paragraph, Row
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Mood, Sizes
from kiosk.screen.touch import Button, Scroller
from kiosk.station import About, Item


class ItemRow(Row):
    """One line of what will happen, with its small figure."""

    def __init__(self, item: Item, sizes: Sizes, mood: Mood) -> None:
        super().__init__()
        self._sizes = sizes
        self._picture: Picture | None = None
        if item.figure:
            self._picture = Picture(mood, radius=sizes.radius * 0.5, later=True)
            self._picture.show(item.figure, mood)
            self.add_widget(self._picture)
        self.label = Text(item.text, sizes=sizes.steps(sizes.body), down="bottom")
        self.detail = Text(
            item.detail, sizes=sizes.steps(sizes.small), colour=theme.QUIET, down="top"
        )
        self.add_widget(self.label)
        self.add_widget(self.detail)

    def height_for(self, width: float) -> float:
        """As high as its picture or its words."""
        inner = width - self._indent()
        words_high = self.label.height_for(inner) + self.detail.height_for(inner)
        return max(words_high, self._sizes.body * 3.1)

    def arrange(self) -> None:
        """The picture left, the words in the middle of its height."""
        indent = self._indent()
        if self._picture is not None:
            high = min(self.height, self._sizes.body * 3.1)
            self._picture.place(self.x, self.center_y - high / 2, indent - self._sizes.gap, high)
        inner = self.width - indent
        first, second = self.label.height_for(inner), self.detail.height_for(inner)
        low = self.center_y - (first + second) / 2
        self.label.place(self.x + indent, low + second, inner, first)
        self.detail.place(self.x + indent, low, inner, second)

    def _indent(self) -> float:
        return self._sizes.body * 5.0 + self._sizes.gap


class AboutPage(Page):
    """One session, before it is started."""

    name = "about"

    def __init__(
        self,
        sizes: Sizes,
        about: About,
        *,
        on_start: Callable[[], None],
        on_home: Callable[[], None],
    ) -> None:
        super().__init__(sizes)
        card = about.card
        mood = theme.mood_of_kind(card.kind)
        self._on_start, self._on_home = on_start, on_home
        self.picture = Picture(mood, radius=sizes.radius)
        self.picture.show(card.figure, mood)
        self.title = Text(card.title, sizes=sizes.steps(sizes.title), bold=True, down="top")
        self.facts = Text(
            facts(card, needs=False), sizes=sizes.steps(sizes.body), colour=theme.QUIET
        )
        self.summary = Text(card.summary, sizes=sizes.steps(sizes.body), down="top")
        self._sheet = Panel(colour=theme.CARD, radius=sizes.radius)
        self.scroller = Scroller(sizes)
        self.column = Column(sizes.gap * 0.8)
        self.column.fill(tuple(_rows(about, sizes, mood)))
        self.scroller.add_widget(self.column)
        self.home = Button(_(words.HOME), on_home, sizes, sign="home")
        self.start: Button | None = None
        self.refusal: Notice | None = None
        self.add(
            self.picture,
            self.title,
            self.facts,
            self.summary,
            self._sheet,
            self.scroller,
            self.home,
        )
        if card.refusal:
            self.refusal = Notice(card.refusal, sizes, size=sizes.lead, heading=_(words.NOT_YET))
            self.add(self.refusal)
        else:
            self.start = Button(
                _(words.START), on_start, sizes, sign="play", main=True, size=sizes.title
            )
            self.add(self.start)

    def key(self, key: Key) -> None:
        """The main key starts, the arrows move the text."""
        if key is Key.GO and self.start is not None:
            self._on_start()
        elif key is Key.LEAVE:
            self._on_home()
        elif key in {Key.DOWN, Key.NEXT}:
            self.scroller.page(1)
        elif key in {Key.UP, Key.BACK}:
            self.scroller.page(-1)

    def arrange(self) -> None:
        """Figure and title on one side, the text on the other, the buttons below."""
        margin, gap = self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        foot = self._arrange_foot(margin, inner)
        low, high = foot + gap, self.top - margin * 0.7
        if self.sizes.portrait:
            picture = (high - low) * 0.36
            self.picture.place(margin, high - picture, inner, picture)
            below = self._arrange_title(margin, high - picture - gap, inner)
            self._arrange_text(margin, low, inner, below - gap - low)
            return
        left = inner * 0.46
        title: float = self.title.height_for(left) + self.facts.height_for(left)
        title += self.summary.height_for(left) + 1.6 * gap
        picture = max((high - low) * 0.32, high - low - title)
        self.picture.place(margin, high - picture, left, picture)
        self._arrange_title(margin, high - picture - gap, left, low)
        self._arrange_text(margin + left + 1.5 * gap, low, inner - left - 1.5 * gap, high - low)

    def _arrange_foot(self, margin: float, inner: float) -> float:
        gap, target = self.sizes.gap, self.sizes.target
        low = self.y + margin * 0.7
        home = max(target * 1.35, inner * 0.18)
        rest = self.width - margin - (margin + home + gap)
        high: float = target
        if self.refusal is not None:
            high = max(target, min(self.refusal.height_for(rest), self.height * 0.3))
        self.home.place(margin, low, home, high)
        for piece in (self.start, self.refusal):
            if piece is not None:
                piece.place(margin + home + gap, low, rest, high)
        return low + high

    def _arrange_title(self, left: float, top: float, width: float, low: float = 0.0) -> float:
        """Title, facts and summary below one another; returns where they end."""
        gap = self.sizes.gap
        room = top - low
        title = min(self.title.height_for(width), room * 0.5)
        self.title.place(left, top - title, width, title)
        top -= title + gap * 0.2
        line = min(self.facts.height_for(width), room * 0.25)
        self.facts.place(left, top - line, width, line)
        top -= line + gap * 0.4
        summary = min(self.summary.height_for(width), max(0.0, top - low))
        self.summary.place(left, top - summary, width, summary)
        return top - summary

    def _arrange_text(self, left: float, low: float, width: float, height: float) -> None:
        inset = self.sizes.gap * 1.2
        self._sheet.place(left, low, width, height)
        self.scroller.place(left + inset / 2, low + inset / 2, width - inset, height - inset)
        inner = self.scroller.width - inset
        tall = self.column.height_for(inner) + inset
        self.column.place(
            self.scroller.x + inset / 2, self.scroller.top - tall + inset / 2, inner, tall - inset
        )
        self.scroller.extend(tall)


def _rows(about: About, sizes: Sizes, mood: Mood) -> Iterator[Row]:
    def heading(text: str, above: float) -> Paragraph:
        return Paragraph(text, sizes, size=sizes.body, bold=True, above=above, colour=mood.ink)

    def paragraph(text: str) -> Paragraph:
        return Paragraph(text, sizes, size=sizes.body)

    above = sizes.gap * 0.9
    if about.note:
        yield Notice(about.note, sizes)
    yield heading(_(words.YOU_NEED), 0.0)
    yield paragraph(words.title_case(", ".join(about.card.equipment)) or _(words.NOTHING_NEEDED))
    if about.position:
        yield heading(_(words.POSITION), above)
        yield paragraph(words.title_case(about.position))
    if about.cautions:
        yield Notice("\n".join(about.cautions), sizes, heading=_(words.TAKE_CARE), above=above)
    if about.items:
        yield heading(_(words.WHAT_HAPPENS), above)
        for item in about.items:
            yield ItemRow(item, sizes, mood)
    if about.focus:
        yield heading(_(words.GOOD_FOR), above)
        yield paragraph(words.title_case(", ".join(about.focus)))
    if about.sources:
        yield heading(_(words.SOURCES), above)
        for source in about.sources:
            yield Paragraph(source, sizes, size=sizes.small, colour=theme.QUIET)
