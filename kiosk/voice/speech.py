"""The voice as the rest of the kiosk sees it: lines in, clips out, and a sentence when it fails.

Nothing here raises because of a broken device, and nothing waits for ever. What cannot be spoken
is absent from the clips, `Speech.notice` says why, and the session goes on without it.
"""

import importlib.util
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.clips import Clip, Clips, Line
from kiosk.language import N_, Later, _, later
from kiosk.tone import Tone
from kiosk.voice.cache import ClipCache, clip_key
from kiosk.voice.choice import primary
from kiosk.voice.engine import (
    AUTO,
    EngineError,
    HungError,
    NoEngineError,
    UnknownVoiceError,
    UnspeakableError,
    VoiceInfo,
)
from kiosk.voice.renderer import Identity, Renderer
from kiosk.voice.text import speakable
from kiosk.voice.turns import Turns

NO_VOICE = N_(
    "There is no voice on this machine: install espeak-ng. "
    "The session goes on with captions and chimes."
)
NOT_SPOKEN = N_("{n} of {of} lines cannot be spoken and are only shown. {reason}")
USUAL_VOICE = N_("{reason} The usual voice speaks instead.")
NOT_KEPT = N_("Speech cannot be kept in {folder} ({reason}): it is made anew after each start.")
DEFAULT_RATE = 145
ENGINES = {
    "auto": ("hibari", "piper", "pyttsx3", "espeak-ng"),
    "hibari": ("hibari", "piper", "pyttsx3", "espeak-ng"),
    "piper": ("piper", "hibari", "pyttsx3", "espeak-ng"),
    "pyttsx3": ("pyttsx3",),
    "espeak-ng": ("espeak-ng",),
}
"""What the engine setting may be, and the engines it tries, in their order: a neural voice has
others behind it, since it speaks few languages, needs more of the machine, and may fail. hibari
comes first: it takes a tenth of piper's time and was understood best."""

_BY_CHOICE = {"piper": "piper"}
"""Engines that are no part of the kiosk, and the package that tells whether they are here."""

_STRIKES = 3  # failures in a row after which an engine is left alone
_REST_S = 300.0  # and for how long
_ABSENT_REST_S = 15.0  # somebody may just be installing it
_TEMPORARY_MB = 32


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How the kiosk speaks.

    Attributes:
        cache_dir: Where finished clips are kept.
        voice: A voice's id, name or language tag, or ``auto``.
        rate: Words a minute.
        cache_mb: How many megabytes of clips are kept.
        engine: A key of `ENGINES`.
        voices: The voice of a language, where it is not `voice`.
    """

    cache_dir: Path
    voice: str = AUTO
    rate: int = DEFAULT_RATE
    cache_mb: int = 200
    engine: str = "auto"
    voices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manner:
    """Who says something, and how fast; what is left out is as the settings have it.

    Attributes:
        voice: As in `VoiceSettings`, or empty.
        rate: Words a minute, or 0.
        chosen: Whether somebody chose this very voice: it comes before that of a language, even
            where it is the usual one.
    """

    voice: str = ""
    rate: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """Words as an engine is asked for them: by which voice, how fast and in what tone."""

    text: str
    language: str
    voice: str
    rate: int
    tone: Tone


@dataclass(slots=True)
class _Source:
    """An engine and how it has been doing."""

    renderer: Renderer
    unknown: set[str] = field(default_factory=set)
    """Voices that it does not have."""
    foreign: set[tuple[str, str]] = field(default_factory=set)
    """Voices that it has, and languages that they do not speak."""
    strikes: int = 0
    rests_until: float = 0.0
    absent: bool = False

    def succeeded(self) -> None:
        self.strikes, self.rests_until, self.absent = 0, 0.0, False

    def failed(self, error: EngineError) -> None:
        self.strikes += 1
        self.absent = isinstance(error, NoEngineError)
        # One that hung has cost a person the whole time limit: not a second time.
        if self.absent or isinstance(error, HungError) or self.strikes >= _STRIKES:
            self.rests_until = time.monotonic() + (_ABSENT_REST_S if self.absent else _REST_S)


@dataclass(slots=True)
class _Tally:
    """What one call of `prepare` has come to."""

    clips: dict[Line, Clip] = field(default_factory=dict)
    rendered: int = 0
    missing: int = 0
    reason: str = ""


class Speech:
    """Renders lines ahead of time and keeps them. Every method may be called from any thread.

    Args:
        settings: How to speak.
        renderers: The engines to try in their order, instead of those that the settings name.
    """

    def __init__(self, settings: VoiceSettings, renderers: Sequence[Renderer] = ()) -> None:
        self._settings = settings
        self._useless: dict[tuple[str, str], Later] = {}
        """Voices that cannot say what they were asked for, with the language of that, and the
        sentence about each."""
        names = engines(settings.engine)
        self._sources = [_Source(r) for r in renderers or [Renderer(name) for name in names]]
        self._turns = Turns()
        self._cache: ClipCache | None = None
        self._temporary: Path | None = None
        self._in_use: frozenset[Path] = frozenset()
        self._closed = False
        self._spoken_by = ""
        self._voice_notice: Later | str = ""
        self._storage_notice: Later | str = ""
        self._line_notice: Later | str = ""

    @property
    def spoken_by(self) -> str:
        """The engine of the last line that was spoken; empty before the first."""
        return self._spoken_by

    @property
    def notice(self) -> str:
        """What does not work, in a sentence for the screen; else empty."""
        notices = (self._line_notice, self._voice_notice, self._storage_notice)
        return " ".join(str(each) for each in notices if each)

    def start(self) -> None:
        """Let the voice process warm up in the background. Lines may be prepared without it."""
        with suppress(EngineError):
            self._sources[0].renderer.start()

    @property
    def busy(self) -> bool:
        """Whether something is asked of it now."""
        return self._turns.busy

    def sleep(self) -> None:
        """End the voice processes, which are large, unless something is asked of them now.

        What is rendered already needs none of them; the next new line starts one again.
        """
        with self._turns.spare() as free:
            if free:
                for source in self._sources:
                    source.renderer.sleep()

    def identity(self) -> Identity | None:
        """Which engine speaks, or None where none does; waits until its process has greeted."""
        for source in self._sources:
            with self._turns.line(urgent=False), suppress(EngineError):
                return source.renderer.identity()
        return None

    def prepare(
        self,
        lines: Sequence[Line],
        progress: Callable[[int, int], None] | None = None,
        *,
        urgent: bool = True,
        manner: Manner | None = None,
    ) -> Clips:
        """Have lines spoken into clips, each of them once; those made before are taken as found.

        Args:
            lines: What a session says.
            progress: Called after each line, on this thread, with the number done and of all.
            urgent: Whether a person waits: then it overtakes calls for which nobody does.
            manner: Another voice or rate than the settings'.

        Returns:
            The clips. A line that could not be spoken is absent, and `notice` says why.
        """
        unique = list(dict.fromkeys(lines))
        tally = _Tally()
        asked = manner or Manner()
        manner = replace(
            asked,
            voice=asked.voice or self._settings.voice,
            rate=asked.rate or self._settings.rate,
        )
        with self._turns.call(urgent=urgent):
            for done, line in enumerate(unique, 1):
                with self._turns.line(urgent=urgent):
                    self._add(line, manner, tally)
                if progress:
                    progress(done, len(unique))
            with self._turns.line(urgent=urgent):
                self._finish(tally, len(unique), urgent=urgent)
                if urgent:
                    languages = {line.language for line in unique}
                    self._voice_notice = self._about_voices(manner, languages)
        return tally.clips

    def voices(self) -> list[VoiceInfo]:
        """Every voice that can be chosen, each once; none where no engine answers.

        Waits for its turn, and for engines that have not been used yet.
        """
        found: dict[str, VoiceInfo] = {}
        for source in self._sources:
            with self._turns.line(urgent=True), suppress(EngineError):
                for voice in source.renderer.voices():
                    found.setdefault(voice.id, voice)
        return sorted(found.values(), key=lambda voice: voice.id)

    def close(self) -> None:
        """End the voice process and remove temporary clips. Safe to call twice."""
        self._closed = True
        for source in self._sources:
            source.renderer.close()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _add(self, line: Line, manner: Manner, tally: _Tally) -> None:
        """Put the clip of a line into the tally, or why there is none."""
        if self._closed:
            tally.missing, tally.reason = tally.missing + 1, "The voice is closed."
            return
        # Home, which says nothing, is there sooner without the words of figures.
        from kiosk.voice.pronunciation import aloud  # noqa: PLC0415

        try:
            text = speakable(aloud(line.text, line.language, line.pronounce))
            words = _Words(text, line.language, AUTO, manner.rate, line.tone)
            clip, rendered = self._clip(words, manner)
        except EngineError as error:
            tally.missing, tally.reason = tally.missing + 1, str(error)
        except OSError as error:
            reason = _("Speech cannot be stored: {reason}.").format(reason=error.strerror or error)
            tally.missing, tally.reason = tally.missing + 1, reason
        else:
            tally.clips[line] = clip
            tally.rendered += rendered

    def _finish(self, tally: _Tally, of: int, *, urgent: bool) -> None:
        """Note what happened and keep the cache within its bounds."""
        if not tally.missing:
            self._line_notice = ""
        elif all(source.absent for source in self._sources):
            self._line_notice = later(NO_VOICE)
        else:
            self._line_notice = later(NOT_SPOKEN, n=tally.missing, of=of, reason=tally.reason)
        present = frozenset(clip.path for clip in tally.clips.values())
        if tally.rendered and self._cache and not self._closed:
            self._cache.shrink(present | self._in_use)
        if urgent:
            self._in_use = present

    def _clip(self, words: _Words, manner: Manner) -> tuple[Clip, bool]:
        """The clip of words by the first voice and engine that has or makes it, and whether made.

        Raises:
            EngineError: No engine could.
            OSError: It cannot be stored anywhere.
        """
        for voice in self._wanted(manner, words.language):
            if (voice, words.language) in self._useless:
                continue
            try:
                return self._clip_by_any(replace(words, voice=voice))
            except (UnknownVoiceError, UnspeakableError) as error:
                # A slip in the settings must not leave a person on the floor without a word.
                self._judge(voice, words.language, error)
        return self._clip_by_any(words)

    def _wanted(self, manner: Manner, language: str) -> list[str]:
        """The voices to try before the automatic choice: a person's, the language's, the usual."""
        usual, own = self._settings.voice, self._settings.voices.get(primary(language), AUTO)
        chosen = manner.chosen or manner.voice != usual
        order = (manner.voice, own, usual) if chosen else (own, usual)
        return [each for each in dict.fromkeys(order) if each != AUTO]

    def _judge(self, voice: str, language: str, error: EngineError) -> None:
        """Note a voice that is a slip: nobody has it, or it was set for a language it lacks.

        An engine that is not there may have it, and be there in a moment: then nothing is noted.
        """
        if any(source.absent for source in self._sources):
            return
        slip = all(voice in each.unknown for each in self._sources)
        if voice == self._settings.voices.get(primary(language)):
            foreign = [s for s in self._sources if (voice, language) in s.foreign]
            slip = all(voice in s.unknown or s in foreign for s in self._sources)
            if foreign:
                text = _("The voice {voice} does not speak {language}.")
                error = UnspeakableError(text.format(voice=voice, language=language))
        if slip:
            self._useless[voice, language] = later(USUAL_VOICE, reason=str(error))

    def _about_voices(self, manner: Manner, languages: Collection[str]) -> Later | str:
        """The sentence about a voice that was wanted and cannot be had, if there is one."""
        wanted = [(v, each) for each in languages for v in self._wanted(manner, each)]
        return next((self._useless[each] for each in wanted if each in self._useless), "")

    def _clip_by_any(self, words: _Words) -> tuple[Clip, bool]:
        """As `_clip`.

        Raises:
            UnknownVoiceError: Whoever could be asked does not know the voice.
            EngineError: No engine could.
            OSError: It cannot be stored anywhere.
        """
        trouble = EngineError("The voice failed several times and is left alone for a while.")
        unknown: UnknownVoiceError | None = None
        for source in self._sources:
            if source.rests_until > time.monotonic():
                continue
            try:
                found = self._clip_by(source, words)
            except UnknownVoiceError as error:
                # Another engine may have it: each has voices of its own.
                source.unknown.add(words.voice)
                # The one that says most names the nearest voice.
                unknown = max(unknown or error, error, key=lambda each: len(str(each)))
            except UnspeakableError as error:
                source.foreign.add((words.voice, words.language))
                trouble = error
            except EngineError as error:
                trouble = error
                source.failed(error)
            else:
                source.succeeded()
                self._spoken_by = source.renderer.engine
                return found
        raise unknown or trouble

    def _clip_by(self, source: _Source, words: _Words) -> tuple[Clip, bool]:
        """The clip of words by one engine, put right where the disk is wrong."""
        voice, language = words.voice, words.language
        if voice in source.unknown:
            raise UnknownVoiceError(f"There is no voice {voice!r}.")
        if (voice, language) in source.foreign:
            raise UnspeakableError(f"The voice {voice!r} does not speak {language!r}.")
        try:
            return self._made(source.renderer, words)
        except OSError as error:
            self._move_to_temporary(error)
        return self._made(source.renderer, words)

    def _made(self, renderer: Renderer, words: _Words) -> tuple[Clip, bool]:
        identity = renderer.identity()
        cache = self._opened_cache()
        key = clip_key(
            text=words.text,
            language=words.language,
            voice=words.voice,
            rate=words.rate,
            tone=words.tone,
            engine=identity.engine,
            version=identity.version,
        )
        clip = cache.find(key)
        if clip:
            return clip, False
        renderer.render(
            text=words.text,
            language=words.language,
            voice=words.voice,
            rate=words.rate,
            tone=words.tone,
            into=cache.path(key),
        )
        clip = cache.find(key)
        if clip is None:
            raise EngineError(f"The clip of {words.text[:60]!r} was not written whole.")
        return clip, True

    def _opened_cache(self) -> ClipCache:
        if self._cache is None:
            settings = self._settings
            try:
                self._cache = ClipCache(settings.cache_dir, settings.cache_mb << 20)
            except OSError as error:
                self._move_to_temporary(error)
        if self._cache is None:
            raise AssertionError("Moving to a temporary folder leaves a cache or raises.")
        return self._cache

    def _move_to_temporary(self, error: OSError) -> None:
        """Keep clips where they can be kept at least until the kiosk is switched off.

        Raises:
            OSError: Not even there; or they are there already.
        """
        if self._temporary:
            raise error
        folder = Path(tempfile.mkdtemp(prefix="kiosk-speech-"))
        self._temporary = folder
        self._cache = ClipCache(folder, min(self._settings.cache_mb, _TEMPORARY_MB) << 20)
        self._storage_notice = later(
            NOT_KEPT, folder=self._settings.cache_dir, reason=error.strerror or str(error)
        )


def engines(setting: str = "auto") -> tuple[str, ...]:
    """The engines that a setting tries, in their order, without those nobody installed."""
    return tuple(
        name
        for name in ENGINES[setting]
        if name not in _BY_CHOICE or importlib.util.find_spec(_BY_CHOICE[name])
    )
