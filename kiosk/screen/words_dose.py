"""The words of the pages about doses: the body map, the progress page, and a press.

They stand beside `kiosk.screen.words` for the same reason: translations have one place to take
over.
"""

from __future__ import annotations

from kiosk.reception import PointState
from kiosk.units import SECOND, Millis

BODY_MAP = "Where to press"
PICK = "Choose a point"
PICK_HELP = (
    "You see your back, as someone behind you would: left is left. Tap a point to see whether it "
    "may be pressed today, and where it can be felt."
)
NO_POINTS = "There is nothing to press for you here."
LEFT = "L"
RIGHT = "R"
LEFT_SIDE = "Left"
RIGHT_SIDE = "Right"
FELT = "The dotted areas show where."
NEXT = "Next {when}"
START_SESSION = "Start: {title}"
NO_SESSION = "No session here presses this point."
HEAR = "Hear it"
HOME = "Home"

MUSCLES = {
    "ql": "Lower back (QL)",
    "piriformis": "Buttock (piriformis)",
    "gluteus minimus": "Hip (gluteus minimus)",
}
"""The short name beside the picture: the place first, since few know the muscles."""

REFERS = {
    "ql": "Often felt as a deep ache across the lower back, and sharper at the hip and the pelvis.",
    "piriformis": "Often felt deep in the buttock, and behind the thigh.",
    "gluteus minimus": "Often felt at the outside of the hip, and down the leg.",
}
"""Where a point can be felt, said of the muscle on either side."""

_STATES = {
    PointState.READY: "Ready",
    PointState.DONE: "Done for today",
    PointState.RESTING: "Resting",
    PointState.LOCKED: "Locked",
}

PROGRESS = "My progress"
PROGRESS_NONE = "Nothing to show yet"
PROGRESS_NONE_HELP = "After your first session, each day has its mark here."
DAYS_PRACTISED = "of the last 28 days practised"
TODAY = "today"
HIGHEST = "at most {amount}"
LATEST = "now {amount}"
NOT_YET = "not yet done"

SHAPES = {
    "longer": "More than before",
    "same": "Same as before",
    "amber": "Felt strong",
    "red": "Hurt",
    "rest": "Rest day",
    "refused": "Not granted",
}
"""What each shape of the plot stands for."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

HURTS = "It hurts"
PAUSE_PRESSING = "Pause: ease off"
EASE_OFF = "EASE OFF"
OF_SECONDS = "of {seconds} s"


def state_word(state: PointState) -> str:
    """How a point is, in a word or three."""
    return _STATES[state]


def muscle_name(point: str) -> str:
    """A point's short name, such as ``Lower back (QL)`` for ``ql left``."""
    muscle = point.rpartition(" ")[0]
    return MUSCLES.get(muscle, muscle)


def seconds(ms: Millis) -> str:
    """A grant as it stands on a label."""
    return f"{ms // SECOND} s"


def amount(value: int, unit: str) -> str:
    """A length or a count: ``30 s``, ``8 times``."""
    return f"{value} {unit}"


def day(month: int, number: int) -> str:
    """A day on the axis of the plot."""
    return f"{number} {MONTHS[month - 1]}"
