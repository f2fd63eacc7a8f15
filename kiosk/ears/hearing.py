"""The kiosk's side of the ears: a process that is watched, and replaced when it dies or hangs.

Nothing here waits for it. What is played is handed over by a thread of its own, so that the
loudspeaker's thread only lays it on a queue; when the ears are busy, what is played is dropped and
they hear worse for a moment, which is better than a cue that comes late.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import queue
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import kiosk
from kiosk.ears.protocol import PLAYED, TITLES, News, Reply, decode, message
from kiosk.language import N_, _
from kiosk.orders import Order

if TYPE_CHECKING:
    from kiosk.sound.samples import Samples

log = logging.getLogger(__name__)

SILENT_S: Final = 6.0
"""Ears that say nothing for so long hang: they tell each second that they live."""
LOADING_S: Final = 60.0
"""The recogniser may take so long to load, on a slow card."""
RETRY_S: Final = (2.0, 5.0, 15.0, 60.0)
"""Before each new start; the last one holds for all that follow."""
_QUEUED: Final = 200

NOT_HEARING: Final = N_("I cannot hear you just now. Use the buttons.")
"""Said once, where the ears themselves do not say what is wrong."""
TOO_LOUD: Final = N_("It is too loud here for me to hear you. Use the buttons.")


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that was heard.

    Attributes:
        order: What is asked for.
        title: For `Order.BEGIN`, which session.
        unsure: It may have been a stop: pause and ask.
    """

    order: Order
    title: str = ""
    unsure: bool = False


class Hearing:
    """Listens until it is closed. Every callback comes on a thread of its own.

    Args:
        on_order: An order was heard.
        on_speaking: Somebody begins or ends to speak: what sounds may be lowered.
        on_change: `listening` or `notice` has changed.
        recogniser: Which one, or ``auto``.
        microphone: Which one, or ``auto``.
        language: The language of the orders.
        command: What to run instead of our own worker; the tests' way to a bad one.
    """

    def __init__(
        self,
        on_order: Callable[[Asked], None],
        on_speaking: Callable[[bool], None] = lambda _speaking: None,
        on_change: Callable[[], None] = lambda: None,
        *,
        recogniser: str = "auto",
        microphone: str = "auto",
        language: str = "en",
        command: Sequence[str] | None = None,
        silent_s: float = SILENT_S,
        retry_s: Sequence[float] = RETRY_S,
    ) -> None:
        self._on_order = on_order
        self._on_speaking = on_speaking
        self._on_change = on_change
        self._command = command or (
            *(sys.executable, "-m", "kiosk.ears.worker"),
            *(recogniser, microphone, language),
        )
        self._silent_s = silent_s
        self._retry_s = tuple(retry_s)
        self._titles: tuple[str, ...] = ()
        self._outbox: queue.Queue[bytes] = queue.Queue(_QUEUED)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._listening = False
        self._notice = self._about = ""
        self._recogniser = ""
        self._language = language
        self._thread = threading.Thread(target=self._keep, name="hearing", daemon=True)

    def start(self) -> None:
        """Begin to listen; returns at once."""
        self._thread.start()

    @property
    def listening(self) -> bool:
        """Whether a microphone is open and orders are heard."""
        return self._listening

    @property
    def notice(self) -> str:
        """What does not work, in a sentence of the language in force; else empty."""
        return _(self._notice).format(name=self._about) if self._about else _(self._notice)

    @property
    def loud(self) -> bool:
        """Whether the room is too loud to be heard in."""
        return self._notice == TOO_LOUD

    @property
    def recogniser(self) -> str:
        """Which recogniser listens; empty until one does."""
        return self._recogniser

    @property
    def language(self) -> str:
        """The language it understands: the one asked for, or what there is a recogniser for."""
        return self._language

    def played(self, heard_ms: float, samples: Samples) -> None:
        """Take a block that the loudspeaker plays, heard from `heard_ms` on; costs microseconds."""
        if self._listening:
            body = (samples * 32767).astype("<i2").tobytes()
            with contextlib.suppress(queue.Full):
                self._outbox.put_nowait(message(PLAYED, heard_ms, body))

    def offer(self, titles: Sequence[str]) -> None:
        """Say which sessions may be begun by voice now."""
        self._titles = tuple(titles)
        self._send_titles()

    def close(self) -> None:
        """Stop listening. Safe to call twice."""
        self._closing.set()
        self._end_child()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=2.0)

    def _send_titles(self) -> None:
        with contextlib.suppress(queue.Full):
            self._outbox.put_nowait(message(TITLES, 0.0, json.dumps(self._titles).encode()))

    def _keep(self) -> None:
        failures = 0
        while not self._closing.is_set():
            try:
                heard_well = self._serve()
            except Exception:
                # Who closes takes the pipe away while it is read.
                if not self._closing.is_set():
                    log.exception("The ears fail.")
                heard_well = False
            finally:
                self._end_child()
            # Whoever was speaking just then is not heard to the end: what sounds comes back.
            self._on_speaking(False)  # noqa: FBT003
            if self._closing.is_set():
                return
            failures = 0 if heard_well else failures + 1
            why = "" if self.loud else self._notice
            self._set(listening=False, notice=why or NOT_HEARING, about=self._about)
            self._closing.wait(self._retry_s[min(failures, len(self._retry_s) - 1)])

    def _serve(self) -> bool:
        """Run the process to its end; return whether it ever listened."""
        with self._lock:
            if self._closing.is_set():
                return True
            child = self._child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=_environment(),
            )
        self._outbox = queue.Queue(_QUEUED)
        self._send_titles()
        threading.Thread(
            target=self._post, args=(child, self._outbox), name="hearing-post", daemon=True
        ).start()
        listened = False
        limit_s = LOADING_S
        unread = b""
        if child.stdout is None:
            raise AssertionError("Popen was asked for pipes.")
        waiter = select.poll()
        waiter.register(child.stdout, select.POLLIN | select.POLLHUP)
        while not self._closing.is_set():
            if not waiter.poll(int(limit_s * 1000)):
                log.warning("The ears hang, and are started anew.")
                return listened
            read = os.read(child.stdout.fileno(), 65536)
            if not read:
                return listened
            unread += read
            while b"\n" in unread:
                line, unread = unread.split(b"\n", 1)
                try:
                    reply = decode(line)
                except (ValueError, TypeError, KeyError):
                    continue  # not ours: something in the process prints
                limit_s = self._silent_s
                listened = listened or reply.news is News.HEARS
                self._take(reply)
        return listened

    def _take(self, reply: Reply) -> None:
        match reply.news:
            case News.READY:
                self._recogniser = reply.text
                self._language = reply.title or self._language
                log.info("The ears understand by %s.", reply.text)
            case News.BROKEN | News.DEAF:
                self._on_speaking(False)  # noqa: FBT003
                self._set(listening=False, notice=reply.text, about=reply.title)
            case News.HEARS | News.CALM:
                self._set(listening=True, notice="")
            case News.LOUD:
                self._set(listening=True, notice=TOO_LOUD)
            case News.SPEAKING | News.QUIET:
                self._on_speaking(reply.news is News.SPEAKING)
            case News.ORDER:
                self._on_speaking(False)  # noqa: FBT003
                self._order(Asked(Order(reply.text), reply.title, reply.unsure))
            case News.ALIVE:
                pass

    def _order(self, asked: Asked) -> None:
        try:
            self._on_order(asked)
        except Exception:
            # One order that goes wrong must not take the next with it, which may be a stop.
            log.exception("The order %s went wrong.", asked.order)

    def _set(self, *, listening: bool, notice: str, about: str = "") -> None:
        if (listening, notice, about) != (self._listening, self._notice, self._about):
            self._listening, self._notice, self._about = listening, notice, about
            self._on_change()

    def _post(self, child: subprocess.Popen[bytes], outbox: queue.Queue[bytes]) -> None:
        """Hand over what is played; its own thread, since a busy child takes its time."""
        if child.stdin is None:
            return
        with contextlib.suppress(OSError, ValueError):
            while child.poll() is None and not self._closing.is_set():
                with contextlib.suppress(queue.Empty):
                    child.stdin.write(outbox.get(timeout=0.5))

    def _end_child(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()


def _environment() -> dict[str, str]:
    """Ours, so that the child finds this very package, and its libraries start no threads."""
    root = str(Path(kiosk.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
