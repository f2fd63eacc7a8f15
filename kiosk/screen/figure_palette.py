"""The few colours a figure is made of, and the shades drawn from them. No kivy here."""

from dataclasses import dataclass, fields
from typing import TypeAlias

Colour: TypeAlias = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a figure, for a theme to set, each as ``#rrggbb``.

    Attributes:
        skin: Face, neck, arms, hands.
        shirt: The upper body's clothes.
        trousers: The legs' clothes.
        hair: Hair and brows.
        shoes: Shoes.
        mat: The exercise mat.
        floor: The ground.
        accent: Arrows and highlighted areas.
        prop: Ball, block, massager, cane.
        furniture: Chair, table, wall.
        cool: A cold pack.
        good: The sign that a session is done.
        paper: What lies around an arrow so that it stands out; near the background.
        ink: Lines of the face.
        cheek: What a cheek is tinted with.
    """

    skin: str = "#e6b08f"
    shirt: str = "#2a8f90"
    trousers: str = "#37476e"
    hair: str = "#452d24"
    shoes: str = "#e5a93f"
    mat: str = "#d9735f"
    floor: str = "#e0d6c2"
    accent: str = "#ec5331"
    prop: str = "#8a5fb0"
    furniture: str = "#a58a6d"
    cool: str = "#4a9bd6"
    good: str = "#2f9e5f"
    paper: str = "#fffdf8"
    ink: str = "#3a2620"
    cheek: str = "#ec5331"


def _rgb(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _shade(colour: Colour, by: float) -> Colour:
    """Darken (by < 0) towards a blue black, or lighten (by > 0) towards a warm white."""
    goal = (1.0, 0.98, 0.94) if by > 0 else (0.07, 0.06, 0.13)
    share = abs(by)
    red, green, blue = (c + (g - c) * share for c, g in zip(colour, goal, strict=True))
    return red, green, blue


_SHADES = {"dark": -0.22, "deep": -0.4, "light": 0.14}
_CLEAR = {
    # paint: (the colour it comes from, opacity)
    "shadow": ("ink", 0.2),
    "crease": ("ink", 0.16),
    "blush": ("cheek", 0.2),
    "glow": ("accent", 0.75),
    "glow_soft": ("accent", 0.55),
    "rim": ("paper", 0.85),
    "chill": ("cool", 0.55),
}
PAINTS: tuple[str, ...] = (
    *(
        name
        for field in fields(Palette)
        for name in (field.name, *(f"{field.name}_{shade}" for shade in _SHADES))
    ),
    *_CLEAR,
)
"""Every paint a sketch may use; its place here is its row in the texture."""


def ramp(palette: Palette, width: int = 32) -> bytes:
    """Give the texture: one row a paint, opacity rising from left to right."""
    rows = bytearray()
    for paint in PAINTS:
        base, _, shade = paint.partition("_")
        opacity = 1.0
        if paint in _CLEAR:
            base, opacity = _CLEAR[paint]
            shade = ""
        colour = _rgb(getattr(palette, base))
        if shade:
            colour = _shade(colour, _SHADES[shade])
        red, green, blue = (round(255 * max(0.0, min(1.0, c))) for c in colour)
        for x in range(width):
            rows += bytes((red, green, blue, round(255 * opacity * x / (width - 1))))
    return bytes(rows)
