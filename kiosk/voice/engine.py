"""The seam behind which a voice lives: text in, a WAV file out.

An `EngineMaker` opens the device once and makes an `Engine` for each language, voice and rate. A
better voice slots in by bringing both and passing the contract suite in ``tests``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

AUTO = "auto"
"""The voice setting that leaves the choice to us, language by language."""


class EngineError(Exception):
    """The voice could not say something. Its text is one sentence for a person."""


class NoEngineError(EngineError):
    """The engine is not on this machine, or does not open."""


class UnknownVoiceError(EngineError):
    """No voice has the name that was asked for."""


class UnspeakableError(EngineError):
    """The engine is well, but this text or its language is nothing it can say."""


class HungError(EngineError):
    """The engine did not come back in time."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that can be chosen.

    Attributes:
        id: What the settings call it, such as ``gmw/en-us``.
        name: What a person calls it, such as ``English (America)``.
        language: Its language tag, such as ``en-us``.
    """

    id: str
    name: str
    language: str


class Engine(Protocol):
    """A voice of one language at one rate."""

    @property
    def name(self) -> str:
        """The engine's name, part of every clip's key."""

    @property
    def version(self) -> str:
        """Changes whenever the same text may come out differently; part of every clip's key."""

    def render(self, text: str, into: Path) -> None:
        """Say a text into a WAV file of 16-bit samples, at any rate, and return when it is whole.

        Args:
            text: What to say. It is sanitised here: nothing in it is ever taken for a command.
            into: The file to write; its folder exists.

        Raises:
            EngineError: The device is broken, or the text has nothing that can be said.
            OSError: The file cannot be written.
        """


class EngineMaker(Protocol):
    """An opened device that makes engines. Used by one thread only."""

    @property
    def name(self) -> str:
        """The engine's name."""

    @property
    def version(self) -> str:
        """The engine's version."""

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice that can be chosen."""

    def engine(self, language: str, voice: str, rate: int) -> Engine:
        """An engine for a language.

        Args:
            language: The language of the text, such as ``en``.
            voice: The voice asked for, or `AUTO`. A voice of another language does not say it:
                a translated session is not read out by a foreigner.
            rate: Words a minute.

        Raises:
            UnknownVoiceError: There is no such voice.
            UnspeakableError: It does not speak that language, or none does.
        """
