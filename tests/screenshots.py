"""Pictures of every screen: `make screenshots`, or `python tests/screenshots.py --help`.

Each screen of `screens.py` in every look, size and language, from fixed data and a clock that goes
by frames: two runs make the same pictures. They lie in `assets/screenshots/SIZE/LOOK-LANGUAGE/`,
with sheets of each folder beside it; the few that the README shows are kept in the repository.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "assets" / "screenshots"
SIZES = "800x480", "1280x800", "720x1280", "1920x1080"
LOOKS = "light", "dark", "contrast"
LANGUAGES = "en", "es"
CHOSEN = {
    "home.png": "1280x800/light-en/home.png",
    "home-dark.png": "1280x800/dark-en/home.png",
    "session.png": "1280x800/light-en/session-pelvic-tilt-hold.png",
    "session-dark.png": "1280x800/dark-en/session-pelvic-tilt-rest.png",
}
"""What the README shows."""
SETTLE_FRAMES = 40
"""A page stands still, and its figures have been built, after fewer."""
THUMB, COLUMNS, PER_SHEET = 400, 4, 20


def main():
    args = parse()
    if args.worker:
        work(args)
        return 0
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        codes = list(pool.map(lambda size: start(args, size), args.sizes))
    for name, source in CHOSEN.items():
        if (args.into / source).is_file() and args.into == FOLDER:
            shutil.copyfile(args.into / source, FOLDER / name)
    made = sum(1 for _ in args.into.glob("*/*/*.png"))
    sys.stdout.write(f"{made} pictures in {args.into}, {time.monotonic() - began:.0f} s\n")
    return max(codes)


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, values in (("sizes", SIZES), ("looks", LOOKS), ("languages", LANGUAGES)):
        parser.add_argument(f"--{name}", nargs="+", default=values, metavar=name[:-1].upper())
    parser.add_argument(
        "--only", nargs="+", metavar="NAME", help="screens by their function's name"
    )
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def start(args, size):
    """One process for each size, since a window keeps the pixels that it opened with."""
    again = [sys.executable, str(Path(__file__).resolve()), "--worker", "--sizes", size]
    again += ["--looks", *args.looks, "--languages", *args.languages, "--into", str(args.into)]
    again += ["--only", *args.only] if args.only else []
    env = {"SDL_VIDEODRIVER": "offscreen", "SCREEN_SIZE": size, "PYTHONPATH": str(HERE.parent)}
    # A time zone and a locale of its own: the same pictures everywhere.
    env |= {"TZ": "Europe/London", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    return subprocess.run(again, env={**os.environ, **env}, check=False).returncode


def work(args):
    import screens  # noqa: PLC0415 -- opens a window of this process's size
    from screen_library import Shipped  # noqa: PLC0415
    from screen_stage import Stage, go_by_frames  # noqa: PLC0415

    width, height = (int(side) for side in args.sizes[0].split("x"))
    shows = [show for show in screens.SHOWN if not args.only or show.__name__ in args.only]
    go_by_frames()
    with tempfile.TemporaryDirectory() as cache, ThreadPoolExecutor(max_workers=1) as writer:
        shipped = Shipped(Path(cache))
        for language in args.languages:
            stage = Stage(
                (width, height),
                Path(cache),
                abouts=shipped.abouts(language),
                plan=lambda name, language=language: shipped.plan(name, language),
            )
            for look in args.looks:
                folder = args.into / args.sizes[0] / f"{look}-{language}"
                if not args.only:
                    shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True, exist_ok=True)
                stage.wear(language=language, look=look)
                made = []
                for name in screens.walk(stage, shows):
                    stage.still(SETTLE_FRAMES)
                    made.append((name, stage.screen.pixels()))
                    writer.submit(save, made[-1][1], folder / f"{name}.png")
                for number, first in enumerate(range(0, len(made), PER_SHEET), 1):
                    save(sheet(made[first : first + PER_SHEET]), sheet_path(folder, number))
            stage.close()


def save(picture, path):
    picture.save(path, compress_level=3)


def sheet_path(folder, number):
    return folder.with_name(f"{folder.name}-{number}.png")


def sheet(pictures):
    """Pictures side by side, small, with their names below."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- comes with what writes the reports

    width, height = pictures[0][1].size
    small = THUMB, round(THUMB * height / width)
    line, gap = 18, 8
    rows = -(-len(pictures) // COLUMNS)
    whole = Image.new(
        "RGB",
        (gap + COLUMNS * (small[0] + gap), gap + rows * (small[1] + line + gap)),
        (128, 128, 128),
    )
    draw = ImageDraw.Draw(whole)
    for at, (name, picture) in enumerate(pictures):
        row, column = divmod(at, COLUMNS)
        left, top = gap + column * (small[0] + gap), gap + row * (small[1] + line + gap)
        whole.paste(picture.resize(small, Image.Resampling.LANCZOS), (left, top))
        draw.text((left + 2, top + small[1] + 2), name, fill=(255, 255, 255))
    return whole


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main())
