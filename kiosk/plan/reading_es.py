"""Spanish figures, signs and short forms, for `kiosk.plan.reading`."""

from __future__ import annotations

import re
from typing import Final

from kiosk.plan import estimate_es
from kiosk.plan.reading_rules import (
    MINUTES_AND_SECONDS,
    Found,
    Tongue,
    dose,
    is_minutes,
    is_one,
    patterns,
    units_pattern,
)

_SPELL: Final = estimate_es.FIT.spell
_UNITS: Final = {
    "s": ("segundo", "segundos"),
    "seg": ("segundo", "segundos"),
    "min": ("minuto", "minutos"),
    "h": ("hora", "horas"),
    "mm": ("milímetro", "milímetros"),
    "cm": ("centímetro", "centímetros"),
    "m": ("metro", "metros"),
    "km": ("kilómetro", "kilómetros"),
    "g": ("gramo", "gramos"),
    "kg": ("kilo", "kilos"),
    "ml": ("mililitro", "mililitros"),
    "l": ("litro", "litros"),
    "°C": ("grado", "grados"),
    "°": ("grado", "grados"),
    "%": ("por ciento", "por ciento"),
}
_FIRST: Final = (
    *("primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav", "noven", "décim"),
)
_PARTS: Final = {
    (1, 2): ("medio", "y medio"),
    (1, 3): ("un tercio", "y un tercio"),
    (2, 3): ("dos tercios", "y dos tercios"),
    (1, 4): ("un cuarto", "y cuarto"),
    (3, 4): ("tres cuartos", "y tres cuartos"),
}
_COUNTED: Final = dose(
    "reps? repetición repeticiones vez veces series? vueltas? respiraciones segundos? minutos?",
    units=_UNITS,
)
_EACH: Final = (
    "semana|noche|hora|minuto|segundo|lado|pierna|brazo|mano|pie|rodilla|cadera|hombro|sentido"
    "|dirección|postura|serie|ronda|vuelta|sesión|ejercicio"
)
_SHORT: Final = {
    rf"{_COUNTED}(?=(?:día|mes)\b)": r"\1 al ",
    rf"{_COUNTED}(?:min|m)\b": r"\1 por minuto",
    rf"{_COUNTED}(?:seg|s)\b": r"\1 por segundo",
    rf"{_COUNTED}h\b": r"\1 por hora",
    rf"{_COUNTED}(?=(?:{_EACH})\b)": r"\1 por ",
    MINUTES_AND_SECONDS: "m ",
    r"\bp\. ?ej\.,?": "por ejemplo,",
    r"\betc\b\.?(?=\s+[A-ZÁÉÍÓÚ¿¡]|\s*$)": "etcétera.",
    r"\betc\b\.?": "etcétera",
    r"\baprox\.": "más o menos",
    r"\b[Ii]/[Dd]\b": "izquierda o derecha",
    r"\b[Dd]/[Ii]\b": "derecha o izquierda",
    r"\bizqda\.": "izquierda",
    r"\bizqdo\.": "izquierdo",
    r"\bdcha\.": "derecha",
    r"\bdcho\.": "derecho",
    r"\by/o\b": "o",
    r"(?<=\w) ?& ?(?=\w)": " y ",
    r"(?:\b[Nn]\.?[ºo°]\.?|\bn[uú]m\.|#) ?(?=\d)": "número ",
    r"(?<=\d) ?\+ ?(?=\d)": " más ",
    r"(?<=\d)\+": " o más",
    r" ?= ?": " igual a ",
    r"(?<=[a-záéíóúñ]{2})/(?=[a-záéíóúñ]{2})": " o ",
    r"(?<![\w.-])[-−](?=\d)": "menos ",
    r"[~≈] ?(?=\d)": "unos ",
}
_NOUN: Final = re.compile(r" ([a-záéíóúüñ]+)")
_NO_NOUN: Final = frozenset(
    (
        *("a", "al", "ante", "con", "de", "del", "desde", "e", "en", "entre", "hacia", "hasta"),
        *("menos", "más", "ni", "o", "para", "pero", "por", "que", "si", "sin", "sobre", "u", "y"),
        *("es", "son"),
    )
)
_LINKED: Final = re.compile(r"(?: [aouye] \d[\d.,]*)+(?= [a-záéíóúüñ])")
"""More numbers of the same noun: "200 a 300 veces"."""
_SHE: Final = re.compile(r"(?:as?|ción|ciones|sión|siones|dad|dades|vez|veces|mano|manos)$")
_HE: Final = frozenset(("día", "días", "problema", "problemas", "diafragma", "mapa", "mapas"))


def _number(value: int) -> str:
    if value < 1000:
        return _SPELL(value)
    thousands, below = divmod(value, 1000)
    head = "mil" if thousands == 1 else f"{_before_noun(_number(thousands), she=False)} mil"
    return f"{head} {_SPELL(below)}" if below else head


def _before_noun(words: str, *, she: bool) -> str:
    """The words of a number before what is counted: "un segundo", "veintiuna veces"."""
    if she:
        words = words.replace("cientos", "cientas").replace("quinientos", "quinientas")
    if not words.endswith("uno"):
        return words
    if she:
        return f"{words[:-1]}a"
    return f"{words[:-4]}iún" if words.endswith("iuno") else words[:-1]


def _figure(figures: str, after: str = "") -> str:
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", figures):
        figures = figures.replace(".", "")
    whole, _, decimals = figures.replace(".", ",").partition(",")
    if decimals:
        if not (whole.isdigit() and decimals.isdigit()):
            return figures
        return f"{_figure(whole)} coma {' '.join(_SPELL(int(digit)) for digit in decimals)}"
    if not figures.isdigit():
        return figures
    if len(figures) > 6 or (len(figures) > 1 and figures[0] == "0"):
        return " ".join(_SPELL(int(digit)) for digit in figures)
    words = _number(int(figures))
    linked = _LINKED.match(after)
    noun = _NOUN.match(after, linked.end() if linked else 0)
    if noun is None or noun[1] in _NO_NOUN:
        return words
    she = _is_she(noun[1])
    # "uno o dos segundos", but "una o dos veces".
    return _before_noun(words, she=she) if she or not linked else words


def _is_she(noun: str) -> bool:
    return noun not in _HE and bool(_SHE.search(noun))


def _part(part: tuple[int, int], whole: str, after: str) -> str:
    """A part and, where a noun follows, as that wants it: "media vuelta", "dos y media vueltas"."""
    alone, after_whole = _PARTS[part]
    noun = _NOUN.match(after)
    she = noun is not None and noun[1] not in _NO_NOUN and _is_she(noun[1])
    words = f"{whole} {after_whole}" if whole else alone
    return f"{words[:-1]}a" if she and part == (1, 2) else words


def _clock(hour: int, minute: int) -> str:
    words = "una" if hour == 1 else _SPELL(hour)
    return f"{words} en punto" if minute == 0 else f"{words} y {_SPELL(minute)}"


def _ordinal(found: Found) -> str:
    value = int(found[1])
    if not 1 <= value <= len(_FIRST):
        return _SPELL(value)
    sign = found[2]
    if sign in ("er", ".er"):
        return _FIRST[value - 1]
    return f"{_FIRST[value - 1]}{'a' if sign.endswith(('ª', 'a')) else 'o'}"


def _unit(found: Found) -> str:
    one, many = _UNITS["min" if is_minutes(found) else found["unit"]]
    noun = one if is_one(found["number"]) else many
    words = _figure(found["number"], f" {noun}" if noun != "por ciento" else "")
    return f"{words} {noun}"


def _times(count: int) -> str:
    return f"{_before_noun(_number(count), she=True)} {'vez' if count == 1 else 'veces'}"


SPANISH: Final = Tongue(
    short=patterns(_SHORT),
    figure=_figure,
    clock=_clock,
    ordinal_sign=re.compile(r"(?<![\w.,])(\d{1,3})(\.?[ºª]|\.?er\b)"),
    ordinal=_ordinal,
    unit_sign=units_pattern(_UNITS),
    unit=_unit,
    times=_times,
    to="a",
    cross="por",
    out_of="de",
    parts=_PARTS,
    part=_part,
)
