"""What a person may say, and what is made of what was heard. Pure.

An order is a phrase said alone. A sentence that has one in it is talk, and is left alone: somebody
who tells a friend "do not stop yet" has not asked for anything. Only about a stop nobody guesses:
a few words with "stop" among them pause the session, and it asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Order(StrEnum):
    """What somebody wants."""

    STOP = "stop"
    PAUSE = "pause"
    GO_ON = "go-on"
    NEXT = "next"
    BACK = "back"
    AGAIN = "again"
    HOW_LONG = "how-long"
    LOUDER = "louder"
    QUIETER = "quieter"
    READY = "ready"
    HURTS = "hurts"
    HELP = "help"
    BEGIN = "begin"
    """Begin a session, by its title; at rest only."""


PHRASES: Final[Mapping[str, Mapping[Order, tuple[str, ...]]]] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                Order.STOP: ("stop", "stop now", "finish session"),
                Order.PAUSE: ("pause", "pause now", "pause session"),
                Order.GO_ON: ("go on", "resume session"),
                Order.NEXT: ("next exercise", "next step"),
                Order.BACK: ("last exercise", "go back"),
                Order.AGAIN: ("say again", "start again"),
                Order.HOW_LONG: ("how long", "how much longer"),
                Order.LOUDER: ("louder please",),
                Order.QUIETER: ("quieter please",),
                Order.READY: ("i'm ready", "i am ready"),
                Order.HURTS: ("it hurts", "that hurts"),
                Order.HELP: ("help please", "help me"),
            }
        ),
        "es": MappingProxyType(
            {
                # Those of many that the recogniser heard best. "Para" is only guessed at: it is in
                # every other sentence, and what is not understood is often taken for it.
                Order.STOP: ("alto", "acaba ya", "acaba la sesión", "para ya"),
                Order.PAUSE: ("pausa", "haz una pausa"),
                Order.GO_ON: ("sigamos", "vamos adelante"),
                Order.NEXT: ("próximo ejercicio", "siguiente ejercicio"),
                Order.BACK: ("vuelve atrás", "ejercicio anterior"),
                Order.AGAIN: ("repite eso", "otra vez"),
                Order.HOW_LONG: ("cuánto queda", "cuánto tiempo queda"),
                Order.LOUDER: ("más fuerte por favor", "más alto por favor"),
                Order.QUIETER: ("más bajo por favor",),
                Order.READY: ("estoy listo", "estoy lista"),
                Order.HURTS: ("me duele", "me duele mucho"),
                Order.HELP: ("ayúdame por favor", "ayúdame"),
            }
        ),
    }
)
"""By language, the phrases of each order, the one to teach first.

Two distinct words are told apart best; "stop", "it hurts" and "pause" count alone too, since
somebody in pain says no phrases."""

_ALSO_HEARD: Final[Mapping[str, Mapping[str, Order]]] = MappingProxyType(
    {
        # What the recogniser makes of the phrases when they are said plainly.
        "en": {
            "see again": Order.AGAIN,
            "see you again": Order.AGAIN,
            "it hurt": Order.HURTS,
            "paws": Order.PAUSE,
            "pores": Order.PAUSE,
            "pause position": Order.PAUSE,
            "quiet or please": Order.QUIETER,
            "im ready": Order.READY,
        },
        "es": {
            "próxima ejercicio": Order.NEXT,
            "el siguiente ejercicio": Order.NEXT,
            "sigiente ejercicio": Order.NEXT,
            "más alto": Order.LOUDER,
            "más fuerte": Order.LOUDER,
            "más bajo": Order.QUIETER,
            "cuánto tiempo queda más": Order.HOW_LONG,
        },
    }
)
BEGIN_WORDS: Final[Mapping[str, str]] = MappingProxyType({"en": "start", "es": "empieza"})
"""What is said before a session's title, by language."""
_STOP_WORDS: Final = MappingProxyType(
    {
        "en": frozenset({"stop", "stopped", "stopping", "stops"}),
        "es": frozenset({"alto", "basta", "stop"}),
    }
)
_NEARLY_STOP: Final = MappingProxyType(
    {
        "en": frozenset({"step", "stomp", "slop", "stock", "stuff", "top"}),
        "es": frozenset(
            {"para", "para la", "para la ya", "para la niya", "alta", "salto", "acabó"}
        ),
    }
)
"""Said alone, over a noise, any of these may have been "stop": a guess costs a question only."""
_FILLERS: Final = MappingProxyType(
    {
        "en": frozenset({"the", "a", "and", "oh", "so", "okay", "um", "uh"}),
        "es": frozenset({"el", "la", "y", "ah", "oh", "eh", "pues", "bueno", "vale"}),
    }
)
"""Before an order they mean nothing."""
_UNSURE_WORDS: Final = 4
"""So many words with "stop" among them may have been meant; more are talk."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood.

    Attributes:
        order: What is asked for.
        title: For `Order.BEGIN`, the session's title as it was given.
        unsure: It may have been a stop: pause, and ask.
    """

    order: Order
    title: str = ""
    unsure: bool = False


def languages() -> tuple[str, ...]:
    """The languages in which orders are understood."""
    return tuple(PHRASES)


def understand(text: str, language: str, titles: Sequence[str] = ()) -> Heard | None:
    """What an utterance asks for, or None where it asks for nothing.

    Args:
        text: What the recogniser wrote; it may repeat itself without end.
        language: The language spoken; a key of `PHRASES`.
        titles: The titles of sessions that may be begun by voice.
    """
    phrases = _phrases(language)
    if not phrases:
        return None
    said = _said(text)
    for form in (" ".join(_words(text)), said, _unfilled(said, language)):
        if form in phrases:
            return Heard(phrases[form])
    for title in titles:
        if said == f"{BEGIN_WORDS[language]} {' '.join(_words(title))}":
            return Heard(Order.BEGIN, title)
    words = said.split()
    if said in _NEARLY_STOP[language] or (
        len(words) <= _UNSURE_WORDS and _STOP_WORDS[language].intersection(words)
    ):
        return Heard(Order.STOP, unsure=True)
    return None


def _phrases(language: str) -> dict[str, Order]:
    table = PHRASES.get(language, {})
    known = {phrase: order for order, forms in table.items() for phrase in forms}
    return {**_ALSO_HEARD.get(language, {}), **known}


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    return re.sub(r"[^\w' ]+", " ", plain).split()


def _unfilled(said: str, language: str) -> str:
    words = said.split()
    while words and words[0] in _FILLERS[language]:
        words = words[1:]
    return " ".join(words)


def _said(text: str) -> str:
    """What was said, once: the recogniser repeats itself until its words run out.

    Between commas stand the repeats, of which the first may be garbled and the last cut short. What
    most of them say was said; without a comma the words themselves are looked at.
    """
    parts = [" ".join(_words(part)) for part in re.split(r"[,.;:!?]+", text)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(set(part.split()) <= set(parts[0].split()) for part in parts[1:]):
        return parts[0]
    if len(parts) > 2:
        said, count = Counter(parts[:-1]).most_common(1)[0]
        if count > (len(parts) - 1) / 2:
            return said
    words = _words(text)
    while len(words) > 1 and words[-1] == words[-2]:
        words = words[:-1]
    return " ".join(words)
