"""The JSON Schema of a session script, from the grammar's table: so that editors complete.

It says what can be said of one key by itself. What takes the whole script (cues that fit, sides
within sides) or its surroundings (figures, parts) stays with the checker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from kiosk.script.grammar import (
    COACH_FORM,
    PART_FORM,
    POINTS,
    SCRIPT_FORM,
    SOURCE_FORM,
    STEP_FORMS,
    TRANSLATED,
    Form,
    Key,
    Value,
)
from kiosk.script.hard_words import LONGEST_SAYING, MOST_SAYINGS
from kiosk.script.kind import Kind
from kiosk.script.language import SIDE_WORDS
from kiosk.script.model import Side
from kiosk.script.texts import LONGEST_TEXT
from kiosk.script.values import MOST_ROUNDS, UNITS

Schema: TypeAlias = dict[str, Any]

_PART: Final = rf"\d{{1,4}}(\.\d)?\s*({'|'.join(UNITS)})"
_LENGTH: Final = rf"(({_PART}\s*)+|\d{{1,3}}\s*breaths?)"
_RANGE: Final = rf"(({_LENGTH}|\d{{1,4}})\s*\.\.\s*)?{_LENGTH}"
_SIDE: Final = "|".join(Side)
_POINT: Final = rf"^({'|'.join(POINTS)}) ({_SIDE}|<side>)$"

_TEXT: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
_WORD: Final[Schema] = {"type": "string", "minLength": 1}
_LASTS: Final[Schema] = {"type": "string", "pattern": f"^{_LENGTH}$"}
_A_SIDE: Final[Schema] = {"enum": [str(side) for side in Side]}
_A_POINT: Final[Schema] = {"type": "string", "pattern": _POINT}


def _one_or_list(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def _of(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_VALUES: Final[Mapping[Value, Schema]] = {
    Value.TEXT: _TEXT,
    Value.SENTENCES: _one_or_list(_TEXT),
    Value.NAMES: _one_or_list(_TEXT),
    Value.PLAIN: _WORD,
    Value.KIND: {"enum": [str(kind) for kind in Kind]},
    Value.LANGUAGE: {"enum": list(SIDE_WORDS)},
    Value.LENGTH: _LASTS,
    Value.LENGTHS: {"type": "string", "pattern": f"^{_RANGE}$"},
    Value.COUNTS: {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": MOST_ROUNDS},
            {"type": "string", "pattern": r"^[1-9]\d{0,2}(\s*\.\.\s*[1-9]\d{0,2})?$"},
        ],
    },
    Value.SIDES: {
        "anyOf": [
            _A_SIDE,
            {"type": "array", "items": _A_SIDE, "minItems": 1, "uniqueItems": True},
        ],
    },
    Value.FIGURE: _WORD,
    Value.CHIME: _WORD,
    Value.POINTS: _one_or_list(_A_POINT),
    Value.INCLUDE: {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    Value.STEPS: {"type": "array", "items": _of("step"), "minItems": 1},
    Value.PROMPTS: {
        "type": "object",
        "patternProperties": {rf"^(half|(last\s+)?{_LENGTH})$": _TEXT},
        "additionalProperties": False,
    },
    Value.TEMPO: {
        "anyOf": [
            {"type": "object", "additionalProperties": _LASTS, "minProperties": 1},
            {
                "type": "array",
                "items": {"type": "object", "additionalProperties": _LASTS, "minProperties": 1},
                "minItems": 1,
            },
        ],
    },
    Value.SAYINGS: {
        "type": "object",
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": LONGEST_SAYING},
        "minProperties": 1,
        "maxProperties": MOST_SAYINGS,
    },
    Value.SOURCE: _one_or_list(_of("source")),
    Value.COACH: _of("coach"),
    # Some editors read YAML 1.1, where off is false, and some 1.2, where it is a word.
    Value.SWITCH: {"enum": [True, False, "on", "off", "yes", "no"]},
}
_TRANSLATED: Final[Mapping[Value, Schema]] = {**_VALUES, Value.TEMPO: _one_or_list(_TEXT)}


def json_schema() -> Schema:
    """The schema of a session script or a part, as JSON Schema draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Groundwork session script",
        "description": "A guided session, or a part (the steps that several sessions share).",
        "if": {"type": "object", "required": ["part"]},
        "then": _of("part"),
        "else": _of("session"),
        "$defs": {
            "session": _mapping(SCRIPT_FORM),
            "part": _mapping(PART_FORM),
            "source": _mapping(SOURCE_FORM),
            "coach": _mapping(COACH_FORM),
            "step": {"oneOf": [_of(f"step-{kind}") for kind in STEP_FORMS]},
            **{f"step-{kind}": _mapping(form) for kind, form in STEP_FORMS.items()},
        },
    }


def _mapping(form: Form) -> Schema:
    schema: Schema = {
        "type": "object",
        "description": form.help,
        "properties": {key.name: _described(key, _VALUES) for key in form.keys.values()},
        "required": list(form.required),
        "additionalProperties": False,
    }
    translations = {
        _translation_of(key): _described(key, _TRANSLATED)
        for key in form.keys.values()
        if key.value in TRANSLATED
    }
    if translations:
        schema["patternProperties"] = translations
    return schema


def _translation_of(key: Key) -> str:
    return rf"^{key.name}\.({_one_of(SIDE_WORDS)})$"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(words)


def _described(key: Key, values: Mapping[Value, Schema]) -> Schema:
    return {"description": key.help, **values[key.value]}
