"""The ears' process: ``python -m kiosk.ears.worker RECOGNISER MICROPHONE LANGUAGE``.

Microphone, canceller and recogniser live here, so that nothing of them can delay the session. It
ends when its input is closed. Sound stays in this process's memory and is gone a moment later.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from kiosk.ears.packages import NOT_INSTALLED
from kiosk.ears.protocol import LOUD_DB, PLAYED, TITLES, News, Reply, encode, read_message
from kiosk.ears.recogniser import NoRecogniserError, Recogniser
from kiosk.language import ENGLISH

if TYPE_CHECKING:
    from kiosk.ears.cutting import Utterance
    from kiosk.ears.reference import Reference

_ALIVE_S: Final = 1.0
_RETRY_S: Final = 3.0
_CALM_DB: Final = LOUD_DB - 4.0
_LONGEST_S: Final = 5.0
"""A recogniser that takes longer over one utterance hangs; on a Raspberry Pi 4 it takes about 1."""


def _whisper(language: str = ENGLISH) -> Recogniser:
    from kiosk.ears.whisper import Whisper  # noqa: PLC0415

    return Whisper(language)


def _sphinx(language: str = ENGLISH) -> Recogniser:
    from kiosk.ears.sphinx import Sphinx  # noqa: PLC0415

    return Sphinx(language)


RECOGNISERS: Mapping[str, Callable[..., Recogniser]] = {
    "whisper": _whisper,
    "pocketsphinx": _sphinx,
}
"""Every recogniser there is, imported only when it is used; each takes a language."""


class Ears:
    """One run of the ears.

    Args:
        say: Tells the kiosk something; any thread may call it.
        recogniser: Turns utterances into words.
        microphone: The microphone's name, or ``auto``.
        language: The language spoken.
        end: Ends the process: the kiosk says that it hears nothing, and starts another.
    """

    def __init__(
        self,
        say: Callable[[Reply], None],
        recogniser: Recogniser,
        microphone: str,
        language: str,
        end: Callable[[], None],
    ) -> None:
        self._say = say
        self._end = end
        self._understands_since_s: float | None = None
        self._recogniser = recogniser
        self._microphone = microphone
        self._language = language
        self._titles: tuple[str, ...] = ()
        self._played: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._said: queue.SimpleQueue[Utterance] = queue.SimpleQueue()
        self._beat = time.monotonic()
        self._hears: bool | None = None
        """Whether there is a microphone; None until that is known."""

    def start(self) -> None:
        """Listen on threads of their own."""
        for name, work in (("listen", self._listen), ("understand", self._understand)):
            threading.Thread(target=self._or_end, args=(work,), name=name, daemon=True).start()

    def _or_end(self, work: Callable[[], None]) -> None:
        # Ears of which a part has died must not go on looking as if they heard.
        try:
            work()
        except Exception:  # noqa: BLE001 - whatever it is, it ends here
            self._end()

    def told(self, kind: bytes, at_ms: float, body: bytes) -> None:
        """Take a message from the kiosk."""
        if kind == PLAYED:
            self._played.put((at_ms, body))
        elif kind == TITLES:
            self._titles = tuple(json.loads(body))

    def _understand(self) -> None:
        from kiosk.ears.understanding import asked  # noqa: PLC0415

        while True:
            utterance = self._said.get()
            self._understands_since_s = time.monotonic()
            heard = asked(self._recogniser, utterance, self._language, self._titles)
            self._understands_since_s = None
            if heard is None:
                self._say(Reply(News.QUIET))
            else:
                self._say(Reply(News.ORDER, heard.order, heard.title, heard.unsure))

    def _listen(self) -> None:
        from kiosk.ears.canceller import NoCancellerError  # noqa: PLC0415
        from kiosk.ears.microphone import NoMicrophoneError  # noqa: PLC0415
        from kiosk.sound.engine import NoSoundError  # noqa: PLC0415

        while True:
            try:
                self._listen_to_one()
            except (NoSoundError, NoCancellerError) as error:
                if self._hears is not False:
                    name = error.name if isinstance(error, NoMicrophoneError) else ""
                    self._say(Reply(News.DEAF, str(error), name))
                self._hears = False
            self._wait()

    def _wait(self) -> None:
        """Wait a while before the microphone is tried again, and say meanwhile that all is well."""
        end = time.monotonic() + _RETRY_S
        pause = threading.Event()
        while time.monotonic() < end:
            self._alive()
            pause.wait(_ALIVE_S / 2)
        _rescan()

    def _listen_to_one(self) -> None:
        """Listen to a microphone until it goes away.

        Raises:
            NoSoundError: It has gone, or there never was one.
            NoCancellerError: What is played cannot be taken out of what it hears.
        """
        from kiosk.ears.chain import Chain  # noqa: PLC0415
        from kiosk.ears.microphone import Microphone  # noqa: PLC0415
        from kiosk.ears.reference import Reference  # noqa: PLC0415

        reference = Reference()
        speaking = loud = False
        with closing(Chain()) as chain, closing(Microphone(self._microphone)) as microphone:
            while True:
                at_ms, heard = microphone.frame()
                if not self._hears:
                    self._hears = True
                    self._say(Reply(News.HEARS))
                self._take_played(reference)
                utterance = chain.feed(heard, reference.at(at_ms))
                if chain.speaking != speaking:
                    speaking = chain.speaking
                    if speaking:
                        self._say(Reply(News.SPEAKING))
                    elif utterance is None:
                        self._say(Reply(News.QUIET))
                if utterance is not None:
                    self._said.put(utterance)
                if (chain.room_db > LOUD_DB and not loud) or (chain.room_db < _CALM_DB and loud):
                    loud = not loud
                    self._say(Reply(News.LOUD if loud else News.CALM))
                self._alive()

    def _take_played(self, reference: Reference) -> None:
        import numpy as np  # noqa: PLC0415

        while not self._played.empty():
            at_ms, body = self._played.get()
            samples = np.frombuffer(body, "<i2").astype(np.float32) / np.float32(32767)
            reference.wrote(at_ms, samples)

    def _alive(self) -> None:
        now = time.monotonic()
        since_s = self._understands_since_s
        if since_s is not None and now - since_s > _LONGEST_S:
            self._end()
        if now - self._beat >= _ALIVE_S:
            self._beat = now
            self._say(Reply(News.ALIVE))


def _rescan() -> None:
    """PortAudio reads the list of devices only when it starts."""
    from kiosk.sound.engine import NoSoundError  # noqa: PLC0415
    from kiosk.sound.portaudio import PortAudio  # noqa: PLC0415

    try:
        PortAudio().rescan()
    except NoSoundError:
        return


def serve(
    requests: BinaryIO, replies: BinaryIO, wanted: str, microphone: str, language: str
) -> None:
    """Load the recogniser, listen, and take what is played until the input ends."""
    lock = threading.Lock()

    def say(reply: Reply) -> None:
        with lock:
            replies.write(encode(reply))
            replies.flush()

    recogniser, understood = _open(wanted, language)
    if recogniser is None:
        say(Reply(News.BROKEN, NOT_INSTALLED))
        return
    say(Reply(News.READY, recogniser.name, understood))
    ears = Ears(say, recogniser, microphone, understood, lambda: os._exit(1))
    ears.start()
    while (found := read_message(requests)) is not None:
        ears.told(*found)


def _open(wanted: str, language: str) -> tuple[Recogniser | None, str]:
    """The first recogniser that opens, and its language: English where none knows the other."""
    names = [wanted] if wanted in RECOGNISERS else list(RECOGNISERS)
    for tongue in dict.fromkeys((language, ENGLISH)):
        for name in names:
            with suppress(NoRecogniserError):
                return RECOGNISERS[name](tongue), tongue
    return None, ENGLISH


def main() -> None:
    """Set the process up, with a pipe of its own for replies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the kiosk, which closes us
    wanted, microphone, language = sys.argv[1:4]
    with os.fdopen(os.dup(1), "wb") as replies, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        with suppress(BrokenPipeError):
            serve(sys.stdin.buffer, replies, wanted, microphone, language)
    os._exit(0)  # PortAudio's threads may hang on a device that was pulled out


if __name__ == "__main__":
    main()
