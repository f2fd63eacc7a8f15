"""The loudspeaker: one stream that never stops while it is awake, and a keeper who sees to that.

    asleep -> start -> opening -> running -> (the device goes away) -> closing -> waiting -> opening
    ... -> sleep -> closing -> asleep

The stream plays silence between sounds, so that HDMI and USB sinks stay awake and do not swallow a
first word. Where nobody is, it sleeps: no device is open, and the keeper waits to be woken. The
keeper is a thread of its own: it opens, watches and closes the device, since any of these may hang
on a device that was pulled out; each is done on a thread that can be left behind.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, TypeVar

from kiosk.language import Later
from kiosk.sound.engine import AUTO, Engine, NoSoundError, Opened, missing
from kiosk.sound.errand import Errand
from kiosk.sound.output import LOUDEST, SOFT, gain_of
from kiosk.sound.patience import Patience
from kiosk.sound.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kiosk.clips import Clip
    from kiosk.sound.desk import Desk, Request
    from kiosk.sound.output import Played
    from kiosk.sound.samples import Samples
    from kiosk.units import Millis

log = logging.getLogger(__name__)
Result = TypeVar("Result")

LATENCY_MS: Millis = 100
"""Long enough that a busy machine does not starve the device."""

STORM = 20
"""So many starvations within `STORM_S` and the device is opened anew."""

STORM_S = 5.0


def monotonic_ms() -> float:
    """Return the clock that all sounds are placed by."""
    return time.monotonic_ns() / 1e6


class Stream:
    """The real `kiosk.sound.output.Loudspeaker`. It is made asleep, which costs nothing."""

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
        self._soft = 1.0
        self._listener: Played | None = None
        self._engine = engine
        self._patience = patience or Patience()
        self._store = Store()
        self._desk: Desk | None = None
        self._present = False
        self._lock = threading.Lock()
        self._notice: Later | str = ""
        self._closing = threading.Event()
        self._awake = threading.Event()
        """Set while it shall be heard, and at the end, so that the keeper sees it."""
        self._leave = threading.Event()
        """Set when the keeper shall not go on with what it does."""
        self._keeper: threading.Thread | None = None
        self._stuck: list[Errand[Any]] = []
        self._tried = False

    @property
    def notice(self) -> str:
        """One sentence while there is no sound, else empty."""
        return str(self._notice)

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
            if not self._awake.is_set() or self._leave.wait(0.02):
                break
        return self.running

    def start(self) -> None:
        """Open the device on a thread of its own; returns at once. Sounds may be asked for."""
        with self._lock:
            if self._awake.is_set() or self._closing.is_set():
                return
            self._present = True
            self._leave.clear()
            self._awake.set()
            if self._keeper is None:
                self._keeper = threading.Thread(target=self._keep, name="loudspeaker", daemon=True)
                self._keeper.start()

    def sleep(self) -> None:
        """Let go of the device on the keeper's thread, and of what was loaded."""
        with self._lock:
            if self._closing.is_set():
                return
            self._present = False
            self._desk = None
            self._notice = ""
            self._awake.clear()
            self._leave.set()
        self._store.load(())

    def load(self, clips: Iterable[Clip]) -> None:
        """Read clips into memory."""
        self._store.load(clips)

    def play(self, sound: Clip | str, at_ms: Millis, key: int) -> None:
        """Let a sound be heard; while there is no device it is dropped, never kept for later."""
        if not self._present:
            log.debug("no device: sound %d is dropped", key)
            return
        from kiosk.sound.desk import Play  # noqa: PLC0415 - numpy loads late

        samples = self._store.samples(sound)
        if samples is not None:
            self._ask(Play(at_ms, samples, key))

    def cut(self, fade_ms: Millis) -> None:
        """Fade what sounds, forget what was to come."""
        if not self._present:
            return
        from kiosk.sound.desk import Cut  # noqa: PLC0415 - numpy loads late
        from kiosk.sound.samples import frames  # noqa: PLC0415

        self._ask(Cut(frames(fade_ms)))

    def set_volume(self, volume: int) -> None:
        """Set the volume."""
        self._gain = gain_of(volume)
        self._ask_for_gain()

    def soften(self, *, softly: bool) -> None:
        """Sound softer while somebody speaks."""
        self._soft = SOFT if softly else 1.0
        self._ask_for_gain()

    def on_played(self, listener: Played | None) -> None:
        """Tell somebody what is played, on the device's thread."""
        self._listener = listener

    def _ask_for_gain(self) -> None:
        if not self._present:
            return
        from kiosk.sound.desk import Gain  # noqa: PLC0415 - numpy loads late

        self._ask(Gain(self._gain * self._soft))

    def _told(self, heard_ms: float, samples: Samples) -> None:
        if self._listener is not None:
            self._listener(heard_ms, samples)

    def close(self) -> None:
        """Fall silent and let go of the device."""
        with self._lock:
            self._closing.set()
            self._present = False
            self._leave.set()
            self._awake.set()
        if self._keeper is not None:
            self._keeper.join(self._patience.errand + 1)
        if self._engine is not None and any(errand.under_way for errand in self._stuck):
            self._engine.abandon()

    def _ask(self, request: Request) -> None:
        desk = self._desk_to_use(only_present=True)
        if desk is not None:
            desk.ask(request)

    def _desk_to_use(self, *, only_present: bool = False) -> Desk | None:
        """Return the desk, made by whoever comes first: the keeper, or a sound asked for early.

        Asleep there is none, and with `only_present` none while the device is away.
        """
        from kiosk.sound.desk import Desk  # noqa: PLC0415 - numpy loads late

        with self._lock:
            if not self._awake.is_set() or (only_present and not self._present):
                return None
            if self._desk is None:
                self._desk = Desk(monotonic_ms, self._gain * self._soft, self._told)
            return self._desk

    def _keep(self) -> None:
        """Open the device, watch it, and begin again when it goes away or is woken anew."""
        try:
            while self._awake.wait() and not self._closing.is_set():
                if self._serve():
                    self._leave.wait(self._patience.retry)
        except Exception:
            log.exception("the keeper of the loudspeaker fails")
            self._lose(missing(self._device), self._desk)

    def _serve(self) -> bool:
        """Open the device and stay; return whether it is lost, rather than to be let go."""
        desk = self._desk_to_use()
        if desk is None:
            return False
        try:
            opened = self._open(desk)
        except NoSoundError as error:
            return self._lose(error.sentence, desk)
        try:
            why = self._watch(desk, opened)
            if not why:
                return False
            log.warning("the loudspeaker is lost: %s", why)
            return self._lose(missing(self._device), desk)
        finally:
            try:
                self._errand(opened.close)
            except NoSoundError as error:
                log.warning("the loudspeaker does not close: %s", error)

    def _open(self, desk: Desk) -> Opened:
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
        opened = self._errand(
            lambda: engine.open(self._device, self._latency_ms, desk.fill),
            name="open",
            undo=lambda late: late.close(),
        )
        with self._lock:
            if self._serves(desk):
                self._present = True
        return opened

    def _serves(self, desk: Desk | None) -> bool:
        """Say whether this desk is still the one in use: not put to sleep, not closed."""
        return self._desk is desk and not self._closing.is_set()

    def _watch(self, desk: Desk, opened: Opened) -> str:
        """Return why the device is lost, once it is; nothing where it is to be let go."""
        patience = self._patience
        opened_ms = monotonic_ms()
        starved: deque[tuple[float, int]] = deque()
        while not self._leave.wait(patience.look) and self._serves(desk):
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
        return ""

    def _lose(self, notice: Later | str, desk: Desk | None) -> bool:
        """Say that there is no sound and drop what was to be heard, unless it is let go anyway."""
        with self._lock:
            if not self._serves(desk):
                return False
            self._present = False
            self._desk = None
            known, self._notice = self._notice, notice
        if known != notice:
            log.warning("%s", notice)
        return True

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
