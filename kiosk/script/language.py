"""The side words of each language, for ``<side>`` and ``<other side>`` in texts.

Some languages need forms: Spanish says "pierna izquierda" but "lado izquierdo". A form is named
after a colon, ``<side:f>``; without one the first form of the language is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

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


def names_side(text: str) -> bool:
    """Whether a text changes with the side."""
    return "<" in text and PLACEHOLDER.search(text) is not None
