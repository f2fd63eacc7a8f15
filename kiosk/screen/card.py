"""A session's card."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.language import _
from kiosk.screen import theme, words, words_home
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Piece, Text
from kiosk.screen.plate import Plate
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.shelf import Press
from kiosk.screen.theme import Colour, Sizes
from kiosk.station import Card


def length(card: Card) -> str:
    """How long a session is."""
    # A massage that cannot be played has no length yet: its seconds are granted, not written.
    if card.refusal and not card.total_ms:
        return ""
    return words.length_range(card.total_ms, max(card.highest_ms, card.total_ms))


def needs(card: Card) -> str:
    """What it needs."""
    return words.title_case(", ".join(card.equipment)) or _(words.NOTHING_NEEDED)


class Pill(Piece):
    """A sign and a word on a ground of their own: what kind of session it is, or that it is due."""

    def __init__(
        self, sizes: Sizes, ground: Colour = theme.LISTEN.ink, *, high: float = 1.75
    ) -> None:
        super().__init__()
        self.high = round(sizes.small * high)
        self._panel = Panel(colour=ground, radius=self.high / 2)
        self._sign = Sign("", theme.CARD)
        self.word = Text(sizes=sizes.steps(sizes.small), colour=theme.CARD, bold=True)
        for piece in (self._panel, self._sign, self.word):
            self.add_widget(piece)

    @property
    def name(self) -> str:
        """The name of the sign, or empty where nothing is shown."""
        return self._sign.name

    def show(self, sign: str, word: str, ground: Colour) -> None:
        """Show another sign, with a word or without."""
        self._panel.paint(ground)
        self._sign.show(sign)
        self.word.show(word)

    def stand(self, left: float, top: float, width: float) -> float:
        """Take a place, as wide as the word but no wider than `width`; returns the lower edge."""
        if not self.name:
            self.place(left, top, 0, 0)
            return top
        word = self.word.line_width() + 2 + self.high * 0.9 if self.word.text else 0
        wide = min(width, word + self.high)
        self.place(left, top - self.high, wide, self.high)
        return top - self.high

    def arrange(self) -> None:
        """The sign left, the word beside it."""
        high = self.height
        self._panel.place(*self.pos, *self.size)
        sign = high * 0.56
        indent = high * 0.45 if self.word.text else (high - sign) / 2
        self._sign.place(self.x + indent, self.center_y - sign / 2, sign, sign)
        left = self.x + high * 1.25
        self.word.place(left, self.y, max(0, self.right - high * 0.55 - left), high)


class CardView(Plate):
    """One card. It is used for many sessions in turn as the grid is moved."""

    def __init__(self, sizes: Sizes, on_open: Callable[[str], None]) -> None:
        super().__init__(sizes, self._open)
        self._open_session = on_open
        self._shown: tuple[object, ...] = ()
        self.card: Card | None = None
        self.due = False
        self._picture = Picture(theme.LISTEN, radius=sizes.radius * 0.7, later=True)
        self.kind = Pill(sizes, high=2.2)
        self.plan = Pill(sizes, theme.ACCENT)
        self.star = Sign("", theme.ACCENT)
        self.title = Text(sizes=sizes.steps(sizes.lead), bold=True, leading=1.0)
        self.kind_words = Text(sizes=sizes.steps(sizes.small), bold=True)
        self.facts = Text(sizes=sizes.steps(sizes.small), colour=theme.QUIET, down="top")
        self.not_yet = Text(sizes=sizes.steps(sizes.small), colour=theme.STOPPED.ink, bold=True)
        self.press_words = Text(sizes=sizes.steps(sizes.small), bold=True)
        self._press_sign = Sign("", theme.ACCENT)
        for piece in (
            self._picture,
            self.kind,
            self.plan,
            self.star,
            self.title,
            self.kind_words,
            self.facts,
            self.not_yet,
            self.press_words,
            self._press_sign,
        ):
            self.add_widget(piece)

    def show(
        self,
        card: Card,
        *,
        due: bool = False,
        favourite: bool = False,
        press: Press | None = None,
    ) -> None:
        """Become the card of a session.

        Args:
            card: The session.
            due: Whether it is on the plan today.
            favourite: Whether who is here likes it.
            press: Whether its points may be pressed now; None where it has none, or where nobody
                knows yet.
        """
        wanted = (card, due, favourite, press)
        if wanted == self._shown:
            return
        self._shown, self.card, self.due = wanted, card, due
        mood = theme.mood_of_kind(card.kind)
        self.kind.show(str(card.kind), "", mood.ink)
        told = (words.kind_name(card.kind), length(card))
        self.kind_words.show(" · ".join(part for part in told if part), mood.ink)
        self.plan.show("check" if due else "", _(words_home.DUE_TODAY) if due else "", theme.ACCENT)
        self.star.show("star" if favourite else "")
        self.title.show(card.title)
        self.facts.show(card.refusal or needs(card))
        self.not_yet.show(_(words.NOT_YET) if card.refusal else "")
        self._show_press(None if card.refusal else press)
        self._picture.show(card.figure, mood)
        self.again()

    def _show_press(self, press: Press | None) -> None:
        if press is None:
            self.press_words.show("")
            self._press_sign.show("")
            return
        if press.ready:
            sign, colour = "check", theme.ACCENT
        elif press.locked:
            sign, colour = "lock", theme.STOPPED.ink
        else:
            sign, colour = "rest", theme.QUIET
        self._press_sign.show(sign, colour)
        self.press_words.show(words_home.press_words(press), colour)

    def arrange(self) -> None:
        """A picture above with the kind on it, words below."""
        super().arrange()
        gap = self._sizes.gap
        inner = self.width - 2 * gap
        line = self._sizes.small * 1.5
        # One line, a little smaller where it must be, is better than two.
        single = self.title.line_width() * 0.74 <= inner
        title = self._sizes.lead * (1.4 if single else 2.5)
        low = self._arrange_plan(self.y + gap * 0.6, inner)
        low = self._arrange_press(low, inner, line)
        # Room for a mark even where there is none: so the pictures of a row are in line.
        marked = low > self.y + gap
        refused = bool(self.not_yet.text)
        small = line * (2.8 if refused else 2)
        if marked and not refused:
            small = line * (0.95 if self.facts.line_width() * 0.8 <= inner else 1.65)
        self.facts.place(self.x + gap, low, inner, small)
        low += small
        self.not_yet.place(self.x + gap, low, inner if refused else 0, line)
        low += line if refused else 0
        self.kind_words.place(self.x + gap, low, inner, line * 0.95)
        low += line * 0.95
        self.title.place(self.x + gap, low, inner, title)
        low += title + gap * 0.3
        self._picture.place(self.x + gap / 2, low, self.width - gap, self.top - gap / 2 - low)
        self._arrange_marks(gap)

    def _arrange_plan(self, low: float, inner: float) -> float:
        """At the foot, where it is due; returns where what is above begins."""
        high = self.plan.high if self.due else 0.0
        self.plan.stand(self.x + self._sizes.gap, low + high, inner)
        return low + high + (self._sizes.gap * 0.3 if high else 0.0)

    def _arrange_press(self, low: float, inner: float, line: float) -> float:
        """Whether the massage may be now, in one line or two; returns where that ends."""
        if not self.press_words.text:
            self._press_sign.place(self.x, low, 0, 0)
            self.press_words.place(self.x, low, 0, 0)
            return low
        sign = line * 0.66
        left = self.x + self._sizes.gap
        wide = inner - sign * 1.6
        high = min(self.press_words.height_for(wide) + 2, line * 1.7)
        self._press_sign.place(left, low + (high - sign) / 2, sign, sign)
        self.press_words.place(left + sign * 1.6, low, wide, high)
        return low + high

    def _arrange_marks(self, gap: float) -> None:
        """On the picture's ground: the kind left, the star right."""
        left, top = self.x + gap, self.top - gap
        star = self._sizes.small * 1.9
        self.star.place(self.right - gap - star, top - star, star, star)
        wide = self.width - 2 * gap - (star + gap / 2 if self.star.name else 0)
        self.kind.stand(left, top, wide)

    def _open(self) -> None:
        if self.card is not None:
            self._open_session(self.card.name)
