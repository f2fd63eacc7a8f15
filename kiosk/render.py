"""A whole session as a sound file, faster than life: the same plan, the same player, no clock.

A wait is answered at once, since nobody has to get into position for a file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.clips import Clips
from kiosk.lines import lines_of
from kiosk.plan.model import Plan
from kiosk.player.machine import Player
from kiosk.player.model import Command, Effect, Sound, State
from kiosk.sound.offline import OfflineLoudspeaker
from kiosk.units import Millis


def render(
    plan: Plan,
    clips: Clips,
    path: Path,
    *,
    volume: int,
    progress: Callable[[Millis, Millis], None] | None = None,
) -> None:
    """Write what a listener would hear to a mono 48 kHz WAV file.

    Args:
        plan: The session.
        clips: Its speech; a line without a clip is silence.
        path: The file, which appears whole or not at all.
        volume: 0 to 100.
        progress: Called with the place in the plan and its length.

    Raises:
        OSError: The file cannot be written.
    """
    now: Millis = 0
    speaker = OfflineLoudspeaker(path, lambda: now, volume=volume)
    player = Player(plan)
    lines = lines_of(plan)

    def perform(effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Sound):
                cue = effect.cue
                sound = cue.chime or clips.get(lines[cue.text])
                if sound:
                    speaker.play(sound, effect.at_ms, effect.key)

    try:
        speaker.load(clips.values())
        perform(player.command(Command.START, now))
        while not player.state.over:
            if player.state is State.WAITING:
                perform(player.command(Command.READY, now))
                continue
            now = max(now, player.next_due() or now)
            perform(player.tick(now))
            if progress:
                progress(now, plan.total_ms)
        now = max(now, plan.total_ms)
        speaker.close()
    finally:
        speaker.discard()
