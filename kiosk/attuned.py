"""The settings as they hold for who is here: the operator's, with a person's wishes laid over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.preferences import STATION, Preferences, Preferring
from kiosk.suiting import suited

if TYPE_CHECKING:
    from kiosk.script.model import Script
    from kiosk.settings import Settings


class Attuned:
    """Keeps what people prefer, and tells who must know when it changes.

    Args:
        settings: What the operator set.
        fixed: Names of settings that nobody's preferences change.
        who: Whose preferences hold now; `STATION` for nobody's.
        playing: The name of the session that is played now, or empty.
        louder: Told how loud it is to be, at each change.
        spoken_to: Told of somebody who is spoken to in another manner than was heard last.
        in_background: Runs something on another thread, by a name.
    """

    def __init__(
        self,
        settings: Settings,
        fixed: Collection[str],
        *,
        who: Callable[[], str],
        playing: Callable[[], str],
        louder: Callable[[int], None],
        spoken_to: Callable[[str, Settings], None],
        in_background: Callable[[str, Callable[[], None]], None],
    ) -> None:
        self._settings = settings
        self._fixed = frozenset(fixed)
        self._who = who
        self._playing = playing
        self._louder = louder
        self._spoken_to = spoken_to
        self._in_background = in_background
        self._spoken: tuple[object, ...] | None = None
        """How sessions are spoken to who is here."""
        self._met: set[str] = set()

    @cached_property
    def store(self) -> Preferring:
        """Where preferences are kept."""
        from kiosk.preference_files import PreferenceFiles  # noqa: PLC0415 -- home is shown first

        return PreferenceFiles(self._settings.data / "preferences")

    def preferences(self) -> Preferences:
        """What who is here prefers; the station's own where that is nobody, or a guest."""
        who = self._who()
        self._attune(who)
        return self.store.of(who)

    def prefer(self, preferences: Preferences) -> None:
        """Hold other preferences of who is here, at once; they are written on another thread."""
        who = self._who()
        self.store.keep(who, preferences)
        self._attune(who)
        self._in_background("preferences", lambda: self.store.save(who))

    def reset(self) -> None:
        """Hold the station's for who is here again; the station's own as delivered.

        What tells the person from others and what they collected is theirs, and stays.
        """
        now = self.preferences()
        common = Preferences() if self._who() == STATION else self.store.of(STATION)
        self.prefer(
            replace(
                common,
                sounds=(),  # the station's were set by guests, each for a session they did
                build=now.build,
                tone=now.tone,
                favourites=now.favourites,
                recent=now.recent,
                equipment=now.equipment,
            )
        )

    def settings(self, who: str | None = None) -> Settings:
        """The settings as they hold for somebody; for who is here where nobody is named."""
        preferences = self.store.of(self._who() if who is None else who)
        if (session := self._playing()) and (own := preferences.sound_of(session).volume_percent):
            preferences = replace(preferences, volume_percent=own)
        language = self.language(preferences.language)
        return suited(self._settings, preferences, language=language, fixed=self._fixed)

    def settings_for(self, script: Script) -> Settings:
        """As `settings`, in a session. A massage keeps to the station's breath.

        An author may limit a press in breaths, and nobody's preferences bear on a dose.
        """
        from kiosk.plan.presses import has_massage  # noqa: PLC0415 -- home is shown first

        settings = self.settings()
        if has_massage(script.steps):
            settings = replace(settings, breath_ms=self._settings.breath_ms)
        return settings

    def language(self, tag: str) -> str:
        """A language tag; the station's own where it is empty."""
        from kiosk import catalogues  # noqa: PLC0415 -- home is shown first

        return tag or self._settings.language or catalogues.of_environment()

    def _attune(self, who: str) -> None:
        """Be as loud as they like it, and tell who renders what they hear in another manner."""
        settings = self.settings(who)
        self._louder(settings.volume)
        now = spoken(settings)
        before, self._spoken = self._spoken, now
        if before is not None and who not in self._met:
            # Their figure was chosen by lot: it shall be the same tomorrow.
            self._met.add(who)
            self._in_background("preferences", lambda: self.store.settle(who))
        if before not in (None, now):
            self._spoken_to(who, settings)


def spoken(settings: Settings) -> tuple[object, ...]:
    """What of the settings bears on speech: where it is the same, so is all that was rendered."""
    voice = settings.voice, settings.voices
    return *voice, settings.rate, settings.language, settings.breath_ms
