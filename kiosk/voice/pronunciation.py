"""How hard words are said: a list for each language, and a session's own.

A word is spelled as it sounds in ordinary letters, which every engine reads. The lists are
``assets/pronunciation/LANGUAGE.toml``; a session's `pronounce:` wins over them. What is given to an
engine is part of a clip's key, so a change here makes new clips of the lines it is about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from kiosk.plan.reading import in_words
from kiosk.plan.sayings import Sayings, shielded, straight, whole_words
from kiosk.voice.hard_words import HARD_WORDS


def aloud(text: str, language: str, own: Sayings = ()) -> str:
    """What an engine is given for a text: figures as words, and hard words as they sound.

    Args:
        text: The text as it is shown.
        language: A two-letter code.
        own: How the session says words.
    """
    own = tuple((straight(word), said) for word, said in own)
    # A session's "L5" or "kg" is found as it is written, before reading makes words of it.
    marked, put_in = shielded(text, language, own)
    return put_in(_known(language, own)(in_words(marked, language)))


@cache
def listed(language: str) -> Mapping[str, str]:
    """The pronunciation list of a language; empty where there is none.

    Raises:
        ValueError: The list that is shipped is not one; a fault of ours.
    """
    try:
        found = tomllib.loads((HARD_WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    except OSError:
        return {}
    for word, said in found.items():
        if not isinstance(said, str) or not said.strip():
            raise ValueError(f"{language}.toml says nothing for {word!r}.")
    return found


@lru_cache(maxsize=32)
def _known(language: str, own: Sayings) -> Callable[[str], str]:
    """What puts the words of the lists into a text, a session's own first."""
    entries = {**listed(language), **dict(own)}
    # A word in small letters stands for itself in any case, one with a capital only just so.
    exact = {word: said for word, said in entries.items() if word != word.lower()}
    # A session's own word in small letters is said so even where the list has it with a capital.
    exact = {w: s for w, s in exact.items() if w.lower() not in dict(own)}
    any_case = {word: said for word, said in entries.items() if word == word.lower()}
    if not entries:
        return lambda text: text
    pattern = whole_words((*exact, *any_case))

    def said(found: re.Match[str]) -> str:
        return exact.get(found[0]) or any_case.get(found[0].lower(), found[0])

    return lambda text: pattern.sub(said, text)
