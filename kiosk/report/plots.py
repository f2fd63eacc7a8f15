"""The two small plots of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from kiosk.dates import short_day_text
from kiosk.language import _
from kiosk.report.model import PointDoses
from kiosk.report.sheet import ACCENT, AMBER, INK, LINE, QUIET, RED, Box, Point, Sheet

_MARKS = {"green": ("disc", ACCENT), "amber": ("diamond", AMBER), "red": ("cross", RED)}


def _across(box: Box, days: tuple[date, date]) -> Callable[[date], float]:
    """Where a day stands between the left and the right edge."""
    count = (days[1] - days[0]).days + 1

    def place(day: date) -> float:
        share = ((day - days[0]).days + 0.5) / count
        return box.left + box.width * min(1.0, max(0.0, share))

    return place


def pain_plot(
    sheet: Sheet,
    box: Box,
    pain: Sequence[tuple[date, float | None, float | None]],
    days: tuple[date, date],
    *,
    weekly: bool,
) -> None:
    """Pain before and after over time, each on a scale of 0 to 10."""
    legend, axis = 12.0, 12.0
    plot = Box(box.left + 16, box.low + axis, box.width - 16, box.high - legend - axis - 4)
    for value in (0, 5, 10):
        y = plot.low + plot.high * value / 10
        sheet.rule((plot.left, y), (plot.right, y))
        sheet.text((plot.left - 4, y - 2.6), str(value), 7.5, colour=QUIET, across="right")
    x = _across(plot, days)
    before = [(x(day), value) for day, value, _after in pain if value is not None]
    after = [(x(day), value) for day, _before, value in pain if value is not None]
    looks = (before, "ring", INK, (2.5, 2.0)), (after, "disc", ACCENT, ())
    for answers, shape, colour, dash in looks:
        line = [(at, plot.low + plot.high * value / 10) for at, value in answers]
        sheet.path(line, width=0.9, colour=colour, dash=dash)
        radius = min(2.6, max(1.3, plot.width / max(1, len(line)) * 0.4))
        for point in line:
            sheet.mark(shape, point, radius, colour)
    top = box.top - 8
    sheet.mark("ring", (plot.left + 3, top + 2.4), 2.6, INK)
    sheet.text((plot.left + 9, top), _("before"), 7.5, colour=QUIET)
    at = plot.left + 9 + sheet.width_of(_("before"), 7.5) + 16
    sheet.mark("disc", (at, top + 2.4), 2.6, ACCENT)
    sheet.text((at + 6, top), _("after"), 7.5, colour=QUIET)
    if weekly:
        sheet.text((plot.right, top), _("means of each week"), 7.5, colour=QUIET, across="right")
    _name_days(sheet, plot, box.low + 2, days)


def _name_days(sheet: Sheet, plot: Box, low: float, days: tuple[date, date]) -> None:
    """The first and the last day, and as many between as have room."""
    x = _across(plot, days)
    count = (days[1] - days[0]).days
    parts = max(1, min(4, count))
    edge = -1e9
    for part in range(parts + 1):
        day = days[0] + timedelta(days=round(count * part / parts))
        text = short_day_text(day)
        wide = sheet.width_of(text, 7.5)
        left = min(max(x(day) - wide / 2, plot.left), plot.right - wide)
        if left > edge:
            sheet.text((left, low), text, 7.5, colour=QUIET)
            edge = left + wide + 6


def dose_plot(sheet: Sheet, box: Box, point: PointDoses, days: tuple[date, date]) -> None:
    """A point's seconds over time: a line that holds until the day that changes it."""
    sheet.rule((box.left, box.low), (box.right, box.low), 0.6, LINE)
    doses = point.doses
    if not doses:
        return
    top = max(point.ceiling, *(dose.seconds for dose in doses), 1)
    x = _across(box, days)
    radius = min(2.2, max(0.9, box.width / max(1, (days[1] - days[0]).days + 1) * 0.45))
    reach = box.high - 2 * radius
    places: list[Point] = [
        (x(date.fromisoformat(dose.day)), box.low + radius + reach * dose.seconds / top)
        for dose in doses
    ]
    steps: list[Point] = []
    for at in places:
        if steps:
            steps.append((at[0], steps[-1][1]))
        steps.append(at)
    sheet.path(steps, width=0.7, colour="#8FA8A4")
    for dose, at in zip(doses, places, strict=True):
        shape, colour = _MARKS.get(dose.kind, _MARKS["amber"])
        larger = 1.0 if dose.kind == "green" else 1.25
        sheet.mark(shape, at, radius * larger, colour)
