"""The words of the questions. Our own, for anyone to understand with eyes shut."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.dose.screening import Question

SCREENING: Final[Mapping[Question, str]] = MappingProxyType(
    {
        Question.SADDLE: "Is there numbness between your legs, where a saddle would touch you?",
        Question.BLADDER_BOWEL: "Do you have new trouble holding or passing urine or stool?",
        Question.LEG_WEAKNESS: "Have both of your legs become weak?",
        Question.FRACTURE: "Do you have a broken bone in your back, hips or legs, or may you?",
        Question.FALL_OR_INJURY: "Have you had a fall or an injury to your back or hips lately?",
        Question.SURGERY: "Have you had surgery on your back, belly or hips lately?",
        Question.WOUND: "Is there a wound, a rash or an infection where you would press?",
        Question.BLOOD_CLOT: "Do you have a blood clot, or have you had one?",
        Question.BLEEDING: "Do you take blood thinners, or do you bleed or bruise easily?",
        Question.OSTEOPOROSIS: "Do you have severe osteoporosis, bones that break easily?",
        Question.FEELING: "Do you feel less than usual on your back, hips or legs?",
        Question.PREGNANCY: "Are you pregnant, or may you be?",
        Question.CANCER: "Do you have cancer, or have you had it?",
        Question.KIDNEY: "Do you have kidney trouble?",
        Question.ANEURYSM: "Has a doctor found an aneurysm, a widened blood vessel, in you?",
        Question.FEVER: "Do you have a fever?",
        Question.WEIGHT_LOSS: "Have you lost weight without knowing why?",
        Question.NIGHT_PAIN: "Do you have pain at night that never lets up?",
        Question.CIRCULATION: "Is your circulation poor?",
        Question.BROKEN_SKIN: "Is the skin broken or sore where the pack would be?",
    },
)

SCREENING_HELP: Final = "If you are not sure, answer yes."
EMERGENCY: Final = (
    "Get medical help now. Call the emergency number, or have someone call it. "
    "No massage and no exercise today."
)
SCREENING_YES: Final = (
    "Because of this answer there is no massage for now. Ask a doctor or a physiotherapist. "
    "The operator of this kiosk can review it with you."
)
PAIN_BEFORE: Final = "How does it feel now, from 0 to 10?"
PAIN_BEFORE_HELP: Final = "0 is nothing at all. 10 is the worst you can think of."
PAIN_AFTER: Final = "{where}: how strong was it while you pressed, from 0 to 10?"
NUMBNESS: Final = "Was there numbness, tingling, or pain shooting down your leg?"
NUMB_NOTICE: Final = (
    "Massage is locked until an operator has cleared it after review. See a doctor or a "
    "physiotherapist. If both legs are weak or numb, get medical help now."
)
CUT_SHORT: Final = (
    "Ease off. If you are still on the massager, come off it now. The power or the kiosk failed "
    "while you were pressing, so this point is done for today."
)
NEXT_VISIT: Final = "Compared with before the last massage, is it better, the same, or worse?"
SIDE_FIRST: Final = "Do you want to begin with your {side} side?"
SIDE_FIRST_HELP: Final = "No begins with your {side} side. Each side has its own dose."
OFFER_POINT: Final = "{where}: it has gone well. You may have {longer} seconds now. Do you want to?"
OFFER_STAY: Final = "Staying as it is is just as good."
COMFORTABLE: Final = "Was that comfortable?"
OFFER_RANGE: Final = "It has been comfortable for some days. Do you want to do a little more?"
