"""Keys learnt by pressing them, in a real window. `test_screen_learnt.py` runs this file."""

import pytest
from kivy.core.window import Window
from screen_harness import ENTER, ESCAPE, SPACE
from screen_ways_cases import (
    arrive,
    face,
    open_screen,  # noqa: F401  fixtures are found by their names
    open_settings,
    pin,
    reception,  # noqa: F401
    settle,
    station,  # noqa: F401
    tap,
)

from kiosk.keymap import Key, Keymap
from kiosk.player.model import Command, State
from kiosk.reception import GUEST
from kiosk.screen import keys as keys_module
from kiosk.screen import learning, words_people
from kiosk.screen import words_keys as words
from kiosk.screen.page import Notice
from kiosk.screen.people_tiles import TileView

X, H, PAGE_DOWN, F9 = ord("x"), ord("h"), 281, 290


@pytest.fixture
def screen(open_screen):  # noqa: F811
    screen = open_screen()
    arrive(screen)
    return screen


def notice(screen):
    return screen.page.notice.text if screen.page.notice is not None else ""


def to_keys(screen):
    open_settings(screen)
    tap(screen, words.KEYS)


def learn(screen, act):
    to_keys(screen)
    tap(screen, words.ACTS[act])
    assert screen.page.name == "learn"


def test_a_key_is_learnt_by_pressing_it_and_does_it_at_once(screen):
    learn(screen, Key.HURTS)
    screen.press(F9)
    assert screen.page.name == "keys"
    assert notice(screen) == "F9 now means: It hurts."
    shown = {view.tile.text: view.tile.detail for view in screen.widgets(TileView)}
    assert shown["It hurts"] == "F9, H"
    performance = play(screen)
    screen.press(F9)
    assert performance.sent[-1] is Command.HURTS


def play(screen):
    face(screen)._prepare("pelvic-tilt", "Pelvic tilt")
    screen.page_is("session")
    return screen.station.performances[-1]


def test_a_key_that_means_something_else_is_moved_only_when_it_is_pressed_once_more(screen):
    learn(screen, Key.HURTS)
    screen.press(PAGE_DOWN)
    assert screen.page.name == "learn"
    assert "Page Down means: Next." in notice(screen)
    assert screen.station.keys == Keymap(), "nothing has moved yet"
    screen.press(PAGE_DOWN)
    assert "Before, it meant: Next." in notice(screen)
    assert screen.station.keys.meaning(PAGE_DOWN) is Key.HURTS


def test_a_key_that_means_something_else_can_be_moved_by_a_finger(screen):
    learn(screen, Key.READY)
    screen.press(PAGE_DOWN)
    tap(screen, words.MOVE)
    assert screen.station.keys.meaning(PAGE_DOWN) is Key.READY


def test_another_key_in_between_moves_nothing(screen):
    learn(screen, Key.HURTS)
    screen.press(PAGE_DOWN)
    screen.press(H)
    assert notice(screen) == "H means that already."
    screen.press(PAGE_DOWN)
    assert screen.station.keys == Keymap()


@pytest.mark.parametrize("way", ["escape", "back", "time"])
def test_escape_back_and_time_leave_everything_as_it_was(screen, way):
    learn(screen, Key.LEAVE)
    if way == "escape":
        screen.press(ESCAPE)
    elif way == "back":
        tap(screen, "Back")
    else:
        waiting = screen.page._tired
        assert waiting.is_triggered
        assert waiting.timeout == learning.LEARN_WITHIN == 15
        waiting.cancel()
        waiting.timeout = 0.02
        waiting()
    screen.page_is("keys")
    assert screen.station.keys == Keymap()


def test_a_page_that_was_left_does_not_come_back_when_its_time_is_over(screen):
    learn(screen, Key.LEAVE)
    page = screen.page
    face(screen).show_home()
    assert not page._tired.is_triggered


def test_the_only_key_of_it_hurts_stays_and_the_page_says_why(screen):
    learn(screen, Key.NEXT)
    screen.press(H)
    screen.press(H)
    assert notice(screen) == "H is the only key for: It hurts. Give that another key first."
    assert screen.station.keys == Keymap()


def test_the_key_that_opened_the_page_is_not_taken_while_it_is_held_or_bounces(screen):
    moments = iter([0.0, 0.0, 0.01, 0.3, 0.3])
    to_keys(screen)
    grid = screen.page.grid
    grid.focus(6)
    screen.page._at = 6
    face(screen)._keys = keys_module.Keys(lambda: screen.station.keys, now_s=lambda: next(moments))
    keys_module.BOUNCE_S = 0.04
    try:
        down(ENTER)
        up(ENTER)
        down(ENTER)
        assert screen.page.name == "learn"
        assert notice(screen) == ""
        up(ENTER)
    finally:
        keys_module.BOUNCE_S = 0.0


def down(code):
    Window.dispatch("on_key_down", code, 0, None, [])


def up(code):
    Window.dispatch("on_key_up", code, 0)


def test_as_delivered_forgets_what_was_learnt(screen):
    screen.station.keys = Keymap().learn(X, Key.LEAVE)
    to_keys(screen)
    tap(screen, words.DELIVERED)
    assert screen.station.keys == Keymap()
    assert notice(screen) == words.AGAIN_DELIVERED


def test_a_broken_file_is_told_where_keys_are_learnt(screen):
    screen.station.keys = Keymap(notice="They cannot be read.")
    to_keys(screen)
    assert notice(screen) == "They cannot be read."


def test_in_a_gym_the_keys_are_the_operators_also_for_who_has_a_name(screen, reception):  # noqa: F811
    reception.station = "gym"
    to_keys(screen)
    pin(screen, "999999")
    assert screen.page.name == "pin"
    pin(screen, "123456")
    settle(screen)
    assert screen.page.name == "keys"
    assert words_people.OPERATOR_PIN


def test_a_guest_of_a_gym_learns_no_keys_without_the_operator(screen, reception):  # noqa: F811
    reception.station = "gym"
    reception._here = next(each for each in reception.people() if each.id == GUEST)
    to_keys(screen)
    assert screen.page.name == "pin"


def test_ready_is_a_key_of_its_own_and_means_nothing_on_a_massager_or_a_page(screen):
    screen.station.keys = Keymap().learn(X, Key.READY)
    screen.press(X)
    assert screen.page.name == "home"
    performance = play(screen)
    performance.show(2)
    assert performance.view().state is State.WAITING
    screen.press(X)
    assert performance.sent == [Command.READY]


def test_volume_keys_work_on_every_page(screen):
    screen.press(ord("+"))
    play(screen)
    screen.press(ord("-"))
    assert screen.station.louder_by == [15, -15]


def test_what_is_said_about_a_key_is_whole_on_the_smallest_screen(screen):
    learn(screen, Key.NEXT)
    screen.press(H)
    assert all(each.label.fits for each in screen.widgets(Notice) if each.text)


def test_no_other_key_does_what_it_means_while_one_is_learnt(screen):
    learn(screen, Key.QUIETER)
    screen.press(SPACE)
    assert screen.page.name == "learn"
    screen.press(ord("+"))
    assert screen.station.louder_by == []
