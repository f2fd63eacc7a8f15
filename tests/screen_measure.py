"""What is wrong with a page, measured from its widgets: a sentence for each fault.

A text is cut, has shrunk or breaks a word; leaves its box, a box around it or the window; lies on
another text, on a figure or on what can be touched; or a control is too small for a finger, lies
on another, or leaves the window. What is scrolled away counts as far as it shows.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from kivy.core.window import Window

from kiosk.screen.figure import FigureView
from kiosk.screen.people_name import Letter
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Panel
from kiosk.screen.touch import Pressable, Scroller

LEAST_PX = 10
"""Below this nobody reads anything, on any panel."""
LEAST_SHARE = 0.55
"""How far below the smallest size of the type scale a text may have to go."""
SMALLER = {Letter: 0.5}
"""Controls that may be smaller than a finger, and how much: a slip on a letter costs a tap."""
LONG_WORD = 24
"""A file's name may be broken in two; a word may not."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shown:
    """A widget as far as it shows.

    Attributes:
        box: What shows of it, in the window: left, low, right, high.
        around: What it stands in, the outermost first.
        clip: The scroller it moves in, if any.
    """

    widget: object
    box: Box
    around: tuple[object, ...]
    clip: Scroller | None = None


def faults(root, least: float, small: float) -> list[str]:
    """Every fault of what stands in `root`.

    Args:
        root: The face, so that what lies over a page counts too.
        least: The least size of a control, in pixels.
        small: The smallest size of the type scale, in pixels.
    """
    found = list(shown(root))
    texts = [each for each in found if isinstance(each.widget, Text)]
    controls = [each for each in found if isinstance(each.widget, Pressable)]
    figures = [each for each in found if isinstance(each.widget, FigureView)]
    if not texts:
        return ["there is no text on it"]
    said = [fault for each in texts for fault in _text(each, small)]
    said += [fault for each in controls for fault in _control(each, least)]
    said += [f"Text at {box_of(each)} still shows what it said" for each in _stale(root)]
    for one, other in combinations(texts, 2):
        if overlap(one.box, other.box) and overlap(_ink(one), _ink(other)):
            said.append(f"{_name(one)} lies on {_name(other)}")
    for text in texts:
        for each in (*controls, *figures):
            if each.widget not in text.around and overlap(text.box, each.box):
                if isinstance(each.widget, FigureView) and _beside(text, each):
                    continue
                if overlap(_ink(text), each.box):
                    said.append(f"{_name(text)} lies on {_name(each)}")
    for one, other in combinations(controls, 2):
        nested = one.widget in other.around or other.widget in one.around
        if not nested and overlap(one.box, other.box):
            said.append(f"{_name(one)} lies on {_name(other)}")
    return said


def _stale(root) -> list[Text]:
    """Texts that say nothing any more, and are drawn still."""
    texts = (each for each in root.walk(restrict=True) if isinstance(each, Text))
    return [each for each in texts if not each.text and min(each._rectangle.size) > 0]


def _text(shown: Shown, small: float):
    text: Text = shown.widget
    least = max(LEAST_PX, small * LEAST_SHARE)
    if not text.fits:
        yield f"{_name(shown)} does not fit into {tuple(text.size)}"
    elif text.font_size < least:
        yield f"{_name(shown)} has shrunk to {text.font_size:.0f} px, {least:.0f} is the least"
    if any(drawn > room for drawn, room in zip(text.texture_size, text.size, strict=True)):
        yield f"{_name(shown)} is {text.texture_size} in a box of {tuple(text.size)}"
    if _broken_word(text):
        yield f"{_name(shown)} breaks a word at {text.font_size:.0f} px in {text.width:.0f} px"
    around = shown.around[1:]
    if shown.clip is not None:
        # A scroller shows what it can of its column, which may be of any size.
        around = around[around.index(shown.clip) + 2 :]
    for each in around:
        if not within(_ink_box(text), box_of(each)):
            yield f"{_name(shown)} leaves its {type(each).__name__}"
            break
    if not within(shown.box, (0, 0, *Window.size)):
        yield f"{_name(shown)} leaves the window: {shown.box}"


def _control(shown: Shown, least: float):
    control = shown.widget
    share = SMALLER.get(type(control), 1)
    if min(control.size) < least * share - 1:
        yield f"{_name(shown)} is {control.width} by {control.height}, {least:.0f} is the least"
    if not within(shown.box, (0, 0, *Window.size)):
        yield f"{_name(shown)} leaves the window"


def shown(root) -> list[Shown]:
    """What shows, in the order of drawing; what a panel of the window's size covers does not."""
    found: list[Shown] = []

    def visit(widget, around, clip):
        if not isinstance(widget, Piece | FigureView) or min(widget.size) <= 0:
            return
        if isinstance(widget, Panel) and within((0, 0, *Window.size), box_of(widget)):
            found.clear()
            return
        box = _ink_box(widget) if isinstance(widget, Text) else box_of(widget)
        if clip is not None:
            box = _common(box, box_of(clip))
        if isinstance(widget, Text | Pressable | FigureView) and _there(widget, box):
            found.append(Shown(widget, box, around, clip))
        clip = widget if isinstance(widget, Scroller) else clip
        for child in reversed(widget.children):
            visit(child, (*around, widget), clip)

    visit(root, (), None)
    return found


def _there(widget, box: Box) -> bool:
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        return False
    return not isinstance(widget, Text) or bool(widget.text.strip())


def box_of(widget) -> Box:
    left, low = widget.to_window(*widget.pos)
    return left, low, left + widget.width, low + widget.height


def _ink_box(text: Text) -> Box:
    rectangle = text._rectangle
    left, low = text.to_window(*rectangle.pos)
    return left, low, left + rectangle.size[0], low + rectangle.size[1]


def _ink(shown: Shown) -> Box:
    """Where there is ink: a line is higher than its letters, most of all than its digits."""
    if not isinstance(shown.widget, Text):
        return shown.box
    texture = shown.widget._rectangle.texture
    alpha = np.frombuffer(texture.pixels, np.uint8).reshape(*texture.size[::-1], 4)[:, :, 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    left, _low, _right, high = _ink_box(shown.widget)
    box = left + columns[0], high - rows[-1] - 1, left + columns[-1] + 1, high - rows[0]
    return _common(box, shown.box)


def _beside(text: Shown, figure: Shown) -> bool:
    """Whether a text stands on a figure's own ground by design: within one button or card."""
    return any(isinstance(each, Pressable) and each in figure.around for each in text.around)


def _common(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def overlap(one: Box, other: Box) -> bool:
    box = _common(one, other)
    return box[2] - box[0] > 1 and box[3] - box[1] > 1


def within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
    )


def _broken_word(text: Text) -> bool:
    words = [word for word in text.text.split() if len(word) <= LONG_WORD]
    if not words or not text.fits:
        return False
    label = text._label(text.font_size, round(text.width))
    # The widest is most often the longest; a word is only measured where it might be too wide.
    suspects = [word for word in words if len(word) * text.font_size * 0.75 > text.width]
    return any(label.get_extents(word)[0] > text.width for word in suspects)


def _name(shown: Shown) -> str:
    widget = shown.widget
    said = getattr(widget, "text", "")
    said = said if isinstance(said, str) else getattr(said, "text", "")
    return f"{type(widget).__name__} {said!r}" if said else type(widget).__name__
