"""An engine's samples as the file that it owes."""

import wave
from pathlib import Path


def write(samples: bytes, rate: int, into: Path) -> None:
    """Write mono 16-bit samples of so many a second."""
    with wave.open(str(into), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples)
