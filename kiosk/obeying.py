"""What is done when the ears have heard an order: in a session, and at rest.

Whatever is done is shown and heard: a short beep and the word say that an order was heard, before
anything comes of it. A stop that was only guessed pauses and asks; a stop that was clear stops,
and so does one that is guessed again while the question stands.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk.asides import WORD_STAYS_S, Asides, Playing
from kiosk.ears.hearing import Asked
from kiosk.language import N_, _, current, ngettext
from kiosk.meaning import NOT_IN_A_PRESS, meaning
from kiosk.orders import BEGIN_WORDS, PHRASES, Order
from kiosk.plan.chimes import HEARD
from kiosk.plan.model import SegmentKind
from kiosk.player.model import Command, State, View
from kiosk.units import MINUTE, SECOND, Millis

ASKED_S: Final = 30.0
"""How long a guessed stop, guessed again, counts as one."""
_HEARD_AFTER_S: Final = 1.5
"""So long after it was said, an order may still come from the recogniser."""
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
NOW_THIS_LOUD: Final = N_("I am this loud now.")
LOUDEST: Final = N_("I cannot be louder.")
QUIETEST: Final = N_("I cannot be quieter.")
YOU_CAN_SAY: Final = N_("You can say:")
SAY_START: Final = N_("Say {start}, and the name of a session.")
THEN_GO_ON: Final = N_("We are paused until you say {go_on}.")
LOUDNESS_STEP: Final = 15
_LOUDER: Final = {Order.LOUDER: LOUDNESS_STEP, Order.QUIETER: -LOUDNESS_STEP}


@dataclass(frozen=True, slots=True)
class Doing:
    """What obeying needs of the kiosk.

    Attributes:
        playing: The session that plays, or None.
        asides: Says what is not of the plan, in its turn.
        say: Says a sentence where no session plays.
        begin: Begins a session by its title, as if it was tapped.
        louder: Changes the volume by so many steps of a hundred; False where it was at its end.
        language: The language that orders are understood in.
    """

    playing: Callable[[], Playing | None]
    asides: Asides
    say: Callable[[str], None]
    begin: Callable[[str], None]
    louder: Callable[[int], bool]
    language: Callable[[], str] = lambda: "en"


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
        self._said: frozenset[Order] = frozenset()
        """Orders that the kiosk itself is just saying, into a pause."""
        self._said_until_s = 0.0
        self._asked_until_s = 0.0

    @property
    def word(self) -> str:
        """The word of the last order, for as long as it is to be seen; else empty."""
        return self._word if self._now_s() < self._until_s else ""

    def __call__(self, asked: Asked) -> None:
        """Do what was asked, and show that it was heard."""
        order = asked.order
        playing = self._doing.playing()
        if playing is not None and self._says(order) and playing.view().state is State.PAUSED:
            return  # it hears itself
        if playing is None and order not in {Order.BEGIN, Order.HELP, *_LOUDER}:
            return
        if playing is not None and order is Order.BEGIN:
            return
        self._word = asked.title or _(WORDS[order])
        self._until_s = self._now_s() + WORD_STAYS_S
        if playing is not None:
            self._in_session(playing, asked)
        elif order is Order.BEGIN:
            self._doing.begin(asked.title)
        elif order is Order.HELP:
            self._doing.say(self._told(SAY_START))
        else:
            self._doing.say(self._loudness(order))

    def _in_session(self, playing: Playing, asked: Asked) -> None:
        order = asked.order
        if order is Order.HELP:
            self._help(playing)
        elif order is Order.HOW_LONG:
            playing.aside(HEARD)
            self._doing.asides.say(playing, [(lambda: how_long(playing.view()), current())])
        elif order in _LOUDER:
            playing.aside(HEARD)
            self._answer(playing, self._loudness(order))
        else:
            self._command(playing, asked)

    def _command(self, playing: Playing, asked: Asked) -> None:
        again = asked.unsure and self._now_s() < self._asked_until_s
        unsure = asked.unsure and not again
        view = playing.view()
        meant = meaning(asked.order, view, playing.plan, unsure=unsure)
        self._asked_until_s = self._now_s() + ASKED_S if meant.asks else 0.0
        if meant.command is not None:
            playing.send(meant.command)  # before anything else, whatever becomes of that
        playing.aside(HEARD)
        if not meant.sentence:
            return
        if meant.command is Command.STOP and not _pressing(view):
            self._doing.say(self._told(meant.sentence))  # the session that would say it is over
        else:
            self._answer(playing, self._told(meant.sentence))

    def _loudness(self, order: Order) -> str:
        if self._doing.louder(_LOUDER[order]):
            return _(NOW_THIS_LOUD)
        return _(LOUDEST if order is Order.LOUDER else QUIETEST)

    def _help(self, playing: Playing) -> None:
        view = playing.view()
        playing.aside(HEARD)
        if _pressing(view):  # a press is never held up by a list
            self._answer(playing, _(NOT_IN_A_PRESS))
            return
        if view.state is not State.PAUSED:
            playing.send(Command.PAUSE)
        language = self._doing.language()
        phrases = ". ".join(forms[0].capitalize() for forms in PHRASES[language].values())
        here = current()
        sentences = (
            (_(YOU_CAN_SAY), here),
            (f"{phrases}.", language),
            (self._told(THEN_GO_ON), here),
        )
        self._doing.asides.say(playing, sentences, begins=self._saying, held=True)

    def _told(self, sentence: str) -> str:
        """A sentence, with what is to be said in the language that is understood."""
        language = self._doing.language()
        go_on = PHRASES[language][Order.GO_ON][0]
        return _(sentence).format(go_on=go_on, start=BEGIN_WORDS[language])

    def _answer(self, playing: Playing, text: str) -> None:
        self._doing.asides.say(playing, [(text, current())])

    def _says(self, order: Order) -> bool:
        return self._now_s() < self._said_until_s and order in self._said

    def _saying(self, text: str, length_ms: Millis) -> None:
        """A sentence begins to sound: what it lists is not to be heard as an order.

        Nobody is ever unheard who says that it hurts.
        """
        now_s = self._now_s()
        before = self._said if now_s < self._said_until_s else frozenset()
        self._said = before | (_listed_in(text, self._doing.language()) - {Order.HURTS})
        self._said_until_s = now_s + length_ms / SECOND + _HEARD_AFTER_S


def _listed_in(text: str, language: str) -> frozenset[Order]:
    """The orders that stand alone in a text: within a sentence nothing is an order."""
    parts = {part.strip().lower() for part in re.split(r"[.,;:!?]+", text)}
    return frozenset(order for order, forms in PHRASES[language].items() if parts & set(forms))


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
