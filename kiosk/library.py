"""The library: the session files there are, checked, and remembered between starts.

Checking ten thousand files takes seconds, so what was found is kept in an index beside the cache.
At the start the first cards come straight from there; then every file is looked at again on
another thread, by date and size, and only what changed is read anew. The index can be deleted at
any time; a broken one is made anew.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.index import Entry, Index, order
from kiosk.language import _, current
from kiosk.settings import ROOT
from kiosk.station import Broken, Card
from kiosk.units import Millis

log = logging.getLogger(__name__)

FIRST_CARDS: Final = 60
"""How many cards are shown before all files have been looked at: several screens full."""
FIGURES: Final = ROOT / "assets" / "figures"
FORM: Final = 2
"""Of what is remembered: an index of another form is made anew."""
PARTS: Final = "shared"
"""The folder, beside the sessions, of parts to be included."""
ENDINGS: Final = (".yaml", ".yml")


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
        self._index = Index(cache / "library.sqlite", _settings_key(breath_ms))
        self._lock = threading.Lock()
        self._scanning = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._shown: tuple[Entry, ...] = ()
        self._told: dict[str, tuple[Card, ...]] = {}
        """The cards by language, each made when it is first asked for."""
        self._broken: tuple[Broken, ...] = ()
        self._closed = threading.Event()
        self._known: dict[str, tuple[str, Entry]] | None = None
        self._unreadable: set[Path] = set()

    def first_cards(self) -> None:
        """Take the first cards from the index: what can be shown at once."""
        entries = self._index.first(FIRST_CARDS, {str(folder) for folder in self._folders})
        with self._lock:
            if not self._shown:
                self._shown, self._told = tuple(each.bare() for each in entries), {}

    def cards(self) -> Sequence[Card]:
        """Every session that can be shown, in the order to show them, in the language in force."""
        language = current()
        with self._lock:
            told = self._told.get(language)
            if told is None:
                told = self._told[language] = _in_order(self._shown, language)
            return told

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

    def scan(self) -> list[str]:
        """Look at every file, check what changed, and tell the listeners if anything did.

        Returns:
            The names of the sessions that were checked.
        """
        with self._scanning:
            known = self._index.load() if self._known is None else self._known
            seen: dict[str, tuple[str, Entry]] = {}
            found: dict[str, tuple[str, Entry]] = {}
            changed: dict[str, tuple[str, Entry]] = {}
            stamps: dict[str, str] = {}
            names: dict[str, str] = {}
            for path in self._files():
                if self._closed.is_set():
                    return []
                key = str(path)
                stamp = _stamp(path)
                old = known.get(key)
                if (
                    old is None
                    or old[0] != (f"{stamp} {current()}" if old[1].broken else stamp)
                    or any(_stamp_once(part, stamps) != was for part, was in old[1].parts)
                ):
                    looked = self._look(path)
                    # What is wrong is told in the language in force, and told anew in another.
                    kept = f"{stamp} {current()}" if looked.broken else stamp
                    old = changed[key] = (kept, looked)
                seen[key] = old
                if path.stem in names:
                    clash = _("There is another session of this name: {file}. Rename one.").format(
                        file=names[path.stem]
                    )
                    old = (stamp, Entry(None, Broken(key, clash, 1)))
                names.setdefault(path.stem, key)
                found[key] = old
            self._index.save(changed, set(known) - set(found))
            self._known = seen
            self._publish([entry for _key, entry in found.values()])
            return [Path(key).stem for key in changed]

    def _files(self) -> Iterator[Path]:
        for folder in self._folders:
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                if folder not in self._unreadable:  # said once, not at every look
                    log.warning("The folder %s cannot be read: %s.", folder, error.strerror)
                self._unreadable.add(folder)
                continue
            self._unreadable.discard(folder)
            for entry in entries:
                if entry.name.endswith(ENDINGS) and not entry.name.startswith("."):
                    yield folder / entry.name

    def _look(self, path: Path) -> Entry:
        # The checker is not needed for the first picture, so it is not loaded before it.
        from kiosk.check.check import check  # noqa: PLC0415
        from kiosk.files import card_of, languages_of, open_source, surroundings  # noqa: PLC0415

        seen: dict[str, Path] = {}
        around = surroundings(path.parent, self._breath_ms, seen)
        checked = check(path.stem, open_source(path), around)
        parts = tuple((str(part), _stamp(part)) for part in seen.values())
        if checked.script is None:
            # A part that was missing may be what is wrong: its folder changes when it comes.
            home = path.parent / PARTS
            parts += ((str(home), _stamp(home)),)
        if checked.is_part:
            message = _("This is a part to be included. Move it to the folder {folder}.").format(
                folder=path.parent / PARTS
            )
            return Entry(None, Broken(str(path), message, 1), parts)
        if checked.script is None:
            errors = [problem for problem in checked.problems if problem.is_error]
            return Entry(None, Broken(str(path), errors[0].one_line(), len(errors)), parts)
        card, *others = (
            (code, card_of(checked.script, checked.total_ms, checked.highest_ms, code))
            for code in languages_of(checked.script)
        )
        return Entry(card[1], None, parts, tuple(others))

    def _publish(self, entries: list[Entry]) -> None:
        shown = sorted(((order(e.card), e.bare()) for e in entries if e.card), key=itemgetter(0))
        found = tuple(entry for _place, entry in shown)
        broken = tuple(entry.broken for entry in entries if entry.broken)
        language = current()
        # Sorted here, so that the screen's thread need not.
        cards = _in_order(found, language)
        with self._lock:
            same = found == self._shown and broken == self._broken
            if not same:
                self._shown, self._told, self._broken = found, {language: cards}, broken
        if not same:
            for listener in self._listeners:
                listener()


def _in_order(entries: Sequence[Entry], language: str) -> tuple[Card, ...]:
    return tuple(sorted((card for each in entries if (card := each.card_in(language))), key=order))


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
    names: list[str] = []
    with suppress(OSError):
        names = sorted(path.name for path in FIGURES.iterdir())
    return hashlib.sha256(f"{__version__} {FORM} {breath_ms} {names}".encode()).hexdigest()[:16]
