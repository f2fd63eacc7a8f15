"""The words of the page after a session. They stand as those of `kiosk.screen.words` do."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.language import N_, _, ngettext
from kiosk.reception import AnswerForm, Assignment, PointState, PointStatus, Question
from kiosk.screen.tally import Practised
from kiosk.units import SECOND, Millis, spoken_length

YOU_DID = N_("What you did")
IT_FELT = N_("How it felt")
FOLLOWS = N_("What comes next")

_FELT_LITTLE = N_("You felt {n} of 10. Good to hear.")
_FELT_SOME = N_("You felt {n} of 10. Thank you for saying so.")
_FELT_MUCH = N_("You felt {n} of 10. Thank you for saying so: be gentle with yourself today.")
_NUMB = N_("You felt numbness or tingling. Do take it seriously.")
_COMFORTABLE = N_("It was comfortable.")
_NOT_COMFORTABLE = N_("It was not quite comfortable. That is good to know.")
_LONGER = N_("Next time a little more, as you chose.")
_STAY = N_("Next time the same again, as you chose.")
_STILL_TODAY = N_("Still on your plan today: {title}")
_PLAN_DONE = N_("Your plan for today is done.")


def practised(done: Practised) -> tuple[str, ...]:
    """What was done, a line each; nothing for what there was none of."""
    lines = []
    if done.presses:
        text = ngettext("{n} press, {length}", "{n} presses, {length} in all", done.presses)
        lines.append(text.format(n=done.presses, length=_length(done.press_ms)))
    if done.holds:
        text = ngettext("{n} hold, {length}", "{n} holds, {length} in all", done.holds)
        lines.append(text.format(n=done.holds, length=_length(done.hold_ms)))
    if done.reps:
        text = ngettext("{n} repetition", "{n} repetitions", done.reps)
        lines.append(text.format(n=done.reps))
    return tuple(lines)


def felt(answers: Sequence[tuple[Question, int | None]]) -> tuple[str, ...]:
    """What was answered after a session, said back kindly. What was not answered is not named."""
    lines = []
    pain = [v for q, v in answers if q.form is AnswerForm.ZERO_TO_TEN and v is not None]
    if pain:
        most = max(pain)
        form = _FELT_LITTLE if most <= 3 else _FELT_SOME if most <= 6 else _FELT_MUCH
        lines.append(_(form).format(n=most))
    for question, value in answers:
        kind = question.id.partition(":")[0]
        if kind == "numb" and value:
            lines.append(_(_NUMB))
        elif kind == "comfortable" and value is not None:
            lines.append(_(_COMFORTABLE) if value else _(_NOT_COMFORTABLE))
    return tuple(lines)


def chosen(answers: Sequence[tuple[Question, int | None]]) -> tuple[str, ...]:
    """What was decided about the next time."""
    offers = [v for q, v in answers if q.form is AnswerForm.OFFER and v is not None]
    return (_(_LONGER) if any(offers) else _(_STAY),) if offers else ()


def follows(
    session: str,
    points: Sequence[PointStatus],
    due: Sequence[Assignment],
    titles: dict[str, str],
) -> tuple[str, ...]:
    """When what this session pressed may be pressed again, and what is still to do today."""
    lines = [
        each.sentence
        for each in points
        if session in each.sessions and each.state is not PointState.READY
    ]
    open_ = [titles[each.session] for each in due if each.due and each.session in titles]
    if open_:
        lines.append(_(_STILL_TODAY).format(title=", ".join(open_)))
    elif any(each.session == session for each in due):
        lines.append(_(_PLAN_DONE))
    return tuple(dict.fromkeys(lines))


def _length(ms: Millis) -> str:
    """Whole seconds, at least one."""
    return spoken_length(max(SECOND, round(ms / SECOND) * SECOND))
