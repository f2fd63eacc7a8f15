"""The ways out of home besides the sessions: more, settings, information."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.language import _
from kiosk.screen import words_people
from kiosk.screen import words_ways as words
from kiosk.screen.page import Page
from kiosk.screen.people_stage import Stage
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button

if TYPE_CHECKING:
    from kiosk.reception import Reception
    from kiosk.screen.face import Face
    from kiosk.screen.people_guide import Guide
    from kiosk.station import Card


class Ways:
    """Leads to what is not a session, and back.

    Args:
        face: What shows the pages.
        guide: Who knows people; None where nobody is known.
        reception: Whom the guide asks.
    """

    def __init__(self, face: Face, guide: Guide | None, reception: Reception | None) -> None:
        self._face = face
        self._guide = guide
        self._reception = reception
        self._alone = Stage(face)

    @property
    def _stage(self) -> Stage:
        return self._guide or self._alone

    def button(self, sizes: Sizes) -> Button:
        """What stands beside home's heading."""
        return Button(_(words.MORE), self.open_more, sizes, sign="list")

    def close(self) -> None:
        """The window is gone, or something went wrong."""
        self._alone.forget()

    def open_more(self) -> None:
        """Show all the ways there are."""
        from kiosk.screen import words_ears  # noqa: PLC0415  home comes first
        from kiosk.screen.people_choose import Choices  # noqa: PLC0415
        from kiosk.screen.people_tiles import Tile  # noqa: PLC0415

        ways: dict[str, Callable[[], None]] = {
            "settings": self.open_settings,
            "information": lambda: self.open_information(self.open_more),
            "spoken": self.open_spoken,
        }
        if (guide := self._guide) is not None:
            ways = {"body-map": guide.open_body_map, "progress": guide.open_progress, **ways}
        tiles = {
            "body-map": Tile(
                "body-map", _(words_people.BODY_MAP), _(words.BODY_MAP_DETAIL), sign="person"
            ),
            "progress": Tile(
                "progress", _(words_people.PROGRESS), _(words.PROGRESS_DETAIL), sign="up"
            ),
            "settings": Tile(
                "settings", _(words.SETTINGS), _(words.SETTINGS_DETAIL), sign="sliders"
            ),
            "spoken": Tile("spoken", _(words_ears.TITLE), _(words_ears.DETAIL), sign="microphone"),
            "information": Tile(
                "information", _(words.INFORMATION), _(words.INFORMATION_DETAIL), sign="letter"
            ),
        }

        def build(sizes: Sizes) -> Page:
            return Choices(
                sizes,
                name="more",
                heading=_(words.MORE),
                tiles=[tiles[name] for name in ways],
                on_choose=lambda name: ways[name](),
                buttons=(Button(_(words.HOME), self._face.show_home, sizes, sign="home"),),
                on_leave=self._face.show_home,
                unit=sizes.lead * 14,
            )

        self._stage.show(build)

    def open_settings(self) -> None:
        """Show what who is here may set."""
        from kiosk.screen.wishes import Wishes  # noqa: PLC0415  home comes first

        Wishes(self._stage, self._reception, self.open_more).open()

    def open_sound(self, card: Card, on_back: Callable[[], None]) -> None:
        """Show how a session sounds to who is here."""
        from kiosk.screen.session_sound import SessionSounds  # noqa: PLC0415  home comes first

        SessionSounds(self._stage, self._reception, card, on_back).open()

    def open_spoken(self) -> None:
        """Show what may be said, and the switch of the ears."""
        from kiosk.screen.spoken import Spoken  # noqa: PLC0415  home comes first

        Spoken(self._stage, self._reception, self.open_more).open()

    def open_information(self, on_back: Callable[[], None]) -> None:
        """Show the page about the lower back."""
        from kiosk.screen.information import InformationPage  # noqa: PLC0415  home comes first

        self._stage.show(
            lambda sizes: InformationPage(sizes, on_back=on_back, on_say=self._stage.say)
        )
