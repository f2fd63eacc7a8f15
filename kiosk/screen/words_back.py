"""What the kiosk tells of the lower back: a page of information, and tips while nobody is here.

The facts are those of the article that the sessions name, each sentence our own, worded as
information: nothing here says what anybody has, or promises that anything helps. When to see a
doctor is worded after the pages of the NHS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.language import N_

TITLE: Final = N_("About the lower back")
NOT_MEDICAL: Final = N_("This is information, not advice about you, and it promises no cure.")
SOURCES: Final = N_(
    "Told after “Why Do I Have Lower Back and Hip Pain” by Rain Green, a maker's article and not a "
    "clinical source; when to see a doctor after the NHS pages on back pain."
)
TIP_SOURCE: Final = N_("After “Why Do I Have Lower Back and Hip Pain” by Rain Green")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the page.

    Attributes:
        heading: Over it.
        paragraphs: Each shown, and spoken, by itself.
        urgent: Whether it stands on the ground that asks for attention.
    """

    heading: str
    paragraphs: tuple[str, ...]
    urgent: bool = False


CHAPTERS: Final = (
    Chapter(
        N_("A muscle called QL"),
        (
            N_(
                "The quadratus lumborum, QL for short, lies deep on either side of the spine. It "
                "reaches from the lowest rib to the top of the pelvis, and helps to steady and "
                "to move both."
            ),
            N_(
                "It is estimated that 60 to 70 of 100 people have pain in the lower back at some "
                "time. This muscle is one of the places it can come from."
            ),
        ),
    ),
    Chapter(
        N_("How it can feel"),
        (
            N_(
                "A QL that is tight is often felt as a deep ache in the lower back, at rest, "
                "sitting or standing; or as a stab at the hip or the pelvis. Tight spots in it can "
                "set off others in the buttock, and those may be felt down the leg."
            ),
            N_(
                "People also tell of trouble bending forward, of pain on bending to the other "
                "side, on stairs, on rolling over in bed, on getting up from a chair, or on a "
                "cough or a sneeze. One hip may be held higher than the other. Other causes can "
                "feel the same, and only an examination can tell them apart."
            ),
        ),
    ),
    Chapter(
        N_("Why it may be tight"),
        (
            N_(
                "It may do the work of weaker muscles around it. Twisting, bending and lifting "
                "badly, again and again, may tighten it, and so may sitting for long. Legs of "
                "unequal length, or an injury, can play a part."
            ),
        ),
    ),
    Chapter(
        N_("What people do about it"),
        (
            N_(
                "Keeping fit, stretching and strengthening: the pelvic tilt, the half sit-up, side "
                "bends and side stretches. Walking at a moderate pace. Yoga, Pilates and tai chi "
                "also work on the middle of the body."
            ),
            N_(
                "Heat or ice, and massage. A massage is kept short: too long can backfire. That is "
                "why it begins here with 30 seconds, and grows slowly."
            ),
            N_(
                "Pain that is looked after early is usually easier to deal with. It may take long "
                "all the same. A physiotherapist or another movement therapist can help, and a "
                "doctor may advise medicine."
            ),
        ),
    ),
    Chapter(
        N_("When to see a doctor"),
        (
            N_(
                "Get help at once if you have new trouble passing or holding urine or stool, "
                "numbness between your legs, weakness or numbness in both legs, pain in your "
                "chest, or if the pain came after a bad fall or an accident."
            ),
            N_(
                "See a doctor if you also have a fever or lose weight without knowing why, if the "
                "pain never lets up at night, if it gets worse, or if it is no better after a few "
                "weeks."
            ),
        ),
        urgent=True,
    ),
)

TIPS: Final = (
    N_("Long sitting can tighten the lower back. Stand up now and then, and stretch to each side."),
    N_("Walking at a moderate pace can ease an aching back."),
    N_("Lifting badly, again and again, puts stress on the lower back. Lift with care."),
    N_("Look after pain early: it is usually easier to deal with then."),
    N_("The QL reaches from the lowest rib to the pelvis, on both sides of the spine."),
    N_("A side stretch makes room between the ribs and the pelvis. Keep breathing in it."),
    N_("Posture counts while you stand, while you sit, and while you drive."),
    N_("A massage is kept short. Too long can backfire."),
    N_("Pelvic tilts are small and slow: press, hold for five seconds, and let go."),
    N_("Some positions to sleep in are kinder to the back than others. Find yours."),
    N_("Yoga, Pilates and tai chi work on the deep muscles of the middle of the body."),
    N_("About two of three people have pain in the lower back at some time. You are not alone."),
)
"""One at a time, while nobody is here."""
