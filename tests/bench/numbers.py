"""The arithmetic of the measurements. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

LEAST_MS = 0.001
"""An error below this is not told from none: a sample lasts twenty times as long."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that so large a share of all does not exceed."""
    ordered = sorted(values)
    if not ordered:
        return math.nan
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def paired_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of what was measured in turns, pair by pair."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Spread:
    """How far errors lie from their own median, in ms.

    Attributes:
        offset_ms: The median itself: what the whole path takes.
        missing: How many were not heard at all.
    """

    offset_ms: float
    p50: float
    p99: float
    most: float
    missing: int

    @classmethod
    def of(cls, errors_ms: Sequence[float]) -> Spread:
        heard = [error for error in errors_ms if not math.isnan(error)]
        if not heard:
            return cls(*[math.nan] * 4, len(errors_ms))
        offset = median(heard)
        away = [abs(error - offset) for error in heard]
        return cls(
            offset, median(away), percentile(away, 0.99), max(away), len(errors_ms) - len(heard)
        )

    def times_better(self, other: Spread) -> float:
        """Return how many times larger the other's p99 is."""
        return other.p99 / max(self.p99, LEAST_MS)


def without_drift(errors_ms: Sequence[float], at_ms: Sequence[float]) -> list[float]:
    """Return errors less the straight line through them: what two clocks drift apart by."""
    errors, at = np.array(errors_ms, dtype=float), np.array(at_ms, dtype=float)
    heard = ~np.isnan(errors)
    if heard.sum() < 3:
        return list(errors_ms)
    slope, height = np.polyfit(at[heard], errors[heard], 1)
    return (errors - slope * at - height).tolist()


def stretches(
    samples: np.ndarray, rate: float, *, floor: float = 0.003, silence_ms: float = 150
) -> list[tuple[int, int]]:
    """Return first and last sample of all that sounds, parted by so much silence.

    The floor is a level of the samples themselves, so it finds the beginning of a word as well as
    that of a tone. A gap inside a word is shorter than the silence that parts two.
    """
    loud = np.flatnonzero(np.abs(samples) > floor)
    if not len(loud):
        return []
    parts = np.flatnonzero(np.diff(loud) > silence_ms * rate / 1000)
    firsts = loud[np.concatenate([[0], parts + 1])]
    lasts = loud[np.concatenate([parts, [len(loud) - 1]])]
    return [(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def onset_errors(
    onsets_ms: Sequence[float], due_ms: Sequence[float], near_ms: float
) -> list[float]:
    """Return how late each expected sound was heard; NaN where none is near.

    Both are on one clock up to an offset of less than `near_ms`, which is what all sounds share.
    A sound that was heard belongs to one expected alone: to the nearest, once the shared offset is
    taken off.
    """
    onsets = np.array(onsets_ms, dtype=float)
    due = np.array(due_ms, dtype=float)
    errors = np.full(len(due), math.nan)
    if not len(onsets):
        return errors.tolist()
    first = onsets[np.abs(onsets[:, None] - due).argmin(axis=0)] - due
    offset = float(np.median(first))
    for onset in onsets:
        at = int(np.abs(due + offset - onset).argmin())
        error = onset - due[at]
        if abs(error - offset) >= near_ms:
            continue
        if math.isnan(errors[at]) or abs(error - offset) < abs(errors[at] - offset):
            errors[at] = error
    return errors.tolist()


@dataclass(frozen=True, slots=True)
class Timeline:
    """When each sample of a recording was played, on the clock of its arrivals.

    Attributes:
        start_ms: When the first was.
        ms_a_sample: How long each lasts on that clock.
    """

    start_ms: float
    ms_a_sample: float

    @classmethod
    def of(cls, arrivals: Sequence[tuple[int, float]], rate: float) -> Timeline:
        """Lay a line under the arrivals: samples may come late but never early.

        Args:
            arrivals: Pairs of how many samples had come, and at which ms.
            rate: Samples a second, as the device says itself.
        """
        nominal = 1000 / rate
        prompt: dict[int, tuple[int, float]] = {}
        for count, at_ms in arrivals:
            late = at_ms - count * nominal
            second = int(at_ms // 1000)
            if second not in prompt or late < prompt[second][1]:
                prompt[second] = (count, late)
        points = list(prompt.values())
        if len(points) > 2:
            # The first and the last second are not whole.
            points = points[1:-1]
        counts, lates = np.array(points, dtype=float).T
        if len(points) < 10:
            return cls(float(lates.min()), nominal)
        slope, start = _under(counts, lates)
        return cls(start, nominal + slope)

    def at_ms(self, sample: float) -> float:
        """Return when a sample was played."""
        return self.start_ms + sample * self.ms_a_sample

    def sample_at(self, ms: float) -> int:
        """Return which sample was played at a time."""
        return round((ms - self.start_ms) / self.ms_a_sample)


def _under(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return slope and height at 0 of the line that lies closest below all points.

    It is the edge of their lower hull above the middle.
    """
    hull: list[tuple[float, float]] = []
    for point in zip(x.tolist(), y.tolist(), strict=True):
        while len(hull) > 1 and _turns_down(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    middle = float(x.mean())
    for left, right in pairwise(hull):
        if left[0] <= middle <= right[0]:
            slope = (right[1] - left[1]) / (right[0] - left[0])
            return slope, left[1] - slope * left[0]
    return 0.0, float(y.min())


def _turns_down(
    one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]
) -> bool:
    return (two[0] - one[0]) * (three[1] - one[1]) <= (two[1] - one[1]) * (three[0] - one[0])
