"""Who is here: the page of names, and a person's own sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.language import _
from kiosk.reception import GUEST, PersonCard
from kiosk.screen import words_people as words
from kiosk.screen.people_choose import Choices
from kiosk.screen.people_tiles import Tile
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button


def tile_of(person: PersonCard, detail: str = "") -> Tile:
    """A person as a tile: shape and colour beside the name."""
    return Tile(person.id, person.name, detail, person.shape, person.colour)


def who_page(
    sizes: Sizes,
    people: Sequence[PersonCard],
    *,
    on_choose: Callable[[str], None],
    on_operator: Callable[[], None],
    on_home: Callable[[], None] | None = None,
) -> Choices:
    """Everybody whose name can be tapped, the guest last.

    Args:
        sizes: Of the window.
        people: Who is known here.
        on_choose: Somebody tapped their name.
        on_operator: Opens the operator's pages.
        on_home: The way back, where somebody is here already.
    """
    guest = any(person.id == GUEST for person in people)
    text = _(words.GUEST_IS_HONEST) if guest else ""
    if not people:
        text = _(words.NOBODY_KNOWN)
    buttons = [Button(_(words.OPERATOR), on_operator, sizes, sign="lock", quiet=True)]
    if on_home is not None:
        buttons.insert(0, Button(_(words.BACK), on_home, sizes, sign="back"))
    return Choices(
        sizes,
        name="who",
        heading=_(words.WHO),
        text=text,
        tiles=tuple(tile_of(person) for person in people),
        on_choose=on_choose,
        buttons=buttons,
        on_leave=on_home,
    )
