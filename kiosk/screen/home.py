"""The home page: every session as a card, and what narrows them down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.language import _
from kiosk.screen import theme, words, words_home
from kiosk.screen.card_grid import CardGrid
from kiosk.screen.chip import Arrow, Chip
from kiosk.screen.keys import Key
from kiosk.screen.page import Page
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Frame, Panel
from kiosk.screen.shelf import Wish
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Pressable

if TYPE_CHECKING:
    from kiosk.screen.shelf import Press
    from kiosk.station import Card

_HEADING_EMS = 13.5
"""How wide the heading is, in its own size."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What home shows.

    Attributes:
        cards: In the order to show them.
        of: How many there are in the library.
        wish: What was looked for.
        looser: Where nothing fits: what may be given up, and how much that leaves.
        due, favourites: Names of sessions that are marked.
        presses: Which massages may be now, as far as that is known.
    """

    cards: Sequence[Card]
    of: int
    wish: Wish = field(default_factory=Wish)
    looser: Sequence[tuple[Wish, int]] = ()
    due: Collection[str] = ()
    favourites: Collection[str] = ()
    presses: Mapping[str, Press] = field(default_factory=dict)


class Home(Page):
    """All cards, what narrows them down, and a quiet line about files that need attention."""

    name = "home"

    def __init__(
        self,
        sizes: Sizes,
        *,
        on_open: Callable[[str], None],
        on_problems: Callable[[], None],
        on_kind: Callable[[], None],
        on_time: Callable[[], None],
        on_at_hand: Callable[[], None],
        on_wish: Callable[[Wish], None],
    ) -> None:
        super().__init__(sizes)
        self._on_open = on_open
        self._on_wish = on_wish
        self.corner: Sequence[Pressable] = ()
        """Beside the heading: who is here, and other ways from home."""
        self._at: int | None = None
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(3.0, sizes.line * 2.5))
        self._count = 0
        self._shown = Shown((), 0)
        self.heading = Text(_(words.CHOOSE), sizes=sizes.steps(sizes.title), bold=True)
        self.grid = CardGrid(sizes, on_open, self._moved)
        self.problems = Button("", on_problems, sizes, sign="attention", quiet=True)
        self.kind = Chip(_(words_home.KIND), "list", on_kind, sizes)
        self.time = Chip(_(words_home.TIME), "rest", on_time, sizes)
        self.at_hand = Chip(_(words_home.AT_HAND), "things", on_at_hand, sizes)
        self.clear = Chip(" ", "close", lambda: on_wish(Wish()), sizes)
        self.clear.show(_(words_home.SHOW_ALL), chosen=False)
        self.up = Arrow("up", lambda: self.grid.scroller.page(-1), sizes)
        self.down = Arrow("down", lambda: self.grid.scroller.page(1), sizes)
        self.looser: list[Button] = []
        self.empty = Text(sizes=sizes.steps(sizes.title), bold=True, across="center")
        self.help = Text(
            sizes=sizes.steps(sizes.lead), colour=theme.QUIET, across="center", down="top"
        )
        self._cover = Panel(colour=theme.PAPER, radius=0)
        self._below = Panel(colour=theme.PAPER, radius=0)
        self.add(self.grid, self._cover, self._below, self.heading, self.empty, self.help)

    # What is shown

    def show(self, shown: Shown, broken: int) -> None:
        """Show what the library holds now, as far as it is looked for."""
        self._shown = shown
        self.grid.show(
            shown.cards, due=shown.due, favourites=shown.favourites, presses=shown.presses
        )
        self._count = broken
        if broken:
            self.problems.show(words.files_need_attention(broken))
        wish = shown.wish
        self.kind.show(words_home.kind_chosen(wish.kind), chosen=wish.kind is not None)
        self.time.show(words_home.time_chosen(wish.minutes), chosen=wish.minutes > 0)
        self.at_hand.show(words_home.at_hand_chosen(wish.at_hand), chosen=wish.at_hand is not None)
        name = words_home.some_of(len(shown.cards), shown.of)
        self.clear.show(_(words_home.SHOW_ALL), chosen=False, name=name)
        self._show_emptiness(shown)
        for piece in (*self.looser, self.up, self.down, *self._all_places()):
            if piece.parent is not None:
                self.remove_widget(piece)
        self._focus(None)
        for piece in (*self._places(), self.up, self.down):
            self.add_widget(piece)
        self.again()

    def _show_emptiness(self, shown: Shown) -> None:
        for button in self.looser:
            if button.parent is not None:
                self.remove_widget(button)
        self.looser = []
        if shown.cards:
            heading, text = "", ""
        elif shown.of:
            heading, text = _(words_home.NONE_FITS), _(words_home.NONE_FITS_HELP)
            self.looser = [self._loosening(shown.wish, *each) for each in shown.looser]
            everything = Button(
                _(words_home.SHOW_ALL), self.clear.tap, self.sizes, main=not self.looser
            )
            self.looser.append(everything)
        else:
            heading, text = _(words.NO_SESSIONS), _(words.NO_SESSIONS_HELP)
        self.empty.show(heading)
        self.help.show(text)

    def _loosening(self, wish: Wish, looser: Wish, count: int) -> Button:
        text = words_home.given_up(wish, looser, count)
        return Button(text, lambda: self._on_wish(looser), self.sizes, main=True)

    def _all_places(self) -> Sequence[Pressable]:
        return (*self.corner, self.problems, self.kind, self.time, self.at_hand, self.clear)

    def _places(self) -> Sequence[Pressable]:
        """What keys reach besides the cards, in order."""
        return (
            *self.corner,
            *([self.problems] if self._count else []),
            *self._chips(),
            *self.looser,
        )

    def _chips(self) -> Sequence[Pressable]:
        if not self._shown.of:
            return ()
        chips = (self.kind, self.time, self.at_hand)
        return (*chips, self.clear) if self._shown.wish.asks else chips

    # Keys

    def key(self, key: Key) -> None:
        """Arrows move the frame, and the main key opens what it stands on.

        Next and back alone reach everything: the corner, the chips, then card after card.
        """
        if key is Key.LEAVE:
            self.hide_focus()
        elif self._at is not None:
            self._key_in_places(key, self._at)
        elif key is Key.GO:
            card = self.grid.focused
            if card is not None:
                self._on_open(card.name)
            else:
                self._enter_cards()
        elif key is Key.BACK and self.grid.at_first:
            self._focus(len(self._places()) - 1)
        elif key is Key.UP and self.grid.in_first_row:
            self._focus_above(self.grid.focused_x)
        elif key in _MOVES:
            if self.grid.cards:
                self.grid.move_focus(*_MOVES[key])
            else:
                self._enter_cards()

    def hide_focus(self) -> None:
        """Show no frame."""
        self.grid.hide_focus()
        self._focus(None)

    def _enter_cards(self) -> None:
        """Go to the cards; where there are none, to what may be given up."""
        if self.grid.cards:
            self._focus(None)
            self.grid.move_focus()
        elif places := self._places():
            self._focus(len(places) - len(self.looser) if self.looser else 0)

    def _key_in_places(self, key: Key, at: int) -> None:
        places = self._places()
        if key is Key.GO:
            places[at].tap()
        elif key is Key.BACK:
            self._focus(max(0, at - 1))
        elif key is Key.NEXT and at + 1 < len(places):
            self._focus(at + 1)
        elif key is Key.NEXT:
            self._enter_cards()
        elif key in {Key.UP, Key.DOWN}:
            self._move_in_places(places, at, 1 if key is Key.DOWN else -1)

    def _move_in_places(self, places: Sequence[Pressable], at: int, down: int) -> None:
        """To what stands over or under it; from the lowest to the cards, from the highest to 0."""
        here = places[at]
        beyond = [
            (round(abs(each.center_y - here.center_y)), abs(each.center_x - here.center_x), place)
            for place, each in enumerate(places)
            if (here.center_y - each.center_y) * down > here.height / 3
            and abs(each.center_x - here.center_x) < (each.width + here.width) / 2
        ]
        if beyond:
            self._focus(min(beyond)[-1])
        elif down > 0:
            self._enter_cards()
        else:
            self._focus(0)

    def _focus_above(self, x: float | None) -> None:
        """From the first cards up to the nearest of the lowest row; at first to the corner."""
        places = self._places()
        if places and x is None:
            self._focus(0)
        elif places:
            above = [at for at, place in enumerate(places) if place.y > self.grid.top - 1]
            nearest = min(above or [0], key=lambda at: (places[at].y, abs(places[at].center_x - x)))
            self._focus(nearest)

    def _focus(self, at: int | None) -> None:
        self._at = at
        if self._frame.parent is not None:
            self.remove_widget(self._frame)
        if at is not None:
            self.grid.hide_focus()
            place = self._places()[at]
            self._frame.place(*place.pos, *place.size)
            # Above the cover, below the buttons.
            self.add_widget(self._frame, index=self.children.index(self._below))

    # Boxes

    def _moved(self) -> None:
        """The cards were moved: say whether there are more."""
        scroller = self.grid.scroller
        self.up.show(alive=scroller.offset > 0)
        self.down.show(alive=scroller.offset < scroller.reach - 1)

    def arrange(self) -> None:
        """The corner as a rail where it fits, else above; the chips, and the cards below."""
        sizes = self.sizes
        margin, gap = sizes.margin, sizes.gap
        left, inner, top = self.x + margin, self.width - 2 * margin, self.top - gap
        pieces = [*self.corner, *([self.problems] if self._count else [])]
        rail = self._arrange_rail(left, pieces)
        if rail:
            left, inner = left + rail + gap, inner - rail - gap
            self.heading.place(left, top, 0, 0)
        else:
            top = self._arrange_head(left, top, inner, pieces) - gap
        if self._shown.of:
            top = self._arrange_chips(left, top, inner, arrows=not rail) - gap
        low = self.y + (self._arrange_foot(left, inner) if sizes.portrait else 0)
        below = top + gap * 0.5 - low
        self.grid.place(left - gap / 2, low, inner + gap, below)
        self._cover.place(self.x, top + gap * 0.5, self.width, self.top - top - gap * 0.5)
        self._below.place(self.x, self.y, self.width, low - self.y)
        self._arrange_emptiness(left, inner, low, below)
        self._moved()

    def _arrange_rail(self, left: float, pieces: Sequence[Pressable]) -> float:
        """The corner down the left side of a wide window; returns its width, 0 where it is none.

        It leaves the cards nearly the whole height, which is what a wide window has least of.
        """
        gap, target = self.sizes.gap, self.sizes.target
        count = len(pieces) + 2
        room = self.height - 2 * gap - gap * (count - 1)
        if self.sizes.portrait or not self.corner or room < target * count:
            return 0.0
        wide = target * 1.2
        each = min(room / count, target * 1.25)
        top = self.top - gap
        for piece in pieces:
            piece.place(left, top - each, wide, each)
            top -= each + gap
        low = self.y + gap
        for arrow in (self.down, self.up):
            arrow.place(left, low, wide, each)
            low += each + gap
        return wide

    def _arrange_head(
        self, left: float, top: float, inner: float, pieces: Sequence[Pressable]
    ) -> float:
        """The heading and the corner, in one row where there is room; returns where they end."""
        sizes, gap = self.sizes, self.sizes.gap
        # Who is here takes more room than a way to go somewhere, a whole sentence most.
        widths = [
            sizes.lead * (7.5 if piece is self.problems else 6.2 if at else 8.4)
            for at, piece in enumerate(pieces)
        ]
        heading = sizes.title * _HEADING_EMS
        room = sum(widths) + gap * len(widths)
        high = sizes.target if pieces else max(sizes.target * 0.72, sizes.title * 1.4)
        if heading + room <= inner:
            self.heading.place(left, top - high, inner - room, high)
            right = left + inner
            for piece, width in zip(reversed(pieces), reversed(widths), strict=True):
                piece.place(right - width, top - high, width, high)
                right -= width + gap
            return top - high
        # Too narrow for both: the corner has rows of its own, and on a low window the heading goes.
        line = sizes.title * 1.4 if sizes.portrait else 0.0
        self.heading.place(left, top - line, inner if line else 0, line)
        top -= line + (gap if line else 0)
        for row in _rows(list(zip(pieces, widths, strict=True)), inner, gap, sizes.target * 1.1):
            share = (inner - gap * (len(row) - 1)) / sum(width for _piece, width in row)
            at = left
            for piece, width in row:
                piece.place(at, top - sizes.target, width * share, sizes.target)
                at += width * share + gap
            top -= sizes.target + gap
        return top + gap

    def _arrange_chips(self, left: float, top: float, inner: float, *, arrows: bool) -> float:
        gap, target = self.sizes.gap, self.sizes.target
        chips = self._chips()
        if arrows and not self.sizes.portrait:
            for at, arrow in enumerate((self.down, self.up)):
                right = left + inner - at * (target + gap)
                arrow.place(right - target, top - target, target, target)
            inner -= 2 * (target + gap)
        each = min((inner - gap * (len(chips) - 1)) / len(chips), self.sizes.lead * 16)
        for at, chip in enumerate(chips):
            chip.place(left + at * (each + gap), top - target, each, target)
        return top - target

    def _arrange_foot(self, left: float, inner: float) -> float:
        """On a tall window the way along the cards is below them; returns how high that is."""
        gap, target = self.sizes.gap, self.sizes.target
        each = (inner - gap) / 2
        for at, arrow in enumerate((self.up, self.down)):
            arrow.place(left + at * (each + gap), self.y + gap, each, target)
        return target + 2 * gap

    def _arrange_emptiness(self, left: float, inner: float, low: float, high: float) -> None:
        sizes, gap = self.sizes, self.sizes.gap
        wide = min(inner, sizes.lead * 30)
        buttons = sizes.target if self.looser else 0.0
        help_high = min(self.help.height_for(wide), high * 0.5)
        heading = sizes.title * 1.5
        top = low + (high + heading + help_high + buttons + 2 * gap) / 2
        top = min(top, low + high)
        self.empty.place(left, top - heading, inner, heading)
        top -= heading
        self.help.place(left + (inner - wide) / 2, top - help_high, wide, help_high)
        top -= help_high + 2 * gap
        count = max(1, len(self.looser))
        each = min((inner - gap * (count - 1)) / count, sizes.lead * 14)
        at = left + (inner - each * count - gap * (count - 1)) / 2
        for button in self.looser:
            button.place(at, top - buttons, each, buttons)
            at += each + gap


_MOVES = {Key.NEXT: (1, 0), Key.BACK: (-1, 0), Key.DOWN: (0, 1), Key.UP: (0, -1)}


def _rows(
    pieces: list[tuple[Pressable, float]], inner: float, gap: float, least: float
) -> list[list[tuple[Piece, float]]]:
    """Deal pieces out to as few rows as leave each of them wide enough for a finger."""
    if not pieces:
        return []
    fit = max(1, int((inner + gap) / (least + gap)))
    count = -(-len(pieces) // fit)
    each = -(-len(pieces) // count)
    return [list(pieces[at : at + each]) for at in range(0, len(pieces), each)]
