"""What the pages about people need of the screen around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kiosk.screen.page import Page
from kiosk.screen.people_errand import Errands
from kiosk.screen.theme import Sizes
from kiosk.station import Station

if TYPE_CHECKING:
    from kiosk.screen.face import Face

Result = TypeVar("Result")


class Stage:
    """Shows pages, speaks, and makes slow calls elsewhere; where nobody is known, all there is.

    Args:
        face: What shows the pages.
    """

    def __init__(self, face: Face) -> None:
        self._face = face
        self._errands = Errands(self._busy, self._slow)

    @property
    def station(self) -> Station:
        """The sessions."""
        return self._face.station

    def show(self, build: Callable[[Sizes], Page]) -> None:
        """Show a page; it is built again when the window changes."""
        self._face.show_page(build)

    def run(
        self, call: Callable[[], Result], then: Callable[[Result], None], *, over: bool = False
    ) -> None:
        """Make a slow call off the screen's thread, then go on here; see `Errands.run`."""
        self._errands.run(call, then, over=over)

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Say it, where there is a voice."""
        self.station.say(text, urgent=urgent)

    def hush(self) -> None:
        """Say no more of what `say` was asked for."""
        self.station.hush()

    def forget(self) -> None:
        """Do nothing with what is on its way."""
        self._errands.forget()

    def _busy(self, busy: bool) -> None:  # noqa: FBT001  a callback's one argument
        """A call begins or ends."""

    def _slow(self) -> None:
        """A call takes long enough to be spoken of."""
