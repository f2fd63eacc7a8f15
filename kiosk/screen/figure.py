"""A figure on the screen: one mesh, one small texture of paints, scaled to fit its box."""

import logging
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Mesh, PopMatrix, PushMatrix, Scale, Translate
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk import figures
from kiosk.screen import figure_props
from kiosk.screen.figure_flesh import FLESH
from kiosk.screen.figure_palette import PAINTS, Palette, ramp
from kiosk.screen.figure_shapes import Sketch
from kiosk.skeleton import STAGES

log = logging.getLogger(__name__)

Baked = tuple[Sketch, tuple[float, float, float, float]]
Key = tuple[Path, str, int]
ASIDE = True
"""Whether pictures that may come later are built on a thread of their own, one at a time: building
one takes longer than the screen's thread should be held. Where pictures go by frames it is not."""
FEATHER_PX = 1.3
"""How many pixels an edge takes to fade: a little over one hides every step."""
_KEPT = 64

_sketches: OrderedDict[Key, Baked] = OrderedDict()
_textures: dict[Palette, Texture] = {}


def baked(name: str, folder: Path = figures.FOLDER, build: int = 1) -> Baked:
    """Give a figure's shapes and the part of the plane to show, built once; never raises.

    A name that is unknown or a file that is broken gives the placeholder, and is logged once.
    """
    key = (folder, name, build)
    if key not in _sketches:
        _keep(key, _build(key))
    _sketches.move_to_end(key)
    return _sketches[key]


def _keep(key: Key, found: Baked) -> None:
    _sketches[key] = found
    while len(_sketches) > _KEPT:
        _sketches.popitem(last=False)


def _build(key: Key) -> Baked:
    """Build a figure's shapes; may be called on any thread."""
    folder, name, build = key
    try:
        figure = figures.load(name, folder)
        return figure_props.sketch_of(figure, FLESH[build]), STAGES[figure.stage]
    except figures.FigureError as error:
        if name:
            log.warning("%s", error)
    except Exception:
        # A picture is never worth a dead screen.
        log.exception("The figure %r could not be drawn", name)
    return figure_props.placeholder(), STAGES["lying"]


def paints(palette: Palette) -> Texture:
    """Give the texture of a palette, made once."""
    if palette not in _textures:
        width = 32
        texture = Texture.create(size=(width, len(PAINTS)), colorfmt="rgba", mipmap=False)
        texture.blit_buffer(ramp(palette, width), colorfmt="rgba", bufferfmt="ubyte")
        texture.mag_filter = texture.min_filter = "linear"
        texture.wrap = "clamp_to_edge"
        _textures[palette] = texture
    return _textures[palette]


class FigureView(Widget):
    """Shows one figure, as large as its box allows, in the middle of it.

    Attributes:
        name: The figure's name; empty shows the placeholder.
        mirrored: Draw the other side of the person.
        palette: The colours, from the theme.
        build: Which of the builds the person has.
        later: Build the picture aside and draw it in a later frame, one a frame among all that
            wait: for a screen of many cards that should be there at once.
    """

    name = StringProperty("")
    mirrored = BooleanProperty(defaultvalue=False)
    palette = ObjectProperty(Palette())
    later = BooleanProperty(defaultvalue=False)
    build = NumericProperty(1)

    def __init__(self, folder: Path = figures.FOLDER, **kwargs: Any) -> None:
        self.folder = folder
        self._shown: Baked | None = None
        self._feather = 0.0
        super().__init__(**kwargs)
        with self.canvas:
            Color(1, 1, 1, 1)  # the paints are whole; take no tint from what was drawn before
            PushMatrix()
            self._move = Translate(0, 0)
            self._scale = Scale(1, 1, 1)
            self._mesh = Mesh(mode="triangles")
            PopMatrix()
        for prop in ("name", "pos", "size", "mirrored", "palette", "build"):
            self.fbind(prop, self._ask)
        self._ask()

    def _ask(self, *_: Any) -> None:
        if self.later and self.key not in _sketches:
            _queue(self)
        else:
            self.draw_now()

    @property
    def key(self) -> Key:
        """What it shows."""
        return self.folder, self.name, self.build

    def draw_now(self) -> None:
        """Draw at once what `name` and the box ask for."""
        if self.width < 8 or self.height < 8:
            return
        found = baked(self.name, self.folder, self.build)
        left, bottom, right, top = found[1]
        scale = min(
            (self.width - FEATHER_PX) / (right - left), (self.height - FEATHER_PX) / (top - bottom)
        )
        way = -1 if self.mirrored else 1
        self._move.x = self.center_x - way * scale * (left + right) / 2
        self._move.y = self.center_y - scale * (bottom + top) / 2
        self._scale.xyz = (way * scale, scale, 1)
        self._mesh.texture = paints(self.palette)
        feather = FEATHER_PX / scale
        if found is not self._shown or abs(feather / self._feather - 1) > 0.02:
            self._shown, self._feather = found, feather
            self._mesh.vertices = found[0].vertices(feather)
            self._mesh.indices = found[0].indices


_waiting: OrderedDict[FigureView, None] = OrderedDict()
_busy = False


def _queue(view: FigureView) -> None:
    global _busy  # noqa: PLW0603  one picture is built at a time, whoever asks
    _waiting[view] = None
    if not _busy:
        _busy = True
        Clock.schedule_once(_build_next, 0)


def _build_next(_: float) -> None:
    global _busy  # noqa: PLW0603
    if not _waiting:
        _busy = False
        return
    view, _none = _waiting.popitem(last=False)
    key = view.key
    if key in _sketches or not ASIDE:
        _drawn(view)
        return

    def work() -> None:
        found = _build(key)
        Clock.schedule_once(lambda _dt: _built(view, key, found), 0)

    threading.Thread(target=work, name="stills", daemon=True).start()


def _built(view: FigureView, key: Key, found: Baked) -> None:
    _keep(key, found)
    # It may have become another figure since; then it waits again by itself.
    if view.key == key:
        _drawn(view)
    else:
        _build_next(0.0)


def _drawn(view: FigureView) -> None:
    view.draw_now()
    if _waiting:
        Clock.schedule_once(_build_next, 0)
    else:
        _build_next(0.0)
