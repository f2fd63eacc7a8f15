"""The screen while a session plays: its frames, its processor time, and memory over thousands."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path
from statistics import median

from .helpers import Child, Options, cpu_s, display, say, wait_s
from .numbers import paired_ratio, percentile
from .report import Row, at_most, below
from .screen import opened, settle
from .telling import now_ms

FRAME_MS = 1000 / 60
BLOCK_MS = 4.0
"""No more than this on the screen's thread while a session plays."""
GROWTH_MB = 8.0
"""What 1,800 sessions may add to the memory that 200 have left."""
MOVING = ("reps", "hold")


def run(options: Options) -> list[Row]:
    with display() as mine, display() as theirs:
        home = {"KIVY_HOME": str(options.folder)}
        envs = [dict(os.environ) | home | shown for shown in (mine, theirs)]
        return [
            *_frames(options, envs[0]),
            *_phases(options, envs[0]),
            *_standing(options, envs),
            *_memory(options, envs[0]),
        ]


def _child(options: Options, what: str, env: dict[str, str], **config: object) -> Child:
    wanted = json.dumps({"folder": str(_folder(options, what)), **config})
    return Child("playing", what, wanted, env=env, log=options.folder / "log")


def _folder(options: Options, what: str) -> Path:
    folder = options.folder / what
    folder.mkdir(exist_ok=True)
    return folder


def _frames(options: Options, env: dict[str, str]) -> list[Row]:
    """Return what the frames of a moving figure take, in life's own time."""
    say("  frames of a session ...")
    seconds = options.pick(30, 6)
    with _child(
        options, "frames", env, names=["side-bends"], kinds=MOVING, ms=seconds * 1000
    ) as child:
        python, drawn, _worst = json.loads(" ".join(child.line("frames", 120 + seconds)))
    gaps = [after - before for before, after in pairwise(drawn)]
    late = sum(gap > 1.5 * FRAME_MS for gap in gaps)
    return [
        Row(
            "Python of a frame of a session with a moving figure, median",
            median(python),
            "ms",
            note=f"of {len(python)} frames in {seconds} s; drawing not counted",
        ),
        below("the same, 99th percentile", percentile(python, 0.99), BLOCK_MS, "ms"),
        Row(
            "frames shown more than half a frame late",
            100 * late / max(1, len(gaps)),
            "%",
            note=f"{late} of {len(gaps)}, {len(drawn) / seconds:.0f} a second, drawn by software",
        ),
    ]


def _phases(options: Options, env: dict[str, str]) -> list[Row]:
    """Return the longest that any frame held the screen's thread in whole sessions."""
    say("  whole sessions, fast ...")
    names = ["pelvic-tilt", "head-to-knee", "desk-break"][: options.pick(3, 1)]
    with _child(options, "phases", env, names=names, speed=10) as child:
        python, _drawn, worst = json.loads(" ".join(child.line("frames", 400)))
    over = sum(took > BLOCK_MS for took in python)
    longest = ", ".join(f"{took:.1f} ms in {what}" for took, what in reversed(worst))
    return [
        below(
            "the longest that one frame's Python held the screen's thread in whole sessions",
            max(python),
            BLOCK_MS,
            "ms",
            f"{over} of {len(python)} frames over {BLOCK_MS:.0f} ms, sessions ten times as fast as "
            f"life; the longest: {longest}",
        )
    ]


def _standing(options: Options, envs: list[dict[str, str]]) -> list[Row]:
    """Return the processor time of each page beside a bare window's over the same time."""
    rows = []
    for page in ("home", "rest", "session"):
        say(f"  standing: {page} ...")
        with (
            _child(options, "stand", envs[0], page=page) as ours,
            Child("windows", "bare", env=envs[1], log=options.folder / "log") as bare,
        ):
            opened(ours)
            opened(bare)
            settle(bare.pid, 20)
            if page != "session":
                settle(ours.pid, 30)
            shares: list[tuple[float, float]] = []
            for _ in range(options.pick(3, 1)):
                began, before = now_ms(), (cpu_s(ours.pid), cpu_s(bare.pid))
                wait_s(options.pick(15, 5))
                took = (now_ms() - began) / 1000
                after = cpu_s(ours.pid), cpu_s(bare.pid)
                shares.append(
                    tuple(100 * (b - a) / took for a, b in zip(before, after, strict=True))
                )
        own, theirs = [one for one, _ in shares], [max(other, 0.01) for _, other in shares]
        note = f"{median(own):.2f} % of a core, {median(theirs):.2f} % bare, over the same time"
        name = f"processor of {page}, beside a bare idle Kivy window"
        ratio = paired_ratio(own, theirs)
        if page == "session":
            rows.append(Row(name, ratio, note=note + "; sixty frames a second drawn by software"))
        else:
            rows.append(at_most(name, ratio, 0.35, note=note))
    return rows


def _memory(options: Options, env: dict[str, str]) -> list[Row]:
    """Return how much more memory is held after thousands of sessions than after the first."""
    count, each = options.pick(2_000, 200), options.pick(200, 50)
    say(f"  {count} sessions started and stopped ...")
    config = {"names": ["pelvic-tilt", "walk", "side-bends"], "count": count, "each": each}
    env = env | {"SCREEN_SIZE": "800x480", "SDL_VIDEODRIVER": "offscreen"}
    held = []
    with _child(options, "cycles", env, speed=5, **config) as child:
        for _ in range(count // each):
            number, rss, threads = child.line("held", 600)
            held.append((int(number), float(rss), int(threads)))
            say(f"    after {number}: {float(rss):.1f} MB, {threads} threads")
    first, last = held[0], held[-1]
    return [
        at_most(
            f"memory after {last[0]:,} sessions, more than after {first[0]}",
            last[1] - first[1],
            GROWTH_MB,
            "MB",
            f"{first[1]:.1f} MB, then {last[1]:.1f} MB; {first[2]}, then {last[2]} threads",
        )
    ]
