"""The words about people, their questions, and the operator's pages."""

from __future__ import annotations

BUSY = "One moment …"
WHO = "Who is here?"
WHO_IS_HERE = "Who is here"
CHANGE = "Tap to change"
NOBODY_KNOWN = "Nobody is known here yet. The operator can add people."
GUEST_IS_HONEST = (
    "A guest has no name here, so I cannot know who was here before: a guest's massage stays at "
    "the short first time, once a day for all guests together."
)
OPERATOR = "Operator"
BACK = "Back"
LATER = "Not now"
SKIP = "I'd rather not say"
GO_ON = "Go on"
I_HAVE_READ_IT = "I have read it"
NOT_NOW = "Not now"
QUESTION_OF = "Question {number} of {of}"

YES = "Yes"
NO = "No"
STAY = "Stay as it is"
BETTER = "Better"
SAME = "The same"
WORSE = "Worse"
PAIN = ("none", "mild", "mild", "mild", "moderate", "moderate", "moderate", "strong", "strong",
        "strong", "worst")  # fmt: skip
"""How each number from 0 to 10 is called."""

PIN_OF = "{name}, your PIN"
PIN_HELP = "Tap the digits, then OK."
OPERATOR_PIN = "Operator's PIN"
OK = "OK"
DELETE = "Delete"
PIN_SHORT = "The PIN needs {least} digits or more."
PIN_DIFFERS = "The two were not the same. Please choose the PIN again."
PIN_AGAIN = "The same PIN again"
PIN_AGAIN_HELP = "So that a slip of the finger locks nobody out."

SET_UP = "Welcome. Where does this kiosk hang?"
SET_UP_HELP = "This is asked once. It decides who may be massaged here."
KIND_NAMES = {"home": "At home", "gym": "In a gym", "clinic": "In a clinic"}
KIND_HELP = {
    "home": "Family and guests",
    "gym": "Many people; no massage for guests",
    "clinic": "Patients with a plan; no massage for guests",
}
CHOOSE_PIN = "Choose the operator's PIN"
CHOOSE_PIN_HELP = "6 digits or more. It adds people and clears locks: write it down somewhere safe."
ZONE = "Which time zone is this?"
ZONE_HELP = "A day of practice turns at four in the morning, by this zone's clock."
SET_UP_DONE = "All set up"
SET_UP_DONE_TEXT = "Next, add the people who practise here: tap Operator on the page of names."

DESK = "Operator"
DESK_HELP = "Every act here is kept on record."
BODY_MAP = "Body map"
PROGRESS = "Progress"
LEAVE_DESK = "Leave"
DONE = "Done."
PEOPLE = "People"
PEOPLE_HELP = "Plan, ceiling, locks, erase"
ADD = "Add a person"
ADD_HELP = "A name, and a PIN if wanted"
GUEST = "Guests"
GUEST_HELP = "Whether a guest may be massaged"
GUEST_TEXT = "A guest always gets the short first time, and it never grows."
GUEST_YES = "Guests may be massaged"
GUEST_NO = "No massage for guests"
CLOCK = "Clock"
CLOCK_HELP = "Say that it is right"
CLOCK_QUESTION = "Is the clock right?"
CLOCK_TEXT = (
    "This page says {now}. Compare date and time with another clock: a wrong answer would make "
    "every wait too long."
)
CLOCK_YES = "Yes, it is right"
STATE = "State"
STATE_HELP = "Clock, ledger and storage"
STATE_TEXT = "How the clock, the ledger and the storage are now."
CREATE_LEDGER = "Create the ledger"
CREATE_LEDGER_QUESTION = "Create a new ledger?"
CREATE_LEDGER_TEXT = (
    "Only where there never was one. Where one was lost, bring its copy back instead: a new one "
    "knows nothing of earlier massages."
)
POLICY = "Dose rule"
POLICY_HELP = "Every number in force"
POLICY_TEXT = "Every number in force, and where it comes from."
ADDED = "{name} has been added."
ERASED = "{name} has been erased."
NOBODY = "Nobody has been added yet."
PLAN = "Plan"
PLAN_DETAIL = "Sessions, and how often"
PLAN_OF = "The plan of {name}"
PLAN_HELP = "Tap a session to put it on the plan, or to change how often."
PLAN_NOT = "Not on the plan"
HOW_OFTEN = "How often?"
OFTEN = {1: "Every day", 2: "Every 2 days", 3: "Every 3 days", 7: "Once a week", 0: "Not at all"}
"""What an operator may choose, by the days between."""
CEILING = "Ceiling"
CEILING_OF = "The longest press for {name}"
CEILING_HELP = "The dose still grows in steps of 10 s, and never beyond this."
CEILING_DETAIL = "The longest press"
SECONDS = "{seconds} s"
REASON = "Why?"
REASON_HELP = "The reason is kept on record with the change."
CEILING_REASONS = (
    "Agreed with the person",
    "Advised by a physiotherapist",
    "Advised by a doctor",
    "Sore after earlier massages",
    "Comfortable for weeks",
)
LOCKS = "Locks"
LOCKS_OF = "What is locked for {name}"
LOCKS_NONE = "Nothing is locked."
LOCKS_HELP = "Seen after a review"
CLEAR_LOCKS = "Clear the locks"
LOCK_REASONS = (
    "Reviewed by a physiotherapist",
    "Reviewed by a doctor",
    "An answer was given by mistake",
    "The cause has gone",
)
ERASE = "Erase"
ERASE_DETAIL = "Name and details, for good"
ERASE_QUESTION = "Erase {name}?"
ERASE_TEXT = (
    "The name, the PIN, the plan and the answers go for good. What was pressed stays on record "
    "without a name, so being added again wins no further massage."
)
ERASE_SURE = "Really erase {name}?"
ERASE_SURE_TEXT = "This cannot be taken back."
ERASE_NEXT = "Erase …"
ERASE_YES = "Erase for good"
KEEP = "Keep"
NAME = "What are they called?"
NAME_EMPTY = "Please type a name first."
SPACE = "Space"
WITH_PIN = "Should {name} have a PIN?"
WITH_PIN_HELP = "Without one, anybody can tap the name."
WITH_PIN_YES = "With a PIN"
WITH_PIN_NO = "Without a PIN"
PERSON_PIN = "A PIN for {name}"
PERSON_PIN_HELP = "4 digits or more."


def seconds(count: int) -> str:
    """A number of seconds."""
    return SECONDS.format(seconds=count)
