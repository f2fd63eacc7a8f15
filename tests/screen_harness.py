"""Drives a real Kivy window, frame by frame: taps, keys, what is shown, and pictures of it."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.screen.environment import open_window, prepare

# A window without a screen keeps the pixels of its first size: pictures say theirs beforehand.
FIRST = tuple(int(side) for side in os.environ.get("SCREEN_SIZE", "1280x800").split("x"))
prepare(FIRST)
open_window()

from kivy.base import EventLoop, ExceptionManager, runTouchApp, stopTouchApp  # noqa: E402
from kivy.clock import Clock  # noqa: E402
from kivy.core.window import Window  # noqa: E402
from kivy.graphics.opengl import (  # noqa: E402
    GL_RGB,
    GL_UNSIGNED_BYTE,
    glFinish,
    glReadPixels,
)
from kivy.tests.common import UnitTestTouch  # noqa: E402

from kiosk.screen import keys, tempo  # noqa: E402
from kiosk.screen.app import ScreenOptions  # noqa: E402
from kiosk.screen.face import FaceApp  # noqa: E402
from kiosk.screen.piece import Text  # noqa: E402
from kiosk.screen.touch import Button  # noqa: E402

SIZES = ((800, 480), (1280, 720), (1280, 800), (1920, 1080), (720, 1280))
ENTER, ESCAPE, SPACE, LEFT, RIGHT, UP, DOWN = 13, 27, 32, 276, 275, 273, 274
PATIENCE = 20.0

STILL_FPS, MOVING_FPS = tempo.STILL_FPS, tempo.MOVING_FPS
# The keys of a test do not bounce.
keys.BOUNCE_S = 0.0
# A test does not wait for frames; which of the two is asked for stays plain to see.
tempo.STILL_FPS, tempo.MOVING_FPS = 400, 800


class Screen:
    """One running face and the hands on it."""

    def __init__(self, station, *, size=FIRST, panel_mm=None, reception=None, drawn=True, **more):
        self.station = station
        self.drawn = drawn
        """Whether frames are drawn: where only boxes are measured they need not be."""
        self.flips = 0
        self.shown = 0
        self.beats = 0
        resize(size)
        options = ScreenOptions(
            window=size,
            panel_mm=panel_mm,
            on_home_shown=self._home_shown,
            heartbeat=self._beat,
            **more,
        )
        self.app = FaceApp(station, options, reception)
        self.app._run_prepare()
        Window.bind(on_flip=self._flip)
        if EventLoop.status != "started":
            runTouchApp(embedded=True)
        self.frames(3)

    def close(self):
        Window.unbind(on_flip=self._flip)
        face = self.app.face
        face.close()
        face._drop_session()
        Window.unbind(size=face._resize, on_key_down=face._key_down, on_key_up=face._key_up)
        self.app.dispatch("on_stop")
        Window.remove_widget(face)
        face.tempo._calm.cancel()

    @property
    def page(self):
        return self.app.face.page

    def frame(self):
        if self.drawn:
            self.guarded(EventLoop.idle)
            self.guarded(EventLoop.window.mainloop)
        else:
            self.guarded(Clock.tick)
            self.guarded(EventLoop.dispatch_input)
            self.guarded(Clock.tick_draw)

    def guarded(self, act, *args):
        """Do something as Kivy's own loop would: what it raises goes to the handlers."""
        try:
            act(*args)
        except BaseException as error:
            if ExceptionManager.handle_exception(error) == ExceptionManager.RAISE:
                raise

    def frames(self, count):
        for _ in range(count):
            self.frame()

    def until(self, condition: Callable[[], object]):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"never came about; on page {self.page.name}"
            self.frame()
        self.frames(2)

    def page_is(self, name):
        self.until(lambda: self.page.name == name)

    def tap(self, widget):
        self.tap_at(*widget.to_window(*widget.center))

    def tap_at(self, x, y):
        touch = UnitTestTouch(x, y)
        self.guarded(touch.touch_down)
        self.frame()
        self.guarded(touch.touch_up)
        self.frames(2)

    def drag(self, start, end, steps=6):
        touch = UnitTestTouch(*start)
        touch.touch_down()
        for step in range(1, steps + 1):
            share = step / steps
            touch.touch_move(
                start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
            )
            self.frame()
        touch.touch_up()
        self.frames(2)

    def press(self, code, times=1):
        """A key goes down, is held through so many repeats, and comes up."""
        for _ in range(times):
            self.guarded(Window.dispatch, "on_key_down", code, 0, None, [])
        self.guarded(Window.dispatch, "on_key_up", code, 0)
        self.frames(2)

    def type(self, letters):
        """A keyboard types."""
        for letter in letters:
            self.guarded(Window.dispatch, "on_key_down", ord(letter), 0, letter, [])
            self.guarded(Window.dispatch, "on_key_up", ord(letter), 0)
        self.frames(2)

    def key(self, letter):
        self.press(ord(letter))

    def widgets(self, kind) -> Iterator:
        return (each for each in self.page.walk(restrict=True) if isinstance(each, kind))

    def texts(self) -> list[str]:
        return [each.text for each in self.widgets(Text) if each.text and each.width]

    def button(self, text) -> Button:
        return next(each for each in self.widgets(Button) if each.text == text)

    def picture(self, path):
        """Save what the next frame shows; read within the flip, since later it may be black."""
        taken = []

        def take(*_):
            if not taken:
                taken.append(Path(Window.screenshot(name=str(path))).rename(path))

        Window.bind(on_flip=take)
        Window.canvas.ask_update()
        self.until(lambda: taken)
        Window.unbind(on_flip=take)
        return taken[0]

    def pixels(self):
        """What the next frame shows, as a picture in memory."""
        from PIL import Image  # noqa: PLC0415 -- only pictures need it

        taken = []

        def take(*_):
            if not taken:
                taken.append(glReadPixels(0, 0, *Window.size, GL_RGB, GL_UNSIGNED_BYTE))

        Window.bind(on_flip=take)
        Window.canvas.ask_update()
        self.until(lambda: taken)
        Window.unbind(on_flip=take)
        whole = Image.frombytes("RGB", tuple(Window.size), bytes(taken[0]))
        return whole.transpose(Image.Transpose.FLIP_TOP_BOTTOM)

    def _flip(self, *_):
        # Without a screen nothing ever waits for the pictures drawn, and they pile up.
        glFinish()
        self.flips += 1

    def _home_shown(self):
        self.shown += 1

    def _beat(self):
        self.beats += 1


def resize(size):
    """Make the window another size, and let Kivy come to terms with it."""
    if tuple(Window.size) != tuple(size):
        Window.size = size
        deadline = time.monotonic() + PATIENCE
        if EventLoop.status != "started":
            runTouchApp(embedded=True)
        while tuple(Window.size) != tuple(size) or tuple(Window.system_size) != tuple(size):
            assert time.monotonic() < deadline, f"the window stays {Window.size}"
            EventLoop.idle()
            EventLoop.window.mainloop()


def finish():
    stopTouchApp()
