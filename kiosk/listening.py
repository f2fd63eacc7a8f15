"""The ears of a kiosk: a microphone that is listened to, and what is done with what was heard.

Made only where the operator switched the ears on; everything else goes on without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiosk.ears.hearing import Hearing
from kiosk.obeying import Doing, Obeying
from kiosk.orders import languages
from kiosk.station import Ears

if TYPE_CHECKING:
    from kiosk.settings import Settings
    from kiosk.sound.output import Loudspeaker

OTHER_LANGUAGE = "The ears understand English only."
"""What a session in another language is told, once."""


class Listening:
    """Hears and obeys from `start` to `close`.

    Args:
        settings: Which recogniser and which microphone.
        speaker: What sounds is taken out of what is heard, and lowered while somebody speaks.
        doing: What can be done.
        hearing: Makes the ears; the tests' way to others.
    """

    def __init__(
        self,
        settings: Settings,
        speaker: Loudspeaker,
        doing: Doing,
        hearing: Callable[..., Hearing] = Hearing,
    ) -> None:
        self._speaker = speaker
        self._obeying = Obeying(doing)
        self._hearing = hearing(
            self._obeying,
            lambda speaking: speaker.soften(softly=speaking),
            recogniser=settings.recogniser,
            microphone=settings.microphone,
            language=languages()[0],
        )
        speaker.on_played(self._hearing.played)

    def start(self) -> None:
        """Begin to listen; returns at once."""
        self._hearing.start()

    def state(self) -> Ears:
        """How the ears are now."""
        return Ears(
            listening=self._hearing.listening,
            word=self._obeying.word,
            notice=self._hearing.notice,
        )

    def offer(self, titles: Sequence[str]) -> None:
        """Say which sessions may be begun by their titles."""
        self._hearing.offer(titles)

    def close(self) -> None:
        """Stop listening, for good."""
        self._speaker.on_played(None)
        self._hearing.close()
