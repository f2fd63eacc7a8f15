import pytest

from kiosk.plan.model import CueKind, Plan, SegmentKind
from kiosk.player.fake import Rehearsal, Sketch
from kiosk.player.machine import Player
from kiosk.player.model import (
    Changed,
    Command,
    Cut,
    Moved,
    Shown,
    Skipped,
    Sound,
    Started,
    State,
)

NOON = 43_200_000
"""Some moment of some clock: nothing may depend on where it begins."""


def a_session() -> Plan:
    """Two holds with their instructions.

    step 1: 0 intro 2000; step 2: 2000 prepare 4000 hold 14000; step 3: 14000 rest 17000;
    step 4: 17000 prepare 18000 hold 28000
    """
    return (
        Sketch()
        .add(SegmentKind.INTRO, 2000, "Welcome.")
        .cue(0, 1500, "Welcome.", CueKind.SAFETY)
        .add(SegmentKind.PREPARE, 2000, "Press your back down.")
        .cue(0, 1600, "Press your back down.")
        .add(SegmentKind.HOLD, 10_000, "Press your back down.", goes_on=True)
        .cue(0, 200, kind=CueKind.CHIME, chime="start")
        .cue(5000, 600, "Halfway.", CueKind.HALFWAY)
        .cue(7000, 400, "Three.", CueKind.COUNTDOWN)
        .cue(8000, 400, "Two.", CueKind.COUNTDOWN)
        .cue(9000, 400, "One.", CueKind.COUNTDOWN)
        .cue(10_000, 300, kind=CueKind.CHIME, chime="end")
        .add(SegmentKind.REST, 3000, "Let go.")
        .cue(500, 800, "Let go.", CueKind.INSTRUCTION)
        .add(SegmentKind.PREPARE, 1000, "Press.")
        .cue(0, 500, "Press.")
        .add(SegmentKind.HOLD, 10_000, "Press.", goes_on=True)
        .left(10, "Ten seconds left.", 1000)
        .left(5, "Five seconds left.", 900)
        .left(3, "Three seconds left.", 800)
        .plan()
    )


def a_wait(wait_ms: int = 60_000) -> Plan:
    return (
        Sketch()
        .add(SegmentKind.SAY, 3000, "Get down.")
        .cue(0, 2500, "Get down.")
        .wait(wait_ms, "Get down.")
        .add(SegmentKind.HOLD, 5000, "Hold.")
        .cue(0, 200, kind=CueKind.CHIME, chime="start")
        .cue(5000, 300, kind=CueKind.CHIME, chime="end")
        .reminder("Say ready, or we go on.", 2000)
        .plan()
    )


def started(plan: Plan, at_ms: int | None = None) -> Rehearsal:
    """A session that is playing, `at_ms` after its start."""
    rehearsal = Rehearsal(Player(plan), NOON)
    rehearsal.ask(Command.START)
    if at_ms is not None:
        rehearsal.go_to(NOON + at_ms)
    return rehearsal


def of(kind, effects):
    return [effect for effect in effects if isinstance(effect, kind)]


def words(effects):
    """What began to sound and when, after the start."""
    return [(each.due_ms - NOON, each.cue.text or each.cue.chime) for each in of(Started, effects)]


def test_a_session_is_idle_until_it_is_started():
    player = Player(a_session())
    assert player.state is State.IDLE
    assert player.next_due() is None
    assert player.tick(NOON) == ()
    view = player.view(NOON)
    assert (view.segment, view.position_ms, view.total_ms) == (None, 0, 28_000)


def test_start_shows_the_first_segment_and_sounds_its_first_cue_at_once():
    plan = a_session()
    effects = Player(plan).command(Command.START, NOON)
    assert effects == (
        Changed(State.IDLE, State.PLAYING, Command.START, NOON),
        Shown(plan.segments[0], 0, NOON),
        Sound(plan.cues[0], NOON, 1),
        Started(plan.cues[0], NOON),
    )


def test_a_whole_session_says_each_cue_at_its_very_millisecond():
    plan = a_session()
    rehearsal = started(plan)
    rehearsal.play_out()
    heard = [(each.cue, each.due_ms - NOON) for each in of(Started, [e for _, e in rehearsal.log])]
    assert heard == [(cue, cue.at_ms) for cue in plan.cues]
    assert all(
        now == effect.due_ms for now, effect in rehearsal.log if isinstance(effect, Started | Shown)
    )


def test_a_cue_is_handed_over_the_look_ahead_before_it_is_due():
    rehearsal = Rehearsal(Player(a_session(), look_ahead_ms=250), NOON)
    rehearsal.ask(Command.START)
    rehearsal.play_out()
    early = [effect.at_ms - now for now, effect in rehearsal.log if isinstance(effect, Sound)]
    assert early == [0] + [250] * 9


def test_no_two_sounds_of_a_session_share_a_key():
    rehearsal = started(a_session(), 5000)
    rehearsal.ask(Command.REPEAT)
    rehearsal.play_out()
    keys = [each.key for each in of(Sound, [e for _, e in rehearsal.log])]
    assert len(keys) == len(set(keys)) > 10


def test_a_late_tick_within_the_grace_still_sounds_the_cue_for_its_own_moment():
    plan = a_session()
    player = Player(plan)
    player.command(Command.START, NOON)
    effects = player.tick(NOON + 2100)
    assert of(Sound, effects) == [Sound(plan.cues[1], NOON + 2000, 2)]
    assert of(Started, effects) == [Started(plan.cues[1], NOON + 2000)]


def test_a_cue_later_than_the_grace_is_skipped_with_its_lateness():
    plan = a_session()
    player = Player(plan)
    player.command(Command.START, NOON)
    effects = player.tick(NOON + 2101)
    assert of(Skipped, effects) == [Skipped(plan.cues[1], 101)]
    assert of(Sound, effects) == of(Started, effects) == []


def test_a_long_gap_never_bunches_cues():
    plan = a_session()
    player = Player(plan)
    player.command(Command.START, NOON)
    effects = player.tick(NOON + 13_050)
    assert [each.cue for each in of(Skipped, effects)] == list(plan.cues[1:6])
    assert [each.cue.text for each in of(Started, effects)] == ["One."]


def test_time_only_goes_forward():
    rehearsal = started(a_session(), 5000)
    assert rehearsal.player.tick(NOON - 99_999) == ()
    assert rehearsal.player.view(NOON).position_ms == 5000
    effects = rehearsal.player.command(Command.PAUSE, NOON)
    assert of(Changed, effects)[0].due_ms == NOON + 5000
    assert rehearsal.player.view(NOON).position_ms == 5000


def test_the_session_is_done_when_its_last_cue_has_sounded():
    plan = Sketch().add(SegmentKind.HOLD, 1000).cue(1000, 700, chime="end").plan()
    rehearsal = started(plan, 1699)
    assert rehearsal.player.state is State.PLAYING
    assert rehearsal.view.position_ms == 1000
    assert rehearsal.go_to(NOON + 1700) == (Changed(State.PLAYING, State.DONE, None, NOON + 1700),)
    assert rehearsal.player.next_due() is None


def test_an_empty_plan_is_done_as_soon_as_it_starts():
    rehearsal = started(Sketch().plan())
    assert rehearsal.player.state is State.DONE
    assert rehearsal.view.segment is None


def test_pause_cuts_what_is_being_said_and_tells_how_much_was_heard():
    plan = a_session()
    rehearsal = started(plan, 2700)
    assert rehearsal.ask(Command.PAUSE) == (
        Cut(40, plan.cues[1], 700),
        Changed(State.PLAYING, State.PAUSED, Command.PAUSE, NOON + 2700),
    )
    assert rehearsal.player.next_due() is None


def test_nothing_happens_while_paused():
    rehearsal = started(a_session(), 7000)
    rehearsal.ask(Command.PAUSE)
    assert rehearsal.go_to(NOON + 7_200_000) == ()
    assert rehearsal.view.position_ms == 7000


def test_a_pause_in_mid_instruction_says_it_again_from_its_start():
    plan = a_session()
    rehearsal = started(plan, 2700)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.ask(Command.RESUME, NOON + 50_000)
    assert effects == (
        Moved(Command.RESUME, 2700, 2000),
        Changed(State.PAUSED, State.PLAYING, Command.RESUME, NOON + 50_000),
        Sound(plan.cues[1], NOON + 50_000, 3),
        Started(plan.cues[1], NOON + 50_000),
    )
    effects = rehearsal.go_to(NOON + 52_000)
    assert of(Shown, effects) == [Shown(plan.segments[2], 2, NOON + 52_000)]


def test_an_instruction_heard_whole_is_not_said_again():
    rehearsal = started(a_session(), 3700)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME, NOON + 10_000)
    assert words(rehearsal.go_to(NOON + 10_400)) == [(10_300, "start")]


def test_a_pause_in_mid_hold_leads_in_and_then_holds_for_exactly_what_is_left():
    plan = a_session()
    rehearsal = started(plan, 8321)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.ask(Command.RESUME, NOON + 20_000)
    assert of(Changed, effects)[0].after is State.LEAD_IN
    effects = (*effects, *rehearsal.go_to(NOON + 29_000))
    # 20000 instruction 21600, 300 ms, 21900 seconds 22800, 500 ms: 23300
    assert words(effects)[:2] == [(20_000, "Press your back down."), (21_900, "Five seconds left.")]
    assert Changed(State.LEAD_IN, State.PLAYING, None, NOON + 23_300) in effects
    assert [each.due_ms - NOON for each in of(Shown, effects)] == [23_300 + 14_000 - 8321]


def test_a_lead_in_does_not_name_more_seconds_than_are_left():
    rehearsal = started(a_session(), 9001)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    assert words(rehearsal.go_to(NOON + 12_000)) == [(10_901, "Three seconds left.")]


def test_a_lead_in_near_the_end_of_a_hold_names_no_seconds():
    rehearsal = started(a_session(), 12_500)
    rehearsal.ask(Command.PAUSE)
    effects = (*rehearsal.ask(Command.RESUME), *rehearsal.go_to(NOON + 14_600))
    assert words(effects) == [(12_500, "Press your back down.")]
    assert rehearsal.player.state is State.PLAYING


def test_a_lead_in_of_a_step_without_an_instruction_says_the_latest_for_its_words():
    plan = (
        Sketch()
        .add(SegmentKind.PREPARE, 1000, "Press.")
        .cue(0, 900, "Press your back down.")
        .add(SegmentKind.HOLD, 5000, "Press.", goes_on=True)
        .add(SegmentKind.PREPARE, 1000, "Let go.")
        .cue(0, 900, "Let go.")
        .add(SegmentKind.HOLD, 5000, "Press.")
        .plan()
    )
    rehearsal = started(plan, 9000)
    rehearsal.ask(Command.PAUSE)
    assert words(rehearsal.ask(Command.RESUME)) == [(9000, "Press your back down.")]


def test_a_warning_cut_in_mid_hold_is_said_again_in_the_lead_in():
    plan = (
        Sketch()
        .add(SegmentKind.HOLD, 20_000, "Press.")
        .cue(5000, 2000, "Stop if it hurts.", CueKind.SAFETY)
        .plan()
    )
    rehearsal = started(plan, 6000)
    rehearsal.ask(Command.PAUSE)
    assert words(rehearsal.ask(Command.RESUME)) == [(6000, "Stop if it hurts.")]
    rehearsal.ask(Command.PAUSE, NOON + 7000)
    assert words(rehearsal.ask(Command.RESUME)) == [(7000, "Stop if it hurts.")]
    assert words(rehearsal.play_out()) == []


def test_the_view_of_a_lead_in_holds_the_remaining_time_still():
    rehearsal = started(a_session(), 8321)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME, NOON + 20_000)
    for passed, saying in ((0, "Press your back down."), (1700, ""), (2000, "Five seconds left.")):
        rehearsal.go_to(NOON + 20_000 + passed)
        view = rehearsal.view
        assert (view.state, view.remaining_ms, view.saying) == (State.LEAD_IN, 5679, saying)


def test_pausing_a_lead_in_and_resuming_begins_it_anew():
    rehearsal = started(a_session(), 8321)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME, NOON + 20_000)
    rehearsal.ask(Command.PAUSE, NOON + 22_000)
    effects = rehearsal.ask(Command.RESUME, NOON + 30_000)
    effects = (*effects, *rehearsal.go_to(NOON + 39_000))
    assert [each for each in words(effects) if each[1].endswith(("down.", "left."))] == [
        (30_000, "Press your back down."),
        (31_900, "Five seconds left."),
    ]
    assert [each.due_ms - NOON for each in of(Shown, effects)] == [33_300 + 14_000 - 8321]


def test_a_pause_at_the_first_millisecond_of_a_hold_needs_no_lead_in():
    plan = a_session()
    rehearsal = started(plan, 4000)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.ask(Command.RESUME, NOON + 9000)
    assert rehearsal.player.state is State.PLAYING
    assert words(effects) == [(9000, "start")]


def test_a_cue_just_at_the_place_of_a_pause_is_neither_doubled_nor_lost():
    rehearsal = started(a_session(), 9000)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    assert [text for _, text in words(rehearsal.play_out())].count("Halfway.") == 1


def test_a_cue_handed_over_but_not_begun_at_a_pause_is_handed_over_again():
    rehearsal = started(a_session(), 8900)
    assert [each.cue.text for each in of(Sound, [e for _, e in rehearsal.log])][-1] == "Halfway."
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    assert [text for _, text in words(rehearsal.play_out())].count("Halfway.") == 1


def test_a_countdown_cut_in_its_middle_is_not_repeated():
    rehearsal = started(a_session(), 11_100)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    said = [text for _, text in words(rehearsal.play_out())]
    # 14000 - 11100 is less than three seconds, so the lead-in names none.
    assert said == ["Two.", "One.", "end", "Let go.", "Press."]


def test_a_pause_between_repetitions_resumes_at_the_start_of_the_repetition():
    sketch = Sketch()
    for count in ("One.", "Two."):
        sketch.add(SegmentKind.REPS, 4000, "Half sit-up.", goes_on=count == "Two.")
        sketch.cue(0, 300, count, CueKind.TEMPO).cue(2000, 300, "Down.", CueKind.TEMPO)
    rehearsal = started(sketch.plan(), 7000)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.ask(Command.RESUME, NOON + 10_000)
    assert Moved(Command.RESUME, 7000, 4000) in effects
    assert words((*effects, *rehearsal.play_out())) == [(10_000, "Two."), (12_000, "Down.")]


def test_a_pause_in_a_rest_goes_on_where_it_was():
    rehearsal = started(a_session(), 16_000)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.ask(Command.RESUME, NOON + 20_000)
    assert effects == (Changed(State.PAUSED, State.PLAYING, Command.RESUME, NOON + 20_000),)
    assert of(Shown, rehearsal.go_to(NOON + 21_000))[0].due_ms == NOON + 21_000


def test_the_timeline_stands_still_at_a_wait_until_the_person_is_ready():
    plan = a_wait()
    rehearsal = started(plan, 40_000)
    assert rehearsal.player.state is State.WAITING
    assert rehearsal.view.position_ms == 3000
    effects = rehearsal.ask(Command.READY)
    assert effects == (
        Cut(40),
        Changed(State.WAITING, State.PLAYING, Command.READY, NOON + 40_000),
        Shown(plan.segments[2], 2, NOON + 40_000),
        Sound(plan.cues[1], NOON + 40_000, 2),
        Started(plan.cues[1], NOON + 40_000),
    )


@pytest.mark.parametrize("command", [Command.READY, Command.TOGGLE, Command.NEXT])
def test_ready_toggle_and_next_all_end_a_wait_at_the_same_place(command):
    rehearsal = started(a_wait(), 10_000)
    rehearsal.ask(command)
    assert rehearsal.player.state is State.PLAYING
    assert rehearsal.view.position_ms == 3000
    assert rehearsal.view.index == 2


def test_a_wait_ends_at_its_time_out_to_the_millisecond():
    rehearsal = started(a_wait(), 3000 + 59_999)
    assert rehearsal.player.state is State.WAITING
    effects = rehearsal.go_to(NOON + 63_000)
    assert Changed(State.WAITING, State.PLAYING, None, NOON + 63_000) in effects
    assert words(effects) == [(63_000, "start")]


def test_no_sound_from_beyond_a_wait_is_handed_over_before_the_wait_ends():
    rehearsal = started(a_wait(), 3000 + 59_999)
    assert "start" not in [each.cue.chime for each in of(Sound, [e for _, e in rehearsal.log])]


def test_a_reminder_begins_fifteen_seconds_before_a_wait_runs_out():
    rehearsal = started(a_wait(), 62_000)
    assert words([e for _, e in rehearsal.log])[-1] == (48_000, "Say ready, or we go on.")


def test_a_short_wait_has_no_reminder():
    rehearsal = started(a_wait(24_999), 3000 + 24_998)
    assert len(words([e for _, e in rehearsal.log])) == 1


def test_the_time_out_stands_still_during_a_pause():
    rehearsal = started(a_wait(), 13_000)
    rehearsal.ask(Command.PAUSE)
    assert rehearsal.view.remaining_ms == 50_000
    effects = rehearsal.ask(Command.RESUME, NOON + 500_000)
    assert of(Changed, effects)[0].after is State.WAITING
    assert rehearsal.view.remaining_ms == 50_000
    effects = rehearsal.play_out()
    assert Changed(State.WAITING, State.PLAYING, None, NOON + 550_000) in effects
    assert words(effects)[0] == (535_000, "Say ready, or we go on.")


def test_a_reminder_cut_by_a_pause_is_said_again():
    rehearsal = started(a_wait(), 49_000)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.ask(Command.RESUME, NOON + 100_000)
    assert words(effects) == [(100_000, "Say ready, or we go on.")]


def test_a_reminder_heard_whole_is_not_said_again_after_a_pause():
    rehearsal = started(a_wait(), 50_000)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME, NOON + 100_000)
    assert words(rehearsal.play_out())[0] == (113_000, "start")


def test_ready_during_the_words_before_a_wait_skips_the_rest_of_them_and_the_wait():
    plan = a_wait()
    rehearsal = started(plan, 1000)
    effects = rehearsal.ask(Command.READY)
    assert effects[:2] == (Cut(40, plan.cues[0], 1000), Moved(Command.READY, 1000, 3000))
    assert of(Shown, effects) == [Shown(plan.segments[2], 2, NOON + 1000)]
    assert rehearsal.player.state is State.PLAYING


def test_ready_means_nothing_where_no_wait_follows():
    assert started(a_session(), 2500).ask(Command.READY) == ()


def test_a_wait_at_the_very_end_ends_the_session():
    rehearsal = started(Sketch().add(SegmentKind.SAY, 1000).wait(5000).plan(), 2000)
    rehearsal.ask(Command.READY)
    assert rehearsal.player.state is State.DONE


def test_the_view_of_a_wait_counts_its_time_out():
    view = started(a_wait(), 13_000).view
    assert (view.elapsed_ms, view.remaining_ms) == (10_000, 50_000)


def test_next_goes_to_the_first_segment_of_the_next_step():
    plan = a_session()
    rehearsal = started(plan, 2500)
    assert rehearsal.ask(Command.NEXT)[:3] == (
        Cut(40, plan.cues[1], 500),
        Moved(Command.NEXT, 2500, 14_000),
        Shown(plan.segments[3], 3, NOON + 2500),
    )
    assert words(rehearsal.go_to(NOON + 3000)) == [(3000, "Let go.")]


def test_next_in_the_last_step_ends_the_session():
    rehearsal = started(a_session(), 20_000)
    assert rehearsal.ask(Command.NEXT) == (
        Cut(40),
        Moved(Command.NEXT, 20_000, 28_000),
        Changed(State.PLAYING, State.DONE, Command.NEXT, NOON + 20_000),
    )


def test_back_goes_first_to_the_start_of_this_step():
    rehearsal = started(a_session(), 9000)
    effects = rehearsal.ask(Command.BACK)
    assert Moved(Command.BACK, 9000, 2000) in effects
    assert words(effects) == [(9000, "Press your back down.")]


def test_a_second_back_goes_to_the_step_before():
    rehearsal = started(a_session(), 15_000)
    rehearsal.ask(Command.BACK)
    assert of(Moved, rehearsal.ask(Command.BACK, NOON + 18_000))[0].to_ms == 2000
    assert of(Moved, rehearsal.ask(Command.BACK, NOON + 20_000))[0].to_ms == 0
    assert of(Moved, rehearsal.ask(Command.BACK, NOON + 21_000))[0].to_ms == 0


def test_a_back_long_after_the_first_goes_to_this_steps_start_again():
    rehearsal = started(a_session(), 9000)
    rehearsal.ask(Command.BACK)
    assert of(Moved, rehearsal.ask(Command.BACK, NOON + 12_001))[0].to_ms == 2000


def test_a_back_after_anything_else_goes_to_this_steps_start():
    rehearsal = started(a_session(), 9000)
    rehearsal.ask(Command.BACK)
    rehearsal.ask(Command.REPEAT)
    assert of(Moved, rehearsal.ask(Command.BACK))[0].to_ms == 2000


def test_repeat_goes_to_the_start_of_this_step():
    rehearsal = started(a_session(), 9000)
    assert Moved(Command.REPEAT, 9000, 2000) in rehearsal.ask(Command.REPEAT)


def test_moving_while_paused_shows_the_new_place_and_stays_paused():
    plan = a_session()
    rehearsal = started(plan, 9000)
    rehearsal.ask(Command.PAUSE)
    assert rehearsal.ask(Command.NEXT) == (
        Moved(Command.NEXT, 9000, 14_000),
        Shown(plan.segments[3], 3, NOON + 9000),
    )
    assert rehearsal.player.state is State.PAUSED
    assert rehearsal.ask(Command.RESUME, NOON + 20_000) == (
        Changed(State.PAUSED, State.PLAYING, Command.RESUME, NOON + 20_000),
    )
    assert words(rehearsal.go_to(NOON + 20_500)) == [(20_500, "Let go.")]


def test_two_backs_while_paused_go_to_the_step_before_however_far_apart():
    rehearsal = started(a_session(), 15_000)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.BACK)
    assert of(Moved, rehearsal.ask(Command.BACK, NOON + 60_000))[0].to_ms == 2000


def test_moving_forgets_the_instruction_that_a_pause_cut():
    rehearsal = started(a_session(), 2700)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.NEXT)
    effects = rehearsal.ask(Command.RESUME)
    assert (words(effects), rehearsal.view.position_ms) == ([], 14_000)


def test_moving_to_a_wait_while_paused_waits_on_resuming_and_says_its_words():
    plan = Sketch().add(SegmentKind.SAY, 1000).wait(30_000, goes_on=False).cue(0, 500, "Ready?")
    rehearsal = started(plan.plan(), 500)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.NEXT)
    assert words(rehearsal.ask(Command.RESUME)) == [(500, "Ready?")]
    assert (rehearsal.player.state, rehearsal.view.remaining_ms) == (State.WAITING, 30_000)


@pytest.mark.parametrize("before", ["PLAYING", "WAITING", "PAUSED", "LEAD_IN"])
def test_stop_ends_a_session_from_any_live_state(before):
    rehearsal = started(a_wait(), 3000 if before == "WAITING" else 1000)
    if before == "LEAD_IN":
        rehearsal.ask(Command.NEXT)
        rehearsal.go_to(NOON + 2000)
    if before in ("PAUSED", "LEAD_IN"):
        rehearsal.ask(Command.PAUSE)
    if before == "LEAD_IN":
        rehearsal.ask(Command.RESUME)
    assert rehearsal.player.state is State[before]
    effects = rehearsal.ask(Command.STOP)
    assert isinstance(effects[0], Cut)
    assert effects[1:] == (Changed(State[before], State.STOPPED, Command.STOP, rehearsal.now_ms),)
    assert rehearsal.player.next_due() is None


@pytest.mark.parametrize("command", list(Command))
def test_no_command_means_anything_once_the_session_is_over(command):
    rehearsal = started(a_session())
    rehearsal.ask(Command.STOP)
    assert rehearsal.ask(command) == ()


@pytest.mark.parametrize("command", sorted(set(Command) - {Command.START, Command.TOGGLE}))
def test_only_start_and_toggle_mean_anything_before_the_start(command):
    assert Player(a_session()).command(command, NOON) == ()


def test_toggle_starts_pauses_and_resumes():
    rehearsal = Rehearsal(Player(a_session()), NOON)
    seen = []
    for moment in (0, 5000, 6000, 7000, 8000):
        rehearsal.ask(Command.TOGGLE, NOON + moment)
        seen.append(rehearsal.player.state)
    assert seen == [State.PLAYING, State.PAUSED, State.LEAD_IN, State.PAUSED, State.LEAD_IN]


def test_a_command_first_brings_the_session_to_its_own_moment():
    player = Player(a_wait())
    player.command(Command.START, NOON)
    effects = player.command(Command.READY, NOON + 9000)
    assert [each.index for each in of(Shown, effects)] == [1, 2]
    assert of(Changed, effects)[-1].before is State.WAITING


def test_the_view_tells_what_is_being_said_and_keeps_it_for_the_caption():
    rehearsal = started(a_session(), 2500)
    assert (rehearsal.view.saying, rehearsal.view.said) == ("Press your back down.",) * 2
    rehearsal.go_to(NOON + 5000)
    assert (rehearsal.view.saying, rehearsal.view.said) == ("", "Press your back down.")
    rehearsal.go_to(NOON + 14_100)
    assert (rehearsal.view.saying, rehearsal.view.said) == ("", "")


def test_the_view_of_a_late_frame_stays_within_the_segment_it_shows():
    player = Player(a_session())
    player.command(Command.START, NOON)
    view = player.view(NOON + 2016)
    assert (view.index, view.position_ms, view.remaining_ms) == (0, 2000, 0)


def test_a_skipped_cue_is_told_of_once():
    player = Player(a_session())
    player.command(Command.START, NOON)
    assert len(of(Skipped, player.tick(NOON + 3700))) == 1
    player.command(Command.PAUSE, NOON + 3700)
    assert of(Skipped, player.command(Command.RESUME, NOON + 3700)) == []


def test_the_caption_drops_words_of_a_step_that_is_no_longer_shown():
    plan = (
        Sketch()
        .add(SegmentKind.HOLD, 1000)
        .cue(1000, 500, "Well done.", CueKind.ENCOURAGEMENT)
        .add(SegmentKind.REST, 5000)
        .plan()
    )
    rehearsal = started(plan, 1200)
    assert rehearsal.view.saying == "Well done."
    rehearsal.go_to(NOON + 1600)
    assert (rehearsal.view.saying, rehearsal.view.said) == ("", "")


def test_a_pause_in_one_wait_does_not_shorten_the_next():
    plan = Sketch().wait(10_000).add(SegmentKind.SAY, 1000).wait(20_000).plan()
    rehearsal = started(plan, 6000)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    rehearsal.go_to(NOON + 11_000)
    assert (rehearsal.player.state, rehearsal.view.remaining_ms) == (State.WAITING, 20_000)


def test_a_warning_said_again_in_a_lead_in_is_not_said_in_the_next_one():
    plan = (
        Sketch()
        .add(SegmentKind.HOLD, 20_000, "Press.")
        .cue(5000, 2000, "Stop if it hurts.", CueKind.SAFETY)
        .plan()
    )
    rehearsal = started(plan, 6000)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    rehearsal.ask(Command.PAUSE, NOON + 10_000)
    assert words((*rehearsal.ask(Command.RESUME), *rehearsal.play_out())) == []


def test_the_view_of_a_finished_session_is_at_its_end():
    rehearsal = started(a_session())
    rehearsal.play_out()
    view = rehearsal.view
    assert (view.state, view.position_ms, view.remaining_ms) == (State.DONE, 28_000, 0)


def test_the_words_of_a_wait_cut_by_a_pause_are_said_again():
    plan = Sketch().add(SegmentKind.SAY, 1000).wait(30_000).cue(0, 2000, "Say ready.").plan()
    rehearsal = started(plan, 2000)
    rehearsal.ask(Command.PAUSE)
    assert words(rehearsal.ask(Command.RESUME)) == [(2000, "Say ready.")]
    assert rehearsal.player.state is State.WAITING


def test_a_pause_in_the_last_chime_does_not_bring_the_last_repetition_back():
    plan = Sketch().add(SegmentKind.REPS, 4000).cue(4000, 500, chime="end").plan()
    rehearsal = started(plan, 4200)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    assert rehearsal.player.state is State.DONE


def test_a_chime_cut_before_any_of_it_was_heard_is_kept_for_the_resumed_repetition():
    plan = (
        Sketch()
        .add(SegmentKind.READY, 1000)
        .cue(1000, 200, kind=CueKind.CHIME, chime="go")
        .add(SegmentKind.REPS, 4000)
        .cue(300, 300, "One.", CueKind.TEMPO)
        .plan()
    )
    rehearsal = started(plan, 1000)
    rehearsal.ask(Command.PAUSE)
    effects = (*rehearsal.ask(Command.RESUME), *rehearsal.play_out())
    assert words(effects) == [(1000, "go"), (1300, "One.")]


def test_a_warning_cut_in_a_repetition_is_said_again_in_its_place_in_the_repetition():
    plan = (
        Sketch()
        .add(SegmentKind.REPS, 6000)
        .cue(0, 300, "Up.", CueKind.TEMPO)
        .cue(2000, 1500, "Do not pull your neck.", CueKind.SAFETY)
        .plan()
    )
    rehearsal = started(plan, 3000)
    rehearsal.ask(Command.PAUSE)
    effects = (*rehearsal.ask(Command.RESUME), *rehearsal.play_out())
    assert words(effects) == [(3000, "Up."), (5000, "Do not pull your neck.")]


def test_an_instruction_that_began_in_an_earlier_segment_is_said_again_from_there():
    plan = (
        Sketch()
        .add(SegmentKind.READY, 1000)
        .cue(500, 2000, "Lie down slowly.")
        .add(SegmentKind.PREPARE, 4000, goes_on=True)
        .plan()
    )
    rehearsal = started(plan, 2000)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.ask(Command.RESUME)
    assert of(Shown, effects) == [Shown(plan.segments[0], 0, NOON + 2000)]
    assert of(Shown, rehearsal.play_out()) == [Shown(plan.segments[1], 1, NOON + 2500)]


def test_an_instruction_said_again_and_heard_is_owed_no_longer():
    rehearsal = started(a_session(), 2700)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    rehearsal.ask(Command.PAUSE, NOON + 4500)
    effects = rehearsal.ask(Command.RESUME)
    assert of(Moved, effects) == of(Sound, effects)[1:] == []
