"""What sort of session a session is: apart, so that a card can be drawn without the script."""

from enum import StrEnum


class Kind(StrEnum):
    """What a session is for."""

    STRENGTHEN = "strengthen"
    STRETCH = "stretch"
    MASSAGE = "massage"
    WALK = "walk"
    WARMTH = "warmth"
    POSTURE = "posture"
