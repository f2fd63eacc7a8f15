"""The grid that shows ten thousand sessions' cards at the cost of a dozen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import ceil

from kiosk.screen.card import CardView
from kiosk.screen.piece import Piece
from kiosk.screen.shelf import Press
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Scroller
from kiosk.station import Card

_PICTURE_SHARE = 0.56
"""How high a card's picture is, of the card's width."""


class _Sheet(Piece):
    """What the cards stand on, inside the scroller."""


class CardGrid(Piece):
    """All cards, of which only those in sight exist. What is above it has to cover them.

    Kivy's RecycleView measures every row of its data when that changes; here a row's place is a
    multiplication, so the number of sessions does not matter.
    """

    def __init__(
        self,
        sizes: Sizes,
        on_open: Callable[[str], None],
        on_move: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._sizes = sizes
        self._on_open = on_open
        self._on_move = on_move
        self._cards: Sequence[Card] = ()
        self._due: Collection[str] = ()
        self._favourites: Collection[str] = ()
        self._presses: Mapping[str, Press] = {}
        self._views: dict[int, CardView] = {}
        self._spare: list[CardView] = []
        self._in_sight = range(0)
        self._offset = 0.0
        self._focus: int | None = None
        self._across = 1
        self._row = 1.0
        self._sheet = _Sheet()
        self.scroller = Scroller(sizes, self._moved, clipped=False)
        self.scroller.add_widget(self._sheet)
        self.add_widget(self.scroller)

    @property
    def views(self) -> tuple[CardView, ...]:
        """The cards in sight, in their order."""
        return tuple(self._views[index] for index in self._in_sight)

    @property
    def focused(self) -> Card | None:
        """The card that the keys would open."""
        return None if self._focus is None else self._cards[self._focus]

    @property
    def in_first_row(self) -> bool:
        """Whether the frame has nothing above it."""
        return self._focus is None or self._focus < self._across

    @property
    def cards(self) -> Sequence[Card]:
        """All cards, in sight or not."""
        return self._cards

    @property
    def at_first(self) -> bool:
        """Whether the frame stands on the first card."""
        return self._focus == 0

    @property
    def focused_x(self) -> float | None:
        """The middle of the card that the keys would open, from the left of the page."""
        view = self._views.get(-1 if self._focus is None else self._focus)
        return None if view is None else float(view.center_x)

    def show(
        self,
        cards: Sequence[Card],
        *,
        due: Collection[str] = (),
        favourites: Collection[str] = (),
        presses: Mapping[str, Press] | None = None,
    ) -> None:
        """Show other cards, from where the grid stands, with the marks of who is here."""
        self._cards, self._due, self._favourites = cards, due, frozenset(favourites)
        self._presses = presses or {}
        if self._focus is not None:
            self._focus = min(self._focus, len(cards) - 1) if cards else None
        self.again()

    def mark(self, presses: Mapping[str, Press]) -> None:
        """Show which massages may be now: it is known a moment after the cards are."""
        if presses != self._presses:
            self._presses = presses
            self._show_those_in_sight()

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
        unit = self._sizes.lead * 9.0
        self._across = max(1, int((self.width + gap) / (unit + gap)))
        wide = self._card_width()
        row = wide * _PICTURE_SHARE + self._sizes.lead * 1.4 + self._sizes.small * 4.4 + gap * 1.6
        # Where a whole row would not fit, it is a little lower: then one is seen whole.
        self._row = round(max(min(row, self.height - 1.5 * gap), row - wide * 0.2))
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

    def _moved(self) -> None:
        self._show_those_in_sight()
        self._on_move()

    def _first_in_sight(self) -> int:
        pitch = self._row + self._sizes.gap
        return min(len(self._cards) - 1, ceil(self.scroller.offset / pitch) * self._across)

    def _show_those_in_sight(self) -> None:
        if self._box is None:
            return
        gap, pitch = self._sizes.gap, self._row + self._sizes.gap
        first = int(self.scroller.offset // pitch)
        last = int((self.scroller.offset + self.height) // pitch)
        across, count = self._across, len(self._cards)
        self._in_sight = range(min(count, first * across), min(count, (last + 1) * across))
        # The rows beside them are kept where they are there already.
        near = range(max(0, (first - 1) * across), min(count, (last + 2) * across))
        for index in [index for index in self._views if index not in near]:
            view = self._views.pop(index)
            self._sheet.remove_widget(view)
            self._spare.append(view)
        width = self._card_width()
        for index in sorted({*self._in_sight, *self._views, *self._next(near)}):
            if index not in self._views:
                fresh = self._spare.pop() if self._spare else CardView(self._sizes, self._on_open)
                self._views[index] = fresh
                self._sheet.add_widget(fresh)
            view = self._views[index]
            low, high = self._span(index // self._across)
            left = self.x + gap / 2 + (index % self._across) * (width + gap)
            card = self._cards[index]
            view.show(
                card,
                due=card.name in self._due,
                favourite=card.name in self._favourites,
                press=self._presses.get(card.name),
            )
            view.place(left, low, width, high - low)
            view.focus(focused=index == self._focus)

    def _next(self, near: range) -> Collection[int]:
        """The one card that is made ahead in this frame, on the side that is moved to.

        A row of cards at once would take longer than a frame should.
        """
        moved = self.scroller.offset - self._offset
        self._offset = self.scroller.offset
        if moved > 0:
            ahead = range(self._in_sight.stop, near.stop)
        else:
            ahead = range(near.start, self._in_sight.start if moved < 0 else near.start)
        return [index for index in ahead if index not in self._views][:1]
