"""The composition root: the one place where the rooms are put together.

Nothing else makes a voice, a loudspeaker, a library or a performance. They start in one order and
stop in the reverse one.
"""

# ruff: noqa: PLC0415 -- home is shown before anything is loaded that only a session needs
from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from kiosk.attuned import Attuned, spoken
from kiosk.clock import Clock, FastClock, MonotonicClock
from kiosk.ear_switch import EarSwitch
from kiosk.handling import Handling, Reach
from kiosk.language import N_, _, current
from kiosk.library import Library
from kiosk.listening import SWITCH, Listening, Surroundings
from kiosk.night import Night, NightVolume
from kiosk.preferences import STATION, Preferences
from kiosk.reception import GUEST, PUBLIC
from kiosk.saying import SOUND_WITHIN_S, Saying
from kiosk.settings import Settings
from kiosk.station import About, AboutEars, Broken, Card, Ears, Performance, Voice
from kiosk.warming import Warming

if TYPE_CHECKING:
    from kiosk.asides import Asides
    from kiosk.care.desk import Desk
    from kiosk.care.front import Front
    from kiosk.care.interview import Asked
    from kiosk.key_files import KeyFile
    from kiosk.keymap import Keymap
    from kiosk.massage import Ready
    from kiosk.performance import Listener, LivePerformance, Presses
    from kiosk.plan.model import Refusal
    from kiosk.preparing import Prepared
    from kiosk.reception import PersonCard
    from kiosk.script.model import Script
    from kiosk.script.problems import Problem
    from kiosk.sound.drowsy import Drowsy
    from kiosk.sound.output import Loudspeaker
    from kiosk.voice.speech import Manner, Speech

log = logging.getLogger(__name__)

LOWERED = "lowered.json"
"""Where it is noted, in the cache, which other sound is lowered now."""
NOT_PREPARED = N_("Something went wrong while this session was prepared. Try it again.")
NOT_THERE = N_("This session is not there any more. Choose another.")
MISTAKEN = N_("This session has a mistake in it now. Choose another.")
_SPOKEN_IN = {
    "en": N_("This session is in English: nobody has translated it yet."),
    "es": N_("This session is in Spanish: nobody has translated it yet."),
}


class Kiosk:
    """The kiosk put together: see `kiosk.station.Station`.

    Args:
        settings: What the operator set.
        setting_problems: What is wrong with the settings' files; shown with the broken sessions.
        speed: How many times faster than life sessions run; there is no sound unless it is 1.
        listeners: Told of every effect of every session.
        fixed: Names of settings that nobody's preferences change.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        setting_problems: Sequence[Problem] = (),
        speed: float = 1.0,
        listeners: Iterable[Listener] = (),
        fixed: Collection[str] = (),
    ) -> None:
        self.settings = settings
        self.library = Library(settings.folders, settings.cache, settings.breath_ms)
        self._front: Front | None = None
        self._desk_to_come: Future[Desk] = Future()
        self._known: dict[str, Script] = {}
        """Sessions that were named by their files, which may lie outside the library."""
        self._setting_problems = _as_broken(setting_problems)
        self._listeners = tuple(listeners)
        self._clock: Clock = MonotonicClock() if speed == 1 else FastClock(speed)
        self._speed = speed
        self._closing = threading.Event()
        self._stack = ExitStack()
        self._threads: list[threading.Thread] = []
        self._starting = threading.Lock()
        self._playing: LivePerformance | None = None
        self._attuned = Attuned(
            settings,
            fixed,
            who=self._who,
            visitor=lambda: here.id if (here := self._here) is not None else "",
            locked=self._locked,
            playing=self._session,
            louder=self._be_as_loud_as,
            spoken_to=self._warm_for,
            in_background=self._in_background,
        )
        self._night_volume = NightVolume(
            Night(*settings.night),
            settings.night_volume,
            zone=lambda: desk.zone if (desk := self._known_reception) is not None else "",
            held=self._performing,
        )
        self._warming = Warming(self.library, settings.breath_ms, self._voice, self._closing)
        self._saying = Saying(
            self._voice, lambda: self.speaker, self._manner, self._clock, self._in_background
        )
        self._listening = Listening(
            settings,
            EarSwitch(settings.data / SWITCH),
            Surroundings(
                speaker=lambda: self.speaker,
                playing=lambda: self._playing if self._performing() else None,
                asides=lambda: self._asides,
                say=self.say,
                cards=self.cards,
                louder=self.louder,
                volume=self._attuned.volume_percent,
                in_background=self._in_background,
            ),
            possible=speed == 1,
        )
        self._handling = Handling(
            settings,
            Reach(
                playing=lambda: self._playing if self._performing() else None,
                asides=lambda: self._asides,
                say=self.say,
                ears=self.ears,
                go_on=self._listening.go_on,
            ),
            possible=speed == 1,
        )

    # --- the rooms that are built when first asked for

    @cached_property
    def speech(self) -> Speech:
        """The voice."""
        from kiosk.speaking import speech_of

        return speech_of(self.settings)

    @cached_property
    def speaker(self) -> Loudspeaker:
        """The loudspeaker; a silent one where time runs faster than life."""
        if self._speed != 1:
            from kiosk.sound.silent import SilentLoudspeaker

            return SilentLoudspeaker()
        from kiosk.sound.stream import Stream

        settings = self.settings
        stream = Stream(settings.device, latency_ms=settings.latency_ms, volume=settings.volume)
        if not settings.duck:
            return stream
        from kiosk.sound.ducking import Ducking
        from kiosk.sound.pulse_others import PulseOthers

        others = PulseOthers(settings.cache / LOWERED)
        return Ducking(stream, others, self._clock.now_ms)

    @cached_property
    def _drowsy(self) -> Drowsy:
        from kiosk.sound.drowsy import Drowsy

        drowsy = Drowsy(self.speaker, self._performing)
        self._stack.callback(drowsy.close)
        return drowsy

    @cached_property
    def _drowsy_voice(self) -> Drowsy:
        from kiosk.sound.drowsy import Drowsy

        speech = self.speech
        drowsy = Drowsy(speech, lambda: speech.busy or self._performing())
        self._stack.callback(drowsy.close)
        return drowsy

    @cached_property
    def _asides(self) -> Asides:
        """What is said in a session beside its plan: one voice, whoever speaks by it."""
        from kiosk.asides import Asides

        return Asides(self._saying.rendered)

    def _session(self) -> str:
        """The name of the session that is played now, or empty."""
        playing = self._playing
        return playing.plan.session if playing is not None and self._performing() else ""

    def _performing(self) -> bool:
        return self._playing is not None and not self._playing.wait(0)

    @cached_property
    def reception(self) -> Desk:
        """People and their doses; loaded when it is first asked for."""
        from kiosk.care.desk import Desk

        try:
            desk = Desk(
                self.settings.data,
                self._asked,
                self._sessions_of,
                erased=self._attuned.store.forget,
            )
        except Exception as error:
            self._desk_to_come.set_exception(error)
            raise
        self._desk_to_come.set_result(desk)
        return desk

    @property
    def front(self) -> Front:
        """The reception for a face that is shown before the desk is loaded."""
        from kiosk.care.front import Front

        if self._front is None:
            self._front = Front(self.settings.data, self._desk_to_come)
        return self._front

    @property
    def _desk(self) -> Desk | None:
        """The desk, waited for where it is to come; None where nobody keeps a reception."""
        if self._front is None and not self._desk_to_come.done():
            return None
        return self._desk_to_come.result()

    @property
    def _known_reception(self) -> Front | Desk | None:
        """The reception as far as it is loaded; nobody is waited for."""
        return self._front or (self.reception if self._desk_to_come.done() else None)

    # --- starting and stopping

    def start_sound(self) -> None:
        """Wake the voice and the loudspeaker, so that the first word is not late.

        Five minutes after they were last asked for, or after the session, they sleep.
        """
        self._start_voice()
        with self._starting:
            if not self._closing.is_set():
                self._drowsy.wake()
                volume = self._attuned.settings().volume
                self.speaker.set_volume(self._night_volume.of(volume))

    def _start_voice(self) -> None:
        with self._starting:
            if not self._closing.is_set():
                self._drowsy_voice.wake()

    def _voice(self) -> Speech:
        """The voice, awake."""
        self._start_voice()
        return self.speech

    def start_reception(self, *, wait: bool = False) -> None:
        """Open the record of doses, on a thread of its own; no massage before it is open.

        Other commands are answered from now on: they ask here and never open it themselves.

        Args:
            wait: Come back only once it is open, or has failed to.
        """
        if wait:
            self._open_reception()
        else:
            self._in_background("reception", self._open_reception)

    def _open_reception(self) -> None:
        from kiosk.care.socket import Server
        from kiosk.care.words import CUT_SHORT

        desk = self.reception
        self._stack.callback(desk.close)
        server = Server(desk)
        self._stack.callback(server.close)
        server.start()
        desk.open()
        for person in self._attuned.store.kept():
            # An erasure that a power cut left half done, or that a copy brought back, is done.
            if desk.is_erased(person):
                self._attuned.store.forget(person)
        if desk.cut_short():
            self.say(_(CUT_SHORT), urgent=True)

    def start_ears(self) -> None:
        """Listen, where that is switched on; nothing waits for the ears."""
        self._listening.start()
        self._stack.callback(self._listening.close)
        self.library.on_change(self._listening.offer)

    def ears(self) -> Ears | None:
        """How the ears are, or None where they are switched off."""
        return self._listening.ears()

    def about_ears(self) -> AboutEars:
        """What a person may know of the ears before they switch them on."""
        return self._listening.about()

    def listen(self, *, on: bool) -> None:
        """Switch the ears on or off, from now on."""
        self._listening.turn(on=on)

    def start_hands(self) -> None:
        """Watch the big button and the motion sensor, where the operator set their pins."""
        self._handling.start()
        self._stack.callback(self._handling.close)

    def touched(self) -> None:
        """Somebody touched the screen or pressed a key."""
        self._handling.touched()

    def hand_word(self) -> str | None:
        """The word of what the big button has just done; None where there is no button."""
        return None if self.settings.button is None else self._handling.word

    def on_seen(self, listener: Callable[[bool], None]) -> None:
        """Have a listener called when somebody comes while no session plays."""
        self._handling.on_seen(listener)

    def on_asked(self, listener: Callable[[str], None]) -> None:
        """Have a listener called with a session that was asked for by voice."""
        self._listening.on_asked(listener)

    def louder(self, step: int) -> None:
        """Be louder by so many percent for who is here."""
        self._attuned.louder(step)

    def _bring_back(self) -> None:
        """Bring back what a run that was killed in the middle of a cue left lowered."""
        from kiosk.sound.pulse_others import PulseOthers

        PulseOthers(self.settings.cache / LOWERED).recover()

    def start_library(self) -> None:
        """Look at all session files and render speech ahead, again and again, on a thread."""
        if (self.settings.cache / LOWERED).exists():
            self._in_background("others", self._bring_back)
        self._in_background(
            "library", lambda: self._warming.keep(lambda: self._attuned.settings(STATION))
        )

    def close(self) -> None:
        """Stop everything that runs."""
        self._closing.set()
        self.library.close()
        self._stack.close()
        for thread in self._threads:
            thread.join(timeout=2.0)

    def _in_background(self, name: str, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception:
                log.exception("The %s thread ended on an error.", name)

        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads = [alive for alive in self._threads if alive.is_alive()]
        self._threads.append(thread)
        thread.start()

    # --- what a face may ask

    def cards(self) -> Sequence[Card]:
        """Every session that can be shown."""
        return self.library.cards()

    def broken(self) -> Sequence[Broken]:
        """Every file that cannot be used, the settings among them."""
        return (*self._setting_problems, *self.library.broken())

    def on_library_change(self, listener: Callable[[], None]) -> None:
        """Have a listener called when cards or broken files change."""
        self.library.on_change(listener)

    def about(self, name: str) -> About | None:
        """A session's page, or None when it is gone."""
        from kiosk import outline
        from kiosk.files import card_of, check_file, languages_of
        from kiosk.plan.estimate import estimator
        from kiosk.plan.timing import Timing
        from kiosk.plan.tones import at_their_pace, tones

        breath_ms = self._attuned.settings().breath_ms
        path = self.library.path_of(name)
        checked = check_file(path, breath_ms) if path else None
        if checked is None or checked.script is None:
            return None
        script = checked.script
        language = current() if current() in languages_of(script) else script.language
        card = card_of(script, checked.total_ms, checked.highest_ms, language)
        guess_ms = at_their_pace(estimator(language), tones(script, language))
        timing = Timing(script, guess_ms, language, breath_ms)
        # Whoever reads this may begin: some devices take two seconds to wake.
        self.start_sound()
        about = outline.about(script, card, timing)
        if language != current():
            # Said here, once: in the session itself nobody could read it while they lie down.
            about = replace(about, note=f"{_(_SPOKEN_IN.get(language, ''))} {about.note}".strip())
        return about

    def begin(
        self,
        name: str,
        *,
        ready: Callable[[Performance], None],
        refused: Callable[[Refusal], None],
        progress: Callable[[int, int], None],
    ) -> None:
        """Prepare a session and start it, on another thread."""
        from kiosk.plan.model import Refusal

        def work() -> None:
            try:
                begun = self._begin(name, progress)
            except Exception:
                log.exception("The session %s could not be prepared.", name)
                begun = Refusal(name, _(NOT_PREPARED))
            if isinstance(begun, Refusal):
                refused(begun)
            else:
                ready(begun)

        self.start_sound()
        self._in_background("begin", work)

    def _begin(self, name: str, progress: Callable[[int, int], None]) -> Performance | Refusal:
        from kiosk.files import check_file
        from kiosk.plan.model import Refusal

        path = self.library.path_of(name)
        if path is None:
            return Refusal(name, _(NOT_THERE))
        checked = check_file(path, self.settings.breath_ms)
        if checked.script is None:
            return Refusal(name, _(MISTAKEN))
        return self.play(checked.script, progress)

    def play(
        self,
        script: Script,
        progress: Callable[[int, int], None] | None = None,
    ) -> LivePerformance | Refusal:
        """Prepare a session for who is here, and start it; takes as long as its speech does."""
        from kiosk.plan.model import Refusal

        ready = self.prepare(script, progress)
        return ready if isinstance(ready, Refusal) else self.perform(ready.prepared, ready.presses)

    def prepare(
        self,
        script: Script,
        progress: Callable[[int, int], None] | None = None,
    ) -> Ready | Refusal:
        """Make a session ready for who is here, or say why it cannot be played now."""
        from kiosk.massage import Ready, prepare_presses
        from kiosk.plan.model import Refusal
        from kiosk.plan.presses import has_massage
        from kiosk.preparing import grown, prepare
        from kiosk.sounding import chimed, worded

        sound = self._attuned.store.of(self._who()).sound_of(script.name)
        script = worded(script, sound)
        desk, amounts, settings = self._desk, None, self._attuned.settings_for(script)
        if desk is not None:
            if refusal := desk.refusal(script.name):
                return Refusal(script.name, refusal)
            amounts = grown(script, desk.practice(script.name), settings.breath_ms)
            if has_massage(script.steps):
                return prepare_presses(script, settings, self._voice(), desk, amounts, progress)
        prepared = prepare(script, settings, self._voice(), progress, amounts=amounts)
        if isinstance(prepared, Refusal):
            return prepared
        return Ready(replace(prepared, plan=chimed(prepared.plan, sound)))

    def perform(self, prepared: Prepared, presses: Presses | None = None) -> LivePerformance:
        """Start playing what was prepared; may wait for the loudspeaker to wake."""
        from kiosk.performance import LivePerformance

        self.start_sound()
        performance = LivePerformance(
            prepared.plan,
            prepared.clips,
            self.speaker,
            self._clock,
            listeners=(*self._listeners, *self._handling.listeners),
            notices=(
                lambda: self._handling.asks,
                lambda: self.speaker.notice,
                lambda: self.speech.notice,
                lambda: ears.notice if (ears := self.ears()) is not None else "",
                lambda: self._handling.notice,
            ),
            presses=presses,
        )
        self._playing = performance
        # It may have a volume of its own.
        self._be_as_loud_as(self._attuned.settings().volume)
        # Some devices take two seconds to run evenly; the first word waits for that.
        self.speaker.wait_until_running(SOUND_WITHIN_S)
        performance.start()
        return performance

    # --- what the reception must know of sessions

    def know(self, script: Script) -> None:
        """Let the reception know a session by its script, wherever its file is."""
        self._known[script.name] = script

    def _asked(self, name: str) -> Asked | None:
        from kiosk.files import check_file
        from kiosk.massage import asked_of

        if (known := self._known.get(name)) is not None:
            return asked_of(known, self._attuned.settings_for(known).breath_ms)
        path = self.library.path_of(name)
        checked = check_file(path, self.settings.breath_ms) if path else None
        if checked is None or checked.script is None:
            return None
        return asked_of(checked.script, self._attuned.settings_for(checked.script).breath_ms)

    def _sessions_of(self) -> dict[str, tuple[str, ...]]:
        from kiosk.script.kind import Kind

        found: dict[str, tuple[str, ...]] = {}
        for card in self.library.cards():
            asked = self._asked(card.name) if card.kind is Kind.MASSAGE else None
            for points, _at_most in asked.gates if asked else ():
                for point in points:
                    found[point] = tuple(dict.fromkeys((*found.get(point, ()), card.name)))
        return found

    # --- what who is here prefers

    def _who(self) -> str:
        """Whose preferences hold: guests share the station's."""
        here = self._here
        return STATION if here is None or here.id == GUEST else here.id

    @property
    def _here(self) -> PersonCard | None:
        desk = self._known_reception
        return desk.here if desk is not None else None

    def _locked(self) -> bool:
        """Whether what holds now takes the operator's PIN; as long as nobody knows, it does."""
        if self._who() != STATION or self._known_reception is None:
            return False
        return not self._desk_to_come.done() or self.reception.station in PUBLIC

    def _manner(self) -> Manner:
        from kiosk.preparing import manner_of

        return manner_of(self._attuned.settings())

    def preferences(self) -> Preferences:
        """What who is here prefers; the station's own where that is nobody, or a guest."""
        return self._attuned.preferences()

    def prefer(self, preferences: Preferences) -> None:
        """Hold other preferences of who is here, at once; they are written on another thread."""
        self._attuned.prefer(preferences)

    def reset_preferences(self) -> None:
        """Hold the station's for who is here again; the station's own as delivered."""
        self._attuned.reset()

    def _be_as_loud_as(self, volume: int) -> None:
        speaker: Loudspeaker | None = self.__dict__.get("speaker")
        if speaker is not None and not self._closing.is_set():
            speaker.set_volume(self._night_volume.of(volume))

    def _warm_for(self, who: str, settings: Settings) -> None:
        likes = self._attuned.store.of(who)
        liked = (*likes.favourites, *likes.recent)

        def wanted() -> bool:
            return self._who() == who and spoken(self._attuned.settings()) == spoken(settings)

        self._in_background("warm", lambda: self._warming.warm_for_one(liked, settings, wanted))

    # --- the keys of this station

    @cached_property
    def _key_file(self) -> KeyFile:
        from kiosk.key_files import KeyFile

        return KeyFile(self.settings.data / "keys.json")

    def keymap(self) -> Keymap:
        """What the keys of this station's keyboards, clickers and pedals mean."""
        return self._key_file.keymap()

    def keep_keys(self, keymap: Keymap) -> None:
        """Have keys mean something else from now on; it is written on another thread."""
        self._key_file.keep(keymap)
        self._in_background("keys", self._key_file.save)

    def languages(self) -> Sequence[Voice]:
        """The languages the screen can be shown in, each by its own name."""
        from babel import Locale

        from kiosk import catalogues

        found = []
        for tag in catalogues.available():
            name = Locale.parse(tag).get_language_name(tag) or tag
            found.append(Voice(tag, name[:1].upper() + name[1:]))
        return tuple(found)

    def voices(self, language: str = "") -> Sequence[Voice]:
        """The voices that speak a language; of the one in force where none is named."""
        from kiosk.voice.choice import primary

        self._start_voice()
        wanted = primary(language or self._attuned.settings().language)
        return tuple(
            Voice(each.id, each.name)
            for each in self.speech.voices()
            if primary(each.language) == wanted
        )

    def use_language(self, tag: str) -> None:
        """Put a language in force for screen and speech; empty: the station's."""
        from kiosk import catalogues

        catalogues.choose(self._attuned.language(tag), self.settings.cache)
        self._listening.speak(current())

    def say(self, text: str, *, urgent: bool = False) -> None:
        """Say something outside a session: a question, or why not; nothing is to fall silent."""
        self.start_sound()
        self._saying.say(text, urgent=urgent)

    def hush(self) -> None:
        """Say no more of what was asked outside a session; a session's own sound goes on.

        What is urgent is said to its end.
        """
        self._saying.hush()

    def warm(self, name: str) -> None:
        """Render a session's speech while nothing else happens."""
        self._in_background("warm", lambda: self._warming.warm(name, self._attuned.settings()))


def _as_broken(problems: Sequence[Problem]) -> tuple[Broken, ...]:
    """What is wrong with the settings, a file at a time."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.mark.file, []).append(problem)
    return tuple(Broken(file, found[0].one_line(), len(found)) for file, found in by_file.items())
