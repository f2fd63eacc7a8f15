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
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk import language

if TYPE_CHECKING:  # its import would cost each start
    from babel.messages.catalog import Catalog

log = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).resolve().parent.parent / "assets" / "locale"
DOMAIN: Final = "groundwork"


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
    if tag == language.ENGLISH:
        language.use(tag, NullTranslations())
        return
    try:
        catalogue = _load(tag, cache, folder)
    except FileNotFoundError:
        log.warning("There are no translations into %r: the screen stays English.", tag)
        language.use(language.ENGLISH, NullTranslations())
    except Exception as error:  # noqa: BLE001  a slip of a translator's is never worth a dead screen
        log.warning("The translations into %r cannot be used: %s. English it is.", tag, error)
        language.use(language.ENGLISH, NullTranslations())
    else:
        language.use(tag, catalogue)


def of_environment() -> str:
    """The language that the environment asks for, as gettext reads it; English where none."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            tag = value.split(":")[0].split(".")[0].split("_")[0].lower()
            return tag if tag in available() else language.ENGLISH
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


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string),)


def _load(tag: str, cache: Path, folder: Path) -> GNUTranslations:
    source = file_of(tag, folder).read_bytes()
    digest = hashlib.sha256(source).hexdigest()[:20]
    compiled = cache / "locale" / f"{tag}-{digest}.mo"
    try:
        return GNUTranslations(io.BytesIO(compiled.read_bytes()))
    except FileNotFoundError:
        pass
    except Exception as error:  # noqa: BLE001  a cache that was cut short is made anew
        log.info("%s is made anew: %s", compiled.name, error)
    from babel.messages.mofile import write_mo  # noqa: PLC0415  only where it has changed

    buffer = io.BytesIO()
    write_mo(buffer, _read(source, tag))
    _keep(compiled, buffer.getvalue())
    buffer.seek(0)
    return GNUTranslations(buffer)


def _keep(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; a cache that cannot be written costs time only."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob(f"{file.name.partition('-')[0]}-*.mo"):
            old.unlink(missing_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.draft")
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as error:
        log.info("%s could not be kept: %s", file, error)


def _read(source: bytes, tag: str) -> Catalog:
    from babel.messages.pofile import read_po  # noqa: PLC0415

    return read_po(io.BytesIO(source), locale=tag, abort_invalid=True)
