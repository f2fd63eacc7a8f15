"""A session being played for real: the player, driven by a thread of its own.

The player itself is pure. Here is the one thread that tells it the time, hands its effects to the
loudspeaker and to whoever listens, and takes a person's commands from any other thread. The
screen may stall for a second and the voice will not.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from kiosk.clips import Clip, Clips
from kiosk.clock import Clock
from kiosk.lines import lines_of
from kiosk.plan.model import Plan, Segment, SegmentKind
from kiosk.player.machine import Player
from kiosk.player.model import (
    Ask,
    Changed,
    Command,
    Cut,
    Effect,
    Interrupted,
    Shown,
    Sound,
    State,
    View,
)
from kiosk.sound.output import Loudspeaker, own_key
from kiosk.units import Millis

log = logging.getLogger(__name__)

CLOSING_FADE_MS: Final[Millis] = 40
ASIDE_AHEAD_MS: Final[Millis] = 60
"""So far ahead a device is asked for what is to be heard at once."""
ASIDE_FADE_MS: Final[Millis] = 120
LONGEST_SLEEP_S: Final = 0.5
"""The thread looks up at least this often, so that a clock that was set back cannot hold it."""

Listener = Callable[[Effect, Millis, Millis], None]
"""Called with an effect, the time it happened and the time the session began."""


class Laid(Protocol):
    """A session laid out, with its speech."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def clips(self) -> Clips:
        """The speech."""


class Interrupt(Protocol):
    """A press that was broken off: see `kiosk.pressing.BrokenOff`."""

    @property
    def prepared(self) -> Laid:
        """The session as it goes on."""

    @property
    def place_ms(self) -> Millis:
        """Where its easing off begins."""

    @property
    def record(self) -> Callable[[], None]:
        """Puts it on record."""


class Presses(Protocol):
    """Who grants and records presses: see `kiosk.pressing.Pressing`."""

    def asked(self, gate: str) -> Laid:
        """Have a press authorised; waits for the disk."""

    def took(self, plan: Plan) -> None:
        """The session goes on by a plan that `asked` laid out."""

    def begins(self, gate: str) -> Callable[[], None]:
        """A press begins; the result records it."""

    def over(self, gate: str) -> Callable[[], None]:
        """A press was pressed in full; the result records it."""

    def broken_off(self, command: Command, gate: str, pressed_ms: Millis) -> Interrupt | None:
        """A person broke a press off; None where the command does not."""

    def close(self) -> None:
        """The session is over; waits for the disk."""


class LivePerformance:
    """Plays a plan: see `kiosk.station.Performance`.

    Args:
        plan: What to play.
        clips: The speech; a line without a clip is only shown.
        speaker: Where it is heard. The performance does not close it: it outlives a session.
        clock: What time it is.
        listeners: Told of every effect, on the performance's thread; they must not raise.
        notices: Asked for what does not work now; the first that is not empty is shown.
        presses: Grants and records the presses of a massage; None where there are none.
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
        presses: Presses | None = None,
    ) -> None:
        self._plan = plan
        self._sounds = _sounds(plan, clips)
        self._aside: Clip | None = None
        self._aside_until_ms: Millis = 0
        self._presses = presses
        self._pressing = ""
        """The gate of the press that goes on."""
        self._stop_after_easing = False
        self._calls: deque[Callable[[Millis], Sequence[Effect]]] = deque()
        """What the recorder wants done on the performance's own thread."""
        self._recorder: ThreadPoolExecutor | None = None
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
        self._load()
        self._start_ms = self._clock.now_ms()
        with self._wake:
            # Somebody may have said stop while the loudspeaker woke: it comes after the start.
            self._commands.appendleft(Command.START)
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

    def aside(self, sound: Clip | str) -> None:
        """Let something be heard that is not of the plan, such as an answer, at once.

        Whoever asks sees to it that nothing of the plan sounds meanwhile, or takes it that both do.
        What is said into a pause fades when that is over.
        """
        with self._wake:
            at_ms = self._clock.now_ms() + ASIDE_AHEAD_MS
            if isinstance(sound, Clip):
                self._aside, self._aside_until_ms = sound, at_ms + sound.duration_ms
                self._load()
        self._speaker.play(sound, at_ms, own_key())

    def _load(self) -> None:
        aside = () if self._aside is None else (self._aside,)
        self._speaker.load((*self._sounds.values(), *aside))

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

    def _abandon(self) -> None:
        """The kiosk closes: nothing is said any more, and what was pressed is put on record."""
        now = self._clock.now_ms()
        with self._wake:
            effects = self._player.command(Command.STOP, now)
        for effect in effects:
            self._perform(effect, now)
        self._speaker.cut(CLOSING_FADE_MS)

    # --- presses: what must be on record is put there by a thread of its own, in order

    def _press(self, presses: Presses, effect: Effect, now: Millis) -> None:
        if isinstance(effect, Ask):
            self._record(lambda: self._authorise(presses, effect.gate))
        elif isinstance(effect, Shown):
            self._shown(presses, effect.segment)
        elif isinstance(effect, Interrupted):
            self._interrupt(presses, effect, now)

    def _record(self, work: Callable[[], None]) -> None:
        if self._recorder is None:
            self._recorder = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._recorder.submit(self._recorded, work)

    def _recorded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:
            # A gate that gets no answer stays shut, and the person can go on to what is next.
            log.exception("Something about a press could not be recorded.")

    def _authorise(self, presses: Presses, gate: str) -> None:
        laid = presses.asked(gate)

        def answer(now: Millis) -> Sequence[Effect]:
            view = self._player.view(now)
            here = view.segment.gate if view.segment is not None else ""
            if view.state is not State.ASKING or here != gate:
                # The person went elsewhere meanwhile, perhaps to another gate: an answer is for
                # the gate that asked, and no other. Come back to, it asks anew.
                return ()
            self._take(laid)
            presses.took(laid.plan)
            return self._player.answer(laid.plan, now)

        with self._wake:
            self._calls.append(answer)
            self._wake.notify()

    def _take(self, laid: Laid) -> None:
        self._plan = laid.plan
        self._sounds |= _sounds(laid.plan, laid.clips)
        self._load()

    def _shown(self, presses: Presses, segment: Segment) -> None:
        if segment.kind is SegmentKind.PRESS:
            self._pressing = gate = segment.gate
            self._record(presses.begins(gate))
            return
        if segment.kind is SegmentKind.EASE:
            if self._pressing == segment.gate:
                self._pressing = ""
                self._record(presses.over(segment.gate))
            return
        if self._stop_after_easing:
            self._stop_after_easing = False
            self.send(Command.STOP)

    def _interrupt(self, presses: Presses, effect: Interrupted, now: Millis) -> None:
        if effect.kind is SegmentKind.EASE:
            self._stop_after_easing = True
            return
        begun = next(
            segment.start_ms
            for segment in self._plan.segments
            if segment.gate == effect.gate and segment.kind is SegmentKind.PRESS
        )
        broken = presses.broken_off(effect.command, effect.gate, effect.at_ms - begun)
        if broken is None:
            return
        self._pressing = ""
        with self._wake:
            self._take(broken.prepared)
            effects = self._player.replan(
                broken.prepared.plan, broken.place_ms, now, effect.command
            )
        self._record(broken.record)
        for each in effects:
            self._perform(each, now)

    def _run(self) -> None:
        try:
            while not self._step():
                pass
        except Exception:
            # A bug must not leave a person on the floor with a voice that has silently died.
            log.exception("The session ended on an error.")
            self._speaker.cut(40)
        finally:
            if self._presses is not None:
                self._record(self._presses.close)
            if self._recorder is not None:
                self._recorder.shutdown(wait=True)
            self._over.set()

    def _step(self) -> bool:
        """Do what is due, then sleep until more is; return whether it is all over."""
        with self._wake:
            now = self._clock.now_ms()
            effects = list(self._player.tick(now))
            while self._commands:
                effects += self._player.command(self._commands.popleft(), now)
            while self._calls:
                effects += self._calls.popleft()(now)
            closing = self._closing and not self._player.state.over
        if now < self._aside_until_ms and any(map(_goes_on, effects)):
            self._speaker.cut(ASIDE_FADE_MS)
        for effect in effects:
            self._perform(effect, now)
        if closing:
            self._abandon()
        if closing or self._player.state.over:
            return True
        with self._wake:
            if not self._commands and not self._calls and not self._closing:
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
        elif self._presses is not None:
            self._press(self._presses, effect, now)
        for listener in self._listeners:
            listener(effect, now, self._start_ms)


def _goes_on(effect: Effect) -> bool:
    """Whether a pause is over."""
    return isinstance(effect, Changed) and effect.before is State.PAUSED


def _sounds(plan: Plan, clips: Clips) -> dict[str, Clip]:
    """The clip of each text of a plan that has one."""
    return {
        text: clip for text, line in lines_of(plan).items() if (clip := clips.get(line)) is not None
    }
