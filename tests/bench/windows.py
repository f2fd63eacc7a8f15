"""The processes with a window: `python -m tests.bench.windows bare|hello|home [SETTINGS [watch]]`.

Each says `shown` when its first frame is drawn, with the time and the processor time used, and
lives until its standard input ends. With `watch`, `gap` tells the longest time since then in which
the window took no touch, each time a line comes in.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any

from .telling import SIZE, now_ms, tell


def bare() -> None:
    """Open Kivy's window with nothing in it: the same settings as the kiosk's, and Kivy's own."""
    os.environ |= {
        "KIVY_NO_ARGS": "1",
        "KIVY_LOG_MODE": "PYTHON",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_CONFIG": "1",
        "KIVY_WINDOW": "sdl2",
        "KCFG_KIVY_LOG_LEVEL": "warning",
    }
    from kivy.config import Config  # noqa: PLC0415 - after its environment

    Config.set("graphics", "multisamples", "0")
    Config.set("graphics", "vsync", "1")
    Config.set("graphics", "fullscreen", "0")
    Config.set("graphics", "width", str(SIZE[0]))
    Config.set("graphics", "height", str(SIZE[1]))
    from kivy.app import App  # noqa: PLC0415
    from kivy.core.window import Window  # noqa: PLC0415
    from kivy.uix.widget import Widget  # noqa: PLC0415

    class Bare(App):  # type: ignore[misc]
        def build(self) -> Any:
            Window.bind(on_flip=self.first)
            return Widget()

        def first(self, *_: object) -> None:
            Window.unbind(on_flip=self.first)
            _shown()

    Bare().run()


def hello() -> None:
    """Open what Kivy's manual begins with: a line of text, and no setting of ours."""
    os.environ |= {"KIVY_NO_ARGS": "1", "KIVY_NO_FILELOG": "1", "KIVY_NO_CONSOLELOG": "1"}
    from kivy.app import App  # noqa: PLC0415 - after its environment
    from kivy.core.window import Window  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    class Hello(App):  # type: ignore[misc]
        def build(self) -> Any:
            Window.bind(on_flip=self.first)
            return Label(text="Hello world")

        def first(self, *_: object) -> None:
            Window.unbind(on_flip=self.first)
            _shown()

    Hello().run()


def home(settings: str, *, watch: bool) -> None:
    """Run the kiosk by its own command."""
    from dataclasses import replace  # noqa: PLC0415

    from kiosk.cli import main  # noqa: PLC0415
    from kiosk.screen import app  # noqa: PLC0415

    real = app.run_screen

    def run_screen(station: Any, options: app.ScreenOptions, *more: Any) -> None:
        def shown() -> None:
            _shown(watch=watch)
            options.on_home_shown()

        real(station, replace(options, on_home_shown=shown), *more)

    app.run_screen = run_screen
    main(["run", "--settings", settings])


def _shown(*, watch: bool = False) -> None:
    tell("shown", now_ms(), time.process_time())
    threading.Thread(target=_listen, args=[_gaps() if watch else None], daemon=True).start()


def _gaps() -> list[float]:
    """Note when the window's loop runs: return a list that holds its last time and worst gap."""
    from kivy.clock import Clock  # noqa: PLC0415

    seen = [now_ms(), 0.0]

    def tick(_dt: float) -> None:
        now = now_ms()
        seen[:] = [now, max(seen[1], now - seen[0])]

    Clock.schedule_interval(tick, 0)
    return seen


def _listen(seen: list[float] | None) -> None:
    for _ in sys.stdin:
        if seen:
            tell("gap", max(seen[1], now_ms() - seen[0]))
    from kivy.app import App  # noqa: PLC0415
    from kivy.clock import Clock  # noqa: PLC0415

    Clock.schedule_once(lambda _dt: App.get_running_app().stop(), 0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare"]:
            bare()
        case ["hello"]:
            hello()
        case ["home", settings, *more]:
            home(settings, watch=more == ["watch"])
