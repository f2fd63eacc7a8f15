"""Writes a report to a file, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from kiosk.language import _
from kiosk.report.model import ReportData


class ReportError(Exception):
    """A report that could not be written. The message is one sentence for the person."""


def write_report(data: ReportData, path: Path) -> None:
    """Write the report in the language in force, whole or not at all; only its owner can read it.

    Raises:
        ReportError: It cannot be written there; the message says why and what to do.
        ValueError: A day is no ISO date, or the first day comes after the last.
    """
    from kiosk.report.page import ReportPage  # noqa: PLC0415  loads reportlab: only for a report

    if date.fromisoformat(data.first_day) > date.fromisoformat(data.last_day):
        raise ValueError(f"The report begins {data.first_day}, after its end {data.last_day}.")
    page = ReportPage(data)
    if path.is_dir():
        raise ReportError(
            _("{path} is a folder: name a file for the report, such as report.pdf.").format(
                path=path
            )
        )
    try:
        handle, beside = tempfile.mkstemp(prefix=".report-", suffix=".pdf", dir=path.parent)
    except OSError as error:
        raise ReportError(
            _(
                "The report cannot be written into {folder}: {reason}; "
                "name a folder that you may write to."
            ).format(folder=path.parent, reason=error.strerror)
        ) from error
    try:
        with os.fdopen(handle, "wb") as file:
            page.draw(file)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError as error:
        raise ReportError(
            _(
                "The report cannot be written to {path}: {reason}; "
                "free some space or name another file."
            ).format(path=path, reason=error.strerror)
        ) from error
    finally:
        with suppress(FileNotFoundError):
            Path(beside).unlink()
