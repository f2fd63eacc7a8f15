"""Words: what is said and shown, and what YAML does to them when they stand without quotes.

Each reader takes a node and its key, and returns the value; or complains and returns None.
"""

from __future__ import annotations

import re
from typing import Final

from kiosk.language import N_, _
from kiosk.script.grammar import Key, Value
from kiosk.script.language import PLACEHOLDER, SIDE_WORDS, placeholder_is_known
from kiosk.script.model import DEFAULT_LANGUAGE, Text
from kiosk.script.nodes import ListNode, MapNode, Node, ScalarNode
from kiosk.script.page import Page
from kiosk.script.problems import did_you_mean, listed
from kiosk.script.traps import TRUE_OR_FALSE, item_on, quoted

LONGEST_TEXT: Final = 500
"""Characters; about half a minute of speech, more than anyone can follow with eyes shut."""

_NUMBER: Final = re.compile(r"[-+]?[\d_.,:]+")
# A comment worth the name stands apart: two spaces before the sign, one after it.
_HONEST: Final = re.compile(r"(?: {2,}|\t)#+(?:\s|$)|\s*$|\s*[^\s#]")
# Control signs, and those that turn or join what is written: none can be said or shown.
_UNSEEN: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff0-\uffff]"
)
_NO_WORDS: Final = ("", "~", "null")
_EXAMPLES: Final = {
    Value.LENGTH: N_('Write how long, such as "30s".'),
    Value.LENGTHS: N_('Write how long, such as "30s".'),
    Value.COUNTS: N_('Write how many, such as "8".'),
}
_SAYS: Final = re.compile(r"[^\W_]")
"""What makes a text worth a breath: a letter or a digit."""
_SHOWN: Final = frozenset(
    ("title", "summary", "position", "note", "name", "equipment", "focus", "caution")
)
"""Texts that are no step of their own, and cannot be made two steps."""
_TAIL: Final = 30
"""Characters of a text that was cut off, to know it by."""
_A_COMMENT: Final = re.compile(r"(?:^|\s)//\s")
_SIGNS: Final = re.compile(r"[<>{\[(&‹＜]")
"""What a side may be marked with, rightly or wrongly."""
_SIDE: Final = r"(?:other )?side(?::\w*)?"
_WRONG_SIDE: Final = re.compile(
    rf"\[ *({_SIDE}) *\]|\( *({_SIDE}) *\)|[‹＜] *({_SIDE}) *[›＞]|&lt; *({_SIDE}) *&gt;"
)
_HALF_MARKED: Final = re.compile(rf"<\s*({_SIDE})\b|\b({_SIDE})>")


def scalar(page: Page, node: Node, key: Key) -> ScalarNode | None:
    """A single piece of text, not empty."""
    if not isinstance(node, ScalarNode):
        page.complain(node, _not_a_text(page, node, key.name))
        return None
    if node.plain and node.value in _NO_WORDS:
        page.complain(node, _nothing_after(page, node, key))
        return None
    return node


def _nothing_after(page: Page, node: ScalarNode, key: Key) -> str:
    rest = page.source.excerpt(node.end_line)[node.end - 1 :].strip()
    if key.value is Value.TEXT and rest.startswith("#") and not rest.startswith("# "):
        return _("Everything after # is a comment. Write {name}: {quoted}").format(
            name=key.name, quoted=quoted(rest)
        )
    advice = _(_EXAMPLES.get(key.value, key.help))
    return _('"{name}:" has nothing after it. {advice}').format(name=key.name, advice=advice)


def _not_a_text(page: Page, node: MapNode | ListNode, name: str) -> str:
    if isinstance(node, ListNode):
        inside = (
            node.items[0].value
            if len(node.items) == 1 and isinstance(node.items[0], ScalarNode)
            else ""
        )
        if node.flow and inside in ("side", "other side"):
            return _("The side is written <{inside}>, not [{inside}].").format(inside=inside)
        if node.flow:
            return _('"{name}:" takes a text, but [ ] make a list. Put the text in quotes.').format(
                name=name
            )
        return _('"{name}:" takes one text, not a list.').format(name=name)
    if node.flow:
        return _(
            '"{name}:" takes a text, but one that begins with {{ is read as a mapping. '
            "The side is written <side>; put any other text in quotes."
        ).format(name=name)
    languages = [code.value for code, _text in node.items]
    if all(code in SIDE_WORDS for code in languages):
        others = ", ".join(f'"{name}.{code}:"' for code in languages if code != DEFAULT_LANGUAGE)
        return _(
            '"{name}:" takes one text; another language stands beside it, with its code: {others}.'
        ).format(name=name, others=others or f'"{name}.es:"')
    words = item_on(page.source.excerpt(node.line))
    return _(
        '"{name}:" takes a text, but a colon and a space made keys of it. '
        "Put the text in quotes: {quoted}"
    ).format(name=name, quoted=quoted(words))


def plain(page: Page, node: Node, key: Key) -> str | None:
    """Words that are neither spoken nor translated."""
    found = scalar(page, node, key)
    return " ".join(found.value.split()) if found else None


def text(page: Page, node: Node, key: Key) -> Text | None:
    """Words to be said or shown."""
    found = scalar(page, node, key)
    return _words(page, found, key.name) if found else None


def sentences(page: Page, node: Node, key: Key) -> tuple[Text, ...] | None:
    """Whole sentences, one or a list; never cut up by commas in square brackets."""
    if (
        isinstance(node, ListNode)
        and node.flow
        and len(node.items) > 1
        and any(isinstance(item, ScalarNode) and item.plain for item in node.items)
    ):
        page.complain(
            node,
            _(
                'In square brackets every comma starts a new entry, so "{name}" falls into '
                '{count} pieces here. Write each sentence on its own line after "- ".'
            ).format(name=key.name, count=len(node.items)),
        )
        return None
    return names(page, node, key)


def names(page: Page, node: Node, key: Key) -> tuple[Text, ...] | None:
    """Short texts, one or a list."""
    if isinstance(node, ScalarNode) and node.plain and not node.value:
        page.complain(node, _('"{name}:" has nothing below it.').format(name=key.name))
        return None
    items = node.items if isinstance(node, ListNode) else [node]
    texts = []
    for item in items:
        if not isinstance(item, ScalarNode):
            page.complain(item, _not_a_text(page, item, key.name))
        elif not item.value and item.plain:
            page.complain(
                item,
                _('An entry of "{name}" is empty. Write it or remove it.').format(name=key.name),
            )
        elif found := _words(page, item, key.name):
            texts.append(found)
    if not items:
        page.complain(
            node,
            _('"{name}:" is an empty list. Write an entry or remove the key.').format(
                name=key.name
            ),
        )
    return tuple(texts) if texts and len(texts) == len(items) else None


def _words(page: Page, node: ScalarNode, name: str) -> Text | None:
    words = node.value
    if not words.isprintable() and (odd := _UNSEEN.search(words)):
        page.complain(
            node,
            _(
                "A sign that cannot be seen (U+{code}) stands in this text; a backslash in "
                "double quotes may have made it. Write \\\\ for one backslash, or remove it."
            ).format(code=f"{ord(odd[0]):04X}"),
        )
        return None
    if "\n" in words or "  " in words:
        words = " ".join(words.split())
    if node.plain and not _survived(page, node, name):
        return None
    if not words.strip():
        page.complain(
            node, _('"{name}:" holds no words. Write them, or leave the key out.').format(name=name)
        )
        return None
    if not words[0].isalnum() and not _SAYS.search(words):
        page.complain(node, _("There is nothing to say in this text: it needs a word or a number."))
        return None
    if len(words) > LONGEST_TEXT:
        page.complain(
            node,
            _(
                "This text has {count} characters; {most} are the most that anyone "
                "can follow by ear. {advice}"
            ).format(
                count=len(words),
                most=LONGEST_TEXT,
                advice=_("Shorten it.") if name in _SHOWN else _("Split it into two steps."),
            ),
        )
        return None
    if _SIGNS.search(words) and not _placeholders(page, node, words):
        return None
    return Text(words, page.mark(node))


def _survived(page: Page, node: ScalarNode, name: str) -> bool:
    """Look for what YAML does to unquoted text: true, numbers, and a cut at `` #``."""
    words = node.value
    if words.lower() in TRUE_OR_FALSE:
        page.complain(
            node,
            _(
                "Without quotes YAML takes {words} for true, false or nothing. "
                "Write {name}: {quoted}"
            ).format(words=words, name=name, quoted=quoted(words)),
        )
        return False
    if _NUMBER.fullmatch(words):
        page.complain(
            node,
            _("Without quotes YAML takes {words} for a number. Write {name}: {quoted}").format(
                words=words, name=name, quoted=quoted(words)
            ),
        )
        return False
    if "//" in words and (slashes := _A_COMMENT.search(words)):
        line, column = _place(page, node, slashes[0].strip())
        page.complain_at(line, column, _("A comment begins with #."), 2)
        return False
    source = page.source
    end = source.column(node.end_line, node.end) if source.shifts else node.end
    rest = source.excerpt(node.end_line)[end - 1 :]
    if rest and not _HONEST.match(rest):
        page.complain_at(
            node.end_line,
            node.end + 1,
            _(
                'A # after a space cuts the text off here, after "{words}". Put the text '
                "in quotes; or write the comment with two spaces before # and one after it."
            ).format(words=_last_words(words)),
            len(rest.strip()),
        )
        return False
    return True


def _last_words(words: str) -> str:
    """The end of a text, from the beginning of a word on."""
    end = words[-_TAIL:]
    return end if end == words else end.partition(" ")[2] or end


def _place(page: Page, node: ScalarNode, part: str) -> tuple[int, int]:
    """Where a part of a text stands; where the text begins if that cannot be told."""
    for line in range(node.line, node.end_line + 1):
        column = page.source.excerpt(line).find(part, node.column - 1 if line == node.line else 0)
        if column >= 0:
            return line, column + 1 + page.source.shifts.get(line, 0)
    return node.line, node.column


def _placeholders(page: Page, node: ScalarNode, words: str) -> bool:
    if "{side}" in words or "{other side}" in words:
        page.complain(node, _("The side is written <side> or <other side>, not in braces."))
        return False
    if wrong := _WRONG_SIDE.search(words):
        side = next(group for group in wrong.groups() if group)
        line, column = _place(page, node, wrong[0])
        message = _("The side is written <{side}>, not {wrong}.").format(side=side, wrong=wrong[0])
        page.complain_at(line, column, message, len(wrong[0]))
        return False
    if half := _HALF_MARKED.search(PLACEHOLDER.sub(" ", words)):
        line, column = _place(page, node, half[0])
        message = (
            _('"{half}" is never closed. Write <{side}>.')
            if half[1]
            else _('"{half}" is never opened. Write <{side}>.')
        ).format(half=half[0], side=half[1] or half[2])
        page.complain_at(line, column, message, len(half[0]))
        return False
    for inside in PLACEHOLDER.findall(words):
        if not placeholder_is_known(inside, page.language):
            forms = SIDE_WORDS[page.language]
            known = listed(f"<side:{form}>" if form else "<side>" for form in forms)
            page.complain(
                node,
                _(
                    '"<{inside}>" stands for nothing. {hint}There is <other side> and {known}.'
                ).format(
                    inside=inside, hint=did_you_mean(inside, ["side", "other side"]), known=known
                ),
            )
            return False
        if page.sided is False:
            page.complain(
                node,
                _('There is no side here: "<{inside}>" works inside a "sides:" step only.').format(
                    inside=inside
                ),
            )
            return False
    return True
