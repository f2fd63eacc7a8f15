"""No acknowledged row is lost: not to a kill, not to a power cut, at whatever moment."""

# Chance is repeatable here on purpose, and what was tried is printed.
# ruff: noqa: S311, T201, PT017

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from ledger_cases import fact, facts, made, place_at, various
from powerloss import ForgetfulDisk

from kiosk.ledger.health import create, verify
from kiosk.ledger.states import LedgerError, State
from kiosk.ledger.store import Store


class TestAKill:
    @pytest.mark.parametrize(
        "kills", [30, pytest.param(1000, marks=pytest.mark.nightly)], ids=["some", "many"]
    )
    def test_at_any_boundary_loses_nothing_acknowledged(self, tmp_path: Path, kills: int) -> None:
        chance = random.Random(4)
        place = made(tmp_path)
        acknowledged = unacknowledged = 0
        for _ in range(kills):
            child = subprocess.run(
                [
                    sys.executable,
                    str(Path(__file__).with_name("ledger_cases.py")),
                    str(tmp_path),
                    str(chance.randrange(1, 60)),
                ],
                check=False,
                capture_output=True,
                timeout=60,
            )
            assert child.returncode == -signal.SIGKILL, child.stderr.decode()
            acknowledged = max([acknowledged, *map(int, child.stdout.split())])
            store = Store(place)
            rows = list(store.rows())
            unacknowledged += len(rows) - acknowledged
            assert len(rows) >= acknowledged
            assert [row.record for row in rows] == various(1, len(rows))
            # A replay of what the child may have written adds nothing.
            store.append([row.record for row in rows[-3:]])
            assert store.length == len(rows)
            store.close()
            acknowledged = len(rows)
        print(f"{kills} kills: {acknowledged} rows, {unacknowledged} of them never acknowledged")
        assert acknowledged > kills
        assert verify(place).rows == acknowledged


def history_of(seed: int, *, lies: float = 0.0) -> str:
    """Append on a disk whose power is cut or whose process is killed three times; say the end."""
    chance = random.Random(seed)
    disk = ForgetfulDisk(chance)
    place = place_at(Path("/disk"), disk)
    create(place)
    disk.lies = lies
    acknowledged = 0
    for _ in range(3):
        store = None
        disk.steps, disk.cut_after = 0, chance.randrange(1, 120)
        try:
            store = Store(place)
            if store.length < acknowledged:
                return "lost"
            for _ in range(20):
                upto = acknowledged + chance.randrange(1, 4)
                # The first of these may be there already, from before the crash.
                store.append(various(acknowledged + 1, upto))
                acknowledged = store.length
        except LedgerError as error:
            if not disk.off:
                return error.health.state
        finally:
            if store:
                store.close()
        (disk.come_back if chance.random() < 0.7 else disk.restart_process)()
    try:
        store = Store(place)
    except LedgerError as error:
        return error.health.state
    rows = [row.record for row in store.rows()]
    assert store.verify()
    store.close()
    if len(rows) < acknowledged:
        return "lost"
    assert rows == various(1, len(rows))
    return "whole"


class TestAPowerCut:
    @pytest.mark.parametrize(
        "cuts", [100, pytest.param(10_000, marks=pytest.mark.nightly)], ids=["some", "many"]
    )
    def test_at_any_write_loses_nothing_and_the_ledger_opens(self, cuts: int) -> None:
        ends = Counter(history_of(seed) for seed in range(cuts))
        print(f"{cuts} histories of power cuts and kills: {dict(ends)}")
        assert ends == {"whole": cuts}

    @pytest.mark.parametrize(
        "cuts", [100, pytest.param(5000, marks=pytest.mark.nightly)], ids=["some", "many"]
    )
    def test_on_a_card_that_lies_about_flushing_is_found_out(self, cuts: int) -> None:
        ends = Counter(history_of(seed, lies=0.05) for seed in range(cuts))
        print(f"{cuts} histories on a card that ignores 5 % of flushes: {dict(ends)}")
        # Where the card forgets the row and, at the same time, the witness, nobody can know.
        assert ends["lost"] <= cuts // 200
        assert set(ends) <= {
            "whole",
            "lost",
            State.SHORTER,
            State.OLDER,
            State.DAMAGED,
            State.MISSING,
        }
        assert ends["whole"] < cuts, "some must have been found out"

    def test_after_a_kill_loses_no_row_that_was_found_and_so_not_written_again(self) -> None:
        # The killed process wrote the row and did not flush it; the next finds it there.
        for seed in range(120):
            disk = ForgetfulDisk(random.Random(seed))
            place = place_at(Path("/disk"), disk)
            create(place)
            killed = Store(place)
            killed.append(facts(1, 2))
            disk.cut_after = disk.steps + seed % 12
            with contextlib.suppress(LedgerError):
                killed.append([fact(3)])
            disk.off = True
            killed.close()
            disk.restart_process()
            store = Store(place)
            store.append([fact(3)])
            disk.off = True
            store.close()
            disk.come_back()
            again = Store(place)
            assert again.length == 3
            again.close()

    def test_while_it_is_created_leaves_one_or_none(self) -> None:
        ends = Counter()
        for seed in range(150):
            chance = random.Random(seed)
            disk = ForgetfulDisk(chance)
            place = place_at(Path("/disk"), disk)
            disk.cut_after = chance.randrange(1, 60)
            try:
                create(place)
            except LedgerError:
                created = False
            else:
                created = True
            disk.come_back()
            try:
                Store(place).close()
                ends["ready"] += 1
            except LedgerError as error:
                assert not created
                assert error.health.state is State.NEVER_CREATED, (seed, error.health.sentence)
                create(place)
                ends["begun again"] += 1
            store = Store(place)
            store.append(facts(1, 2))
            store.close()
        assert min(ends["ready"], ends["begun again"]) > 10, ends
