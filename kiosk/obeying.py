"""What is done when the ears have heard an order: in a session, and at rest.

Whatever is done is shown and heard: a short beep and the word say that an order was heard, before
anything comes of it. A stop that was only guessed pauses and asks; a stop that was clear stops.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from kiosk.clips import Clip
from kiosk.ears.hearing import Asked
from kiosk.language import N_, _, ngettext
from kiosk.orders import PHRASES, Order
from kiosk.plan.chimes import HEARD
from kiosk.plan.model import SegmentKind
from kiosk.player.model import Command, State, View
from kiosk.units import MINUTE, SECOND, Millis

log = logging.getLogger(__name__)

WORD_STAYS_S: Final = 2.5
"""How long the word of an order stays on the screen."""
_SPEAKS_S: Final = 6.0
"""The longest that an answer waits for the cue that sounds."""
_LOOK_S: Final = 0.1

_COMMANDS: Final = {
    Order.STOP: Command.STOP,
    Order.PAUSE: Command.PAUSE,
    Order.GO_ON: Command.RESUME,
    Order.NEXT: Command.NEXT,
    Order.BACK: Command.BACK,
    Order.AGAIN: Command.REPEAT,
    Order.READY: Command.READY,
    Order.HURTS: Command.HURTS,
}
WORDS: Final = {
    Order.STOP: N_("STOP"),
    Order.PAUSE: N_("PAUSE"),
    Order.GO_ON: N_("GO ON"),
    Order.NEXT: N_("NEXT"),
    Order.BACK: N_("BACK"),
    Order.AGAIN: N_("AGAIN"),
    Order.HOW_LONG: N_("HOW LONG"),
    Order.LOUDER: N_("LOUDER"),
    Order.QUIETER: N_("QUIETER"),
    Order.READY: N_("READY"),
    Order.HURTS: N_("IT HURTS"),
    Order.HELP: N_("HELP"),
    Order.BEGIN: N_("START"),
}
"""What is shown for each order, to be translated by `_`."""
DID_YOU_SAY_STOP: Final = N_("Did you want to end? I have paused. Say it again, or say go on.")
LOUDNESS_STEP: Final = 15


class Playing(Protocol):
    """A session that plays: see `kiosk.performance.LivePerformance`."""

    def send(self, command: Command) -> None:
        """Ask for something."""

    def view(self) -> View:
        """The moment."""

    def aside(self, sound: Clip | str) -> None:
        """Let something be heard at once."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What obeying needs of the kiosk.

    Attributes:
        playing: The session that plays, or None.
        spoken: Renders a sentence; None where there is no voice.
        say: Says a sentence where no session plays.
        begin: Begins a session by its title, as if it was tapped.
        louder: Changes the volume by so many steps of a hundred.
    """

    playing: Callable[[], Playing | None]
    spoken: Callable[[str], Clip | None]
    say: Callable[[str], None]
    begin: Callable[[str], None]
    louder: Callable[[int], None]


class Obeying:
    """Takes orders, each on the thread that brings it.

    Args:
        doing: What it can do.
        now_s: The monotonic clock.
    """

    def __init__(self, doing: Doing, now_s: Callable[[], float] = time.monotonic) -> None:
        self._doing = doing
        self._now_s = now_s
        self._word = ""
        self._until_s = 0.0
        self._deaf_until_s = 0.0

    @property
    def word(self) -> str:
        """The word of the last order, for as long as it is to be seen; else empty."""
        return self._word if self._now_s() < self._until_s else ""

    def __call__(self, asked: Asked) -> None:
        """Do what was asked, and show that it was heard."""
        order = asked.order
        if self._now_s() < self._deaf_until_s and order is not Order.HURTS:
            return  # it hears the list of what may be said
        playing = self._doing.playing()
        if playing is None and order not in {Order.BEGIN, Order.HELP, *_LOUDER}:
            return
        self._word = asked.title or _(WORDS[order])
        self._until_s = self._now_s() + WORD_STAYS_S
        if playing is not None:
            playing.aside(HEARD)
            self._in_session(playing, asked)
        elif order is Order.BEGIN:
            self._doing.begin(asked.title)
        elif order is Order.HELP:
            self._doing.say(self._help(at_rest=True))
        else:
            self._doing.louder(_LOUDER[order])

    def _in_session(self, playing: Playing, asked: Asked) -> None:
        order = asked.order
        if asked.unsure:
            playing.send(Command.PAUSE)
            self._answer(playing, _(DID_YOU_SAY_STOP))
        elif order in _COMMANDS:
            playing.send(_COMMANDS[order])
        elif order in _LOUDER:
            self._doing.louder(_LOUDER[order])
        elif order is Order.HOW_LONG:
            self._answer(playing, how_long(playing.view()))
        elif order is Order.HELP:
            if _pressing(playing.view()):
                return  # a press is never held up by a list
            playing.send(Command.PAUSE)
            self._answer(playing, self._help(at_rest=False))

    def _help(self, *, at_rest: bool) -> str:
        phrases = [forms[0] for forms in PHRASES["en"].values()]
        text = _("You can say: {orders}.").format(orders=". ".join(phrases).capitalize())
        if at_rest:
            text = _("Say start, and the name of a session.")
        # While it says them it would hear itself.
        self._deaf_until_s = self._now_s() + len(text) / 12
        return text

    def _answer(self, playing: Playing, text: str) -> None:
        """Say a sentence once what sounds is over, on a thread of its own."""

        def speak() -> None:
            clip = self._doing.spoken(text)
            pause = threading.Event()
            end = time.monotonic() + _SPEAKS_S
            while playing.view().saying and time.monotonic() < end:
                pause.wait(_LOOK_S)
            if clip is not None and not playing.view().state.over:
                playing.aside(clip)

        threading.Thread(target=speak, name="answer", daemon=True).start()


_LOUDER: Final = {Order.LOUDER: LOUDNESS_STEP, Order.QUIETER: -LOUDNESS_STEP}


def how_long(view: View) -> str:
    """How long it still takes, in words to be spoken."""
    whole = spoken_length(max(0, view.total_ms - view.position_ms))
    here = view.remaining_ms
    counted = view.segment is not None and view.segment.kind in {
        SegmentKind.HOLD,
        SegmentKind.PRESS,
        SegmentKind.REST,
        SegmentKind.MOVE,
    }
    if counted and here >= SECOND and view.state is not State.WAITING:
        return _("{here} here, and {whole} in all.").format(here=spoken_length(here), whole=whole)
    return _("{whole} in all.").format(whole=whole)


def spoken_length(ms: Millis) -> str:
    """A length as one says it: "forty seconds" is left to the voice, "40 seconds" is written."""
    if ms >= 2 * MINUTE:
        minutes = round(ms / MINUTE)
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    seconds = max(1, round(ms / SECOND))
    seconds = seconds if seconds < 10 else round(seconds / 5) * 5
    return ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)


def _pressing(view: View) -> bool:
    return view.segment is not None and view.segment.kind in {SegmentKind.PRESS, SegmentKind.EASE}
