"""The loudspeaker: one stream that never stops, and a keeper who brings it back when it does.

    start -> opening -> running -> (the device goes away) -> closing -> waiting -> opening ...

The stream plays silence between sounds, so that HDMI and USB sinks stay awake and do not swallow a
first word. The keeper is a thread of its own: it opens, watches and closes the device, since any
of these may hang on a device that was pulled out; each is done on a thread that can be left behind.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.sound.engine import AUTO, Engine, NoSoundError, Opened, missing
from kiosk.sound.errand import Errand
from kiosk.sound.output import LOUDEST, gain_of
from kiosk.sound.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kiosk.clips import Clip
    from kiosk.sound.desk import Desk, Request
    from kiosk.units import Millis

log = logging.getLogger(__name__)
Result = TypeVar("Result")

LATENCY_MS: Millis = 100
"""Long enough that a busy machine does not starve the device."""

STORM = 20
"""So many starvations within `STORM_S` and the device is opened anew."""

STORM_S = 5.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the keeper waits for what, in seconds.

    Attributes:
        look: Between two looks at the device.
        retry: Before a device is tried again.
        silent: A running device that asks for nothing this long has gone away.
        begin: The same for one that was just opened; some take a second to begin.
        errand: For opening, closing or looking for devices.
    """

    look: float = 0.25
    retry: float = 2.0
    silent: float = 1.0
    begin: float = 5.0
    errand: float = 5.0


def monotonic_ms() -> float:
    """Return the clock that all sounds are placed by."""
    return time.monotonic_ns() / 1e6


class Stream:
    """The real `kiosk.sound.output.Loudspeaker`. To make one costs nothing; `start` opens it."""

    def __init__(
        self,
        device: str = AUTO,
        *,
        latency_ms: Millis = LATENCY_MS,
        volume: int = LOUDEST,
        engine: Engine | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Prepare a stream.

        Args:
            device: A device's name, a part of it, its number, or ``auto``.
            latency_ms: How much sound the device holds. A cut is heard after so long.
            volume: 0 to `LOUDEST`.
            engine: What opens devices; PortAudio where it is None.
            patience: How long to wait for what.
        """
        self._device = device
        self._latency_ms = latency_ms
        self._gain = gain_of(volume)
        self._engine = engine
        self._patience = patience or Patience()
        self._store = Store()
        self._desk: Desk | None = None
        self._present = False
        self._lock = threading.Lock()
        self._notice = ""
        self._closing = threading.Event()
        self._keeper: threading.Thread | None = None
        self._stuck: list[Errand[Any]] = []
        self._tried = False

    @property
    def notice(self) -> str:
        """One sentence while there is no sound, else empty."""
        return self._notice

    @property
    def running(self) -> bool:
        """Whether the device plays evenly, so that what is asked for is heard in its place."""
        desk = self._desk
        return self._present and desk is not None and desk.settled

    def wait_until_running(self, seconds: float) -> bool:
        """Wait until sound is heard in its place, and say whether it is; not while there is none.

        A session that begins at once after `start` should wait, since some devices take two
        seconds to run evenly, and what is due before is late.
        """
        end = time.monotonic() + seconds
        while not self.running and not self._notice and time.monotonic() < end:
            if self._closing.wait(0.02):
                break
        return self.running

    def start(self) -> None:
        """Open the device on a thread of its own; returns at once. Sounds may be asked for."""
        if self._keeper is None and not self._closing.is_set():
            self._present = True
            self._keeper = threading.Thread(target=self._keep, name="loudspeaker", daemon=True)
            self._keeper.start()

    def load(self, clips: Iterable[Clip]) -> None:
        """Read clips into memory."""
        self._store.load(clips)

    def play(self, sound: Clip | str, at_ms: Millis, key: int) -> None:
        """Let a sound be heard; while there is no device it is dropped, never kept for later."""
        from kiosk.sound.desk import Play  # noqa: PLC0415 - numpy loads late

        if not self._present:
            log.debug("no device: sound %d is dropped", key)
            return
        samples = self._store.samples(sound)
        if samples is not None:
            self._ask(Play(at_ms, samples, key))

    def cut(self, fade_ms: Millis) -> None:
        """Fade what sounds, forget what was to come."""
        from kiosk.sound.desk import Cut  # noqa: PLC0415 - numpy loads late
        from kiosk.sound.samples import frames  # noqa: PLC0415

        self._ask(Cut(frames(fade_ms)))

    def set_volume(self, volume: int) -> None:
        """Set the volume."""
        from kiosk.sound.desk import Gain  # noqa: PLC0415 - numpy loads late

        self._gain = gain_of(volume)
        self._ask(Gain(self._gain))

    def close(self) -> None:
        """Fall silent and let go of the device."""
        self._closing.set()
        self._present = False
        if self._keeper is not None:
            self._keeper.join(self._patience.errand + 1)
        if self._engine is not None and any(errand.under_way for errand in self._stuck):
            self._engine.abandon()

    def _ask(self, request: Request) -> None:
        if self._present:
            self._desk_to_use().ask(request)

    def _desk_to_use(self) -> Desk:
        """Return the desk, made by whoever comes first: the keeper, or a sound asked for early."""
        from kiosk.sound.desk import Desk  # noqa: PLC0415 - numpy loads late

        with self._lock:
            if self._desk is None:
                self._desk = Desk(monotonic_ms, self._gain)
            return self._desk

    def _keep(self) -> None:
        """Open the device, watch it, and begin again when it goes away, until `close`."""
        try:
            while not self._closing.is_set():
                self._serve()
                self._closing.wait(self._patience.retry)
        except Exception:
            log.exception("the keeper of the loudspeaker fails")
            self._lose(missing(self._device))

    def _serve(self) -> None:
        """Open the device and stay until it goes away."""
        try:
            desk, opened = self._open()
        except NoSoundError as error:
            self._lose(str(error))
            return
        try:
            why = self._watch(desk, opened)
            if not self._closing.is_set():
                log.warning("the loudspeaker is lost: %s", why)
                self._lose(missing(self._device))
        finally:
            try:
                self._errand(opened.close)
            except NoSoundError as error:
                log.warning("the loudspeaker does not close: %s", error)

    def _open(self) -> tuple[Desk, Opened]:
        if any(errand.under_way and errand.name == "open" for errand in self._stuck):
            raise NoSoundError(missing(self._device))
        if self._engine is None:
            from kiosk.sound.portaudio import PortAudio  # noqa: PLC0415 - loads late

            self._engine = PortAudio()
        engine = self._engine
        again, self._tried = self._tried, True
        # What is stuck still uses the library: then it cannot be started anew, and the old list
        # of devices must do.
        if again and not any(errand.under_way for errand in self._stuck):
            self._errand(engine.rescan)
        desk = self._desk_to_use()
        opened = self._errand(
            lambda: engine.open(self._device, self._latency_ms, desk.fill),
            name="open",
            undo=lambda late: late.close(),
        )
        self._present = not self._closing.is_set()
        return desk, opened

    def _watch(self, desk: Desk, opened: Opened) -> str:
        """Return why the device is lost, once it is."""
        patience = self._patience
        opened_ms = monotonic_ms()
        starved: deque[tuple[float, int]] = deque()
        while not self._closing.wait(patience.look):
            while desk.notes:
                note = desk.notes.popleft()
                log.log(note.level, note.text)
            if desk.failure is not None:
                log.error("the mixer fails", exc_info=desk.failure)
                return "the mixer fails"
            if not opened.alive:
                return "the device has stopped"
            now_ms = monotonic_ms()
            quiet_s = (now_ms - max(desk.asked_ms, opened_ms)) / 1000
            if quiet_s > (patience.silent if desk.settled else patience.begin):
                return "the device asks for nothing"
            starved.append((now_ms, desk.starved))
            while now_ms - starved[0][0] > STORM_S * 1000:
                starved.popleft()
            if desk.starved - starved[0][1] > STORM:
                return "the device starves again and again"
            if desk.settled and self._notice:
                log.info("the loudspeaker is back")
                self._notice = ""
        return "closed"

    def _lose(self, notice: str) -> None:
        """Say that there is no sound, and drop what was to be heard."""
        with self._lock:
            self._present = False
            self._desk = None
        if self._notice != notice:
            log.warning("%s", notice)
        self._notice = notice

    def _errand(
        self,
        work: Callable[[], Result],
        *,
        name: str = "sound errand",
        undo: Callable[[Result], None] | None = None,
    ) -> Result:
        """Do something that may hang on a thread that can be left behind.

        Raises:
            NoSoundError: It failed, or it hangs; `undo` is then given what comes of it later.
        """
        self._stuck = [errand for errand in self._stuck if errand.under_way]
        errand = Errand(work, name=name, undo=undo)
        if not errand.wait(self._patience.errand):
            self._stuck.append(errand)
            raise NoSoundError(missing(self._device))
        try:
            return errand.result()
        except NoSoundError:
            raise
        except Exception as error:
            log.warning("sound fails: %s", error)
            raise NoSoundError(missing(self._device)) from error
