"""Every order at every moment: one act, or a sentence; never silence after the beep."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from kiosk import meaning as words
from kiosk.meaning import Meaning, meaning
from kiosk.orders import PHRASES, Order, understand
from kiosk.plan.model import Plan, SegmentKind
from kiosk.player.fake import Sketch
from kiosk.player.machine import Player
from kiosk.player.model import Command, State

COMMANDS = (
    Order.STOP, Order.PAUSE, Order.GO_ON, Order.NEXT, Order.BACK, Order.AGAIN, Order.READY,
    Order.HURTS,
)  # fmt: skip
SENTENCES = [
    value for name, value in vars(words).items() if name.isupper() and isinstance(value, str)
]


def plan() -> Plan:
    """An intro, words that lead to a wait, a stretch, a gate, a press, its easing, a rest."""
    return (
        Sketch()
        .add(SegmentKind.INTRO, 4_000, "Hello.")
        .add(SegmentKind.READY, 4_000, "Lie down.")
        .wait(60_000, "Ready?")
        .add(SegmentKind.PREPARE, 2_000, "Stretch.")
        .add(SegmentKind.HOLD, 20_000, "Stretch.", goes_on=True)
        .gate("press-1", goes_on=False)
        .add(SegmentKind.PRESS, 20_000, "Press.", goes_on=True, gate="press-1")
        .add(SegmentKind.EASE, 5_000, "Ease off.", goes_on=True, gate="press-1")
        .add(SegmentKind.REST, 9_000, "Rest.")
        .plan()
    )


def at(moment: str) -> tuple[Player, int]:
    """A player that has come to a moment, and the time there."""
    laid = plan()
    player = Player(laid)
    player.command(Command.START, 0)
    now = {"intro": 1_000, "led": 5_000}.get(moment, 9_000)
    player.tick(now)
    if moment in {"intro", "led", "wait"}:
        return player, now
    player.command(Command.READY, now)
    now += 8_000
    player.tick(now)
    if moment == "stretch":
        return player, now
    if moment in {"paused", "lead-in"}:
        player.command(Command.PAUSE, now)
        if moment == "lead-in":
            player.command(Command.RESUME, now + 1_000)
        return player, now + 1_000
    player.command(Command.NEXT, now)
    now += 10
    player.tick(now)
    if moment == "asking":
        return player, now
    player.answer(laid, now)
    now += {"press": 5_000, "ease": 22_000}[moment]
    player.tick(now)
    return player, now


MOMENTS = ("intro", "led", "wait", "stretch", "paused", "lead-in", "asking", "press", "ease")
STATES = {
    "wait": State.WAITING, "paused": State.PAUSED, "lead-in": State.LEAD_IN,
    "asking": State.ASKING,
}  # fmt: skip
KINDS = {"press": SegmentKind.PRESS, "ease": SegmentKind.EASE, "stretch": SegmentKind.HOLD}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_moments_are_what_they_are_called(moment: str):
    player, now = at(moment)
    assert player.state is STATES.get(moment, State.PLAYING)
    segment = player.view(now).segment
    assert segment is not None
    assert moment not in KINDS or segment.kind is KINDS[moment]


@pytest.mark.parametrize(("moment", "order"), list(product(MOMENTS, COMMANDS)))
def test_every_order_at_every_moment_has_an_effect_or_a_sentence(moment: str, order: Order):
    player, now = at(moment)
    meant = meaning(order, player.view(now), plan())
    effects = player.command(meant.command, now) if meant.command is not None else ()
    assert effects or meant.sentence, "never silence after a beep"
    if meant.command is not None:
        assert effects, "what means nothing there is not asked for"


@pytest.mark.parametrize("moment", MOMENTS)
def test_stop_always_stops_or_ends_the_press_and_hurts_never_lets_it_go_on(moment: str):
    for order, command in ((Order.STOP, Command.STOP), (Order.HURTS, Command.HURTS)):
        player, now = at(moment)
        meant = meaning(order, player.view(now), plan())
        if order is Order.HURTS and moment == "paused":
            assert meant == Meaning(None, words.REST_FIRST)
        else:
            assert meant.command is command


@pytest.mark.parametrize("order", [Order.NEXT, Order.BACK, Order.AGAIN, Order.GO_ON, Order.READY])
@pytest.mark.parametrize("moment", ["press", "ease", "asking"])
def test_on_a_massager_there_are_no_steps_to_go(moment: str, order: Order):
    player, now = at(moment)
    meant = meaning(order, player.view(now), plan())
    assert meant.command is None
    assert meant.sentence


def test_ready_counts_at_a_wait_and_in_the_words_before_it_and_elsewhere_says_why_not():
    player, now = at("led")
    assert meaning(Order.READY, player.view(now), plan()) == Meaning(Command.READY)
    player, now = at("stretch")
    assert meaning(Order.READY, player.view(now), plan()) == Meaning(None, words.GOING_ALREADY)
    player, now = at("wait")
    assert meaning(Order.GO_ON, player.view(now), plan()) == Meaning(Command.READY)


def test_a_step_taken_while_paused_stays_paused_and_says_so():
    player, now = at("paused")
    meant = meaning(Order.NEXT, player.view(now), plan())
    player.command(meant.command or Command.START, now)
    assert player.state is State.PAUSED
    assert meant.sentence == words.STILL_PAUSED


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_guessed_stop_never_ends_a_session_and_always_asks(moment: str):
    player, now = at(moment)
    meant = meaning(Order.STOP, player.view(now), plan(), unsure=True)
    assert meant.asks
    assert meant.command in {Command.PAUSE, None}
    if moment == "press":
        assert meant.command is Command.PAUSE, "the guard ends the press"


def test_the_last_segment_leads_to_no_wait():
    player, now = at("stretch")
    view = replace(player.view(now), index=len(plan().segments) - 1)
    assert meaning(Order.READY, view, plan()).command is None


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_sentence_is_itself_an_order(sentence: str):
    for language, orders in PHRASES.items():
        told = sentence.format(go_on=orders[Order.GO_ON][0])
        assert understand(told, language) is None


def test_the_sentences_are_found():
    assert words.PAUSED in SENTENCES
    assert set(COMMANDS) < set(PHRASES["en"])
