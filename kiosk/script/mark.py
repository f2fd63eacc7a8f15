"""A place in a file that somebody wrote."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a script: file, and line and column counted from 1."""

    file: str
    line: int
    column: int
