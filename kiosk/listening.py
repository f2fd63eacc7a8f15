"""The ears of a kiosk: a microphone that is listened to, and what is done with what was heard.

Off until somebody switches them on: by the operator's settings, or by the switch on the screen
where those say nothing. Everything else goes on without them, and nothing waits for them.
"""

# ruff: noqa: PLC0415 -- where nobody listens, nothing of the ears is loaded
from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.language import N_, _, current
from kiosk.station import AboutEars, Card, Ears

if TYPE_CHECKING:
    from kiosk.asides import Asides, Playing
    from kiosk.ear_notices import Hears
    from kiosk.ear_switch import EarSwitch
    from kiosk.ears.hearing import Hearing
    from kiosk.obeying import Obeying
    from kiosk.settings import Settings
    from kiosk.sound.output import Loudspeaker

OTHER_LANGUAGE: Final = N_("The ears understand English only.")
"""Said where another language is in force and nothing here understands it."""
SWITCH: Final = "ears-on"
"""The name of the switch's file in the data folder."""
LOOK_S: Final = 0.5
"""How often it is looked whether a session must be told what has become of the ears."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the ears need of the kiosk.

    Attributes:
        speaker: What sounds is taken out of what is heard, and lowered while somebody speaks.
        playing: The session that plays, or None.
        asides: Says what is not of the plan, in its turn.
        say: Says a sentence where no session plays.
        cards: The sessions there are.
        louder: Changes the volume by so many percent.
        volume: How loud it is, in percent.
        in_background: Runs something on another thread, by a name.
    """

    speaker: Callable[[], Loudspeaker]
    playing: Callable[[], Playing | None]
    asides: Callable[[], Asides]
    say: Callable[[str], None]
    cards: Callable[[], Sequence[Card]]
    louder: Callable[[int], None]
    volume: Callable[[], int]
    in_background: Callable[[str, Callable[[], None]], None]


class Listening:
    """Hears and obeys from `start` to `close`, while it is switched on.

    Args:
        settings: Which recogniser and which microphone, and whether the operator has decided.
        switch: What decides where the operator has not.
        around: What can be done.
        possible: Whether anybody can be heard at all; not where time runs faster than life.
        hearing: Makes the ears; the tests' way to others.
    """

    def __init__(
        self,
        settings: Settings,
        switch: EarSwitch,
        around: Surroundings,
        *,
        possible: bool = True,
        hearing: Callable[..., Hearing] | None = None,
    ) -> None:
        self._settings = settings
        self._switch = switch
        self._around = around
        self._possible = possible
        self._make = hearing
        self._hearing: Hearing | None = None
        self._obeying: Obeying | None = None
        self._language = ""
        """The one that the ears were made for."""
        self._on_asked: Callable[[str], None] = lambda _name: None
        self._started = False
        self._turning = threading.Lock()
        self._closing = threading.Event()

    @property
    def on(self) -> bool:
        """Whether they are to listen."""
        if not self._possible:
            return False
        return self._switch.on if self._settings.listen is None else self._settings.listen

    def start(self) -> None:
        """Listen from now on, where it is switched on; returns at once."""
        self._started = True
        if self.on:
            self._around.in_background("ears", self._turn)

    def turn(self, *, on: bool) -> None:
        """Turn the switch; the ears follow on another thread, within two seconds."""
        self._switch.turn(on=on)
        self._around.in_background("ears", self._turn)

    def speak(self, language: str) -> None:
        """Understand another language from now on, where there is what does."""
        if self._hearing is not None and language != self._language:
            self._around.in_background("ears", self._turn)

    def offer(self) -> None:
        """The sessions have changed: those that can be played may be begun by their titles."""
        if (hearing := self._hearing) is not None:
            hearing.offer([card.title for card in self._around.cards() if not card.refusal])

    def on_asked(self, listener: Callable[[str], None]) -> None:
        """Have a listener called with the name of a session that was asked for."""
        self._on_asked = listener

    def ears(self) -> Ears | None:
        """How they are now, or None where they are switched off."""
        hearing, obeying = self._hearing, self._obeying
        if hearing is not None and obeying is not None:
            # Shown for as long as a microphone may be open, whichever way the switch stands.
            return Ears(hearing.listening, obeying.word, hearing.notice)
        return Ears() if self.on else None

    def about(self) -> AboutEars:
        """What a person may know of them before they switch them on; looks for packages."""
        from kiosk.ears.packages import missing, recogniser_for
        from kiosk.obeying import WORDS
        from kiosk.orders import BEGIN_WORDS, PHRASES

        found, language = recogniser_for(self._settings.recogniser, current())
        return AboutEars(
            on=self.on,
            fixed=self._settings.listen is not None,
            missing=missing(self._settings.recogniser),
            language=language,
            note="" if language == current() else _(OTHER_LANGUAGE),
            unsure=found == "pocketsphinx",
            orders=tuple(
                (_(WORDS[order]), tuple(forms)) for order, forms in PHRASES[language].items()
            ),
            start=BEGIN_WORDS[language],
        )

    def close(self) -> None:
        """Stop listening, for good."""
        self._closing.set()
        with self._turning:
            self._deafen()

    # --- switching

    def _turn(self) -> None:
        """Have the ears as they are to be: on or off, in this language."""
        with self._turning:
            if not self._started or self._closing.is_set():
                return
            if self._hearing is not None and (not self.on or self._language != current()):
                self._deafen()
            if self.on and self._hearing is None:
                self._listen()

    def _listen(self) -> None:
        from kiosk.ears.hearing import Hearing
        from kiosk.obeying import Doing, Obeying

        around, self._language = self._around, current()
        speaker = around.speaker()
        doing = Doing(
            playing=around.playing,
            asides=around.asides(),
            say=around.say,
            begin=self._begin,
            louder=self._louder,
            language=self._understood,
        )
        self._obeying = obeying = Obeying(doing)
        self._hearing = hearing = (self._make or Hearing)(
            obeying,
            lambda speaking: speaker.soften(softly=speaking),
            recogniser=self._settings.recogniser,
            microphone=self._settings.microphone,
            language=self._language,
        )
        speaker.on_played(hearing.played)
        self.offer()
        hearing.start()
        around.in_background("ear-notices", lambda: self._tell(hearing))

    def _deafen(self) -> None:
        hearing = self._hearing
        if hearing is None:
            return
        self._around.speaker().on_played(None)
        hearing.close()
        # Only now: whoever looks sees the light for as long as there is a microphone.
        self._hearing = self._obeying = None

    def go_on(self) -> str:
        """What is to be said to go on, in the language that is understood."""
        from kiosk.orders import PHRASES, Order

        return PHRASES[self._understood()][Order.GO_ON][0]

    def _understood(self) -> str:
        """The language that is listened for: the one in force, or English."""
        from kiosk.orders import PHRASES

        hearing = self._hearing
        language = hearing.language if hearing is not None else ""
        return language if language in PHRASES else "en"

    # --- what comes of it

    def _begin(self, title: str) -> None:
        for card in self._around.cards():
            if card.title == title and not card.refusal:
                self._on_asked(card.name)
                return

    def _louder(self, step: int) -> bool:
        before = self._around.volume()
        self._around.louder(step)
        return self._around.volume() != before

    def _tell(self, hearing: Hearing) -> None:
        """Say in a session what has become of the ears, for as long as there are these."""
        from kiosk.asides import NOTICE_S
        from kiosk.ear_notices import EarNotices

        notices = EarNotices()
        while not self._closing.wait(LOOK_S) and self._hearing is hearing:
            playing = self._around.playing()
            sentence = notices.look(playing, _hears(hearing), time.monotonic())
            if sentence and playing is not None:
                self._around.asides().say(playing, [(_(sentence), current())], NOTICE_S)


def _hears(hearing: Hearing) -> Hears:
    from kiosk.ear_notices import Hears

    if not hearing.listening:
        return Hears.NOT if hearing.notice else Hears.LOADING
    return Hears.LOUD if hearing.loud else Hears.WELL
