"""The session script as data: what a therapist wrote, checked and frozen.

Nothing here knows of YAML, clocks or voices. Every step carries the `Mark` of the place it was
written at, so that any later room can point back to the author's own line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from kiosk.script.kind import Kind
from kiosk.script.mark import Mark
from kiosk.units import Millis

DEFAULT_LANGUAGE = "en"


class Side(StrEnum):
    """The side of the body that is worked."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be shown or spoken, with their translations beside them.

    Attributes:
        default: The text in the script's own language. May hold ``<side>`` and ``<other side>``.
        translations: Pairs of language code and text, as ``say.es`` gives them.
        mark: Where the text stands.
        places: Pairs of language code and where that translation stands.
    """

    default: str
    mark: Mark
    translations: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, Mark], ...] = ()

    def into(self, language: str) -> str:
        """The text in a language, or in the script's own where it is not translated."""
        for code, text in self.translations:
            if code == language:
                return text
        return self.default

    def has(self, language: str) -> bool:
        """Whether the text is translated into a language."""
        return any(code == language for code, _ in self.translations)

    def mark_in(self, language: str) -> Mark:
        """Where the words of a language stand; the text itself where it is not translated."""
        for code, mark in self.places:
            if code == language:
                return mark
        return self.mark


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as people write it: milliseconds, or a number of breaths.

    Exactly one of the two is above zero.
    """

    ms: Millis = 0
    breaths: int = 0

    def in_ms(self, breath_ms: Millis) -> Millis:
        """The length in milliseconds, given how long this person's breath is."""
        return self.ms + self.breaths * breath_ms


@dataclass(frozen=True, slots=True)
class Lengths:
    """A length that may grow: it starts at `low` and may reach `high`. Often both are the same."""

    low: Duration
    high: Duration


@dataclass(frozen=True, slots=True)
class Counts:
    """A count that may grow: it starts at `low` and may reach `high`. Often both are the same."""

    low: int
    high: int


class PromptPoint(StrEnum):
    """Where in a timed step a prompt sounds."""

    AFTER = "after"
    """That long after the start."""
    HALF = "half"
    """At half time."""
    BEFORE_END = "last"
    """That long before the end."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something said at a point of a hold: ``10s``, ``half`` or ``last 10s``."""

    point: PromptPoint
    offset: Duration
    text: Text
    mark: Mark


@dataclass(frozen=True, slots=True)
class Step:
    """What every step has.

    Attributes:
        mark: Where the step is written.
        id: The step's number in its script, such as ``3.1``; stable while the script is.
        figure: The name of a picture in the figure registry, or ``""``.
        name: A short name for "next up", or None.
    """

    mark: Mark
    id: str
    figure: str = field(default="", kw_only=True)
    name: Text | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Ready(Step):
    """Getting into position. The clock of a hold never runs in it."""

    say: Text
    length: Duration
    again: Text | None = None
    caution: Text | None = None


@dataclass(frozen=True, slots=True)
class Wait(Step):
    """Wait until the person is ready, at most for a time-out; then the session goes on."""

    say: Text
    at_most: Duration


@dataclass(frozen=True, slots=True)
class Say(Step):
    """Something said, and nothing else; followed by a pause where `pause` is given."""

    say: Text
    pause: Duration | None = None
    again: Text | None = None


class Timed(StrEnum):
    """The three kinds of exactly timed step."""

    HOLD = "hold"
    """Hold a position. What to do is said before its clock starts."""
    MOVE = "move"
    """Keep moving: walk, rock, circle. What to do is said before its clock starts."""
    REST = "rest"
    """Let go. What is said is said within the time."""


@dataclass(frozen=True, slots=True)
class Hold(Step):
    """A step with a length of its own, counted exactly: a hold, a movement or a rest."""

    timed: Timed
    length: Lengths
    say: Text | None = None
    again: Text | None = None
    caution: Text | None = None
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a repetition, such as ``up: 2s``: the word is spoken as the part begins."""

    word: Text
    length: Duration


@dataclass(frozen=True, slots=True)
class Reps(Step):
    """Repetitions counted aloud at a tempo."""

    count: Counts
    tempo: tuple[Phase, ...]
    say: Text | None = None
    again: Text | None = None
    caution: Text | None = None


@dataclass(frozen=True, slots=True)
class Chime(Step):
    """A sound of our own, by name."""

    chime: str


@dataclass(frozen=True, slots=True)
class Massage(Step):
    """Pressing one or more points. It never states its time: a grant gives the seconds.

    Attributes:
        points: Such as ``ql left``; inside `Sides` a point may be ``ql <side>``.
        say: How to get into place beside the massager.
        onto: Starts the press, such as "Lower yourself onto it."
        ease_off: Ends it.
        at_most: May only lower what is granted.
    """

    points: tuple[str, ...]
    say: Text
    onto: Text
    ease_off: Text
    at_most: Duration | None = None
    caution: Text | None = None


@dataclass(frozen=True, slots=True)
class Repeat(Step):
    """Steps done several times over."""

    count: Counts
    steps: tuple[AnyStep, ...]


@dataclass(frozen=True, slots=True)
class Sides(Step):
    """Steps done once a side, with time to change over between the sides."""

    sides: tuple[Side, ...]
    change: Duration
    steps: tuple[AnyStep, ...]


AnyStep: TypeAlias = Ready | Wait | Say | Hold | Reps | Chime | Massage | Repeat | Sides


@dataclass(frozen=True, slots=True)
class Coach:
    """Which of the coach's own cues a session uses."""

    countdown: bool = True
    halfway: bool = True
    next_up: bool = True
    final: bool = True
    count: bool = True


@dataclass(frozen=True, slots=True)
class Saying:
    """How a session says a word.

    Attributes:
        word: The word or words as they are written. In small letters it stands for any case.
        said: How it sounds, in ordinary letters.
        language: In which language.
        mark: Where the word stands.
    """

    word: str
    said: str
    language: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Source:
    """Where a session's content comes from."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """One session, complete: includes are already spliced in."""

    name: str
    file: str
    title: Text
    summary: Text
    kind: Kind
    position: Text
    steps: tuple[AnyStep, ...]
    sources: tuple[Source, ...]
    cautions: tuple[Text, ...]
    equipment: tuple[Text, ...] = ()
    focus: tuple[Text, ...] = ()
    coach: Coach = Coach()
    language: str = DEFAULT_LANGUAGE
    figure: str = ""
    note: Text | None = None
    pronounce: tuple[Saying, ...] = ()

    def pronounced(self, language: str) -> tuple[tuple[str, str], ...]:
        """How words are said in a language, in pairs; a part's words first, its own the last."""
        return tuple((each.word, each.said) for each in self.pronounce if each.language == language)
