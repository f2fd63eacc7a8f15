"""A press, the body map and the progress page in a real window, by taps and by keys.

`test_screen_bodymap.py` runs this file.
"""

from dataclasses import replace

import pytest
from kivy.core.window import Window
from screen_harness import DOWN, ENTER, ESCAPE, LEFT, RIGHT, SPACE, UP, Screen

from kiosk.language import _
from kiosk.player.model import Command, State
from kiosk.reception import PointState, Progress
from kiosk.screen import bodymap_data, dose_look, words, words_dose
from kiosk.screen.bodymap import BodyMapPage
from kiosk.screen.fake import sample_station
from kiosk.screen.fake_dose import TITLES, sample_points, sample_press, sample_progress
from kiosk.screen.progress import ProgressPage
from kiosk.screen.ring import Ring
from kiosk.screen.touch import Button

BEFORE, GATE, LINE, PRESS, EASE, AFTER = range(6)


@pytest.fixture
def screen():
    station = sample_station()
    station._plan = lambda name: sample_press(name, station.seconds)
    station.seconds = 30
    made = Screen(station)
    yield made
    made.close()


def play(screen, index, elapsed_ms=0, seconds=30):
    screen.station.seconds = seconds
    screen.app.face.begin("trigger-point", "Trigger point")
    screen.page_is("session")
    performance = screen.station.performances[-1]
    performance.show(index, elapsed_ms)
    screen.frames(3)
    return performance


def buttons(screen):
    return {each.text for each in screen.widgets(Button)}


def labels(page):
    return {point: label.word.text for point, label in page.labels.items()}


class Heard:
    """What a page asked for."""

    def __init__(self):
        self.started, self.said, self.chosen, self.home = [], [], [], 0

    def go_home(self):
        self.home += 1


@pytest.fixture
def heard():
    return Heard()


def open_map(screen, heard, points=None, **more):
    face = screen.app.face
    face._show(
        lambda: BodyMapPage(
            face._sizes,
            sample_points() if points is None else points,
            titles=TITLES,
            on_start=heard.started.append,
            on_home=heard.go_home,
            **{"on_say": heard.said.append, "on_choose": heard.chosen.append, **more},
        )
    )
    screen.frames(3)
    return screen.page


def open_progress(screen, heard, progress=None, **more):
    face = screen.app.face
    shown = progress or sample_progress()
    options = {"on_say": heard.said.append, **more}
    face._show(lambda: ProgressPage(face._sizes, shown, on_home=heard.go_home, **options))
    screen.frames(3)
    return screen.page


# A press


def test_at_a_gate_it_says_one_moment_and_only_stop_can_be_tapped(screen):
    performance = play(screen, GATE)
    assert performance.view().state is State.ASKING
    assert "ONE MOMENT" in screen.texts()
    assert buttons(screen) == {_(words.STOP)}
    for code in (RIGHT, LEFT, 281, 280, ord("n"), ord("r")):
        screen.press(code)
    assert performance.sent == []
    assert next(screen.widgets(Ring)).gone == 1.0
    performance.answer()
    screen.frames(3)
    assert "ONE MOMENT" not in screen.texts()
    assert {_(words.BACK), _(words.NEXT), _(words.PAUSE), _(words.STOP)} == buttons(screen)


def test_in_a_press_the_ring_and_the_seconds_are_the_granted_time(screen):
    performance = play(screen, PRESS)
    assert {"PRESS", "30", "of 30 s", "30 seconds on this trigger point."} <= set(screen.texts())
    assert screen.page.ring.gone == 0.0
    performance.advance(12_000)
    screen.frames(3)
    assert screen.page.count.text == "18"
    assert screen.page.ring.gone == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize("seconds", [60, 90])
def test_a_long_grant_counts_in_seconds_too(screen, seconds):
    play(screen, PRESS, seconds=seconds)
    assert screen.page.count.text == str(seconds)


def test_in_a_press_there_is_no_way_to_add_time_or_to_step(screen):
    performance = play(screen, PRESS, 5000)
    assert buttons(screen) == {_(words_dose.HURTS), _(words_dose.PAUSE_PRESSING), _(words.STOP)}
    assert not any("Next" in text for text in screen.texts())
    for code in (RIGHT, LEFT, UP, DOWN, 281, 280, ord("n"), ord("r")):
        screen.press(code)
    screen.tap(screen.page.picture)
    screen.tap(screen.page.ring)
    assert performance.sent == []
    assert performance.view().remaining_ms == 25_000


def test_it_hurts_is_the_largest_button_and_ends_the_press(screen):
    performance = play(screen, PRESS, 5000)
    hurts = screen.button(_(words_dose.HURTS))
    others = [each for each in screen.widgets(Button) if each is not hurts]
    assert all(hurts.width * hurts.height > 1.3 * each.width * each.height for each in others)
    screen.tap(hurts)
    assert performance.sent == [Command.HURTS]
    assert _(words_dose.EASE_OFF) in screen.texts()


@pytest.mark.parametrize("index", [PRESS, EASE])
def test_the_key_h_says_that_it_hurts_once_however_long_it_is_held(screen, index):
    performance = play(screen, index, 1000)
    screen.press(ord("h"), times=9)
    assert performance.sent == [Command.HURTS]


@pytest.mark.parametrize("by_key", [True, False])
def test_pause_eases_off(screen, by_key):
    performance = play(screen, PRESS, 5000)
    assert "ease off" in screen.page.pause.text
    if by_key:
        screen.press(SPACE)
    else:
        screen.tap(screen.page.pause)
    assert performance.sent == [Command.TOGGLE]
    assert _(words_dose.EASE_OFF) in screen.texts()


def test_ease_off_fills_the_page_and_goes_when_it_is_over(screen):
    performance = play(screen, PRESS, 29_500)
    performance.advance(1000)
    screen.frames(3)
    cover = screen.page.cover
    assert (cover.pos, cover.size) == ([0, 0], list(Window.size))
    word = cover.word
    assert word.text == _(words_dose.EASE_OFF)
    assert word._rectangle.size[0] > 0.6 * Window.width
    assert cover.caption.text.startswith("Ease off now.")
    shown = screen.page.children
    assert all(shown.index(each) < shown.index(cover) for each in screen.widgets(Button))
    assert buttons(screen) == {_(words_dose.HURTS), _(words.STOP)}
    performance.advance(10_000)
    screen.frames(3)
    assert cover.parent is None
    assert {_(words.BACK), _(words.NEXT), _(words.PAUSE), _(words.STOP)} == buttons(screen)


def test_whoever_is_stopped_in_a_press_is_told_to_come_off(screen):
    performance = play(screen, PRESS, 5000)
    performance._state = State.PAUSED
    screen.frames(3)
    assert _(words_dose.EASE_OFF) in screen.texts()


def test_outside_a_press_h_is_sent_as_well(screen):
    performance = play(screen, AFTER)
    screen.key("h")
    assert performance.sent == [Command.HURTS]
    assert performance.view().state is State.PAUSED


# The body map


def test_every_point_says_by_sign_and_word_how_it_is(screen, heard):
    page = open_map(screen, heard)
    assert labels(page) == {
        "ql left": "Done for today",
        "ql right": "Ready: 30 s",
        "gluteus minimus left": "Locked",
        "gluteus minimus right": "Ready: 30 s",
        "piriformis left": "Resting",
        "piriformis right": "Ready: 40 s",
    }
    for label in page.labels.values():
        assert label.sign.name == dose_look.POINTS[label.status.state].sign
    assert page.labels["ql left"].next.text == "Next tomorrow from 9 in the morning"
    signs = [dose_look.POINTS[state].sign for state in PointState]
    assert len(set(signs)) == len(signs)


def test_left_is_left_and_the_picture_says_so(screen, heard):
    page = open_map(screen, heard)
    picture = page.picture
    assert picture.letter_left.text == "L"
    assert picture.letter_right.text == "R"
    assert picture.letter_left.center_x < picture.center_x < picture.letter_right.center_x
    for point, label in page.labels.items():
        marker = page.markers[point]
        side = (label.center_x < picture.center_x, marker.center_x < picture.center_x)
        assert side == ((True, True) if point.endswith(" left") else (False, False)), point
        assert picture.collide_point(*marker.center)


def test_a_tap_on_a_label_tells_about_its_point_and_says_it(screen, heard):
    page = open_map(screen, heard)
    assert _(words_dose.PICK) in screen.texts()
    screen.tap(page.labels["ql left"])
    sentence = "Left side: done for today. Next tomorrow from 9 in the morning."
    assert sentence in screen.texts()
    assert words_dose.REFERS["ql"] in screen.texts()
    assert page.picture.chosen == "ql left"
    assert heard.said == [sentence]
    assert heard.chosen == ["ql left"]
    screen.tap(page.hear)
    assert heard.said == [sentence, sentence]


def test_a_point_that_is_ready_starts_its_sessions(screen, heard):
    page = open_map(screen, heard)
    screen.tap(page.labels["piriformis right"])
    screen.tap(screen.button("Start: Trigger points, lower back and buttock"))
    assert heard.started == ["trigger-point"]


@pytest.mark.parametrize("point", ["ql left", "piriformis left", "gluteus minimus left"])
def test_a_point_that_is_not_ready_offers_no_start(screen, heard, point):
    page = open_map(screen, heard)
    screen.tap(page.labels[point])
    assert not any(text.startswith("Start") for text in buttons(screen))


def test_a_point_that_no_session_presses_says_so(screen, heard):
    page = open_map(screen, heard)
    screen.tap(page.labels["gluteus minimus right"])
    assert _(words_dose.NO_SESSION) in screen.texts()


@pytest.mark.parametrize("point", bodymap_data.ORDER)
def test_a_tap_on_the_body_chooses_the_point_under_the_finger(screen, heard, point):
    page = open_map(screen, heard)
    screen.tap_at(*page.picture.spot(point))
    assert heard.chosen == [point]


def test_a_tap_far_from_every_point_chooses_none(screen, heard):
    page = open_map(screen, heard)
    screen.tap_at(page.picture.center_x, page.picture.y + 4)
    assert heard.chosen == []


def test_where_a_point_is_felt_is_drawn_on_its_side_and_only_for_the_chosen_one(screen, heard):
    page = open_map(screen, heard)
    mesh = page.picture._area._mesh
    assert len(mesh.vertices) == 0
    screen.tap(page.labels["gluteus minimus left"])
    assert max(page.picture._area._mesh.vertices[0::4]) < 0
    screen.tap(page.labels["gluteus minimus right"])
    assert min(page.picture._area._mesh.vertices[0::4]) > 0


def test_the_whole_body_map_by_keys_alone(screen, heard):
    page = open_map(screen, heard)
    screen.press(ENTER)
    assert page.selected == "ql left"
    screen.press(ENTER)
    assert heard.started == []
    screen.press(LEFT)
    screen.press(RIGHT)
    assert page.selected == "ql right"
    screen.press(ENTER)
    assert heard.started == []
    screen.press(DOWN)
    screen.press(DOWN)
    screen.press(UP)
    screen.press(ENTER)
    assert heard.started == ["trigger-point"]
    screen.key("r")
    assert heard.said[-1] == "30 seconds on your right quadratus lumborum."
    for _back_to_the_points in range(2):
        screen.press(LEFT)
    assert page.selected == "ql right"
    screen.press(LEFT)
    screen.press(LEFT)
    assert page.selected == "piriformis right"
    screen.press(ESCAPE)
    assert heard.home == 1


def test_a_point_is_chosen_again_after_the_window_has_changed(screen, heard):
    page = open_map(screen, heard, selected="piriformis left")
    assert page.selected == "piriformis left"
    assert heard.said == []
    assert any("resting" in text for text in screen.texts())


def test_without_a_voice_there_is_no_button_to_hear(screen, heard):
    page = open_map(screen, heard, on_say=None)
    screen.tap(page.labels["ql left"])
    assert _(words_dose.HEAR) not in buttons(screen)


def test_no_points_and_unknown_points_are_no_trouble(screen, heard):
    page = open_map(screen, heard, points=())
    assert _(words_dose.NO_POINTS) in screen.texts()
    screen.press(RIGHT)
    screen.tap_at(*page.picture.center)
    stranger = replace(sample_points()[0], point="trapezius left")
    page = open_map(screen, heard, points=(stranger,))
    assert page.labels == {}


# The progress page


def test_progress_shows_days_tracks_and_what_each_shape_means(screen, heard):
    page = open_progress(screen, heard)
    assert {"19", _(words_dose.DAYS_PRACTISED), *words_dose.SHAPES.values()} <= set(screen.texts())
    assert [row.title.text for row in page.tracks] == [
        "Left quadratus lumborum",
        "Right quadratus lumborum",
        "Pelvic tilt",
    ]
    assert page.tracks[0].said.text == "now 40 s, at most 60 s"
    assert all(len(row.plot.places) == len(row.plot.spots) > 5 for row in page.tracks)


def test_every_mark_stands_inside_its_plot_and_later_days_further_right(screen, heard):
    page = open_progress(screen, heard, sample_progress(12))
    for row in page.tracks:
        plot = row.plot
        across = [x for x, _ in plot.places]
        assert across == sorted(set(across))
        for x, y in plot.places:
            assert plot.x < x < plot.x + plot.width
            assert plot.y < y <= plot.top


def test_a_longer_dose_stands_higher(screen, heard):
    plot = open_progress(screen, heard).tracks[0].plot
    pairs = list(zip(plot.spots, plot.places, strict=True))
    pressed = [(spot.value, round(y)) for spot, (_, y) in pairs if spot.value]
    assert len({value for value, _ in pressed}) > 2
    for value, y in pressed:
        assert all((y > other_y) == (value > other) for other, other_y in pressed)


def test_the_summary_is_spoken_on_request_by_tap_and_by_key(screen, heard):
    page = open_progress(screen, heard)
    assert heard.said == []
    screen.tap(page.hear)
    screen.press(ENTER)
    assert heard.said == [sample_progress().summary] * 2
    screen.press(DOWN)
    assert page.scroller.offset > 0
    screen.press(ESCAPE)
    assert heard.home == 1


def test_nothing_done_yet_says_so(screen, heard):
    page = open_progress(screen, heard, Progress("", 0, (), "2026-11-22"))
    assert {_(words_dose.PROGRESS_NONE), "0"} <= set(screen.texts())
    assert _(words_dose.HEAR) not in buttons(screen)
    assert page.legend.parent is None
