"""The words of the ways out of home: more, settings, and rest.

They stand as those of `kiosk.screen.words` do.
"""

from __future__ import annotations

from kiosk.language import N_, _, ngettext
from kiosk.preferences import Look
from kiosk.units import SECOND, Millis

MORE = N_("More")
BACK = N_("Back")
HOME = N_("Home")
HEAR = N_("Hear it")
HUSH = N_("Stop reading")

SETTINGS = N_("Settings")
SETTINGS_DETAIL = N_("Voice, volume, text, colours, language")
BODY_MAP_DETAIL = N_("Where to press, and how each point is")
PROGRESS_DETAIL = N_("What you have done")
INFORMATION = N_("About the lower back")
INFORMATION_DETAIL = N_("The QL muscle, and when to see a doctor")

SETTINGS_OF = N_("Settings of {name}")
SETTINGS_OF_STATION = N_("Settings of this kiosk")
YOURS = N_("They hold for you alone, as soon as you change them.")
STATIONS = N_("They hold for everybody who has not said who they are.")
STATIONS_ALONE = N_("They hold for everybody here, as soon as you change them.")
STATIONS_LOCKED = N_("They hold for everybody who has not said who they are. To change them takes "
    "the operator's PIN.")  # fmt: skip

VOICE = N_("Voice")
SPEED = N_("Speed of the voice")
VOLUME = N_("Volume")
TEXT = N_("Size of text")
LOOK = N_("Colours")
MOTION = N_("Movement")
FLASH = N_("Flash at each change")
BREATH = N_("Length of a breath")
BODY = N_("Body of the figure")
SKIN = N_("Skin of the figure")
LANGUAGE = N_("Language")
RESET = N_("As this kiosk has it")
RESET_STATION = N_("As it was delivered")
RESET_DETAIL = N_("Set all of these back")

VOICE_HELP = N_("Tap a voice to hear it.")
SPEED_HELP = N_("Tap to hear how fast it is. Holds and rests last as long as before.")
VOLUME_HELP = N_("Tap to hear how loud it is.")
TEXT_HELP = N_("The letters on every page.")
LOOK_HELP = N_("High contrast is black, white and yellow, for eyes that see little.")
BREATH_HELP = N_("How long one breath lasts where an exercise counts in breaths.")
BODY_HELP = N_("The figure that shows you the exercises.")
LANGUAGE_HELP = N_("Of the screen, and of the voice in sessions that have it.")
SAMPLE = N_("This is how I sound now. Breathe in, and let it go.")
CHOSEN = N_("Chosen")
AUTOMATIC = N_("Automatic")
AS_THE_STATION = N_("As this kiosk has it")

SOUND = N_("Sound")
SOUND_OF = N_("Sound: {title}")
SOUND_HELP = N_("How this session sounds to you, from the next time that you start it.")
SOUND_MASSAGE = N_("A massage keeps all its chimes and words: they tell you when to let go.")
SOUND_LOCKED = N_("Go home and tap your name first: what you choose here is yours alone.")
CHIMES = N_("Chimes")
COUNTDOWN = N_("Counting down: 3, 2, 1")
HALFWAY = N_("Saying that it is halfway")
SWITCHED = {True: N_("On"), False: N_("Off")}
AS_ELSEWHERE = N_("As loud as everything else")

LOOKS = {Look.LIGHT: N_("Light"), Look.DARK: N_("Dark"), Look.CONTRAST: N_("High contrast")}
TEXTS = {100: N_("Usual"), 115: N_("Larger"), 130: N_("Largest")}
SPEEDS = {
    80: N_("Slow"),
    90: N_("A little slower"),
    100: N_("Usual"),
    110: N_("A little faster"),
    120: N_("Fast"),
}
VOLUMES = {
    40: N_("Very quiet"),
    55: N_("Quiet"),
    70: N_("Neither quiet nor loud"),
    85: N_("Rather loud"),
    100: N_("Loudest"),
}
MOTIONS = {False: N_("Full"), True: N_("Reduced: the two ends of a movement")}
FLASHES = {False: N_("Off"), True: N_("On: the whole screen flashes once")}
BODIES = (N_("Slender"), N_("Neither slender nor sturdy"), N_("Sturdy"))
SKINS = (N_("Light skin"), N_("Brown skin"), N_("Dark skin"))


def breath(length_ms: Millis) -> str:
    """How long a breath is."""
    if not length_ms:
        return _(AS_THE_STATION)
    count = length_ms // SECOND
    return ngettext("{n} second", "{n} seconds", count).format(n=count)
