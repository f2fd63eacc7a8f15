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
    """What an utterance asks for, or None.

    It is taken whole. Its end alone would be heard better where something else came just before,
    and "please do not stop" would be a stop.
    """
    return understand(recogniser.hear(utterance.samples), language, titles)
