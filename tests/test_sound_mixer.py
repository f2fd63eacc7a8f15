"""The mixer lays every sound to the exact sample and never lets the sum break."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.sound.mixer import LONGEST_BLOCK, Mixer


def tone(length: int, level: float = 0.1) -> np.ndarray:
    return np.full(length, level, dtype=np.float32)


def run(mixer: Mixer, length: int, blocks: list[int], start: int = 0) -> np.ndarray:
    out = np.zeros(length, dtype=np.float32)
    at, turn = 0, 0
    while at < length:
        size = min(blocks[turn % len(blocks)], length - at)
        mixer.fill(out[at : at + size], start + at)
        at, turn = at + size, turn + 1
    return out


def test_a_sound_begins_and_ends_at_its_very_frames() -> None:
    mixer = Mixer()
    mixer.schedule(100, tone(50), 1)
    heard = run(mixer, 300, [64])
    assert np.flatnonzero(heard).tolist() == list(range(100, 150))


@settings(deadline=None)
@given(
    sounds=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 300)), max_size=5),
    blocks=st.lists(st.integers(1, 400), min_size=1, max_size=5),
)
def test_how_the_device_slices_time_changes_no_sample(
    sounds: list[tuple[int, int]],
    blocks: list[int],
) -> None:
    whole, sliced, expected = Mixer(), Mixer(), np.zeros(1000, dtype=np.float32)
    for key, (frame, length) in enumerate(sounds):
        samples = np.linspace(0.01, 0.1, length, dtype=np.float32)
        whole.schedule(frame, samples, key)
        sliced.schedule(frame, samples, key)
        expected[frame : frame + length] += samples[: max(0, 1000 - frame)]
    assert np.array_equal(run(whole, 1000, [1000]), run(sliced, 1000, blocks))
    assert np.allclose(expected, run_again(sounds), atol=1e-6)


def run_again(sounds: list[tuple[int, int]]) -> np.ndarray:
    mixer = Mixer()
    for key, (frame, length) in enumerate(sounds):
        mixer.schedule(frame, np.linspace(0.01, 0.1, length, dtype=np.float32), key)
    return run(mixer, 1000, [128])


def test_what_is_over_is_let_go() -> None:
    mixer = Mixer()
    mixer.schedule(0, tone(10), 1)
    mixer.schedule(0, tone(100), 2)
    run(mixer, 64, [64])
    assert mixer.keys == (2,)


def test_what_lies_in_the_past_is_left_out() -> None:
    mixer = Mixer()
    mixer.schedule(0, np.arange(1, 101, dtype=np.float32) / 1000, 1)
    assert run(mixer, 50, [50], start=60).tolist() == pytest.approx(
        [*(n / 1000 for n in range(61, 101)), *[0.0] * 10],
    )


def test_a_key_laid_again_moves_the_sound() -> None:
    mixer = Mixer()
    mixer.schedule(10, tone(5), 1)
    mixer.schedule(20, tone(5), 1)
    assert np.flatnonzero(run(mixer, 40, [40])).tolist() == list(range(20, 25))


def test_a_cut_fades_what_sounds_and_forgets_what_is_to_come() -> None:
    mixer = Mixer()
    mixer.schedule(0, tone(1000), 1)
    mixer.schedule(500, tone(1000), 2)
    heard = run(mixer, 200, [64])
    mixer.cut(200, 100)
    heard = np.concatenate([heard, run(mixer, 1500, [64], start=200)])
    assert np.all(heard[:200] == np.float32(0.1))
    assert np.all(np.diff(heard[200:301]) < 0), "it goes down without a jump"
    assert np.abs(np.diff(heard[190:320])).max() < 0.0011
    assert not heard[300:].any()
    assert len(mixer) == 0


def test_a_cut_set_for_later_leaves_what_comes_before_it_whole() -> None:
    mixer = Mixer()
    mixer.schedule(0, tone(1000), 1)
    mixer.cut(300, 50)
    heard = run(mixer, 1000, [64])
    assert np.all(heard[:300] == np.float32(0.1))
    assert not heard[350:].any()


def test_a_cut_without_a_fade_is_silent_at_once() -> None:
    mixer = Mixer()
    mixer.schedule(0, tone(1000), 1)
    mixer.cut(300, 0)
    assert np.flatnonzero(run(mixer, 1000, [64]))[-1] == 299


def test_a_cut_once_more_fades_from_where_the_first_had_come() -> None:
    mixer = Mixer()
    mixer.schedule(0, tone(1000), 1)
    mixer.cut(100, 200)
    first = run(mixer, 200, [50])
    mixer.cut(200, 50)
    heard = np.concatenate([first, run(mixer, 300, [50], start=200)])
    assert np.diff(heard[100:]).max() <= 0, "it never gets louder again"
    assert not heard[250:].any()


def test_after_a_cut_the_next_sound_is_heard_whole() -> None:
    mixer = Mixer()
    mixer.schedule(0, tone(1000), 1)
    mixer.cut(100, 10)
    mixer.schedule(200, tone(50), 2)
    heard = run(mixer, 400, [64])
    assert np.flatnonzero(heard)[heard[np.flatnonzero(heard)] > 0][-50:].tolist() == list(
        range(200, 250),
    )


def test_sounds_on_top_of_each_other_are_bent_and_never_broken() -> None:
    mixer = Mixer()
    ramp = np.linspace(0.0, 1.0, 1000, dtype=np.float32)
    for key in range(3):
        mixer.schedule(0, ramp, key)
        mixer.schedule(1000, -ramp, 10 + key)
    heard = run(mixer, 2000, [2000])
    assert np.abs(heard).max() <= 1.0
    assert np.diff(heard[:1000]).min() > -1e-6, "louder stays louder: the limit is soft"
    assert np.abs(np.diff(heard[:1000])).max() < 0.004
    assert np.allclose(heard[:1000], -heard[1000:])
    quiet = ramp * 3 < 0.85
    assert np.allclose(heard[:1000][quiet], 3 * ramp[quiet], atol=1e-6)


def test_a_new_volume_glides_within_one_block() -> None:
    mixer = Mixer(1.0)
    mixer.schedule(0, tone(3000), 1)
    run(mixer, 1000, [1000])
    mixer.set_gain(0.5)
    heard = run(mixer, 2000, [1000], start=1000)
    assert np.abs(np.diff(heard)).max() < 0.001
    assert np.all(heard[1000:] == np.float32(0.05))


def test_a_block_of_any_length_is_filled() -> None:
    mixer = Mixer()
    mixer.schedule(5, tone(3 * LONGEST_BLOCK), 1)
    assert np.count_nonzero(run(mixer, 4 * LONGEST_BLOCK, [4 * LONGEST_BLOCK])) == 3 * LONGEST_BLOCK


def test_silence_is_written_over_whatever_was_there() -> None:
    out = np.ones(64, dtype=np.float32)
    Mixer().fill(out, 0)
    assert not out.any()
