"""The light of the ears and the word they heard, in a real window."""

import pytest
import screens
from screen_harness import FIRST, Screen
from screen_library import Shipped
from screen_stage import Stage

from kiosk.language import _
from kiosk.preferences import Look, Preferences
from kiosk.screen import theme, words
from kiosk.screen.ear_light import EarLight
from kiosk.screen.fake import sample_station
from kiosk.screen.rest_page import RestPage
from kiosk.station import Ears


@pytest.fixture
def screen():
    running = Screen(sample_station())
    yield running
    running.close()
    theme.wear(Look.LIGHT)


@pytest.fixture
def light(screen):
    """The light of the page that is shown now, or None."""

    def find():
        shown = screen.app.face.children
        return next((each for each in shown if isinstance(each, EarLight)), None)

    return find


def test_where_the_ears_are_off_there_is_no_light(screen, light):
    screen.app.face.show_home()
    assert light() is None


def test_whether_the_kiosk_listens_is_seen_on_every_page(screen, light):
    screen.station.heard = Ears(listening=False)
    screen.app.face.show_home()
    assert not light().lit
    screen.station.heard = Ears(listening=True)
    screen.app.face.open_about(screen.station.cards()[0].name)
    assert light().lit
    screen.app.face.open_problems()
    assert light().lit


def test_nobody_is_listened_to_without_the_light_whatever_is_shown(tmp_path):
    shipped = Shipped(tmp_path / "library")
    stage = Stage(
        FIRST,
        tmp_path,
        abouts=shipped.abouts("en"),
        plan=lambda name: shipped.plan(name, "en"),
        drawn=False,
    )
    names = []
    for show in screens.SHOWN:
        if show is screens.spoken:
            continue  # the page of the switch says itself how the ears are
        stage.station.heard = Ears(listening=True)
        stage.afresh()
        for name in show(stage):
            names.append(name)
            lights = [each for each in stage.face.children if isinstance(each, EarLight)]
            assert [each.lit for each in lights] == [True], name
            assert lights[0].opacity == 1, name
    stage.close()
    assert {"home", "rest", "setup-kind"} <= set(names)
    assert any(name.startswith("session") for name in names)


def test_a_page_that_is_shown_while_the_ears_are_switched_off_loses_its_light(screen, light):
    screen.station.heard = Ears(listening=True)
    screen.app.face.show_home()
    assert light().opacity == 1
    screen.station.heard = None
    screen.until(lambda: light().opacity == 0)
    assert not light().lit


def test_the_light_follows_a_microphone_that_comes_and_goes(screen, light):
    screen.station.heard = Ears(listening=True)
    screen.app.face.show_home()
    screen.station.heard = Ears(listening=False)
    screen.until(lambda: not light().lit)


def test_what_was_heard_is_seen_whole_for_as_long_as_it_is_told(screen, light):
    screen.station.heard = Ears(listening=True, word="IT HURTS")
    screen.app.face.show_home()
    assert light().word.text == "IT HURTS"
    assert light().word.fits
    assert light().word.parent is not None
    screen.station.heard = Ears(listening=True)
    screen.until(lambda: light().word.parent is None)


def test_the_light_stands_in_the_margin_where_no_page_has_anything(screen, light):
    screen.station.heard = Ears(listening=True)
    screen.app.face.show_home()
    disc = light()._disc
    assert disc.right <= screen.page.sizes.margin
    assert disc.y >= screen.page.top - screen.page.sizes.margin


@pytest.mark.parametrize("look", list(Look))
def test_the_light_wears_what_the_page_wears(screen, light, look):
    screen.station.heard = Ears(listening=True)
    screen.station.likes = Preferences(look=look, build=0, tone=0)
    screen.app.face.show_home()
    assert light().lit


def test_a_session_that_was_asked_for_by_voice_begins_from_home_and_from_no_question(screen):
    screen.app.face.show_home()
    name = screen.station.cards()[0].name
    screen.station.asked(name)
    screen.until(lambda: screen.station.begun == [name])
    screen.until(lambda: screen.page.name == "session")
    screen.station.asked(name)
    screen.frames(5)
    assert screen.station.begun == [name], "a session that runs is not begun anew by a word"


def test_whoever_asks_for_a_session_while_the_screen_asks_something_is_told_why_none_begins(screen):
    screen.app.face.open_problems()
    screen.station.asked(screen.station.cards()[0].name)
    screen.until(lambda: screen.station.spoken)
    assert screen.station.spoken == [(_(words.SCREEN_FIRST), False)]
    assert screen.station.begun == []


def test_the_light_is_seen_in_the_night_too(screen, light):
    screen.station.heard = Ears(listening=True)
    screen.app.face.show_page(lambda sizes: RestPage(sizes, dark=True))
    assert light()._bar.colour == theme.NIGHT_INK
    screen.app.face.show_page(lambda sizes: RestPage(sizes, dark=False))
    assert light()._bar.colour == theme.ACCENT
