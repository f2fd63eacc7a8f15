"""How many scripts are checked in a second, beside how many PyYAML's C loader merely parses."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import yaml

from kiosk.check.check import check
from kiosk.files import read_file, surroundings
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.timing import BREATH_MS
from kiosk.script.reader import Surroundings
from kiosk.script.source import Source, decode

from .helpers import SESSIONS, CannotMeasureError, Options, shipped
from .numbers import paired_ratio
from .report import Row, at_least

THIRD = 1 / 3


@dataclass(frozen=True, slots=True)
class _Script:
    """A script in memory, and the parts that it includes, as often as it does."""

    name: str
    data: bytes
    text: str
    parts: tuple[str, ...]


def run(options: Options) -> list[Row]:
    parts = {path.stem: path.read_bytes() for path in (SESSIONS / "shared").glob("*.yaml")}
    around = surroundings(SESSIONS, BREATH_MS)
    scripts = [_script(path, around, parts) for path in shipped()]

    def resolve(name: str) -> Source | None:
        return decode(f"{name}.yaml", parts[name]) if name in parts else None

    around = replace(around, resolve=resolve)

    def checks() -> None:
        for script in scripts:
            source = decode(f"{script.name}.yaml", script.data)
            if check(script.name, source, around, estimate_ms).script is None:
                raise CannotMeasureError(f"{script.name} does not check.")

    def loads() -> None:
        for script in scripts:
            yaml.load(script.text, yaml.CSafeLoader)

    def loads_parts() -> None:
        for script in scripts:
            for text in (script.text, *script.parts):
                yaml.load(text, yaml.CSafeLoader)

    def parses() -> None:
        for script in scripts:
            for _ in yaml.parse(script.text, yaml.CSafeLoader):
                pass

    laps = _laps([checks, loads, loads_parts, parses], options.pick(25, 5))
    checked, loaded, loaded_parts, parsed = laps
    rate = [len(scripts) / median(times) for times in laps]
    included = sum(len(script.parts) for script in scripts)
    read_too = f"{len(scripts)} scripts that include {included} parts, which are checked with them"
    return [
        Row("scripts checked", rate[0], "a second", note=read_too),
        Row("the same texts loaded by PyYAML's C loader", rate[2], "a second", note="with parts"),
        at_least(
            "rate of checking beside loading the same texts",
            paired_ratio(loaded_parts, checked),
            THIRD,
        ),
        Row(
            "the same, beside loading the scripts without their parts",
            paired_ratio(loaded, checked),
            note="what the checker reads of the parts counts for nothing here",
        ),
        Row(
            "the same, beside bare parse events without their parts",
            paired_ratio(parsed, checked),
            note=f"{rate[3]:,.0f} a second",
        ),
    ]


def _laps(works: Sequence[Callable[[], None]], rounds: int) -> list[list[float]]:
    """Time each in turn, over and over, after a first time that does not count."""
    for work in works:
        work()
    laps: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, times in zip(works, laps, strict=True):
            times.append(_timed(work))
    return laps


def _script(path: Path, around: Surroundings, parts: dict[str, bytes]) -> _Script:
    used: list[str] = []

    def resolve(name: str) -> Source | None:
        if name not in parts:
            return None
        used.append(parts[name].decode())
        return decode(f"{name}.yaml", parts[name])

    data = read_file(path)
    check(path.stem, decode(path.name, data), replace(around, resolve=resolve), estimate_ms)
    return _Script(path.stem, data, data.decode(), tuple(used))


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
