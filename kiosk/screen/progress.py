"""My progress: seconds and counts over weeks, days practised, and a summary to hear."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.language import _
from kiosk.reception import Progress, Track
from kiosk.screen import theme, words_dose
from kiosk.screen.figure_palette import PAINTS
from kiosk.screen.figure_shapes import Sketch
from kiosk.screen.focus import FocusPage
from kiosk.screen.keys import Key
from kiosk.screen.page import Column, Paragraph, Row
from kiosk.screen.piece import Piece, Text
from kiosk.screen.progress_data import Shape, Span, latest, span_of
from kiosk.screen.progress_plot import Drawn, Plot, draw_shape
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button, Scroller


class Legend(Piece):
    """What each shape of the plots means, in as many lines as that takes."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._sizes = sizes
        self._drawn = Drawn()
        self.add_widget(self._drawn)
        self.entries = {
            shape: Text(_(words_dose.SHAPES[shape.value]), sizes=sizes.steps(sizes.small))
            for shape in Shape
        }
        for text in self.entries.values():
            self.add_widget(text)

    def height_for(self, width: float) -> float:
        """As high as its lines."""
        return self._line() * (1 + max(place[0] for place in self._places(width)))

    def arrange(self) -> None:
        """Shape and word, one after another."""
        line = self._line()
        sketch = Sketch(PAINTS)
        radius = self._sizes.small * 0.42
        for (row, at, wide), (shape, text) in zip(
            self._places(self.width), self.entries.items(), strict=True
        ):
            low = self.top - (row + 1) * line
            draw_shape(sketch, shape, (self.x + at + radius * 1.4, low + line / 2), radius)
            text.place(self.x + at + self._indent(), low, wide, line)
        self._drawn.show(sketch)

    def _line(self) -> float:
        return self._sizes.small * 1.5

    def _indent(self) -> float:
        return self._sizes.small * 1.5

    def _places(self, width: float) -> list[tuple[int, float, float]]:
        """Each entry's line, and where in it its shape begins and how wide its word is."""
        found = []
        row, at = 0, 0.0
        for text in self.entries.values():
            wide = text.line_width() + 2
            if at and at + self._indent() + wide > width:
                row, at = row + 1, 0.0
            found.append((row, at, wide))
            at += self._indent() + wide + self._sizes.small * 1.4
        return found


class TrackRow(Row):
    """A point's or an exercise's name, how far it is, and its plot."""

    def __init__(self, track: Track, span: Span, sizes: Sizes) -> None:
        super().__init__()
        self._sizes = sizes
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self.title = Text(track.name, sizes=sizes.steps(sizes.body), bold=True)
        now = latest(track)
        said = [
            _(words_dose.LATEST).format(amount=words_dose.amount(now, track.unit))
            if now
            else _(words_dose.NOT_YET),
            _(words_dose.HIGHEST).format(amount=words_dose.amount(track.ceiling, track.unit)),
        ]
        self.said = Text(
            ", ".join(said), sizes=sizes.steps(sizes.small), colour=theme.QUIET, across="right"
        )
        self.plot = Plot(track, span, sizes)
        for piece in (self._panel, self.title, self.said, self.plot):
            self.add_widget(piece)

    def height_for(self, width: float) -> float:
        """High enough to see a step of ten seconds."""
        return self._sizes.body * 1.6 + self._sizes.small * 8.5 + min(width * 0.04, 40)

    def arrange(self) -> None:
        """The words over the plot."""
        inset = self._sizes.gap
        self._panel.place(*self.pos, *self.size)
        inner = self.width - 2 * inset
        head = self._sizes.body * 1.6
        top = self.top - inset * 0.4 - head
        said = min(self.said.line_width() + 4, inner * 0.5)
        self.title.place(self.x + inset, top, inner - said - inset, head)
        self.said.place(self.x + inset + inner - said, top, said, head)
        self.plot.place(self.x + inset, self.y + inset * 0.6, inner, top - self.y - inset * 0.6)


class ProgressPage(FocusPage):
    """What the person who is here has done.

    By keys: the arrows move the page and then the frame, the main key speaks the summary or taps
    what has the frame, escape goes home.

    Args:
        sizes: The window's.
        progress: As `kiosk.reception.Reception.progress` tells it.
        on_home: Somebody wants to go home.
        on_say: Speaks the summary; without it there is no button to hear it.
    """

    name = "progress"

    def __init__(
        self,
        sizes: Sizes,
        progress: Progress,
        *,
        on_home: Callable[[], None],
        on_say: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(sizes, on_home)
        self._progress = progress
        self._on_say = on_say
        self.heading = Text(_(words_dose.PROGRESS), sizes=sizes.steps(sizes.title), bold=True)
        self.days = Text(
            str(progress.days_practised),
            sizes=sizes.steps(sizes.display * 0.8),
            bold=True,
            across="right",
            colour=theme.ACCENT,
        )
        self.days_help = Text(
            _(words_dose.DAYS_PRACTISED), sizes=sizes.steps(sizes.small), colour=theme.QUIET
        )
        self.legend = Legend(sizes)
        self.scroller = Scroller(sizes)
        self.reading = self.scroller
        self.column = Column(sizes.gap * 0.8)
        self.scroller.add_widget(self.column)
        span = span_of(progress.tracks, progress.today)
        self.tracks = [TrackRow(track, span, sizes) for track in progress.tracks]
        self.column.fill(self._rows())
        self.home = Button(_(words_dose.HOME), on_home, sizes, sign="home")
        self.hear = Button(_(words_dose.HEAR), self._say, sizes, sign="voice")
        self.add(self.heading, self.days, self.days_help, self.scroller, self.home)
        if self.tracks:
            self.add(self.legend)
        self.targets = [self.home]
        if on_say is not None and progress.summary:
            self.add(self.hear)
            self.targets.append(self.hear)
            self.main = self.hear

    def key(self, key: Key) -> None:
        """Repeat speaks the summary too."""
        if key is Key.REPEAT:
            self._say()
        else:
            super().key(key)

    def _say(self) -> None:
        if self._on_say is not None and self._progress.summary:
            self._on_say(self._progress.summary)

    def _rows(self) -> list[Row]:
        sizes = self.sizes
        rows: list[Row] = []
        if self._progress.summary:
            rows.append(Paragraph(self._progress.summary, sizes, size=sizes.body))
        if not self.tracks:
            rows.append(Paragraph(_(words_dose.PROGRESS_NONE), sizes, size=sizes.lead, bold=True))
            rows.append(Paragraph(_(words_dose.PROGRESS_NONE_HELP), sizes, size=sizes.body))
        return [*rows, *self.tracks]

    def arrange(self) -> None:
        """The heading and the legend stay; the plots move between them and the buttons."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        low = self.y + margin * 0.7
        button = min(sizes.target * 2.4, (inner - gap) / 2)
        self.home.place(margin, low, button, sizes.target)
        self.hear.place(margin + button + gap, low, button, sizes.target)
        low += sizes.target + gap
        head = sizes.title * 1.5
        top = self.top - gap * 0.6 - head
        helped = min(inner * 0.32, sizes.small * 8.4)
        number = sizes.display * 1.2
        self.days_help.place(margin + inner - helped, top, helped, head)
        self.days.place(margin + inner - helped - gap * 0.6 - number, top, number, head)
        self.heading.place(margin, top, inner - helped - number - gap, head)
        top -= gap * 0.5
        if self.tracks:
            legend = self.legend.height_for(inner)
            self.legend.place(margin, top - legend, inner, legend)
            top -= legend + gap * 0.6
        self.scroller.place(margin - gap / 2, low, inner + gap, top - low)
        wide = inner - gap / 2
        tall = self.column.height_for(wide) + gap
        self.column.place(margin, self.scroller.top - tall + gap / 2, wide, tall - gap / 2)
        self.scroller.extend(tall)
