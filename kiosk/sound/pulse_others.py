"""What else this machine plays, as PulseAudio or PipeWire know it. Only here is pulsectl imported.

A machine without a sound server has nothing else to play: then nothing is done. What is lowered is
noted in a file until it is back, since a sound server remembers volumes: a kiosk that was switched
off in the middle of a cue brings the music back when it starts again. The server remembers them by
who plays, so a player that begins its next track within a cue begins it lowered: what was lowered
is known by who plays it and by the volume that it was given, whatever number the server gives it.
"""

from __future__ import annotations

import json
import logging
import os
import time
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

LOWERED: Final = 0.63
"""The share of its volume that is left: 12 dB less, since the server's scale is cubic."""
RETRY_S: Final = 60.0
_SAME: Final = 0.01
_KEPT: Final = 50
"""So many are noted of those that nobody plays any more: the last ones."""


@dataclass(frozen=True, slots=True)
class _Lowered:
    """A stream that was lowered: who plays it, its number, what it had and what it was given."""

    name: str
    index: int
    had: float
    given: float

    def is_at(self, stream: Any) -> bool:
        """Whether a stream, or what the server remembers, stands where this one was put."""
        return abs(float(stream.volume.value_flat) - self.given) < _SAME


class PulseOthers:
    """See `kiosk.sound.ducking.Others`.

    Args:
        note: Where what is lowered is noted.
        now_s: The monotonic clock.
    """

    def __init__(self, note: Path, now_s: Callable[[], float] = time.monotonic) -> None:
        self._note = note
        self._now_s = now_s
        self._pulse: Any = None
        self._try_again_s = 0.0
        self._lowered: list[_Lowered] = []

    def recover(self) -> None:
        """Bring back what an earlier run left lowered, if it left anything, and let go."""
        if self._note.exists():
            self._with_server(lambda _pulse: None)
            self._let_go()

    def lower(self) -> None:
        """Lower every stream that is not our own."""
        self._with_server(self._lower)

    def restore(self) -> bool:
        """Bring back what was lowered, unless somebody has changed it meanwhile."""
        if not self._lowered:
            return True
        self._try_again_s = 0.0  # what was lowered is owed, however lately the server failed
        return self._with_server(self._restore)

    def close(self) -> None:
        """Bring everything back and let go."""
        self.restore()
        self._let_go()

    def _let_go(self) -> None:
        pulse, self._pulse = self._pulse, None
        if pulse is not None:
            with suppress(Exception):
                pulse.close()

    def _with_server(self, work: Callable[[Any], None]) -> bool:
        """Do something with the server, where there is one that answers; tell whether it was."""
        try:
            pulse = self._connected()
            if pulse is None:
                return False
            work(pulse)
        except Exception as error:  # noqa: BLE001  libpulse fails in many ways, none of them ours
            log.info("What else plays cannot be lowered or brought back: %s", error)
            self._let_go()
            self._try_again_s = self._now_s() + RETRY_S
            return False
        return True

    def _connected(self) -> Any:
        if self._pulse is None and self._now_s() >= self._try_again_s:
            # Loads libpulse, which a machine without a sound server does not have.
            import pulsectl  # noqa: PLC0415

            self._pulse = pulsectl.Pulse("groundwork")
            if not self._lowered:
                self._recover(self._pulse)
        return self._pulse

    def _lower(self, pulse: Any) -> None:
        before = self._lowered
        try:
            for stream in _others(pulse):
                name = _name(stream)
                known = [each for each in before if each.name == name]
                if any(each.index == stream.index for each in known):
                    continue
                # One that the server began where it remembers that we put its like.
                inherited = next((each for each in known if name and each.is_at(stream)), None)
                if inherited is not None:
                    lowered = replace(inherited, index=stream.index)
                else:
                    had = stream.volume.value_flat
                    lowered = _Lowered(name, stream.index, had, had * LOWERED)
                    pulse.volume_set_all_chans(stream, lowered.given)
                self._lowered = [*self._lowered, lowered]
        finally:
            self._write()

    def _restore(self, pulse: Any) -> None:
        """Bring back each stream that is there; of the others, what the server remembers."""
        try:
            remembered = _remembered(pulse)
            streams = list(_others(pulse))
            for stream in streams:
                name = _name(stream)
                same = [each for each in self._lowered if each.name == name and each.is_at(stream)]
                mine = [each for each in same if each.index == stream.index]
                if found := mine or (same if name else []):
                    pulse.volume_set_all_chans(stream, found[0].had)
            there = {_name(stream) for stream in streams}
            owed = []
            for each in self._lowered:
                if each.name in there or not each.name:
                    continue  # it was seen
                if (entry := remembered.get(each.name)) is None:
                    owed.append(each)  # it may come back as it went
                elif each.is_at(entry):
                    entry.volume.value_flat = each.had
                    pulse.stream_restore_write(entry, mode="replace")
            self._lowered = owed[-_KEPT:]
        finally:
            self._write()

    def _write(self) -> None:
        with suppress(OSError):
            if not self._lowered:
                self._note.unlink(missing_ok=True)
                return
            self._note.parent.mkdir(parents=True, exist_ok=True)
            content = [astuple(each) for each in self._lowered]
            self._note.write_text(json.dumps(content), encoding="utf-8")

    def _recover(self, pulse: Any) -> None:
        """Bring back what an earlier run left lowered."""
        try:
            content = json.loads(self._note.read_text(encoding="utf-8"))
            self._lowered = [
                _Lowered(str(name), int(index), float(had), float(given))
                for name, index, had, given in content
            ]
        except (OSError, ValueError, TypeError):
            return
        self._restore(pulse)


def _others(pulse: Any) -> Iterator[Any]:
    """Every stream that is not our own."""
    own = str(os.getpid())
    for stream in pulse.sink_input_list():
        if str(stream.proplist.get("application.process.id", "")) != own:
            yield stream


def _name(stream: Any) -> str:
    """By what the server remembers a stream's volume; empty where it has nothing of the kind."""
    names = stream.proplist
    return str(names.get("module-stream-restore.id") or names.get("application.name") or "")


def _remembered(pulse: Any) -> dict[str, Any]:
    """The volumes that the server remembers, by their names; none where it remembers none."""
    try:
        return {entry.name: entry for entry in pulse.stream_restore_list()}
    except Exception as error:  # noqa: BLE001  a server without that module, or with another
        log.debug("The sound server remembers no volumes: %s", error)
        return {}
