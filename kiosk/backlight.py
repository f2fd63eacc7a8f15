"""The light behind the panel, where there is one that can be dimmed: `/sys/class/backlight`.

Panels on a Raspberry Pi's ribbon cable have one; a monitor on HDMI does not. The kiosk may write it
where `deploy/99-groundwork-backlight.rules` is installed. What it was is kept in a file while it is
dim, so that a kiosk that is killed at night finds it again.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

FOLDER: Final = Path("/sys/class/backlight")
DIM_SHARE: Final = 0.08
"""Of the full brightness: a clock that can still be read in the dark."""


class Backlight:
    """Dims the panel, and brings it back. Nothing here raises.

    Args:
        remembered: The file that keeps what it was.
        folder: Where the kernel shows the panels.
    """

    def __init__(self, remembered: Path, folder: Path = FOLDER) -> None:
        self._remembered = remembered
        self._folder = folder
        self._refused = False
        self._dim = False

    def dim(self) -> bool:
        """Make it dim; return whether the panel's own light was dimmed."""
        if self._dim:
            return True
        before: dict[str, int] = {}
        for panel in self._panels():
            try:
                most = int((panel / "max_brightness").read_text())
                now = int((panel / "brightness").read_text())
            except (OSError, ValueError) as error:
                log.debug("%s cannot be read: %s", panel, error)
                continue
            wanted = max(1, round(most * DIM_SHARE))
            if now > wanted and self._remember({**before, panel.name: now}):
                before[panel.name] = now
                self._dim = self._write(panel, wanted) or self._dim
        if before and not self._dim:
            self._forget()
        return self._dim

    def restore(self) -> None:
        """Make it as bright as it was before `dim`, also before an earlier run's."""
        self._dim = False
        before: dict[str, int] = {}
        try:
            kept = json.loads(self._remembered.read_text(encoding="utf-8"))
            before.update({str(name): int(value) for name, value in kept.items()})
        except FileNotFoundError:
            return
        except (OSError, ValueError, AttributeError, TypeError) as error:
            log.warning("How bright the panel was cannot be read: %s", error)
        for panel in self._panels():
            if panel.name in before:
                self._write(panel, before[panel.name])
        self._forget()

    def _panels(self) -> list[Path]:
        try:
            return sorted(self._folder.iterdir())
        except OSError:
            return []

    def _write(self, panel: Path, value: int) -> bool:
        try:
            (panel / "brightness").write_text(str(value))
        except OSError as error:
            if not self._refused:
                self._refused = True
                log.info("The panel's light stays as it is: %s.", error)
            return False
        return True

    def _remember(self, before: dict[str, int]) -> bool:
        """Keep what it was; where that cannot be kept it is better left alone."""
        try:
            self._remembered.parent.mkdir(parents=True, exist_ok=True)
            self._remembered.write_text(json.dumps(before), encoding="utf-8")
        except OSError as error:
            log.info("The panel is not dimmed, since what it was cannot be kept: %s.", error)
            return False
        return True

    def _forget(self) -> None:
        try:
            self._remembered.unlink(missing_ok=True)
        except OSError as error:
            log.info("%s stays: %s.", self._remembered, error)
