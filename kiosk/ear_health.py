"""How the ears are, for `kiosk doctor`: the switch, what is installed, the language, the room."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final

from kiosk.ear_switch import EarSwitch
from kiosk.ears.packages import missing, recogniser_for
from kiosk.language import N_, _, current
from kiosk.listening import OTHER_LANGUAGE, SWITCH
from kiosk.settings import Settings

SWITCHED_OFF: Final = N_("off: no microphone is open; the switch is behind More, Spoken orders")
OFF_BY_SETTINGS: Final = N_("off, by the settings: no microphone is open")
SWITCHED_ON: Final = N_("on, by the switch on the screen")
ON_BY_SETTINGS: Final = N_("on, by the settings")
SMALLER: Final = N_("PocketSphinx, which hears less surely")
SAY_TWO_WORDS: Final = N_("Say the forms of two words; `make ears` installs the surer recogniser.")


class How(Enum):
    """How a thing is, as `kiosk.doctor.Health` has it."""

    WORKS = "works"
    CARE = "care"
    FAILS = "fails"


def look(settings: Settings) -> Iterator[tuple[How, str, str]]:
    """What was found, and what to do; the microphone is opened only where the ears are on."""
    switched = EarSwitch(settings.data / SWITCH).on
    on = switched if settings.listen is None else settings.listen
    absent = missing(settings.recogniser)
    if not on:
        yield How.WORKS, _(SWITCHED_OFF if settings.listen is None else OFF_BY_SETTINGS), ""
        if absent:
            yield How.WORKS, _("what they need is not installed"), ""
        return
    yield How.WORKS, _(SWITCHED_ON if settings.listen is None else ON_BY_SETTINGS), ""
    if absent:
        yield How.FAILS, _("nobody is heard"), absent
        return
    yield _recogniser(settings)
    yield _microphone(settings)


def _recogniser(settings: Settings) -> tuple[How, str, str]:
    name, language = recogniser_for(settings.recogniser, current())
    what = _("{recogniser}, for the language {language}")
    if language != current():
        return How.CARE, _(OTHER_LANGUAGE), _("Say the orders in English, or run `make ears`.")
    if name == "pocketsphinx":
        return How.CARE, what.format(recogniser=_(SMALLER), language=language), _(SAY_TWO_WORDS)
    return How.WORKS, what.format(recogniser="Whisper", language=language), ""


def _microphone(settings: Settings) -> tuple[How, str, str]:
    from kiosk.ears.canceller import Canceller, NoCancellerError  # noqa: PLC0415
    from kiosk.ears.level import DEAD_DB, room_db  # noqa: PLC0415 -- only where they are on
    from kiosk.ears.microphone import NoMicrophoneError  # noqa: PLC0415
    from kiosk.ears.protocol import LOUD_DB  # noqa: PLC0415
    from kiosk.sound.engine import NoSoundError  # noqa: PLC0415

    wanted = settings.microphone
    try:
        Canceller().close()
        level = room_db(wanted)
    except NoMicrophoneError as error:
        return How.FAILS, _(str(error)).format(name=error.name), _("Look at [ears] microphone.")
    except NoCancellerError as error:
        return How.FAILS, _("nobody is heard"), _(str(error))
    except NoSoundError as error:
        return How.FAILS, _(str(error)), _("Plug a microphone in.")
    name = _("the system's own microphone") if wanted == "auto" else wanted
    told = _("{microphone}, a room of {level} dB").format(microphone=name, level=round(level))
    if level > LOUD_DB:
        return How.CARE, told, _("It is too loud to be heard in: use the buttons, or turn it down.")
    if level < DEAD_DB:
        return How.CARE, told, _("It brings no sound: see whether it is muted.")
    return How.WORKS, told, ""
