"""The words of the pages about doses: the body map, the progress page, and a press.

They stand as those of `kiosk.screen.words` do.
"""

from __future__ import annotations

from kiosk.language import N_, _
from kiosk.reception import PointState
from kiosk.units import SECOND, Millis

BODY_MAP = N_("Where to press")
PICK = N_("Choose a point")
PICK_HELP = N_(
    "You see your back, as someone behind you would: left is left. Tap a point to see whether it "
    "may be pressed today, and where it can be felt."
)
NO_POINTS = N_("There is nothing to press for you here.")
LEFT = N_("L")
RIGHT = N_("R")
LEFT_SIDE = N_("Left")
RIGHT_SIDE = N_("Right")
FELT = N_("The dotted areas show where.")
NEXT = N_("Next {when}")
START_SESSION = N_("Start: {title}")
NO_SESSION = N_("No session here presses this point.")
HEAR = N_("Hear it")
HOME = N_("Home")

MUSCLES = {
    "ql": N_("Lower back (QL)"),
    "piriformis": N_("Buttock (piriformis)"),
    "gluteus minimus": N_("Hip (gluteus minimus)"),
}
"""The short name beside the picture: the place first, since few know the muscles."""

REFERS = {
    "ql": N_(
        "Often felt as a deep ache across the lower back, and sharper at the hip and the pelvis."
    ),
    "piriformis": N_("Often felt deep in the buttock, and behind the thigh."),
    "gluteus minimus": N_("Often felt at the outside of the hip, and down the leg."),
}
"""Where a point can be felt, said of the muscle on either side."""

_STATES = {
    PointState.READY: N_("Ready"),
    PointState.DONE: N_("Done for today"),
    PointState.RESTING: N_("Resting"),
    PointState.LOCKED: N_("Locked"),
}

PROGRESS = N_("My progress")
PROGRESS_NONE = N_("Nothing to show yet")
PROGRESS_NONE_HELP = N_("After your first session, each day has its mark here.")
DAYS_PRACTISED = N_("of the last 28 days practised")
TODAY = N_("today")
HIGHEST = N_("at most {amount}")
LATEST = N_("now {amount}")
NOT_YET = N_("not yet done")

SHAPES = {
    "longer": N_("More than before"),
    "same": N_("Same as before"),
    "amber": N_("Felt strong"),
    "red": N_("Hurt"),
    "rest": N_("Rest day"),
    "refused": N_("Not granted"),
}
"""What each shape of the plot stands for."""

MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)

HURTS = N_("It hurts")
PAUSE_PRESSING = N_("Pause: ease off")
EASE_OFF = N_("EASE OFF")
OF_SECONDS = N_("of {seconds} s")


def state_word(state: PointState) -> str:
    """How a point is, in a word or three."""
    return _(_STATES[state])


def muscle_name(point: str) -> str:
    """A point's short name, such as ``Lower back (QL)`` for ``ql left``."""
    muscle = point.rpartition(" ")[0]
    return _(MUSCLES[muscle]) if muscle in MUSCLES else muscle


def seconds(ms: Millis) -> str:
    """A grant as it stands on a label."""
    return _("{n} s").format(n=ms // SECOND)


def amount(value: int, unit: str) -> str:
    """A length or a count: ``30 s``, ``8 times``."""
    form = N_("{n} times") if unit == "times" else N_("{n} s")
    return _(form).format(n=value)


def day(month: int, number: int) -> str:
    """A day on the axis of the plot."""
    return _("{day} {month}").format(day=number, month=_(MONTHS[month - 1]))
