"""The big button and the motion sensor of a kiosk: what is done with what they tell.

Like the ears they end in the player's own commands, so that a press on a massager is ended by the
same guard, and each is confirmed by the same chime and a word on the screen. Off until the
operator sets a pin; everything else goes on without them.
"""

# ruff: noqa: PLC0415 -- where no pin is set, nothing of this is loaded
from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.language import N_, _, current

if TYPE_CHECKING:
    from kiosk.asides import Asides, Playing
    from kiosk.hands.pins import Pins
    from kiosk.hands.presence import Absence
    from kiosk.hands.press import Gesture, Presses
    from kiosk.player.model import Effect, View
    from kiosk.settings import Settings
    from kiosk.station import Ears
    from kiosk.units import Millis

    Listener = Callable[[Effect, Millis, Millis], None]

log = logging.getLogger(__name__)

_LOOK_S, _REST_LOOK_S = 0.5, 2.0
"""How often a session is looked at where there is a sensor, and whether one has begun."""

PAUSE, GO_ON, READY = N_("PAUSE"), N_("GO ON"), N_("READY")
STOP, HURTS = N_("STOP"), N_("IT HURTS")
PAUSED: Final = N_("Paused. Press once to go on.")
REST_FIRST: Final = N_("I have paused. Let go gently, and rest. Press once when it has eased.")
ENDED: Final = N_("We end here.")
STILL_THERE: Final = N_("Are you still there? Move a little, or press any key.")
STILL_THERE_EARS: Final = N_("Are you still there? Move a little, or say {go_on}.")
BROKEN: Final = N_("The button and the motion sensor have stopped working. Restart the kiosk.")
NOBODY: Final = N_("Paused, since nobody seemed to be there. Go on when you are back.")


@dataclass(frozen=True, slots=True)
class Reach:
    """What the hands need of the kiosk.

    Attributes:
        playing: The session that plays, or None.
        asides: Says what is not of the plan, in its turn.
        say: Says a sentence where no session plays.
        ears: How the ears are: what they hear is a sign of somebody too.
        go_on: What is to be said to the ears to go on.
    """

    playing: Callable[[], Playing | None]
    asides: Callable[[], Asides]
    say: Callable[[str], None]
    ears: Callable[[], Ears | None]
    go_on: Callable[[], str]


class Handling:
    """Watches the button and the sensor from `start` to `close`.

    Args:
        settings: Which pins, and how long nobody may be seen.
        reach: What can be done.
        possible: Whether anybody is there at all; not where time runs faster than life.
        pins: Opens the pins; the tests' way to gpiozero's mock.
        now_s: The monotonic clock.
    """

    def __init__(
        self,
        settings: Settings,
        reach: Reach,
        *,
        possible: bool = True,
        pins: Callable[..., Pins] | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._reach = reach
        self._open = pins
        self._now_s = now_s
        self.on = possible and (settings.button is not None or settings.presence is not None)
        """Whether there is a button or a sensor at all."""
        self._pins: Pins | None = None
        self._presses: Presses | None = None
        self._edges: deque[tuple[float, bool]] = deque()
        self._sign_s: float | None = None
        """The last sign of somebody that has not been looked at."""
        self._absence: Absence | None = None
        self._watched: Playing | None = None
        self._held_back = False
        """Whether a short press was in a press, and waits for whether a second comes."""
        self._pauses = False
        """Whether the last short press paused: that is said once no second has come."""
        self._pauses_next: Playing | None = None
        """The session that is to pause once whoever presses has eased off."""
        self._word, self._until_s = "", 0.0
        self._trouble = ""
        self._seen: Callable[[bool], None] = lambda _pressed: None
        self._wake = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="hands", daemon=True)

    # --- what the kiosk asks

    def start(self) -> None:
        """Watch from now on, where a pin is set; returns at once."""
        if self.on:
            self._thread.start()

    @property
    def word(self) -> str:
        """The word of what the button has just done, for a moment; else empty."""
        return self._word if self._now_s() < self._until_s else ""

    @property
    def notice(self) -> str:
        """What does not work, in a sentence; else empty."""
        return self._trouble

    @property
    def asks(self) -> str:
        """What is asked of whoever was not seen, or what came of it; else empty."""
        absence = self._absence
        if absence is not None and absence.paused:
            return _(NOBODY)
        if absence is not None and absence.asking:
            return self._question()
        return ""

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """Who is to be told what happens in a session; nobody where there are no hands."""
        return (self._happened,) if self.on else ()

    def on_seen(self, listener: Callable[[bool], None]) -> None:
        """Have a listener called, on a thread of ours, when somebody is seen at rest.

        It is told whether they pressed the button; else something moved.
        """
        self._seen = listener

    def touched(self) -> None:
        """Somebody touched the screen, pressed a key or spoke: they are there."""
        if self.on:
            self._sign_s = self._now_s()

    def _happened(self, effect: Effect, _now_ms: Millis, _began_ms: Millis) -> None:
        """Something happened in a session: if somebody asked for it, they are there."""
        command = getattr(effect, "command", None)
        absence = self._absence
        ours = command is not None and absence is not None and absence.paused
        if command is not None and not (ours and command == "pause"):
            self.touched()
        self._pause_if_due(effect)

    def _pause_if_due(self, effect: Effect) -> None:
        if (playing := self._pauses_next) is None:
            return  # each effect of a session comes by here
        from kiosk.hands.presence import UNPAUSED
        from kiosk.player.model import Command, Shown

        if not isinstance(effect, Shown) or effect.segment.kind in UNPAUSED:
            return
        self._pauses_next = None
        playing.send(Command.PAUSE)

    def close(self) -> None:
        """Let go of the pins, for good."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)
        if self._pins is not None:
            self._pins.close()

    # --- the thread

    def _run(self) -> None:
        try:
            if not self.open():
                return
            while True:
                due_s = self.step()
                with self._wake:
                    if self._closing:
                        return
                    if not self._edges:
                        self._wake.wait(due_s)
        except Exception:
            log.exception("The button and the motion sensor are not watched any more.")
            self._trouble = _(BROKEN)

    def open(self) -> bool:
        """Open the pins; say whether that worked. `notice` says why not."""
        from kiosk.hands.pins import NoPinsError, Pins
        from kiosk.hands.press import Presses

        settings = self._settings
        try:
            self._pins = (self._open or Pins)(
                settings.button,
                settings.presence,
                on_button=self._contact,
                on_motion=self._motion,
                folder=settings.cache / "pins",
            )
        except NoPinsError as error:
            self._trouble = str(error)
            log.warning("%s", error)
            return False
        self._presses = Presses(held=self._pins.pressed)
        return True

    def _contact(self, down: bool) -> None:  # noqa: FBT001  a callback's one argument
        with self._wake:
            self._edges.append((self._now_s(), down))
            self._wake.notify()

    def _motion(self, moving: bool) -> None:  # noqa: FBT001  a callback's one argument
        with self._wake:
            self._sign_s = self._now_s()
            self._wake.notify()
        if moving and self._reach.playing() is None:
            self._seen(False)  # noqa: FBT003

    def step(self) -> float | None:
        """Do what is due; return in how many seconds there is more, None for at the next edge."""
        if self._presses is None or self._pins is None:
            return None
        while self._edges:
            at_s, down = self._edges.popleft()
            self._sign_s = at_s
            self._done(self._presses.tick(at_s))
            self._presses.edge(at_s, down=down)
        now_s = self._now_s()
        self._done(self._presses.tick(now_s))
        dues = []
        if (due_s := self._presses.next_due()) is not None:
            dues.append(max(0.0, due_s - now_s))
        if self._settings.presence is not None and self._settings.away_minutes:
            dues.append(self._watch(now_s, self._pins))
        return min(dues, default=None)

    # --- the button

    def _done(self, gestures: Sequence[Gesture]) -> None:
        for gesture in gestures:
            try:
                self._do(gesture)
            except Exception:
                # A press that goes wrong must not take the next one with it, which may be a stop.
                log.exception("What a press of the button asked for went wrong.")

    def _do(self, gesture: Gesture) -> None:
        from kiosk.hands.press import Gesture

        playing = self._reach.playing()
        if playing is None:
            if gesture is Gesture.SHORT:
                self._seen(True)  # noqa: FBT003
            return
        view = playing.view()
        if gesture is Gesture.SHORT:
            self._short(playing, view)
        elif gesture is Gesture.SINGLE:
            self._single(playing)
        elif gesture is Gesture.DOUBLE:
            self._hurts(playing, view)
        else:
            self._stop(playing, view)

    def _short(self, playing: Playing, view: View) -> None:
        """Pause or go on, at once: to have paused is no harm, should it become "it hurts".

        On a massager it waits for the second press, 0.4 s at most: the first command ends the
        press, and pain must be on record as pain.
        """
        from kiosk.plan.model import SegmentKind
        from kiosk.player.model import Command, State

        kind = view.segment.kind if view.segment is not None else None
        self._held_back, self._pauses = kind is SegmentKind.PRESS, False
        if kind is SegmentKind.EASE:
            return
        asking = view.state is State.ASKING
        words = {State.PAUSED: GO_ON, State.WAITING: READY}
        if not self._held_back:
            playing.send(Command.PAUSE if asking else Command.TOGGLE)
        self._heard(playing, words.get(view.state, PAUSE))
        going = view.state in {State.PLAYING, State.LEAD_IN, State.ASKING}
        self._pauses = not self._held_back and going

    def _single(self, playing: Playing) -> None:
        from kiosk.plan.model import SegmentKind
        from kiosk.player.model import Command

        if self._held_back:
            self._held_back = False
            view = playing.view()
            if view.segment is not None and view.segment.kind is SegmentKind.EASE:
                # The press came to its end while a second one was waited for.
                self._pauses_next = playing
            else:
                playing.send(Command.PAUSE)
        elif self._pauses:
            self._tell(playing, PAUSED)

    def _hurts(self, playing: Playing, view: View) -> None:
        from kiosk.player.model import Command

        self._held_back = False
        playing.send(Command.HURTS)
        self._heard(playing, HURTS)
        if not _on_massager(view):
            self._tell(playing, REST_FIRST)

    def _stop(self, playing: Playing, view: View) -> None:
        from kiosk.player.model import Command

        self._held_back = False
        playing.send(Command.STOP)
        self._heard(playing, STOP)
        if not _on_massager(view):
            self._reach.say(_(ENDED))  # the session that would say it is over

    def _heard(self, playing: Playing, word: str) -> None:
        from kiosk.asides import WORD_STAYS_S
        from kiosk.plan.chimes import HEARD

        self._word, self._until_s = _(word), self._now_s() + WORD_STAYS_S
        playing.aside(HEARD)

    def _tell(self, playing: Playing, sentence: str) -> None:
        self._reach.asides().say(playing, [(_(sentence), current())])

    # --- presence

    def _watch(self, now_s: float, pins: Pins) -> float:
        """Look after a session that plays; return in how many seconds to look again."""
        from kiosk.hands.presence import Absence, Act
        from kiosk.player.model import Command

        playing = self._reach.playing()
        if playing is None:
            self._watched = self._absence = None
            return _REST_LOOK_S
        if playing is not self._watched:
            self._watched = playing
            self._absence = Absence(self._settings.away_minutes * 60.0, now_s)
        absence = self._absence
        if absence is None:
            raise AssertionError("a session that is watched has somebody who may be missed")
        signed_s, self._sign_s = self._sign_s, None
        ears = self._reach.ears()
        if pins.moving or signed_s is not None or (ears is not None and ears.word):
            absence.sign(now_s)
        act = absence.look(now_s, playing.view())
        if act is Act.ASK:
            question = [(self._question(), current())]
            self._reach.asides().say(playing, question, begins=self._asked_aloud)
        elif act is Act.PAUSE:
            playing.send(Command.PAUSE)
            self._tell(playing, NOBODY)
        return _LOOK_S

    def _question(self) -> str:
        ears = self._reach.ears()
        if ears is None or not ears.listening:
            return _(STILL_THERE)
        return _(STILL_THERE_EARS).format(go_on=self._reach.go_on())

    def _asked_aloud(self, _text: str, _length_ms: int) -> None:
        if (absence := self._absence) is not None:
            absence.asked_aloud(self._now_s())


def _on_massager(view: View) -> bool:
    from kiosk.plan.model import SegmentKind

    return view.segment is not None and view.segment.kind in {SegmentKind.PRESS, SegmentKind.EASE}
