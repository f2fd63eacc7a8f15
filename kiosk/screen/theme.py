"""How everything looks, in one place: colours, type, space, and sizes that follow the window.

Nothing here imports Kivy, so that a test can hold every pair of text and ground to its contrast.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from kiosk.script.kind import Kind

Colour: TypeAlias = str
"""Six hexadecimal digits after a ``#``."""

Rgba: TypeAlias = tuple[float, float, float, float]

PAPER: Colour = "#F6F3EC"
"""The ground of every page."""
CARD: Colour = "#FFFFFF"
INK: Colour = "#1E2A33"
QUIET: Colour = "#3F4B55"
"""Text that may wait."""
LINE: Colour = "#D8D2C5"
"""Borders and unfilled tracks: never text."""
STONE: Colour = "#ECE7DC"
"""A button that is not the main one, and a banner."""
STONE_DOWN: Colour = "#DDD6C8"
ACCENT: Colour = "#0A4F4C"
"""The main action."""
ACCENT_DOWN: Colour = "#063532"
FOCUS: Colour = "#B4530A"
"""The frame around what the keys would open."""
WARNING_GROUND: Colour = "#F7EBCF"
WARNING_INK: Colour = "#5A3700"


@dataclass(frozen=True, slots=True)
class Mood:
    """The colours of one kind of moment.

    Attributes:
        ink: The ring, the word and filled shapes; also text on `wash`.
        wash: The ground behind a figure.
    """

    ink: Colour
    wash: Colour


WORK = Mood("#0A4F4C", "#E1EEEA")
EASE = Mood("#2F3E77", "#E4E8F4")
TURN = Mood("#5A2A6B", "#EDE5F1")
LISTEN = Mood("#3A4650", "#EBE8E0")
WAIT = Mood("#5A3700", "#F7EBCF")
WARM = Mood("#74300F", "#F6E7DD")
URGENT = Mood("#760D0D", "#FBE9E7")
"""For "get medical help now" and nothing else: its ink fills the whole page."""
URGENT_FOCUS: Colour = "#FFD54A"
"""The frame on that page."""

MOODS: tuple[Mood, ...] = (WORK, EASE, TURN, LISTEN, WAIT, WARM, URGENT)

_KIND_MOODS = {
    Kind.STRENGTHEN: WORK,
    Kind.STRETCH: EASE,
    Kind.MASSAGE: TURN,
    Kind.WALK: WAIT,
    Kind.WARMTH: WARM,
    Kind.POSTURE: LISTEN,
}

TEXT_ON_GROUND: tuple[tuple[Colour, Colour], ...] = (
    *((INK, ground) for ground in (PAPER, CARD, STONE, STONE_DOWN, WARNING_GROUND)),
    *((INK, mood.wash) for mood in MOODS),
    *((QUIET, ground) for ground in (PAPER, CARD, STONE)),
    *((mood.ink, ground) for mood in MOODS for ground in (PAPER, CARD, mood.wash)),
    *((CARD, mood.ink) for mood in MOODS),
    *((mood.ink, ground) for mood in (URGENT,) for ground in (STONE, STONE_DOWN)),
    (CARD, ACCENT),
    (CARD, ACCENT_DOWN),
    (WARNING_INK, WARNING_GROUND),
)
"""Every pair of text and ground that the screen draws."""


def mood_of_kind(kind: Kind) -> Mood:
    """The colours of a session's card."""
    return _KIND_MOODS[kind]


@cache
def rgba(colour: Colour, alpha: float = 1.0) -> Rgba:
    """A colour as four numbers from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue, alpha


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours by WCAG 2: 1 where they are the same, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in rgba(colour)[:3]
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True, slots=True)
class Fonts:
    """The files of the typeface."""

    regular: str
    bold: str


@cache
def fonts() -> Fonts | None:
    """The files of Atkinson Hyperlegible, or None where it is not installed.

    The package is found without importing it.
    """
    spec = find_spec("fontpkg_atkinson_hyperlegible")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "files"
    regular = folder / "AtkinsonHyperlegible-Regular.ttf"
    bold = folder / "AtkinsonHyperlegible-Bold.ttf"
    if not (regular.is_file() and bold.is_file()):
        return None
    return Fonts(str(regular), str(bold))


TARGET_MM = 20.0
"""The least width and height of what is to be touched, standing (Colle & Hiszem 2004)."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Every length on the screen, in pixels of one window.

    Attributes:
        target: The least width and height of a button.
        small, body, lead, title, display: The type scale.
        gap: Between things that belong together; `margin` keeps off the window's edge.
    """

    width: float
    height: float
    target: float
    small: float
    body: float
    lead: float
    title: float
    display: float
    gap: float
    margin: float
    radius: float
    line: float

    @property
    def portrait(self) -> bool:
        """Whether the window is taller than wide."""
        return self.height > self.width

    def steps(self, size: float, least: float = 0.0) -> tuple[float, ...]:
        """Font sizes from `size` downwards to try until a text fits; `least` ends them."""
        floor = least or self.small * 0.8
        sizes = [size]
        while sizes[-1] * 0.88 >= floor:
            sizes.append(sizes[-1] * 0.88)
        return tuple(float(round(each)) for each in sizes)


def sizes_for(
    width: float,
    height: float,
    panel_mm: tuple[float, float] | None = None,
) -> Sizes:
    """Sizes for a window, and for the panel it fills where that is known.

    Without the panel's size a button takes a share of the window that comes to 20 mm or more on
    the usual 7 to 10 inch panels. With it, never more than a quarter of the shorter side: below
    that the rest of the page would have no room.
    """
    short, long = min(width, height), max(width, height)
    unit = (short * 0.72 + long * 0.28) / 100
    share = short * 0.16
    if panel_mm is not None and min(panel_mm) > 0:
        density = long / max(panel_mm)
        share = min(max(TARGET_MM * density, short * 0.12), short * 0.25)
    return Sizes(
        width=width,
        height=height,
        target=round(share),
        small=round(max(unit * 2.3, 16)),
        body=round(max(unit * 2.8, 19)),
        lead=round(max(unit * 3.5, 23)),
        title=round(unit * 4.8),
        display=round(unit * 8.5),
        gap=round(unit * 1.8),
        margin=round(unit * 3.2),
        radius=round(unit * 2.2),
        line=max(1.0, round(unit * 0.18)),
    )
