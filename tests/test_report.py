"""The therapist's page: all of it on one A4 page, nothing cut, and nothing half written."""

from __future__ import annotations

import errno
import re
import stat
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kiosk.report import (
    Dose,
    Entry,
    Pain,
    PointDoses,
    Practice,
    ReportData,
    ReportError,
    write_report,
)
from kiosk.report import sheet as sheet_module
from kiosk.report.page import NOTE, by_week
from kiosk.report.sheet import MARGIN, WIDTH, Sheet

TODAY = date(2026, 11, 22)
POINTS = (
    "left quadratus lumborum",
    "right quadratus lumborum",
    "left piriformis",
    "right piriformis",
    "left gluteus minimus",
    "right gluteus minimus",
)
LONG = "Wilhelmina Konstantina Archibald-Featherstonehaugh of the Upper Terraces " * 3


def report(days, **more):
    """A report with something in every part of it."""
    first = TODAY - timedelta(days=days - 1)

    def day(number):
        return (first + timedelta(days=number)).isoformat()

    kinds = ("green", "green", "amber", "green", "red")
    data = ReportData(
        person="Ana Muñoz",
        made_on=TODAY.isoformat(),
        first_day=day(0),
        last_day=TODAY.isoformat(),
        days_practised=days * 2 // 3,
        practice=(Practice("Pelvic tilt", 12), Practice("Trigger points", 1)),
        pain=tuple(Pain(day(at), at % 6, at % 4) for at in range(days)),
        points=tuple(
            PointDoses(
                name,
                60,
                tuple(Dose(day(at), 30 + at % 4 * 10, kinds[at % 5]) for at in range(days)),
            )
            for name in POINTS
        ),
        refusals=tuple(Entry(day(at), f"Done for today, number {at}.") for at in range(days)),
        acts=(Entry(day(0), "Ceiling raised to 90 s after review."),),
        policy="first 30 s, at most 60 s, once a dose day and 16 h* apart",
        station="Room 2",
    )
    return replace(data, **more)


def read(data, tmp_path):
    path = tmp_path / "report.pdf"
    write_report(data, path)
    reader = PdfReader(path)
    assert len(reader.pages) == 1
    return reader.pages[0]


def words(page):
    return " ".join(page.extract_text().split())


def test_the_page_tells_who_when_what_and_by_which_policy(tmp_path):
    page = read(report(30), tmp_path)
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    text = words(page)
    for said in (
        "Ana Muñoz",
        "24 Oct 2026 to 22 Nov 2026",
        "Practised on 20 of 30 days.",
        "Pelvic tilt",
        "12 times",
        "1 time",
        "Pain, 0 to 10",
        "Refused (30)",
        "Done for today, number 29.",
        "Ceiling raised to 90 s after review.",
        "first 30 s, at most 60 s, once a dose day and 16 h* apart",
        "Room 2",
        *POINTS,
    ):
        assert said in text, said
    assert NOTE in text
    assert "Not a medical device" in NOTE
    assert "*" in NOTE


def test_each_point_has_its_doses_counted(tmp_path):
    doses = [Dose(f"2026-11-{day:02}", 30, "green") for day in range(1, 8)]
    doses += [Dose(f"2026-11-{day:02}", 40, "amber") for day in (9, 10)]
    doses += [Dose("2026-11-12", 45, "red")]
    data = report(30, points=(PointDoses("left piriformis", 60, tuple(doses)),))
    text = words(read(data, tmp_path))
    assert "last 12 Nov 2026" in text
    row = text[text.index("last 12 Nov 2026") :]
    assert re.search(r"\b10 30 45 45 of 60 7 2 1\b", row), row


@pytest.mark.parametrize("name", ["days", "none", "year", "long", "many points", "endless"])
def test_it_is_one_page_with_nothing_outside_its_margins(name, tmp_path, monkeypatch):
    data = {
        "days": report(30),
        "none": ReportData("Bo", "2026-11-22", "2026-11-22", "2026-11-22"),
        "year": report(365),
        "long": report(
            60,
            person=LONG,
            practice=tuple(Practice(f"{LONG}{at}", 40 - at) for at in range(30)),
            points=tuple(
                PointDoses(LONG, 60, point.doses) for point in report(60).points
            ),
            refusals=tuple(Entry("2026-11-01", LONG) for _ in range(50)),
            acts=tuple(Entry("2026-11-01", LONG) for _ in range(50)),
            policy=LONG,
            station=LONG,
        ),
        "many points": report(30, points=tuple(PointDoses(f"point {at}", 60) for at in range(40))),
        "endless": report(30, person="x" * 3000, policy="y" * 5000, station="z" * 900,
                          acts=(Entry("2026-11-01", "w" * 9000),)),
    }[name]  # fmt: skip
    lines = []
    text = Sheet.text

    def watched(self, at, line, size, **more):
        wide = self.width_of(line, size, bold=more.get("bold", False))
        left = at[0] - {"left": 0, "right": wide, "centre": wide / 2}[more.get("across", "left")]
        lines.append((left, at[1] - size * 0.25, left + wide, at[1] + size * 0.75, line))
        text(self, at, line, size, **more)

    monkeypatch.setattr(Sheet, "text", watched)
    read(data, tmp_path)
    assert lines
    for left, low, right, top, line in lines:
        assert left >= MARGIN - 1, line
        assert right <= WIDTH - MARGIN + 1, line
        assert low >= MARGIN - 3, line
        assert top <= sheet_module.HEIGHT - MARGIN + 1, line
    for at, one in enumerate(lines):
        for other in lines[at + 1 :]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            upright = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 0.5 or upright <= 1.0, (one[4], other[4])


def test_what_does_not_fit_is_counted(tmp_path):
    text = words(read(report(365), tmp_path))
    shown = len(re.findall(r"Done for today, number \d+\.", text))
    assert 3 < shown < 365
    assert f"and {365 - shown} earlier" in text
    assert "number 364." in text


def test_with_no_data_it_says_so(tmp_path):
    text = words(read(ReportData("Bo", "2026-11-22", "2026-11-22", "2026-11-22"), tmp_path))
    for said in (
        "Practised on 0 of 1 day.",
        "No session was finished.",
        "Nobody was asked yet.",
        "No point was pressed.",
        "Nothing was refused.",
        "Nothing was locked or set.",
        "Policy in force: not known",
    ):
        assert said in text


def test_a_year_of_pain_is_told_by_the_week():
    week = [Pain("2026-11-16", 6, None), Pain("2026-11-18", 2, 1), Pain("2026-11-23", None, 3)]
    assert by_week(week) == [(date(2026, 11, 19), 4.0, 1.0), (date(2026, 11, 26), None, 3.0)]


def test_the_typeface_is_embedded(tmp_path):
    page = read(report(30), tmp_path)
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]) for font in fonts}
    assert any("AtkinsonHyperlegible" in name for name in names), names
    embedded = [font for font in fonts if "Atkinson" in str(font["/BaseFont"])]
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in embedded)


def test_the_same_report_is_the_same_file(tmp_path):
    write_report(report(30), tmp_path / "one.pdf")
    write_report(report(30), tmp_path / "two.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_only_its_owner_may_read_it(tmp_path):
    write_report(report(3), tmp_path / "report.pdf")
    assert stat.S_IMODE((tmp_path / "report.pdf").stat().st_mode) == 0o600


def test_a_disk_that_is_full_leaves_the_old_report_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"the old one")

    def full(self):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Sheet, "finish", full)
    with pytest.raises(ReportError, match="No space left on device"):
        write_report(report(3), path)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ReportError, match=re.escape(str(tmp_path / "gone"))):
        write_report(report(3), tmp_path / "gone" / "report.pdf")


def test_a_folder_is_no_file_for_a_report(tmp_path):
    with pytest.raises(ReportError, match="is a folder"):
        write_report(report(3), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"made_on": "yesterday"},
        {"first_day": "2026-12-01"},
        {"pain": (Pain("22.11.2026", 1, 1),)},
        {"points": (PointDoses("x", 60, (Dose("", 30, "green"),)),)},
    ],
)
def test_a_day_that_is_none_is_refused_before_anything_is_written(wrong, tmp_path):
    with pytest.raises(ValueError, match=r"."):
        write_report(report(3, **wrong), tmp_path / "report.pdf")
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=40, deadline=None)
@given(
    name=st.text(max_size=120),
    reason=st.text(max_size=400),
    entries=st.integers(0, 40),
    points=st.integers(0, 20),
    days=st.integers(1, 800),
)
def test_any_text_and_any_amount_is_one_page(tmp_path_factory, name, reason, entries, points, days):
    folder = tmp_path_factory.mktemp("report")
    data = report(
        min(days, 60),
        first_day=(TODAY - timedelta(days=days - 1)).isoformat(),
        person=name,
        policy=reason,
        refusals=(Entry("2026-11-22", reason),) * entries,
        acts=(Entry("2026-11-22", name),) * entries,
        points=tuple(PointDoses(reason, 60, report(20).points[0].doses) for _ in range(points)),
    )
    read(data, folder)
