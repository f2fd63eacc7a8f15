"""What will happen in a session, told step by step for its page: each with its place in time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from kiosk.language import _, ngettext
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

_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class _Around:
    """What encloses a step."""

    sides: tuple[Side, ...] = ()
    times: int = 1


def about(script: Script, card: Card, timing: Timing) -> About:
    """A session's page."""
    language = timing.language

    def told(texts: tuple[Text, ...]) -> tuple[str, ...]:
        return tuple(text.into(language) for text in texts)

    items: list[Item] = []
    _tell(script.steps, _Around(), timing, items, timing.intro_ms())
    return About(
        card=card,
        position=script.position.into(language),
        cautions=told(script.cautions),
        focus=told(script.focus),
        items=tuple(items),
        sources=tuple(source.title for source in script.sources),
        note=script.note.into(language) if script.note else "",
    )


def _tell(
    steps: tuple[AnyStep, ...],
    here: _Around,
    timing: Timing,
    items: list[Item],
    at_ms: Millis,
) -> None:
    """Tell the steps that are seen, each from when it first begins."""
    for step in steps:
        match step:
            case Repeat():
                inside = replace(here, times=here.times * timing.count(step))
                _tell_all_of(step, inside, timing, items, at_ms)
            case Sides():
                # Both sides are told once: by the words and the picture of the first.
                _tell_all_of(step, replace(here, sides=step.sides), timing, items, at_ms)
            case Hold() if step.timed is Timed.REST and (here.times > 1 or step.say is None):
                pass  # the rests of a repeat belong to what they follow
            case Hold():
                detail = _detail(here, _length(timing.hold_ms(step)))
                items.append(_item(step, here, timing, detail, at_ms))
            case Reps():
                counted = replace(here, times=here.times * timing.count(step))
                items.append(_item(step, here, timing, _detail(counted, ""), at_ms))
            case Ready() | Massage():
                items.append(_item(step, here, timing, _detail(here, ""), at_ms))
            case _:
                pass
        at_ms += timing.step_ms(step, here.sides)


def _tell_all_of(
    step: Repeat | Sides, inside: _Around, timing: Timing, items: list[Item], at_ms: Millis
) -> None:
    """Tell what is in a repeat or a side; the name of the whole is that of its only step."""
    before = len(items)
    _tell(step.steps, inside, timing, items, at_ms)
    if step.name and len(items) == before + 1:
        side = inside.sides[0] if inside.sides else None
        items[-1] = replace(items[-1], text=timing.words(step.name, side))


def _length(ms: Millis) -> str:
    """A hold of 90 s is told in seconds; a walk in minutes."""
    return f"{round(ms / 1000)} s" if ms < 120_000 else spoken_length(ms)


def _detail(here: _Around, length: str) -> str:
    times = ""
    if here.times > 1:
        times = ngettext("{n} time", "{n} times", here.times).format(n=here.times)
    side = _("each side") if len(here.sides) > 1 else ""
    return ", ".join(part for part in (length, times, side) if part)


def _item(
    step: Hold | Reps | Ready | Massage, here: _Around, timing: Timing, detail: str, at_ms: Millis
) -> Item:
    """A step with its first sentence: the rest is said when it is done."""
    text = step.name or step.say
    side = here.sides[0] if here.sides else None
    words = _SENTENCE_ENDS.split(timing.words(text, side))[0] if text else ""
    return Item(words, detail, step.figure, at_ms)
