"""The report for a therapist: one A4 page of plain facts, as a PDF.

It says what was done and how it felt, and draws no conclusion. What does not fit on the page is
counted there, never left out in silence.
"""

from kiosk.report.model import Dose, Entry, Pain, PointDoses, Practice, ReportData
from kiosk.report.write import ReportError, write_report

__all__ = [
    "Dose",
    "Entry",
    "Pain",
    "PointDoses",
    "Practice",
    "ReportData",
    "ReportError",
    "write_report",
]
