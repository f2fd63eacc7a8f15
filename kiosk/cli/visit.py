"""Somebody at the terminal: who it is, what is asked before and after, and what follows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import UserError
from kiosk.language import N_, _
from kiosk.reception import GUEST, AnswerForm, Moment, Question

if TYPE_CHECKING:
    from kiosk.care.desk import Desk

NO_TERMINAL = N_(
    "A massage asks questions before and after, and this is not a terminal that could answer. "
    "Play it on a terminal or on the kiosk's screen."
)
_VISITS = {
    "b": 2, "better": 2, "s": 1, "same": 1, "w": 0, "worse": 0,
    "m": 2, "mejor": 2, "i": 1, "igual": 1, "p": 0, "peor": 0,
}  # fmt: skip
_YES_NO = {"y": 1, "yes": 1, "s": 1, "si": 1, "sí": 1, "n": 0, "no": 0}
"""What is typed for an answer, in every language at once: none means two things."""


class Visit:
    """One person's visit, for one session.

    Args:
        desk: The reception, open.
        session: The session's name.
    """

    def __init__(self, desk: Desk, session: str) -> None:
        self._desk = desk
        self._session = session

    def arrive(self, name: str) -> None:
        """Say who is here; where they have a PIN it is asked.

        Raises:
            UserError: Nobody is named that, or the PIN is wrong.
        """
        person, pin = GUEST, ""
        if name and name.strip().casefold() != GUEST:
            card = self._desk.card_named(name)
            if card is None:
                trouble = self._desk.trouble
                raise UserError(
                    trouble
                    or _('There is nobody named "{name}" here. "kiosk people" lists them.').format(
                        name=name
                    )
                )
            person = card.id
            if card.has_pin:
                from kiosk.cli.desk import pin as ask_pin  # noqa: PLC0415

                pin = ask_pin(_("{name}'s PIN").format(name=card.name))
        arrival = self._desk.arrive(person, pin)
        if arrival.person is None:
            raise UserError(arrival.sentence)

    def before(self) -> None:
        """Ask what is asked before a session, on a terminal."""
        if interactive():
            self._ask(Moment.ARRIVING)
            self._ask(Moment.BEFORE)

    def after(self) -> None:
        """Ask what is asked after it."""
        if interactive():
            self._ask(Moment.AFTER)

    def _ask(self, moment: Moment) -> None:
        last = ""
        while (question := self._desk.question(moment, self._session)) is not None:
            if question.id == last:
                raise UserError(_("Your answer could not be put on record. Try again later."))
            self._desk.answer(question.id, answered(question))
            last = question.id


def interactive() -> bool:
    """Whether somebody can be asked here."""
    return sys.stdin.isatty()


def answered(question: Question) -> int | None:
    """Ask one question on the terminal, until the answer is one."""
    count = f"({question.number} of {question.of}) " if question.of else ""
    click.echo()
    if question.urgent:
        click.echo("!" * 60)
    click.echo(f"{count}{question.text}")
    if question.help:
        click.echo(question.help)
    if question.urgent:
        click.echo("!" * 60)
    while True:
        found = _values(question.form, _typed(question.form))
        if found:
            return found[0]
        click.echo(_("That is no answer to this question."))


def _typed(form: AnswerForm) -> str:
    prompts = {
        AnswerForm.YES_NO: _("y or n"),
        AnswerForm.OFFER: _("y, or n to stay"),
        AnswerForm.ZERO_TO_TEN: _("0 to 10, or Enter for no answer"),
        AnswerForm.BETTER_SAME_WORSE: _("better, same or worse, or Enter for no answer"),
        AnswerForm.NOTICE: _("Enter"),
    }
    typed: str = click.prompt(prompts[form], default="", show_default=False)
    return typed.strip().casefold()


def _values(form: AnswerForm, typed: str) -> tuple[int | None, ...]:
    """The answer in what was typed; nothing where there is none in it."""
    if form is AnswerForm.NOTICE:
        return (None,)
    if form in {AnswerForm.YES_NO, AnswerForm.OFFER}:
        return (_YES_NO[typed],) if typed in _YES_NO else ()
    if not typed:
        return (None,)
    if form is AnswerForm.BETTER_SAME_WORSE:
        return (_VISITS[typed],) if typed in _VISITS else ()
    good = typed.isascii() and typed.isdigit() and len(typed) <= 2 and int(typed) <= 10
    return (int(typed),) if good else ()
