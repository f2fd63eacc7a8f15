"""Scripts written inline, and what the checker makes of them."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.check.check import Checked, check
from kiosk.plan.chimes import CHIME_MS
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.timing import SayMs
from kiosk.script.model import Script
from kiosk.script.reader import Surroundings
from kiosk.script.source import decode

HEAD = """\
title: Pelvic tilt
summary: Teach your lower back to hold.
kind: strengthen
position: lying on your back
source:
  title: A book
caution: Stop if it hurts.
"""
"""Seven lines that every session needs; `steps:` is then line 8, the first step line 9."""

FIGURES = frozenset({"pelvic-tilt", "supine-knees-bent", "side-bend"})
DOWN = """\
part: Getting down
equipment: mat
caution: Get down slowly.
source:
  title: A leaflet
steps:
  - ready: Get down to the floor.
"""


def around(parts: Mapping[str, str] | None = None, breath_ms: int = 4_000) -> Surroundings:
    texts = {"get-down": DOWN, **(parts or {})}

    def resolve(name: str):
        return decode(f"shared/{name}.yaml", texts[name].encode()) if name in texts else None

    return Surroundings(FIGURES, frozenset(CHIME_MS), frozenset(texts), resolve, breath_ms)


def checked(
    text: str | bytes, parts: Mapping[str, str] | None = None, say_ms: SayMs = estimate_ms
) -> Checked:
    """Check a whole file."""
    data = text.encode() if isinstance(text, str) else text
    return check("tilt", decode("tilt.yaml", data), around(parts), say_ms)


def checked_steps(
    steps: str, parts: Mapping[str, str] | None = None, say_ms: SayMs = estimate_ms
) -> Checked:
    """Check a session with these steps; the first of them stands on line 9."""
    return checked(f"{HEAD}steps:\n{steps}", parts, say_ms)


def script_of(
    steps: str, parts: Mapping[str, str] | None = None, head: str = HEAD, *, clean: bool = True
) -> Script:
    """A session that is known to be right."""
    got = checked(f"{head}steps:\n{steps}", parts)
    assert got.script is not None, [problem.render() for problem in got.problems]
    assert not clean or not got.problems, [problem.render() for problem in got.problems]
    return got.script


def places(got: Checked) -> list[tuple[str, int, int]]:
    """Where the problems are."""
    return [(p.mark.file, p.mark.line, p.mark.column) for p in got.problems]
