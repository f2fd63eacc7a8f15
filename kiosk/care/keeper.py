"""What the station is, kept on disk, and the PINs that are tried at it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from kiosk.care import pins
from kiosk.care.station_file import NAME, StationFile, StationFileError, Tries, load, save
from kiosk.dose.policy import Place
from kiosk.dose.record import Stamp
from kiosk.language import N_, _
from kiosk.reception import StationKind

log = logging.getLogger(__name__)

NOT_SET_UP: Final = N_("This kiosk has not been set up yet.")


class StationKeeper:
    """Keeps the station's file, and tries PINs.

    Args:
        data: The data folder.

    Attributes:
        file: The station as it was set up; None where it was not, or where its file is no good.
        trouble: Why the file cannot be used, in a sentence; empty where it can.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self.file: StationFile | None = None
        self.trouble = ""
        try:
            self.file = load(data)
        except StationFileError as error:
            self.trouble = str(error)

    @property
    def needs_setup(self) -> bool:
        """Whether the station has never been set up."""
        return self.file is None and not self.trouble

    def set_up(self, kind: StationKind, operator_pin: str, zone: str) -> StationFile | str:
        """Set up the station, once; return it, or in a sentence why it is not."""
        if not self.needs_setup or (self._data / NAME).exists():
            # The file may be another program's doing: it is not written over.
            return _("This kiosk is set up already. The operator's page changes it.")
        if wrong := pins.wrong_with(operator_pin, pins.OPERATOR_DIGITS):
            return wrong
        if zone not in available_timezones():
            return _("There is no time zone {zone}. Choose one from the list.").format(zone=zone)
        station = StationFile(Place(kind.value), zone, pins.hashed(operator_pin).decode())
        try:
            save(self._data, station)
        except OSError as error:
            return _("This could not be kept in {folder}: {reason}.").format(
                folder=self._data, reason=error.strerror
            )
        self.file = station
        return station

    def try_pin(self, who: str, pin: str, kept: bytes, now: Stamp) -> str:
        """Try a PIN; return what to say where it is wrong or may not be tried yet.

        Args:
            who: Whose PIN it is.
            pin: What was typed.
            kept: The PIN as it is kept.
            now: The moment, which waits are counted by.
        """
        station = self.file
        if station is None:
            return _(NOT_SET_UP)
        tries = station.tries.get(who, Tries())
        if now.lower_ms < tries.until_lower_ms:
            minutes = -(-(tries.until_lower_ms - now.lower_ms) // 60_000)
            return _("Too many wrong PINs. Try again in {n} min.").format(n=minutes)
        failures = tries.failures + 1
        wait = pins.wait_after(failures)
        # The failure is kept before the PIN is looked at, so that pulling the plug wins no try.
        kept_file = station.with_tries(who, Tries(failures, now.lower_ms + wait if wait else 0))
        if not self.keep(kept_file):
            return _("PINs cannot be tried while the disk does not take anything.")
        if pins.matches(pin, kept):
            self.keep(kept_file.with_tries(who, Tries()))
            return ""
        if wait:
            return _("This PIN is wrong. Try again in {n} min.").format(n=wait // 60_000)
        return _("This PIN is wrong. Try again.")

    def keep(self, station: StationFile) -> bool:
        """Keep a changed station; return whether the disk took it."""
        try:
            save(self._data, station)
        except OSError as error:
            log.warning("The station's file cannot be written: %s.", error)
            return False
        self.file = station
        return True
