"""What happens at moments of a step: the prompts of a hold, the tempo of repetitions."""

from __future__ import annotations

import re
from typing import Final

from kiosk.language import N_, _
from kiosk.script import values
from kiosk.script.grammar import Key, Value
from kiosk.script.model import Duration, Lengths, Phase, Prompt, PromptPoint, Text
from kiosk.script.nodes import ListNode, MapNode, Node, ScalarNode
from kiosk.script.page import Page
from kiosk.script.problems import did_you_mean
from kiosk.script.singles import length
from kiosk.script.slips import NO_COLON_PROMPT
from kiosk.script.texts import text

_PROMPT_LAST: Final = re.compile(r"last\s+(.+)", re.IGNORECASE)
MOST_PROMPTS: Final = 60
"""One every ten seconds for ten minutes; finding places takes the square of their number."""
_WORD: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_POINT: Final = N_('Write "10s" after the start, "half", or "last 10s".')


def tempo(page: Page, node: Node, key: Key) -> tuple[Phase, ...] | None:
    """The parts of a repetition: a word and a length each."""
    entries: list[tuple[ScalarNode, Node]] = []
    if isinstance(node, MapNode):
        entries = node.items
    elif isinstance(node, ListNode) and all(isinstance(i, MapNode) for i in node.items):
        entries = [pair for i in node.items if isinstance(i, MapNode) for pair in i.items]
    if not entries:
        page.complain(node, _('A tempo is a list of words with their times, such as "- up: 2s".'))
        return None
    phases = []
    for word, lasts in entries:
        if not _WORD.fullmatch(word.value):
            page.complain(
                word,
                _('"{word}" is not a word to say. Write for example "up: 2s".').format(
                    word=word.value
                ),
            )
            continue
        duration = length(page, lasts, Key(word.value, Value.LENGTH, key.help))
        if duration is not None:
            phases.append(Phase(Text(word.value, page.mark(word)), duration))
    return tuple(phases) if len(phases) == len(entries) else None


def prompts(page: Page, node: Node, _key: Key) -> tuple[Prompt, ...] | None:
    """What is said at points of a hold."""
    if not isinstance(node, MapNode):
        if isinstance(node, ScalarNode) and (said := NO_COLON_PROMPT.match(node.value)):
            page.complain(
                node,
                _('A colon is missing after "{said}". Write "{said}: {words}".').format(
                    said=said[1], words=said[2]
                ),
            )
            return None
        page.complain(
            node,
            _(
                "Prompts are a moment and a text, each on a line of its own below: "
                '"10s: Keep breathing." or "half: Halfway."'
            ),
        )
        return None
    if len(node.items) > MOST_PROMPTS:
        page.complain(
            node.items[MOST_PROMPTS][0],
            _("This step has {count} prompts; {most} are the most. Drop some.").format(
                count=len(node.items), most=MOST_PROMPTS
            ),
        )
        return None
    found = []
    seen: dict[str, int] = {}
    for point, value in node.items:
        if node.flow and isinstance(value, ScalarNode) and value.plain and not value.value:
            page.complain(
                point,
                _(
                    "In braces every comma starts a new prompt, so this piece has no time. "
                    "Write each prompt on its own line."
                ),
            )
            return None
        if point.value in seen:
            page.complain(
                point,
                _('There is a prompt at "{point}" already, on line {line}. Keep one.').format(
                    point=point.value, line=seen[point.value]
                ),
            )
            continue
        seen[point.value] = point.line
        where = _point(page, point)
        words = text(page, value, Key(point.value, Value.TEXT, N_("Write what is said.")))
        if where is not None and words is not None:
            found.append(Prompt(where[0], where[1], words, page.mark(point)))
    return tuple(found)


def _point(page: Page, node: ScalarNode) -> tuple[PromptPoint, Duration] | None:
    word = node.value.strip()
    if word.lower() == "half":
        return PromptPoint.HALF, Duration()
    point = PromptPoint.AFTER
    if last := _PROMPT_LAST.fullmatch(word):
        word, point = last[1], PromptPoint.BEFORE_END
    offset = values.duration(word)
    if isinstance(offset, str):
        if said := NO_COLON_PROMPT.match(node.value):
            page.complain(
                node,
                _('A colon is missing after "{said}". Write "{said}: ...".').format(said=said[1]),
            )
            return None
        hint = did_you_mean(node.value, ["half", "last 10s"])
        page.complain(
            node,
            _('"{word}" is not a point of the time. {hint}{advice}').format(
                word=node.value, hint=hint, advice=_(_POINT)
            ),
        )
        return None
    return point, offset


def check_prompts(page: Page, found: tuple[Prompt, ...], lasts: Lengths, step: str) -> None:
    """Report every prompt that lies outside even the longest its step may become."""
    if not found:
        return
    longest = lasts.high.in_ms(page.breath_ms)
    for prompt in found:
        if prompt.point is PromptPoint.HALF:
            continue
        offset = prompt.offset.in_ms(page.breath_ms)
        if offset >= longest:
            message = (
                _(
                    "This prompt lies {offset} s from the end of a {step} that lasts {longest} s "
                    "at most. Move it, or make the {step} longer."
                )
                if prompt.point is PromptPoint.BEFORE_END
                else _(
                    "This prompt lies {offset} s from the start of a {step} that lasts {longest} s "
                    "at most. Move it, or make the {step} longer."
                )
            )
            page.complain_at(
                prompt.mark.line,
                prompt.mark.column,
                message.format(
                    offset=f"{offset / 1000:g}", step=step, longest=f"{longest / 1000:g}"
                ),
            )
