"""What else this machine plays, as PulseAudio or PipeWire know it. Only here is pulsectl imported.

A machine without a sound server has nothing else to play: then nothing is done. What is lowered is
noted in a file until it is back, since a sound server remembers volumes: a kiosk that was switched
off in the middle of a cue brings the music back when it starts again.
"""

from __future__ import annotations

import json
import logging
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger(__name__)

LOWERED: Final = 0.63
"""The share of its volume that is left: 12 dB less, since the server's scale is cubic."""
RETRY_S: Final = 60.0
_SAME: Final = 0.01


@dataclass(slots=True)
class _Lowered:
    """A stream that was lowered: what it had, and what it was given."""

    had: float
    given: float


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
        self._lowered: dict[int, _Lowered] = {}

    def recover(self) -> None:
        """Bring back what an earlier run left lowered, if it left anything, and let go."""
        if self._note.exists():
            self._with_server(lambda _pulse: None)
            self.close()

    def lower(self) -> None:
        """Lower every stream that is not our own."""
        self._with_server(self._lower)

    def restore(self) -> None:
        """Bring back what was lowered, unless somebody has changed it meanwhile."""
        if self._lowered:
            self._with_server(self._restore)

    def close(self) -> None:
        """Bring everything back and let go."""
        self.restore()
        if self._pulse is not None:
            with suppress(Exception):
                self._pulse.close()
            self._pulse = None

    def _with_server(self, work: Callable[[Any], None]) -> None:
        """Do something with the server, where there is one that answers."""
        try:
            pulse = self._connected()
            if pulse is not None:
                work(pulse)
        except Exception as error:  # noqa: BLE001  libpulse fails in many ways, none of them ours
            log.info("What else plays cannot be lowered: %s", error)
            self._pulse = None
            self._try_again_s = self._now_s() + RETRY_S

    def _connected(self) -> Any:
        if self._pulse is None and self._now_s() >= self._try_again_s:
            # Loads libpulse, which a machine without a sound server does not have.
            import pulsectl  # noqa: PLC0415

            self._pulse = pulsectl.Pulse("groundwork")
            self._recover(self._pulse)
        return self._pulse

    def _lower(self, pulse: Any) -> None:
        for stream in pulse.sink_input_list():
            if stream.index in self._lowered or _is_ours(stream):
                continue
            had = stream.volume.value_flat
            given = had * LOWERED
            pulse.volume_set_all_chans(stream, given)
            self._lowered[stream.index] = _Lowered(had, given)
        self._write()

    def _restore(self, pulse: Any) -> None:
        streams = {stream.index: stream for stream in pulse.sink_input_list()}
        for index, lowered in self._lowered.items():
            stream = streams.get(index)
            if stream is not None and abs(stream.volume.value_flat - lowered.given) < _SAME:
                pulse.volume_set_all_chans(stream, lowered.had)
        self._lowered.clear()
        self._write()

    def _write(self) -> None:
        with suppress(OSError):
            if not self._lowered:
                self._note.unlink(missing_ok=True)
                return
            self._note.parent.mkdir(parents=True, exist_ok=True)
            content = {str(i): [each.had, each.given] for i, each in self._lowered.items()}
            self._note.write_text(json.dumps(content), encoding="utf-8")

    def _recover(self, pulse: Any) -> None:
        """Bring back what an earlier run left lowered."""
        try:
            content = json.loads(self._note.read_text(encoding="utf-8"))
            self._lowered = {int(i): _Lowered(*map(float, each)) for i, each in content.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return
        self._restore(pulse)


def _is_ours(stream: Any) -> bool:
    return str(stream.proplist.get("application.process.id", "")) == str(os.getpid())
