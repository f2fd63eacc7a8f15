"""Keeps the library looked after while nothing happens, and speech rendered ahead of its use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiosk.library import Library
    from kiosk.settings import Settings
    from kiosk.voice.speech import Speech

LOOK_EVERY_S = 2.0
"""How soon a session file that is saved while the kiosk runs shows on the screen."""
LOOK_SHARE = 50
"""Looking takes at most one part in so many of the time: ten thousand files are looked at less."""
_CARDS: Final = 40
"""How many sessions' speech is rendered ahead."""
_FOR_ONE: Final = 12
"""How many of them for somebody with a voice or a speed of their own."""


class Warming:
    """Renders sessions' speech; nobody waits for it.

    Args:
        library: The sessions.
        breath_ms: How long the station's breath is.
        speech: The voice, started.
        closing: Set when everything is to stop.
    """

    def __init__(
        self,
        library: Library,
        breath_ms: int,
        speech: Callable[[], Speech],
        closing: threading.Event,
    ) -> None:
        self._library = library
        self._breath_ms = breath_ms
        self._speech = speech
        self._closing = closing
        self.all_warm = False
        """Whether all speech of the library is there."""

    def keep(self, settings: Callable[[], Settings]) -> None:
        """Look at all session files and render speech, again and again, until it all closes.

        Args:
            settings: How the station speaks to nobody in particular.
        """
        looked = False
        while not self._closing.is_set():
            begun = time.monotonic()
            changed = self._library.scan()
            took_s = time.monotonic() - begun
            # The first look warms everything: the index may be there and the speech not.
            self._warm_cards(changed if looked else None, settings)
            looked = True
            self._closing.wait(max(LOOK_EVERY_S, took_s * LOOK_SHARE))

    def warm(self, name: str, settings: Settings) -> None:
        """Render one session's speech."""
        from kiosk.files import check_file  # noqa: PLC0415 -- an idle home loads no checker
        from kiosk.preparing import prepare  # noqa: PLC0415

        path = self._library.path_of(name)
        checked = check_file(path, self._breath_ms) if path else None
        if checked is not None and checked.script is not None:
            prepare(checked.script, settings, self._speech(), urgent=False)

    def warm_for_one(
        self, liked: Iterable[str], settings: Settings, wanted: Callable[[], bool]
    ) -> None:
        """Render the speech of the sessions that somebody is likeliest to begin.

        Args:
            liked: The names of those that they like, the dearest first.
            settings: How they are spoken to.
            wanted: Whether that still holds.
        """
        playable = [card.name for card in self._library.cards() if not card.refusal]
        first = [name for name in liked if name in playable]
        for name in list(dict.fromkeys((*first, *playable)))[:_FOR_ONE]:
            if self._closing.is_set() or not wanted():
                return
            self.warm(name, settings)

    def _warm_cards(self, only: Sequence[str] | None, settings_of: Callable[[], Settings]) -> None:
        """Render the speech of all sessions, or of those that changed, where it is not there."""
        if only is not None and not only:
            return
        from kiosk.speaking import Warmed  # noqa: PLC0415 -- as in `warm`

        speech = self._speech()
        cards = [card for card in list(self._library.cards())[:_CARDS] if not card.refusal]
        paths = [path for card in cards if (path := self._library.path_of(card.name))]
        settings = settings_of()
        warmed = Warmed(settings, speech.identity(), paths)
        whole = warmed.noted()
        if not whole:
            whole = only is None or self.all_warm
            for card in cards:
                if self._closing.is_set():
                    return
                if only is None or card.name in only:
                    self.warm(card.name, settings)
                    whole = whole and not speech.notice
            if whole:
                warmed.note()
        self.all_warm = whole
