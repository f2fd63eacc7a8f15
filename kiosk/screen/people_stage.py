"""What the pages about people need of the screen around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from kiosk.screen.page import Page
from kiosk.screen.theme import Sizes
from kiosk.station import Station

Result = TypeVar("Result")


class Stage(Protocol):
    """Shows pages, speaks, and makes slow calls elsewhere."""

    @property
    def station(self) -> Station:
        """The sessions."""

    def show(self, build: Callable[[Sizes], Page]) -> None:
        """Show a page; it is built again when the window changes."""

    def run(
        self, call: Callable[[], Result], then: Callable[[Result], None], *, over: bool = False
    ) -> None:
        """Make a slow call off the screen's thread, then go on here; see `Errands.run`."""

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Say it, where there is a voice."""

    def hush(self) -> None:
        """Say no more of what `say` was asked for."""
