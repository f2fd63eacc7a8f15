"""Figures as a PNG, for the eyes of an author: a pose, a movement as a strip, or a sheet of many.

Needs no display: it draws into memory.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.posing import Movement
from kiosk.preferences import Look
from kiosk.screen import theme
from kiosk.screen.environment import ScreenError, open_window, prepare

if TYPE_CHECKING:
    from PIL import Image

_CAPTION = 26
_INK = {Look.LIGHT: "#20232c", Look.DARK: "#f2f2f2", Look.CONTRAST: "#ffffff"}


@dataclass(frozen=True, slots=True)
class Wish:
    """How figures are to be drawn.

    Attributes:
        cell: Width and height of one picture, in pixels.
        look: The palette.
        build, tone: Which body, from 0.
        mirrored: For the other side.
        columns: How many pictures stand in a row.
    """

    cell: tuple[int, int]
    look: Look = Look.LIGHT
    build: int = 1
    tone: int = 0
    mirrored: bool = False
    columns: int = 4


def draw_sheet(movements: Sequence[Movement], output: Path, wish: Wish) -> None:
    """Draw one picture of each.

    Raises:
        ScreenError: Nothing can be drawn here.
        OSError: The file cannot be written.
    """
    cells = [(_still(each), each.name) for each in movements]
    _write(_rows(cells, wish, movements), output, wish)


def draw_strip(movement: Movement, output: Path, wish: Wish) -> None:
    """Draw a movement at even moments, from its first pose to its last."""
    count = wish.columns
    cells = [(n / (count - 1), f"{n / (count - 1) * movement.length:.1f} s") for n in range(count)]
    _write(_rows(cells, wish, [movement] * count), output, wish, strip=True)


def draw_pose(movement: Movement, output: Path, wish: Wish) -> None:
    """Draw one pose by itself, with nothing around it."""
    _write([[(movement, _still(movement), "")]], output, wish)


def _still(movement: Movement) -> float:
    if not movement.moves:
        return 0.0
    return sum(movement.seconds[: movement.still]) / movement.length


_Cell = tuple[Movement, float, str]


def _rows(
    cells: Sequence[tuple[float, str]], wish: Wish, movements: Sequence[Movement]
) -> list[list[_Cell]]:
    whole = [(movement, *cell) for movement, cell in zip(movements, cells, strict=True)]
    return [whole[n : n + wish.columns] for n in range(0, len(whole), wish.columns)]


def _write(rows: list[list[_Cell]], output: Path, wish: Wish, *, strip: bool = False) -> None:
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    prepare((64, 64))
    open_window()
    try:
        from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  only who draws to a file
    except ImportError as error:
        message = f"Pillow is missing, and pictures are written with it: {error}"
        raise ScreenError(message) from error
    theme.wear(wish.look)
    wide, tall = wish.cell
    captioned = any(caption for row in rows for *_, caption in row)
    high = tall + (_CAPTION if captioned else 0)
    ground = theme.hex_of(theme.LISTEN.wash)
    sheet = Image.new("RGB", (max(len(row) for row in rows) * wide, len(rows) * high), ground)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=15)
    for y, row in enumerate(rows):
        for x, (movement, place, caption) in enumerate(row):
            sheet.paste(_cell(movement, place, wish, ground, strip=strip), (x * wide, y * high))
            middle = (x * wide + wide / 2, y * high + tall + _CAPTION / 2)
            pen.text(middle, caption, fill=_INK[wish.look], font=font, anchor="mm")
    sheet.save(output, "PNG")


def _cell(
    movement: Movement, place: float, wish: Wish, ground: str, *, strip: bool
) -> "Image.Image":
    """One picture, drawn into memory by itself: a GPU's largest picture is soon reached."""
    from kivy.graphics import Color, Rectangle  # noqa: PLC0415  after the environment is set
    from kivy.uix.floatlayout import FloatLayout  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from kiosk.motion import Moment  # noqa: PLC0415
    from kiosk.screen.figure_bake import bake  # noqa: PLC0415
    from kiosk.screen.figure_moving import MovingFigure  # noqa: PLC0415
    from kiosk.screen.figure_wear import palette_of  # noqa: PLC0415

    wide, tall = wish.cell
    field = FloatLayout(size=wish.cell)
    with field.canvas.before:
        Color(*theme.rgba(theme.LISTEN.wash))
        Rectangle(size=field.size)
    margin = round(min(wish.cell) * 0.04)
    size = (wide - 2 * margin, tall - 2 * margin)
    figure: Any = MovingFigure(palette_of(wish.look, wish.tone), size_hint=(None, None), size=size)
    figure.pos = margin, margin
    moment = Moment(place, 0.0, 1 - place, place) if strip else Moment(place)
    figure.show(bake(movement, wish.build), moment, mirrored=wish.mirrored)
    field.add_widget(figure)
    drawn = field.export_as_image().texture
    picture = Image.frombytes("RGBA", (wide, tall), drawn.pixels)
    whole = Image.new("RGBA", (wide, tall), ground)
    whole.alpha_composite(picture)
    return whole.convert("RGB")
