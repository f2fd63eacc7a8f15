"""The registry of figures: one YAML file a pose, read strictly, solved to joints.

No drawing here and no kivy: the checker asks `names`, the screen asks `load`.
The form of a file is described in ``assets/figures/README.md``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import posing
from kiosk.posing import Movement
from kiosk.skeleton import Figure

if TYPE_CHECKING:
    from kiosk.figure_form import Sequel

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "figures"
"""The figures that come with the kiosk."""

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MAX_BYTES = 16_384


class FigureError(ValueError):
    """A figure that cannot be read; the message is one sentence for its author."""


def names(folder: Path = FOLDER) -> frozenset[str]:
    """Give the names of the figures in a folder without reading them; none if it is not there."""
    try:
        stems = [path.stem for path in folder.iterdir() if path.suffix == ".yaml"]
    except OSError:
        return frozenset()
    return frozenset(stem for stem in stems if NAME.fullmatch(stem))


def load(name: str, folder: Path = FOLDER) -> Figure:
    """Read one figure and solve its pose; of a movement, the pose it shows when it stands still.

    Raises:
        FigureError: There is no such figure, or its file breaks the form.
    """
    return movement(name, folder).picture


def movement(name: str, folder: Path = FOLDER) -> Movement:
    """Read one figure as a movement: a single pose is one that stands still.

    Raises:
        FigureError: There is no such figure, or its file, or that of a pose, breaks the form.
    """
    found = _read(name, folder)
    if isinstance(found, Figure):
        return Movement(found.name, found.about, found.stage, (found,))
    poses: list[Figure] = []
    for pose in found.poses:
        one = _read(pose, folder)
        if not isinstance(one, Figure):
            raise FigureError(f"{name}.yaml: {pose!r} is a movement itself; name its poses.")
        if poses and (why := posing.mismatch(poses[-1], one)):
            raise FigureError(f"{name}.yaml: {why}.")
        poses.append(one)
    stage = poses[0].stage
    return Movement(name, found.about, stage, tuple(poses), found.seconds, found.still)


def _read(name: str, folder: Path) -> Figure | Sequel:
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
