"""What was really done in a session, counted from the moments that were played."""

import pytest

from kiosk.plan.model import Segment, SegmentKind
from kiosk.player.model import State, View
from kiosk.screen.tally import Practised, Tally

H, R, REST, P = SegmentKind.HOLD, SegmentKind.REPS, SegmentKind.REST, SegmentKind.PRESS
FRAME = 100


def plan(*parts):
    segments, at = [], 0
    for kind, ms in parts:
        segments.append(
            Segment(at, at + ms, kind, len(segments), "", gate="g" if kind is P else "")
        )
        at += ms
    return segments


def play(tally, segment, begin, end, state=State.PLAYING):
    for elapsed in [*range(begin, end, FRAME), end]:
        tally.see(View(state, segment, 0, 0, 0, elapsed, segment.duration_ms - elapsed))


def test_holds_repetitions_and_presses_are_counted_with_their_times():
    tally = Tally()
    for segment in plan((H, 5000), (REST, 4000), (H, 5000), (R, 3000), (R, 3000), (P, 30_000)):
        play(tally, segment, 0, segment.duration_ms - 40)
    assert tally.finish() == Practised(2, 10_000, 2, 1, 30_000)


def test_a_hold_that_was_skipped_half_way_counts_for_its_half():
    tally = Tally()
    one, two = plan((H, 10_000), (H, 10_000))
    play(tally, one, 0, 4000)
    play(tally, two, 0, 10_000)
    assert tally.finish() == Practised(holds=2, hold_ms=14_000)


def test_a_press_that_was_broken_off_counts_for_what_was_pressed():
    tally = Tally()
    (press,) = plan((P, 30_000))
    play(tally, press, 0, 12_000)
    assert tally.finish() == Practised(presses=1, press_ms=12_000)


def test_a_hold_that_was_gone_back_to_counts_twice():
    tally = Tally()
    (hold,) = plan((H, 5000))
    play(tally, hold, 0, 3000)
    play(tally, hold, 0, 5000)
    assert tally.finish() == Practised(holds=2, hold_ms=8000)


def test_a_pause_adds_nothing():
    tally = Tally()
    (hold,) = plan((H, 5000))
    play(tally, hold, 0, 2000)
    play(tally, hold, 2000, 2000, State.PAUSED)
    play(tally, hold, 2000, 5000)
    assert tally.finish() == Practised(holds=1, hold_ms=5000)


def test_a_repetition_left_in_its_middle_and_a_hold_of_a_blink_are_none():
    tally = Tally()
    rep, hold, rest = plan((R, 4000), (H, 9000), (REST, 2000))
    play(tally, rep, 0, 1500)
    play(tally, hold, 0, 300)
    play(tally, rest, 0, 2000)
    assert tally.finish() == Practised()


def test_a_leap_over_a_press_is_no_press():
    tally = Tally()
    (press,) = plan((P, 60_000))
    play(tally, press, 0, 1000)
    play(tally, press, 50_000, 51_000)
    assert tally.finish() == Practised(presses=1, press_ms=2000)


def test_nothing_played_is_nothing_done():
    assert Tally().finish() == Practised()
    tally = Tally()
    tally.see(View(State.IDLE, None, 0, 0, 0, 0, 0))
    assert tally.finish() == Practised()


@pytest.mark.parametrize("kind", [REST, SegmentKind.PREPARE, SegmentKind.SAY, SegmentKind.WAIT])
def test_what_is_listened_to_or_rested_is_not_counted(kind):
    tally = Tally()
    (segment,) = plan((kind, 8000))
    play(tally, segment, 0, 8000)
    assert tally.finish() == Practised()
