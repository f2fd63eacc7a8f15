"""The chimes last as long as the plan believes, are as loud as each other, and sound apart."""

from itertools import combinations

import numpy as np
import pytest

from kiosk.clips import SAMPLE_RATE
from kiosk.plan.chimes import CHIME_MS, HEARD, Chime
from kiosk.sound.chimes import LEVEL_DBFS, chime, ringing_level


def test_every_chime_has_a_length() -> None:
    assert set(CHIME_MS) == {*map(str, Chime), HEARD}


@pytest.mark.parametrize("name", sorted(CHIME_MS))
def test_a_chime_lasts_exactly_as_long_as_the_plan_says(name: str) -> None:
    assert len(chime(name)) == CHIME_MS[name] * SAMPLE_RATE // 1000


@pytest.mark.parametrize("name", sorted(CHIME_MS))
def test_a_chime_is_as_loud_as_it_should_be_and_leaves_headroom(name: str) -> None:
    level = 20 * np.log10(ringing_level(chime(name)))
    assert level == pytest.approx(LEVEL_DBFS, abs=0.1)
    assert np.abs(chime(name)).max() < 0.7


@pytest.mark.parametrize("name", sorted(CHIME_MS))
def test_a_chime_neither_starts_nor_stops_with_a_click(name: str) -> None:
    sound = chime(name)
    assert abs(sound[0]) < 1e-3
    assert np.abs(sound[-24:]).max() < 2e-3
    assert abs(sound.mean()) < 1e-3


@pytest.mark.parametrize(("one", "other"), list(combinations(Chime, 2)))
def test_no_chime_is_taken_for_another(one: Chime, other: Chime) -> None:
    first, second = (picture(chime(name)) for name in (one, other))
    assert (first * second).sum() / np.sqrt((first**2).sum() * (second**2).sum()) < 0.85


def picture(sound: np.ndarray) -> np.ndarray:
    """Return which pitches ring when: quarter-octave bands by 50 ms."""
    size = SAMPLE_RATE // 20
    padded = np.zeros(26 * size)
    padded[: len(sound)] = sound
    bins = np.abs(np.fft.rfft(padded.reshape(-1, size) * np.hanning(size), axis=1))
    pitches = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    bands = np.digitize(pitches, 200 * 2 ** (np.arange(20) / 4))
    return np.stack([bins[:, bands == band].sum(axis=1) for band in range(20)])


def test_a_chime_is_made_once_and_cannot_be_spoiled() -> None:
    assert chime("bell") is chime("bell")
    with pytest.raises(ValueError, match="read-only"):
        chime("bell")[0] = 1.0


def test_an_unknown_chime_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        chime("gong")
