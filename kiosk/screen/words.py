"""Every word the screen shows that does not come from a session.

They stand here alone so that translations have one place to take over.
"""

from __future__ import annotations

from kiosk.script.kind import Kind
from kiosk.units import MINUTE, Millis, spoken_length

PRODUCT = "Groundwork"
CHOOSE = "What would you like to do?"
NO_SESSIONS = "No sessions here yet"
NO_SESSIONS_HELP = (
    "Put session files into the folder for sessions. They show up here by themselves, "
    "a moment after they are saved."
)
NOT_YET = "Not available yet"
ON_YOUR_PLAN = "On your plan"
NOTHING_NEEDED = "Nothing needed"
SHOW = "Show"

YOU_NEED = "What you need"
WHAT_HAPPENS = "What will happen"
TAKE_CARE = "Take care"
SOURCES = "Where this comes from"
GOOD_FOR = "Works on"
POSITION = "How you begin"
START = "Start"
HOME = "Home"
GONE = "This session is no longer in the library."

PREPARING = "Getting the voice ready"
PREPARING_HELP = "This happens once. The next time it starts at once."
CANCEL = "Cancel"

PAUSE = "Pause"
GO_ON = "Go on"
BACK = "Back"
NEXT = "Next"
STOP = "Stop"
READY = "I'm ready"
READY_HELP = "Tap anywhere, or press any of the keys"
WAITS_FOR = "Goes on by itself in {length}"
STARTS_IN = "starts in"
PAUSED = "PAUSED"
NEXT_UP = "Next: {what}"
LAST = "This is the last one"

DONE = "Well done"
STOPPED = "Stopped"
YOU_DID = "You practised {title} for {length}."
YOU_STOPPED = "You practised {title} for {length}. That counts too."
STOPPED_EARLY = "Begin {title} again whenever you like."
DONE_HELP = "Get up slowly, and take a moment before you move on."
AGAIN = "Again"
HOME_SOON = "This page closes by itself after two minutes."

PROBLEMS = "Files that need attention"
PROBLEMS_HELP = "These session files cannot be used as they are. All others work as usual."
PROBLEMS_NONE = "All session files are in order."

CANNOT_START = "This session cannot start"
SAFE = "Something went wrong"
SAFE_HELP = (
    "The session has been stopped, and what happened was written down. Nothing else is "
    "affected: you can start again."
)

NO_WINDOW = (
    "No window could be opened on this machine: check that a screen is connected and that this "
    "user may use it (groups video, render and input), or play a session in the terminal."
)
NO_KIVY = "The screen needs the package kivy, which cannot be loaded: {reason}."

_KINDS = {
    Kind.STRENGTHEN: "Strengthen",
    Kind.STRETCH: "Stretch",
    Kind.MASSAGE: "Massage",
    Kind.WALK: "Walk",
    Kind.WARMTH: "Heat or cold",
    Kind.POSTURE: "Posture",
}

_SIDES = {"left": "Left side", "right": "Right side"}


def kind_name(kind: Kind) -> str:
    """What a session is for."""
    return _KINDS[kind]


def side_name(side: str) -> str:
    """The side that is worked, or nothing."""
    return _SIDES.get(side, "")


def round_of(number: int, of: int) -> str:
    """Which round of how many."""
    return f"Round {number} of {of}"


def length_range(least_ms: Millis, most_ms: Millis) -> str:
    """How long a session lasts: one length, or from its start to all that it may grow to."""
    low, high = spoken_length(least_ms), spoken_length(most_ms)
    if low == high:
        return low
    if least_ms >= MINUTE and low.endswith(" min") and high.endswith(" min") and "h" not in high:
        return f"{low.removesuffix(' min')} to {high}"
    return f"{low} to {high}"


def files_need_attention(count: int) -> str:
    """The quiet line on the home page."""
    return "1 file needs attention" if count == 1 else f"{count} files need attention"


def more_problems(count: int) -> str:
    """What stands behind a file's first problem, or nothing."""
    if count <= 0:
        return ""
    return "and 1 more in this file" if count == 1 else f"and {count} more in this file"


def of_total(done: int, total: int) -> str:
    """How far the preparation is."""
    return f"{done} of {total}"


def title_case(text: str) -> str:
    """A text with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]
