"""What home shows, and in which order: by what somebody looks for, likes, and did last."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

from kiosk.preferences import RECENT_KEPT, Preferences
from kiosk.reception import PointState, PointStatus
from kiosk.screen import shelf
from kiosk.screen.shelf import Press, Wish
from kiosk.script.kind import Kind
from kiosk.station import Card
from kiosk.units import MINUTE


def card(
    name: str, kind: Kind = Kind.STRETCH, minutes: float = 5, needs: tuple[str, ...] = ()
) -> Card:
    length = round(minutes * MINUTE)
    return Card(name, name.title(), "", kind, length, length, equipment=needs, needs=needs)


CARDS = (
    card("tilt", Kind.STRENGTHEN, 6, ("a mat",)),
    card("walk", Kind.WALK, 12, ("comfortable shoes",)),
    card("desk", Kind.POSTURE, 5.4, ("a firm chair",)),
    card("bends", Kind.STRETCH, 4),
    card("fold", Kind.STRETCH, 5, ("a mat", "a block or a folded blanket")),
)


def names(cards: object) -> list[str]:
    assert isinstance(cards, list | tuple)
    return [each.name for each in cards]


def test_what_is_due_comes_first_then_favourites_then_the_last_ones_then_the_library() -> None:
    found = shelf.ordered(
        CARDS, due={"fold"}, favourites=("bends", "fold"), recent=("walk", "bends")
    )
    assert names(found) == ["fold", "bends", "walk", "tilt", "desk"]


def test_what_is_due_keeps_the_order_of_the_library() -> None:
    assert names(shelf.ordered(CARDS, due={"bends", "tilt"}))[:2] == ["tilt", "bends"]


def test_favourites_stand_in_the_order_they_were_liked_and_the_last_session_before_the_others() -> (
    None
):
    found = shelf.ordered(CARDS, favourites=("fold", "tilt"), recent=("desk", "walk"))
    assert names(found) == ["fold", "tilt", "desk", "walk", "bends"]


def test_with_nothing_to_prefer_the_library_is_not_copied() -> None:
    assert shelf.ordered(CARDS) is CARDS
    assert shelf.narrowed(CARDS, Wish()) is CARDS


def test_a_kind_a_time_and_what_is_at_hand_each_leave_what_fits() -> None:
    assert names(shelf.narrowed(CARDS, Wish(kind=Kind.STRETCH))) == ["bends", "fold"]
    assert names(shelf.narrowed(CARDS, Wish(at_hand=frozenset({"mat"})))) == ["tilt", "bends"]
    assert names(shelf.narrowed(CARDS, Wish(at_hand=frozenset()))) == ["bends"]
    both = Wish(Kind.STRETCH, 5, frozenset({"mat", "block or a folded blanket"}))
    assert names(shelf.narrowed(CARDS, both)) == ["bends", "fold"]


def test_a_session_fits_the_minutes_that_its_card_says() -> None:
    assert names(shelf.narrowed(CARDS, Wish(minutes=5))) == ["desk", "bends", "fold"]


def test_a_thing_is_one_however_it_is_written_and_whatever_language_is_shown() -> None:
    assert shelf.key_of("a mat") == shelf.key_of("Mat") == shelf.key_of("Your  mat")
    assert shelf.key_of("a") == "a"
    spanish = replace(CARDS[0], equipment=("una colchoneta",))
    found = shelf.things([spanish, *CARDS[1:]])
    assert found[0] == shelf.Thing("mat", "una colchoneta", 2)
    assert shelf.narrowed([spanish], Wish(at_hand=frozenset({"mat"}))) == [spanish]


def test_where_nothing_fits_it_is_known_what_to_give_up() -> None:
    wish = Wish(Kind.WALK, 10, frozenset({"mat", "comfortable shoes"}))
    assert not shelf.narrowed(CARDS, wish)
    assert shelf.loosened(CARDS, wish) == [
        (replace(wish, kind=None), 2),
        (replace(wish, minutes=0), 1),
    ]
    hopeless = Wish(Kind.WALK, 5, frozenset())
    assert shelf.loosened(CARDS, hopeless) == [(replace(hopeless, kind=None), 1)]


def test_a_session_begun_is_the_most_recent_once_and_few_are_kept() -> None:
    likes = Preferences()
    for at in range(RECENT_KEPT + 3):
        likes = shelf.begun(likes, f"s{at}")
    likes = shelf.begun(likes, "s5")
    assert likes.recent[:2] == ("s5", f"s{RECENT_KEPT + 2}")
    assert len(likes.recent) == len(set(likes.recent)) == RECENT_KEPT


def test_a_favourite_is_liked_once_and_can_be_let_go() -> None:
    likes = shelf.liked(shelf.liked(Preferences(), "a", yes=True), "b", yes=True)
    assert shelf.liked(likes, "a", yes=True).favourites == ("b", "a")
    assert shelf.liked(likes, "a", yes=False).favourites == ("b",)


def point(name: str, state: PointState, later: str = "") -> PointStatus:
    return PointStatus(name, name, state, f"{name}.", 0, ("cane",), later)


def test_a_massage_is_ready_in_part_or_says_when() -> None:
    left = point("left", PointState.DONE, "tomorrow from 9")
    right = point("right", PointState.READY)
    assert shelf.presses([left, right]) == {"cane": Press(1, 2, "tomorrow from 9", "left.")}
    assert shelf.presses([right])["cane"] == Press(1, 1)
    locked = point("x", PointState.LOCKED)
    assert shelf.presses([left, locked])["cane"].locked
    assert shelf.presses([]) == {}


def test_the_shelf_knows_no_window() -> None:
    tree = ast.parse(Path(shelf.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported
    assert not any(module and module.startswith("kivy") for module in imported)
