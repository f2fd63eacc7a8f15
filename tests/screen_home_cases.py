"""Home, what narrows it down, and the page about a session, in a real window.

`test_screen_home.py` runs this file.
"""

import threading
from dataclasses import replace

import pytest
from kivy.core.window import Window
from screen_harness import DOWN, ENTER, ESCAPE, LEFT, RIGHT, UP, Screen

from kiosk.language import _
from kiosk.reception import Assignment, PointState, PointStatus
from kiosk.screen import theme, words, words_home
from kiosk.screen.card import CardView
from kiosk.screen.chip import Arrow, Chip
from kiosk.screen.fake import FakeStation, sample_about, sample_cards, sample_station
from kiosk.screen.fake_reception import FakeReception
from kiosk.screen.people_tiles import TileView
from kiosk.script.kind import Kind


def library():
    """The sample cards with what they need told in the author's words; massage is possible."""
    return [
        replace(card, refusal="", needs=card.equipment, total_ms=card.total_ms or 240_000)
        for card in sample_cards()
    ]


@pytest.fixture
def station():
    return FakeStation(map(sample_about, library()))


class Points(FakeReception):
    """A reception with points of its own; `telling` holds the answer back."""

    def __init__(self):
        super().__init__()
        self.told = ()
        self.telling = threading.Event()
        self.telling.set()
        self.asked_from = set()
        self._here = self.known[0]

    def points(self):
        self.asked_from.add(threading.current_thread())
        assert self.telling.wait(20)
        return self.told


@pytest.fixture
def reception():
    made = Points()
    yield made
    made.telling.set()


@pytest.fixture
def screen(station, reception):
    made = Screen(station, reception=reception)
    yield made
    made.close()


def titles(screen):
    return [card.title for card in screen.page.grid.cards]


def choose(screen, chip, text):
    """Open what a chip opens, and tap one of the choices."""
    screen.tap(chip)
    assert screen.page.name.startswith("choose-")
    take(screen, text)


def take(screen, text):
    screen.tap(next(view for view in screen.widgets(TileView) if view.tile.text == text))


def view_of(screen, title):
    return next(view for view in screen.page.grid.views if view.card.title == title)


# What narrows it down


def test_a_kind_chosen_in_two_taps_leaves_its_sessions_and_says_how_many(screen):
    assert screen.page.clear.parent is None
    assert not screen.page.kind.chosen
    choose(screen, screen.page.kind, words.kind_name(Kind.STRETCH))
    assert screen.page.name == "home"
    assert titles(screen) == ["Revolved head to knee", "Side bends"]
    assert screen.page.kind.chosen
    assert {words.kind_name(Kind.STRETCH), words_home.some_of(2, 11)} <= set(screen.texts())
    screen.tap(screen.page.clear)
    assert len(titles(screen)) == 11
    assert screen.page.clear.parent is None


def test_the_time_somebody_has_leaves_what_is_no_longer(screen):
    choose(screen, screen.page.time, words_home.minutes(5))
    assert {"Pelvic tilt", "Side bends", "Desk break"} <= set(titles(screen))
    assert not {"A walk", "Heat or ice"} & set(titles(screen))
    assert words_home.time_chosen(5) in screen.texts()


def test_what_is_at_hand_is_taken_one_by_one_counted_at_once_and_kept(screen, station):
    screen.tap(screen.page.at_hand)
    assert words_home.show_some(11, 11) in screen.texts()
    take(screen, "Mat")
    # The side bends need nothing.
    assert words_home.show_some(2, 11) in screen.texts()
    take(screen, "Ball")
    assert station.likes.equipment == ("ball", "mat")
    screen.tap(screen.button(words_home.show_some(3, 11)))
    assert titles(screen) == ["Pelvic tilt", "Half sit-up", "Side bends"]
    screen.tap(screen.page.at_hand)
    take(screen, "Ball")
    take(screen, _(words_home.SHOW_EVERYTHING))
    assert station.likes.equipment is None


def test_nothing_at_hand_leaves_what_needs_nothing(screen):
    choose(screen, screen.page.at_hand, _(words_home.HAVE_NOTHING))
    screen.press(ESCAPE)
    assert titles(screen) == ["Side bends"]
    assert _(words_home.NOTHING) in screen.texts()


def test_where_nothing_fits_a_tap_gives_up_what_stood_in_the_way(screen):
    choose(screen, screen.page.kind, words.kind_name(Kind.WALK))
    choose(screen, screen.page.time, words_home.minutes(5))
    assert titles(screen) == []
    assert _(words_home.NONE_FITS) in screen.texts()
    wanted = [button.text for button in screen.page.looser]
    assert wanted[-1] == _(words_home.SHOW_ALL)
    assert any(text.startswith(_(words_home.ANY_TIME)) for text in wanted)
    screen.tap(next(each for each in screen.page.looser if _(words_home.ANY_TIME) in each.text))
    assert titles(screen) == ["A walk"]
    assert screen.page.looser == []


def test_kind_and_time_go_with_the_visit_and_what_is_at_hand_stays(screen, reception):
    choose(screen, screen.page.kind, words.kind_name(Kind.STRETCH))
    choose(screen, screen.page.at_hand, "Mat")
    screen.press(ESCAPE)
    face = screen.app.face
    face._guide.visit.leave()
    screen.page_is("who")
    reception._here = reception.known[0]
    face.go_home()
    screen.page_is("home")
    assert not screen.page.kind.chosen
    assert screen.page.at_hand.chosen


def test_whoever_comes_next_begins_with_nothing_looked_for_and_no_marks(screen, reception):
    reception.told = (PointStatus("a", "a", PointState.READY, "a.", 1, ("massage-cane",)),)
    face = screen.app.face
    face.go_home()
    screen.until(lambda: face._foyer.press_words("massage-cane"))
    choose(screen, screen.page.kind, words.kind_name(Kind.STRETCH))
    reception.telling.clear()
    reception._here = reception.known[1]
    face.go_home()
    assert not screen.page.kind.chosen
    assert face._foyer.press_words("massage-cane") == ""


def test_narrowed_home_begins_at_its_top(screen):
    screen.page.grid.scroller.move_to(300)
    choose(screen, screen.page.time, words_home.minutes(10))
    assert screen.page.grid.scroller.offset == 0


# Order and marks


def test_what_is_due_then_favourites_then_the_last_ones_come_first(screen, station, reception):
    reception.plans["p1"] = [Assignment("desk-break", "every day", due=True)]
    station.likes = replace(station.likes, favourites=("a-walk",), recent=("side-bends",))
    screen.app.face.go_home()
    assert titles(screen)[:4] == ["Desk break", "A walk", "Side bends", "Pelvic tilt"]
    assert view_of(screen, "Desk break").plan.word.text == _(words_home.DUE_TODAY)
    assert view_of(screen, "A walk").star.name == "star"
    assert view_of(screen, "Side bends").star.name == ""


def test_a_session_begun_is_recent(screen, station):
    screen.tap(view_of(screen, "Side bends"))
    assert station.likes.recent == ()
    screen.tap(screen.page.start)
    screen.page_is("session")
    assert station.likes.recent == ("side-bends",)


def test_a_star_on_its_page_makes_a_session_a_favourite_and_no_favourite(screen, station):
    screen.tap(view_of(screen, "Side bends"))
    screen.tap(screen.page.star)
    assert station.likes.favourites == ("side-bends",)
    assert screen.page.star.text == _(words_home.IS_FAVOURITE)
    screen.tap(screen.page.star)
    assert station.likes.favourites == ()
    assert screen.page.star.text == _(words_home.FAVOURITE)


def test_each_kind_has_its_own_word_sign_and_colour(screen):
    for view in screen.page.grid.views:
        kind = view.card.kind
        assert view.kind_words.text.startswith(words.kind_name(kind))
        assert view.kind.name == str(kind)
        assert view.kind._panel.colour == theme.mood_of_kind(kind).ink


# Which massages may be now


def test_a_card_says_when_its_massage_may_be_once_that_is_known(screen, reception):
    later = "tomorrow from 9 in the morning"
    reception.told = (
        PointStatus("a", "a", PointState.READY, "a.", 30_000, ("trigger-point",)),
        PointStatus("b", "b", PointState.DONE, "b.", 0, ("massage-cane",), later),
        PointStatus("c", "c", PointState.LOCKED, "c.", 0, ("release-with-a-back-massager",)),
    )
    reception.telling.clear()
    face = screen.app.face
    face.go_home()
    grid = screen.page.grid
    grid.scroller.move_to(grid.scroller.reach)
    screen.frames(5)
    assert view_of(screen, "Massage cane").press_words.text == ""
    # Nobody waits: the screen still takes taps.
    assert not face._guide._errands.busy
    reception.telling.set()
    screen.until(lambda: view_of(screen, "Massage cane").press_words.text)
    assert view_of(screen, "Massage cane").press_words.text == _(words_home.NEXT).format(when=later)
    assert view_of(screen, "Trigger point").press_words.text == _(words_home.READY)
    locked = view_of(screen, "Release with a back massager")
    assert locked.press_words.text == _(words_home.LOCKED)
    assert threading.main_thread() not in reception.asked_from
    screen.tap(view_of(screen, "Massage cane"))
    assert _(words_home.NEXT).format(when=later) in screen.texts()


def test_points_that_cannot_be_told_leave_the_cards_as_they_are(screen, reception, caplog):
    del reception.told
    screen.app.face.go_home()
    screen.until(lambda: "Which massages may be now" in caplog.text)
    screen.frames(5)
    assert screen.page.name == "home"
    caplog.clear()


# Thousands


def test_ten_thousand_cards_are_a_dozen_widgets_wherever_one_scrolls(station):
    screen = Screen(station)
    try:
        first = library()[0]
        cards = [replace(first, name=f"s{at}", title=f"Session {at}") for at in range(10_000)]
        station.change(cards)
        screen.until(lambda: "Session 0" in screen.texts())
        grid = screen.page.grid
        before = set()
        for step in range(60):
            grid.scroller.move_to(step * grid.scroller.reach / 59)
            before |= set(grid.views) | set(grid._spare)
        in_sight = -(-grid.height // grid._row) + 1
        assert len(before) <= (in_sight + 2) * grid._across
        assert grid.views[-1].card.title == "Session 9999"
        assert sum(isinstance(each, CardView) for each in screen.page.walk()) <= len(before)
    finally:
        screen.close()


def test_large_arrows_move_the_cards_as_a_finger_does(screen):
    page = screen.page
    assert not page.up.alive
    assert page.down.alive
    screen.tap(page.down)
    assert page.grid.scroller.offset > 0
    assert page.up.alive
    for _step in range(30):
        screen.tap(page.down)
    assert page.grid.scroller.offset == round(page.grid.scroller.reach)
    assert not page.down.alive
    screen.tap(page.up)
    assert page.down.alive


def test_what_is_tapped_on_home_is_large_enough_and_two_cards_stand_side_by_side(screen):
    least = screen.page.sizes.target - 1
    for each in [*screen.widgets(Chip), *screen.widgets(Arrow)]:
        assert min(each.size) >= least
    first, second = screen.page.grid.views[:2]
    assert first.y == second.y
    assert second.right <= Window.width


# About


def test_the_steps_are_turned_page_by_page_with_their_place_in_time(station):
    about = sample_about(library()[0])
    items = [replace(about.items[0], text=f"Step {at}", start_ms=at * 10_000) for at in range(17)]
    station._abouts["pelvic-tilt"] = replace(about, items=tuple(items))
    screen = Screen(station)
    try:
        screen.app.face.open_about("pelvic-tilt")
        strip = screen.page.strip
        seen = list(strip.seen)
        assert "Step 0" in screen.texts()
        assert "0:10" in screen.texts()
        assert not strip.back.alive
        while strip.on.alive:
            screen.tap(strip.on)
            seen += strip.seen
        assert seen == list(range(17))
        assert "Step 16" in screen.texts()
        assert strip.line.seen == strip.seen
        last = strip.seen.start
        screen.tap(strip.back)
        assert strip.seen.stop == last
    finally:
        screen.close()


def test_what_to_take_care_of_is_read_on_by_a_button(screen):
    about = sample_about(library()[0])
    screen.station._abouts["pelvic-tilt"] = replace(about, cautions=about.cautions * 9)
    screen.app.face.open_about("pelvic-tilt")
    page = screen.page
    seen = set()
    while page.scroller.offset not in seen:
        seen.add(page.scroller.offset)
        screen.tap(page.more)
    assert page.scroller.offset == 0
    assert max(seen) == round(page.scroller.reach) > 0


def test_a_session_of_a_page_of_steps_has_no_arrows(screen):
    about = sample_about(library()[0])
    screen.station._abouts["pelvic-tilt"] = replace(about, items=about.items[:2])
    screen.app.face.open_about("pelvic-tilt")
    assert screen.page.strip.on.parent is None


# By four keys


def test_from_home_through_a_filter_and_a_page_to_the_session_by_four_keys(screen):
    """Left, right, the main key and escape reach everything."""
    screen.press(RIGHT)
    assert screen.page.grid.focused is not None
    screen.press(LEFT)
    assert screen.page.grid.focused is None
    for _step in range(2):
        screen.press(LEFT)
    assert screen.page._places()[screen.page._at] is screen.page.kind
    assert screen.page._frame.parent is screen.page
    screen.press(ENTER)
    assert screen.page.name == "choose-kind"
    while screen.page.focused is None or screen.page.focused.text != words.kind_name(Kind.WALK):
        screen.press(RIGHT)
    screen.press(ENTER)
    assert titles(screen) == ["A walk"]
    screen.press(RIGHT)
    screen.press(ENTER)
    screen.page_is("about")
    screen.press(RIGHT)
    assert screen.page.focused is screen.page.start
    while screen.page.focused is not screen.page.star:
        screen.press(RIGHT)
    screen.press(ENTER)
    assert screen.station.likes.favourites == ("a-walk",)
    while screen.page.focused is not screen.page.start:
        screen.press(LEFT)
    screen.press(ENTER)
    screen.page_is("session")


def test_up_and_down_go_between_cards_chips_and_corner(screen):
    screen.press(RIGHT)
    screen.press(RIGHT)
    screen.press(UP)
    assert screen.page._places()[screen.page._at] in screen.page._chips()
    assert screen.page.grid.focused is None
    screen.press(DOWN)
    assert screen.page.grid.focused is not None
    screen.press(ESCAPE)
    assert screen.page.grid.focused is None
    screen.press(UP)
    assert screen.page._at == 0
    assert screen.page._frame.parent is screen.page


def test_where_nothing_fits_keys_reach_what_may_be_given_up(screen):
    choose(screen, screen.page.kind, words.kind_name(Kind.WALK))
    choose(screen, screen.page.time, words_home.minutes(5))
    screen.press(RIGHT)
    assert screen.page._places()[screen.page._at] is screen.page.looser[0]
    screen.press(ENTER)
    assert titles(screen)


def test_a_finger_takes_the_frame_away(screen):
    screen.press(UP)
    assert screen.page._at is not None
    screen.tap_at(2, 2)
    assert screen.page._at is None
    assert screen.page._frame.parent is None


def test_without_a_reception_home_narrows_as_well():
    screen = Screen(sample_station())
    try:
        choose(screen, screen.page.kind, words.kind_name(Kind.STRENGTHEN))
        assert all(card.kind is Kind.STRENGTHEN for card in screen.page.grid.cards)
    finally:
        screen.close()
