"""The words of home, of what narrows it down, and of the page about a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.language import N_, _, ngettext
from kiosk.screen.words import kind_name

if TYPE_CHECKING:
    from kiosk.screen.shelf import Press, Wish
    from kiosk.script.kind import Kind

DUE_TODAY = N_("Due today")
READY = N_("Ready")
SOME_READY = N_("Ready: {ready} of {points} points")
NEXT = N_("Next {when}")
LOCKED = N_("Locked: see the body map")
NOT_NOW = N_("Not now")

KIND = N_("What for")
TIME = N_("Time I have")
AT_HAND = N_("What I have here")
ALL_KINDS = N_("Everything")
ANY_TIME = N_("Any length")
ANY_THING = N_("All equipment")
NOTHING = N_("Nothing")
SHOW_ALL = N_("Show all")
MORE = N_("More")

HOW_LONG = N_("How much time do you have?")
WHAT_IS_HERE = N_("What do you have here?")
WHAT_IS_HERE_HELP = N_("Tap everything you have. Sessions that need something else are left out.")
SHOW_EVERYTHING = N_("Show all sessions, whatever they need")
HAVE_NOTHING = N_("I have nothing here")

NONE_FITS = N_("No session fits all of that")
NONE_FITS_HELP = N_("What if you looked for less?")

FAVOURITE = N_("Favourite")
IS_FAVOURITE = N_("Your favourite")


def minutes(count: int) -> str:
    """A length to choose."""
    return ngettext("{n} minute", "{n} minutes", count).format(n=count)


def sessions(count: int) -> str:
    """How many there are."""
    return ngettext("{n} session", "{n} sessions", count).format(n=count)


def some_of(shown: int, of: int) -> str:
    """What is left of all."""
    return ngettext("{n} of {of} session", "{n} of {of} sessions", of).format(n=shown, of=of)


def show_some(shown: int, of: int) -> str:
    """The way back to home, with what it will show."""
    return _("Show {n} of {of}").format(n=shown, of=of)


def kind_chosen(kind: Kind | None) -> str:
    """What is shown of the kinds."""
    return _(ALL_KINDS) if kind is None else kind_name(kind)


def time_chosen(count: int) -> str:
    """What is shown of the lengths."""
    return _("Up to {time}").format(time=minutes(count)) if count else _(ANY_TIME)


def at_hand_chosen(at_hand: frozenset[str] | None) -> str:
    """What is shown of the equipment."""
    if at_hand is None:
        return _(ANY_THING)
    if not at_hand:
        return _(NOTHING)
    return ngettext("{n} thing", "{n} things", len(at_hand)).format(n=len(at_hand))


def given_up(wish: Wish, looser: Wish, count: int) -> str:
    """What may be given up, and how many sessions that leaves."""
    if looser.kind is not wish.kind:
        what = _(ALL_KINDS)
    elif looser.minutes != wish.minutes:
        what = _(ANY_TIME)
    else:
        what = _(ANY_THING)
    return _("{what}: {sessions}").format(what=what, sessions=sessions(count))


def press_words(press: Press) -> str:
    """Whether a massage may be now, and when or why not."""
    if press.ready == press.points:
        return _(READY)
    if press.ready:
        return _(SOME_READY).format(ready=press.ready, points=press.points)
    if press.next and not press.locked:
        return _(NEXT).format(when=press.next)
    return _(LOCKED) if press.locked else press.sentence or _(NOT_NOW)


def steps_of(first: int, last: int, of: int) -> str:
    """Which steps are in sight."""
    return _("Steps {first} to {last} of {of}").format(first=first, last=last, of=of)
