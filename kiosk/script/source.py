"""From YAML text to a tree of nodes that know where they stand.

YAML allows far more than a script needs, and some of it is a weapon: anchors and merges can blow
up a file of a few bytes, deep nesting ends the process inside libyaml's own loader. So libyaml is
only asked for its flat stream of events, which stops at the first thing we do not allow, and no
value is ever turned into a bool, a number or a date behind the author's back: every scalar stays
the text that was written, with a note of whether it stood in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from kiosk.script.model import Mark
from kiosk.script.problems import Problem
from kiosk.script.traps import explain, quote_colons

MAX_BYTES: Final = 256 * 1024
"""A script of this size would take a day to read; nothing larger is opened."""
MAX_DEPTH: Final = 24
MAX_NODES: Final = 10_000
MAX_LINE: Final = 2_000

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML itself cannot hold: control characters other than tab and line ends.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(slots=True)
class ScalarNode:
    """A piece of text. `plain` means it stood without quotes.

    `end` is the column just past it; ``0`` where it runs over several lines.
    """

    value: str
    plain: bool
    line: int
    column: int
    end: int


@dataclass(slots=True)
class ListNode:
    """A list of nodes; `flow` means it was written in square brackets."""

    line: int
    column: int
    flow: bool
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode:
    """Keys and values in the author's order; `flow` means it was written in braces."""

    line: int
    column: int
    flow: bool
    items: list[tuple[ScalarNode, Node]] = field(default_factory=list)


Node: TypeAlias = ScalarNode | ListNode | MapNode


@dataclass(slots=True)
class Source:
    """A file's text, and the problems found in it so far."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    _lines: list[str] | None = None

    def excerpt(self, line: int) -> str:
        """The text of a line counted from 1, or empty past the end."""
        if self._lines is None:
            self._lines = self.text.splitlines()
        return self._lines[line - 1] if 0 < line <= len(self._lines) else ""

    def problem(self, line: int, column: int, message: str, width: int = 1) -> Problem:
        """Make a problem at a line and column counted from 1, with its excerpt."""
        return Problem(Mark(self.file, line, column), message, width, self.excerpt(line))


def decode(file: str, data: bytes) -> Source:
    """Turn a file's bytes into text, or into the one problem that says why it is not text.

    Args:
        file: What to call the file in messages.
        data: Its content. Only the first `MAX_BYTES` plus one need be read.
    """
    source = Source(file, "")
    if len(data) > MAX_BYTES:
        message = (
            f"This file is larger than {MAX_BYTES // 1024} KiB, "
            "which no script needs. Split it, or check that it is the right file."
        )
        source.problems.append(source.problem(1, 1, message))
        return source
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = (
            "This is not UTF-8 text: a byte here belongs to no character. "
            "Save the file as UTF-8, or check that it is the right file."
        )
        source.problems.append(source.problem(line, column, message))
        return source
    if bad := _CONTROL.search(text):
        before = text[: bad.start()]
        line = before.count("\n") + 1
        column = bad.start() - (before.rfind("\n") + 1) + 1
        message = (
            f"A control character (U+{ord(bad.group()):04X}) stands here. "
            "Remove it, or check that this is a text file."
        )
        source.problems.append(source.problem(line, column, message))
        return source
    source.text = text
    return source


def parse(source: Source) -> Node | None:
    """Read a source into nodes. Problems are added to it; None means nothing could be read.

    After a trap that libyaml stumbles over, the text is mended as its author meant it and read
    once more, so that the rest of the file is checked as well.
    """
    if source.problems:
        return None
    try:
        return _compose(source, source.text)
    except yaml.MarkedYAMLError as error:
        first = error
    mended, traps = quote_colons(source.text)
    for line, column, width, message in traps:
        source.problems.append(source.problem(line, column, message, width))
    if traps:
        try:
            return _compose(source, mended)
        except yaml.MarkedYAMLError as error:
            first = error
    mark = first.problem_mark or first.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    line, column, width, message = explain(
        line,
        column,
        source.excerpt(line),
        str(first.problem or ""),
        first.context_mark.line + 1 if first.context_mark else line,
    )
    source.problems.append(source.problem(line, column, message, width))
    return None


class _Refused(Exception):  # noqa: N818 -- it ends a scan, it is not an error of ours
    """The scan met something no script may hold; the problem is in the source already."""


def _compose(source: Source, text: str) -> Node | None:
    try:
        return _build(source, yaml.parse(text, Loader=_LOADER))
    except _Refused:
        return None


def _build(source: Source, events: Iterable[Any]) -> Node | None:  # noqa: C901, PLR0912 -- one loop, hot
    """Build the tree from events, without recursion, refusing what a script may not hold."""
    root: Node | None = None
    stack: list[ListNode | MapNode] = []
    keys: list[ScalarNode | None] = []
    count = 0
    documents = 0
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor or event.tag:
                _refuse_mark(source, event)
            start, end = event.start_mark, event.end_mark
            node: Node = ScalarNode(
                event.value,
                event.style is None or event.style == "",
                start.line + 1,
                start.column + 1,
                end.column + 1 if end.line == start.line else 0,
            )
        elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
            if event.anchor or event.tag:
                _refuse_mark(source, event)
            start = event.start_mark
            make = MapNode if kind is yaml.MappingStartEvent else ListNode
            node = make(start.line + 1, start.column + 1, bool(event.flow_style))
        elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            stack.pop()
            keys.pop()
            continue
        elif kind is yaml.AliasEvent:
            _refuse_mark(source, event)
            continue
        else:
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    _refuse(
                        source,
                        event,
                        'A line of "---" starts a second document. One file is one session: '
                        "remove the line, or move the rest to a file of its own.",
                        3,
                    )
            continue
        count += 1
        if count > MAX_NODES:
            _refuse(source, event, f"This file has more than {MAX_NODES} entries. Split it.")
        if not stack:
            root = node
        elif isinstance(parent := stack[-1], ListNode):
            parent.items.append(node)
        elif (key := keys[-1]) is not None:
            parent.items.append((key, node))
            keys[-1] = None
        elif isinstance(node, ScalarNode):
            if node.value == "<<":
                _refuse(
                    source, event, 'A "<<" merge is not allowed in a script. Use "include:".', 2
                )
            keys[-1] = node
        else:
            _refuse(
                source,
                event,
                "A list or a brace stands where a key is expected. A text that begins with "
                "[ or { needs quotes.",
            )
        if not isinstance(node, ScalarNode):
            if len(stack) >= MAX_DEPTH:
                _refuse(
                    source,
                    event,
                    f"This is nested more than {MAX_DEPTH} deep; no script needs that.",
                )
            stack.append(node)
            keys.append(None)
    return root


def _refuse(source: Source, event: Any, message: str, width: int = 1) -> None:
    mark = event.start_mark
    source.problems.append(source.problem(mark.line + 1, mark.column + 1, message, width))
    raise _Refused


def _refuse_mark(source: Source, event: Any) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        message = (
            f'A "{sign}" at the start is a reference in YAML, and scripts have none. '
            'Put the text in quotes; to share steps, use "include:".'
        )
    else:
        message = 'A "!" at the start is a tag in YAML, and scripts have none. Use quotes.'
    _refuse(source, event, message)


def walk(node: Node) -> Iterator[Node]:
    """Every node below a node, itself first."""
    todo = [node]
    while todo:
        here = todo.pop()
        yield here
        if isinstance(here, ListNode):
            todo.extend(reversed(here.items))
        elif isinstance(here, MapNode):
            for key, value in reversed(here.items):
                todo.extend((value, key))
