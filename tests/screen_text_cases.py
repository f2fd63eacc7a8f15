"""Text never leaves its box, nothing overlaps: measured at one size. `test_screen.py` runs it."""

from dataclasses import replace

import pytest
import screen_harness as harness
from kivy.core.window import Window
from screen_harness import Screen

from kiosk.player.model import State
from kiosk.screen import theme
from kiosk.screen.fake import (
    FakeStation,
    sample_about,
    sample_broken,
    sample_cards,
    sample_plan,
)
from kiosk.screen.people_name import Letter
from kiosk.screen.piece import Text
from kiosk.screen.plain import Preparing
from kiosk.screen.touch import Button
from kiosk.station import Broken

LONG_TITLE = "Revolved head-to-knee pose with a block under the elbow, for tired backs at night"
LONG_CAPTION = (
    "Reach your upper arm over your ear and along the outstretched leg, keep both sitting bones "
    "heavy on the mat, turn your ribs towards the ceiling, soften your jaw and your shoulders, and "
    "breathe slowly into the side that is being lengthened now."
)
LONG_SENTENCE = (
    "This massage cannot be played yet, because the safe number of seconds for each point is not "
    "set up on this kiosk; ask the person who looks after it."
)


@pytest.fixture
def station():
    def lengthen(card):
        refusal = LONG_SENTENCE if card.refusal else ""
        return replace(card, title=LONG_TITLE, refusal=refusal, summary=LONG_SENTENCE)

    plain, long = sample_cards(), tuple(map(lengthen, sample_cards()))
    mixed = [each for pair in zip(plain, long, strict=True) for each in pair]
    abouts = [sample_about(replace(card, name=f"s{at}")) for at, card in enumerate(mixed)]
    broken = [*sample_broken(), Broken("a/" + "very-long-name" * 8 + ".yaml", LONG_SENTENCE, 12)]

    def plan(name):
        made = sample_plan(name, rounds=14)
        segments = tuple(
            replace(each, caption=LONG_CAPTION, next_up=LONG_TITLE) if at % 2 else each
            for at, each in enumerate(made.segments)
        )
        return replace(made, title=LONG_TITLE, segments=segments)

    return FakeStation(abouts, broken, plan)


@pytest.fixture
def screen(station):
    made = Screen(station, size=harness.FIRST)
    yield made
    made.close()


def window_box(widget):
    left, low = widget.to_window(*widget.pos)
    return left, low, left + widget.width, low + widget.height


def check(screen):
    screen.frames(2)
    texts = [each for each in screen.widgets(Text) if each.text and min(each.size) > 0]
    assert texts
    for text in texts:
        assert text.fits, f"{text.text!r} does not fit {text.size}"
        assert text.texture_size[0] <= text.width, text.text
        assert text.texture_size[1] <= text.height, text.text
        left, low, right, high = window_box(text)
        assert left >= -1, text.text
        assert right <= Window.width + 1, text.text
        if not in_scroller(text):
            assert low >= -1, text.text
            assert high <= Window.height + 1, text.text
    readable(texts)
    apart(texts)
    buttons = list(screen.widgets(Button))
    least = screen.page.sizes.target - 1
    for button in buttons:
        # A letter of the keyboard may be smaller: a slip costs a tap on Delete.
        share = 0.5 if isinstance(button, Letter) else 1
        assert min(button.size) >= least * share, f"{button.text!r} is {button.size}"
    for at, one in enumerate(buttons):
        for other in buttons[at + 1 :]:
            assert not overlap(window_box(one), window_box(other)), (one.text, other.text)


def readable(texts):
    for text in texts:
        assert text.font_size >= 10, f"{text.text!r} has shrunk to {text.font_size}"


def apart(texts):
    """No two inks overlap: the boxes of what is drawn, not the room around it."""
    drawn = [(each, ink_box(each)) for each in texts]
    for at, (one, box) in enumerate(drawn):
        for other, other_box in drawn[at + 1 :]:
            if in_scroller(one) != in_scroller(other):
                # What is scrolled away lies under the rest, and is clipped.
                continue
            if "count" in {role(one), role(other)} and "help" in {role(one), role(other)}:
                continue
            assert not overlap(box, other_box), (one.text, other.text)


def role(text):
    page = text.parent
    if text is getattr(page, "count", None):
        return "count"
    return "help" if text is getattr(page, "count_help", None) else ""


def ink_box(text):
    rectangle = text._rectangle
    left, low = text.to_window(*rectangle.pos)
    return left, low, left + rectangle.size[0], low + rectangle.size[1]


def overlap(one, other):
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and (
        min(one[3], other[3]) - max(one[1], other[1]) > 1
    )


def in_scroller(widget):
    parent = widget.parent
    while parent is not None and parent is not Window:
        if type(parent).__name__ == "Scroller":
            return True
        parent = parent.parent
    return False


def test_home_shows_short_and_long_titles_whole(screen):
    assert tuple(Window.size) == harness.FIRST
    grid = screen.page.grid
    while True:
        check(screen)
        before = grid.scroller.offset
        grid.scroller.page(1)
        if grid.scroller.offset == before:
            break


def test_an_empty_home_fits(screen):
    screen.station.change((), ())
    screen.frames(3)
    check(screen)


@pytest.mark.parametrize("number", [0, 1, 15, 16, 17])
def test_about_fits(screen, number):
    screen.app.face.open_about(f"s{number}")
    screen.page_is("about")
    check(screen)


def test_a_session_fits_in_every_moment(screen):
    face = screen.app.face
    face.begin("s0", "title")
    screen.page_is("session")
    performance = screen.station.performances[-1]
    for notice in ("", LONG_SENTENCE):
        performance.notice = notice
        last = len(performance.plan.segments)
        # The first ten hold every kind of moment, with a short and with a long caption.
        for index in (*range(10), *range(last - 3, last)):
            performance.show(index, 1000)
            check(screen)
    performance._state = State.PAUSED
    check(screen)
    performance._state = State.DONE
    screen.page_is("done")
    check(screen)


def test_the_plain_pages_fit(screen):
    face = screen.app.face
    face.open_problems()
    check(screen)
    face.fail()
    check(screen)
    face._show(lambda: Preparing(face._sizes, LONG_TITLE, on_cancel=face.cancel))
    screen.page.progress(113, 248)
    check(screen)
    face._show(lambda: face._apology("refused", "This session cannot start", LONG_SENTENCE))
    check(screen)


@pytest.mark.parametrize("panel_mm", [(155, 88), (100, 60)])
def test_large_fingers_on_a_small_panel_leave_room_for_the_text(station, panel_mm):
    panel = panel_mm if Window.width > Window.height else panel_mm[::-1]
    made = Screen(station, size=harness.FIRST, panel_mm=panel)
    try:
        made.app.face.begin("s0", "title")
        made.page_is("session")
        performance = made.station.performances[-1]
        for index in range(6):
            performance.show(index, 1000)
            check(made)
        made.app.face.open_about("s17")
        check(made)
        assert made.page.sizes.target > theme.sizes_for(*Window.size).target
    finally:
        made.close()
