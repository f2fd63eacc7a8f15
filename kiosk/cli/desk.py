"""The record of doses, for a command: asked over the socket, or opened where no kiosk runs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.errors import UserError
from kiosk.cli.options import good_settings
from kiosk.language import N_, _, current
from kiosk.settings import Settings

if TYPE_CHECKING:
    from kiosk.care.desk import Desk
    from kiosk.care.operator import OperatorDesk

NOT_SET_UP = N_(
    "This kiosk has not been set up yet. Open its screen, or run: "
    "kiosk setup --kind home --zone Europe/Berlin"
)
RUNNING = N_(
    "A kiosk is running here and has the record of doses open. "
    "Do this on its screen, on the operator's page, or stop it first."
)
IN_USE = N_(
    "The record of doses is in use by another program, and no kiosk answers. "
    "Wait until it has ended, or stop it, and try again."
)


def ready_settings(file: Path | None) -> Settings:
    """The settings, for a command that prints plain answers."""
    logging.basicConfig(level=logging.CRITICAL)
    return good_settings(file)


def parts(settings: Settings, request: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Ask the running kiosk, or answer from the record itself; yield the parts of the answer.

    Raises:
        UserError: It cannot be answered; the sentence says why.
    """
    from kiosk.care.enquiry import EnquiryError, answers  # noqa: PLC0415
    from kiosk.care.socket import NobodyError, SilentError, ask  # noqa: PLC0415
    from kiosk.ledger.states import LedgerError  # noqa: PLC0415

    try:
        for part in ask(settings.data, {"language": current(), **request}):
            if "error" in part:
                raise UserError(str(part["error"]))
            yield part
    except NobodyError:
        pass
    except SilentError as error:
        raise UserError(str(error)) from None
    else:
        return
    with opened(settings, must_be_set_up=request.get("ask") != "state") as desk:
        try:
            yield from answers(desk, request)
        except EnquiryError as error:
            raise UserError(str(error)) from None
        except LedgerError as error:
            raise UserError(error.sentence) from None


def answer(settings: Settings, request: Mapping[str, Any]) -> Any:
    """Ask for something that has one answer."""
    return [part["answer"] for part in parts(settings, request) if "answer" in part][-1]


def must_be_alone(settings: Settings) -> None:
    """Refuse where a kiosk runs: what is changed is changed there."""
    from kiosk.care.socket import NobodyError, SilentError, ask  # noqa: PLC0415

    try:
        list(ask(settings.data, {"ask": "state"}))
    except NobodyError:
        return
    except SilentError as error:
        raise UserError(str(error)) from None
    raise UserError(_(RUNNING))


@contextmanager
def opened(settings: Settings, *, must_be_set_up: bool = True) -> Iterator[Desk]:
    """The reception, with the record of doses open, for as long as a command takes."""
    from kiosk.compose import Kiosk  # noqa: PLC0415
    from kiosk.ledger.states import State  # noqa: PLC0415

    kiosk = Kiosk(settings)
    kiosk.library.first_cards()
    desk = kiosk.reception
    if must_be_set_up and desk.needs_setup:
        raise UserError(_(NOT_SET_UP))
    try:
        desk.open()
        if desk.records.health.state is State.IN_USE:
            raise UserError(_(IN_USE))
        yield desk
    finally:
        desk.close()
        kiosk.close()


@contextmanager
def operating(settings: Settings) -> Iterator[OperatorDesk]:
    """The operator's desk, behind the PIN; never beside a running kiosk."""
    must_be_alone(settings)
    with opened(settings) as desk:
        found = desk.operator(pin(_("The operator's PIN")))
        if isinstance(found, str):
            raise UserError(found)
        yield found


def pin(prompt: str) -> str:
    """A PIN, typed unseen on a terminal, else the next line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(prompt, hide_input=True))
    line = sys.stdin.readline()
    if not line:
        raise UserError(
            _("{prompt} is asked for: type it on a terminal, or hand it in by a line.").format(
                prompt=prompt
            )
        )
    return line.rstrip("\r\n")


def new_pin(prompt: str) -> str:
    """A new PIN, typed twice."""
    first = pin(prompt)
    if first != pin(_("{prompt} again").format(prompt=prompt)):
        raise UserError(_("The two PINs are not the same. Try again."))
    return first


def complain(sentence: str) -> int:
    """Say what is found wanting; return the exit status for that."""
    click.echo(f"kiosk: {sentence}", err=True)
    return 1
