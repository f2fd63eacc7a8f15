"""Events to records and back.

`read` gives every record a meaning. What it cannot read (a kind or a key of a later version, a
damaged value) becomes `Unreadable`, which refuses massage: a fact nobody understands may be a
lock. Kinds that begin with ``note-`` say nothing about a dose, in this version and in any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Final

from kiosk.dose.events import (
    NOTE,
    Assigned,
    CeilingLowered,
    CeilingSet,
    ClockAnchor,
    ClockVouched,
    ClockWentBack,
    Event,
    Grant,
    How,
    Lock,
    LockCleared,
    NextVisit,
    Note,
    Numbness,
    PainAfter,
    PainBefore,
    PersonErased,
    PersonMade,
    Practised,
    PressEnded,
    PressStarted,
    RangeStep,
    Refusal,
    Screening,
    ScreeningReviewed,
    Unreadable,
    Visit,
)
from kiosk.dose.record import Json, Record
from kiosk.dose.screening import About


class _BadValueError(Exception):
    """A body that does not hold what its kind promises."""


def read(record: Record) -> Event:
    """The meaning of a record. Never raises: what cannot be read is an event too."""
    if record.kind.startswith(NOTE):
        return Note(record.id, record.person, record.at, record.kind)
    try:
        cls, readers = _READERS[record.kind]
        _need(good=set(record.body) == set(readers))
        values = {name: reader(record.body[name]) for name, reader in readers.items()}
        event = cls(id=record.id, person=record.person, at=record.at, **values)
        _need(good=bool(event.person) != (cls in _STATION))
        _need(good=not isinstance(event, Grant) or {p for p, _ in event.lengths} == {*event.points})
    except (_BadValueError, KeyError, ValueError, TypeError):
        return Unreadable(record.id, record.person, record.at, record.kind)
    return event


def write(event: Event) -> Record:
    """An event as it is put on record.

    Raises:
        ValueError: `read` would not give it back, so it must not be kept.
    """
    if isinstance(event, Note | Unreadable):
        raise ValueError(f"{event!r} has no form of its own on record")  # noqa: TRY004
    body = {
        item.name: _plain(getattr(event, item.name))
        for item in fields(event)
        if item.name not in _COMMON
    }
    record = Record(event.id, event.KIND, event.person, event.at, body)
    if read(record) != event:
        raise ValueError(f"{event!r} holds what its kind does not allow")
    return record


def _plain(value: Any) -> Json:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value  # type: ignore[no-any-return]


# --- what a body may hold

_COMMON: Final = frozenset(item.name for item in fields(Event))
_MOST_MS: Final = 2**53
"""Beyond this other programs read a number of JSON wrongly."""


def _need(*, good: bool) -> None:
    if not good:
        raise _BadValueError


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise _BadValueError
    return value


def _word(value: Json) -> str:
    word = _text(value)
    _need(good=bool(word.strip()))
    return word


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _BadValueError
    _need(good=0 <= value <= _MOST_MS)
    return value


def _above_0(value: Json) -> int:
    whole = _whole(value)
    _need(good=whole > 0)
    return whole


def _switch(value: Json) -> bool:
    if not isinstance(value, bool):
        raise _BadValueError
    return value


def _score(value: Json) -> int:
    whole = _whole(value)
    _need(good=whole <= 10)
    return whole


def _or_none(reader: Callable[[Json], Any]) -> Callable[[Json], Any]:
    return lambda value: None if value is None else reader(value)


def _one_of(words: type[StrEnum]) -> Callable[[Json], Any]:
    return lambda value: words(_text(value))


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list | tuple):
        raise _BadValueError
    return list(value)


def _points(value: Json) -> tuple[str, ...]:
    points = tuple(_word(item) for item in _list(value))
    _need(good=len(set(points)) == len(points))
    return points


def _some_points(value: Json) -> tuple[str, ...]:
    points = _points(value)
    _need(good=bool(points))
    return points


def _pairs(reader: Callable[[Json], Any]) -> Callable[[Json], Any]:
    def pairs(value: Json) -> tuple[tuple[str, Any], ...]:
        found = []
        for item in _list(value):
            pair = _list(item)
            _need(good=len(pair) == 2)
            found.append((_word(pair[0]), reader(pair[1])))
        _need(good=len({name for name, _ in found}) == len(found))
        return tuple(found)

    return pairs


_Readers = Mapping[str, Callable[[Json], Any]]
_PRESS: Final[_Readers] = {"grant": _word, "points": _some_points}
_FORMS: Final[Mapping[type[Event], _Readers]] = {
    PersonMade: {},
    PersonErased: {},
    Screening: {"session": _text, "about": _one_of(About), "answers": _pairs(_switch)},
    Grant: {
        "session": _word,
        "points": _some_points,
        "granted_ms": _above_0,
        "lengths": _pairs(_above_0),
        "remainder_of": _text,
    },
    PressStarted: _PRESS,
    PressEnded: {**_PRESS, "pressed_ms": _whole, "how": _one_of(How)},
    Refusal: {"session": _text, "points": _points, "code": _word},
    PainBefore: {"session": _text, "score": _or_none(_score)},
    PainAfter: {**_PRESS, "score": _or_none(_score)},
    Numbness: {"answer": _or_none(_switch)},
    NextVisit: {"answer": _or_none(_one_of(Visit))},
    Practised: {"name": _word, "comfortable": _or_none(_switch)},
    RangeStep: {"name": _word, "up": _switch},
    LockCleared: {"lock": _one_of(Lock), "points": _points, "reason": _word},
    ScreeningReviewed: {"about": _one_of(About), "reason": _word},
    CeilingSet: {"ceiling_ms": _above_0, "reason": _word},
    CeilingLowered: {"ceiling_ms": _or_none(_above_0), "reason": _word},
    Assigned: {"name": _word, "times_a_week": _whole},
    ClockVouched: {"reason": _word},
    ClockAnchor: {"source": _word},
    ClockWentBack: {"by_ms": _whole},
}
_STATION: Final = frozenset({ClockVouched, ClockAnchor, ClockWentBack})
_READERS: Final = {cls.KIND: (cls, readers) for cls, readers in _FORMS.items()}

KINDS: Final = tuple(_READERS)
"""Every kind of record this version can read."""
