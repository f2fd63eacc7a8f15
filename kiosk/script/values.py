"""Single values as people write them: lengths, counts and ranges of either.

Each reader takes the text of one scalar and returns the value, or a sentence that says what is
wrong and what to write instead.
"""

from __future__ import annotations

import re
from typing import Final

from kiosk.language import N_, _
from kiosk.script.model import Counts, Duration, Lengths
from kiosk.script.problems import listed
from kiosk.units import HOUR, MINUTE, SECOND

LONGEST: Final = 2 * HOUR
"""No session is longer, so no length in one can be."""
MOST_BREATHS: Final = 100
MOST_ROUNDS: Final = 100

UNITS: Final = {
    "s": SECOND, "sec": SECOND, "secs": SECOND, "second": SECOND, "seconds": SECOND,
    "m": MINUTE, "min": MINUTE, "mins": MINUTE, "minute": MINUTE, "minutes": MINUTE,
    "h": HOUR, "hour": HOUR, "hours": HOUR,
}  # fmt: skip
_PART: Final = re.compile(r"\s*(\d{1,4}(?:\.\d)?)\s*([a-z]+)")
_BREATHS: Final = re.compile(r"(\d{1,4})\s*breaths?")
_CLOCK: Final = re.compile(r"(\d+):(\d\d)(?::(\d\d))?")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_JOINED: Final = re.compile(
    r"(\d.*?)\s*(?:-|–|—|−|/|~|to|till|until|and|or|bis|oder|hasta|\.{3,}|…)\s*(\d.*)"
)
_PART_BREATHS: Final = re.compile(r"(\d{1,4})[.,]\d+\s*breaths?")
_COMMA: Final = re.compile(r"(\d{1,4}),(\d)(\s*[a-z].*)")
_EXAMPLE: Final = N_('Write for example "30s", "1m30s" or "3 breaths"')


def duration(text: str) -> Duration | str:
    """Read ``45s``, ``1m30s``, ``2 min`` or ``3 breaths``; above zero and at most two hours."""
    low = text.strip().lower()
    if breaths := _BREATHS.fullmatch(low):
        count = int(breaths[1])
        if not 1 <= count <= MOST_BREATHS:
            return _('"{text}" is not between 1 and {most} breaths.').format(
                text=text, most=MOST_BREATHS
            )
        return Duration(breaths=count)
    total = 0.0
    at = 0
    while at < len(low) and (part := _PART.match(low, at)):
        if part[2] in ("breath", "breaths"):
            break
        if part[2] not in UNITS:
            return _('"{word}" is not a unit of time. {example}.').format(
                word=part[2], example=_(_EXAMPLE)
            )
        total += float(part[1]) * UNITS[part[2]]
        at = part.end()
    if at == 0 or low[at:].strip():
        return _not_a_duration(text, low)
    ms = round(total)
    if ms <= 0:
        return _('"{text}" is no time at all; a length is above zero. {example}.').format(
            text=text, example=_(_EXAMPLE)
        )
    if ms > LONGEST:
        return _('"{text}" is longer than two hours, the most a session may take.').format(
            text=text
        )
    return Duration(ms=ms)


def _not_a_duration(text: str, low: str) -> str:
    if clock := _CLOCK.fullmatch(low):
        if clock[3] is None:
            return _(
                '"{text}" can be read in two ways (and YAML reads it as a number). Write "{right}".'
            ).format(text=text, right=f"{int(clock[1])}m{int(clock[2])}s")
        return _('"{text}" is written "{right}" here.').format(
            text=text, right=f"{int(clock[1])}h{int(clock[2])}m{int(clock[3])}s"
        )
    if part := _PART_BREATHS.fullmatch(low):
        whole = int(part[1])
        more = f'"{_breaths(whole + 1)}"'
        right = listed([f'"{_breaths(whole)}"', more]) if whole else more
        return _("Breaths are whole: {right}.").format(right=right)
    if comma := _COMMA.fullmatch(low):
        return _('Write a point, not a comma: "{right}".').format(
            right=f"{comma[1]}.{comma[2]}{comma[3]}"
        )
    if low in (".nan", "nan", ".inf", "inf", "-.inf", "+.inf"):
        return _('"{text}" is not a length. {example}.').format(text=text, example=_(_EXAMPLE))
    if _NUMBER.fullmatch(low):
        if low.startswith("-"):
            return _('"{text}" is below zero; a length is above zero. {example}.').format(
                text=text, example=_(_EXAMPLE)
            )
        return _(
            '"{text}" has no unit. Write "{text}s" for seconds or "{text}m" for minutes.'
        ).format(text=text)
    return _('"{text}" is not a length. {example}.').format(text=text, example=_(_EXAMPLE))


def _breaths(count: int) -> str:
    return f"{count} breath{'s' if count > 1 else ''}"


def lengths(text: str, breath_ms: int) -> Lengths | str:
    """Read a length, or a range of two such as ``20s..60s``; ``20..60s`` shares its unit."""
    if ".." in text and "..." not in text:
        first, _dots, second = (part.strip() for part in text.partition(".."))
        if not first or not second:
            return _half_a_range(first or second, lacks_end=bool(first))
        if _NUMBER.fullmatch(second):
            return range_of(text) or str(duration(second))
        high = duration(second)
        if isinstance(high, str):
            return high
        if _NUMBER.fullmatch(first):
            first += re.sub(r"^[\d.\s]+", "", second) or "s"
        low = duration(first)
        if isinstance(low, str):
            return low
        if low.in_ms(breath_ms) > high.in_ms(breath_ms):
            return _('The range runs backwards. Write "{second}..{first}".').format(
                second=second, first=first
            )
        return Lengths(low, high)
    one = duration(text)
    if isinstance(one, Duration):
        return Lengths(one, one)
    return range_of(text) or one


def range_of(text: str) -> str:
    """What to say of two lengths that are joined as no range is: ``20s-60s``; or nothing."""
    low = text.strip().lower()
    if ".." in low and "..." not in low:
        first, _dots, second = low.partition("..")
    elif joined := _JOINED.fullmatch(low):
        first, second = joined[1], joined[2]
    else:
        return ""
    first, second = first.strip(), second.strip()
    units = [re.sub(r"^[\d.]+", "", part) for part in (first, second)]
    if not units[0]:
        first += units[1] or "s"
    if not units[1]:
        second += units[0] or "s"
    low_end, high_end = duration(first), duration(second)
    if isinstance(low_end, str) or isinstance(high_end, str):
        return ""
    if low_end.ms > high_end.ms and not low_end.breaths | high_end.breaths:
        first, second = second, first  # no advice runs backwards
    first, second = (re.sub(r"(?<=\d)\s+(?=[smh])", "", part) for part in (first, second))
    return _('A range is written with two dots: "{first}..{second}".').format(
        first=first, second=second
    )


def _half_a_range(given: str, *, lacks_end: bool) -> str:
    """A range that lacks one of its two ends."""
    example = "30s..60s"
    known = re.fullmatch(r"(\d{1,3})(\D*)", given)
    if known and (low := int(known[1])):
        ends = (low, 2 * low) if lacks_end else (-(-low // 2), low)
        example = "..".join(f"{end}{known[2]}" for end in ends)
    if lacks_end:
        return _('The range has no end. Write "{example}".').format(example=example)
    return _('The range has no beginning. Write "{example}".').format(example=example)


def counts(text: str) -> Counts | str:
    """Read a count from 1 to 100, or a range of two such as ``8..15``."""
    low, dots, high = (part.strip() for part in text.strip().partition(".."))
    if dots and bool(low) != bool(high):
        return _half_a_range(low or high, lacks_end=bool(low))
    values = []
    for part in (low, high) if dots else (low,):
        value = _count(part, text)
        if isinstance(value, str):
            return value
        values.append(value)
    if len(values) == 1:
        return Counts(values[0], values[0])
    if values[0] > values[1]:
        return _('The range runs backwards. Write "{second}..{first}".').format(
            second=values[1], first=values[0]
        )
    return Counts(values[0], values[1])


def _count(part: str, text: str) -> int | str:
    if not re.fullmatch(r"\d{1,9}", part):
        joined = _JOINED.fullmatch(text.strip())
        if joined and joined[1].isdigit() and joined[2].isdigit():
            return _('A range is written with two dots: "{first}..{second}".').format(
                first=joined[1], second=joined[2]
            )
        return _(
            '"{text}" is not a count. Write a whole number such as 8, or a range such as 8..15.'
        ).format(text=text)
    if len(part) > 1 and part.startswith("0"):
        return _(
            '"{part}" begins with 0, which YAML may read as another number. Write {right}.'
        ).format(part=part, right=int(part))
    value = int(part)
    if not 1 <= value <= MOST_ROUNDS:
        return _('"{part}" is not between 1 and {most}.').format(part=part, most=MOST_ROUNDS)
    return value
