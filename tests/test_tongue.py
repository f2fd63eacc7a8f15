"""The terminal speaks the operator's language, and says what is not in it yet."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from script_text import HEAD

from kiosk import catalogues
from kiosk.cli import _COMMANDS

SESSIONS = Path(__file__).parent.parent / "sessions"
BROKEN = f"{HEAD}steps:\n  - holt: 5s\n    say: Press.\n  - rest: 5\n"
SMALL = f"{HEAD}steps:\n  - hold: 5s\n    say: Press.\n"


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


def in_spanish(*words: str) -> subprocess.CompletedProcess[str]:
    return run(*words, LANG="es_PE.UTF-8")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN)
    return file


# --- the language of a command


def test_the_help_and_the_list_of_commands_are_in_the_language_of_the_environment() -> None:
    done = in_spanish("--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Uso: kiosk [OPCIONES]")
    assert "Muestra este mensaje y termina." in done.stdout
    for english in ("Usage", "Options", "Commands", "Open the kiosk", "Show this message"):
        assert english not in done.stdout


@pytest.mark.parametrize("command", _COMMANDS)
def test_each_command_explains_itself_and_its_options_in_spanish(command: str) -> None:
    english, spanish = run(command, "--help").stdout, in_spanish(command, "--help").stdout
    first = english.splitlines()[2].strip()
    assert first
    assert first not in spanish
    assert "Opciones:" in spanish
    helps = [line for line in english.splitlines() if line.startswith("  -")]
    told = [line.split("  ", 2)[-1].strip() for line in helps]
    assert not [words for words in told if " " in words and words in spanish]


def test_a_mistake_in_a_script_is_told_in_spanish_with_its_place(broken: Path) -> None:
    done = in_spanish("check", str(broken))
    assert done.returncode == 1
    assert f'{broken}:9:5: error: "holt" no es un paso. ¿Querías decir "hold"?' in done.stderr
    assert '"5" no tiene unidad. Escribe "5s" para segundos' in done.stderr
    assert "  9 |   - holt: 5s\n    |     ^^^^" in done.stderr
    assert "0 de 1 archivos están bien." in done.stdout


def test_a_mistake_on_the_command_line_is_told_in_spanish() -> None:
    assert '"chekc" no es una orden. ¿Querías decir "check"?' in in_spanish("chekc").stderr
    assert "No existe la opción '--foo'." in in_spanish("check", "--foo").stderr
    assert "Falta la opción '-o'" in in_spanish("render", "walk").stderr


def test_the_settings_language_is_stronger_than_the_environments(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[voice]\nlanguage = "en"\n')
    assert "is not a command" in run("chekc", LANG="en_GB.UTF-8").stderr
    done = in_spanish("check", "--settings", str(settings), "nowhere.yaml")
    assert "There is no file or folder" in done.stderr
    settings.write_text('[voice]\nlanguage = "es"\n')
    done = run("check", f"--settings={settings}", "nowhere.yaml", LANG="C")
    assert "No existe el archivo o la carpeta" in done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "de_DE.UTF-8"},
        {"LANG": "C"},
        {"LANG": "es_ES.UTF-8", "LC_ALL": "C"},
        {"LANG": "es_ES.UTF-8", "LANGUAGE": "en"},
    ],
)
def test_everywhere_else_it_speaks_english(environment: dict[str, str]) -> None:
    assert run("chekc", **environment).stderr.startswith('kiosk: "chekc" is not a command.')


def test_the_doctor_examines_in_spanish() -> None:
    done = in_spanish("doctor")
    assert "sesiones" in done.stdout
    for english in ("sessions", "settings ", "storage", "can be played", "Sunday", "Monday"):
        assert english not in done.stdout


def test_what_programs_read_is_the_same_in_every_language(tmp_path: Path) -> None:
    file = tmp_path / "tilt.yaml"
    file.write_text(f"{SMALL}    prompts:\n      2s: Let your shoulders sink, and breathe.\n")
    spanish, english = (run("plan", str(file), "--json", LANG=it) for it in ("es_ES.UTF-8", "C"))
    plan = json.loads(english.stdout)
    assert "run into" in plan["dropped"][0]["reason"]
    assert json.loads(spanish.stdout) == plan
    schema = in_spanish("schema").stdout
    assert schema == run("schema").stdout


# --- the language of what is heard


def test_a_session_is_planned_in_the_language_of_the_terminal_or_the_one_asked_for() -> None:
    assert in_spanish("plan", "walk").stdout.startswith("Caminata: ")
    assert in_spanish("plan", "walk", "--language", "en").stdout.startswith("Walking: ")
    assert run("plan", "walk", "--language", "es").stdout.startswith("Caminata: ")


# --- what is missing


def test_every_text_that_is_not_translated_is_listed_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "tilt.yaml"
    file.write_text(SMALL.replace("summary:", "title.es: Inclinación\nsummary:"))
    done = run("check", "--lang", "es", str(file))
    assert done.returncode == 1
    places = [line.partition(": ")[0] for line in done.stderr.splitlines() if line[0] == "/"]
    assert places == [f"{file}:{line}" for line in ("3:10", "5:11", "8:10", "11:10")]
    assert '"Press." is not in "es". Write "say.es:" below it.' in done.stderr
    assert f'{file}: 4 texts are not in "es"' in done.stdout
    assert '0 of 1 files are whole in "es".' in done.stdout


def test_what_a_part_lacks_is_listed_once_for_all_that_include_it(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    part = "part: P\nequipment: mat\nsteps:\n  - ready: Lie down.\n"
    (tmp_path / "shared" / "down.yaml").write_text(part)
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"{HEAD}steps:\n  - include: down\n")
    done = run("check", "--lang", "es", str(tmp_path))
    assert done.stderr.count('"Lie down." is not in "es"') == 1
    assert done.stderr.count('"mat" is not in "es"') == 1


def test_a_session_written_in_a_language_lacks_nothing_in_it(tmp_path: Path) -> None:
    file = tmp_path / "tilt.yaml"
    file.write_text(f"language: es\n{SMALL}")
    done = run("check", "--lang", "es", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert run("check", "--lang", "en", str(file)).returncode == 1


def test_the_shipped_sessions_are_whole_in_spanish(tmp_path: Path) -> None:
    copy = shutil.copytree(SESSIONS, tmp_path / "sessions")
    done = run("check", "--lang", "es", str(copy))
    assert (done.returncode, done.stderr) == (0, "")
    assert run("check", str(copy)).returncode == 0


def test_with_the_library_the_sentences_of_the_program_are_looked_at_too() -> None:
    done = run("check", "--lang", "es_PE")
    missing = catalogues.missing("es")
    assert done.returncode == (1 if missing else 0)
    assert "groundwork.po: " in done.stdout
    assert all(f'groundwork.po: "{each}" is not in' in done.stderr for each in missing)


@pytest.mark.parametrize("tag", ["xx", "", "../es"])
def test_a_language_without_a_catalogue_is_told_how_to_begin_one(tag: str) -> None:
    done = run("check", "--lang", tag)
    assert done.returncode == 2
    assert f'Nothing is translated into "{tag}" yet; there is en and es.' in done.stderr
    assert 'run "make messages"' in done.stderr


def test_a_file_that_cannot_be_read_is_not_called_whole(broken: Path) -> None:
    broken.write_text("title: [")
    done = run("check", "--lang", "es", str(broken))
    assert done.returncode == 1
    assert "has mistakes" in done.stdout
