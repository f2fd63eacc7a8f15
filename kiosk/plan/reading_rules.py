"""What a language brings for `kiosk.plan.reading`: its number words, units and short forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Found: TypeAlias = "re.Match[str]"

MINUTES_AND_SECONDS: Final = r"(?<=\d)m(?=\d{1,2}s\b)"
"""Where ``1m30s`` falls into its two lengths."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language reads figures and signs.

    Attributes:
        short: Short forms and signs, each a pattern and its words, in the order they are tried.
        figure: The words of a number, given its figures and what follows it.
        clock: The words of a time of day, from its hour and minute.
        ordinal_sign, ordinal: What ``1st`` looks like, and its words.
        unit_sign, unit: What ``10 s`` looks like, and its words.
        times: How often: ``2x``.
        to: Between the ends of a range.
        cross: Between two numbers that are multiplied: ``3 x 10``.
        out_of: Between two numbers of which the first is so many of the second: ``4/10``.
        parts: The parts of a whole that have words.
        part: Those words, given the figures of the whole number before it, or none, and what
            follows it.
    """

    short: tuple[tuple[re.Pattern[str], str], ...]
    figure: Callable[[str, str], str]
    clock: Callable[[int, int], str]
    ordinal_sign: re.Pattern[str]
    ordinal: Callable[[Found], str]
    unit_sign: re.Pattern[str]
    unit: Callable[[Found], str]
    times: Callable[[int], str]
    to: str
    cross: str
    out_of: str
    parts: Collection[tuple[int, int]]
    part: Callable[[tuple[int, int], str, str], str]


def units_pattern(units: Mapping[str, object]) -> re.Pattern[str]:
    """A number and one of these units: the longest that fits, and nothing more after it.

    A full stop after the unit is taken as its own only in the middle of a sentence.
    """
    names = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,:])(?P<number>\d+(?:[.,]\d+)*) ?(?P<unit>{names})(?!\w)"
        r"(?:\.(?= ?[a-záéíóúñ,]))?"
    )


def dose(counted: str, units: Mapping[str, object]) -> str:
    """What is counted, as the first group, and the stroke before what it is counted by.

    Args:
        counted: Patterns of what is counted, whether its number stands in figures or in words.
        units: Short forms that follow a figure.
    """
    after_figure = "|".join((*map(re.escape, units), "[x×]", "[a-záéíóúñ]+s"))
    return rf"(\b(?:{'|'.join(counted.split())})|\d(?: ?(?:{after_figure}))?) ?/ ?"


def patterns(forms: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns compiled, in their order."""
    return tuple((re.compile(form), words) for form, words in forms.items())


def is_minutes(found: Found) -> bool:
    """Whether it is ``2m``, as a script writes two minutes; two metres stand apart, ``2 m``."""
    return found["unit"] == "m" and " " not in found[0]


def is_one(figures: str) -> bool:
    """Whether figures say one thing."""
    return figures == "1"
