"""What a station is: its kind, its zone, its operator's PIN and the tries at PINs.

One small JSON file beside the ledger, written whole or not at all. It holds nothing that a dose
depends on but the policy's numbers, and those only within the hard limits.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.dose.policy import Place, Policy
from kiosk.language import _
from kiosk.units import Millis

NAME: Final = "station.json"


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed tries at one PIN, in a row, and until when nobody may try."""

    failures: int = 0
    until_lower_ms: Millis = 0


@dataclass(frozen=True, slots=True)
class StationFile:
    """A station as it was set up.

    Attributes:
        kind: home, gym or clinic.
        zone: The IANA name of the zone in which the dose day turns.
        operator: The operator's PIN as it is kept.
        guest: Whether a guest may be massaged; None as the kind of station has it.
        numbers: Numbers of the policy that an operator set.
        tries: Failed tries by whose PIN it was.
    """

    kind: Place
    zone: str
    operator: str
    guest: bool | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    tries: Mapping[str, Tries] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        """The rule in force here."""
        policy = Policy.at(self.kind).changed(dict(self.numbers))
        return policy if self.guest is None else replace(policy, guest=self.guest)

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone."""
        return ZoneInfo(self.zone)

    def with_tries(self, who: str, tries: Tries) -> StationFile:
        """The same with other tries for one PIN."""
        return replace(self, tries={**self.tries, who: tries})


class StationFileError(Exception):
    """The file is there and cannot be used; the text is one sentence."""


def load(data: Path) -> StationFile | None:
    """Read the station's file; None where the station was never set up.

    Raises:
        StationFileError: It cannot be read or understood: nobody is massaged then.
    """
    path = data / NAME
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        station = StationFile(
            kind=Place(found["kind"]),
            zone=str(found["zone"]),
            operator=str(found["operator"]),
            guest=found["guest"],
            numbers={str(key): int(value) for key, value in found["numbers"].items()},
            tries={who: Tries(**tries) for who, tries in found["tries"].items()},
        )
        station.policy, station.tzinfo  # noqa: B018 -- both raise where the file is wrong
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, ZoneInfoNotFoundError) as error:
        raise StationFileError(
            _(
                "The station's file {path} cannot be used ({reason}). Put a good copy in its place."
            ).format(path=path, reason=error)
        ) from error
    return station


def save(data: Path, station: StationFile) -> None:
    """Write the file, durably.

    Raises:
        OSError: The disk does not take it; what was there before is still there.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, new = data / NAME, data / f"{NAME}.new"
    content = asdict(station) | {"kind": station.kind.value}
    with new.open("w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(data, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
