"""The widget shows every figure, whole, smooth and inside its box; measured from pixels."""

# ruff: noqa: E402  # kivy reads its environment when it is first imported

import logging
import os
import struct
import tempfile
import threading
import time
import zlib
from types import SimpleNamespace

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
from kiosk.cli import main
from kiosk.motion import Moment
from kiosk.plan.model import LeadIn, Plan, Segment, SegmentKind
from kiosk.player.model import State, View
from kiosk.preferences import TONES, Look
from kiosk.screen import figure as figure_module
from kiosk.screen import figure_sheet, theme
from kiosk.screen.figure import FigureView
from kiosk.screen.figure_bake import Bakery, bake
from kiosk.screen.figure_flesh import FLESH
from kiosk.screen.figure_moving import MovingFigure
from kiosk.screen.figure_palette import Palette
from kiosk.screen.figure_stage import Stage
from kiosk.screen.figure_wear import Worn, palette_of

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
    (tmp_path / "standing.yaml").write_text((figures.FOLDER / "standing.yaml").read_text())

    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(figure_module.figure_props, "sketch_of", fail)
    pixels, _, _ = shot(figure_view("standing", folder=tmp_path))

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


def test_pictures_that_can_wait_are_built_aside_and_drawn_when_they_are_there(monkeypatch):
    monkeypatch.setattr(figure_module, "_sketches", type(figure_module._sketches)())
    built_on = []
    real = figure_module.figure_props.sketch_of
    monkeypatch.setattr(
        figure_module.figure_props,
        "sketch_of",
        lambda f, flesh: built_on.append(threading.current_thread()) or real(f, flesh),
    )
    kept = [figure_view(name, later=True) for name in ("walk", "breathe", "done")]
    kept[0].name = "standing"  # a card that became another before its figure was there
    assert built_on == []
    deadline = time.monotonic() + 20
    while not all(view._shown for view in kept):
        assert time.monotonic() < deadline
        Clock.tick()
    assert threading.main_thread() not in built_on
    assert [view._shown for view in kept] == [
        figure_module.baked(name) for name in ("standing", "breathe", "done")
    ]
    assert len(built_on) == len(set(built_on)) == 3


def test_where_pictures_go_by_frames_those_that_can_wait_are_drawn_one_a_frame(monkeypatch):
    monkeypatch.setattr(figure_module, "ASIDE", False)
    monkeypatch.setattr(figure_module, "_sketches", type(figure_module._sketches)())
    drawn = []
    real = figure_module.figure_props.sketch_of
    monkeypatch.setattr(
        figure_module.figure_props,
        "sketch_of",
        lambda f, flesh: drawn.append(f.name) or real(f, flesh),
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
        figure_module.figure_props,
        "sketch_of",
        lambda f, flesh: built.append(f.name) or real(f, flesh),
    )
    view = figure_view("walk")
    view.size = (400, 300)
    figure_view("walk", (90, 90))

    assert built == ["walk"]


def moving(name: str, place: float, size=(240, 160), **kwargs) -> bytes:
    figure = MovingFigure(Palette(), size_hint=(None, None), size=size)
    figure.show(bake(figures.movement(name)), Moment(place, **kwargs))
    return shot(figure)[0]


def test_a_movement_begins_and_ends_in_its_poses():
    movement = figures.movement("bridge")
    for place, pose in ((0.0, movement.poses[0]), (1.0, movement.poses[-1])):
        still = shot(figure_view(pose.name))[0]
        moved = moving("bridge", place, arrow=0.0 if place == 0 else 1.0, glow=float(place))
        differing = sum(abs(a - b) > 60 for a, b in zip(still, moved, strict=True))

        assert differing < len(still) * 0.003, pose.name


def test_between_two_baked_steps_the_shader_blends():
    steps = bake(figures.movement("bridge")).steps
    a, b = steps[1].place, steps[2].place
    first, middle, last = (moving("bridge", place) for place in (a, (a + b) / 2, b))

    assert first != middle != last


def test_arrows_and_glows_come_and_go_and_a_breath_lifts_the_belly():
    plain = moving("bridge", 1.0, arrow=0.0, glow=0.0)

    assert plain != moving("bridge", 1.0, arrow=1.0, glow=0.0)
    assert plain != moving("bridge", 1.0, arrow=0.0, glow=1.0)
    assert plain != moving("bridge", 1.0, arrow=0.0, glow=0.0, breath=1.0)


def test_the_mesh_is_filled_anew_only_from_one_step_to_the_next():
    baked = bake(figures.movement("bridge"))
    filled = []
    figure = MovingFigure(Palette(), size_hint=(None, None), size=(240, 160))
    watched = SimpleNamespace(
        **{name: getattr(baked, name) for name in ("box", "indices", "around", "pace")},
        vertices=lambda step: filled.append(step) or baked.vertices(step),
    )
    for n in range(301):
        figure.show(watched, Moment(n / 300))

    assert filled == list(range(len(baked.steps) - 1))


def plan_of(*segments: Segment) -> Plan:
    return Plan("s", "S", "en", segments, (), (), LeadIn(()), "", ())


def seen(segment: Segment, elapsed: int) -> View:
    left = segment.duration_ms - elapsed
    return View(State.PLAYING, segment, 0, elapsed, segment.end_ms, elapsed, left)


HOLD = Segment(0, 20_000, SegmentKind.HOLD, 0, "", figure="bridge")
REPS = Segment(0, 4_000, SegmentKind.REPS, 0, "", figure="bridge", tempo=(2_000, 2_000))


def stage_of(segment: Segment, **worn) -> Stage:
    bakery = Bakery()
    bakery.expect([segment.figure], 1)
    assert bakery.wait(60)
    stage = Stage(bakery, Worn(**worn), size_hint=(None, None), size=(400, 160))
    assert stage.follow(plan_of(segment), seen(segment, 0))
    return stage


def test_a_session_moves_its_figure_with_the_plan():
    stage = stage_of(REPS)
    plan = plan_of(REPS)
    places = []
    for elapsed in (0, 1_000, 2_000, 3_000, 4_000):
        stage.follow(plan, seen(REPS, elapsed))
        places.append(stage.children[0].moment.place)

    assert places == pytest.approx([0, 0.5, 1, 0.5, 0])


def test_what_is_not_baked_yet_leaves_the_figure_before():
    stage = stage_of(HOLD)
    other = Segment(0, 9_000, SegmentKind.HOLD, 0, "", figure="no-such-figure")

    assert stage.follow(plan_of(other), seen(other, 100))
    assert stage.children[0].baked is not None


def test_reduced_motion_shows_both_ends_of_a_repetition_and_the_end_that_is_held():
    both = stage_of(REPS, still=True)
    both.follow(plan_of(REPS), seen(REPS, 1_300))
    held = stage_of(HOLD, still=True)
    held.follow(plan_of(HOLD), seen(HOLD, 9_000))

    left_to_right = sorted(both.children, key=lambda figure: figure.x)
    assert [figure.moment.place for figure in left_to_right] == [0.0, 1.0]
    assert [figure.moment.place for figure in held.children] == [1.0]
    assert held.children[0].moment.breath == 0


@pytest.mark.parametrize("name", [n for n in SHIPPED if figures.movement(n).moves])
@pytest.mark.parametrize("build", range(len(FLESH)))
def test_every_movement_is_one_mesh_from_end_to_end(name, build):
    if build != zlib.crc32(name.encode()) % len(FLESH):
        pytest.skip("one build a movement is enough of a sample")
    baked = bake(figures.movement(name), build)

    places = [step.place for step in baked.steps]
    assert (places[0], places[-1]) == (0, 1)
    assert places == sorted(set(places))


@pytest.mark.parametrize("look", list(Look))
@pytest.mark.parametrize("tone", range(TONES))
def test_skin_and_arrows_stand_out_in_every_look(look, tone):
    palette = palette_of(look, tone)
    wash = theme.hex_of(theme.WORK.wash, look)

    assert theme.contrast(palette.accent, wash) >= 2.5
    assert theme.contrast(palette.shirt, wash) >= 2.5
    assert theme.contrast(palette.shirt, palette.skin) >= 1.15


@pytest.fixture
def elsewhere(monkeypatch):
    monkeypatch.setattr(figure_sheet, "prepare", lambda _size: None)
    monkeypatch.setattr(figure_sheet, "open_window", lambda: None)


def figures_command(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["figures", *map(str, words)])
    return int(left.value.code or 0)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("names", "size"),
    [(["standing"], (120, 80)), (["bridge"], (720, 106)), (["standing", "bridge"], (240, 106))],
)
def test_an_author_gets_a_pose_a_strip_or_a_sheet_as_a_png(tmp_path, names, size, capsys):
    sheet = tmp_path / "sheet.png"

    assert figures_command(*names, "-o", sheet, "--size", "120x80", "--look", "dark") == 0
    raw = sheet.read_bytes()
    assert raw.startswith(b"\x89PNG")
    assert struct.unpack(">II", raw[16:24]) == size
    assert str(sheet) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["wlak", "-o", "x.png"], 'Did you mean "walk"?'),
        (["walk", "-o", "x.gif"], "must end in .png"),
        (["walk", "-o", "x.png", "--size", "9"], 'The size "9" must be width x height'),
        (["walk", "-o", "x.png", "--folder", "nowhere"], "no figures in nowhere"),
        (["walk", "-o", "x.png", "--build", "4"], "--build"),
    ],
)
def test_a_figure_that_cannot_be_drawn_says_why(tmp_path, words, says, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert figures_command(*words) == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
