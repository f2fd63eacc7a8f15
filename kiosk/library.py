"""The library: the session files there are, checked, and remembered between starts.

Checking ten thousand files takes seconds, so what was found is kept in an index beside the cache.
At the start the first cards come straight from there; then every file is looked at again on
another thread, by date and size, and only what changed is read anew. The index can be deleted at
any time; a broken one is made anew.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from kiosk import __version__, figures
from kiosk.check.check import Checked, check
from kiosk.plan.build import refused
from kiosk.plan.chimes import CHIME_MS
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.timing import SayMs
from kiosk.script.model import Kind, Script
from kiosk.script.reader import Surroundings
from kiosk.script.source import MAX_BYTES, Source, decode
from kiosk.station import Broken, Card
from kiosk.units import Millis

log = logging.getLogger(__name__)

FIRST_CARDS: Final = 60
"""How many cards are shown before all files have been looked at: several screens full."""
PARTS: Final = "shared"
"""The folder, beside the sessions, of parts to be included."""
ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one file, besides when it was last changed."""

    card: Card | None
    broken: Broken | None
    parts: tuple[tuple[str, str], ...] = ()
    """The parts it includes, each with its stamp: when one changes, the file is checked again."""


def read_file(path: Path) -> bytes:
    """Read a script, but never more of it than the checker allows.

    Raises:
        OSError: It cannot be read, or is not a file.
    """
    # Without O_NONBLOCK merely opening a pipe would wait for somebody to write to it.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(None, "it is not a file")
        return file.read(MAX_BYTES + 1)


def open_source(path: Path, shown: str | None = None) -> Source:
    """Read a script's text; a file that cannot be read becomes a problem like any other."""
    name = shown or str(path)
    try:
        return decode(name, read_file(path))
    except OSError as error:
        source = Source(name, "")
        message = (
            f"This file cannot be read: {error.strerror}. Check that it is there and its rights."
        )
        source.problems.append(source.problem(1, 1, message))
        return source


def surroundings(
    folder: Path, breath_ms: Millis, seen: dict[str, Path] | None = None
) -> Surroundings:
    """What a script in a folder may refer to.

    Args:
        folder: The script's folder; its parts are in the folder `shared` within.
        breath_ms: The length of a breath.
        seen: Filled with the parts that were read, by name.
    """
    home = folder if folder.name == PARTS else folder / PARTS

    def resolve(name: str) -> Source | None:
        for ending in ENDINGS:
            path = home / f"{name}{ending}"
            if path.is_file():
                if seen is not None:
                    seen[name] = path
                return open_source(path)
        return None

    with suppress(OSError):
        parts = frozenset(path.stem for path in home.iterdir() if path.suffix in ENDINGS)
        return Surroundings(
            figures=figures.names(figures.FOLDER),
            chimes=frozenset(CHIME_MS),
            parts=parts,
            resolve=resolve,
            breath_ms=breath_ms,
        )
    return Surroundings(
        figures=figures.names(figures.FOLDER),
        chimes=frozenset(CHIME_MS),
        resolve=resolve,
        breath_ms=breath_ms,
    )


def check_file(
    path: Path, breath_ms: Millis, say_ms: SayMs = estimate_ms, *, exact: bool = False
) -> Checked:
    """Check one file, with what it may refer to."""
    around = surroundings(path.parent, breath_ms)
    return check(path.stem, open_source(path), around, say_ms, exact=exact)


def card_of(script: Script, total_ms: Millis, highest_ms: Millis) -> Card:
    """A session as the home screen shows it."""
    language = script.language
    refusal = refused(script)
    return Card(
        name=script.name,
        title=script.title.into(language),
        summary=script.summary.into(language),
        kind=script.kind,
        total_ms=total_ms,
        highest_ms=highest_ms,
        equipment=tuple(thing.into(language) for thing in script.equipment),
        figure=script.figure,
        refusal=refusal.reason if refusal else "",
    )


class Library:
    """All sessions in some folders.

    Args:
        folders: Where they are; the first one wins where two files have the same name.
        cache: Where the index is kept.
        breath_ms: The length of a breath.
    """

    def __init__(self, folders: Sequence[Path], cache: Path, breath_ms: Millis) -> None:
        self._folders = tuple(folders)
        self._breath_ms = breath_ms
        self._index = _Index(cache / "library.sqlite", _settings_key(breath_ms))
        self._lock = threading.Lock()
        self._scanning = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._cards: tuple[Card, ...] = ()
        self._broken: tuple[Broken, ...] = ()
        self._closed = threading.Event()

    def first_cards(self) -> None:
        """Take the first cards from the index: what can be shown at once."""
        cards = self._index.first(FIRST_CARDS, {str(folder) for folder in self._folders})
        with self._lock:
            self._cards = self._cards or tuple(cards)

    def cards(self) -> Sequence[Card]:
        """Every session that can be shown, in the order to show them."""
        with self._lock:
            return self._cards

    def broken(self) -> Sequence[Broken]:
        """Every file that cannot be used."""
        with self._lock:
            return self._broken

    def on_change(self, listener: Callable[[], None]) -> None:
        """Have a listener called, on any thread, when cards or broken files change."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Let a running scan end early."""
        self._closed.set()

    def path_of(self, session: str) -> Path | None:
        """Where the session of a name is, or None where there is none."""
        if not session or Path(session).name != session or session.startswith("."):
            return None
        for folder in self._folders:
            for ending in ENDINGS:
                path = folder / f"{session}{ending}"
                if path.is_file():
                    return path
        return None

    def names(self) -> list[str]:
        """The names of all session files, whether they can be used or not."""
        return sorted({path.stem for path in self._files()})

    def scan(self) -> None:
        """Look at every file, check what changed, and tell the listeners if anything did."""
        with self._scanning:
            known = self._index.load()
            found: dict[str, tuple[str, Entry]] = {}
            changed: dict[str, tuple[str, Entry]] = {}
            stamps: dict[str, str] = {}
            names: dict[str, str] = {}
            for path in self._files():
                if self._closed.is_set():
                    return
                key = str(path)
                stamp = _stamp(path)
                old = known.get(key)
                if (
                    old is None
                    or old[0] != stamp
                    or any(_stamp_once(part, stamps) != was for part, was in old[1].parts)
                ):
                    old = changed[key] = (stamp, self._look(path))
                if path.stem in names:
                    clash = (
                        f"There is another session of this name: {names[path.stem]}. Rename one."
                    )
                    old = (stamp, Entry(None, Broken(key, clash, 1)))
                names.setdefault(path.stem, key)
                found[key] = old
            self._index.save(changed, set(known) - set(found))
            self._publish([entry for _, entry in found.values()])

    def _files(self) -> Iterator[Path]:
        for folder in self._folders:
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                log.warning("The folder %s cannot be read: %s.", folder, error.strerror)
                continue
            for entry in entries:
                if entry.name.endswith(ENDINGS) and not entry.name.startswith("."):
                    yield folder / entry.name

    def _look(self, path: Path) -> Entry:
        seen: dict[str, Path] = {}
        around = surroundings(path.parent, self._breath_ms, seen)
        checked = check(path.stem, open_source(path), around, estimate_ms)
        parts = tuple((str(part), _stamp(part)) for part in seen.values())
        if checked.is_part:
            message = f"This is a part to be included. Move it to the folder {path.parent / PARTS}."
            return Entry(None, Broken(str(path), message, 1), parts)
        if checked.script is None:
            errors = [problem for problem in checked.problems if problem.is_error]
            return Entry(None, Broken(str(path), errors[0].one_line(), len(errors)), parts)
        return Entry(card_of(checked.script, checked.total_ms, checked.highest_ms), None, parts)

    def _publish(self, entries: list[Entry]) -> None:
        cards = tuple(sorted((e.card for e in entries if e.card), key=_order))
        broken = tuple(e.broken for e in entries if e.broken)
        with self._lock:
            same = cards == self._cards and broken == self._broken
            self._cards, self._broken = cards, broken
        if not same:
            for listener in self._listeners:
                listener()


_KINDS: Final = {kind: place for place, kind in enumerate(Kind)}


def _order(card: Card) -> tuple[int, str]:
    """What can be done comes first, then kind by kind, then by title."""
    place = _KINDS[card.kind] + (len(_KINDS) if card.refusal else 0)
    return place, card.title.casefold()


def _stamp(path: Path) -> str:
    try:
        info = path.stat()
    except OSError:
        return ""
    return f"{info.st_mtime_ns}:{info.st_size}:{info.st_ino}"


def _stamp_once(part: str, stamps: dict[str, str]) -> str:
    if part not in stamps:
        stamps[part] = _stamp(Path(part))
    return stamps[part]


def _settings_key(breath_ms: Millis) -> str:
    """Changes whenever every file must be looked at anew."""
    names = sorted(figures.names(figures.FOLDER))
    return hashlib.sha256(f"{__version__} {breath_ms} {names}".encode()).hexdigest()[:16]


class _Index:
    """What was found, kept in a small database that nobody misses when it is gone."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(self._path, timeout=2.0)
        base.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
            "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT);"
            "CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, folder TEXT, stamp TEXT,"
            " place INT, title TEXT, entry TEXT);"
            "CREATE INDEX IF NOT EXISTS shown ON files (place, title);",
        )
        row = base.execute("SELECT value FROM meta WHERE key = 'key'").fetchone()
        if row is None or row[0] != self._key:
            base.execute("DELETE FROM files")
            base.execute("INSERT OR REPLACE INTO meta VALUES ('key', ?)", (self._key,))
            base.commit()
        return base

    def _with(self, work: Callable[[sqlite3.Connection], Any], otherwise: Any) -> Any:
        """Do something with the database; make it anew when it is broken, and do without it."""
        for attempt in (1, 2):
            try:
                with closing(self._open()) as base:
                    return work(base)
            except sqlite3.DatabaseError as error:
                log.warning("The library's index is made anew: %s.", error)
                if attempt == 1:
                    for ending in ("", "-wal", "-shm"):
                        with suppress(OSError):
                            Path(f"{self._path}{ending}").unlink()
            except OSError as error:
                log.warning("The library's index cannot be kept: %s.", error)
                break
        return otherwise

    def first(self, count: int, folders: set[str]) -> list[Card]:
        """The first cards, in order."""
        if not self._path.exists():
            return []

        def work(base: sqlite3.Connection) -> list[Card]:
            rows = base.execute(
                "SELECT entry, folder FROM files WHERE place >= 0 ORDER BY place, title LIMIT ?",
                (count,),
            )
            entries = [_unpack(text) for text, folder in rows if folder in folders]
            return [entry.card for entry in entries if entry.card]

        cards: list[Card] = self._with(work, [])
        return cards

    def load(self) -> dict[str, tuple[str, Entry]]:
        """Everything that is remembered, by path, with its stamp."""

        def work(base: sqlite3.Connection) -> dict[str, tuple[str, Entry]]:
            rows = base.execute("SELECT path, stamp, entry FROM files")
            return {path: (stamp, _unpack(text)) for path, stamp, text in rows}

        known: dict[str, tuple[str, Entry]] = self._with(work, {})
        return known

    def save(self, changed: dict[str, tuple[str, Entry]], gone: set[str]) -> None:
        """Remember what changed, forget what is gone."""
        if not changed and not gone:
            return

        def work(base: sqlite3.Connection) -> None:
            rows = [
                (
                    path,
                    str(Path(path).parent),
                    stamp,
                    *(_order(entry.card) if entry.card else (-1, "")),
                    _pack(entry),
                )
                for path, (stamp, entry) in changed.items()
            ]
            base.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
            base.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])
            base.commit()

        self._with(work, None)


def _pack(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False)


def _unpack(text: str) -> Entry:
    data = json.loads(text)
    card, broken = data["card"], data["broken"]
    if card:
        card = Card(**{**card, "kind": Kind(card["kind"]), "equipment": tuple(card["equipment"])})
    parts = tuple((part, stamp) for part, stamp in data["parts"])
    return Entry(card, Broken(**broken) if broken else None, parts)
