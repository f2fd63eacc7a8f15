"""How much flesh is on the skeleton: the builds, and the breath that fills the trunk. No kivy here.

Builds differ in width and hair and never in height: a pose is the same for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flesh:
    """A body's widths, as shares of the medium one's.

    Attributes:
        arm, leg: Of the limbs.
        chest: Of the trunk at the ribs.
        waist: Of the trunk at the waist.
        hips: Of the trunk at the hips.
        hair: ``short``, ``tied`` (a knot at the back) or ``close`` (cropped).
        breath: How full the lungs are, from 0 to 1.
    """

    arm: float = 1.0
    leg: float = 1.0
    chest: float = 1.0
    waist: float = 1.0
    hips: float = 1.0
    hair: str = "short"
    breath: float = 0.0

    def trunk(self, widths: Sequence[float]) -> list[float]:
        """Give the trunk's widths, from the hips up, for this body at this breath."""
        last = len(widths) - 1
        out: list[float] = []
        for n, width in enumerate(widths):
            at = n / last
            if at < 0.4:
                share = self.hips + (self.waist - self.hips) * at / 0.4
            elif at < 0.75:
                share = self.waist + (self.chest - self.waist) * (at - 0.4) / 0.35
            else:
                share = self.chest + (1 - self.chest) * (at - 0.75) / 0.25
            out.append(width * share)
        return out

    def breathed(self, widths: Sequence[float]) -> list[float]:
        """Give the front of a trunk with air in it: the belly rises most, the chest a little."""
        last = len(widths) - 1
        lift = (0.0, 0.5, 1.7, 1.5, 0.9, 0.4, 0.0)
        out: list[float] = []
        for n, width in enumerate(widths):
            at = n / last * (len(lift) - 1)
            k = min(int(at), len(lift) - 2)
            out.append(width + self.breath * (lift[k] + (lift[k + 1] - lift[k]) * (at - k)))
        return out


MEDIUM = Flesh()
FLESH: tuple[Flesh, ...] = (
    Flesh(arm=0.86, leg=0.88, chest=0.9, waist=0.86, hips=0.94, hair="tied"),
    MEDIUM,
    Flesh(arm=1.14, leg=1.13, chest=1.1, waist=1.2, hips=1.12, hair="close"),
)
"""The builds to choose from: slim, medium, broad."""
