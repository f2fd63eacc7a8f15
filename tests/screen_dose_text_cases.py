"""Text in its box and nothing over anything else, measured. `test_screen_bodymap.py` runs it."""

from dataclasses import replace

import pytest
import screen_harness as harness
from kivy.core.window import Window
from screen_harness import Screen
from screen_text_cases import apart, in_scroller, ink_box, overlap, readable, window_box

from kiosk.reception import PointState, Progress, Track
from kiosk.screen.bodymap import BodyMapPage
from kiosk.screen.bodymap_data import ORDER
from kiosk.screen.fake import sample_station
from kiosk.screen.fake_dose import TITLES, sample_points, sample_press, sample_progress
from kiosk.screen.piece import Text
from kiosk.screen.progress import ProgressPage
from kiosk.screen.touch import Button

LONG = (
    "Left quadratus lumborum: pressed here already by someone who may have been you, so it is "
    "done. Next on Wednesday from half past eleven in the morning. Until then: a stretch or warmth."
)
LONG_NAME = "Revolved head-to-knee pose with a block under the elbow, for tired backs at night"


@pytest.fixture
def screen():
    station = sample_station()
    station._plan = lambda name: sample_press(name, 90)
    made = Screen(station, size=harness.FIRST)
    yield made
    made.close()


def show(screen, build):
    face = screen.app.face
    face._show(lambda: build(face._sizes))
    screen.frames(3)
    return screen.page


def check(screen):
    """As for every other page; what is scrolled away is clipped, and takes no finger either."""
    screen.frames(2)
    texts = [each for each in screen.widgets(Text) if each.text and min(each.size) > 0]
    assert texts
    for text in texts:
        assert text.fits, f"{text.text!r} does not fit {text.size}"
        left, low, right, high = window_box(text)
        assert left >= -1, text.text
        assert right <= Window.width + 1, text.text
        if not in_scroller(text):
            assert low >= -1, text.text
            assert high <= Window.height + 1, text.text
    readable(texts)
    apart(texts)
    buttons = list(screen.widgets(Button))
    for at, one in enumerate(buttons):
        assert min(one.size) >= screen.page.sizes.target - 1, f"{one.text!r} is {one.size}"
        for other in buttons[at + 1 :]:
            if in_scroller(one) == in_scroller(other):
                assert not overlap(window_box(one), window_box(other)), (one.text, other.text)
    scroller = getattr(screen.page, "scroller", None)
    for button in buttons:
        if scroller is not None and not in_scroller(button):
            assert not overlap(window_box(button), window_box(scroller)), button.text


def body_map(points, selected=""):
    return lambda sizes: BodyMapPage(
        sizes,
        points,
        titles=TITLES,
        on_start=str,
        on_home=str,
        on_say=str,
        selected=selected,
    )


@pytest.mark.parametrize("index", range(6))
def test_every_moment_of_a_press_fits(screen, index):
    screen.app.face.begin("trigger-point", "Trigger point")
    screen.page_is("session")
    performance = screen.station.performances[-1]
    performance.show(index, 100)
    screen.frames(3)
    if index == 4:
        cover = screen.page.cover
        over = [each for each in screen.widgets(type(cover.word)) if each.parent is not screen.page]
        readable(over)
        apart(over)
        assert all(each.fits for each in over)
        buttons = window_box(screen.page.hurts), window_box(screen.page.stop)
        assert not any(overlap(ink_box(each), box) for each in (cover.word, cover.caption)
                       for box in buttons)  # fmt: skip
        return
    check(screen)


@pytest.mark.parametrize("selected", ["", *ORDER])
def test_the_body_map_fits(screen, selected):
    page = show(screen, body_map(sample_points(), selected))
    check(screen)
    fingers(page)


@pytest.mark.parametrize("state", PointState)
def test_the_body_map_fits_with_long_sentences(screen, state):
    points = tuple(
        replace(each, state=state, sentence=LONG, next="on Wednesday from 11:30 in the morning")
        for each in sample_points()
    )
    page = show(screen, body_map(points, "ql right"))
    check(screen)
    fingers(page)


def fingers(page):
    """A label is as large as a button, and no two of them touch."""
    boxes = [window_box(label) for label in page.labels.values()]
    for label in page.labels.values():
        assert label.width >= page.sizes.target - 1
        assert label.height >= page.sizes.target - 1
    for at, one in enumerate(boxes):
        assert not any(overlap(one, other) for other in boxes[at + 1 :])
        assert not overlap(one, window_box(page.picture))
    markers = [window_box(marker) for marker in page.markers.values()]
    for at, one in enumerate(markers):
        assert not any(overlap(one, other) for other in markers[at + 1 :])


@pytest.mark.parametrize("weeks", [1, 2, 3, 6, 9, 12, 30])
def test_progress_fits_and_its_labels_keep_apart(screen, weeks):
    page = show(
        screen,
        lambda sizes: ProgressPage(sizes, sample_progress(weeks), on_home=str, on_say=str),
    )
    check(screen)
    for row in page.tracks:
        assert row.plot.days[0].text == "today"
        labels = [*row.plot.days, *row.plot.values]
        assert len(row.plot.values) >= 2
        for at, one in enumerate(labels):
            box = ink_box(one)
            assert not any(overlap(box, ink_box(other)) for other in labels[at + 1 :])
    spans = [len(row.plot.days) for row in page.tracks]
    assert min(spans) >= 2


@pytest.mark.parametrize("name", ["long", "many", "none"])
def test_progress_fits_whatever_is_in_it(screen, name):
    marks = sample_progress().tracks[0].marks
    progress = {
        "long": Progress(LONG * 2, 28, (Track(LONG_NAME, "times", 1500, marks),), "2026-11-22"),
        "many": Progress(LONG, 28, sample_progress().tracks * 6, "2026-11-22"),
        "none": Progress("", 0, (Track("Walk", "s", 60, ()),), "2026-11-22"),
    }[name]
    show(screen, lambda sizes: ProgressPage(sizes, progress, on_home=str, on_say=str))
    check(screen)
    assert Window.size
