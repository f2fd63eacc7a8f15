"""A massage session made ready: previewed for who is here, and laid out anew at every gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kiosk.care.desk import Desk
from kiosk.care.interview import Asked
from kiosk.language import N_, _, current
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Refusal
from kiosk.plan.presses import Press, has_massage
from kiosk.preparing import Prepared, language_of, prepare, ranges_of
from kiosk.pressing import Pressing
from kiosk.script.kind import Kind
from kiosk.script.model import AnyStep, Repeat, Script, Sides
from kiosk.settings import Settings
from kiosk.units import Millis
from kiosk.voice.speech import Speech

NOT_THERE = N_("This session is not there any more. Choose another.")


@dataclass(frozen=True, slots=True)
class Ready:
    """A session, ready to be played.

    Attributes:
        prepared: Its plan and its speech.
        presses: Grants and records its presses; None where it has none.
    """

    prepared: Prepared
    presses: Pressing | None = None


def prepare_presses(
    script: Script,
    settings: Settings,
    speech: Speech,
    desk: Desk,
    amounts: Mapping[str, int],
    progress: Callable[[int, int], None] | None = None,
) -> Ready | Refusal:
    """Lay a massage session out by what would be granted now. Nothing is granted here."""
    dosing = desk.dosing(script.name)
    if dosing is None:
        return Refusal(script.name, desk.trouble or _(NOT_THERE))
    # What it says of a press is said in the session's language, by that language's voice.
    dosing.language = language_of(script, settings)
    if desk.other_side_first:
        script = other_side_first(script)
    bare = build(script, estimate_ms, breath_ms=settings.breath_ms, presses={})
    if isinstance(bare, Refusal):
        return bare

    def lay(presses: Mapping[int, Press]) -> Prepared:
        made = prepare(script, settings, speech, amounts=amounts, presses=presses)
        assert isinstance(made, Prepared)  # noqa: S101 -- refused only where nobody can grant
        return made

    first = prepare(
        script, settings, speech, progress, amounts=amounts, presses=dosing.preview(bare.gates)
    )
    if isinstance(first, Refusal):
        return first
    return Ready(first, Pressing(dosing, lay, first.plan))


def asked_of(script: Script, breath_ms: Millis) -> Asked:
    """What the reception must know of a session."""
    bare = build(script, estimate_ms, breath_ms=breath_ms, presses={})
    gates = () if isinstance(bare, Refusal) else bare.gates
    return Asked(
        name=script.name,
        title=script.title.into(current()),
        gates=tuple((gate.points, gate.at_most_ms) for gate in gates),
        warmth=script.kind is Kind.WARMTH,
        ranges=ranges_of(script, breath_ms),
        sides=_pressed_sides(script.steps),
    )


def other_side_first(script: Script) -> Script:
    """The same session with its sides the other way round: which comes first is a choice."""
    return replace(script, steps=_turned(script.steps))


def _turned(steps: tuple[AnyStep, ...]) -> tuple[AnyStep, ...]:
    turned: list[AnyStep] = []
    for step in steps:
        match step:
            case Sides():
                turned.append(replace(step, sides=step.sides[::-1], steps=_turned(step.steps)))
            case Repeat():
                turned.append(replace(step, steps=_turned(step.steps)))
            case _:
                turned.append(step)
    return tuple(turned)


def _pressed_sides(steps: tuple[AnyStep, ...]) -> tuple[str, ...]:
    """The two sides that are pressed one after the other; empty where there are none."""
    for step in steps:
        if isinstance(step, Sides) and len(step.sides) > 1 and has_massage(step.steps):
            return tuple(str(side) for side in step.sides)
        if isinstance(step, Repeat | Sides) and (found := _pressed_sides(step.steps)):
            return found
    return ()
