"""Measure, and print a table: `python -m tests.bench [NAME...] [--quick] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from .helpers import CannotMeasureError, Options, load, machine, say
from .report import MISSED, Row, as_data, table

Group = tuple[str, Sequence[Row]]

BENCHES = {
    "onsets": "Onsets of 60 cues, recorded from a null sink's monitor, against the plan",
    "reaction": "From a person's pause to silence",
    "screen": "Cold start, idling and memory of home, beside a bare Kivy window",
    "smooth": "The screen while sessions play: frames, processor, memory over 2,000 of them",
    "many": "Start-up with many sessions, beside few",
    "checking": "Checking scripts, beside merely parsing them",
    "tap": "From tap to first word",
    "speech": "Rendering speech",
    "player": "The player without a clock",
    "dose": "The dose rule and its record, short and long",
    "ears": "The ears on synthetic voices in rooms, noise and over the kiosk's own cues",
    "words": "Words misheard in every line of the shipped sessions, by an offline recogniser",
}
"""The name of each and what it measures, in the order of measuring."""


def main() -> int:
    names = "\n".join(f"  {name:10} {what}" for name, what in BENCHES.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        epilog=f"What can be measured:\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="all of them when left out")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter samples")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the same as JSON")
    args = parser.parse_args()
    if unknown := [name for name in args.names if name not in BENCHES]:
        parser.error(f"there is no {unknown[0]!r}; there is: {', '.join(BENCHES)}")
    facts = machine()
    groups: list[Group] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        # No settings and no cache of this machine reach what is measured, and none are left.
        os.environ["XDG_CONFIG_HOME"] = f"{folder}/config"
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        for name in [name for name in BENCHES if name in args.names or not args.names]:
            place = Path(folder) / name
            place.mkdir()
            groups.append(_measure(name, Options(args.quick, place)))
            # What has been measured is kept, whatever happens to the rest.
            _keep(args.json, groups, facts)
    facts["load after"] = load()
    facts["quick"] = args.quick
    sys.stdout.write("\n" + _heading(facts) + "\n\n" + table(groups) + "\n")
    missed = sum(row.verdict == MISSED for _, rows in groups for row in rows)
    aims = sum(row.met is not None for _, rows in groups for row in rows)
    sys.stdout.write(f"\n{aims - missed} of {aims} aims met.\n")
    _keep(args.json, groups, facts)
    return 0


def _keep(file: Path | None, groups: Sequence[Group], facts: dict[str, object]) -> None:
    if file:
        file.write_text(json.dumps(as_data(groups, facts), indent=2) + "\n", "utf-8")


def _measure(name: str, options: Options) -> Group:
    """Measure one thing; what cannot be measured here says why and hides nothing else."""
    title = BENCHES[name]
    say(f"{name}: {title} ...")
    before, began = load(), time.monotonic()
    try:
        run: Callable[[Options], list[Row]] = import_module(f".{name}", __package__).run
        rows = run(options)
    except CannotMeasureError as error:
        rows = [Row("not measured", float("nan"), note=str(error))]
    except Exception as error:  # noqa: BLE001 - the others' numbers do not go with it
        traceback.print_exc()
        rows = [Row("not measured", float("nan"), note=f"{type(error).__name__}: {error}")]
    took = time.monotonic() - began
    return f"{title} [{name}; {took:.0f} s; load average {before}, then {load()}]", rows


def _heading(facts: dict[str, object]) -> str:
    return (
        f"{facts['cpu']}, {facts['cores']} cores, Python {facts['python']}, {facts['system']}\n"
        f"load average (1 min, 5 min) {facts['load']} before, {facts['load after']} after"
        + ("; quick: samples are few" if facts["quick"] else "")
    )


if __name__ == "__main__":
    sys.exit(main())
