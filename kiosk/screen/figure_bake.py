"""Movements baked to vertex arrays, away from the screen's thread. No kivy here.

Every step has the same mesh, so the shader blends from one to the next. What is baked is kept in a
store of bounded size.
"""

import logging
import queue
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from kiosk import figures, posing
from kiosk.motion import Pace
from kiosk.posing import Movement
from kiosk.screen import figure_props
from kiosk.screen.figure_flesh import FLESH
from kiosk.skeleton import STAGES, Figure

log = logging.getLogger(__name__)

Floats: TypeAlias = "array[float]"
FLOATS = 13
"""Numbers a vertex: here and its edge, next and its edge, breath, paint, sign."""
_KEPT = 40
_PAUSE = 0.01
"""Seconds between two steps: the screen's thread has its turn."""


@dataclass(frozen=True, slots=True)
class Step:
    """One baked moment: x and y of each vertex, and the direction of its edge."""

    place: float
    shape: tuple[Floats, Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Baked:
    """A movement, ready to be shown.

    Attributes:
        box: The part of the plane to show.
        steps: In order, the first at place 0, the last at 1; of a single pose one.
        lungs: By how much a breath moves each vertex, x and y.
        pace: How it goes by itself.
    """

    box: tuple[float, float, float, float]
    steps: tuple[Step, ...]
    lungs: tuple[Floats, Floats]
    paint: tuple[Floats, Floats]
    signs: Floats
    indices: "array[int]"
    pace: Pace

    def around(self, place: float) -> tuple[int, float]:
        """The step before a place, and how far it is from there to the next."""
        for n, (a, b) in enumerate(pairwise(self.steps)):
            if place < b.place or n == len(self.steps) - 2:
                return n, max(0.0, min(1.0, (place - a.place) / (b.place - a.place)))
        return 0, 0.0

    def vertices(self, step: int) -> Floats:
        """The vertices that lead from a step to the next."""
        here = self.steps[step].shape
        after = self.steps[min(step + 1, len(self.steps) - 1)].shape
        out = array("f", bytes(4 * FLOATS * len(self.signs)))
        columns = (*here, *after, *self.lungs, *self.paint, self.signs)
        for n, column in enumerate(columns):
            out[n::FLOATS] = column
        return out


def bake(movement: Movement, build: int = 1, *, pause: Callable[[], None] = lambda: None) -> Baked:
    """Draw every step of a movement.

    Args:
        movement: What to draw.
        build: Which of the builds.
        pause: Called between two steps.
    """
    flesh = FLESH[build]
    still = movement.picture
    steps: list[Step] = []
    drawn = figure_props.sketch_of(still, flesh)
    pause()
    full = figure_props.sketch_of(still, replace(flesh, breath=1.0))
    lungs = tuple(
        array("f", [b - a for a, b in zip(drawn.outline()[n], full.outline()[n], strict=True)])
        for n in (0, 1)
    )
    for place, figure in _moments(movement):
        pause()
        sketch = figure_props.sketch_of(figure, flesh)
        if sketch.size != drawn.size or sketch.indices != drawn.indices:
            message = f"the steps of {movement.name} are not one mesh"
            raise ValueError(message)
        steps.append(Step(place, sketch.outline()))
    return Baked(
        box=STAGES[movement.stage],
        steps=tuple(steps),
        lungs=(lungs[0], lungs[1]),
        paint=drawn.paint(),
        signs=drawn.signs(),
        indices=drawn.indices,
        pace=_pace(movement),
    )


def _moments(movement: Movement) -> Iterator[tuple[float, Figure]]:
    """Every step's place and figure, all with the signs, eyes and hands of the still pose."""
    still = movement.picture
    if not movement.moves:
        yield 0.0, still
        return
    poses = [_alike(pose, movement) for pose in movement.poses]
    yield 0.0, poses[0]
    gone = 0.0
    for (a, b), seconds in zip(pairwise(poses), movement.seconds, strict=True):
        count = posing.steps_between(a, b)
        for n in range(1, count + 1):
            share = n / count
            place = (gone + seconds * share) / movement.length
            yield (1.0 if b is poses[-1] and n == count else place), posing.between(a, b, share)
        gone += seconds


def _alike(pose: Figure, movement: Movement) -> Figure:
    still = movement.picture
    person, model = pose.person, still.person
    if person is None or model is None:
        return pose
    styles = {
        key: replace(style, fist=model.styles[key].fist) for key, style in person.styles.items()
    }
    folds = {
        key: max(each.person.folds.get(key, 0.0) for each in movement.poses if each.person)
        for key in person.folds
    }
    same = replace(person, styles=styles, eyes=model.eyes, folds=folds)
    return replace(pose, person=same, arrows=still.arrows, glows=still.glows)


def _pace(movement: Movement) -> Pace:
    if not movement.moves:
        return Pace()
    loop = movement.poses[0].name == movement.poses[-1].name
    top = sum(movement.seconds[: movement.still]) / movement.length if loop else 1.0
    return Pace(movement.seconds, top or 1.0, loop)


class Bakery:
    """Bakes what is asked for on a thread of its own, the last asked for first."""

    def __init__(self, folder: Path = figures.FOLDER) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._done: OrderedDict[tuple[str, int], Baked | None] = OrderedDict()
        self._asked: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._rest = threading.Event()

    def get(self, name: str, build: int) -> Baked | None:
        """What is baked already, or None; never waits."""
        with self._lock:
            found = self._done.get((name, build))
            if found is not None:
                self._done.move_to_end((name, build))
            return found

    def expect(self, names: Iterable[str], build: int) -> None:
        """Bake these, in order, unless they are known."""
        wanted = [(name, build) for name in dict.fromkeys(names) if name]
        with self._lock:
            wanted = [key for key in wanted if key not in self._done]
            if not wanted:
                return
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="figures", daemon=True)
                start = True
            else:
                start = False
            for key in wanted:
                self._asked.put(key)
        if start:
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until all that was asked for is baked; for tests and pictures."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
            return not thread.is_alive()
        return True

    def _run(self) -> None:
        while True:
            with self._lock:
                try:
                    key = self._asked.get_nowait()
                except queue.Empty:
                    self._thread = None
                    return
                if key in self._done:
                    continue
            found = self._bake(key)
            with self._lock:
                self._done[key] = found
                while len(self._done) > _KEPT:
                    self._done.popitem(last=False)

    def _bake(self, key: tuple[str, int]) -> Baked | None:
        name, build = key
        try:
            movement = figures.movement(name, self._folder)
            return bake(movement, build, pause=self._yield)
        except figures.FigureError as error:
            log.warning("%s", error)
        except Exception:
            # A picture is never worth a dead session.
            log.exception("The figure %r could not be baked", name)
        return None

    def _yield(self) -> None:
        self._rest.wait(_PAUSE)
