"""Words: what is said and shown, and what YAML does to them when they stand without quotes.

Each reader takes a node and its key, and returns the value; or complains and returns None.
"""

from __future__ import annotations

import re
from typing import Final

from kiosk.script.grammar import Key
from kiosk.script.language import PLACEHOLDER, SIDE_WORDS, placeholder_is_known
from kiosk.script.model import Text
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


def scalar(page: Page, node: Node, key: Key) -> ScalarNode | None:
    """A single piece of text, not empty."""
    if not isinstance(node, ScalarNode):
        page.complain(node, _not_a_text(page, node, key.name))
        return None
    if node.plain and node.value in _NO_WORDS:
        page.complain(node, f'"{key.name}:" has nothing after it. {key.help}')
        return None
    return node


def _not_a_text(page: Page, node: MapNode | ListNode, name: str) -> str:
    if isinstance(node, ListNode):
        if node.flow:
            return f'"{name}:" takes a text, but [ ] make a list. Put the text in quotes.'
        return f'"{name}:" takes one text, not a list.'
    if node.flow:
        return (
            f'"{name}:" takes a text, but one that begins with {{ is read as a mapping. '
            "The side is written <side>; put any other text in quotes."
        )
    words = item_on(page.source.excerpt(node.line))
    return (
        f'"{name}:" takes a text, but a colon and a space made keys of it. '
        f"Put the text in quotes: {quoted(words)}"
    )


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
            f'In square brackets every comma starts a new entry, so "{key.name}" falls into '
            f'{len(node.items)} pieces here. Write each sentence on its own line after "- ".',
        )
        return None
    return names(page, node, key)


def names(page: Page, node: Node, key: Key) -> tuple[Text, ...] | None:
    """Short texts, one or a list."""
    items = node.items if isinstance(node, ListNode) else [node]
    texts = []
    for item in items:
        if not isinstance(item, ScalarNode):
            page.complain(item, _not_a_text(page, item, key.name))
        elif not item.value and item.plain:
            page.complain(item, f'An entry of "{key.name}" is empty. Write it or remove it.')
        elif found := _words(page, item, key.name):
            texts.append(found)
    if not items:
        page.complain(node, f'"{key.name}:" is an empty list. Write an entry or remove the key.')
    return tuple(texts) if texts and len(texts) == len(items) else None


def _words(page: Page, node: ScalarNode, name: str) -> Text | None:
    words = node.value
    if not words.isprintable() and (odd := _UNSEEN.search(words)):
        page.complain(
            node,
            f"A sign that cannot be seen (U+{ord(odd[0]):04X}) stands in this text; a backslash in "
            "double quotes may have made it. Write \\\\ for one backslash, or remove it.",
        )
        return None
    if "\n" in words or "  " in words:
        words = " ".join(words.split())
    if node.plain and not _survived(page, node, name):
        return None
    if not words.strip():
        page.complain(node, f'"{name}:" holds no words. Write them, or leave the key out.')
        return None
    if len(words) > LONGEST_TEXT:
        page.complain(
            node,
            f"This text has {len(words)} characters; {LONGEST_TEXT} are the most that anyone "
            "can follow by ear. Split it into two steps.",
        )
        return None
    if ("<" in words or "{" in words) and not _placeholders(page, node, words):
        return None
    return Text(words, page.mark(node))


def _survived(page: Page, node: ScalarNode, name: str) -> bool:
    """Look for what YAML does to unquoted text: true, numbers, and a cut at `` #``."""
    words = node.value
    if words.lower() in TRUE_OR_FALSE:
        page.complain(
            node,
            f"Without quotes YAML takes {words} for true, false or nothing. "
            f"Write {name}: {quoted(words)}",
        )
        return False
    if _NUMBER.fullmatch(words):
        page.complain(
            node,
            f"Without quotes YAML takes {words} for a number. Write {name}: {quoted(words)}",
        )
        return False
    rest = page.source.excerpt(node.end_line)[node.end - 1 :]
    if rest and not _HONEST.match(rest):
        page.complain_at(
            node.end_line,
            node.end + 1,
            f'A # after a space cuts the text off here, after "{words[-30:]}". Put the text '
            "in quotes; or write the comment with two spaces before # and one after it.",
            len(rest.strip()),
        )
        return False
    return True


def _placeholders(page: Page, node: ScalarNode, words: str) -> bool:
    if "{side}" in words or "{other side}" in words:
        page.complain(node, "The side is written <side> or <other side>, not in braces.")
        return False
    for inside in PLACEHOLDER.findall(words):
        if not placeholder_is_known(inside, page.language):
            forms = SIDE_WORDS[page.language]
            known = listed(f"<side:{form}>" if form else "<side>" for form in forms)
            page.complain(
                node,
                f'"<{inside}>" stands for nothing. {did_you_mean(inside, ["side", "other side"])}'
                f"There is <other side> and {known}.",
            )
            return False
        if page.sided is False:
            page.complain(
                node, f'There is no side here: "<{inside}>" works inside a "sides:" step only.'
            )
            return False
    return True
