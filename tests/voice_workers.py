"""Voice processes that misbehave: the real worker around an engine that does as it is told.

Run as ``python voice_workers.py MODE FOLDER ENGINE SCRATCH``. Each render leaves a line in
``FOLDER/renders``; one that hangs first writes to the named pipe ``FOLDER/rendering``.
"""

import os
import signal
import sys
from pathlib import Path

from kiosk.voice import worker
from kiosk.voice.engine import Engine, EngineError, EngineMaker
from kiosk.voice.fake import ToneMaker
from kiosk.voice.protocol import Fault, Reply, encode


class Misbehaving:
    def __init__(self, engine: Engine, mode: str, folder: Path) -> None:
        self.engine, self.mode, self.folder = engine, mode, folder
        self.name, self.version = engine.name, engine.version

    def render(self, text: str, into: Path) -> None:
        if text == "Ready.":  # the warm-up
            return self.engine.render(text, into)
        with (self.folder / "renders").open("a") as renders:
            renders.write(f"{text}\n")
        first = (self.folder / "renders").read_text().count("\n") == 1
        match self.mode:
            case "hang" | "hang-once" if self.mode == "hang" or first:
                with (self.folder / "rendering").open("w") as pipe:
                    pipe.write("rendering\n")
                while True:
                    signal.pause()
            case "die":
                os._exit(3)
            case "die-once" if first:
                os.kill(os.getpid(), signal.SIGSEGV)
            case "fail":
                raise EngineError("The device is on fire.")
            case "noisy":
                print("Audio saved to somewhere")  # noqa: T201 - as pyttsx3 does
                lie = encode(
                    Reply(number=1, fault=Fault.ENGINE, message="This is not from the worker.")
                )
                os.write(1, lie + b"noise from C without an end")
            case "short-once" if first:
                return self.engine.render("Oh", into)
        return self.engine.render(text, into)


class Maker(ToneMaker):
    def __init__(self, mode: str, folder: Path) -> None:
        super().__init__()
        self.mode, self.folder = mode, folder

    def engine(self, language: str, voice: str, rate: int) -> Engine:
        return Misbehaving(super().engine(language, voice, rate), self.mode, self.folder)


def main() -> None:
    mode, folder = sys.argv[1], Path(sys.argv[2])
    del sys.argv[1:3]
    if mode == "deaf":
        while True:
            signal.pause()
    if mode == "no-library":
        sys.modules["pyttsx3"] = None  # type: ignore[assignment]
    else:

        def make() -> EngineMaker:
            return Maker(mode, folder)

        worker.ENGINES = {"tone": make}
    worker.main()


if __name__ == "__main__":
    main()
