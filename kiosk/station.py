"""What a face may ask of the kiosk: the one door between the screen or terminal and the rest.

The faces see these types and nothing behind them; `kiosk.compose` builds the real thing. Every
method may be called from any thread and none blocks for longer than a few milliseconds, unless
it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # home is shown before any of these is needed
    from kiosk.keymap import Keymap
    from kiosk.plan.model import Plan, Refusal
    from kiosk.player.model import Command, View
    from kiosk.preferences import Preferences
    from kiosk.script.kind import Kind
    from kiosk.units import Millis


@dataclass(frozen=True, slots=True)
class Card:
    """A session as the home screen shows it.

    Attributes:
        name: The session's name in the library, as `kiosk play` takes it.
        total_ms: Its length at the start of every range, waits counted as nothing.
        highest_ms: Its length once every range has grown; the same where there is no range.
        equipment: What it needs, as it is shown.
        needs: The same things in the author's own words, whatever language is shown: by these
            somebody says what is at hand.
        figure: The name of its picture, or empty.
        refusal: Why it cannot be played, in one sentence; empty where it can.
    """

    name: str
    title: str
    summary: str
    kind: Kind
    total_ms: Millis
    highest_ms: Millis
    equipment: tuple[str, ...] = ()
    figure: str = ""
    refusal: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice or a language that can be chosen.

    Attributes:
        id: As `kiosk.preferences.Preferences` takes it.
        name: What a person calls it.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A session file that cannot be used.

    Attributes:
        file: Its path.
        message: What is wrong, where and what to do: the first problem, in one line.
        problems: How many there are.
    """

    file: str
    message: str
    problems: int


@dataclass(frozen=True, slots=True)
class Item:
    """One step of what will happen in a session; what is repeated is told once.

    Attributes:
        detail: Such as ``8 times`` or ``30 s each side``.
        start_ms: When it first begins, from the start of the session, waits counted as nothing.
    """

    text: str
    detail: str
    figure: str = ""
    start_ms: Millis = 0


@dataclass(frozen=True, slots=True)
class About:
    """A session as its own page shows it."""

    card: Card
    position: str
    cautions: tuple[str, ...]
    focus: tuple[str, ...]
    items: tuple[Item, ...]
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ears:
    """How the ears are: a light and a word show it whenever they listen.

    Attributes:
        listening: Whether a microphone is open and what is said is listened to.
        word: The order that was just heard, for a moment; else empty.
        notice: What does not work, in a sentence; else empty.
    """

    listening: bool = False
    word: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class AboutEars:
    """What a person may know of the ears before they switch them on.

    Attributes:
        on: Whether they are to listen.
        fixed: Whether the operator's settings have decided that, and not the switch.
        missing: What is not installed, and how to install it, in a sentence; else empty.
        language: The tag of the language they understand.
        note: A sentence where that is not the language in force; else empty.
        unsure: Whether only the lesser recogniser is here.
        orders: Each order's word, and the phrases that are understood as it.
        start: What is said before the name of a session, to begin it.
    """

    on: bool = False
    fixed: bool = False
    missing: str = ""
    language: str = "en"
    note: str = ""
    unsure: bool = False
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    start: str = "start"


class Performance(Protocol):
    """A session being played. Its own thread drives it; a face sends commands and draws views."""

    @property
    def plan(self) -> Plan:
        """What is being played."""

    @property
    def notice(self) -> str:
        """One sentence about what does not work now, such as the loudspeaker; else empty."""

    def send(self, command: Command) -> None:
        """Ask for something. A command that means nothing in this state is ignored."""

    def view(self) -> View:
        """The moment to draw."""

    def close(self) -> None:
        """Stop and let go of everything; may take up to a second. Safe to call twice."""


class Station(Protocol):
    """The kiosk, as seen by a face."""

    def cards(self) -> Sequence[Card]:
        """Every session that can be shown, in the order to show them, in the language in force."""

    def broken(self) -> Sequence[Broken]:
        """Every session file that cannot be used."""

    def on_library_change(self, listener: Callable[[], None]) -> None:
        """Have `listener` called, on any thread, when cards or broken files change."""

    def about(self, name: str) -> About | None:
        """A session's page, or None when it is gone. Reads a file: up to 50 ms."""

    def begin(
        self,
        name: str,
        *,
        ready: Callable[[Performance], None],
        refused: Callable[[Refusal], None],
        progress: Callable[[int, int], None],
    ) -> None:
        """Prepare a session and start it.

        Speech is rendered on another thread. Exactly one of `ready` and `refused` is called, on
        any thread, after any number of calls of ``progress(done, of)``.
        """

    def warm(self, name: str) -> None:
        """Render a session's speech while nothing else happens, since it may be started soon."""

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Say something outside a session, such as a question; what was being said gives way.

        Args:
            text: What is shown too, a paragraph a line; nothing is to fall silent.
            urgent: It sounds like it.
        """

    def hush(self) -> None:
        """Say no more of what `say` was asked for: who was asked has answered, or gone on.

        What is urgent is said to its end.
        """

    def preferences(self) -> Preferences:
        """What who is here prefers; the station's own where that is nobody, or a guest."""

    def prefer(self, preferences: Preferences) -> None:
        """Hold other preferences of who is here, at once; they are written on another thread."""

    def voices(self, language: str = "") -> Sequence[Voice]:
        """The voices that speak a language, or the one in force; may take seconds."""

    def languages(self) -> Sequence[Voice]:
        """The languages the screen can be shown in, each by its own name; may take a moment."""

    def reset_preferences(self) -> None:
        """Hold what the station prefers for who is here again; the station's as delivered.

        What they like, did and have at hand is not forgotten, and their figure stays.
        """

    def use_language(self, tag: str) -> None:
        """Put a language in force for screen and speech; empty: the station's."""

    def ears(self) -> Ears | None:
        """How the ears are, or None where they are switched off. From memory: ask each frame."""

    def about_ears(self) -> AboutEars:
        """What a person may know of the ears; looks at what is installed: some milliseconds."""

    def listen(self, *, on: bool) -> None:
        """Switch the ears on or off, from now on, where the operator's settings leave it open.

        The ears follow within two seconds.
        """

    def on_asked(self, listener: Callable[[str], None]) -> None:
        """Have `listener` called, on any thread, with a session that was asked for by voice."""

    def touched(self) -> None:
        """Somebody touched the screen or pressed a key. Costs nothing: tell it each time."""

    def hand_word(self) -> str | None:
        """The word of what the big button has just done, for a moment; else empty.

        None where there is no button. From memory: ask each frame.
        """

    def on_seen(self, listener: Callable[[bool], None]) -> None:
        """Have `listener` called, on any thread, when somebody comes while no session plays.

        It is told whether they pressed the big button; else the motion sensor saw them.
        """

    def louder(self, step: int) -> None:
        """Be louder by so many percent for who is here; a negative step is quieter."""

    def keymap(self) -> Keymap:
        """What the keys of this station's keyboards, clickers and pedals mean; from memory."""

    def keep_keys(self, keymap: Keymap) -> None:
        """Have keys mean something else from now on; it is written on another thread."""

    def close(self) -> None:
        """Stop everything that runs; may take up to two seconds."""
