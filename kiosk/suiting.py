"""The settings as somebody prefers them: what an operator set, with a person's wishes laid over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from kiosk.preferences import Preferences
from kiosk.settings import Settings


def suited(
    settings: Settings,
    preferences: Preferences,
    *,
    language: str = "",
    fixed: Collection[str] = (),
) -> Settings:
    """The settings that hold for somebody.

    Speed and volume are shares of the station's own: what is too loud for the neighbours is the
    operator's to say, and nobody's wish goes beyond it.

    Args:
        settings: What the operator set.
        preferences: What they prefer.
        language: What the screen is shown in, and sessions are spoken in where they have it.
        fixed: Names of settings that were asked for by name, as on the command line: they stay.
    """
    wishes: dict[str, Any] = {
        "rate": round(settings.rate * preferences.speed_percent / 100),
        "volume": round(settings.volume * preferences.volume_percent / 100),
        "voice": preferences.voice or settings.voice,
        "breath_ms": preferences.breath_ms or settings.breath_ms,
        "language": language or settings.language,
    }
    if preferences.voice and "voice" not in fixed:
        wishes["voices"] = ()  # who asks for a voice by name wants no language's own
    return replace(settings, **{name: wishes[name] for name in wishes if name not in fixed})
