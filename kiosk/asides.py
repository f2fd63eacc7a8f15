"""What is said in a session and is not of its plan: an answer, a notice, between two cues.

A cue is never talked over as long as there is a gap that holds the sentence. Where none comes for
a while, it is said as soon as nothing sounds: whoever asked is not left without an answer.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from kiosk.clips import Clip
from kiosk.plan.model import Plan
from kiosk.player.model import Command, State, View
from kiosk.units import Millis

log = logging.getLogger(__name__)

ANSWER_S: Final = 6.0
"""How long an answer waits for a gap that holds it."""
NOTICE_S: Final = 30.0
"""How long a notice that nobody asked for does."""
_GIVEN_UP_S: Final = 20.0
"""How much longer it waits for any silence."""
_LOOK_S: Final = 0.1
_APART_MS: Final = 250
"""Silence on either side."""
ENDLESS: Final = 3_600_000


class Playing(Protocol):
    """A session that plays: see `kiosk.performance.LivePerformance`."""

    @property
    def plan(self) -> Plan:
        """What is being played."""

    def send(self, command: Command) -> None:
        """Ask for something."""

    def view(self) -> View:
        """The moment."""

    def aside(self, sound: Clip | str) -> None:
        """Let something be heard at once."""


def free_ms(view: View, plan: Plan) -> Millis:
    """How long nothing of the plan will be said from now on; 0 while something is."""
    if view.saying or view.state is State.LEAD_IN:
        return 0
    if view.state is not State.PLAYING:
        return ENDLESS
    coming = [cue.at_ms for cue in plan.cues if cue.text and cue.at_ms >= view.position_ms]
    return min(coming) - view.position_ms if coming else ENDLESS


class Asides:
    """Says sentences, one after the other, on a thread that lives as long as there are any.

    Args:
        spoken: Renders a sentence of a language; None where there is no voice.
        begins: Told of each sentence that begins to sound, and how long it does.
    """

    def __init__(
        self,
        spoken: Callable[[str, str], Clip | None],
        begins: Callable[[str, Millis], None] = lambda _text, _ms: None,
    ) -> None:
        self._spoken = spoken
        self._begins = begins
        self._turn = threading.Lock()

    def say(
        self, playing: Playing, sentences: Sequence[tuple[str, str]], patience_s: float = ANSWER_S
    ) -> None:
        """Say sentences, each with its language, in this order; returns at once."""

        def speak() -> None:
            with self._turn:
                for text, language in sentences:
                    self._say(playing, text, language, patience_s)

        threading.Thread(target=speak, name="aside", daemon=True).start()

    def _say(self, playing: Playing, text: str, language: str, patience_s: float) -> None:
        clip = self._spoken(text, language)
        if clip is None:
            return
        pause = threading.Event()
        begun = time.monotonic()
        while not (view := playing.view()).state.over:
            waited_s = time.monotonic() - begun
            needs_ms = clip.duration_ms + 2 * _APART_MS if waited_s < patience_s else 1
            if free_ms(view, playing.plan) >= needs_ms:
                self._begins(text, clip.duration_ms)
                playing.aside(clip)
                pause.wait((clip.duration_ms + _APART_MS) / 1000)
                return
            if waited_s > patience_s + _GIVEN_UP_S:
                log.warning("There was no silence in which to say: %s", text)
                return
            pause.wait(_LOOK_S)
