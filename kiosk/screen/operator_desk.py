"""The operator's pages: people and what is theirs, guests, clock, ledger, the dose rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from kiosk.language import _
from kiosk.reception import GUEST, Operator, PersonCard
from kiosk.screen import theme
from kiosk.screen import words_people as words
from kiosk.screen.operator_person import PersonDesk
from kiosk.screen.operator_rows import Sure, fact_rows, rule_rows
from kiosk.screen.people_choose import Choices
from kiosk.screen.people_name import NamePage
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import Tile
from kiosk.screen.people_who import tile_of
from kiosk.screen.pin import PinPage, choose_pin
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button

LEAST_DIGITS = 4
"""Of a person's PIN."""


class Desk:
    """The way through the operator's pages. Acts and readings are made off the screen's thread."""

    def __init__(self, stage: Stage, operator: Operator, *, on_leave: Callable[[], None]) -> None:
        self._stage = stage
        self._operator = operator
        self._on_leave = on_leave

    def open(self, notice: str = "") -> None:
        """Show everything there is to do."""
        doors: dict[str, Callable[[], None]] = {
            _(words.PEOPLE): self.people,
            _(words.ADD): self._add,
            _(words.GUEST): self._guest,
            _(words.CLOCK): self._clock,
            _(words.STATE): self._state,
            _(words.POLICY): self._policy,
        }
        helps = (
            (_(words.PEOPLE_HELP), "person"),
            (_(words.ADD_HELP), "plus"),
            (_(words.GUEST_HELP), "home"),
            (_(words.CLOCK_HELP), "check"),
            (_(words.STATE_HELP), "list"),
            (_(words.POLICY_HELP), "lock"),
        )
        tiles = tuple(
            Tile(door, door, text, sign=sign)
            for door, (text, sign) in zip(doors, helps, strict=True)
        )
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="desk",
                heading=_(words.DESK),
                text="" if notice else _(words.DESK_HELP),
                notice=notice,
                tiles=tiles,
                on_choose=lambda door: doors[door](),
                buttons=(Button(_(words.LEAVE_DESK), self._on_leave, sizes, sign="home"),),
                on_leave=self._on_leave,
            )
        )

    # People

    def people(self, notice: str = "") -> None:
        """Show everyone known here."""

        def show(people: Sequence[PersonCard]) -> None:
            cards = {person.id: person for person in people if person.id != GUEST}
            self._stage.show(
                lambda sizes: Choices(
                    sizes,
                    name="desk-people",
                    heading=_(words.PEOPLE),
                    text="" if cards else _(words.NOBODY),
                    notice=notice,
                    tiles=tuple(tile_of(person) for person in cards.values()),
                    on_choose=lambda person: self._person(cards[person]),
                    buttons=(
                        self._back(sizes),
                        Button(_(words.ADD), self._add, sizes, sign="plus"),
                    ),
                    on_leave=self.open,
                )
            )

        self._stage.run(self._operator.people, show)

    def _person(self, person: PersonCard) -> None:
        PersonDesk(self._stage, self._operator, person, on_back=self.people).open()

    def _add(self) -> None:
        self._stage.show(lambda sizes: NamePage(sizes, on_done=self._named, on_back=self.open))

    def _named(self, name: str) -> None:
        def chosen(answer: str) -> None:
            if answer == _(words.WITH_PIN_YES):
                self._ask_pin(name)
            else:
                self._make(name, "")

        tiles = (
            Tile(_(words.WITH_PIN_NO), _(words.WITH_PIN_NO), sign="person"),
            Tile(_(words.WITH_PIN_YES), _(words.WITH_PIN_YES), sign="lock"),
        )
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="desk-with-pin",
                heading=_(words.WITH_PIN).format(name=name),
                text=_(words.WITH_PIN_HELP),
                tiles=tiles,
                on_choose=chosen,
                buttons=(Button(_(words.BACK), self._add, sizes, sign="back"),),
                on_leave=self._add,
            )
        )

    def _ask_pin(self, name: str) -> None:
        choose_pin(
            self._stage,
            lambda sizes, on_done, notice: PinPage(
                sizes,
                heading=_(words.PERSON_PIN).format(name=name),
                text=_(words.PERSON_PIN_HELP),
                notice=notice,
                least=LEAST_DIGITS,
                on_done=on_done,
                on_back=lambda: self._named(name),
            ),
            lambda pin: self._make(name, pin),
        )

    def _make(self, name: str, pin: str) -> None:
        self._stage.run(
            lambda: self._operator.add_person(name, pin),
            lambda wrong: self.people(wrong or _(words.ADDED).format(name=name)),
        )

    # The station

    def _guest(self) -> None:
        def chosen(answer: str) -> None:
            self._act(lambda: self._operator.allow_guest(allowed=answer == _(words.GUEST_YES)))

        tiles = (
            Tile(_(words.GUEST_YES), _(words.GUEST_YES), sign="check"),
            Tile(_(words.GUEST_NO), _(words.GUEST_NO), sign="close"),
        )
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="desk-guest",
                heading=_(words.GUEST),
                text=_(words.GUEST_TEXT),
                tiles=tiles,
                on_choose=chosen,
                buttons=(self._back(sizes),),
                on_leave=self.open,
            )
        )

    def _clock(self) -> None:
        from kiosk.dates import moment_text  # noqa: PLC0415  it loads what knows every language

        shown = moment_text(datetime.now().astimezone())
        self._sure(
            _(words.CLOCK_QUESTION),
            _(words.CLOCK_TEXT).format(now=shown),
            _(words.CLOCK_YES),
            self._operator.vouch_for_clock,
            on_back=self.open,
        )

    def _state(self) -> None:
        def show(facts: Sequence[tuple[str, str]]) -> None:
            self._stage.show(
                lambda sizes: Choices(
                    sizes,
                    name="desk-state",
                    heading=_(words.STATE),
                    text=_(words.STATE_TEXT),
                    rows=fact_rows(facts, sizes),
                    buttons=(
                        self._back(sizes),
                        Button(_(words.CREATE_LEDGER), self._create, sizes, sign="plus"),
                    ),
                    on_leave=self.open,
                )
            )

        self._stage.run(self._operator.state, show)

    def _create(self) -> None:
        self._sure(
            _(words.CREATE_LEDGER_QUESTION),
            _(words.CREATE_LEDGER_TEXT),
            _(words.CREATE_LEDGER),
            self._operator.create_ledger,
            on_back=self._state,
        )

    def _policy(self) -> None:
        def show(rules: Sequence[tuple[str, str, str]]) -> None:
            self._stage.show(
                lambda sizes: Choices(
                    sizes,
                    name="desk-policy",
                    heading=_(words.POLICY),
                    text=_(words.POLICY_TEXT),
                    rows=rule_rows(rules, sizes),
                    buttons=(self._back(sizes),),
                    on_leave=self.open,
                )
            )

        self._stage.run(self._operator.policy, show)

    def _sure(
        self,
        heading: str,
        text: str,
        yes: str,
        act: Callable[[], str],
        *,
        on_back: Callable[[], None],
    ) -> None:
        self._stage.show(
            lambda sizes: Sure(
                sizes,
                heading=heading,
                text=text,
                yes=yes,
                no=_(words.BACK),
                mood=theme.WAIT,
                on_yes=lambda: self._act(act),
                on_no=on_back,
            )
        )

    def _act(self, act: Callable[[], str]) -> None:
        self._stage.run(act, lambda wrong: self.open(wrong or _(words.DONE)))

    def _back(self, sizes: Sizes) -> Button:
        return Button(_(words.BACK), self.open, sizes, sign="back")
