"""`kiosk render`: the file is what the plan says, to the sample."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from kiosk.clips import SAMPLE_RATE
from kiosk.files import check_file
from kiosk.preparing import Prepared, prepare, speech_of
from kiosk.render import render
from kiosk.settings import Settings
from sessions import write_session

STEPS = """\
steps:
  - wait: Tap when you lie down.
  - repeat: 3
    steps:
      - hold: 5s
        say: Press the small of your back into the floor.
        again: Press.
      - rest: 6s
        say: Let go, and breathe.
  - sides: [left, right]
    steps:
      - hold: 5s
        say: Look to the <side>.
"""


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Prepared, np.ndarray]:
    folder = tmp_path_factory.mktemp("render")
    checked = check_file(write_session(folder, "one", STEPS), 4_000)
    assert checked.script is not None, checked.problems
    settings = Settings(cache=folder)
    speech = speech_of(settings)
    try:
        prepared = prepare(checked.script, settings, speech)
        assert not speech.notice
    finally:
        speech.close()
    assert isinstance(prepared, Prepared)
    path = folder / "one.wav"
    render(prepared.plan, prepared.clips, path, volume=100)
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, SAMPLE_RATE)
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return prepared, samples


def at(ms: int) -> int:
    return ms * SAMPLE_RATE // 1000


def test_the_file_is_as_long_as_the_plan(rendered: tuple[Prepared, np.ndarray]) -> None:
    prepared, samples = rendered
    assert len(samples) == at(prepared.plan.total_ms)


def test_every_cue_is_heard_from_its_millisecond_on(
    rendered: tuple[Prepared, np.ndarray],
) -> None:
    prepared, samples = rendered
    assert len(prepared.plan.cues) > 30
    for cue in prepared.plan.cues:
        heard = np.abs(samples[at(cue.at_ms) : at(cue.end_ms)]).max()
        assert heard > 1_000, f"{cue} is not heard"
        first = np.flatnonzero(np.abs(samples[at(cue.at_ms) : at(cue.end_ms)]) > 100)[0]
        assert first < at(30), f"{cue} begins {first / 48:.1f} ms late"


def test_between_the_cues_there_is_silence(rendered: tuple[Prepared, np.ndarray]) -> None:
    prepared, samples = rendered
    silent = samples.copy()
    for cue in prepared.plan.cues:
        silent[at(cue.at_ms) : at(cue.end_ms) + 1] = 0
    assert not silent.any()


def test_no_sample_is_clipped(rendered: tuple[Prepared, np.ndarray]) -> None:
    _, samples = rendered
    assert int(np.abs(samples.astype(np.int32)).max()) < 32_767


def test_what_cannot_be_written_leaves_nothing_behind(
    rendered: tuple[Prepared, np.ndarray], tmp_path: Path
) -> None:
    prepared, _ = rendered
    with pytest.raises(OSError, match=r"No such file|Not a directory"):
        render(prepared.plan, prepared.clips, tmp_path / "none" / "x.wav", volume=100)
    assert list(tmp_path.iterdir()) == []
