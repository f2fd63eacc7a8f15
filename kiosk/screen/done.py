"""The page after a session: what was done, how it felt, and what may follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.language import _
from kiosk.screen import theme, words, words_done
from kiosk.screen.focus import FocusPage
from kiosk.screen.keys import Key
from kiosk.screen.page import Column, Paragraph, Row
from kiosk.screen.people_choose import arrange_foot
from kiosk.screen.picture import Picture
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.tally import Practised
from kiosk.screen.theme import Mood, Sizes
from kiosk.screen.touch import Button, Scroller


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is to say of a session that is over.

    Attributes:
        finished: Whether it was gone through to its end.
        text: What it was, and for how long.
        practised: What was really done in it.
        felt: How it felt, by the answers given; may be empty.
        follows: What may be done next, a sentence each.
    """

    finished: bool
    text: str
    practised: Practised = field(default_factory=Practised)
    felt: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


class Remark(Row):
    """A sign on its ground, and some lines beside it."""

    def __init__(
        self, sizes: Sizes, *, sign: str, mood: Mood, heading: str, lines: Sequence[str]
    ) -> None:
        super().__init__()
        self._sizes = sizes
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius, border=theme.LINE, line=sizes.line
        )
        self._disc = Panel(colour=mood.wash, radius=10_000)
        self._sign = Sign(sign, mood.ink)
        self.heading = Text(heading, sizes=sizes.steps(sizes.small), colour=theme.QUIET)
        self.lines = Text("\n".join(lines), sizes=sizes.steps(sizes.body), bold=True, down="top")
        for piece in (self._panel, self._disc, self._sign, self.heading, self.lines):
            self.add_widget(piece)

    def height_for(self, width: float) -> float:
        """As high as its lines."""
        high = self.heading.height_for(self._beside(width)) + self.lines.height_for(
            self._beside(width)
        )
        return max(high + self._sizes.gap * 1.4, self._disc_size() + self._sizes.gap)

    def arrange(self) -> None:
        """The sign left, the lines beside it."""
        gap = self._sizes.gap
        self._panel.place(*self.pos, *self.size)
        disc = self._disc_size()
        left, low = self.x + gap * 0.7, self.center_y - disc / 2
        self._disc.place(left, low, disc, disc)
        inset = disc * 0.27
        self._sign.place(left + inset, low + inset, disc - 2 * inset, disc - 2 * inset)
        wide = self._beside(self.width)
        heading, lines = self.heading.height_for(wide), self.lines.height_for(wide)
        beside = left + disc + gap
        top = self.center_y + (heading + lines) / 2
        self.heading.place(beside, top - heading, wide, heading)
        self.lines.place(beside, top - heading - lines, wide, lines)

    def _disc_size(self) -> float:
        return self._sizes.lead * 2.0

    def _beside(self, width: float) -> float:
        return width - self._disc_size() - 2.7 * self._sizes.gap


class Done(FocusPage):
    """A session has ended.

    Attributes:
        anew: Plays the same once more.
        home: Goes home.
    """

    name = "done"

    def __init__(
        self,
        sizes: Sizes,
        outcome: Outcome,
        *,
        on_again: Callable[[], None],
        on_home: Callable[[], None],
    ) -> None:
        super().__init__(sizes, on_home)
        self._on_again = on_again
        finished = outcome.finished
        mood = theme.WORK if finished else theme.LISTEN
        self._picture = Picture(mood, radius=sizes.radius)
        self._picture.show("done" if finished else "rest-supine", mood)
        self.heading = Text(
            _(words.DONE) if finished else _(words.STOPPED),
            sizes=sizes.steps(sizes.display * 0.8),
            bold=True,
        )
        self.text = Text(outcome.text, sizes=sizes.steps(sizes.lead), down="top")
        self.column = Column(sizes.gap * 0.7)
        self.column.fill(_rows(sizes, outcome, mood))
        self.reading = Scroller(sizes)
        self.reading.add_widget(self.column)
        self.anew = Button(_(words.AGAIN), on_again, sizes, sign="play")
        self.home = Button(_(words.HOME), on_home, sizes, sign="home", main=True)
        self.targets = [self.anew, self.home]
        self.main = self.home
        self.add(self._picture, self.heading, self.text, self.reading, self.anew, self.home)

    def key(self, key: Key) -> None:
        """Repeat plays it again; the main key goes home, or taps what has the frame."""
        if key is Key.REPEAT:
            self._on_again()
        else:
            super().key(key)

    def arrange(self) -> None:
        """The figure on one side, the words on the other; over one another in a high window."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        low = arrange_foot((self.anew, self.home), sizes, margin, inner, self.y + margin * 0.7)
        top = self.top - margin * 0.7
        left, wide = margin, inner
        if sizes.portrait:
            picture = (top - low) * 0.34
            self._picture.place(margin, top - picture, inner, picture)
            top -= picture + gap
        else:
            picture = inner * 0.36
            self._picture.place(margin, low, picture, top - low)
            left, wide = margin + picture + 1.5 * gap, inner - picture - 1.5 * gap
        heading = min(sizes.display * 1.0, (top - low) * 0.25)
        text = min(self.text.height_for(wide), (top - low - heading) * 0.4)
        spare = top - low - heading - text - 1.3 * gap - self.column.height_for(wide - gap)
        top -= max(0.0, spare) / 2
        self.heading.place(left, top - heading, wide, heading)
        top -= heading + gap * 0.3
        self.text.place(left, top - text, wide, text)
        top -= text + gap
        if self.reading is not None:
            self.reading.place(left, low, wide, top - low)
            across = wide - gap
            tall = self.column.height_for(across)
            self.column.place(left, self.reading.top - tall, across, tall)
            self.reading.extend(tall)


def _rows(sizes: Sizes, outcome: Outcome, mood: Mood) -> list[Row]:
    rows: list[Row] = []
    for sign, ground, heading, lines in (
        ("check", mood, words_done.YOU_DID, words_done.practised(outcome.practised)),
        ("person", theme.EASE, words_done.IT_FELT, outcome.felt),
        ("next", theme.WAIT, words_done.FOLLOWS, outcome.follows),
    ):
        if lines:
            rows.append(Remark(sizes, sign=sign, mood=ground, heading=_(heading), lines=lines))
    help_text = Paragraph(_(words.DONE_HELP), sizes, size=sizes.body, colour=theme.QUIET)
    return [*rows, help_text]
