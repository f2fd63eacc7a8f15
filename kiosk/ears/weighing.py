"""Whether an utterance was an order, by how likely each order's words make its sound. Pure.

Far from the microphone or over other voices a recogniser that writes freely writes "in verse" for
"it hurts", though of all orders that one fits by far. So it is asked for each order's words how
likely they are. What fits well, and clearly better than any other order, was said. The bounds were
set on half of the voices and rooms of the test set (tests/earset), for the tiny English Whisper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.orders import PHRASES, Order

BY_CHANCE: Final[Mapping[str, float]] = MappingProxyType(
    {
        "stop": -12.3,
        "stop now": -19.1,
        "finish session": -24.2,
        "pause": -14.0,
        "pause now": -21.2,
        "pause session": -24.9,
        "go on": -14.6,
        "resume session": -24.2,
        "next exercise": -20.8,
        "next step": -17.4,
        "last exercise": -21.5,
        "go back": -15.2,
        "say again": -20.0,
        "start again": -18.8,
        "how long": -14.9,
        "how much longer": -22.8,
        "louder please": -22.7,
        "quieter please": -24.0,
        "i'm ready": -19.1,
        "i am ready": -21.2,
        "it hurts": -16.8,
        "that hurts": -18.4,
        "help please": -20.7,
        "help me": -15.7,
    }
)
"""The log probability of each phrase, on the mean over talk, babble and cues that were none of
them. A long phrase is less likely by chance than a short one, so it needs less to be believed."""
_CHANCE_SHARE: Final = 0.5
"""So much of it is taken off: between none, which favours short phrases, and all, which favours
long ones, the half told most orders apart."""
PERHAPS_STOP: Final = "perhaps stop"
"""Written for a stop that may have been meant: with a word beside it, stop is a guess."""
_CONFIDENT: Final = -0.35
"""The mean log probability of a token at which other words were surely said."""
_MANY_WORDS: Final = 4
"""More different words than these are talk."""
LONGEST_S: Final = 2.2
"""With the moment before and after it; a longer utterance is no order."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What an order must reach, and by how much it must lead the next best, in nats."""

    fits: float
    leads: float


_STOP: Final = Bound(0.0, 3.0)
"""A session that ends because somebody talked is worse than one that asks."""
_PAUSE: Final = Bound(-1.0, 2.0)
"""A pause that nobody wanted costs little."""
_HURTS: Final = Bound(0.5, 3.0)
"""Lower, the kiosk's own cues were now and then heard to hurt."""
_OTHER: Final = Bound(2.0, 3.5)
"""What can be said again. Lower, in an hour of unbroken talk ten were heard that nobody gave."""
_BOUNDS: Final[Mapping[Order, Bound]] = MappingProxyType(
    {Order.STOP: _STOP, Order.PAUSE: _PAUSE, Order.HURTS: _HURTS}
)
_PERHAPS: Final = Bound(-1.5, 2.0)
"""For a stop that costs a question."""


def weighed(likely: Mapping[str, float], freely: str, confidence: float) -> str | None:
    """The phrase that was said, `PERHAPS_STOP`, or None where it was no order.

    Args:
        likely: The log probability of each English phrase, given the sound.
        freely: What the recogniser writes when it may write anything.
        confidence: The mean log probability of a token of that.
    """
    best: dict[Order, tuple[float, str]] = {}
    for order, phrases in PHRASES["en"].items():
        every = [
            (likely[phrase] - _CHANCE_SHARE * BY_CHANCE[phrase], phrase)
            for phrase in phrases
            if phrase in likely and phrase in BY_CHANCE
        ]
        if every:
            best[order] = max(every)
    first, second = sorted(best, key=best.__getitem__)[:-3:-1]
    fits, phrase = best[first]
    leads = fits - best[second][0]
    if _other_words(freely, phrase, confidence):
        return None
    bound = _BOUNDS.get(first, _OTHER)
    if fits >= bound.fits and leads >= bound.leads:
        return phrase
    if first is Order.STOP and fits >= _PERHAPS.fits and leads >= _PERHAPS.leads:
        return PERHAPS_STOP
    return None


def _other_words(freely: str, phrase: str, confidence: float) -> bool:
    """Whether what was written freely was surely said, and is talk."""
    plain = "".join(letter if letter.isalpha() else " " for letter in freely.lower())
    words = set(plain.split())
    if len(words) > _MANY_WORDS:
        return True
    said = set(phrase.replace("'", " ").split())
    beside = words - said
    return len(beside) > 1 and (said <= words or confidence > _CONFIDENT)
