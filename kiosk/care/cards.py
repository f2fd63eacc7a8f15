"""People as the screen shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.language import _
from kiosk.reception import GUEST, PersonCard

if TYPE_CHECKING:
    from kiosk.ledger.people import Person


def guest_card() -> PersonCard:
    """The guest's card, in the language in force."""
    return PersonCard(GUEST, _("Guest"), "#5F6B76", "circle")


def card_of(person: Person) -> PersonCard:
    """A person's card."""
    return PersonCard(person.id, person.name, person.colour, person.shape, person.pin is not None)
