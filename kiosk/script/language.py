"""The side words of each language, for ``<side>`` and ``<other side>`` in texts.

Some languages need forms: Spanish says "pierna izquierda" but "lado izquierdo". A form is named
after a colon, ``<side:f>``; without one the first form of the language is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.orders import PHRASES
from kiosk.script.model import Side

SIDE_WORDS: Final[Mapping[str, Mapping[str, Mapping[Side, str]]]] = MappingProxyType(
    {
        "en": {"": {Side.LEFT: "left", Side.RIGHT: "right"}},
        "es": {
            "": {Side.LEFT: "izquierdo", Side.RIGHT: "derecho"},
            "m": {Side.LEFT: "izquierdo", Side.RIGHT: "derecho"},
            "f": {Side.LEFT: "izquierda", Side.RIGHT: "derecha"},
        },
    },
)
"""Language code -> form -> side -> word."""

_SHORT: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "en": frozenset(("next", "back", "again", "louder", "quieter", "ready", "help")),
        "es": frozenset(),
    }
)
"""Language code -> words that are orders in all but form: a cue keeps clear of them too."""

COMMANDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {code: words.union(*PHRASES.get(code, {}).values()) for code, words in _SHORT.items()}
)
"""Language code -> what a person may say to the kiosk, and so nothing it may say by itself."""

_ASIDE: Final = {
    "en": r"(?<!all )(?<!is )(?<!are )(?<!'s )(?<!just )(?<!feels )(?<!seconds )(?<!breaths )"
    r"(?<!minutes )(?<!more ){}(?! angle)(?! away)(?! now)(?! here)(?! there)(?! at )(?! after)",
    "es": "{}",
}
"""The side words where they mean a side, and not "all right" or "ten seconds left"."""


def _literal(code: str) -> re.Pattern[str]:
    words = {word for form in SIDE_WORDS[code].values() for word in form.values()}
    return re.compile(_ASIDE[code].format(rf"\b({'|'.join(sorted(words))})\b"), re.IGNORECASE)


LITERAL_SIDES: Final = MappingProxyType({code: _literal(code) for code in SIDE_WORDS})
"""Language code -> its side words as they stand in prose."""

LONGEST_COMMAND: Final = 24
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
PLACEHOLDER: Final = re.compile(r"<([^<>]*)>")


def placeholder_is_known(inside: str, language: str) -> bool:
    """Whether ``<inside>`` can be filled in, in a language."""
    name, _, form = inside.partition(":")
    return name in ("side", "other side") and form in SIDE_WORDS[language]


def fill(text: str, language: str, side: Side | None) -> str:
    """Put the side words into a text; without a side the text is returned as it is."""
    if side is None or "<" not in text:
        return text
    words = SIDE_WORDS[language]

    def word(found: re.Match[str]) -> str:
        name, _, form = found[1].partition(":")
        return words[form][side if name == "side" else side.other]

    return PLACEHOLDER.sub(word, text)


def is_command(text: str, language: str) -> bool:
    """Whether a text is a command that the kiosk listens for, and nothing else."""
    words = COMMANDS[language]
    return len(text) <= LONGEST_COMMAND and " ".join(_LETTERS.findall(text.lower())) in words


def one_side(text: str, language: str) -> str:
    """The side that a text names itself, where it names one and leaves none to be filled in."""
    if names_side(text):
        return ""
    found = LITERAL_SIDES[language].findall(text)
    sides = {
        side
        for form in SIDE_WORDS[language].values()
        for side, word in form.items()
        for each in found
        if each.lower() == word
    }
    return str(found[0]) if len(sides) == 1 else ""


def names_side(text: str) -> bool:
    """Whether a text changes with the side."""
    return "<" in text and PLACEHOLDER.search(text) is not None
