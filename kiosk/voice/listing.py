"""What can speak on this machine, engine by engine, and which voice a language is given."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from kiosk.language import _
from kiosk.voice.choice import choose_voice, primary
from kiosk.voice.engine import (
    AUTO,
    EngineError,
    NoEngineError,
    UnknownVoiceError,
    UnspeakableError,
    VoiceInfo,
)
from kiosk.voice.renderer import Renderer
from kiosk.voice.speech import NO_VOICE, engines


@dataclass(frozen=True, slots=True)
class Listed:
    """A voice that can be chosen.

    Attributes:
        engine: Which engine speaks with it: the first that has it.
        voice: The voice.
        chosen: Whether it speaks its language where nobody prefers another.
    """

    engine: str
    voice: VoiceInfo
    chosen: bool


@contextmanager
def opened(engine: str) -> Iterator[Renderer]:
    """An engine, closed at the end."""
    renderer = Renderer(engine)
    try:
        yield renderer
    finally:
        renderer.close()


def voices(setting: str = AUTO, wanted: Sequence[str] = ()) -> list[Listed]:
    """Every voice that can be chosen, of each engine that answers, the best engine's first.

    Args:
        setting: Which engines, as the settings name them.
        wanted: Voices that the settings name, the one to try first before the others.

    Raises:
        NoEngineError: There is no voice on this machine.
        EngineError: There is one, but it does not answer.
    """
    trouble: EngineError = NoEngineError(_(NO_VOICE))
    found: dict[str, list[VoiceInfo]] = {}
    known: set[str] = set()
    for name in engines(setting):
        try:
            with opened(name) as renderer:
                listed = sorted(renderer.voices(), key=lambda voice: voice.id)
        except NoEngineError:
            continue
        except EngineError as error:
            trouble = error
            continue
        # Two engines share espeak-ng's voices: each is listed once.
        found[name] = [voice for voice in listed if voice.id not in known]
        known |= {voice.id for voice in listed}
    if not known:
        raise trouble
    languages = {primary(each.language) for listed in found.values() for each in listed}
    chosen = {_chosen(found, wanted, language) for language in languages}
    return [
        Listed(name, voice, (name, voice.id) in chosen)
        for name, listed in found.items()
        for voice in listed
    ]


def _chosen(
    found: dict[str, list[VoiceInfo]], wanted: Sequence[str], language: str
) -> tuple[str, str] | None:
    """The engine and voice that a language is given, as `kiosk.voice.speech` goes about it."""
    for name in (*wanted, AUTO):
        for engine, listed in found.items():
            with suppress(UnknownVoiceError, UnspeakableError):
                return engine, choose_voice(listed, name, language).partition("+")[0]
    return None
