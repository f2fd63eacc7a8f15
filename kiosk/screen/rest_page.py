"""The clock of a screen at rest."""

from __future__ import annotations

from datetime import datetime

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time

from kiosk.language import _
from kiosk.screen import theme, words_back
from kiosk.screen.page import Page
from kiosk.screen.piece import Text
from kiosk.screen.resting import NAME, Moment
from kiosk.screen.shapes import Panel
from kiosk.screen.theme import Sizes


class RestPage(Page):
    """The time, the date and now and then a tip, somewhere else each minute.

    Args:
        sizes: The window's.
        dark: Whether it is drawn in the colours of the night.
    """

    name = NAME

    def __init__(self, sizes: Sizes, *, dark: bool) -> None:
        super().__init__(sizes)
        self.dark = dark
        ink = theme.NIGHT_INK if dark else theme.INK
        quiet = theme.NIGHT_INK if dark else theme.QUIET
        self._moment = Moment(0.5, 0.5, None, dark, told=True)
        self._ground = Panel(colour=theme.NIGHT if dark else theme.PAPER, radius=0)
        short = min(sizes.width, sizes.height)
        self.clock = Text(sizes=sizes.steps(short * 0.34), colour=ink, bold=True, leading=1.0)
        self.date = Text(sizes=sizes.steps(sizes.title), colour=quiet)
        self.tip = Text(sizes=sizes.steps(sizes.lead), colour=ink, down="top")
        self.source = Text(sizes=sizes.steps(sizes.small), colour=quiet, down="top")
        self.add(self._ground, self.clock, self.date, self.tip, self.source)

    def show(self, now: datetime, what: Moment, locale: Locale) -> None:
        """Show another minute."""
        self._moment = what
        told = what.told
        # A narrow blank that the typeface may lack stands before "PM" in some languages.
        clock = format_time(now, "short", locale=locale).replace("\u202f", " ")
        # No skeleton of both is in every language, and another one would be shortened.
        weekday = format_date(now, "EEEE", locale=locale)
        date = f"{weekday}, {format_skeleton('MMMMd', now, locale=locale)}"
        self.clock.text = clock if told else ""
        self.date.text = date if told else ""
        tip = "" if what.tip is None else _(words_back.TIPS[what.tip])
        self.tip.text = tip
        self.source.text = _(words_back.TIP_SOURCE) if tip else ""
        self.again()

    def arrange(self) -> None:
        """One block, as far across and down as the minute says."""
        sizes, gap = self.sizes, self.sizes.gap
        self._ground.place(*self.pos, *self.size)
        room = self.width - 2 * sizes.margin, self.height - 2 * sizes.margin
        wide = min(room[0] * (0.86 if sizes.portrait else 0.62), sizes.lead * 30)
        parts = [
            (self.clock, min(room[0], room[1]) * 0.34 if self.clock.text else 0.0),
            (self.date, sizes.title * 1.4 if self.date.text else 0.0),
            (self.tip, max(self.tip.height_for(wide) + 2, sizes.lead * 4)),
            (self.source, max(self.source.height_for(wide) + 2, sizes.small * 2.4)),
        ]
        tall = sum(high for _piece, high in parts) + 3 * gap
        left = self.x + sizes.margin + (room[0] - wide) * self._moment.across
        top = self.top - sizes.margin - max(0.0, room[1] - tall) * self._moment.down
        for piece, high in parts:
            top -= high
            piece.place(left, top, wide, high)
            piece.again()
            top -= gap
