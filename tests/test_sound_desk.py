"""What is asked for becomes frames only once the device's clock is known."""

import numpy as np

from kiosk.sound.desk import Desk, Play

BLOCK = 1200


def test_a_sound_waits_until_the_device_runs_evenly_and_is_then_in_its_place() -> None:
    clock = [1_000.0]
    desk = Desk(lambda: clock[0], 1.0)
    sound = np.full(480, 0.1, dtype=np.float32)
    desk.ask(Play(3_100, sound, 1))
    heard = []

    def ask() -> None:
        block = np.zeros(BLOCK, dtype=np.float32)
        desk.fill(block, 100.0, starved=False)
        heard.append(block)

    for _ in range(4):  # it swallows its buffer at once, and begins a second later
        ask()
    clock[0] = 2_000.0
    for _ in range(60):
        ask()
        clock[0] += 25
    # The fifth block was asked for at 2,000 ms and is heard at 2,100: one second before the sound.
    frames = np.flatnonzero(np.concatenate(heard))
    assert (frames[0], frames[-1]) == (4 * BLOCK + 48_000, 4 * BLOCK + 48_000 + 479)


def test_a_fault_of_ours_is_silence_and_not_the_end_of_the_stream() -> None:
    desk = Desk(lambda: 0.0, 1.0)
    desk.ask("nonsense")
    desk.ask(Play(0, None, 1))
    out = np.ones(BLOCK, dtype=np.float32)
    desk._clock = None
    desk.fill(out, 100.0, starved=False)
    assert not out.any()
    assert isinstance(desk.failure, AttributeError)


def test_a_sound_due_before_the_device_begins_is_left_out_and_not_heard_a_second_late() -> None:
    clock = [0.0]
    desk = Desk(lambda: clock[0], 1.0)
    desk.ask(Play(50, np.full(480, 0.1, dtype=np.float32), 1))
    block = np.zeros(BLOCK, dtype=np.float32)
    for at_ms in [0, 0, 0, 0, *range(1_000, 2_500, 25)]:
        clock[0] = float(at_ms)
        desk.fill(block, 100.0, starved=False)
        assert not block.any()
    assert "left out" in desk.notes[0].text
