"""The widget shows every figure, whole, smooth and inside its box; measured from pixels."""

# ruff: noqa: E402  # kivy reads its environment when it is first imported

import logging
import os
import tempfile

for key, value in {
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_HOME": tempfile.mkdtemp(prefix="kivy-home-"),
    "SDL_VIDEODRIVER": "offscreen",
}.items():
    os.environ.setdefault(key, value)

import pytest
from kivy.clock import Clock
from kivy.core.window import Window  # noqa: F401  # opens the GL context
from kivy.graphics import Color, Rectangle
from kivy.uix.floatlayout import FloatLayout

from kiosk import figures
from kiosk.screen import figure as figure_module
from kiosk.screen.figure import FigureView
from kiosk.screen.figure_palette import Palette
from kiosk.screen.figure_sheet import main as draw_sheet

SHIPPED = sorted(figures.names())
MARGIN = 24
BOXES = [(240, 160), (120, 300)]


def shot(view: FigureView, paper: tuple[float, ...] | None = None) -> tuple[bytes, int, int]:
    """Draw a view in a field larger than its box; give RGBA, width and height, top row first."""
    width, height = int(view.width) + 2 * MARGIN, int(view.height) + 2 * MARGIN
    field = FloatLayout(size=(width, height))
    if paper:
        with field.canvas.before:
            Color(*paper)
            Rectangle(size=field.size)
    view.size_hint = (None, None)
    view.pos = (MARGIN, MARGIN)
    field.add_widget(view)
    pixels = field.export_as_image().texture.pixels
    field.remove_widget(view)
    return pixels, width, height


def figure_view(name: str, size: tuple[int, int] = (240, 160), **kwargs) -> FigureView:
    return FigureView(name=name, size_hint=(None, None), size=size, **kwargs)


@pytest.mark.parametrize("size", BOXES)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_figure_is_drawn_inside_its_box(name, size):
    pixels, width, height = shot(figure_view(name, size))
    alpha = pixels[3::4]
    solid = 0
    for row in range(height):
        line = alpha[row * width : (row + 1) * width]
        if MARGIN <= row < height - MARGIN:
            assert not any(line[:MARGIN])
            assert not any(line[-MARGIN:])
            solid += sum(1 for a in line if a > 250)
        else:
            assert not any(line), f"row {row} lies outside the box"

    assert solid > size[0] * size[1] * 0.02


@pytest.mark.parametrize("name", SHIPPED)
def test_mirrored_is_the_mirror_image(name):
    plain, width, height = shot(figure_view(name))
    mirror, _, _ = shot(figure_view(name, mirrored=True))
    differing = 0
    for row in range(height):
        start = row * width * 4
        for x in range(width):
            here = start + 4 * x
            there = start + 4 * (width - 1 - x)
            if abs(plain[here + 3] - mirror[there + 3]) > 48 or (
                plain[here + 3] > 250
                and sum(abs(plain[here + k] - mirror[there + k]) for k in range(3)) > 120
            ):
                differing += 1

    assert differing < width * height * 0.002


def test_edges_fade_instead_of_stepping():
    pixels, _, _ = shot(figure_view("standing", (300, 300)))
    alpha = pixels[3::4]
    between = sum(1 for a in alpha if 16 < a < 240)

    assert between > 200


def test_no_seam_shows_where_shapes_of_one_colour_meet():
    # All paints alike: any seam inside the body would let the paper through.
    one = Palette(**dict.fromkeys(Palette.__dataclass_fields__, "#ffffff"))
    pixels, width, height = shot(figure_view("standing", (300, 300), palette=one), (0, 0, 0, 1))
    shades = bytearray(pixels[0::4])
    middle = width // 2
    # Down the middle, from the crown to the hips, nothing may be darker than the darkest shade.
    column = [shades[row * width + middle] for row in range(height)]
    top = next(row for row, shade in enumerate(column) if shade > 200)
    hips = top + int((height - 2 * MARGIN) * 0.45)

    assert min(column[top + 2 : hips]) > 120


@pytest.mark.parametrize("text", [None, "about: [", "about: x\nstage: nope\n", b"\xff\xff"])
def test_an_unknown_or_broken_figure_shows_the_placeholder(tmp_path, text, caplog):
    if text is not None:
        raw = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "broken.yaml").write_bytes(raw)
    with caplog.at_level(logging.WARNING):
        broken, _, _ = shot(figure_view("broken", folder=tmp_path))
        figure_view("broken", folder=tmp_path)
    nothing, _, _ = shot(figure_view(""))

    assert broken == nothing
    assert any(broken)
    assert len([r for r in caplog.records if "broken" in r.getMessage()]) == 1


def test_a_figure_whose_drawing_fails_shows_the_placeholder(monkeypatch, tmp_path, caplog):
    (tmp_path / "walk.yaml").write_text((figures.FOLDER / "walk.yaml").read_text())

    def fail(_figure):
        raise ZeroDivisionError

    monkeypatch.setattr(figure_module.figure_props, "sketch_of", fail)
    pixels, _, _ = shot(figure_view("walk", folder=tmp_path))

    assert pixels == shot(figure_view(""))[0]
    assert "could not be drawn" in caplog.text


def test_a_new_name_or_side_is_drawn_at_once():
    view = figure_view("standing")
    before = shot(view)[0]
    view.name = "chair-sit"
    after = shot(view)[0]
    view.mirrored = True

    assert before != after
    assert shot(view)[0] != after


def test_the_palette_colours_the_figure_and_what_is_behind_does_not():
    red = Palette(shirt="#ff0000")
    view = figure_view("standing", (300, 300), palette=red)
    pixels, _, _ = shot(view, (0.2, 0.9, 0.4, 1))

    assert any(pixels[i : i + 3] == b"\xff\x00\x00" for i in range(0, len(pixels), 4))


def test_pictures_that_can_wait_are_drawn_one_a_frame(monkeypatch):
    monkeypatch.setattr(figure_module, "_sketches", type(figure_module._sketches)())
    drawn = []
    real = figure_module.figure_props.sketch_of
    monkeypatch.setattr(
        figure_module.figure_props, "sketch_of", lambda f: drawn.append(f.name) or real(f)
    )
    kept = [figure_view(name, later=True) for name in ("walk", "breathe", "done")]

    assert drawn == []
    counts = []
    for _ in range(4):
        Clock.tick()
        counts.append(len(drawn))
    assert counts[-1] == len(kept)
    assert all(b - a <= 1 for a, b in zip([0, *counts], counts, strict=False))


def test_one_figure_is_built_once_for_all_sizes(monkeypatch):
    monkeypatch.setattr(figure_module, "_sketches", type(figure_module._sketches)())
    built = []
    real = figure_module.figure_props.sketch_of
    monkeypatch.setattr(
        figure_module.figure_props, "sketch_of", lambda f: built.append(f.name) or real(f)
    )
    view = figure_view("walk")
    view.size = (400, 300)
    figure_view("walk", (90, 90))

    assert built == ["walk"]


def test_an_author_gets_a_sheet_of_pictures_as_a_png(tmp_path):
    sheet = tmp_path / "sheet.png"

    assert draw_sheet(["walk", "breathe", "-o", str(sheet), "--cell", "120x80"]) == 0
    assert sheet.read_bytes().startswith(b"\x89PNG")
    assert len(sheet.read_bytes()) > 2000


def test_a_sheet_of_an_unknown_figure_says_so_and_writes_nothing(tmp_path, capsys):
    sheet = tmp_path / "sheet.png"

    assert draw_sheet(["wlak", "-o", str(sheet)]) == 2
    assert "There is no figure 'wlak'" in capsys.readouterr().err
    assert not sheet.exists()
