"""How long a text takes to say, guessed without saying it.

The checker asks whether cues fit before anything is rendered; a plan for a listener is always
made from the true lengths of clips. A text of 45 characters takes 5 us.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from kiosk.plan import estimate_en, estimate_es
from kiosk.plan.estimate_fit import FITTED_RATE
from kiosk.plan.reading import in_words
from kiosk.units import Millis

_FITS: Final = {"en": estimate_en.FIT, "es": estimate_es.FIT}


def estimator(language: str, rate: int = FITTED_RATE) -> Callable[[str], Millis]:
    """What guesses the length of a text in a language; as for English where it is not known."""
    return partial(_guess_ms, language, rate)


def estimate_ms(text: str, rate: int = FITTED_RATE) -> Millis:
    """How long a text takes in English; see `kiosk.plan.estimate_fit.Fit.guess_ms`."""
    return _guess_ms("en", rate, text)


def _guess_ms(language: str, rate: int, text: str) -> Millis:
    # By its words, as the voice is given them: "10 s" is said as "ten seconds".
    return _FITS.get(language, estimate_en.FIT).guess_ms(in_words(text, language), rate)
