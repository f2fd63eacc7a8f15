"""The pins of a board, by gpiozero. Nothing of it is loaded where no pin is set.

gpiozero is told to use lgpio, the one library that knows every Raspberry Pi: the 5 has its pins
behind another chip, and what gpiozero tries elsewhere either fails on it or warns while it tries.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.language import N_, _
from kiosk.why import why

if TYPE_CHECKING:
    from gpiozero import DigitalInputDevice
    from gpiozero.pins import Factory

log = logging.getLogger(__name__)

NO_LIBRARY: Final = N_(
    "The button and the motion sensor need the packages gpiozero and lgpio, which only a Raspberry "
    "Pi gets. Install the kiosk again on one, or take [hands] out of the settings."
)
NO_PINS: Final = N_(
    "This machine has no pins for a button, or this user may not use them ({reason}). "
    'Check that /dev/gpiochip0 is there and that the user is in the group "gpio".'
)
NOT_THIS_PIN: Final = N_(
    "Pin {pin} cannot be used ({reason}). Choose another under [hands] in the settings."
)
SAME_PIN: Final = N_(
    "The button and the motion sensor are both set to pin {pin}. Give each its own under [hands] "
    "in the settings."
)


class NoPinsError(Exception):
    """The pins cannot be used; the message says why and what to do, in one sentence."""


class Pins:
    """A button and a motion sensor at their pins, until `close`.

    The button lies between its pin and ground, with the board's own pull-up: down is low. The
    sensor's output is high while something moves; the pull-down makes a wire that came off read
    as nobody.

    Args:
        button, presence: BCM numbers; None for what is not there.
        on_button: Told whether the contact closes or opens, on a thread of the library's.
        on_motion: Told whether motion begins or ends, likewise.
        folder: Where lgpio may put its pipe: left to itself it takes the current folder, which a
            service may be unable to write.
        factory: Makes pins; for tests gpiozero's mock.

    Raises:
        NoPinsError: They cannot be used.
    """

    def __init__(
        self,
        button: int | None,
        presence: int | None,
        *,
        on_button: Callable[[bool], None] = lambda _down: None,
        on_motion: Callable[[bool], None] = lambda _moving: None,
        folder: Path,
        factory: Factory | None = None,
    ) -> None:
        if button is not None and button == presence:
            raise NoPinsError(_(SAME_PIN).format(pin=button))
        with ExitStack() as stack:
            self._factory = factory if factory is not None else _lgpio(folder)
            if factory is None:
                stack.callback(self._factory.close)
            self._button = self._open(button, on_button, stack, pull_up=True)
            self._presence = self._open(presence, on_motion, stack, pull_up=False)
            self._stack = stack.pop_all()

    @property
    def pressed(self) -> bool:
        """Whether the button is down now."""
        return self._button is not None and bool(self._button.is_active)

    @property
    def moving(self) -> bool:
        """Whether the sensor sees something move now."""
        return self._presence is not None and bool(self._presence.is_active)

    def close(self) -> None:
        """Let go of the pins."""
        self._stack.close()

    def _open(
        self, pin: int | None, told: Callable[[bool], None], stack: ExitStack, *, pull_up: bool
    ) -> DigitalInputDevice | None:
        """Open a pin.

        Neither gpiozero's Button nor its MotionSensor is used: each keeps a thread of its own, for
        what `kiosk.hands.press` decides here and for samples that a digital sensor needs none of.
        """
        if pin is None:
            return None
        from gpiozero import DigitalInputDevice  # noqa: PLC0415  where a pin is set

        try:
            device = DigitalInputDevice(pin, pull_up=pull_up, pin_factory=self._factory)
        except Exception as error:
            # gpiozero's and lgpio's errors have no common base.
            raise NoPinsError(_(NOT_THIS_PIN).format(pin=pin, reason=_reason(error))) from error
        stack.callback(device.close)
        device.when_activated = lambda: told(True)  # noqa: FBT003  a callback's one argument
        device.when_deactivated = lambda: told(False)  # noqa: FBT003
        return device


def _lgpio(folder: Path) -> Factory:
    # Read when the library is loaded; it makes a pipe there and has to be able to.
    os.environ.setdefault("LG_WD", str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        from gpiozero.pins.lgpio import LGPIOFactory  # noqa: PLC0415  where a pin is set
    except ImportError as error:
        log.info("The pins cannot be used: %s", error)
        raise NoPinsError(_(NO_LIBRARY)) from error
    except OSError as error:
        raise NoPinsError(_(NO_PINS).format(reason=why(error))) from error
    try:
        return LGPIOFactory()
    except Exception as error:
        raise NoPinsError(_(NO_PINS).format(reason=_reason(error))) from error


def _reason(error: Exception) -> str:
    """What a library says, as a part of a sentence."""
    return str(error).strip(" '\".") or type(error).__name__
