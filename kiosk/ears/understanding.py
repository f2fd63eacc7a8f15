"""From an utterance to an order: the recogniser, and what its words are taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.orders import Heard, understand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.ears.cutting import Utterance
    from kiosk.ears.recogniser import Recogniser


def asked(
    recogniser: Recogniser, utterance: Utterance, language: str, titles: Sequence[str] = ()
) -> Heard | None:
    """What an utterance asks for, or None: the first of its parts that is surely an order."""
    heard: Heard | None = None
    for part in utterance.parts():
        found = understand(recogniser.hear(part), language, titles)
        if found is not None and not found.unsure:
            return found
        heard = heard or found
    return heard
