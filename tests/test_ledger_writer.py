"""The ledger's thread keeps order, keeps nobody waiting for ever, and fails closed."""

# Chance is repeatable here on purpose, and what was tried is printed.
# ruff: noqa: S311

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest
from ledger_cases import fact, facts, made, place_at
from powerloss import ForgetfulDisk

from kiosk.ledger.copies import copies
from kiosk.ledger.health import create
from kiosk.ledger.place import Place
from kiosk.ledger.states import LedgerError, RefusedRecordError, State
from kiosk.ledger.store import Store
from kiosk.ledger.writer import Upkeep, Writer

WITHIN_S = 20.0


class GatedStore(Store):
    """A store whose appends wait until the test lets them go on."""

    gate: threading.Event
    entered: threading.Event

    def append(self, records: object) -> None:
        self.entered.set()
        assert self.gate.wait(WITHIN_S)
        super().append(records)  # type: ignore[arg-type]


def gated(place: Place) -> tuple[Writer, threading.Event, threading.Event]:
    gate, entered = threading.Event(), threading.Event()

    def open_store(where: Place) -> Store:
        store = GatedStore(where)
        store.gate, store.entered = gate, entered
        return store

    writer = Writer(place, open_store=open_store)
    writer.start()
    assert writer.wait_until_open(WITHIN_S).ready
    return writer, gate, entered


def started(place: Place, **others: object) -> Writer:
    writer = Writer(place, **others)  # type: ignore[arg-type]
    writer.start()
    assert writer.wait_until_open(WITHIN_S).ready
    return writer


class TestTheThread:
    def test_opens_without_keeping_anybody_waiting(self, tmp_path: Path) -> None:
        gate = threading.Event()

        def open_store(place: Place) -> Store:
            assert gate.wait(WITHIN_S)
            return Store(place)

        writer = Writer(made(tmp_path, rows=2), open_store=open_store)
        assert writer.health.state is State.CLOSED
        writer.start()
        assert writer.health.state is State.STARTING
        gate.set()
        assert writer.wait_until_open(WITHIN_S).ready
        assert writer.length == 2
        writer.close()
        assert writer.health.state is State.CLOSED

    def test_keeps_the_order_it_was_asked_in(self, tmp_path: Path) -> None:
        writer, gate, _ = gated(made(tmp_path))
        futures = [writer.submit([fact(number)]) for number in range(1, 30)]
        gate.set()
        for future in futures:
            future.result(WITHIN_S)
        assert [row.record for row in writer.rows()] == facts(1, 29)
        writer.close()

    def test_serves_many_threads(self, tmp_path: Path) -> None:
        writer = started(made(tmp_path))
        threads = [
            threading.Thread(
                target=lambda n=n: [writer.append([fact(n * 10 + i)]) for i in range(10)]
            )
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(WITHIN_S)
        assert writer.length == 60
        found = writer.verify()
        assert found
        assert found.rows == 60
        writer.close()

    def test_gives_up_waiting_for_a_disk_that_hangs(self, tmp_path: Path) -> None:
        writer, gate, entered = gated(made(tmp_path))
        first = writer.submit([fact(1)])
        assert entered.wait(WITHIN_S)
        with pytest.raises(LedgerError) as caught:
            writer.append([fact(2)], timeout_s=0.01)
        assert caught.value.health.state is State.SLOW
        gate.set()
        first.result(WITHIN_S)
        # What was given up before it began is not written behind anybody's back.
        assert [row.record for row in writer.rows()] == [fact(1)]
        writer.close()

    def test_a_refused_record_stops_nobody(self, tmp_path: Path) -> None:
        writer = started(made(tmp_path, rows=2))
        with pytest.raises(RefusedRecordError):
            writer.append([fact(3), fact(4), fact(1, pad=7)])
        writer.append([fact(3)])
        assert writer.length == 3
        writer.close()

    def test_finishes_what_was_asked_before_it_closes(self, tmp_path: Path) -> None:
        place = made(tmp_path)
        writer, gate, entered = gated(place)
        futures = [writer.submit([fact(number)]) for number in range(1, 6)]
        assert entered.wait(WITHIN_S)
        closing = threading.Thread(target=writer.close)
        closing.start()
        gate.set()
        closing.join(WITHIN_S)
        assert all(future.result(0) is None for future in futures)
        with pytest.raises(LedgerError) as caught:
            writer.append([fact(9)])
        assert caught.value.health.state is State.CLOSED
        assert Store(place).length == 5


class TestAFailure:
    def test_to_open_is_told_and_everything_fails_with_it(self, tmp_path: Path) -> None:
        writer = Writer(place_at(tmp_path))
        writer.start()
        assert writer.wait_until_open(WITHIN_S).state is State.NEVER_CREATED
        for use in (
            lambda: writer.append([fact(1)]),
            writer.verify,
            lambda: list(writer.rows()),
            lambda: writer.backup(tmp_path / "b.db"),
        ):
            with pytest.raises(LedgerError) as caught:
                use()
            assert caught.value.health.state is State.NEVER_CREATED
        create(writer.place)
        assert writer.reopen(WITHIN_S).ready
        writer.append([fact(1)])
        writer.close()

    def test_stays_until_it_is_opened_anew(self) -> None:
        disk = ForgetfulDisk(random.Random(1))
        place = place_at(Path("/disk"), disk)
        create(place)
        writer = started(place)
        writer.append(facts(1, 3))
        disk.capacity = disk.used()
        states = []
        for number in (4, 5):
            with pytest.raises(LedgerError) as caught:
                writer.append([fact(number, pad=9000)])
            states.append(caught.value.health.state)
            disk.capacity = None  # room again, but nobody knows what was written
        assert states == [State.FULL, State.FULL]
        assert writer.health.state is State.FULL
        assert writer.reopen(WITHIN_S).ready
        writer.append([fact(4)])
        assert [row.record for row in writer.rows()] == facts(1, 4)
        writer.close()

    def test_of_what_waits_in_line_is_the_same(self) -> None:
        disk = ForgetfulDisk(random.Random(1))
        place = place_at(Path("/disk"), disk)
        create(place)
        writer, gate, entered = gated(place)
        futures = [writer.submit([fact(number)]) for number in range(1, 5)]
        assert entered.wait(WITHIN_S)
        disk.read_only = True
        gate.set()
        for future in futures:
            assert isinstance(future.exception(WITHIN_S), LedgerError)
        assert writer.health.state is State.READ_ONLY
        writer.close()

    def test_that_is_a_bug_closes_it_too(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        writer = started(made(tmp_path))

        def broken(*_: object) -> None:
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(Store, "append", broken)
            with pytest.raises(LedgerError):
                writer.append([fact(1)])
        assert writer.health.state is State.FAILING
        with pytest.raises(LedgerError):
            writer.append([fact(1)])
        assert "the ledger failed" in caplog.text
        writer.close()

    def test_of_a_backup_harms_nothing(self, tmp_path: Path) -> None:
        writer = started(made(tmp_path, rows=2))
        (tmp_path / "file").write_text("")
        with pytest.raises(LedgerError):
            writer.backup(tmp_path / "file" / "b.db")
        assert writer.health.ready
        writer.append([fact(3)])
        assert writer.backup(tmp_path / "b.db").rows == 3
        writer.close()


class TestUpkeep:
    def test_checks_everything_and_copies_while_nothing_is_asked(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        noted: list[int] = []
        enough = threading.Event()

        def also() -> None:
            noted.append(1)
            if copies(place.copies):
                enough.set()

        writer = started(place, upkeep=Upkeep(every_ms=1, also=also))
        assert enough.wait(WITHIN_S)
        assert writer.checked
        assert writer.checked.rows == 5
        assert [path.name for path in copies(place.copies)] == ["ledger-000000000005.db"]
        assert len(noted) >= 3
        writer.close()

    def test_finds_damage_and_fails_closed(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        went = threading.Event()

        def open_store(where: Place) -> Store:
            store = Store(where)
            (where.witness / "head-a").unlink()
            (where.witness / "head-b").unlink()
            return store

        counts: list[int] = []

        def also() -> None:
            counts.append(1)
            if len(counts) > 2:
                went.set()

        writer = started(place, upkeep=Upkeep(every_ms=1, also=also), open_store=open_store)
        assert went.wait(WITHIN_S)
        assert writer.health.state is State.DAMAGED
        with pytest.raises(LedgerError):
            writer.append([fact(6)])
        writer.close()

    def test_that_goes_wrong_beside_harms_nothing(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        tried = threading.Event()

        def also() -> None:
            tried.set()
            raise ZeroDivisionError

        writer = started(made(tmp_path), upkeep=Upkeep(every_ms=1, also=also))
        assert tried.wait(WITHIN_S)
        writer.append([fact(1)])
        assert writer.health.ready
        writer.close()
        assert "could not note" in caplog.text


def test_reading_goes_on_while_others_write(tmp_path: Path) -> None:
    writer = started(made(tmp_path, rows=4500))
    rows = writer.rows()
    seen = [next(rows).seq]
    writer.append([fact(9999)])
    seen += [row.seq for row in rows]
    assert seen == list(range(1, 4501))
    writer.close()
