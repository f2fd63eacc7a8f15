"""The voice process: ``python -m kiosk.voice.worker ENGINE``.

It renders one line at a time, finishes it, and puts it into its place. It greets before it does
anything slow, so that the kiosk can look for finished clips while numpy is still being loaded.
It ends when its input is closed, and the kernel ends it when it hangs with nobody watching.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from kiosk.plan.estimate import estimate_ms
from kiosk.units import Millis
from kiosk.voice.cache import TEMPORARY
from kiosk.voice.engine import (
    AUTO,
    Engine,
    EngineError,
    EngineMaker,
    NoEngineError,
    UnknownVoiceError,
    UnspeakableError,
)
from kiosk.voice.protocol import Fault, Reply, Request, Wish, decode_request, encode
from kiosk.voice.text import sanitise
from kiosk.voice.tones import COLOURS

_DEAD_MAN_S = 20.0  # above the kiosk's own limit: only for when the kiosk is gone
_ATTEMPTS = 2
_SHORTEST = 0.4  # of what is to be expected: half of a text missing, by a voice in a hurry
_AGREE = 0.05
_NICENESS = 5


def _pyttsx3() -> EngineMaker:
    from kiosk.voice.pyttsx3_engine import Pyttsx3Maker  # noqa: PLC0415

    return Pyttsx3Maker()


def _espeak() -> EngineMaker:
    from kiosk.voice.espeak_engine import EspeakMaker  # noqa: PLC0415

    return EspeakMaker()


def _tone() -> EngineMaker:
    from kiosk.voice.fake import ToneMaker  # noqa: PLC0415

    return ToneMaker()


def _hibari() -> EngineMaker:
    from kiosk.voice.hibari_engine import HibariMaker  # noqa: PLC0415

    return HibariMaker()


def _piper() -> EngineMaker:
    from kiosk.voice.piper_engine import PiperMaker  # noqa: PLC0415

    return PiperMaker()


ENGINES: Mapping[str, Callable[[], EngineMaker]] = {
    "hibari": _hibari,
    "piper": _piper,
    "pyttsx3": _pyttsx3,
    "espeak-ng": _espeak,
    "tone": _tone,
}
"""Every engine there is, imported only when it is used: the one place to add a better one."""


class Worker:
    """Answers requests with one engine maker."""

    def __init__(self, maker: EngineMaker) -> None:
        self._maker = maker
        self._engines: dict[tuple[str, str, int], Engine] = {}

    def answer(self, request: Request) -> Reply:
        """Do what is asked. Whatever goes wrong is in the reply."""
        try:
            if request.wish is Wish.VOICES:
                voices = tuple((v.id, v.name, v.language) for v in self._maker.voices())
                return Reply(number=request.number, voices=voices)
            self._render(request)
        except OSError as error:
            fault, message, errno = Fault.STORAGE, error.strerror or str(error), error.errno or 0
        except UnknownVoiceError as error:
            fault, message, errno = Fault.UNKNOWN_VOICE, str(error), 0
        except UnspeakableError as error:
            fault, message, errno = Fault.UNSPEAKABLE, str(error), 0
        except NoEngineError as error:
            fault, message, errno = Fault.NO_ENGINE, str(error), 0
        except Exception as error:  # noqa: BLE001 - the process outlives any line
            fault, message, errno = Fault.ENGINE, str(error) or type(error).__name__, 0
        else:
            return Reply(number=request.number)
        return Reply(number=request.number, fault=fault, message=message, errno=errno)

    def _render(self, request: Request) -> None:
        into = Path(request.into)
        into.parent.mkdir(parents=True, exist_ok=True)
        raw = into.with_name(f"{TEMPORARY}{os.getpid()}-{into.stem}.raw")
        done = into.with_name(f"{TEMPORARY}{os.getpid()}-{into.stem}.wav")
        try:
            self._render_whole(request, raw, done)
            done.replace(into)
        finally:
            for path in (raw, done):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _render_whole(self, request: Request, raw: Path, done: Path) -> None:
        """Render until the clip is as long as its text lets expect, or is twice the same."""
        # Loaded with the first line, not with the process.
        from kiosk.voice import dsp  # noqa: PLC0415

        engine = self._engine(request)
        rate_asked = COLOURS[request.tone].rate(request.rate)
        expected_ms = estimate_ms(sanitise(request.text), rate_asked)
        before_ms: Millis = 0
        for _ in range(_ATTEMPTS):
            engine.render(request.text, raw)
            samples, rate = dsp.read(raw)
            length_ms = dsp.write(dsp.finish(samples, rate, COLOURS[request.tone]), done)
            if length_ms >= expected_ms * _SHORTEST:
                return
            # Languages differ and so do voices: what comes out alike twice is no accident.
            if abs(length_ms - before_ms) <= length_ms * _AGREE:
                return
            before_ms = length_ms
        raise EngineError(f"The voice says only a part of {request.text[:60]!r}.")

    def _engine(self, request: Request) -> Engine:
        key = (request.language, request.voice, COLOURS[request.tone].rate(request.rate))
        if key not in self._engines:
            self._engines[key] = self._maker.engine(*key)
        return self._engines[key]

    def warm(self, folder: Path) -> None:
        """Load what the first line needs and swallow the engine's false start."""
        with contextlib.suppress(EngineError, OSError):
            from kiosk.voice import dsp  # noqa: PLC0415

            trial = folder / f"{TEMPORARY}{os.getpid()}-warm.raw"
            try:
                self._maker.engine("en", AUTO, 145).render("Ready.", trial)
                dsp.finish(*dsp.read(trial))
            finally:
                trial.unlink(missing_ok=True)


def serve(requests: BinaryIO, replies: BinaryIO, engine: str, scratch: Path) -> None:
    """Greet, then answer until the input ends."""

    def say(reply: Reply) -> None:
        replies.write(encode(reply))
        replies.flush()

    try:
        maker = ENGINES[engine]()
    except EngineError as error:
        say(Reply(number=0, fault=Fault.NO_ENGINE, message=str(error)))
        return
    say(Reply(number=0, engine=maker.name, version=maker.version))
    worker = Worker(maker)
    worker.warm(scratch)
    for line in requests:
        # No handler: even code that never comes back from C is ended by this.
        signal.setitimer(signal.ITIMER_REAL, _DEAD_MAN_S)
        say(worker.answer(decode_request(line)))
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Set the process up: a pipe of its own, so that nothing an engine prints gets into it."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the kiosk, which closes us
    os.nice(_NICENESS)
    engine, scratch = sys.argv[1], Path(sys.argv[2])
    with os.fdopen(os.dup(1), "wb") as replies, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        sys.stdout = nowhere
        with contextlib.suppress(BrokenPipeError):
            serve(sys.stdin.buffer, replies, engine, scratch)
    # pyttsx3 stumbles over its own thread when Python tears it down. All is written.
    os._exit(0)


if __name__ == "__main__":
    main()
