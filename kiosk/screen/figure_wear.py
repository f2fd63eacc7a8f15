"""What the figures wear: the palette and the build of who is here, and how still they like it.

Set when a page is dressed, and taken by every picture built after that. No kivy here.
"""

from dataclasses import dataclass, field, replace

from kiosk.preferences import Look, Preferences
from kiosk.screen.figure_palette import Palette
from kiosk.units import Millis

LOOKS: dict[Look, Palette] = {
    Look.LIGHT: Palette(),
    Look.DARK: Palette(
        shirt="#2f9d9b", trousers="#7f93cf", shoes="#f0bb5e", mat="#d07a68", floor="#4a4a52",
        accent="#ff8a5c", prop="#b48ad8", furniture="#b79c7d", cool="#6cb8ef", good="#5cc98b",
        paper="#101418", ink="#1c1210",
    ),
    Look.CONTRAST: Palette(
        shirt="#00c8c8", trousers="#8fb0ff", shoes="#ffffff", mat="#7a4a9c", floor="#5a5a5a",
        accent="#ffe000", prop="#ff9a3c", furniture="#c9b08c", cool="#66c8ff", good="#4be07e",
        paper="#000000", ink="#140c08",
    ),
}  # fmt: skip
"""A palette a look: on a dark ground clothes are light, and what lies around an arrow is dark."""
TONES: tuple[tuple[str, str], ...] = (
    ("#f0c4a4", "#7a4a2a"),
    ("#cf9468", "#38241c"),
    ("#8a5638", "#241712"),
)
"""Skin and hair, from light to dark."""
_DARK_HAIR = {"#38241c": "#5f4234", "#241712": "#4a352c"}
"""Hair that a dark ground would swallow is a little lighter there."""


@dataclass(frozen=True, slots=True)
class Worn:
    """What a figure is drawn with, and how it moves.

    Attributes:
        palette: Its colours.
        build: Which of the builds.
        still: Nothing moves: the ends of a movement are shown.
        breath_ms: The length of a breath, or 0 for the usual one.
    """

    palette: Palette = field(default_factory=Palette)
    build: int = 1
    still: bool = False
    breath_ms: Millis = 0


def worn_by(likes: Preferences) -> Worn:
    """Give what the figures of somebody with these preferences wear."""
    return Worn(
        palette=palette_of(likes.look, likes.tone),
        build=likes.build if likes.build >= 0 else 1,
        still=likes.reduced_motion,
        breath_ms=likes.breath_ms,
    )


def palette_of(look: Look, tone: int) -> Palette:
    """Give the palette of a look, with a skin tone; -1 where none has been chosen."""
    skin, hair = TONES[max(tone, 0)]
    if look is not Look.LIGHT:
        hair = _DARK_HAIR.get(hair, hair)
    return replace(LOOKS[look], skin=skin, hair=hair)


class _Wardrobe:
    worn = Worn()


def wear(likes: Preferences) -> None:
    """Dress every figure built from now on."""
    _Wardrobe.worn = worn_by(likes)


def worn() -> Worn:
    """What figures wear now."""
    return _Wardrobe.worn
