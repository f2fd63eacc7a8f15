"""The plan a person hears with eyes shut, moment by moment."""

from __future__ import annotations

from script_text import HEAD, script_of

from kiosk.plan.build import build, lines, refused
from kiosk.plan.export import as_json
from kiosk.plan.model import CueKind, Plan, Refusal, SegmentKind
from kiosk.plan.schedule import Candidate, place
from kiosk.plan.timing import BETWEEN_MS, ENTRY_MS, FIRST_MS, GAP_MS, LEAST_GAP_MS


def even(_text: str) -> int:
    """A voice that says anything in 700 ms."""
    return 700


def plan_of(steps: str, say_ms=even, head: str = HEAD, **more) -> Plan:
    plan = build(script_of(steps, head=head, clean=False), say_ms, **more)
    assert isinstance(plan, Plan)
    return plan


def heard(plan: Plan) -> list[str]:
    """All that is heard between the welcome and the farewell."""
    last = len(plan.segments) - 1
    return [cue.text or f"({cue.chime})" for cue in plan.cues if 0 < cue.segment < last]


def kinds(plan: Plan) -> list[SegmentKind]:
    return [segment.kind for segment in plan.segments]


HOLD = "  - hold: 5s\n    say: Press.\n    figure: pelvic-tilt\n"


def test_a_hold_of_five_seconds_is_five_thousand_milliseconds() -> None:
    (hold,) = (s for s in plan_of(HOLD).segments if s.kind is SegmentKind.HOLD)

    assert hold.duration_ms == 5_000


def test_a_hold_is_told_then_begun_then_counted_down_then_ended() -> None:
    plan = plan_of(HOLD)
    (index,) = (i for i, s in enumerate(plan.segments) if s.kind is SegmentKind.HOLD)
    start, end = plan.segments[index].start_ms, plan.segments[index].end_ms
    told = next(cue for cue in plan.cues if cue.text == "Press.")

    assert told.end_ms == start - GAP_MS
    assert [(c.at_ms, c.text or c.chime) for c in plan.cues if c.segment == index] == [
        (start, "start"),
        (end - 3_000, "Three."),
        (end - 2_000, "Two."),
        (end - 1_000, "One."),
        (end, "end"),
    ]


def test_the_welcome_says_the_title_what_is_needed_and_every_caution() -> None:
    head = HEAD.replace("kind:", "equipment: [mat, cushion]\nkind:")
    plan = plan_of(HOLD, head=head)
    welcome = [(cue.at_ms, cue.kind, cue.text) for cue in plan.cues if cue.segment == 0]
    apart = 700 + BETWEEN_MS

    assert welcome == [
        (FIRST_MS, CueKind.INSTRUCTION, "Pelvic tilt."),
        (FIRST_MS + apart, CueKind.INSTRUCTION, "You need: mat, and cushion."),
        (FIRST_MS + 2 * apart, CueKind.SAFETY, "Stop if it hurts."),
    ]
    assert plan.segments[-1].kind is SegmentKind.OUTRO
    assert plan.cues[-1].text == "That was Pelvic tilt. Well done."


def test_the_first_round_is_told_in_full_and_later_ones_in_a_word() -> None:
    plan = plan_of(
        "  - repeat: 3\n    steps:\n      - hold: 2s\n        say: Press your back down.\n"
        "        again: Press.\n        caution: Not hard.\n"
    )

    assert [line for line in heard(plan) if not line.startswith("(")] == [
        *("Press your back down.", "Not hard."),
        "Press.",
        *("Last time.", "Press."),
    ]
    assert [(s.round, s.of) for s in plan.segments if s.kind is SegmentKind.HOLD] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]


def test_the_last_time_is_announced_within_the_step_it_announces() -> None:
    plan = plan_of("  - repeat: 3\n    steps:\n      - hold: 2s\n        say: Press.\n")
    announced = next(s for s in plan.segments if s.caption == "Last time.")
    after = plan.segments[plan.segments.index(announced) + 1]

    assert announced.step == after.step
    assert [s.step for s in plan.segments if s.kind is SegmentKind.HOLD] == [1, 2, 3]


def test_a_change_of_side_is_announced_and_given_time() -> None:
    plan = plan_of(
        "  - sides: [left, right]\n    change: 9s\n    steps:\n"
        "      - hold: 2s\n        say: Bend to the <side>.\n"
    )
    (change,) = (s for s in plan.segments if s.kind is SegmentKind.CHANGE)

    assert heard(plan) == [
        *("Bend to the left.", "(start)", "(end)"),
        *("(change)", "Change sides. Now your right side."),
        *("Bend to the right.", "(start)", "(end)"),
    ]
    assert change.duration_ms == 9_000
    assert change.side == "right"
    assert [s.mirrored for s in plan.segments if s.kind is SegmentKind.HOLD] == [False, True]


def test_a_later_round_of_both_sides_changes_back_to_the_first() -> None:
    plan = plan_of(
        "  - repeat: 2\n    steps:\n      - sides: [left, right]\n        steps:\n"
        "          - hold: 2s\n            say: Bend to the <side>.\n            again: Bend.\n"
    )

    assert [line for line in heard(plan) if not line.startswith("(")] == [
        "Bend to the left.",
        *("Change sides. Now your right side.", "Bend to the right."),
        *("Change sides. Now your left side.", "Bend."),
        *("Change sides. Now your right side.", "Bend."),
    ]


def test_one_side_by_itself_has_nothing_to_change_to() -> None:
    plan = plan_of(
        "  - repeat: 2\n    steps:\n      - sides: [right]\n        steps:\n"
        "          - hold: 2s\n            say: Bend to the <side>.\n"
    )

    assert SegmentKind.CHANGE not in kinds(plan)
    assert all(s.side == "right" for s in plan.segments if s.kind is SegmentKind.HOLD)


def test_repeats_within_a_side_begin_in_full_on_the_second_side() -> None:
    plan = plan_of(
        "  - sides: [left, right]\n    steps:\n      - repeat: 2\n        steps:\n"
        "          - hold: 2s\n            say: Bend to the <side>.\n            again: Bend.\n"
    )

    assert [line for line in heard(plan) if line.startswith("Bend")] == [
        *("Bend to the left.", "Bend."),
        *("Bend to the right.", "Bend."),
    ]


def test_both_sides_take_the_same_time_though_their_words_do_not() -> None:
    plan = plan_of(
        "  - sides: [left, right]\n    steps:\n"
        "      - hold: 20s\n        say: Bend to the <side>.\n"
        "      - rest: 3s\n        say: Let go of your <other side>.\n",
        lambda text: 5_000 if "right" in text else 300,
    )
    by_side = {
        side: [
            (s.kind, s.duration_ms) for s in plan.segments if s.side == side and s.word != "SWITCH"
        ]
        for side in ("left", "right")
    }

    assert by_side["left"] == by_side["right"]


def test_repetitions_are_counted_aloud_from_one_to_the_last() -> None:
    plan = plan_of("  - reps: 3\n    say: Sit up.\n    tempo:\n      - up: 2s\n      - down: 3s\n")

    assert heard(plan) == [
        *("Sit up.", "(start)"),
        *("1: up.", "Down.", "2: up.", "Down.", "Last one: up.", "Down.", "(end)"),
    ]
    reps = [s for s in plan.segments if s.kind is SegmentKind.REPS]
    assert [(s.round, s.of, s.duration_ms) for s in reps] == [(n, 3, 5_000) for n in (1, 2, 3)]


def test_a_count_that_a_slow_voice_cannot_fit_gives_way_to_the_bare_word() -> None:
    plan = plan_of(
        "  - reps: 2\n    say: Sit up.\n    tempo:\n      - up: 2s\n",
        lambda text: 1_950 if ":" in text else 500,
    )

    assert heard(plan) == ["Sit up.", "(start)", "Up.", "Up.", "(end)"]
    assert [cue.text for cue in plan.dropped] == ["1: up.", "2: up."]


def test_the_chime_before_repetitions_moves_no_word() -> None:
    plan = plan_of("  - reps: 2\n    say: Sit up.\n    tempo:\n      - up: 2s\n")
    chime = next(cue for cue in plan.cues if cue.chime == "start")
    before = next(cue for cue in plan.cues if cue.text == "Sit up.")
    first = next(s for s in plan.segments if s.kind is SegmentKind.REPS)

    assert before.end_ms + LEAST_GAP_MS <= chime.at_ms
    assert chime.end_ms + LEAST_GAP_MS == first.start_ms
    assert first.start_ms - before.end_ms == GAP_MS


def test_a_rest_without_words_says_that_it_is_one() -> None:
    assert heard(plan_of("  - rest: 5s\n")) == ["Relax."]


def test_a_rest_too_short_for_any_word_keeps_its_length() -> None:
    plan = plan_of("  - rest: 1s\n")

    assert heard(plan) == []
    assert [s.duration_ms for s in plan.segments if s.kind is SegmentKind.REST] == [1_000]


def test_nothing_in_a_rest_sounds_over_the_end_chime_of_the_hold_before_it() -> None:
    plan = plan_of(
        "  - hold: 5s\n    say: Press.\n  - rest: 0.5s\n"
        "  - hold: 5s\n    say: Bend.\n    name: Bend\n",
        lambda text: 100,
    )

    assert [cue.text for cue in plan.dropped] == ["Next: Bend.", "Relax."]


def test_what_is_next_is_named_at_the_end_of_the_rest_before_it() -> None:
    plan = plan_of(
        "  - rest: 10s\n    say: Let go.\n  - hold: 5s\n    say: Bend.\n    name: Side\n"
    )
    (rest,) = (s for s in plan.segments if s.kind is SegmentKind.REST)
    (named,) = (cue for cue in plan.cues if cue.kind is CueKind.NEXT)

    assert named.text == "Next: Side."
    assert named.end_ms == rest.end_ms - LEAST_GAP_MS
    assert rest.next_up == "Side"


def test_the_same_exercise_is_not_named_again_between_its_rounds_but_the_one_after_is() -> None:
    plan = plan_of(
        "  - repeat: 3\n    steps:\n      - hold: 2s\n        say: Press.\n        name: Tilt\n"
        "      - rest: 10s\n        say: Let go.\n"
        "  - hold: 2s\n    say: Bend.\n    name: Side bend\n"
    )
    rests = [i for i, s in enumerate(plan.segments) if s.kind is SegmentKind.REST]

    assert [(c.text, c.segment) for c in plan.cues if c.kind is CueKind.NEXT] == [
        ("Next: Side bend.", rests[-1])
    ]


def test_of_two_exercises_in_a_repeat_each_is_named_before_its_turn() -> None:
    plan = plan_of(
        "  - repeat: 2\n    steps:\n"
        "      - hold: 2s\n        say: Press.\n        name: Tilt\n"
        "      - rest: 10s\n        say: Let go.\n"
        "      - hold: 2s\n        say: Bend.\n        name: Bend\n"
        "      - rest: 10s\n        say: Let go.\n"
    )

    assert [cue.text for cue in plan.cues if cue.kind is CueKind.NEXT] == [
        *("Next: Bend.", "Next: Tilt."),
        "Next: Bend.",
    ]


def test_a_person_with_long_breaths_has_more_to_hear_of_what_is_left() -> None:
    script = script_of("  - hold: 10 breaths\n    say: Press.\n")

    assert "About a minute left." not in lines(script)
    assert "About a minute left." in lines(script, breath_ms=9_000)


def test_a_prompt_that_only_a_slow_voice_makes_room_for_is_rendered_too() -> None:
    script = script_of(
        "  - rest: 5s..20s\n    say: Let go.\n    prompts:\n      10s: On.\n", clean=False
    )
    plan = build(script, lambda text: 12_000 if text == "Let go." else 500)

    assert isinstance(plan, Plan)
    assert "On." in {text for text, _ in plan.lengths}
    assert "On." in lines(script)


def test_what_is_shown_as_next_is_a_sentence_and_no_speech() -> None:
    plan = plan_of(f"{HOLD}  - say: Lie down. Then wait, and breathe in and out.\n")

    assert plan.segments[1].next_up == "Lie down."


def test_prompts_sound_at_their_moments() -> None:
    plan = plan_of(
        "  - move: 60s\n    say: Walk.\n    prompts:\n"
        "      10s: On.\n      half: Half of it.\n      last 10s: Soon.\n"
    )
    (move,) = (s for s in plan.segments if s.kind is SegmentKind.MOVE)
    at = {cue.text: cue.at_ms - move.start_ms for cue in plan.cues}

    assert (at["On."], at["Half of it."], at["Soon."]) == (10_000, 30_000, 50_000)
    assert "Halfway." not in at


def test_a_long_hold_hears_halfway_at_half_time() -> None:
    plan = plan_of("  - hold: 20s\n    say: Bend.\n")
    (hold,) = (s for s in plan.segments if s.kind is SegmentKind.HOLD)
    (half,) = (cue for cue in plan.cues if cue.kind is CueKind.HALFWAY)

    assert (half.text, half.at_ms) == ("Halfway.", hold.start_ms + 10_000)


def test_the_coach_is_silent_where_the_session_wants_it() -> None:
    head = HEAD + "coach:\n  countdown: off\n  halfway: off\n  next: off\n  final: off\n"
    plan = plan_of(
        "  - repeat: 3\n    steps:\n      - hold: 20s\n        say: Bend.\n        name: Bend\n"
        "      - rest: 9s\n        say: Let go.\n",
        head=head,
    )

    assert set(heard(plan)) == {"Bend.", "(start)", "(end)", "Let go."}


def test_a_wait_stands_still_and_the_session_goes_on_after_it() -> None:
    plan = plan_of(f"  - wait: Tap when ready.\n    at most: 2m\n{HOLD}")
    said, wait = plan.segments[1:3]

    assert (said.kind, said.caption) == (SegmentKind.SAY, "Tap when ready.")
    assert (wait.kind, wait.duration_ms, wait.wait_ms) == (SegmentKind.WAIT, 0, 120_000)
    assert said.step == wait.step
    assert wait.next_up == "Press."


def test_getting_ready_takes_as_long_as_written_but_never_less_than_is_said() -> None:
    long, short = (plan_of(f"  - ready: Down.\n    for: {t}\n") for t in ("12s", "1.5s"))

    assert long.segments[1].duration_ms == 12_000
    assert short.segments[1].duration_ms == ENTRY_MS + 700 + GAP_MS


def test_a_breath_is_as_long_as_the_person_s() -> None:
    steps = "  - rest: 3 breaths\n    say: Breathe.\n"

    assert plan_of(steps).segments[1].duration_ms == 12_000
    assert plan_of(steps, breath_ms=6_000).segments[1].duration_ms == 18_000


def test_a_range_starts_low_and_grows_to_what_is_chosen_but_no_further() -> None:
    steps = "  - hold: 20s..60s\n    say: Bend.\n"

    def held(amounts: dict[str, int]) -> int:
        plan = plan_of(steps, amounts=amounts)
        return next(s.duration_ms for s in plan.segments if s.kind is SegmentKind.HOLD)

    assert held({}) == 20_000
    assert held({"1": 30_000}) == 30_000
    assert held({"1": 90_000}) == 60_000
    assert held({"1": 1}) == 20_000


def test_the_plan_speaks_the_language_that_is_asked_for() -> None:
    plan = plan_of(
        "  - sides: [left, right]\n    steps:\n      - hold: 5s\n"
        "        say: Lift your <side> leg.\n        say.es: Levanta la pierna <side:f>.\n",
        language="es",
    )

    assert [line for line in heard(plan) if not line.startswith("(")] == [
        *("Levanta la pierna izquierda.", "Tres.", "Dos.", "Uno."),
        "Cambia de lado. Ahora el lado derecho.",
        *("Levanta la pierna derecha.", "Tres.", "Dos.", "Uno."),
    ]
    assert plan.segments[2].word == "MANTÉN"


def test_what_is_left_is_known_for_a_hold_that_goes_on_after_a_pause() -> None:
    plan = plan_of("  - move: 3m\n    say: Walk.\n")

    assert plan.lead_in.left[:3] == (
        (180, "About 3 minutes left."),
        (120, "About 2 minutes left."),
        (60, "About a minute left."),
    )
    assert plan.lead_in.left[-1] == (5, "About 5 seconds left.")


def test_a_massage_is_shown_and_refused_with_a_reason() -> None:
    script = script_of(
        "  - massage: ql left\n    say: Lie down.\n    onto: Lower.\n    ease off: Come off.\n"
    )
    refusal = build(script, even)

    assert isinstance(refusal, Refusal)
    assert "dose rule" in refusal.reason
    assert refused(script) == refusal
    assert lines(script) == ()


def test_the_json_of_a_plan_has_its_documented_shape() -> None:
    plan = plan_of(f"  - wait: Tap.\n{HOLD}")
    data = as_json(plan)

    assert set(data) >= {"session", "total_ms", "segments", "cues", "dropped"}
    assert data["total_ms"] == plan.total_ms
    for segment in data["segments"]:
        assert set(segment) >= {
            *("start_ms", "end_ms", "kind", "caption", "side", "round", "of", "figure", "next_up"),
        }
    assert [s["wait_ms"] for s in data["segments"] if "wait_ms" in s] == [60_000]
    for cue in data["cues"]:
        assert set(cue) >= {"at_ms", "duration_ms", "kind", "text"}


# --- who gives way

START, END = 0, 20_000


def at(kind: CueKind, at_ms: int | None, text: str = "x", ms: int = 900) -> Candidate:
    return Candidate(kind, ms, at_ms, text)


def test_who_gives_way_when_time_is_short_is_always_the_same() -> None:
    order = [
        *(CueKind.SAFETY, CueKind.INSTRUCTION, CueKind.CHANGE, CueKind.TEMPO, CueKind.FINAL),
        *(CueKind.CHIME, CueKind.COUNTDOWN, CueKind.NEXT, CueKind.HALFWAY, CueKind.ENCOURAGEMENT),
    ]
    droppable = [kind for kind in order if kind.droppable]

    assert droppable == order[-4:]
    for higher in order:
        for lower in droppable[max(0, order.index(higher) - 5) :]:
            if lower is higher:
                continue
            placed, left_out = place(
                [at(lower, 5_000, "lower"), at(higher, 5_400, "higher")], START, END
            )
            assert [p.candidate.text for p in placed] == ["higher"]
            assert [(o.candidate.text, o.at_ms) for o in left_out] == [("lower", 5_000)]
            assert '"higher"' in left_out[0].reason


def test_what_cannot_be_left_out_keeps_its_place() -> None:
    placed, left_out = place([at(CueKind.INSTRUCTION, 0, ms=30_000)], START, END)

    assert len(placed) == 1
    assert not left_out


def test_what_may_sound_anywhere_sounds_as_late_as_it_can() -> None:
    placed, _ = place(
        [at(CueKind.NEXT, None, "next"), at(CueKind.INSTRUCTION, 18_000, ms=2_000)], START, END
    )

    assert (placed[0].candidate.text, placed[0].end_ms) == ("next", 18_000 - LEAST_GAP_MS)


def test_what_finds_no_room_is_listed() -> None:
    placed, left_out = place([at(CueKind.NEXT, None, ms=30_000)], START, END)

    assert not placed
    assert left_out[0].reason == "there is no room for it"


def test_what_would_last_past_the_end_is_left_out() -> None:
    _, left_out = place([at(CueKind.ENCOURAGEMENT, 19_500)], START, END)

    assert "past the end" in left_out[0].reason


def test_a_countdown_loses_its_beginning_never_its_middle() -> None:
    numbers = [
        at(CueKind.COUNTDOWN, END - 1_000, "one", 500),
        at(CueKind.COUNTDOWN, END - 2_000, "two", 950),
        at(CueKind.COUNTDOWN, END - 3_000, "three", 500),
    ]
    placed, left_out = place(numbers, START, END)

    assert [p.candidate.text for p in placed] == ["one"]
    assert [o.candidate.text for o in left_out] == ["two", "three"]
