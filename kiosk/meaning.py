"""What an order comes to at a moment of a session: a command, a sentence, or both. Pure.

Whoever spoke has their eyes shut: after the beep something must follow that is heard. Where the
session itself goes on, changes or ends, that is enough; where nothing would be heard, a short
sentence says how things stand. No sentence here is an order itself; what it tells to say stands in
it as ``{go_on}``, since the ears may understand another language than is spoken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.language import N_
from kiosk.orders import Order
from kiosk.plan.model import Plan, SegmentKind
from kiosk.player.model import Command, State, View

PAUSED: Final = N_("Paused. Say {go_on} when you are ready.")
STILL_PAUSED: Final = N_("We are there, and still paused. Say {go_on} when you are ready.")
PAUSED_ALREADY: Final = N_("We are paused. Say {go_on} when you are ready.")
REST_FIRST: Final = N_(
    "I have paused. Let go gently, and rest. Say {go_on} only when it has eased."
)
ENDED: Final = N_("We end here.")
GOING_ALREADY: Final = N_("We are under way already.")
NOT_IN_A_PRESS: Final = N_("Not while you press.")
EASE_OFF_FIRST: Final = N_("Ease off first, all the way.")
ONE_MOMENT: Final = N_("One moment.")
DID_YOU_SAY_STOP: Final = N_("I have paused. Did you want to end? Say it again, or say {go_on}.")
DID_YOU_SAY_STOP_PRESSING: Final = N_(
    "You have eased off. Did you want to end? Say it again, or say {go_on}."
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is to be done.

    Attributes:
        command: What the session is asked for; None for nothing.
        sentence: What is said to it, to be translated by `_`; empty for nothing.
        asks: Whether the sentence asks if an end was meant.
    """

    command: Command | None = None
    sentence: str = ""
    asks: bool = False


_STEPS: Final = {
    Order.NEXT: Command.NEXT,
    Order.BACK: Command.BACK,
    Order.AGAIN: Command.REPEAT,
}
_GOING: Final = frozenset({Order.GO_ON, Order.READY})


def meaning(order: Order, view: View, plan: Plan, *, unsure: bool = False) -> Meaning:
    """What an order that is a command comes to.

    Args:
        order: Any that moves or ends a session; the others are answered elsewhere.
        view: The moment.
        plan: What is being played.
        unsure: It may have been a stop.
    """
    kind = view.segment.kind if view.segment is not None else None
    if kind is SegmentKind.PRESS:
        return _in_a_press(order, unsure=unsure)
    if kind is SegmentKind.EASE:
        return _easing_off(order, unsure=unsure)
    if unsure:
        paused = view.state is State.PAUSED
        return Meaning(None if paused else Command.PAUSE, DID_YOU_SAY_STOP, asks=True)
    if order is Order.STOP:
        return Meaning(Command.STOP, ENDED)
    if view.state is State.PAUSED:
        return _paused(order)
    if order is Order.HURTS:
        return Meaning(Command.HURTS, REST_FIRST)
    if order is Order.PAUSE:
        return Meaning(Command.PAUSE, PAUSED)
    if view.state is State.ASKING:
        # Whether a press is granted is being found out: there are no steps to go meanwhile.
        return Meaning(None, ONE_MOMENT)
    if order in _GOING:
        waited_for = view.state is State.WAITING or (
            order is Order.READY and view.state is State.PLAYING and _leads_to_a_wait(view, plan)
        )
        return Meaning(Command.READY) if waited_for else Meaning(None, GOING_ALREADY)
    return Meaning(_STEPS[order])


def _in_a_press(order: Order, *, unsure: bool) -> Meaning:
    """On a massager: what ends the press ends it, through the guard; nothing else means anything.

    The guard has the easing off said, so that nothing more needs to be.
    """
    if unsure:
        return Meaning(Command.PAUSE, DID_YOU_SAY_STOP_PRESSING, asks=True)
    if order is Order.STOP:
        return Meaning(Command.STOP)
    if order is Order.HURTS:
        return Meaning(Command.HURTS)
    if order is Order.PAUSE:
        return Meaning(Command.PAUSE)
    return Meaning(None, NOT_IN_A_PRESS)


def _easing_off(order: Order, *, unsure: bool) -> Meaning:
    if unsure:
        return Meaning(None, DID_YOU_SAY_STOP_PRESSING, asks=True)
    if order is Order.STOP:
        return Meaning(Command.STOP, EASE_OFF_FIRST)
    if order is Order.HURTS:
        return Meaning(Command.HURTS, EASE_OFF_FIRST)
    return Meaning(None, EASE_OFF_FIRST)


def _paused(order: Order) -> Meaning:
    if order in _GOING:
        return Meaning(Command.RESUME)
    if order is Order.PAUSE:
        return Meaning(None, PAUSED_ALREADY)
    if order is Order.HURTS:
        return Meaning(None, REST_FIRST)
    # It goes there and stays paused: a word that was misheard is not to set a session going.
    return Meaning(_STEPS[order], STILL_PAUSED)


def _leads_to_a_wait(view: View, plan: Plan) -> bool:
    """Whether "ready" skips what is said before a wait: see `kiosk.player.machine.Player`."""
    following = view.index + 1
    if view.segment is None or following >= len(plan.segments):
        return False
    after = plan.segments[following]
    return bool(after.wait_ms) and after.step == view.segment.step
