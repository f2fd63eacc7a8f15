"""One file as it is being read: what it may refer to, and where its problems go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kiosk.language import _
from kiosk.script.mark import Mark
from kiosk.script.nodes import Node, ScalarNode
from kiosk.script.problems import Problem, Severity
from kiosk.script.source import Source

MAX_PROBLEMS: Final = 100
"""More than anyone mends at once; beyond it the file is something else altogether."""


class TooManyProblems(Exception):  # noqa: N818 -- it ends a reading, it is not an error of ours
    """There is no use in reading on; the last problem says so."""


@dataclass(slots=True)
class Page:
    """What every reader of a value needs to know, and whom it tells.

    Attributes:
        problems: Where problems are added; shared by a script and its parts.
        figures: The names in the figure registry; None where they are not known.
        chimes: The names of the chimes.
        breath_ms: The length of a breath, to compare lengths with.
        language: The language of the text being read.
        sided: Whether there is a side here; None where that is not known, as in a part.
    """

    source: Source
    problems: list[Problem]
    figures: frozenset[str] | None = None
    chimes: frozenset[str] = frozenset()
    breath_ms: int = 4000
    language: str = "en"
    sided: bool | None = False

    def mark(self, node: Node) -> Mark:
        """Where a node begins."""
        source = self.source
        column = source.column(node.line, node.column) if source.shifts else node.column
        return Mark(source.file, node.line, column)

    def complain(self, node: Node, message: str, severity: Severity = Severity.ERROR) -> None:
        """Report a problem with a node."""
        width = 1
        if isinstance(node, ScalarNode) and node.end_line == node.line:
            width = max(1, node.end - node.column)
        self.complain_at(node.line, node.column, message, width, severity)

    def complain_at(
        self,
        line: int,
        column: int,
        message: str,
        width: int = 1,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Report a problem at a line and column counted from 1.

        Raises:
            TooManyProblems: There are `MAX_PROBLEMS` already.
        """
        if full := len(self.problems) >= MAX_PROBLEMS:
            message = _("There are more than {most} problems here; the rest is not shown.").format(
                most=MAX_PROBLEMS
            )
        problem = self.source.problem(line, column, message, width)
        self.problems.append(replace(problem, severity=severity))
        if full:
            raise TooManyProblems
