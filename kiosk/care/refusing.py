"""Why somebody cannot play a session now, before it begins."""

from __future__ import annotations

from kiosk.care.dosing import Dosing
from kiosk.care.interview import Asked
from kiosk.care.records import Records
from kiosk.dose.answer import Refused, Request, Why
from kiosk.dose.explain import explain
from kiosk.dose.guard import may_exercise, may_warm
from kiosk.language import _, current
from kiosk.reception import Urgent


def refusal(
    records: Records, asked: Asked, person: str, dosing: Dosing | None, trouble: str
) -> str:
    """Say why in a sentence; empty where they can, or where it is asked before it begins.

    Args:
        records: What is on record.
        asked: What is known of the session.
        person: Whom it is about.
        dosing: The doses of the session that they are asked for; None where there are none yet.
        trouble: Why nobody can be massaged here at all, in a sentence; empty where they can.
    """
    book, now = records.book, records.now()
    state, zone = book.person(person), book.zone_of(person)
    request = Request(person, "", ())
    found: Refused | None = may_exercise(request, book.station, state)
    if found is None and asked.warmth and records.health.ready:
        session = dosing.session if dosing else ""
        request = Request(person, session, ())
        found = may_warm(book.policy, request, state, now, zone)
        if found is not None and found.why is Why.SCREENING_DUE:
            return ""  # it is asked before the session begins
    if found is not None:
        sentence = explain(found, now, zone, current())
        return Urgent(sentence) if found.why is Why.EMERGENCY else sentence
    if not asked.gates:
        return ""
    if trouble:
        return _("No massage: {why}").format(why=trouble)
    dosing = dosing or Dosing(records, person)
    decisions = [dosing.ask(points, at_most) for points, at_most in asked.gates]
    refusals = [each for each in decisions if isinstance(each, Refused)]
    open_ = {Why.SCREENING_DUE, Why.PAIN_UNSAID, Why.NUMB_UNANSWERED}
    if len(refusals) < len(decisions) or any(each.why in open_ for each in refusals):
        return ""
    sentence = explain(refusals[0], now, zone, current())
    return Urgent(sentence) if refusals[0].why is Why.EMERGENCY else sentence
