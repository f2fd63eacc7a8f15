"""DOSE, row by row: what is granted, what is refused, and until when."""

from __future__ import annotations

import pytest
from dose_world import LEFT, RIGHT, World

from kiosk.dose import events
from kiosk.dose.answer import Granted, Instead, Refused, Request, Why
from kiosk.dose.events import How, Lock, Visit
from kiosk.dose.guard import decide
from kiosk.dose.policy import GUEST, HARD, Place, Policy
from kiosk.dose.screening import EMERGENCY, MASSAGE_QUESTIONS, About

PIRIFORMIS = "piriformis left"


# --- the first dose, the step, the ceiling


def test_the_first_dose_is_thirty_seconds() -> None:
    assert World().seconds() == 30


def test_a_script_may_ask_for_less_and_never_for_more() -> None:
    world = World()
    assert world.seconds(at_most_ms=12_000) == 12
    assert world.seconds(at_most_ms=300_000) == 30


def test_a_step_is_offered_after_three_greens_and_never_imposed() -> None:
    world = World()
    for _ in range(3):
        assert world.ask().offers == ()
        world.green_day()
    decision = world.ask()
    assert decision.ms == 30_000
    assert decision.offers == ((LEFT, 40_000),)
    assert decision.longer_ms == 40_000


def test_an_accepted_step_is_ten_seconds() -> None:
    world = World()
    world.grown_to(40)
    assert world.press(accepted=frozenset({LEFT})).granted_ms == 40_000
    world.next_day()
    world.visit()
    assert world.seconds() == 40


def test_the_person_may_stay_and_is_offered_the_step_again() -> None:
    world = World()
    for _ in range(6):
        world.green_day()
    assert world.ask().ms == 30_000
    assert world.ask().offers == ((LEFT, 40_000),)


def test_nobody_can_accept_a_step_that_was_not_offered() -> None:
    assert World().seconds(accepted=frozenset({LEFT})) == 30


def test_each_step_needs_three_greens_of_its_own() -> None:
    world = World()
    world.grown_to(40)
    for _ in range(2):
        world.green_day(accepted=frozenset({LEFT}))
        assert world.seconds(accepted=frozenset({LEFT})) == 40
    world.green_day(accepted=frozenset({LEFT}))
    assert world.seconds(accepted=frozenset({LEFT})) == 50


def test_a_forged_length_in_a_grant_grows_nothing() -> None:
    world = World()
    world.green_day()
    grant = world.ask().event("forged", world.now)
    forged = events.Grant(
        grant.id, grant.person, grant.at, grant.session, grant.points, 30_000,
        ((LEFT, 90_000),), "",
    )  # fmt: skip
    world.add(forged)
    world.next_day()
    assert world.seconds() == 30


@pytest.mark.parametrize(("gap", "offered"), [(1, True), (2, True), (3, True), (4, False)])
def test_the_greens_lie_at_most_three_days_apart(gap: int, *, offered: bool) -> None:
    world = World()
    for days in (1, gap, 1):
        world.press()
        world.next_day(days)
        world.visit()
    assert bool(world.ask().offers) is offered


def test_a_press_that_was_not_whole_does_not_count_toward_a_step() -> None:
    world = World()
    world.green_day()
    world.green_day()
    world.green_day(how=How.STOPPED, pressed_s=20)
    assert world.ask().offers == ()


def test_a_lowered_dose_is_not_one_at_the_present_length() -> None:
    world = World()
    for _ in range(5):
        world.green_day(at_most_ms=20_000)
    assert world.ask().offers == ()


def test_the_dose_stops_at_a_minute() -> None:
    world = World()
    world.grown_to(60)
    for _ in range(4):
        world.screen()
        world.green_day(accepted=frozenset({LEFT}))
        world.visit(Visit.BETTER)
    assert world.seconds(accepted=frozenset({LEFT})) == 60
    assert world.ask().offers == ()


def test_an_operator_may_raise_the_ceiling_to_ninety_seconds_and_no_further() -> None:
    world = World()
    world.act(events.CeilingSet, ceiling_ms=600_000)
    for _ in range(40):
        world.screen()
        world.visit(Visit.BETTER)
        world.green_day(accepted=frozenset({LEFT}))
    assert world.seconds(accepted=frozenset({LEFT})) == 90


def test_a_therapist_may_lower_a_persons_ceiling() -> None:
    world = World()
    world.act(events.CeilingLowered, ceiling_ms=25_000)
    assert world.seconds() == 25


# --- how often, and how much a day


def test_a_point_is_pressed_once_a_dose_day() -> None:
    world = World()
    world.press()
    world.wait(hours=3)
    assert world.why() is Why.DONE


@pytest.mark.parametrize(
    ("at", "free"),
    [
        ("09:00", "2024-05-02 04:00:00"),  # the day's turn is the later
        ("15:00", "2024-05-02 07:00:33"),  # the lockout is the later
    ],
)
def test_the_next_dose_waits_for_the_turn_of_the_day_and_for_sixteen_hours(
    at: str, free: str
) -> None:
    world = World(start=f"2024-05-01 {at}")
    world.press()
    assert world.free_at() == free
    world.until(free[:16])
    world.wait(seconds=32.9)
    early = world.why()
    world.wait(seconds=0.1)
    assert world.why() is None
    assert early is (Why.DONE if at == "15:00" else None)


def test_before_four_in_the_morning_it_is_still_yesterday() -> None:
    world = World(start="2024-05-01 05:00")
    world.press()
    world.until("2024-05-02 03:59")
    assert world.why() is Why.DONE
    world.until("2024-05-02 04:00")
    assert world.why() is None


@pytest.mark.parametrize("night", ["2024-03-30", "2024-10-26"])
def test_the_day_turns_at_four_on_the_nights_when_the_clock_is_changed(night: str) -> None:
    world = World(start=f"{night} 09:00")
    world.press()
    day = int(night[-2:]) + 1
    assert world.free_at() == f"{night[:-2]}{day:02} 04:00:00"


def test_the_other_side_is_a_dose_of_its_own() -> None:
    world = World()
    world.press(LEFT)
    world.wait(minutes=1)
    assert world.seconds(RIGHT) == 30


def test_on_the_first_day_there_are_two_points() -> None:
    world = World()
    world.press(LEFT)
    world.wait(minutes=1)
    world.press(RIGHT)
    world.wait(minutes=1)
    assert world.why(PIRIFORMIS) is Why.POINTS_FULL
    assert world.free_at(PIRIFORMIS) == "2024-05-02 04:00:00"


def test_once_a_day_has_gone_well_there_are_four_points() -> None:
    world = World()
    world.green_day(LEFT)
    for point in (LEFT, RIGHT, PIRIFORMIS, "piriformis right"):
        world.press(point)
        world.wait(minutes=1)
    assert world.why("gluteus minimus left") is Why.POINTS_FULL


def test_four_minutes_a_day_are_all_and_what_does_not_fit_is_refused() -> None:
    world = World(policy=Policy(pressing_a_day_ms=70_000))
    world.press(LEFT)
    world.wait(minutes=1)
    world.press(RIGHT, at_most_ms=20_000)
    world.next_day()
    world.visit()
    for point in (LEFT, RIGHT):
        world.press(point)
        world.wait(minutes=1)
    assert world.why(PIRIFORMIS) is Why.DAY_FULL
    assert world.seconds(PIRIFORMIS, at_most_ms=10_000) == 10


def test_all_points_of_a_placement_are_charged() -> None:
    world = World()
    world.press(LEFT, RIGHT)
    world.wait(hours=1)
    assert world.why(LEFT) is Why.DONE
    assert world.why(RIGHT) is Why.DONE


def test_the_smallest_grant_of_a_placement_is_granted() -> None:
    world = World()
    world.grown_to(50, LEFT)
    assert world.seconds(LEFT, accepted=frozenset({LEFT})) == 50
    assert world.seconds(LEFT, RIGHT, accepted=frozenset({LEFT})) == 30


def test_a_step_is_offered_only_where_the_placement_gets_longer() -> None:
    world = World()
    for _ in range(3):
        world.green_day(LEFT)
    assert world.ask(LEFT).offers
    assert world.ask(LEFT, RIGHT).offers == ()


def test_between_presses_there_are_thirty_seconds() -> None:
    world = World()
    world.press(LEFT, after="unasked")
    world.wait(seconds=32)
    assert world.why(RIGHT) is Why.REST
    world.wait(seconds=1)
    assert world.why(RIGHT) is None


# --- before


@pytest.mark.parametrize(("pain", "why"), [(0, None), (5, None), (6, Why.SORE), (10, Why.SORE)])
def test_with_pain_of_six_or_more_there_is_no_massage(pain: int, why: Why | None) -> None:
    assert World().why(pain=pain) is why


def test_with_no_answer_to_the_pain_before_there_is_no_massage() -> None:
    assert World().why(pain=None) is Why.PAIN_UNSAID


def test_a_lower_answer_later_that_day_unlocks_nothing() -> None:
    world = World()
    world.tell(events.PainBefore, session="1", score=7)
    world.wait(hours=2)
    assert world.why(pain=1) is Why.SORE
    assert world.free_at(pain=1) == "2024-05-02 04:00:00"
    world.next_day()
    assert world.why(pain=1) is None


# --- green, amber, red


AFTER = [(0, True), (3, True), (4, False), (5, False), (None, False)]


@pytest.mark.parametrize(("score", "green"), AFTER)
def test_a_dose_is_green_up_to_three_and_amber_up_to_five_or_unanswered(
    score: int | None, *, green: bool
) -> None:
    world = World()
    world.green_day()
    world.green_day()
    world.green_day(after=score)
    assert bool(world.ask().offers) is green
    assert world.seconds() == 30


def test_an_amber_keeps_the_dose_and_starts_the_green_run_again() -> None:
    world = World()
    world.grown_to(40)
    world.green_day(accepted=frozenset({LEFT}))
    world.green_day()
    world.green_day(after=4)
    for _ in range(2):
        world.green_day()
        assert world.ask().ms == 40_000
        assert world.ask().offers == ()
    world.green_day()
    assert world.ask().offers == ((LEFT, 50_000),)


@pytest.mark.parametrize("answer", [None, "unasked"])
def test_a_good_dose_is_green_only_when_the_next_visit_says_it_is_no_worse(
    answer: str | None,
) -> None:
    world = World()
    world.green_day()
    world.green_day()
    world.press()
    world.next_day()
    if answer is None:
        world.visit(None)
    assert world.ask().offers == ()


def test_an_answer_on_the_same_day_is_too_early_to_make_a_dose_green() -> None:
    world = World()
    world.green_day()
    world.green_day()
    world.press()
    world.wait(hours=2)
    world.visit()
    world.next_day()
    assert world.ask().offers == ()
    world.visit()
    assert world.ask().offers


@pytest.mark.parametrize("hurt", ["pain", "button"])
def test_after_a_red_the_next_dose_day_is_for_rest_then_it_is_ten_seconds_less(hurt: str) -> None:
    world = World()
    world.grown_to(50)
    if hurt == "pain":
        world.press(after=6, accepted=frozenset({LEFT}))
    else:
        world.press(how=How.HURT, pressed_s=48, after=1, accepted=frozenset({LEFT}))
    world.tell(events.Numbness, answer=False)
    world.next_day()
    assert world.why() is Why.REST_DAY
    world.next_day()
    assert world.seconds() == 40


def test_a_red_shortens_the_dose_that_hurt_where_that_was_a_lowered_one() -> None:
    world = World()
    world.grown_to(60)
    world.press(after=8, at_most_ms=35_000)
    world.tell(events.Numbness, answer=False)
    world.next_day(2)
    assert world.seconds() == 20


def test_no_dose_is_shortened_below_twenty_seconds() -> None:
    world = World()
    for _ in range(3):
        world.press(after=9)
        world.tell(events.Numbness, answer=False)
        world.next_day(9)
    assert world.seconds() == 20


def test_one_dose_is_red_once() -> None:
    world = World()
    world.grown_to(60)
    world.press(how=How.HURT, pressed_s=50, after=9, accepted=frozenset({LEFT}))
    world.tell(events.Numbness, answer=False)
    world.next_day(2)
    world.visit(Visit.WORSE)
    world.tell(events.Numbness, answer=False)
    world.next_day()
    assert world.seconds() == 50


def test_worse_at_the_next_visit_makes_today_the_rest_day_and_then_it_is_ten_seconds_less() -> None:
    world = World()
    world.grown_to(50)
    world.press(accepted=frozenset({LEFT}))
    world.next_day()
    world.visit(Visit.WORSE)
    world.tell(events.Numbness, answer=False)
    assert world.why(RIGHT) is Why.WORSE
    world.next_day()
    assert world.seconds() == 40


def test_two_reds_running_lock_the_point_for_seven_days_and_advise_a_clinician() -> None:
    world = World()
    for _ in range(2):
        world.press(after=7)
        world.tell(events.Numbness, answer=False)
        world.next_day(2)
    decision = world.ask()
    assert decision.why is Why.LOCKED
    assert decision.instead[0] is Instead.CLINICIAN
    assert world.why(RIGHT) is None
    world.next_day(5)
    assert world.seconds() == 20


def test_a_green_between_two_reds_keeps_the_point_open() -> None:
    world = World()
    for score in (7, 2, 7):
        world.press(after=score)
        world.tell(events.Numbness, answer=False)
        world.next_day(2)
        world.visit()
    assert world.why() is None


def test_an_amber_between_two_reds_is_no_way_out_of_the_lock() -> None:
    world = World()
    for score in (7, 5, 7):
        world.press(after=score)
        world.tell(events.Numbness, answer=False)
        world.next_day(2)
        world.visit()
    assert world.why() is Why.LOCKED


def test_an_operator_may_clear_the_lock_but_not_the_rest_day() -> None:
    world = World()
    for _ in range(2):
        world.press(after=7)
        world.tell(events.Numbness, answer=False)
        world.next_day(2)
    world.act(events.LockCleared, lock=Lock.REDS, points=(LEFT,))
    assert world.why() is None


def test_after_a_red_the_question_about_numbness_must_be_answered() -> None:
    world = World()
    world.press(after=8)
    world.next_day(3)
    assert world.why() is Why.NUMB_UNANSWERED
    world.tell(events.Numbness, answer=None)
    assert world.why() is Why.NUMB_UNANSWERED
    world.tell(events.Numbness, answer=False)
    assert world.why() is None


def test_numbness_locks_all_massage_until_an_operator_clears_it() -> None:
    world = World()
    world.press(after=8)
    world.tell(events.Numbness, answer=True)
    world.next_day(40)
    world.screen()
    assert world.why(RIGHT) is Why.NUMB
    world.tell(events.Numbness, answer=False)
    assert world.why(RIGHT) is Why.NUMB
    world.act(events.LockCleared, lock=Lock.NUMBNESS, points=())
    assert world.why(RIGHT) is None


def test_no_act_of_an_operator_gives_a_second_dose_in_a_day() -> None:
    world = World()
    world.press(after=8)
    world.act(events.LockCleared, lock=Lock.NUMBNESS, points=())
    world.act(events.LockCleared, lock=Lock.REDS, points=())
    world.act(events.CeilingSet, ceiling_ms=90_000)
    world.tell(events.ClockVouched, person="", reason="checked")
    world.wait(hours=2)
    assert world.seconds() == 0


# --- days missed


@pytest.mark.parametrize(
    ("missed", "seconds", "offered"),
    [
        (0, 50, True),
        (3, 50, True),
        (4, 50, False),
        (13, 50, False),
        (14, 30, False),
        (30, 30, False),
    ],
)
def test_days_missed_are_never_saved_up(missed: int, seconds: int, *, offered: bool) -> None:
    world = World()
    world.act(events.CeilingSet, ceiling_ms=90_000)
    world.grown_to(50)
    for _ in range(3):
        grant = world.press(accepted=frozenset({LEFT}))
        assert grant.granted_ms == 50_000
        world.next_day()
        world.visit(Visit.BETTER)
    world.next_day(missed)
    world.screen()
    assert world.seconds() == seconds
    assert bool(world.ask().offers) is offered


def test_where_nobody_knows_how_many_days_were_missed_it_is_the_first_dose_again() -> None:
    world = World()
    world.grown_to(50)
    world.trusted = False
    world.off(days=1)
    world.wait(hours=30)
    world.screen()
    assert world.seconds(accepted=frozenset({LEFT})) == 30


def test_a_shortened_dose_stays_short_however_long_one_is_away() -> None:
    world = World()
    world.press(after=8)
    world.tell(events.Numbness, answer=False)
    world.next_day(60)
    world.screen()
    assert world.seconds() == 20


# --- no better


def test_after_fourteen_days_of_practice_with_no_better_nothing_grows() -> None:
    world = World()
    for day in range(14):
        assert world.ask().no_better is False, day
        world.green_day()
    decision = world.ask(accepted=frozenset({LEFT}))
    assert decision.ms == 30_000
    assert decision.offers == ()
    assert decision.no_better
    assert "clinician" in world.said()
    world.visit(Visit.BETTER)
    assert world.ask().offers


# --- pause, stop, crash


def test_a_pause_counts_until_the_ease_off_cue_and_three_seconds() -> None:
    world = World()
    world.press(how=How.PAUSED, pressed_s=10, after="unasked")
    world.wait(seconds=40)
    assert world.seconds(remainder=True, pain=None) == 17


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"seconds": 20}, Why.REST),
        ({"minutes": 11}, Why.NO_REMAINDER),
    ],
)
def test_the_remainder_waits_thirty_seconds_and_ten_minutes_at_most(
    change: dict[str, int], why: Why
) -> None:
    world = World()
    world.press(how=How.PAUSED, pressed_s=10, after="unasked")
    world.wait(**change)
    assert world.why(remainder=True) is why


def test_the_remainder_is_given_at_most_twice() -> None:
    world = World()
    world.press(how=How.PAUSED, pressed_s=5, after="unasked")
    for _ in range(2):
        world.wait(seconds=40)
        world.press(how=How.PAUSED, pressed_s=1, after="unasked", remainder=True)
    world.wait(seconds=40)
    assert world.why(remainder=True) is Why.NO_REMAINDER


def test_restarting_the_session_ends_the_remainder() -> None:
    world = World()
    world.press(how=How.PAUSED, pressed_s=10, after="unasked")
    world.wait(seconds=40)
    world.session += 1
    assert world.why(remainder=True) is Why.NO_REMAINDER
    assert world.why() is Why.DONE


@pytest.mark.parametrize("how", [How.FULL, How.SKIPPED, How.HURT])
def test_only_a_paused_or_stopped_press_has_a_remainder(how: How) -> None:
    world = World()
    world.press(how=how, pressed_s=10, after="unasked")
    world.tell(events.Numbness, answer=False)
    world.wait(seconds=60)
    assert world.seconds(remainder=True) == 0


def test_a_remainder_is_for_the_same_placement() -> None:
    world = World()
    world.press(LEFT, RIGHT, how=How.PAUSED, pressed_s=10, after="unasked")
    world.wait(seconds=40)
    assert world.why(LEFT, remainder=True) is Why.NO_REMAINDER
    assert world.seconds(LEFT, RIGHT, remainder=True) == 17


def test_a_press_resumed_to_its_end_counts_toward_a_step() -> None:
    world = World()
    world.green_day()
    world.green_day()
    world.press(how=How.PAUSED, pressed_s=10)
    world.wait(seconds=40)
    world.green_day(remainder=True)
    assert world.ask().offers


def test_what_was_good_before_a_pause_is_judged_again_after_the_rest() -> None:
    world = World()
    world.green_day()
    world.green_day()
    world.press(how=How.PAUSED, pressed_s=10, after=1)
    world.wait(seconds=40)
    world.green_day(remainder=True, after="unasked")
    assert world.ask().offers == ()


def test_a_dose_nobody_was_asked_about_starts_the_green_run_again() -> None:
    world = World()
    world.green_day()
    world.green_day()
    world.press()
    world.next_day()
    world.green_day()
    assert world.ask().offers == ()


def test_a_crash_in_mid_press_counts_the_whole_grant_and_ends_the_point_for_the_day() -> None:
    world = World()
    world.crash()
    world.wait(minutes=10)
    assert world.why() is Why.DONE
    assert world.why(remainder=True) is Why.NO_REMAINDER
    assert world.book.person("ana").charges[0].ms == 30_000


def test_a_crash_is_not_green_whatever_is_answered_afterwards() -> None:
    world = World()
    world.green_day()
    world.green_day()
    grant = world.crash()
    world.tell(
        events.PressEnded, grant=grant.id, points=grant.points, pressed_ms=30_000, how=How.FULL
    )
    world.tell(events.PainAfter, grant=grant.id, points=grant.points, score=0)
    world.next_day()
    world.visit()
    assert world.ask().offers == ()


def test_a_grant_of_which_nothing_more_is_heard_counts_in_full() -> None:
    world = World()
    world.grant()
    world.off(minutes=1)
    world.wait(minutes=5)
    assert world.why() is Why.DONE


def test_a_press_skipped_before_it_began_costs_nothing() -> None:
    world = World()
    grant = world.grant()
    world.tell(
        events.PressEnded, grant=grant.id, points=grant.points, pressed_ms=0, how=How.SKIPPED
    )
    world.wait(minutes=1)
    assert world.seconds() == 30
    assert world.book.person("ana").charges[0].ms == 0


def test_a_press_that_began_and_was_skipped_at_once_is_done_for_today() -> None:
    world = World()
    world.press(how=How.SKIPPED, pressed_s=0)
    world.wait(minutes=1)
    assert world.why() is Why.DONE


def test_a_press_is_settled_once() -> None:
    world = World()
    grant = world.press(how=How.PAUSED, pressed_s=20, after="unasked")
    world.tell(events.PressEnded, grant=grant.id, points=grant.points, pressed_ms=1, how=How.PAUSED)
    assert world.book.person("ana").charges[0].ms == 23_000
    world.wait(seconds=60)
    assert world.seconds(remainder=True) == 7


# --- clock


def test_with_no_trusted_clock_a_massage_comes_after_a_day_of_powered_on_time() -> None:
    world = World()
    world.trusted = False
    world.press()
    world.off(days=3)
    world.wait(hours=23)
    world.screen()
    assert world.why() is Why.DONE
    assert world.ask().until.wall_ms is None
    world.wait(hours=1)
    assert world.why() is None


def test_setting_the_clock_wins_nothing() -> None:
    world = World()
    world.press()
    for trusted in (False, True):
        world.trusted = trusted
        world.wall_ms += 3 * 86_400_000
        world.wait(minutes=5)
        assert world.why() is Why.DONE


def test_a_clock_that_went_back_needs_an_operator() -> None:
    world = World()
    world.tell(events.ClockWentBack, person="", by_ms=3_600_000)
    assert world.why() is Why.CLOCK_BACK
    world.tell(events.ClockVouched, person="", reason="checked")
    assert world.why() is None


# --- screening


def test_before_the_first_massage_the_screening_is_asked() -> None:
    world = World(made=False)
    world.tell(events.PersonMade)
    assert world.why() is Why.SCREENING_DUE


def test_a_screening_holds_for_thirty_days() -> None:
    world = World()
    world.wait(days=30)
    assert world.why() is None
    world.wait(minutes=1)
    assert world.why() is Why.SCREENING_DUE


@pytest.mark.parametrize("question", MASSAGE_QUESTIONS)
def test_any_yes_locks_massage_until_an_operator_reviews_it(question: str) -> None:
    world = World()
    world.screen(question)
    locked = Why.EMERGENCY if question in EMERGENCY else Why.SCREENING_YES
    assert world.why() is locked
    world.screen()
    assert world.why() is locked
    world.act(events.ScreeningReviewed, about=About.MASSAGE)
    assert world.why() is None


def test_a_screening_with_a_question_left_open_is_none() -> None:
    world = World()
    world.tell(events.Screening, session="1", about=About.MASSAGE, answers=(("fever", False),))
    assert world.why() is Why.SCREENING_DUE


# --- people and the guest


def test_nobody_gets_a_dose_who_was_not_made_by_an_operator() -> None:
    assert World(made=False).why() is Why.NOT_KNOWN


@pytest.mark.parametrize(
    ("place", "why"),
    [(Place.HOME, None), (Place.GYM, Why.GUEST_OFF), (Place.CLINIC, Why.GUEST_OFF)],
)
def test_there_is_a_guest_at_home_only_unless_an_operator_says_so(
    place: Place, why: Why | None
) -> None:
    world = World(policy=Policy.at(place))
    world.screen(person=GUEST)
    assert world.why(person=GUEST) is why


def guests() -> World:
    world = World(policy=Policy.at(Place.HOME))
    world.screen(person=GUEST)
    return world


def test_a_guests_dose_never_grows() -> None:
    world = guests()
    for _ in range(6):
        world.press(person=GUEST)
        world.next_day()
        world.session += 1
        world.visit(person=GUEST)
        world.screen(person=GUEST)
    decision = world.ask(person=GUEST, accepted=frozenset({LEFT}))
    assert isinstance(decision, Granted)
    assert (decision.ms, decision.offers) == (30_000, ())


def test_a_guests_screening_is_asked_in_each_session() -> None:
    world = guests()
    world.session += 1
    assert world.why(person=GUEST) is Why.SCREENING_DUE


def test_becoming_a_guest_wins_no_dose() -> None:
    world = guests()
    world.press()
    world.wait(hours=1)
    assert world.why(person=GUEST) is Why.MAYBE_DONE
    world.next_day()
    assert world.seconds(person=GUEST) == 30


def test_having_been_a_guest_wins_no_dose() -> None:
    world = guests()
    world.press(person=GUEST)
    world.wait(hours=1)
    assert world.why() is Why.MAYBE_DONE
    assert world.why(RIGHT) is None


def test_a_lock_is_not_escaped_as_a_guest() -> None:
    world = guests()
    world.press(after=8)
    world.tell(events.Numbness, answer=True)
    world.next_day(5)
    world.session += 1
    world.screen(person=GUEST)
    assert world.why(RIGHT, person=GUEST) is Why.NUMB
    world.act(events.LockCleared, lock=Lock.NUMBNESS, points=())
    assert world.why(RIGHT, person=GUEST) is None


def test_being_erased_and_made_anew_wins_no_dose() -> None:
    world = World()
    world.press(after=8)
    world.tell(events.Numbness, answer=False)
    world.tell(events.PersonErased)
    assert world.why() is Why.NOT_KNOWN
    world.wait(hours=1)
    for person in ("ana again", "ana once more"):
        world.tell(events.PersonMade, person=person)
        world.screen(person=person)
    assert world.why(person="ana again") is Why.REST_DAY
    assert world.why(person="ana once more") is Why.REST_DAY
    world.next_day(2)
    assert world.seconds(person="ana again") == 20


def test_who_was_here_before_an_erasure_inherits_nothing() -> None:
    world = World()
    world.tell(events.PersonMade, person="ben")
    world.screen(person="ben")
    world.press()
    world.tell(events.PersonErased)
    world.wait(minutes=2)
    assert world.seconds(person="ben") == 30


def test_two_weeks_after_an_erasure_a_new_person_is_new() -> None:
    world = World()
    world.press(after=8)
    world.tell(events.Numbness, answer=False)
    world.tell(events.PersonErased)
    world.next_day(15)
    world.tell(events.PersonMade, person="ben")
    world.screen(person="ben")
    assert world.seconds(person="ben") == 30


# --- refusing closed


@pytest.mark.parametrize("points", [(), ("spine",), (LEFT, LEFT)])
def test_a_placement_the_rule_does_not_know_is_refused(points: tuple[str, ...]) -> None:
    world = World()
    asked = Request("ana", "1", points, pain_before=1)
    decision = decide(
        world.policy, world.book.station, world.book.person("ana"), asked, world.now, world.zone
    )
    assert isinstance(decision, Refused)
    assert decision.why is Why.BAD_REQUEST


@pytest.mark.parametrize("name", sorted(HARD))
def test_no_number_can_be_set_outside_its_hard_limits(name: str) -> None:
    for value in (HARD[name][0] - 1, HARD[name][1] + 1):
        with pytest.raises(ValueError, match=name):
            Policy().changed({name: value})


def test_the_rule_as_delivered_lies_within_its_hard_limits() -> None:
    assert Policy().ceiling_ms == 60_000
    assert Policy().changed({"ceiling_ms": 90_000}).ceiling_ms == 90_000
