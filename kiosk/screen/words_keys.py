"""The words of the page where keys are learnt.

They stand as those of `kiosk.screen.words` do.
"""

from __future__ import annotations

from kiosk.keymap import Key, No, name_of
from kiosk.language import N_, _

KEYS = N_("Keys and pedals")
KEYS_DETAIL = N_("What a clicker, a pedal or a remote does")
KEYS_HELP = N_("Tap what a key is to do, then press that key on your clicker, pedal or remote.")
PRESS_IT = N_("Press the key on your clicker or pedal now.")
PRESS_HELP = N_("Escape leaves everything as it is. So does waiting.")
MOVE = N_("Move it here")
LEARNT = N_("{key} now means: {act}.")
MOVED = N_("{key} now means: {act}. Before, it meant: {other}.")
ALREADY = N_("{key} means that already.")
TAKEN = N_("{key} means: {other}. Press it once more to move it here.")
DELIVERED = N_("As delivered")
DELIVERED_DETAIL = N_("Forget what was learnt here")
AGAIN_DELIVERED = N_("All keys are as delivered.")
NO_KEY = N_("No key")

ACTS = {
    Key.GO: N_("Pause, go on"),
    Key.NEXT: N_("Next"),
    Key.BACK: N_("Back one step"),
    Key.REPEAT: N_("Once more"),
    Key.READY: N_("Ready"),
    Key.LEAVE: N_("Stop"),
    Key.HURTS: N_("It hurts"),
    Key.LOUDER: N_("Louder"),
    Key.QUIETER: N_("Quieter"),
    Key.UP: N_("Up"),
    Key.DOWN: N_("Down"),
}

WHY_NOT = {
    No.ESCAPE: N_("Escape always means: stop."),
    No.MODIFIER: N_("This key means nothing alone. Press another."),
    No.NO_NUMBER: N_("The kiosk cannot tell this key from others. Press another."),
    No.LAST: N_("{key} is the only key for: {other}. Give that another key first."),
}

SHOWN = 4
"""Keys that are named on a tile."""


def keys(codes: tuple[int, ...]) -> str:
    """The keys of an act, as its tile names them."""
    names = [name_of(code) for code in codes[:SHOWN]]
    return (", ".join(names) + ("…" if len(codes) > SHOWN else "")) or _(NO_KEY)
