"""What will happen in a session, told in a few lines for its page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.plan.timing import Timing
from kiosk.script.model import (
    AnyStep,
    Hold,
    Massage,
    Ready,
    Repeat,
    Reps,
    Script,
    Side,
    Sides,
    Text,
    Timed,
)
from kiosk.station import About, Card, Item
from kiosk.units import Millis, spoken_length


@dataclass(frozen=True, slots=True)
class _Around:
    """What encloses a step."""

    side: Side | None = None
    each_side: bool = False
    times: int = 1
    name: Text | None = None


def about(script: Script, card: Card, timing: Timing) -> About:
    """A session's page."""
    language = timing.language

    def told(texts: tuple[Text, ...]) -> tuple[str, ...]:
        return tuple(text.into(language) for text in texts)

    items: list[Item] = []
    _tell(script.steps, _Around(), timing, items)
    return About(
        card=card,
        position=script.position.into(language),
        cautions=told(script.cautions),
        focus=told(script.focus),
        items=tuple(items),
        sources=tuple(source.title for source in script.sources),
        note=script.note.into(language) if script.note else "",
    )


def _tell(steps: tuple[AnyStep, ...], around: _Around, timing: Timing, items: list[Item]) -> None:
    for step in steps:
        here = replace(around, name=step.name) if step.name else around
        match step:
            case Repeat():
                times = here.times * timing.count(step)
                _tell(step.steps, replace(here, times=times), timing, items)
            case Sides():
                inside = replace(here, side=step.sides[0], each_side=len(step.sides) > 1)
                _tell(step.steps, inside, timing, items)
            case Hold() if step.timed is not Timed.REST:
                detail = _detail(here, _length(timing.hold_ms(step)))
                items.append(_item(step, here, timing, detail))
            case Reps():
                detail = _detail(replace(here, times=here.times * timing.count(step)), "")
                items.append(_item(step, here, timing, detail))
            case Ready() | Massage():
                items.append(_item(step, here, timing, _detail(here, "")))
            case _:
                pass


def _length(ms: Millis) -> str:
    """A hold of 90 s is told in seconds; a walk in minutes."""
    return f"{round(ms / 1000)} s" if ms < 120_000 else spoken_length(ms)


def _detail(here: _Around, length: str) -> str:
    times = f"{here.times} times" if here.times > 1 else ""
    side = "each side" if here.each_side else ""
    return ", ".join(part for part in (length, times, side) if part)


def _item(step: Hold | Reps | Ready | Massage, here: _Around, timing: Timing, detail: str) -> Item:
    text = here.name or step.say
    return Item(timing.words(text, here.side) if text else "", detail, step.figure)
