"""Which kind of step a mapping is, and what to say where it is none."""

from __future__ import annotations

from kiosk.language import _
from kiosk.script.grammar import STEP_FORMS, WORDS
from kiosk.script.nodes import MapNode, Node, ScalarNode
from kiosk.script.page import Page
from kiosk.script.problems import did_you_mean, listed
from kiosk.script.traps import item_on, quoted


def _steps_are() -> str:
    return _("A step is one of: {list}.").format(list=listed(STEP_FORMS))


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
    found = dict.fromkeys(key.value for key, _value in node.items if key.value in STEP_FORMS)
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
        first, other, *_more = found
        second = next(key for key, _value in node.items if key.value == other)
        written = {key.value for key, _value in node.items}
        outer = [word for word in found if word in ("repeat", "sides")]
        if len(outer) == 1 and "steps" not in written:
            holds, inner = outer[0], next(word for word in found if word not in outer)
            at, value = next(pair for pair in node.items if pair[0].value == inner)
            lasts = value.value if isinstance(value, ScalarNode) else ""
            page.complain(
                at,
                _(
                    '"{holds}" does the steps below "steps:". Write "steps:", and below it '
                    '"- {inner}: {length}".'
                ).format(holds=holds, inner=inner, length=lasts or "..."),
            )
            return None
        page.complain(
            second,
            _(
                'One step is "{first}" or "{other}", not both. Begin a new step with "- {other}:".'
            ).format(first=first, other=other),
        )
    elif node.items:
        key = node.items[0][0]
        if before and key.value in STEP_FORMS[before].keys:
            page.complain(
                key,
                _('"{word}" belongs to the step above. Remove the dash.').format(word=key.value),
            )
            return None
        words = item_on(page.source.excerpt(key.line))
        prose = not node.flow and (" " in key.value or key.value[:1].isupper())
        advice = (
            _("To have it said, write - say: {quoted}.").format(quoted=quoted(words)) + " "
            if prose
            else ""
        )
        page.complain(
            key,
            _('"{word}" is not a step. {hint}{advice}{kinds}').format(
                word=key.value,
                hint=did_you_mean(key.value, STEP_FORMS),
                advice=advice,
                kinds=_steps_are(),
            ),
        )
    else:
        page.complain(node, _("This step is empty. {kinds}").format(kinds=_steps_are()))
    return None


def _in_small_letters(page: Page, node: MapNode) -> str | None:
    """Take `Sides:` for the `sides:` that it was meant as, with a word about it."""
    key = node.items[0][0] if node.items else None
    if key and key.value not in STEP_FORMS and (word := key.value.lower()) in STEP_FORMS:
        page.complain(
            key,
            _('"{word}" is not a step. Did you mean "{right}"?').format(word=key.value, right=word),
        )
        key.value = word
        return word
    return None


def _not_a_step(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        return _('A list stands here. A step is a line such as "- hold: 5s". {kinds}').format(
            kinds=_steps_are()
        )
    if not node.value:
        return _("This step is empty. {kinds}").format(kinds=_steps_are())
    first, colon, rest = node.value.partition(":")
    if colon and first in STEP_FORMS:
        return _('A space is missing after the colon. Write "- {first}: {rest}".').format(
            first=first, rest=rest.strip() or "..."
        )
    first, _space, rest = node.value.partition(" ")
    if first in STEP_FORMS:
        return _('A colon is missing after "{first}". Write "- {first}: {rest}".').format(
            first=first, rest=rest or "..."
        )
    if " " in node.value:
        return _("This is not a step. To have it said, write - say: {quoted}.").format(
            quoted=quoted(node.value)
        )
    return _('This is not a step. A step is a line such as "- hold: 5s". {kinds}').format(
        kinds=_steps_are()
    )
