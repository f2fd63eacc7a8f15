"""Which voice speaks: the one asked for, or the best for the language."""

import difflib
import re
from collections.abc import Sequence

from kiosk.voice.engine import AUTO, UnknownVoiceError, UnspeakableError, VoiceInfo

# American English is the clearest of espeak-ng's voices by a speech recogniser's word errors, and
# "heart" is the voice that hibari's package brings and that was measured.
_PREFERRED = {"en": ("gmw/en-us", "hibari/heart")}
_ALIASES = {"cmn": "zh", "nob": "nb", "no": "nb"}
# A timbre laid over a voice: gmw/en-us+f3 is a woman's.
_VARIANT = re.compile(r"[fm]\d|klatt\d?|croak|whisperf?", re.IGNORECASE)


def primary(language: str) -> str:
    """The language without its region: ``en`` of ``en-us``, with one name for each language."""
    first = language.lower().partition("-")[0]
    return _ALIASES.get(first, first)


def choose_voice(voices: Sequence[VoiceInfo], wanted: str, language: str) -> str:
    """The id of the voice to use, with its variant where one was asked for.

    Args:
        voices: What there is.
        wanted: An id, a name or a language tag, in any case, with ``+f3`` or the like after it;
            or `AUTO`.
        language: The language of the text.

    Raises:
        UnknownVoiceError: Nothing answers to `wanted`.
        UnspeakableError: What was wanted speaks another language, or no voice speaks `language`.
    """
    if wanted == AUTO:
        return _automatic(voices, language)
    voice, variant = _named(voices, wanted)
    if primary(voice.language) != primary(language):
        raise UnspeakableError(f"The voice {wanted!r} does not speak the language {language!r}.")
    return voice.id + variant


def _named(voices: Sequence[VoiceInfo], wanted: str) -> tuple[VoiceInfo, str]:
    base, plus, variant = wanted.strip().partition("+")
    if plus and not _VARIANT.fullmatch(variant):
        raise UnknownVoiceError(
            f"The voice {wanted!r} ends in an unknown variant; there are +f1 to +f5, +m1 to +m8, "
            "+croak and +whisper.",
        )
    low = base.lower()
    for voice in voices:
        if low in (voice.id.lower(), voice.name.lower()):
            return voice, plus + variant
    for voice in voices:
        if low == voice.language.lower():
            return voice, plus + variant
    names = [name for voice in voices for name in (voice.id, voice.language, voice.name)]
    close = difflib.get_close_matches(base, names, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise UnknownVoiceError(
        f"There is no voice {wanted!r}: {hint}`kiosk voices` lists what there is.",
    )


def _automatic(voices: Sequence[VoiceInfo], language: str) -> str:
    tag = language.lower()
    preferred = _PREFERRED.get(tag, ())
    speakers = [voice for voice in voices if primary(voice.language) == primary(tag)]
    if not speakers:
        raise UnspeakableError(f"No voice on this machine speaks the language {language!r}.")
    return min(
        speakers,
        key=lambda voice: (
            voice.id not in preferred,
            voice.language != tag,
            # The plain voice of a language (roa/fr) comes before its regions (roa/fr-be).
            len(voice.id),
            voice.id,
        ),
    ).id
