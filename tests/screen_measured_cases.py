"""Every screen measured, in one window: see `screens.py`. `test_screen_measured.py` runs this."""

import os
from itertools import combinations
from pathlib import Path

import pytest
import screen_harness as harness
import screens
from kivy.core.window import Window
from screen_library import Shipped
from screen_measure import box_of, faults, overlap
from screen_stage import Stage

from kiosk.language import _
from kiosk.screen import theme
from kiosk.screen.page import Page
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel
from kiosk.screen.touch import Button, Scroller

PANEL_MM = tuple(int(side) for side in os.environ.get("SCREEN_PANEL", "").split("x") if side)
WORN = [each.split("-") for each in os.environ.get("SCREEN_WORN", "en-100").split()]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    return Shipped(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def stage(shipped, tmp_path):
    made = make_stage(shipped, tmp_path, "en")
    yield made
    made.close()


def make_stage(shipped, cache: Path, language, percent=100):
    made = Stage(
        harness.FIRST,
        cache,
        abouts=shipped.abouts(language),
        plan=lambda name: shipped.plan(name, language),
        panel_mm=PANEL_MM or None,
        drawn=False,
    )
    made.wear(language=language, text_percent=percent)
    return made


def measured(stage):
    """The faults of the page that is shown; a text is readable by its size at 100 percent."""
    # Four rows of keys with air between them, on a panel too small for four fingers.
    least = min(stage.sizes.target, 0.22 * min(Window.size))
    return faults(stage.face, least, theme.sizes_for(*Window.size).small)


@pytest.mark.parametrize(("language", "percent"), WORN)
def test_every_text_is_whole_and_nothing_lies_on_anything_else(
    shipped, tmp_path, language, percent
):
    assert tuple(Window.size) == harness.FIRST
    stage = make_stage(shipped, tmp_path, language, int(percent))
    found: dict[str, list[str]] = {}
    names = []
    try:
        for name in screens.walk(stage, [*screens.SHOWN, *screens.MEASURED]):
            names.append(name)
            for fault in measured(stage):
                found.setdefault(fault, []).append(name)
    finally:
        stage.close()
    assert not found, "\n".join(
        f"{pages[0]} and {len(pages) - 1} more: {fault}" for fault, pages in found.items()
    )
    assert len(names) > 250
    assert len(set(names)) == len(names), "two screens have one name"


def test_on_the_body_map_points_and_labels_keep_apart(stage):
    for name in screens.walk(stage, [screens.points, screens.long_points]):
        page = stage.page
        picture, markers = box_of(page.picture), [box_of(each) for each in page.markers.values()]
        assert not any(overlap(box_of(label), picture) for label in page.labels.values()), name
        assert not any(overlap(one, other) for one, other in combinations(markers, 2)), name


def test_progress_has_its_days_from_today_back_and_values_beside_them(stage):
    for name in screens.walk(stage, [screens.progress, screens.long_progress]):
        for row in stage.page.tracks:
            assert row.plot.days[0].text == _("today"), name
            assert len(row.plot.values) >= 2, name


def build(*pieces):
    def made(sizes):
        page = Page(sizes)
        page.add(*(piece for piece, _box in pieces))
        for piece, box in pieces:
            piece.place(*box)
        return page

    return made


def label(text, **more):
    return Text(text, sizes=(30.0, 20.0), **more)


def faults_of(stage, *pieces):
    stage.show(build(*pieces))
    return measured(stage)


def test_a_page_in_order_has_no_fault(stage):
    target = stage.sizes.target
    assert (
        faults_of(
            stage,
            (label("Above"), (10, 300, 200, 40)),
            (label("Below"), (10, 250, 200, 40)),
            (Button("A button", str, stage.sizes), (300, 100, target * 2, target)),
        )
        == []
    )


@pytest.mark.parametrize(
    ("text", "box", "fault"),
    [
        ("Much too long for so little room " * 6, (10, 300, 60, 40), "does not fit"),
        ("Physiotherapeutically", (10, 300, 40, 200), "breaks a word"),
        ("Off to the left", (-30, 300, 300, 40), "leaves the window"),
        ("Over the top", (10, Window.height - 10, 300, 40), "leaves the window"),
    ],
)
def test_a_text_that_is_cut_or_out_of_its_place_is_a_fault(stage, text, box, fault):
    assert [each for each in faults_of(stage, (label(text), box)) if fault in each]


def test_a_text_too_small_to_read_is_a_fault(stage):
    small = Text("In small print", sizes=(theme.sizes_for(*Window.size).small * 0.5,))
    assert "has shrunk to" in faults_of(stage, (small, (10, 300, 300, 40)))[0]


def test_a_text_that_is_gone_and_drawn_still_is_a_fault(stage):
    text = label("Said before")
    assert faults_of(stage, (text, (10, 300, 300, 40)), (label("Now"), (10, 200, 300, 40))) == []
    text.text = ""
    assert "still shows what it said" in measured(stage)[0]


def test_a_text_that_leaves_what_it_stands_in_is_a_fault(stage):
    inside, text = Page(stage.sizes), label("Wider than its room")
    inside.add_widget(text)
    inside.place(100, 100, 100, 100)
    text.place(110, 110, 300, 40)
    assert faults_of(stage, (inside, (100, 100, 100, 100))) == [
        "Text 'Wider than its room' leaves its Page"
    ]


def test_two_texts_on_each_other_are_a_fault_unless_one_is_covered(stage):
    one, other = label("One sentence"), label("Another one")
    assert faults_of(stage, (one, (10, 300, 300, 40)), (other, (60, 310, 300, 40))) == [
        "Text 'One sentence' lies on Text 'Another one'"
    ]
    cover = Panel(colour=theme.PAPER, radius=0), (0, 0, *Window.size)
    one, other = label("One sentence"), label("Another one")
    assert faults_of(stage, (one, (10, 300, 300, 40)), cover, (other, (60, 310, 300, 40))) == []


def test_lines_may_touch_where_their_letters_do_not(stage):
    one, other = label("nnn", bold=True), label("nnn")
    assert faults_of(stage, (one, (10, 300, 300, 40)), (other, (10, 320, 300, 40))) == []


def test_a_text_on_a_button_that_is_not_its_own_is_a_fault(stage):
    button = (
        Button("Start", str, stage.sizes),
        (10, 200, stage.sizes.target * 3, stage.sizes.target),
    )
    assert faults_of(stage, button, (label("In the way"), (20, 205, 200, 40))) == [
        "Text 'In the way' lies on Button 'Start'"
    ]


def test_a_button_smaller_than_a_finger_or_on_another_is_a_fault(stage):
    target = stage.sizes.target
    small = Button("Small", str, stage.sizes), (10, 10, target * 0.8, target)
    found = faults_of(stage, small, (label("So"), (10, 300, 90, 40)))
    assert [each for each in found if "is the least" in each]
    one = Button("One", str, stage.sizes), (10, 10, target, target)
    two = Button("Two", str, stage.sizes), (target, 10, target, target)
    assert "Button 'One' lies on Button 'Two'" in faults_of(
        stage, one, two, (label("So"), (10, 300, 90, 40))
    )


def test_what_is_scrolled_away_counts_no_more(stage):
    scroller = Scroller(stage.sizes)
    column = Page(stage.sizes)
    hidden = label("Scrolled away")
    column.add_widget(hidden)
    scroller.add_widget(column)
    scroller.place(0, 100, 400, 100)
    column.place(0, -200, 400, 400)
    hidden.place(10, 20, 300, 40)
    found = faults_of(
        stage, (scroller, (0, 100, 400, 100)), (label("Under the scroller"), (10, 20, 300, 40))
    )
    assert found == []
    scroller.extend(400)
    scroller.move_to(100)
    assert measured(stage) == []
    scroller.reach = 400
    scroller.move_to(110)
    assert measured(stage) == []
