"""The coach's own words, per language: what is said and shown that no script wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.plan.model import SegmentKind


@dataclass(frozen=True, slots=True)
class Phrases:
    """The coach's words in one language. Braces are filled in by the plan.

    Attributes:
        last_need: What stands before the last thing that is needed.
        countdown: What is said three, two and one seconds before the end.
        rest: Said in a rest for which the script has no words.
        rep: A repetition's number and the first word of its tempo.
        left: Seconds left after a pause; `minutes_left` where it is a minute or more.
        reminder: Said `kiosk.plan.build.REMINDER_MS` before a wait runs out.
        words: The one word for across the room, by kind of segment.
    """

    needs: str
    last_need: str
    countdown: tuple[str, str, str]
    halfway: str
    next_up: str
    rest: str
    final: str
    rep: str
    final_rep: str
    change: str
    left: str
    minute_left: str
    minutes_left: str
    reminder: str
    outro: str
    no_massage: str
    press_point: str
    press_points: str
    ease_off: str
    press_paused: str
    press_rest: str
    words: Mapping[SegmentKind, str]


_ENGLISH: Final = Phrases(
    needs="You need: {things}.",
    last_need=", and ",
    countdown=("Three.", "Two.", "One."),
    halfway="Halfway.",
    next_up="Next: {name}.",
    rest="Relax.",
    final="Last time.",
    rep="{number}: {word}.",
    final_rep="Last one: {word}.",
    change="Change sides. Now your {side} side.",
    left="About {seconds} seconds left.",
    minute_left="About a minute left.",
    minutes_left="About {minutes} minutes left.",
    reminder="I will go on in fifteen seconds.",
    outro="That was {title}. Well done.",
    no_massage=(
        "There is no massage here: its seconds are granted to a person at a kiosk, by the dose "
        "rule, and here is nobody to grant them. Choose a stretch, or warmth, instead."
    ),
    press_point="{seconds} seconds on this trigger point.",
    press_points="{seconds} seconds on these trigger points.",
    ease_off="Now ease off.",
    press_paused=(
        "The rest of this press can wait a few minutes. Tap, or press the space bar, "
        "when you want it."
    ),
    press_rest="First half a minute of rest. Stay beside it.",
    words=MappingProxyType(
        {
            SegmentKind.INTRO: "WELCOME",
            SegmentKind.SAY: "LISTEN",
            SegmentKind.READY: "GET READY",
            SegmentKind.WAIT: "READY?",
            SegmentKind.PREPARE: "LISTEN",
            SegmentKind.HOLD: "HOLD",
            SegmentKind.MOVE: "MOVE",
            SegmentKind.REST: "RELAX",
            SegmentKind.REPS: "GO",
            SegmentKind.CHANGE: "SWITCH",
            SegmentKind.CHIME: "LISTEN",
            SegmentKind.GATE: "ONE MOMENT",
            SegmentKind.PRESS: "PRESS",
            SegmentKind.EASE: "EASE OFF",
            SegmentKind.OUTRO: "DONE",
        },
    ),
)

_SPANISH: Final = Phrases(
    needs="Necesitas: {things}.",
    last_need=", y ",
    countdown=("Tres.", "Dos.", "Uno."),
    halfway="Vas por la mitad.",
    next_up="Después: {name}.",
    rest="Relaja.",
    final="Última vez.",
    rep="{number}: {word}.",
    final_rep="La última: {word}.",
    change="Cambia de lado. Ahora el lado {side}.",
    left="Quedan unos {seconds} segundos.",
    minute_left="Queda alrededor de un minuto.",
    minutes_left="Quedan unos {minutes} minutos.",
    reminder="Continúo en quince segundos.",
    outro="Eso fue todo: {title}. Muy bien.",
    no_massage=(
        "Aquí no hay masaje: la regla de dosis concede los segundos a cada persona, ante la "
        "pantalla, y aquí no hay nadie que los conceda. Elige un estiramiento, o calor."
    ),
    press_point="{seconds} segundos en este punto gatillo.",
    press_points="{seconds} segundos en estos puntos gatillo.",
    ease_off="Afloja.",
    press_paused=(
        "El resto de esta presión puede esperar unos minutos. Toca la pantalla, o pulsa la barra "
        "espaciadora, cuando quieras."
    ),
    press_rest="Primero, medio minuto de descanso. Quédate al lado.",
    words=MappingProxyType(
        {
            SegmentKind.INTRO: "HOLA",
            SegmentKind.SAY: "ESCUCHA",
            SegmentKind.READY: "PREPÁRATE",
            SegmentKind.WAIT: "¿SEGUIMOS?",
            SegmentKind.PREPARE: "ESCUCHA",
            SegmentKind.HOLD: "MANTÉN",
            SegmentKind.MOVE: "MUÉVETE",
            SegmentKind.REST: "RELAJA",
            SegmentKind.REPS: "VAMOS",
            SegmentKind.CHANGE: "CAMBIA",
            SegmentKind.CHIME: "ESCUCHA",
            SegmentKind.GATE: "UN MOMENTO",
            SegmentKind.PRESS: "PRESIONA",
            SegmentKind.EASE: "AFLOJA",
            SegmentKind.OUTRO: "FIN",
        },
    ),
)

PHRASES: Final[Mapping[str, Phrases]] = MappingProxyType({"en": _ENGLISH, "es": _SPANISH})
"""The coach's words by language code; the same languages as `kiosk.script.language`."""
