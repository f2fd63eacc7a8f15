"""Nobody is listened to on a terminal without being shown it."""

from __future__ import annotations

import io
from typing import Self

import pytest
from rich.console import Console

from kiosk.screen.fake import FakePerformance, sample_plan
from kiosk.station import Ears
from kiosk.terminal import face
from kiosk.terminal.face import LISTENING, NOT_LISTENING, draw, play


class Keys:
    """A keyboard that nobody touches."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        """Nothing to undo."""

    def read(self, _seconds: float) -> None:
        """Nothing was pressed."""


def shown(*moments: Ears | None) -> list[str]:
    """What a file says of the ears, that a session is played into."""
    left = list(moments)
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(face, "keyboard", Keys)
        patch.setattr(face, "Console", lambda **_options: Console(file=out))
        play(
            FakePerformance(sample_plan()),
            interrupted=lambda: not left,
            ears=lambda: left.pop(0),
        )
    return [line for line in out.getvalue().splitlines() if "listening" in line]


def test_a_file_tells_when_it_listens_what_it_heard_and_when_no_longer():
    lit = Ears(listening=True)
    assert shown(None, Ears(), lit, lit, Ears(listening=True, word="PAUSE"), lit, Ears()) == [
        LISTENING,
        f"{LISTENING}  PAUSE",
        LISTENING,
        NOT_LISTENING,
    ]


def test_where_the_ears_are_off_nothing_is_said_of_them():
    assert shown(None, None, None) == []


def test_a_terminal_shows_the_light_at_every_moment():
    out = io.StringIO()
    performance = FakePerformance(sample_plan())
    Console(file=out, width=80).print(draw(performance.view(), "Pelvic tilt", "", LISTENING))
    assert LISTENING in out.getvalue()
