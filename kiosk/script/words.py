"""Every text of a script, with the key it stands under: what a translator has to translate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kiosk.script.model import AnyStep, Hold, Ready, Repeat, Reps, Script, Sides, Text, Wait

_KEYS: Final = ("say", "again", "caution", "onto", "ease_off", "name")


def every_text(script: Script) -> Iterator[tuple[str, Text]]:
    """Each text and its key, in about the order of the file; the gaps of a draft left out."""
    for key in ("title", "summary", "position", "equipment", "focus", "cautions", "note"):
        value = getattr(script, key)
        for text in value if isinstance(value, tuple) else (value,):
            if text is not None and text.default:
                yield "caution" if key == "cautions" else key, text
    yield from _in_steps(script.steps)


def languages_of(script: Script) -> tuple[str, ...]:
    """The languages that a script is translated into; for a session, those of its title."""
    texts = [script.title] if script.title.default else [text for _, text in every_text(script)]
    return tuple(dict.fromkeys(code for text in texts for code, _ in text.translations))


def _in_steps(steps: tuple[AnyStep, ...]) -> Iterator[tuple[str, Text]]:
    for step in steps:
        for attribute in _KEYS:
            text = getattr(step, attribute, None)
            if text is not None:
                yield _key(step, attribute), text
        if isinstance(step, Hold):
            yield from (("prompts", prompt.text) for prompt in step.prompts)
        elif isinstance(step, Reps):
            yield from (("tempo", phase.word) for phase in step.tempo)
        elif isinstance(step, Repeat | Sides):
            yield from _in_steps(step.steps)


def _key(step: AnyStep, attribute: str) -> str:
    """The key of an attribute, as an author writes it."""
    if attribute == "say" and isinstance(step, Ready | Wait):
        return "ready" if isinstance(step, Ready) else "wait"
    return attribute.replace("_", " ")
