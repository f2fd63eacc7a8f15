"""The language of a session script, as a table.

One table says which keys there are, what each takes and what it is for. The reader, the
"did you mean", the JSON Schema and the reference in ``sessions/README.md`` all follow it, so they
cannot come to disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.language import N_


class Value(StrEnum):
    """What a key takes."""

    TEXT = "text"
    SENTENCES = "sentences"
    NAMES = "names"
    KIND = "kind"
    LANGUAGE = "language"
    LENGTH = "length"
    LENGTHS = "length or range"
    COUNTS = "count or range"
    SIDES = "sides"
    FIGURE = "figure"
    CHIME = "chime"
    POINTS = "points"
    INCLUDE = "include"
    STEPS = "steps"
    PROMPTS = "prompts"
    TEMPO = "tempo"
    SOURCE = "source"
    COACH = "coach"
    SWITCH = "on or off"
    PLAIN = "plain text"
    SAYINGS = "words and how they sound"


TRANSLATED: Final = frozenset(
    {Value.TEXT, Value.SENTENCES, Value.NAMES, Value.TEMPO, Value.PROMPTS, Value.SAYINGS}
)
"""What has words in it, and so a translation beside it: ``say.es``."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, what it takes, and what it is for."""

    name: str
    value: Value
    help: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A mapping: the keys it may have, by name.

    Attributes:
        required: The names of the keys it must have.
        slips: Keys that an author may well expect here, and what to say about each.
    """

    keys: Mapping[str, Key]
    help: str
    required: tuple[str, ...]
    slips: Mapping[str, str]


def _form(help_: str, *keys: Key, slips: Mapping[str, str] = MappingProxyType({})) -> Form:
    required = tuple(key.name for key in keys if key.required)
    return Form(MappingProxyType({key.name: key for key in keys}), help_, required, slips)


NO_TIME: Final = N_(
    "A massage states no time: how long a point is pressed is granted by the dose rule. "
    'Remove this; "at most: 30s" may lower what is granted.'
)
_TIMES: Final = ("for", "hold", "move", "time", "length", "duration", "seconds", "minutes", "rest")
_NO_TIME: Final = MappingProxyType(dict.fromkeys(_TIMES, NO_TIME))


_FIGURE = Key("figure", Value.FIGURE, N_("The picture to show, by its name in assets/figures."))
_NAME = Key("name", Value.TEXT, N_('A short name, said as "Next: ..." in the rest before it.'))
_SAY = Key("say", Value.TEXT, N_("What is said."), required=True)
_AGAIN = Key("again", Value.TEXT, N_("What is said from the second round on, instead."))
_CAUTION = Key(
    "caution", Value.TEXT, N_("A safety sentence, said after `say`; always has its time.")
)
_STEPS = Key("steps", Value.STEPS, N_("The steps, each beginning with a dash."), required=True)
_PROMPTS = Key(
    "prompts", Value.PROMPTS, N_("What is said at points of the time: `10s`, `half`, `last 10s`.")
)

STEP_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "ready": _form(
            "Getting into position. The clock of a hold never runs in it.",
            Key("ready", Value.TEXT, N_("What to do."), required=True),
            Key("for", Value.LENGTH, N_("How long it takes to get there. 10s if left out.")),
            _AGAIN,
            Key(
                "caution",
                Value.TEXT,
                N_("A safety sentence, said after it; always has its time."),
            ),
            _NAME,
            _FIGURE,
        ),
        "wait": _form(
            "Wait until the person is ready; after the time-out the session goes on.",
            Key("wait", Value.TEXT, N_("What to say."), required=True),
            Key("at most", Value.LENGTH, N_("The time-out, 20s to 10m. 1m if left out.")),
            _FIGURE,
        ),
        "say": _form(
            "Say something, and nothing else.",
            _SAY,
            _AGAIN,
            Key("pause", Value.LENGTH, N_("Silence after it.")),
            _FIGURE,
        ),
        "hold": _form(
            "Hold a position. It is described first; then its clock runs, to the millisecond.",
            Key("hold", Value.LENGTHS, N_("How long."), required=True),
            _SAY, _AGAIN, _CAUTION, _PROMPTS, _NAME, _FIGURE,
        ),
        "move": _form(
            "Keep moving, as in a walk. It is described first; then its clock runs.",
            Key("move", Value.LENGTHS, N_("How long."), required=True),
            _SAY, _AGAIN, _CAUTION, _PROMPTS, _NAME, _FIGURE,
        ),
        "rest": _form(
            "Let go. What is said is said within the time.",
            Key("rest", Value.LENGTHS, N_("How long."), required=True),
            Key("say", Value.TEXT, N_("What is said.")),
            _AGAIN, _PROMPTS, _NAME, _FIGURE,
        ),
        "reps": _form(
            "Repetitions at a tempo, counted aloud.",
            Key("reps", Value.COUNTS, N_("How many."), required=True),
            Key(
                "tempo",
                Value.TEMPO,
                N_("Each part of one repetition: word and time."),
                required=True,
            ),
            _SAY, _AGAIN, _CAUTION, _NAME, _FIGURE,
        ),
        "repeat": _form(
            "Do the steps inside several times.",
            Key("repeat", Value.COUNTS, N_("How many times."), required=True),
            _STEPS,
            _NAME,
        ),
        "sides": _form(
            "Do the steps inside once a side. <side> is the side that is worked.",
            Key("sides", Value.SIDES, N_("The sides, in order."), required=True),
            _STEPS,
            Key("change", Value.LENGTH, N_("Time to change over. 8s if left out.")),
            _NAME,
        ),
        "chime": _form(
            "A sound.",
            Key("chime", Value.CHIME, N_("Its name."), required=True),
        ),
        "include": _form(
            "Put in the steps of a part in the folder `shared` beside this file.",
            Key("include", Value.INCLUDE, N_("The part's file name without .yaml."), required=True),
        ),
        "massage": _form(
            "Press one or more points. Never a time: the dose rule grants the seconds.",
            Key(
                "massage",
                Value.POINTS,
                N_("The points, such as [ql left, ql right]."),
                required=True,
            ),
            Key("say", Value.TEXT, N_("How to get into place beside the massager."), required=True),
            Key("onto", Value.TEXT, N_("Starts the press."), required=True),
            Key("ease off", Value.TEXT, N_("Ends the press."), required=True),
            Key("at most", Value.LENGTH, N_("May only lower what is granted.")),
            _CAUTION, _NAME, _FIGURE,
            slips=_NO_TIME,
        ),
    },
)  # fmt: skip

SOURCE_FORM: Final = _form(
    "Where the content comes from.",
    Key("title", Value.PLAIN, N_("Its title."), required=True),
    Key("url", Value.PLAIN, N_("Its address.")),
    Key("note", Value.PLAIN, N_("What was taken from it.")),
)

COACH_FORM: Final = _form(
    "The coach's own cues, each on or off. All are on if left out.",
    Key("countdown", Value.SWITCH, N_("Three, two, one, before the end of a hold.")),
    Key("halfway", Value.SWITCH, N_("At half time of a hold of 20 s or more.")),
    Key("next", Value.SWITCH, N_("The name of what is next, in the rest before it.")),
    Key("final", Value.SWITCH, N_("That this is the last round.")),
    Key("count", Value.SWITCH, N_("The number of each repetition, before its first word.")),
)

SCRIPT_FORM: Final = _form(
    "A session.",
    Key("title", Value.TEXT, N_("The name on the card."), required=True),
    Key("summary", Value.TEXT, N_("One sentence: what it is for."), required=True),
    Key("kind", Value.KIND, N_("What sort of session it is."), required=True),
    Key("position", Value.TEXT, N_("How the person is placed: lying on your back."), required=True),
    Key("equipment", Value.NAMES, N_("What is needed.")),
    Key("focus", Value.NAMES, N_("The muscles or parts it is about.")),
    Key("source", Value.SOURCE, N_("Where the content comes from; one, or a list."), required=True),
    Key(
        "caution",
        Value.SENTENCES,
        N_("Safety sentences, shown and said at the start."),
        required=True,
    ),
    Key(
        "pronounce",
        Value.SAYINGS,
        N_("How hard words sound, in ordinary letters: `psoas: so us`."),
    ),
    Key("coach", Value.COACH, N_("The coach's own cues, on or off.")),
    Key("language", Value.LANGUAGE, N_("The language of the texts. en if left out.")),
    Key("figure", Value.FIGURE, N_("The picture on the card. The first step's if left out.")),
    Key("note", Value.TEXT, N_("Something the reader of its page should know.")),
    _STEPS,
)

PART_FORM: Final = _form(
    "Steps to be included by sessions; a file in the folder `shared`.",
    Key("part", Value.PLAIN, N_("One sentence: what it is."), required=True),
    Key("equipment", Value.NAMES, N_("Added to the session's.")),
    Key("caution", Value.SENTENCES, N_("Added to the session's.")),
    Key("source", Value.SOURCE, N_("Added to the session's.")),
    Key("pronounce", Value.SAYINGS, N_("Added to the session's, which wins.")),
    _STEPS,
)

WORDS: Final = frozenset(
    name
    for form in (*STEP_FORMS.values(), SCRIPT_FORM, PART_FORM, SOURCE_FORM, COACH_FORM)
    for name in form.keys
)
"""Every key there is, wherever it may stand."""

POINTS: Final = ("ql", "piriformis", "gluteus minimus")
"""The muscles that can be pressed; a point is one of them and a side."""
