"""The ring that time eats away. Its form tells the kind of moment to whoever cannot see colours."""

from __future__ import annotations

from kivy.graphics import Rectangle, RenderContext

from kiosk.screen.moods import Form
from kiosk.screen.piece import Piece
from kiosk.screen.theme import LINE, Colour, rgba

_FORMS = {form: float(number) for number, form in enumerate(Form)}

_SHADER = """
$HEADER$
uniform vec2 extent;
uniform float thickness;
uniform float gone;
uniform float form;
uniform vec4 ink;
uniform vec4 track;

const float TURN = 6.283185307;
const float OPENING = 0.55;

float box(vec2 at, float half_side, float radius) {
    vec2 out_by = abs(at) - vec2(half_side - radius);
    return length(max(out_by, 0.0)) + min(max(out_by.x, out_by.y), 0.0) - radius;
}

float head(vec2 at, float size) {
    // An arrow's head that points along x, its foot at the origin.
    return max(max(-at.x, at.x - size), abs(at.y) - 0.72 * (size - at.x));
}

void main(void) {
    vec2 at = vec2(tex_coord0.x - 0.5, 0.5 - tex_coord0.y) * extent;
    float half_width = thickness * 0.5;
    float outer = min(extent.x, extent.y) * 0.5 - 1.0;
    float radius = outer - half_width;
    float off = length(at) - radius;
    float band = abs(off) - half_width;
    float angle = atan(at.x, at.y);
    if (angle < 0.0) angle += TURN;
    float along = angle;
    float caps = 1000.0;
    float begin = gone * TURN;

    if (form < 0.5) {
        // A closed ring with round ends.
        vec2 tip = radius * vec2(sin(begin), cos(begin));
        caps = min(distance(at, tip), distance(at, vec2(0.0, radius))) - half_width;
    } else if (form < 1.5) {
        // A thin ring around a disc, which stays.
        caps = length(at) - (radius - half_width * 2.6);
    } else if (form < 2.5) {
        // Beads.
        float cell = TURN / 20.0;
        float within = (mod(angle, cell) - cell * 0.5) * radius;
        band = length(vec2(off, within)) - half_width;
        along = (floor(angle / cell) + 0.5) * cell;
    } else if (form < 3.5) {
        // Open below: time runs from one end to the other.
        float from_gap = mod(angle - 0.5 * TURN - OPENING + TURN, TURN);
        along = from_gap / (TURN - 2.0 * OPENING) * TURN;
        vec2 left_end = radius * vec2(-sin(OPENING), -cos(OPENING));
        vec2 right_end = vec2(-left_end.x, left_end.y);
        float ends = min(distance(at, left_end), distance(at, right_end)) - half_width;
        if (along > TURN) band = ends;
        if (along > TURN) along = distance(at, left_end) < distance(at, right_end) ? 0.0 : TURN;
    } else if (form < 4.5) {
        // Two arrows that chase one another.
        float size = thickness * 2.0;
        radius -= thickness * 0.8;
        float reach = size / radius;
        float half_turn = mod(angle, 0.5 * TURN);
        float gap = max(half_turn - (0.5 * TURN - reach * 0.1), reach * 1.2 - half_turn);
        band = max(abs(length(at) - radius) - half_width, gap * radius);
        float tops = head(at - vec2(-size * 0.15, radius), size);
        float feet = head(-at - vec2(-size * 0.15, radius), size);
        if (tops < 1.0) along = TURN;
        if (feet < 1.0) along = 0.5 * TURN;
        band = min(band, min(tops, feet));
    } else if (form < 5.5) {
        // Dashes: nothing is asked yet.
        float cell = TURN / 16.0;
        float within = abs(mod(angle, cell) - cell * 0.5) * radius;
        band = max(band, within - cell * radius * 0.3);
    } else {
        // A square with round corners: time stands still.
        band = abs(box(at, radius, radius * 0.4)) - half_width;
    }
    float arc = along >= begin ? band : 1000.0;
    if (form < 1.5) arc = min(arc, caps);
    float filled = (1.0 - smoothstep(-0.7, 0.7, arc));
    if (form < 0.5 || form > 1.5) filled *= step(gone, 0.9999);
    float under = 1.0 - smoothstep(-0.7, 0.7, band);
    vec4 colour = mix(track, ink, filled);
    gl_FragColor = vec4(colour.rgb, colour.a * max(under, filled));
}
"""
"""Signed distances, so that every form is smooth at every size."""

_THICKNESS = {Form.PRESS: 0.045, Form.REST: 0.05, Form.LISTEN: 0.05, Form.PAUSED: 0.05}
"""In shares of the ring's size, where it is not the usual."""


class Ring(Piece):
    """A ring that is eaten away clockwise as time goes by.

    Attributes:
        gone: The share of the time that has gone.
        form: Which of the forms it has.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gone = 0.0
        self.form = Form.HOLD
        self._drawn = (-1.0, "")
        self._context = RenderContext(
            fs=_SHADER, use_parent_projection=True, use_parent_modelview=True
        )
        with self._context:
            self._rectangle = Rectangle()
        self._context["gone"] = 0.0
        self._context["form"] = 0.0
        self._context["thickness"] = 1.0
        self._context["extent"] = (1.0, 1.0)
        self._context["track"] = rgba(LINE)
        self._context["ink"] = rgba(LINE)
        self.canvas.add(self._context)

    def shape(self, form: Form) -> None:
        """Take another form."""
        if form is not self.form:
            self.form = form
            self._context["form"] = _FORMS[form]
            self._fit()

    def show(self, gone: float, ink: Colour) -> None:
        """Show how much of the time has gone, from 0 to 1.

        A change of less than a third of a pixel along the ring is not drawn.
        """
        steps = max(1.0, min(self.size) * 3.14159 * 3)
        wanted = min(1.0, round(max(0.0, gone) * steps) / steps) if gone < 1 else 1.0
        if (wanted, ink) == self._drawn:
            return
        if ink != self._drawn[1]:
            self._context["ink"] = rgba(ink)
        self._drawn = wanted, ink
        self.gone = wanted
        self._context["gone"] = float(wanted)

    def arrange(self) -> None:
        """Fill the box with the quad."""
        self._rectangle.pos = self.pos
        self._rectangle.size = self.size
        self._context["extent"] = (float(self.width), float(self.height))
        self._fit()

    @property
    def inside(self) -> float:
        """The diameter of what the ring leaves free, in pixels."""
        reach = 4.4 if self.form is Form.CHANGE else 2.6
        return float(min(self.size)) - reach * self._thick()

    def _thick(self) -> float:
        return float(max(5.0, min(self.size) * _THICKNESS.get(self.form, 0.07)))

    def _fit(self) -> None:
        self._context["thickness"] = self._thick()
