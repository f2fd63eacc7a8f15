"""The catalogues of translations: one ``.po`` file a language, compiled when it is first needed.

A translator's file is ``assets/locale/LANGUAGE/LC_MESSAGES/groundwork.po``. It is compiled into the
cache and compiled again whenever it changes: nothing to build, nothing to forget. English needs no
catalogue: it is what the sentences are written in.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Final

from kiosk import language

if TYPE_CHECKING:  # its import would cost each start
    from babel.messages.catalog import Catalog, Message

log = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).resolve().parent.parent / "assets" / "locale"
DOMAIN: Final = "groundwork"
_TAG: Final = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
_READ: dict[tuple[str, str], GNUTranslations] = {}
"""The catalogues that were put in force already, by language and content."""
_TOLD: set[str] = set()
"""What was logged about catalogues, each once: a language is put in force for every visit."""


def file_of(tag: str, folder: Path = FOLDER) -> Path:
    """Where the translations into a language are."""
    return folder / tag / "LC_MESSAGES" / f"{DOMAIN}.po"


def available(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages the screen can be shown in, English first."""
    try:
        names = [each.name for each in folder.iterdir()]
    except OSError:
        names = []
    found = sorted(name for name in names if file_of(name, folder).exists())
    return (language.ENGLISH, *(tag for tag in found if tag != language.ENGLISH))


def choose(tag: str, cache: Path, folder: Path = FOLDER) -> None:
    """Put a language in force; English where there is no catalogue for it, or a broken one.

    Args:
        tag: Such as ``es``.
        cache: Where compiled catalogues are kept; they may be deleted at any time.
        folder: Where the catalogues are.
    """
    language.use(*_tongue(tag, cache, folder))


@contextmanager
def aside(tag: str, cache: Path | None = None, folder: Path = FOLDER) -> Iterator[None]:
    """Speak a language for a while, in this thread alone; English where `choose` would."""
    with language.aside(*_tongue(tag, cache, folder)):
        yield


def _tongue(tag: str, cache: Path | None, folder: Path) -> language.Tongue:
    english = (language.ENGLISH, NullTranslations())
    if tag == language.ENGLISH:
        return english
    if not _TAG.fullmatch(tag) or not file_of(tag, folder).exists():
        _tell(f"There are no translations into {tag!r}: the screen stays English.")
        return english
    try:
        return tag, _load(tag, cache, folder)
    except Exception as error:  # noqa: BLE001  a slip of a translator's is never worth a dead screen
        _tell(f"The translations into {tag!r} cannot be used: {error}. English it is.")
    return english


def _tell(sentence: str) -> None:
    if sentence not in _TOLD:
        _TOLD.add(sentence)
        log.warning("%s", sentence)


def of_environment() -> str:
    """The language that the environment asks for, as gettext reads it; English where none."""
    known = available()
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            tags = (each.split(".")[0].split("_")[0].lower() for each in value.split(":"))
            return next((tag for tag in tags if tag in known), language.ENGLISH)
    return language.ENGLISH


def missing(tag: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """The English sentences that have no translation into a language, in the file's order.

    Raises:
        FileNotFoundError: There is no catalogue for it.
    """
    catalogue = _read(file_of(tag, folder).read_bytes(), tag)
    return tuple(
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    )


def slips(catalogue: Catalog) -> Iterator[str]:
    """Say of each translation that could not be filled in what is wrong: its {names} differ."""
    for message in catalogue:
        if message.id and not _agrees(message):
            yield (
                f"{_strings(message.id)[0]!r} has {_told(names_of(*_strings(message.id)))}, and "
                f"its translation {_told(names_of(*_strings(message.string)))}."
            )


def names_of(*texts: str) -> frozenset[str]:
    """The names that are filled in: ``{what}``; ``{{`` where a text cannot be filled in at all."""
    try:
        fields = {name for text in texts for _, name, _, _ in Formatter().parse(text)}
    except ValueError:
        return frozenset({"{{"})
    return frozenset(name for name in fields if name is not None)


def _told(names: frozenset[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def _agrees(message: Message) -> bool:
    """Whether a translation can be filled in wherever its sentence is; one form may leave out."""
    given = names_of(*_strings(message.id))
    found = [each for each in _strings(message.string) if each]
    if not found:
        return True
    return names_of(*found) == given if len(found) == 1 else names_of(*found) <= given


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string),)


def _load(tag: str, cache: Path | None, folder: Path) -> GNUTranslations:
    source = file_of(tag, folder).read_bytes()
    digest = hashlib.sha256(source).hexdigest()[:20]
    known = _READ.get((tag, digest))
    if known is not None:
        return known
    found = _compiled(tag, digest, source, cache)
    _READ[tag, digest] = found
    return found


def _compiled(tag: str, digest: str, source: bytes, cache: Path | None) -> GNUTranslations:
    compiled = cache / "locale" / f"{tag}-{digest}.mo" if cache else None
    try:
        if compiled:
            return GNUTranslations(io.BytesIO(compiled.read_bytes()))
    except FileNotFoundError:
        pass
    except Exception as error:  # noqa: BLE001  a cache that was cut short is made anew
        log.info("A compiled catalogue is made anew: %s", error)
    from babel.messages.mofile import write_mo  # noqa: PLC0415  only where it has changed

    catalogue = _read(source, tag)
    for slip in slips(catalogue):
        _tell(f"A translation into {tag!r} is left out: {slip}")
    for message in list(catalogue):
        if message.id and not _agrees(message):
            catalogue.delete(message.id, message.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    if compiled:
        _keep(compiled, buffer.getvalue())
    buffer.seek(0)
    return GNUTranslations(buffer)


def _keep(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; a cache that cannot be written costs time only."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob(f"{file.name.partition('-')[0]}-*.mo"):
            old.unlink(missing_ok=True)
        draft = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.draft")
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as error:
        log.info("%s could not be kept: %s", file, error)


def _read(source: bytes, tag: str) -> Catalog:
    from babel.messages.pofile import read_po  # noqa: PLC0415

    return read_po(io.BytesIO(source), locale=tag, abort_invalid=True)
