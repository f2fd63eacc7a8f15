"""The loudspeaker as the rest of the kiosk sees it, and a fake of it that is working code."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Protocol

from kiosk.clips import Clip
from kiosk.plan.chimes import CHIME_MS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from kiosk.sound.samples import Samples
    from kiosk.units import Millis

    Played: TypeAlias = Callable[[float, Samples], None]

LOUDEST = 100
"""The top of the volume scale; each ten steps sound about equally far apart."""


class Loudspeaker(Protocol):
    """Where clips and chimes are heard.

    It is made asleep and holds nothing then; `start` wakes it and `sleep` lets it go, any number of
    times. Awake it never falls silent to the device, so that no first word is clipped.

    Times are on the clock ``time.monotonic_ns() // 1_000_000``. No call raises because a device
    is missing or broken: the session goes on in writing, and `notice` says so.
    """

    def start(self) -> None:
        """Wake up; returns at once. To wake one that is awake changes nothing."""

    def sleep(self) -> None:
        """Let go of the device and of what was loaded; returns at once.

        What sounds ends, what was to come is forgotten. Asleep it costs nothing, misses no device
        and has no notice; the volume stays.
        """

    def wait_until_running(self, seconds: float) -> bool:
        """Wait until sound is heard in its place; say whether it is.

        Without a device, or asleep, at once.
        """

    def load(self, clips: Iterable[Clip]) -> None:
        """Read clips into memory ahead of a session; may take a second.

        What an earlier call brought and this one does not name is let go. A clip that cannot be
        read is left out and logged.
        """

    def play(self, sound: Clip | str, at_ms: Millis, key: int) -> None:
        """Let a clip, or the chime of that name, be heard with its first sample at `at_ms`.

        Ask at least 250 ms ahead and it is there to the sample. Asked too late it is heard whole
        as soon as can be, or, when that is too late to make sense, not at all.

        Args:
            sound: A clip that was loaded, or a chime's name.
            at_ms: When, on the clock above.
            key: A number that no other sound of this session has.
        """

    def cut(self, fade_ms: Millis) -> None:
        """Fade out whatever sounds now, and forget all that was to come."""

    def set_volume(self, volume: int) -> None:
        """Set the volume, 0 to `LOUDEST`."""

    def soften(self, *, softly: bool) -> None:
        """Sound 12 dB softer while somebody speaks to the kiosk, or as loud as before."""

    def on_played(self, listener: Played | None) -> None:
        """Tell somebody what is played, on the device's own thread: it must only be noted there.

        Args:
            listener: Called with the clock's ms at which a block's first sample is heard, and the
                block, which is overwritten once it returns; None ends it.
        """

    @property
    def notice(self) -> str:
        """One sentence for the person while there is no sound and what to do; else empty."""

    def close(self) -> None:
        """Fall silent and let go of the device; may take a second. Safe to call twice."""


SOFT = 0.25
"""The factor while somebody speaks: 12 dB less."""


_own_keys = count(1)


def own_key() -> int:
    """A key for a sound of no session: below zero, and never given twice."""
    return -next(_own_keys)


def gain_of(volume: int) -> float:
    """Return the factor for a volume: the square, since ears hear loudness that way."""
    return (min(max(volume, 0), LOUDEST) / LOUDEST) ** 2


def length_ms(sound: Clip | str) -> Millis:
    """Return how long a clip or a chime lasts.

    Raises:
        KeyError: There is no chime of that name.
    """
    return CHIME_MS[sound] if isinstance(sound, str) else sound.duration_ms


@dataclass(frozen=True, slots=True)
class Heard:
    """What a listener heard of one sound."""

    sound: Clip | str
    key: int
    start_ms: Millis
    end_ms: Millis


@dataclass(slots=True)
class FakeLoudspeaker:
    """A `Loudspeaker` without sound: it notes what would be heard, and objects to misuse.

    Attributes:
        now: The clock, in ms; it must never go back.
        heard: What is or will be heard, in the order of asking; what is cut is shortened or gone.
        loaded: What is in memory.
        notice: Set it to play a missing loudspeaker.
        asleep: Whether it was put to sleep since it was last woken.
    """

    now: Callable[[], Millis]
    heard: list[Heard] = field(default_factory=list)
    loaded: frozenset[Clip] = frozenset()
    notice: str = ""
    volume: int = LOUDEST
    asleep: bool = False
    closed: bool = False
    soft: bool = False
    listener: Played | None = None
    _keys: set[int] = field(default_factory=set)

    def start(self) -> None:
        """Be awake."""
        self._check_open()
        self.asleep = False

    def sleep(self) -> None:
        """Be asleep: hold nothing, sound no more."""
        self.cut(0)
        self.loaded = frozenset()
        self.asleep = True

    def wait_until_running(self, seconds: float) -> bool:
        """Say whether there is a loudspeaker that is awake."""
        self._check_open()
        if seconds < 0:
            raise AssertionError("nobody can wait for less than nothing")
        return not self.notice and not self.asleep

    def load(self, clips: Iterable[Clip]) -> None:
        """Note what is in memory."""
        self._check_open()
        self.loaded = frozenset(clips)

    def play(self, sound: Clip | str, at_ms: Millis, key: int) -> None:
        """Note a sound."""
        self._check_open()
        if self.asleep:
            raise AssertionError("nothing is heard of a loudspeaker that sleeps")
        if key in self._keys:
            raise AssertionError(f"the key {key} was used before")
        if isinstance(sound, Clip) and sound not in self.loaded:
            raise AssertionError(f"{sound.path} was never loaded")
        self._keys.add(key)
        if not self.notice:
            start = max(at_ms, self.now())
            self.heard.append(Heard(sound, key, start, start + length_ms(sound)))

    def cut(self, fade_ms: Millis) -> None:
        """Shorten what sounds, forget what was to come."""
        self._check_open()
        if fade_ms < 0:
            raise AssertionError("a fade cannot be shorter than nothing")
        now = self.now()
        self.heard = [
            Heard(one.sound, one.key, one.start_ms, min(one.end_ms, now + fade_ms))
            if one.end_ms > now
            else one
            for one in self.heard
            if one.start_ms < now
        ]

    def set_volume(self, volume: int) -> None:
        """Note the volume."""
        self._check_open()
        if not 0 <= volume <= LOUDEST:
            raise AssertionError(f"a volume of {volume} is not between 0 and {LOUDEST}")
        self.volume = volume

    def soften(self, *, softly: bool) -> None:
        """Note it."""
        self._check_open()
        self.soft = softly

    def on_played(self, listener: Played | None) -> None:
        """Note who listens."""
        self.listener = listener

    def close(self) -> None:
        """Note that nothing may follow."""
        self.closed = True

    def _check_open(self) -> None:
        if self.closed:
            raise AssertionError("the loudspeaker was closed before")
