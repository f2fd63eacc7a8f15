"""How large the connected panel is in millimetres, as far as it can be known, and from where.

A screen on a cable describes itself in its EDID (VESA E-EDID, release A.2: the size in
centimetres in bytes 21 and 22, in millimetres in the first detailed timing). A ribbon panel of
the Raspberry Pi has none, but the kernel knows which one it is. Screens lie: some give nothing,
and some give their shape, 16 by 9, where their size should stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from kiosk.language import _

Mm: TypeAlias = tuple[int, int]
"""Width and height in millimetres."""

CONNECTORS: Final = Path("/sys/class/drm")
BUSES: Final = Path("/sys/bus")

_HEADER: Final = bytes.fromhex("00ffffffffffff00")
_BLOCK: Final = 128
_TIMING: Final = slice(54, 72)
_SHAPES: Final = frozenset({(160, 90), (160, 100), (40, 30), (16, 9), (16, 10), (4, 3)})
"""Sizes that are a shape: 16 by 9 centimetres or millimetres. Desktops disbelieve the same ones
(mutter, `meta_monitor_has_aspect_as_size`)."""
_DENSITY: Final = (0.8, 25.0)
"""Pixels a millimetre that a panel may have: from a wall of 2 m to the finest of telephones."""
_SKEW: Final = 0.2
"""By how much the shape in millimetres may differ from the shape in pixels."""

RIBBON_PANELS: Final[dict[str, tuple[str, Mm]]] = {
    # Sizes of the visible area, from the makers' data sheets.
    "raspberrypi,dsi-7inch": ("Touch Display 2, 7 inch", (155, 88)),
    "raspberrypi,dsi-5inch": ("Touch Display 2, 5 inch", (110, 62)),
    "raspberrypi,7inch-dsi": ("Touch Display, 7 inch", (154, 86)),
    "raspberrypi,7inch-touchscreen-panel": ("Touch Display, 7 inch", (154, 86)),
}
"""By the name under which the kernel knows a panel without an EDID."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel whose size is known.

    Attributes:
        mm: Width and height.
        source: Where that comes from, for the doctor.
    """

    mm: Mm
    source: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A panel whose size is not known, and why, in part of a sentence."""

    reason: str


def find_panel(connectors: Path = CONNECTORS, buses: Path = BUSES) -> Panel | Unknown:
    """Look up the size of the first connected panel. Reads a few small files.

    Args:
        connectors: Where the kernel lists what can be connected.
        buses: Where it lists the parts of the machine.
    """
    for status in sorted(connectors.glob("card*-*/status")):
        if _text(status).strip() != "connected":
            continue
        name = status.parent.name
        edid = _bytes(status.parent / "edid")
        if edid:
            size = size_from_edid(edid)
            if isinstance(size, Unknown):
                return Unknown(f"{name}: {size.reason}")
            return Panel(size, _("{name}, by its EDID").format(name=name))
        found = _ribbon(buses)
        if found is not None:
            return Panel(found[1], _("{name}, a {model}").format(name=name, model=found[0]))
        return Unknown(_("{name} says nothing about itself").format(name=name))
    return Unknown(_("no panel is connected"))


def size_from_edid(edid: bytes) -> Mm | Unknown:
    """Give the size that an EDID tells, or why it tells none that can be believed.

    Millimetres are preferred to centimetres; neither is believed where it is a mere shape, where
    it does not go with the pixels, or where the density would be no panel's.
    """
    if len(edid) < _BLOCK or edid[:8] != _HEADER:
        return Unknown(_("its EDID is damaged"))
    if sum(edid[:_BLOCK]) % 256:
        return Unknown(_("its EDID is damaged (checksum)"))
    pixels, fine = _first_timing(edid[_TIMING])
    coarse = edid[21] * 10, edid[22] * 10
    told = [size for size in (fine, coarse) if min(size) > 0]
    if not told:
        return Unknown(_("its EDID gives no size"))
    for size in told:
        if size not in _SHAPES and _goes_with(size, pixels):
            return size
    wide, high = told[0]
    return Unknown(
        _("its EDID says {wide} x {high} mm, which cannot be").format(wide=wide, high=high)
    )


def _first_timing(timing: bytes) -> tuple[tuple[int, int], Mm]:
    """Pixels and millimetres of the timing that the panel prefers; noughts where it has none."""
    if timing[0] == timing[1] == 0:
        return (0, 0), (0, 0)
    pixels = timing[2] | (timing[4] >> 4) << 8, timing[5] | (timing[7] >> 4) << 8
    size = timing[12] | (timing[14] >> 4) << 8, timing[13] | (timing[14] & 0x0F) << 8
    return pixels, size


def _goes_with(size: Mm, pixels: tuple[int, int]) -> bool:
    if min(pixels) <= 0:
        return True
    density = [dots / mm for dots, mm in zip(pixels, size, strict=True)]
    least, most = _DENSITY
    return (
        least <= min(density) and max(density) <= most and max(density) / min(density) < 1 + _SKEW
    )


def _ribbon(buses: Path) -> tuple[str, Mm] | None:
    for pattern in (
        "mipi-dsi/devices/*/of_node/compatible",
        "platform/devices/*/of_node/compatible",
    ):
        for file in sorted(buses.glob(pattern)):
            for name in _text(file).split("\0"):
                if name in RIBBON_PANELS:
                    return RIBBON_PANELS[name]
    return None


def _text(file: Path) -> str:
    return _bytes(file).decode("ascii", errors="replace")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
