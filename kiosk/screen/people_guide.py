"""Joins the face and a visit: the stage for its pages, the calm wait, the sign beside home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.language import _
from kiosk.reception import PointStatus, Progress, Reception
from kiosk.screen import theme
from kiosk.screen import words_people as words
from kiosk.screen.page import Page
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import TileView
from kiosk.screen.people_visit import Visit
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Pressable

if TYPE_CHECKING:
    from kiosk.screen.face import Face


class Wait(Piece):
    """A calm line over the page, while a call is on its way."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._sizes = sizes
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.ACCENT, line=sizes.line * 2
        )
        self._sign = Sign("voice", theme.ACCENT)
        self.text = Text(_(words.BUSY), sizes=sizes.steps(sizes.lead), bold=True, across="center")
        for piece in (self._panel, self._sign, self.text):
            self.add_widget(piece)

    def arrange(self) -> None:
        """In the middle of the window."""
        sizes = self._sizes
        wide, high = min(self.width * 0.8, sizes.lead * 15), sizes.target
        left, low = self.center_x - wide / 2, self.center_y - high / 2
        self._panel.place(left, low, wide, high)
        sign = high * 0.4
        self._sign.place(left + sizes.gap, low + (high - sign) / 2, sign, sign)
        indent = sign + 2 * sizes.gap
        self.text.place(left + indent, low, wide - indent - sizes.gap, high)


class Guide(Stage):
    """What the face knows of people, and the stage for the pages about them.

    Attributes:
        visit: Who is here, and what they are asked.
    """

    def __init__(self, face: Face, reception: Reception) -> None:
        super().__init__(face)
        self._reception = reception
        self._wait: Wait | None = None
        self.visit = Visit(self, reception, on_home=face.show_home, on_about=face.open_about)

    # What the face tells

    def showing(self, page: Page) -> None:
        """Another page is shown."""
        self._wait = None
        self.visit.showing(page)

    def touched(self) -> bool:
        """Somebody touches the screen or a key; return whether it has to wait."""
        self.visit.touched()
        return self._errands.busy

    def close(self) -> None:
        """The window is gone."""
        self.forget()
        self.visit.close()

    def corner(self, sizes: Sizes) -> Sequence[Pressable]:
        """What stands beside home's heading: who is here, and the way to change it."""
        sign = TileView(sizes, lambda _id: self.visit.change())
        sign.show(self.visit.sign())
        return (sign,)

    # What is on record for who is here

    def open_body_map(self) -> None:
        """Show where to press, and how each point is."""
        self.run(self._reception.points, self._show_body_map)

    def _show_body_map(self, points: Sequence[PointStatus]) -> None:
        from kiosk.screen.bodymap import BodyMapPage  # noqa: PLC0415  home comes first

        titles = {card.name: card.title for card in self.station.cards()}
        chosen = ""

        def choose(point: str) -> None:
            nonlocal chosen
            chosen = point

        self.show(
            lambda sizes: BodyMapPage(
                sizes,
                points,
                titles=titles,
                on_start=self._face.open_about,
                on_home=self._face.show_home,
                on_say=self.say,
                on_choose=choose,
                on_information=lambda: self._face.ways.open_information(self.open_body_map),
                selected=chosen,
            )
        )

    def open_progress(self) -> None:
        """Show what who is here has done."""
        self.run(self._reception.progress, self._show_progress)

    def _show_progress(self, progress: Progress) -> None:
        from kiosk.screen.progress import ProgressPage  # noqa: PLC0415  home comes first

        self.show(
            lambda sizes: ProgressPage(
                sizes, progress, on_home=self._face.show_home, on_say=self.say
            )
        )

    # The wait

    def _busy(self, busy: bool) -> None:  # noqa: FBT001  a callback's one argument
        if busy:
            self._face.tempo.want("errand")
            return
        self._face.tempo.release("errand")
        if self._wait is not None:
            self._face.remove_widget(self._wait)
            self._wait = None

    def _slow(self) -> None:
        self._wait = Wait(self._face.sizes)
        self._face.add_widget(self._wait)
        self._wait.place(0, 0, *self._face.size)
