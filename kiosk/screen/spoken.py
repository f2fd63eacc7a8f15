"""The page about spoken orders: what is heard, what becomes of it, what may be said, the switch.

A microphone is the operator's business: where a PIN was set up, it takes that to switch it on.
Nobody needs a PIN to be listened to no more.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.language import _
from kiosk.reception import Operator, Reception
from kiosk.screen import words_ears as words
from kiosk.screen import words_people, words_ways
from kiosk.screen.operator_rows import Fact
from kiosk.screen.page import Notice, Page, Paragraph, Row
from kiosk.screen.people_choose import Choices
from kiosk.screen.people_stage import Stage
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button
from kiosk.station import AboutEars

NAME = "spoken"


class Spoken:
    """Shows the page, and turns the switch.

    Args:
        stage: Where it is shown.
        reception: Who knows the operator; None where there is none.
        on_back: Goes where it was opened from.
    """

    def __init__(
        self, stage: Stage, reception: Reception | None, on_back: Callable[[], None]
    ) -> None:
        self._stage = stage
        self._reception = reception
        self._on_back = on_back
        self._about = AboutEars()
        self._locked = False

    def open(self) -> None:
        """Show it, once it is known how the ears are."""
        station, reception = self._stage.station, self._reception

        def ask() -> tuple[AboutEars, bool]:
            return station.about_ears(), reception is not None and bool(reception.station)

        def answered(found: tuple[AboutEars, bool]) -> None:
            self._about, self._locked = found
            self._stage.show(self._page)

        self._stage.run(ask, answered)

    def _page(self, sizes: Sizes) -> Page:
        about = self._about
        buttons = [Button(_(words_ways.BACK), self._on_back, sizes, sign="back")]
        if about.on and not about.fixed:
            buttons.append(Button(_(words.TURN_OFF), self._off, sizes, sign="close", main=True))
        elif not about.fixed and not about.missing:
            sign = "lock" if self._locked else "microphone"
            buttons.append(Button(_(words.TURN_ON), self._on, sizes, sign=sign, main=True))
        return Choices(
            sizes,
            name=NAME,
            heading=_(words.TITLE),
            text=_(words.ON if about.on else words.OFF),
            notice=about.missing or self._amiss(),
            rows=_rows(about, sizes),
            buttons=buttons,
            on_leave=self._on_back,
        )

    def _amiss(self) -> str:
        ears = self._stage.station.ears()
        return ears.notice if ears is not None else ""

    def _off(self) -> None:
        self._turn(on=False)

    def _on(self) -> None:
        if self._locked:
            self._ask_pin()
        else:
            self._turn(on=True)

    def _turn(self, *, on: bool) -> None:
        self._stage.run(lambda: self._stage.station.listen(on=on), lambda _none: self.open())

    def _ask_pin(self, notice: str = "") -> None:
        from kiosk.screen.pin import PinPage  # noqa: PLC0415  home comes first

        reception = self._reception
        if reception is None:
            raise AssertionError("Only a reception locks anything.")

        def opened(found: Operator | str) -> None:
            if isinstance(found, str):
                self._ask_pin(found)
            else:
                self._turn(on=True)

        self._stage.show(
            lambda sizes: PinPage(
                sizes,
                heading=_(words_people.OPERATOR_PIN),
                notice=notice,
                on_done=lambda pin: self._stage.run(lambda: reception.operator(pin), opened),
                on_back=self.open,
            )
        )


def _rows(about: AboutEars, sizes: Sizes) -> list[Row]:
    told = [_(words.HEARD), _(words.HOW)]
    rows: list[Row] = [Paragraph(text, sizes, size=sizes.body) for text in told]
    cares = (about.note, _(words.UNSURE) if about.unsure else "", _fixed(about))
    rows += [Notice(care, sizes, size=sizes.body) for care in cares if care]
    forms = _(words.FORM)
    rows += [
        Fact(sizes, word, ", ".join(forms.format(phrase=_begun_large(each)) for each in phrases))
        for word, phrases in about.orders
    ]
    begin = _(words.BEGIN).format(start=_begun_large(about.start))
    return [*rows, Fact(sizes, _(words.START), begin)]


def _fixed(about: AboutEars) -> str:
    return _(words.FIXED) if about.fixed else ""


def _begun_large(phrase: str) -> str:
    return f"{phrase[:1].upper()}{phrase[1:]}"
