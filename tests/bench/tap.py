"""From the tap that starts a session to its first word, with speech rendered before and not.

Measured on the kiosk itself, its real voice and its real stream, into a null sink whose monitor is
recorded. A plan begins with a short silence before its first word, so both are told: when the plan
began and when the word was heard.
"""

from __future__ import annotations

import json
from statistics import median

import numpy as np

from kiosk.plan.timing import FIRST_MS

from .hearing import heard, room
from .helpers import CannotMeasureError, Child, Options, shipped
from .numbers import stretches
from .report import Row, below

COLD_S, WARM_S = 1.0, 0.2
Tap = dict[str, float]


def run(options: Options) -> list[Row]:
    rounds = options.pick(3, 1)
    names = [path.stem for path in shipped()]
    taps: dict[str, list[Tap]] = {"cold": [], "warm": []}
    with room(options.folder) as server:
        for number in range(rounds):
            config = {"cache": str(options.folder / f"cache-{number}"), "names": names}
            recorder = server.record(options.folder / f"heard-{number}.raw")
            log = options.folder / "tapping.log"
            came: list[tuple[str, Tap]] = []
            with Child("tapping", json.dumps(config), env=server.env, log=log) as child:
                while (words := child.line("tapped", 120))[0] != "none":
                    came.append((words[0], json.loads(" ".join(words[1:]))))
            recording = heard(recorder)
            for which, tap in came:
                _, samples = recording.between(tap["tap_ms"], tap["first_ms"] + 400)
                tap["heard_ms"] = tap["tap_ms"] + _first(samples, recording.rate)
                taps[which].append(tap)
    if not taps["cold"] or not taps["warm"]:
        raise CannotMeasureError("No session began.")
    return [
        *_rows("cold", taps["cold"], COLD_S, len(taps["cold"]) // rounds),
        *_rows("warm", taps["warm"], WARM_S, len(taps["warm"]) // rounds),
    ]


def _first(samples: np.ndarray, rate: float) -> float:
    """Return after how many ms it is first not silent."""
    found = stretches(samples, rate)
    return found[0][0] * 1000 / rate if found else float("nan")


def _rows(which: str, taps: list[Tap], limit_s: float, sessions: int) -> list[Row]:
    def since_tap(moment: str, less_ms: float = 0) -> list[float]:
        return [(tap[moment] - tap["tap_ms"] - less_ms) / 1000 for tap in taps]

    def spread(values: list[float]) -> str:
        return f"from {min(values):.3f} to {max(values):.3f} s"

    bare, word, start = (
        since_tap("first_ms", FIRST_MS),
        since_tap("first_ms"),
        since_tap("start_ms"),
    )
    listened = since_tap("heard_ms")
    most = max(taps, key=lambda tap: tap["start_ms"] - tap["tap_ms"])
    lines = [tap["lines"] for tap in taps]
    how = f"{sessions} sessions in turn; {min(lines):.0f} to {max(lines):.0f} lines rendered"
    entry = f"the plan's own silence of {FIRST_MS} ms before its first word"
    return [
        below(
            f"{which} cache: tap to first word, without the entry, median",
            median(bare),
            limit_s,
            "s",
            f"{entry} taken off; {spread(bare)}; {how}",
        ),
        below(
            f"{which} cache: the same, the slowest session",
            max(bare),
            limit_s,
            "s",
            f"{most['lines']:.0f} lines rendered",
        ),
        Row(
            f"{which} cache: tap to the plan's start, median",
            median(start),
            "s",
            note=spread(start),
        ),
        below(
            f"{which} cache: tap to first word as planned, entry and all, median",
            median(word),
            limit_s,
            "s",
            spread(word),
        ),
        Row(
            f"{which} cache: tap to first word at the monitor, median",
            median(listened),
            "s",
            note=spread(listened),
        ),
    ]
