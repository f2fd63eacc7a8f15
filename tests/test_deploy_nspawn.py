"""The deployment, tried on fresh machines: a new Debian each, installed and booted in a container.

GROUNDWORK_DEBIAN_MIRROR and GROUNDWORK_DEBIAN_SUITE say which Debian; without them it is the one
that this machine itself uses. The bare Debian is kept in the cache folder for the next night.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.nightly

TREE = Path(__file__).parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "groundwork-tests"
SOURCE = "/usr/local/src/groundwork"
NSPAWN = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit"]

# The guest has no graphics: the kiosk draws in memory, and there is no console to own.
DROP_IN = """\
[Service]
Environment=SDL_VIDEODRIVER=offscreen
StandardInput=null
"""
PROBE_UNIT = """\
[Unit]
Description=Tries the kiosk's service, then turns the machine off
After=kiosk.service

[Service]
Type=oneshot
ExecStart=/bin/sh /usr/local/lib/probe.sh
ExecStopPost=/bin/systemctl poweroff --no-block
TimeoutStartSec=240

[Install]
WantedBy=multi-user.target
"""
PROBE = """\
say() { echo "$1=$2" >>/var/tmp/result; }
show() { systemctl show kiosk.service -P "$1"; }
until_true() { # gives up after 60 s
    n=0
    while ! eval "$1" && [ $n -lt 600 ]; do sleep 0.1; n=$((n + 1)); done
}
another() { # in this order: a process that has just died still counts as active for a moment
    now=$(show MainPID)
    [ "$now" != 0 ] && [ "$now" != "$pid" ] && [ "$(show ActiveState)" = active ]
}
trap 'journalctl -u kiosk.service --no-pager >/var/tmp/journal' EXIT

until_true '[ "$(show ActiveState)" = active ]'
say booted "$(show ActiveState) $(show Type) $(show User)"
pid=$(show MainPID)
say command "$(tr '\\0' ' ' </proc/$pid/cmdline)"
say groups "$(id -nG groundwork)"

kill -KILL "$pid"
until_true another
say killed "$(show ActiveState) $(show NRestarts)"

pid=$(show MainPID)
kill -STOP "$pid"
until_true another
say hung "$(show ActiveState) $(show NRestarts)"

rm /etc/systemd/system/kiosk.service.d/offscreen.conf
printf '[Service]\\nStandardInput=null\\n' >/etc/systemd/system/kiosk.service.d/console.conf
systemctl daemon-reload
systemctl restart --no-block kiosk.service
until_true 'show StatusText | grep -q display'
pid=$(show MainPID)
sleep 6 # three of its looks for a display
[ "$(show MainPID)" = "$pid" ] && say waiting "$(show ActiveState) $(show StatusText)"
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A fresh Debian with the tree on it, in a folder."""

    root: Path

    def command(self, *command: str) -> list[str]:
        return [*NSPAWN, f"--directory={self.root}", "--as-pid2", "--pipe", *pip_here(), *command]

    def run(self, *command: str, timeout: int = 900) -> subprocess.CompletedProcess[str]:
        """Run a command there without booting, from the tree; its output is one text."""
        return subprocess.run(
            self.command("--chdir=" + SOURCE, *command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )

    def must(self, *command: str, timeout: int = 900) -> str:
        done = self.run(*command, timeout=timeout)
        assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def boot(self, timeout: int = 300) -> str:
        """Boot it and wait until it has turned itself off; what the console showed."""
        done = subprocess.run(
            [*NSPAWN, f"--directory={self.root}", "--boot"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )
        return done.stdout

    def write(self, path: str, text: str) -> None:
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def read(self, path: str) -> str:
        return (self.root / path.lstrip("/")).read_text(errors="replace")


def pip_here() -> list[str]:
    """Let pip in the guest reach what it reaches here."""
    options: list[str] = []
    certificates = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    if certificates and Path(certificates).is_file():
        options += [f"--bind-ro={certificates}:/etc/guest.crt", "--setenv=PIP_CERT=/etc/guest.crt"]
    for name in ("PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT", "http_proxy", "https_proxy", "no_proxy"):
        if os.environ.get(name):
            options.append(f"--setenv={name}={os.environ[name]}")
    return options


def debian_here() -> tuple[str, str]:
    """The suite to try, and the mirror that this machine has its own packages from."""
    own = platform.freedesktop_os_release()["VERSION_CODENAME"]
    mirror = os.environ.get("GROUNDWORK_DEBIAN_MIRROR", "")
    if not mirror:
        listed = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(CODENAME) $(ORIGIN) $(REPO_URI)"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        start = f"{own} Debian "
        found = [line for line in listed.splitlines() if line.startswith(start)]
        assert found, "apt has no lists here: run apt-get update, or set GROUNDWORK_DEBIAN_MIRROR"
        mirror = found[0].removeprefix(start)
    return os.environ.get("GROUNDWORK_DEBIAN_SUITE") or own, mirror


@pytest.fixture(scope="session")
def bare_debian() -> Path:
    if os.geteuid() != 0:
        pytest.skip("a fresh machine in a container needs root: sudo make nightly")
    for tool in ("debootstrap", "systemd-nspawn"):
        assert shutil.which(tool), f"{tool} is missing, which `make nightly` installs"
    suite, mirror = debian_here()
    root = CACHE / f"debian-{suite}-{platform.machine()}"
    if not root.exists():
        half = root.with_name(f"{root.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=systemd-sysv", suite, half, mirror],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=900,
            check=False,
        )
        assert made.returncode == 0, f"no fresh Debian could be made:\n{made.stdout}"
        half.rename(root)
    return root


@pytest.fixture
def machine(bare_debian: Path, tmp_path: Path) -> Iterator[Machine]:
    root = tmp_path / "root"
    subprocess.run(["cp", "-a", "--reflink=auto", bare_debian, root], check=True, timeout=300)
    # A container's name is its root's: the host's own name in it would be a false friend.
    (root / "etc/hostname").write_text("kiosk\n")
    shutil.copytree(
        TREE,
        root / SOURCE.lstrip("/"),
        ignore=shutil.ignore_patterns(
            ".git", ".venv", "build", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis"
        ),
    )
    yield Machine(root)
    shutil.rmtree(root)


def snapshot(root: Path, *folders: str) -> dict[str, tuple[int, int, int]]:
    """Every file with its time, size and mode; folders are there, but with no time of theirs."""
    seen = {}
    for folder in folders:
        for path in [root / folder, *(root / folder).rglob("*")]:
            about = path.lstat()
            when = 0 if stat.S_ISDIR(about.st_mode) else about.st_mtime_ns
            seen[str(path.relative_to(root))] = (when, about.st_size, about.st_mode)
    return seen


def test_the_installed_kiosk_opens_at_boot_comes_back_and_waits_for_a_display(
    machine: Machine,
) -> None:
    machine.must("deploy/install.sh")
    settings = machine.read("/etc/groundwork/settings.toml") + "# a word of the operator\n"
    machine.write("/etc/groundwork/settings.toml", settings)

    before = snapshot(machine.root, "opt", "etc")
    again = machine.must("deploy/install.sh")
    assert snapshot(machine.root, "opt", "etc") == before, again
    assert machine.read("/etc/groundwork/settings.toml") == settings

    machine.write("/etc/systemd/system/kiosk.service.d/offscreen.conf", DROP_IN)
    machine.write("/etc/systemd/system/probe.service", PROBE_UNIT)
    machine.write("/usr/local/lib/probe.sh", PROBE)
    machine.must("systemctl", "enable", "probe.service")
    console = machine.boot()
    result = dict(line.split("=", 1) for line in machine.read("/var/tmp/result").splitlines())  # noqa: S108
    told = json.dumps(result, indent=1) + machine.read("/var/tmp/journal") + console  # noqa: S108
    assert result["booted"] == "active notify groundwork", told
    assert "kiosk run" in result["command"], told
    assert {"video", "render", "input", "audio"} <= set(result["groups"].split()), told
    assert result["killed"] == "active 1", told
    assert result["hung"] == "active 2", told
    assert result.get("waiting", "").startswith("activating No display"), told

    machine.must("deploy/install.sh", "--uninstall")
    assert not (machine.root / "opt/groundwork").exists()
    assert not (machine.root / "etc/systemd/system/kiosk.service").exists()
    assert machine.read("/etc/groundwork/settings.toml") == settings
    machine.must("deploy/install.sh", "--uninstall", "--purge")
    assert not (machine.root / "etc/groundwork").exists()


def test_make_run_on_a_fresh_machine_plays_a_session_and_says_why(machine: Machine) -> None:
    machine.must("sh", "-c", "apt-get -q update && apt-get -qy install make")
    lines, began = first_lines(machine, ["make", "run"], until="Playing pelvic-tilt", then=1)
    assert began, "".join(lines)
    assert any(line.startswith("No display: ") for line in lines), "".join(lines)

    # The second time nothing is installed.
    lines, began = first_lines(machine, ["make", "run"], until="Playing pelvic-tilt", then=1)
    assert began, "".join(lines)
    assert not any("groundwork: Installing" in line for line in lines), "".join(lines)


def test_an_install_that_was_killed_heals_on_the_next_run(machine: Machine) -> None:
    filling = "groundwork: Installing the Python packages"
    lines, began = first_lines(machine, ["deploy/bootstrap.sh", "run"], until=filling, then=4)
    assert began, "".join(lines)
    tree = machine.root / SOURCE.lstrip("/")
    assert (tree / ".venv/.filling").exists()
    assert not (tree / ".venv/.ready-run").exists()

    machine.must("deploy/bootstrap.sh", "run")
    assert (tree / ".venv/.ready-run").exists()
    machine.must(".venv/bin/python", "-c", "import kivy, numpy, sounddevice, kiosk")


def test_every_check_passes_on_a_fresh_machine_with_nobody_at_the_keyboard(
    machine: Machine,
) -> None:
    machine.must("sh", "-c", "apt-get -q update && apt-get -qy install make")
    assert " passed" in machine.must("sh", ".ci/run", timeout=3600)


def first_lines(
    machine: Machine, command: list[str], *, until: str, then: int
) -> tuple[list[str], bool]:
    """Run until a line has `until` in it and `then` more have come, then pull the plug."""
    lines: list[str] = []
    with subprocess.Popen(
        machine.command("--chdir=" + SOURCE, *command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as running:
        assert running.stdout
        deadline = time.monotonic() + 900
        left = None
        try:
            for line in running.stdout:
                lines.append(line)
                if left is not None:
                    left -= 1
                elif until in line:
                    left = then
                if left == 0:
                    return lines, True
                assert time.monotonic() < deadline, "".join(lines)
        finally:
            # nspawn's own end takes every process of the guest with it.
            os.killpg(running.pid, signal.SIGKILL)
    return lines, False
