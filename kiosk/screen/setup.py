"""The first run: where the kiosk hangs, the operator's PIN, the time zone. A page for each."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.language import _
from kiosk.reception import Reception, StationKind
from kiosk.screen import theme
from kiosk.screen import words_people as words
from kiosk.screen.people_choose import Choices
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import Tile
from kiosk.screen.pin import PinPage, choose_pin
from kiosk.screen.plain import Message
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button

LEAST_DIGITS = 6
"""Of the operator's PIN."""

_SIGNS = {StationKind.HOME: "home", StationKind.GYM: "up", StationKind.CLINIC: "plus"}


class SetUp:
    """The way through the first run; every page leads back to the one before it."""

    def __init__(self, stage: Stage, reception: Reception, on_done: Callable[[], None]) -> None:
        self._stage = stage
        self._reception = reception
        self._on_done = on_done
        self._kind = StationKind.HOME
        self._pin = ""

    def begin(self) -> None:
        """Ask where the kiosk hangs."""
        tiles = tuple(
            Tile(kind, _(words.KIND_NAMES[kind]), _(words.KIND_HELP[kind]), sign=_SIGNS[kind])
            for kind in StationKind
        )
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="setup-kind",
                heading=_(words.SET_UP),
                text=_(words.SET_UP_HELP),
                tiles=tiles,
                on_choose=self._chosen,
                unit=sizes.lead * 9,
            )
        )

    def _chosen(self, kind: str) -> None:
        self._kind = StationKind(kind)
        self._ask_pin()

    def _ask_pin(self) -> None:
        choose_pin(
            self._stage,
            lambda sizes, on_done, notice: PinPage(
                sizes,
                heading=_(words.CHOOSE_PIN),
                text=_(words.CHOOSE_PIN_HELP),
                notice=notice,
                least=LEAST_DIGITS,
                on_done=on_done,
                on_back=self.begin,
            ),
            self._pin_chosen,
        )

    def _pin_chosen(self, pin: str) -> None:
        self._pin = pin
        self._ask_zone()

    def _ask_zone(self, notice: str = "") -> None:
        zones = self._reception.zones()
        tiles = tuple(Tile(zone, zone.replace("_", " ")) for zone in zones)
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="setup-zone",
                heading=_(words.ZONE),
                text=_(words.ZONE_HELP),
                notice=notice,
                tiles=tiles,
                on_choose=self._finish,
                buttons=(Button(_(words.BACK), self._ask_pin, sizes, sign="back"),),
                on_leave=self._ask_pin,
            )
        )

    def _finish(self, zone: str) -> None:
        kind, pin = self._kind, self._pin
        self._stage.run(lambda: self._reception.set_up(kind, pin, zone), self._finished)

    def _finished(self, wrong: str) -> None:
        if wrong:
            self._ask_zone(wrong)
            return
        self._pin = ""
        self._stage.show(lambda sizes: SetUpDone(sizes, self._on_done))


class SetUpDone(Message):
    """The station is set up."""

    name = "setup-done"

    def __init__(self, sizes: Sizes, on_done: Callable[[], None]) -> None:
        super().__init__(
            sizes,
            sign="check",
            mood=theme.WORK,
            heading=_(words.SET_UP_DONE),
            text=_(words.SET_UP_DONE_TEXT),
            buttons=(Button(_(words.GO_ON), on_done, sizes, sign="check", main=True),),
            on_leave=on_done,
        )
