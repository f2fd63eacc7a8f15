"""The pages on which somebody says what they look for: a kind, a time, what they have here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiosk.language import _
from kiosk.preferences import MINUTES
from kiosk.screen import shelf, words, words_home
from kiosk.screen.page import Page
from kiosk.screen.people_choose import Choices, arrange_foot
from kiosk.screen.people_tiles import Tile
from kiosk.screen.shelf import Wish
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button
from kiosk.script.kind import Kind

if TYPE_CHECKING:
    from kiosk.screen.face import Face
    from kiosk.screen.foyer import Foyer

_ALL, _NONE = "all", "none"


class _Long(Choices):
    """Choices of which there may be more than fit: a button moves them on, and round again."""

    def __init__(self, sizes: Sizes, **options: Any) -> None:
        super().__init__(sizes, **options)
        self.more = Button(_(words_home.MORE), self._on, sizes, sign="down")
        self.add(self.more)

    def _on(self) -> None:
        if self.grid is not None:
            scroller = self.grid.scroller
            if scroller.offset >= scroller.reach - 1:
                scroller.move_to(0)
            else:
                scroller.page(1)

    def arrange(self) -> None:
        """Beside the others, where it does anything."""
        super().arrange()
        last = self.buttons[-1]
        beyond = self.grid is not None and self.grid.scroller.reach > 0
        wide = self.sizes.target * 2.4 if beyond else 0
        high = last.height if beyond else 0
        left = self.right - self.sizes.margin - wide
        self.more.place(left, last.y, wide, high)
        if beyond and last.right > left - self.sizes.gap:
            # In a narrow window the others have the whole row.
            margin, gap = self.sizes.margin, self.sizes.gap
            arrange_foot(self.buttons, self.sizes, margin, left - gap - margin, last.y)
        self.targets = [*self.buttons, *([self.more] if beyond else [])]


class Narrowing:
    """Large choices, each with how many sessions it leaves; the way home is always there."""

    def __init__(self, face: Face, foyer: Foyer) -> None:
        self._face = face
        self._foyer = foyer

    def choose(self, what: str) -> None:
        """Show the choices of ``kind``, ``time`` or ``at_hand``."""
        build = {"kind": self._kinds, "time": self._times, "at_hand": self._things}[what]
        self._face.show_page(build)

    def _left(self, wish: Wish) -> int:
        return len(shelf.narrowed(self._face.station.cards(), wish))

    # One of several: a tap chooses and goes home

    def _kinds(self, sizes: Sizes) -> Page:
        wish = self._foyer.wish
        there = {card.kind for card in self._face.station.cards()}
        choices: dict[str, Wish] = {_ALL: replace(wish, kind=None)}
        choices |= {kind: replace(wish, kind=kind) for kind in Kind if kind in there}
        tiles = [
            self._tile(key, words_home.kind_chosen(each.kind), each, "list" if key == _ALL else key)
            for key, each in choices.items()
        ]
        return self._one_of(sizes, "choose-kind", words.CHOOSE, tiles, choices)

    def _times(self, sizes: Sizes) -> Page:
        wish = self._foyer.wish
        choices = {str(count): replace(wish, minutes=count) for count in (0, *MINUTES)}
        tiles = [
            self._tile(
                key,
                words_home.minutes(each.minutes) if each.minutes else _(words_home.ANY_TIME),
                each,
                "rest" if each.minutes else "list",
            )
            for key, each in choices.items()
        ]
        return self._one_of(sizes, "choose-time", words_home.HOW_LONG, tiles, choices)

    def _tile(self, key: str, text: str, wish: Wish, sign: str) -> Tile:
        chosen = wish == self._foyer.wish
        return Tile(
            key, text, words_home.sessions(self._left(wish)), sign="check" if chosen else sign
        )

    def _one_of(
        self,
        sizes: Sizes,
        name: str,
        heading: str,
        tiles: Sequence[Tile],
        choices: dict[str, Wish],
    ) -> Page:
        home = self._face.show_home
        return Choices(
            sizes,
            name=name,
            heading=_(heading),
            tiles=tiles,
            on_choose=lambda key: self._foyer.look_for(choices[key]),
            buttons=(Button(_(words.HOME), home, sizes, sign="home"),),
            on_leave=home,
        )

    # Several of many: each tap takes one or puts it back

    def _things(self, sizes: Sizes) -> Page:
        home = self._face.show_home
        done = Button("", home, sizes, sign="check", main=True)
        page: _Long = _Long(
            sizes,
            name="choose-equipment",
            heading=_(words_home.WHAT_IS_HERE),
            text=_(words_home.WHAT_IS_HERE_HELP),
            tiles=self._thing_tiles(),
            on_choose=lambda key: self._take(page, done, key),
            buttons=(done,),
            on_leave=home,
            unit=sizes.lead * 11,
        )
        self._count(done)
        return page

    def _thing_tiles(self) -> list[Tile]:
        at_hand = self._foyer.wish.at_hand

        def sign(*, chosen: bool) -> str:
            return "check" if chosen else "plus"

        return [
            Tile(_ALL, _(words_home.SHOW_EVERYTHING), sign="check" if at_hand is None else "list"),
            Tile(
                _NONE,
                _(words_home.HAVE_NOTHING),
                sign="check" if at_hand is not None and not at_hand else "close",
            ),
            *(
                Tile(
                    f"={thing.key}",
                    words.title_case(thing.text),
                    words_home.sessions(thing.sessions),
                    sign=sign(chosen=at_hand is not None and thing.key in at_hand),
                )
                for thing in shelf.things(self._face.station.cards())
            ),
        ]

    def _take(self, page: Choices, done: Button, key: str) -> None:
        wish = self._foyer.wish
        if key == _ALL:
            wish = replace(wish, at_hand=None)
        elif key == _NONE:
            wish = replace(wish, at_hand=frozenset())
        else:
            wish = replace(wish, at_hand=(wish.at_hand or frozenset()) ^ {key[1:]})
        self._foyer.want(wish)
        if page.grid is not None:
            page.grid.show(self._thing_tiles())
        self._count(done)

    def _count(self, done: Button) -> None:
        of = len(self._face.station.cards())
        done.show(words_home.show_some(self._left(self._foyer.wish), of))
