"""The registry of figures: one YAML file a pose, read strictly, solved to joints.

No drawing here and no kivy: the checker asks `names`, the screen asks `load`.
The form of a file is described in ``assets/figures/README.md``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.skeleton import Limb, Point, Trunk, View

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "figures"
"""The figures that come with the kiosk."""

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
STAGES: Mapping[str, tuple[float, float, float, float]] = {
    "lying": (-100.0, -9.0, 100.0, 88.0),
    "sitting": (-88.0, -10.0, 88.0, 148.0),
    "standing": (-66.0, -8.0, 66.0, 184.0),
    "tall": (-84.0, -8.0, 84.0, 212.0),
}
"""What part of the plane is shown (left, bottom, right, top), the same for poses alike."""

_MAX_BYTES = 16_384


class FigureError(ValueError):
    """A figure that cannot be read; the message is one sentence for its author."""


@dataclass(frozen=True, slots=True)
class LimbStyle:
    """How a limb is drawn, beside where it is.

    Attributes:
        behind: An arm drawn behind the trunk and the head.
        fist: A hand that grips.
        planted: A foot whose whole sole is on the ground, at this height; None when it is not.
        toes: In a front view, whether the foot points at the viewer or is seen from its side.
    """

    behind: bool = False
    fist: bool = False
    planted: float | None = None
    toes: str = "front"


@dataclass(frozen=True, slots=True)
class Person:
    """The one body of a figure, solved to joints."""

    view: View
    trunk: Trunk
    limbs: Mapping[str, Limb]
    styles: Mapping[str, LimbStyle]
    angles: Mapping[str, float]
    arch: float = 1.5
    eyes: str = "open"


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing beside, under or in the hands of the person."""

    kind: str
    at: Point
    layer: str
    numbers: Mapping[str, float]
    path: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Glow:
    """A highlighted area: an ellipse, turned by ``turn`` degrees."""

    at: Point
    size: Point
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture: a person, what is around them, and what to notice.

    Attributes:
        name: Its file's stem.
        about: What it shows, in a sentence, for people who cannot see it.
        stage: The part of the plane that is shown; a key of `STAGES`.
        person: The body, or None when only things are shown.
        props: In the order they are drawn.
        arrows: Each a smooth path from its tail to its head.
        glows: Highlighted areas.
    """

    name: str
    about: str
    stage: str
    person: Person | None
    props: tuple[Prop, ...] = ()
    arrows: tuple[tuple[Point, ...], ...] = ()
    glows: tuple[Glow, ...] = ()


def names(folder: Path = FOLDER) -> frozenset[str]:
    """Give the names of the figures in a folder without reading them; none if it is not there."""
    try:
        stems = [path.stem for path in folder.iterdir() if path.suffix == ".yaml"]
    except OSError:
        return frozenset()
    return frozenset(stem for stem in stems if NAME.fullmatch(stem))


def load(name: str, folder: Path = FOLDER) -> Figure:
    """Read one figure and solve its pose.

    Raises:
        FigureError: There is no such figure, or its file breaks the form.
    """
    if not NAME.fullmatch(name):
        raise FigureError(f"{name[:60]!r} is not a figure's name: use a-z, 0-9 and single hyphens.")
    path = folder / f"{name}.yaml"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FigureError(f"There is no figure {name!r} in {folder}.") from error
    if len(raw) > _MAX_BYTES:
        raise FigureError(f"{path.name} is larger than {_MAX_BYTES} bytes; a pose needs far fewer.")
    # Only who draws a pose needs YAML and the reader; the checker needs names alone.
    from kiosk import figure_form  # noqa: PLC0415

    try:
        return figure_form.read(name, raw)
    except figure_form.SlipError as slip:
        raise FigureError(f"{path.name}: {slip}.") from slip
