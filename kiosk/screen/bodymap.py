"""The body map: a drawn back with its points, how each of them is, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kiosk.language import _
from kiosk.reception import PointState, PointStatus
from kiosk.screen import bodymap_data as data
from kiosk.screen import dose_look, theme, words_dose, words_ways
from kiosk.screen.bodymap_label import ButtonRow, PointLabel
from kiosk.screen.bodymap_picture import BodyPicture, Leaders, Marker
from kiosk.screen.keys import Key
from kiosk.screen.page import Column, Page, Paragraph, Row
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Frame, Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Scroller, is_finger

_FELT_ROUND = 1.0
"""How far from a point, in targets, a finger on the body still means it."""


class BodyMapPage(Page):
    """Where to press, and whether it may be today.

    A tap on a point or its label chooses it; its sentence is shown, and spoken by `on_say` where
    that is given. By keys: left and right choose a point; the main key goes to what can be done
    with it, where left and right, or up and down, move a frame and the main key taps; left from
    the first goes back to the points. ``r`` speaks the sentence, and escape goes home.

    Args:
        sizes: The window's.
        points: How each point is, as `kiosk.reception.Reception.points` tells it.
        titles: The titles of sessions by their names; a session that is not among them gets none
            of the buttons.
        on_start: Somebody wants to start a session, by its name.
        on_home: Somebody wants to go home.
        on_say: Speaks a sentence; without it there is no button to hear it.
        on_choose: Told which point was chosen, so that a page made anew can be given it.
        on_information: Opens the page about the lower back; without it there is no button.
        selected: The point that is chosen from the start, or empty.
    """

    name = "body-map"

    def __init__(
        self,
        sizes: Sizes,
        points: Sequence[PointStatus],
        *,
        titles: Mapping[str, str],
        on_start: Callable[[str], None],
        on_home: Callable[[], None],
        on_say: Callable[[str], None] | None = None,
        on_choose: Callable[[str], None] | None = None,
        on_information: Callable[[], None] | None = None,
        selected: str = "",
    ) -> None:
        super().__init__(sizes)
        self._points = {each.point: each for each in points}
        self._titles = titles
        self._on_start, self._on_home, self._on_say = on_start, on_home, on_say
        self._on_choose = on_choose
        self._on_information = on_information
        self.selected = ""
        self._focused = -1
        self._frame = Frame(theme.FOCUS, radius=sizes.radius, line=max(4.0, sizes.line * 3))
        known = [self._points[point] for point in data.ORDER if point in self._points]
        self.heading = Text(_(words_dose.BODY_MAP), sizes=sizes.steps(sizes.title), bold=True)
        self.picture = BodyPicture(sizes)
        self.leaders = Leaders()
        self.labels = {each.point: PointLabel(each, sizes, self.choose) for each in known}
        self.markers = {each.point: Marker(dose_look.POINTS[each.state]) for each in known}
        self._sides = tuple(
            Text(side, sizes=sizes.steps(sizes.body), colour=theme.QUIET, across="center")
            for side in (_(words_dose.LEFT_SIDE), _(words_dose.RIGHT_SIDE))
        )
        self._sheet = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self.scroller = Scroller(sizes)
        self.column = Column(sizes.gap * 0.7)
        self.scroller.add_widget(self.column)
        self.rows: list[ButtonRow] = []
        self.home = Button(_(words_dose.HOME), on_home, sizes, sign="home")
        self.hear = Button(_(words_dose.HEAR), self._say, sizes, sign="voice")
        self.add(
            self.heading,
            *self._sides,
            self.picture,
            *self.labels.values(),
            self.leaders,
            *self.markers.values(),
            self._sheet,
            self.scroller,
            self.home,
        )
        self._fill()
        if selected in self.labels:
            self._select(selected)

    def choose(self, point: str) -> None:
        """Choose a point, and speak its sentence."""
        self._select(point)
        if self._on_choose is not None:
            self._on_choose(point)
        self._say()

    def key(self, key: Key) -> None:
        """Keys do all that fingers do."""
        if key in {Key.NEXT, Key.BACK} and self._focused < 0:
            self._step(1 if key is Key.NEXT else -1)
        elif key is Key.BACK and not self._focused:
            self._focus(-1)
        elif key in {Key.NEXT, Key.BACK, Key.DOWN, Key.UP}:
            self._move_focus(1 if key in {Key.NEXT, Key.DOWN} else -1)
        elif key is Key.GO:
            self._go()
        elif key is Key.REPEAT:
            self._say()
        elif key is Key.LEAVE:
            self._on_home()

    def on_touch_down(self, touch: Any) -> bool:
        """A finger on the body means the nearest point."""
        if super().on_touch_down(touch):
            return True
        if is_finger(touch) and self.picture.collide_point(*touch.pos):
            near = self._nearest(*touch.pos)
            if near:
                self.choose(near)
                return True
        return False

    def _nearest(self, x: float, y: float) -> str:
        def distance(point: str) -> float:
            at = self.picture.spot(point)
            return float(((at[0] - x) ** 2 + (at[1] - y) ** 2) ** 0.5)

        nearest = min(self.labels, key=distance, default="")
        reach = _FELT_ROUND * self.sizes.target
        return nearest if nearest and distance(nearest) <= reach else ""

    def _step(self, way: int) -> None:
        order = list(self.labels)
        if not order:
            return
        first = 0 if way > 0 else len(order) - 1
        at = (order.index(self.selected) + way) % len(order) if self.selected else first
        self.choose(order[at])

    def _actions(self) -> list[Button]:
        """What can be done, in the order of the frame."""
        others = [each for each in (self.hear, self.home) if each.parent is not None]
        return [*(row.button for row in self.rows), *others]

    def _move_focus(self, way: int) -> None:
        self._focus(min(max(self._focused + way, 0), len(self._actions()) - 1))

    def _focus(self, at: int) -> None:
        self._focused = at
        if self._frame.parent is not None:
            self.remove_widget(self._frame)
        for number, row in enumerate(self.rows):
            row.focus(focused=number == at)
            if number == at:
                self.scroller.reveal(row.y, row.top)
        if at >= len(self.rows):
            # What lies below the last button is read on the way to the others.
            self.scroller.move_to(self.scroller.reach)
            button = self._actions()[at]
            self._frame.place(*button.pos, *button.size)
            self.add_widget(self._frame, index=len(self.children))

    def _go(self) -> None:
        if not self.selected and self.labels and self._focused < 0:
            self._step(1)
        elif self._focused < 0:
            self._focus(0)
        else:
            self._actions()[self._focused].tap()

    def _say(self) -> None:
        if self._on_say is not None and self.selected:
            self._on_say(self._points[self.selected].sentence)

    def _select(self, point: str) -> None:
        if self.selected:
            self.labels[self.selected].choose(chosen=False)
        self.selected = point
        self.labels[point].choose(chosen=True)
        self.picture.choose(point)
        self._fill()
        self.again()

    def _fill(self) -> None:
        """Say all about the chosen point; without one, how to choose."""
        sizes = self.sizes
        self._focus(-1)
        self.rows = []
        if not self.selected:
            help_text = _(words_dose.PICK_HELP) if self.labels else _(words_dose.NO_POINTS)
            self.column.fill(
                (
                    Paragraph(_(words_dose.PICK), sizes, size=sizes.lead, bold=True),
                    Paragraph(help_text, sizes, size=sizes.body),
                    *self._information(),
                )
            )
            return
        status = self._points[self.selected]
        look = dose_look.POINTS[status.state]
        title = status.name[:1].upper() + status.name[1:]
        rows: list[Row] = [
            Paragraph(title, sizes, size=sizes.lead, bold=True, colour=look.ink),
            Paragraph(status.sentence, sizes, size=sizes.body),
        ]
        if status.state is PointState.READY:
            self.rows = [
                self._start_row(name, main=not at)
                for at, name in enumerate(each for each in status.sessions if each in self._titles)
            ]
            rows += self.rows or [Paragraph(_(words_dose.NO_SESSION), sizes, size=sizes.body)]
        refers = _(words_dose.REFERS[status.point.rpartition(" ")[0]])
        rows += [
            Paragraph(refers, sizes, size=sizes.small, colour=theme.QUIET, above=sizes.gap * 0.5),
            Paragraph(_(words_dose.FELT), sizes, size=sizes.small, colour=theme.QUIET),
            *self._information(),
        ]
        self.column.fill(rows)
        self.scroller.move_to(0)
        if self._on_say is not None and self.hear.parent is None:
            self.add_widget(self.hear)

    def _information(self) -> Sequence[Row]:
        """The way to the page about the lower back, where there is one."""
        if self._on_information is None:
            return ()
        button = Button(
            _(words_ways.INFORMATION),
            self._on_information,
            self.sizes,
            sign="letter",
            size=self.sizes.body,
        )
        row = ButtonRow(button, self.sizes)
        self.rows = [*self.rows, row]
        return (row,)

    def _start_row(self, name: str, *, main: bool) -> ButtonRow:
        button = Button(
            _(words_dose.START_SESSION).format(title=self._titles[name]),
            lambda: self._on_start(name),
            self.sizes,
            sign="play",
            main=main,
            size=self.sizes.body,
        )
        return ButtonRow(button, self.sizes)

    def arrange(self) -> None:
        """Labels, back, labels; beside them, or below where the window is high, what is told."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        low = self.y + margin * 0.7
        button = min(sizes.target * 2.4, (inner - gap) / 2)
        self.home.place(margin, low, button, sizes.target)
        self.hear.place(margin + button + gap, low, button, sizes.target)
        low += sizes.target + gap
        head = sizes.title * 1.35
        top = self.top - gap * 0.6 - head
        self.heading.place(margin, top, inner * (1.0 if sizes.portrait else 0.6), head)
        top -= gap * 0.4
        if sizes.portrait:
            told = (top - low) * 0.42
            self._arrange_map(margin, low + told + gap, inner, top - low - told - gap)
            self._arrange_told(margin, low, inner, told)
            return
        # The buttons stand under what is told: three labels over one another need all the height.
        told = (inner - 1.2 * gap) * 0.36
        foot = self.y + margin * 0.7
        self._arrange_map(margin, foot, inner - told - 1.2 * gap, top - foot)
        left = margin + inner - told
        self._arrange_told(left, low, told, self.top - gap - low)
        each = (told - gap) / 2
        self.home.place(left, foot, each, sizes.target)
        self.hear.place(left + each + gap, foot, each, sizes.target)

    def _arrange_map(self, left: float, low: float, width: float, high: float) -> None:
        sizes, gap = self.sizes, self.sizes.gap
        stage = data.STAGE
        shape = (stage[2] - stage[0]) / (stage[3] - stage[1])
        body = min(high * shape * 1.06, width * 0.46)
        side = (width - body - 2 * gap) / 2
        name = sizes.body * 1.5
        tall = min(high, body / shape)
        self.picture.place(left + side + gap, low + (high - tall) / 2, body, tall)
        edges = {-1: left, 1: left + side + 2 * gap + body}
        for text, x in zip(self._sides, edges.values(), strict=True):
            text.place(x, low + high - name, side, name)
        each = (high - name - 2 * gap) / 3
        lines = []
        marker = max(sizes.gap * 1.9, self.picture.height * 0.062)
        for way, x in edges.items():
            mine = [point for point in data.ORDER if data.hand(point) == way]
            for row, point in enumerate(mine):
                if point not in self.labels:
                    continue
                y = low + high - name - each - row * (each + gap)
                self.labels[point].place(x, y, side, each)
                at = self.picture.spot(point)
                self.markers[point].place(at[0] - marker / 2, at[1] - marker / 2, marker, marker)
                edge = x + side if way < 0 else x
                lines.append(((edge, y + each / 2), at))
        self.leaders.draw(lines, max(2.0, sizes.line))

    def _arrange_told(self, left: float, low: float, width: float, high: float) -> None:
        inset = self.sizes.gap
        self._sheet.place(left, low, width, high)
        self.scroller.place(left + inset / 2, low + inset / 2, width - inset, high - inset)
        inner = self.scroller.width - inset
        tall = self.column.height_for(inner) + inset
        self.column.place(
            self.scroller.x + inset / 2, self.scroller.top - tall + inset / 2, inner, tall - inset
        )
        self.column.again()
        self.scroller.extend(tall)
