"""`kiosk figures`: pictures of the figures, for who writes them."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import click

from kiosk.cli.errors import UserError
from kiosk.language import _
from kiosk.preferences import BUILDS, TONES, Look
from kiosk.script.problems import did_you_mean
from kiosk.why import why

_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
_LARGEST = 4096
_MOMENTS = 6


@click.command("figures")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help=_("The PNG file to write."),
)
@click.option("--mirrored", is_flag=True, help=_("Draw the other side."))
@click.option(
    "--look", type=click.Choice([str(look) for look in Look]), default="light", help=_("Colours.")
)
@click.option(
    "--build", type=click.IntRange(1, BUILDS), default=2, help=_("Body: 1 slim to 3 broad.")
)
@click.option(
    "--tone", type=click.IntRange(1, TONES), default=1, help=_("Skin: 1 light to 3 dark.")
)
@click.option("--size", help=_("Pixels of one picture, such as 1280x800."))
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help=_("Where the figures are, if not those that come with the kiosk."),
)
def command(
    *,
    names: tuple[str, ...],
    output: Path,
    mirrored: bool,
    look: str,
    build: int,
    tone: int,
    size: str | None,
    folder: Path | None,
) -> None:
    """Draw NAME as a PNG: a movement becomes a strip of moments; several, or all, a sheet."""
    from kiosk import figures  # noqa: PLC0415 -- a command imports what it needs

    logging.basicConfig(level=logging.ERROR)
    if output.suffix.lower() != ".png":
        raise UserError(
            _("{output} must end in .png: that is the one kind of picture written here.").format(
                output=output
            )
        )
    cell = _cell(size)
    folder = folder or figures.FOLDER
    known = sorted(figures.names(folder))
    if not known:
        raise UserError(_("There are no figures in {folder}.").format(folder=folder))
    for name in names:
        if name not in known:
            raise UserError(
                _('There is no figure "{name}" in {folder}. {hint}')
                .format(name=name, folder=folder, hint=did_you_mean(name, known))
                .strip()
            )
    try:
        movements = [figures.movement(name, folder) for name in names or known]
    except figures.FigureError as error:
        raise UserError(str(error)) from None
    from kiosk.screen.environment import ScreenError  # noqa: PLC0415
    from kiosk.screen.figure_sheet import Wish, draw_pose, draw_sheet, draw_strip  # noqa: PLC0415

    one = movements[0] if len(movements) == 1 else None
    usual = (420, 300) if one is None else (480, 320) if one.moves else (1280, 800)
    columns = 4 if one is None else _MOMENTS
    wish = Wish(cell or usual, Look(look), build - 1, tone - 1, mirrored, columns)
    try:
        if one is None:
            draw_sheet(movements, output, wish)
        elif one.moves:
            draw_strip(one, output, wish)
        else:
            draw_pose(one, output, wish)
    except ScreenError as error:
        raise UserError(str(error)) from None
    except OSError as error:
        raise UserError(
            _("{file} cannot be written: {reason}.").format(file=output, reason=why(error))
        ) from None
    about = one.about if one else str(len(movements))
    click.echo(f"{output}: {about}")


def _cell(size: str | None) -> tuple[int, int] | None:
    if size is None:
        return None
    found = _SIZE.fullmatch(size.strip())
    cell = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(32 <= side <= _LARGEST for side in cell):
        raise UserError(
            _('The size "{size}" must be width x height in pixels, such as 1280x800.').format(
                size=size
            )
        )
    return cell
