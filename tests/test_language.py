"""The language of the screen: catalogues that cannot fail, and a Spanish that is whole."""

from __future__ import annotations

import ast
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import messages
import pytest
from babel.messages import mofile
from babel.messages.catalog import Catalog

import kiosk
from kiosk import catalogues, language
from kiosk.language import N_, _, later, ngettext, pgettext

PACKAGE = Path(kiosk.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
SPANISH = catalogues.file_of("es")

HEAD = """msgid ""
msgstr ""
"Language: es\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
HELLO = HEAD + 'msgid "Hello"\nmsgstr "Hola"\n'


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    catalogues._TOLD.clear()
    catalogues._READ.clear()
    yield
    catalogues.choose("en", Path("nowhere"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "locale", HELLO)
    return tmp_path / "locale"


def write(folder: Path, text: str, tag: str = "es") -> None:
    file = catalogues.file_of(tag, folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


# --- one catalogue in force


def test_english_is_what_the_sentences_are_written_in(tmp_path: Path) -> None:
    catalogues.choose("en", tmp_path)
    assert (_("Hello"), language.current()) == ("Hello", "en")
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_is_chosen_is_in_force_at_once(folder: Path, tmp_path: Path) -> None:
    catalogues.choose("es", tmp_path, folder)
    assert (_("Hello"), language.current()) == ("Hola", "es")
    catalogues.choose("en", tmp_path, folder)
    assert _("Hello") == "Hello"


def test_what_is_not_translated_stays_english(folder: Path, tmp_path: Path) -> None:
    catalogues.choose("es", tmp_path, folder)
    assert _("Goodbye") == "Goodbye"
    assert ngettext("{n} day", "{n} days", 2) == "{n} days"


def test_nothing_is_nothing_in_every_language(tmp_path: Path) -> None:
    catalogues.choose("es", tmp_path)
    assert _("") == ""


def test_a_word_can_be_told_apart_by_its_context_and_a_number_by_its_form(tmp_path: Path) -> None:
    text = HEAD + 'msgctxt "body"\nmsgid "Back"\nmsgstr "Espalda"\n\n'
    text += 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} día"\nmsgstr[1] "{n} días"\n'
    write(tmp_path, text)
    catalogues.choose("es", tmp_path / "cache", tmp_path)
    assert (pgettext("body", "Back"), _("Back")) == ("Espalda", "Back")
    assert [ngettext("{n} day", "{n} days", n) for n in (1, 2)] == ["{n} día", "{n} días"]


def test_a_constant_stays_english_until_it_is_shown(folder: Path, tmp_path: Path) -> None:
    catalogues.choose("es", tmp_path, folder)
    assert N_("Hello") == "Hello"


def test_one_thread_speaks_another_language_aside_and_the_screen_keeps_its_own(
    folder: Path, tmp_path: Path
) -> None:
    heard: list[str] = []
    with catalogues.aside("es", tmp_path, folder):
        assert (_("Hello"), language.current()) == ("Hola", "es")
        screen = threading.Thread(target=lambda: heard.append(_("Hello")))
        screen.start()
        screen.join()
    assert (heard, _("Hello"), language.current()) == (["Hello"], "Hello", "en")


def test_no_thread_ever_sees_one_language_with_the_words_of_another(
    folder: Path, tmp_path: Path
) -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    wrong: list[object] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            tag, catalogue = language._in_force
            if (tag == "es") != (catalogue.gettext("Hello") == "Hola"):
                wrong.append(tag)

    readers = [threading.Thread(target=read) for _n in range(3)]
    try:
        for reader in readers:
            reader.start()
        for _n in range(200):
            catalogues.choose("es", tmp_path, folder)
            catalogues.choose("en", tmp_path, folder)
    finally:
        over.set()
        for reader in readers:
            reader.join()
        sys.setswitchinterval(interval)
    assert not wrong


# --- compiled when it is needed, and only then


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that a catalogue was compiled."""
    times: list[str] = []
    write_mo = mofile.write_mo

    def counted(*arguments, **more) -> None:
        times.append("compiled")
        write_mo(*arguments, **more)

    monkeypatch.setattr(mofile, "write_mo", counted)
    return times


def test_a_catalogue_is_compiled_once(folder: Path, tmp_path: Path, compiled: list[str]) -> None:
    for _time in range(3):
        catalogues.choose("es", tmp_path, folder)
        catalogues._READ.clear()  # as after a start
    assert (len(compiled), _("Hello")) == (1, "Hola")
    assert len(list((tmp_path / "locale").glob("*.mo"))) == 1


def test_a_catalogue_is_compiled_again_when_a_translator_changes_it_and_the_old_one_goes(
    folder: Path, tmp_path: Path, compiled: list[str]
) -> None:
    cache = tmp_path / "cache"
    catalogues.choose("es", cache, folder)
    write(folder, HELLO.replace("Hola", "Buenas"))
    catalogues.choose("es", cache, folder)
    assert (len(compiled), _("Hello")) == (2, "Buenas")
    assert len(list((cache / "locale").iterdir())) == 1


def test_a_compiled_catalogue_that_was_cut_short_is_made_anew(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    catalogues.choose("es", cache, folder)
    (made,) = (cache / "locale").iterdir()
    for content in (b"", b"\xde\x12\x04\x95\0", made.read_bytes()[:-30]):
        made.write_bytes(content)
        catalogues._READ.clear()
        catalogues.choose("es", cache, folder)
        assert _("Hello") == "Hola", content


def test_a_cache_that_takes_nothing_costs_no_translation(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    catalogues.choose("es", blocked, folder)
    assert _("Hello") == "Hola"


def test_many_threads_may_compile_at_once(folder: Path, tmp_path: Path) -> None:
    cache, heard = tmp_path / "cache", []

    def speak() -> None:
        catalogues._READ.clear()
        with catalogues.aside("es", cache, folder):
            heard.append(_("Hello"))

    threads = [threading.Thread(target=speak) for _n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == ["Hola"] * 12
    assert [each.suffix for each in (cache / "locale").iterdir()] == [".mo"]


# --- a slip of a translator's is never worth a dead screen

BROKEN = {
    "no catalogue at all": b"\0\1\2",
    "no utf-8": HELLO.encode().replace(b"Hola", b"\xff"),
    "a plural form that is no expression": HELLO.replace("(n != 1)", "(n !=").encode(),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_catalogue_leaves_the_screen_english_and_says_so_once(
    content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "")
    catalogues.file_of("es", tmp_path).write_bytes(content)
    for _time in range(3):
        catalogues.choose("es", tmp_path / "cache", tmp_path)
    assert (_("Hello"), language.current()) == ("Hello", "en")
    (record,) = (each for each in caplog.records if each.levelno >= logging.WARNING)
    assert record.getMessage().startswith("The translations into 'es' cannot be used: ")


@pytest.mark.parametrize("tag", ["fr", "", "../es", "es/../es", "x" * 200, "ES", "e s"])
def test_a_language_nobody_translated_leaves_the_screen_english_and_says_so_once(
    tag: str, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _time in range(3):
        catalogues.choose(tag, tmp_path, folder)
    assert (_("Hello"), language.current()) == ("Hello", "en")
    (record,) = caplog.records
    assert (
        record.getMessage() == f"There are no translations into {tag!r}: the screen stays English."
    )


def test_a_translation_that_names_what_the_sentence_does_not_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = HELLO + '\nmsgid "Next {what}"\nmsgstr "Después: {que}"\n'
    text += '\nmsgid "{n} s"\nmsgstr "{n s"\n'
    write(tmp_path, text)
    catalogues.choose("es", tmp_path / "cache", tmp_path)
    assert (_("Next {what}"), _("{n} s"), _("Hello")) == ("Next {what}", "{n} s", "Hola")
    assert [each.getMessage() for each in caplog.records] == [
        "A translation into 'es' is left out: 'Next {what}' has {what}, and its translation {que}.",
        "A translation into 'es' is left out: '{n} s' has {n}, and its translation {{{}.",
    ]


# --- which language


def test_the_languages_to_choose_from_are_english_and_those_that_have_a_catalogue(
    folder: Path,
) -> None:
    (folder / "notes").mkdir()
    write(folder, HELLO, "de")
    assert catalogues.available(folder) == ("en", "de", "es")
    assert catalogues.available(folder / "gone") == ("en",)


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, "en"),
        ({"LANG": "es_CO.UTF-8"}, "es"),
        ({"LANG": "es_CO.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "es_ES"}, "es"),
        ({"LANG": "C", "LANGUAGE": "xx:es:en"}, "es"),
        ({"LANG": "xx_YY"}, "en"),
    ],
)
def test_the_environment_says_the_language_as_it_does_to_gettext(
    variables: dict[str, str], wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert catalogues.of_environment() == wanted


# --- the sentences of the code


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    return messages.collected()


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    return messages.read(SPANISH)


def ids(catalogue: Catalog) -> set[object]:
    return {(each.context, each.id) for each in catalogue if each.id}


def test_every_sentence_of_the_code_is_in_the_translators_file(
    sentences: Catalog, spanish: Catalog
) -> None:
    assert len(ids(sentences)) > 200
    lacking, gone = ids(sentences) - ids(spanish), ids(spanish) - ids(sentences)
    assert not lacking | gone, (
        f"{SPANISH.name} is behind the code by {len(lacking)} new and {len(gone)} old sentences: "
        f'run "make messages", and translate what is new.'
    )


def test_the_translators_file_is_as_make_messages_writes_it(
    sentences: Catalog, spanish: Catalog
) -> None:
    again = messages.brought_up_to_date(messages.read(SPANISH), sentences)
    assert messages.written(again) == messages.written(spanish) == SPANISH.read_bytes()
    assert "@" not in SPANISH.read_text(encoding="utf-8").partition("\n\n")[0]
    assert SPANISH.read_text(encoding="utf-8").startswith("# Spanish")


def test_make_messages_keeps_what_was_translated_and_drops_what_is_no_longer_said() -> None:
    old, new = Catalog(locale="es", header_comment="# Ours"), Catalog()
    old.add("kept", "guardado")
    old.add("gone", "ido")
    new.add("kept")
    new.add("new {n}")
    text = messages.written(messages.brought_up_to_date(old, new)).decode()
    assert 'msgid "kept"\nmsgstr "guardado"' in text
    assert 'msgid "new {n}"\nmsgstr ""' in text
    assert "ido" not in text
    assert "2026" not in text


def test_a_new_language_begins_with_an_empty_file(sentences: Catalog, tmp_path: Path) -> None:
    file = catalogues.file_of("fr", tmp_path)
    file.parent.mkdir(parents=True)
    file.touch()
    file.write_bytes(messages.written(messages.brought_up_to_date(messages.read(file), sentences)))
    assert file.read_text(encoding="utf-8").startswith('# French\nmsgid ""')
    catalogues.choose("fr", tmp_path / "cache", tmp_path)
    assert (language.current(), _("Start")) == ("fr", "Start")
    assert "Start" in catalogues.missing("fr", tmp_path)


def test_spanish_is_whole() -> None:
    left = catalogues.missing("es")
    assert not left, f"{len(left)} sentences have no Spanish: {'; '.join(left[:5])}"


def test_every_translation_fills_in_the_same_names(spanish: Catalog) -> None:
    assert list(catalogues.slips(spanish)) == []
    for message in spanish:
        if message.id and isinstance(message.id, str) and message.string:
            assert catalogues.names_of(message.id) == catalogues.names_of(message.string)


def test_spanish_says_tu_and_closes_what_it_opens(spanish: Catalog) -> None:
    for message in spanish:
        for text in catalogues._strings(message.string) if message.id else ():
            if not text:
                continue  # another test's
            assert not re.search(r"\b(usted(es)?|vosotros|vuestr\w+|vos)\b", text, re.IGNORECASE)
            prose = re.sub(r"\{[^}]*\}|\"[^\"]*\"", "", text)
            assert prose.count("?") == prose.count("¿"), text
            assert prose.count("!") == prose.count("¡"), text
            assert "quiosco" not in text.casefold(), "it is called a kiosco here"
            english = catalogues._strings(message.id)[0]
            assert text.endswith((".", "…", "?", ":")) == english.endswith((".", "…", "?", ":")), (
                english
            )


# --- how sentences stand in the code


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in messages.KEYWORDS
        ):
            yield node


def imports_it(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "kiosk.language"
        and any(name.name == "_" for name in node.names)
        for node in ast.walk(tree)
    )


def bindings(tree: ast.AST) -> Iterator[int]:
    """The lines where `_` becomes something else."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Name) and node.id == "_" and not isinstance(node.ctx, ast.Load)
        ) or (isinstance(node, ast.arg) and node.arg == "_"):
            yield node.lineno
        if isinstance(node, ast.MatchAs) and node.name == "_":
            yield node.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_who_imports_the_translating_word_uses_it_for_nothing_else(path: Path) -> None:
    tree = tree_of(path)
    if imports_it(tree):
        assert list(bindings(tree)) == [], "give what is thrown away another name than _"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_sentence_is_whole_before_it_is_translated(path: Path) -> None:
    if path.name == "language.py":
        return
    for call in calls(tree_of(path)):
        place = f"line {call.lineno}"
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        for argument in call.args[: 1 if name in {"_", "N_"} else 2]:
            assert not isinstance(argument, ast.JoinedStr), f"{place}: an f-string cannot be found"
            assert not isinstance(argument, ast.BinOp), f"{place}: it is put together"
            assert not (
                isinstance(argument, ast.Call)
                and isinstance(argument.func, ast.Attribute)
                and argument.func.attr == "format"
            ), f"{place}: fill in after translating"
        if name != "_":
            wanted = call.args[:2] if name != "N_" else call.args
            assert all(isinstance(each, ast.Constant) for each in wanted), place


def said_at_import(tree: ast.AST) -> Iterator[int]:
    """The lines that translate when a file is loaded: the language may change later."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = [*node.args.defaults, *node.args.kw_defaults]
            for default in filter(None, defaults):
                yield from (call.lineno for call in translating(default))
        elif isinstance(node, ast.ClassDef):
            yield from said_at_import(node)
        else:
            yield from (call.lineno for call in translating(node))


def translating(tree: ast.AST) -> Iterator[ast.Call]:
    lazy = {id(call) for each in ast.walk(tree) if isinstance(each, ast.Lambda)
            for call in calls(each.body)}  # fmt: skip
    for call in calls(tree):
        if getattr(call.func, "id", "") != "N_" and id(call) not in lazy:
            yield call


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_translated_when_its_file_is_loaded(path: Path) -> None:
    if path.parent.name == "cli":
        return  # a command speaks one language from its beginning to its end
    assert list(said_at_import(tree_of(path))) == [], (
        "mark it with N_, and translate it where shown"
    )


def test_the_rules_above_do_find_what_breaks_them() -> None:
    tree = ast.parse('from kiosk.language import _\nfor _ in x: _(f"a {b}")\nlambda _: 1')
    assert imports_it(tree)
    assert sorted(bindings(tree)) == [2, 3]
    assert [type(call.args[0]) for call in calls(tree)] == [ast.JoinedStr]
    loaded = "class A:\n  b = _('x')\n  def c(self, d=_('y')):\n    return _('z')\nE = N_('w')"
    assert sorted(said_at_import(ast.parse(loaded))) == [2, 3]


# --- what it costs


def test_english_loads_no_translator_and_reads_no_catalogue(tmp_path: Path) -> None:
    program = (
        "import sys; from kiosk import catalogues; from pathlib import Path; "
        f"catalogues.choose('en', Path({str(tmp_path)!r})); "
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_compiled_catalogue_is_read_without_the_compiler(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    catalogues.choose("es", cache, folder)
    program = (
        "import sys; from kiosk import catalogues, language; from pathlib import Path; "
        f"catalogues.choose('es', Path({str(cache)!r}), Path({str(folder)!r})); "
        "assert language._('Hello') == 'Hola'; sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_sentence_that_is_kept_is_said_in_the_language_in_force_then(
    folder: Path, tmp_path: Path
) -> None:
    write(folder, HELLO + '\nmsgid "{who}: {what}"\nmsgstr "{who} dice: {what}"\n')
    kept = later("{who}: {what}", who="Ada", what=later("Hello"))
    assert str(kept) == "Ada: Hello"
    catalogues.choose("es", tmp_path / "cache", folder)
    assert str(kept) == "Ada dice: Hola"
    assert kept == later("{who}: {what}", who="Ada", what=later("Hello"))


# --- what never went through a catalogue

SPOKEN_TO_NOBODY = {
    "audition.py": "a table for each language: what a voice says of itself",
    "catalogues.py": "said in the log, about translations that are missing",
    "cli": "its help is translated by the words it stands under",
    "dose/words.py": "a table for each language: the dose rule is pure",
    "dose/policy.py": "for whoever writes a policy by hand",
    "ears/whisper.py": "why a recogniser does not open: the next is tried, and nobody is told",
    "figures.py": "for who draws figures",
    "ledger": "for who maintains a ledger; what a person sees is in its states",
    "panel.py": "names of products",
    "plan/phrases.py": "a table for each language: the coach's own words",
    "screen/fake.py": "data of make-believe",
    "screen/fake_dose.py": "data of make-believe",
    "screen/fake_reception.py": "data of make-believe",
    "screen/figure_sheet.py": "for who draws figures",
    "script": "the reference of the language that authors write",
    "voice": "what an engine says of itself, filled into sentences that are translated",
}
"""What may hold English sentences as they are, and why."""
LOGGED = {"debug", "info", "warning", "error", "exception", "critical", "getLogger"}
BUGS = {"ValueError", "TypeError", "AssertionError", "RuntimeError", "KeyError"}


def sentences_in(node: ast.AST) -> Iterator[tuple[int, str]]:
    """What reads like a sentence and is neither translated, documentation, logged nor a bug's."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in {*messages.KEYWORDS, *LOGGED, *BUGS}:
            return
    if isinstance(node, ast.Assert) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ):
        return
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    else:
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if re.match(r"[A-Z][a-z]*[ ,]\S+", text) and text.rstrip().endswith((".", "?", ":")):
        yield getattr(node, "lineno", 0), text
        return
    for child in ast.iter_child_nodes(node):
        yield from sentences_in(child)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sentence_of_the_code_goes_round_the_catalogues(path: Path) -> None:
    relative = path.relative_to(PACKAGE)
    places = {str(relative), *(str(folder) for folder in relative.parents)}
    if places & set(SPOKEN_TO_NOBODY):
        return
    found = [(line, text) for line, text in sentences_in(tree_of(path)) if len(text) > 8]
    assert not found, f"put this through _() or N_(): {found}"
