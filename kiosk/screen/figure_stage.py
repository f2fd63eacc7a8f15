"""Shows a plan's figures as they move; for who likes it still, the ends of each movement."""

from typing import Any

from kivy.uix.widget import Widget

from kiosk.motion import Moment, Motion
from kiosk.plan.model import Plan, SegmentKind
from kiosk.plan.timing import BREATH_MS
from kiosk.player.model import View
from kiosk.screen.figure_bake import Baked, Bakery
from kiosk.screen.figure_moving import MovingFigure
from kiosk.screen.figure_wear import Worn

_HELD = {SegmentKind.HOLD, SegmentKind.PRESS}
_LET_GO = {SegmentKind.REST, SegmentKind.EASE}


class Stage(Widget):
    """Follows a plan, frame by frame, with what is baked.

    Where nothing is to move, an instruction and a repetition show both ends of the movement side
    by side: from here to there. A hold shows the pose that is held, a rest the pose of rest, each
    by itself and large.
    """

    def __init__(self, bakery: Bakery, worn: Worn, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._bakery = bakery
        self._worn = worn
        self._motion: Motion | None = None
        self._figures = [MovingFigure(worn.palette, size_hint=(None, None))]
        self.add_widget(self._figures[0])
        self._shown = 1
        for prop in ("pos", "size"):
            self.fbind(prop, self._fit)

    def expect(self, plan: Plan, index: int = 0) -> Motion:
        """Get ready for a plan; what comes next is baked first."""
        self._motion = motion = Motion(plan, self._worn.breath_ms or BREATH_MS)
        names = [each.figure for each in plan.segments[max(0, index) :]]
        self._bakery.expect(names, self._worn.build)
        return motion

    def follow(self, plan: Plan, view: View) -> bool:
        """Show a moment; give whether there is anything to see yet."""
        motion = self._motion
        if motion is None or motion.plan is not plan:
            motion = self.expect(plan, view.index)
        segment = view.segment
        baked = self._bakery.get(segment.figure, self._worn.build) if segment else None
        if segment is None or baked is None:
            # The figure before stays until this one is ready: nothing flickers.
            return self._figures[0].baked is not None
        if self._worn.still:
            self._show_still(segment.kind, baked, mirrored=segment.mirrored)
        else:
            moment = motion.at(view.index, view.elapsed_ms, baked.pace)
            self._figures[0].show(baked, moment, mirrored=segment.mirrored)
        return True

    def _show_still(self, kind: SegmentKind, baked: Baked, *, mirrored: bool) -> None:
        from_, to = Moment(0.0, arrow=0.0, glow=0.0), Moment(baked.pace.top)
        moments = [from_, to]
        if not baked.pace.seconds or kind in _HELD:
            moments = [to if baked.pace.seconds else Moment()]
        elif kind in _LET_GO:
            moments = [from_]
        while len(self._figures) < len(moments):
            self._figures.append(MovingFigure(self._worn.palette, size_hint=(None, None)))
        if self._shown != len(moments):
            self._shown = len(moments)
            self.clear_widgets()
            for figure in self._figures[: self._shown]:
                self.add_widget(figure)
            self._fit()
        for figure, moment in zip(self._figures, moments, strict=False):
            figure.show(baked, moment, mirrored=mirrored)

    def _fit(self, *_: Any) -> None:
        """Side by side where the box is wide, one above the other where it is high."""
        count = self._shown
        wide = self.width >= self.height * 1.1
        width = self.width / count if wide else self.width
        height = self.height if wide else self.height / count
        for n, figure in enumerate(self._figures[:count]):
            figure.size = width, height
            low = self.y if wide else self.y + (count - 1 - n) * height
            figure.pos = self.x + (n * width if wide else 0), low
