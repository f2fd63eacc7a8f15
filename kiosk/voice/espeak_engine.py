"""The ``espeak-ng`` command: the same voice without pyttsx3, for when that fails."""

import re
import subprocess
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from kiosk.voice.choice import choose_voice
from kiosk.voice.engine import EngineError, NoEngineError, VoiceInfo
from kiosk.voice.text import speakable

NAME = "espeak-ng"
_TIME_LIMIT_S = 8.0  # below the parent's, so that the better explanation wins
_VOICE_ROW = re.compile(r"\s*\d+\s+(?P<language>\S+)\s+\S+\s+(?P<name>\S+)\s+(?P<id>\S+)")


class EspeakMaker:
    """The command, found and asked for its version.

    Raises:
        NoEngineError: There is no such command, or it does not answer.
    """

    name = NAME

    def __init__(self, command: str = "espeak-ng") -> None:
        self._command = command
        found = re.search(r"\d+(\.\d+)+\S*", self.run("--version"))
        self.version = found.group() if found else "unknown"

    @cached_property
    def _voices(self) -> tuple[VoiceInfo, ...]:
        rows = map(_VOICE_ROW.match, self.run("--voices").splitlines())
        return tuple(
            VoiceInfo(
                id=row["id"].lower(),
                name=row["name"].replace("_", " "),
                language=row["language"].lower(),
            )
            for row in rows
            # Voices in mb/ need another program and its data, whether it is there or not.
            if row and not row["id"].startswith("mb/")
        )

    def voices(self) -> Sequence[VoiceInfo]:
        """What the command lists."""
        return self._voices

    def engine(self, language: str, voice: str, rate: int) -> "EspeakEngine":
        """An engine for a language; see `EngineMaker`."""
        return EspeakEngine(self, choose_voice(self._voices, voice, language), rate)

    def run(self, *arguments: str, text: str | None = None) -> str:
        """Run the command to its end and return what it printed.

        Raises:
            NoEngineError: There is no such command.
            EngineError: It failed, or took too long.
        """
        try:
            done = subprocess.run(
                [self._command, *arguments],
                input=text or "",
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_TIME_LIMIT_S,
                check=False,
            )
        except FileNotFoundError as error:
            raise NoEngineError(f"The command {self._command} is not there.") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EngineError(f"The command {self._command} does not answer: {error}.") from error
        if done.returncode:
            raise EngineError(
                f"The command {self._command} failed with {done.returncode}: "
                f"{' '.join(done.stderr.split())[:200]}",
            )
        return done.stdout


class EspeakEngine:
    """One voice at one rate, a process for each line."""

    name = NAME

    def __init__(self, maker: EspeakMaker, voice: str, rate: int) -> None:
        self._maker = maker
        self._voice = voice
        self._rate = rate
        self.version = maker.version

    def render(self, text: str, into: Path) -> None:
        """Say a text into a file; see `Engine`."""
        clean = speakable(text)
        with into.open("wb"):  # says plainly what is wrong with the path
            pass
        # The text goes in by stdin: as an argument a leading dash would make it an option.
        self._maker.run(
            *("-v", self._voice, "-s", str(self._rate), "-b", "1", "--stdin", "-w", str(into)),
            text=clean,
        )
        if not into.is_file() or into.stat().st_size <= 44:
            raise EngineError(f"espeak-ng wrote no speech for {clean[:60]!r}.")
