"""What the kiosk and its ears' process say to each other.

To the child go blocks of what is played, each behind a short head, and settings as JSON. From the
child come lines of JSON. What was said never crosses: only the name of an order does.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, BinaryIO, Final

HEAD: Final = struct.Struct("<cdI")
"""Kind, a time in ms, and the number of bytes that follow."""
PLAYED: Final = b"P"
"""16-bit samples at 48 kHz, heard from that time on."""
TITLES: Final = b"T"
"""The titles of sessions that may be begun by voice, as a JSON list."""
LONGEST: Final = 1 << 20

LOUD_DB: Final = -32.0
"""A room above this, in dB of full scale, drowns an order spoken from the floor."""


class News(StrEnum):
    """What the child tells."""

    READY = "ready"
    """The recogniser is loaded; `text` is its name, `title` the language it understands."""
    BROKEN = "broken"
    """It cannot be; `text` says why in a sentence, untranslated, `title` is its ``{name}``."""
    HEARS = "hears"
    """The microphone is open."""
    DEAF = "deaf"
    """There is no microphone now; `text` and `title` as for `BROKEN`."""
    SPEAKING = "speaking"
    """Somebody began to speak."""
    QUIET = "quiet"
    """They ended, and it was no order."""
    LOUD = "loud"
    """The room is too loud to be heard in."""
    CALM = "calm"
    """It no longer is."""
    ORDER = "order"
    """`text` is the order, `title` a session's, `unsure` whether it was a guess."""
    ALIVE = "alive"
    """Told each second."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A line from the child."""

    news: News
    text: str = ""
    title: str = ""
    unsure: bool = False


def encode(reply: Reply) -> bytes:
    """A reply as a line."""
    return json.dumps(asdict(reply)).encode() + b"\n"


def decode(line: bytes) -> Reply:
    """A reply from its line.

    Raises:
        ValueError, TypeError, KeyError: It is none.
    """
    fields: dict[str, Any] = json.loads(line)
    return Reply(
        News(fields["news"]), str(fields["text"]), str(fields["title"]), bool(fields["unsure"])
    )


def message(kind: bytes, at_ms: float, body: bytes) -> bytes:
    """A message to the child."""
    return HEAD.pack(kind, at_ms, len(body)) + body


def read_message(stream: BinaryIO) -> tuple[bytes, float, bytes] | None:
    """The next message, or None at the end.

    Raises:
        ValueError: It is none.
    """
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, at_ms, length = HEAD.unpack(head)
    if length > LONGEST:
        raise ValueError(f"a message of {length} bytes")
    body = stream.read(length)
    return (kind, at_ms, body) if len(body) == length else None
