"""A screen to stand pages on: the fakes, a language, a look and a size of text. Opens a window."""

import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from screen_harness import Clock, Screen

from kiosk import catalogues
from kiosk.keymap import Keymap
from kiosk.language import _
from kiosk.player.model import State
from kiosk.reception import Assignment, PersonCard
from kiosk.screen import figure, operator_desk
from kiosk.screen.fake import FakeStation, sample_broken
from kiosk.screen.fake_reception import FakeReception, sample_people
from kiosk.screen.people_tiles import TileView


def now():
    """The one moment at which all of this is shown: a Sunday afternoon in London."""
    return datetime(2026, 11, 22, 15, 4, tzinfo=ZoneInfo("Europe/London"))


def go_by_frames():
    """From now on Kivy's time goes by when it would sleep, and at no other moment."""
    now_s = [Clock.time()]

    def sleep(microseconds):
        now_s[0] += max(microseconds, 1) / 1_000_000

    Clock.time = lambda: now_s[0]
    Clock.usleep = sleep
    operator_desk.datetime = SimpleNamespace(now=now)
    figure.ASIDE = False


BUILDERS = {"figures", "stills"}
"""The threads that build figures beside the screen's."""
LONG_NAME = "Bartholomew Featherstonehaugh"
LONG_TITLE = "Revolved head-to-knee pose with a block under the elbow, for tired backs at night"
LONG_CAPTION = (
    "Reach your upper arm over your ear and along the outstretched leg, keep both sitting bones "
    "heavy on the mat, turn your ribs towards the ceiling, soften your jaw and your shoulders, and "
    "breathe slowly into the side that is being lengthened now."
)
LONG_SENTENCE = (
    "Left side: locked, because it hurt twice running. See a clinician. Meanwhile you may do a "
    "stretch or use heat. Next on Sunday 29 November from a quarter past 9 in the morning."
)


def everybody():
    """More people than fit, with short and with long names."""
    shapes = "star", "hexagon", "diamond", "circle", "square", "triangle"
    many = (
        PersonCard(f"m{at}", LONG_NAME if at % 3 else f"Person {at}", "#B0C4DE", shape)
        for at, shape in enumerate(shapes)
    )
    return [*sample_people(), *many]


class Stage:
    """One screen, on which one page after another is shown.

    Attributes:
        likes: The preferences that every page begins with: language, look, size of text.
    """

    def __init__(self, size, cache: Path, *, abouts, plan, panel_mm=None, drawn=True):
        self.cache = cache
        self.abouts, self.plan = abouts, plan
        self.station = FakeStation(abouts)
        self.station._plan = plan
        self.likes = replace(self.station.likes, language="en")
        self.station.choose_language = lambda tag: catalogues.choose(tag or "en", cache)
        self.reception = FakeReception()
        self.screen = Screen(
            self.station,
            size=size,
            reception=self.reception,
            panel_mm=panel_mm,
            drawn=drawn,
            rest_after_s=0,
            now=now,
        )

    @property
    def face(self):
        return self.screen.app.face

    @property
    def guide(self):
        return self.face._guide

    @property
    def page(self):
        return self.screen.page

    @property
    def sizes(self):
        return self.face.sizes

    def afresh(self):
        """As after power-on, with the people and sessions that every page begins with."""
        self.face._drop_session()
        self.face._stop_preparing()
        self.guide.forget()
        self.station.likes = self.likes
        self.station.held, self.station.refusal = False, ""
        self.station.keys = Keymap()
        self.station.change(tuple(about.card for about in self.abouts))
        self.station._abouts = {about.card.name: about for about in self.abouts}
        fresh = FakeReception(known=everybody()[:3])
        self.reception.__dict__.update(fresh.__dict__)
        self.face._home_offset = 0.0
        self.face.show_home()

    def wear(self, **likes):
        """Prefer another language, look or size of text from now on."""
        self.likes = replace(self.likes, **likes)
        self.station.likes = self.likes

    def show(self, build):
        """Show a page that is built for sizes."""
        self.face.show_page(build)

    def settle(self):
        self.screen.until(lambda: not self.guide._errands.busy)

    def broken(self):
        self.station.change(self.station.cards(), sample_broken())
        self.screen.frames(2)

    def arrive(self, name="Maria"):
        """Somebody is here, with something on their plan."""
        person = next(each for each in everybody() if each.name == name)
        self.reception.plans[person.id] = [Assignment("side-bends", "every 2 days", due=True)]
        self.reception._here = person
        self.face.show_home()

    def still(self, frames):
        """Let frames pass, each once the figures that are being built for it are there."""
        for _frame in range(frames):
            for thread in threading.enumerate():
                if thread.name in BUILDERS:
                    thread.join()
            self.screen.frame()

    def tap(self, text):
        """Tap what says this, in the language worn; a tile may have to be brought into sight."""
        said = _(text)
        if (view := self._tile({text, said})) is not None:
            self.page.grid.scroller.reveal(view.y, view.top)
            self.screen.tap(view)
        else:
            self.screen.tap(self.screen.button(said))
        self.settle()

    def _tile(self, texts):
        """A tile that says one of these; only those in sight exist."""
        scroller = self.page.grid.scroller if getattr(self.page, "grid", None) else None
        while scroller is not None:
            for view in self.screen.widgets(TileView):
                if view.tile.text in texts:
                    return view
            before = scroller.offset
            scroller.page(1)
            if scroller.offset == before:
                break
        return None

    def pin(self, digits):
        for digit in digits:
            self.screen.tap(self.page.keys[digit])
        self.screen.tap(self.page.keys[_("OK")])
        self.settle()

    def play(self, name, plan=None):
        """A session's page; returns the performance, which stands still."""
        self.station._plan = self.plan if plan is None else lambda _name: plan
        self.face._prepare(name, name)
        self.screen.page_is("session")
        return self.station.performances[-1]

    def moment(self, performance, index, elapsed_ms=0, *, paused=False, notice=""):
        """Show a moment of a session, as its thread would have it."""
        performance.notice = notice
        performance.show(index, elapsed_ms)
        if paused:
            performance._state = State.PAUSED
        self.page.tick()

    def close(self):
        self.screen.close()
