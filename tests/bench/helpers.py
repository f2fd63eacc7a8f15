"""What several measurements share: this machine, other processes, and the shipped sessions."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import yaml

from .telling import SIZE, now_ms

ROOT = Path(__file__).resolve().parent.parent.parent
SESSIONS = ROOT / "sessions"


@dataclass(frozen=True, slots=True)
class Options:
    """How much to measure, and where there is room for it.

    Attributes:
        quick: Fewer and shorter samples.
        folder: For temporary files.
    """

    quick: bool
    folder: Path

    def pick(self, full: int, quick: int) -> int:
        """Return how many."""
        return quick if self.quick else full


class CannotMeasureError(Exception):
    """Something this machine lacks, in one sentence."""


def say(text: str) -> None:
    """Tell whoever waits what happens now."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def machine() -> dict[str, Any]:
    """Return the facts that numbers depend on."""
    model = platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith(("model name", "Model")):
                model = line.partition(":")[2].strip()
                break
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "load": load(),
    }


def load() -> str:
    """Return how busy the machine is: runnable processes, over 1 and over 5 minutes."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f}, {five:.1f}"


def shipped() -> list[Path]:
    """Return the shipped sessions."""
    return sorted(SESSIONS.glob("*.yaml"))


def session_texts() -> dict[str, str]:
    """Return the text of every shipped session and part, by its path below the folder."""
    paths = [*shipped(), *sorted((SESSIONS / "shared").glob("*.yaml"))]
    return {str(path.relative_to(SESSIONS)): path.read_text(encoding="utf-8") for path in paths}


def copies(folder: Path, count: int) -> None:
    """Fill a folder with so many sessions, the shipped ones over and over, and their parts."""
    folder.mkdir(parents=True)
    shutil.copytree(SESSIONS / "shared", folder / "shared")
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in shipped()]
    titles = [yaml.load(text, yaml.CSafeLoader)["title"] for _, text in texts]
    for number in range(count):
        turn, which = divmod(number, len(texts))
        stem, text = texts[which]
        if turn:
            title = titles[which]
            title = title if isinstance(title, str) else title["en"]
            text = text.replace(title, f"{title} {turn}", 1)
            stem = f"{stem}-{turn}"
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")


def wait_s(seconds: float) -> None:
    """Let time pass."""
    threading.Event().wait(seconds)


class Child:
    """A module of this package run as a process of its own, which prints what it has to say."""

    def __init__(
        self,
        module: str,
        *args: str,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        self._log: IO[bytes] | int = log.open("ab") if log else subprocess.DEVNULL
        self._name = " ".join([module, *args])[:60]
        self._file = log
        self.began_ms = now_ms()
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.{module}", *args],
            cwd=ROOT,
            env=dict(os.environ if env is None else env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            bufsize=1,
        )
        self._lines: list[str] = []
        self._came = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def line(self, begins: str, seconds: float) -> list[str]:
        """Wait for a line that begins so, and return the rest of it in words.

        Raises:
            CannotMeasureError: It did not come.
        """
        end = time.monotonic() + seconds
        with self._came:
            while True:
                for number, line in enumerate(self._lines):
                    if line.split(" ")[0] == begins:
                        del self._lines[number]
                        return line.split(" ")[1:]
                left = end - time.monotonic()
                if self._ended or left <= 0:
                    raise CannotMeasureError(f"{self._name} never said {begins!r}. {self._last()}")
                self._came.wait(left)

    def tell(self, text: str) -> None:
        """Send a line to its standard input."""
        assert self._process.stdin is not None
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def end(self) -> None:
        """Let it go, or make it."""
        with contextlib.suppress(OSError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(8)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join(5)
        if not isinstance(self._log, int):
            self._log.close()

    def _last(self) -> str:
        """Return how it ended, and the last it said on its standard error."""
        text = self._file.read_text(encoding="utf-8", errors="replace") if self._file else ""
        return f"Exit status {self._process.poll()}. {' '.join(text.split())[-400:]}".strip()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._came:
                self._lines.append(line.rstrip("\n"))
                self._came.notify_all()
        with self._came:
            self._ended = True
            self._came.notify_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def cpu_s(pid: int) -> float:
    """Return the processor time that a living process has used."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        # A thread may end meanwhile.
        with contextlib.suppress(OSError):
            total += int((task / "schedstat").read_text(encoding="utf-8").split()[0])
    return total / 1e9


def offspring(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that these have."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            for child in (task / "children").read_text(encoding="utf-8").split():
                found += [int(child), *offspring(int(child))]
    return found


def memory_mb(pid: int) -> tuple[float, float]:
    """Return a process's resident memory, and its share of it (what it holds with others split)."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]:
        name, _, rest = line.partition(":")
        sizes[name] = int(rest.split()[0]) / 1024
    return sizes["Rss"], sizes["Pss"]


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """Run an X server of our own where there is Xvfb, and return what finds it.

    Without Xvfb windows are drawn where nobody sees them.
    """
    if not shutil.which("Xvfb"):
        yield {"SDL_VIDEODRIVER": "offscreen"}
        return
    read, write = os.pipe()
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "+extension", "GLX", "-noreset"],
        pass_fds=[write],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise CannotMeasureError("Xvfb does not start.")
        yield {"DISPLAY": f":{number}"}
    finally:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def settings_file(path: Path, *, folder: Path, cache: Path, extra: Sequence[str] = ()) -> Path:
    """Write settings for a kiosk of our own."""
    path.write_text(
        "\n".join(
            [
                f'[session]\nfolders = ["{folder}"]',
                f'[storage]\ncache = "{cache}"',
                f'[screen]\nwindow = "{SIZE[0]}x{SIZE[1]}"',
                *extra,
                "",
            ]
        ),
        encoding="utf-8",
    )
    return path
