"""The fields of a mapping: which keys it has, and the value of each, by the grammar's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kiosk.language import _
from kiosk.script import singles, texts, timed
from kiosk.script.grammar import SOURCE_FORM, STEP_FORMS, TRANSLATED, Form, Key, Value
from kiosk.script.hard_words import hard_words
from kiosk.script.language import SIDE_WORDS
from kiosk.script.model import Phase, Prompt, Text
from kiosk.script.nodes import ListNode, MapNode, Node, ScalarNode
from kiosk.script.page import Page
from kiosk.script.problems import did_you_mean, listed


class Fields(dict[str, Any]):
    """What a mapping holds, by key. A key that could not be read is absent.

    Attributes:
        at: Where the value of each key stands.
    """

    __slots__ = ("at",)

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, Node] = {}


def take_language(page: Page, root: MapNode) -> None:
    """Learn the script's language before any text is read."""
    for key, node in root.items:
        if key.value == "language" and isinstance(node, ScalarNode) and node.value in SIDE_WORDS:
            page.language = node.value


def read_fields(page: Page, node: Node, form: Form, what: str) -> Fields:
    """Read a mapping by its form.

    Args:
        page: The file it stands in.
        node: The mapping; anything else is complained about.
        form: The keys it may have.
        what: What it is, for messages: the kind of a step, or a sentence to be translated.
    """
    got = Fields()
    if not isinstance(node, MapNode):
        page.complain(
            node,
            _("Here belong keys, each on a line of its own: {list}.").format(
                list=listed(form.keys)
            ),
        )
        return got
    translations: list[tuple[str, str, Node]] = []
    at = got.at
    keys = form.keys
    for name, value in node.items:
        word = name.value
        if word in at:
            first = next(key.line for key, _value in node.items if key.value == word)
            advice = _below_source(at, word) or _("Keep one.")
            page.complain(
                name,
                _('"{word}" stands here twice; the first is on line {line}. {advice}').format(
                    word=word, line=first, advice=advice
                ),
            )
            continue
        at[word] = value
        key = keys.get(word)
        if key is None:
            if advice := _below_source(at, word):
                page.complain(
                    name,
                    _('"{word}" is not a key of {what}. {advice}').format(
                        word=word, what=_named(what), advice=advice
                    ),
                )
            else:
                _unknown(page, name, value, form, what, translations)
            continue
        read = _READ[key.value](page, value, key)
        if read is not None:
            got[word] = read
    # A massage of a time hears of the dose rule, before anything else that it needs.
    required = () if "massage" in at and "massage" not in got else form.required
    for word in required:
        if word not in at and word not in page.source.dropped:
            page.complain_at(
                node.line,
                node.column,
                _('{what} needs "{word}:". {advice}').format(
                    what=_capital(_named(what)), word=word, advice=_(keys[word].help)
                ),
            )
    for base, code, value in translations:
        _translate(page, got, keys[base], code, value)
    return got


def _unknown(
    page: Page,
    name: ScalarNode,
    value: Node,
    form: Form,
    what: str,
    translations: list[tuple[str, str, Node]],
) -> None:
    word = name.value
    base, dot, code = word.partition(".")
    if dot and base in form.keys:
        if form.keys[base].value not in TRANSLATED:
            page.complain(
                name,
                _('"{base}" holds no words, so it has no translation. Remove this line.').format(
                    base=base
                ),
            )
        elif code not in SIDE_WORDS:
            page.complain(
                name,
                _('"{code}" is not a language we know. It is one of: {list}.').format(
                    code=code, list=listed(SIDE_WORDS)
                ),
            )
        elif code == page.language:
            page.complain(
                name,
                _('The script is written in "{code}" already: "{base}:" says it. Keep one.').format(
                    code=code, base=base
                ),
            )
        else:
            translations.append((base, code, value))
    elif slip := form.slips.get(word):
        page.complain(name, _(slip))
    else:
        page.complain(
            name,
            _('"{word}" is not a key of {what}. {hint}Allowed here: {list}.').format(
                word=word,
                what=_named(what),
                hint=did_you_mean(word, form.keys),
                list=listed(form.keys),
            ),
        )


def _named(what: str) -> str:
    """What a mapping is, in a sentence."""
    return _('a "{kind}" step').format(kind=what) if what in STEP_FORMS else _(what)


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _below_source(at: dict[str, Node], word: str) -> str:
    """Advice for a key of a source that stands flush left below an empty `source:`."""
    source = at.get("source")
    if word in SOURCE_FORM.keys and isinstance(source, ScalarNode) and not source.value:
        return _("Move it two spaces in, below source.")
    return ""


# --- values that have keys of their own are read by whoever knows them


def _node(page: Page, node: Node, key: Key) -> Node | None:
    if isinstance(node, ScalarNode) and not node.value:
        page.complain(
            node,
            _('"{name}:" has nothing below it. {advice}').format(name=key.name, advice=_(key.help)),
        )
        return None
    return node


# --- translations


def _translate(page: Page, got: Fields, key: Key, code: str, node: Node) -> None:
    language, page.language = page.language, code
    try:
        value = _TRANSLATED_BY.get(key.value, _READ[key.value])(page, node, key)
    finally:
        page.language = language
    if value is None:
        return
    base = got.get(key.name)
    if key.value is Value.SAYINGS:
        # Each language has hard words of its own, and a list for them.
        got[key.name] = (*(base or ()), *value)
        return
    if base is None:
        if key.name not in got.at:
            page.complain(
                node,
                _('This translates "{name}:", which is missing. Write "{name}:" too.').format(
                    name=key.name
                ),
            )
        return
    if isinstance(base, Text):
        got[key.name] = _with(base, code, value)
        return
    if len(base) != len(value):
        page.complain(
            node,
            _(
                '"{name}" has {count} entries, its translation {translated}. '
                "Translate each, in the same order."
            ).format(name=key.name, count=len(base), translated=len(value)),
        )
        return
    if any(
        isinstance(a, Prompt) and _when(a) != _when(b) for a, b in zip(base, value, strict=True)
    ):
        page.complain(
            node,
            _('Write the same moments as in "{name}:", in the same order.').format(name=key.name),
        )
        return
    got[key.name] = tuple(_pair(a, b, code) for a, b in zip(base, value, strict=True))


def _when(prompt: Prompt) -> object:
    return prompt.point, prompt.offset


def _tempo_words(page: Page, node: Node, key: Key) -> tuple[Text, ...] | None:
    """The words of a tempo in another language; the times stand in the tempo itself."""
    if isinstance(node, ListNode) and any(isinstance(item, MapNode) for item in node.items):
        page.complain(
            node,
            _('The times stand in "{name}:" already. Write the words alone, as [up, down].').format(
                name=key.name
            ),
        )
        return None
    return texts.names(page, node, key)


def _with(text: Text, code: str, other: Text) -> Text:
    return Text(
        text.default,
        text.mark,
        (*text.translations, (code, other.default)),
        (*text.places, (code, other.mark)),
    )


def _pair(base: Any, other: Any, code: str) -> Any:
    """Join an entry of a list with its translation."""
    if isinstance(base, Prompt):
        return Prompt(base.point, base.offset, _with(base.text, code, other.text), base.mark)
    if isinstance(base, Phase):
        return Phase(_with(base.word, code, other), base.length)
    return _with(base, code, other)


_Reader = Callable[[Page, Node, Key], Any]
_READ: Final[Mapping[Value, _Reader]] = {
    Value.TEXT: texts.text,
    Value.SENTENCES: texts.sentences,
    Value.NAMES: texts.names,
    Value.PLAIN: texts.plain,
    Value.KIND: singles.kind,
    Value.LANGUAGE: singles.language,
    Value.LENGTH: singles.length,
    Value.LENGTHS: singles.lengths,
    Value.COUNTS: singles.counts,
    Value.SIDES: singles.sides,
    Value.FIGURE: singles.figure,
    Value.CHIME: singles.chime,
    Value.POINTS: singles.points,
    Value.INCLUDE: singles.part_name,
    Value.SWITCH: singles.switch,
    Value.PROMPTS: timed.prompts,
    Value.TEMPO: timed.tempo,
    Value.SAYINGS: hard_words,
    Value.STEPS: _node,
    Value.SOURCE: _node,
    Value.COACH: _node,
}
_TRANSLATED_BY: Final[Mapping[Value, _Reader]] = {Value.TEMPO: _tempo_words}
