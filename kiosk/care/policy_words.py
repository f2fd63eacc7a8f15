"""The dose rule's numbers for a person: what each is called, and where it comes from.

The sources are those that stand beside the numbers in `kiosk.dose.policy`, word for word; a test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.language import N_

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "first_ms": N_("First dose"),
        "ceiling_ms": N_("Ceiling"),
        "gap_days": N_("Days between greens"),
        "lockout_ms": N_("Lockout"),
        "points_first_day": N_("Points on a first day"),
        "points_a_day": N_("Points a day"),
        "pressing_a_day_ms": N_("Pressing a day"),
        "rest_ms": N_("Rest between presses"),
        "sore_from": N_("Too sore from"),
        "green_to": N_("Green up to"),
        "amber_to": N_("Amber up to"),
        "rest_days": N_("Rest days after a red"),
        "reds_to_lock": N_("Reds that lock"),
        "lock_ms": N_("Lock"),
        "missed_keeps_run": N_("Missed days that change nothing"),
        "missed_keeps_dose": N_("Missed days that keep the dose"),
        "practice_days": N_('Days of practice without "better"'),
        "ease_off_ms": N_("Easing off"),
        "resume_within_ms": N_("Remainder kept for"),
        "resumes": N_("Remainders used"),
        "screening_ms": N_("Screening holds"),
        "warmth_longest_ms": N_("Longest warmth"),
        "guest": N_("Guests"),
    },
)

SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "first_ms": N_("The first dose on a point: about 30 s (the article)."),
        "ceiling_ms": N_(
            "The longest dose: stop at one minute (Gemmell 2008; Fryer & Hodgson 2005 "
            "used 60 s). An operator may raise it to 90 s."
        ),
        "gap_days": N_(
            "The greens that earn a step lie at most so many dose days apart (NHS "
            "Inform: every few days)."
        ),
        "lockout_ms": N_(
            "From a dose's end to the next one on the point, besides once a dose day* "
            "(once a day: the article; a lockout: patient-controlled-analgesia pumps)."
        ),
        "points_first_day": N_("Points a day until a dose has gone well (dose reviews)*."),
        "points_a_day": N_("Points a day afterwards (dose reviews)*."),
        "pressing_a_day_ms": N_(
            "Pressing a day in all, each point's seconds counted*; what no longer fits is refused."
        ),
        "rest_ms": N_("Between two presses (dose reviews: 30 s between sets)."),
        "sore_from": N_(
            "Pain of so many of 10 before a press: no massage today (Silbernagel 2007)."
        ),
        "green_to": N_("Pain while pressing up to this is green (Silbernagel 2007: safe)."),
        "amber_to": N_(
            "Up to this it is amber, above it red (Silbernagel 2007: acceptable; above, stop)."
        ),
        "rest_days": N_("Dose days without massage after a red (the article: it can backfire)."),
        "reds_to_lock": N_("So many reds with no green between them lock the point*."),
        "lock_ms": N_("How long it is locked then*."),
        "missed_keeps_run": N_(
            "Up to so many dose days missed since the last green change nothing*."
        ),
        "missed_keeps_dose": N_(
            "Up to so many the dose stays and the green run starts again; beyond, or "
            "where nobody can tell, the dose is the first dose again, or less where it "
            "was less*."
        ),
        "practice_days": N_(
            'After so many days of practice with no "better", no dose grows (NHS '
            "Inform: seek help if no better after two weeks)."
        ),
        "ease_off_ms": N_("Counted on after the ease-off cue: nobody is off a massager at once*."),
        "resume_within_ms": N_(
            "The remainder of a paused press may be used so long afterwards* (pump partial dose)."
        ),
        "resumes": N_("And so often* (pump partial dose)."),
        "screening_ms": N_("How long a screening holds* (contraindication reviews)."),
        "warmth_longest_ms": N_(
            "Heat or ice on the skin at one time; the warmth session names its source."
        ),
        "guest": N_("Whether there is a guest at all; on only where an operator says so*."),
    },
)
