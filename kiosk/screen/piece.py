"""What every widget here is made of: a box that is placed, and text that always fits its box."""

from __future__ import annotations

from typing import Literal, TypeAlias

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from kiosk.screen import fitting
from kiosk.screen.theme import INK, Colour, rgba

Across: TypeAlias = Literal["left", "center", "right"]
Down: TypeAlias = Literal["top", "middle", "bottom"]

_SMALLEST = 8.0
"""Pixels: below this a text is no text, and `Text.fits` says so."""
_READABLE = 10.0
"""Pixels: below this nobody reads a text with ease."""


class Piece(Widget):
    """A widget whose box is given from outside and who then arranges what is inside it.

    Kivy's own layouts work over several frames; placing everything at once means that a page is
    right in its first frame, and that nothing is left to happen while the kiosk idles.
    """

    def __init__(self, **options: object) -> None:
        super().__init__(size_hint=(None, None), size=(0, 0), **options)
        self._box: tuple[int, int, int, int] | None = None

    def apply_class_lang_rules(self, *_: object, **__: object) -> None:
        """Take no look from Kivy's own style file, which goes by the names of classes."""

    def place(self, x: float, y: float, width: float, height: float) -> None:
        """Take a box, in pixels from the lower left corner of the page."""
        box = round(x), round(y), max(0, round(width)), max(0, round(height))
        if box == self._box:
            return
        self._box = box
        self.pos = box[:2]
        self.size = box[2:]
        self.arrange()

    def arrange(self) -> None:
        """Place what is inside. The box is set."""

    def again(self) -> None:
        """Arrange once more, since what is inside has changed."""
        if self._box is not None:
            self.arrange()


class Text(Piece):
    """A text in a box, at the first of several sizes at which it fits whole.

    Attributes:
        sizes: Font sizes to try, from large to small.
        texture_size: Width and height of what is drawn: never more than the box.
        fits: False only where no readable size fits.
    """

    def __init__(
        self,
        text: str = "",
        *,
        sizes: tuple[float, ...],
        colour: Colour = INK,
        bold: bool = False,
        across: Across = "left",
        down: Down = "middle",
        leading: float = 1.12,
    ) -> None:
        super().__init__()
        self.text = text
        self.sizes = sizes
        self.font_size = sizes[0]
        self.texture_size = (0, 0)
        self.fits = True
        self._bold = bold
        self._across = across
        self._down = down
        self._leading = leading
        self._made_for: tuple[object, ...] = ()
        """What has been drawn, and for which box: moving it needs no new texture."""
        with self.canvas:
            self._colour = Color(*rgba(colour))
            self._rectangle = Rectangle(size=(0, 0))

    def show(self, text: str, colour: Colour | None = None) -> None:
        """Show another text, or the same in another colour; costs nothing where neither changed."""
        if colour is not None and tuple(self._colour.rgba) != rgba(colour):
            self._colour.rgba = rgba(colour)
        if text != self.text:
            self.text = text
            self.again()

    def restyle(self, sizes: tuple[float, ...]) -> None:
        """Try other sizes from now on."""
        if sizes != self.sizes:
            self.sizes = sizes
            self.again()

    def height_for(self, width: float) -> int:
        """How high the text is at its first size when it is so wide."""
        if not self.text or width < 1:
            return 0
        wide = round(width)
        size = (*self.sizes, self.sizes[-1])[self._unbroken(self.sizes, wide)]
        return fitting.height(self._label(size, wide))

    def line_width(self) -> float:
        """How wide the text is in one line at its first size."""
        return float(self._label(self.sizes[0], 0).get_extents(self.text)[0])

    def least_width(self) -> float:
        """How wide its widest word is at its last size: narrower, and that word is broken."""
        return float(fitting.widest_word(self.text, self.sizes[-1], self._bold))

    def arrange(self) -> None:
        """Choose the size and draw."""
        width, height = round(self.width), round(self.height)
        if not self.text or width < 1 or height < 1:
            self.texture_size = (0, 0)
            self.fits = not self.text
            self._rectangle.texture = None
            self._rectangle.size = (0, 0)
            self._made_for = ()
            return
        wanted = (self.text, self.sizes, width, height)
        if wanted != self._made_for:
            label = self._fitting(width, height)
            label.refresh()
            self._rectangle.texture = label.texture
            self._made_for = wanted
        texture = self._rectangle.texture
        self.texture_size = tuple(texture.size)
        left = {"left": 0, "center": (width - texture.width) // 2, "right": width - texture.width}
        low = {
            "bottom": 0,
            "middle": (height - texture.height) // 2,
            "top": height - texture.height,
        }
        self._rectangle.size = texture.size
        self._rectangle.pos = self.x + left[self._across], self.y + low[self._down]

    def _fitting(self, width: int, height: int) -> CoreLabel:
        """The largest size that fits with every word whole, else the largest that fits at all."""
        smaller = self._smaller_sizes()
        # A word is made a little smaller before it is broken in two.
        ladder = (*self.sizes, *(size for size in smaller if size >= _READABLE))
        whole = ladder[self._unbroken(ladder, width) :]
        for sizes in (whole, self.sizes, smaller):
            labels: dict[float, CoreLabel] = {}

            def fits(size: float, labels: dict[float, CoreLabel] = labels) -> bool:
                labels[size] = self._label(size, width)
                return bool(labels[size].render()[1] <= height)

            likely = fitting.guess(self.text, sizes, width, height, self._leading, bold=self._bold)
            at = fitting.first_that_fits(sizes, fits, likely)
            if at is not None:
                self.fits = True
                self.font_size = sizes[at]
                return labels[sizes[at]]
        self.fits = False
        self.font_size = (*self.sizes, *smaller)[-1]
        return self._label(self.font_size, width, height)

    def _smaller_sizes(self) -> tuple[float, ...]:
        smaller = []
        size = self.sizes[-1] * 0.9
        while size >= _SMALLEST:
            smaller.append(float(round(size)))
            size *= 0.9
        return tuple(smaller)

    def _unbroken(self, sizes: tuple[float, ...], width: int) -> int:
        """The place of the first size at which no word has to be broken; past the last if none."""
        at = fitting.first_that_fits(
            sizes,
            lambda size: fitting.widest_word(self.text, size, self._bold) <= width,
            fitting.guess_unbroken(self.text, sizes, width, bold=self._bold),
        )
        return len(sizes) if at is None else at

    def _label(self, size: float, width: int, height: int | None = None) -> CoreLabel:
        return CoreLabel(
            text=self.text,
            font_size=size,
            bold=self._bold,
            text_size=(width, height),
            halign=self._across,
            line_height=self._leading,
        )
