"""The big button and the motion sensor: what presses mean, and when it is asked who is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.hands.presence import ANSWER_S, Absence, Act
from kiosk.hands.press import LONG_S, SETTLE_S, WINDOW_S, Gesture, Presses
from kiosk.plan.model import Segment, SegmentKind
from kiosk.player.model import State, View

SHORT, SINGLE, DOUBLE, LONG = Gesture.SHORT, Gesture.SINGLE, Gesture.DOUBLE, Gesture.LONG


def gestures(*edges: float, until: float = 100.0, held: bool = False) -> list[tuple[float, str]]:
    """What edges at these moments come to, and when: down first, then up, in turn."""
    presses = Presses(held=held)
    found: list[tuple[float, str]] = []
    down = not held

    def come_to(now: float) -> None:
        while (due := presses.next_due()) is not None and due <= now:
            found.extend((round(due, 3), each) for each in presses.tick(due))

    for at in edges:
        come_to(at)
        assert presses.edge(at, down=down) == []
        down = not down
    come_to(until)
    return found


def test_a_short_press_is_told_as_soon_as_it_is_let_go():
    assert gestures(1.0, 1.2) == [(1.2 + SETTLE_S, SHORT), (1.2 + WINDOW_S, SINGLE)]


def test_a_held_press_is_long_at_the_moment_it_becomes_so_and_nothing_when_it_is_let_go():
    assert gestures(1.0, 5.0) == [(1.0 + LONG_S, LONG)]


def test_a_press_let_go_just_before_is_short():
    assert gestures(1.0, 1.97)[0] == (1.99, SHORT)


def test_a_second_press_is_told_when_it_goes_down_and_ends_there():
    assert gestures(1.0, 1.1, 1.4, 1.5) == [(1.12, SHORT), (1.42, DOUBLE)]


def test_two_presses_that_lie_further_apart_are_two_short_ones():
    said = [each for _at, each in gestures(1.0, 1.1, 1.6, 1.7)]
    assert said == [SHORT, SINGLE, SHORT, SINGLE]


def test_a_second_press_that_is_held_stops_too():
    assert [each for _at, each in gestures(1.0, 1.1, 1.3, 9.0)] == [SHORT, DOUBLE, LONG]


def test_more_quick_presses_after_two_mean_no_more_than_the_two():
    hammered = [1.0 + n * 0.1 for n in range(20)]
    assert [each for _at, each in gestures(*hammered)] == [SHORT, DOUBLE]
    assert [each for _at, each in gestures(*hammered, 4.3, 4.4)] == [SHORT, DOUBLE]
    said = [each for _at, each in gestures(*hammered, 4.5, 4.6)]
    assert said == [SHORT, DOUBLE, SHORT, SINGLE], "once it was left alone, it works again"


def test_a_long_press_stops_however_many_came_before():
    hammered = [1.0 + n * 0.1 for n in range(6)]
    assert [each for _at, each in gestures(*hammered, 1.7, 9.0)] == [SHORT, DOUBLE, LONG]


def test_a_contact_that_bounces_at_both_ends_is_one_press():
    edges = (1.0, 1.002, 1.005, 1.009, 1.011, 1.2, 1.203, 1.206)
    assert [each for _at, each in gestures(*edges)] == [SHORT, SINGLE]


def test_a_pulse_that_a_wire_picks_up_is_no_press():
    assert gestures(1.0, 1.004, 2.0, 2.015) == []


def test_a_bounce_does_not_make_a_long_press_longer():
    assert gestures(1.0, 1.5, 1.51, 4.0) == [(1.0 + LONG_S, LONG)]


def test_a_button_that_is_stuck_from_the_start_means_nothing_until_it_is_let_go():
    assert gestures(until=60.0, held=True) == []
    assert gestures(5.0, 6.0, 6.1, held=True)[:1] == [(6.12, SHORT)]


@given(st.lists(st.floats(0.001, 3.0), max_size=30))
def test_whatever_is_pressed_every_gesture_has_its_press(gaps: list[float]):
    moments, now = [], 0.0
    for gap in gaps:
        now += gap
        moments.append(now)
    said = [each for _at, each in gestures(*moments, until=now + 100)]
    pressed = (len(moments) + 1) // 2
    assert said.count(SHORT) + said.count(DOUBLE) <= pressed
    assert said.count(LONG) <= pressed
    assert said.count(SINGLE) + said.count(DOUBLE) == said.count(SHORT)


# Presence


AWAY = 300.0


def view(index: int, kind: SegmentKind = SegmentKind.SAY, state: State = State.PLAYING) -> View:
    return View(state, Segment(0, 9_000, kind, 1, "Rest"), index, 0, 99_000, 0, 9_000)


def test_nobody_is_asked_while_they_are_seen():
    watch = Absence(AWAY, 0)
    for minute in range(60):
        watch.sign(minute * 60)
        assert watch.look(minute * 60, view(minute)) is None


def test_after_five_minutes_without_a_sign_it_is_asked_where_the_next_thing_begins():
    watch = Absence(AWAY, 0)
    assert watch.look(200, view(1)) is None
    assert watch.look(301, view(1)) is None, "not in the middle of something"
    assert watch.look(302, view(2)) is Act.ASK
    assert watch.asking
    assert watch.look(303, view(3)) is None, "once"


@pytest.mark.parametrize(
    "kind", [SegmentKind.HOLD, SegmentKind.PRESS, SegmentKind.EASE, SegmentKind.GATE]
)
def test_nobody_is_asked_in_a_hold_nor_on_a_massager(kind: SegmentKind):
    watch = Absence(AWAY, 0)
    assert watch.look(400, view(1, kind)) is None
    assert watch.look(460, view(2, SegmentKind.REST)) is Act.ASK


@pytest.mark.parametrize("state", [State.PAUSED, State.WAITING, State.ASKING])
def test_nobody_is_asked_while_it_stands_still_anyway(state: State):
    watch = Absence(AWAY, 0)
    assert watch.look(400, view(1, state=state)) is None


def test_without_an_answer_for_a_minute_it_pauses_once():
    watch = Absence(AWAY, 0)
    watch.look(300, view(1))
    watch.asked_aloud(310)
    assert watch.look(310 + ANSWER_S - 1, view(2)) is None
    assert watch.look(310 + ANSWER_S, view(2, SegmentKind.HOLD)) is Act.PAUSE
    assert watch.paused
    assert watch.look(500, view(2, state=State.PAUSED)) is None
    watch.sign(510)
    assert not watch.paused
    assert watch.look(511, view(3)) is None, "five minutes begin again"


def test_without_having_been_heard_a_question_waits_for_no_answer():
    watch = Absence(AWAY, 0)
    assert watch.look(300, view(1)) is Act.ASK
    assert watch.look(900, view(2)) is None
    watch.asked_aloud(900)
    assert watch.look(900 + ANSWER_S, view(2)) is Act.PAUSE


def test_any_sign_is_an_answer():
    watch = Absence(AWAY, 0)
    watch.look(300, view(1))
    watch.sign(340)
    assert not watch.asking
    assert watch.look(300 + ANSWER_S, view(2)) is None


@pytest.mark.parametrize("kind", [SegmentKind.PRESS, SegmentKind.EASE, SegmentKind.GATE])
def test_a_press_is_left_to_its_own_guard(kind: SegmentKind):
    watch = Absence(AWAY, 0)
    watch.look(300, view(1))
    watch.asked_aloud(300)
    assert watch.look(400, view(2, kind)) is None
    assert watch.look(430, view(3, SegmentKind.REST)) is Act.PAUSE


def test_a_wait_at_which_nobody_answered_is_held_before_it_runs_out():
    watch = Absence(AWAY, 0)
    watch.look(300, view(1))
    watch.asked_aloud(300)
    assert watch.look(361, view(2, SegmentKind.WAIT, State.WAITING)) is Act.PAUSE
