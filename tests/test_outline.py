"""What will happen: each step told once, from when it first begins."""

from __future__ import annotations

from pathlib import Path

from kiosk.files import card_of, check_file
from kiosk.outline import about
from kiosk.plan.build import build
from kiosk.plan.model import Plan
from kiosk.plan.timing import Timing
from kiosk.station import About
from sessions import write_session

STEPS = """\
steps:
  - ready: Lie down. Take your time.
    for: 10s
  - repeat: 3
    name: Press
    steps:
      - hold: 5s
        say: Press down.
      - rest: 2s
        say: Let go.
  - sides: [left, right]
    steps:
      - hold: 20s
        say: Reach over your <side> side.
      - rest: 12s
        say: Rest on that side.
"""


def say_ms(text: str) -> int:
    return 100 * len(text)


def told(folder: Path, steps: str = STEPS) -> About:
    path = write_session(folder, "one", steps)
    checked = check_file(path, 4_000)
    script = checked.script
    assert script is not None, checked.problems
    timing = Timing(script, say_ms, "en", 4_000)
    return about(script, card_of(script, checked.total_ms, checked.highest_ms), timing)


def test_rounds_are_folded_both_sides_told_once_and_only_the_first_sentence(
    tmp_path: Path,
) -> None:
    assert [(item.text, item.detail) for item in told(tmp_path).items] == [
        ("Lie down.", ""),
        ("Press", "5 s, 3 times"),
        ("Reach over your left side.", "20 s, each side"),
        ("Rest on that side.", "12 s, each side"),
    ]


def test_each_step_stands_where_the_plan_begins_it(tmp_path: Path) -> None:
    page = told(tmp_path)
    checked = check_file(tmp_path / "one.yaml", 4_000)
    assert checked.script is not None
    plan = build(checked.script, say_ms, language="en", breath_ms=4_000)
    assert isinstance(plan, Plan)
    begins = [segment.start_ms for segment in plan.segments]
    for item in page.items:
        nearest = min(begins, key=lambda ms: abs(ms - item.start_ms))
        assert abs(nearest - item.start_ms) <= 1, (item, begins)
    assert [item.start_ms for item in page.items] == sorted(item.start_ms for item in page.items)
