"""`kiosk play`: a session on this terminal."""

from __future__ import annotations

import logging
import math
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from kiosk.care.station_file import NAME
from kiosk.cli.common import Found, find_session, print_problems, relative, without_comfort
from kiosk.cli.desk import NOT_SET_UP
from kiosk.cli.errors import UserError
from kiosk.cli.options import good_settings, settings_options, voice_options
from kiosk.cli.render import Progress
from kiosk.cli.visit import NO_TERMINAL, Visit, interactive
from kiosk.events import EventLog, describe
from kiosk.files import check_file
from kiosk.language import N_, _
from kiosk.library import PARTS
from kiosk.plan.model import Plan, Refusal
from kiosk.plan.presses import has_massage
from kiosk.player.model import Effect, State
from kiosk.script.kind import Kind
from kiosk.script.problems import did_you_mean
from kiosk.settings import Settings
from kiosk.units import Millis, clock_length
from kiosk.why import why

if TYPE_CHECKING:
    from kiosk.compose import Kiosk

_ENDS: Final = {State.DONE: N_("done"), State.STOPPED: N_("stopped")}
RECORD_WITHIN_S: Final = 12.0
"""How long a slow card may take to have the last of a press on record."""


@click.command("play")
@click.argument("session")
@click.option(
    "--from",
    "from_",
    metavar="STEP",
    help=_('Begin at a step: its number as "kiosk plan" shows it, or words from its caption.'),
)
@click.option(
    "--watch", is_flag=True, help=_("Play anew from the same step whenever a file is saved.")
)
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 1000),
    default=1.0,
    help=_("So many times faster than life; without sound unless it is 1."),
)
@click.option(
    "--events",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("Write what happens to this file, one JSON object a line."),
)
@click.option(
    "--person",
    metavar="NAME",
    help=_('Who plays it, as "kiosk people" lists them. A massage without it is the guest\'s.'),
)
@voice_options
@settings_options
def command(
    session: str,
    from_: str | None,
    speed: float,
    events: Path | None,
    person: str | None,
    settings_file: Path | None,
    voice: str | None,
    rate: int | None,
    language: str | None,
    *,
    watch: bool,
) -> None:
    """Play SESSION here: the voice speaks, and keys pause, go on, go back and stop."""
    from kiosk.compose import Kiosk  # noqa: PLC0415 -- a command imports what it needs

    logging.basicConfig(level=logging.ERROR)
    settings = good_settings(settings_file, voice=voice, rate=rate, language=language)
    if math.isnan(speed):
        raise UserError(_("--speed nan is not a number. Write for example --speed 10."))
    found = find_session(session, settings)  # a mistake is said before anything starts
    massage = has_massage(found.script.steps)
    if massage:
        _refuse_shortcuts(speed, from_, watch=watch)
    with _events(events) as stream:
        kiosk = Kiosk(
            settings,
            speed=speed,
            listeners=[_listener(stream)] if stream else [],
            fixed=[name for name, given in (("voice", voice), ("rate", rate)) if given],
        )
        try:
            visit = _visit(kiosk, found, person) if _is_recorded(found, settings, person) else None
            if visit is not None:
                visit.before()
            kiosk.start_ears()
            kiosk.start_hands()
            with _stopping() as stopped:
                show = _Show(kiosk, session, stopped, must_speak=voice is not None)
                show.run(from_, watch=watch)
            if visit is not None and not stopped():
                visit.after()
        finally:
            kiosk.close()


def _refuse_shortcuts(speed: float, from_: str | None, *, watch: bool) -> None:
    """A massage is played whole and in real time, for whoever lies on the massager."""
    for given, option in (
        (speed != 1, "--speed"),
        (from_ is not None, "--from"),
        (watch, "--watch"),
    ):
        if given:
            raise UserError(
                _(
                    "{option} does not go with a massage: its seconds are granted to a person, "
                    "and pressed in real time. Leave {option} out."
                ).format(option=option)
            )


def _is_recorded(found: Found, settings: Settings, person: str | None) -> bool:
    """Whether this playing is somebody's: then it is asked about, and put on record."""
    if person is not None or has_massage(found.script.steps):
        return True
    # Warmth asks its questions wherever there is somebody to ask and a station to ask for.
    return found.script.kind is Kind.WARMTH and interactive() and (settings.data / NAME).exists()


def _visit(kiosk: Kiosk, found: Found, person: str | None) -> Visit:
    """Open the record of doses, and let somebody arrive.

    Raises:
        UserError: The station is not set up, this is no terminal for a massage, or nobody is
            named that.
    """
    desk = kiosk.reception
    if desk.needs_setup:
        raise UserError(_(NOT_SET_UP))
    if has_massage(found.script.steps) and not interactive():
        raise UserError(_(NO_TERMINAL))
    kiosk.know(found.script)
    kiosk.start_reception(wait=True)
    visit = Visit(desk, found.script.name)
    visit.arrive(person or "")
    return visit


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Let a polite request to end (SIGTERM, SIGHUP, ctrl-C) end the session, not break it."""
    asked = threading.Event()
    signals = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = [(number, signal.signal(number, lambda *_signal: asked.set())) for number in signals]
    try:
        yield asked.is_set
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def _events(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        with nullcontext():
            yield None
        return
    try:
        stream = path.open("w", encoding="utf-8")
    except OSError as error:
        raise UserError(
            _("{file} cannot be written: {reason}.").format(file=path, reason=why(error))
        ) from None
    try:
        yield stream
    finally:
        # What a full disk refused is refused again here; it has been said when it first was.
        with suppress(OSError):
            stream.close()


def _listener(stream: TextIO) -> Callable[[Effect, Millis, Millis], None]:
    def failed(error: OSError) -> None:
        sentence = _("The events are not written any more: {reason}.").format(reason=why(error))
        click.echo(f"kiosk: {sentence}", err=True)

    log = EventLog(stream, failed)

    def listen(effect: Effect, now_ms: Millis, start_ms: Millis) -> None:
        if (event := describe(effect, now_ms, start_ms)) is not None:
            log.write(event)

    return listen


class _Show:
    """Plays a session, and plays it again when its file is saved."""

    def __init__(
        self, kiosk: Kiosk, session: str, stopped: Callable[[], bool], *, must_speak: bool
    ) -> None:
        self._kiosk = kiosk
        self._settings: Settings = kiosk.settings
        self._session = session
        self._stopped = stopped
        self._must_speak = must_speak
        """A voice was asked for by name: then another one will not do."""
        self._files: dict[Path, int] = {}

    def run(self, from_: str | None, *, watch: bool) -> None:
        """Play once, or for as long as somebody writes."""
        found = find_session(self._session, self._settings)
        step = self._play(found, from_, 0, watch=watch)
        while watch and not self._stopped():
            click.echo(
                _("Watching {path}; save it to play it again, ctrl-C to end.").format(
                    path=relative(found.path)
                )
            )
            if not self._wait_for_save(found.path):
                return
            checked = check_file(found.path, self._settings.breath_ms)
            print_problems(checked.problems)
            if checked.script is not None:
                step = self._play(
                    Found(found.path, checked.script, checked), None, step, watch=True
                )

    def _play(self, found: Found, from_: str | None, step: int, *, watch: bool) -> int:
        """Play; return the step that was reached, in the whole session's count."""
        from kiosk.terminal.face import play  # noqa: PLC0415 -- rich is not small

        self._remember(found.path)
        kiosk = self._kiosk
        kiosk.start_sound()
        progress = Progress()
        ready = kiosk.prepare(found.script, progress.speech)
        progress.end()
        if isinstance(ready, Refusal):
            raise UserError(ready.reason)
        if self._must_speak and kiosk.speech.notice:
            raise UserError(without_comfort(kiosk.speech.notice))
        prepared = ready.prepared
        whole = prepared.plan
        if from_ is not None:
            step = step_of(whole, from_)
        if step:
            prepared = prepared.starting_at(step)
        performance = kiosk.perform(prepared, ready.presses)
        try:
            changed = self._changed if watch else (lambda: False)
            view = play(
                performance,
                interrupted=lambda: self._stopped() or changed(),
                ears=kiosk.ears,
            )
        finally:
            performance.close()
            performance.wait(RECORD_WITHIN_S)  # what was pressed is on record before the rest
        if view.state.over and not self._stopped():
            place = clock_length(view.position_ms)
            click.echo(
                _("{title}: {state} at {place}.").format(
                    title=whole.title, state=_(_ENDS.get(view.state, view.state.value)), place=place
                )
            )
        reached = view.segment.step if view.segment else step
        return 0 if view.state.over else reached

    def _remember(self, path: Path) -> None:
        within = [path, *(path.parent / PARTS).glob("*.y*ml")]
        self._files = {file: file.stat().st_mtime_ns for file in within if file.exists()}

    def _changed(self) -> bool:
        for file, was in self._files.items():
            try:
                if file.stat().st_mtime_ns != was:
                    return True
            except OSError:
                continue  # an editor that saves by renaming leaves a gap
        return False

    def _wait_for_save(self, path: Path) -> bool:
        pause = threading.Event()
        while not self._stopped():
            if self._changed():
                self._remember(path)
                return True
            pause.wait(0.2)
        return False


def step_of(plan: Plan, wanted: str) -> int:
    """The step that `--from` means: a number, or words of its caption.

    Raises:
        UserError: There is no such step.
    """
    last = plan.segments[-1].step
    if wanted.isdecimal():
        if int(wanted) > last:
            raise UserError(
                _("--from {wanted}: the last step of {session} is {last}.").format(
                    wanted=wanted, session=plan.session, last=last
                )
            )
        return int(wanted)
    captions = {segment.caption: segment.step for segment in reversed(plan.segments)}
    for caption, step in sorted(captions.items(), key=lambda pair: pair[1]):
        if wanted.strip() and wanted.casefold() in caption.casefold():
            return step
    raise UserError(
        _('--from "{wanted}": no step says that. {hint}"kiosk plan {session}" lists them.').format(
            wanted=wanted, hint=did_you_mean(wanted, captions), session=plan.session
        )
    )
