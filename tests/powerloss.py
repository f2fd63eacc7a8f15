"""A disk in memory that forgets, when the power is cut, what was not flushed.

SQLite reaches it through a VFS, the ledger's small files through `Files`: one disk under both, so a
cut hits database, log and head files at the same moment. What was not flushed is kept, dropped,
cut short or torn, each write on its own.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


class PowerCutError(Exception):
    """The power is gone; nothing more reaches this disk."""


@dataclass(slots=True)
class _File:
    number: int
    now: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    named: bool = False

    def write(self, offset: int, data: bytes) -> None:
        _write(self.now, offset, data)
        self.pending.append((offset, bytes(data)))

    def truncate(self, size: int) -> None:
        del self.now[size:]
        self.pending.append((size, None))

    def sync(self) -> None:
        self.durable = bytearray(self.now)
        self.pending.clear()


def _write(data: bytearray, offset: int, what: bytes) -> None:
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(what)] = what


class ForgetfulDisk:
    """The disk. `cut_after` counts writes, flushes and changes of names until the power is cut.

    Args:
        chance: Where randomness comes from.
        lies: The share of flushes that the card only says it did.
        capacity: How many bytes it holds.
    """

    def __init__(
        self, chance: random.Random, *, lies: float = 0.0, capacity: int | None = None
    ) -> None:
        self.chance = chance
        self.lies = lies
        self.capacity = capacity
        self.read_only = False
        self.cut_after: int | None = None
        self.steps = 0
        self.off = False
        self.files: dict[str, _File] = {}
        self.gone: dict[str, _File] = {}  # removed, but the folder is not flushed
        self._numbers = 0
        self.vfs: str | None = f"forgetful-{id(self)}"
        self._vfs = _Vfs(self.vfs, self)

    # --- the power -----------------------------------------------------------------------------

    def step(self) -> None:
        """One boundary: from here on the power may be gone."""
        if self.off:
            raise PowerCutError
        self.steps += 1
        if self.cut_after is not None and self.steps > self.cut_after:
            self.off = True
            raise PowerCutError

    def come_back(self) -> None:
        """Turn the power on again, with what the card kept."""
        kept: dict[str, _File] = {}
        for name, file in {**self.gone, **self.files}.items():
            if name in self.files and not file.named and self.chance.random() < 0.5:
                continue  # it was made, but its name never reached the card
            if name not in self.files and self.chance.random() < 0.5:
                continue
            data = bytearray(file.durable)
            for offset, what in file.pending:
                self._lose(data, offset, what)
            kept[name] = _File(file.number, bytearray(data), data, [], named=True)
        self.files, self.gone = kept, {}
        self.off, self.cut_after, self.steps = False, None, 0

    def restart_process(self) -> None:
        """Kill the process only: what was written is there, though not flushed yet."""
        self.off, self.cut_after, self.steps = False, None, 0

    def _lose(self, data: bytearray, offset: int, what: bytes | None) -> None:
        fate = self.chance.choice(["kept", "dropped", "short", "torn"])
        if what is None:
            if fate == "kept":
                del data[offset:]
        elif fate == "kept":
            _write(data, offset, what)
        elif fate == "short":
            _write(data, offset, what[: self.chance.randrange(len(what) + 1)])
        elif fate == "torn":
            for start in range(0, len(what), SECTOR):
                if self.chance.random() < 0.5:
                    _write(data, offset + start, what[start : start + SECTOR])

    # --- as SQLite's VFS and our small files see it ----------------------------------------------

    def file(self, name: str, *, create: bool) -> _File | None:
        found = self.files.get(name)
        if found is None and create:
            self.step()
            if self.read_only:
                raise apsw.ReadOnlyError
            self._numbers += 1
            found = self.files[name] = _File(self._numbers)
        return found

    def put(self, file: _File, offset: int, data: bytes) -> None:
        self.step()
        if self.read_only:
            raise apsw.ReadOnlyError
        grown = max(0, offset + len(data) - len(file.now))
        if self.capacity is not None and self.used() + grown > self.capacity:
            raise apsw.FullError
        file.write(offset, data)

    def flush(self, file: _File, *, folder_too: str | None = None) -> None:
        self.step()
        if self.chance.random() < self.lies:
            return
        file.sync()
        if folder_too:
            self._flush_names(folder_too)

    def _flush_names(self, folder: str) -> None:
        for name, file in self.files.items():
            if name.rpartition("/")[0] == folder:
                file.named = True
        self.gone = {
            name: file for name, file in self.gone.items() if name.rpartition("/")[0] != folder
        }

    def used(self) -> int:
        return sum(len(file.now) for file in self.files.values())

    def drop(self, name: str) -> None:
        if name in self.files:
            self.step()
            self.gone[name] = self.files.pop(name)

    # --- Files -----------------------------------------------------------------------------------

    def read(self, path: Path) -> bytes | None:
        found = self.files.get(str(path))
        return bytes(found.now) if found else None

    def overwrite(self, path: Path, data: bytes) -> None:
        file = self.files[str(path)]
        with _as_system_errors():
            self.put(file, 0, data)
            self.flush(file)

    def install(self, path: Path, data: bytes) -> None:
        with _as_system_errors():
            fresh = self.file(f"{path}.new", create=True)
            assert fresh is not None
            self.put(fresh, 0, data)
            self.flush(fresh)
            self.step()
            # A rename is one change of names: after a cut there is the old or the new file.
            old = self.files.get(str(path))
            self.files[str(path)] = self.files.pop(f"{path}.new")
            try:
                self.step()
            except PowerCutError:
                if old and self.chance.random() < 0.5:
                    self.files[str(path)] = old
                raise
            self._flush_names(str(path.parent))

    def remove(self, path: Path) -> None:
        with _as_system_errors():
            self.drop(str(path))
            self._flush_names(str(path.parent))

    def flush_folder(self, path: Path) -> None:
        with _as_system_errors():
            self.step()
            self._flush_names(str(path))

    def make_folder(self, path: Path) -> None:
        """Folders are always there."""

    def inode(self, path: Path) -> int | None:
        found = self.files.get(str(path))
        return found.number if found else None


class _as_system_errors:  # noqa: N801
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, apsw.FullError):
            raise OSError(28, "no space left") from error
        if isinstance(error, apsw.ReadOnlyError):
            raise OSError(30, "read-only") from error
        if isinstance(error, PowerCutError):
            raise OSError(5, "the power is gone") from error


class _Vfs(apsw.VFS):
    def __init__(self, name: str, disk: ForgetfulDisk) -> None:
        self.disk = disk
        super().__init__(name=name, base="")

    def xOpen(self, name: object, flags: list[int]) -> _Handle:  # noqa: N802
        filename = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        create = bool(flags[0] & apsw.SQLITE_OPEN_CREATE)
        try:
            file = self.disk.file(filename, create=create)
        except PowerCutError:
            raise apsw.CantOpenError from None
        if file is None:
            raise apsw.CantOpenError
        flags[1] = flags[0]
        # As the system's own VFS does: a new journal's first flush flushes its folder too.
        journal = flags[0] & (apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL)
        fresh = journal and not file.named
        return _Handle(self.disk, file, filename.rpartition("/")[0] if fresh else None)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: FBT001, N802
        with _as_sqlite_errors():
            self.disk.drop(name)
            if sync:
                self.disk._flush_names(name.rpartition("/")[0])

    def xAccess(self, name: str, flags: int) -> bool:  # noqa: N802
        return name in self.disk.files

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class _as_sqlite_errors:  # noqa: N801
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, PowerCutError):
            raise apsw.IOError("the power is gone") from None


class _Handle:
    """An open file, with the methods that apsw asks for."""

    def __init__(self, disk: ForgetfulDisk, file: _File, folder: str | None) -> None:
        self.disk = disk
        self.folder = folder
        self.file = file
        self.lock = 0

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self.file.now[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        with _as_sqlite_errors():
            self.disk.put(self.file, offset, data)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        with _as_sqlite_errors():
            self.disk.step()
            self.file.truncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        with _as_sqlite_errors():
            self.disk.flush(self.file, folder_too=self.folder)
            self.folder = None

    def xFileSize(self) -> int:  # noqa: N802
        return len(self.file.now)

    def xLock(self, level: int) -> None:  # noqa: N802
        self.lock = level

    def xUnlock(self, level: int) -> None:  # noqa: N802
        self.lock = level

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return self.lock >= apsw.SQLITE_LOCK_RESERVED

    def xFileControl(self, op: int, pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0

    def xClose(self) -> None:  # noqa: N802
        pass
