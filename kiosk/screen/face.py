"""What is on the screen now, and what comes next: every way from one page to another."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from kivy.app import App
from kivy.base import ExceptionHandler, ExceptionManager
from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.language import _
from kiosk.preferences import Preferences
from kiosk.reception import GUEST, Reception
from kiosk.screen import figure_wear, theme, words
from kiosk.screen.app import ScreenOptions
from kiosk.screen.foyer import Foyer
from kiosk.screen.home import Home
from kiosk.screen.keys import Key, Keys, is_chord
from kiosk.screen.page import Page
from kiosk.screen.piece import Piece
from kiosk.screen.rest import Rest
from kiosk.screen.tempo import Tempo
from kiosk.screen.theme import Sizes
from kiosk.screen.ways import Ways
from kiosk.station import Performance, Station
from kiosk.units import MINUTE, SECOND, spoken_length

if TYPE_CHECKING:
    from kiosk.plan.model import Refusal
    from kiosk.player.model import View
    from kiosk.screen.ear_light import EarLight
    from kiosk.screen.hand_word import HandWord
    from kiosk.screen.people_guide import Guide
    from kiosk.screen.plain import Apology
    from kiosk.screen.tally import Practised

log = logging.getLogger(__name__)

SHOW_PREPARING_AFTER = 0.15
"""Seconds of preparation that need no page of their own."""
DONE_STAYS = 120.0
"""Seconds until the page about a finished session goes home by itself."""
BACKSPACE = 8
"""The key's number, as Kivy gives it."""
LOUDNESS = {Key.LOUDER: 15, Key.QUIETER: -15}
"""Percent that a key makes it louder: one step of what can be chosen."""
_WOKE = "groundwork-woke"
"""Where a touch says that it sent the clock away."""


_AT_REST = frozenset({"home", "about", "rest", "done"})
"""Pages on which a session may be begun by voice: nobody is asked anything there."""


class Face(Piece):
    """The one widget in the window: it holds the page, and knows the way to the next.

    Everything here runs on the screen's thread. What the station calls on other threads is
    handed over by Kivy's clock.
    """

    def __init__(
        self, station: Station, options: ScreenOptions, reception: Reception | None = None
    ) -> None:
        super().__init__()
        self._station = station
        self._guide: Guide | None = None
        self._panel_mm = options.panel_mm
        self.tempo = Tempo()
        self._foyer = Foyer(
            self,
            lambda: self._guide.visit.reception if self._guide is not None else None,
            lambda: self._guide.visit.due() if self._guide is not None else frozenset(),
        )
        self._keys = Keys(station.keymap)
        self._likes = Preferences()
        self._sizes = self._sizes_now()
        self._build: Callable[[], Page] = self._build_home
        self.page: Page = Page(self._sizes)
        self._ear_light: EarLight | None = None
        self._hand_word: HandWord | None = None
        self._home_offset = 0.0
        self._request = 0
        self.performance: Performance | None = None
        self._began = 0.0
        self._drawing = Clock.create_trigger(self._draw, 0, interval=True)
        self._slow = Clock.create_trigger(lambda _dt: self._show_preparing(), SHOW_PREPARING_AFTER)
        self._leave_done = Clock.create_trigger(lambda _dt: self.go_home(), DONE_STAYS)
        self._rest = Rest(
            self,
            after_s=options.rest_after_s,
            night=options.night,
            light=options.light,
            now=options.now,
            zone=lambda: reception.zone if reception is not None else "",
            somebody=lambda: _has_a_name(reception),
        )
        self._preparing_title = ""
        self._progress = (0, 0)
        self._changed = Clock.create_trigger(lambda _dt: self._library_changed())
        station.on_library_change(self._changed)
        station.on_asked(
            lambda name: Clock.schedule_once(lambda _dt: self._asked_by_voice(name), 0)
        )
        station.on_seen(lambda pressed: Clock.schedule_once(lambda _dt: self._seen(pressed), 0))
        Window.bind(
            size=self._resize,
            on_key_down=self._key_down,
            on_key_up=self._key_up,
            focus=lambda *_args: self._keys.forget(),
        )
        station.use_language("")
        self._resize(Window, Window.size)
        if reception is not None:
            from kiosk.screen.people_guide import Guide  # noqa: PLC0415  where people are known

            self._guide = Guide(self, reception)
        self.ways = Ways(self, self._guide, reception)
        self.go_home()

    # Pages

    def go_home(self) -> None:
        """Show home; a session that runs is stopped."""
        self._drop_session()
        if self._guide is not None:
            self._guide.visit.start()
        else:
            self.show_home()

    def show_home(self) -> None:
        """Show the sessions, whoever is here."""
        self._show(self._build_home)

    def open_about(self, name: str) -> None:
        """Show the page about a session, or say that it is gone."""
        about = self._station.about(name)
        if about is None:
            self._show(lambda: self._apology("refused", _(words.CANNOT_START), _(words.GONE)))
            return
        if not about.card.refusal:
            self._station.warm(name)
        from kiosk.screen.about import AboutPage  # noqa: PLC0415  home comes first

        self._show(
            lambda: AboutPage(
                self._sizes,
                about,
                favourite=self._foyer.likes(name),
                press=self._foyer.press_words(name),
                on_start=lambda: self.begin(name, about.card.title),
                on_favourite=lambda yes: self._foyer.like(name, yes=yes),
                on_sound=lambda: self.ways.open_sound(about.card, lambda: self.open_about(name)),
                on_home=self.go_home,
            )
        )

    def open_problems(self) -> None:
        """Show the files that need attention."""
        from kiosk.screen.plain import Problems  # noqa: PLC0415  home comes first

        self._show(lambda: Problems(self._sizes, self._station.broken(), on_home=self.go_home))

    def begin(self, name: str, title: str) -> None:
        """Ask what is to be asked before a session; prepare it, and show it once it plays."""
        if self._guide is not None:
            self._guide.visit.before(name, lambda: self._prepare(name, title))
        else:
            self._prepare(name, title)

    def _prepare(self, name: str, title: str) -> None:
        if self._slow.is_triggered:
            return
        self._drop_session()
        self._request += 1
        request = self._request
        self._preparing_title = title
        self._progress = (0, 0)
        self._slow()
        self.tempo.want("preparing")

        def later(act: Callable[[], None]) -> None:
            Clock.schedule_once(lambda _dt: act(), 0)

        def ready(performance: Performance) -> None:
            later(lambda: self._ready(request, name, performance))

        def refused(refusal: Refusal) -> None:
            later(lambda: self._refused(request, refusal))

        def progress(done: int, of: int) -> None:
            later(lambda: self._progressed(request, done, of))

        self._station.begin(name, ready=ready, refused=refused, progress=progress)

    def cancel(self) -> None:
        """Give up what is being prepared; what comes of it later is closed."""
        self._stop_preparing()
        self.go_home()

    def fail(self) -> None:
        """Show the safe page: something raised, and nobody knows what still holds."""
        self._stop_preparing()
        self._drop_session()
        self.ways.close()
        if self._guide is not None:
            self._guide.forget()
        self._show(lambda: self._apology("safe", _(words.SAFE), _(words.SAFE_HELP)))

    def close(self) -> None:
        """Let go of what runs, and wait for it: the window is gone."""
        self._drawing.cancel()
        self._rest.close()
        self.ways.close()
        if self._guide is not None:
            self._guide.close()
        performance, self.performance = self.performance, None
        if performance is not None:
            performance.close()

    # What the station calls back

    def _ready(self, request: int, name: str, performance: Performance) -> None:
        if request != self._request:
            _close_aside(performance)
            return
        self._stop_preparing()
        self._foyer.begun(name)
        self.performance = performance
        self._began = time.monotonic()
        self.tempo.want("session")
        self._show(lambda: self._session_page(name, performance))
        self._drawing()

    def _refused(self, request: int, refusal: Refusal) -> None:
        if request == self._request:
            self._stop_preparing()
            self._show(lambda: self._apology("refused", _(words.CANNOT_START), refusal.reason))

    def _progressed(self, request: int, done: int, of: int) -> None:
        if request == self._request:
            self._progress = (done, of)
            self.page.progress(done, of)

    def _library_changed(self) -> None:
        if isinstance(self.page, Home):
            self._fill(self.page)

    # A session

    def _draw(self, _dt: float) -> None:
        self.page.tick()

    def _over(self, name: str, view: View, practised: Practised) -> None:
        performance = self.performance
        title = performance.plan.title if performance is not None else ""
        length = round((time.monotonic() - self._began) * SECOND)
        from kiosk.player.model import State  # noqa: PLC0415  home comes first

        finished = view.state is State.DONE
        stopped = _(words.STOPPED_EARLY) if length < MINUTE else _(words.YOU_STOPPED)
        text = (_(words.YOU_DID) if finished else stopped).format(
            title=title, length=spoken_length(length)
        )
        from kiosk.screen.done import Done, Outcome  # noqa: PLC0415  home comes first

        def done(felt: tuple[str, ...] = (), follows: tuple[str, ...] = ()) -> None:
            outcome = Outcome(finished, text, practised, felt, follows)
            self._show(
                lambda: Done(
                    self._sizes,
                    outcome,
                    on_again=lambda: self.begin(name, title),
                    on_home=self.go_home,
                )
            )
            if self._guide is None:  # who watches over a visit sends home too
                self._leave_done()

        self._drop_session()
        if self._guide is not None:
            self._guide.visit.after(name, done)
        else:
            done()

    def _drop_session(self) -> None:
        self._drawing.cancel()
        self._leave_done.cancel()
        self.tempo.release("session")
        performance, self.performance = self.performance, None
        if performance is not None:
            _close_aside(performance)

    def _stop_preparing(self) -> None:
        self._request += 1
        self._slow.cancel()
        self.tempo.release("preparing")

    def _show_preparing(self) -> None:
        from kiosk.screen.plain import Preparing  # noqa: PLC0415  home comes first

        self._show(lambda: Preparing(self._sizes, self._preparing_title, on_cancel=self.cancel))
        self._progressed(self._request, *self._progress)

    # Building and placing

    @property
    def station(self) -> Station:
        """What the screen shows."""
        return self._station

    @property
    def sizes(self) -> Sizes:
        """The sizes of the window as it is now."""
        return self._sizes

    def show_page(self, build: Callable[[Sizes], Page]) -> None:
        """Show a page; it is built again when the window changes."""
        self._show(lambda: build(self._sizes))

    def _sizes_now(self) -> Sizes:
        width, height = Window.size
        return theme.sizes_for(width, height, self._panel_mm, self._likes.text_percent)

    def dress(self) -> None:
        """Take on what who is here prefers: colours, sizes of text, language."""
        likes = self._station.preferences()
        if likes.look != theme.look():
            theme.wear(likes.look)
            Window.clearcolor = theme.rgba(theme.PAPER)
        if likes.language != self._likes.language:
            self._station.use_language(likes.language)
        self._likes = likes
        figure_wear.wear(likes)
        self._sizes = self._sizes_now()

    def _show(self, build: Callable[[], Page]) -> None:
        self.dress()
        page = build()
        self._build = build
        if isinstance(self.page, Home):
            self._home_offset = self.page.grid.scroller.offset
        self._leave_done.cancel()
        self.clear_widgets()
        before, self.page = self.page, page
        before.left()
        page.place(0, 0, *self.size)
        self.add_widget(page)
        self._light_ears()
        self._show_hand_word()
        self._rest.showing(page)
        if self._guide is not None:
            self._guide.showing(page)
        self._foyer.showing(page)
        if isinstance(page, Home):
            self._home_offset = 0.0 if self._foyer.anew() else self._home_offset
            page.grid.scroller.move_to(self._home_offset)
        page.tick()

    def _light_ears(self) -> None:
        """Show over the page whether the kiosk listens, where the ears are on."""
        if self._ear_light is not None:
            self._ear_light.close()
            self._ear_light = None
        if self._station.ears() is None:
            return
        from kiosk.screen.ear_light import EarLight  # noqa: PLC0415  where the ears are on

        self._ear_light = EarLight(self._sizes, self._station.ears, night=self.page.dark)
        self.add_widget(self._ear_light)
        self._ear_light.place(0, 0, *self.size)
        self._ear_light.look()

    def _show_hand_word(self) -> None:
        """Show over the page what the big button does, where there is one."""
        if self._hand_word is not None:
            self._hand_word.close()
            self._hand_word = None
        if self._station.hand_word() is None:
            return
        from kiosk.screen.hand_word import HandWord  # noqa: PLC0415  where there is a button

        self._hand_word = HandWord(self._sizes, lambda: self._station.hand_word() or "")
        self.add_widget(self._hand_word)
        self._hand_word.place(0, 0, *self.size)
        self._hand_word.look()

    def _seen(self, pressed: bool) -> None:  # noqa: FBT001  a callback's one argument
        """Somebody has come: the clock gives way, and nothing else happens.

        At night only the button does that: whoever walks past in the dark wants no light.
        """
        if pressed or not self._rest.dark:
            self.tempo.touched()
            self._rest.touched()

    def _asked_by_voice(self, name: str) -> None:
        """Begin a session that was asked for by its title, where nothing else goes on.

        Where the screen asks something, whoever asked is told why nothing begins.
        """
        card = next((card for card in self._station.cards() if card.name == name), None)
        if card is None or self.performance is not None:
            return
        if self.page.name in _AT_REST:
            self.begin(name, card.title)
        elif self.page.name != "preparing":
            self._station.say(_(words.SCREEN_FIRST))

    def _build_home(self) -> Home:
        home = self._foyer.build(self._sizes)
        more = self.ways.button(self._sizes)
        home.corner = (*self._guide.corner(self._sizes), more) if self._guide else (more,)
        self._fill(home)
        return home

    def _fill(self, home: Home) -> None:
        self._foyer.fill(home)

    def _session_page(self, name: str, performance: Performance) -> Page:
        from kiosk.screen.session import SessionPage  # noqa: PLC0415  home comes first

        return SessionPage(
            self._sizes,
            performance,
            on_over=lambda view, practised: self._over(name, view, practised),
            flash=self._likes.flash,
        )

    def _apology(self, name: str, heading: str, text: str) -> Apology:
        from kiosk.screen.plain import Apology  # noqa: PLC0415  home comes first

        return Apology(self._sizes, name=name, heading=heading, text=text, on_home=self.go_home)

    def _resize(self, _window: Any, size: tuple[float, float]) -> None:
        self.place(0, 0, *size)
        if self._sizes_now() != self._sizes:
            staying = self._leave_done.is_triggered
            self._show(self._build)
            if staying:
                self._leave_done()

    # Fingers and keys

    def on_touch_down(self, touch: Any) -> bool:
        """Every touch quickens the screen."""
        self._station.touched()
        self.tempo.touched()
        if self._rest.touched():
            touch.ud[_WOKE] = True
            return True
        if self._guide is not None and self._guide.touched():
            return True
        if isinstance(self.page, Home):
            self.page.hide_focus()
        return bool(super().on_touch_down(touch))

    def on_touch_move(self, touch: Any) -> bool:
        """So does a moving finger."""
        self.tempo.touched()
        if _WOKE in touch.ud or self._rest.touched():
            return True
        if self._guide is not None and self._guide.touched():
            return True
        return bool(super().on_touch_move(touch))

    def on_touch_up(self, touch: Any) -> bool:
        """The finger that woke the screen does nothing else."""
        return _WOKE in touch.ud or bool(super().on_touch_up(touch))

    def _key_down(
        self,
        _window: Any,
        code: int,
        _scancode: int = 0,
        text: str | None = None,
        modifiers: tuple[str, ...] | list[str] = (),
    ) -> bool:
        self._station.touched()
        fresh = self._keys.pressed(code)
        self.tempo.touched()
        if self._rest.touched():
            return True
        if self._guide is not None and self._guide.touched():
            return True
        if fresh and not self._types(code, text, modifiers):
            key = self._keys.meaning(code, modifiers)
            if key is not None:
                self._key(key)
        # No key is Kivy's: it would close the window or open its settings.
        return True

    def _types(self, code: int, text: str | None, modifiers: Collection[str]) -> bool:
        """Whether the page takes a key for what it is, not for what it means."""
        if not is_chord(modifiers) and self.page.learns(code):
            return True
        typed = "\b" if code == BACKSPACE else text or ""
        return bool(typed and self._guide is not None and self.page.typed(typed))

    def _key_up(self, _window: Any, code: int, *_args: Any) -> bool:
        self._keys.up(code)
        return True

    def _key(self, key: Key) -> None:
        if (step := LOUDNESS.get(key)) is not None:
            self._station.louder(step)
        else:
            self.page.key(key)


def _has_a_name(reception: Reception | None) -> bool:
    here = reception.here if reception is not None else None
    return here is not None and here.id != GUEST


def _close_aside(performance: Performance) -> None:
    """Close a performance off the screen's thread: it may take a second."""

    def close() -> None:
        try:
            performance.close()
        except Exception:
            log.exception("A session could not be closed")

    threading.Thread(target=close, name="close-session", daemon=True).start()


class _ToSafePage(ExceptionHandler):
    """Shows the safe page when anything raises in Kivy's loop.

    Where the safe page itself keeps raising, the exception is let through, so that the service
    starts the kiosk afresh: a dead screen that looks alive is worse than a short black one.
    """

    most = 5
    within = 10.0

    def __init__(self, face: Face) -> None:
        self._face = face
        self._times: list[float] = []

    def handle_exception(self, inst: BaseException) -> int:
        """Kivy's seam."""
        if not isinstance(inst, Exception):
            return ExceptionManager.RAISE
        log.error("The screen raised an exception", exc_info=inst)
        now = time.monotonic()
        self._times = [at for at in self._times if now - at < self.within] + [now]
        if len(self._times) > self.most:
            return ExceptionManager.RAISE
        try:
            self._face.fail()
        except Exception:
            log.exception("The safe page could not be shown")
            return ExceptionManager.RAISE
        return ExceptionManager.PASS


class FaceApp(App):
    """Kivy's shell around the face."""

    title = words.PRODUCT

    def __init__(
        self, station: Station, options: ScreenOptions, reception: Reception | None = None
    ) -> None:
        super().__init__()
        self._options = options
        self.face = Face(station, options, reception)
        Window.clearcolor = theme.rgba(theme.PAPER)
        self._handler = _ToSafePage(self.face)

    def load_config(self) -> None:
        """Read no file of Kivy's."""

    def load_kv(self, *_args: Any, **__: Any) -> bool:
        """Look for no kv file."""
        return False

    def build(self) -> Face:
        """Show the face, and tell when home can be tapped."""
        ExceptionManager.add_handler(self._handler)
        Clock.schedule_interval(lambda _dt: self._options.heartbeat(), 1.0)
        Window.bind(on_flip=self._first_flip)
        return self.face

    def open_settings(self, *_args: Any) -> bool:
        """Never show Kivy's own settings."""
        return False

    def on_stop(self) -> None:
        """Leave nothing behind in Kivy."""
        ExceptionManager.remove_handler(self._handler)

    def _first_flip(self, *_args: Any) -> None:
        Window.unbind(on_flip=self._first_flip)
        self.face.tempo.release("start")
        self._options.on_home_shown()
