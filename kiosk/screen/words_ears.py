"""The words of the page about spoken orders. They stand as those of `kiosk.screen.words` do."""

from __future__ import annotations

from kiosk.language import N_

TITLE = N_("Spoken orders")
DETAIL = N_("What the kiosk may hear, and the switch")
OFF = N_("Off. No microphone is open.")
ON = N_("On. The light along the upper edge is lit while a microphone is open.")
HEARD = N_("While it is on, the kiosk listens for the orders below and for nothing else. What is "
    "said stays in this machine's memory for a moment and is gone: nothing is recorded, and "
    "nothing leaves this machine.")  # fmt: skip
HOW = N_("Say an order by itself. In a session a short beep and a word on the screen show that it "
    "was heard. Where it was not, use the screen or a button.")  # fmt: skip
UNSURE = N_("Only the smaller recogniser is installed here, and it hears less surely: say the "
    "forms of two words.")  # fmt: skip
FIXED = N_("The operator's settings file decides whether it is on.")
TURN_ON = N_("Switch on")
TURN_OFF = N_("Switch off")
START = N_("START")
BEGIN = N_("“{start}”, and the name of a session, while none is played")
FORM = N_("“{phrase}”")
