"""The words of the questions. Our own, for anyone to understand with eyes shut.

Constants stand in English, marked for translation; who says one translates it with `_`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.dose.screening import About, Question
from kiosk.language import N_, _

SCREENING: Final[Mapping[Question, str]] = MappingProxyType(
    {
        Question.SADDLE: N_("Is there numbness between your legs, where a saddle would touch you?"),
        Question.BLADDER_BOWEL: N_("Do you have new trouble holding or passing urine or stool?"),
        Question.LEG_WEAKNESS: N_("Have both of your legs become weak?"),
        Question.FRACTURE: N_("Do you have a broken bone in your back, hips or legs, or may you?"),
        Question.FALL_OR_INJURY: N_(
            "Have you had a fall or an injury to your back or hips lately?"
        ),
        Question.SURGERY: N_("Have you had surgery on your back, belly or hips lately?"),
        Question.WOUND: N_("Is there a wound, a rash or an infection where you would press?"),
        Question.BLOOD_CLOT: N_("Do you have a blood clot, or have you had one?"),
        Question.BLEEDING: N_("Do you take blood thinners, or do you bleed or bruise easily?"),
        Question.OSTEOPOROSIS: N_("Do you have severe osteoporosis, bones that break easily?"),
        Question.FEELING: N_("Do you feel less than usual on your back, hips or legs?"),
        Question.PREGNANCY: N_("Are you pregnant, or may you be?"),
        Question.CANCER: N_("Do you have cancer, or have you had it?"),
        Question.KIDNEY: N_("Do you have kidney trouble?"),
        Question.ANEURYSM: N_("Has a doctor found an aneurysm, a widened blood vessel, in you?"),
        Question.FEVER: N_("Do you have a fever?"),
        Question.WEIGHT_LOSS: N_("Have you lost weight without knowing why?"),
        Question.NIGHT_PAIN: N_("Do you have pain at night that never lets up?"),
        Question.CIRCULATION: N_("Is your circulation poor?"),
        Question.BROKEN_SKIN: N_("Is the skin broken or sore where the pack would be?"),
    },
)

SCREENING_HELP: Final = N_("If you are not sure, answer yes.")
EMERGENCY: Final = N_(
    "Get medical help now. Call the emergency number, or have someone call it. "
    "No massage and no exercise today."
)
SCREENING_YES: Final = N_(
    "Because of this answer there is no massage for now. Ask a doctor or a physiotherapist. "
    "The operator of this kiosk can review it with you."
)
PAIN_BEFORE: Final = N_("How does it feel now, from 0 to 10?")
PAIN_BEFORE_HELP: Final = N_("0 is nothing at all. 10 is the worst you can think of.")
PAIN_AFTER: Final = N_("{where}: how strong was it while you pressed, from 0 to 10?")
NUMBNESS: Final = N_("Was there numbness, tingling, or pain shooting down your leg?")
NUMB_NOTICE: Final = N_(
    "Massage is locked until an operator has cleared it after review. See a doctor or a "
    "physiotherapist. If both legs are weak or numb, get medical help now."
)
CUT_SHORT: Final = N_(
    "Ease off. If you are still on the massager, come off it now. The power or the kiosk failed "
    "while you were pressing, so this point is done for today."
)
NEXT_VISIT: Final = N_("Compared with before the last massage, is it better, the same, or worse?")
SIDE_FIRST: Final[Mapping[str, str]] = MappingProxyType(
    {
        "left": N_("Do you want to begin with your left side?"),
        "right": N_("Do you want to begin with your right side?"),
    }
)
SIDE_FIRST_HELP: Final[Mapping[str, str]] = MappingProxyType(
    {
        "left": N_("No begins with your left side. Each side has its own dose."),
        "right": N_("No begins with your right side. Each side has its own dose."),
    }
)
"""By the side that comes first if the answer is no."""
OFFER_POINT: Final = N_(
    "{where}: it has gone well. You may have {longer} seconds now. Do you want to?"
)
OFFER_STAY: Final = N_("Staying as it is is just as good.")
COMFORTABLE: Final = N_("Was that comfortable?")
OFFER_RANGE: Final = N_("It has been comfortable for some days. Do you want to do a little more?")


SHORT: Final[Mapping[Question, str]] = MappingProxyType(
    {
        Question.SADDLE: N_("numbness between the legs"),
        Question.BLADDER_BOWEL: N_("new bladder or bowel trouble"),
        Question.LEG_WEAKNESS: N_("weakness of both legs"),
        Question.FRACTURE: N_("broken bone"),
        Question.FALL_OR_INJURY: N_("fall or injury"),
        Question.SURGERY: N_("surgery"),
        Question.WOUND: N_("wound, rash or infection"),
        Question.BLOOD_CLOT: N_("blood clot"),
        Question.BLEEDING: N_("blood thinners or easy bleeding"),
        Question.OSTEOPOROSIS: N_("severe osteoporosis"),
        Question.FEELING: N_("reduced feeling"),
        Question.PREGNANCY: N_("pregnancy"),
        Question.CANCER: N_("cancer"),
        Question.KIDNEY: N_("kidney trouble"),
        Question.ANEURYSM: N_("aneurysm"),
        Question.FEVER: N_("fever"),
        Question.WEIGHT_LOSS: N_("unexplained weight loss"),
        Question.NIGHT_PAIN: N_("pain at night"),
        Question.CIRCULATION: N_("poor circulation"),
        Question.BROKEN_SKIN: N_("broken skin"),
    },
)
"""What each question is about, in a list."""

_ABOUT: Final[Mapping[About, str]] = MappingProxyType(
    {About.MASSAGE: N_("massage"), About.WARMTH: N_("warmth")}
)


STATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"home": N_("at home"), "gym": N_("in a gym"), "clinic": N_("in a clinic"), "": ""}
)
"""Where a kiosk hangs, in a list."""


def about(subject: About) -> str:
    """What a screening comes before."""
    return _(_ABOUT[subject])


def short(question: str) -> str:
    """What a question is about, by its name on record; the name itself where it is not known."""
    return _(SHORT[Question(question)]) if question in set(Question) else question
