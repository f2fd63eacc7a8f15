"""The kiosk's window while a session plays: `python -m tests.bench.playing WHAT CONFIG`.

`frames` plays a session in life's own time and says what each frame took; `phases` plays whole
sessions fast, and says how long any frame held the screen's thread; `stand` only stands there with
home, rest or a session on it until its standard input ends; `cycles` starts and stops sessions over
and over and says how much memory is held. The voice is tones, the loudspeaker silent: what is
measured is the screen.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from kiosk.compose import Kiosk
from kiosk.plan.model import SegmentKind
from kiosk.player.model import Command, State
from kiosk.screen import app
from kiosk.settings import Settings
from kiosk.sound.silent import SilentLoudspeaker
from kiosk.voice.fake import FakeSpeech

from .helpers import SESSIONS
from .telling import SIZE, now_ms, tell


def station(config: dict[str, Any]) -> Kiosk:
    """Return a kiosk that is all there but for its voice and its loudspeaker."""
    folder = Path(config["folder"])
    settings = Settings(folders=(SESSIONS,), cache=folder / "cache", data=folder / "data")
    kiosk = Kiosk(settings, speed=config.get("speed", 1))
    kiosk.__dict__ |= {"speech": FakeSpeech(), "speaker": SilentLoudspeaker()}
    kiosk.library.scan()
    return kiosk


class Watch:
    """Notes what each frame of the screen's thread takes.

    Attributes:
        python_ms: Processor time of each frame for all that Kivy's clock and the input called: no
            drawing.
        drawn_ms: When each picture was shown.
        longest: The longest frame, and the segment that was on.
    """

    def __init__(self) -> None:
        from kivy.base import EventLoop  # noqa: PLC0415 - once the window is open
        from kivy.clock import Clock  # noqa: PLC0415
        from kivy.core.window import Window  # noqa: PLC0415

        self.python_ms: list[float] = []
        self.drawn_ms: list[float] = []
        self.over_ms: list[tuple[float, str]] = []
        self.what = ""
        self.on = False
        self._took = 0.0
        for owner, name in (
            (Clock, "post_idle"),
            (Clock, "tick_draw"),
            (EventLoop, "dispatch_input"),
        ):
            setattr(owner, name, self._timed(getattr(owner, name), last=name == "tick_draw"))
        Window.bind(on_flip=self._flip)

    def _timed(self, act: Any, *, last: bool) -> Any:
        def timed(*args: Any) -> Any:
            began = time.thread_time()
            try:
                return act(*args)
            finally:
                self._took += (time.thread_time() - began) * 1000
                if last:
                    self._frame()

        return timed

    def _frame(self) -> None:
        took, self._took = self._took, 0.0
        if self.on:
            self.python_ms.append(took)
            self.over_ms.append((took, self.what))

    def _flip(self, *_: object) -> None:
        if self.on:
            self.drawn_ms.append(now_ms())


def play(config: dict[str, Any], *, whole: bool) -> None:
    """Play sessions, and tell what the frames took."""
    kiosk = station(config)
    names = list(config["names"])

    def shown() -> None:
        from kivy.app import App  # noqa: PLC0415 - once the window is open
        from kivy.clock import Clock  # noqa: PLC0415

        watch = Watch()
        face = App.get_running_app().face

        began_ms = 0.0
        waiting = True

        def step(_dt: float) -> None:
            nonlocal began_ms, waiting
            performance = face.performance
            if performance is None or face.page.name != "session":
                watch.on = False
                if waiting:
                    return
                if not names:
                    finish()
                    return
                waiting = True
                face.begin(names.pop(0), "")
                return
            waiting = False
            view = performance.view()
            if view.state is State.WAITING:
                performance.send(Command.READY)
            kind = str(view.segment.kind) if view.segment else ""
            if not whole and kind not in config["kinds"] and not watch.on:
                # What is prepared comes by itself; the rest is passed over.
                if kind != SegmentKind.PREPARE:
                    performance.send(Command.NEXT)
                return
            watch.what, watch.on = kind, True
            began_ms = began_ms or now_ms()
            if not whole and now_ms() - began_ms > config["ms"]:
                finish()

        def finish() -> None:
            ticking.cancel()
            worst = sorted(watch.over_ms)[-5:]
            tell("frames", json.dumps([watch.python_ms, watch.drawn_ms, worst]))
            App.get_running_app().stop()

        face.begin(names.pop(0), "")
        ticking = Clock.schedule_interval(step, 0.05)

    app.run_screen(kiosk, app.ScreenOptions(window=SIZE, on_home_shown=shown))
    kiosk.close()


def stand(config: dict[str, Any]) -> None:
    """Show one page and stand there."""
    kiosk = station(config)

    def shown() -> None:
        from kivy.app import App  # noqa: PLC0415 - once the window is open
        from kivy.clock import Clock  # noqa: PLC0415

        face = App.get_running_app().face

        def there(_dt: float) -> None:
            if face.page.name == config["page"]:
                looking.cancel()
                tell("shown", now_ms(), time.process_time())

        if config["page"] == "session":
            face.begin("walk", "")
        elif config["page"] == "rest":
            face._rest.begin()
        looking = Clock.schedule_interval(there, 0.1)

        def listen() -> None:
            sys.stdin.read()
            Clock.schedule_once(lambda _dt: App.get_running_app().stop(), 0)

        threading.Thread(target=listen, daemon=True).start()

    app.run_screen(kiosk, app.ScreenOptions(window=SIZE, on_home_shown=shown))
    kiosk.close()


def cycles(config: dict[str, Any]) -> None:
    """Start and stop sessions one after another, and tell the memory held now and then."""
    from tests.screen_harness import Screen  # noqa: PLC0415 - opens its window

    from .helpers import memory_mb  # noqa: PLC0415

    kiosk = station(config)
    screen = Screen(kiosk)
    face = screen.app.face
    names = list(config["names"])
    for number in range(1, config["count"] + 1):
        name = names[number % len(names)]
        face.open_about(name)
        screen.frames(3)
        face.begin(name, "")
        screen.page_is("session")
        performance = face.performance
        for command in (Command.NEXT, Command.NEXT, Command.STOP):
            performance.send(command)
            screen.frames(4)
        screen.page_is("done")
        face.go_home()
        screen.frames(3)
        if not number % config["each"]:
            import os  # noqa: PLC0415

            tell("held", number, memory_mb(os.getpid())[0], threading.active_count())
    tell("end")
    kiosk.close()


if __name__ == "__main__":
    wanted = json.loads(sys.argv[2])
    match sys.argv[1]:
        case "frames":
            play(wanted, whole=False)
        case "phases":
            play(wanted, whole=True)
        case "stand":
            stand(wanted)
        case "cycles":
            cycles(wanted)
