"""Ears that behave as they are told, for `test_ears_hearing`: ``python ears_workers.py HOW``."""

from __future__ import annotations

import os
import sys
import threading

from kiosk.ears.protocol import PLAYED, TITLES, News, Reply, encode, read_message


def say(news: News, text: str = "", title: str = "", *, unsure: bool = False) -> None:
    sys.stdout.buffer.write(encode(Reply(news, text, title, unsure=unsure)))
    sys.stdout.buffer.flush()


def main() -> None:
    how = sys.argv[1]
    if how == "mute":
        threading.Event().wait()
    if how == "missing":
        say(News.BROKEN, "Whisper does not open: it is not here.")
        return
    say(News.READY, "fake")
    if how == "deaf":
        say(News.DEAF, "No microphone.")
        threading.Event().wait()
    say(News.HEARS)
    if how == "dies":
        os._exit(1)
    if how == "hangs":
        threading.Event().wait()
    if how == "nonsense":
        sys.stdout.buffer.write(b'\xff{}\n[]\n{"news": 3}\n')
    if how in {"cut-off", "unplugged"}:
        say(News.SPEAKING)
        if how == "cut-off":
            os._exit(1)
        say(News.DEAF, "No microphone.")
        threading.Event().wait()
    if how == "loud":
        say(News.LOUD)
    say(News.SPEAKING)
    say(News.ORDER, "stop", unsure=how == "unsure")
    while (found := read_message(sys.stdin.buffer)) is not None:
        kind, at_ms, body = found
        if kind == PLAYED:
            say(News.DEAF, f"played {at_ms:g} {len(body)}")
        elif kind == TITLES and body != b"[]":
            say(News.DEAF, body.decode())


if __name__ == "__main__":
    main()
