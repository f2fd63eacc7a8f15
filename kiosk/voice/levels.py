"""What every clip is brought to. Constants alone, so that any process may read them cheaply."""

DSP_VERSION = 3
"""Part of every clip's key: raise it when anything here or in `kiosk.voice.dsp` changes."""

TARGET_DBFS = -20.0
"""Root mean square of the stretches in which somebody speaks.

As loud as 19 dB of crest leaves room for. Of the shipped lines one in forty has more in the neural
voice, and one in seven in the Spanish one: the few milliseconds of such a peak are turned down, or
those lines would be up to 3 dB softer than the others.
"""

CEILING_DBFS = -1.0
"""The highest peak. A decibel is left for what a later resampling adds between the samples."""

LEAD_MS = 5
"""Silence left before the first sound: enough for a fade-in that eats no consonant."""

TAIL_MS = 30
"""What is left after the last sound: the room in which a vowel dies away, and a fade-out."""

SILENCE_DB = -50.0
"""Below the loudest 5 ms this is silence. espeak-ng's own is exact zeros; an ``f`` is at -40."""

GATE_DB = -15.0
"""Frames this far below the mean of all frames that sound do not count as speech."""
