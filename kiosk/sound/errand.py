"""Something done on a thread that can be left behind when it hangs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class Errand(Generic[Result]):
    """One call, begun at once. A device that was pulled out may never let it return."""

    def __init__(
        self,
        work: Callable[[], Result],
        *,
        name: str = "errand",
        undo: Callable[[Result], None] | None = None,
    ) -> None:
        """Begin.

        Args:
            work: What to do.
            name: The thread's name.
            undo: What to do with a result that comes when nobody waits for it any more.
        """
        self.name = name
        self._work = work
        self._undo = undo
        self._lock = threading.Lock()
        self._results: list[Result] = []
        self._error: Exception | None = None
        self._over = False
        self._unwanted = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def under_way(self) -> bool:
        """Whether it has not returned yet."""
        return self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Return whether it is over within that time. If not, its result is no longer wanted."""
        self._thread.join(seconds)
        with self._lock:
            self._unwanted = not self._over
            return self._over

    def result(self) -> Result:
        """Return what came of it, or raise what went wrong. Only after `wait` returned True."""
        if self._error is not None:
            raise self._error
        return self._results[0]

    def _run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # noqa: BLE001 - raised again by `result`, for whoever waits
            with self._lock:
                self._error, self._over = error, True
            return
        with self._lock:
            self._results.append(result)
            self._over = True
            undo = self._undo if self._unwanted else None
        if undo is not None:
            try:
                undo(result)
            except Exception:
                log.exception("what came too late could not be undone")
