"""The chain and the recogniser on the test set: a few of its scenes, and nightly many."""

from collections.abc import Sequence

import pytest

from kiosk.ears.recogniser import NoRecogniserError, Recogniser
from kiosk.ears.worker import RECOGNISERS
from kiosk.orders import Order
from tests.earset import hours
from tests.earset.rooms import ROOMS
from tests.earset.scenes import CONDITIONS, Said, orders
from tests.earset.talkers import MANNERS, VOICES, here
from tests.earset.trials import Outcome, answers, trial

BY_NAME = {condition.name: condition for condition in CONDITIONS}
URGENT = (Order.STOP, Order.PAUSE, Order.HURTS)


@pytest.fixture(scope="module")
def whisper() -> Recogniser:
    try:
        return RECOGNISERS["whisper"]()
    except NoRecogniserError as error:
        pytest.skip(f"{error} make ears")


def speaking(name: str, phrase: str = "stop now") -> Said:
    voice = next(voice for voice in VOICES if voice.name == name)
    if not here(voice):
        pytest.skip(f"the voice {name} is not installed")
    return Said(Order.STOP, phrase, voice, MANNERS[0], ROOMS[0], 1)


@pytest.mark.parametrize("name", ["kal16", "slt"])
def test_stop_is_heard_from_four_metres_away(whisper: Recogniser, name: str):
    assert trial(speaking(name), BY_NAME["room"], whisper).outcome is Outcome.HIT


def test_stop_is_heard_while_the_kiosk_speaks_as_loudly(whisper: Recogniser):
    said = speaking("kal16", "finish session")
    assert trial(said, BY_NAME["own cues 0 dB"], whisper).outcome is Outcome.HIT


def test_the_kiosks_own_cues_are_nobodys_orders(whisper: Recogniser):
    heard = [answer.heard for answer in answers(hours.own_cues(0, seconds=25), whisper)]
    assert not any(heard)


def share(said: Sequence[Said], condition: str, recogniser: Recogniser) -> float:
    outcomes = [trial(one, BY_NAME[condition], recogniser).outcome for one in said]
    return 100 * outcomes.count(Outcome.HIT) / len(outcomes)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("condition", "floor"),
    [("room", 80), ("babble 20 dB", 60), ("white 20 dB", 50), ("own cues 0 dB", 50)],
)
def test_urgent_orders_of_voices_never_tuned_on_are_heard(
    whisper: Recogniser, condition: str, floor: int
):
    said = [one for one in orders(held_out=True) if one.order in URGENT][::2]
    assert share(said, condition, whisper) >= floor


@pytest.mark.nightly
@pytest.mark.parametrize("kind", hours.KINDS)
def test_half_an_hour_in_which_nobody_asks_has_no_stop(whisper: Recogniser, kind: str):
    for seed in range(15):
        for answer in answers(hours.KINDS[kind](seed + 200), whisper, seed):
            heard = answer.heard
            assert heard is None or heard.unsure or heard.order is not Order.STOP
