"""What the checker finds beyond what the reader found: problems, each once, with their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.script.mark import Mark
from kiosk.script.page import MAX_PROBLEMS
from kiosk.script.problems import Problem, Severity
from kiosk.script.source import Source


@dataclass(slots=True)
class Findings:
    """Problems as they are found.

    Attributes:
        sources: The texts they are found in, by file name.
    """

    sources: Mapping[str, Source]
    problems: list[Problem] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether there are more than anyone mends at once."""
        return len(self.problems) >= MAX_PROBLEMS

    def add(
        self, mark: Mark, message: str, severity: Severity = Severity.ERROR, width: int = 1
    ) -> None:
        """Add a problem, unless it is there already, as from a part that is included twice."""
        if self.full:
            return
        source = self.sources.get(mark.file)
        excerpt = source.excerpt(mark.line) if source else ""
        problem = Problem(mark, message, width, excerpt, severity)
        if problem not in self.problems:
            self.problems.append(problem)
