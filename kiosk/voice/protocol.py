"""What the kiosk and its voice process say to each other: one JSON object a line, both ways."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from kiosk.tone import Tone


class Wish(StrEnum):
    """What may be asked of the child."""

    RENDER = "render"
    VOICES = "voices"


class Fault(StrEnum):
    """What may be wrong."""

    NO_ENGINE = "no-engine"
    UNKNOWN_VOICE = "unknown-voice"
    ENGINE = "engine"
    UNSPEAKABLE = "unspeakable"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True)
class Request:
    """A wish. All but `number` and `wish` are for rendering, see `kiosk.voice.engine`."""

    number: int
    wish: Wish
    text: str = ""
    language: str = "en"
    voice: str = "auto"
    rate: int = 145
    tone: Tone = Tone.PLAIN
    into: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the request of the same number; number 0 is the child's greeting.

    Attributes:
        fault: What went wrong, or None.
        message: The fault in a sentence.
        errno: The number of a storage fault.
        engine, version: The engine's identity, in the greeting.
        voices: Triples of id, name and language.
    """

    number: int
    fault: Fault | None = None
    message: str = ""
    errno: int = 0
    engine: str = ""
    version: str = ""
    voices: tuple[tuple[str, str, str], ...] = ()


def encode(message: Request | Reply) -> bytes:
    """One line."""
    return json.dumps(asdict(message)).encode() + b"\n"


def decode_request(line: bytes) -> Request:
    """A request from its line.

    Raises:
        ValueError, TypeError, KeyError: It is none.
    """
    fields = json.loads(line)
    known = {"wish": Wish(fields["wish"]), "tone": Tone(fields["tone"])}
    return Request(**{**fields, **known})


def decode_reply(line: bytes) -> Reply:
    """A reply from its line.

    Raises:
        ValueError, TypeError, KeyError: It is none.
    """
    fields = json.loads(line)
    fault = fields["fault"]
    voices = tuple((str(a), str(b), str(c)) for a, b, c in fields["voices"])
    return Reply(**{**fields, "fault": Fault(fault) if fault else None, "voices": voices})
