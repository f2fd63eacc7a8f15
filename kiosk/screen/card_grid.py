"""All sessions' cards, with the marks of who is here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import ceil

from kiosk.screen.card import CardView
from kiosk.screen.plate_grid import PlateGrid
from kiosk.screen.shelf import Press
from kiosk.screen.theme import Sizes
from kiosk.station import Card

_PICTURE_SHARE = 0.56
"""How high a card's picture is, of the card's width."""


class CardGrid(PlateGrid[CardView]):
    """All cards. What is above it has to cover them."""

    def __init__(
        self,
        sizes: Sizes,
        on_open: Callable[[str], None],
        on_move: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(sizes, on_move, clipped=False, beside=1)
        self._on_open = on_open
        self._cards: Sequence[Card] = ()
        self._due: Collection[str] = ()
        self._favourites: Collection[str] = ()
        self._presses: Mapping[str, Press] = {}
        self._offset = 0.0

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
        self._reveal(self._focus, self._sizes.gap)
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
        across = max(1, int((self.width + gap) / (unit + gap)))
        wide = self._width(across)
        row = wide * _PICTURE_SHARE + self._sizes.lead * 1.4 + self._sizes.small * 4.4 + gap * 1.6
        # Where a whole row would not fit, it is a little lower: then one is seen whole.
        self._lay_out(across, round(max(min(row, self.height - 1.5 * gap), row - wide * 0.2)))

    def _first_in_sight(self) -> int:
        pitch = self._row + self._sizes.gap
        return min(len(self._cards) - 1, ceil(self.scroller.offset / pitch) * self._across)

    def _count(self) -> int:
        return len(self._cards)

    def _make(self) -> CardView:
        return CardView(self._sizes, self._on_open)

    def _fill(self, view: CardView, index: int) -> None:
        card = self._cards[index]
        view.show(
            card,
            due=card.name in self._due,
            favourite=card.name in self._favourites,
            press=self._presses.get(card.name),
        )

    def _ahead(self, near: range) -> Collection[int]:
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
