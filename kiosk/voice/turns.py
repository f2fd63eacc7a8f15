"""Whose turn it is at the one voice: a person who waits comes before what is only warmed up."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock taken line by line. While an urgent call is under way, others stand back."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._calls = 0
        self._urgent_calls = 0
        self._taken = False

    @property
    def busy(self) -> bool:
        """Whether a call is under way, or a line outside any."""
        with self._changed:
            return self._is_busy()

    @contextmanager
    def call(self, *, urgent: bool) -> Iterator[None]:
        """The span of a whole call."""
        with self._changed:
            self._calls += 1
            self._urgent_calls += urgent
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._calls -= 1
                self._urgent_calls -= urgent
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
            self._give_back()

    @contextmanager
    def spare(self) -> Iterator[bool]:
        """The voice to oneself if nobody has it or is about to; nobody is waited for.

        Returns:
            Whether it is to oneself.
        """
        with self._changed:
            free = not self._is_busy()
            self._taken = self._taken or free
        try:
            yield free
        finally:
            if free:
                self._give_back()

    def _is_busy(self) -> bool:
        return self._taken or self._calls > 0

    def _give_back(self) -> None:
        with self._changed:
            self._taken = False
            self._changed.notify_all()
