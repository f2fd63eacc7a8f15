"""From YAML text to a tree of nodes.

YAML allows far more than a script needs, and some of it is a weapon: anchors and merges can blow
up a file of a few bytes, deep nesting ends the process inside libyaml's own loader. So libyaml is
only asked for its flat stream of events, which stops at the first thing we do not allow, and no
value is ever turned into a bool, a number or a date behind the author's back: every scalar stays
the text that was written, with a note of whether it stood in quotes.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn

import yaml

from kiosk.language import N_, _
from kiosk.script.colons import quote_colons
from kiosk.script.nodes import ListNode, MapNode, Node, ScalarNode
from kiosk.script.slips import Mending, suspect
from kiosk.script.source import Source
from kiosk.script.traps import Stumble, Trap, begins_value, explain, requoted

MAX_DEPTH: Final = 24
MAX_NODES: Final = 4_000
MAX_MENDS: Final = 8
"""How often a text is mended and read again; beyond it the rest of the file waits its turn."""
MAX_MENDED_CHARS: Final = 32 * 1024
"""A longer text is read once: no hostile file gets its work done nine times."""

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(source: Source) -> Node | None:
    """Read a source into nodes. Problems are added to it; None means nothing could be read.

    After a trap that libyaml stumbles over, the text is mended as its author meant it and read
    once more, so that the rest of the file is checked as well.
    """
    if source.problems:
        return None
    short = len(source.text) <= MAX_MENDED_CHARS
    stumble: Stumble | None = None
    if not (short and suspect(source.text)):
        try:
            return _compose(source, source.text)
        except _Sign:
            pass
        except yaml.MarkedYAMLError as error:
            stumble = _stumble(error, source)
        if not short:
            if stumble:
                source.problems.append(source.problem(*explain(stumble, source.lines)[0]))
            return None
    return _mended(source, stumble)


def _mended(source: Source, stumble: Stumble | None) -> Node | None:
    """Read a text with its traps mended, as often as it takes."""
    lines = source.lines.copy()
    told: set[int] = set()

    def tell(traps: list[Trap]) -> None:
        for trap in traps:
            if trap[0] not in told:  # one word of advice a line
                source.problems.append(source.problem(*trap))
        told.update(trap[0] for trap in traps)

    mending = Mending(lines, source.shifts)
    mending.run()
    # Those stand in the columns that were written; `tell` takes the columns as they are read.
    tell([(n, at + source.shifts.get(n, 0), say, width) for n, at, say, width in mending.traps])
    if mending.traps:
        stumble = None
    colons_quoted = False
    for _mend in range(MAX_MENDS):
        if stumble is None:
            try:
                return _compose(source, "\n".join(lines))
            except _Sign as sign:
                told.add(sign.line)
                lines[sign.line - 1] = requoted(lines[sign.line - 1])
                continue
            except yaml.MarkedYAMLError as error:
                stumble = _stumble(error, source)
        if not colons_quoted:
            colons_quoted = True
            if traps := quote_colons(lines, source.dropped):
                tell(traps)
                stumble = None
                continue
        trap, mended = explain(stumble, lines)
        stumble = None
        tell([trap])
        if mended is None or mended == lines[trap[0] - 1]:
            return None
        lines[trap[0] - 1] = mended
    return None


def _stumble(error: yaml.MarkedYAMLError, source: Source) -> Stumble:
    """Put an error of libyaml, which counts from 0, in our own words."""
    mark: Any = error.problem_mark or error.context_mark
    begun: Any = error.context_mark or mark
    last = len(source.lines)
    return Stumble(
        line=min(mark.line + 1, last),
        column=mark.column + 1,
        problem=str(error.problem or ""),
        context=str(error.context or ""),
        begun_line=min(begun.line + 1, last),
        begun_column=begun.column + 1,
    )


class _Refused(Exception):  # noqa: N818 -- it ends a scan, it is not an error of ours
    """The scan met something no script may hold; the problem is in the source already."""


class _Sign(Exception):  # noqa: N818 -- as above
    """A text begins with a sign that YAML keeps for itself; in quotes it would be a text.

    Attributes:
        line: The line it stands on, counted from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _compose(source: Source, text: str) -> Node | None:
    try:
        return _build(source, _LOADER(text))
    except _Refused:
        return None


def _build(source: Source, loader: Any) -> Node | None:
    """Build the tree from events, without recursion, refusing what a script may not hold."""
    root: Node | None = None
    stack: list[ListNode | MapNode] = []
    keys: list[ScalarNode | None] = []
    count = 0
    documents = 0
    next_event = loader.get_event
    while (kind := type(event := next_event())) is not yaml.StreamEndEvent:
        if kind is yaml.ScalarEvent:
            if event.anchor or event.tag:
                _refuse_sign(source, event)
            start, end = event.start_mark, event.end_mark
            node: Node = ScalarNode(
                event.value,
                not event.style,
                start.line + 1,
                start.column + 1,
                end.line + 1,
                end.column + 1,
            )
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            keys.pop()
            continue
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor or event.tag:
                _refuse_sign(source, event)
            start = event.start_mark
            make = MapNode if kind is yaml.MappingStartEvent else ListNode
            node = make(start.line + 1, start.column + 1, bool(event.flow_style))
        elif kind is yaml.AliasEvent:
            _refuse_sign(source, event)
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                _refuse(source, event, _(_SECOND_DOCUMENT), 3)
            continue
        count += 1
        if count > MAX_NODES:
            _refuse(
                source,
                event,
                _("This file has more than {most} entries. Split it.").format(
                    most=f"{MAX_NODES:,}"
                ),
            )
        if stack:
            _hang(source, event, stack[-1], keys, node)
        else:
            root = node
        if not isinstance(node, ScalarNode):
            if len(stack) >= MAX_DEPTH:
                _refuse(source, event, _(_TOO_DEEP).format(most=MAX_DEPTH))
            stack.append(node)
            keys.append(None)
    return root


def _hang(
    source: Source,
    event: Any,
    parent: ListNode | MapNode,
    keys: list[ScalarNode | None],
    node: Node,
) -> None:
    """Put a node below its parent: an entry, a key, or the value of the key before it."""
    if isinstance(parent, ListNode):
        parent.items.append(node)
    elif (key := keys[-1]) is not None:
        parent.items.append((key, node))
        keys[-1] = None
    elif isinstance(node, ScalarNode):
        if node.value == "<<" and node.plain:
            _refuse(source, event, _(_MERGE), 2)
        keys[-1] = node
    else:
        _refuse(source, event, _(_NOT_A_KEY))


_SECOND_DOCUMENT: Final = N_(
    'A line of "---" starts a second document. One file is one session: '
    "remove the line, or move the rest to a file of its own."
)
_TOO_DEEP: Final = N_("This is nested more than {most} deep; no script needs that.")
_MERGE: Final = N_(
    'A "<<" merge is not allowed in a script. To use the same steps twice, write "- include:" '
    "and the name of a part."
)
_NOT_A_KEY: Final = N_(
    "A list or a brace stands where a key is expected. A text that begins with [ or { needs quotes."
)


def _refuse(source: Source, event: Any, message: str, width: int = 1) -> NoReturn:
    mark = event.start_mark
    source.problems.append(source.problem(mark.line + 1, mark.column + 1, message, width))
    raise _Refused


def _refuse_sign(source: Source, event: Any) -> NoReturn:
    mark = event.start_mark
    line = source.excerpt(mark.line + 1)
    if not isinstance(event, yaml.AliasEvent) and not event.anchor:
        message = _(
            'A "!" at the start of a text is a tag in YAML, and scripts have none. '
            "Put the text in quotes."
        )
    else:
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        message = _(
            'A "{sign}" at the start of a text is a reference in YAML, and scripts have none. '
            'Put the text in quotes; to use the same steps twice, write "- include:".'
        ).format(sign=sign)
    source.problems.append(source.problem(mark.line + 1, mark.column + 1, message))
    if begins_value(line, mark.column):
        raise _Sign(mark.line + 1)
    raise _Refused
