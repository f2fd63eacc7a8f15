"""The home page: every session as a card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from kiosk.language import _
from kiosk.screen import theme, words
from kiosk.screen.card import CardGrid
from kiosk.screen.keys import Key
from kiosk.screen.page import Page
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Frame, Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Pressable
from kiosk.station import Card

_HEADING_EMS = 13.5
"""How wide the heading is, in its own size."""


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
        self.corner: Sequence[Pressable] = ()
        """Beside the heading: who is here, and other ways from home."""
        self._corner_at: int | None = None
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(3.0, sizes.line * 2.5))
        self._count = -1
        self.heading = Text(_(words.CHOOSE), sizes=sizes.steps(sizes.title), bold=True)
        self.grid = CardGrid(sizes, on_open)
        self.problems = Button("", on_problems, sizes, sign="attention", quiet=True)
        self.empty = Text(sizes=sizes.steps(sizes.title), bold=True, across="center")
        self.help = Text(
            sizes=sizes.steps(sizes.lead), colour=theme.QUIET, across="center", down="top"
        )
        self._cover = Panel(colour=theme.PAPER, radius=0)
        self.add(self.grid, self._cover, self.heading, self.empty, self.help)

    def show(self, cards: Sequence[Card], broken: int, due: Collection[str] = ()) -> None:
        """Show what the library holds now; what is `due` today is marked."""
        self.grid.show(cards, due)
        for piece in self.corner:
            if piece.parent is None:
                self.add_widget(piece)
        self.empty.show("" if cards else _(words.NO_SESSIONS))
        self.help.show("" if cards else _(words.NO_SESSIONS_HELP))
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
        if self.corner and self._key_in_corner(key):
            return
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
            self.hide_focus()

    def hide_focus(self) -> None:
        """Show no frame."""
        self.grid.hide_focus()
        self._focus_corner(None)

    def _key_in_corner(self, key: Key) -> bool:
        """Up from the first cards goes to the buttons beside the heading, down comes back."""
        at = self._corner_at
        if at is None:
            if key is not Key.UP or not self.grid.in_first_row:
                return False
            self.grid.hide_focus()
            self._focus_corner(0)
            return True
        places = self._places()
        if key is Key.GO:
            places[at].tap()
        elif key in {Key.NEXT, Key.BACK}:
            self._focus_corner((at + (1 if key is Key.NEXT else -1)) % len(places))
        elif key is Key.DOWN:
            self._focus_corner(None)
            self.grid.move_focus()
        elif key is Key.LEAVE:
            self._focus_corner(None)
        return True

    def _places(self) -> Sequence[Pressable]:
        return [*self.corner, *([self.problems] if self._count > 0 else [])]

    def _focus_corner(self, at: int | None) -> None:
        self._corner_at = at
        if self._frame.parent is not None:
            self.remove_widget(self._frame)
        if at is not None:
            place = self._places()[at]
            self._frame.place(*place.pos, *place.size)
            # Above the cover, below the buttons.
            self.add_widget(self._frame, index=self.children.index(self._cover))

    def _corner_widths(self, inner: float) -> list[float]:
        """Who is here takes more room than a way to go somewhere."""
        lead = self.sizes.lead
        return [
            min(inner * 0.5, lead * (8.4 if place == 0 else 6.2))
            for place in range(len(self.corner))
        ]

    def arrange(self) -> None:
        """A heading, the quiet line beside it, and the grid below."""
        sizes = self.sizes
        margin, gap = sizes.margin, sizes.gap
        inner = self.width - 2 * margin
        head = max(sizes.target * 0.72, sizes.title * 1.4)
        broken = self._count > 0
        line = inner * 0.42 if sizes.portrait else sizes.body * (12 if self.corner else 17)
        if broken or self.corner:
            head = max(head, sizes.target)
        right, top = self.x + self.width - margin, self.top - gap
        widths = self._corner_widths(inner)
        rows = head
        beside = sum(widths) + len(widths) * gap + sizes.title * _HEADING_EMS <= inner
        if self.corner and not beside:
            # Too narrow for both: the corner has a row of its own.
            left = self.x + margin
            share = (inner - (len(widths) - 1) * gap) / len(widths)
            rows += gap + head
            for piece in self.corner:
                piece.place(left, top - rows, share, head)
                left += share + gap
        else:
            for piece, wide in zip(reversed(self.corner), reversed(widths), strict=True):
                piece.place(right - wide, top - head, wide, head)
                right -= wide + gap
        if broken and self.corner and not (beside and not sizes.portrait):
            # Too narrow for both: the quiet line has a row of its own.
            rows += gap + sizes.target
            self.problems.place(self.x + margin, top - rows, inner, sizes.target)
        elif broken:
            self.problems.place(right - line, top - head, line, head)
            right -= line + gap
        self.heading.place(self.x + margin, top - head, right - self.x - margin, head)
        below = self.height - 1.5 * gap - rows
        self.grid.place(self.x + margin - gap / 2, self.y, inner + gap, below)
        middle = self.y + below * 0.55
        self.empty.place(self.x + margin, middle, inner, sizes.title * 1.5)
        wide = min(inner, sizes.lead * 30)
        self._cover.place(self.x, self.y + below, self.width, self.height - below)
        self.help.place(self.center_x - wide / 2, middle - sizes.lead * 6, wide, sizes.lead * 5.5)
