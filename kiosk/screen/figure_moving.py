"""A figure that moves: two baked steps in one mesh, blended by the shader.

A frame costs a few numbers handed to the shader; from one step to the next the mesh is filled
anew. Nothing is drawn or solved here.
"""

from typing import Any

from kivy.graphics import Mesh, PopMatrix, PushMatrix, RenderContext, Scale, Translate
from kivy.uix.widget import Widget

from kiosk.motion import Moment
from kiosk.screen.figure import FEATHER_PX, paints
from kiosk.screen.figure_bake import Baked
from kiosk.screen.figure_palette import Palette

_SHADER = """
$HEADER$
attribute vec2 vEdge;
attribute vec2 vNext;
attribute vec2 vNextEdge;
attribute vec2 vLungs;
attribute float vSign;
uniform float share;
uniform float breath;
uniform float feather;
uniform float arrow;
uniform float glow;

void main(void) {
    vec2 edge = mix(vEdge, vNextEdge, share) * feather;
    vec2 at = mix(vPosition, vNext, share) + vLungs * breath + edge;
    float clear = vSign < 0.5 ? 1.0 : (vSign < 1.5 ? arrow : glow);
    frag_color = vec4(1.0, 1.0, 1.0, opacity * clear);
    tex_coord0 = vTexCoords0;
    gl_Position = projection_mat * modelview_mat * vec4(at, 0.0, 1.0);
}
"""
_FORM = [
    (b"vPosition", 2, "float"),
    (b"vEdge", 2, "float"),
    (b"vNext", 2, "float"),
    (b"vNextEdge", 2, "float"),
    (b"vLungs", 2, "float"),
    (b"vTexCoords0", 2, "float"),
    (b"vSign", 1, "float"),
]


class MovingFigure(Widget):
    """Shows one moment of a baked movement, as large as its box allows.

    Attributes:
        baked: What is shown.
        mirrored: Whether it is shown for the other side.
        moment: The moment shown.
    """

    def __init__(self, palette: Palette, **kwargs: Any) -> None:
        self.baked: Baked | None = None
        self.mirrored = False
        self.moment = Moment()
        self._step = -1
        super().__init__(**kwargs)
        self._context = RenderContext(
            vs=_SHADER, use_parent_projection=True, use_parent_modelview=True
        )
        with self._context:
            PushMatrix()
            self._move = Translate(0, 0)
            self._scale = Scale(1, 1, 1)
            self._mesh = Mesh(mode="triangles", fmt=_FORM, texture=paints(palette))
            PopMatrix()
        for name in ("share", "breath", "feather"):
            self._context[name] = 0.0
        self._context["arrow"] = self._context["glow"] = 1.0
        self.canvas.add(self._context)
        for prop in ("pos", "size"):
            self.fbind(prop, self._fit)

    def show(self, baked: Baked, moment: Moment, *, mirrored: bool = False) -> None:
        """Show a moment of a movement."""
        if baked is not self.baked or mirrored != self.mirrored:
            if baked is not self.baked:
                self._step = -1
                self._mesh.indices = baked.indices
            self.baked, self.mirrored = baked, mirrored
            self._fit()
        elif moment == self.moment:
            return
        self.moment = moment
        step, share = baked.around(moment.place)
        if step != self._step:
            self._step = step
            self._mesh.vertices = baked.vertices(step)
        context = self._context
        context["share"] = float(share)
        context["breath"] = float(moment.breath)
        context["arrow"] = float(moment.arrow)
        context["glow"] = float(moment.glow)

    def _fit(self, *_: Any) -> None:
        if self.baked is None or self.width < 8 or self.height < 8:
            return
        left, bottom, right, top = self.baked.box
        scale = min(
            (self.width - FEATHER_PX) / (right - left), (self.height - FEATHER_PX) / (top - bottom)
        )
        way = -1 if self.mirrored else 1
        self._move.x = self.center_x - way * scale * (left + right) / 2
        self._move.y = self.center_y - scale * (bottom + top) / 2
        self._scale.xyz = (way * scale, scale, 1)
        self._context["feather"] = float(FEATHER_PX / scale / 2)
