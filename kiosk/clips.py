"""What the voice hands to the sound room: finished speech on disk."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from kiosk.tone import Tone
from kiosk.units import Millis

SAMPLE_RATE = 48_000
"""Samples a second of every clip and of the stream: what HDMI and USB sinks run at."""


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text to be spoken, and how.

    Attributes:
        text: What is said, with every placeholder filled in, as it is shown.
        language: A two-letter code, such as ``en``.
        tone: How it is said.
        pronounce: How its session says words, in pairs of a word and how it sounds.
    """

    text: str
    language: str = "en"
    tone: Tone = Tone.PLAIN
    pronounce: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Clip:
    """A rendered line: mono 16-bit WAV at `SAMPLE_RATE`, levelled and trimmed of silence."""

    path: Path
    duration_ms: Millis


Clips: TypeAlias = Mapping[Line, Clip]
"""The clips of one session. A line that could not be rendered is absent."""
