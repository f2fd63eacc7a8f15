"""More, settings, information and rest. `test_screen_ways.py` runs this file."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch
from screen_harness import DOWN, ENTER, ESCAPE, RIGHT, SPACE, UP, Screen, resize

from kiosk import catalogues
from kiosk.language import _
from kiosk.night import Night
from kiosk.preferences import Look, SessionSound
from kiosk.reception import GUEST, AnswerForm, Moment, PersonCard, Question
from kiosk.screen import tempo, theme, words_back, words_people, words_ways
from kiosk.screen.fake import sample_station
from kiosk.screen.fake_reception import FakeReception
from kiosk.screen.page import Notice
from kiosk.screen.people_tiles import TileView
from kiosk.screen.touch import Button

NOON = datetime(2026, 11, 22, 12, 3, 20, tzinfo=UTC)
FEVER = Question("fever", AnswerForm.YES_NO, "Do you have a fever?")
SIZES = ((800, 480), (1280, 800), (720, 1280), (1920, 1080))


@pytest.fixture
def reception():
    return FakeReception()


@pytest.fixture
def station(tmp_path):
    station = sample_station()
    station.likes = replace(station.likes, language="en")
    station.choose_language = lambda tag: catalogues.choose(tag or "en", tmp_path / "cache")
    return station


@pytest.fixture
def open_screen(reception, station):
    made = []

    def make(*, known=True, **options):
        made.append(Screen(station, reception=reception if known else None, **options))
        settle(made[-1])
        return made[-1]

    yield make
    reception.gate.set()
    for each in made:
        each.close()
    theme.wear(Look.LIGHT)
    catalogues.choose("en", Path("/nonexistent"))
    resize((960, 600))


@pytest.fixture
def screen(open_screen):
    return open_screen()


def face(screen):
    return screen.app.face


def settle(screen):
    stage = face(screen)._guide or face(screen).ways._alone
    screen.until(lambda: not stage._errands.busy)


def tile(screen, text):
    return next(view for view in screen.widgets(TileView) if view.tile.text == text)


def says(screen, text):
    """The value on the tile of a setting."""
    return tile(screen, text).tile.detail


def tap(screen, text):
    """Tap a tile, brought into sight first, or a button; and wait for what comes of it."""
    grid = getattr(screen.page, "grid", None)
    texts = [each.text for each in getattr(grid, "_tiles", ())]
    if text in texts:
        grid.focus(texts.index(text))
        grid.focus(None)
    tiles = [view for view in screen.widgets(TileView) if view.tile.text == text]
    screen.tap(tiles[0] if tiles else screen.button(text))
    settle(screen)


def arrive(screen, name="Maria"):
    tap(screen, name)
    assert screen.page.name == "home"


def more(screen):
    tap(screen, _(words_ways.MORE))
    assert screen.page.name == "more"


def open_settings(screen):
    more(screen)
    tap(screen, _(words_ways.SETTINGS))
    assert screen.page.name == "settings"


def pin(screen, digits):
    assert screen.page.name == "pin"
    for digit in digits:
        screen.tap(screen.page.keys[digit])
    tap(screen, _(words_people.OK))


# More


def test_every_way_out_of_home_is_two_taps_away(screen):
    arrive(screen)
    for title, page in (
        (_(words_people.BODY_MAP), "body-map"),
        (_(words_people.PROGRESS), "progress"),
        (_(words_ways.SETTINGS), "settings"),
        (_(words_ways.INFORMATION), "information"),
    ):
        face(screen).show_home()
        more(screen)
        tap(screen, title)
        assert screen.page.name == page
    face(screen).show_home()
    more(screen)
    tap(screen, _(words_ways.HOME))
    assert screen.page.name == "home"


def test_where_nobody_is_known_there_are_settings_and_information_all_the_same(open_screen):
    screen = open_screen(known=False)
    assert screen.page.name == "home"
    more(screen)
    assert [view.tile.id for view in screen.widgets(TileView)] == [
        "settings",
        "information",
        "spoken",
    ]
    tap(screen, _(words_ways.SETTINGS))
    assert screen.page.name == "settings"
    assert _(words_ways.SETTINGS_OF_STATION) in screen.texts()
    assert _(words_ways.STATIONS_ALONE) in screen.texts()
    tap(screen, _(words_ways.VOICE))
    assert screen.page.name == "setting"
    tap(screen, "English (Great Britain)")
    assert screen.station.likes.voice == "gmw/en-gb"


def test_all_of_it_is_reached_and_left_by_keys(screen, reception):
    arrive(screen)
    face(screen).ways.open_more()
    screen.press(RIGHT)
    screen.press(RIGHT, times=1)
    screen.press(DOWN)
    assert screen.page.focused.id == "information"
    screen.press(UP)
    screen.press(DOWN)
    screen.press(ENTER)
    assert screen.page.name == "information"
    screen.press(ESCAPE)
    assert screen.page.name == "more"
    screen.press(RIGHT)
    screen.press(DOWN)
    assert screen.page.focused.id == "settings"
    screen.press(ENTER)
    settle(screen)
    assert screen.page.name == "settings"
    screen.press(RIGHT)
    screen.press(RIGHT)
    screen.press(ENTER)
    assert screen.page.heading.text == _(words_ways.SPEED)
    screen.press(RIGHT)
    screen.press(ENTER)
    assert screen.station.likes.speed_percent == 80
    assert screen.page.focused.text == _(words_ways.SPEEDS[80]), "the frame stays where it was"
    screen.press(ESCAPE)
    assert screen.page.name == "settings"
    assert screen.page.focused.id == "speed_percent"
    screen.press(ESCAPE)
    assert screen.page.name == "more"
    screen.press(ESCAPE)
    assert screen.page.name == "home"


# Settings


def test_whose_settings_they_are_is_said_at_the_top(screen):
    arrive(screen)
    open_settings(screen)
    assert screen.page.heading.text == "Settings of Maria"
    assert _(words_ways.YOURS) in screen.texts()
    tap(screen, _(words_ways.BACK))
    face(screen)._guide.visit.leave()
    settle(screen)
    arrive(screen, "Guest")
    open_settings(screen)
    assert screen.page.heading.text == _(words_ways.SETTINGS_OF_STATION)
    assert _(words_ways.STATIONS) in screen.texts()


def test_a_change_holds_at_once_is_heard_and_is_said_in_words(screen):
    arrive(screen)
    open_settings(screen)
    assert says(screen, _(words_ways.SPEED)) == _(words_ways.SPEEDS[100])
    tap(screen, _(words_ways.SPEED))
    assert tile(screen, _(words_ways.SPEEDS[100])).tile.detail == _(words_ways.CHOSEN)
    screen.station.spoken.clear()
    tap(screen, _(words_ways.SPEEDS[80]))
    assert screen.station.likes.speed_percent == 80
    assert screen.station.spoken == [(_(words_ways.SAMPLE), False)]
    assert tile(screen, _(words_ways.SPEEDS[80])).tile.detail == _(words_ways.CHOSEN)
    assert tile(screen, _(words_ways.SPEEDS[100])).tile.detail == ""
    tap(screen, _(words_ways.HEAR))
    assert len(screen.station.spoken) == 2
    tap(screen, _(words_ways.BACK))
    assert says(screen, _(words_ways.SPEED)) == _(words_ways.SPEEDS[80])


def test_the_volume_is_heard_with_each_change(screen):
    arrive(screen)
    open_settings(screen)
    tap(screen, _(words_ways.VOLUME))
    screen.station.spoken.clear()
    for percent in (40, 70, 100):
        tap(screen, _(words_ways.VOLUMES[percent]))
        assert screen.station.likes.volume_percent == percent
    assert len(screen.station.spoken) == 3


def test_what_has_two_values_changes_by_one_tap(screen):
    arrive(screen)
    open_settings(screen)
    screen.station.spoken.clear()
    for expected in (True, False):
        tap(screen, _(words_ways.FLASH))
        assert screen.page.name == "settings"
        assert screen.station.likes.flash is expected
        assert says(screen, _(words_ways.FLASH)) == _(words_ways.FLASHES[expected])
        tap(screen, _(words_ways.MOTION))
        assert screen.station.likes.reduced_motion is expected
    assert screen.station.spoken == []


def test_colours_size_of_text_and_language_are_worn_at_once(screen):
    arrive(screen)
    open_settings(screen)
    tap(screen, _(words_ways.LOOK))
    tap(screen, _(words_ways.LOOKS[Look.DARK]))
    assert theme.look() is Look.DARK
    assert tuple(Window.clearcolor) == theme.rgba(theme.PAPER)
    tap(screen, _(words_ways.BACK))
    before = screen.page.sizes.body
    tap(screen, _(words_ways.TEXT))
    tap(screen, _(words_ways.TEXTS[130]))
    assert screen.page.sizes.body > before
    tap(screen, _(words_ways.BACK))
    tap(screen, _(words_ways.LANGUAGE))
    screen.station.spoken.clear()
    tap(screen, "Español")
    assert screen.page.heading.text == _(words_ways.LANGUAGE) != words_ways.LANGUAGE
    assert screen.station.spoken == [(_(words_ways.SAMPLE), False)]
    assert screen.station.spoken[0][0] != words_ways.SAMPLE


def test_another_language_lets_go_of_the_voice_of_the_first(screen):
    screen.station.likes = replace(screen.station.likes, voice="gmw/en-gb")
    arrive(screen)
    open_settings(screen)
    assert says(screen, _(words_ways.VOICE)) == "English (Great Britain)"
    tap(screen, _(words_ways.LANGUAGE))
    tap(screen, "Español")
    assert screen.station.likes.voice == ""


def test_everything_goes_back_to_what_the_kiosk_has(screen):
    arrive(screen)
    open_settings(screen)
    tap(screen, _(words_ways.FLASH))
    tap(screen, _(words_ways.RESET))
    assert screen.page.name == "settings"
    assert not screen.station.likes.flash
    assert says(screen, _(words_ways.FLASH)) == _(words_ways.FLASHES[False])


def test_each_choice_of_each_setting_has_a_word_and_can_be_taken(screen):
    arrive(screen)
    open_settings(screen)
    names = [each.id for each in screen.page.grid._tiles]
    assert len(names) == 13
    for name in names[:-2]:  # the last two are keys, and all as it was
        face(screen).ways.open_settings()
        settle(screen)
        before = getattr(screen.station.likes, name)
        tap(screen, screen.page.grid._tiles[names.index(name)].text)
        if screen.page.name == "settings":
            assert getattr(screen.station.likes, name) != before
            continue
        taken = set()
        for at, offered in enumerate(screen.page.grid._tiles):
            tap(screen, screen.page.grid._tiles[at].text)
            assert offered.text
            assert [each.sign == "check" for each in screen.page.grid._tiles].index(True) == at
            taken.add(getattr(screen.station.likes, name))
        assert len(taken) == len(screen.page.grid._tiles)


def test_at_home_a_guest_may_change_the_kiosks_own(screen):
    arrive(screen, "Guest")
    open_settings(screen)
    tap(screen, _(words_ways.FLASH))
    assert screen.station.likes.flash


def test_in_a_clinic_the_kiosks_own_are_the_operators(screen, reception):
    reception.station = "clinic"
    arrive(screen, "Guest")
    open_settings(screen)
    assert _(words_ways.STATIONS_LOCKED) in screen.texts()
    tap(screen, _(words_ways.FLASH))
    pin(screen, "999999")
    assert screen.page.name == "pin"
    assert not screen.station.likes.flash
    tap(screen, _(words_people.BACK))
    assert screen.page.name == "settings"
    tap(screen, _(words_ways.FLASH))
    pin(screen, "123456")
    assert screen.page.name == "settings"
    assert screen.station.likes.flash
    tap(screen, _(words_ways.FLASH))
    assert not screen.station.likes.flash, "it is asked for once"
    tap(screen, _(words_ways.BACK))
    tap(screen, _(words_ways.SETTINGS))
    tap(screen, _(words_ways.FLASH))
    assert screen.page.name == "pin", "and asked for again by the next"


def test_in_a_clinic_everybody_changes_their_own(screen, reception):
    reception.station = "clinic"
    arrive(screen)
    open_settings(screen)
    tap(screen, _(words_ways.FLASH))
    assert screen.station.likes.flash


def test_voices_are_asked_for_off_the_screens_thread(screen):
    arrive(screen)
    open_settings(screen)
    asked = []
    real = screen.station.voices

    def voices(language=""):
        asked.append(threading.current_thread() is threading.main_thread())
        return real(language)

    screen.station.voices = voices
    tap(screen, _(words_ways.VOICE))
    assert asked == [False]


@pytest.mark.parametrize("size", SIZES)
def test_every_tile_and_button_is_large_enough_for_a_finger(open_screen, size):
    screen = open_screen(size=size, panel_mm=(155, 88))
    arrive(screen)
    for opened in (
        face(screen).ways.open_more,
        face(screen).ways.open_settings,
        lambda: face(screen).ways.open_information(str),
    ):
        opened()
        settle(screen)
        targets = [*screen.widgets(TileView), *screen.widgets(Button)]
        assert targets
        for each in targets:
            assert min(each.size) >= screen.page.sizes.target - 1


# Information


def test_the_page_tells_all_it_knows_and_where_from(screen):
    arrive(screen)
    face(screen).ways.open_information(face(screen).show_home)
    shown = " ".join(screen.texts())
    notice = next(screen.widgets(Notice))
    for chapter in words_back.CHAPTERS:
        for paragraph in chapter.paragraphs:
            assert _(paragraph) in (notice.text if chapter.urgent else shown)
    assert _(words_back.SOURCES) in shown
    assert _(words_back.NOT_MEDICAL) in shown


def test_it_is_read_out_on_request_and_whoever_leaves_has_heard_enough(screen):
    arrive(screen)
    face(screen).ways.open_information(face(screen).show_home)
    assert screen.station.spoken == []
    tap(screen, _(words_ways.HEAR))
    ((text, urgent),) = screen.station.spoken
    assert not urgent
    for chapter in words_back.CHAPTERS:
        assert all(_(each) in text.splitlines() for each in chapter.paragraphs)
    tap(screen, _(words_ways.HUSH))
    assert screen.station.spoken[-1] == ("", False)
    tap(screen, _(words_ways.HUSH))
    assert len(screen.station.spoken) == 2, "there is nothing left to hush"
    screen.press(ord("r"))
    tap(screen, _(words_ways.BACK))
    assert screen.station.spoken[-1] == ("", False)
    assert screen.page.name == "home"


def test_the_end_of_the_text_can_be_brought_into_sight_by_keys(screen):
    arrive(screen)
    face(screen).ways.open_information(face(screen).show_home)
    for _step in range(30):
        screen.press(DOWN)
    assert screen.page.reading.offset > 0
    assert screen.page.reading.offset == pytest.approx(screen.page.reading.reach, abs=1)


def test_the_body_map_leads_to_it_and_back_by_fingers_and_by_keys(screen):
    arrive(screen)
    face(screen)._guide.open_body_map()
    settle(screen)
    tap(screen, _(words_ways.INFORMATION))
    assert screen.page.name == "information"
    tap(screen, _(words_ways.BACK))
    assert screen.page.name == "body-map"
    screen.press(DOWN)
    screen.press(ENTER)
    assert screen.page.name == "information"


# Rest


class Light:
    """The light behind a panel."""

    def __init__(self, *, there=True):
        self.there = there
        self.did = []

    def dim(self):
        self.did.append("dim")
        return self.there

    def restore(self):
        self.did.append("restore")


@pytest.fixture
def resting(open_screen, reception):
    """A screen, and its rest with a clock and a light of the test's own."""

    def make(*, now=NOON, light=None, **options):
        screen = open_screen(**options)
        rest = face(screen)._rest
        screen.now = [now]
        rest._now = lambda: screen.now[0]
        rest._light = screen.light = light or Light(there=False)
        rest._night = Night()
        screen.rest = rest
        return screen

    return make


def soon(screen):
    """Let the time that nobody touches anything pass."""
    assert screen.rest._wait.is_triggered
    screen.rest._wait.cancel()
    screen.rest._wait.timeout = 0.02
    screen.rest._wait()
    screen.page_is("rest")
    screen.rest._wait.timeout = 180


def minute(screen, minutes=1):
    screen.now[0] += timedelta(minutes=minutes)
    screen.rest._next_minute()
    screen.frames(2)


def test_with_nobody_here_a_quiet_clock_comes(resting):
    screen = resting()
    assert screen.page.name == "who"
    soon(screen)
    assert screen.page.clock.text == "12:03"
    assert screen.page.date.text == "Sunday, 22 November"


def test_it_waits_three_minutes_from_the_last_touch(resting):
    screen = resting()
    wait = screen.rest._wait
    assert wait.timeout == 180
    begun = wait._last_dt
    screen.frames(3)
    screen.tap_at(5, 5)
    assert wait.is_triggered
    assert wait._last_dt > begun
    begun = wait._last_dt
    face(screen).show_home()
    assert wait._last_dt == begun, "another page does not begin it anew"


def test_it_tells_the_time_and_the_date_as_they_are_told_where_the_kiosk_hangs(
    resting, reception, station
):
    reception.zone = "America/New_York"
    screen = resting()
    soon(screen)
    assert (screen.page.clock.text, screen.page.date.text) == ("7:03 AM", "Sunday, November 22")
    screen.tap_at(10, 10)
    reception.zone = "Europe/Madrid"
    station.likes = replace(station.likes, language="es")
    soon(screen)
    assert (screen.page.clock.text, screen.page.date.text) == ("13:03", "domingo, 22 de noviembre")


@pytest.mark.parametrize("zone", ["", "Nowhere/At_All", "UTC"])
def test_a_zone_that_is_not_known_is_no_trouble(resting, reception, zone):
    reception.zone = zone
    screen = resting()
    soon(screen)
    assert screen.page.clock.text


def test_the_touch_that_wakes_it_does_nothing_else(resting, reception):
    screen = resting()
    soon(screen)
    calls = len(reception.calls)
    touch = UnitTestTouch(*Window.center)
    touch.touch_down()
    screen.frames(2)
    assert screen.page.name == "who", "it is gone while the finger is still down"
    there = next(screen.widgets(TileView))
    touch.touch_move(*there.center)
    screen.frame()
    touch.touch_up()
    screen.frames(3)
    assert screen.page.name == "who", "letting go on a name is no tap on it"
    assert len(reception.calls) == calls
    screen.tap(there)
    settle(screen)
    assert screen.page.name == "home", "the next one is"


@pytest.mark.parametrize("code", [ENTER, SPACE, ESCAPE, DOWN, ord("q")])
def test_the_key_that_wakes_it_does_nothing_else_however_long_it_is_held(resting, reception, code):
    screen = resting()
    soon(screen)
    calls = len(reception.calls)
    screen.press(code, times=5)
    assert screen.page.name == "who"
    assert screen.page.focused is None
    assert len(reception.calls) == calls


def test_where_nobody_is_known_home_is_what_comes_back(resting):
    screen = resting(known=False)
    soon(screen)
    screen.press(ENTER)
    assert screen.page.name == "home"
    assert screen.station.begun == []
    soon(screen)
    card = Window.center
    screen.tap_at(*card)
    assert screen.page.name == "home"


def test_each_minute_it_stands_elsewhere_and_between_them_nothing_is_drawn(resting):
    screen = resting()
    soon(screen)
    places = []
    for _minute in range(12):
        places.append(tuple(screen.page.clock.pos))
        screen.frames(3)
        flips = screen.flips
        screen.frames(10)
        assert screen.flips == flips
        minute(screen)
    assert len(set(places)) == 12
    assert screen.rest._minute.is_triggered
    assert 39 < screen.rest._minute.timeout < 41, "at the turn of the minute"


def test_a_tip_comes_now_and_then_and_says_where_it_is_from(resting):
    screen = resting()
    soon(screen)
    seen = []
    for _minute in range(10):
        seen.append(screen.page.tip.text)
        assert bool(screen.page.tip.text) == bool(screen.page.source.text)
        assert screen.page.tip.fits
        minute(screen)
    assert len(set(seen)) == 3
    assert "" in seen


def test_the_screen_ticks_slowly_while_it_rests(resting):
    screen = resting()
    soon(screen)
    face(screen).tempo._calm.cancel()
    face(screen).tempo.release("touch")
    assert face(screen).tempo.fps == tempo.STILL_FPS


def test_at_night_the_light_goes_down_and_a_touch_brings_it_back(resting):
    screen = resting(now=NOON.replace(hour=23), light=Light())
    soon(screen)
    assert screen.light.did == ["dim"]
    assert not screen.page.dark, "one of the two is enough"
    screen.tap_at(20, 20)
    assert screen.light.did == ["dim", "restore"]


def test_without_such_a_light_the_colours_are_those_of_the_night(resting):
    screen = resting(now=NOON.replace(hour=23))
    soon(screen)
    assert screen.page.dark
    screen.tap_at(20, 20)
    soon(screen)
    screen.now[0] = NOON + timedelta(days=1)
    minute(screen)
    assert not screen.page.dark


def test_the_night_falls_and_ends_while_it_rests(resting):
    screen = resting(now=NOON.replace(hour=21, minute=59), light=Light())
    soon(screen)
    assert screen.light.did == []
    minute(screen)
    assert screen.light.did == ["dim"]
    minute(screen, 8 * 60)
    minute(screen, 30)
    assert screen.light.did == ["dim", "restore"]
    assert screen.page.name == "rest"


def test_what_goes_wrong_at_night_is_seen_by_day_light(resting):
    screen = resting(now=NOON.replace(hour=23), light=Light())
    soon(screen)
    face(screen).fail()
    assert screen.page.name == "safe"
    assert screen.light.did == ["dim", "restore"]


def test_the_light_is_back_when_the_window_closes(resting):
    screen = resting(now=NOON.replace(hour=23), light=Light())
    soon(screen)
    face(screen).close()
    assert screen.light.did[-1] == "restore"


def test_it_never_comes_in_a_session_its_preparation_or_its_questions(resting, reception):
    reception.asking = {Moment.BEFORE: [FEVER], Moment.AFTER: [FEVER]}
    screen = resting()
    arrive(screen)
    waits = screen.rest._wait
    screen.station.held = True
    face(screen).begin("pelvic-tilt", "Pelvic tilt")
    settle(screen)
    assert screen.page.name == "question"
    assert not waits.is_triggered
    screen.tap_at(3, 3)
    assert not waits.is_triggered
    screen.tap(screen.page.answers[0])
    settle(screen)
    screen.page_is("preparing")
    assert not waits.is_triggered
    screen.station.finish()
    screen.page_is("session")
    assert not waits.is_triggered
    screen.tap_at(3, 3)
    assert not waits.is_triggered
    face(screen).go_home()
    assert waits.is_triggered


def test_setting_up_is_never_interrupted(resting, reception):
    reception.needs_setup = True
    screen = resting()
    assert screen.page.name == "setup-kind"
    assert not screen.rest._wait.is_triggered


def test_while_somebody_is_here_it_looks_again_later(resting, reception):
    screen = resting()
    arrive(screen)
    screen.rest.begin()
    assert screen.page.name == "home"
    assert screen.rest._wait.is_triggered
    reception._here = PersonCard(GUEST, "Guest", "#000000", "circle")
    screen.rest.begin()
    assert screen.page.name == "rest", "a guest who went away is nobody"


def test_whoever_was_forgotten_gives_way_to_the_clock(resting, reception):
    screen = resting()
    arrive(screen)
    face(screen)._guide.visit._forget()
    settle(screen)
    assert screen.page.name == "who"
    soon(screen)
    assert reception.here is None


def test_a_kiosk_that_shall_not_rest_does_not(resting):
    screen = resting()
    screen.rest._after_s = 0
    face(screen).show_home()
    assert not screen.rest._wait.is_triggered


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_clock_date_and_every_tip_stand_whole_wherever_they_wander(
    resting, station, size, language
):
    station.likes = replace(station.likes, language=language, text_percent=130)
    screen = resting(size=size)
    soon(screen)
    for _step in range(0, 5 * len(words_back.TIPS), 1):
        page = screen.page
        for piece in (page.clock, page.date, page.tip, page.source):
            assert piece.fits
            assert piece.x >= 0
            assert piece.y >= 0
            assert piece.right <= size[0]
            assert piece.top <= size[1]
        minute(screen)


def test_the_figure_beside_the_choices_wears_what_was_chosen(screen):
    arrive(screen)
    open_settings(screen)
    tap(screen, _(words_ways.BODY))
    for build, word in enumerate(words_ways.BODIES):
        tap(screen, _(word))
        assert screen.page.picture._view.build == build
    tap(screen, _(words_ways.BACK))
    tap(screen, _(words_ways.SKIN))
    worn = set()
    for word in words_ways.SKINS:
        tap(screen, _(word))
        worn.add(screen.page.picture._view.palette)
    assert len(worn) == len(words_ways.SKINS)


# How one session sounds


def open_sound(screen, session="pelvic-tilt"):
    face(screen).open_about(session)
    screen.tap(screen.page.sound)
    settle(screen)
    assert screen.page.name == "session-sound"


def test_each_sound_of_a_session_is_a_tap_and_holds_for_it_alone(screen, station):
    arrive(screen)
    open_sound(screen)
    for title, name in (
        (words_ways.CHIMES, "chimes"),
        (words_ways.COUNTDOWN, "countdown"),
        (words_ways.HALFWAY, "halfway"),
    ):
        assert says(screen, _(title)) == "On"
        tap(screen, _(title))
        assert says(screen, _(title)) == "Off"
        assert getattr(station.likes.sound_of("pelvic-tilt"), name) is False
    assert station.likes.sound_of("walk") == SessionSound("walk")
    tap(screen, _(words_ways.CHIMES))
    assert station.likes.sound_of("pelvic-tilt").chimes
    tap(screen, _(words_ways.BACK))
    assert screen.page.name == "about"


def test_a_session_may_be_quieter_than_everything_else(screen, station):
    arrive(screen)
    open_sound(screen)
    assert says(screen, _(words_ways.VOLUME)) == _(words_ways.AS_ELSEWHERE)
    tap(screen, _(words_ways.VOLUME))
    assert says(screen, _(words_ways.AS_ELSEWHERE)) == _(words_ways.CHOSEN)
    tap(screen, "Quiet")
    assert says(screen, _(words_ways.VOLUME)) == "Quiet"
    assert station.likes.sound_of("pelvic-tilt").volume_percent == 55
    assert station.likes.volume_percent == 100


def test_of_a_massage_only_the_volume_is_anybodys_to_choose(screen):
    arrive(screen)
    open_sound(screen, "trigger-point")
    assert [view.tile.id for view in screen.widgets(TileView)] == ["volume_percent"]
    assert _(words_ways.SOUND_MASSAGE) in screen.texts()


def test_a_guest_of_a_clinic_sets_no_sound_for_the_next_one(screen, reception, station):
    reception.station = "clinic"
    open_sound(screen)
    assert not list(screen.widgets(TileView))
    assert _(words_ways.SOUND_LOCKED) in screen.texts()
    tap(screen, _(words_ways.BACK))
    assert screen.page.name == "about"
    assert station.likes.sounds == ()


def test_where_nobody_is_known_a_session_has_its_sound_all_the_same(open_screen, station):
    screen = open_screen(known=False)
    open_sound(screen)
    tap(screen, _(words_ways.HALFWAY))
    assert not station.likes.sound_of("pelvic-tilt").halfway
