"""Start-up with ten thousand sessions, beside eleven; the index was made by an earlier start."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from kiosk.library import Library
from kiosk.plan.timing import BREATH_MS

from .helpers import CannotMeasureError, Child, Options, copies, display, say, settings_file
from .numbers import paired_ratio
from .report import Row, at_most
from .screen import Shown, opened, settle

FEW = 11
LIKE = 1.1
"""Like: within what two starts of the same differ by."""


@dataclass(slots=True)
class _Place:
    """A folder of sessions, and what was measured of it."""

    count: int
    settings: Path
    first_s: float
    again_s: float
    shown: list[Shown]
    rest_s: float = 0.0
    gap_ms: float = 0.0


def run(options: Options) -> list[Row]:
    places = [_place(options, count) for count in (FEW, options.pick(10_000, 1_000))]
    few, lots = places
    with display() as shown:
        # Nobody listens: a device that is not there costs no time.
        env = dict(os.environ) | shown
        for number in range(options.pick(7, 3) + 1):
            say(f"  start {number} ...")
            for place in places:
                with _child(options, place, env) as child:
                    one = opened(child)
                if number:
                    place.shown.append(one)
        for place in places:
            say(f"  {place.count} sessions after the start ...")
            with _child(options, place, env, "watch") as child:
                opened(child)
                place.rest_s = settle(child.pid, 120)
                child.tell("gap")
                place.gap_ms = float(child.line("gap", 60)[0])
    walls = [[one.wall_ms for one in place.shown] for place in places]
    cpus = [[one.cpu_ms for one in place.shown] for place in places]
    return [
        at_most(
            f"start to a tappable home with {lots.count:,} sessions, beside {FEW}",
            paired_ratio(walls[1], walls[0]),
            LIKE,
            note=f"{median(walls[1]):.0f} ms, {median(walls[0]):.0f} ms with {FEW}; medians of "
            f"{len(walls[0])} pairs in turn",
        ),
        at_most(
            "the same in processor time",
            paired_ratio(cpus[1], cpus[0]),
            LIKE,
            note=f"{median(cpus[1]):.0f} ms, {median(cpus[0]):.0f} ms with {FEW}",
        ),
        Row(
            f"{lots.count:,} sessions: the longest that home took no touch after it was shown",
            lots.gap_ms,
            "ms",
            note=f"{few.gap_ms:.0f} ms with {FEW}; while files are looked at and speech is made",
        ),
        Row(
            f"{lots.count:,} sessions: from home shown until all is looked at and warm",
            lots.rest_s,
            "s",
            note=f"{few.rest_s:.0f} s with {FEW}; in the background, first warming included",
        ),
        Row(
            f"{lots.count:,} sessions: the first look at all files ever",
            lots.first_s,
            "s",
            note=f"{lots.first_s * 1000 / lots.count:.2f} ms a file",
        ),
        Row(f"{lots.count:,} sessions: a later look at all files", lots.again_s, "s"),
    ]


def _child(options: Options, place: _Place, env: dict[str, str], *more: str) -> Child:
    return Child("windows", "home", str(place.settings), *more, env=env, log=options.folder / "log")


def _place(options: Options, count: int) -> _Place:
    """Fill a folder, and look at it once so that the index is there."""
    say(f"  {count} sessions, looked at for the first time ...")
    folder, cache = options.folder / f"{count}" / "sessions", options.folder / f"{count}" / "cache"
    copies(folder, count)
    laps = []
    for _ in range(2):
        library = Library((folder,), cache, BREATH_MS)
        began = time.perf_counter()
        library.scan()
        laps.append(time.perf_counter() - began)
        if len(library.cards()) != count:
            raise CannotMeasureError(f"Of {count} sessions {len(library.cards())} can be shown.")
    settings = settings_file(
        options.folder / f"{count}" / "settings.toml", folder=folder, cache=cache
    )
    return _Place(count, settings, *laps, shown=[])
