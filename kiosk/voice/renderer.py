"""The kiosk's side of a voice process: it waits with a limit, and never for ever."""

import contextlib
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import kiosk
from kiosk.tone import Tone
from kiosk.voice.engine import (
    EngineError,
    HungError,
    NoEngineError,
    UnknownVoiceError,
    UnspeakableError,
    VoiceInfo,
)
from kiosk.voice.protocol import Fault, Reply, Request, Wish, decode_reply, encode

TIME_LIMIT_S = 10.0
"""For a line, or for the process's greeting: a hundred times what either takes."""

_FAREWELL_S = 0.5


@dataclass(frozen=True, slots=True)
class Identity:
    """Which engine speaks: part of every clip's key."""

    engine: str
    version: str


class _LostError(Exception):
    """The child died."""


class _Child:
    """One run of the process. What has died or hung is not used again."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_environment(),
        )
        self._stdin = _pipe(self._process.stdin)
        self._stdout = _pipe(self._process.stdout)
        self._unread = b""
        self._reading = threading.Lock()
        self.greeting: Reply | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, request: Request) -> None:
        try:
            self._stdin.write(encode(request))
        except (OSError, ValueError) as error:
            raise _LostError from error

    def receive(self, number: int, deadline: float) -> Reply:
        """The reply of a number; whatever else is said before it is not for us."""
        while True:
            try:
                reply = decode_reply(self._line(deadline))
            except (ValueError, TypeError, KeyError):
                continue
            if reply.number == number:
                return reply

    def _line(self, deadline: float) -> bytes:
        with self._reading:
            if self._stdout.closed:
                raise _LostError
            waiter = select.poll()
            waiter.register(self._stdout, select.POLLIN | select.POLLHUP)
            while b"\n" not in self._unread:
                left_ms = int(1000 * (deadline - time.monotonic()))
                if left_ms <= 0 or not waiter.poll(left_ms):
                    raise HungError("The voice does not answer.")
                read = os.read(self._stdout.fileno(), 65536)
                if not read:
                    raise _LostError
                self._unread += read
            line, _, self._unread = self._unread.partition(b"\n")
            return line

    def kill(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.wait()
        self._close_pipes()

    def dismiss(self) -> None:
        """Let it end by itself, or end it."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close_pipes()

    def _close_pipes(self) -> None:
        with contextlib.suppress(OSError):
            self._stdin.close()
        # A thread that still reads sees the end now that the process is gone.
        with self._reading:
            self._stdout.close()


class Renderer:
    """Renders lines with one engine, in a process that is replaced when it dies or hangs.

    Calls other than `close` come from one thread at a time.

    Args:
        engine: A name of `kiosk.voice.worker.ENGINES`.
        command: What to run instead of our own worker; the tests' way to a bad one.
        time_limit_s: How long a line may take.
    """

    def __init__(
        self,
        engine: str,
        command: Sequence[str] | None = None,
        time_limit_s: float = TIME_LIMIT_S,
    ) -> None:
        self.engine = engine
        self._command = [
            *(command or (sys.executable, "-m", "kiosk.voice.worker")),
            *(engine, tempfile.gettempdir()),
        ]
        self._time_limit_s = time_limit_s
        self._child: _Child | None = None
        self._identity: Identity | None = None
        self._lock = threading.Lock()  # over which child there is, held only for moments
        self._closed = False
        self._number = 0

    @property
    def pid(self) -> int | None:
        """The process that runs now, if one does."""
        child = self._child
        return child.pid if child else None

    def start(self) -> None:
        """Have the process begin to warm up; returns at once.

        Raises:
            NoEngineError: It cannot be started at all.
        """
        self._running()

    def identity(self) -> Identity:
        """Which engine speaks. Waits for the greeting the first time.

        Raises:
            NoEngineError: The engine is not on this machine.
            EngineError: The process does not come up.
        """
        if self._identity is None:
            self._greeted(time.monotonic() + self._time_limit_s)
        if self._identity is None:
            raise EngineError("The voice's process gave no name.")
        return self._identity

    def render(
        self,
        *,
        text: str,
        language: str,
        voice: str,
        rate: int,
        into: Path,
        tone: Tone = Tone.PLAIN,
    ) -> None:
        """Have a finished clip put into its place.

        A process that died is replaced and asked once more. One that hung is only replaced: who
        waited that long is better served by another engine.

        Raises:
            EngineError: The line could not be rendered.
            OSError: The clip's place cannot be written.
        """
        request = Request(
            number=self._next_number(),
            wish=Wish.RENDER,
            text=text,
            language=language,
            voice=voice,
            rate=rate,
            tone=tone,
            into=str(into),
        )
        self._ask(request)

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice of this engine.

        Raises:
            EngineError: It cannot be asked.
        """
        reply = self._ask(Request(number=self._next_number(), wish=Wish.VOICES))
        return [VoiceInfo(id=a, name=b, language=c) for a, b, c in reply.voices]

    def sleep(self) -> None:
        """End the process while nothing is asked of it; the next line starts another."""
        self._discard()

    def close(self) -> None:
        """End the process, whatever it does. Safe from any thread, and twice."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child:
            child.dismiss()

    def _ask(self, request: Request) -> Reply:
        for last_chance in (False, True):
            deadline = time.monotonic() + self._time_limit_s
            try:
                child = self._greeted(deadline)
                child.send(request)
                return _judged(child.receive(request.number, deadline))
            except _LostError:
                self._discard()
                if last_chance or self._closed:
                    break
            except HungError as error:
                self._discard()
                raise HungError(
                    f"The voice did not answer within {self._time_limit_s:g} s.",
                ) from error
        raise EngineError("The voice's process ended in the middle of a line.")

    def _greeted(self, deadline: float) -> _Child:
        child = self._running()
        try:
            if child.greeting is None:
                child.greeting = child.receive(0, deadline)
            _judged(child.greeting)
        except (_LostError, NoEngineError):
            self._discard()
            if child.greeting is None:
                raise EngineError("The voice's process does not start.") from None
            raise
        except HungError:
            self._discard()
            raise
        self._identity = Identity(child.greeting.engine, child.greeting.version)
        return child

    def _running(self) -> _Child:
        with self._lock:
            if self._closed:
                raise EngineError("The voice is closed.")
            if self._child is None:
                try:
                    self._child = _Child(self._command)
                except OSError as error:
                    raise NoEngineError(f"The voice's process cannot start: {error}.") from error
            return self._child

    def _discard(self) -> None:
        with self._lock:
            child, self._child = self._child, None
        if child:
            child.kill()

    def _next_number(self) -> int:
        self._number += 1
        return self._number


def _judged(reply: Reply) -> Reply:
    """The reply, or its fault as an exception."""
    match reply.fault:
        case None:
            return reply
        case Fault.NO_ENGINE:
            raise NoEngineError(reply.message)
        case Fault.UNKNOWN_VOICE:
            raise UnknownVoiceError(reply.message)
        case Fault.UNSPEAKABLE:
            raise UnspeakableError(reply.message)
        case Fault.ENGINE:
            raise EngineError(reply.message)
        case Fault.STORAGE:
            raise OSError(reply.errno, reply.message)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise AssertionError("Popen was asked for pipes.")
    return pipe


def _environment() -> dict[str, str]:
    """Ours, so that the child finds this very package, and numpy starts no threads."""
    root = str(Path(kiosk.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}
