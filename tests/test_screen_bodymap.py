"""The body map, the progress page and a press in real windows, and what they decide without one."""

import pytest
from test_screen import run

from kiosk.dose.policy import POINTS
from kiosk.preferences import Look
from kiosk.reception import PointState
from kiosk.screen import bodymap_data, dose_look, theme, words_dose
from kiosk.screen.figure_palette import PAINTS
from kiosk.screen.figure_shapes import Sketch


def test_points_presses_and_progress_by_taps_and_by_keys(tmp_path):
    run("screen_dose_cases.py", "960x600", 38, tmp_path)


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize(("text", "ground"), dose_look.TEXT_ON_GROUND)
def test_every_text_about_doses_stands_out_from_its_ground_at_least_seven_to_one(
    text, ground, look
):
    palette = theme.PALETTES[look]
    assert theme.contrast(palette[text], palette[ground]) >= 7


def test_each_state_has_a_sign_a_word_and_a_colour_of_its_own():
    looks = [dose_look.POINTS[state] for state in PointState]
    for kind in (
        {look.sign for look in looks},
        {look.ink for look in looks},
        {words_dose.state_word(state) for state in PointState},
    ):
        assert len(kind) == len(PointState)


def test_the_map_has_each_point_that_the_dose_rule_knows():
    assert set(bodymap_data.ORDER) == POINTS
    for point in POINTS:
        muscle = point.rpartition(" ")[0]
        assert muscle in words_dose.REFERS
        assert muscle in words_dose.MUSCLES


@pytest.mark.parametrize("point", sorted(POINTS))
def test_the_left_is_the_mirror_image_of_the_right(point):
    other = point.replace("left", "RIGHT").replace("right", "left").replace("RIGHT", "right")
    (x, y), (other_x, other_y) = bodymap_data.place(point), bodymap_data.place(other)
    assert (x, y) == (-other_x, other_y)
    assert (x < 0) == point.endswith("left")
    assert [(area.at[0], area.half) for area in bodymap_data.areas(point)] == [
        (-area.at[0], area.half) for area in bodymap_data.areas(other)
    ]


@pytest.mark.parametrize("point", sorted(POINTS))
def test_points_and_where_they_are_felt_lie_on_the_picture(point):
    left, bottom, right, top = bodymap_data.STAGE
    sketch = Sketch(PAINTS)
    bodymap_data.draw_areas(sketch, point)
    low_x, low_y, high_x, high_y = sketch.bounds()
    assert left <= low_x <= high_x <= right
    assert bottom - 1 <= low_y <= high_y <= top
    x, y = bodymap_data.place(point)
    assert left < x < right
    assert bottom < y < top


def test_the_body_fills_the_picture_from_its_upper_to_its_lower_edge():
    sketch = Sketch(PAINTS)
    bodymap_data.draw_back(sketch)
    left, bottom, right, top = sketch.bounds()
    assert bottom <= bodymap_data.STAGE[1]
    assert top >= bodymap_data.STAGE[3]
    assert bodymap_data.STAGE[0] <= left == pytest.approx(-right)
