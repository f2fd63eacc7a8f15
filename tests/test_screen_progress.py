"""What the progress plot decides without a window."""

from datetime import date
from itertools import pairwise

import pytest

from kiosk.preferences import Look
from kiosk.reception import Mark, Track
from kiosk.screen import dose_look, theme, words_dose
from kiosk.screen.progress_data import (
    LONGEST,
    SHORTEST,
    Shape,
    Span,
    day_ticks,
    latest,
    lines,
    span_of,
    spots_of,
    top_of,
)

TODAY = "2026-11-22"


def track(*marks, ceiling=60):
    return Track("Left QL", "s", ceiling, tuple(Mark(*each) for each in marks))


def test_a_step_up_is_another_shape_than_a_hold():
    shown = spots_of(
        track(
            ("2026-11-15", 30, "green"),
            ("2026-11-16", 30, "green"),
            ("2026-11-17", 40, "green"),
            ("2026-11-18", 40, "amber"),
            ("2026-11-19", 40, "red"),
            ("2026-11-20", 0, "rest"),
            ("2026-11-21", 30, "green"),
            ("2026-11-22", 0, "refused"),
        ),
        Span(date(2026, 11, 22), 14),
    )
    assert [(spot.day, spot.value, spot.shape) for spot in shown] == [
        (6, 30, Shape.SAME),
        (7, 30, Shape.SAME),
        (8, 40, Shape.LONGER),
        (9, 40, Shape.AMBER),
        (10, 40, Shape.RED),
        (11, 0, Shape.REST),
        (12, 30, Shape.SAME),
        (13, 0, Shape.REFUSED),
    ]


def test_each_shape_has_words_of_its_own():
    assert set(words_dose.SHAPES) == {shape.value for shape in Shape}
    assert len(set(words_dose.SHAPES.values())) == len(Shape)


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("colour", sorted(set(dose_look.MARKS.values())))
def test_marks_stand_out_from_the_card_three_to_one(colour, look):
    palette = theme.PALETTES[look]
    assert theme.contrast(palette[colour], palette[theme.CARD]) >= 3


def test_the_plot_reaches_from_the_first_mark_to_today_but_twelve_weeks_at_most():
    assert span_of([track(("2026-11-20", 30, "green"))], TODAY).count == SHORTEST
    assert span_of([track(("2026-10-22", 30, "green"))], TODAY).count == 32
    assert span_of([track(("2025-01-01", 30, "green"))], TODAY).count == LONGEST == 84
    assert span_of([], TODAY).count == SHORTEST


def test_what_came_before_the_plot_still_tells_what_is_longer():
    shown = spots_of(
        track(("2026-01-01", 30, "green"), ("2026-11-20", 40, "green")),
        Span(date(2026, 11, 22), 14),
    )
    assert [spot.shape for spot in shown] == [Shape.LONGER]


def test_the_plot_reaches_to_the_ceiling_or_to_what_was_done_before_it_was_lowered():
    assert top_of(track(("2026-11-20", 30, "green"))) == 60
    assert top_of(track(("2026-11-20", 60, "green"), ceiling=40)) == 60
    assert top_of(track(ceiling=0)) == 1


def test_the_latest_is_the_last_that_was_pressed():
    assert latest(track(("2026-11-20", 40, "green"), ("2026-11-21", 0, "rest"))) == 40
    assert latest(track()) == 0


@pytest.mark.parametrize("top", [1, 8, 15, 30, 60, 90, 1500])
@pytest.mark.parametrize("most", [2, 3, 5, 8])
def test_lines_across_are_round_from_nothing_and_no_more_than_there_is_room_for(top, most):
    found = lines(top, most)
    assert found[0] == 0
    assert 2 <= len(found) <= most
    assert found[-1] <= top
    assert len({second - first for first, second in pairwise(found)}) == 1


@pytest.mark.parametrize("count", range(14, 85))
@pytest.mark.parametrize("pitch", [3.0, 7.5, 14.0])
def test_named_days_are_whole_weeks_apart_with_room_between(count, pitch):
    ticks = day_ticks(count, pitch, 60.0)
    assert ticks[0] == count - 1
    for later, earlier in pairwise(ticks):
        assert (later - earlier) % 7 == 0
        assert (later - earlier) * pitch >= 60
