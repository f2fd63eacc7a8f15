"""What the microphone hears of an order, over what; and hours of what is no order.

A person's speech is at -32 dB of full scale in its active parts, what is over it as many dB below
or above that as its name says. The kiosk's own cues go out through a loudspeaker that bends loud
sound, arrive 30 ms late through the room, and run 50 millionths slow.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import soxr

from kiosk.files import check_file
from kiosk.orders import PHRASES, Order
from kiosk.plan.build import lines
from kiosk.voice.hibari_engine import HibariMaker

from .rooms import ROOMS, Room, active_level, anywhere, heard_in, loudspeaker, person
from .talkers import KEPT, MANNERS, RATE, ROOT, VOICES, Manner, Voice, here, keep, take

SPEECH: Final = 10 ** (-32 / 20)
QUIET: Final = 10 ** (-72 / 20)
"""A quiet room's own noise."""
DRIFT: Final = 50e-6
LATE_S: Final = 0.03
_AFTER_S: Final = 1.2
_CUE_RATE: Final = 24_000


class Kind(StrEnum):
    """What is over the speech."""

    NOTHING = "room"
    BABBLE = "babble"
    WHITE = "white"
    CUES = "own cues"


@dataclass(frozen=True, slots=True)
class Condition:
    """What an order is said over, and how many dB it is above that."""

    kind: Kind
    snr_db: int = 0

    @property
    def name(self) -> str:
        return self.kind if self.kind is Kind.NOTHING else f"{self.kind} {self.snr_db} dB"


CONDITIONS: Final = (
    Condition(Kind.NOTHING),
    *(Condition(Kind.BABBLE, db) for db in (20, 10, 5)),
    *(Condition(Kind.WHITE, db) for db in (20, 10, 5)),
    *(Condition(Kind.CUES, db) for db in (0, -10)),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One order, as somebody says it somewhere."""

    order: Order
    phrase: str
    voice: Voice
    manner: Manner
    room: Room
    seed: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What is heard, and what is played meanwhile.

    Attributes:
        heard: At the microphone, without the loudspeaker; 16 kHz.
        echo: What the loudspeaker adds to it while it is not softened.
        played: What the mixer gives to the loudspeaker, 48 kHz of its own clock.
        ends_s: When the last word ends.
    """

    heard: np.ndarray
    echo: np.ndarray
    played: np.ndarray
    ends_s: float = 0.0


def orders(*, held_out: bool, manners: int = len(MANNERS)) -> list[Said]:
    """Every phrase of every order, by every voice that is here, in a room each."""
    rooms = [room for room in ROOMS if room.held_out is held_out]
    voices = [voice for voice in VOICES if voice.held_out is held_out and here(voice)]
    found = [
        (order, phrase, voice, manner)
        for order, phrases in PHRASES["en"].items()
        for phrase in phrases
        for voice in voices
        for manner in MANNERS[:manners]
    ]
    return [
        Said(*what, room=rooms[number % len(rooms)], seed=number + 100_000 * held_out)
        for number, what in enumerate(found)
    ]


def scene(said: Said, condition: Condition) -> Scene:
    """An order in its room, over something that was there before it."""
    rng = np.random.default_rng([said.seed, 1])
    word = take(said.voice, said.phrase, said.manner)
    tail = int(said.room.rt60_s * 0.5 * RATE)
    word = heard_in(np.pad(word, (0, tail)), person(said.room, rng))
    word *= SPEECH / active_level(word)
    lead_s = 12.0 if condition.kind is Kind.CUES else 3.5
    lead_s += rng.uniform(0, 1)
    first, length = int(lead_s * RATE), len(word) + int((lead_s + _AFTER_S) * RATE)
    heard = quiet(length, rng)
    heard[first : first + len(word)] += word
    level = SPEECH * 10 ** (-condition.snr_db / 20)
    seconds = length / RATE
    echo, played = np.zeros(length, np.float32), np.zeros(0, np.float32)
    match condition.kind:
        case Kind.BABBLE:
            over = babble(seconds, said.room, rng, held_out=said.voice.held_out)
            heard += over[:length] * level / active_level(over)
        case Kind.WHITE:
            heard += level * rng.standard_normal(length).astype(np.float32)
        case Kind.CUES:
            played = cues(seconds + 1, rng)
            echo = echo_of(played, said.room, level)[:length]
        case _:
            pass
    return Scene(heard, echo, played, (first + len(word) - tail) / RATE)


def quiet(length: int, rng: np.random.Generator) -> np.ndarray:
    """A room in which nobody is."""
    return (QUIET * rng.standard_normal(length)).astype(np.float32)


def echo_of(played: np.ndarray, room: Room, level: float) -> np.ndarray:
    """What the microphone hears of what is played, at a level, by the microphone's own clock."""
    there = soxr.resample(played, 48_000, RATE * (1 + DRIFT))
    there = np.tanh(2 * there) / 2
    there = np.concatenate((np.zeros(int(LATE_S * RATE), np.float32), there))
    echo = heard_in(there, loudspeaker(room))
    return np.asarray(echo * level / active_level(echo), dtype=np.float32)


# --- speech that goes on


def strung(
    pieces: Iterator[np.ndarray],
    seconds: float,
    rng: np.random.Generator,
    pauses_s: tuple[float, float],
) -> np.ndarray:
    """Pieces one after another with pauses, for so long."""
    parts: list[np.ndarray] = []
    length, wanted = 0, int(seconds * RATE)
    while length < wanted:
        pause = np.zeros(int(RATE * rng.uniform(*pauses_s)), np.float32)
        parts += [next(pieces), pause]
        length += len(parts[-2]) + len(pause)
    return np.concatenate(parts)[:wanted]


def sentences() -> list[str]:
    """What people may say to one another, some of it with the words of orders in it."""
    text = (ROOT / "tests" / "earset" / "talk.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def talk(seconds: float, rng: np.random.Generator, *, held_out: bool) -> np.ndarray:
    """One voice after another says a sentence; levelled, with no room about it."""
    said = sentences()
    voices = [voice for voice in VOICES if voice.held_out is held_out and here(voice)]

    def pieces() -> Iterator[np.ndarray]:
        while True:
            voice, line = voices[rng.integers(len(voices))], int(rng.integers(len(said)))
            one = take(voice, said[line], MANNERS[line % len(MANNERS)])
            yield one * SPEECH / active_level(one)

    return strung(pieces(), seconds, rng, (0.15, 1.8))


def babble(seconds: float, room: Room, rng: np.random.Generator, *, held_out: bool) -> np.ndarray:
    """Six people who talk at once, each from a place of theirs."""
    return np.sum(
        [heard_in(talk(seconds, rng, held_out=held_out), anywhere(room, rng)) for _ in range(6)],
        axis=0,
        dtype=np.float32,
    )


@functools.cache
def cue_texts() -> tuple[str, ...]:
    """Every line of every shipped session."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "sessions").glob("*.yaml")):
        script = check_file(path, 4000).script
        if script is not None:
            found |= dict.fromkeys(lines(script, language="en", breath_ms=4000))
    return tuple(found)


@functools.cache
def _maker() -> HibariMaker:
    return HibariMaker()


@functools.lru_cache(maxsize=512)
def cue(text: str) -> np.ndarray:
    """A line as the kiosk's own voice says it, at 24 kHz."""
    path = KEPT / "cues" / f"{hashlib.sha256(text.encode()).hexdigest()[:24]}.npy"
    if not path.exists():
        keep(path, np.frombuffer(_maker().say(text, "heart", 0.906), "<i2") / 32767)
    return np.load(path).astype(np.float32) / np.float32(32767)


def cues(seconds: float, rng: np.random.Generator) -> np.ndarray:
    """The kiosk's own cues, hardly a pause between them, at 48 kHz."""
    texts = cue_texts()
    parts: list[np.ndarray] = []
    length, wanted = 0, int(seconds * _CUE_RATE)
    while length < wanted:
        pause = np.zeros(int(_CUE_RATE * rng.uniform(0.3, 1.5)), np.float32)
        parts += [cue(texts[rng.integers(len(texts))]), pause]
        length += len(parts[-2]) + len(pause)
    whole = np.concatenate(parts)[:wanted]
    return np.asarray(soxr.resample(whole, _CUE_RATE, 48_000), dtype=np.float32)
