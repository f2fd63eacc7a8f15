"""Brings the translators' files up to date with the code: `make messages` runs this.

Every sentence inside `_`, `N_`, `ngettext` and `pgettext` is collected, in alphabetical order. What
was translated stays; what the code no longer says goes. A file changes only where its sentences do:
no date, no line number and nobody's address is in it.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import kiosk
from kiosk import catalogues

KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
COMMENTS = ("For translators:",)
"""A comment that begins so, above a sentence, is shown to whoever translates it."""
KEPT = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
"""The headers that say something."""
PACKAGE = Path(kiosk.__file__).parent


def of_commands() -> Iterator[str]:
    """The help of each command of the terminal: its docstring, as click shows it."""
    for file in sorted((PACKAGE / "cli").glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
                yield ast.get_docstring(node) or ""


def _makes_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("command", "group")


def collected() -> Catalog:
    """Every sentence of the code that is to be translated."""
    catalogue = Catalog()
    found = extract_from_dir(str(PACKAGE), keywords=KEYWORDS, comment_tags=COMMENTS)
    for _file, _line, message, comments, context in found:
        catalogue.add(message, auto_comments=comments, context=context)
    for sentences in of_commands():
        catalogue.add(sentences)
    return catalogue


def read(file: Path) -> Catalog:
    """A translators' file, whose folder names its language."""
    catalogue = read_po(io.BytesIO(file.read_bytes()), locale=file.parts[-3], abort_invalid=True)
    if "FIRST AUTHOR" in catalogue.header_comment:  # a new file is empty
        language = catalogue.locale.english_name if catalogue.locale else file.parts[-3]
        catalogue.header_comment = f"# {language}"
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """A translators' file as it stands in the repository."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    end = next(at for at, line in enumerate(lines) if not line.strip())
    head = [line for line in lines[:end] if line[0] != '"' or line[1:].partition(":")[0] in KEPT]
    return "".join([line for line in head if line != "#, fuzzy\n"] + lines[end:]).encode()


def brought_up_to_date(catalogue: Catalog, sentences: Catalog) -> Catalog:
    """The same translations, of the sentences that the code has now."""
    catalogue.update(sentences, no_fuzzy_matching=True, update_header_comment=False)
    return catalogue


def main() -> None:
    sentences = collected()
    for file in sorted(catalogues.FOLDER.glob(f"*/LC_MESSAGES/{catalogues.DOMAIN}.po")):
        catalogue = brought_up_to_date(read(file), sentences)
        new = written(catalogue)
        if new != file.read_bytes():
            file.write_bytes(new)
        left = len(catalogues.missing(file.parts[-3]))
        sys.stdout.write(f"{file.parts[-3]}: {len(sentences)} sentences, {left} to translate\n")


if __name__ == "__main__":
    main()
