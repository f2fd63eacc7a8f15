"""Stamps: when something happened, as far as a station that may have no clock can know.

`Stamp.lower_ms` is a coordinate in which the distance of two stamps is a lower bound of the time
between them:

- While the station is powered it goes on with CLOCK_BOOTTIME.
- From one boot to the next it goes on from what was noted last, about once a minute, outside the
  ledger. What was not noted, and the time without power, counts for nothing...
- ...until the network or a battery vouches for the wall clock: then all the time since that was
  last so counts, less what both may have been wrong by. But where a fact was put on record in
  between, by an untrusted clock, that time may lie before the fact or after it; it must not count
  as time since, and so it counts for nothing. That is why `now` and `look` are two.
- An operator's word counts too, for this boot and for no more than `MOST_BY_WORD_MS`, so that a
  slip of the finger on the year does not open a lock of a week.

Untrusted wall time counts for nothing. It never goes back.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock, RLock

from kiosk.dose.record import Json, Stamp
from kiosk.ledger.files import Slots
from kiosk.ledger.source import ClockSource
from kiosk.units import HOUR, MINUTE, SECOND, Millis

NOTE_EVERY_MS = MINUTE
"""How often the time under power is noted outside the ledger."""

STEP_MS = 5 * MINUTE
"""A trusted clock that disagrees with what is known by more than this needs an operator."""

ANCHOR_ERROR_MS = 32 * SECOND
"""What two trusted times may be wrong by together: the kernel calls 16 s synchronised."""

MOST_BY_WORD_MS = 36 * HOUR
"""The most time without power that an operator's word lets count: overnight and a day."""

log = logging.getLogger(__name__)


class Doubt(StrEnum):
    """Why a clock that is vouched for is not believed."""

    WENT_BACK = "clock-went-back"
    JUMPED = "clock-jumped"


@dataclass(frozen=True, slots=True)
class ClockReport:
    """A disagreement that goes on record and needs an operator.

    Attributes:
        doubt: What happened.
        expected_ms: What the wall clock should have said, at least.
        found_ms: What it said.
    """

    doubt: Doubt
    expected_ms: Millis
    found_ms: Millis


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A trusted wall time and where it lies on the coordinate.

    Attributes:
        wall_ms: The time.
        lower_ms: The coordinate then.
        held: Whether a fact has been put on record since: then nothing is counted from here.
    """

    wall_ms: Millis
    lower_ms: Millis
    held: bool = False

    def expected(self, lower_ms: Millis) -> Millis:
        """Return what the wall clock says at a coordinate, at least."""
        return self.wall_ms + lower_ms - self.lower_ms

    def counted(self, wall_ms: Millis) -> Millis:
        """Return the coordinate of a later trusted time."""
        return self.lower_ms + wall_ms - self.wall_ms - ANCHOR_ERROR_MS


class Stamper:
    """Makes the stamps of one boot. Any thread may ask it; asking reads no disk.

    Args:
        source: The clocks.
        notes: Where the time under power is noted. None: nowhere, so it counts from the ledger.
        ledger: The id of the ledger the notes belong to; another ledger's notes are not believed.
        last: The newest stamp in the ledger; None where it is empty.
    """

    def __init__(
        self,
        source: ClockSource,
        notes: Slots | None = None,
        *,
        ledger: str = "",
        last: Stamp | None = None,
    ) -> None:
        self._source = source
        self._notes = notes
        self._ledger = ledger
        self._lock = RLock()
        self._writing = Lock()  # of its own, so that a slow card keeps nobody from the time
        self._boot = source.boot()
        self._boottime = source.boottime_ms()
        self._lower: Millis = 0
        # The newest wall time that a machine vouched for, and the newest that anyone did: what
        # time without power counts from, and what a later one must not be earlier than.
        self._machine: _Anchor | None = None
        self._trusted: _Anchor | None = None
        # Wall clock less boot time, as it was vouched for in this boot, and by an operator.
        self._offset: Millis | None = None
        self._word: Millis | None = None
        # Time without power is counted once in a boot by a machine, and once by a word.
        self._counted = False
        self._word_used = False
        self._doubt = False
        self._machine_here = False
        self._reports: list[ClockReport] = []
        self._noted_at: Millis | None = None
        self._note_failed = False
        self._resume_ledger(last)
        self._resume_note(last)

    def now(self) -> Stamp:
        """Return the time now, for a fact that is put on record and that time is counted from."""
        with self._lock:
            stamp = self.look()
            # An anchor of this very moment is as good as the fact's own time; an older is not.
            if self._machine and not self._machine_here:
                self._machine = replace(self._machine, held=True)
            if self._trusted and not stamp.trusted:
                self._trusted = replace(self._trusted, held=True)
            return stamp

    def look(self) -> Stamp:
        """Return the time now, to decide by or to show; or for a fact nobody counts time from."""
        with self._lock:
            boottime = self._advance()
            wall = self._source.wall_ms()
            trusted = self._judge(boottime, wall)
            return Stamp(self._boot, boottime, wall, trusted, self._lower)

    def vouch(self) -> Stamp:
        """Take an operator's word for the wall clock, for this boot; return the time now.

        It settles a doubt, too. That it was given is an entry, which the caller makes.
        """
        with self._lock:
            boottime = self._advance()
            wall = self._source.wall_ms()
            last = self._trusted
            if last and wall < last.expected(self._lower) - STEP_MS and not self._doubt:
                expected = last.expected(self._lower)
                self._reports.append(ClockReport(Doubt.WENT_BACK, expected, wall))
            if last and not (last.held or self._doubt or self._word_used or self._counted):
                most = self._lower + MOST_BY_WORD_MS
                self._lower = max(self._lower, min(last.counted(wall), most))
                # What the word has counted, the network does not count again past a fact.
                self._word_used = True
            self._doubt = False
            self._word = self._offset = wall - boottime
            self._trusted = _Anchor(wall, self._lower)
            self._noted_at = None
            return Stamp(self._boot, boottime, wall, trusted=True, lower_ms=self._lower)

    @property
    def doubted(self) -> bool:
        """Whether a disagreement waits for an operator's word."""
        with self._lock:
            return self._doubt

    def take_reports(self) -> list[ClockReport]:
        """Return the disagreements found since the last time of asking: each becomes an entry."""
        with self._lock:
            reports, self._reports = self._reports, []
            return reports

    def note_if_due(self) -> bool:
        """Note the time under power if a minute has gone by; say whether it was noted.

        It flushes a disk: not for the screen's thread.
        """
        with self._lock:
            self.look()
            due = self._noted_at is None or self._boottime - self._noted_at >= NOTE_EVERY_MS
        return due and self.note()

    def note(self) -> bool:
        """Note the time under power now. A note that fails costs a minute and breaks nothing."""
        if self._notes is None:
            return False
        with self._lock:
            self.look()
            self._noted_at = self._boottime
            value = self._as_note()
        try:
            with self._writing:
                self._notes.write(value)
        except OSError as error:
            if not self._note_failed:
                log.warning("the time under power is not noted: %s", error)
            self._note_failed = True
            return False
        self._note_failed = False
        return True

    def _advance(self) -> Millis:
        """Let the coordinate go on with the time under power."""
        boottime = max(self._boottime, self._source.boottime_ms())
        self._lower += boottime - self._boottime
        self._boottime = boottime
        return boottime

    def _judge(self, boottime: Millis, wall: Millis) -> bool:
        """Say whether the wall clock is to be trusted, and let it count where it is."""
        self._machine_here = False
        offset = wall - boottime
        if self._word is not None and abs(offset - self._word) > STEP_MS:
            self._word = None  # the word was given for another time
        machine = self._source.vouched()
        if self._doubt or not (machine or self._word is not None):
            return False
        if self._offset is not None and abs(offset - self._offset) > STEP_MS:
            return self._report(Doubt.JUMPED, self._offset + boottime, wall)
        if self._trusted and wall < self._trusted.expected(self._lower) - STEP_MS:
            return self._report(Doubt.WENT_BACK, self._trusted.expected(self._lower), wall)
        if machine:
            if self._machine and not self._machine.held and not self._counted:
                self._lower = max(self._lower, self._machine.counted(wall))
            self._counted = True
            known = self._machine
            # One that lies behind what is known would let time count that never was.
            if known is None or wall >= known.expected(self._lower) - ANCHOR_ERROR_MS:
                self._machine = _Anchor(wall, self._lower)
                self._machine_here = True
        if self._offset is None:
            self._noted_at = None  # the first trusted time of a boot is worth a note at once
        self._offset = offset
        self._trusted = _Anchor(wall, self._lower)
        return True

    def _report(self, doubt: Doubt, expected: Millis, wall: Millis) -> bool:
        self._doubt = True
        self._word = None
        self._noted_at = None
        self._reports.append(ClockReport(doubt, expected, wall))
        return False

    def _resume_ledger(self, last: Stamp | None) -> None:
        if last is None:
            return
        since = self._boottime
        if last.boot == self._boot:
            since = max(0, self._boottime - last.boottime_ms)
        self._lower = last.lower_ms + since
        if last.trusted:
            self._trusted = _Anchor(last.wall_ms, last.lower_ms)

    def _resume_note(self, last: Stamp | None) -> None:
        if self._notes is None:
            return
        try:
            note = self._notes.read()
        except OSError as error:
            log.warning("the noted time under power cannot be read: %s", error)
            return
        match note:
            case {
                "ledger": self._ledger,
                "boot": str(boot),
                "boottime": int(boottime),
                "lower": int(lower),
                "doubt": bool(doubt),
                "word": word,
                "offset": offset,
                "word_used": bool(word_used),
                "counted": bool(counted),
                "machine": machine,
                "trusted": trusted,
            }:
                pass
            case _:
                return
        same = boot == self._boot
        since = max(0, self._boottime - boottime) if same else self._boottime
        self._lower = max(self._lower, lower + since)
        self._machine = _anchor(machine)
        newer = last and (
            last.boottime_ms > boottime if last.boot == boot else last.lower_ms >= lower
        )
        if last and newer:
            # The ledger has a fact that the note knows nothing of: time counts from that, if it
            # was told by the clock that a machine vouched for in that boot, or from nowhere.
            known = last.trusted and last.boot == boot and counted and word is None
            if known and isinstance(offset, int):
                known = abs(last.wall_ms - last.boottime_ms - offset) <= ANCHOR_ERROR_MS
            self._machine = self._machine and replace(self._machine, held=True)
            if known:
                self._machine = _Anchor(last.wall_ms, last.lower_ms)
            if not last.trusted:
                noted = _anchor(trusted)
                self._trusted = noted and replace(noted, held=True)
        else:
            self._trusted = _anchor(trusted)
        self._doubt = doubt
        if same:
            self._word = word if isinstance(word, int) else None
            self._offset = offset if isinstance(offset, int) else None
            self._word_used, self._counted = word_used, counted

    def _as_note(self) -> dict[str, Json]:
        return {
            "ledger": self._ledger,
            "boot": self._boot,
            "boottime": self._boottime,
            "lower": self._lower,
            "doubt": self._doubt,
            "word": self._word,
            "offset": self._offset,
            "word_used": self._word_used,
            "counted": self._counted,
            "machine": _plain(self._machine),
            "trusted": _plain(self._trusted),
        }


def _anchor(value: Json) -> _Anchor | None:
    match value:
        case [int(wall), int(lower), bool(held)]:
            return _Anchor(wall, lower, held)
    return None


def _plain(anchor: _Anchor | None) -> Json:
    return [anchor.wall_ms, anchor.lower_ms, anchor.held] if anchor else None
