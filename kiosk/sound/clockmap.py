"""Which frame of the stream is heard at which millisecond. Pure: fed with times, reads no clock.

The device has its own crystal: 48,000 frames of it are a second give or take 200 millionths, and
the only news of it are the times at which it asks for more. Such a call may come late, when the
machine is busy, but never early. So for every call the time at which frame 0 would have been heard
is reckoned (its *origin*); late calls lie above the true origin, prompt ones on it, and the lower
edge of the cloud is the truth. The edge is a straight line, since a crystal drifts slowly: among
all lines below the cloud the one that lies closest on the whole, which is the edge of the lower
hull above the middle of the window.

The origin in use follows that line only when it has strayed by more than a dead band, and then
glides, so that the spacing of cues is exact for most of the time and is never off by a jolt. A true
jump (the device starved, or the machine slept) is taken over at once.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

BLOCK_MS = 250.0
"""Of the calls in such a stretch only the promptest counts."""

WINDOW_BLOCKS = 120
"""How many blocks the line is laid under: 30 s."""

SLOPE_BLOCKS = 40
"""Under fewer (10 s) the line is laid level: a slope would be more noise than drift."""

DEAD_BAND_MS = 0.25
CLOSE_MS = 0.02
"""A glide ends this near to the line."""

GLIDE = 0.002
"""How many ms the origin may move in one ms: some times what the worst crystal asks for."""

JUMP_MS = 20.0
STEP_MS = 2.0
STEP_BLOCKS = 8
"""A shift of `STEP_MS` that lasts for so many blocks (2 s) is one, and no lateness of calls."""

DOUBT_BLOCKS = 4

EARLY_MS = 4.0
"""A call this far below the line is no better luck than before: the device skipped ahead."""

WORST_DRIFT = 0.0003
"""No sound device is further off than 300 millionths; a steeper line is noise."""


@dataclass(frozen=True, slots=True)
class _Prompt:
    """The promptest call of a block: its time, the origin it gives, the latency it was told."""

    at_ms: float
    origin_ms: float
    latency_ms: float


class ClockMap:
    """Turns milliseconds of the clock into frames of one stream."""

    def __init__(self, rate: int) -> None:
        self._per_ms = rate / 1000
        self._window: deque[_Prompt] = deque(maxlen=WINDOW_BLOCKS)
        self._best: _Prompt | None = None
        self._block_ends_ms = 0.0
        self._followed_ms = 0.0
        self._origin_ms = 0.0
        self._latency_ms = 0.0
        self._line = (0.0, 0.0, 0.0)
        self._gliding = False
        self._settled = False
        self._jumps = 0
        self._doubt = 0

    @property
    def settled(self) -> bool:
        """Whether the stream runs evenly, so that a frame's time can be told.

        A device first swallows a buffer at once and may start long after; until two blocks in a
        row agree, nothing is placed.
        """
        return self._settled

    @property
    def jumps(self) -> int:
        """How often the origin was taken anew since the stream settled."""
        return self._jumps

    def fed(self, frame: int, now_ms: float, latency_ms: float) -> None:
        """Note that the device asks at `now_ms` for what begins at `frame`.

        Args:
            frame: How many frames it has had before.
            now_ms: The monotonic clock.
            latency_ms: How long after a prompt call its first frame is heard, as the device says.
        """
        call = _Prompt(now_ms, now_ms - frame / self._per_ms, latency_ms)
        if self._best is None:
            self._best = call
            self._block_ends_ms = now_ms + BLOCK_MS
            return
        if now_ms >= self._block_ends_ms:
            self._close_block(self._best)
            self._best = call
            self._block_ends_ms = now_ms + BLOCK_MS
        elif call.origin_ms <= self._best.origin_ms:
            self._best = call
        if self._settled and call.origin_ms < self._expected(now_ms) - JUMP_MS:
            self._anchor([call])
        self._follow(now_ms)

    def frame_at(self, ms: float) -> int:
        """Return the frame that is heard at `ms`."""
        # The origin is rounded, not the sum: whole milliseconds apart stay whole frames apart.
        origin = round((self._origin_ms + self._latency_ms) * self._per_ms)
        return round(ms * self._per_ms) - origin

    def ms_at(self, frame: int) -> float:
        """Return when `frame` is heard."""
        return frame / self._per_ms + self._origin_ms + self._latency_ms

    def starved(self) -> None:
        """Note that the device ran dry: for the next second a smaller shift is believed."""
        self._doubt = DOUBT_BLOCKS

    def _expected(self, at_ms: float) -> float:
        since, origin, slope = self._line
        return origin + slope * (at_ms - since)

    def _close_block(self, best: _Prompt) -> None:
        last = self._window[-1] if self._window else None
        if not self._settled:
            if last is not None and abs(best.origin_ms - last.origin_ms) < JUMP_MS:
                self._anchor([last, best])
                self._settled = True
            else:
                self._window.append(best)
            return
        strays = best.origin_ms - self._expected(best.at_ms)
        self._doubt = max(0, self._doubt - 1)
        if strays > (STEP_MS if self._doubt else JUMP_MS) or strays < -EARLY_MS:
            self._anchor([best])
            return
        self._window.append(best)
        self._take_step()
        self._line = self._lay_line(best.at_ms)

    def _take_step(self) -> None:
        """Believe a small shift once every block of the last while shows it, and all agree."""
        recent = list(self._window)[-STEP_BLOCKS:]
        strays = [block.origin_ms - self._expected(block.at_ms) for block in recent]
        if len(recent) == STEP_BLOCKS and min(strays) > max(
            STEP_MS, 2 * (max(strays) - min(strays))
        ):
            self._anchor(recent)

    def _anchor(self, blocks: list[_Prompt]) -> None:
        """Forget the past, and take the origin from `blocks` alone."""
        self._window.clear()
        self._window.extend(blocks)
        lowest = min(blocks, key=lambda block: block.origin_ms)
        self._line = (lowest.at_ms, lowest.origin_ms, 0.0)
        self._jumps += self._settled
        self._origin_ms = lowest.origin_ms
        self._latency_ms = lowest.latency_ms
        self._gliding = False

    def _lay_line(self, now_ms: float) -> tuple[float, float, float]:
        """Return the line under the window: a time, the origin there, and its slope."""
        points = [(block.at_ms - now_ms, block.origin_ms) for block in self._window]
        if len(points) < SLOPE_BLOCKS:
            lowest = min(origin for _, origin in points)
            return now_ms, lowest, 0.0
        middle = sum(x for x, _ in points) / len(points)
        left, right = _hull_edge(points, middle)
        slope = (right[1] - left[1]) / (right[0] - left[0])
        slope = max(-WORST_DRIFT, min(WORST_DRIFT, slope))
        # Where the slope was held back, the line still lies under every point.
        origin = min(y - slope * x for x, y in points)
        return now_ms, origin, slope

    def _follow(self, now_ms: float) -> None:
        elapsed, self._followed_ms = now_ms - self._followed_ms, now_ms
        if not self._settled:
            return
        strays = self._expected(now_ms) - self._origin_ms
        if abs(strays) > DEAD_BAND_MS:
            self._gliding = True
        if not self._gliding:
            return
        if abs(strays) <= CLOSE_MS:
            self._gliding = False
            return
        reach = GLIDE * elapsed
        self._origin_ms += max(-reach, min(reach, strays))


def _hull_edge(
    points: list[tuple[float, float]],
    middle: float,
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the two corners of the lower hull between which `middle` lies; x must rise."""
    hull: list[tuple[float, float]] = []
    for x, y in points:
        while len(hull) > 1:
            (ax, ay), (bx, by) = hull[-2], hull[-1]
            if (bx - ax) * (y - ay) > (by - ay) * (x - ax):
                break
            hull.pop()
        hull.append((x, y))
    right = next((i for i, (x, _) in enumerate(hull) if x >= middle), len(hull) - 1)
    right = max(right, 1)
    return hull[right - 1], hull[right]
