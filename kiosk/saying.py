"""What the kiosk says outside a session: a question, a refusal, an answer.

One thing is said at a time; what is asked for later has the word. What is urgent is said to its
end, after a chime that makes one listen.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kiosk.clips import Line
from kiosk.language import current
from kiosk.tone import Tone

if TYPE_CHECKING:
    from kiosk.clips import Clip
    from kiosk.clock import Clock
    from kiosk.sound.output import Loudspeaker
    from kiosk.voice.speech import Manner, Speech

SOUND_WITHIN_S: Final = 3.0
"""How long anybody waits for the loudspeaker; where there is none they do not wait."""
_FADE_MS, _AHEAD_MS, _AFTER_CHIME_MS = 40, 300, 500
_BETWEEN_MS: Final = 700
"""Between two paragraphs."""


class Saying:
    """Says things, each on the thread that it is given.

    Args:
        speech: The voice; asked for only when something is said.
        speaker: The loudspeaker, as the voice.
        manner: Who speaks, and how fast, to who is here.
        clock: The clock of the loudspeaker.
        in_background: Runs something on another thread, by a name.
    """

    def __init__(
        self,
        speech: Callable[[], Speech],
        speaker: Callable[[], Loudspeaker],
        manner: Callable[[], Manner],
        clock: Clock,
        in_background: Callable[[str, Callable[[], None]], None],
    ) -> None:
        self._speech = speech
        self._speaker = speaker
        self._manner = manner
        self._clock = clock
        self._in_background = in_background
        self._turn = threading.Lock()
        self._said = 0
        """How often something was said: the last one has the word."""
        self._until_ms = 0
        self._hushable = True

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Say the paragraphs of a text instead of what is being said; returns at once."""
        language = current()
        with self._turn:
            self._said += 1
            self._hushable = not urgent
            mine = self._said
        self._in_background("say", lambda: self._say(text, language, mine, urgent=urgent))

    def hush(self) -> None:
        """Say no more; a session's own sound goes on, and so does what is urgent."""
        with self._turn:
            if not self._hushable:
                return
            self._said += 1
            if self._clock.now_ms() < self._until_ms:
                self._speaker().cut(_FADE_MS)
            self._until_ms = 0

    def rendered(self, text: str, language: str = "") -> Clip | None:
        """A sentence as sound, for who plays it in a session, said calmly; None without a voice.

        Args:
            text: The sentence.
            language: Its language; the one in force where it is empty.
        """
        line = Line(text, language or current(), Tone.CALM)
        return self._speech().prepare([line], manner=self._manner()).get(line)

    def _say(self, text: str, language: str, mine: int, *, urgent: bool) -> None:
        from kiosk.sound.output import own_key  # noqa: PLC0415 -- home loads no sound

        lines = [Line(each, language) for each in text.splitlines() if each.strip()]
        clips = self._speech().prepare(lines, manner=self._manner()) if lines else {}
        speaker = self._speaker()
        speaker.wait_until_running(SOUND_WITHIN_S)
        with self._turn:
            if mine != self._said:
                return  # something else is to be said by now, or nothing any more
            speaker.cut(_FADE_MS)
            at = self._clock.now_ms() + _AHEAD_MS
            if urgent:
                speaker.play("attention", at, own_key())
                at += _AFTER_CHIME_MS
            speaker.load(clips.values())
            for clip in (clips[line] for line in lines if line in clips):
                speaker.play(clip, at, own_key())
                at += clip.duration_ms + _BETWEEN_MS
            self._until_ms = at
