"""A press on a massager: its gate, its time, its easing off. Nobody makes it longer."""

from dataclasses import replace

import pytest

from kiosk.plan.model import CueKind, Plan, SegmentKind
from kiosk.player.fake import Rehearsal, Sketch
from kiosk.player.machine import Player
from kiosk.player.model import (
    Ask,
    Changed,
    Command,
    Cut,
    Interrupted,
    Moved,
    Shown,
    Skipped,
    Sound,
    Started,
    State,
)

NOON = 43_200_000
TOLD = 1500
"""How long the granted seconds take to say."""
PRESS_AT = 3000 + TOLD
"""Where the press begins."""


def a_massage(granted: int | None = 30_000, *, pressed: int | None = None) -> Plan:
    """A press behind its gate.

    step 1: 0 say 3000 gate, 3000 say 4500 press ... ease 5000 long; step 2: rest 3000
    A refusal says why, for 4000, instead.

    Args:
        granted: The time that was granted, or None.
        pressed: Where the press was broken off, or None.
    """
    sketch = Sketch().add(SegmentKind.SAY, 3000, "Left side.").cue(0, 2500, "Get beside it.")
    sketch.gate("g1")
    if granted is None:
        sketch.add(SegmentKind.SAY, 4000, "Left side.", goes_on=True)
        sketch.cue(0, 3000, "Done for today.")
    else:
        length = granted if pressed is None else pressed
        sketch.add(SegmentKind.SAY, TOLD, "Left side.", goes_on=True)
        sketch.cue(0, 1000, "Your seconds.")
        sketch.add(SegmentKind.PRESS, length, "Left side.", goes_on=True, gate="g1")
        sketch.cue(0, 800, "Lower yourself.")
        if pressed is None:
            sketch.cue(granted - 1000, 400, "One.", CueKind.COUNTDOWN)
        sketch.add(SegmentKind.EASE, 5000, "Left side.", goes_on=True, gate="g1")
        sketch.cue(0, 300, kind=CueKind.CHIME, chime="end")
        sketch.cue(300, 900, "Ease off.", CueKind.SAFETY)
        sketch.cue(2500, 900, "Ease off now.", CueKind.SAFETY)
    return sketch.add(SegmentKind.REST, 3000, "Rest.").cue(0, 500, "Rest.").plan()


def at_the_gate(plan: Plan | None = None, at_ms: int = 3000) -> Rehearsal:
    rehearsal = Rehearsal(Player(plan or a_massage()), NOON)
    rehearsal.ask(Command.START)
    rehearsal.go_to(NOON + at_ms)
    return rehearsal


def pressing(for_ms: int = 0, granted: int = 30_000) -> Rehearsal:
    """A granted press that has run for a while."""
    rehearsal = at_the_gate()
    rehearsal.answer(a_massage(granted))
    rehearsal.go_to(NOON + PRESS_AT + for_ms)
    return rehearsal


def of(kind, effects):
    return [effect for effect in effects if isinstance(effect, kind)]


def words(effects):
    return [(each.due_ms - NOON, each.cue.text or each.cue.chime) for each in of(Started, effects)]


def all_of(rehearsal):
    return [effect for _, effect in rehearsal.log]


def test_the_timeline_stands_at_a_gate_and_asks_once_however_long_it_takes():
    rehearsal = at_the_gate(at_ms=2999)
    effects = rehearsal.go_to(NOON + 3_600_000)
    assert [each for each in effects if not isinstance(each, Shown)] == [
        Changed(State.PLAYING, State.ASKING, None, NOON + 3000),
        Ask("g1", NOON + 3000),
    ]
    assert rehearsal.player.next_due() is None
    assert (rehearsal.view.segment.kind, rehearsal.view.position_ms) == (SegmentKind.GATE, 3000)


@pytest.mark.parametrize("command", [Command.READY, Command.TOGGLE, Command.RESUME, Command.START])
def test_nobody_passes_a_gate_by_being_ready(command):
    rehearsal = at_the_gate()
    assert rehearsal.ask(command) == ()
    assert rehearsal.player.state is State.ASKING


def test_the_words_before_a_gate_are_heard_whole_before_it_asks():
    plan = Sketch().add(SegmentKind.SAY, 1000).gate("g").cue(0, 700, "One moment.").plan()
    rehearsal = at_the_gate(plan, 1699)
    assert rehearsal.player.state is State.PLAYING
    assert of(Ask, rehearsal.go_to(NOON + 1700)) == [Ask("g", NOON + 1700)]


def test_ready_does_not_skip_the_words_that_lead_up_to_a_gate():
    assert at_the_gate(at_ms=1000).ask(Command.READY) == ()


def test_no_sound_from_beyond_a_gate_is_handed_over_before_the_answer():
    rehearsal = at_the_gate(at_ms=60_000)
    assert [each.cue.text for each in of(Sound, all_of(rehearsal))] == ["Get beside it."]


def test_an_answer_lets_the_timeline_go_on_from_the_gate_at_once():
    plan = a_massage(20_000)
    rehearsal = at_the_gate()
    assert rehearsal.answer(plan, NOON + 3040) == (
        Changed(State.ASKING, State.PLAYING, None, NOON + 3040),
        Shown(plan.segments[2], 2, NOON + 3040),
        Sound(plan.cues[1], NOON + 3040, 2),
        Started(plan.cues[1], NOON + 3040),
    )


def test_a_press_lasts_what_the_answer_granted_to_the_millisecond():
    rehearsal = at_the_gate()
    rehearsal.answer(a_massage(12_345))
    shown = {each.segment.kind: each.due_ms for each in of(Shown, rehearsal.play_out())}
    assert shown[SegmentKind.EASE] - shown[SegmentKind.PRESS] == 12_345


def test_the_view_of_a_press_tells_what_is_left_of_the_granted_time():
    assert pressing(5000, granted=20_000).view.remaining_ms == 15_000


def test_after_a_refusal_the_reason_is_said_and_nothing_is_pressed():
    rehearsal = at_the_gate()
    said = words((*rehearsal.answer(a_massage(None)), *rehearsal.play_out()))
    assert said == [(3000, "Done for today."), (7000, "Rest.")]
    assert rehearsal.player.state is State.DONE


def test_an_answer_to_nothing_is_a_bug():
    with pytest.raises(ValueError, match="Nothing is being asked: the player is playing"):
        at_the_gate(at_ms=2000).player.answer(a_massage(), NOON + 2000)


def test_an_answer_for_another_plan_is_a_bug_and_opens_nothing():
    rehearsal = at_the_gate()
    plan = a_massage()
    other = replace(plan, segments=(replace(plan.segments[0], caption="?"), *plan.segments[1:]))
    with pytest.raises(ValueError, match="differs"):
        rehearsal.answer(other)
    assert rehearsal.player.state is State.ASKING


def test_next_at_a_gate_goes_past_the_press():
    rehearsal = at_the_gate()
    effects = rehearsal.ask(Command.NEXT)
    assert words(effects) == [(3000, "Rest.")]
    assert rehearsal.view.segment.kind is SegmentKind.REST


def test_next_never_enters_a_press_that_is_a_step_of_its_own():
    plan = (
        Sketch()
        .add(SegmentKind.SAY, 1000)
        .gate("g")
        .add(SegmentKind.PRESS, 9000, gate="g")
        .add(SegmentKind.EASE, 1000, gate="g")
        .add(SegmentKind.REST, 1000)
        .plan()
    )
    rehearsal = at_the_gate(plan, 1000)
    rehearsal.ask(Command.NEXT)
    assert rehearsal.view.segment.kind is SegmentKind.REST
    rehearsal.ask(Command.BACK)
    rehearsal.ask(Command.BACK)
    assert of(Ask, all_of(rehearsal)) == [Ask("g", NOON + 1000)] * 2


def test_next_at_a_gate_in_the_last_step_ends_the_session():
    plan = a_massage()
    rehearsal = at_the_gate(replace(plan, segments=plan.segments[:-1], cues=plan.cues[:-1]))
    rehearsal.ask(Command.NEXT)
    assert rehearsal.player.state is State.DONE


@pytest.mark.parametrize("command", [Command.BACK, Command.REPEAT])
def test_coming_to_a_gate_again_asks_again(command):
    rehearsal = at_the_gate()
    rehearsal.ask(command)
    assert words(rehearsal.go_to(NOON + 5000)) == []
    assert of(Ask, rehearsal.go_to(NOON + 6000)) == [Ask("g1", NOON + 6000)]


@pytest.mark.parametrize("command", [Command.PAUSE, Command.HURTS])
def test_going_on_after_a_pause_at_a_gate_asks_again(command):
    rehearsal = at_the_gate()
    rehearsal.ask(command)
    assert rehearsal.player.state is State.PAUSED
    assert rehearsal.ask(Command.RESUME, NOON + 9000) == (
        Changed(State.PAUSED, State.ASKING, Command.RESUME, NOON + 9000),
        Ask("g1", NOON + 9000),
    )


def test_an_answer_during_a_pause_is_a_bug():
    rehearsal = at_the_gate()
    rehearsal.ask(Command.PAUSE)
    with pytest.raises(ValueError, match="the player is paused"):
        rehearsal.answer(a_massage())


def test_stop_at_a_gate_ends_the_session():
    rehearsal = at_the_gate()
    rehearsal.ask(Command.STOP)
    assert rehearsal.player.state is State.STOPPED


def test_a_pause_between_the_gate_and_the_press_goes_on_from_the_gate():
    rehearsal = at_the_gate()
    rehearsal.answer(a_massage())
    rehearsal.ask(Command.PAUSE, NOON + PRESS_AT - 200)
    effects = rehearsal.ask(Command.RESUME, NOON + 90_000)
    assert Moved(Command.RESUME, PRESS_AT - 200, 3000) in effects
    assert of(Ask, effects) == [Ask("g1", NOON + 90_000)]
    assert of(Shown, rehearsal.go_to(NOON + 200_000)) == []


def test_the_words_cut_between_the_gate_and_the_press_do_not_lead_around_the_gate():
    rehearsal = at_the_gate()
    rehearsal.answer(a_massage())
    rehearsal.ask(Command.PAUSE, NOON + 3500)
    assert words(rehearsal.ask(Command.RESUME)) == []
    assert rehearsal.player.state is State.ASKING
    assert words(rehearsal.answer(a_massage())) == [(3500, "Your seconds.")]


def test_the_words_of_a_gate_are_said_again_when_a_pause_leads_back_to_it():
    plan = (
        Sketch()
        .add(SegmentKind.SAY, 1000)
        .gate("g")
        .cue(0, 500, "One moment.")
        .add(SegmentKind.SAY, 2000)
        .add(SegmentKind.PRESS, 5000, gate="g")
        .add(SegmentKind.EASE, 1000, gate="g")
        .plan()
    )
    rehearsal = at_the_gate(plan, 1500)
    rehearsal.answer(plan)
    rehearsal.ask(Command.PAUSE, NOON + 2500)
    assert words(rehearsal.ask(Command.RESUME)) == [(2500, "One moment.")]
    assert of(Ask, rehearsal.go_to(NOON + 9000)) == [Ask("g", NOON + 3000)]


def test_what_was_owed_before_the_gate_is_owed_no_longer_when_its_press_is_over():
    rehearsal = at_the_gate()
    rehearsal.answer(a_massage())
    rehearsal.ask(Command.PAUSE, NOON + 3500)
    rehearsal.ask(Command.RESUME)
    rehearsal.answer(a_massage())
    rehearsal.ask(Command.PAUSE, NOON + 3500 + TOLD + 36_000)
    effects = rehearsal.ask(Command.RESUME)
    assert of(Moved, effects) == []
    assert rehearsal.view.segment.kind is SegmentKind.REST


PEOPLE_ASK = sorted(set(Command) - {Command.START})


@pytest.mark.parametrize("command", PEOPLE_ASK)
def test_whatever_a_person_asks_for_in_a_press_is_told_and_not_done(command):
    rehearsal = pressing(5000)
    assert rehearsal.ask(command) == (
        Interrupted(command, "g1", PRESS_AT + 5000, SegmentKind.PRESS),
    )
    ease = of(Shown, rehearsal.play_out())[0]
    assert (ease.segment.kind, ease.due_ms) == (SegmentKind.EASE, NOON + PRESS_AT + 30_000)


def test_start_means_nothing_in_a_press():
    assert pressing(5000).ask(Command.START) == ()


@pytest.mark.parametrize("command", PEOPLE_ASK)
def test_an_easing_off_is_heard_whole_whatever_a_person_asks_for(command):
    rehearsal = pressing(30_400)
    rehearsal.ask(command)
    assert [text for _, text in words(rehearsal.play_out())] == ["Ease off now.", "Rest."]


@pytest.mark.parametrize("command", [Command.STOP, Command.HURTS])
def test_stop_and_it_hurts_are_told_while_easing_off(command):
    effects = pressing(30_400).ask(command)
    assert effects == (Interrupted(command, "g1", PRESS_AT + 30_400, SegmentKind.EASE),)


@pytest.mark.parametrize("command", sorted(set(PEOPLE_ASK) - {Command.STOP, Command.HURTS}))
def test_nothing_else_means_anything_while_easing_off(command):
    assert pressing(30_400).ask(command) == ()


def test_after_the_easing_off_a_person_is_obeyed_again():
    rehearsal = pressing(35_000)
    rehearsal.ask(Command.STOP)
    assert rehearsal.player.state is State.STOPPED


@pytest.mark.parametrize("state", [State.PLAYING, State.WAITING])
def test_it_hurts_is_a_pause_where_nothing_is_pressed(state):
    plan = Sketch().add(SegmentKind.SAY, 1000).wait(30_000).plan()
    rehearsal = at_the_gate(plan, 500 if state is State.PLAYING else 2000)
    assert Changed(state, State.PAUSED, Command.HURTS, rehearsal.now_ms) in rehearsal.ask(
        Command.HURTS
    )


def test_it_hurts_is_a_pause_in_a_lead_in():
    rehearsal = at_the_gate(Sketch().add(SegmentKind.HOLD, 9000).plan(), 500)
    rehearsal.ask(Command.PAUSE)
    rehearsal.ask(Command.RESUME)
    assert rehearsal.player.state is State.LEAD_IN
    rehearsal.ask(Command.HURTS)
    assert rehearsal.player.state is State.PAUSED


def test_breaking_off_a_press_cuts_it_and_eases_off_at_once():
    rehearsal = pressing(500)
    rehearsal.ask(Command.HURTS)
    plan = a_massage(pressed=500)
    ease_ms = PRESS_AT + 500
    now = NOON + ease_ms
    assert rehearsal.replan(plan, ease_ms, Command.HURTS) == (
        Cut(40, a_massage().cues[2], 500),
        Moved(Command.HURTS, ease_ms, ease_ms),
        Shown(plan.segments[4], 4, now),
        Sound(plan.cues[3], now, 4),
        Sound(plan.cues[4], now + 300, 5),
        Started(plan.cues[3], now),
    )
    said = [text for _, text in words(rehearsal.play_out())]
    assert said == ["Ease off.", "Ease off now.", "Rest."]


def test_what_was_handed_over_but_not_heard_is_forgotten_when_a_press_is_broken_off():
    rehearsal = pressing(28_900)
    assert of(Sound, all_of(rehearsal))[-1].cue.text == "One."
    rehearsal.replan(a_massage(pressed=28_900), PRESS_AT + 28_900, Command.STOP)
    assert "One." not in [text for _, text in words(rehearsal.play_out())]


def test_breaking_off_a_pause_plays():
    rehearsal = at_the_gate(at_ms=1000)
    rehearsal.ask(Command.PAUSE)
    effects = rehearsal.replan(a_massage(pressed=0), PRESS_AT, Command.STOP)
    assert Changed(State.PAUSED, State.PLAYING, Command.STOP, NOON + 1000) in effects
    assert [text for _, text in words(effects)] == ["end"]


def test_breaking_off_to_anywhere_but_an_easing_off_is_a_bug():
    rehearsal = pressing(5000)
    with pytest.raises(ValueError, match=f"No easing off begins at {PRESS_AT} ms"):
        rehearsal.replan(a_massage(), PRESS_AT, Command.PAUSE)
    assert rehearsal.view.remaining_ms == 25_000


@pytest.mark.parametrize("over", [False, True])
def test_breaking_off_what_is_not_played_is_a_bug(over):
    rehearsal = Rehearsal(Player(a_massage()), NOON)
    if over:
        rehearsal.ask(Command.START)
        rehearsal.ask(Command.STOP)
    with pytest.raises(ValueError, match="Nothing is being played"):
        rehearsal.replan(a_massage(), PRESS_AT + 30_000, Command.STOP)


def test_the_keys_of_sounds_go_on_over_answers_and_breaks():
    rehearsal = pressing(5000)
    rehearsal.replan(a_massage(pressed=5000), PRESS_AT + 5000, Command.PAUSE)
    rehearsal.play_out()
    keys = [each.key for each in of(Sound, all_of(rehearsal))]
    assert keys == list(range(1, len(keys) + 1))


def test_a_press_that_was_slept_through_is_over_and_the_easing_off_begins_now():
    rehearsal = pressing(5000)
    now = NOON + PRESS_AT + 3_600_000
    effects = rehearsal.player.tick(now)
    assert [each.cue.text for each in of(Skipped, effects)] == ["One."]
    assert [(each.segment.kind, each.due_ms) for each in of(Shown, effects)] == [
        (SegmentKind.EASE, now)
    ]
    assert [each.at_ms - now for each in of(Sound, effects)] == [0, 300]
    assert of(Cut, effects) == []
    rehearsal.go_to(now + 3400)
    assert [(at + NOON - now, text) for at, text in words(all_of(rehearsal))[-2:]] == [
        (300, "Ease off."),
        (2500, "Ease off now."),
    ]


def test_a_command_after_a_sleep_finds_the_easing_off_and_not_the_press():
    rehearsal = pressing(5000)
    effects = rehearsal.player.command(Command.STOP, NOON + PRESS_AT + 90_000)
    assert effects[-1] == Interrupted(Command.STOP, "g1", PRESS_AT + 30_000, SegmentKind.EASE)


def test_the_start_of_a_press_that_was_slept_through_is_told_all_the_same():
    rehearsal = pressing(-100)
    effects = rehearsal.player.tick(NOON + PRESS_AT + 40_000)
    assert [each.segment.kind for each in of(Shown, effects)] == [
        SegmentKind.PRESS,
        SegmentKind.EASE,
    ]
    assert [each.cue.text for each in of(Started, effects)] == ["Lower yourself.", ""]


def test_an_easing_off_handed_over_in_time_is_not_said_again_by_a_late_tick():
    rehearsal = pressing(29_950)
    effects = rehearsal.player.tick(NOON + PRESS_AT + 30_250)
    assert of(Cut, effects) == of(Skipped, effects) == []
    assert words(effects) == [(PRESS_AT + 30_000, "end")]


def test_an_easing_off_handed_over_but_then_slept_through_is_said_anew():
    rehearsal = pressing(29_950)
    now = NOON + PRESS_AT + 40_000
    effects = rehearsal.player.tick(now)
    assert effects[0] == Cut(40)
    assert of(Started, effects) == [Started(a_massage().cues[4], now)]
    keys = [each.key for each in of(Sound, all_of(rehearsal)) + of(Sound, effects)]
    assert len(keys) == len(set(keys))


def test_a_warning_within_an_easing_off_that_was_slept_through_is_said_when_time_goes_on():
    rehearsal = pressing(31_500)
    now = NOON + PRESS_AT + 34_000
    effects = (*rehearsal.player.tick(now), *rehearsal.go_to(now + 10_000))
    assert of(Skipped, effects) == []
    assert [text for _, text in words(effects)] == ["Ease off now.", "Rest."]
    assert of(Started, effects)[0].due_ms == now
    # The rest comes as long after the warning as it was planned to.
    assert of(Shown, effects)[0].due_ms == now + 2500


def test_a_warning_of_an_easing_off_that_a_later_pause_cut_is_said_again():
    plan = (
        Sketch()
        .add(SegmentKind.SAY, 1000)
        .gate("g")
        .add(SegmentKind.PRESS, 5000, gate="g", goes_on=True)
        .add(SegmentKind.EASE, 1000, gate="g", goes_on=True)
        .cue(500, 2000, "Ease off.", CueKind.SAFETY)
        .add(SegmentKind.REST, 9000)
        .plan()
    )
    rehearsal = at_the_gate(plan, 1000)
    rehearsal.answer(plan)
    rehearsal.ask(Command.PAUSE, NOON + 7500)
    effects = rehearsal.ask(Command.RESUME)
    assert words(effects) == [(7500, "Ease off.")]


def test_a_cue_of_the_press_that_a_later_pause_cut_does_not_lead_back_into_the_press():
    plan = (
        Sketch()
        .add(SegmentKind.SAY, 1000)
        .gate("g")
        .add(SegmentKind.PRESS, 5000, gate="g", goes_on=True)
        .cue(4900, 2000, "Come off now.", CueKind.SAFETY)
        .add(SegmentKind.EASE, 1000, gate="g", goes_on=True)
        .add(SegmentKind.REST, 9000)
        .plan()
    )
    rehearsal = at_the_gate(plan, 1000)
    rehearsal.answer(plan)
    rehearsal.ask(Command.PAUSE, NOON + 7200)
    rehearsal.ask(Command.RESUME)
    assert rehearsal.view.segment.kind is SegmentKind.REST


def bad_plans():
    press = (SegmentKind.PRESS, 1000)
    ease = (SegmentKind.EASE, 1000)
    yield "No gate", Sketch().add(*press, gate="g").add(*ease, gate="g")
    yield "No gate", Sketch().gate("a").add(*press, gate="g").add(*ease, gate="g")
    yield "No gate", Sketch().gate("g").gate("h").add(*press, gate="g").add(*ease, gate="g")
    yield "A gate has a name", Sketch().gate("")
    yield "A gate has a name", Sketch().gate("g").gate("g")
    yield "A gate has no length", Sketch().add(SegmentKind.GATE, 10, gate="g")
    yield "A wait", Sketch().gate("g").wait(1000).add(*press, gate="g").add(*ease, gate="g")
    yield "No easing off", Sketch().gate("g").add(*press, gate="g")
    yield "No easing off", Sketch().gate("g").add(*press, gate="g").add(SegmentKind.REST, 1)
    twice = Sketch().gate("g").add(*press, gate="g").add(*ease, gate="g")
    yield "One gate", twice.add(*press, gate="g").add(*ease, gate="g")
    apart = Sketch().gate("g").add(*press, gate="g").add(*ease, gate="g")
    yield "One gate", apart.add(SegmentKind.REST, 1).add(*ease, gate="g")
    early = Sketch().add(SegmentKind.SAY, 1000).gate("g").add(*press, gate="g")
    yield "A cue behind a gate", early.cue(-500, 100, "Lower.").add(*ease, gate="g")


@pytest.mark.parametrize(("message", "sketch"), list(bad_plans()))
def test_a_plan_with_a_way_around_a_gate_is_a_bug(message, sketch):
    with pytest.raises(ValueError, match=message):
        Player(sketch.plan())
