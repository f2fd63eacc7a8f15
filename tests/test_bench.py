"""The measurements' own arithmetic, on made-up numbers; what they measure is for `make bench`."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.bench import report
from tests.bench.numbers import (
    Spread,
    Timeline,
    onset_errors,
    paired_ratio,
    percentile,
    stretches,
    without_drift,
)

RATE = 48_000


def sounding(places_ms: list[float], length_ms: float = 60, total_ms: float = 5_000) -> np.ndarray:
    """Return silence in which a tone begins at each place."""
    samples = np.zeros(int(total_ms * RATE / 1000))
    at = np.arange(int(length_ms * RATE / 1000)) / RATE
    for place in places_ms:
        first = int(place * RATE / 1000)
        samples[first : first + len(at)] = 0.3 * np.cos(2 * np.pi * 1_000 * at)
    return samples


def test_an_onset_is_found_to_the_sample() -> None:
    places = [500.0, 1_750.0, 3_001.0]
    found = stretches(sounding(places), RATE)
    assert [first for first, _ in found] == [24_000, 84_000, 144_048]


def test_a_gap_inside_a_word_begins_no_second_sound() -> None:
    assert len(stretches(sounding([500, 600]), RATE)) == 1
    assert len(stretches(sounding([500, 800]), RATE)) == 2


def test_hiss_below_the_floor_is_silence() -> None:
    hiss = np.random.default_rng(1).normal(0, 0.0005, RATE)
    assert stretches(hiss, RATE) == []
    assert len(stretches(hiss + sounding([200], total_ms=1_000), RATE)) == 1


def test_errors_keep_the_offset_that_all_sounds_share() -> None:
    due = [1_000.0, 2_000.0, 3_000.0, 4_000.0]
    heard = [1_180.0, 2_181.0, 3_179.0, 4_180.0]
    assert onset_errors(heard, due, 400) == [180.0, 181.0, 179.0, 180.0]


def test_a_sound_that_was_not_heard_is_missing_and_takes_no_neighbour() -> None:
    due = [1_000.0, 2_000.0, 3_000.0]
    errors = onset_errors([1_010.0, 3_010.0], due, 400)
    assert math.isnan(errors[1])
    assert [errors[0], errors[2]] == [10.0, 10.0]
    assert all(math.isnan(error) for error in onset_errors([], due, 400))


def test_a_sound_nobody_asked_for_counts_for_none() -> None:
    errors = onset_errors([1_010.0, 1_500.0, 2_010.0], [1_000.0, 2_000.0], 400)
    assert errors == [10.0, 10.0]


def test_a_sound_too_far_from_every_place_counts_for_none() -> None:
    errors = onset_errors([1_010.0, 2_500.0, 3_010.0], [1_000.0, 2_000.0, 3_000.0], 400)
    assert math.isnan(errors[1])


def test_the_spread_is_about_the_median_and_counts_what_is_missing() -> None:
    spread = Spread.of([10.0, 11.0, 10.0, 9.0, 30.0, math.nan])
    assert spread == Spread(offset_ms=10.0, p50=1.0, p99=20.0, most=20.0, missing=1)


def test_no_error_at_all_is_not_endlessly_better() -> None:
    exact, loose = Spread.of([5.0] * 9), Spread.of([5.0] * 8 + [15.0])
    assert exact.times_better(loose) == pytest.approx(10_000)


def test_clocks_that_drift_apart_are_told_from_sounds_out_of_place() -> None:
    due = [float(at) for at in range(0, 60_000, 1_000)]
    drifting = [20.0 + at * 5e-6 for at in due]
    assert Spread.of(drifting).p99 > 0.1
    assert Spread.of(without_drift(drifting, due)).p99 < 1e-6
    one_off = [*drifting[:30], drifting[30] + 5, *drifting[31:]]
    assert Spread.of(without_drift(one_off, due)).p99 > 4
    assert math.isnan(without_drift([math.nan, 1.0, 2.0, 3.0], due[:4])[0])


def test_a_percentile_is_a_value_that_came() -> None:
    values = list(range(1, 61))
    assert percentile(values, 0.99) == 60
    assert percentile(values, 0.5) == 30
    assert math.isnan(percentile([], 0.5))


def test_a_ratio_is_taken_pair_by_pair() -> None:
    # A machine that is busy for one pair is so for both of it.
    assert paired_ratio([2.0, 20.0, 2.2], [1.0, 10.0, 1.0]) == 2.0


def test_late_arrivals_do_not_move_the_clock_of_a_recording() -> None:
    late = np.abs(np.random.default_rng(3).normal(0, 4, 3_000))
    late[::25] = 0
    true_ms = 1000 / RATE * (1 + 30e-6)
    arrivals = [
        (count, 5_000 + count * true_ms + wait)
        for count, wait in zip(range(960, 960 * 3_001, 960), late.tolist(), strict=True)
    ]
    timeline = Timeline.of(arrivals, RATE)
    assert timeline.ms_a_sample == pytest.approx(true_ms, rel=1e-6)
    assert timeline.at_ms(480_000) == pytest.approx(5_000 + 480_000 * true_ms, abs=0.05)
    assert timeline.sample_at(timeline.at_ms(480_000)) == 480_000


def test_a_short_recording_has_the_clock_it_says_it_has() -> None:
    timeline = Timeline.of([(960, 120.0), (1_920, 141.0)], RATE)
    assert timeline.ms_a_sample == 1000 / RATE
    assert timeline.at_ms(0) == pytest.approx(100.0)


def test_the_table_says_what_was_measured_beside_its_aim() -> None:
    rows = [
        report.at_most("start", 1.31, 1.25, note="of nine pairs"),
        report.at_least("rate", 0.5, 1 / 3),
        report.below("error", 0.2345, 1.0, "ms"),
        report.Row("speech", 1_234.5, "s"),
    ]
    lines = [" ".join(line.split()) for line in report.table([("Some", rows)]).splitlines()]
    assert lines == [
        "what measured aim",
        "",
        "Some",
        "start 1.31 at most 1.25 NOT MET",
        "of nine pairs",
        "rate 0.5 at least 0.333 met",
        "error 0.234 ms under 1 ms met",
        "speech 1,234 s",
    ]


def test_what_could_not_be_measured_meets_nothing_and_is_still_json() -> None:
    row = report.below("error", math.nan, 1.0, "ms")
    assert row.verdict == report.MISSED
    data = report.as_data([("Some", [row])], {"cores": 2})
    assert json.loads(json.dumps(data, allow_nan=False))["groups"][0]["rows"][0]["value"] is None
