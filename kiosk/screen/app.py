"""The screen: opens the window, shows pages, and takes a person from one to the next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kiosk.night import Night
from kiosk.screen.environment import ScreenError, open_window, prepare
from kiosk.screen.resting import Light, NoLight

if TYPE_CHECKING:
    from kiosk.reception import Reception
    from kiosk.station import Station

__all__ = ["ScreenError", "ScreenOptions", "run_screen"]

log = logging.getLogger(__name__)


REST_AFTER_S = 180.0


def _nothing() -> None:
    """Do nothing."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """How the screen is to be shown.

    Attributes:
        window: Width and height in pixels; None fills the screen and hides the pointer.
        panel_mm: Width and height of the panel in millimetres where known, so that buttons are
            large enough for a finger.
        on_home_shown: Called once, when home has been drawn and can be tapped.
        heartbeat: Called about once a second while frames advance, on the screen's thread.
        rest_after_s: Seconds untouched, with nobody here, until a clock is shown; 0 for never.
        night: When that clock is dimmed.
        light: The light behind the panel.
        now: The time, with its zone; for tests and pictures another.
    """

    window: tuple[int, int] | None = None
    panel_mm: tuple[float, float] | None = None
    on_home_shown: Callable[[], None] = _nothing
    heartbeat: Callable[[], None] = _nothing
    rest_after_s: float = REST_AFTER_S
    night: Night = field(default_factory=Night)
    light: Light = field(default_factory=NoLight)
    now: Callable[[], datetime] = _now


def run_screen(
    station: Station, options: ScreenOptions, reception: Reception | None = None
) -> None:
    """Show the kiosk until its window is closed. Call it on the main thread, once a process.

    The station is not closed: who made it closes it. Without a reception nothing about people
    is shown.

    Raises:
        ScreenError: No window can be opened here.
    """
    prepare(options.window)
    open_window()
    from kiosk.screen.face import FaceApp  # noqa: PLC0415  it imports kivy, which must wait

    app = FaceApp(station, options, reception)
    try:
        app.run()
    finally:
        app.face.close()
