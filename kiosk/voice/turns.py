"""Whose turn it is at the one voice: a person who waits comes before what is only warmed up."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock taken line by line. While an urgent call is under way, others stand back."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._urgent_calls = 0
        self._taken = False

    @contextmanager
    def call(self, *, urgent: bool) -> Iterator[None]:
        """The span of a whole call."""
        if not urgent:
            yield
            return
        with self._changed:
            self._urgent_calls += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._urgent_calls -= 1
                self._changed.notify_all()

    @contextmanager
    def line(self, *, urgent: bool) -> Iterator[None]:
        """The voice to oneself, for one line."""
        with self._changed:
            self._changed.wait_for(lambda: not self._taken and (urgent or not self._urgent_calls))
            self._taken = True
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()
