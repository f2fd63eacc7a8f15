"""The home page: every session as a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.screen import theme, words
from kiosk.screen.card import CardGrid
from kiosk.screen.keys import Key
from kiosk.screen.page import Page
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button
from kiosk.station import Card


class Home(Page):
    """All cards, and a quiet line about files that need attention."""

    name = "home"

    def __init__(
        self,
        sizes: Sizes,
        *,
        on_open: Callable[[str], None],
        on_problems: Callable[[], None],
    ) -> None:
        super().__init__(sizes)
        self._on_open = on_open
        self._count = -1
        self.heading = Text(words.CHOOSE, sizes=sizes.steps(sizes.title), bold=True)
        self.grid = CardGrid(sizes, on_open)
        self.problems = Button("", on_problems, sizes, sign="attention", quiet=True)
        self.empty = Text(sizes=sizes.steps(sizes.title), bold=True, across="center")
        self.help = Text(
            sizes=sizes.steps(sizes.lead), colour=theme.QUIET, across="center", down="top"
        )
        self._cover = Panel(colour=theme.PAPER, radius=0)
        self.add(self.grid, self._cover, self.heading, self.empty, self.help)

    def show(self, cards: Sequence[Card], broken: int) -> None:
        """Show what the library holds now."""
        self.grid.show(cards)
        self.empty.show("" if cards else words.NO_SESSIONS)
        self.help.show("" if cards else words.NO_SESSIONS_HELP)
        if broken != self._count:
            self._count = broken
            if self.problems.parent is not None:
                self.remove_widget(self.problems)
            if broken:
                self.problems.show(words.files_need_attention(broken))
                self.add_widget(self.problems)
            self.again()

    def key(self, key: Key) -> None:
        """Arrows move the frame, and the main key opens what it stands on."""
        moves = {
            Key.NEXT: (1, 0),
            Key.BACK: (-1, 0),
            Key.DOWN: (0, 1),
            Key.UP: (0, -1),
        }
        if key in moves:
            self.grid.move_focus(*moves[key])
        elif key is Key.GO:
            card = self.grid.focused
            if card is None:
                self.grid.move_focus()
            else:
                self._on_open(card.name)
        elif key is Key.LEAVE:
            self.grid.hide_focus()

    def arrange(self) -> None:
        """A heading, the quiet line beside it, and the grid below."""
        sizes = self.sizes
        margin, gap = sizes.margin, sizes.gap
        inner = self.width - 2 * margin
        head = max(sizes.target * 0.72, sizes.title * 1.4)
        broken = self._count > 0
        line = inner * 0.42 if sizes.portrait else sizes.body * 17
        if broken:
            head = max(head, sizes.target)
            self.problems.place(
                self.x + self.width - margin - line, self.top - gap - head, line, head
            )
        self.heading.place(
            self.x + margin,
            self.top - gap - head,
            inner - (line + gap if broken else 0),
            head,
        )
        below = self.height - 1.5 * gap - head
        self.grid.place(self.x + margin - gap / 2, self.y, inner + gap, below)
        middle = self.y + below * 0.55
        self.empty.place(self.x + margin, middle, inner, sizes.title * 1.5)
        wide = min(inner, sizes.lead * 30)
        self._cover.place(self.x, self.y + below, self.width, self.height - below)
        self.help.place(self.center_x - wide / 2, middle - sizes.lead * 6, wide, sizes.lead * 5.5)
