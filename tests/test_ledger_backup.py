"""A backup is a verified copy, and putting one back never forgets a dose."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_cases import fact, facts, made, place_at

from kiosk.ledger.backup import Outcome, Restored, RestoreRefusedError, backup, restore
from kiosk.ledger.copies import copies, rotate
from kiosk.ledger.health import examine, verify
from kiosk.ledger.place import Place
from kiosk.ledger.states import LedgerError, State
from kiosk.ledger.store import Store


def add(place: Place, first: int, last: int) -> None:
    store = Store(place)
    store.append(facts(first, last))
    store.close()


def taken(place: Place, target: Path) -> Path:
    store = Store(place)
    found = backup(store, target)
    assert (found.rows, found.head) == (store.length, store.head)
    store.close()
    return target


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    spot = data.index(b'"boot",20,')
    data[spot + 8] ^= 1
    path.write_bytes(data)


class TestABackup:
    def test_holds_every_row_and_leaves_nothing_else(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=30)
        folder = tmp_path / "stick"
        taken(place, folder / "backup.db")
        assert [path.name for path in folder.iterdir()] == ["backup.db"]

    def test_is_of_the_moment_though_rows_are_in_the_log(self, tmp_path: Path) -> None:
        store = Store(made(tmp_path, rows=3))
        store.append(facts(4, 9))
        assert backup(store, tmp_path / "b.db").rows == 9
        store.append([fact(10)])
        store.close()

    def test_that_comes_out_wrong_is_no_backup(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = Store(made(tmp_path, rows=3))
        plain = Store.vacuum_into

        def wrong(self: Store, path: Path, stop: object) -> bool:
            done = plain(self, path)
            damage(path)
            return done

        monkeypatch.setattr(Store, "vacuum_into", wrong)
        with pytest.raises(LedgerError, match="row 2 was changed"):
            backup(store, tmp_path / "b.db")
        assert not list(tmp_path.glob("b.db*"))
        store.append([fact(4)])
        store.close()

    def test_to_nowhere_fails_and_the_ledger_goes_on(self, tmp_path: Path) -> None:
        store = Store(made(tmp_path, rows=3))
        (tmp_path / "file").write_text("")
        with pytest.raises(LedgerError):
            backup(store, tmp_path / "file" / "b.db")
        store.append([fact(4)])
        store.close()

    def test_can_be_given_up_at_once(self, tmp_path: Path) -> None:
        store = Store(made(tmp_path, rows=3000))
        assert rotate(store, stop=lambda: True) is None
        assert copies(store.place.copies) == []
        assert not list(store.place.copies.iterdir())
        store.close()


class TestRotatingCopies:
    def test_keep_the_longest_few(self, tmp_path: Path) -> None:
        store = Store(made(tmp_path))
        for number in range(1, 6):
            store.append([fact(number)])
            found = rotate(store, keep=3)
            assert found is not None
            assert found.rows == number
            assert rotate(store, keep=3) is None, "nothing is new"
        names = [path.name for path in copies(store.place.copies)]
        assert names == [f"ledger-{rows:012}.db" for rows in (5, 4, 3)]
        store.close()


class TestRestoring:
    def test_an_older_one_over_a_newer_changes_nothing(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        old = taken(place, tmp_path / "b.db")
        add(place, 6, 9)
        before = verify(place)
        assert restore(place, old) == Restored(Outcome.NOTHING_NEW, 9, 0)
        assert verify(place) == before

    def test_a_newer_one_over_an_older_adds_what_it_lacks(self, tmp_path: Path) -> None:
        place = made(tmp_path / "a", rows=5)
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        elsewhere = place_at(tmp_path / "b")
        add(elsewhere, 6, 9)
        assert restore(place, taken(elsewhere, tmp_path / "b.db")) == Restored(Outcome.ADDED, 9, 4)
        assert verify(place) == verify(elsewhere)

    def test_another_history_is_refused(self, tmp_path: Path) -> None:
        place = made(tmp_path / "a", rows=5)
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        elsewhere = place_at(tmp_path / "b")
        add(elsewhere, 16, 19)
        add(place, 6, 7)
        before = verify(place)
        with pytest.raises(RestoreRefusedError, match="another history"):
            restore(place, taken(elsewhere, tmp_path / "b.db"))
        assert verify(place) == before

    def test_another_stations_is_refused(self, tmp_path: Path) -> None:
        place, other = made(tmp_path / "a", rows=5), made(tmp_path / "b", rows=50)
        source = taken(other, tmp_path / "b.db")
        with pytest.raises(RestoreRefusedError, match="another station's"):
            restore(place, source)
        shutil.rmtree(place.folder)
        with pytest.raises(RestoreRefusedError):
            restore(place, source)

    @pytest.mark.parametrize("how", ["missing", "damaged", "older"])
    def test_over_one_that_is_not_in_order_needs_every_row(self, tmp_path: Path, how: str) -> None:
        place = made(tmp_path, rows=5)
        shutil.copy(place.database, tmp_path / "old.db")
        early = taken(place, tmp_path / "early.db")
        add(place, 6, 9)
        late = taken(place, tmp_path / "late.db")
        head = verify(place).head
        if how == "missing":
            place.database.unlink()
        elif how == "damaged":
            damage(place.database)
        else:
            shutil.copy(tmp_path / "old.db", place.database)
        state = examine(place).state
        with pytest.raises(RestoreRefusedError, match=r"ends with entry 5, and .* had 9"):
            restore(place, early)
        assert examine(place).state is state, "nothing was changed"
        assert restore(place, late) == Restored(Outcome.RESTORED, 9, 0)
        assert verify(place).head == head
        add(place, 10, 10)

    def test_uses_a_rotating_copy_that_has_more(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        early = taken(place, tmp_path / "early.db")
        add(place, 6, 9)
        store = Store(place)
        rotate(store)
        store.close()
        damage(place.database)
        assert restore(place, early) == Restored(Outcome.RESTORED, 9, 0)

    def test_rescues_what_can_still_be_read(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        early = taken(place, tmp_path / "early.db")
        add(place, 6, 200)
        data = bytearray(place.database.read_bytes())
        # An index that is out of order costs no row.
        spot = data.rindex(b"fact-150")
        while data[spot - 1 : spot + 60].find(b'["') >= 0:
            spot = data.rindex(b"fact-150", 0, spot)
        data[spot : spot + 8] = b"fact-999"
        place.database.write_bytes(data)
        assert examine(place).state is State.DAMAGED
        assert restore(place, early) == Restored(Outcome.RESTORED, 200, 0)
        assert verify(place).rows == 200

    def test_onto_a_new_card_makes_it_the_ledger(self, tmp_path: Path) -> None:
        source = taken(made(tmp_path / "a", rows=5), tmp_path / "b.db")
        place = place_at(tmp_path / "new")
        assert restore(place, source) == Restored(Outcome.RESTORED, 5, 5)
        assert verify(place) == verify(place_at(tmp_path / "a"))

    def test_what_is_no_backup_is_refused(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        source = taken(place, tmp_path / "b.db")
        damage(source)
        (tmp_path / "text").write_text("hello " * 1000)
        for path in (source, tmp_path / "text", tmp_path / "nothing"):
            with pytest.raises(LedgerError):
                restore(place, path)
        assert verify(place).rows == 5

    def test_beside_a_running_kiosk_is_refused(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        source = taken(place, tmp_path / "b.db")
        store = Store(place)
        with pytest.raises(LedgerError) as caught:
            restore(place, source)
        assert caught.value.health.state is State.IN_USE
        store.close()

    def test_onto_a_disk_that_forgets_is_refused(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        source = taken(place, tmp_path / "b.db")
        with pytest.raises(LedgerError) as caught:
            restore(replace(place, filesystem=lambda _: "tmpfs"), source)
        assert caught.value.health.state is State.TEMPORARY
