"""The registry of figures: one YAML file a pose, read strictly, solved to joints.

No drawing here and no kivy: the checker asks `names`, the screen asks `load`.
The form of a file is described in ``assets/figures/README.md``.
"""

import re
from pathlib import Path

from kiosk.skeleton import Figure

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
