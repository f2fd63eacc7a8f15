"""From two streams to utterances: echo goes, speech stays, talk is too long to be an order."""

import numpy as np
import pytest

from kiosk.ears.canceller import FRAME, RATE, Canceller
from kiosk.ears.cutting import LONGEST_MS, Cutter, Utterance, decibels
from kiosk.ears.reference import AHEAD_MS, PLAYED_RATE, Reference

RNG = np.random.default_rng(7)


def noise(seconds: float, level: float, rate: int = RATE) -> np.ndarray:
    return (RNG.standard_normal(int(rate * seconds)) * level).astype(np.float32)


def frames(samples: np.ndarray) -> list[np.ndarray]:
    return [samples[at : at + FRAME] for at in range(0, len(samples) - FRAME + 1, FRAME)]


def cut(samples: np.ndarray, *, speech: bool = True) -> list[Utterance]:
    cutter = Cutter(lambda _frame: speech)
    found = [cutter.feed(frame, frame) for frame in frames(samples)]
    return [each for each in found if each is not None]


def said(seconds: float, *, quiet_s: float = 1.0, room: float = 0.0005) -> np.ndarray:
    """A quiet room, somebody speaking for so long, and quiet again."""
    parts = (noise(quiet_s, room), noise(seconds, 0.05), noise(quiet_s, room))
    return np.concatenate(parts)


def test_a_word_in_a_quiet_room_is_one_utterance_with_a_moment_before_and_after_it():
    (only,) = cut(said(0.5))
    assert 0.5 < len(only.samples) / RATE < 1.6


def test_two_words_with_a_breath_between_them_are_one_and_two_apart_are_two():
    gap = noise(0.25, 0.0005)
    long_gap = noise(1.0, 0.0005)
    assert len(cut(np.concatenate((said(0.3)[:-RATE], gap, said(0.3)[RATE:])))) == 1
    assert len(cut(np.concatenate((said(0.3)[:-RATE], long_gap, said(0.3)[RATE:])))) == 2


def test_talk_that_is_longer_than_any_order_is_dropped():
    assert cut(said(LONGEST_MS / 1000 + 1.0)) == []


def test_a_click_is_no_utterance():
    assert cut(said(0.05)) == []


def test_what_does_not_sound_like_speech_is_no_utterance():
    assert cut(said(0.5), speech=False) == []


def test_in_a_loud_room_only_what_stands_out_of_it_counts():
    loud = 0.02
    assert cut(noise(6.0, loud)) == []
    spoken = np.concatenate((noise(6.0, loud), noise(0.5, loud * 5), noise(1.0, loud)))
    assert len(cut(spoken)) == 1


def test_what_the_canceller_may_have_left_of_the_echo_is_nobody():
    cutter = Cutter(lambda _frame: True)
    left, echo = noise(2.0, 0.004), noise(2.0, 0.05)
    fed = [cutter.feed(a, a + b) for a, b in zip(frames(left), frames(echo), strict=True)]
    assert fed == [None] * len(fed)
    assert not cutter.speaking


def test_the_echo_of_what_is_played_goes_and_the_person_stays():
    canceller = Canceller()
    played = noise(12.0, 0.05)
    tail = np.exp(-np.arange(1600) / 300).astype(np.float32)
    room = (RNG.standard_normal(1600) * tail).astype(np.float32)
    room /= np.sqrt((room**2).sum())
    heard = np.convolve(played, room)[: len(played)].astype(np.float32)
    cleaned = [canceller.clean(h, p) for h, p in zip(frames(heard), frames(played), strict=True)]
    late = np.concatenate(cleaned[-200:])
    assert decibels(late) < decibels(heard[-len(late) :]) - 15
    person = noise(0.5, 0.05)
    silence = np.zeros(FRAME, np.float32)
    spoken = np.concatenate([canceller.clean(frame, silence) for frame in frames(person)])
    assert decibels(spoken) == pytest.approx(decibels(person), abs=3)
    canceller.close()
    canceller.close()


# --- the reference


def tone(seconds: float, rate: int) -> np.ndarray:
    at = np.arange(int(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * 440 * at) * (at % 0.1 < 0.05)).astype(np.float32)


def test_what_was_played_is_found_at_the_moment_it_was_heard_whatever_the_blocks():
    reference = Reference()
    played = tone(2.0, PLAYED_RATE)
    at = 0
    for size in (480, 1024, 333, 4096, 2000) * 20:
        block = played[at : at + size]
        if len(block):
            reference.wrote(5_000 + at / 48, block)
        at += size
    expected = tone(2.0, RATE)
    found = np.concatenate([reference.at(5_500 - AHEAD_MS + 10 * k) for k in range(50)])
    assert np.abs(found - expected[8_000 : 8_000 + len(found)]).max() < 0.06


def test_before_anything_was_played_and_after_all_of_it_there_is_silence():
    reference = Reference()
    assert not reference.at(1_000).any()
    reference.wrote(5_000, tone(0.5, PLAYED_RATE))
    assert not reference.at(4_000).any()
    assert not reference.at(9_000).any()


def test_a_device_that_was_opened_anew_begins_anew():
    reference = Reference()
    reference.wrote(5_000, tone(1.0, PLAYED_RATE))
    later = tone(1.0, PLAYED_RATE)
    reference.wrote(60_000, later)
    found = np.concatenate([reference.at(60_100 - AHEAD_MS + 10 * k) for k in range(20)])
    expected = tone(1.0, RATE)[1_600 : 1_600 + len(found)]
    assert np.abs(found - expected).max() < 0.06


def test_a_loudspeaker_that_drifts_from_the_clock_is_followed():
    reference = Reference()
    played = tone(3.0, PLAYED_RATE)
    drift = 1 + 50e-6
    for at in range(0, len(played), 480):
        reference.wrote(5_000 + at / 48 * drift, played[at : at + 480])
    found = reference.at(5_000 + 2_000 * drift - AHEAD_MS)
    expected = tone(3.0, RATE)[32_000 : 32_000 + FRAME]
    assert np.abs(found - expected).max() < 0.15


def test_moments_that_are_told_in_steps_are_followed_on_a_straight_line():
    reference = Reference()
    per_sample = 1e-6
    ramp = (np.arange(PLAYED_RATE * 30) * per_sample / 3).astype(np.float64)
    drift, step_ms = 50e-6, 0.25
    places = []
    for at in range(0, len(ramp), 480):
        at_ms = at / 48
        told_ms = 5_000 + at_ms + drift * at_ms // step_ms * step_ms
        reference.wrote(told_ms, ramp[at : at + 480].astype(np.float32))
        if at_ms > 200:
            places.append(float(reference.at(5_000 + at_ms - 100 - AHEAD_MS)[0]) / per_sample)
    strides = np.diff(places[2_000:])
    # A told step is four samples; told as it is, one stride in 500 would be so much shorter.
    assert np.abs(strides - FRAME * (1 - drift)).max() < 0.3
