"""What a session looks like on a terminal: drawn anew from a view, ten times a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.text import Text

from kiosk.language import N_, _
from kiosk.plan.model import Segment
from kiosk.player.model import Command, State, View
from kiosk.station import Ears, Performance
from kiosk.terminal.keys import HELP, Keyboard, keyboard
from kiosk.units import clock_length

FRAME_S: Final = 0.1
LISTENING: Final = N_("● listening")
NOT_LISTENING: Final = N_("○ not listening")
_SIDES: Final = {"left": N_("left side"), "right": N_("right side")}


def play(
    performance: Performance,
    *,
    interrupted: Callable[[], bool] = lambda: False,
    ears: Callable[[], Ears | None] = lambda: None,
) -> View:
    """Show a performance until it is over, and pass keys on to it.

    Args:
        performance: What is being played.
        interrupted: Asked ten times a second; True leaves the session as it is and returns.
        ears: Asked as often; whether the kiosk listens is shown.

    Returns:
        The last moment shown.
    """
    console = Console(stderr=False)
    with keyboard() as keys:
        # Where the cursor cannot go up, nothing can be drawn anew: rich would draw nothing at all.
        if console.is_terminal and not console.is_dumb_terminal:
            return _play_live(performance, console, keys, interrupted, ears)
        return _play_plain(performance, console, keys, interrupted, ears)


def _play_live(
    performance: Performance,
    console: Console,
    keys: Keyboard,
    interrupted: Callable[[], bool],
    ears: Callable[[], Ears | None],
) -> View:
    view = performance.view()
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while True:
            view = performance.view()
            moment = draw(view, performance.plan.title, performance.notice, _light(ears()))
            live.update(moment, refresh=True)
            if view.state.over or interrupted():
                return view
            _pass_on(keys.read(FRAME_S), performance)


def _play_plain(
    performance: Performance,
    console: Console,
    keys: Keyboard,
    interrupted: Callable[[], bool],
    ears: Callable[[], Ears | None],
) -> View:
    """Where there is no terminal: a line whenever something new is said or shown."""
    last = notice = light = ""
    while True:
        view = performance.view()
        line = _plain_line(view)
        if line and line != last:
            console.print(Text(line), soft_wrap=True)
            last = line
        if performance.notice and performance.notice != notice:
            notice = performance.notice
            console.print(Text(notice), soft_wrap=True)
        if (now := _light(ears())) != light:
            light = now
            console.print(Text(light or _(NOT_LISTENING)), soft_wrap=True)
        if view.state.over or interrupted():
            return view
        _pass_on(keys.read(FRAME_S), performance)


def _light(ears: Ears | None) -> str:
    """What stands for the light while a microphone is open, and the word that was heard."""
    if ears is None or not ears.listening:
        return ""
    return "  ".join(part for part in (_(LISTENING), ears.word) if part)


def _pass_on(command: Command | None, performance: Performance) -> None:
    if command is not None:
        performance.send(command)


def _plain_line(view: View) -> str:
    segment = view.segment
    if segment is None or view.state.over:
        return ""
    place = f"{clock_length(segment.start_ms):>7}  {_word(view, segment):<10}"
    round_ = (
        f" ({_('{round} of {of}').format(round=segment.round, of=segment.of)})"
        if segment.of
        else ""
    )
    return f"{place} {segment.caption}{round_}"


def _word(view: View, segment: Segment) -> str:
    if view.state is State.PAUSED:
        return _("PAUSED")
    return segment.word


def draw(view: View, title: str, notice: str, light: str = "") -> RenderableType:
    """One moment of a session."""
    segment = view.segment
    if segment is None:
        return Panel(Align.center(Text(title, style="bold")))
    side = _(_SIDES[segment.side]) if segment.side else ""
    round_ = _("{round} of {of}").format(round=segment.round, of=segment.of) if segment.of else ""
    saying = view.saying or view.said
    parts: list[RenderableType] = [
        Align.center(Text(_word(view, segment), style="bold reverse" if segment.side else "bold")),
        Align.center(Text(_count(view), style="bold")),
        Text(),
        Align.center(Text(segment.caption)),
        Align.center(Text(saying if saying != segment.caption else "", style="bold")),
        Align.center(Text("   ".join(part for part in (side, round_) if part), style="cyan")),
        Text(),
        Text(
            _("Next: {name}").format(name=segment.next_up) if segment.next_up else "",
            style="dim",
            no_wrap=True,
        ),
        Padding(ProgressBar(total=max(1, view.total_ms), completed=view.position_ms), 0),
        Text(_(HELP), style="dim"),
    ]
    if notice:
        parts.insert(0, Text(notice, style="yellow"))
    head = _("{title}   {position} of {total}").format(
        title=title, position=clock_length(view.position_ms), total=clock_length(view.total_ms)
    )
    return Panel(
        Group(*parts), title=head, subtitle=Text(light, style="bold") or None, padding=(1, 2)
    )


def _count(view: View) -> str:
    """The time left, rounded up: it shows 1 until the very end, as the countdown says it."""
    return clock_length(view.remaining_ms + 999)
