"""Small sessions for tests of what comes after the script."""

from __future__ import annotations

from pathlib import Path

HEAD = """\
title: {title}
summary: A short one.
kind: {kind}
position: lying on your back
source:
  title: Made for a test
caution:
  - Come out of it if it hurts.
"""

SHORT = """\
steps:
  - hold: 2s
    say: Press down.
"""

WAITING = """\
steps:
  - wait: Tap when you lie down.
    at most: 20s
  - hold: 2s
    say: Press down.
"""

MASSAGE = """\
steps:
  - massage: [ql left]
    say: Sit beside it.
    onto: Lower yourself onto it.
    ease off: Come off it.
"""


def write_session(
    folder: Path,
    name: str,
    steps: str = SHORT,
    *,
    title: str | None = None,
    kind: str = "strengthen",
) -> Path:
    """Write a session that checks clean, unless the steps say otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(HEAD.format(title=title or name, kind=kind) + steps, encoding="utf-8")
    return path
