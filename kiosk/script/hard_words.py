"""`pronounce:`, a session's own list of hard words: each a word, and how it sounds."""

from __future__ import annotations

import re
from typing import Final

from kiosk.language import _
from kiosk.script.grammar import Key
from kiosk.script.model import Saying
from kiosk.script.nodes import MapNode, Node, ScalarNode
from kiosk.script.page import Page

LONGEST_SAYING: Final = 60
"""Characters: the longest name of a muscle has 40."""
MOST_SAYINGS: Final = 60
_ORDINARY: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:['’]?[ -]?[A-Za-zÀ-ÖØ-öø-ÿ]+)*")
"""What every voice reads: the alphabet, with single spaces, hyphens and apostrophes within."""
_HAS_LETTER: Final = re.compile(r"[^\W\d_]")


def hard_words(page: Page, node: Node, key: Key) -> tuple[Saying, ...] | None:
    """Words and how they are said, in the language of the page."""
    if not isinstance(node, MapNode) or not node.items:
        page.complain(
            node,
            _(
                '"{name}:" takes words, each with how it sounds, on a line of its own below: '
                '"piriformis: pirri formiss".'
            ).format(name=key.name),
        )
        return None
    if len(node.items) > MOST_SAYINGS:
        page.complain(
            node.items[MOST_SAYINGS][0],
            _('"{name}:" has {count} words; {most} are the most. Drop some.').format(
                name=key.name, count=len(node.items), most=MOST_SAYINGS
            ),
        )
        return None
    found: list[Saying] = []
    seen: dict[str, int] = {}
    for word, value in node.items:
        written = " ".join(word.value.split())
        if not _HAS_LETTER.search(written) or len(written) > LONGEST_SAYING:
            page.complain(
                word,
                _('"{word}" is no word to pronounce. Write it as it stands in the session.').format(
                    word=written
                ),
            )
        elif written.lower() in seen:
            page.complain(
                word,
                _('"{word}" stands here twice; the first is on line {line}. Keep one.').format(
                    word=written, line=seen[written.lower()]
                ),
            )
        elif (said := _sound(page, written, value)) is not None:
            seen[written.lower()] = word.line
            found.append(Saying(written, said, page.language, page.mark(word)))
    return tuple(found) if len(found) == len(node.items) else None


def _sound(page: Page, word: str, node: Node) -> str | None:
    """How a word sounds; None where that cannot be read."""
    said = " ".join(node.value.split()) if isinstance(node, ScalarNode) else ""
    if not said or (isinstance(node, ScalarNode) and node.plain and said in ("~", "null")):
        message = _('Write after "{word}:" how it sounds, in ordinary letters.')
    elif len(said) > LONGEST_SAYING:
        message = _('How "{word}" sounds takes more than {most} letters here. Shorten it.')
    elif not _ORDINARY.fullmatch(said):
        message = _(
            'How "{word}" sounds is written in ordinary letters, such as "pirri formiss"; '
            "no voice reads other signs."
        )
    else:
        return said
    page.complain(node, message.format(word=word, most=LONGEST_SAYING))
    return None
