"""The reference of every key, as the Markdown that stands in ``sessions/README.md``.

``python -m kiosk.script.reference`` prints it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiosk.script.grammar import (
    COACH_FORM,
    PART_FORM,
    SCRIPT_FORM,
    SOURCE_FORM,
    STEP_FORMS,
    TRANSLATED,
    Form,
    Key,
    Value,
)
from kiosk.script.kind import Kind
from kiosk.script.language import SIDE_WORDS
from kiosk.script.problems import listed

BEGIN: Final = "<!-- keys: begin -->"
END: Final = "<!-- keys: end -->"

_TAKES: Final[Mapping[Value, str]] = {
    Value.TEXT: "a text",
    Value.SENTENCES: "a sentence, or a list of them",
    Value.NAMES: "a name, or a list of them",
    Value.PLAIN: "a text",
    Value.KIND: listed(f"`{kind}`" for kind in Kind),
    Value.LANGUAGE: listed(f"`{code}`" for code in SIDE_WORDS),
    Value.LENGTH: "a length: `45s`, `1m30s`, `3 breaths`",
    Value.LENGTHS: "a length: `45s`, `3 breaths`; or a range: `20s..60s`",
    Value.COUNTS: "a count: `8`; or a range: `8..15`",
    Value.SIDES: "`[left, right]`, in the order they are worked",
    Value.FIGURE: "a figure's name",
    Value.CHIME: "a chime's name",
    Value.POINTS: "a point, or a list: `[ql left, ql right]`, `ql <side>`",
    Value.INCLUDE: "a part's name",
    Value.STEPS: "a list of steps",
    Value.PROMPTS: "moments and texts: `10s: Go on.`, `half: Half.`, `last 10s: Soon.`",
    Value.TEMPO: "words and lengths: `- up: 2s`",
    Value.SAYINGS: "words and how they sound: `psoas: so us`",
    Value.SOURCE: "the keys of a source, or a list of them",
    Value.COACH: "the keys of `coach`",
    Value.SWITCH: "`on` or `off`",
}


def reference() -> str:
    """Every form with its keys, each a heading, a sentence and a table."""
    forms = [
        ("A session", SCRIPT_FORM),
        *((f"Step: `{kind}`", form) for kind, form in STEP_FORMS.items()),
        ("Within `source`", SOURCE_FORM),
        ("Within `coach`", COACH_FORM),
        ("A part", PART_FORM),
    ]
    return "\n\n".join(_section(title, form) for title, form in forms)


def _section(title: str, form: Form) -> str:
    rows = [_row(key) for key in form.keys.values()]
    return "\n".join(
        [f"### {title}", "", form.help, "", "| key | takes | for |", "| --- | --- | --- |", *rows]
    )


def _row(key: Key) -> str:
    needed = " (needed)" if key.required else ""
    translated = f" Translated by `{key.name}.es`." if key.value in TRANSLATED else ""
    help_ = key.help.replace("<side>", "`<side>`").replace("|", "\\|")
    return f"| `{key.name}`{needed} | {_TAKES[key.value]} | {help_}{translated} |"


if __name__ == "__main__":
    print(reference())  # noqa: T201 -- for whoever writes the guide
