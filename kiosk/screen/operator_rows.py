"""What the operator reads and confirms: facts, rules, and the page that asks once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.screen import theme
from kiosk.screen.page import Row
from kiosk.screen.people_choose import FocusPage, arrange_foot
from kiosk.screen.piece import Text
from kiosk.screen.shapes import Panel, Sign
from kiosk.screen.theme import Mood, Sizes
from kiosk.screen.touch import Button


class Fact(Row):
    """A name, how it is, and where that comes from."""

    def __init__(self, sizes: Sizes, name: str, value: str, source: str = "") -> None:
        super().__init__()
        self._sizes = sizes
        self._panel = Panel(
            colour=theme.CARD, radius=sizes.radius * 0.7, border=theme.LINE, line=sizes.line
        )
        self._name = Text(name, sizes=sizes.steps(sizes.body), bold=True, down="top")
        self._value = Text(value, sizes=sizes.steps(sizes.body), down="top")
        self._source = Text(source, sizes=sizes.steps(sizes.small), colour=theme.QUIET, down="top")
        for piece in (self._panel, self._name, self._value, self._source):
            self.add_widget(piece)

    def height_for(self, width: float) -> float:
        """As high as its lines."""
        inset, left, right = self._split(width)
        pair = max(self._name.height_for(left), self._value.height_for(right))
        return pair + self._source.height_for(width - 2 * inset) + 1.2 * inset

    def arrange(self) -> None:
        """Name and value beside one another, the source below."""
        self._panel.place(*self.pos, *self.size)
        inset, left, right = self._split(self.width)
        pair = max(self._name.height_for(left), self._value.height_for(right))
        top = self.top - inset * 0.6
        self._name.place(self.x + inset, top - pair, left, pair)
        self._value.place(self.x + 2 * inset + left, top - pair, right, pair)
        inner = self.width - 2 * inset
        source = self._source.height_for(inner)
        self._source.place(self.x + inset, top - pair - source, inner, source)

    def _split(self, width: float) -> tuple[float, float, float]:
        inset = self._sizes.gap
        if not self._value.text:
            return inset, width - 2 * inset, 0.0
        inner = width - 3 * inset
        left = inner * (0.45 if self._sizes.portrait else 0.38)
        return inset, left, inner - left


def fact_rows(facts: Sequence[tuple[str, str]], sizes: Sizes) -> tuple[Fact, ...]:
    """A row for each fact."""
    return tuple(Fact(sizes, name, value) for name, value in facts)


def rule_rows(rules: Sequence[tuple[str, str, str]], sizes: Sizes) -> tuple[Fact, ...]:
    """A row for each number of the rule, with its source."""
    return tuple(Fact(sizes, name, value, source) for name, value, source in rules)


class Sure(FocusPage):
    """Asks once more before an act: what it means, and two buttons far from one another."""

    name = "sure"

    def __init__(
        self,
        sizes: Sizes,
        *,
        heading: str,
        text: str,
        yes: str,
        no: str,
        mood: Mood,
        on_yes: Callable[[], None],
        on_no: Callable[[], None],
    ) -> None:
        super().__init__(sizes, on_no)
        self._panel = Panel(
            colour=mood.wash, radius=sizes.radius, border=theme.EDGE, line=sizes.line
        )
        self._sign = Sign("attention", mood.ink)
        self.heading = Text(heading, sizes=sizes.steps(sizes.title * 1.2), bold=True, down="bottom")
        self.text = Text(text, sizes=sizes.steps(sizes.lead), down="top")
        self.no = Button(no, on_no, sizes, sign="back")
        self.yes = Button(yes, on_yes, sizes, main=True)
        self.targets = [self.no, self.yes]
        self.add(self._panel, self._sign, self.heading, self.text, self.no, self.yes)

    def arrange(self) -> None:
        """The words in the middle, the buttons in the corners."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        low = arrange_foot((self.no, self.yes), sizes, margin, inner, self.y + margin * 0.7)
        self.yes.place(margin + inner - self.yes.width, self.yes.y, *self.yes.size)
        top = self.top - margin
        self._panel.place(margin, low, inner, top - low)
        sign = min(sizes.display, inner * 0.14)
        left = margin + 2 * gap + sign
        wide = inner - sign - 3.5 * gap
        middle = low + (top - low) * 0.55
        self._sign.place(margin + gap, middle, sign, sign)
        self.heading.place(left, middle, wide, top - middle - gap)
        self.text.place(left, low + gap, wide, middle - low - 1.6 * gap)
