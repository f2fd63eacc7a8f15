"""What is shipped to put the kiosk on a machine is right before any machine sees it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from kiosk.settings import Settings, load

TREE = Path(__file__).parent.parent
DEPLOY = TREE / "deploy"
SCRIPTS = [*sorted(DEPLOY.glob("*.sh")), TREE / ".ci/run"]
LOCKS = ("requirements.lock", "requirements-ears.lock", "requirements-dev.lock")


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kiosk_start", DEPLOY / "kiosk_start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unit() -> dict[str, dict[str, list[str]]]:
    sections: dict[str, dict[str, list[str]]] = {}
    keys: dict[str, list[str]] = {}
    for line in (DEPLOY / "kiosk.service").read_text().splitlines():
        if line.startswith("["):
            keys = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            keys.setdefault(key, []).append(value)
    return sections


# --- scripts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_passes_shellcheck_and_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    done = subprocess.run(
        ["shellcheck", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout


def install(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run install.sh as somebody who may change nothing."""
    nobody = 65534 if os.geteuid() == 0 else None
    return subprocess.run(
        ["/bin/sh", "-s", "--", *arguments],
        input=(DEPLOY / "install.sh").read_text(),
        capture_output=True,
        text=True,
        cwd="/",
        user=nobody,
        timeout=60,
        check=False,
    )


def test_install_explains_itself_to_anybody() -> None:
    done = install("--help")
    assert done.returncode == 0
    for option in ("--uninstall", "--purge", "--no-start"):
        assert option in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Only root can install a service"),
        (("--sideways",), "knows no --sideways"),
        (("--purge",), "--purge goes with --uninstall"),
    ],
)
def test_install_refuses_in_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = install(*arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


# --- the unit -----------------------------------------------------------------------------------


def test_the_service_tells_when_it_is_ready_and_is_restarted_for_ever() -> None:
    service = unit()["Service"]
    assert service["Type"] == ["notify"]
    assert service["Restart"] == ["always"]
    assert int(service["RestartSec"][0]) >= 1
    assert int(service["WatchdogSec"][0]) >= 5
    assert unit()["Unit"]["StartLimitIntervalSec"] == ["0"]
    assert unit()["Install"]["WantedBy"] == ["multi-user.target"]


def test_the_service_runs_what_install_puts_there_as_the_user_it_makes() -> None:
    service = unit()["Service"]
    _, *arguments = service["ExecStart"][0].split()
    program = next(word for word in arguments if word.endswith(".py"))
    assert program.startswith("/opt/groundwork/current/")
    assert (TREE / program.removeprefix("/opt/groundwork/current/")).is_file()
    users = (DEPLOY / "groundwork.sysusers").read_text()
    assert re.search(rf"^u {service['User'][0]} ", users, re.MULTILINE)
    for group in service["SupplementaryGroups"][0].split():
        assert re.search(rf"^g {group} ", users, re.MULTILINE), group
        assert re.search(rf"^m groundwork {group}$", users, re.MULTILINE), group


def test_the_service_owns_the_console_and_keeps_kivy_in_its_own_folder() -> None:
    sections = unit()
    assert "getty@tty1.service" in sections["Unit"]["Conflicts"]
    environment = dict(pair.split("=", 1) for pair in sections["Service"]["Environment"])
    assert environment["KIVY_NO_ARGS"] == "1"
    assert environment["KIVY_LOG_MODE"] == "PYTHON"
    assert environment["KIVY_NO_FILELOG"] == "1"
    assert environment["KIVY_HOME"].startswith("/var/lib/groundwork/")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    # The program is not installed here, so another one stands in its place.
    text = (DEPLOY / "kiosk.service").read_text()
    copy = tmp_path / "kiosk.service"
    copy.write_text(re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", text, flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", copy],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "kiosk.service" in line]
    assert ours == []


def test_the_panels_light_is_the_kiosks_to_dim_and_the_rule_goes_when_it_goes() -> None:
    rule = (DEPLOY / "99-groundwork-backlight.rules").read_text()
    assert 'SUBSYSTEM=="backlight"' in rule
    assert "chgrp video" in rule
    assert "chmod g+w" in rule
    service = unit()["Service"]
    assert "video" in service["SupplementaryGroups"][0].split()
    # /sys is read-only for the service but for this: the class leads to a device below it.
    assert service["ProtectKernelTunables"] == ["yes"]
    assert service["ReadWritePaths"] == ["-/sys/devices"]
    script = (DEPLOY / "install.sh").read_text()
    assert re.search(
        r"^light=/etc/udev/rules.d/99-groundwork-backlight.rules$", script, re.MULTILINE
    )
    assert 'rm -rf "$home" "$unit" "$users" "$light" "$pins" "$command"' in script


def test_the_pins_of_a_board_are_the_kiosks_to_read_and_the_rule_goes_when_it_goes() -> None:
    rule = (DEPLOY / "99-groundwork-gpio.rules").read_text()
    assert 'SUBSYSTEM=="gpio", KERNEL=="gpiochip*", GROUP="gpio", MODE="0660"' in rule
    service = unit()["Service"]
    assert "gpio" in service["SupplementaryGroups"][0].split()
    assert "DevicePolicy" not in service, "a device that is not named would be locked"
    assert "PrivateDevices" not in service
    script = (DEPLOY / "install.sh").read_text()
    assert re.search(r"^pins=/etc/udev/rules.d/99-groundwork-gpio.rules$", script, re.MULTILINE)
    rules = script.index('99-groundwork-gpio.rules" "$pins"')
    assert script.index('systemd-sysusers "$users"') < rules, "udev must find the group"


def test_every_setting_shown_to_the_operator_is_a_setting(tmp_path: Path) -> None:
    shown = tmp_path / "settings.toml"
    text = (DEPLOY / "settings.toml").read_text()
    shown.write_text(re.sub(r"^#(?=[a-z])", "", text, flags=re.MULTILINE))
    loaded = load([shown])
    assert loaded.problems == ()
    assert loaded.settings.panel_mm == (155, 88)
    assert loaded.settings.data == Path("/var/lib/groundwork/state/groundwork")
    without = Settings(
        panel_mm=(155, 88),
        folders=loaded.settings.folders,
        data=loaded.settings.data,
        listen=loaded.settings.listen,  # as what is set where somebody decides
        button=17,
        presence=4,
    )
    assert loaded.settings == without
    assert load([DEPLOY / "settings.toml"]).settings == Settings()


# --- packages and locks -------------------------------------------------------------------------


def test_the_package_lists_name_each_package_once() -> None:
    names: list[str] = []
    lists = sorted(DEPLOY.glob("packages-*.txt"))
    assert [path.stem for path in lists] == ["packages-nightly", "packages-run", "packages-test"]
    for path in lists:
        lines = [line.split("#")[0].strip() for line in path.read_text().splitlines()]
        for line in filter(None, lines):
            for name in line.split("|"):
                assert re.fullmatch(r"[a-z0-9][a-z0-9+.-]+", name), f"{path.name}: {line}"
                names.append(name)
    assert len(names) == len(set(names))


def pins(lock: str) -> dict[str, set[str]]:
    """Each package's pinned lines, with their markers."""
    found: dict[str, set[str]] = {}
    text = (TREE / lock).read_text().replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            pin, *hashes = line.split("--hash=")
            assert hashes, f"{lock} has no hash for: {line}"
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one.strip()) for one in hashes), line
            match = re.match(r"([A-Za-z0-9._-]+)==\S+", pin)
            assert match, f"{lock} does not pin: {line}"
            found.setdefault(match[1].lower().replace("_", "-"), set()).add(pin.strip())
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_all_by_hash_and_names_no_host(lock: str) -> None:
    assert len(pins(lock)) > 10
    assert "://" not in (TREE / lock).read_text()


def test_all_locks_agree_and_hold_what_the_project_asks_for() -> None:
    run, ears, dev = (pins(lock) for lock in LOCKS)
    assert {name: ears.get(name) for name in run} == run
    assert {name: dev.get(name) for name in ears} == ears
    project = tomllib.loads((TREE / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for lock, wanted in (
        (run, asked),
        (ears, project["project"]["optional-dependencies"]["ears"]),
        (dev, project["dependency-groups"]["dev"]),
    ):
        for requirement in wanted:
            name = re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower()
            assert name in lock, f"{name}: run `make lock`"


# --- finding the display ------------------------------------------------------------------------


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    """A Raspberry Pi 5: one card draws and has no connector, the other has two."""
    for name, status in {
        "card0": None,
        "card1": None,
        "card1-HDMI-A-1": "disconnected",
        "card1-HDMI-A-2": "connected",
        "card1-Writeback-1": "unknown",
        "renderD128": None,
        "version": None,
    }.items():
        (tmp_path / name).mkdir()
        if status:
            (tmp_path / name / "status").write_text(f"{status}\n")
    return tmp_path


def look(
    start: ModuleType, environment: Mapping[str, str], cards: Path | str = "/nowhere"
) -> dict[str, str] | str:
    found: dict[str, str] | str = start.find_display(environment, str(cards), "/dev/dri")
    return found


def test_a_desktop_is_used_as_it_is(start: ModuleType, cards: Path) -> None:
    assert look(start, {"DISPLAY": ":0"}, cards) == {}
    assert look(start, {"SDL_VIDEODRIVER": "offscreen"}, cards) == {}


def test_the_card_with_a_display_is_chosen_whatever_its_number(
    start: ModuleType, cards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(start, "hindrance", lambda device: opened.append(device) or "")
    chosen = {"SDL_VIDEODRIVER": "kmsdrm", "SDL_KMSDRM_DEVICE_INDEX": "1"}
    assert look(start, {}, cards) == chosen
    assert opened == ["/dev/dri/card1"]
    assert look(start, {"DISPLAY": ":0", "SDL_VIDEODRIVER": "KMSDRM"}, cards) == chosen

    (cards / "card1-HDMI-A-2").rename(cards / "card0-HDMI-A-2")
    assert look(start, {}, cards) == {**chosen, "SDL_KMSDRM_DEVICE_INDEX": "0"}


def test_an_operators_choice_of_card_is_kept(
    start: ModuleType, cards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "hindrance", lambda _device: "")
    (cards / "card0-DSI-1").mkdir()
    (cards / "card0-DSI-1/status").write_text("connected\n")
    assert look(start, {}, cards)["SDL_KMSDRM_DEVICE_INDEX"] == "0"
    wanted = look(start, {"SDL_KMSDRM_DEVICE_INDEX": "1"}, cards)
    assert wanted["SDL_KMSDRM_DEVICE_INDEX"] == "1"


def test_no_display_is_explained_in_one_sentence(
    start: ModuleType, cards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(start, {}) == (
        "No display: there is no desktop here, and Linux drives no graphics card."
    )
    assert "XWayland" in look(start, {"WAYLAND_DISPLAY": "wayland-0"}, cards)
    monkeypatch.setattr(start, "hindrance", lambda device: f"a desktop holds {device}")
    assert look(start, {}, cards) == (
        "A display is plugged in (card1-HDMI-A-2), but a desktop holds /dev/dri/card1."
    )
    (cards / "card1-HDMI-A-2/status").write_text("disconnected\n")
    assert look(start, {}, cards) == (
        "No display is plugged in (looked at card1-HDMI-A-1, card1-HDMI-A-2, card1-Writeback-1)."
    )


def test_a_card_that_cannot_be_drawn_on_says_what_is_in_the_way(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "card0"
    assert "No such file" in start.hindrance(str(device))
    device.touch()
    asked: list[int] = []
    monkeypatch.setattr(start.fcntl, "ioctl", lambda _fd, request: asked.append(request))
    assert start.hindrance(str(device)) == ""
    assert asked == [0x641E]

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(start.fcntl, "ioctl", refuse)
    assert "another program" in start.hindrance(str(device))
    monkeypatch.setattr(start.os, "open", refuse)
    assert "add the user to the group video" in start.hindrance(str(device))


class Became(Exception):  # noqa: N818  # no error: it stands for the end of this program
    """Carries the command that the program would have become."""


def becoming(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def execv(_path: str, command: list[str]) -> None:
        raise Became(command[1:])

    monkeypatch.setattr(start.os, "execv", execv)


def test_with_no_display_a_session_is_played_in_the_terminal(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    becoming(start, monkeypatch)
    monkeypatch.setattr(start, "find_display", lambda _environment: "No display: none.")
    with pytest.raises(Became) as became:
        start.main([])
    assert became.value.args == (["play", "pelvic-tilt"],)
    assert capsys.readouterr().out == (
        "No display: none. Playing pelvic-tilt in the terminal instead.\n"
    )
    assert (TREE / "sessions/pelvic-tilt.yaml").exists()


def test_the_service_waits_for_a_display_and_keeps_systemd_patient(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    becoming(start, monkeypatch)
    answers = iter(["No display.", "No display.", {"SDL_KMSDRM_DEVICE_INDEX": "1"}])
    monkeypatch.setattr(start, "find_display", lambda _environment: next(answers))
    monkeypatch.setattr(start.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(start.os, "environ", {"NOTIFY_SOCKET": str(tmp_path / "notify")})
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)  # noqa: FBT003  # the socket's own signature
        with pytest.raises(Became) as became:
            start.main(["--wait", "--window", "800x480"])
        heard = [systemd.recv(1000).decode() for _ in range(3)]
    assert became.value.args == (["run", "--window", "800x480"],)
    assert heard[0].startswith("STATUS=No display.\nEXTEND_TIMEOUT_USEC=")
    assert heard[1] == heard[0]
    assert heard[2].startswith("STATUS=Opening")
    assert start.os.environ["SDL_KMSDRM_DEVICE_INDEX"] == "1"
    # Said once, not at every look.
    assert capsys.readouterr().err == "No display. Waiting for one.\n"


def test_finding_the_display_imports_only_the_standard_library() -> None:
    done = subprocess.run(
        [
            sys.executable, "-I", "-S", "-c",
            "import runpy, sys; runpy.run_path(sys.argv[1]); print('pathlib' in sys.modules)",
            DEPLOY / "kiosk_start.py",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("False", "")
