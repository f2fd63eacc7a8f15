"""A figure on its ground: still on cards, moving with the plan in a session."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kivy.clock import Clock

from kiosk.screen import figure_wear
from kiosk.screen.piece import Piece
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Mood

if TYPE_CHECKING:
    from kiosk.plan.model import Plan
    from kiosk.player.model import View
    from kiosk.screen.figure import FigureView
    from kiosk.screen.figure_bake import Bakery
    from kiosk.screen.figure_stage import Stage

_MARGIN = 0.04
"""The share of the shorter side that is left free around a figure."""


@cache
def bakery() -> Bakery:
    """The one place where movements are baked."""
    from kiosk.screen.figure_bake import Bakery  # noqa: PLC0415  only a session moves

    return Bakery()


class Picture(Piece):
    """A figure by name, on a ground in the colours of the moment.

    Attributes:
        figure: The name of what is shown, or empty.
        mirrored: Whether it is shown for the other side.

    With `later` the figure is built in a later frame: for pages with many of them.
    """

    def __init__(self, mood: Mood, *, radius: float, later: bool = False) -> None:
        super().__init__()
        self._later = later
        self.figure = ""
        self.mirrored = False
        self._panel = Panel(colour=mood.wash, radius=radius)
        self.add_widget(self._panel)
        self._view: FigureView | None = None
        self._stage: Stage | None = None

    def show(self, figure: str, mood: Mood, *, mirrored: bool = False) -> None:
        """Show another figure, or the same on another ground; a plan that is followed goes on."""
        self._panel.paint(mood.wash)
        if (figure, mirrored) == (self.figure, self.mirrored):
            return
        self.figure, self.mirrored = figure, mirrored
        if self._stage is not None:
            return
        if self._view is not None:
            self._view.name = figure
            self._view.mirrored = mirrored
        elif self._later:
            # Two ticks on: the page is drawn first.
            Clock.schedule_once(lambda _dt: Clock.schedule_once(self._attach, 0), 0)
        else:
            self._attach()

    def expect(self, plan: Plan) -> None:
        """Get ready to move with a plan: what takes long is done before the first frame."""
        from kiosk.screen.figure_stage import Stage  # noqa: PLC0415  only a session moves

        self._stage = stage = Stage(bakery(), figure_wear.worn())
        stage.size_hint = (None, None)
        stage.expect(plan)
        if plan.segments and self._view is None:
            # Until the first movement is baked its pose stands there.
            self.figure = plan.segments[0].figure
            self._attach()
        self.add_widget(stage)
        self.again()

    def follow(self, plan: Plan, view: View) -> None:
        """Move with a plan: called each frame; what is not baked yet is shown when it is."""
        if self._stage is None:
            self.expect(plan)
        stage = self._stage
        if stage is not None and stage.follow(plan, view) and self._view is not None:
            self.remove_widget(self._view)
            self._view = None

    def _attach(self, _dt: float = 0.0) -> None:
        if self._view is not None:
            return
        from kiosk.screen.figure import FigureView  # noqa: PLC0415  after the first picture

        worn = figure_wear.worn()
        self._view = FigureView(
            name=self.figure,
            mirrored=self.mirrored,
            later=self._later,
            palette=worn.palette,
            build=worn.build,
        )
        self._view.size_hint = (None, None)
        self.add_widget(self._view)
        self.again()

    def arrange(self) -> None:
        """Give the figure nearly all of the ground."""
        self._panel.place(*self.pos, *self.size)
        margin = round(min(self.size) * _MARGIN)
        for view in (self._view, self._stage):
            if view is not None:
                view.pos = self.x + margin, self.y + margin
                view.size = self.width - 2 * margin, self.height - 2 * margin
