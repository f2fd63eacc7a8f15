"""A session being played for real: the player, driven by a thread of its own.

The player itself is pure. Here is the one thread that tells it the time, hands its effects to the
loudspeaker and to whoever listens, and takes a person's commands from any other thread. The
screen may stall for a second and the voice will not.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from kiosk.clips import Clip, Clips, Line
from kiosk.clock import Clock
from kiosk.plan.model import Plan
from kiosk.player.machine import Player
from kiosk.player.model import Command, Cut, Effect, Sound, View
from kiosk.sound.output import Loudspeaker
from kiosk.units import Millis

log = logging.getLogger(__name__)

LONGEST_SLEEP_S: Final = 0.5
"""The thread looks up at least this often, so that a clock that was set back cannot hold it."""

Listener = Callable[[Effect, Millis, Millis], None]
"""Called with an effect, the time it happened and the time the session began."""


class LivePerformance:
    """Plays a plan: see `kiosk.station.Performance`.

    Args:
        plan: What to play.
        clips: The speech; a line without a clip is only shown.
        speaker: Where it is heard. The performance does not close it: it outlives a session.
        clock: What time it is.
        listeners: Told of every effect, on the performance's thread; they must not raise.
        notices: Asked for what does not work now; the first that is not empty is shown.
    """

    def __init__(
        self,
        plan: Plan,
        clips: Clips,
        speaker: Loudspeaker,
        clock: Clock,
        *,
        listeners: Iterable[Listener] = (),
        notices: Iterable[Callable[[], str]] = (),
    ) -> None:
        self._plan = plan
        self._sounds: dict[str, Clip] = {
            text: clip
            for text, _ in plan.lengths
            if (clip := clips.get(Line(text, plan.language))) is not None
        }
        self._speaker = speaker
        self._clock = clock
        self._listeners = tuple(listeners)
        self._notices = tuple(notices)
        self._player = Player(plan)
        self._start_ms: Millis = clock.now_ms()
        self._commands: deque[Command] = deque()
        self._wake = threading.Condition()
        self._closing = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="performance", daemon=True)

    def start(self) -> None:
        """Begin to play."""
        self._speaker.load(self._sounds.values())
        self._start_ms = self._clock.now_ms()
        self._commands.append(Command.START)
        self._thread.start()

    @property
    def plan(self) -> Plan:
        """What is being played."""
        return self._plan

    @property
    def notice(self) -> str:
        """One sentence about what does not work now; else empty."""
        for ask in self._notices:
            if sentence := ask():
                return sentence
        return ""

    def send(self, command: Command) -> None:
        """Ask for something."""
        with self._wake:
            self._commands.append(command)
            self._wake.notify()

    def view(self) -> View:
        """The moment to draw."""
        with self._wake:
            return self._player.view(self._clock.now_ms())

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until the session is over; say whether it is."""
        return self._over.wait(timeout_s)

    def close(self) -> None:
        """Stop and let go of everything. Safe to call twice."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=1.0)

    def _run(self) -> None:
        try:
            while not self._step():
                pass
        except Exception:
            # A bug must not leave a person on the floor with a voice that has silently died.
            log.exception("The session ended on an error.")
            self._speaker.cut(40)
        finally:
            self._over.set()

    def _step(self) -> bool:
        """Do what is due, then sleep until more is; return whether it is all over."""
        with self._wake:
            now = self._clock.now_ms()
            effects = list(self._player.tick(now))
            while self._commands:
                effects += self._player.command(self._commands.popleft(), now)
            if self._closing and not self._player.state.over:
                effects += self._player.command(Command.STOP, now)
            over = self._player.state.over
        for effect in effects:
            self._perform(effect, now)
        if over:
            return True
        with self._wake:
            if not self._commands and not self._closing:
                self._wake.wait(self._sleep_s())
        return False

    def _sleep_s(self) -> float:
        due = self._player.next_due()
        if due is None:
            return LONGEST_SLEEP_S
        return max(0.0, min(self._clock.real_s(due - self._clock.now_ms()), LONGEST_SLEEP_S))

    def _perform(self, effect: Effect, now: Millis) -> None:
        if isinstance(effect, Sound):
            cue = effect.cue
            sound = cue.chime or self._sounds.get(cue.text)
            if sound:
                self._speaker.play(sound, effect.at_ms, effect.key)
        elif isinstance(effect, Cut):
            self._speaker.cut(effect.fade_ms)
        for listener in self._listeners:
            listener(effect, now, self._start_ms)
