"""A session played for real: its own thread, any clock, any loudspeaker."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.clips import Clip, Line
from kiosk.clock import FastClock
from kiosk.performance import LivePerformance
from kiosk.plan.model import CueKind, Plan, SegmentKind
from kiosk.player.fake import Sketch
from kiosk.player.model import Changed, Command, Effect, Shown, Skipped, Started, State
from kiosk.sound.output import FakeLoudspeaker

SOON = 20.0  # seconds; a test that needs so long has failed


def clips_of(plan: Plan) -> dict[Line, Clip]:
    return {
        Line(text, plan.language): Clip(Path(f"{index}.wav"), length)
        for index, (text, length) in enumerate(plan.lengths)
    }


@dataclass
class Stage:
    """A performance with a fast clock, a fake loudspeaker and an ear."""

    plan: Plan
    speed: float = 50
    clips: dict[Line, Clip] | None = None
    notices: list[Callable[[], str]] = field(default_factory=list)
    heard: list[Effect] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        clock = FastClock(self.speed)
        self.speaker = FakeLoudspeaker(clock.now_ms)
        self.live = LivePerformance(
            self.plan,
            clips_of(self.plan) if self.clips is None else self.clips,
            self.speaker,
            clock,
            listeners=[self._hear],
            notices=self.notices,
        )

    def _hear(self, effect: Effect, _now: int, _start: int) -> None:
        with self._changed:
            self.heard.append(effect)
            self._changed.notify_all()

    def until(self, wanted: Callable[[Effect], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(wanted, self.heard)), SOON)

    def state(self, state: State) -> None:
        self.until(lambda effect: isinstance(effect, Changed) and effect.after is state)


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[Callable[..., Stage]]:
    made: list[Stage] = []

    def make(plan: Plan, **more: object) -> Stage:
        made.append(Stage(plan, **more))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        each.live.close()


def short() -> Plan:
    return (
        Sketch()
        .add(SegmentKind.PREPARE, 2_000, "Press.")
        .cue(200, 1_000, "Press.")
        .add(SegmentKind.HOLD, 5_000, "Press.", goes_on=True)
        .cue(0, 180, chime="start", kind=CueKind.CHIME)
        .cue(4_000, 400, "One.", kind=CueKind.COUNTDOWN)
        .plan()
    )


def test_a_session_plays_to_its_end_by_itself(stage: Callable[..., Stage]) -> None:
    it = stage(short())
    it.live.start()
    assert it.live.wait(SOON)
    assert it.live.view().state is State.DONE
    begun = [
        effect.cue.text or effect.cue.chime for effect in it.heard if isinstance(effect, Started)
    ]
    assert begun == ["Press.", "start", "One."]


def test_every_sound_reaches_the_loudspeaker_at_its_planned_distance(
    stage: Callable[..., Stage],
) -> None:
    it = stage(short(), speed=10)
    it.live.start()
    assert it.live.wait(SOON)
    assert not [effect for effect in it.heard if isinstance(effect, Skipped)]
    starts = [sound.start_ms for sound in it.speaker.heard]
    assert [at - starts[0] for at in starts] == [0, 1_800, 5_800]


def test_a_line_without_a_clip_is_shown_and_not_heard(stage: Callable[..., Stage]) -> None:
    it = stage(short(), clips={})
    it.live.start()
    assert it.live.wait(SOON)
    assert [sound.sound for sound in it.speaker.heard] == ["start"]
    assert any(isinstance(effect, Started) and effect.cue.text == "Press." for effect in it.heard)


def test_a_command_from_another_thread_is_done_at_once(stage: Callable[..., Stage]) -> None:
    plan = Sketch().add(SegmentKind.HOLD, 3_600_000, "A very long hold.").plan()
    it = stage(plan, speed=1)
    it.live.start()
    it.until(lambda effect: isinstance(effect, Shown))
    it.live.send(Command.PAUSE)
    it.state(State.PAUSED)
    it.live.send(Command.STOP)
    assert it.live.wait(SOON)
    assert it.live.view().state is State.STOPPED


def test_a_wait_waits_until_somebody_is_ready(stage: Callable[..., Stage]) -> None:
    plan = Sketch().wait(3_600_000, "Ready?").add(SegmentKind.HOLD, 2_000, "Press.").plan()
    it = stage(plan)
    it.live.start()
    it.state(State.WAITING)
    it.live.send(Command.TOGGLE)
    assert it.live.wait(SOON)
    assert it.live.view().state is State.DONE


def test_closing_stops_the_sound_and_can_be_done_twice(stage: Callable[..., Stage]) -> None:
    plan = Sketch().add(SegmentKind.SAY, 3_600_000, "Talk.").cue(0, 3_600_000, "Talk.").plan()
    it = stage(plan, speed=1)
    it.live.start()
    it.until(lambda effect: isinstance(effect, Started))
    it.live.close()
    it.live.close()
    assert it.live.wait(SOON)
    assert it.live.view().state is State.STOPPED
    assert all(sound.end_ms - sound.start_ms < 60_000 for sound in it.speaker.heard)


def test_the_first_notice_that_says_something_is_shown(stage: Callable[..., Stage]) -> None:
    it = stage(short(), notices=[lambda: "", lambda: "No loudspeaker.", lambda: "No voice."])
    assert it.live.notice == "No loudspeaker."


def test_an_error_in_the_loudspeaker_ends_the_session_and_is_logged(
    stage: Callable[..., Stage], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = stage(short())

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(FakeLoudspeaker, "play", broken)
    it.live.start()
    assert it.live.wait(SOON)
    assert "The session ended on an error" in caplog.text


@pytest.mark.parametrize(
    ("said", "comes"),
    [(Command.STOP, State.STOPPED), (Command.PAUSE, State.PAUSED), (Command.TOGGLE, State.PAUSED)],
)
def test_what_is_said_before_the_loudspeaker_is_awake_is_done_once_the_session_begins(
    stage: Callable[..., Stage], said: Command, comes: State
) -> None:
    it = stage(short())
    it.live.send(said)
    it.live.start()
    it.state(comes)
    assert it.live.view().state is comes
    assert State.DONE not in {e.after for e in it.heard if isinstance(e, Changed)}


def test_what_is_said_into_a_pause_is_not_heard_over_the_next_cue(
    stage: Callable[..., Stage],
) -> None:
    it = stage(short(), speed=1)
    it.live.start()
    it.state(State.PLAYING)
    it.live.send(Command.PAUSE)
    it.state(State.PAUSED)
    answer = Clip(Path("help.wav"), 60_000)
    it.live.aside(answer)
    it.live.send(Command.RESUME)
    it.until(lambda e: isinstance(e, Changed) and e.before is State.PAUSED)
    heard = [sound for sound in it.speaker.heard if sound.sound == answer]
    assert not [sound for sound in heard if sound.end_ms - sound.start_ms > 10_000]
