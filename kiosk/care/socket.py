"""The local socket of a running kiosk: other commands ask it, since it alone has the ledger open.

A Unix socket in the data folder, for the kiosk's own user only. A request is one line of JSON, and
so is each answer: any number of ``{"row": ...}``, then ``{"answer": ...}`` or ``{"error": ...}``.
What may be asked is in `kiosk.care.enquiry`; nothing there changes a dose. A client that sends
rubbish, too much, or nothing at all costs the kiosk one short-lived thread and no more.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiosk import catalogues
from kiosk.language import N_, _, current
from kiosk.ledger.states import LedgerError

if TYPE_CHECKING:
    from kiosk.care.desk import Desk

log = logging.getLogger(__name__)

NAME: Final = "kiosk.sock"
LONGEST_ADDRESS: Final = 100
"""Bytes; the kernel takes 107."""
MOST_BYTES: Final = 8192
"""A longer request is none."""
MOST_CLIENTS: Final = 8
REQUEST_WITHIN_S: Final = 10.0
SEND_WITHIN_S: Final = 10.0
QUICK_S: Final = 20.0
SLOW_S: Final = 900.0
_SLOW: Final = frozenset({"ledger-verify", "ledger-backup"})
_CREDENTIALS: Final = struct.Struct("3i")


class NobodyError(Exception):
    """No kiosk listens."""


class SilentError(Exception):
    """A kiosk listens and does not answer; the text is one sentence."""


def address(data: Path) -> Path | None:
    """Where the socket of a data folder is; None where no path is short enough for one.

    Args:
        data: The data folder. Where its own path is too long, the user's runtime folder is taken.
    """
    path = data.absolute() / NAME
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        return path
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if not runtime.startswith("/"):
        return None
    of = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
    path = Path(runtime) / f"groundwork-{of}.sock"
    return path if len(os.fsencode(path)) <= LONGEST_ADDRESS else None


class Server:
    """Answers the commands beside a running kiosk.

    Args:
        desk: Whom it asks in turn.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._path = address(desk.data)
        self._listener: socket.socket | None = None
        self._inode: tuple[int, int] | None = None
        self._clients: set[socket.socket] = set()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Listen. Where that cannot be, the kiosk goes on without, and the log says why."""
        if self._path is None:
            log.warning("No socket for other commands: the data folder's path is too long.")
            return
        try:
            self._listener = self._bound(self._path)
        except OSError as error:
            log.warning("No socket for other commands at %s: %s.", self._path, error)
            return
        if self._listener is None:
            log.warning("Another kiosk answers at %s already.", self._path)
            return
        threading.Thread(target=self._accept, name="socket", daemon=True).start()

    def _bound(self, path: Path) -> socket.socket | None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with contextlib.suppress(FileNotFoundError):
                if stat.S_ISSOCK(path.lstat().st_mode):
                    if _listens(path):
                        listener.close()
                        return None
                    path.unlink()  # left behind by a kiosk that was killed
            listener.bind(str(path))
            # Nobody can connect before `listen`: by then the file is the owner's alone.
            path.chmod(0o600)
            found = path.stat()
            self._inode = (found.st_dev, found.st_ino)
            listener.listen(MOST_CLIENTS)
        except OSError:
            listener.close()
            raise
        return listener

    def close(self) -> None:
        """Stop answering, and take the socket away."""
        listener, self._listener = self._listener, None
        if listener is None or self._path is None:
            return
        with contextlib.suppress(OSError):
            found = self._path.stat()
            if (found.st_dev, found.st_ino) == self._inode:
                self._path.unlink()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while (listener := self._listener) is not None:
            try:
                client, _address = listener.accept()
            except OSError:
                if self._listener is None:
                    return
                time.sleep(0.1)  # out of descriptors, perhaps: it must not spin
                continue
            with self._lock:
                full = len(self._clients) >= MOST_CLIENTS
                if not full:
                    self._clients.add(client)
            if full or not _ours(client):
                self._let_go(client)
                continue
            threading.Thread(target=self._serve, args=(client,), name="asked", daemon=True).start()

    def _let_go(self, client: socket.socket) -> None:
        with self._lock:
            self._clients.discard(client)
        client.close()

    def _serve(self, client: socket.socket) -> None:
        try:
            waiting = bytearray()
            while (line := _line(client, waiting)) is not None:
                for part in self._answers(line):
                    client.settimeout(SEND_WITHIN_S)
                    client.sendall(json.dumps(part, ensure_ascii=False).encode() + b"\n")
        except (OSError, ValueError) as error:
            log.debug("A command went away: %s", error)
        finally:
            self._let_go(client)

    def _answers(self, line: bytes) -> Iterator[dict[str, Any]]:
        from kiosk.care.enquiry import EnquiryError, answers  # noqa: PLC0415 -- once one asks

        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            yield {"error": _("A request is one JSON object in a line.")}
            return
        if not isinstance(request, dict):
            request = {}
        with _in_the_language_of(request):
            try:
                yield from answers(self._desk, request)
            except EnquiryError as error:
                yield {"error": str(error)}
            except LedgerError as error:
                yield {"error": error.sentence}
            except OSError:
                raise
            except Exception:
                log.exception("A request could not be answered.")
                yield {"error": _("The kiosk could not answer; its log says why.")}


@contextlib.contextmanager
def _in_the_language_of(request: Mapping[str, Any]) -> Iterator[None]:
    """Who asks is answered in their language, whatever the screen is shown in meanwhile."""
    tag = request.get("language")
    if not isinstance(tag, str) or tag in {"", current()}:
        yield
        return
    with catalogues.aside(tag):
        yield


def ask(data: Path, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Ask the kiosk that has a data folder open; yield the parts of its answer.

    Raises:
        NobodyError: None listens.
        SilentError: One does, and gives no answer.
    """
    path = address(data)
    if path is None:
        raise NobodyError
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with client:
        client.settimeout(SLOW_S if request.get("ask") in _SLOW else QUICK_S)
        try:
            client.connect(str(path))
        except OSError as error:
            if isinstance(error, TimeoutError | BlockingIOError):
                raise SilentError(_(_SILENT)) from None
            raise NobodyError from None
        ended = False
        try:
            client.sendall(json.dumps(dict(request)).encode() + b"\n")
            with client.makefile("rb") as lines:
                for line in lines:
                    part = json.loads(line)
                    ended = "row" not in part
                    yield part
                    if ended:
                        return
        except (OSError, ValueError):
            raise SilentError(_(_SILENT)) from None
        if not ended:
            raise SilentError(_(_SILENT))


_SILENT: Final = N_(
    "A kiosk runs here and has the record of doses open, but it does not answer. "
    "Try again; if that does not help, start it anew."
)


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except OSError:
            return True  # it is there, and too busy to take us in
        return True


def _ours(client: socket.socket) -> bool:
    """Whether it is the kiosk's own user, or root, who asks."""
    raw = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _pid, user, _group = _CREDENTIALS.unpack(raw)
    return user in {0, os.geteuid()}


def _line(client: socket.socket, waiting: bytearray) -> bytes | None:
    """The next request; None where there is none, or it is too long or too slow."""
    until = time.monotonic() + REQUEST_WITHIN_S
    while b"\n" not in waiting:
        left = until - time.monotonic()
        if left <= 0 or len(waiting) > MOST_BYTES:
            return None
        client.settimeout(left)
        got = client.recv(MOST_BYTES)
        if not got:
            return None
        waiting += got
    line, _end, rest = bytes(waiting).partition(b"\n")
    waiting[:] = rest
    return line if len(line) <= MOST_BYTES else None
