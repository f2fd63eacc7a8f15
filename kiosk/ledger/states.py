"""The states a ledger can be in, each with its words: why there is no massage, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    State.READY: "The record of doses is in order.",
    State.STARTING: "The record of doses is still being read.",
    State.NEVER_CREATED: "This station has no record of doses yet.",
    State.MISSING: "The record of doses is gone from where it should be.",
    State.SHORTER: "The record of doses is shorter than it was: its last entries are gone.",
    State.OLDER: "The record of doses is an older copy: later entries are missing from it.",
    State.DAMAGED: "The record of doses is damaged.",
    State.TEMPORARY: "The record of doses would be lost at the next power cut: "
    "its folder is in memory, not on the disk.",
    State.FULL: "The disk is full, so the record of doses cannot be written.",
    State.READ_ONLY: "The record of doses cannot be written: its folder or disk is read-only.",
    State.FAILING: "The disk failed while the record of doses was used.",
    State.IN_USE: "The record of doses is in use by another program.",
    State.NEWER: "The record of doses was made by a newer version of this program.",
    State.SLOW: "The record of doses did not answer in time.",
    State.CLOSED: "The record of doses is closed.",
}

_WHAT_TO_DO = {
    State.READY: "",
    State.STARTING: "Wait a moment.",
    State.NEVER_CREATED: "An operator creates it once, when the station is set up.",
    State.MISSING: "Ask the operator to put it back or to restore a backup.",
    State.SHORTER: "Ask the operator to restore a backup that has every entry.",
    State.OLDER: "Ask the operator to put the newer one back or to restore a backup "
    "that has every entry.",
    State.DAMAGED: "Ask the operator to restore a backup.",
    State.TEMPORARY: "Ask the operator to move the data folder to the disk or card.",
    State.FULL: "Ask the operator to make room on the disk, then start again.",
    State.READ_ONLY: "Ask the operator to make the data folder writable, then start again.",
    State.FAILING: "Start again; if it comes back, ask the operator to replace the card or disk.",
    State.IN_USE: "Close the other program, or ask the kiosk that is running.",
    State.NEWER: "Install the newer version again.",
    State.SLOW: "Start again; if it comes back, ask the operator to check the card or disk.",
    State.CLOSED: "Start again.",
}


@dataclass(frozen=True, slots=True)
class Health:
    """A ledger's state, in words for people.

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
        return _WHY[self.state]

    @property
    def what_to_do(self) -> str:
        """What helps; empty where all is well."""
        return _WHAT_TO_DO[self.state]

    @property
    def sentence(self) -> str:
        """All of it: why, what exactly, what to do."""
        found = f" ({self.detail})" if self.detail else ""
        return f"{self.why}{found} {self.what_to_do}".strip()


class LedgerError(Exception):
    """The ledger could not do what was asked; its text is one clear sentence and what to do.

    Attributes:
        health: The state the ledger was found in.
    """

    def __init__(self, state: State, detail: str = "") -> None:
        self.health = Health(state, detail)
        super().__init__(self.health.sentence)


class RefusedRecordError(LedgerError):
    """These records cannot be kept; none of them was, and the ledger is as it was before."""

    def __init__(self, sentence: str) -> None:
        super().__init__(State.READY)
        self.args = (sentence,)


class AlreadyCreatedError(LedgerError):
    """A ledger is created once; this station has one."""

    def __init__(self, where: str) -> None:
        super().__init__(State.READY)
        self.args = (
            f"This station has a record of doses already, in {where}; it is never made anew.",
        )
