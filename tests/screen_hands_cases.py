"""What a big button and a motion sensor do to the screen. `test_screen_hands.py` runs this file."""

import pytest
from screen_harness import SPACE
from screen_ways_cases import (
    FEVER,
    NOON,
    Light,
    arrive,
    face,
    open_screen,  # noqa: F401  fixtures are found by their names
    reception,  # noqa: F401
    resting,  # noqa: F401
    settle,
    soon,
    station,  # noqa: F401
)

from kiosk.reception import Moment
from kiosk.screen.hand_word import HandWord

NIGHT = NOON.replace(hour=23)


def seen(screen, *, pressed):
    """The station tells, from a thread of its own, that somebody came."""
    screen.station.seen(pressed)
    screen.frames(3)


def word(screen):
    return next((each for each in face(screen).children if isinstance(each, HandWord)), None)


@pytest.mark.parametrize("pressed", [True, False])
def test_who_comes_by_day_finds_the_screen_awake(resting, pressed):  # noqa: F811
    screen = resting()
    soon(screen)
    assert screen.page.name == "rest"
    seen(screen, pressed=pressed)
    assert screen.page.name != "rest"


def test_at_night_a_movement_lights_nothing_and_the_button_does(resting):  # noqa: F811
    screen = resting(now=NIGHT, light=Light())
    soon(screen)
    seen(screen, pressed=False)
    assert screen.page.name == "rest"
    assert screen.light.did == ["dim"]
    seen(screen, pressed=True)
    assert screen.page.name != "rest"
    assert screen.light.did == ["dim", "restore"]


def test_while_somebody_moves_in_front_of_it_the_screen_does_not_rest(resting):  # noqa: F811
    screen = resting()
    waits = screen.rest._wait
    before = waits._last_dt
    screen.frames(2)
    seen(screen, pressed=False)
    assert waits.is_triggered
    assert waits._last_dt > before


@pytest.mark.parametrize("pressed", [True, False])
def test_on_other_pages_nothing_happens_least_of_all_an_answer(
    open_screen,  # noqa: F811
    reception,  # noqa: F811
    pressed,
):
    reception.asking = {Moment.BEFORE: [FEVER]}
    screen = open_screen()
    arrive(screen)
    for go in (
        lambda: None,
        lambda: face(screen).open_about("pelvic-tilt"),
        face(screen).ways.open_more,
        lambda: face(screen).begin("pelvic-tilt", "Pelvic tilt"),
    ):
        go()
        settle(screen)
        page, wrote = screen.page, list(reception.answers)
        seen(screen, pressed=pressed)
        assert screen.page is page
        assert list(reception.answers) == wrote
    assert screen.page.name == "question"


def test_the_word_of_the_button_lies_over_every_page_for_as_long_as_it_is_told(open_screen):  # noqa: F811
    screen = open_screen()
    assert word(screen) is None, "where there is no button nothing looks for one"
    screen.station.button_word = ""
    arrive(screen)
    assert word(screen).word.parent is None
    screen.station.button_word = "IT HURTS"
    screen.until(lambda: word(screen).word.text == "IT HURTS")
    assert word(screen).word.fits
    assert word(screen).word.parent is not None
    face(screen).open_about("pelvic-tilt")
    assert word(screen).word.text == "IT HURTS"
    screen.station.button_word = ""
    screen.until(lambda: word(screen).word.parent is None)


def test_a_finger_and_a_key_are_signs_that_somebody_is_there(open_screen):  # noqa: F811
    screen = open_screen()
    before = screen.station.touches
    screen.tap_at(5, 5)
    assert screen.station.touches > before
    before = screen.station.touches
    screen.press(SPACE)
    assert screen.station.touches > before
