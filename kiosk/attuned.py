"""The settings as they hold for who is here: the operator's, with a person's wishes laid over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.preferences import STATION, VOLUME_PERCENT, Preferences, Preferring
from kiosk.suiting import suited

if TYPE_CHECKING:
    from kiosk.script.model import Script
    from kiosk.settings import Settings


@dataclass(slots=True)
class _Visit:
    """A volume that holds for as long as somebody without a name is here.

    Attributes:
        percent: How loud, of the station's volume.
        visitor: Who was here: the guest, or nobody.
        session: The session that has been played since; empty before the first.
    """

    percent: int
    visitor: str
    session: str

    def lasts(self, visitor: str, session: str) -> bool:
        """Whether it holds still, where these are here and played now."""
        if visitor != self.visitor or self.session not in ("", session):
            return False
        self.session = session
        return True


class Attuned:
    """Keeps what people prefer, and tells who must know when it changes.

    Args:
        settings: What the operator set.
        fixed: Names of settings that nobody's preferences change.
        who: Whose preferences hold now; `STATION` for nobody's.
        visitor: The id of who is here, a guest's too; empty for nobody.
        locked: Whether what holds now is the operator's alone to change.
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
        visitor: Callable[[], str],
        locked: Callable[[], bool],
        playing: Callable[[], str],
        louder: Callable[[int], None],
        spoken_to: Callable[[str, Settings], None],
        in_background: Callable[[str, Callable[[], None]], None],
    ) -> None:
        self._settings = settings
        self._fixed = frozenset(fixed)
        self._who = who
        self._visitor = visitor
        self._locked = locked
        self._playing = playing
        self._louder = louder
        self._spoken_to = spoken_to
        self._in_background = in_background
        self._spoken: tuple[object, ...] | None = None
        """How sessions are spoken to who is here."""
        self._met: set[str] = set()
        self._visit: _Visit | None = None

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
        if self.store.of(who).volume_percent != preferences.volume_percent:
            self._visit = None
        self.store.keep(who, preferences)
        self._attune(who)
        self._in_background("preferences", lambda: self.store.save(who))

    def volume_percent(self) -> int:
        """How loud it is to be now for who is here, of the station's volume."""
        return self._volume_percent(self._who())

    def louder(self, step: int) -> None:
        """Be louder by so many percent for who is here.

        Where the station's preferences are the operator's alone, it holds until who is here goes
        or the session ends, and is not kept: by voice and key nobody is asked for a PIN.
        """
        wanted = self.volume_percent() + step
        percent = min(VOLUME_PERCENT, key=lambda each: abs(each - wanted))
        session = self._playing()
        if self._locked():
            self._visit = _Visit(percent, self._visitor(), session)
            self._attune(self._who())
            return
        likes = self.preferences()
        sound = likes.sound_of(session)
        if sound.volume_percent:
            self.prefer(likes.with_sound(replace(sound, volume_percent=percent)))
        else:
            self.prefer(replace(likes, volume_percent=percent))

    def _volume_percent(self, who: str) -> int:
        if who == STATION and (visit := self._visit) is not None:
            if visit.lasts(self._visitor(), self._playing()):
                return visit.percent
            self._visit = None
        preferences = self.store.of(who)
        own = preferences.sound_of(session).volume_percent if (session := self._playing()) else 0
        return own or preferences.volume_percent

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
        who = self._who() if who is None else who
        preferences = replace(self.store.of(who), volume_percent=self._volume_percent(who))
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
