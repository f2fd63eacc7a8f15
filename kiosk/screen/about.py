"""The page about a session: what it needs, what will happen, and one large button."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.language import _
from kiosk.screen import theme, words, words_home, words_ways
from kiosk.screen.card import Pill, length, needs
from kiosk.screen.chip import Arrow
from kiosk.screen.keys import Key
from kiosk.screen.page import Column, Notice, Paragraph, Row
from kiosk.screen.people_choose import FocusPage
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel
from kiosk.screen.strip import Strip
from kiosk.screen.theme import Mood, Sizes
from kiosk.screen.touch import Button, Scroller
from kiosk.station import About


class AboutPage(FocusPage):
    """One session, before it is started.

    Attributes:
        strip: Its steps along its time.
        start: None where it cannot be played; `refusal` says why then.
        star: Makes it a favourite, and no favourite any more.
        sound: Leads to how it sounds.
        more: Moves the text on, where it is longer than its place.
    """

    name = "about"

    def __init__(
        self,
        sizes: Sizes,
        about: About,
        *,
        favourite: bool = False,
        press: str = "",
        on_start: Callable[[], None],
        on_favourite: Callable[[bool], None] = lambda _yes: None,
        on_sound: Callable[[], None] = lambda: None,
        on_home: Callable[[], None],
    ) -> None:
        super().__init__(sizes, on_home)
        card = about.card
        mood = theme.mood_of_kind(card.kind)
        self._on_start, self._on_favourite = on_start, on_favourite
        self._favourite = favourite
        self.picture = Picture(mood, radius=sizes.radius)
        self.picture.show(card.figure, mood)
        self._kind = Pill(sizes)
        self._kind.show(str(card.kind), words.kind_name(card.kind), mood.ink)
        self.title = Text(card.title, sizes=sizes.steps(sizes.title), bold=True, down="top")
        told = " · ".join(part for part in (length(card), needs(card)) if part)
        self.facts = Text(told, sizes=sizes.steps(sizes.body), bold=True, down="top")
        self.press_words = Text(
            press, sizes=sizes.steps(sizes.body), colour=theme.ACCENT, bold=True, down="top"
        )
        self.summary = Text(card.summary, sizes=sizes.steps(sizes.body), down="top")
        self._sheet = Panel(colour=theme.CARD, radius=sizes.radius)
        self.scroller = Scroller(sizes, self._read)
        self.column = Column(sizes.gap * 0.6)
        self.column.fill(tuple(_rows(about, sizes, mood)))
        self.scroller.add_widget(self.column)
        self.more = Arrow("down", self._read_on, sizes)
        self.strip = Strip(about.items, card.total_ms, sizes, mood)
        self.home = Button(_(words.HOME), on_home, sizes, sign="home")
        self.star = Button("", self._turn_favourite, sizes)
        self.sound = Button(_(words_ways.SOUND), on_sound, sizes, sign="sliders")
        self._show_star()
        self.start: Button | None = None
        self.refusal: Notice | None = None
        self.add(self.picture, self._kind, self.title, self.facts, self.press_words, self.summary)
        self.add(self._sheet, self.scroller, self.home, self.star, self.sound)
        if about.items:
            self.add(self.strip)
        if card.refusal:
            self.refusal = Notice(card.refusal, sizes, size=sizes.lead, heading=_(words.NOT_YET))
            self.add(self.refusal)
        else:
            self.start = Button(
                _(words.START), on_start, sizes, sign="play", main=True, size=sizes.title
            )
            self.add(self.start)

    # What is done

    def key(self, key: Key) -> None:
        """The main key starts until the arrows have moved the frame to something else."""
        if key is Key.GO and self._at is None:
            if self.start is not None:
                self._on_start()
        else:
            super().key(key)

    def _turn_favourite(self) -> None:
        self._favourite = not self._favourite
        self._show_star()
        self._on_favourite(self._favourite)

    def _show_star(self) -> None:
        text = words_home.IS_FAVOURITE if self._favourite else words_home.FAVOURITE
        self.star.show(_(text), "star" if self._favourite else "plus")

    def _read_on(self) -> None:
        """Further down; from the end back to the beginning."""
        scroller = self.scroller
        if scroller.offset >= scroller.reach - 1:
            scroller.move_to(0)
        else:
            scroller.page(1)

    def _read(self) -> None:
        scroller = self.scroller
        self.more.turn("up" if scroller.offset >= scroller.reach - 1 > 0 else "down")

    # Boxes

    def arrange(self) -> None:
        """Above what it is and what to take care of, below what will happen, at the foot start."""
        margin, gap = self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        foot = self._arrange_foot(margin, inner)
        low, high = foot + gap, self.top - margin * 0.7
        steps = bool(self.strip.parent)
        if self.sizes.portrait:
            picture = (high - low) * 0.18
            self.picture.place(margin, high - picture, inner, picture)
            strip = (high - low) * 0.34 if steps else 0.0
            room = (high - low - picture - strip) * 0.5
            below = self._arrange_title(margin, high - picture - gap, inner, room)
            self.strip.place(margin, low, inner, strip)
            bottom = low + strip + (gap if strip else 0)
            self._arrange_text(margin, bottom, inner, below - gap - bottom)
        else:
            strip = (high - low) * 0.54 if steps else 0.0
            self.strip.place(margin, low, inner, strip)
            bottom = low + strip + (gap if strip else 0)
            self._arrange_upper(margin, inner, bottom, high)
        self.targets = [
            *([self.start] if self.start is not None else []),
            *([self.strip.on, self.strip.back] if steps and self.strip.many else []),
            *([self.more] if self.more.parent is not None else []),
            self.star,
            self.sound,
            self.home,
        ]

    def _arrange_upper(self, left: float, inner: float, low: float, high: float) -> None:
        """On a wide window: the picture where there is room, the title, the text."""
        gap, tall = self.sizes.gap, high - low
        text = inner * 0.5
        about = inner - text - gap * 1.5
        picture = 0.0
        if tall > self.sizes.lead * 8.0 and inner > self.sizes.lead * 30:
            picture = min(tall * 1.15, inner * 0.27)
            text = inner * 0.42
            about = inner - text - picture - gap * 3
        if not picture and self.picture.parent is not None:
            self.remove_widget(self.picture)
        self.picture.place(left, low, picture, tall if picture else 0)
        at = left + picture + (gap * 1.5 if picture else 0)
        self._arrange_title(at, high, about, tall)
        self._arrange_text(left + inner - text, low, text, tall)

    def _arrange_foot(self, margin: float, inner: float) -> float:
        """The ways out beside the one large button, or on a high window below it."""
        gap, target, portrait = self.sizes.gap, self.sizes.target, self.sizes.portrait
        low = self.y + margin * 0.7
        side = (inner - 2 * gap) / 3 if portrait else max(target * 1.35, inner * 0.145)
        left = margin if portrait else margin + 3 * (side + gap)
        rest = margin + inner - left
        high: float = target
        if self.refusal is not None:
            high = max(target, min(self.refusal.height_for(rest), self.height * 0.3))
        for at, button in enumerate((self.home, self.sound, self.star)):
            button.place(margin + at * (side + gap), low, side, target if portrait else high)
        if portrait:
            low += target + gap
        for piece in (self.start, self.refusal):
            if piece is not None:
                piece.place(left, low, rest, high)
        return low + high

    def _arrange_title(self, left: float, top: float, width: float, room: float) -> float:
        """Kind, title, facts and summary below one another; returns where they end."""
        gap, low = self.sizes.gap, top - room
        top = self._kind.stand(left, top, width) - gap * 0.4
        for piece, share, after in (
            (self.title, 0.5, 0.2),
            (self.press_words, 0.6, 0.2),
            (self.facts, 0.9, 0.2),
            (self.summary, 1.0, 0.0),
        ):
            wanted = piece.height_for(width) + 1 if piece.text else 0
            if piece is self.title and wanted and piece.line_width() * 0.74 <= width:
                # One line, a little smaller where it must be, is better than two.
                wanted = round(self.sizes.title * 1.3)
            high = min(wanted, max(0.0, (top - low) * share))
            if piece is self.summary and high < wanted * 0.7:
                high = 0.0  # no room to read it in
            piece.place(left, top - high, width, high)
            top -= high + gap * after
        return top

    def _arrange_text(self, left: float, low: float, width: float, height: float) -> None:
        inset, gap = self.sizes.gap * 1.2, self.sizes.gap
        target = self.sizes.target
        full = self.column.height_for(width - 2 * inset) + inset
        beyond = full > height - inset
        if beyond and self.more.parent is None:
            self.add_widget(self.more)
        elif not beyond and self.more.parent is not None:
            self.remove_widget(self.more)
        self.more.place(left + width - target, low, target, height)
        width -= target + gap if beyond else 0
        self._sheet.place(left, low, width, height)
        self.scroller.place(left + inset / 2, low + inset / 2, width - inset, height - inset)
        inner = self.scroller.width - inset
        tall = self.column.height_for(inner) + inset
        self.column.place(
            self.scroller.x + inset / 2, self.scroller.top - tall + inset / 2, inner, tall - inset
        )
        self.scroller.extend(tall)
        self._read()


def _rows(about: About, sizes: Sizes, mood: Mood) -> Iterator[Row]:
    """What to read before it begins, what matters most first."""

    def heading(text: str, above: float) -> Paragraph:
        return Paragraph(text, sizes, size=sizes.body, bold=True, above=above, colour=mood.ink)

    def paragraph(text: str) -> Paragraph:
        return Paragraph(text, sizes, size=sizes.body)

    above = sizes.gap * 0.7
    if about.cautions:
        yield Notice("\n".join(about.cautions), sizes, heading=_(words.TAKE_CARE))
    yield heading(_(words.YOU_NEED), above if about.cautions else 0.0)
    yield paragraph(needs(about.card))
    if about.position:
        yield heading(_(words.POSITION), above)
        yield paragraph(words.title_case(about.position))
    if about.note:
        yield Notice(about.note, sizes, above=above)
    if about.focus:
        yield heading(_(words.GOOD_FOR), above)
        yield paragraph(words.title_case(", ".join(about.focus)))
    if about.sources:
        yield heading(_(words.SOURCES), above)
        for source in about.sources:
            yield Paragraph(source, sizes, size=sizes.small, colour=theme.QUIET)
