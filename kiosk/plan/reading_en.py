"""English figures, signs and short forms, for `kiosk.plan.reading`."""

from __future__ import annotations

import re
from typing import Final

from kiosk.plan import estimate_en
from kiosk.plan.reading_rules import (
    MINUTES_AND_SECONDS,
    Found,
    Tongue,
    dose,
    is_minutes,
    is_one,
    patterns,
    units_pattern,
)

_SPELL: Final = estimate_en.FIT.spell
_UNITS: Final = {
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hours", "hours"),
    "mm": ("millimetre", "millimetres"),
    "cm": ("centimetre", "centimetres"),
    "m": ("metre", "metres"),
    "km": ("kilometre", "kilometres"),
    "g": ("gram", "grams"),
    "kg": ("kilogram", "kilograms"),
    "ml": ("millilitre", "millilitres"),
    "l": ("litre", "litres"),
    "ft": ("foot", "feet"),
    "lb": ("pound", "pounds"),
    "lbs": ("pounds", "pounds"),
    "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
    "%": ("percent", "percent"),
}
_FIRST: Final = {
    1: "first",
    2: "second",
    3: "third",
    5: "fifth",
    8: "eighth",
    9: "ninth",
    12: "twelfth",
}
_PARTS: Final = {
    (1, 2): ("half", "and a half"),
    (1, 3): ("a third", "and a third"),
    (2, 3): ("two thirds", "and two thirds"),
    (1, 4): ("a quarter", "and a quarter"),
    (3, 4): ("three quarters", "and three quarters"),
}
_COUNTED: Final = dose(
    "reps? repetitions? times sets? rounds? breaths? seconds? minutes? hours? holds? circles?",
    units=_UNITS,
)
_EACH: Final = (
    "side|leg|arm|hand|foot|knee|hip|shoulder|direction|way|position|set|rep|round|session|exercise"
)
_SHORT: Final = {
    rf"{_COUNTED}(?=(?:day|night|week|month|minute|second)\b)": r"\1 a ",
    rf"{_COUNTED}(?:min|m)\b": r"\1 a minute",
    rf"{_COUNTED}(?:sec|s)\b": r"\1 a second",
    rf"{_COUNTED}(?:hour|hr|h)\b": r"\1 an hour",
    rf"{_COUNTED}(?=(?:{_EACH})\b)": r"\1 per ",
    MINUTES_AND_SECONDS: "m ",
    r"\be\.g\.,?": "for example,",
    r"\bi\.e\.,?": "that is,",
    r"\betc\.(?=\s+[A-Z]|\s*$)": "and so on.",
    r"\betc\b\.?": "and so on",
    r"\bapprox\.": "about",
    r"\bvs\b\.?": "versus",
    r"\b[Ll]/[Rr]\b": "left or right",
    r"\b[Rr]/[Ll]\b": "right or left",
    # A letter by itself is a side; with a figure it is a vertebra, and stays joined to it.
    r"(?<![\w./'-])([LR]) ?(?=\d)": r"\1-",
    r"(?<![\w./'-])L(?![\w'/-])": "left",
    r"(?<![\w./'-])R(?![\w'/-])": "right",
    r"\band/or\b": "and or",
    r"\bw/o\b ?": "without ",
    r"\bw/(?=\s|\w) ?": "with ",
    r"(?<=\w) ?& ?(?=\w)": " and ",
    r"(?:\bNo\.|#) ?(?=\d)": "number ",
    r"(?<=\d) ?\+ ?(?=\d)": " plus ",
    r"(?<=\d)\+": " or more",
    r" ?= ?": " equals ",
    r"(?<=[a-z]{2})/(?=[a-z]{2})": " or ",
    r"(?<![\w.-])[-−](?=\d)": "minus ",
    r"[~≈] ?(?=\d)": "about ",
}


def _number(value: int) -> str:
    if value < 1000:
        return _SPELL(value)
    thousands, below = divmod(value, 1000)
    rest = f" {'and ' if below < 100 else ''}{_SPELL(below)}" if below else ""
    return f"{_number(thousands)} thousand{rest}"


def _figure(figures: str, _after: str = "") -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+", figures):
        figures = figures.replace(",", "")
    whole, point, decimals = figures.partition(".")
    if point and decimals.isdigit() and whole.isdigit():
        return f"{_figure(whole)} point {' '.join(_SPELL(int(digit)) for digit in decimals)}"
    if not figures.isdigit():
        return figures
    if len(figures) > 6 or (len(figures) > 1 and figures[0] == "0"):
        return " ".join(_SPELL(int(digit)) for digit in figures)
    return _number(int(figures))


def _clock(hour: int, minute: int) -> str:
    if minute == 0:
        return f"{_SPELL(hour)} o'clock"
    return f"{_SPELL(hour)} {'oh ' if minute < 10 else ''}{_SPELL(minute)}"


def _ordinal(found: Found) -> str:
    value = int(found[1])
    if value > 999:
        return found[0]
    words = _number(value)
    head, _, last = words.rpartition(" ")
    ones = value % 100 if value % 100 < 20 else value % 10
    if ones in _FIRST:
        last = _FIRST[ones]
    elif last.endswith("y"):
        last = f"{last[:-1]}ieth"
    else:
        last = f"{last}th"
    return f"{head} {last}".strip()


def _unit(found: Found) -> str:
    one, many = _UNITS["min" if is_minutes(found) else found["unit"]]
    return f"{_figure(found['number'])} {one if is_one(found['number']) else many}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count) or f"{_number(count)} times"


def _part(part: tuple[int, int], whole: str, _after: str) -> str:
    alone, after_whole = _PARTS[part]
    return f"{whole} {after_whole}" if whole else alone


ENGLISH: Final = Tongue(
    short=patterns(_SHORT),
    figure=_figure,
    clock=_clock,
    ordinal_sign=re.compile(r"(?<![\w.,])(\d{1,4})(?:st|nd|rd|th)\b"),
    ordinal=_ordinal,
    unit_sign=units_pattern(_UNITS),
    unit=_unit,
    times=_times,
    to="to",
    cross="times",
    out_of="out of",
    parts=_PARTS,
    part=_part,
)
