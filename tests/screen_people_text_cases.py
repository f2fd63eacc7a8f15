"""The pages about people: text never leaves its box. `test_screen_people.py` runs this file."""

import pytest
import screen_harness as harness
from kivy.core.window import Window
from screen_people_pages import Walk
from screen_text_cases import check

from kiosk.screen.people_tiles import TileView
from kiosk.screen.questions import Answer


def walk_all(walk):
    seen = 0
    for name in walk.pages():
        try:
            check(walk.screen)
            least = walk.screen.page.sizes.target - 1
            for tile in (*walk.screen.widgets(TileView), *walk.screen.widgets(Answer)):
                assert min(tile.size) >= least, tile.text.text
        except AssertionError as error:
            raise AssertionError(f"on page {name}: {error}") from error
        seen += 1
    return seen


@pytest.mark.parametrize("panel_mm", [None, (155, 88)])
def test_every_page_about_people_fits(panel_mm):
    assert tuple(Window.size) == harness.FIRST
    if panel_mm is not None and Window.width < Window.height:
        panel_mm = panel_mm[::-1]
    walk = Walk(harness.FIRST, panel_mm)
    try:
        assert walk_all(walk) >= 55
    finally:
        walk.screen.close()
