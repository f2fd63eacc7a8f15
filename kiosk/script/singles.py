"""Values that are one word or one amount: lengths, counts, sides, and names of things.

Each reader takes a node and its key, and returns the value; or complains and returns None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any, Final

from kiosk.language import _
from kiosk.script import values
from kiosk.script.grammar import NO_TIME, POINTS, Key, Value
from kiosk.script.kind import Kind
from kiosk.script.language import SIDE_WORDS
from kiosk.script.model import Counts, Duration, Lengths, Side
from kiosk.script.nodes import ListNode, MapNode, Node, ScalarNode
from kiosk.script.page import Page
from kiosk.script.problems import did_you_mean, listed
from kiosk.script.texts import scalar

_PART_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KINDS: Final = tuple(str(kind) for kind in Kind)
_SIDES: Final = tuple(str(side) for side in Side)
_SWITCH: Final = {
    **dict.fromkeys(("on", "yes", "true"), True),
    **dict.fromkeys(("off", "no", "false"), False),
}
_MOST_NAMED: Final = 12
"""Names listed in a message; a longer list helps nobody."""


def _amount(page: Page, node: Node, key: Key, reader: Callable[[str], Any]) -> Any:
    if isinstance(node, ListNode | MapNode):
        page.complain(
            node,
            _('"{name}:" takes one value. {advice}').format(
                name=key.name, advice=_listed_range(node, key) or _(key.help)
            ),
        )
        return None
    found = scalar(page, node, key)
    if found is None:
        return None
    value = reader(found.value)
    if isinstance(value, str):
        before, slashes, comment = found.value.partition("//")
        if slashes:
            before = f"{key.name}: {before.strip()}".rstrip(": ")
            value = _('A comment begins with #. Write "{before}  # {comment}".').format(
                before=before, comment=comment.strip()
            )
        page.complain(found, value)
        return None
    return value


def _listed_range(node: ListNode | MapNode, key: Key) -> str:
    """What to say of a range that was written as a list of two."""
    if isinstance(node, MapNode) or key.value is Value.LENGTH:
        return ""
    parts = [item.value for item in node.items if isinstance(item, ScalarNode)]
    if len(parts) != 2 or len(node.items) != 2:
        return ""
    joined = "-".join(parts)
    found = values.counts(joined) if key.value is Value.COUNTS else values.range_of(joined)
    return found if isinstance(found, str) else ""


def length(page: Page, node: Node, key: Key) -> Duration | None:
    """A length of time."""

    def one(words: str) -> Duration | str:
        value = values.duration(words)
        if isinstance(value, str) and (".." in words or values.range_of(words)):
            return _(
                '"{name}" takes one length. A range belongs on hold, move, rest, reps or repeat.'
            ).format(name=key.name)
        return value

    value: Duration | None = _amount(page, node, key, one)
    return value


def lengths(page: Page, node: Node, key: Key) -> Lengths | None:
    """A length of time, or a range of two."""
    value: Lengths | None = _amount(
        page, node, key, lambda words: values.lengths(words, page.breath_ms)
    )
    return value


def counts(page: Page, node: Node, key: Key) -> Counts | None:
    """A count, or a range of two."""
    value: Counts | None = _amount(page, node, key, values.counts)
    return value


def _choice(page: Page, node: Node, key: Key, allowed: Collection[str]) -> str | None:
    found = scalar(page, node, key)
    if found is None or found.value in allowed:
        return found.value if found else None
    page.complain(
        found,
        _('"{word}" is not a {name}. {hint}It is one of: {list}.').format(
            word=found.value,
            name=key.name,
            hint=did_you_mean(found.value, allowed),
            list=listed(allowed),
        ),
    )
    return None


def kind(page: Page, node: Node, key: Key) -> str | None:
    """The kind of a session."""
    return _choice(page, node, key, _KINDS)


def language(page: Page, node: Node, key: Key) -> str | None:
    """A language we know."""
    return _choice(page, node, key, SIDE_WORDS)


def chime(page: Page, node: Node, key: Key) -> str | None:
    """A chime's name."""
    return _choice(page, node, key, sorted(page.chimes))


def switch(page: Page, node: Node, key: Key) -> bool | None:
    """On or off."""
    found = scalar(page, node, key)
    if found is None:
        return None
    value = _SWITCH.get(found.value.lower())
    if value is None:
        page.complain(
            found, _('"{name}" is on or off, not "{word}".').format(name=key.name, word=found.value)
        )
    return value


def sides(page: Page, node: Node, key: Key) -> tuple[Side, ...] | None:
    """The sides of the body, in order."""
    items = node.items if isinstance(node, ListNode) else [node]
    found: list[Side] = []
    for item in items:
        word = item.value if isinstance(item, ScalarNode) else ""
        if word not in _SIDES:
            hint = "" if word in ("both", "") else did_you_mean(word, _SIDES)
            page.complain(
                item,
                _('A side is left or right. {hint}Write "{name}: [left, right]".').format(
                    hint=hint, name=key.name
                ),
            )
            return None
        if Side(word) in found:
            page.complain(item, _('"{word}" stands here twice.').format(word=word))
            return None
        found.append(Side(word))
    if not found:
        page.complain(node, _('"{name}" names no side. Write [left, right].').format(name=key.name))
    return tuple(found) or None


def figure(page: Page, node: Node, key: Key) -> str | None:
    """The name of a picture that is there."""
    found = scalar(page, node, key)
    if found is None:
        return None
    if page.figures is not None and found.value not in page.figures:
        known = sorted(page.figures)
        named = (
            _("There is: {list}.").format(list=listed(known, "and"))
            if len(known) <= _MOST_NAMED
            else ""
        )
        hint = did_you_mean(found.value, known)
        page.complain(
            found,
            _('There is no figure "{name}". {hint}{named}')
            .format(name=found.value, hint=hint, named=named)
            .rstrip(),
        )
        return None
    return found.value


def points(page: Page, node: Node, key: Key) -> tuple[str, ...] | None:
    """Points to be pressed. Never a time."""
    items = node.items if isinstance(node, ListNode) else [node]
    found: list[str] = []
    for item in items:
        if isinstance(item, MapNode):
            page.complain(
                item,
                _(
                    'After "{name}:" stand the points themselves, on the same line, such as '
                    "[ql left, ql right]; what else a massage has stands below, beside it."
                ).format(name=key.name),
            )
            return None
        words = " ".join(item.value.split()) if isinstance(item, ScalarNode) else ""
        muscle, _space, side = words.rpartition(" ")
        if words.endswith("<side>"):
            muscle, side = words.removesuffix("<side>").strip(), "<side>"
        if muscle not in POINTS or side not in (*_SIDES, "<side>"):
            page.complain(item, _not_a_point(words))
            return None
        if words in found:
            page.complain(item, _('"{word}" stands here twice.').format(word=words))
            return None
        if side == "<side>" and page.sided is False:
            page.complain(
                item, _('There is no side here: "<side>" works inside a "sides:" step only.')
            )
            return None
        found.append(words)
    if not found:
        page.complain(
            node,
            _('"{name}" names no point. Write for example [ql left, ql right].').format(
                name=key.name
            ),
        )
    return tuple(found) or None


def _not_a_point(words: str) -> str:
    if not isinstance(values.lengths(words, 1), str):
        return _(
            '{no_time} After "massage:" stand the points, such as [ql left, ql right].'
        ).format(no_time=_(NO_TIME))
    known = [f"{point} {which}" for point in POINTS for which in _SIDES]
    # By the muscle alone: "calf left" is no nearer to "ql left" for having a side too.
    muscle = any(did_you_mean(part, POINTS) for part in (words, words.rpartition(" ")[0]) if part)
    hint = did_you_mean(words, known) if muscle else ""
    return _(
        '"{words}" is not a point. {hint}'
        'A point is one of: {list}; inside "sides:" also "ql <side>".'
    ).format(words=words, hint=hint, list=listed(known))


def part_name(page: Page, node: Node, key: Key) -> str | None:
    """The name of a part to be included; never a path."""
    found = scalar(page, node, key)
    if found is None:
        return None
    if not _PART_NAME.fullmatch(found.value):
        page.complain(
            found,
            _(
                '"{word}" is not a part\'s name: small letters, digits and hyphens, '
                'without a folder and without ".yaml".'
            ).format(word=found.value),
        )
        return None
    return found.value
