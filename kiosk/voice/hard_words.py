"""Where the lists of hard words are, for whoever needs to know no more of them."""

from pathlib import Path
from typing import Final

HARD_WORDS: Final = Path(__file__).resolve().parent.parent.parent / "assets" / "pronunciation"
"""A list for each language, ``LANGUAGE.toml``; see `kiosk.voice.pronunciation`."""
