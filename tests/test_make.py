"""`make run` and `make test` get a machine ready, or say in a sentence why they cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

TREE = Path(__file__).parent.parent

# What every Debian has, whatever else is missing.
TOOLS = [
    *("cat", "chmod", "cp", "dirname", "echo", "env", "flock", "getconf", "grep", "mkdir", "mv"),
    *("readlink", "rm", "sed", "sh", "sha256sum", "sync", "tr", "true"),
]

# A Python in miniature: it can be asked for its version, make a venv, and play pip.
PYTHON = """\
#!/bin/sh
echo "python $*" >>"$STUB_LOG"
case "$1 $2" in
"-c import pip") exit 0 ;;
"-c "*) echo "${STUB_PYTHON:-3.11 whole}" ;;
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip") [ -z "${STUB_PIP_FAILS:-}" ] ;;
*) exit 1 ;;
esac
"""


@dataclass
class FreshMachine:
    """A tree on a machine where each command is a stand-in that writes down how it was called."""

    tree: Path
    bin: Path
    environment: dict[str, str] = field(default_factory=dict)

    def command(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>"$STUB_LOG"\n{script}\n')
        path.chmod(0o755)

    def bootstrap(self, role: str = "run") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.tree / "deploy/bootstrap.sh"), role],
            env={"PATH": str(self.bin), "STUB_LOG": str(self.log), **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def log(self) -> Path:
        return self.bin.parent / "log"

    def calls(self, start: str) -> list[str]:
        """The calls so far that start so; then they are forgotten."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [line for line in lines if line.startswith(start)]


@pytest.fixture
def machine(tmp_path: Path) -> FreshMachine:
    tree = tmp_path / "tree"
    shutil.copytree(TREE / "deploy", tree / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", *(lock.name for lock in TREE.glob("requirements*.lock"))):
        shutil.copy(TREE / name, tree)
    (tmp_path / "bin").mkdir()
    fresh = FreshMachine(tree, tmp_path / "bin")
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (fresh.bin / tool).symlink_to(found)
    (fresh.bin / "python3").write_text(PYTHON)
    (fresh.bin / "python3").chmod(0o755)
    fresh.command("id", "echo 0")
    fresh.command("dpkg", "")
    fresh.command("apt-get", "")
    # A Debian 12: it knows no libasound2t64.
    fresh.command("apt-cache", '[ "$2" != libasound2t64 ]')
    # All is installed but these.
    fresh.command(
        "dpkg-query",
        'shift 3; for one; do case " ${STUB_MISSING:-} libasound2t64 " in *" $one "*) ;; '
        '*) echo "$one=installed" ;; esac; done',
    )
    return fresh


def test_a_machine_with_all_packages_needs_no_root_and_no_apt(machine: FreshMachine) -> None:
    machine.command("id", "echo 1000")
    done = machine.bootstrap()
    assert done.returncode == 0, done.stderr
    assert machine.calls("apt-get") == []
    assert (machine.tree / ".venv/.ready-run").exists()


def test_only_missing_packages_are_installed_by_the_name_this_debian_knows(
    machine: FreshMachine,
) -> None:
    machine.environment["STUB_MISSING"] = "espeak-ng libasound2"
    done = machine.bootstrap()
    assert done.returncode == 0, done.stderr
    update, install = machine.calls("apt-get")
    assert update.endswith("update")
    assert install.split("Timeout=300 ")[1] == "libasound2 espeak-ng"


def test_somebody_who_may_not_install_is_told_what_to_ask_for(machine: FreshMachine) -> None:
    machine.environment["STUB_MISSING"] = "espeak-ng libgbm1"
    machine.command("id", "echo 1000")
    machine.command("sudo", "exit 1")
    for _ in range(2):
        done = machine.bootstrap()
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert done.stderr.endswith("may run: sudo apt-get install libgbm1 espeak-ng\n")
        assert machine.calls("apt-get") == []
        (machine.bin / "sudo").unlink(missing_ok=True)


def test_sudo_is_used_where_it_needs_no_password(machine: FreshMachine) -> None:
    machine.environment["STUB_MISSING"] = "sox"
    machine.command("id", "echo 1000")
    machine.command("sudo", '[ "$1" = -n ] && shift && "$@"')
    done = machine.bootstrap("test")
    assert done.returncode == 0, done.stderr
    assert any("install" in call and call.endswith(" sox") for call in machine.calls("apt-get"))


def test_the_packages_come_from_the_lock_by_hash_and_ours_downloads_nothing(
    machine: FreshMachine,
) -> None:
    machine.bootstrap()
    locked, ours = machine.calls("python -m pip install")
    assert "--require-hashes" in locked
    assert locked.endswith("/requirements.lock")
    assert "--no-deps" in ours
    assert "--no-build-isolation" in ours


def test_a_machine_made_ready_once_is_left_alone(machine: FreshMachine) -> None:
    assert machine.bootstrap("test").returncode == 0
    machine.calls("")
    for role in ("test", "run"):
        done = machine.bootstrap(role)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.calls("") == []


def test_a_changed_lock_is_installed_into_the_environment_there_is(machine: FreshMachine) -> None:
    machine.bootstrap()
    (machine.tree / ".venv/keepsake").touch()
    lock = machine.tree / "requirements.lock"
    lock.write_text(lock.read_text() + "# newer\n")
    machine.calls("")
    assert machine.bootstrap().returncode == 0
    assert len(machine.calls("python -m pip install")) == 2
    assert (machine.tree / ".venv/keepsake").exists()


@pytest.mark.parametrize("what_is_left", [".filling", "nothing"])
def test_an_environment_left_half_made_is_made_anew(
    machine: FreshMachine, what_is_left: str
) -> None:
    if what_is_left == ".filling":  # the power went while pip was at work
        machine.bootstrap()
        (machine.tree / ".venv/.filling").touch()
    else:  # it went before there was a Python
        (machine.tree / ".venv/bin").mkdir(parents=True)
    (machine.tree / ".venv/debris").touch()
    machine.calls("")
    assert machine.bootstrap().returncode == 0
    assert len(machine.calls("python -m venv")) == 1
    assert not (machine.tree / ".venv/debris").exists()
    assert not (machine.tree / ".venv/.filling").exists()


def test_pip_failing_is_said_and_does_not_cost_the_environment(machine: FreshMachine) -> None:
    machine.bootstrap()
    (machine.tree / ".venv/keepsake").touch()
    lock = machine.tree / "requirements.lock"
    lock.write_text(lock.read_text() + "# newer\n")
    machine.environment["STUB_PIP_FAILS"] = "yes"
    done = machine.bootstrap()
    assert done.returncode == 1
    assert "no network or a full disk" in done.stderr
    del machine.environment["STUB_PIP_FAILS"]
    assert machine.bootstrap().returncode == 0
    assert (machine.tree / ".venv/keepsake").exists()


def test_a_python_without_its_venv_module_is_given_it(machine: FreshMachine) -> None:
    machine.environment["STUB_PYTHON"] = "3.11 bare"
    done = machine.bootstrap()
    # The stand-in stays bare, so there is an end to it; what counts is what was asked for.
    assert any(call.endswith(" python3.11-venv") for call in machine.calls("apt-get"))
    assert done.returncode == 1


def test_a_machine_with_no_fitting_python_is_told_which_would_do(machine: FreshMachine) -> None:
    (machine.bin / "python3").write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.14.0\n')
    done = machine.bootstrap()
    assert done.returncode == 1
    assert "between 3.11 and 3.13" in done.stderr
    assert "Python 3.14.0" in done.stderr
    assert machine.calls("apt-get") == []


@pytest.mark.parametrize(
    ("version", "fits"),
    [("3.10.9", False), ("3.11.0", True), ("3.13.9", True), ("3.14.0", False)],
)
def test_the_pythons_that_fit_are_the_ones_that_the_project_names(
    machine: FreshMachine, version: str, *, fits: bool
) -> None:
    named = tomllib.loads((TREE / "pyproject.toml").read_text())["project"]["requires-python"]
    assert named == ">=3.11,<3.14"
    claim = f"import sys; sys.version_info = {tuple(map(int, version.split('.')))}"
    (machine.bin / "python3").write_text(
        f'#!/bin/sh\n[ "$1" = -c ] && exec {sys.executable} -c "{claim}\n$2"\nexit 1\n'
    )
    done = machine.bootstrap()
    assert ("Making the Python environment" in done.stderr) is fits
    assert ("No Python between" in done.stderr) is not fits


def make(*arguments: str) -> str:
    # A make above this one, as in `make test`, would otherwise hand down its own flags.
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    return subprocess.run(
        ["make", *arguments],
        cwd=TREE,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout


def test_make_alone_lists_what_there_is() -> None:
    listing = make()
    for target in ("run", "test", "nightly", "bench", "lock"):
        assert f"\n{target} " in f"\n{listing}"


def test_make_test_runs_every_check() -> None:
    plan = make("--dry-run", "test")
    for check in (
        "ruff check",
        "ruff format --check",
        "/mypy",
        "kiosk check sessions",
        "shellcheck",
        'pytest -m "not nightly"',
    ):
        assert check in plan, check
    assert "bootstrap.sh test" in plan


def test_ci_runs_make_test_and_nothing_else() -> None:
    assert "exec make --keep-going test </dev/null" in (TREE / ".ci/run").read_text()
