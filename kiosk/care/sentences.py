"""What an event on record says, in a sentence: what was refused, answered and changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.care import words
from kiosk.dose.answer import Why
from kiosk.dose.events import (
    Assigned,
    CeilingLowered,
    CeilingSet,
    Event,
    Lock,
    LockCleared,
    NextVisit,
    Numbness,
    PersonErased,
    PersonMade,
    RangeStep,
    Refusal,
    Screening,
    ScreeningReviewed,
    Visit,
)
from kiosk.dose.explain import place
from kiosk.dose.words import words_in
from kiosk.language import N_, _, current, ngettext
from kiosk.units import SECOND

_VISITS: Final[Mapping[Visit | None, str]] = {
    Visit.BETTER: N_("Compared with before the last massage: better."),
    Visit.SAME: N_("Compared with before the last massage: the same."),
    Visit.WORSE: N_("Compared with before the last massage: worse."),
    None: N_("Compared with before the last massage: no answer."),
}


def refused(event: Event, language: str) -> str:
    """Why a dose was refused; empty where the event is no refusal."""
    if not isinstance(event, Refusal):
        return ""
    try:
        form = words_in(language).reasons[Why(event.code)]
    except (ValueError, KeyError):
        return _("Refused: {code}.").format(code=event.code)
    text = form.format(where=place(event.points, language))
    return text[:1].upper() + text[1:]


def answered(event: Event) -> str:
    """An answer that is no number; empty where the event is none."""
    match event:
        case Screening():
            about = words.about(event.about)
            yes = [words.short(name) for name, answer in event.answers if answer]
            if not yes:
                return _("Asked before {about}: no to all {n}.").format(
                    about=about, n=len(event.answers)
                )
            return _("Asked before {about}: yes to {what}.").format(
                about=about, what=", ".join(yes)
            )
        case Numbness(answer=None):
            return _("Numbness, tingling or pain down the leg: no answer.")
        case Numbness(answer=True):
            return _("Numbness, tingling or pain down the leg: yes.")
        case Numbness():
            return _("Numbness, tingling or pain down the leg: no.")
        case NextVisit():
            return _(_VISITS[event.answer])
        case _:
            return ""


def act(event: Event, title_of: Callable[[str], str] = str) -> str:
    """A lock, or what an operator did; empty where the event is neither."""
    match event:
        case PersonMade():
            return _("Made a person of this station.")
        case PersonErased():
            return _("Name and details erased.")
        case Numbness(answer=True):
            return _("Numbness or pain down the leg was reported: massage locked.")
        case Screening() if any(answer for _name, answer in event.answers):
            return _("A yes before {about} locked it.").format(about=words.about(event.about))
        case _:
            return _changed(event, title_of)


def _changed(event: Event, title_of: Callable[[str], str]) -> str:
    """What an operator changed. A reason chosen from a list is on record in English."""
    match event:
        case LockCleared(lock=Lock.NUMBNESS):
            return _("The lock after numbness was cleared: {why}").format(why=_(event.reason))
        case LockCleared():
            return _("The lock on {where} was cleared: {why}").format(
                where=place(event.points, current()), why=_(event.reason)
            )
        case ScreeningReviewed():
            return _("The answers before {about} were reviewed: {why}").format(
                about=words.about(event.about), why=_(event.reason)
            )
        case CeilingSet():
            return _("The ceiling was set to {n} s: {why}").format(
                n=event.ceiling_ms // SECOND, why=_(event.reason)
            )
        case CeilingLowered(ceiling_ms=int() as ceiling):
            return _("The ceiling was lowered to {n} s: {why}").format(
                n=ceiling // SECOND, why=_(event.reason)
            )
        case Assigned(times_a_week=0):
            return _("{session} was taken off the plan.").format(session=title_of(event.name))
        case Assigned():
            return ngettext(
                "{session} was put on the plan, once a week.",
                "{session} was put on the plan, {n} times a week.",
                event.times_a_week,
            ).format(session=title_of(event.name), n=event.times_a_week)
        case RangeStep(up=True):
            return _("{session}: one small step more was taken.").format(
                session=title_of(event.name)
            )
        case RangeStep():
            return _("{session}: one small step less was taken.").format(
                session=title_of(event.name)
            )
        case _:
            return ""
