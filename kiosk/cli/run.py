"""`kiosk run`: the screen."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import load_settings, settings_options
from kiosk.language import _
from kiosk.settings import size


@click.command("run")
@click.option(
    "--window", help=_("Open a window of this size, such as 1280x800, not the whole screen.")
)
@settings_options
def command(window: str | None = None, settings_file: Path | None = None) -> None:
    """Open the kiosk on this machine's screen."""
    from kiosk.backlight import Backlight  # noqa: PLC0415 -- a command imports what it needs
    from kiosk.compose import Kiosk  # noqa: PLC0415
    from kiosk.night import Night  # noqa: PLC0415
    from kiosk.notify import notify  # noqa: PLC0415
    from kiosk.panel import Panel, find_panel  # noqa: PLC0415
    from kiosk.screen.app import ScreenError, ScreenOptions, run_screen  # noqa: PLC0415

    # Left to itself SDL draws on nothing, and says nothing, where there is no display.
    os.environ.setdefault("SDL_VIDEODRIVER", "x11,kmsdrm")
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        asked = size(window) if window else None
    except ValueError as error:
        raise UserError(f"--window {error}.") from None
    loaded = load_settings(settings_file, window=asked)
    for problem in loaded.problems:
        logging.getLogger(__name__).warning("%s", problem.one_line())
    kiosk = Kiosk(loaded.settings, setting_problems=loaded.problems)
    kiosk.library.first_cards()
    light = Backlight(loaded.settings.cache / "light")
    light.restore()  # it may have been killed in the night
    panel_mm = loaded.settings.panel_mm
    if panel_mm is None and loaded.settings.window is None:
        # Who fills the screen may ask it how large it is.
        panel = find_panel()
        panel_mm = panel.mm if isinstance(panel, Panel) else None

    def home_shown() -> None:
        # Everything that is not the first picture comes after it.
        kiosk.start_reception()
        kiosk.start_library()
        kiosk.start_ears()
        kiosk.start_hands()
        notify("READY=1")

    try:
        run_screen(
            kiosk,
            ScreenOptions(
                window=loaded.settings.window,
                panel_mm=panel_mm,
                on_home_shown=home_shown,
                heartbeat=lambda: notify("WATCHDOG=1"),
                rest_after_s=loaded.settings.rest_minutes * 60,
                night=Night(*loaded.settings.night),
                light=light,
            ),
            kiosk.front,
        )
    except ScreenError as error:
        raise UserError(str(error)) from None
    finally:
        notify("STOPPING=1")
        kiosk.close()
