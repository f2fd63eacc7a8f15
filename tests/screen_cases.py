"""What a person sees and does on the screen, in a real window. `test_screen.py` runs this file."""

import logging
import threading
from dataclasses import replace

import pytest
import screen_harness as harness
from kivy.clock import Clock
from kivy.core.window import Window
from screen_harness import DOWN, ENTER, ESCAPE, RIGHT, SPACE, Screen

from kiosk.language import _
from kiosk.plan.model import SegmentKind
from kiosk.player.model import Command, State
from kiosk.screen import face, tempo, words
from kiosk.screen.fake import (
    FakeStation,
    sample_about,
    sample_broken,
    sample_cards,
    sample_plan,
    sample_station,
)
from kiosk.screen.ring import Ring
from kiosk.screen.touch import Button

WAIT = 2
HOLD = 4


@pytest.fixture
def screen():
    made = Screen(sample_station())
    yield made
    made.close()


@pytest.fixture
def open_screen():
    made = []

    def make(station, **options):
        made.append(Screen(station, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def card(screen, title):
    return next(view for view in screen.page.grid.views if view.card.title == title)


def start(screen, title="Pelvic tilt"):
    screen.tap(card(screen, title))
    screen.page_is("about")
    screen.tap(screen.page.start)
    screen.page_is("session")
    return screen.station.performances[-1]


def at(screen, performance, index, elapsed_ms=0):
    performance.show(index, elapsed_ms)
    screen.frames(2)


def test_from_a_card_to_a_session_and_home_again(screen):
    assert screen.page.name == "home"
    screen.tap(card(screen, "Pelvic tilt"))
    screen.page_is("about")
    assert {_(words.TAKE_CARE), _(words.WHAT_HAPPENS), "Lie on your back, knees bent"} <= set(
        screen.texts()
    )
    assert screen.station.warmed == ["pelvic-tilt"]
    screen.tap(screen.page.start)
    screen.page_is("session")
    performance = screen.station.performances[-1]
    at(screen, performance, HOLD, 2000)
    assert {"PRESS", "3", "Round 1 of 8", "Next: Let go, 3 breaths"} <= set(screen.texts())
    assert "Press the small of your back into the floor. Keep your ribs soft." in screen.texts()
    assert next(screen.widgets(Ring)).gone == pytest.approx(0.4, abs=0.01)
    assert screen.page.dots.state == (1, 8)
    screen.tap(screen.page.pause)
    assert performance.view().state is State.PAUSED
    assert _(words.PAUSED) in screen.texts()
    assert screen.button(_(words.GO_ON)) is screen.page.pause
    screen.tap(screen.page.pause)
    assert performance.view().state is State.PLAYING
    assert "PRESS" in screen.texts()
    screen.tap(screen.page.next)
    assert "RELAX" in screen.texts()
    screen.tap(screen.page.back)
    assert "PRESS" in screen.texts()
    screen.tap(screen.page.stop)
    screen.page_is("done")
    assert _(words.STOPPED) in screen.texts()
    assert performance.sent == [
        Command.TOGGLE,
        Command.TOGGLE,
        Command.NEXT,
        Command.BACK,
        Command.STOP,
    ]
    screen.until(lambda: performance.closed == 1)
    screen.tap(screen.page.home)
    screen.page_is("home")


def test_time_that_passes_moves_ring_countdown_and_bar(screen):
    performance = start(screen)
    at(screen, performance, HOLD)
    before = screen.page.ring.gone, screen.page.bar.share
    for left in ("5", "4", "3", "2", "1"):
        assert screen.page.count.text == left
        performance.advance(1000)
        screen.frames(2)
    assert screen.page.word.text == "RELAX"
    assert screen.page.bar.share > before[1]


def test_a_session_that_ends_says_well_done_and_plays_again(screen):
    performance = start(screen)
    performance.show(len(performance.plan.segments) - 1)
    performance.advance(5000)
    screen.page_is("done")
    assert _(words.DONE) in screen.texts()
    assert any("Pelvic tilt" in text for text in screen.texts())
    screen.tap(screen.page.anew)
    screen.page_is("session")
    assert len(screen.station.performances) == 2


def test_the_done_page_goes_home_by_itself(open_screen, monkeypatch):
    monkeypatch.setattr(face, "DONE_STAYS", 0.05)
    screen = open_screen(sample_station())
    performance = start(screen)
    performance.send(Command.STOP)
    screen.page_is("done")
    screen.page_is("home")


@pytest.mark.parametrize("place", [(0.3, 0.6), (0.8, 0.6), (0.3, 0.97), (0.35, 0.08)])
def test_at_a_wait_a_tap_anywhere_is_ready(screen, place):
    performance = start(screen)
    at(screen, performance, WAIT)
    assert _(words.READY) in screen.texts()
    assert _(words.PAUSE) not in screen.texts()
    screen.tap_at(place[0] * Window.width, place[1] * Window.height)
    assert performance.sent == [Command.READY]
    assert performance.view().state is State.PLAYING
    assert _(words.READY) not in screen.texts()
    assert _(words.PAUSE) in screen.texts()


def test_at_a_wait_stop_still_stops(screen):
    performance = start(screen)
    at(screen, performance, WAIT)
    screen.tap(screen.page.stop)
    assert performance.sent == [Command.STOP]


def test_the_ready_button_covers_most_of_its_half(screen):
    performance = start(screen)
    at(screen, performance, WAIT)
    ready = screen.page.ready
    assert ready.width * ready.height > 0.12 * Window.width * Window.height


def test_a_tap_outside_the_buttons_does_nothing_while_a_session_plays(screen):
    performance = start(screen)
    at(screen, performance, HOLD)
    screen.tap(screen.page.picture)
    assert performance.sent == []


@pytest.mark.parametrize(
    ("code", "command"),
    [
        (SPACE, Command.TOGGLE),
        (ENTER, Command.TOGGLE),
        (ord("b"), Command.TOGGLE),
        (ord("."), Command.TOGGLE),
        (RIGHT, Command.NEXT),
        (281, Command.NEXT),
        (ord("n"), Command.NEXT),
        (harness.LEFT, Command.BACK),
        (280, Command.BACK),
        (ord("r"), Command.REPEAT),
        (ord("s"), Command.STOP),
        (ESCAPE, Command.STOP),
    ],
)
def test_a_key_does_what_its_button_does_once_however_long_it_is_held(screen, code, command):
    performance = start(screen)
    at(screen, performance, HOLD)
    screen.press(code, times=7)
    assert performance.sent == [command]


def test_the_main_key_is_ready_at_a_wait(screen):
    performance = start(screen)
    at(screen, performance, WAIT)
    screen.press(SPACE)
    assert performance.sent == [Command.TOGGLE]
    assert performance.view().state is State.PLAYING


def test_a_whole_session_by_keys_alone(screen):
    screen.press(RIGHT)
    assert screen.page.grid.focused.title == "Pelvic tilt"
    screen.press(RIGHT)
    assert screen.page.grid.focused.title == "Revolved head to knee"
    assert [view.focused for view in screen.page.grid.views[:3]] == [False, True, False]
    screen.press(DOWN)
    assert screen.page.grid.focused.title == "A walk"
    screen.press(ENTER)
    screen.page_is("about")
    screen.press(ENTER)
    screen.page_is("session")
    screen.press(ESCAPE)
    screen.page_is("done")
    screen.press(ENTER)
    screen.page_is("home")


def test_the_frame_moves_the_grid_along(screen):
    for _step in range(12):
        screen.press(DOWN)
    focused = next(view for view in screen.page.grid.views if view.focused)
    _, low = focused.to_window(focused.x, focused.y)
    assert low >= screen.page.grid.y
    assert screen.page.grid.scroller.offset > 0


def test_neither_escape_nor_f1_closes_the_kiosk_or_opens_kivys_settings(screen):
    for code in (ESCAPE, 282, 293):
        screen.press(code)
    assert screen.page.name == "home"
    assert screen.app.open_settings() is False
    assert Window.children == [screen.app.face]


def test_a_massage_says_on_its_card_and_its_page_why_it_is_not_available(screen):
    grid = screen.page.grid
    grid.scroller.move_to(grid.scroller.reach)
    screen.frames(2)
    massage = card(screen, "Massage cane")
    assert massage.not_yet.text == _(words.NOT_YET)
    assert massage.facts.text == massage.card.refusal
    assert grid.views[0].not_yet.text == ""
    screen.tap(massage)
    screen.page_is("about")
    assert screen.page.start is None
    assert massage.card.refusal in screen.texts()
    screen.press(ENTER)
    assert screen.page.name == "about"
    assert screen.station.performances == []


def test_a_session_refused_at_its_start_says_why(screen):
    screen.station.refusal = "The mat is not dry."
    screen.tap(card(screen, "Pelvic tilt"))
    screen.tap(screen.page.start)
    screen.page_is("refused")
    assert "The mat is not dry." in screen.texts()
    screen.tap(screen.page.home)
    screen.page_is("home")


def test_a_session_whose_file_has_gone_says_so(screen):
    screen.app.face.open_about("no-such-session")
    screen.page_is("refused")
    assert _(words.GONE) in screen.texts()


def test_broken_files_are_listed_with_what_is_wrong(screen):
    assert words.files_need_attention(2) in screen.texts()
    screen.tap(screen.page.problems)
    screen.page_is("problems")
    for broken in sample_broken():
        assert {broken.file, broken.message} <= set(screen.texts())
    screen.tap(screen.page.home)
    screen.page_is("home")


def test_where_nothing_is_broken_nothing_is_said(open_screen):
    screen = open_screen(FakeStation(map(sample_about, sample_cards())))
    assert screen.page.problems.parent is None


def test_an_empty_library_says_what_to_do(open_screen):
    screen = open_screen(FakeStation(()))
    assert {_(words.NO_SESSIONS), _(words.NO_SESSIONS_HELP)} <= set(screen.texts())
    screen.press(RIGHT)
    screen.press(DOWN)
    assert screen.page.name == "home"


def test_a_library_that_changes_on_another_thread_shows_at_once(screen):
    cards = (replace(sample_cards()[0], title="A new session"), *sample_cards()[1:])
    worker = threading.Thread(target=screen.station.change, args=(cards,))
    worker.start()
    worker.join()
    screen.until(lambda: "A new session" in screen.texts())
    assert words.files_need_attention(2) not in screen.texts()


def test_ten_thousand_sessions_cost_no_more_widgets_than_eleven(open_screen):
    first = sample_cards()[0]
    screen = open_screen(FakeStation(map(sample_about, sample_cards())))
    few = sum(1 for _ in screen.page.walk())
    cards = [replace(first, name=f"s{at}", title=f"Session {at}") for at in range(10_000)]
    screen.station.change(cards)
    screen.until(lambda: "Session 0" in screen.texts())
    grid = screen.page.grid
    assert sum(1 for _ in screen.page.walk()) <= few * 1.5
    grid.scroller.move_to(grid.scroller.reach)
    screen.frames(2)
    assert "Session 9999" in screen.texts()
    assert sum(1 for _ in screen.page.walk()) <= few * 2


def test_a_drag_moves_the_cards_and_opens_none(screen):
    grid = screen.page.grid
    x = grid.center_x
    screen.drag((x, grid.y + 100), (x, grid.y + 400))
    assert grid.scroller.offset >= 250
    assert screen.page.name == "home"


def test_home_stands_where_it_was_left(screen):
    grid = screen.page.grid
    grid.scroller.move_to(200)
    screen.frames(2)
    screen.tap(grid.views[3])
    screen.page_is("about")
    screen.tap(screen.page.home)
    assert screen.page.grid.scroller.offset == 200


def test_preparation_shows_only_when_it_takes_long_and_can_be_cancelled(screen):
    station = screen.station
    station.held = True
    screen.tap(card(screen, "Pelvic tilt"))
    screen.tap(screen.page.start)
    assert screen.page.name == "about"
    threading.Thread(target=station.progress, args=(3, 17)).start()
    screen.page_is("preparing")
    screen.until(lambda: f"{_(words.PREPARING)}: 3 of 17" in screen.texts())
    screen.tap(screen.button(_(words.CANCEL)))
    screen.page_is("home")
    station.finish()
    screen.until(lambda: station.performances[-1].closed == 1)
    assert screen.page.name == "home"


def test_two_taps_on_start_begin_one_session(screen):
    screen.station.held = True
    screen.tap(card(screen, "Pelvic tilt"))
    begin = screen.page.start
    screen.tap(begin)
    screen.tap(begin)
    screen.station.finish()
    screen.page_is("session")
    assert screen.station.begun == ["pelvic-tilt"]


def test_what_does_not_work_is_said_quietly_and_taken_back(screen):
    performance = start(screen)
    performance.notice = "No loudspeaker found: captions show what is said."
    screen.until(lambda: performance.notice in screen.texts())
    performance.notice = ""
    screen.until(lambda: "Pelvic tilt" in screen.texts())
    assert not any("loudspeaker" in text for text in screen.texts())


def test_the_other_side_is_named_and_its_figure_mirrored(screen):
    performance = start(screen)
    at(screen, performance, len(performance.plan.segments) - 2)
    assert "Left side" in screen.texts()
    assert screen.page.picture.mirrored
    assert screen.page.count.text == "1:15"


def test_an_exception_in_a_callback_leads_to_the_safe_page_and_home(screen, caplog):
    def fault(_dt):
        raise ValueError("a fault in a callback")

    performance = start(screen)
    with caplog.at_level(logging.ERROR):
        Clock.schedule_once(fault)
        screen.page_is("safe")
    assert "a fault in a callback" in caplog.text
    assert _(words.SAFE) in screen.texts()
    screen.until(lambda: performance.closed == 1)
    screen.tap(screen.page.home)
    screen.page_is("home")
    start(screen)


def test_a_session_that_cannot_be_drawn_leads_to_the_safe_page(screen):
    performance = start(screen)
    performance.fault = RuntimeError("no view")
    screen.page_is("safe")
    screen.until(lambda: performance.closed == 1)


def test_a_tap_that_raises_leads_to_the_safe_page(screen, monkeypatch):
    def fault(_name):
        raise OSError("the file went away")

    monkeypatch.setattr(screen.station, "about", fault)
    screen.tap(card(screen, "Pelvic tilt"))
    screen.page_is("safe")


def test_a_screen_that_keeps_failing_is_given_up_for_a_fresh_start(screen):
    def fault(_dt):
        Clock.schedule_once(fault)
        raise ValueError("again")

    Clock.schedule_once(fault)
    with pytest.raises(ValueError, match="again"):
        screen.frames(50)
    Clock.unschedule(fault)


def test_nothing_is_drawn_while_nothing_changes(screen):
    screen.frames(60)
    before = screen.flips
    screen.frames(200)
    assert screen.flips == before


def test_a_pause_draws_nothing_either(screen):
    performance = start(screen)
    at(screen, performance, HOLD, 2000)
    screen.tap(screen.page.pause)
    screen.frames(60)
    before = screen.flips
    screen.frames(200)
    assert screen.flips == before


def test_the_screen_ticks_seldom_at_rest_and_often_in_a_session(screen):
    assert (harness.STILL_FPS, harness.MOVING_FPS) == (10, 60)
    screen.until(lambda: screen.app.face.tempo.fps == tempo.STILL_FPS)
    performance = start(screen)
    screen.until(lambda: not screen.app.face.tempo._calm.is_triggered)
    assert screen.app.face.tempo.fps == tempo.MOVING_FPS
    performance.send(Command.STOP)
    screen.page_is("done")
    screen.until(lambda: screen.app.face.tempo.fps == tempo.STILL_FPS)


def test_home_is_announced_once_and_the_heart_beats(screen):
    assert screen.shown == 1
    screen.until(lambda: screen.beats)
    assert screen.shown == 1


def test_a_press_shows_on_the_button_and_leaves_when_the_finger_slides_off(screen):
    screen.tap(card(screen, "Pelvic tilt"))
    button = screen.page.start
    touch = harness.UnitTestTouch(*button.to_window(*button.center))
    touch.touch_down()
    assert button.pressed
    touch.touch_move(5, Window.height - 5)
    assert not button.pressed
    touch.touch_up()
    screen.frames(2)
    assert screen.page.name == "about"
    assert screen.station.performances == []


def test_every_kind_of_moment_is_shown_with_a_word_and_a_caption(screen):
    performance = start(screen)
    for index, segment in enumerate(performance.plan.segments):
        at(screen, performance, index)
        assert screen.page.word.text
        assert screen.page.caption.text == segment.caption
    assert {each.kind for each in sample_plan().segments} >= {
        SegmentKind.INTRO,
        SegmentKind.WAIT,
        SegmentKind.HOLD,
        SegmentKind.CHANGE,
    }


def test_every_button_is_at_least_twenty_millimetres_on_a_known_panel(open_screen):
    screen = open_screen(sample_station(), size=(1280, 720), panel_mm=(155, 88))
    least = 19.9 * 1280 / 155
    performance = start(screen)
    at(screen, performance, HOLD)
    buttons = list(screen.widgets(Button))
    assert len(buttons) == 4
    for each in buttons:
        assert min(each.size) >= least, each.text
