"""The fields of a mapping: which keys it has, and the value of each, by the grammar's table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from kiosk.script import values
from kiosk.script.grammar import POINTS, TRANSLATABLE, Form, Key, Value
from kiosk.script.language import PLACEHOLDER, SIDE_WORDS, placeholder_is_known
from kiosk.script.model import (
    Duration,
    Kind,
    Lengths,
    Mark,
    Phase,
    Prompt,
    PromptPoint,
    Side,
    Text,
)
from kiosk.script.problems import Problem, Severity, did_you_mean, listed
from kiosk.script.source import ListNode, MapNode, Node, ScalarNode, Source
from kiosk.script.traps import TRUE_OR_FALSE

LONGEST_TEXT: Final = 500
"""Characters; about half a minute of speech, more than anyone can follow with eyes shut."""

_NUMBER: Final = re.compile(r"[-+]?[\d_.,]+")
_PART_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PROMPT_LAST: Final = re.compile(r"last\s+(.+)", re.IGNORECASE)
_WORD: Final = re.compile(r"[a-zäöüß ]+", re.IGNORECASE)


class Fields:
    """Reads mappings of one file and reports what is wrong with them."""

    def __init__(
        self,
        source: Source,
        problems: list[Problem],
        figures: frozenset[str] | None,
        chimes: frozenset[str],
        breath_ms: int,
    ) -> None:
        self.language = "en"
        self.sided: bool | None = False
        self._source = source
        self._problems = problems
        self._figures = figures
        self._chimes = chimes
        self._breath_ms = breath_ms
        self._at: dict[str, Node] = {}

    # --- reporting

    def complain(self, node: Node, message: str, severity: Severity = Severity.ERROR) -> None:
        """Report a problem with a node."""
        width = 1
        if isinstance(node, ScalarNode):
            width = max(1, (node.end or node.column + 1) - node.column)
        self._report(node.line, node.column, message, width, severity)

    def complain_at(self, key: str, message: str) -> None:
        """Report a problem with the value of a key of the mapping read last."""
        node = self._at.get(key)
        if node is not None:
            self.complain(node, message)

    def _report(
        self, line: int, column: int, message: str, width: int, severity: Severity = Severity.ERROR
    ) -> None:
        mark = Mark(self._source.file, line, column)
        excerpt = self._source.excerpt(line)
        self._problems.append(Problem(mark, message, width, excerpt, severity))

    # --- mappings

    def take_language(self, root: MapNode) -> None:
        """Learn the script's language before any text is read."""
        for key, node in root.items:
            if (
                key.value == "language"
                and isinstance(node, ScalarNode)
                and node.value in SIDE_WORDS
            ):
                self.language = node.value

    def read(self, node: Node, form: Form, what: str) -> dict[str, Any]:
        """Read a mapping by its form. A key that cannot be read is absent from the result."""
        if not isinstance(node, MapNode):
            self.complain(
                node, f"Here belong keys, each on a line of its own: {listed(form.keys)}."
            )
            return {}
        got: dict[str, Any] = {}
        at: dict[str, Node] = {}
        self._at = at
        translations: list[tuple[str, str, Node]] = []
        keys = form.keys
        for name, value in node.items:
            word = name.value
            if word in at:
                self.complain(
                    name,
                    f'"{word}" stands here twice; the first is on line {at[word].line}. Keep one.',
                )
                continue
            key = keys.get(word)
            if key is None:
                at[word] = value
                self._unknown(name, value, form, what, translations)
                continue
            at[word] = value
            read = _READ[key.value](self, value, key)
            if read is not None:
                got[word] = read
        for word in form.required:
            if word not in at:
                self._report(
                    node.line,
                    node.column,
                    f'{what[0].upper()}{what[1:]} needs "{word}:". {keys[word].help}',
                    1,
                )
        for base, code, value in translations:
            self._translate(got, keys[base], code, value)
        return got

    def _unknown(
        self,
        name: ScalarNode,
        value: Node,
        form: Form,
        what: str,
        translations: list[tuple[str, str, Node]],
    ) -> None:
        base, dot, code = name.value.partition(".")
        if dot and base in form.keys:
            if form.keys[base].value not in _TRANSLATED:
                self.complain(name, f'"{base}" holds no words, so it has no translation.')
            elif code not in SIDE_WORDS:
                self.complain(
                    name, f'"{code}" is not a language we know. It is one of: {listed(SIDE_WORDS)}.'
                )
            else:
                translations.append((base, code, value))
            return
        self.complain(
            name,
            f'"{name.value}" is not a key of {what}. {did_you_mean(name.value, form.keys)}'
            f"Allowed here: {listed(form.keys)}.",
        )

    # --- single values; each returns None after a complaint

    def _scalar(self, node: Node, key: Key) -> ScalarNode | None:
        if isinstance(node, ScalarNode):
            if node.plain and node.value in ("", "~", "null"):
                self.complain(node, f'"{key.name}:" has nothing after it. {key.help}')
                return None
            return node
        self.complain(node, self._not_a_text(node, key.name))
        return None

    def _not_a_text(self, node: MapNode | ListNode, name: str) -> str:
        if isinstance(node, ListNode):
            if node.flow:
                return f'"{name}:" takes a text, but [ ] make a list. Put the text in quotes.'
            return f'"{name}:" takes one text, not a list.'
        if node.flow:
            return (
                f'"{name}:" takes a text, but one that begins with {{ is read as a mapping. '
                "The side is written <side>; put any other text in quotes."
            )
        return (
            f'"{name}:" takes a text, but a colon and a space made keys of it. '
            "Put the text in quotes."
        )

    def _plain(self, node: Node, key: Key) -> str | None:
        scalar = self._scalar(node, key)
        return " ".join(scalar.value.split()) if scalar else None

    def _text(self, node: Node, key: Key) -> Text | None:
        scalar = self._scalar(node, key)
        return self._words(scalar, key.name, self.language) if scalar else None

    def _words(self, node: ScalarNode, name: str, language: str) -> Text | None:
        text = node.value
        if "\n" in text or "  " in text:
            text = " ".join(text.split())
        if node.plain and not self._plain_words(node, name):
            return None
        if not text.strip():
            self.complain(node, f'"{name}:" holds no words. Write them, or leave the key out.')
            return None
        if len(text) > LONGEST_TEXT:
            self.complain(
                node,
                f"This text has {len(text)} characters; {LONGEST_TEXT} are the most that anyone "
                "can follow by ear. Split it into two steps.",
            )
            return None
        if ("<" in text or "{" in text) and not self._placeholders(node, text, language):
            return None
        return Text(text, Mark(self._source.file, node.line, node.column))

    def _plain_words(self, node: ScalarNode, name: str) -> bool:
        """Look for what YAML does to unquoted text: true, numbers, and a cut at `` #``."""
        text = node.value
        if text.lower() in TRUE_OR_FALSE:
            self.complain(
                node,
                f"Without quotes YAML takes {text} for true, false or nothing. "
                f'Write {name}: "{text}".',
            )
            return False
        if _NUMBER.fullmatch(text):
            self.complain(
                node, f'Without quotes YAML takes {text} for a number. Write {name}: "{text}".'
            )
            return False
        if node.end:
            line = self._source.excerpt(node.line)
            rest = line[node.end - 1 :]
            # A comment worth the name stands apart: two spaces before the sign, one after it.
            if rest.startswith(" #") and not rest.startswith(" # "):
                self._report(
                    node.line,
                    node.end + 1,
                    f'A # after a space cuts the text off here, after "{text[-30:]}". Put the text '
                    "in quotes; or write the comment with two spaces before # and one after it.",
                    len(rest.strip()),
                )
                return False
        return True

    def _placeholders(self, node: ScalarNode, text: str, language: str) -> bool:
        if "{side}" in text or "{other side}" in text:
            self.complain(node, "The side is written <side> or <other side>, not in braces.")
            return False
        for inside in PLACEHOLDER.findall(text):
            if not placeholder_is_known(inside, language):
                known = [f"side:{form}" if form else "side" for form in SIDE_WORDS[language]]
                self.complain(
                    node,
                    f'"<{inside}>" stands for nothing. {did_you_mean(inside, ["side", "other side"])}'
                    f"There is <other side> and {listed([f'<{word}>' for word in known])}.",
                )
                return False
            if self.sided is False:
                self.complain(
                    node, f'There is no side here: "<{inside}>" works inside a "sides:" step only.'
                )
                return False
        return True

    def _sentences(self, node: Node, key: Key) -> tuple[Text, ...] | None:
        if (
            isinstance(node, ListNode)
            and node.flow
            and len(node.items) > 1
            and any(isinstance(item, ScalarNode) and item.plain for item in node.items)
        ):
            self.complain(
                node,
                f'In square brackets every comma starts a new entry, so "{key.name}" falls into '
                f'{len(node.items)} pieces here. Write each sentence on its own line after "- ".',
            )
            return None
        return self._names(node, key)

    def _names(self, node: Node, key: Key) -> tuple[Text, ...] | None:
        items = node.items if isinstance(node, ListNode) else [node]
        texts = []
        for item in items:
            if not isinstance(item, ScalarNode):
                self.complain(item, self._not_a_text(item, key.name))
            elif not item.value and item.plain:
                self.complain(item, f'An entry of "{key.name}" is empty. Write it or remove it.')
            elif text := self._words(item, key.name, self.language):
                texts.append(text)
        return tuple(texts) if texts and len(texts) == len(items) else None

    def _choice(
        self, node: Node, key: Key, allowed: Mapping[str, object] | list[str]
    ) -> str | None:
        scalar = self._scalar(node, key)
        if scalar is None or scalar.value in allowed:
            return scalar.value if scalar else None
        self.complain(
            scalar,
            f'"{scalar.value}" is not a {key.name}. {did_you_mean(scalar.value, allowed)}'
            f"It is one of: {listed(allowed)}.",
        )
        return None

    def _kind(self, node: Node, key: Key) -> str | None:
        return self._choice(node, key, [str(kind) for kind in Kind])

    def _language(self, node: Node, key: Key) -> str | None:
        return self._choice(node, key, SIDE_WORDS)

    def _switch(self, node: Node, key: Key) -> bool | None:
        scalar = self._scalar(node, key)
        if scalar is None:
            return None
        word = scalar.value.lower()
        if word in ("on", "yes", "true"):
            return True
        if word in ("off", "no", "false"):
            return False
        self.complain(scalar, f'"{key.name}" is on or off, not "{scalar.value}".')
        return None

    def _from_scalar(self, node: Node, key: Key, reader: Callable[[str], Any]) -> Any:
        scalar = self._scalar(node, key)
        if scalar is None:
            return None
        value = reader(scalar.value)
        if isinstance(value, str):
            self.complain(scalar, value)
            return None
        return value

    def _length(self, node: Node, key: Key) -> Duration | None:
        value: Duration | None = self._from_scalar(node, key, values.duration)
        return value

    def _lengths(self, node: Node, key: Key) -> Lengths | None:
        value: Lengths | None = self._from_scalar(
            node, key, lambda text: values.lengths(text, self._breath_ms)
        )
        return value

    def _counts(self, node: Node, key: Key) -> Any:
        return self._from_scalar(node, key, values.counts)

    def _sides(self, node: Node, key: Key) -> tuple[Side, ...] | None:
        items = node.items if isinstance(node, ListNode) else [node]
        sides: list[Side] = []
        for item in items:
            word = item.value if isinstance(item, ScalarNode) else ""
            if word not in ("left", "right"):
                self.complain(
                    item, f"A side is left or right. {did_you_mean(word, ['left', 'right'])}"
                )
                return None
            if Side(word) in sides:
                self.complain(item, f'"{word}" stands here twice.')
                return None
            sides.append(Side(word))
        if not sides:
            self.complain(node, f'"{key.name}" names no side. Write [left, right].')
        return tuple(sides) or None

    def _figure(self, node: Node, key: Key) -> str | None:
        scalar = self._scalar(node, key)
        if scalar is None:
            return None
        if self._figures is not None and scalar.value not in self._figures:
            self.complain(
                scalar,
                f'There is no figure "{scalar.value}". {did_you_mean(scalar.value, self._figures)}'
                f"There is: {listed(sorted(self._figures), 'and')}.",
            )
            return None
        return scalar.value

    def _chime(self, node: Node, key: Key) -> str | None:
        return self._choice(node, key, sorted(self._chimes))

    def _points(self, node: Node, key: Key) -> tuple[str, ...] | None:
        items = node.items if isinstance(node, ListNode) else [node]
        points = []
        for item in items:
            words = " ".join(item.value.split()) if isinstance(item, ScalarNode) else ""
            muscle, _, side = words.rpartition(" ")
            if words.endswith("<side>"):
                muscle, side = words.removesuffix("<side>").strip(), "<side>"
            if muscle not in POINTS or side not in ("left", "right", "<side>"):
                known = [f"{point} {which}" for point in POINTS for which in ("left", "right")]
                hint = did_you_mean(words, known)
                if values_time := not isinstance(values.duration(words), str):
                    hint = "A massage states no time: the dose rule grants it. "
                self.complain(
                    item,
                    f'"{words}" is not a point. {hint}'
                    + (
                        ""
                        if values_time and not known
                        else f"A point is one of: {listed(known)}; "
                        'inside "sides:" also "ql <side>".'
                    ),
                )
                return None
            if words in points:
                self.complain(item, f'"{words}" stands here twice.')
                return None
            points.append(words)
        return tuple(points) or None

    def _include(self, node: Node, key: Key) -> str | None:
        scalar = self._scalar(node, key)
        if scalar is None:
            return None
        if not _PART_NAME.fullmatch(scalar.value):
            self.complain(
                scalar,
                f'"{scalar.value}" is not a part\'s name: small letters, digits and hyphens, '
                'without a folder and without ".yaml".',
            )
            return None
        return scalar.value

    def _node(self, node: Node, key: Key) -> Node | None:
        if isinstance(node, ScalarNode) and not node.value:
            self.complain(node, f'"{key.name}:" has nothing below it. {key.help}')
            return None
        return node

    def _tempo(self, node: Node, key: Key) -> tuple[Phase, ...] | None:
        entries: list[tuple[ScalarNode, Node]] = []
        if isinstance(node, MapNode):
            entries = node.items
        elif isinstance(node, ListNode) and all(isinstance(i, MapNode) for i in node.items):
            entries = [pair for i in node.items if isinstance(i, MapNode) for pair in i.items]
        if not entries:
            self.complain(node, 'A tempo is a list of words with their times, such as "- up: 2s".')
            return None
        phases = []
        for word, length in entries:
            if not _WORD.fullmatch(word.value):
                self.complain(
                    word, f'"{word.value}" is not a word to say. Write for example "up: 2s".'
                )
                continue
            ms = self._length(length, Key(word.value, Value.LENGTH, key.help))
            if ms is not None:
                mark = Mark(self._source.file, word.line, word.column)
                phases.append(Phase(Text(word.value, mark), ms))
        return tuple(phases) if len(phases) == len(entries) else None

    def _prompts(self, node: Node, key: Key) -> tuple[Prompt, ...] | None:
        if not isinstance(node, MapNode):
            self.complain(
                node, 'Prompts are lines such as "10s: Keep breathing." or "half: Halfway."'
            )
            return None
        prompts = []
        seen: set[str] = set()
        for point, value in node.items:
            if node.flow and isinstance(value, ScalarNode) and value.plain and not value.value:
                self.complain(
                    point,
                    "In braces every comma starts a new prompt, so this piece has no time. "
                    "Write each prompt on its own line.",
                )
                continue
            if point.value in seen:
                self.complain(point, f'There is a prompt at "{point.value}" already. Keep one.')
                continue
            seen.add(point.value)
            where = self._prompt_point(point)
            text = self._text(value, Key(point.value, Value.TEXT, "What is said."))
            if where is not None and text is not None:
                mark = Mark(self._source.file, point.line, point.column)
                prompts.append(Prompt(where[0], where[1], text, mark))
        return tuple(prompts)

    def _prompt_point(self, node: ScalarNode) -> tuple[PromptPoint, Duration] | None:
        word = node.value.strip()
        if word.lower() == "half":
            return PromptPoint.HALF, Duration()
        point = PromptPoint.AFTER
        if last := _PROMPT_LAST.fullmatch(word):
            word, point = last[1], PromptPoint.BEFORE_END
        length = values.duration(word)
        if isinstance(length, str):
            self.complain(
                node,
                f'"{node.value}" is not a point of the time. {did_you_mean(word, ["half", "last 10s"])}'
                'Write "10s" after the start, "half", or "last 10s".',
            )
            return None
        return point, length

    def check_prompts(self, prompts: tuple[Prompt, ...], length: Lengths) -> None:
        """Report every prompt that lies outside even the longest its step may become."""
        longest = length.high.in_ms(self._breath_ms)
        for prompt in prompts:
            if prompt.point is not PromptPoint.HALF and (
                prompt.offset.in_ms(self._breath_ms) >= longest
            ):
                self._report(
                    prompt.mark.line,
                    prompt.mark.column,
                    "This prompt lies outside its step, which is at most "
                    f"{longest / 1000:g} s long.",
                    1,
                )

    # --- translations

    def _translate(self, got: dict[str, Any], key: Key, code: str, node: Node) -> None:
        language, self.language = self.language, code
        try:
            value: Any = (
                self._names(node, key)
                if key.value is Value.TEMPO
                else _READ[key.value](self, node, key)
            )
        finally:
            self.language = language
        base = got.get(key.name)
        if value is None or base is None:
            return
        if isinstance(base, Text):
            got[key.name] = _with(base, code, value.default)
            return
        if len(base) != len(value):
            self.complain(node, f'"{key.name}" has {len(base)} entries, this has {len(value)}.')
            return
        got[key.name] = tuple(_pair(a, b, code) for a, b in zip(base, value, strict=True))


def _with(text: Text, code: str, words: str) -> Text:
    return Text(text.default, text.mark, (*text.translations, (code, words)))


def _pair(base: Any, other: Any, code: str) -> Any:
    """Join an entry of a list with its translation."""
    if isinstance(base, Prompt):
        return Prompt(
            base.point, base.offset, _with(base.text, code, other.text.default), base.mark
        )
    if isinstance(base, Phase):
        return Phase(_with(base.word, code, other.default), base.length)
    return _with(base, code, other.default)


_TRANSLATED: Final = TRANSLATABLE | {Value.TEMPO, Value.PROMPTS}

_READ: Final[Mapping[Value, Callable[[Fields, Any, Key], Any]]] = {
    Value.TEXT: Fields._text,  # noqa: SLF001 -- a table of the class's own methods
    Value.SENTENCES: Fields._sentences,  # noqa: SLF001
    Value.NAMES: Fields._names,  # noqa: SLF001
    Value.KIND: Fields._kind,  # noqa: SLF001
    Value.LANGUAGE: Fields._language,  # noqa: SLF001
    Value.LENGTH: Fields._length,  # noqa: SLF001
    Value.LENGTHS: Fields._lengths,  # noqa: SLF001
    Value.COUNTS: Fields._counts,  # noqa: SLF001
    Value.SIDES: Fields._sides,  # noqa: SLF001
    Value.FIGURE: Fields._figure,  # noqa: SLF001
    Value.CHIME: Fields._chime,  # noqa: SLF001
    Value.POINTS: Fields._points,  # noqa: SLF001
    Value.INCLUDE: Fields._include,  # noqa: SLF001
    Value.STEPS: Fields._node,  # noqa: SLF001
    Value.SOURCE: Fields._node,  # noqa: SLF001
    Value.COACH: Fields._node,  # noqa: SLF001
    Value.PROMPTS: Fields._prompts,  # noqa: SLF001
    Value.TEMPO: Fields._tempo,  # noqa: SLF001
    Value.SWITCH: Fields._switch,  # noqa: SLF001
    Value.PLAIN: Fields._plain,  # noqa: SLF001
}
