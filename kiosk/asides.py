"""What is said in a session and is not of its plan: an answer, a notice, between two cues.

A cue is never talked over as long as there is a gap that holds the sentence. Where none comes for
a while, it is said as soon as nothing sounds: whoever asked is not left without an answer. One
thing is said at a time, whoever says it, and an answer comes before a notice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

from kiosk.clips import Clip
from kiosk.plan.model import Plan
from kiosk.player.model import Command, State, View
from kiosk.units import Millis

log = logging.getLogger(__name__)

WORD_STAYS_S: Final = 2.5
"""How long the word of what was heard, or done by a button, stays on the screen."""
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

Sentence: TypeAlias = tuple[str | Callable[[], str], str]
"""What is said, or what makes it at the moment it is said; and its language."""
Begins: TypeAlias = Callable[[str, Millis], None]
"""Told of a sentence that begins to sound, and how long it does."""


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


@dataclass(slots=True)
class _Aside:
    """Sentences that belong together."""

    playing: Playing
    sentences: deque[Sentence]
    patience_s: float
    begins: Begins
    held: bool
    begun_s: float = field(default_factory=time.monotonic)
    started: bool = False
    text: str = ""
    clip: Clip | None = None


class Asides:
    """Says sentences, one after the other, on a thread that lives as long as there are any.

    Args:
        spoken: Renders a sentence of a language; None where there is no voice.
    """

    def __init__(self, spoken: Callable[[str, str], Clip | None]) -> None:
        self._spoken = spoken
        self._waiting: list[_Aside] = []
        self._lock = threading.Lock()
        self._speaks = False
        """Whether the thread lives."""

    def say(
        self,
        playing: Playing,
        sentences: Sequence[Sentence],
        patience_s: float = ANSWER_S,
        *,
        begins: Begins = lambda _text, _ms: None,
        held: bool = False,
    ) -> None:
        """Say sentences in this order; returns at once.

        Args:
            playing: The session to say them in.
            sentences: What is said.
            patience_s: How long each waits for a gap that holds it.
            begins: Told of each.
            held: Whether they are for a pause: once it is over, nobody wants the rest of them.
        """
        aside = _Aside(playing, deque(sentences), patience_s, begins, held)
        with self._lock:
            self._waiting.append(aside)
            if not self._speaks:
                self._speaks = True
                threading.Thread(target=self._speak, name="aside", daemon=True).start()

    def _speak(self) -> None:
        pause = threading.Event()
        while True:
            with self._lock:
                self._waiting = [each for each in self._waiting if each.sentences]
                # What was begun is said to its end; then whoever waits least comes first.
                waiting = sorted(
                    self._waiting, key=lambda each: (not each.started, each.patience_s)
                )
                if not waiting:
                    self._speaks = False
                    return
            try:
                waits_s = next(filter(None, map(self._say_one_of, waiting)), _LOOK_S)
            except Exception:
                log.exception("Something could not be said beside the plan.")
                waiting[0].sentences.clear()
                continue
            pause.wait(waits_s)

    def _say_one_of(self, aside: _Aside) -> float:
        """Say the next sentence, if there is room for it; return how long it sounds, else 0."""
        view = aside.playing.view()
        late_s = time.monotonic() - aside.begun_s - aside.patience_s
        too_late = aside.held and (aside.started or late_s > 0) and view.state is not State.PAUSED
        if view.state.over or too_late or not self._rendered(aside):
            aside.sentences.clear()
            return 0.0
        clip = aside.clip
        if clip is None:
            raise AssertionError("what is rendered has a clip")
        needs_ms = clip.duration_ms + 2 * _APART_MS if late_s < 0 else 1
        if free_ms(view, aside.playing.plan) < needs_ms:
            if late_s > _GIVEN_UP_S:
                log.warning("There was no silence in which to say: %s", aside.text)
                aside.sentences.clear()
            return 0.0
        aside.begins(aside.text, clip.duration_ms)
        aside.playing.aside(clip)
        aside.sentences.popleft()
        # The next one waits as long as the first did, from now on.
        aside.started, aside.begun_s = True, time.monotonic()
        return (clip.duration_ms + _APART_MS) / 1000

    def _rendered(self, aside: _Aside) -> bool:
        """Have the next sentence's sound as things stand now; False where there is no voice."""
        made, language = aside.sentences[0]
        text = made if isinstance(made, str) else made()
        if text != aside.text or aside.clip is None:
            aside.text, aside.clip = text, self._spoken(text, language)
        return aside.clip is not None
