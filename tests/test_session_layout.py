"""Where things stand on the session page, in millimetres of real panels. No window is opened.

The aim is a capital of 37 mm, which EN 301 549 asks for at 3 m. A 7 inch panel is 88 mm high: there
the word and the countdown are as large as the panel allows, and the numbers below say how large.
"""

from itertools import combinations

import pytest

from kiosk.preferences import TEXT_PERCENT
from kiosk.screen import theme
from kiosk.screen.session_layout import FAR_MM, NOWHERE, Needs, lay_out
from kiosk.screen.session_mode import Mode

PANELS = {
    "Touch Display 2": ((1280, 720), (155, 88)),
    "Touch Display 2, upright": ((720, 1280), (88, 155)),
    "Touch Display": ((800, 480), (154, 86)),
    "10.1 inch": ((1280, 800), (217, 136)),
    "24 inch": ((1920, 1080), (531, 299)),
}
BUTTONS = {
    Mode.PLAIN: ("back", "pause", "next", "stop"),
    Mode.WAITING: ("back", "next", "stop", "ready"),
    Mode.ASKING: ("stop",),
    Mode.PRESSING: ("hurts", "pause", "stop"),
    Mode.EASING: ("hurts", "stop"),
}


def layout(panel, mode=Mode.PLAIN, percent=100, caption=2.0):
    window, mm = PANELS[panel]
    sizes = theme.sizes_for(*window, mm, percent)
    needs = Needs(mode, dots=True, caption=lambda _width: sizes.lead * 1.12 * caption)
    return sizes, lay_out(sizes, needs)


@pytest.mark.parametrize("percent", TEXT_PERCENT)
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("panel", PANELS)
def test_every_button_is_twenty_millimetres_and_a_main_one_no_smaller(panel, mode, percent):
    sizes, where = layout(panel, mode, percent)
    for name in BUTTONS[mode]:
        box = where[name]
        least = 19.8 * sizes.density
        assert min(box.width, box.height) >= least, name
        assert box.x >= 0, name
        assert box.y >= 0, name
        assert box.right <= sizes.width, name
        assert box.top <= sizes.height, name


@pytest.mark.parametrize("mode", [Mode.PLAIN, Mode.PRESSING])
@pytest.mark.parametrize("panel", ["10.1 inch", "24 inch"])
def test_where_there_is_room_the_main_action_is_twenty_five_millimetres(panel, mode):
    sizes, where = layout(panel, mode)
    main = where["hurts" if mode is Mode.PRESSING else "pause"]
    assert min(main.width, main.height) >= 25 * sizes.density


def test_on_a_seven_inch_panel_the_main_action_gives_way_before_the_others_do():
    sizes, where = layout("Touch Display 2")
    assert min(where["stop"].width, where["stop"].height) >= 19.8 * sizes.density
    # Four buttons over one another leave 8 of 88 mm: the main one is only wider.
    assert where["pause"].height < 25 * sizes.density
    assert sizes.main_target < 25 * sizes.density


def test_on_a_panel_too_small_for_anything_the_buttons_give_way_to_the_page():
    sizes = theme.sizes_for(800, 480, (100, 60))
    assert sizes.target == 480 / 4
    assert sizes.target < 20 * sizes.density
    assert sizes.main_target == sizes.target


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("panel", PANELS)
def test_nothing_stands_on_anything_else(panel, mode):
    sizes, where = layout(panel, mode)
    boxes = {
        name: box
        for name, box in where.boxes.items()
        if name not in {"caption", "cover"} and min(box.width, box.height) > 0
    }
    assert len(boxes) >= 6
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        across = min(a.right, b.right) - max(a.x, b.x)
        along = min(a.top, b.top) - max(a.y, b.y)
        assert not (across > 1 and along > 1), f"{one} stands on {other}"
    for name, box in boxes.items():
        assert box.top <= sizes.height + 1, name
        assert box.right <= sizes.width + 1, name


@pytest.mark.parametrize("mode", [Mode.PLAIN, Mode.WAITING, Mode.PRESSING, Mode.ASKING])
@pytest.mark.parametrize("panel", PANELS)
def test_there_is_always_a_word_a_figure_and_a_caption(panel, mode):
    _sizes, where = layout(panel, mode)
    for name in ("word", "picture", "caption", "bar"):
        assert where[name] != NOWHERE, name
        assert min(where[name].width, where[name].height) > 4, name


@pytest.mark.parametrize("caption", [1, 3, 12])
@pytest.mark.parametrize("panel", PANELS)
def test_a_long_caption_takes_from_the_figure_and_never_from_the_word(panel, caption):
    _sizes, short = layout(panel, caption=1)
    _sizes, long = layout(panel, caption=caption)
    assert long["word"] == short["word"]
    assert long["ring"] == short["ring"]
    assert long["picture"].height > 0


@pytest.mark.parametrize("panel", PANELS)
def test_word_and_ring_take_the_most_of_a_small_panel(panel):
    sizes, where = layout(panel)
    large = [where[name].width * where[name].height for name in ("word", "ring")]
    if sizes.density > 4:
        assert sum(large) > where["picture"].width * where["picture"].height
    assert where["word"].height <= FAR_MM * 1.25 * sizes.density + 1
