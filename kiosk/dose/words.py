"""The words for grants and refusals, a table for each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kiosk.dose.answer import Instead, Why


@dataclass(frozen=True, slots=True)
class Words:
    """One language. Braces are filled in.

    Attributes:
        sides: The word for each side as it stands before a muscle, or after it.
        point: A muscle on a side.
        whole_side: A placement that lies on one side.
        granted, remainder: How many seconds, and where.
        clock: An hour and minute as it is said.
        reasons: Each refusal; ``{where}``, and ``{when}`` where time heals it.
    """

    sides: Mapping[str, str]
    muscles: Mapping[str, str]
    point: str
    both: str
    whole_side: Mapping[str, str]
    conjunction: str
    alternative: str
    massage: str
    granted: str
    remainder: str
    offer: str
    no_better: str
    guest: str
    next: str
    soon: str
    today: str
    tomorrow: str
    on_weekday: str
    on_date: str
    powered: str
    powered_soon: str
    second: tuple[str, str]
    minute: tuple[str, str]
    hour: tuple[str, str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    clock: Callable[[int, int], str]
    instead: str
    things: Mapping[Instead, str]
    reasons: Mapping[Why, str]


def _clock_english(hour: int, minute: int) -> str:
    if minute == 0 and hour in {0, 12}:
        return "midnight" if hour == 0 else "noon"
    part = (
        "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
    )  # fmt: skip
    shown = hour % 12 or 12
    return f"{shown}{f':{minute:02}' if minute else ''} {part}"


def _clock_spanish(hour: int, minute: int) -> str:
    if minute == 0 and hour in {0, 12}:
        return "la medianoche" if hour == 0 else "el mediodía"
    part = (
        "de la madrugada" if hour < 6 else "de la mañana" if hour < 12
        else "de la tarde" if hour < 20 else "de la noche"
    )  # fmt: skip
    shown = hour % 12 or 12
    article = "la" if shown == 1 else "las"
    return f"{article} {shown}{f':{minute:02}' if minute else ''} {part}"


_ENGLISH: Final = Words(
    sides=MappingProxyType({"left": "left", "right": "right"}),
    muscles=MappingProxyType(
        {
            "ql": "quadratus lumborum",
            "piriformis": "piriformis",
            "gluteus minimus": "gluteus minimus",
        }
    ),
    point="{side} {muscle}",
    both="{side} and {other} {muscle}",
    whole_side=MappingProxyType({"left": "left side", "right": "right side"}),
    conjunction=" and ",
    alternative=" or ",
    massage="massage",
    granted="{time} on your {where}.",
    remainder="{time} are left on your {where}.",
    offer="It has gone well: you may have {time} now, or stay.",
    no_better=(
        "It is no better after two weeks of practice, so the time does not grow. Ask a clinician, "
        "and take your report along."
    ),
    guest="You are a guest: I cannot know who was here before.",
    next="Next {when}.",
    soon="in {time}",
    today="today from {clock}",
    tomorrow="tomorrow from {clock}",
    on_weekday="on {weekday} from {clock}",
    on_date="on {month} {day} from {clock}",
    powered="after {time} more with this kiosk switched on, since its clock is not set",
    powered_soon="in {time}",
    second=("1 second", "{n} seconds"),
    minute=("1 minute", "{n} minutes"),
    hour=("1 hour", "{n} hours"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    clock=_clock_english,
    instead="Until then: {things}.",
    things=MappingProxyType(
        {Instead.STRETCH: "a stretch", Instead.HEAT: "warmth", Instead.NOTHING: "rest"}
    ),
    reasons=MappingProxyType(
        {
            Why.EMERGENCY: (
                "Get medical help now: call the emergency number, or have someone call it. "
                "No massage and no exercise."
            ),
            Why.BAD_REQUEST: "This session asks for a press that the dose rule does not know.",
            Why.LEDGER: (
                "No massage: the record of doses cannot be used. Ask the operator. "
                "A stretch or warmth is still there for you."
            ),
            Why.UNREADABLE: (
                "No massage: the record holds something that this version cannot read. "
                "Ask the operator to update this kiosk. A stretch or warmth is still there for you."
            ),
            Why.NOT_KNOWN: "No massage: I do not know you yet. Ask the operator to add you.",
            Why.GUEST_OFF: (
                "No massage for guests on this kiosk. Ask the operator to add you; "
                "a stretch is open to everyone."
            ),
            Why.CLOCK_BACK: (
                "No massage: the clock went back. Ask the operator to check the time. "
                "A stretch or warmth is still there for you."
            ),
            Why.NUMB: (
                "No massage: numbness or pain down the leg was reported. See a clinician; "
                "then the operator can clear this."
            ),
            Why.NUMB_UNANSWERED: (
                "First answer this: was there numbness, tingling, or pain shooting down the leg?"
            ),
            Why.SCREENING_YES: (
                "No massage: one of your answers speaks against it. Ask a clinician; "
                "then the operator can review it."
            ),
            Why.SCREENING_DUE: "First a few questions about your health.",
            Why.PAIN_UNSAID: "First say how it feels now, from 0 to 10.",
            Why.LOCKED: "{where}: locked, since it hurt twice running. See a clinician.",
            Why.REST_DAY: "{where}: resting, since it hurt.",
            Why.WORSE: "No massage today: it was worse afterwards, so today is for rest.",
            Why.SORE: "No massage today: it is too sore.",
            Why.DONE: "{where}: done for today.",
            Why.MAYBE_DONE: (
                "{where}: pressed here already by someone who may have been you, so it is done."
            ),
            Why.POINTS_FULL: "That is enough points for today.",
            Why.DAY_FULL: "That would be too much pressing for one day.",
            Why.REST: "Rest a little before the next press.",
            Why.NO_REMAINDER: "{where}: done, what was left can no longer be used.",
        }
    ),
)  # fmt: skip

_SPANISH: Final = Words(
    sides=MappingProxyType({"left": "izquierdo", "right": "derecho"}),
    muscles=MappingProxyType(
        {
            "ql": "cuadrado lumbar",
            "piriformis": "piriforme",
            "gluteus minimus": "glúteo menor",
        }
    ),
    point="{muscle} {side}",
    both="{muscle} {side} y {other}",
    whole_side=MappingProxyType({"left": "lado izquierdo", "right": "lado derecho"}),
    conjunction=" y ",
    alternative=" o ",
    massage="masaje",
    granted="{time} en tu {where}.",
    remainder="Quedan {time} en tu {where}.",
    offer="Ha ido bien: ahora puedes hacer {time}, o quedarte como estás.",
    no_better=(
        "No mejora tras dos semanas de práctica, así que el tiempo no aumenta. Consulta a un "
        "profesional sanitario y lleva tu informe."
    ),
    guest="Eres invitado: no puedo saber quién estuvo aquí antes.",
    next="La próxima vez, {when}.",
    soon="dentro de {time}",
    today="hoy desde {clock}",
    tomorrow="mañana desde {clock}",
    on_weekday="el {weekday} desde {clock}",
    on_date="el {day} de {month} desde {clock}",
    powered="tras {time} más con este kiosco encendido, porque su reloj no está en hora",
    powered_soon="dentro de {time}",
    second=("1 segundo", "{n} segundos"),
    minute=("1 minuto", "{n} minutos"),
    hour=("1 hora", "{n} horas"),
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
    clock=_clock_spanish,
    instead="Mientras tanto: {things}.",
    things=MappingProxyType(
        {Instead.STRETCH: "un estiramiento", Instead.HEAT: "calor", Instead.NOTHING: "descanso"}
    ),
    reasons=MappingProxyType(
        {
            Why.EMERGENCY: (
                "Busca ayuda médica ahora: llama a emergencias o pide que llamen. "
                "Ni masaje ni ejercicio."
            ),
            Why.BAD_REQUEST: "Esta sesión pide una presión que la regla de dosis no conoce.",
            Why.LEDGER: (
                "Sin masaje: el registro de dosis no se puede usar. Avisa al operador. "
                "Puedes hacer un estiramiento o usar calor."
            ),
            Why.UNREADABLE: (
                "Sin masaje: el registro contiene algo que esta versión no entiende. "
                "Pide al operador que actualice este kiosco. "
                "Puedes hacer un estiramiento o usar calor."
            ),
            Why.NOT_KNOWN: "Sin masaje: aún no te conozco. Pide al operador que te añada.",
            Why.GUEST_OFF: (
                "En este kiosco no hay masaje para invitados. Pide al operador que te añada; "
                "los estiramientos son para todos."
            ),
            Why.CLOCK_BACK: (
                "Sin masaje: el reloj se atrasó. Pide al operador que compruebe la hora. "
                "Puedes hacer un estiramiento o usar calor."
            ),
            Why.NUMB: (
                "Sin masaje: hubo entumecimiento o dolor que baja por la pierna. Consulta a un "
                "profesional sanitario; después el operador puede quitar el bloqueo."
            ),
            Why.NUMB_UNANSWERED: (
                "Responde primero: ¿hubo entumecimiento, hormigueo o dolor que baja por la pierna?"
            ),
            Why.SCREENING_YES: (
                "Sin masaje: una de tus respuestas lo desaconseja. Consulta a un profesional "
                "sanitario; después el operador puede revisarlo."
            ),
            Why.SCREENING_DUE: "Primero, unas preguntas sobre tu salud.",
            Why.PAIN_UNSAID: "Primero di cuánto te duele ahora, de 0 a 10.",
            Why.LOCKED: "{where}: bloqueado, dolió dos veces. Consulta a un profesional sanitario.",
            Why.REST_DAY: "{where}: en descanso, porque dolió.",
            Why.WORSE: "Hoy no hay masaje: después fue peor, así que hoy toca descansar.",
            Why.SORE: "Hoy no hay masaje: duele demasiado.",
            Why.DONE: "{where}: hecho por hoy.",
            Why.MAYBE_DONE: "{where}: alguien que pudiste ser tú ya lo hizo aquí.",
            Why.POINTS_FULL: "Ya son bastantes puntos por hoy.",
            Why.DAY_FULL: "Sería demasiada presión para un día.",
            Why.REST: "Descansa un poco antes de la siguiente presión.",
            Why.NO_REMAINDER: "{where}: terminado, lo que quedaba ya no se puede usar.",
        }
    ),
)  # fmt: skip

WORDS: Final[Mapping[str, Words]] = MappingProxyType({"en": _ENGLISH, "es": _SPANISH})
"""The words by language code; the same languages as the coach's."""


def words_in(language: str) -> Words:
    """The words of a language; the English ones where nobody wrote any."""
    return WORDS.get(language, _ENGLISH)
