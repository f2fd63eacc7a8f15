"""The words about people, their questions, and the operator's pages."""

from __future__ import annotations

from kiosk.language import N_, _

BUSY = N_("One moment …")
WHO = N_("Who is here?")
WHO_IS_HERE = N_("Who is here")
CHANGE = N_("Tap to change")
NOBODY_KNOWN = N_("Nobody is known here yet. The operator can add people.")
GUEST_IS_HONEST = N_(
    "A guest has no name here, so I cannot know who was here before: a guest's massage stays at "
    "the short first time, once a day for all guests together."
)
OPERATOR = N_("Operator")
BACK = N_("Back")
LATER = N_("Not now")
SKIP = N_("I'd rather not say")
GO_ON = N_("Go on")
I_HAVE_READ_IT = N_("I have read it")
NOT_NOW = N_("Not now")
QUESTION_OF = N_("Question {number} of {of}")

YES = N_("Yes")
NO = N_("No")
STAY = N_("Stay as it is")
BETTER = N_("Better")
SAME = N_("The same")
WORSE = N_("Worse")
_MILD, _MODERATE, _STRONG = N_("mild"), N_("moderate"), N_("strong")
PAIN = (N_("none"), *(_MILD,) * 3, *(_MODERATE,) * 3, *(_STRONG,) * 3, N_("worst"))
"""How each number from 0 to 10 is called."""

PIN_OF = N_("{name}, your PIN")
PIN_HELP = N_("Tap the digits, then OK.")
OPERATOR_PIN = N_("Operator's PIN")
OK = N_("OK")
DELETE = N_("Delete")
PIN_SHORT = N_("The PIN needs {least} digits or more.")
PIN_DIFFERS = N_("The two were not the same. Please choose the PIN again.")
PIN_AGAIN = N_("The same PIN again")
PIN_AGAIN_HELP = N_("So that a slip of the finger locks nobody out.")

SET_UP = N_("Welcome. Where does this kiosk hang?")
SET_UP_HELP = N_("This is asked once. It decides who may be massaged here.")
KIND_NAMES = {"home": N_("At home"), "gym": N_("In a gym"), "clinic": N_("In a clinic")}
KIND_HELP = {
    "home": N_("Family and guests"),
    "gym": N_("Many people; no massage for guests"),
    "clinic": N_("Patients with a plan; no massage for guests"),
}
CHOOSE_PIN = N_("Choose the operator's PIN")
CHOOSE_PIN_HELP = N_(
    "6 digits or more. It adds people and clears locks: write it down somewhere safe."
)
ZONE = N_("Which time zone is this?")
ZONE_HELP = N_("A day of practice turns at four in the morning, by this zone's clock.")
SET_UP_DONE = N_("All set up")
SET_UP_DONE_TEXT = N_("Next, add the people who practise here: tap Operator on the page of names.")

DESK = N_("Operator")
DESK_HELP = N_("Every act here is kept on record.")
BODY_MAP = N_("Body map")
PROGRESS = N_("Progress")
LEAVE_DESK = N_("Leave")
DONE = N_("Done.")
PEOPLE = N_("People")
PEOPLE_HELP = N_("Plan, ceiling, locks, erase")
ADD = N_("Add a person")
ADD_HELP = N_("A name, and a PIN if wanted")
GUEST = N_("Guests")
GUEST_HELP = N_("Whether a guest may be massaged")
GUEST_TEXT = N_("A guest always gets the short first time, and it never grows.")
GUEST_YES = N_("Guests may be massaged")
GUEST_NO = N_("No massage for guests")
CLOCK = N_("Clock")
CLOCK_HELP = N_("Say that it is right")
CLOCK_QUESTION = N_("Is the clock right?")
CLOCK_TEXT = N_(
    "This page says {now}. Compare date and time with another clock: a wrong answer would make "
    "every wait too long."
)
CLOCK_YES = N_("Yes, it is right")
STATE = N_("State")
STATE_HELP = N_("Clock, ledger and storage")
STATE_TEXT = N_("How the clock, the ledger and the storage are now.")
CREATE_LEDGER = N_("Create the ledger")
CREATE_LEDGER_QUESTION = N_("Create a new ledger?")
CREATE_LEDGER_TEXT = N_(
    "Only where there never was one. Where one was lost, bring its copy back instead: a new one "
    "knows nothing of earlier massages."
)
POLICY = N_("Dose rule")
POLICY_HELP = N_("Every number in force")
POLICY_TEXT = N_("Every number in force, and where it comes from.")
ADDED = N_("{name} has been added.")
ERASED = N_("{name} has been erased.")
NOBODY = N_("Nobody has been added yet.")
PLAN = N_("Plan")
PLAN_DETAIL = N_("Sessions, and how often")
PLAN_OF = N_("The plan of {name}")
PLAN_HELP = N_("Tap a session to put it on the plan, or to change how often.")
PLAN_NOT = N_("Not on the plan")
HOW_OFTEN = N_("How often?")
OFTEN = {
    1: N_("Every day"),
    2: N_("Every 2 days"),
    3: N_("Every 3 days"),
    7: N_("Once a week"),
    0: N_("Not at all"),
}
"""What an operator may choose, by the days between."""
CEILING = N_("Ceiling")
CEILING_OF = N_("The longest press for {name}")
CEILING_HELP = N_("The dose still grows in steps of 10 s, and never beyond this.")
CEILING_DETAIL = N_("The longest press")
SECONDS = N_("{seconds} s")
REASON = N_("Why?")
REASON_HELP = N_("The reason is kept on record with the change.")
CEILING_REASONS = (
    N_("Agreed with the person"),
    N_("Advised by a physiotherapist"),
    N_("Advised by a doctor"),
    N_("Sore after earlier massages"),
    N_("Comfortable for weeks"),
)
LOCKS = N_("Locks")
LOCKS_OF = N_("What is locked for {name}")
LOCKS_NONE = N_("Nothing is locked.")
LOCKS_HELP = N_("Seen after a review")
CLEAR_LOCKS = N_("Clear the locks")
LOCK_REASONS = (
    N_("Reviewed by a physiotherapist"),
    N_("Reviewed by a doctor"),
    N_("An answer was given by mistake"),
    N_("The cause has gone"),
)
ERASE = N_("Erase")
ERASE_DETAIL = N_("Name and details, for good")
ERASE_QUESTION = N_("Erase {name}?")
ERASE_TEXT = N_(
    "The name, the PIN, the plan and the answers go for good. What was pressed stays on record "
    "without a name, so being added again wins no further massage."
)
ERASE_SURE = N_("Really erase {name}?")
ERASE_SURE_TEXT = N_("This cannot be taken back.")
ERASE_NEXT = N_("Erase …")
ERASE_YES = N_("Erase for good")
KEEP = N_("Keep")
NAME = N_("What are they called?")
NAME_EMPTY = N_("Please type a name first.")
SPACE = N_("Space")
WITH_PIN = N_("Should {name} have a PIN?")
WITH_PIN_HELP = N_("Without one, anybody can tap the name.")
WITH_PIN_YES = N_("With a PIN")
WITH_PIN_NO = N_("Without a PIN")
PERSON_PIN = N_("A PIN for {name}")
PERSON_PIN_HELP = N_("4 digits or more.")


def seconds(count: int) -> str:
    """A number of seconds."""
    return _(SECONDS).format(seconds=count)
