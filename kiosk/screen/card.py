"""A session's card, and the grid that shows ten thousand of them at the cost of a dozen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import ceil

from kiosk.language import _
from kiosk.screen import theme, words
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Frame, Panel, Sign
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Pressable, Scroller
from kiosk.station import Card


def facts(card: Card, *, needs: bool = True) -> str:
    """How long a session is, what for, and what it `needs`, in one line."""
    equipment = ", ".join(card.equipment) if needs else ""
    parts = [
        words.length_range(card.total_ms, max(card.highest_ms, card.total_ms)),
        words.kind_name(card.kind),
        *([equipment] if equipment else []),
    ]
    # A massage that cannot be played has no length yet: its seconds are granted, not written.
    return " · ".join(parts[1:] if card.refusal and not card.total_ms else parts)


class CardView(Pressable):
    """One card. It is used for many sessions in turn as the grid is moved."""

    def __init__(self, sizes: Sizes, on_open: Callable[[str], None]) -> None:
        super().__init__(self._open)
        self._sizes = sizes
        self._open_session = on_open
        self.card: Card | None = None
        self.due = False
        self.focused = False
        line = max(3.0, sizes.line * 2.5)
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=line)
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self._picture = Picture(theme.LISTEN, radius=sizes.radius * 0.7, later=True)
        self.title = Text(sizes=sizes.steps(sizes.lead), bold=True, leading=1.0)
        self.facts = Text(sizes=sizes.steps(sizes.small), colour=theme.QUIET, down="top")
        self.not_yet = Text(sizes=sizes.steps(sizes.small), colour=theme.WARNING_INK, bold=True)
        self.plan = Text(sizes=sizes.steps(sizes.small), colour=theme.ACCENT, bold=True)
        self._tick = Sign("", theme.ACCENT)
        for piece in (
            self._panel,
            self._picture,
            self.title,
            self.facts,
            self.not_yet,
            self.plan,
            self._tick,
        ):
            self.add_widget(piece)

    def show(self, card: Card, *, due: bool = False) -> None:
        """Become the card of a session; `due` where it is on the plan today."""
        if card == self.card and due == self.due:
            return
        self.card, self.due = card, due
        self.plan.show(_(words.ON_YOUR_PLAN) if due else "")
        self._tick.show("check" if due else "")
        self.title.show(card.title)
        self.facts.show(card.refusal or facts(card))
        self.not_yet.show(_(words.NOT_YET) if card.refusal else "")
        self._picture.show(card.figure, theme.mood_of_kind(card.kind))
        self.again()

    def focus(self, *, focused: bool) -> None:
        """Show whether the keys would open this one."""
        if focused != self.focused:
            self.focused = focused
            if focused:
                self.add_widget(self._frame, index=len(self.children))
            else:
                self.remove_widget(self._frame)

    def press(self, *, pressed: bool) -> None:
        """Darken under a finger."""
        super().press(pressed=pressed)
        self._panel.paint(theme.STONE if pressed else theme.CARD, theme.LINE)

    def arrange(self) -> None:
        """A picture above, words below."""
        gap = self._sizes.gap
        inner = self.width - 2 * gap
        self._frame.place(*self.pos, *self.size)
        self._panel.place(*self.pos, *self.size)
        line = self._sizes.small * 1.5
        # One line, a little smaller where it must be, is better than two.
        single = self.title.line_width() * 0.74 <= inner
        title = self._sizes.lead * (1.4 if single else 2.5)
        refused = bool(self.not_yet.text)
        # Room for two lines even where one will do: so the pictures of a row are in line.
        small = line * (3 if refused else 2)
        low = self.y + gap * 0.8
        planned = line if self.due else 0.0
        tick = planned * 0.6
        self._tick.place(self.x + gap, low + (planned - tick) / 2, tick, tick)
        self.plan.place(
            self.x + gap + tick * 1.5, low, inner - tick * 1.5 if planned else 0, planned
        )
        low += planned
        self.facts.place(self.x + gap, low, inner, small)
        low += small
        self.not_yet.place(self.x + gap, low, inner if refused else 0, line)
        low += line if refused else gap * 0.1
        self.title.place(self.x + gap, low, inner, title)
        low += title + gap * 0.4
        self._picture.place(self.x + gap / 2, low, self.width - gap, self.top - gap / 2 - low)

    def _open(self) -> None:
        if self.card is not None:
            self._open_session(self.card.name)


class _Sheet(Piece):
    """What the cards stand on, inside the scroller."""


class CardGrid(Piece):
    """All cards, of which only those in sight exist. What is above it has to cover them.

    Kivy's RecycleView measures every row of its data when that changes; here a row's place is a
    multiplication, so the number of sessions does not matter.
    """

    def __init__(self, sizes: Sizes, on_open: Callable[[str], None]) -> None:
        super().__init__()
        self._sizes = sizes
        self._on_open = on_open
        self._cards: Sequence[Card] = ()
        self._due: Collection[str] = ()
        self._views: dict[int, CardView] = {}
        self._spare: list[CardView] = []
        self._focus: int | None = None
        self._across = 1
        self._row = 1.0
        self._sheet = _Sheet()
        self.scroller = Scroller(sizes, self._show_those_in_sight, clipped=False)
        self.scroller.add_widget(self._sheet)
        self.add_widget(self.scroller)

    @property
    def views(self) -> tuple[CardView, ...]:
        """The cards in sight, in their order."""
        return tuple(self._views[index] for index in sorted(self._views))

    @property
    def focused(self) -> Card | None:
        """The card that the keys would open."""
        return None if self._focus is None else self._cards[self._focus]

    @property
    def in_first_row(self) -> bool:
        """Whether the frame has nothing above it."""
        return self._focus is None or self._focus < self._across

    def show(self, cards: Sequence[Card], due: Collection[str] = ()) -> None:
        """Show other cards, from where the grid stands; those in `due` are marked."""
        self._cards, self._due = cards, due
        if self._focus is not None:
            self._focus = min(self._focus, len(cards) - 1) if cards else None
        self.again()

    def move_focus(self, across: int = 0, down: int = 0) -> None:
        """Move the frame by so many cards and rows; the first move only shows it."""
        if not self._cards:
            return
        if self._focus is None:
            self._focus = self._first_in_sight()
        else:
            wanted = self._focus + across + down * self._across
            if 0 <= wanted < len(self._cards):
                self._focus = wanted
        low, high = self._span(self._focus // self._across)
        edge = self._sizes.gap
        self.scroller.reveal(low - edge, high + edge)
        self._show_those_in_sight()

    def hide_focus(self) -> None:
        """Somebody uses a finger: no frame."""
        if self._focus is not None:
            self._focus = None
            self._show_those_in_sight()

    def arrange(self) -> None:
        """Work out the grid, and show what is in sight."""
        gap = self._sizes.gap
        unit = self._sizes.lead * 10.3
        self._across = max(1, int((self.width + gap) / (unit + gap)))
        self._row = round(self._card_width() * 0.5 + self._sizes.lead * 1.4 + self._sizes.small * 3)
        self._row += round(gap * 2)
        self.scroller.place(*self.pos, *self.size)
        self._sheet.place(*self.pos, *self.size)
        rows = ceil(len(self._cards) / self._across)
        # Half a gap above the first row and below the last leaves room for the frame.
        self.scroller.extend(rows * (self._row + gap))
        self._show_those_in_sight()

    def _card_width(self) -> float:
        gap = self._sizes.gap
        return (self.width - gap * self._across) / self._across

    def _span(self, row: int) -> tuple[float, float]:
        high = self.top - self._sizes.gap / 2 - row * (self._row + self._sizes.gap)
        return high - self._row, high

    def _first_in_sight(self) -> int:
        pitch = self._row + self._sizes.gap
        return min(len(self._cards) - 1, ceil(self.scroller.offset / pitch) * self._across)

    def _show_those_in_sight(self) -> None:
        if self._box is None:
            return
        gap, pitch = self._sizes.gap, self._row + self._sizes.gap
        first = int(self.scroller.offset // pitch)
        last = int((self.scroller.offset + self.height) // pitch)
        wanted = range(first * self._across, min(len(self._cards), (last + 1) * self._across))
        for index in [index for index in self._views if index not in wanted]:
            view = self._views.pop(index)
            self._sheet.remove_widget(view)
            self._spare.append(view)
        width = self._card_width()
        for index in wanted:
            if index not in self._views:
                fresh = self._spare.pop() if self._spare else CardView(self._sizes, self._on_open)
                self._views[index] = fresh
                self._sheet.add_widget(fresh)
            view = self._views[index]
            low, high = self._span(index // self._across)
            left = self.x + gap / 2 + (index % self._across) * (width + gap)
            view.place(left, low, width, high - low)
            card = self._cards[index]
            view.show(card, due=card.name in self._due)
            view.focus(focused=index == self._focus)
