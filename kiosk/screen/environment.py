"""Kivy's settings, made before anything imports Kivy, and its window, opened or refused in words.

Kivy reads its settings while it is imported, takes over logging, parses the command line and
writes a folder into the home directory unless told otherwise. So only `prepare` and `open_window`
here start it, and nothing else in this room imports Kivy at import time of `kiosk.screen.app`.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from pathlib import Path

from kiosk.language import _
from kiosk.screen import theme, words


class ScreenError(Exception):
    """The screen cannot be shown. The message is one sentence for the person who runs it."""


STILL_FPS = 10
"""Ticks a second on a page where nothing moves: a tap is seen within a tenth of a second."""
MOVING_FPS = 60


def prepare(window: tuple[int, int] | None) -> None:
    """Set Kivy's environment and settings.

    Args:
        window: Width and height in pixels; None fills the screen and hides the pointer.

    Raises:
        ScreenError: Kivy cannot be loaded.
    """
    os.environ.setdefault("KIVY_HOME", str(_kivy_home()))
    os.environ["KIVY_NO_ARGS"] = "1"
    os.environ["KIVY_LOG_MODE"] = "PYTHON"
    os.environ["KIVY_NO_FILELOG"] = "1"
    # Neither read nor write a config.ini: what a person once changed there cannot break us.
    os.environ["KIVY_NO_CONFIG"] = "1"
    os.environ["KCFG_KIVY_LOG_LEVEL"] = "warning"
    # Kivy's other window provider ends the whole process where there is no X server.
    os.environ["KIVY_WINDOW"] = "sdl2"
    # Else Kivy loads Pillow, which is here for reports, each time the kiosk starts.
    os.environ["KIVY_IMAGE"] = "sdl2"
    try:
        from kivy.config import Config  # noqa: PLC0415  reads the environment set above
    except ImportError as error:
        raise ScreenError(_(words.NO_KIVY).format(reason=error)) from error
    for name, _value in Config.items("input"):
        Config.remove_option("input", name)
    # SDL turns touch into mouse events; a second provider would press everything twice.
    Config.set("input", "mouse", "mouse,disable_multitouch")
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "pause_on_minimize", "0")
    for name, value in _graphics(window).items():
        Config.set("graphics", name, value)
    files = theme.fonts()
    if files is not None:
        regular, bold = files.regular, files.bold
        Config.set("kivy", "default_font", str(["Groundwork", regular, regular, bold, bold]))


def open_window() -> None:
    """Open Kivy's window.

    Raises:
        ScreenError: No window can be opened here.
    """
    kivy = logging.getLogger("kivy")
    level = kivy.level
    # Kivy logs a traceback for each window it cannot open; one sentence says it better.
    kivy.setLevel(logging.CRITICAL + 1)
    try:
        from kivy.core.window import Window  # noqa: PLC0415  opens the window
    except (Exception, SystemExit) as error:
        raise ScreenError(_(words.NO_WINDOW)) from error
    finally:
        kivy.setLevel(level)
    if Window is None:
        # So that a later attempt, after a screen was connected, begins afresh.
        sys.modules.pop("kivy.core.window", None)
        raise ScreenError(_(words.NO_WINDOW))


def _graphics(window: tuple[int, int] | None) -> dict[str, str]:
    settings = {
        "multisamples": "0",
        "vsync": "1",
        "maxfps": str(MOVING_FPS),
        "resizable": "1",
        "fullscreen": "auto",
        "show_cursor": "0",
    }
    if window is None and (screen := _x_screen()):
        # Where no window manager runs nobody enlarges the window that SDL first opens.
        settings |= {"width": str(screen[0]), "height": str(screen[1])}
    if window is not None:
        width, height = window
        settings |= {
            "fullscreen": "0",
            "show_cursor": "1",
            "width": str(width),
            "height": str(height),
        }
    return settings


def _x_screen() -> tuple[int, int] | None:
    """How large the X server's screen is; None where there is none, as on a bare display."""
    if not os.environ.get("DISPLAY"):
        return None
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    pointer = ctypes.c_void_p(display)
    size = x11.XDisplayWidth(pointer, 0), x11.XDisplayHeight(pointer, 0)
    x11.XCloseDisplay(pointer)
    return size


def _kivy_home() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME")
    base = Path(cache) if cache else Path.home() / ".cache"
    home = base / "groundwork-kiosk" / "kivy"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path("/tmp")  # noqa: S108  Kivy writes nothing there: it only wants a name
    return home
