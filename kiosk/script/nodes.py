"""The tree of a script's YAML: pieces of text, lists and mappings that know where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True)
class ScalarNode:
    """A piece of text. `plain` means it stood without quotes; `end` is the column past it."""

    value: str
    plain: bool
    line: int
    column: int
    end_line: int
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
