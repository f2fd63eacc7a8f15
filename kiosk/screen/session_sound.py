"""How one session sounds to who is here: a page of tiles, reached from the session's own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.language import _
from kiosk.preferences import VOLUME_PERCENT, SessionSound
from kiosk.reception import GUEST, PUBLIC, Reception
from kiosk.screen import words_ways as words
from kiosk.screen.people_choose import Choices
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import Tile
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button
from kiosk.script.kind import Kind
from kiosk.station import Card

VOLUME: Final = "volume_percent"
SWITCHES: Final = {
    "chimes": words.CHIMES,
    "countdown": words.COUNTDOWN,
    "halfway": words.HALFWAY,
}
"""What is on or off, by its attribute of `SessionSound`."""
VOLUMES: Final = (0, *VOLUME_PERCENT[::-1])


class SessionSounds:
    """Shows how a session sounds to who is here, and changes it.

    Args:
        stage: Where the pages are shown.
        reception: Who knows who is here; None where nobody is known.
        card: The session.
        on_back: Goes back to its page.
    """

    def __init__(
        self, stage: Stage, reception: Reception | None, card: Card, on_back: Callable[[], None]
    ) -> None:
        self._stage = stage
        self._reception = reception
        self._card = card
        self._on_back = on_back
        self._locked = False

    def open(self) -> None:
        """Show it, once it is known whose it would be."""
        reception = self._reception

        def ask() -> str:
            return reception.station if reception is not None else ""

        def answered(kind: str) -> None:
            # What a guest of a gym sets would be heard by the next one.
            here = reception.here if reception is not None else None
            nobody = here is None or here.id == GUEST
            self._locked = nobody and kind in PUBLIC
            self.show()

        self._stage.run(ask, answered)

    def show(self) -> None:
        """Show all that can be chosen."""
        self._stage.show(self._build)

    @property
    def _sound(self) -> SessionSound:
        return self._stage.station.preferences().sound_of(self._card.name)

    def _take(self, sound: SessionSound) -> None:
        station = self._stage.station
        station.prefer(station.preferences().with_sound(sound))

    def _build(self, sizes: Sizes) -> Choices:
        sound, massage = self._sound, self._card.kind is Kind.MASSAGE
        tiles = [Tile(VOLUME, _(words.VOLUME), _volume(sound.volume_percent), sign="voice")]
        if not massage:
            tiles += [
                Tile(name, _(title), _(words.SWITCHED[getattr(sound, name)]))
                for name, title in SWITCHES.items()
            ]
        text = words.SOUND_MASSAGE if massage else words.SOUND_HELP
        return Choices(
            sizes,
            name="session-sound",
            heading=_(words.SOUND_OF).format(title=self._card.title),
            text=_(words.SOUND_LOCKED if self._locked else text),
            tiles=[] if self._locked else tiles,
            on_choose=self._tapped,
            buttons=(Button(_(words.BACK), self._on_back, sizes, sign="back"),),
            on_leave=self._on_back,
            unit=sizes.lead * 11,
        )

    def _tapped(self, name: str) -> None:
        if name == VOLUME:
            self._stage.show(self._build_volumes)
            return
        sound = self._sound
        turned: dict[str, Any] = {name: not getattr(sound, name)}
        self._take(replace(sound, **turned))
        self.show()

    def _build_volumes(self, sizes: Sizes) -> Choices:
        now = self._sound.volume_percent
        return Choices(
            sizes,
            name="session-volume",
            heading=_(words.VOLUME),
            text=self._card.title,
            tiles=[
                Tile(
                    str(percent),
                    _volume(percent),
                    _(words.CHOSEN) if percent == now else "",
                    sign="check" if percent == now else "",
                )
                for percent in VOLUMES
            ],
            on_choose=self._choose_volume,
            buttons=(Button(_(words.BACK), self.show, sizes, sign="back"),),
            on_leave=self.show,
        )

    def _choose_volume(self, percent: str) -> None:
        self._take(replace(self._sound, volume_percent=int(percent)))
        self.show()


def _volume(percent: int) -> str:
    return _(words.VOLUMES[percent] if percent else words.AS_ELSEWHERE)
