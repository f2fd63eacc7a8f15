"""What is asked before the first massage and every 30 days, and before warmth."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class About(StrEnum):
    """What a screening is for."""

    MASSAGE = "massage"
    WARMTH = "warmth"


class Question(StrEnum):
    """One question, answered yes or no. The words are the screen's."""

    FRACTURE = "fracture"
    FALL_OR_INJURY = "fall-or-injury"
    SURGERY = "surgery"
    WOUND = "wound"
    BLOOD_CLOT = "blood-clot"
    BLEEDING = "bleeding"
    OSTEOPOROSIS = "osteoporosis"
    FEELING = "feeling"
    PREGNANCY = "pregnancy"
    CANCER = "cancer"
    KIDNEY = "kidney"
    ANEURYSM = "aneurysm"
    FEVER = "fever"
    WEIGHT_LOSS = "weight-loss"
    NIGHT_PAIN = "night-pain"
    SADDLE = "saddle"
    BLADDER_BOWEL = "bladder-bowel"
    LEG_WEAKNESS = "leg-weakness"
    CIRCULATION = "circulation"
    BROKEN_SKIN = "broken-skin"


EMERGENCY: Final = frozenset({Question.SADDLE, Question.BLADDER_BOWEL, Question.LEG_WEAKNESS})
"""A yes to one of these means: get medical help now. Exercise stops too."""

WARMTH_QUESTIONS: Final = (Question.FEELING, Question.CIRCULATION, Question.BROKEN_SKIN)

MASSAGE_QUESTIONS: Final = (
    # What cannot wait is asked first.
    *(question for question in Question if question in EMERGENCY),
    *(
        question
        for question in Question
        if question not in EMERGENCY | {Question.CIRCULATION, Question.BROKEN_SKIN}
    ),
)

QUESTIONS: Final = {About.MASSAGE: MASSAGE_QUESTIONS, About.WARMTH: WARMTH_QUESTIONS}
"""The questions of each screening, in the order they are asked."""
