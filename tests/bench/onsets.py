"""When 60 cues are heard, against the plan: our player, pyttsx3's own say, Kivy's SoundLoader.

The three play one after the other into one null sink while its monitor is recorded. Each error
counts from its own player's median, so what a path takes as a whole is forgiven; what is left is
what a person cannot rely on.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass

from .hearing import Heard, heard, room, tone
from .helpers import CannotMeasureError, Child, Options, say
from .numbers import Spread, onset_errors, stretches, without_drift
from .report import Row, at_least, below

WORD = "now"
"""Short, and it begins at once."""

SPACING_MS = 1_250
"""Enough for the slowest of the three to be done with one before the next."""

NEAR_MS = 600
"""Farther from its place than this, a cue is one of its neighbours or none."""

PLAYERS = {
    "ours": "our player and stream",
    "pyttsx3": "pyttsx3, say and runAndWait",
    "kivy": "Kivy's SoundLoader",
}


@dataclass(frozen=True, slots=True)
class _Turn:
    """One player's turn: when its plan began, and how many cues it began late or skipped."""

    began_ms: float
    late: int


def due_times(count: int) -> list[int]:
    """Return times that are far enough apart, and in step with nothing."""
    chance = random.Random(2)  # noqa: S311 - the same times in every run
    return [1_500 + number * SPACING_MS + chance.randrange(100) for number in range(count)]


def run(options: Options) -> list[Row]:
    due = due_times(options.pick(60, 12))
    config = {
        "due_ms": due,
        "word": WORD,
        "clip": str(tone(options.folder / "beep.wav", 60)),
    }
    turns: dict[str, _Turn] = {}
    with room(options.folder) as server:
        # Kivy's SDL is to find this server, not the ALSA of the machine.
        env = server.env | {"SDL_AUDIODRIVER": "pulseaudio"}
        recorder = server.record(options.folder / "heard.raw")
        for name, player in PLAYERS.items():
            say(f"  {player} ...")
            file = options.folder / f"{name}.log"
            with Child("players", name, json.dumps(config), env=env, log=file) as child:
                try:
                    child.line("ready", 60)
                    child.line("over", due[-1] / 1000 + 60)
                    began = float(child.line("began", 1)[0])
                    turns[name] = _Turn(began, int(child.line("skipped", 1)[0]))
                except CannotMeasureError as error:
                    say(f"  {player} fails: {error} {file.read_text(encoding='utf-8')[-500:]}")
        recording = heard(recorder)
    if "ours" not in turns:
        raise CannotMeasureError("Our own player did not play.")
    errors = {name: _errors(recording, turn, due) for name, turn in turns.items()}
    return _rows(errors, turns, due)


def _errors(recording: Heard, turn: _Turn, due: list[int]) -> list[float]:
    """Return how far a player's onsets lie from their places."""
    recording = recording.near(turn.began_ms, turn.began_ms + due[-1])
    first, samples = recording.between(turn.began_ms + 900, turn.began_ms + due[-1] + 1_500)
    onsets = [
        recording.timeline.at_ms(first + begin) - turn.began_ms
        for begin, _ in stretches(samples, recording.rate)
    ]
    return onset_errors(onsets, due, NEAR_MS)


def _rows(errors: dict[str, list[float]], turns: dict[str, _Turn], due: list[int]) -> list[Row]:
    rows: list[Row] = []
    spreads = {name: Spread.of(each) for name, each in errors.items()}
    mine = spreads["ours"]
    for name, spread in spreads.items():
        late = "skipped" if name == "ours" else "begun late since the one before was not over"
        note = (
            f"p50 {spread.p50:.3f} ms, max {spread.most:.3f} ms, {spread.missing} not heard; p99 "
            f"{Spread.of(without_drift(errors[name], due)).p99:.3f} ms less the drift of clocks; "
            f"heard {spread.offset_ms:.0f} ms after the plan as a whole; {turns[name].late} {late}"
        )
        what = f"{PLAYERS[name]}: p99 of the error"
        if name == "ours":
            whole = spread.missing == 0
            row = below(what, spread.p99, 1.0, "ms", note)
            rows.append(
                row if whole else Row(what, spread.p99, "ms", row.aim, met=False, note=note)
            )
        else:
            rows.append(Row(what, spread.p99, "ms", note=note))
    rows += [
        at_least(f"times better than {PLAYERS[name]}", mine.times_better(spread), 50)
        for name, spread in spreads.items()
        if name != "ours"
    ]
    return rows
