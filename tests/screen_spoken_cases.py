"""The page about spoken orders, and its switch. `test_screen_ears.py` runs this file."""

from dataclasses import replace

import pytest
from screen_measure import faults
from screen_ways_cases import (  # noqa: F401  the fixtures are found by their names
    Window,
    arrive,
    open_screen,
    pin,
    reception,
    resize,
    screen,
    station,
    tap,
)

from kiosk.ears.packages import NOT_INSTALLED
from kiosk.language import _
from kiosk.preferences import Look
from kiosk.screen import theme, words_ears, words_ways
from kiosk.screen.page import Notice
from kiosk.station import Ears


def open_spoken(screen):  # noqa: F811
    if screen.page.name != "home":
        arrive(screen)
    tap(screen, _(words_ways.MORE))
    tap(screen, _(words_ears.TITLE))
    assert screen.page.name == "spoken"


def buttons(screen):  # noqa: F811
    return [button.text for button in screen.page.buttons]


def test_where_nobody_set_a_pin_the_ears_are_switched_on_and_off_by_a_tap(open_screen):  # noqa: F811
    screen = open_screen(known=False)  # noqa: F811
    open_spoken(screen)
    assert _(words_ears.OFF) in screen.texts()
    tap(screen, _(words_ears.TURN_ON))
    assert screen.station.ears() is not None
    assert _(words_ears.ON) in screen.texts()
    tap(screen, _(words_ears.TURN_OFF))
    assert screen.station.ears() is None
    assert _(words_ears.OFF) in screen.texts()


def test_it_takes_the_operators_pin_to_be_listened_to_and_none_to_be_left_alone(
    screen,  # noqa: F811
    reception,  # noqa: F811
):
    reception.station = "home"
    open_spoken(screen)
    tap(screen, _(words_ears.TURN_ON))
    pin(screen, "999999")
    assert screen.page.name == "pin"
    assert screen.station.ears() is None
    pin(screen, "123456")
    assert screen.page.name == "spoken"
    assert screen.station.ears() is not None
    tap(screen, _(words_ears.TURN_OFF))
    assert screen.station.ears() is None


def test_what_is_not_installed_is_said_and_there_is_nothing_to_switch(screen):  # noqa: F811
    about = screen.station.about_the_ears
    screen.station.about_the_ears = replace(about, missing=NOT_INSTALLED)
    open_spoken(screen)
    assert screen.page.notice is not None
    assert screen.page.notice.text == NOT_INSTALLED
    assert buttons(screen) == [_(words_ways.BACK)]


def test_what_the_settings_file_decides_has_no_switch(screen):  # noqa: F811
    screen.station.about_the_ears = replace(screen.station.about_the_ears, fixed=True)
    screen.station.heard = Ears(listening=True)
    open_spoken(screen)
    assert buttons(screen) == [_(words_ways.BACK)]
    assert _(words_ears.FIXED) in [row.text for row in screen.widgets(Notice)]


def test_what_does_not_work_while_it_is_on_is_said_on_the_page(screen):  # noqa: F811
    screen.station.heard = Ears(notice="No microphone.")
    open_spoken(screen)
    assert screen.page.notice.text == "No microphone."


@pytest.mark.parametrize("size", [(800, 480), (720, 1280), (1920, 1080)])
@pytest.mark.parametrize("look", list(Look))
def test_the_page_is_whole_on_every_panel_in_every_look(open_screen, station, size, look):  # noqa: F811
    station.likes = replace(station.likes, look=look)
    screen = open_screen(size=size)  # noqa: F811
    open_spoken(screen)
    least = min(screen.page.sizes.target, 0.22 * min(Window.size))
    assert not faults(screen.app.face, least, theme.sizes_for(*Window.size).small)
    resize((960, 600))
