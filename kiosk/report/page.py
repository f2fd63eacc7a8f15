"""What stands where on the page of a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import IO

from kiosk.dates import day_text
from kiosk.language import N_, _, current, ngettext
from kiosk.report.model import Entry, Pain, PointDoses, ReportData
from kiosk.report.plots import dose_plot, pain_plot
from kiosk.report.sheet import (
    ACCENT,
    AMBER,
    HEIGHT,
    INNER,
    LINE,
    MARGIN,
    QUIET,
    RED,
    Box,
    Sheet,
)

NOTE = N_(
    "Not a medical device. This page is a record of practice, not a diagnosis. Numbers marked * "
    "are engineering choices to be signed off by a physiotherapist."
)
_GAP = 16.0
_LONGEST = 600
"""Characters of any one text."""
_HALF = (INNER - _GAP) / 2
_COLUMNS = (
    (N_("Doses"), 36.0),
    (N_("First"), 34.0),
    (N_("Last"), 34.0),
    (N_("Most"), 54.0),
    (N_("Fine"), 32.0),
    (N_("Strong"), 38.0),
    (N_("Hurt"), 30.0),
)
_NAME = 118.0


def _day(day: str) -> str:
    """A day as it is read: 22 Nov 2026."""
    return day_text(date.fromisoformat(day))


class ReportPage:
    """One report, ready to be drawn.

    Args:
        data: What it says.

    Raises:
        ValueError: A day is no ISO date.
    """

    def __init__(self, data: ReportData) -> None:
        self._data = data
        self._first = date.fromisoformat(data.first_day)
        self._last = date.fromisoformat(data.last_day)
        days = [data.made_on, *(each.day for each in data.pain)]
        days += [each.day for each in (*data.refusals, *data.acts)]
        days += [dose.day for point in data.points for dose in point.doses]
        for day in days:
            date.fromisoformat(day)

    def draw(self, file: IO[bytes]) -> None:
        """Write the PDF."""
        sheet = Sheet(
            file, _("Practice report: {name}").format(name=_plain(self._data.person)), current()
        )
        top = self._head(sheet)
        foot = self._foot(sheet)
        high = 150.0
        self._practice(sheet, Box(MARGIN, top - high, _HALF, high))
        self._pain(sheet, Box(MARGIN + _HALF + _GAP, top - high, _HALF, high))
        top -= high + _GAP
        low = self._points(sheet, top)
        top = low - _GAP
        left = Box(MARGIN, foot + _GAP / 2, _HALF, top - foot - _GAP / 2)
        right = Box(MARGIN + _HALF + _GAP, left.low, _HALF, left.high)
        _entries(sheet, left, _("Refused"), self._data.refusals, _("Nothing was refused."))
        acts, none = _("Locks and operators' acts"), _("Nothing was locked or set.")
        _entries(sheet, right, acts, self._data.acts, none)
        sheet.finish()

    def _head(self, sheet: Sheet) -> float:
        data = self._data
        top = HEIGHT - MARGIN
        sheet.text((MARGIN, top - 12), _("Practice report"), 12, bold=True, colour=ACCENT)
        station = sheet.shortened(_plain(data.station), 9, INNER - 260)
        made = f"Groundwork{f', {station}' if station else ''}, {_day(data.made_on)}"
        size = 9.0
        sheet.text((MARGIN + INNER, top - 12), made, size, colour=QUIET, across="right")
        top -= 20
        person = _plain(data.person)
        size = max(12.0, sheet.fitted(person, 20, INNER, bold=True))
        top = sheet.squeezed(MARGIN, top, INNER, person, size, most=48, bold=True)
        period = _("{first} to {last}").format(first=_day(data.first_day), last=_day(data.last_day))
        top -= 12
        sheet.text((MARGIN, top), period, 10, colour=QUIET)
        sheet.rule((MARGIN, top - 8), (MARGIN + INNER, top - 8), 1.0)
        return top - 8 - _GAP * 0.8

    def _foot(self, sheet: Sheet) -> float:
        policy = _("Policy in force: {policy}").format(
            policy=_plain(self._data.policy) or _("not known")
        )
        most = min(44.0, sheet.height_of(policy, 8, INNER))
        top = MARGIN + most + sheet.height_of(_(NOTE), 8, INNER, bold=True)
        sheet.rule((MARGIN, top + 5), (MARGIN + INNER, top + 5), 1.0)
        low = sheet.squeezed(MARGIN, top, INNER, policy, 8, most=most, colour=QUIET)
        sheet.paragraph(MARGIN, low, INNER, _(NOTE), 8, bold=True)
        return top + 5

    def _practice(self, sheet: Sheet, box: Box) -> None:
        top = _heading(sheet, box, _("Practice"))
        data = self._data
        days = (self._last - self._first).days + 1
        said = ngettext(
            "Practised on {n} of {of} day.", "Practised on {n} of {of} days.", days
        ).format(n=data.days_practised, of=days)
        top = sheet.paragraph(box.left, top, box.width, said, 10) - 3
        if not data.practice:
            sheet.paragraph(
                box.left, top, box.width, _("No session was finished."), 9, colour=QUIET
            )
            return
        listed = sorted(data.practice, key=lambda each: (-each.times, each.session))
        line, wide = 12.5, box.width - 52
        for at, each in enumerate(listed):
            name = _plain(each.session)
            high = min(2.0, max(1.0, len(sheet.wrapped(name, 9, wide)))) * line
            last = at == len(listed) - 1
            if top - high < box.low + (0 if last else line):
                rest = listed[at:]
                said = _("and {n} more sessions, {times} times").format(
                    n=len(rest), times=sum(left.times for left in rest)
                )
                sheet.text((box.left, top - line + 3), said, 9, colour=QUIET)
                return
            times = ngettext("{n} time", "{n} times", each.times).format(n=each.times)
            sheet.text((box.right, top - line + 3), times, 9, across="right")
            sheet.squeezed(box.left, top, wide, name, 9, most=high)
            top -= high

    def _pain(self, sheet: Sheet, box: Box) -> None:
        top = _heading(sheet, box, _("Pain, 0 to 10"))
        answered = [
            each for each in self._data.pain if each.before is not None or each.after is not None
        ]
        if not answered:
            sheet.paragraph(box.left, top, box.width, _("Nobody was asked yet."), 9, colour=QUIET)
            return
        weekly = (self._last - self._first).days >= 120
        pain = by_week(answered) if weekly else [_values(each) for each in answered]
        pain_plot(
            sheet,
            Box(box.left, box.low, box.width, top - box.low - 2),
            pain,
            (self._first, self._last),
            weekly=weekly,
        )

    def _points(self, sheet: Sheet, top: float) -> float:
        """The table of doses; returns where it ends."""
        points = self._data.points
        row = min(34.0, 208.0 / max(1, min(len(points), 13)))
        shown = points if len(points) <= 13 else points[:12]
        head = Box(MARGIN, top - 20, INNER, 20)
        low = _heading(sheet, head, _("Doses, in seconds"))
        if not points:
            return sheet.paragraph(MARGIN, low, INNER, _("No point was pressed."), 9, colour=QUIET)
        plot = INNER - _NAME - sum(width for _name, width in _COLUMNS)
        right = MARGIN + _NAME + plot
        low -= 9
        for name, width in _COLUMNS:
            right += width
            size = sheet.fitted(_(name), 7.5, width - 2)
            sheet.text((right, low), _(name), size, colour=QUIET, across="right")
        at = MARGIN + _NAME
        for shape, word, colour in (
            ("disc", _("fine"), ACCENT),
            ("diamond", _("strong"), AMBER),
            ("cross", _("hurt"), RED),
        ):
            sheet.mark(shape, (at + 3, low + 2.4), 2.4, colour)
            sheet.text((at + 9, low), word, 7.5, colour=QUIET)
            at += 9 + sheet.width_of(word, 7.5) + 12
        low -= 4
        for point in shown:
            low -= row
            sheet.rule((MARGIN, low + row), (MARGIN + INNER, low + row))
            self._point(sheet, point, Box(MARGIN, low, INNER, row), plot)
        if len(shown) < len(points):
            low -= row
            said = _("and {n} more points").format(n=len(points) - len(shown))
            sheet.text((MARGIN, low + row / 2 - 3), said, 8, colour=QUIET)
        return low

    def _point(self, sheet: Sheet, point: PointDoses, box: Box, plot: float) -> None:
        name = _plain(point.name)
        middle = box.low + box.high / 2
        doses = point.doses
        wide = box.high >= 26
        room = box.high - 4 - (10 if wide else 0)
        high = min(room, sheet.height_of(name, 9, _NAME - 8, bold=True))
        top = middle + (high + (10 if wide else 0)) / 2
        top = sheet.squeezed(box.left, top, _NAME - 8, name, 9, most=high, bold=True)
        if wide:
            said = _("last {day}").format(day=_day(doses[-1].day)) if doses else _("not pressed")
            sheet.text((box.left, top - 7.5), said, 7.5, colour=QUIET)
        area = Box(box.left + _NAME, box.low + 3, plot - 6, box.high - 6)
        dose_plot(sheet, area, point, (self._first, self._last))
        kinds = [dose.kind for dose in doses]
        seconds = [dose.seconds for dose in doses]
        cells = (
            str(len(doses)),
            str(seconds[0]) if doses else "–",
            str(seconds[-1]) if doses else "–",
            _("{n} of {of}").format(n=max(seconds), of=point.ceiling) if doses else "–",
            *(str(kinds.count(kind)) for kind in ("green", "amber", "red")),
        )
        right = box.left + _NAME + plot
        for text, (_name, width) in zip(cells, _COLUMNS, strict=True):
            right += width
            sheet.text((right, middle - 3), text, sheet.fitted(text, 9, width - 3), across="right")


def _values(pain: Pain) -> tuple[date, float | None, float | None]:
    return date.fromisoformat(pain.day), pain.before, pain.after


def by_week(pain: Sequence[Pain]) -> list[tuple[date, float | None, float | None]]:
    """The means of each week, on its middle day; what nobody answered counts for nothing."""
    weeks: dict[date, list[Pain]] = {}
    for each in pain:
        day = date.fromisoformat(each.day)
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(each)

    def mean(values: list[int | None]) -> float | None:
        said = [value for value in values if value is not None]
        return sum(said) / len(said) if said else None

    return [
        (
            monday + timedelta(days=3),
            mean([each.before for each in found]),
            mean([each.after for each in found]),
        )
        for monday, found in sorted(weeks.items())
    ]


def _heading(sheet: Sheet, box: Box, text: str) -> float:
    """A section's heading; returns where its content begins."""
    sheet.text((box.left, box.top - 11), text, 11, bold=True, colour=ACCENT)
    sheet.rule((box.left, box.top - 16), (box.right, box.top - 16), 0.6, LINE)
    return box.top - 19


def _entries(sheet: Sheet, box: Box, title: str, entries: Sequence[Entry], none: str) -> None:
    """The latest entries that fit, the latest first, and how many there are besides."""
    top = _heading(sheet, box, f"{title} ({len(entries)})" if entries else title)
    if not entries:
        sheet.paragraph(box.left, top, box.width, none, 9, colour=QUIET)
        return
    size, date_wide, more = 8.0, 62.0, 12.0
    wide = box.width - date_wide
    for at, entry in enumerate(reversed(entries)):
        text = _plain(entry.text)
        high = min(sheet.height_of(text, size, wide), 52.0) + 2
        last = at == len(entries) - 1
        if top - high < box.low + (0 if last else more):
            left = len(entries) - at
            sheet.text(
                (box.left, top - 11), _("and {n} earlier").format(n=left), size, colour=QUIET
            )
            return
        sheet.text((box.left, top - size * 1.0), _day(entry.day), size, colour=QUIET)
        sheet.squeezed(box.left + date_wide, top, wide, text, size, most=high - 2)
        top -= high


def _plain(text: str) -> str:
    """A text without line breaks and control characters, no longer than could be shown."""
    plain = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
