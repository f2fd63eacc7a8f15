"""Which sessions home shows, and in which order: what somebody looks for, likes, and did last.

Nothing here imports Kivy, and nothing here knows a language: it is data in and data out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kiosk.reception import PointState, PointStatus
from kiosk.units import MINUTE

if TYPE_CHECKING:
    from kiosk.preferences import Preferences
    from kiosk.script.kind import Kind
    from kiosk.station import Card

_ARTICLES: Final = frozenset(
    {"a", "an", "some", "the", "your", "un", "una", "unos", "unas", "el", "la", "los", "las", "tu"}
)
_RECENT: Final = 6
"""As `kiosk.preferences.RECENT_KEPT`, which home does not load before it is shown."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for.

    Attributes:
        kind: One kind of session, or None for all.
        minutes: The time they have, or 0 where they have any.
        at_hand: What they have, by `key_of`; None where nobody has said, so that all is shown.
    """

    kind: Kind | None = None
    minutes: int = 0
    at_hand: frozenset[str] | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is left out."""
        return self != Wish()

    def fits(self, card: Card) -> bool:
        """Whether a session is what is looked for."""
        return (
            (self.kind is None or card.kind is self.kind)
            and (not self.minutes or shown_minutes(card) <= self.minutes)
            and (self.at_hand is None or all(key_of(each) in self.at_hand for each in card.needs))
        )


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that sessions need.

    Attributes:
        key: Names it in what is preferred, in every language.
        text: As it is shown.
        sessions: How many need it.
    """

    key: str
    text: str
    sessions: int


@dataclass(frozen=True, slots=True)
class Press:
    """Whether a massage may be now.

    Attributes:
        ready, points: How many of its points are ready, and how many it has.
        next: When the first of those that rest may be pressed again, as it stands in a sentence;
            or empty.
        sentence: Why not, where no time is known; or empty.
        locked: Whether something is locked that time alone does not open.
    """

    ready: int
    points: int
    next: str = ""
    sentence: str = ""
    locked: bool = False


def shown_minutes(card: Card) -> int:
    """How many minutes a session's card says it lasts, at the start of its ranges."""
    return round(card.total_ms / MINUTE)


def key_of(thing: str) -> str:
    """What a piece of equipment is known by: "a mat" and "Mat" are one."""
    words = thing.casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def things(cards: Iterable[Card]) -> list[Thing]:
    """All that sessions need, what most of them need first."""
    found: dict[str, Thing] = {}
    for card in cards:
        shown = card.equipment if len(card.equipment) == len(card.needs) else card.needs
        for need, text in zip(card.needs, shown, strict=True):
            key = key_of(need)
            known = found.get(key)
            found[key] = Thing(
                key, known.text if known else text, known.sessions + 1 if known else 1
            )
    return sorted(found.values(), key=lambda thing: (-thing.sessions, thing.text.casefold()))


def ordered(
    cards: Sequence[Card],
    *,
    due: Collection[str] = (),
    favourites: Sequence[str] = (),
    recent: Sequence[str] = (),
) -> Sequence[Card]:
    """What is due today first, then favourites, then what was done last, then the library."""
    if not (due or favourites or recent):
        return cards
    places: dict[str, tuple[int, int]] = {}
    for rank, names in enumerate((sorted(due), favourites, recent)):
        for at, name in enumerate(names):
            # What is due keeps the library's order: none of it is more due than the rest.
            places.setdefault(name, (rank, at if rank else 0))
    last = (3, 0)
    return sorted(cards, key=lambda card: places.get(card.name, last))


def narrowed(cards: Sequence[Card], wish: Wish) -> Sequence[Card]:
    """The sessions that are looked for, in their order."""
    return [card for card in cards if wish.fits(card)] if wish.asks else cards


def loosened(cards: Sequence[Card], wish: Wish) -> list[tuple[Wish, int]]:
    """What to give up so that something is left, and how much that leaves; the most first."""
    looser = (replace(wish, kind=None), replace(wish, minutes=0), replace(wish, at_hand=None))
    found = [(each, len(narrowed(cards, each))) for each in looser if each != wish]
    return sorted((each for each in found if each[1]), key=lambda each: -each[1])


def begun(preferences: Preferences, session: str) -> Preferences:
    """The same preferences after a session was begun."""
    others = [name for name in preferences.recent if name != session]
    return replace(preferences, recent=(session, *others)[:_RECENT])


def liked(preferences: Preferences, session: str, *, yes: bool) -> Preferences:
    """The same preferences with a session among the favourites, or not any more."""
    others = tuple(name for name in preferences.favourites if name != session)
    return replace(preferences, favourites=(*others, session) if yes else others)


def presses(points: Iterable[PointStatus]) -> Mapping[str, Press]:
    """For each session that presses points: whether they may be pressed now."""
    by_session: dict[str, list[PointStatus]] = {}
    for point in points:
        for session in point.sessions:
            by_session.setdefault(session, []).append(point)
    return {session: _press(found) for session, found in by_session.items()}


def _press(points: Sequence[PointStatus]) -> Press:
    ready = sum(point.state is PointState.READY for point in points)
    resting = [point for point in points if point.state is not PointState.READY]
    return Press(
        ready=ready,
        points=len(points),
        next=next((point.next for point in resting if point.next), ""),
        sentence=next((point.sentence for point in resting if point.sentence), ""),
        locked=any(point.state is PointState.LOCKED for point in resting),
    )
