"""Presses under a slow disk and in a hurry: what the proof of the whole found, one by one."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from proof_onlooker import Onlooker
from proof_station import Station, Temper, furnish, without_threads

from kiosk.care.dosing import Dosing
from kiosk.dose.events import How, PressStarted
from kiosk.plan.model import Gate
from kiosk.plan.presses import After
from kiosk.player.model import Command, State
from kiosk.units import HOUR, SECOND

SOON = 20.0  # seconds; a test that needs so long has failed


@pytest.fixture
def station() -> Iterator[Station]:
    with without_threads(), tempfile.TemporaryDirectory() as folder:
        onlooker = Onlooker()
        made = onlooker.station = Station(furnish(Path(folder)), onlooker)
        made.clock.synchronize()
        made.operator.add_person("Ada")
        yield made


def ada(station: Station) -> str:
    return station.people.by_name["Ada"].id


def kinds(station: Station) -> list[str]:
    return [row.record.kind for row in station.disk.ledger.rows()]


def at_a_gate(station: Station, name: str) -> None:
    """Play up to a gate whose answer the disk does not give yet."""
    assert station.play(ada(station), name, Temper()) == ""
    station.slow = True
    come_to_a_gate(station)


def come_to_a_gate(station: Station) -> None:
    for _ in range(60):
        assert station.session is not None
        if station.session.player.state is State.ASKING:
            return
        station.go_on(SECOND)
    raise AssertionError("no gate")


def test_an_answer_that_comes_at_another_gate_lets_nobody_press(station: Station) -> None:
    at_a_gate(station, "near")
    station.send(Command.NEXT)
    come_to_a_gate(station)
    assert station.session is not None
    # The first gate's answer first, and the other's not yet.
    work = station.session.works
    assert len(work) == 2
    work.popleft()()
    station.step()
    assert station.session.player.state is State.ASKING
    station.slow = False
    station.settle()
    station.go_on(30 * SECOND)
    assert not station.on_massager, "the rest between two presses was refused, and pressed over"


def test_an_answer_that_comes_too_late_does_not_end_the_session_at_the_next(
    station: Station,
) -> None:
    at_a_gate(station, "near")
    station.send(Command.NEXT)
    come_to_a_gate(station)
    # The disk does not take the first grant: there its answer is words, and nobody hears them.
    station.disk.fails = "lost"
    station.slow = False
    assert not station.to_the_press()
    assert station.session is None, "the session came to its end"


def test_a_press_that_is_broken_off_before_the_disk_has_its_beginning_still_began(
    station: Station,
) -> None:
    assert station.play(ada(station), "one", Temper()) == ""
    assert station.to_the_press()
    station.slow = True
    station.send(Command.STOP)
    station.leave_session()
    assert kinds(station)[-2:] == ["practised", "press-ended"]
    assert "press-started" in kinds(station)
    assert "done for today" in station.play(ada(station), "one", Temper())


def test_it_hurts_waits_for_no_disk(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    assert station.play(ada(station), "one", Temper()) == ""
    station.leave_session()
    records = station.desk.records
    dosing = Dosing(records, ada(station), "en", pain_before=1)
    assert dosing.authorise(Gate("press-1.1", 1, ("ql left",), 90 * SECOND)).ms
    writing, written = threading.Event(), threading.Event()
    put = records.put

    def slow(make):
        writing.set()
        assert written.wait(SOON)
        return put(make)

    monkeypatch.setattr(records, "put", slow)
    recorder = threading.Thread(target=dosing.began, args=[1])
    recorder.start()
    assert writing.wait(SOON)
    ended: list[object] = []
    screen = threading.Thread(
        target=lambda: ended.append(dosing.ended(1, 2000, How.HURT, After.END))
    )
    screen.start()
    screen.join(SOON / 4)
    came_back = bool(ended)
    written.set()
    screen.join(SOON)
    recorder.join(SOON)
    assert came_back, "the person lies on the massager until the disk has answered"


def test_a_grant_that_nobody_used_is_not_pressed_on_another_day(station: Station) -> None:
    at_a_gate(station, "one")
    station.slow = False
    station.settle()
    station.send(Command.PAUSE)
    granted = kinds(station).count("grant")
    assert granted == 1
    station.go_on(20 * HOUR)
    station.send(Command.RESUME)
    station.to_the_press()
    station.leave_session()
    before, after = kinds(station)[:-1], kinds(station)[-1:]
    assert "press-ended" in before, "yesterday's grant was never settled"
    assert kinds(station).index("press-ended") < len(before) + len(after)
    begun = [i for i, kind in enumerate(kinds(station)) if kind == PressStarted.KIND]
    given_back = kinds(station).index("press-ended")
    assert all(at > given_back for at in begun)


def test_who_is_erased_and_made_anew_is_known_again_and_wins_no_dose(station: Station) -> None:
    assert station.play(ada(station), "one", Temper()) == ""
    assert station.to_the_press()
    station.leave_session()
    assert station.operator.erase_person(ada(station)) == ""
    assert station.operator.add_person("Ada") == ""
    assert "done for today" in station.play(ada(station), "one", Temper())
    station.desk.leave()
    station.go_on(26 * HOUR)
    assert station.play(ada(station), "one", Temper()) == ""
    assert station.to_the_press()


def test_another_erased_name_made_anew_wins_no_dose(station: Station) -> None:
    assert station.operator.add_person("Bo") == ""
    assert station.operator.erase_person(station.people.by_name["Bo"].id) == ""
    assert station.play(ada(station), "one", Temper()) == ""
    assert station.to_the_press()
    station.leave_session()
    assert station.operator.erase_person(ada(station)) == ""
    assert station.operator.add_person("Bo") == ""
    bo = station.people.by_name["Bo"].id
    assert "done for today" in station.play(bo, "one", Temper())
