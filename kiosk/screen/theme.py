"""How everything looks, in one place: colours, type, space, and sizes that follow the window.

A colour is a name; what it looks like is the palette's business, and `wear` changes the palette.
Pages are built anew then, as they are when the window changes. Nothing here imports Kivy, so that
a test can hold every pair of text and ground to its contrast, in every palette.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from kiosk.preferences import Look
from kiosk.script.kind import Kind

Colour: TypeAlias = str
"""A name in `PALETTES`, or six hexadecimal digits after a ``#``: a person's own colour is data."""

Rgba: TypeAlias = tuple[float, float, float, float]

PAPER: Final = "paper"
"""The ground of every page."""
CARD: Final = "card"
"""The ground of what lies on the page; also text on a filled shape."""
INK: Final = "ink"
QUIET: Final = "quiet"
"""Text that may wait."""
LINE: Final = "line"
"""Borders and unfilled tracks: never text."""
EDGE: Final = "edge"
"""The border of what can be touched and is not the main action."""
STONE: Final = "stone"
"""A button that is not the main one, and a banner."""
STONE_DOWN: Final = "stone-down"
ACCENT: Final = "accent"
"""The main action."""
ACCENT_DOWN: Final = "accent-down"
FOCUS: Final = "focus"
"""The frame around what the keys would open."""
WARNING_GROUND: Final = "warning-ground"
WARNING_INK: Final = "warning-ink"
HURTS: Final = "hurts"
"""The button that ends a press."""
HURTS_DOWN: Final = "hurts-down"
GOOD: Final = "good"
"""The mark of a day that went well."""
STRONG: Final = "strong"
"""The mark of a day that felt strong."""
BAD: Final = "bad"
"""The mark of a day that hurt."""
NIGHT: Final = "night"
"""The ground of the clock in the night, where the panel's own light cannot be dimmed."""
NIGHT_INK: Final = "night-ink"
GLOW: Final = "glow"
"""A muscle that is shown on a body: never text."""


@dataclass(frozen=True, slots=True)
class Mood:
    """The colours of one kind of moment.

    Attributes:
        ink: The ring, the word and filled shapes; also text on `wash`.
        wash: The ground behind a figure.
    """

    ink: Colour
    wash: Colour


def _mood(name: str) -> Mood:
    return Mood(f"{name}-ink", f"{name}-wash")


WORK = _mood("work")
EASE = _mood("ease")
TURN = _mood("turn")
LISTEN = _mood("listen")
WAIT = _mood("wait")
WARM = _mood("warm")
STOPPED = _mood("stopped")
"""What is locked."""
OFF = _mood("off")
"""Coming off a massager: the whole page, so that it is seen from the corner of an eye."""
URGENT = _mood("urgent")
"""For "get medical help now" and nothing else: its ink fills the whole page."""
URGENT_FOCUS: Final = "urgent-focus"
"""The frame on that page."""

MOODS: tuple[Mood, ...] = (WORK, EASE, TURN, LISTEN, WAIT, WARM, STOPPED, URGENT)

_ALWAYS: Final[Mapping[str, str]] = {NIGHT: "#000000", NIGHT_INK: "#A2988A", GLOW: "#E2553A"}
"""What looks the same in every palette: the night is dark, and a body keeps its colours."""

_LIGHT: Final[Mapping[str, str]] = {
    PAPER: "#F6F3EC",
    CARD: "#FFFFFF",
    INK: "#1E2A33",
    QUIET: "#3F4B55",
    LINE: "#D8D2C5",
    EDGE: "#D3CBBA",
    STONE: "#ECE7DC",
    STONE_DOWN: "#DDD6C8",
    ACCENT: "#0A4F4C",
    ACCENT_DOWN: "#063532",
    FOCUS: "#B4530A",
    WARNING_GROUND: "#F7EBCF",
    WARNING_INK: "#5A3700",
    HURTS: "#9B1C1C",
    HURTS_DOWN: "#701010",
    GOOD: "#0A6B4F",
    STRONG: "#8A5A00",
    BAD: "#B3201B",
    **_ALWAYS,
    "work-ink": "#0A4F4C",
    "work-wash": "#E1EEEA",
    "ease-ink": "#2F3E77",
    "ease-wash": "#E4E8F4",
    "turn-ink": "#5A2A6B",
    "turn-wash": "#EDE5F1",
    "listen-ink": "#3A4650",
    "listen-wash": "#EBE8E0",
    "wait-ink": "#5A3700",
    "wait-wash": "#F7EBCF",
    "warm-ink": "#74300F",
    "warm-wash": "#F6E7DD",
    "stopped-ink": "#7A1717",
    "stopped-wash": "#F6E2DF",
    "off-ink": "#1E2A33",
    "off-wash": "#F4C22B",
    "urgent-ink": "#760D0D",
    "urgent-wash": "#FBE9E7",
    URGENT_FOCUS: "#FFD54A",
}

_DARK: Final[Mapping[str, str]] = {
    PAPER: "#12181D",
    CARD: "#1C242B",
    INK: "#F1EEE6",
    QUIET: "#C9CDCF",
    LINE: "#3B464F",
    EDGE: "#47545F",
    STONE: "#27313A",
    STONE_DOWN: "#333F49",
    ACCENT: "#9ADFD3",
    ACCENT_DOWN: "#C8F0E8",
    FOCUS: "#FFB45E",
    WARNING_GROUND: "#3A2E12",
    WARNING_INK: "#FFE2A1",
    HURTS: "#FFB8B0",
    HURTS_DOWN: "#FFD9D4",
    GOOD: "#7FDDB5",
    STRONG: "#F2C462",
    BAD: "#FF9D94",
    **_ALWAYS,
    "work-ink": "#9ADFD3",
    "work-wash": "#16302F",
    "ease-ink": "#B9C6FF",
    "ease-wash": "#1F2640",
    "turn-ink": "#E0BDF0",
    "turn-wash": "#2E2038",
    "listen-ink": "#D3D8DC",
    "listen-wash": "#232B32",
    "wait-ink": "#FFD98A",
    "wait-wash": "#362B14",
    "warm-ink": "#FFC3A1",
    "warm-wash": "#3A2318",
    "stopped-ink": "#FFB9B3",
    "stopped-wash": "#3B1D1C",
    "off-ink": "#1E2A33",
    "off-wash": "#F4C22B",
    "urgent-ink": "#FFC9C4",
    "urgent-wash": "#4A1111",
    URGENT_FOCUS: "#7A3E00",
}

_CONTRAST: Final[Mapping[str, str]] = {
    # Black, white and one yellow; a moment is told by its word and its shape, not by its colour.
    PAPER: "#000000",
    CARD: "#000000",
    INK: "#FFFFFF",
    QUIET: "#FFFFFF",
    LINE: "#6E6E6E",
    EDGE: "#FFFFFF",
    STONE: "#1A1A1A",
    STONE_DOWN: "#333333",
    ACCENT: "#FFE14D",
    ACCENT_DOWN: "#FFF3B0",
    FOCUS: "#54D7FF",
    WARNING_GROUND: "#000000",
    WARNING_INK: "#FFE14D",
    HURTS: "#FFB8B0",
    HURTS_DOWN: "#FFD9D4",
    GOOD: "#6BF0B4",
    STRONG: "#FFE14D",
    BAD: "#FF9D94",
    **_ALWAYS,
    **{f"{name}-ink": "#FFE14D" for name in ("work", "wait", "turn")},
    **{f"{name}-ink": "#FFFFFF" for name in ("ease", "listen", "warm")},
    **{f"{name}-wash": "#0D0D0D" for name in ("work", "ease", "turn", "listen", "wait", "warm")},
    "stopped-ink": "#FFB9B3",
    "stopped-wash": "#0D0D0D",
    "off-ink": "#000000",
    "off-wash": "#FFE14D",
    "urgent-ink": "#FFB9B3",
    "urgent-wash": "#000000",
    URGENT_FOCUS: "#004C66",
}

PALETTES: Final[Mapping[Look, Mapping[str, str]]] = MappingProxyType(
    {Look.LIGHT: _LIGHT, Look.DARK: _DARK, Look.CONTRAST: _CONTRAST}
)
"""What each named colour looks like."""

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
    (CARD, HURTS),
    (CARD, HURTS_DOWN),
    (OFF.ink, OFF.wash),
    (NIGHT_INK, NIGHT),
    (WARNING_INK, WARNING_GROUND),
)
"""Every pair of text and ground that the screen draws: at least 7:1 in every palette."""

SIGN_ON_GROUND: tuple[tuple[Colour, Colour], ...] = (
    *((FOCUS, ground) for ground in (PAPER, CARD, STONE)),
    (ACCENT, PAPER),
    *((mood.ink, LINE) for mood in MOODS),
    *((mark, ground) for mark in (GOOD, STRONG, BAD) for ground in (PAPER, CARD)),
    (URGENT_FOCUS, URGENT.ink),
)
"""Every pair of a shape that means something and its ground: at least 3:1 in every palette."""

_worn = Look.LIGHT


def wear(look: Look) -> None:
    """Take another palette; what is drawn already keeps its colours until it is drawn anew."""
    global _worn  # noqa: PLW0603  a window has one look, as it has one size
    _worn = look


def look() -> Look:
    """The palette that is worn."""
    return _worn


def mood_of_kind(kind: Kind) -> Mood:
    """The colours of a session's card."""
    return _KIND_MOODS[kind]


def hex_of(colour: Colour, look: Look | None = None) -> str:
    """A colour as ``#rrggbb``, in the palette that is worn or in another."""
    return colour if colour.startswith("#") else PALETTES[look or _worn][colour]


def rgba(colour: Colour, alpha: float = 1.0) -> Rgba:
    """A colour as four numbers from 0 to 1."""
    return _numbers(hex_of(colour), alpha)


@cache
def _numbers(digits: str, alpha: float) -> Rgba:
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (1, 3, 5))
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
MAIN_MM = 26.0
"""The height of a main action, where there is room."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Every length on the screen, in pixels of one window.

    Attributes:
        target: The least width and height of a button.
        main_target: The height of a main action: never less than `target`.
        density: Pixels a millimetre of the panel; 0 where that is not known.
        small, body, lead, title, display: The type scale.
        gap: Between things that belong together; `margin` keeps off the window's edge.
    """

    width: float
    height: float
    target: float
    main_target: float
    density: float
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
    text_percent: int = 100,
) -> Sizes:
    """Sizes for a window, and for the panel it fills where that is known.

    Without the panel's size a button takes a share of the window that comes to 20 mm or more on
    the usual 7 to 10 inch panels. With it, never more than a quarter of the shorter side: below
    that the rest of the page would have no room. A main action is larger, but gives way first.
    `text_percent` is how large a person wants text.
    """
    short, long = min(width, height), max(width, height)
    unit = (short * 0.72 + long * 0.28) / 100
    text = unit * text_percent / 100
    share, main, density = short * 0.16, short * 0.2, 0.0
    if panel_mm is not None and min(panel_mm) > 0:
        density = long / max(panel_mm)
        share = min(max(TARGET_MM * density, short * 0.1), short * 0.25)
        main = min(max(MAIN_MM * density, share * MAIN_MM / TARGET_MM), short * 0.25)
    return Sizes(
        width=width,
        height=height,
        target=round(share),
        main_target=round(max(main, share)),
        density=density,
        small=round(max(text * 2.3, 16)),
        body=round(max(text * 2.8, 19)),
        lead=round(max(text * 3.5, 23)),
        title=round(text * 4.8),
        display=round(text * 8.5),
        gap=round(unit * 1.8),
        margin=round(unit * 3.2),
        radius=round(unit * 2.2),
        line=max(1.0, round(unit * 0.18)),
    )
