"""The library's index: what was found at the last look, in a database that nobody misses."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.script.kind import Kind
from kiosk.station import Broken, Card

log = logging.getLogger(__name__)


def order(card: Card) -> tuple[int, str]:
    """The order on the home screen: what can be done first, then kind by kind, then by title."""
    kinds = list(Kind)
    place = kinds.index(card.kind) + (len(kinds) if card.refusal else 0)
    return place, card.title.casefold()


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one file, besides when it was last changed.

    Attributes:
        card: In the session's own language.
        parts: The parts it includes, each with its stamp: when one changes, the file is checked
            again.
        translated: The card in each other language that the file has, by the language's code.
    """

    card: Card | None
    broken: Broken | None
    parts: tuple[tuple[str, str], ...] = ()
    translated: tuple[tuple[str, Card], ...] = ()

    def card_in(self, language: str) -> Card | None:
        """The card in a language, or in the session's own where it is not translated."""
        return next((card for code, card in self.translated if code == language), self.card)

    def bare(self) -> Entry:
        """The same without its parts: what bears on the screen."""
        return replace(self, parts=())


class Index:
    """What was found, by path.

    Args:
        path: The database; made when it is not there, made anew when it is broken.
        key: Changes whenever everything must be looked at anew, which forgets what was found.
    """

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

    def first(self, count: int, folders: set[str]) -> list[Entry]:
        """What is known of the first files that can be shown, in the order of their cards."""
        if not self._path.exists():
            return []

        def work(base: sqlite3.Connection) -> list[Entry]:
            rows = base.execute(
                "SELECT entry, folder FROM files WHERE place >= 0 ORDER BY place, title LIMIT ?",
                (count,),
            )
            return [_unpack(text) for text, folder in rows if folder in folders]

        entries: list[Entry] = self._with(work, [])
        return entries

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
                    *(order(entry.card) if entry.card else (-1, "")),
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
    return Entry(
        _card(card) if card else None,
        Broken(**broken) if broken else None,
        tuple((part, stamp) for part, stamp in data["parts"]),
        tuple((code, _card(each)) for code, each in data["translated"]),
    )


def _card(data: dict[str, Any]) -> Card:
    things = {name: tuple(data[name]) for name in ("equipment", "needs")}
    return Card(**{**data, **things, "kind": Kind(data["kind"])})
