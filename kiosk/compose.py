"""The composition root: the one place where the rooms are put together.

Nothing else makes a voice, a loudspeaker, a library or a performance. They start in one order and
stop in the reverse one.
"""

# ruff: noqa: PLC0415 -- home is shown before anything is loaded that only a session needs
from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.clock import Clock, FastClock, MonotonicClock
from kiosk.library import Library
from kiosk.settings import Settings
from kiosk.station import About, Broken, Card, Performance

if TYPE_CHECKING:
    from kiosk.performance import Listener, LivePerformance
    from kiosk.plan.model import Refusal
    from kiosk.preparing import Prepared
    from kiosk.script.problems import Problem
    from kiosk.sound.output import Loudspeaker
    from kiosk.voice.speech import Speech

log = logging.getLogger(__name__)

SOUND_WITHIN_S = 3.0
"""How long a session waits for the loudspeaker; where there is none it does not wait."""
WARM_CARDS = 40
"""How many sessions' speech is rendered ahead while nothing happens."""


class Kiosk:
    """The kiosk put together: see `kiosk.station.Station`.

    Args:
        settings: What the operator set.
        setting_problems: What is wrong with the settings' files; shown with the broken sessions.
        speed: How many times faster than life sessions run; there is no sound unless it is 1.
        listeners: Told of every effect of every session.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        setting_problems: Sequence[Problem] = (),
        speed: float = 1.0,
        listeners: Iterable[Listener] = (),
    ) -> None:
        self.settings = settings
        self.library = Library(settings.folders, settings.cache, settings.breath_ms)
        self._setting_problems = _as_broken(setting_problems)
        self._listeners = tuple(listeners)
        self._clock: Clock = MonotonicClock() if speed == 1 else FastClock(speed)
        self._speed = speed
        self._closing = threading.Event()
        self._stack = ExitStack()
        self._threads: list[threading.Thread] = []
        self._started = False

    # --- the rooms that are built when first asked for

    @cached_property
    def speech(self) -> Speech:
        """The voice."""
        from kiosk.preparing import speech_of

        return speech_of(self.settings)

    @cached_property
    def speaker(self) -> Loudspeaker:
        """The loudspeaker; a silent one where time runs faster than life."""
        if self._speed != 1:
            from kiosk.sound.silent import SilentLoudspeaker

            return SilentLoudspeaker()
        from kiosk.sound.stream import Stream

        settings = self.settings
        return Stream(settings.device, latency_ms=settings.latency_ms, volume=settings.volume)

    # --- starting and stopping

    def start_sound(self) -> None:
        """Wake the voice and the loudspeaker, so that the first word is not late."""
        if self._started:
            return
        self._started = True
        self._stack.callback(self.speaker.close)
        self._stack.callback(self.speech.close)
        self.speech.start()
        self.speaker.start()

    def start_library(self) -> None:
        """Look at all session files, then render speech ahead; on a thread of its own."""
        self._in_background("library", self._scan_and_warm)

    def close(self) -> None:
        """Stop everything that runs."""
        self._closing.set()
        self.library.close()
        self._stack.close()
        for thread in self._threads:
            thread.join(timeout=2.0)

    def _in_background(self, name: str, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception:
                log.exception("The %s thread ended on an error.", name)

        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads = [alive for alive in self._threads if alive.is_alive()]
        self._threads.append(thread)
        thread.start()

    def _scan_and_warm(self) -> None:
        self.library.scan()
        for card in list(self.library.cards())[:WARM_CARDS]:
            if self._closing.is_set():
                return
            if not card.refusal:
                self._warm(card.name)

    # --- what a face may ask

    def cards(self) -> Sequence[Card]:
        """Every session that can be shown."""
        return self.library.cards()

    def broken(self) -> Sequence[Broken]:
        """Every file that cannot be used, the settings among them."""
        return (*self._setting_problems, *self.library.broken())

    def on_library_change(self, listener: Callable[[], None]) -> None:
        """Have a listener called when cards or broken files change."""
        self.library.on_change(listener)

    def about(self, name: str) -> About | None:
        """A session's page, or None when it is gone."""
        from kiosk import outline
        from kiosk.files import card_of, check_file
        from kiosk.plan.estimate import estimate_ms
        from kiosk.plan.timing import Timing
        from kiosk.preparing import language_of

        path = self.library.path_of(name)
        checked = check_file(path, self.settings.breath_ms) if path else None
        if checked is None or checked.script is None:
            return None
        script = checked.script
        card = card_of(script, checked.total_ms, checked.highest_ms)
        language = language_of(script, self.settings)
        timing = Timing(script, estimate_ms, language, self.settings.breath_ms)
        return outline.about(script, card, timing)

    def begin(
        self,
        name: str,
        *,
        ready: Callable[[Performance], None],
        refused: Callable[[Refusal], None],
        progress: Callable[[int, int], None],
    ) -> None:
        """Prepare a session and start it, on another thread."""
        from kiosk.plan.model import Refusal

        def work() -> None:
            try:
                begun = self._begin(name, progress)
            except Exception:
                log.exception("The session %s could not be prepared.", name)
                sentence = "Something went wrong while this session was prepared. Try it again."
                begun = Refusal(name, sentence)
            if isinstance(begun, Refusal):
                refused(begun)
            else:
                ready(begun)

        self.start_sound()
        self._in_background("begin", work)

    def _begin(self, name: str, progress: Callable[[int, int], None]) -> Performance | Refusal:
        from kiosk.files import check_file
        from kiosk.plan.model import Refusal
        from kiosk.preparing import prepare

        path = self.library.path_of(name)
        if path is None:
            return Refusal(name, "This session is not there any more. Choose another.")
        checked = check_file(path, self.settings.breath_ms)
        if checked.script is None:
            return Refusal(name, "This session has a mistake in it now. Choose another.")
        prepared = prepare(checked.script, self.settings, self.speech, progress)
        if isinstance(prepared, Refusal):
            return prepared
        return self.perform(prepared)

    def perform(self, prepared: Prepared) -> LivePerformance:
        """Start playing what was prepared; may wait for the loudspeaker to wake."""
        from kiosk.performance import LivePerformance

        self.start_sound()
        performance = LivePerformance(
            prepared.plan,
            prepared.clips,
            self.speaker,
            self._clock,
            listeners=self._listeners,
            notices=(lambda: self.speaker.notice, lambda: self.speech.notice),
        )
        # Some devices take two seconds to run evenly; the first word waits for that.
        self.speaker.wait_until_running(SOUND_WITHIN_S)
        performance.start()
        return performance

    def warm(self, name: str) -> None:
        """Render a session's speech while nothing else happens."""
        self._in_background("warm", lambda: self._warm(name))

    def _warm(self, name: str) -> None:
        from kiosk.files import check_file
        from kiosk.preparing import prepare

        path = self.library.path_of(name)
        checked = check_file(path, self.settings.breath_ms) if path else None
        if checked is not None and checked.script is not None:
            prepare(checked.script, self.settings, self.speech, urgent=False)


def _as_broken(problems: Sequence[Problem]) -> tuple[Broken, ...]:
    """What is wrong with the settings, a file at a time."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.mark.file, []).append(problem)
    return tuple(Broken(file, found[0].one_line(), len(found)) for file, found in by_file.items())
