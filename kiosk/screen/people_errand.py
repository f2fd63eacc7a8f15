"""Calls that may take a while, made off the screen's thread, and what follows on it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from kivy.clock import Clock

log = logging.getLogger(__name__)

Result = TypeVar("Result")

SLOW_AFTER = 0.3
"""Seconds after which a call that is not back yet is spoken of."""
GIVEN_UP_AFTER = 20.0
"""Seconds after which nobody waits any more: a screen that takes no tap must not stay so."""


class Errands:
    """Runs one call at a time on another thread, and comes back on Kivy's."""

    def __init__(self, on_busy: Callable[[bool], None], on_slow: Callable[[], None]) -> None:
        self._on_busy = on_busy
        self._on_slow = on_slow
        self._turn = 0
        self._order = threading.Lock()
        self.busy = False
        self._slow = Clock.create_trigger(lambda _dt: self._on_slow(), SLOW_AFTER)
        self._too_long = Clock.create_trigger(lambda _dt: self._give_up(), GIVEN_UP_AFTER)

    def run(
        self, call: Callable[[], Result], then: Callable[[Result], None], *, over: bool = False
    ) -> None:
        """Make a call elsewhere, then do something with what it returned here.

        While one is on its way another is not made, unless it goes `over` it: then nobody waits
        for the first any more. A finger that came down before a key was pressed acts once.

        What the call raises is raised here, in Kivy's loop, which knows the way to the safe page.
        """
        if self.busy and not over:
            return
        self.forget()
        turn = self._turn
        self.busy = True
        self._on_busy(True)  # noqa: FBT003  a callback's one argument
        self._slow()
        self._too_long()

        def work() -> None:
            try:
                with self._order:
                    result = call()
            except Exception as error:  # noqa: BLE001  it is raised again below
                fault = error
                Clock.schedule_once(lambda _dt: self._raise(turn, fault), 0)
            else:
                Clock.schedule_once(lambda _dt: self._back(turn, result, then), 0)

        threading.Thread(target=work, name="reception", daemon=True).start()

    def forget(self) -> None:
        """Do nothing with what is still on its way; the call itself goes on to its end."""
        self._turn += 1
        self._slow.cancel()
        self._too_long.cancel()
        if self.busy:
            self.busy = False
            self._on_busy(False)  # noqa: FBT003

    def _back(self, turn: int, result: Result, then: Callable[[Result], None]) -> None:
        if turn == self._turn:
            self.forget()
            then(result)

    def _raise(self, turn: int, fault: Exception) -> None:
        if turn != self._turn:
            log.error("A call that nobody waits for failed", exc_info=fault)
            return
        self.forget()
        raise fault

    def _give_up(self) -> None:
        self.forget()
        raise TimeoutError(f"the reception did not answer within {GIVEN_UP_AFTER:.0f} s")
