"""How many times faster than life the player walks a plan of two hours."""

from __future__ import annotations

import time
from statistics import median

from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan, Refusal
from kiosk.player.fake import Rehearsal
from kiosk.player.machine import Player
from kiosk.player.model import Command, Sound, State
from kiosk.script.reader import Surroundings, read
from kiosk.script.source import Source
from kiosk.units import HOUR

from .helpers import CannotMeasureError, Options
from .report import Row

ROUND = """\
title: Two hours
summary: As long as a session may be.
kind: strengthen
position: lying on your back
source:
  title: Made for a measurement
caution:
  - Stop if it hurts.
steps:
  - repeat: {rounds}
    steps:
      - repeat: 8
        steps:
          - hold: 10s
            say: Press the small of your back into the floor.
            again: Press.
            prompts:
              half: Halfway.
          - rest: 2 breaths
            say: Let go, and breathe.
"""


def run(options: Options) -> list[Row]:
    plan = _plan()
    laps, effects = [], 0
    for _ in range(options.pick(7, 3)):
        began = time.perf_counter()
        rehearsal = Rehearsal(Player(plan))
        rehearsal.ask(Command.START, 0)
        done = rehearsal.play_out()
        laps.append(time.perf_counter() - began)
        effects = len(done)
        if rehearsal.player.state is not State.DONE:
            raise CannotMeasureError("The player did not come to the end of its plan.")
        sounds = sum(isinstance(effect, Sound) for effect in done)
    seconds = median(laps)
    length = f"{plan.total_ms / HOUR:.2f} h, {len(plan.cues)} cues, {effects} effects"
    return [
        Row(
            "a plan of two hours, times faster than life",
            plan.total_ms / 1000 / seconds,
            note=f"{length}, {sounds} sounds: {seconds * 1000:.0f} ms",
        ),
        Row("the player's time for a cue", seconds * 1e6 / len(plan.cues), "µs"),
    ]


def _plan() -> Plan:
    """Return the longest plan below two hours."""
    return _of(int(20 * 2 * HOUR / _of(20).total_ms))


def _of(rounds: int) -> Plan:
    source = Source("two-hours.yaml", ROUND.format(rounds=rounds))
    reading = read("two-hours", source, Surroundings(figures=frozenset(), chimes=frozenset()))
    if reading.script is None:
        raise CannotMeasureError(reading.problems[0].one_line())
    plan = build(reading.script, estimate_ms)
    if isinstance(plan, Refusal):
        raise CannotMeasureError(plan.reason)
    return plan
