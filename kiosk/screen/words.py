"""Every word the screen shows that does not come from a session.

Constants stand in English, marked for translation; who shows one translates it with `_`.
"""

from __future__ import annotations

from kiosk.language import N_, _, ngettext
from kiosk.script.kind import Kind
from kiosk.units import MINUTE, Millis, spoken_length

PRODUCT = "Groundwork"
CHOOSE = N_("What would you like to do?")
NO_SESSIONS = N_("No sessions here yet")
NO_SESSIONS_HELP = N_(
    "Put session files into the folder for sessions. They show up here by themselves, "
    "a moment after they are saved."
)
NOT_YET = N_("Not available yet")
NOTHING_NEEDED = N_("Nothing needed")
SHOW = N_("Show")

YOU_NEED = N_("What you need")
WHAT_HAPPENS = N_("What will happen")
TAKE_CARE = N_("Take care")
SOURCES = N_("Where this comes from")
GOOD_FOR = N_("Works on")
POSITION = N_("How you begin")
START = N_("Start")
HOME = N_("Home")
SCREEN_FIRST = N_("Finish what is on the screen first.")
GONE = N_("This session is no longer in the library.")

PREPARING = N_("Getting the voice ready")
PREPARING_HELP = N_("This happens once. The next time it starts at once.")
CANCEL = N_("Cancel")

PAUSE = N_("Pause")
GO_ON = N_("Go on")
BACK = N_("Back")
NEXT = N_("Next")
STOP = N_("Stop")
READY = N_("I'm ready")
READY_HELP = N_("Tap anywhere, or press any of the keys")
WAITS_FOR = N_("Goes on by itself in {length}")
STARTS_IN = N_("starts in")
PAUSED = N_("PAUSED")
NEXT_UP = N_("Next: {what}")
LAST = N_("This is the last one")

DONE = N_("Well done")
STOPPED = N_("Stopped")
YOU_DID = N_("You practised {title} for {length}.")
YOU_STOPPED = N_("You practised {title} for {length}. That counts too.")
STOPPED_EARLY = N_("Begin {title} again whenever you like.")
DONE_HELP = N_("Get up slowly, and take a moment before you move on.")
AGAIN = N_("Again")
HOME_SOON = N_("This page closes by itself after two minutes.")

PROBLEMS = N_("Files that need attention")
PROBLEMS_HELP = N_("These session files cannot be used as they are. All others work as usual.")
PROBLEMS_NONE = N_("All session files are in order.")

CANNOT_START = N_("This session cannot start")
SAFE = N_("Something went wrong")
SAFE_HELP = N_(
    "The session has been stopped, and what happened was written down. Nothing else is "
    "affected: you can start again."
)

NO_WINDOW = N_(
    "No window could be opened on this machine: check that a screen is connected and that this "
    "user may use it (groups video, render and input), or play a session in the terminal."
)
NO_KIVY = N_("The screen needs the package kivy, which cannot be loaded: {reason}.")

_KINDS = {
    Kind.STRENGTHEN: N_("Strengthen"),
    Kind.STRETCH: N_("Stretch"),
    Kind.MASSAGE: N_("Massage"),
    Kind.WALK: N_("Walk"),
    Kind.WARMTH: N_("Heat or cold"),
    Kind.POSTURE: N_("Posture"),
}

_SIDES = {"left": N_("Left side"), "right": N_("Right side")}


def kind_name(kind: Kind) -> str:
    """What a session is for."""
    return _(_KINDS[kind])


def side_name(side: str) -> str:
    """The side that is worked, or nothing."""
    return _(_SIDES.get(side, ""))


def round_of(number: int, of: int) -> str:
    """Which round of how many."""
    return _("Round {number} of {of}").format(number=number, of=of)


def length_range(least_ms: Millis, most_ms: Millis) -> str:
    """How long a session lasts: one length, or from its start to all that it may grow to."""
    low, high = spoken_length(least_ms), spoken_length(most_ms)
    if low == high:
        return low
    if least_ms >= MINUTE and low.endswith(" min") and high.endswith(" min") and "h" not in high:
        low = low.removesuffix(" min")
    return _("{low} to {high}").format(low=low, high=high)


def files_need_attention(count: int) -> str:
    """The quiet line on the home page."""
    return ngettext("{n} file needs attention", "{n} files need attention", count).format(n=count)


def more_problems(count: int) -> str:
    """What stands behind a file's first problem, or nothing."""
    if count <= 0:
        return ""
    return ngettext("and {n} more in this file", "and {n} more in this file", count).format(n=count)


def of_total(done: int, total: int) -> str:
    """How far the preparation is."""
    return _("{done} of {total}").format(done=done, total=total)


def title_case(text: str) -> str:
    """A text with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]
