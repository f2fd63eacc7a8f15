"""Find the display, then become the kiosk on it.

`make run` calls it plainly: with no display a session is played in the terminal instead. The
service calls it with ``--wait``: there it waits for a display to be plugged in. What it decides is
said in one sentence. It runs before anything else, so it imports little and only from the standard
library.
"""
# pathlib alone would cost as much as all of this:
# ruff: noqa: PTH100, PTH120, PTH123, PTH208

from __future__ import annotations

import errno
import fcntl
import os
import re
import socket
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TREE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KIOSK = f"{TREE}/.venv/bin/kiosk"
FIRST_SESSION = "pelvic-tilt"
LOOK_AGAIN_S = 2.0
# How much longer systemd is asked to wait: past the next look, and for a slow card's cold start.
NEXT_LOOK_US = 15_000_000
COLD_START_US = 60_000_000
DRM_IOCTL_SET_MASTER = 0x641E


def connectors(sys_drm: str) -> dict[str, bool]:
    """Every display connector by its kernel name, such as ``card1-HDMI-A-1``: is one plugged in?"""
    found = {}
    try:
        names = sorted(os.listdir(sys_drm))
    except OSError:
        return {}
    for name in names:
        if re.fullmatch(r"card\d+-.+", name):
            try:
                with open(f"{sys_drm}/{name}/status") as file:
                    found[name] = file.read().strip() == "connected"
            except OSError:  # it went away as we looked: a dock, a reloaded driver
                continue
    return found


def hindrance(device: str) -> str:
    """Why nothing can be drawn through this card, as the rest of a sentence; empty if it can.

    Who first opens a card masters it; asking for mastery that another program has is refused.
    """
    try:
        card = os.open(device, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM}:
            return f"this user may not open {device}: add the user to the group video"
        return f"{device} cannot be opened: {error.strerror}"
    try:
        fcntl.ioctl(card, DRM_IOCTL_SET_MASTER)
    except OSError:
        return f"another program, such as a desktop, holds {device}"
    finally:
        os.close(card)
    return ""


def find_display(
    environment: Mapping[str, str], sys_drm: str = "/sys/class/drm", dev_dri: str = "/dev/dri"
) -> dict[str, str] | str:
    """What to add to the environment to draw on the display there is; else why there is none."""
    driver = environment.get("SDL_VIDEODRIVER", "").lower()
    if driver not in {"", "kmsdrm"}:
        return {}  # somebody has chosen for us
    if not driver and environment.get("DISPLAY"):
        return {}
    if not driver and environment.get("WAYLAND_DISPLAY"):
        return "No display: this Wayland session has no XWayland, which the kiosk's window needs."
    return find_card(environment.get("SDL_KMSDRM_DEVICE_INDEX", ""), sys_drm, dev_dri)


def find_card(wanted: str, sys_drm: str, dev_dri: str) -> dict[str, str] | str:
    """The bare display, as `find_display` tells it; only card number `wanted` unless that is empty.

    A card's number may change from one boot to the next, and a Raspberry Pi has cards with no
    connector at all, so it is the first card with a display plugged in that can be drawn on.
    """
    reason = ""
    seen = connectors(sys_drm)
    for name, plugged in seen.items():
        number = name.split("-")[0].removeprefix("card")
        if not plugged or wanted not in {"", number}:
            continue
        why = hindrance(f"{dev_dri}/card{number}")
        if not why:
            return {"SDL_VIDEODRIVER": "kmsdrm", "SDL_KMSDRM_DEVICE_INDEX": number}
        reason = reason or f"A display is plugged in ({name}), but {why}."
    if seen and not reason:
        reason = f"No display is plugged in (looked at {', '.join(seen)})."
    return reason or "No display: there is no desktop here, and Linux drives no graphics card."


def notify(message: str) -> None:
    """Tell systemd, if it is systemd that started us."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.sendto(message.encode(), address.replace("@", "\0", 1))


def wait_for_display() -> dict[str, str]:
    """Look every two seconds until there is a display, saying why we wait when that changes."""
    said = ""
    while isinstance(found := find_display(os.environ), str):
        if found != said:
            print(f"{found} Waiting for one.", file=sys.stderr, flush=True)  # noqa: T201
            said = found
        notify(f"STATUS={found}\nEXTEND_TIMEOUT_USEC={NEXT_LOOK_US}")
        time.sleep(LOOK_AGAIN_S)
    notify(f"STATUS=Opening the kiosk.\nEXTEND_TIMEOUT_USEC={COLD_START_US}")
    return found


def main(arguments: list[str]) -> None:
    """Become `kiosk run` with these arguments, or a session in the terminal."""
    if arguments[:1] == ["--wait"]:
        arguments = arguments[1:]
        found: dict[str, str] | str = wait_for_display()
    else:
        found = find_display(os.environ)
    if isinstance(found, str):
        print(f"{found} Playing {FIRST_SESSION} in the terminal instead.", flush=True)  # noqa: T201
        command = [KIOSK, "play", FIRST_SESSION]
    else:
        os.environ.update(found)
        command = [KIOSK, "run", *arguments]
    os.execv(command[0], command)  # noqa: S606  # no shell, a path of our own


if __name__ == "__main__":
    main(sys.argv[1:])
