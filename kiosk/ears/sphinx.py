"""PocketSphinx: for boards on which Whisper is too much. Only used in a child process.

It knows the phrases alone and hears one of them in everything: where Whisper writes down what was
said, this writes down the nearest order. It is told so to the operator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kiosk.ears.recogniser import NoRecogniserError
from kiosk.language import ENGLISH
from kiosk.orders import PHRASES

if TYPE_CHECKING:
    from kiosk.ears.recogniser import Samples

NAME: Final = "pocketsphinx"
_FILLERS: Final = ("um", "the", "and", "you", "yes", "no", "a", "to", "of", "it", "is", "that")
"""Words to land on for what is no order."""


class Sphinx:
    """The decoder, its model from its own package.

    Raises:
        NoRecogniserError: The package is not here, or does not know the language.
    """

    name = NAME

    def __init__(self, language: str = ENGLISH) -> None:
        if language != ENGLISH:
            raise NoRecogniserError("PocketSphinx knows English only.")
        try:
            from pocketsphinx import Decoder  # noqa: PLC0415

            self._decoder: Any = Decoder(samprate=16_000, loglevel="FATAL")
            known = [
                phrase
                for forms in PHRASES["en"].values()
                for phrase in forms
                if all(self._decoder.lookup_word(word) for word in phrase.split())
            ]
            fillers = " | ".join(_FILLERS)
            grammar = (
                "#JSGF V1.0;\ngrammar orders;\n"
                f"public <order> = {' | '.join(known)} | <talk>;\n<talk> = ({fillers})+;\n"
            )
            self._decoder.add_jsgf_string("orders", grammar)
            self._decoder.activate_search("orders")
        except Exception as error:  # as for any wheel
            raise NoRecogniserError(f"PocketSphinx does not open: {error}.") from error

    def hear(self, samples: Samples) -> str:
        """The phrase that is nearest to what was said."""
        sound = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        self._decoder.start_utt()
        self._decoder.process_raw(sound, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return str(found.hypstr) if found is not None else ""
