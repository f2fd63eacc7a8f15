"""Whatever was done to a ledger's files is found and fails closed, or changes nothing read."""

# Chance is repeatable here on purpose, and what was tried is printed.
# ruff: noqa: S311, T201, PT012, PT017

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ledger_cases import fact, facts, made, place_at
from powerloss import ForgetfulDisk

from kiosk.ledger import store as store_module
from kiosk.ledger.health import create, examine, verify
from kiosk.ledger.place import Place, filesystem_of
from kiosk.ledger.states import LedgerError, State
from kiosk.ledger.store import Store

ROWS = 120
WHOLE = [*facts(1, ROWS - 40), *(fact(n, pad=n * 7) for n in range(ROWS - 39, ROWS + 1))]

# A file that was put back may get the number of the one that was there: then it is called shorter.
BEHIND = {State.SHORTER, State.OLDER}


@pytest.fixture
def live(tmp_path: Path) -> Place:
    """A ledger whose newest rows are in the write-ahead log only, as after a power cut."""
    place = made(tmp_path / "made", rows=ROWS - 40)
    store = Store(place)
    for number in range(ROWS - 39, ROWS + 1):
        store.append([fact(number, pad=number * 7)])
    kept = place_at(tmp_path / "live")
    shutil.copytree(place.folder, kept.folder)
    shutil.copytree(place.witness, kept.witness)
    store.close()
    assert (kept.folder / "ledger.db-wal").stat().st_size > 40_000
    return kept


def everything(place: Place) -> list[object]:
    """Read all, write all again, and check all; what an id stands for is read, too."""
    store = Store(place)
    try:
        store.append(facts(1, ROWS - 40))
        rows = list(store.rows())
        store.verify()
        store.append([fact(ROWS + 1)])
    finally:
        store.close()
    return [row.record for row in rows]


def files_of(place: Place) -> list[Path]:
    return sorted(path for folder in (place.folder, place.witness) for path in folder.iterdir())


def flip_and_read(place: Place, folder: Path, chance: random.Random) -> str:
    shutil.rmtree(folder, ignore_errors=True)
    copy = place_at(folder)
    shutil.copytree(place.folder, copy.folder)
    shutil.copytree(place.witness, copy.witness)
    files = files_of(copy)
    weights = [8 if path.name.startswith("ledger.db") else 1 for path in files]
    path = chance.choices(files, weights)[0]
    data = bytearray(path.read_bytes())
    bit = chance.randrange(len(data) * 8)
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)
    try:
        read = everything(copy)
    except LedgerError as error:
        assert not error.health.ready, f"bit {bit} of {path.name}: {error}"
        return error.health.state
    assert read == WHOLE, f"bit {bit} of {path.name} changed what was read"
    return "nothing"


class TestAFlippedBit:
    @pytest.mark.parametrize(
        "flips", [60, pytest.param(1000, marks=pytest.mark.nightly)], ids=["some", "many"]
    )
    def test_anywhere_is_found_or_changes_nothing(
        self, live: Place, tmp_path: Path, flips: int
    ) -> None:
        chance = random.Random(20)
        found = [flip_and_read(live, tmp_path / "flipped", chance) for _ in range(flips)]
        counts = {what: found.count(what) for what in sorted(set(found))}
        print(f"{flips} flips: {counts}")
        assert counts["nothing"] < flips, "some must have hit"
        assert set(counts) - {"nothing"} <= BEHIND | {State.DAMAGED, State.NEWER}

    def test_in_any_frame_of_the_log_is_found(self, live: Place, tmp_path: Path) -> None:
        log = live.folder / "ledger.db-wal"
        size = log.stat().st_size
        for offset in range(32, size, size // 25):
            copy = place_at(tmp_path / f"at-{offset}")
            shutil.copytree(live.folder, copy.folder)
            shutil.copytree(live.witness, copy.witness)
            data = bytearray(log.read_bytes())
            data[offset] ^= 4
            (copy.folder / "ledger.db-wal").write_bytes(data)
            assert examine(copy).state in BEHIND | {State.DAMAGED}

    def test_in_an_old_row_of_a_long_ledger_is_found_when_it_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store_module, "WHOLE_BYTES", 0)
        monkeypatch.setattr(store_module, "TAIL", 10)
        place = made(tmp_path, rows=300)
        data = place.database.read_bytes()
        place.database.write_bytes(
            data.replace(
                b'"press-ended","person-2","boot",500,', b'"press-ended","person-2","boot",501,'
            )
        )
        store = Store(place)
        store.append([fact(301)])
        rows = store.rows()
        with pytest.raises(LedgerError, match="row 50 was changed"):
            list(rows)
        with pytest.raises(LedgerError, match="row 50 was changed"):
            store.append([fact(302)])
        store.close()

    def test_in_an_old_row_of_a_long_ledger_is_found_by_the_full_check(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store_module, "WHOLE_BYTES", 0)
        monkeypatch.setattr(store_module, "TAIL", 10)
        place = made(tmp_path, rows=300)
        data = place.database.read_bytes()
        place.database.write_bytes(data.replace(b'"boot",500,', b'"boot",501,'))
        with pytest.raises(LedgerError, match="row 50 was changed"):
            verify(place)


class TestALedgerThatWasTakenBack:
    def test_copied_back_from_yesterday_is_known_as_older(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=20)
        yesterday = tmp_path / "yesterday"
        shutil.copytree(place.folder, yesterday)
        store = Store(place)
        store.append([fact(21)])
        store.close()
        place.folder.rename(tmp_path / "today")
        shutil.copytree(yesterday, place.folder)
        health = examine(place)
        assert health.state is State.OLDER
        assert "it has 20 rows and had 21" in health.sentence

    def test_without_its_log_is_known_as_shorter(self, live: Place) -> None:
        (live.folder / "ledger.db-wal").unlink()
        assert examine(live).state in BEHIND

    @pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
    @pytest.mark.parametrize("name", ["ledger.db", "ledger.db-wal"])
    def test_cut_short_is_found(self, live: Place, name: str, share: float) -> None:
        path = live.folder / name
        os.truncate(path, int(path.stat().st_size * share))
        try:
            read = everything(live)
        except LedgerError as error:
            assert error.health.state in BEHIND | {State.DAMAGED}
        else:
            # The log had the pages that are gone.
            assert (name, read) == ("ledger.db", WHOLE)

    def test_whose_later_rows_are_others_is_damaged(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=20)
        yesterday = tmp_path / "yesterday"
        shutil.copytree(tmp_path, yesterday)
        store = Store(place)
        store.append([fact(21)])
        store.close()
        # The same ledger went on elsewhere, with another history and more of it.
        elsewhere = Store(place_at(yesterday))
        elsewhere.append(facts(31, 40))
        elsewhere.close()
        shutil.copy(yesterday / "ledger" / "ledger.db", place.database)
        health = examine(place)
        assert health.state is State.DAMAGED
        assert "row 21 is not the one that was written" in health.detail

    def test_of_another_station_is_damaged(self, tmp_path: Path) -> None:
        place, other = made(tmp_path / "a", rows=5), made(tmp_path / "b", rows=9)
        shutil.copy(other.database, place.database)
        assert "another station" in examine(place).detail

    def test_gone_is_missing(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        shutil.rmtree(place.folder)
        assert examine(place).state is State.MISSING

    def test_taken_away_while_it_is_open_fails_at_the_next_fact(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        store = Store(place)
        shutil.rmtree(place.folder)
        with pytest.raises(LedgerError) as caught:
            store.append([fact(6)])
        assert not caught.value.health.ready
        store.close()

    def test_with_one_head_file_lost_goes_on(self, tmp_path: Path) -> None:
        for end in "ab":
            place = made(tmp_path / end, rows=5)
            (place.witness / f"head-{end}").unlink()
            store = Store(place)
            store.append(facts(6, 8))
            store.close()
            assert verify(place).rows == 8

    def test_with_both_head_files_lost_is_damaged(self, tmp_path: Path) -> None:
        place = made(tmp_path, rows=5)
        for end in "ab":
            (place.witness / f"head-{end}").unlink()
        assert examine(place).state is State.DAMAGED


class TestADiskThat:
    @pytest.mark.parametrize("kind", ["tmpfs", "ramfs", "overlay"])
    def test_forgets_is_refused(self, tmp_path: Path, kind: str) -> None:
        place = made(tmp_path, rows=3)
        for folder in (place.folder, place.witness):
            forgets = replace(
                place, filesystem=lambda path, folder=folder: kind if path == folder else "ext4"
            )
            health = examine(forgets)
            assert health.state is State.TEMPORARY
            assert kind in health.sentence
            with pytest.raises(LedgerError):
                create(forgets)

    def test_is_in_memory_is_told_by_what_the_system_says(self) -> None:
        assert filesystem_of(Path("/proc/self/not/there")) == "proc"
        assert filesystem_of(Path("/dev/shm/not/there")) in {"tmpfs", "ramfs"}  # noqa: S108

    def test_has_little_room_is_full(self, tmp_path: Path) -> None:
        place = replace(made(tmp_path, rows=3), spare_bytes=2**62)
        assert examine(place).state is State.FULL

    def test_is_full_at_any_write_fails_closed_and_loses_nothing(self) -> None:
        ends = set()
        for spare in range(0, 60_000, 1000):
            disk = ForgetfulDisk(random.Random(spare))
            place = place_at(Path("/full"), disk)
            create(place)
            disk.capacity = disk.used() + spare
            store, acknowledged = None, 0
            try:
                store = Store(place)
                for number in range(1, 40):
                    store.append([fact(number, pad=900)])
                    acknowledged = number
            except LedgerError as error:
                ends.add(error.health.state)
                if store:
                    with pytest.raises(LedgerError):
                        store.append([fact(99)])
            if store:
                store.close()
            disk.capacity = None
            again = Store(place)
            rows = list(again.rows())
            again.close()
            assert len(rows) >= acknowledged
            assert [row.record for row in rows] == [
                fact(number, pad=900) for number in range(1, len(rows) + 1)
            ]
        assert ends == {State.FULL}

    def test_is_read_only_while_it_runs_fails_closed(self) -> None:
        disk = ForgetfulDisk(random.Random(1))
        place = place_at(Path("/read-only"), disk)
        create(place)
        store = Store(place)
        store.append([fact(1)])
        disk.read_only = True
        for number in (2, 3):
            with pytest.raises(LedgerError) as caught:
                store.append([fact(number)])
            assert caught.value.health.state is State.READ_ONLY
        store.close()
        disk.read_only = False
        again = Store(place)
        assert again.length == 1
        again.close()

    def test_limits_the_size_of_files_fails_closed(self, tmp_path: Path) -> None:
        place = made(tmp_path)
        code = (
            "import resource, signal, sys; from pathlib import Path\n"
            "from ledger_cases import *; from kiosk.ledger.states import LedgerError\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "store = Store(place_at(Path(sys.argv[1])))\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
            "try:\n"
            "    for number in range(1, 200):\n"
            "        store.append([fact(number, pad=900)]); print(number, flush=True)\n"
            "except LedgerError as error:\n"
            "    print(error, file=sys.stderr)\n"
        )
        said = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        acknowledged = len(said.stdout.split())
        assert 1 <= acknowledged < 199
        assert said.stderr.startswith("The disk"), said.stderr
        assert verify(place).rows >= acknowledged


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 256 KiB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if (
        os.geteuid()
        or subprocess.run(mount, check=False, capture_output=True, timeout=20).returncode
    ):
        pytest.skip("only root may mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True, timeout=20)


class TestARealDiskThat:
    def test_fills_up_fails_closed_and_loses_nothing(self, tiny: Path) -> None:
        place = made(tiny)
        store = Store(place)
        acknowledged = 0
        with pytest.raises(LedgerError) as caught:
            for number in range(1, 1000):
                store.append([fact(number, pad=900)])
                acknowledged = number
        assert caught.value.health.state in {State.FULL, State.FAILING}
        store.close()
        assert 10 < acknowledged < 999
        assert examine(replace(place, spare_bytes=8192)).state is State.FULL
        subprocess.run(["mount", "-o", "remount,size=4m", str(tiny)], check=True, timeout=20)
        assert verify(place).rows in {acknowledged, acknowledged + 1}

    def test_is_read_only_fails_closed(self, tiny: Path) -> None:
        place = made(tiny, rows=3)
        subprocess.run(["mount", "-o", "remount,ro", str(tiny)], check=True, timeout=20)
        health = examine(place)
        assert health.state is State.READ_ONLY
        assert str(place.folder) in health.sentence
        with pytest.raises(LedgerError):
            create(place_at(tiny / "other"))
