"""Where time comes from: the machine's own clocks, and who vouches for the one on the wall."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path
from typing import Protocol

from kiosk.units import Millis

BOOT_VARIABLE = "KIOSK_BOOT_ID"
"""Set by a service that hides /proc/sys from the kiosk; not believed where it can be read."""

_BOOT_FILE = Path("/proc/sys/kernel/random/boot_id")
_SYNCHRONIZED = Path("/run/systemd/timesync/synchronized")
_BATTERY_CLOCKS = Path("/sys/class/rtc")

_UNSYNCHRONIZED = 0x40
_NOT_SYNCHRONIZED = 5
_LARGEST_ERROR_US = 16_000_000
_BATTERY_AGREES_S = 5
_SINCE_S = 1_735_689_600
"""1 January 2025: a battery clock that tells less has lost its battery."""


class ClockSource(Protocol):
    """The clocks of one boot."""

    def boot(self) -> str:
        """Return the id of this boot."""

    def boottime_ms(self) -> Millis:
        """Return how long this boot has been powered, suspend included."""

    def wall_ms(self) -> Millis:
        """Return the wall clock, UTC since 1970."""

    def vouched(self) -> bool:
        """Return whether the network or a battery clock vouches for the wall clock now."""


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 256),
    )


class MachineClock:
    """This machine's clocks.

    Raises:
        OSError: The machine does not say which boot this is.
    """

    def __init__(self) -> None:
        # The variable is believed only where the kernel cannot be asked: whoever could name
        # another boot would have this one's time under power counted once more.
        try:
            boot = _BOOT_FILE.read_text("ascii")
        except OSError:
            boot = os.environ.get(BOOT_VARIABLE, "")
            if not boot:
                raise
        self._boot = boot.strip().replace("-", "")
        self._libc = ctypes.CDLL(None, use_errno=True)

    def boot(self) -> str:
        """Return the id of this boot."""
        return self._boot

    def boottime_ms(self) -> Millis:
        """Return how long this boot has been powered, suspend included."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    def wall_ms(self) -> Millis:
        """Return the wall clock, UTC since 1970."""
        return time.time_ns() // 1_000_000

    def vouched(self) -> bool:
        """Ask the kernel; where it may not be asked, timesyncd; then a battery clock."""
        known = kernel_is_synchronized(self._libc)
        if known is None:
            known = _SYNCHRONIZED.exists()
        return known or battery_agrees(_BATTERY_CLOCKS, self.wall_ms() // 1000)


def kernel_is_synchronized(libc: ctypes.CDLL) -> bool | None:
    """Return what the kernel says; setting the clock by hand takes it back. None: it may not say.

    This is how timesyncd, chrony and ntpd all tell, and how timedatectl reads it.
    """
    timex = _Timex()
    try:
        said = libc.adjtimex(ctypes.byref(timex))
    except AttributeError:
        return None
    if said < 0:
        return None
    steady = said != _NOT_SYNCHRONIZED and not timex.status & _UNSYNCHRONIZED
    return bool(steady and timex.maxerror < _LARGEST_ERROR_US)


def battery_agrees(clocks: Path, wall_s: int) -> bool:
    """Return whether the battery clock that set the wall clock at boot still says the same."""
    for clock in sorted(clocks.glob("rtc*")):
        try:
            set_it = (clock / "hctosys").read_text("ascii").strip() == "1"
            says = int((clock / "since_epoch").read_text("ascii"))
        except (OSError, ValueError):
            continue
        if set_it and says >= _SINCE_S and abs(says - wall_s) <= _BATTERY_AGREES_S:
            return True
    return False


class FakeClock:
    """A machine whose power, wall clock and network a test holds in its hands.

    True time goes on whatever happens; `boottime_ms` only while there is power.
    """

    def __init__(self, true_ms: Millis = 1_750_000_000_000) -> None:
        self.true_ms = true_ms
        self.boots = 1
        self.synchronized = False
        self.wall_offset_ms: Millis = 0
        self._booted_at: Millis = true_ms

    def boot(self) -> str:
        """Return the id of this boot."""
        return f"boot-{self.boots}"

    def boottime_ms(self) -> Millis:
        """Return how long this boot has been powered."""
        return self.true_ms - self._booted_at

    def wall_ms(self) -> Millis:
        """Return the wall clock: true time, off by what it was set to."""
        return self.true_ms + self.wall_offset_ms

    def vouched(self) -> bool:
        """Return whether there is a network."""
        return self.synchronized

    def go_on(self, ms: Millis) -> None:
        """Let time pass with the power on. It only goes forward."""
        if ms < 0:
            raise ValueError("time only goes forward")
        self.true_ms += ms

    def synchronize(self, error_ms: Millis = 0) -> None:
        """Let the network set the wall clock."""
        self.wall_offset_ms, self.synchronized = error_ms, True

    def set_wall(self, wall_ms: Millis) -> None:
        """Set the wall clock by hand; the kernel then vouches for it no longer."""
        self.wall_offset_ms, self.synchronized = wall_ms - self.true_ms, False

    def cut_power(self, off_ms: Millis = 0, wall_ms: Millis | None = None) -> None:
        """Cut the power for a while; the next boot begins with this wall time, or the last."""
        last = self.wall_ms()
        self.go_on(off_ms)
        self.boots += 1
        self._booted_at = self.true_ms
        self.set_wall(last if wall_ms is None else wall_ms)
