"""What was measured, beside what was aimed at: as a table to read and as data to keep."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

MET = "met"
MISSED = "NOT MET"
HEADS = ("what", "measured", "aim", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    Attributes:
        what: What was measured.
        value: The number, in the unit.
        unit: What the number counts; empty for a ratio.
        aim: The aim in words, or empty where there is none.
        met: Whether it was reached; None where there is no aim.
        note: How it was measured, or what else there is to know.
    """

    what: str
    value: float
    unit: str = ""
    aim: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        return "" if self.met is None else MET if self.met else MISSED


def at_most(what: str, value: float, limit: float, unit: str = "", note: str = "") -> Row:
    """Return a row whose value should not be above a limit."""
    return Row(what, value, unit, f"at most {shown(limit, unit)}", value <= limit, note)


def at_least(what: str, value: float, limit: float, unit: str = "", note: str = "") -> Row:
    """Return a row whose value should not be below a limit."""
    return Row(what, value, unit, f"at least {shown(limit, unit)}", value >= limit, note)


def below(what: str, value: float, limit: float, unit: str = "", note: str = "") -> Row:
    """Return a row whose value should be below a limit."""
    return Row(what, value, unit, f"under {shown(limit, unit)}", value < limit, note)


def shown(value: float, unit: str = "") -> str:
    """Return a number as a person reads it: three figures that count, and its unit."""
    if value != value:  # noqa: PLR0124 - only NaN differs from itself
        return "nothing"
    if value == float("inf"):
        return "endless"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} {unit}".rstrip()


def table(groups: Sequence[tuple[str, Sequence[Row]]], width: int = 110) -> str:
    """Return the rows of every group as a table, their notes below them."""
    cells = [
        (row.what, shown(row.value, row.unit), row.aim, row.verdict)
        for _, rows in groups
        for row in rows
    ]
    sizes = [max(len(line[place]) for line in [HEADS, *cells]) for place in range(len(HEADS))]

    def line(texts: Sequence[str]) -> str:
        what, measured, aim, verdict = (
            text.rjust(size) if place == 1 else text.ljust(size)
            for place, (text, size) in enumerate(zip(texts, sizes, strict=True))
        )
        return f"  {what}  {measured}  {aim}  {verdict}".rstrip()

    lines = [line(HEADS)]
    for title, rows in groups:
        lines += ["", title]
        for row in rows:
            lines.append(line((row.what, shown(row.value, row.unit), row.aim, row.verdict)))
            lines += textwrap.wrap(
                row.note, width, initial_indent="      ", subsequent_indent="      "
            )
    return "\n".join(lines)


def as_data(groups: Sequence[tuple[str, Sequence[Row]]], facts: dict[str, Any]) -> dict[str, Any]:
    """Return the same as data for a JSON file."""
    return {
        "machine": facts,
        "groups": [
            {"title": title, "rows": [_plain(asdict(row)) for row in rows]}
            for title, rows in groups
        ],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without the numbers that JSON does not have."""
    value = row["value"]
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124
        row["value"] = None
    return row
