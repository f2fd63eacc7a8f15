"""What an operator does for one person: plan, ceiling, locks, erase."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.language import _
from kiosk.reception import Assignment, Operator, PersonCard
from kiosk.screen import theme
from kiosk.screen import words_people as words
from kiosk.screen.operator_rows import Sure, fact_rows
from kiosk.screen.people_choose import Choices
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import Tile
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button

CEILINGS = (30, 40, 50, 60, 70, 80, 90)
"""Seconds; the guard knows the hard limit and refuses what lies beyond it."""


class PersonDesk:
    """The way through one person's pages."""

    def __init__(
        self,
        stage: Stage,
        operator: Operator,
        person: PersonCard,
        *,
        on_back: Callable[[str], None],
    ) -> None:
        self._stage = stage
        self._operator = operator
        self._person = person
        self._on_back = on_back

    def open(self, notice: str = "") -> None:
        """Show what there is to do for them."""
        doors: dict[str, Callable[[], None]] = {
            _(words.PLAN): self.plan,
            _(words.CEILING): self._ceiling,
            _(words.LOCKS): self._locks,
            _(words.ERASE): self._erase,
        }
        tiles = (
            Tile(_(words.PLAN), _(words.PLAN), _(words.PLAN_DETAIL), sign="list"),
            Tile(_(words.CEILING), _(words.CEILING), _(words.CEILING_DETAIL), sign="up"),
            Tile(_(words.LOCKS), _(words.LOCKS), _(words.LOCKS_HELP), sign="lock"),
            Tile(_(words.ERASE), _(words.ERASE), _(words.ERASE_DETAIL), sign="close"),
        )
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="desk-person",
                heading=self._person.name,
                notice=notice,
                tiles=tiles,
                on_choose=lambda door: doors[door](),
                buttons=(Button(_(words.BACK), self._leave, sizes, sign="back"),),
                on_leave=self._leave,
            )
        )

    def _leave(self) -> None:
        self._on_back("")

    # Plan

    def plan(self, notice: str = "") -> None:
        """Show every session, and how often it is on the plan; what is on it comes first."""

        def show(assignments: Sequence[Assignment]) -> None:
            often = {each.session: each.how_often for each in assignments}
            cards = sorted(self._stage.station.cards(), key=lambda card: card.name not in often)
            tiles = tuple(
                Tile(
                    card.name,
                    card.title,
                    often.get(card.name, _(words.PLAN_NOT)),
                    sign="check" if card.name in often else "plus",
                )
                for card in cards
            )
            titles = {card.name: card.title for card in cards}
            self._stage.show(
                lambda sizes: Choices(
                    sizes,
                    name="desk-plan",
                    heading=_(words.PLAN_OF).format(name=self._person.name),
                    text="" if notice else _(words.PLAN_HELP),
                    notice=notice,
                    tiles=tiles,
                    on_choose=lambda session: self._how_often(session, titles[session]),
                    buttons=(self._back(sizes),),
                    on_leave=self.open,
                )
            )

        self._stage.run(lambda: self._operator.assignments(self._person.id), show)

    def _how_often(self, session: str, title: str) -> None:
        def chosen(days: str) -> None:
            self._stage.run(
                lambda: self._operator.assign(self._person.id, session, int(days)), self.plan
            )

        tiles = tuple(Tile(str(days), _(text)) for days, text in words.OFTEN.items())
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="desk-often",
                heading=_(words.HOW_OFTEN),
                text=title,
                tiles=tiles,
                on_choose=chosen,
                buttons=(Button(_(words.BACK), self.plan, sizes, sign="back"),),
                on_leave=self.plan,
            )
        )

    # Ceiling and locks

    def _ceiling(self) -> None:
        def chosen(seconds: str) -> None:
            self._ask_reason(
                words.CEILING_REASONS,
                lambda reason: self._operator.set_ceiling(self._person.id, int(seconds), reason),
                self._ceiling,
            )

        tiles = tuple(Tile(str(each), words.seconds(each)) for each in CEILINGS)
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="desk-ceiling",
                heading=_(words.CEILING_OF).format(name=self._person.name),
                text=_(words.CEILING_HELP),
                tiles=tiles,
                on_choose=chosen,
                buttons=(self._back(sizes),),
                on_leave=self.open,
                unit=sizes.target * 1.3,
            )
        )

    def _ask_reason(
        self, reasons: Sequence[str], act: Callable[[str], str], back: Callable[[], None]
    ) -> None:
        # On record a reason stands in English, whatever language it was chosen in.
        tiles = tuple(Tile(each, _(each)) for each in reasons)
        self._stage.show(
            lambda sizes: Choices(
                sizes,
                name="desk-reason",
                heading=_(words.REASON),
                text=_(words.REASON_HELP),
                tiles=tiles,
                on_choose=lambda reason: self._act(lambda: act(reason)),
                buttons=(Button(_(words.BACK), back, sizes, sign="back"),),
                on_leave=back,
            )
        )

    def _locks(self) -> None:
        def show(locks: Sequence[str]) -> None:
            def buttons(sizes: Sizes) -> tuple[Button, ...]:
                back = self._back(sizes)
                if not locks:
                    return (back,)
                return back, Button(_(words.CLEAR_LOCKS), self._clear, sizes, sign="check")

            facts = tuple((each, "") for each in locks)
            self._stage.show(
                lambda sizes: Choices(
                    sizes,
                    name="desk-locks",
                    heading=_(words.LOCKS_OF).format(name=self._person.name),
                    text="" if locks else _(words.LOCKS_NONE),
                    rows=fact_rows(facts, sizes),
                    buttons=buttons(sizes),
                    on_leave=self.open,
                )
            )

        self._stage.run(lambda: self._operator.locks(self._person.id), show)

    def _clear(self) -> None:
        self._ask_reason(
            words.LOCK_REASONS,
            lambda reason: self._operator.clear_locks(self._person.id, reason),
            self._locks,
        )

    # Erase

    def _erase(self) -> None:
        name = self._person.name
        self._ask_sure(
            _(words.ERASE_QUESTION).format(name=name),
            _(words.ERASE_TEXT),
            _(words.ERASE_NEXT),
            lambda: self._ask_sure(
                _(words.ERASE_SURE).format(name=name),
                _(words.ERASE_SURE_TEXT),
                _(words.ERASE_YES),
                self._erase_now,
            ),
        )

    def _ask_sure(self, heading: str, text: str, yes: str, on_yes: Callable[[], None]) -> None:
        self._stage.show(
            lambda sizes: Sure(
                sizes,
                heading=heading,
                text=text,
                yes=yes,
                no=_(words.KEEP),
                mood=theme.WAIT,
                on_yes=on_yes,
                on_no=self.open,
            )
        )

    def _erase_now(self) -> None:
        def erased(wrong: str) -> None:
            if wrong:
                self.open(wrong)
            else:
                self._on_back(_(words.ERASED).format(name=self._person.name))

        self._stage.run(lambda: self._operator.erase_person(self._person.id), erased)

    def _act(self, act: Callable[[], str]) -> None:
        self._stage.run(act, lambda wrong: self.open(wrong or _(words.DONE)))

    def _back(self, sizes: Sizes) -> Button:
        return Button(_(words.BACK), self.open, sizes, sign="back")
