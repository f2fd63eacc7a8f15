"""The states a ledger can be in, each with its words: why there is no massage, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.language import N_, _


class State(StrEnum):
    """What is the matter with the ledger, if anything. Only READY lets a massage happen."""

    READY = "ready"
    STARTING = "starting"
    NEVER_CREATED = "never-created"
    MISSING = "missing"
    SHORTER = "shorter"
    OLDER = "older"
    DAMAGED = "damaged"
    TEMPORARY = "temporary"
    FULL = "full"
    READ_ONLY = "read-only"
    FAILING = "failing"
    IN_USE = "in-use"
    NEWER = "newer"
    SLOW = "slow"
    CLOSED = "closed"


_WHY = {
    State.READY: N_("The record of doses is in order."),
    State.STARTING: N_("The record of doses is still being read."),
    State.NEVER_CREATED: N_("This station has no record of doses yet."),
    State.MISSING: N_("The record of doses is gone from where it should be."),
    State.SHORTER: N_("The record of doses is shorter than it was: its last entries are gone."),
    State.OLDER: N_("The record of doses is an older copy: later entries are missing from it."),
    State.DAMAGED: N_("The record of doses is damaged."),
    State.TEMPORARY: N_(
        "The record of doses would be lost at the next power cut: "
        "its folder is in memory, not on the disk."
    ),
    State.FULL: N_("The disk is full, so the record of doses cannot be written."),
    State.READ_ONLY: N_("The record of doses cannot be written: its folder or disk is read-only."),
    State.FAILING: N_("The disk failed while the record of doses was used."),
    State.IN_USE: N_("The record of doses is in use by another program."),
    State.NEWER: N_("The record of doses was made by a newer version of this program."),
    State.SLOW: N_("The record of doses did not answer in time."),
    State.CLOSED: N_("The record of doses is closed."),
}

_WHAT_TO_DO = {
    State.READY: "",
    State.STARTING: N_("Wait a moment."),
    State.NEVER_CREATED: N_("An operator creates it once, when the station is set up."),
    State.MISSING: N_("Ask the operator to put it back or to restore a backup."),
    State.SHORTER: N_("Ask the operator to restore a backup that has every entry."),
    State.OLDER: N_(
        "Ask the operator to put the newer one back or to restore a backup that has every entry."
    ),
    State.DAMAGED: N_("Ask the operator to restore a backup."),
    State.TEMPORARY: N_("Ask the operator to move the data folder to the disk or card."),
    State.FULL: N_("Ask the operator to make room on the disk, then start again."),
    State.READ_ONLY: N_("Ask the operator to make the data folder writable, then start again."),
    State.FAILING: N_(
        "Start again; if it comes back, ask the operator to replace the card or disk."
    ),
    State.IN_USE: N_("Close the other program, or ask the kiosk that is running."),
    State.NEWER: N_("Install the newer version again."),
    State.SLOW: N_("Start again; if it comes back, ask the operator to check the card or disk."),
    State.CLOSED: N_("Start again."),
}


@dataclass(frozen=True, slots=True)
class Health:
    """A ledger's state, in words for people and in the language in force.

    Attributes:
        state: What it is.
        detail: What exactly was found, for the operator and `kiosk doctor`; may be empty.
    """

    state: State
    detail: str = ""

    @property
    def ready(self) -> bool:
        """Whether a massage may be recorded, and so may happen."""
        return self.state is State.READY

    @property
    def why(self) -> str:
        """One sentence a visitor understands."""
        return _(_WHY[self.state])

    @property
    def what_to_do(self) -> str:
        """What helps; empty where all is well."""
        return _(_WHAT_TO_DO[self.state])

    @property
    def sentence(self) -> str:
        """All of it: why, what exactly, what to do."""
        return self._told(self.why, self.what_to_do)

    @property
    def logged(self) -> str:
        """The same in English, for the log and whoever maintains the kiosk."""
        return self._told(_WHY[self.state], _WHAT_TO_DO[self.state])

    def _told(self, why: str, what_to_do: str) -> str:
        found = f" ({self.detail})" if self.detail else ""
        return f"{why}{found} {what_to_do}".strip()


class LedgerError(Exception):
    """The ledger could not do what was asked; its text is one clear sentence and what to do.

    The text is English, for the log; `sentence` is for a person.

    Attributes:
        health: The state the ledger was found in.
    """

    def __init__(self, state: State, detail: str = "") -> None:
        self.health = Health(state, detail)
        super().__init__(self.health.logged)

    @property
    def sentence(self) -> str:
        """What is the matter and what to do, in the language in force."""
        return self.health.sentence


class RefusedRecordError(LedgerError):
    """These records cannot be kept; none of them was, and the ledger is as it was before."""

    def __init__(self, sentence: str) -> None:
        super().__init__(State.READY)
        self.args = (sentence,)

    @property
    def sentence(self) -> str:
        """Why; English, since only a mistake in the program leads here."""
        return str(self.args[0])


_ALREADY = N_("This station has a record of doses already, in {where}; it is never made anew.")


class AlreadyCreatedError(LedgerError):
    """A ledger is created once; this station has one."""

    def __init__(self, where: str) -> None:
        super().__init__(State.READY)
        self.where = where
        self.args = (_ALREADY.format(where=where),)

    @property
    def sentence(self) -> str:
        """That there is one, and where."""
        return _(_ALREADY).format(where=self.where)
