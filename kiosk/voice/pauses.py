"""The pauses of an engine that hardly leaves any, or too long ones: made as a person leaves them.

hibari says "Breathe in, and let it go" in one breath (75 ms at the comma, nothing at a dash) and
waits 0.7 s between sentences. Its phonemes may hold dots, which make it draw breath inside its own
melody; the silence that comes of them is then set to its length. Measured over eleven sentences at
three speeds: silences so marked last 130 to 395 ms, those before a "t" or a "p" up to 70 ms.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from kiosk.units import SECOND, Millis

Samples: TypeAlias = npt.NDArray[np.float32]

COMMA_MS: Final[Millis] = 200
BREAK_MS: Final[Millis] = 250
"""At a colon, a semicolon, a dash or an ellipsis."""
STOP_MS: Final[Millis] = 400
"""Between two sentences."""

_SIGN: Final = re.compile(r"\s*([,;:—…])[,;:—….]*\s+(?=\S)")
_MARK: Final = "...  "
"""What a sign becomes in the phonemes. Of six marks and of parts spoken one by one, a recogniser
misheard this the least: 8 of 2,336 words, and 14 with the signs as they were."""
EDGE_MS: Final[Millis] = 30
"""What is left at the ends of a piece of speech."""
_FRAME_MS: Final = 5
_LEAST_MS: Final = 75
"""A shorter silence is the stop of a consonant."""
_SILENT_DB: Final = -45.0
"""Below the loudest frame."""


def marked(phonemes: str) -> tuple[str, list[Millis]]:
    """A sentence's phonemes with its pauses marked, and how long each is to be."""
    wanted: list[Millis] = []

    def mark(found: re.Match[str]) -> str:
        wanted.append(_lasts_ms(found[1]))
        return _MARK

    return _SIGN.sub(mark, phonemes), wanted


def parts(phonemes: str) -> list[tuple[str, Millis]]:
    """A sentence's phonemes cut at its pauses, each part with the pause that follows it."""
    found, at = [], 0
    for sign in _SIGN.finditer(phonemes):
        found.append((f"{phonemes[at : sign.start()]},", _lasts_ms(sign[1])))
        at = sign.end()
    return [*found, (phonemes[at:], 0)]


def _lasts_ms(sign: str) -> Millis:
    return COMMA_MS if sign == "," else BREAK_MS


def after(phonemes: str) -> Millis:
    """How long it is silent after a sentence, or a part that one was cut into."""
    return COMMA_MS if phonemes.rstrip().endswith((",", ";", ":", "—")) else STOP_MS


def shaped(samples: Samples, rate: int, wanted: list[Millis]) -> Samples | None:
    """Speech with its longest silences as long as wanted, in their order.

    Returns:
        None where there are fewer silences within than are wanted, as after a word like "two".
    """
    frame = rate * _FRAME_MS // SECOND
    found = sorted(_silences(samples, frame), key=lambda each: each[0] - each[1])[: len(wanted)]
    if len(found) < len(wanted):
        return None
    pieces: list[Samples] = []
    at = 0
    for (begin, end), ms in zip(sorted(found), wanted, strict=True):
        # What dies away and what begins stays; the middle, where nothing is, is cut or filled.
        half = min(end - begin, rate * ms // SECOND) // 2
        pieces += [samples[at : begin + half], silence(rate, ms - 2 * half * SECOND / rate)]
        at = end - half
    return np.concatenate([*pieces, samples[at:]])


def trimmed(samples: Samples, rate: int) -> Samples:
    """Speech without the silence at its ends, but for `EDGE_MS`: a "p" begins below it."""
    frame = rate * _FRAME_MS // SECOND
    loud = np.nonzero(~_silent(samples, frame))[0]
    if not len(loud):
        return samples[:0]
    edge = rate * EDGE_MS // SECOND
    return samples[max(0, int(loud[0]) * frame - edge) : (int(loud[-1]) + 1) * frame + edge]


def between(rate: int, ms: float) -> Samples:
    """The silence that makes a pause of what two trimmed pieces have at their ends."""
    return silence(rate, ms - 2 * EDGE_MS)


def silence(rate: int, ms: float) -> Samples:
    """Nothing, for so long."""
    return np.zeros(max(0, round(rate * ms / SECOND)), dtype=np.float32)


def _silences(samples: Samples, frame: int) -> list[tuple[int, int]]:
    """Where it is silent within, as pairs of the first sample and the one past the last."""
    silent = _silent(samples, frame)
    loud = np.nonzero(~silent)[0]
    gaps: Any = np.nonzero(np.diff(loud) > 1)[0]
    found = [(int(loud[gap] + 1) * frame, int(loud[gap + 1]) * frame) for gap in gaps]
    return [(a, b) for a, b in found if b - a >= frame * _LEAST_MS // _FRAME_MS]


def _silent(samples: Samples, frame: int) -> npt.NDArray[np.bool_]:
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame)
    power = np.einsum("ij,ij->i", frames, frames) / frame
    quiet = power.max(initial=1e-12) * 10.0 ** (_SILENT_DB / 10.0)
    return np.asarray(power < quiet)
