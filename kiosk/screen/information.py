"""The page about the lower back: information, in chapters, spoken on request."""

from __future__ import annotations

from collections.abc import Callable

from kivy.graphics import Color, SmoothEllipse

from kiosk.language import _
from kiosk.screen import theme, words_back
from kiosk.screen import words_ways as words
from kiosk.screen.bodymap_picture import BodyPicture
from kiosk.screen.keys import Key
from kiosk.screen.page import Notice, Paragraph, Row
from kiosk.screen.people_choose import Choices
from kiosk.screen.piece import Piece
from kiosk.screen.theme import Sizes, rgba
from kiosk.screen.touch import Button

NAME = "information"


class MusclePicture(Piece):
    """A back in which the QL glows on either side of the spine."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._back = BodyPicture(sizes)
        self._glow = _Glow()
        self.add_widget(self._back)
        self.add_widget(self._glow)

    def arrange(self) -> None:
        """Fill the box."""
        self._back.place(*self.pos, *self.size)
        self._glow.show([self._back.spot(f"ql {side}") for side in ("left", "right")])


class _Glow(Piece):
    """Two soft spots."""

    _RINGS = ((1.0, 0.16), (0.8, 0.22), (0.58, 0.34), (0.36, 0.6))

    def show(self, spots: list[tuple[float, float]]) -> None:
        """Draw them, as large as their distance lets them."""
        self.canvas.clear()
        (left, low), (right, _low) = spots
        wide, high = abs(right - left) * 0.62, abs(right - left) * 1.15
        with self.canvas:
            for x, y in ((left, low), (right, low)):
                for share, alpha in self._RINGS:
                    Color(*rgba(theme.GLOW, alpha))
                    SmoothEllipse(
                        pos=(x - wide * share / 2, y - high * share / 2),
                        size=(wide * share, high * share),
                    )


class _PictureRow(Row):
    """The picture above the text, where the window is high."""

    def __init__(self, picture: MusclePicture, high: float) -> None:
        super().__init__()
        self._picture, self._high = picture, high
        self.add_widget(picture)

    def height_for(self, width: float) -> float:
        """As high as it was made."""
        del width
        return self._high

    def arrange(self) -> None:
        """Fill the row."""
        self._picture.place(*self.pos, *self.size)


class InformationPage(Choices):
    """What the QL is, how it can feel, what people do, and when to see a doctor.

    Args:
        sizes: The window's.
        on_back: Goes where it was opened from.
        on_say: Speaks a text, a paragraph a line; nothing hushes it.
    """

    def __init__(
        self, sizes: Sizes, *, on_back: Callable[[], None], on_say: Callable[[str], None]
    ) -> None:
        self._on_say = on_say
        self._reading = False
        self.picture = MusclePicture(sizes)
        rows: list[Row] = []
        if sizes.portrait:
            rows.append(_PictureRow(self.picture, sizes.height * 0.26))
        rows.append(Paragraph(_(words_back.NOT_MEDICAL), sizes, size=sizes.body, bold=True))
        for chapter in words_back.CHAPTERS:
            rows += _rows(chapter, sizes)
        source = Paragraph(
            _(words_back.SOURCES), sizes, size=sizes.small, colour=theme.QUIET, above=sizes.gap
        )
        super().__init__(
            sizes,
            name=NAME,
            heading=_(words_back.TITLE),
            rows=[*rows, source],
            buttons=(
                Button(_(words.BACK), on_back, sizes, sign="back"),
                Button(_(words.HEAR), self.read, sizes, sign="voice"),
                Button(_(words.HUSH), self.hush, sizes, sign="stop"),
            ),
            on_leave=on_back,
        )
        if not sizes.portrait:
            self.add(self.picture)

    def read(self) -> None:
        """Have all of it said."""
        self._reading = True
        lines = [_(words_back.NOT_MEDICAL)]
        for chapter in words_back.CHAPTERS:
            lines += [f"{_(chapter.heading)}.", *map(_, chapter.paragraphs)]
        self._on_say("\n".join(lines))

    def hush(self) -> None:
        """Be silent."""
        if self._reading:
            self._reading = False
            self._on_say("")

    def left(self) -> None:
        """Whoever goes on has heard enough."""
        self.hush()

    def key(self, key: Key) -> None:
        """The key for "again" reads it out."""
        if key is Key.REPEAT:
            self.read()
        else:
            super().key(key)

    def arrange(self) -> None:
        """The text beside the picture, or the picture within it."""
        super().arrange()
        scroller = self.reading
        if self.sizes.portrait or scroller is None:
            return
        gap = self.sizes.gap
        side = min(self.width * 0.3, scroller.height * 0.72)
        wide = scroller.width - side - 1.5 * gap
        self.picture.place(scroller.x + wide + 1.5 * gap, scroller.y, side, scroller.height)
        scroller.place(scroller.x, scroller.y, wide, scroller.height)
        tall = self.column.height_for(wide - gap)
        self.column.place(scroller.x, scroller.top - tall, wide - gap, tall)
        scroller.extend(tall)


def _rows(chapter: words_back.Chapter, sizes: Sizes) -> list[Row]:
    heading, paragraphs = _(chapter.heading), [_(each) for each in chapter.paragraphs]
    if chapter.urgent:
        text = "\n\n".join(paragraphs)
        return [Notice(text, sizes, size=sizes.body, heading=heading, above=sizes.gap)]
    head = Paragraph(heading, sizes, size=sizes.lead, bold=True, above=sizes.gap * 0.8)
    return [head, *(Paragraph(each, sizes, size=sizes.body) for each in paragraphs)]
