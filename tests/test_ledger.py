"""A ledger takes facts, gives them back in order, and grows only."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_cases import fact, facts, made, place_at

from kiosk.dose.record import Record, Stamp
from kiosk.ledger import database, schema
from kiosk.ledger.api import Ledger
from kiosk.ledger.export import FIELDS, write_csv, write_json
from kiosk.ledger.fake import MemoryLedger
from kiosk.ledger.files import SLOT_BYTES, Slots
from kiosk.ledger.health import create, examine, verify
from kiosk.ledger.row import decode, encode, first_hash, link
from kiosk.ledger.states import Health, LedgerError, RefusedRecordError, State
from kiosk.ledger.store import Store
from kiosk.ledger.writer import Writer

Reopen = Callable[[], Ledger]


def _memory(_: Path) -> tuple[Ledger, Reopen]:
    ledger = MemoryLedger()

    def reopen() -> Ledger:
        ledger.close()
        ledger.reopen()
        return ledger

    return ledger, reopen


def _store(folder: Path) -> tuple[Ledger, Reopen]:
    place = made(folder)
    opened = [Store(place)]

    def reopen() -> Ledger:
        opened[-1].close()
        opened.append(Store(place))
        return opened[-1]

    return opened[0], reopen


def _writer(folder: Path) -> tuple[Ledger, Reopen]:
    writer = Writer(made(folder))
    writer.start()
    assert writer.wait_until_open().ready

    def reopen() -> Ledger:
        assert writer.reopen().ready
        return writer

    return writer, reopen


@pytest.fixture(params=[_memory, _store, _writer], ids=["memory", "store", "writer"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Ledger, Reopen]]:
    ledger, reopen = request.param(tmp_path)
    yield ledger, reopen
    ledger.close()


@pytest.fixture
def ledger(both: tuple[Ledger, Reopen]) -> Ledger:
    return both[0]


class TestEveryLedger:
    def test_gives_back_what_it_was_given_in_that_order(self, ledger: Ledger) -> None:
        ledger.append(facts(1, 3))
        ledger.append([fact(4)])
        rows = list(ledger.rows())
        assert [row.record for row in rows] == facts(1, 4)
        assert [row.seq for row in rows] == [1, 2, 3, 4]
        assert ledger.length == 4
        assert ledger.head == rows[-1].hash

    def test_begins_empty(self, ledger: Ledger) -> None:
        assert list(ledger.rows()) == []
        assert ledger.length == 0
        assert ledger.head == first_hash(ledger.ledger)

    def test_remembers_over_a_restart(self, both: tuple[Ledger, Reopen]) -> None:
        ledger, reopen = both
        ledger.append(facts(1, 3))
        head = ledger.head
        again = reopen()
        assert [row.record for row in again.rows()] == facts(1, 3)
        assert again.head == head
        again.append([fact(4)])
        assert again.length == 4

    def test_reads_on_from_where_a_reader_was(self, ledger: Ledger) -> None:
        ledger.append(facts(1, 5))
        third = list(ledger.rows())[2]
        assert [row.seq for row in ledger.rows(3)] == [4, 5]
        assert [row.seq for row in ledger.rows(3, third.hash)] == [4, 5]
        assert list(ledger.rows(5)) == []

    def test_refuses_a_reader_who_remembers_another_history(self, ledger: Ledger) -> None:
        ledger.append(facts(1, 5))
        with pytest.raises(LedgerError) as caught:
            list(ledger.rows(3, b"\0" * 32))
        assert caught.value.health.state is State.DAMAGED
        with pytest.raises(LedgerError):
            ledger.append([fact(6)])

    def test_does_nothing_when_the_same_is_written_again(self, ledger: Ledger) -> None:
        ledger.append(facts(1, 3))
        head = ledger.head
        ledger.append(facts(2, 3))
        ledger.append([fact(1), fact(1)])
        assert (ledger.length, ledger.head) == (3, head)
        ledger.append([fact(3), fact(4), fact(4)])
        assert ledger.length == 4

    def test_refuses_an_id_that_stands_for_another_fact(self, ledger: Ledger) -> None:
        ledger.append(facts(1, 3))
        for other in (
            replace(fact(2), kind="refusal"),
            replace(fact(2), person="somebody"),
            replace(fact(2), body={"seconds": 31}),
            replace(fact(2), at=replace(fact(2).at, boottime_ms=21)),
        ):
            with pytest.raises(RefusedRecordError, match="stands for another fact already"):
                ledger.append([fact(4), other])
        assert ledger.length == 3
        ledger.append([fact(4)])
        assert [row.record for row in ledger.rows()] == facts(1, 4)

    def test_refuses_two_facts_of_one_id_in_one_go(self, ledger: Ledger) -> None:
        with pytest.raises(RefusedRecordError):
            ledger.append([fact(1), replace(fact(1), person="somebody")])
        assert ledger.length == 0

    @pytest.mark.parametrize(
        "record",
        [
            replace(fact(1), id=""),
            replace(fact(1), id="a\nb"),
            replace(fact(1), id="x" * 201),
            replace(fact(1), body={"pain": 2.5}),
            replace(fact(1), body={"deep": [2.5]}),
            replace(fact(1), body={1: "one"}),
            replace(fact(1), body={"huge": 2**63}),
            replace(fact(1), body={"half": "\ud800"}),
            replace(fact(1), body={"bytes": b"x"}),
            replace(fact(1), body={"long": "x" * 70_000}),
            replace(fact(1), at=Stamp("boot", 1.5, 0, trusted=False, lower_ms=0)),
        ],
        ids=lambda record: f"{record.id[:3]!r} {next(iter(record.body))}",
    )
    def test_refuses_what_it_could_not_give_back_exactly(
        self, ledger: Ledger, record: Record
    ) -> None:
        with pytest.raises(RefusedRecordError) as caught:
            ledger.append([fact(2), record])
        assert str(caught.value).endswith(".")
        assert ledger.length == 0
        ledger.append([fact(2)])

    def test_checks_all_of_itself(self, ledger: Ledger) -> None:
        ledger.append(facts(1, 7))
        found = ledger.verify()
        assert found is not None
        assert (found.ledger, found.rows, found.head) == (ledger.ledger, 7, ledger.head)
        assert ledger.verify(lambda: True) is None

    def test_takes_nothing_once_closed(self, ledger: Ledger) -> None:
        ledger.close()
        for use in (lambda: ledger.append([fact(1)]), ledger.verify, lambda: list(ledger.rows())):
            with pytest.raises(LedgerError) as caught:
                use()
            assert caught.value.health.state is State.CLOSED

    def test_rows_written_while_reading_are_not_read(self, ledger: Ledger) -> None:
        ledger.append(facts(1, 3))
        rows = ledger.rows()
        first = next(rows)
        ledger.append([fact(4)])
        assert [first.seq, *(row.seq for row in rows)] == [1, 2, 3]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


class TestARow:
    @given(st.dictionaries(TEXT, JSON, max_size=4), TEXT, TEXT)
    def test_reads_back_as_it_was_written(self, body: dict, kind: str, person: str) -> None:
        record = Record("id", kind, person, Stamp("b", 1, -2, trusted=True, lower_ms=3), body)
        try:
            written = encode(record)
        except RefusedRecordError as error:
            assert "half a character" in str(error)  # noqa: PT017
            return
        assert decode("id", written) == record
        assert encode(decode("id", written)) == written

    def test_is_written_one_way_whatever_the_order_of_its_keys(self) -> None:
        one = replace(fact(1), body={"a": 1, "b": {"c": 1, "d": 2}})
        two = replace(fact(1), body={"b": {"d": 2, "c": 1}, "a": 1})
        assert encode(one) == encode(two)

    def test_tells_yes_from_one(self) -> None:
        yes, one = replace(fact(1), body={"a": True}), replace(fact(1), body={"a": 1})
        assert encode(yes) != encode(one)

    def test_has_a_hash_that_covers_everything(self) -> None:
        plain = link(b"p" * 32, 1, "id", b"fact")
        assert plain != link(b"q" * 32, 1, "id", b"fact")
        assert plain != link(b"p" * 32, 2, "id", b"fact")
        assert plain != link(b"p" * 32, 1, "ie", b"fact")
        assert plain != link(b"p" * 32, 1, "id", b"facts")

    def test_keeps_its_written_form_for_ever(self) -> None:
        # A change here makes every ledger in the world a damaged one.
        assert encode(fact(1)).decode() == (
            '["press-started","person-1","boot",10,1750000000001,false,10,'
            '{"nested":[null,true,{"é":"ü"}],"pad":"","point":"ql","seconds":30}]'
        )
        digest = "b6bcbb34cab0c12a07e929d3939a4545fc08710b5e0d7988eab3c24e97bc0ba6"
        assert link(first_hash("x"), 1, "fact-1", encode(fact(1))).hex() == digest


FORBIDDEN = [
    "UPDATE rows SET fact = x'00' WHERE seq = 2",
    "UPDATE rows SET seq = 9 WHERE seq = 2",
    "UPDATE OR REPLACE rows SET id = 'fact-1' WHERE seq = 2",
    "UPDATE OR IGNORE rows SET id = 'other' WHERE seq = 2",
    "DELETE FROM rows WHERE seq = 3",
    "DELETE FROM rows",
    "INSERT OR REPLACE INTO rows VALUES (2, 'other', x'00', x'00')",
    "INSERT OR REPLACE INTO rows VALUES (4, 'fact-2', x'00', x'00')",
    "REPLACE INTO rows VALUES (3, 'fact-3', x'00', x'00')",
    (
        "INSERT INTO rows VALUES (3, 'fact-3', x'00', x'00')"
        " ON CONFLICT (seq) DO UPDATE SET fact = x'00'"
    ),
    "INSERT INTO rows VALUES (5, 'gap', x'00', x'00')",
    "INSERT INTO rows VALUES (-1, 'before', x'00', x'00')",
    "INSERT INTO rows (id, fact, hash) VALUES ('unnumbered', x'00', x'00')",
    "INSERT OR IGNORE INTO rows VALUES (2, 'other', x'00', x'00')",
    "UPDATE ledger SET id = 'other'",
    "DELETE FROM ledger",
    "INSERT INTO ledger VALUES ('second')",
    "INSERT OR REPLACE INTO ledger (rowid, id) VALUES (1, 'second')",
]


class TestTheDatabase:
    @pytest.mark.parametrize("statement", FORBIDDEN)
    @pytest.mark.parametrize("recursive", [True, False], ids=["ours", "careless"])
    def test_refuses_every_statement_but_the_next_row(
        self, tmp_path: Path, statement: str, *, recursive: bool
    ) -> None:
        place = made(tmp_path, rows=3)
        connection = database.connect(place.database, None)
        # Even a connection that forgot its pragma cannot replace a row.
        connection.execute(f"PRAGMA recursive_triggers={int(recursive)}").fetchall()
        before = connection.execute("SELECT * FROM rows, ledger").fetchall()
        with pytest.raises(apsw.ConstraintError, match="only grows"):
            connection.execute(statement).fetchall()
        assert connection.execute("SELECT * FROM rows, ledger").fetchall() == before
        connection.close()
        assert verify(place).rows == 3

    def test_is_set_up_as_what_was_measured(self, tmp_path: Path) -> None:
        store = Store(made(tmp_path))
        found = {
            pragma: database.one(store._connection, f"PRAGMA {pragma}")
            for pragma in ("synchronous", "journal_mode", "locking_mode", "recursive_triggers")
        }
        assert found == {
            "synchronous": 2,
            "journal_mode": "wal",
            "locking_mode": "exclusive",
            "recursive_triggers": 1,
        }
        version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
        assert version >= (3, 51, 3), "older ones can corrupt a write-ahead log"
        store.close()

    def test_has_one_writer(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=1)
        store = Store(place)
        assert examine(place).state is State.IN_USE
        store.append([fact(2)])
        store.close()
        assert examine(place).ready

    @pytest.mark.parametrize(
        "change",
        [
            "DROP TRIGGER rows_stay",
            "DROP TRIGGER rows_follow",
            "CREATE TABLE more (x)",
            "CREATE TRIGGER evil AFTER INSERT ON rows BEGIN SELECT 1; END",
        ],
    )
    def test_whose_rules_were_changed_is_damaged(self, tmp_path: Path, change: str) -> None:
        place = made(tmp_path, rows=3)
        connection = apsw.Connection(str(place.database))
        connection.execute(change)
        connection.close()
        health = examine(place)
        assert health.state is State.DAMAGED
        assert "rules" in health.detail


class TestASchemaOfAnotherVersion:
    def test_that_is_newer_is_left_alone(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=3)
        _pragma(place.database, "user_version", schema.VERSION + 1)
        assert examine(place).state is State.NEWER

    def test_that_is_older_is_brought_up_and_keeps_every_row(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = made(tmp_path, rows=3)
        before = verify(place)
        step = "CREATE INDEX rows_by_hash ON rows (hash)"
        monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
        monkeypatch.setattr(schema, "TABLES", (*schema.TABLES, step))
        monkeypatch.setattr(schema, "MIGRATIONS", {schema.VERSION - 1: (step,)})
        after = verify(place)
        assert (after.rows, after.head) == (before.rows, before.head)
        assert after.version == before.version + 1
        assert len(list(place.copies.iterdir())) == 1, "a copy from before stays"

    def test_that_cannot_be_brought_up_stays_as_it_was(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = made(tmp_path, rows=3)
        with monkeypatch.context() as patch:
            patch.setattr(schema, "VERSION", schema.VERSION + 1)
            steps = ("CREATE TABLE more (x)", "CREATE TABLE more (x)")
            patch.setattr(schema, "MIGRATIONS", {schema.VERSION - 1: steps})
            assert examine(place).state is State.DAMAGED
        assert verify(place).rows == 3


def _pragma(path: Path, name: str, value: int) -> None:
    connection = apsw.Connection(str(path))
    connection.execute(f"PRAGMA {name}={value}").fetchall()
    connection.close()


class TestCreating:
    def test_happens_once(self, tmp_path: Path) -> None:
        place = place_at(tmp_path)
        assert examine(place).state is State.NEVER_CREATED
        create(place)
        assert examine(place).ready
        with pytest.raises(LedgerError, match="never made anew"):
            create(place)

    def test_does_not_happen_in_place_of_one_that_is_missing(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=3)
        for path in place.folder.iterdir():
            path.unlink()
        with pytest.raises(LedgerError) as caught:
            create(place)
        assert caught.value.health.state is State.MISSING

    def test_does_not_happen_over_one_whose_witness_was_taken(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=3)
        for path in place.witness.iterdir():
            path.unlink()
        assert examine(place).state is State.DAMAGED
        with pytest.raises(LedgerError) as caught:
            create(place)
        assert caught.value.health.state is State.DAMAGED

    def test_that_was_cut_off_can_be_begun_again(self, tmp_path: Path) -> None:
        place = made(tmp_path)
        place.mark.unlink()
        assert examine(place).state is State.NEVER_CREATED
        create(place)
        assert examine(place).ready

    def test_makes_a_ledger_unlike_any_other(self, tmp_path: Path) -> None:
        assert verify(made(tmp_path / "a")).head != verify(made(tmp_path / "b")).head


class TestWords:
    @pytest.mark.parametrize("state", list(State))
    def test_each_state_says_why_and_what_to_do(self, state: State) -> None:
        health = Health(state, "detail")
        assert health.why.endswith(".")
        assert bool(health.what_to_do) is (state is not State.READY)
        assert "detail" in health.sentence
        assert health.ready is (state is State.READY)


class TestSlots:
    def test_keep_the_newest(self, tmp_path: Path) -> None:
        slots = Slots(tmp_path, "head")
        slots.create({"n": 0})
        for number in range(1, 6):
            slots.write({"n": number})
            assert Slots(tmp_path, "head").read() == {"n": number}

    def test_lose_one_step_at_most_when_one_is_torn(self, tmp_path: Path) -> None:
        for cut in range(0, SLOT_BYTES, 97):
            slots = Slots(tmp_path, "head")
            slots.create({"n": 0})
            for number in range(1, 4):
                slots.write({"n": number})
            fresh = Slots(tmp_path, "head")
            fresh.read()
            torn = fresh.paths[1 - fresh._next]
            torn.write_bytes(torn.read_bytes()[:cut])
            again = Slots(tmp_path, "head")
            found = again.read()
            assert found in ({"n": 2}, {"n": 3})
            again.write({"n": 9})
            assert Slots(tmp_path, "head").read() == {"n": 9}

    def test_that_are_not_there_say_so(self, tmp_path: Path) -> None:
        slots = Slots(tmp_path, "head")
        assert slots.read() is None
        slots.write({"n": 1})
        slots.write({"n": 2})
        assert Slots(tmp_path, "head").read() == {"n": 2}


class TestExport:
    def test_as_json_is_one_list_of_all_rows(self) -> None:
        ledger = MemoryLedger()
        ledger.append(facts(1, 3))
        out = io.StringIO()
        assert write_json(ledger.rows(), out) == 3
        data = json.loads(out.getvalue())
        assert [row["id"] for row in data] == ["fact-1", "fact-2", "fact-3"]
        assert data[0]["body"] == fact(1).body
        assert data[0]["wall_utc"] == "2025-06-15T15:06:40.001+00:00"
        assert data[2]["hash"] == ledger.head.hex()

    def test_as_csv_has_a_heading_and_a_line_for_each_row(self) -> None:
        ledger = MemoryLedger()
        ledger.append([*facts(1, 2), replace(fact(3), kind="=HYPERLINK(1)")])
        out = io.StringIO()
        assert write_csv(ledger.rows(), out) == 3
        lines = list(csv.reader(io.StringIO(out.getvalue())))
        assert tuple(lines[0]) == FIELDS
        assert json.loads(lines[1][FIELDS.index("body")]) == fact(1).body
        assert lines[3][FIELDS.index("kind")] == "'=HYPERLINK(1)"

    def test_of_none_is_still_whole(self) -> None:
        out = io.StringIO()
        assert write_json(iter(()), out) == 0
        assert json.loads(out.getvalue()) == []
