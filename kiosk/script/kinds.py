"""Which kind of step a mapping is, and what to say where it is none."""

from __future__ import annotations

from typing import Final

from kiosk.script.grammar import STEP_FORMS, WORDS
from kiosk.script.nodes import MapNode, Node, ScalarNode
from kiosk.script.page import Page
from kiosk.script.problems import did_you_mean, listed
from kiosk.script.traps import item_on, quoted

_STEPS_ARE: Final = f"A step is one of: {listed(STEP_FORMS)}."


def kind_of(page: Page, node: Node, before: str | None = None) -> str | None:
    """The kind of a step, or None after a complaint.

    Args:
        page: The file it stands in.
        node: The step.
        before: The kind of the step above it, whose key it may have been meant for.
    """
    if not isinstance(node, MapNode):
        page.complain(node, _not_a_step(node))
        return None
    found = dict.fromkeys(key.value for key, _ in node.items if key.value in STEP_FORMS)
    if (len(found) == 0 or "say" in found) and (meant := _in_small_letters(page, node)):
        return meant
    if "massage" in found:
        return "massage"
    # `say` is a step of its own and a key of others; the other one then names the step.
    if len(found) > 1:
        found.pop("say", None)
    elif "say" in found and node.items[0][0].value not in WORDS:
        found.clear()  # what stands first was meant to name the step
    if len(found) == 1:
        return next(iter(found))
    if len(found) > 1:
        first, other, *_ = found
        second = next(key for key, _ in node.items if key.value == other)
        written = {key.value for key, _ in node.items}
        outer = [word for word in found if word in ("repeat", "sides")]
        if len(outer) == 1 and "steps" not in written:
            holds, inner = outer[0], next(word for word in found if word not in outer)
            at, value = next(pair for pair in node.items if pair[0].value == inner)
            lasts = value.value if isinstance(value, ScalarNode) else ""
            page.complain(
                at,
                f'"{holds}" does the steps below "steps:". Write "steps:", and below it '
                f'"- {inner}: {lasts or "..."}".',
            )
            return None
        page.complain(
            second,
            f'One step is "{first}" or "{other}", not both. Begin a new step with "- {other}:".',
        )
    elif node.items:
        key = node.items[0][0]
        if before and key.value in STEP_FORMS[before].keys:
            page.complain(key, f'"{key.value}" belongs to the step above. Remove the dash.')
            return None
        words = item_on(page.source.excerpt(key.line))
        prose = not node.flow and (" " in key.value or key.value[:1].isupper())
        advice = f"To have it said, write - say: {quoted(words)}. " if prose else ""
        page.complain(
            key,
            f'"{key.value}" is not a step. {did_you_mean(key.value, STEP_FORMS)}{advice}'
            f"{_STEPS_ARE}",
        )
    else:
        page.complain(node, f"This step is empty. {_STEPS_ARE}")
    return None


def _in_small_letters(page: Page, node: MapNode) -> str | None:
    """Take `Sides:` for the `sides:` that it was meant as, with a word about it."""
    key = node.items[0][0] if node.items else None
    if key and key.value not in STEP_FORMS and (word := key.value.lower()) in STEP_FORMS:
        page.complain(key, f'"{key.value}" is not a step. Did you mean "{word}"?')
        key.value = word
        return word
    return None


def _not_a_step(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        return f'A list stands here. A step is a line such as "- hold: 5s". {_STEPS_ARE}'
    if not node.value:
        return f"This step is empty. {_STEPS_ARE}"
    first, colon, rest = node.value.partition(":")
    if colon and first in STEP_FORMS:
        return f'A space is missing after the colon. Write "- {first}: {rest.strip() or "..."}".'
    first, _, rest = node.value.partition(" ")
    if first in STEP_FORMS:
        return f'A colon is missing after "{first}". Write "- {first}: {rest or "..."}".'
    if " " in node.value:
        return f"This is not a step. To have it said, write - say: {quoted(node.value)}."
    return f'This is not a step. A step is a line such as "- hold: 5s". {_STEPS_ARE}'
