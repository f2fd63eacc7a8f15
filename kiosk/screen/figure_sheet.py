"""A contact sheet of figures as a PNG, for the eyes of an author.

python -m kiosk.screen.figure_sheet -o sheet.png [NAME ...]
"""

import argparse
import os
import sys
from pathlib import Path

from kiosk import figures


def main(argv: list[str] | None = None) -> int:
    """Draw the named figures, or all, side by side; give 0, or 2 when a figure is broken."""
    parser = argparse.ArgumentParser(prog="figure_sheet", description="Draw figures to a PNG.")
    parser.add_argument("names", nargs="*", help="figures to draw; all of them when left out")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the PNG to write")
    parser.add_argument("--folder", type=Path, default=figures.FOLDER)
    parser.add_argument("--cell", default="420x300", help="size of one picture in pixels")
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--mirrored", action="store_true", help="draw the other side")
    options = parser.parse_args(argv)
    width, height = (int(part) for part in options.cell.split("x"))
    chosen = options.names or sorted(figures.names(options.folder))
    try:
        for name in chosen:
            figures.load(name, options.folder)
    except figures.FigureError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _draw(chosen, options, (width, height))
    return 0


def _draw(chosen: list[str], options: argparse.Namespace, cell: tuple[int, int]) -> None:
    for key, value in {
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_CONSOLELOG": "1",
        "SDL_VIDEODRIVER": "offscreen",
    }.items():
        os.environ.setdefault(key, value)
    from kivy.config import Config  # noqa: PLC0415  # after the environment is set

    Config.set("graphics", "multisamples", "0")
    from kivy.core.window import Window  # noqa: F401, PLC0415  # opens the GL context
    from kivy.graphics import Color, Rectangle  # noqa: PLC0415
    from kivy.lang import Builder  # noqa: PLC0415
    from kivy.uix.floatlayout import FloatLayout  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    from kiosk.screen.figure import FigureView  # noqa: PLC0415

    wide, tall = cell
    columns = min(options.columns, len(chosen))
    rows = -(-len(chosen) // columns)
    caption = 26
    sheet = FloatLayout(size=(columns * wide, rows * (tall + caption)))
    with sheet.canvas.before:
        Color(0.965, 0.95, 0.92)
        Rectangle(size=sheet.size)
    for n, name in enumerate(chosen):
        x = (n % columns) * wide
        y = sheet.height - (n // columns + 1) * (tall + caption)
        view = FigureView(
            folder=options.folder,
            name=name,
            mirrored=options.mirrored,
            size_hint=(None, None),
            size=(wide, tall),
        )
        view.pos = (x, y + caption)
        label = Label(text=name, color=(0.2, 0.2, 0.25, 1), font_size=15, size_hint=(None, None))
        label.size, label.pos = (wide, caption), (x, y)
        label.texture_update()
        sheet.add_widget(view)
        sheet.add_widget(label)
    sheet.do_layout()
    Builder.sync()  # what a label draws is otherwise put off to the next frame
    sheet.export_to_png(str(options.output))


if __name__ == "__main__":
    sys.exit(main())
