"""How soon a pause is heard: in the mix, and at the monitor of a null sink.

The fade itself takes 40 ms. Before it lies the thread that takes the command, and the block of
sound being mixed; behind it lies the sound that the device already holds, which is what
`latency_ms` of the settings says.
"""

from __future__ import annotations

import json
from statistics import median

import numpy as np

from .hearing import Heard, heard, room, tone
from .helpers import CannotMeasureError, Child, Options
from .numbers import percentile
from .report import Row, at_most

FADE_MS = 50
QUIET = 0.0015
FULL = 0.2
"""A tone of 0.27 that has not begun to fade is above this in every millisecond."""


def run(options: Options) -> list[Row]:
    pauses = options.pick(15, 5)
    config = {"pauses": pauses, "clip": str(tone(options.folder / "tone.wav", 8_000))}
    with room(options.folder) as server:
        recorder = server.record(options.folder / "heard.raw")
        with Child(
            "players",
            "pausing",
            json.dumps(config),
            env=server.env,
            log=options.folder / "pausing.log",
        ) as child:
            child.line("ready", 60)
            told = [child.line("paused", 60) for _ in range(pauses)]
            child.line("over", 30)
        recording = heard(recorder)
    asked = [float(words[0]) for words in told]
    mixing = [float(words[1]) - float(words[0]) for words in told]
    ends = [_silence(recording, at_ms) for at_ms in asked]
    silent = [end - at_ms for (_, end), at_ms in zip(ends, asked, strict=True)]
    fades = [end - begin for begin, end in ends]
    behind = [
        begin - at_ms - wait for (begin, _), at_ms, wait in zip(ends, asked, mixing, strict=True)
    ]
    return [
        at_most(
            "the fade as heard, longest",
            max(fades),
            FADE_MS,
            "ms",
            f"median {median(fades):.1f} ms, at the monitor, of {pauses} pauses in mid-sentence",
        ),
        Row(
            "pause to the fade's beginning in the mix, median",
            median(mixing),
            "ms",
            note=f"p90 {percentile(mixing, 0.9):.1f} ms, max {max(mixing):.1f} ms: it waits for "
            "the device's next block",
        ),
        Row(
            "pause to silence in the mix, median",
            median(mixing) + median(fades),
            "ms",
            note=f"max {max(m + f for m, f in zip(mixing, fades, strict=True)):.1f} ms",
        ),
        Row(
            "pause to silence at the monitor, median",
            median(silent),
            "ms",
            note=f"from {min(silent):.0f} to {max(silent):.0f} ms; of it the device and the sound "
            f"server hold {median(behind):.0f} ms",
        ),
    ]


def _silence(recording: Heard, asked_ms: float) -> tuple[float, float]:
    """Return when the tone began to fade after a pause, and when it was silent."""
    first, samples = recording.between(asked_ms - 100, asked_ms + 580)
    size = np.abs(samples)
    loud = np.flatnonzero(size > QUIET)
    if not len(loud) or loud[-1] > len(size) - 480:
        raise CannotMeasureError("After a pause it did not become silent.")
    last = int(loud[-1])
    # The last whole period of the tone at its full height.
    period = int(recording.rate // 1000)
    peaks = np.array([size[at : at + period].max() for at in range(0, last, period)])
    highest = float(np.median(peaks[:40]))
    if highest < FULL:
        raise CannotMeasureError("Nothing was being said when it was paused.")
    full = int(np.flatnonzero(peaks > highest * 0.985)[-1] + 1) * period
    timeline = recording.timeline
    return timeline.at_ms(first + min(full, last)), timeline.at_ms(first + last)
