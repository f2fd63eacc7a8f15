"""The reception as a person meets it: who is here, what is asked, what is granted and what not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from care_world import BREATH_MS, PIN, World, saying

from kiosk.care.history import history, report_data
from kiosk.care.records import Records
from kiosk.care.telling import today_of
from kiosk.care.words import EMERGENCY
from kiosk.dose.events import Grant, PressEnded
from kiosk.ledger import place as place_module
from kiosk.massage import other_side_first
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan, SegmentKind
from kiosk.player.model import Command
from kiosk.reception import GUEST, Moment, PointState, StationKind
from kiosk.units import HOUR, MINUTE, SECOND


@pytest.fixture(autouse=True)
def lasting_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the tests run, their folder counts as one that lasts."""
    monkeypatch.setattr(place_module, "filesystem_of", lambda _path: "ext4")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.desk.close()


@pytest.fixture
def world(bare: World) -> World:
    return bare.set_up()


class TestSettingUp:
    def test_is_asked_for_once(self, bare: World) -> None:
        assert bare.desk.needs_setup
        bare.set_up()
        assert not bare.desk.needs_setup
        assert "set up already" in bare.desk.set_up(StationKind.GYM, PIN, "UTC")
        assert not bare.restart().needs_setup

    def test_is_not_written_over_by_a_kiosk_that_began_before_it(self, bare: World) -> None:
        late = bare._desk()
        bare.set_up()
        assert "set up already" in late.set_up(StationKind.GYM, "937451", "UTC")
        late.close()
        assert bare.restart().station == "home"

    @pytest.mark.parametrize(
        ("pin", "zone", "says"),
        [
            ("12ab56", "UTC", "digits only"),
            ("48261", "UTC", "6 to 12 digits"),
            ("111111", "UTC", "too easy"),
            ("123456", "UTC", "too easy"),
            (PIN, "Europe/Nowhere", "no time zone"),
        ],
    )
    def test_says_what_is_wrong(self, bare: World, pin: str, zone: str, says: str) -> None:
        assert says in bare.desk.set_up(StationKind.HOME, pin, zone)
        assert bare.desk.needs_setup

    def test_before_it_there_is_no_massage_and_everything_else_works(self, bare: World) -> None:
        assert "not been set up" in bare.desk.refusal("press")
        assert bare.desk.refusal("stretch") == ""
        assert bare.desk.operator(PIN) == "This kiosk has not been set up yet."


class TestOperatorsPin:
    def test_opens_the_desk(self, world: World) -> None:
        assert world.operator().people() == ()

    def test_after_five_wrong_ones_nobody_may_try_though_the_kiosk_is_started_anew(
        self, world: World
    ) -> None:
        for _ in range(4):
            assert world.desk.operator("937451") == "This PIN is wrong. Try again."
        assert "Try again in 1 min" in str(world.desk.operator("937451"))
        world.restart(reboot=True)
        assert "Too many wrong PINs" in str(world.desk.operator(PIN))
        world.clock.set_wall(world.clock.wall_ms() + 24 * HOUR)
        assert "Too many wrong PINs" in str(world.desk.operator(PIN))
        world.clock.go_on(2 * MINUTE)
        world.operator()
        assert world.desk.operator("937451") == "This PIN is wrong. Try again."

    def test_each_further_wrong_one_waits_longer(self, world: World) -> None:
        for _ in range(5):
            world.desk.operator("937451")
        world.clock.go_on(MINUTE)
        assert "in 5 min" in str(world.desk.operator("937451"))
        world.clock.go_on(5 * MINUTE)
        assert "in 30 min" in str(world.desk.operator("937451"))


class TestPeople:
    def test_who_has_a_pin_is_asked_for_it(self, world: World) -> None:
        card = world.add("Ada", "7391")
        assert card.has_pin
        assert world.desk.arrive(card.id, "1357").sentence == "This PIN is wrong. Try again."
        assert world.desk.here is None
        assert world.desk.arrive(card.id, "7391").person == card

    def test_a_name_is_there_once(self, world: World) -> None:
        world.add("Ada")
        assert "already" in world.operator().add_person(" ada ")

    def test_can_be_called_otherwise(self, world: World) -> None:
        card = world.add("Ada")
        assert world.operator().rename_person(card.id, "Adele") == ""
        assert world.desk.card_named("Adele") == replace(card, name="Adele")
        assert world.desk.card_named("Ada") is None
        assert (
            world.operator().rename_person("nobody", "Eve") == "There is nobody of that name here."
        )

    def test_who_is_erased_and_made_anew_wins_no_dose(self, world: World) -> None:
        card = world.arrive("Ada")
        world.massage()
        assert world.granted_ms() == 0
        world.desk.leave()
        assert world.operator().erase_person(card.id) == ""
        assert world.desk.card_named("Ada") is None
        assert b"Ada" not in (world.folder / "data" / "people.db").read_bytes()
        world.arrive("Ada")
        assert world.granted_ms() == 0
        world.arrive("Somebody Else")
        assert world.granted_ms() == 0


class TestScreening:
    def test_is_asked_before_the_first_massage_and_not_before_a_stretch(self, world: World) -> None:
        world.arrive()
        assert not [q for q in world.ask(Moment.BEFORE, "stretch") if q.id.startswith("screen")]
        asked = world.ask(Moment.BEFORE)
        screens = [question for question in asked if question.id.startswith("screen")]
        assert len(screens) == screens[0].of == 18
        assert asked[-1].id == "pain-before"

    def test_comes_again_after_thirty_days(self, world: World) -> None:
        world.arrive()
        world.ask(Moment.BEFORE)
        world.clock.go_on(29 * 24 * HOUR)
        world.arrive()
        assert [q.id for q in world.ask(Moment.BEFORE)] == ["pain-before"]
        world.clock.go_on(2 * 24 * HOUR)
        world.arrive()
        assert len(world.ask(Moment.BEFORE)) == 19

    def test_a_yes_locks_massage_and_leaves_the_stretch(self, world: World) -> None:
        card = world.arrive()
        asked = world.ask(Moment.BEFORE, answers=saying(blood_clot=1))
        assert any("Ask a doctor" in question.text for question in asked)
        assert world.desk.refusal("press")
        assert world.desk.refusal("stretch") == ""
        assert world.restart().arrive(card.id).person == card
        assert world.desk.refusal("press")
        assert world.operator().clear_locks(card.id, "") != ""
        assert world.desk.refusal("press")
        assert world.operator().clear_locks(card.id, "it was years ago") == ""
        world.ask(Moment.BEFORE)
        assert world.desk.refusal("press") == ""

    def test_an_emergency_sign_is_urgent_and_stops_exercise_too(self, world: World) -> None:
        world.arrive()
        asked = world.ask(Moment.BEFORE, answers=saying(bladder=1))
        (notice,) = [question for question in asked if question.urgent]
        assert notice.text == EMERGENCY
        assert world.desk.refusal("press")
        assert world.desk.refusal("stretch")

    def test_no_answer_is_the_careful_one(self, world: World) -> None:
        world.arrive()
        world.ask(Moment.BEFORE, answers=saying(pregnancy=None))
        assert world.desk.refusal("press")


class TestMassage:
    def test_is_thirty_seconds_the_first_time_and_once_a_day(self, world: World) -> None:
        world.arrive()
        world.ask(Moment.BEFORE)
        with world.playing() as playing:
            playing.to_the_end()
        assert playing.presses_ms == [30 * SECOND]
        assert [q.id.partition(":")[0] for q in world.ask(Moment.AFTER)] == ["pain-after"]
        assert world.desk.refusal("press").startswith("Left quadratus lumborum: done for today")
        (status,) = [point for point in world.desk.points() if point.point == "ql left"]
        assert status.state is PointState.DONE
        assert status.next.startswith("tomorrow from 4")
        assert status.next in status.sentence

    def test_with_green_answers_a_longer_dose_is_offered_on_the_fourth_day(
        self, world: World
    ) -> None:
        world.arrive()
        offers = []
        for _ in range(4):
            world.arrive()
            world.ask(Moment.ARRIVING)
            asked = world.ask(Moment.BEFORE, answers=saying(offer=1))
            offers.append([question.text for question in asked if question.id.startswith("offer")])
            with world.playing() as playing:
                playing.to_the_end()
            world.ask(Moment.AFTER)
            world.clock.go_on(24 * HOUR)
        assert offers[:3] == [[], [], []]
        assert "40 seconds" in offers[3][0]
        assert playing.presses_ms == [40 * SECOND]

    def test_is_on_record_before_it_is_pressed(self, world: World) -> None:
        world.arrive()
        world.ask(Moment.BEFORE)
        with world.playing() as playing:
            playing.in_the_press()
            assert "grant" in world.kinds()
            playing.to_the_end()
        kinds = world.kinds()
        order = [kinds.index(kind) for kind in ("grant", "press-started", "press-ended")]
        assert order == sorted(order)

    def test_there_is_none_with_pain_of_six(self, world: World) -> None:
        world.arrive()
        world.ask(Moment.BEFORE, answers=saying(pain_before=6))
        assert world.desk.refusal("press")
        with world.playing() as playing:
            playing.to_the_end()
        assert playing.presses_ms == []
        assert "refusal" in world.kinds()
        assert world.desk.refusal("stretch") == ""

    def test_there_is_none_where_nobody_says_how_it_feels(self, world: World) -> None:
        world.arrive()
        world.ask(Moment.BEFORE, answers=saying(pain_before=None))
        with world.playing() as playing:
            playing.to_the_end()
        assert playing.presses_ms == []

    def test_broken_off_by_a_pause_never_comes_to_more_than_was_granted(self, world: World) -> None:
        world.arrive()
        world.ask(Moment.BEFORE)
        with world.playing() as playing:
            playing.in_the_press()
            playing.send(Command.PAUSE)
            playing.in_the_press()
            playing.to_the_end()
        grants = [each for each in world.desk.records.events() if isinstance(each, Grant)]
        ends = [each for each in world.desk.records.events() if isinstance(each, PressEnded)]
        assert len(grants) == len(ends) == 2
        assert grants[1].remainder_of == grants[0].id
        assert grants[1].granted_ms < grants[0].granted_ms == 30 * SECOND
        assert sum(end.pressed_ms for end in ends) <= 30 * SECOND
        assert SegmentKind.EASE in {kind for kind, _ in playing.seen}
        (dose,) = history(
            [*world.desk.records.events()],
            world.desk.records.book.policy,
            world.desk.records.book.zone,
        )["doses"]
        assert dose["pressed_s"] <= dose["granted_s"] == 30
        assert world.granted_ms() == 0

    def test_a_power_cut_in_the_press_counts_it_whole(self, world: World) -> None:
        card = world.arrive()
        world.ask(Moment.BEFORE)
        image = world.folder / "image"
        with world.playing() as playing:
            playing.in_the_press()
            deadline = 200
            while "press-started" not in world.kinds() and (deadline := deadline - 1):
                pass
            shutil.copytree(world.folder / "data", image)
            playing.to_the_end()
        world.desk.close()
        shutil.rmtree(world.folder / "data")
        image.rename(world.folder / "data")
        world.clock.cut_power()
        world.restart()
        assert world.desk.cut_short(), "somebody may lie on a massager still"
        events = [each for each in world.desk.records.events() if each.person == card.id]
        book = world.desk.records.book
        (dose,) = history(events, book.policy, book.zone)["doses"]
        assert dose["pressed_s"] == 30
        assert dose["went"] == "amber"
        world.desk.arrive(card.id)
        assert world.granted_ms() == 0
        world.clock.go_on(HOUR)
        assert not world.restart().cut_short(), "an hour later nobody does"

    def test_an_ended_press_is_not_taken_for_one_cut_short(self, world: World) -> None:
        world.arrive()
        world.massage()
        assert not world.restart().cut_short()


class TestItHurts:
    def hurt(self, world: World) -> str:
        card = world.arrive()
        world.ask(Moment.BEFORE)
        with world.playing() as playing:
            playing.in_the_press()
            playing.send(Command.HURTS)
            playing.to_the_end()
        assert len(playing.presses_ms) == 1
        return card.id

    def test_ends_the_press_and_asks_about_numbness_first(self, world: World) -> None:
        self.hurt(world)
        (end,) = [each for each in world.desk.records.events() if isinstance(each, PressEnded)]
        assert end.how == "hurt"
        assert end.pressed_ms < 30 * SECOND
        question = world.desk.question(Moment.AFTER, "press")
        assert question is not None
        assert question.id == "numb"

    def test_is_followed_by_a_rest_day_and_ten_seconds_less(self, world: World) -> None:
        self.hurt(world)
        world.ask(Moment.AFTER)
        world.clock.go_on(24 * HOUR)
        world.arrive()
        (status,) = [point for point in world.desk.points() if point.point == "ql left"]
        assert status.state is PointState.RESTING
        world.clock.go_on(24 * HOUR)
        assert world.granted_ms() == 20 * SECOND

    def test_numbness_locks_until_an_operator_clears_it_with_a_reason(self, world: World) -> None:
        person = self.hurt(world)
        asked = world.ask(Moment.AFTER, answers=saying(numb=1))
        assert any(question.urgent for question in asked)
        world.clock.go_on(30 * 24 * HOUR)
        world.desk.arrive(person)
        world.ask(Moment.ARRIVING)
        world.ask(Moment.BEFORE)
        assert world.desk.refusal("press")
        operator = world.operator()
        assert operator.locks(person)
        assert "needs a reason" in operator.clear_locks(person, " ")
        assert "cannot" in operator.erase_person(person) or "Clear it" in operator.erase_person(
            person
        )
        assert operator.clear_locks(person, "seen by a physiotherapist") == ""
        assert operator.locks(person) == ()
        assert world.desk.refusal("press") == ""


class TestGuest:
    def test_is_massaged_at_home_and_told_that_nobody_knows_who_was_here(
        self, world: World
    ) -> None:
        world.desk.arrive(GUEST)
        world.massage()
        assert world.granted_ms() == 0

    def test_is_screened_every_time(self, world: World) -> None:
        world.desk.arrive(GUEST)
        assert len(world.ask(Moment.BEFORE)) == 19
        world.desk.arrive(GUEST)
        assert len(world.ask(Moment.BEFORE)) == 19

    def test_wins_no_second_dose_for_somebody_with_a_name(self, world: World) -> None:
        world.arrive("Ada")
        world.massage()
        world.desk.arrive(GUEST)
        assert world.granted_ms() == 0
        world.arrive("Ada")
        world.clock.go_on(24 * HOUR)
        world.desk.arrive(GUEST)
        world.massage()
        world.arrive("Ada")
        assert world.granted_ms() == 0

    def test_is_not_massaged_at_a_gym_unless_the_operator_says_so(self, bare: World) -> None:
        bare.set_up(StationKind.GYM)
        bare.desk.arrive(GUEST)
        bare.ask(Moment.BEFORE)
        assert bare.desk.refusal("press")
        assert bare.desk.refusal("stretch") == ""
        assert bare.operator().allow_guest(allowed=True) == ""
        bare.desk.arrive(GUEST)
        bare.ask(Moment.BEFORE)
        assert bare.desk.refusal("press") == ""


class TestLedger:
    """Whatever is the matter with it: no massage, all else works, and the sentence says why."""

    def refuses(self, world: World, says: str) -> None:
        desk = world.restart()
        assert says in desk.trouble
        card = desk.card_named("Ada")
        assert card is not None
        desk.arrive(card.id)
        world.ask(Moment.ARRIVING)
        world.ask(Moment.BEFORE)
        assert says in desk.refusal("press")
        assert desk.dosing("press") is None
        assert desk.refusal("stretch") == ""
        world.ask(Moment.BEFORE, "stretch")
        assert {point.state for point in desk.points()} == {PointState.LOCKED}
        assert all(says in point.sentence for point in desk.points())
        assert desk.progress().tracks == ()
        operator = world.operator()
        assert any(says in how for _, how in operator.state())
        assert operator.add_person("Eve") != ""
        assert desk.card_named("Eve") is None
        assert operator.set_ceiling(card.id, 60, "because") != ""

    def test_missing(self, world: World) -> None:
        world.arrive()
        world.desk.close()
        shutil.rmtree(world.folder / "data" / "ledger")
        self.refuses(world, "gone from where it should be")
        assert "is never made anew" in world.operator().create_ledger() or (
            world.operator().create_ledger() != ""
        )

    def test_damaged(self, world: World) -> None:
        world.arrive()
        world.desk.close()
        file = world.folder / "data" / "ledger" / "ledger.db"
        file.write_bytes(file.read_bytes()[:3000] + os.urandom(3000))
        self.refuses(world, "The record of doses is damaged")

    def test_copied_back_from_yesterday(self, world: World) -> None:
        world.arrive()
        world.desk.close()
        ledger = world.folder / "data" / "ledger"
        shutil.copytree(ledger, world.folder / "yesterday")
        world.restart()
        world.add("Bo")
        world.desk.close()
        ledger.rename(world.folder / "today")  # kept, so that no copy gets its files' numbers
        shutil.copytree(world.folder / "yesterday", ledger)
        self.refuses(world, "older copy")

    def test_on_a_disk_that_forgets(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.arrive()
        monkeypatch.setattr(place_module, "filesystem_of", lambda _path: "tmpfs")
        self.refuses(world, "lost at the next power cut")

    def test_on_a_full_disk(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.arrive()
        monkeypatch.setattr(place_module, "SPARE_BYTES", 1 << 62)
        world.desk.close()
        full = replace(world.desk.records.place, spare_bytes=1 << 62)
        monkeypatch.setattr("kiosk.care.records.place_in", lambda _data: full)
        self.refuses(world, "The disk is full")

    def test_open_in_another_program(self, world: World) -> None:
        world.arrive()
        other = world.desk
        world.desk = world._desk()
        try:
            assert "in use by another program" in world.desk.refusal("press")
            assert world.desk.refusal("stretch") == ""
        finally:
            other.close()

    def test_fails_while_it_is_used(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        from kiosk.ledger.states import LedgerError, State  # noqa: PLC0415

        world.arrive()
        world.ask(Moment.BEFORE)
        writer = world.desk.records.writer
        assert writer is not None

        def broken(*_: object) -> Future[None]:
            failed: Future[None] = Future()
            failed.set_exception(LedgerError(State.FULL))
            return failed

        monkeypatch.setattr(writer, "submit", broken)
        with world.playing() as playing:
            playing.to_the_end()
        assert playing.presses_ms == []


class TestRecords:
    def test_do_not_wait_for_the_ledgers_thread_while_it_waits_for_them(self, world: World) -> None:
        records = world.desk.records
        world.arrive()
        for _ in range(40):
            records._anchored = ""
            records._look_after()
            world.desk.answer("visit", 1)
        assert world.desk.trouble == ""
        assert world.kinds().count("next-visit") == 40

    def test_go_on_after_a_record_that_cannot_be_kept(self, world: World) -> None:
        card = world.arrive()
        said = world.operator().set_ceiling(card.id, 40, "because " * 100_000)
        assert said
        assert world.desk.trouble == ""
        assert world.operator().set_ceiling(card.id, 40, "because") == ""


class TestClock:
    def test_that_contradicts_itself_stops_massage_until_an_operator_vouches(
        self, world: World
    ) -> None:
        world.arrive()
        world.ask(Moment.BEFORE)
        world.clock.synchronize(-3 * 24 * HOUR)
        world.desk.records.now()
        world.desk.records._look_after()
        assert "clock-went-back" in world.kinds()  # asking waits until it is on record
        assert world.desk.refusal("press")
        assert world.desk.refusal("stretch") == ""
        assert any("contradicts" in how for _, how in world.operator().state())
        assert world.operator().vouch_for_clock() == ""
        assert world.desk.refusal("press") == ""

    def test_set_ahead_by_hand_opens_nothing(self, world: World) -> None:
        world.arrive()
        world.massage()
        world.clock.set_wall(world.clock.wall_ms() + 3 * 24 * HOUR)
        assert world.granted_ms() == 0
        world.restart(reboot=True)
        world.arrive()
        assert world.granted_ms() == 0


class TestWhatIsTold:
    def test_of_a_massage(self, world: World) -> None:
        card = world.arrive()
        world.massage(answers=saying(pain_after=3))
        records = world.desk.records
        events = [each for each in records.events() if each.person == card.id]
        told = history(events, records.book.policy, records.book.zone)
        (dose,) = told["doses"]
        assert dose == {
            "day": "2026-01-05",
            "at": dose["at"],
            "point": "ql left",
            "name": "left quadratus lumborum",
            "granted_s": 30,
            "pressed_s": 30,
            "went": "green",
            "ended": "full",
            "pain": 3,
        }
        assert dose["at"].startswith("2026-01-05T11:")
        assert told["pain"] == [{"day": "2026-01-05", "before": 2, "after": 3}]
        (practised,) = told["practice"]
        assert (practised["day"], practised["session"]) == ("2026-01-05", "press")
        (track,) = world.desk.progress().tracks
        assert [(mark.seconds, mark.kind) for mark in track.marks] == [(30, "green")]
        assert world.desk.progress().days_practised == 1

    def test_in_the_report_is_the_persons_own_ceiling_and_every_refusal_once(
        self, world: World
    ) -> None:
        card = world.arrive()
        world.massage()
        for _ in range(2):
            with world.playing() as playing:
                playing.to_the_end()
        assert world.operator().set_ceiling(card.id, 40, "on advice") == ""
        records = world.desk.records
        zone = records.book.zone
        events = [each for each in records.events() if each.person == card.id]
        data = report_data(events, records.book.policy, zone, today_of(records, zone), person="Ada")
        (point,) = data.points
        assert (point.name, point.ceiling) == ("left quadratus lumborum", 40)
        assert [(dose.seconds, dose.kind) for dose in point.doses] == [(30, "green")]
        assert len(data.refusals) == 1
        assert any("on advice" in entry.text for entry in data.acts)
        assert data.days_practised == 1
        assert [(each.session, each.times) for each in data.practice] == [("press", 1)]

    def test_what_is_on_the_plan_is_due_until_it_was_done(self, world: World) -> None:
        card = world.arrive()
        operator = world.operator()
        assert operator.assign(card.id, "press", 1) == ""
        assert operator.assign(card.id, "stretch", 2) == ""
        assert {each.session for each in world.desk.due_today() if each.due} == {"press", "stretch"}
        world.massage()
        world.ask(Moment.BEFORE, "stretch")
        world.ask(Moment.AFTER, "stretch")
        assert not [each.session for each in world.desk.due_today() if each.due]
        world.clock.go_on(24 * HOUR)
        assert {each.session for each in world.desk.due_today() if each.due} == {"press"}


BOTH_SIDES = """\
steps:
  - sides: [left, right]
    steps:
      - massage: [ql <side>]
        say: Sit beside it, for your <side> side.
        onto: Lower yourself onto it.
        ease off: Come off it.
"""


class TestWhichSideFirst:
    def gates(self, world: World) -> list[tuple[str, ...]]:
        script = world.scripts["both"]
        turned = other_side_first(script) if world.desk.other_side_first else script
        plan = build(turned, estimate_ms, breath_ms=BREATH_MS, presses={})
        assert isinstance(plan, Plan)
        return [gate.points for gate in plan.gates]

    @pytest.mark.parametrize(
        ("answer", "first"), [(0, "ql left"), (1, "ql right"), (None, "ql left")]
    )
    def test_is_a_choice(self, world: World, answer: int | None, first: str) -> None:
        world.session("both", BOTH_SIDES, kind="massage")
        world.arrive()
        asked = world.ask(Moment.BEFORE, "both", saying(side_first=answer))
        assert "Do you want to begin with your right side?" in [each.text for each in asked]
        assert self.gates(world)[0] == (first,)
        assert len(self.gates(world)) == 2

    def test_is_not_asked_where_there_is_one_side(self, world: World) -> None:
        world.arrive()
        assert "side-first" not in [each.id for each in world.ask(Moment.BEFORE)]


def test_progress_tells_repetitions_and_holds_as_they_grow(world: World) -> None:
    world.session(
        "grow", "steps:\n  - repeat: 8..15\n    steps:\n      - hold: 2s\n        say: Press.\n"
    )
    world.arrive()
    for _ in range(4):
        world.ask(Moment.BEFORE, "grow", saying(range=1))
        world.ask(Moment.AFTER, "grow", saying(comfortable=1))
        world.clock.go_on(24 * HOUR)
        world.desk.leave()
        world.arrive()
    (track,) = [each for each in world.desk.progress().tracks if each.name == "grow"]
    assert (track.unit, track.ceiling) == ("times", 15)
    assert [mark.seconds for mark in track.marks] == [8, 8, 8, 9]


def test_what_is_due_is_told_without_reading_the_record(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = world.arrive()
    assert world.operator().assign(card.id, "stretch", 1) == ""
    world.ask(Moment.BEFORE, "stretch")
    world.ask(Moment.AFTER, "stretch")
    monkeypatch.setattr(Records, "events", lambda _self: pytest.fail("the record was read"))
    assert [(each.session, each.due) for each in world.desk.due_today()] == [("stretch", False)]
