"""Home beside a bare Kivy window: how soon it can be tapped, and what it costs to stand there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from kiosk.library import Library
from kiosk.plan.timing import BREATH_MS

from .hearing import room
from .helpers import (
    SESSIONS,
    CannotMeasureError,
    Child,
    Options,
    cpu_s,
    display,
    memory_mb,
    offspring,
    say,
    settings_file,
    wait_s,
)
from .numbers import paired_ratio
from .report import Row, at_most
from .telling import now_ms

START, IDLE, MEMORY_MB = 1.25, 0.3, 40.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A window's first frame.

    Attributes:
        wall_ms: Since its process was asked for.
        cpu_ms: The processor time it had used by then.
    """

    wall_ms: float
    cpu_ms: float


def opened(child: Child) -> Shown:
    """Wait for a window's first frame."""
    at_ms, cpu = child.line("shown", 60)
    return Shown(float(at_ms) - child.began_ms, float(cpu) * 1000)


def settle(pid: int, seconds: float) -> float:
    """Wait until a process and its children rest, and return how long that took, in s."""
    began, calm = now_ms(), 0
    while calm < 3 and now_ms() - began < seconds * 1000:
        before = _all_cpu_s(pid)
        wait_s(1)
        calm = calm + 1 if _all_cpu_s(pid) - before < 0.06 else 0
    return (now_ms() - began) / 1000 - 3


def _all_cpu_s(pid: int) -> float:
    total = 0.0
    for one in [pid, *offspring(pid)]:
        # A child may be gone by now.
        with contextlib.suppress(OSError):
            total += cpu_s(one)
    return total


def run(options: Options) -> list[Row]:
    cache = options.folder / "cache"
    settings = settings_file(options.folder / "settings.toml", folder=SESSIONS, cache=cache)
    # As after any earlier start: without its index home would open with no cards on it.
    Library((SESSIONS,), cache, BREATH_MS).scan()
    try:
        home = {"KIVY_HOME": str(options.folder / "kivy")}
        (options.folder / "kivy").mkdir()
        silence = _silence(options.folder)
        with display() as mine, display() as theirs, room(options.folder) as server:
            sound = {
                name: value
                for name, value in server.env.items()
                if name.startswith(("PULSE", "ALSA"))
            }
            env = [dict(os.environ) | silence | home | shown for shown in (mine, theirs)]
            return [
                *_starts(options, settings, env),
                *_standing(options, settings, env, sound),
            ]
    except OSError as error:
        raise CannotMeasureError(f"A process could not be watched: {error}.") from error


def _silence(folder: Path) -> dict[str, str]:
    """Return an environment without a loudspeaker, whatever this machine has."""
    file = folder / "nowhere.conf"
    file.write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n", "utf-8")
    return {"PULSE_SERVER": f"unix:{folder}/nowhere", "ALSA_CONFIG_PATH": str(file)}


def _starts(options: Options, settings: Path, env: Sequence[dict[str, str]]) -> list[Row]:
    kinds = {"home": ("home", str(settings)), "bare": ("bare",), "hello": ("hello",)}
    first: dict[str, list[Shown]] = {kind: [] for kind in kinds}
    for number in range(options.pick(9, 3) + 1):
        say(f"  start {number} ...")
        for kind, args in kinds.items():
            with Child("windows", *args, env=env[0], log=options.folder / "log") as child:
                shown = opened(child)
            # The first of each fills the caches of the disk.
            if number:
                first[kind].append(shown)
    walls = {kind: [one.wall_ms for one in each] for kind, each in first.items()}
    cpus = {kind: [one.cpu_ms for one in each] for kind, each in first.items()}
    return [
        at_most(
            "cold start to a tappable home, beside a bare window's first frame",
            paired_ratio(walls["home"], walls["bare"]),
            START,
            note=f"{median(walls['home']):.0f} ms with all cards, {median(walls['bare']):.0f} ms "
            f"bare; medians of {len(walls['bare'])} pairs in turn, from the start of the process",
        ),
        at_most(
            "the same in processor time",
            paired_ratio(cpus["home"], cpus["bare"]),
            START,
            note=f"{median(cpus['home']):.0f} ms, {median(cpus['bare']):.0f} ms bare",
        ),
        Row(
            "the same, beside one line of text with Kivy's own settings",
            paired_ratio(walls["home"], walls["hello"]),
            note=f"{median(walls['hello']):.0f} ms; processor time {median(cpus['hello']):.0f} ms",
        ),
    ]


@dataclass(slots=True)
class _Stand:
    """A window that stands there.

    Attributes:
        percent: Of a core, one number for each stretch of time.
        voice: The same of the processes it started.
        rss: Its resident memory in MB.
        pss: The same, what it shares with others split among them.
        voice_rss, voice_pss: Those of the processes it started.
    """

    child: Child
    percent: list[float] = field(default_factory=list)
    voice: list[float] = field(default_factory=list)
    rss: float = 0.0
    pss: float = 0.0
    voice_rss: float = 0.0
    voice_pss: float = 0.0

    def used_s(self) -> tuple[float, float]:
        pid = self.child.pid
        return cpu_s(pid), _all_cpu_s(pid) - cpu_s(pid)

    def weigh(self) -> None:
        self.rss, self.pss = memory_mb(self.child.pid)
        for pid in offspring(self.child.pid):
            # One that has just ended has none.
            with contextlib.suppress(OSError):
                rss, pss = memory_mb(pid)
                self.voice_rss += rss
                self.voice_pss += pss


def _stand(
    options: Options, windows: dict[str, tuple[tuple[str, ...], dict[str, str]]]
) -> dict[str, _Stand]:
    """Let windows stand side by side, each on its display, and note what they cost."""
    with ExitStack() as stack:
        stands = {
            name: _Stand(
                stack.enter_context(Child("windows", *args, env=env, log=options.folder / "log"))
            )
            for name, (args, env) in windows.items()
        }
        for stand in stands.values():
            opened(stand.child)
        for stand in stands.values():
            settle(stand.child.pid, 90)
        for _ in range(options.pick(3, 1)):
            began = now_ms()
            before = {name: stand.used_s() for name, stand in stands.items()}
            wait_s(options.pick(20, 6))
            took = (now_ms() - began) / 1000
            for name, stand in stands.items():
                mine, voices = stand.used_s()
                stand.percent.append((mine - before[name][0]) / took * 100)
                stand.voice.append((voices - before[name][1]) / took * 100)
        for stand in stands.values():
            stand.weigh()
        return stands


def _standing(
    options: Options, settings: Path, env: Sequence[dict[str, str]], sound: dict[str, str]
) -> list[Row]:
    """Return what home costs beside a bare window, with a loudspeaker and without."""
    args = ("home", str(settings))
    # As after any earlier start: its speech was rendered then.
    say("  a first time, until all speech is rendered ...")
    with Child("windows", *args, env=env[0], log=options.folder / "log") as child:
        opened(child)
        settle(child.pid, 90)
    say("  standing, with a loudspeaker ...")
    loud = _stand(options, {"home": (args, env[0] | sound), "bare": (("bare",), env[1])})
    say("  standing, without ...")
    mute = _stand(options, {"home": (args, env[0]), "bare": (("bare",), env[1])})
    home, bare = loud["home"], loud["bare"]

    def ratio(stands: dict[str, _Stand], *, voice: bool = False) -> float:
        extra = stands["home"].voice if voice else [0.0] * len(stands["home"].percent)
        ours = [one + more for one, more in zip(stands["home"].percent, extra, strict=True)]
        return paired_ratio(ours, [max(share, 0.01) for share in stands["bare"].percent])

    def shares(stands: dict[str, _Stand]) -> str:
        return (
            f"{median(stands['home'].percent):.2f} % of a core, "
            f"{median(stands['bare'].percent):.2f} % bare, over the same time"
        )

    return [
        at_most(
            "processor of the idle home, its loudspeaker asleep, beside a bare window",
            ratio(loud),
            IDLE,
            note=f"{shares(loud)}; with the voice's process {ratio(loud, voice=True):.2f}",
        ),
        at_most(
            "the same on a machine with no loudspeaker: the screen itself",
            ratio(mute),
            IDLE,
            note=f"{shares(mute)}; with the voice's process {ratio(mute, voice=True):.2f}",
        ),
        at_most(
            "resident memory of home, more than a bare window's",
            home.rss - bare.rss,
            MEMORY_MB,
            "MB",
            f"{home.rss:.0f} MB, {bare.rss:.0f} MB bare; its speech warmed, its loudspeaker asleep",
        ),
        Row(
            "the same as shares (PSS)",
            home.pss - bare.pss,
            "MB",
            note=f"{home.pss:.0f} MB, {bare.pss:.0f} MB bare; with the voice's process "
            f"{home.pss + home.voice_pss - bare.pss:.0f} MB more",
        ),
        Row(
            "the voice's process, beside it",
            home.voice_rss,
            "MB",
            note=f"PSS {home.voice_pss:.0f} MB",
        ),
    ]
