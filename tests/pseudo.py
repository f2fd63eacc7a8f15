"""A language that is none: every sentence that comes through a catalogue stands in «brackets»."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from gettext import NullTranslations
from string import Formatter
from typing import Any

_INNERMOST = re.compile(r"«[^«»]*»")
UNITS = re.compile(r"\b\d+ ?(s|min|h)\b|\b\d+\b")
"""Units of time are the same in every language: they come from the units, not from words."""


class Bracketed(NullTranslations):
    """Translates everything, and shows that it did."""

    def gettext(self, message: str) -> str:
        return in_brackets(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return in_brackets(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return in_brackets(message)


def in_brackets(sentence: str) -> str:
    """A sentence in brackets; what is filled in stands outside of them, to be looked at too."""
    found = ""
    for literal, name, *_ in Formatter().parse(sentence):
        found += f"«{literal}»" if literal else ""
        found += f"{{{name}}}" if name is not None else ""
    return found


def bracketed(value: Any) -> Any:
    """A table of words, each in brackets: texts, lists and mappings, and what makes them."""
    match value:
        case Enum():
            return value
        case str():
            return in_brackets(value) if re.search(r"[^\W\d_]", value) else value
        case tuple():
            return tuple(bracketed(each) for each in value)
        case Mapping():
            return {key: bracketed(each) for key, each in value.items()}
        case Callable():
            return lambda *arguments: bracketed(value(*arguments))
        case _ if is_dataclass(value):
            return replace(
                value, **{each.name: bracketed(getattr(value, each.name)) for each in fields(value)}
            )
        case _:
            return value


def bare(text: str, data: frozenset[str] = frozenset()) -> str:
    """What of a text is neither bracketed, nor data, nor a number with its unit: nothing, where
    every sentence went through a catalogue."""
    before = ""
    while before != text:
        before, text = text, _INNERMOST.sub(" ", text)
    for each in sorted(data, key=len, reverse=True):
        if each.casefold() in text.casefold():
            text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", " ", text, flags=re.IGNORECASE)
    text = UNITS.sub(" ", text)
    return " ".join(text.split()) if re.search(r"[^\W\d_]", text) else ""


def texts_of(value: Any, seen: set[int] | None = None) -> Iterator[str]:
    """Every text inside a piece of data."""
    seen = set() if seen is None else seen
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
        return
    if id(value) in seen or value is None or isinstance(value, int | float | bytes):
        return
    seen.add(id(value))
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from texts_of(getattr(value, each.name), seen)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from texts_of(key, seen)
            yield from texts_of(each, seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from texts_of(each, seen)
