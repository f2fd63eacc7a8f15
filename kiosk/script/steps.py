"""The steps that hold no others, each made from its fields.

A maker gets what was understood of a step's keys, and returns the step, or None where something
that it cannot do without is missing; that has been complained about already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from kiosk.language import _
from kiosk.script.fields import Fields
from kiosk.script.grammar import NO_TIME
from kiosk.script.mark import Mark
from kiosk.script.model import (
    AnyStep,
    Chime,
    Duration,
    Hold,
    Massage,
    Ready,
    Reps,
    Say,
    Text,
    Timed,
    Wait,
)
from kiosk.script.page import Page
from kiosk.script.timed import check_prompts
from kiosk.units import MINUTE, SECOND

READY_FOR: Final = Duration(ms=10 * SECOND)
WAIT_AT_MOST: Final = Duration(ms=MINUTE)
SHORTEST_WAIT_MS: Final = 20 * SECOND
LONGEST_WAIT_MS: Final = 10 * MINUTE

_NUMBERS: Final = "one|two|three|four|five|six|ten|fifteen|twenty|thirty|forty|fifty|sixty|ninety"
_A_TIME: Final = re.compile(
    rf"\b(?:\d+|a|half a|{_NUMBERS})[ -]?"
    r"(?:s|secs?|seconds?|m|mins?|minutes?|segundos?|minutos?)\b",
    re.IGNORECASE,
)


def _ready(_page: Page, mark: Mark, id_: str, got: Fields) -> Ready | None:
    if "ready" not in got:
        return None
    return Ready(
        mark,
        id_,
        got["ready"],
        got.get("for", READY_FOR),
        got.get("again"),
        got.get("caution"),
        figure=got.get("figure", ""),
        name=got.get("name"),
    )


def _wait(page: Page, mark: Mark, id_: str, got: Fields) -> Wait | None:
    if "wait" not in got:
        return None
    at_most = got.get("at most", WAIT_AT_MOST)
    if not SHORTEST_WAIT_MS <= at_most.in_ms(page.breath_ms) <= LONGEST_WAIT_MS:
        page.complain(
            got.at["at most"], _('A wait lasts at most from 20s to 10m. Write for example "1m".')
        )
    return Wait(mark, id_, got["wait"], at_most, figure=got.get("figure", ""))


def _say(_page: Page, mark: Mark, id_: str, got: Fields) -> Say | None:
    if "say" not in got:
        return None
    figure = got.get("figure", "")
    return Say(mark, id_, got["say"], got.get("pause"), got.get("again"), figure=figure)


def _timed(timed: Timed) -> Callable[[Page, Mark, str, Fields], Hold | None]:
    def make(page: Page, mark: Mark, id_: str, got: Fields) -> Hold | None:
        if timed not in got:
            return None
        lasts, prompts = got[timed], got.get("prompts", ())
        check_prompts(page, prompts, lasts, str(timed))
        return Hold(
            mark,
            id_,
            timed,
            lasts,
            got.get("say"),
            got.get("again"),
            got.get("caution"),
            prompts,
            figure=got.get("figure", ""),
            name=got.get("name"),
        )

    return make


def _reps(_page: Page, mark: Mark, id_: str, got: Fields) -> Reps | None:
    if "reps" not in got or "tempo" not in got:
        return None
    return Reps(
        mark,
        id_,
        got["reps"],
        got["tempo"],
        got.get("say"),
        got.get("again"),
        got.get("caution"),
        figure=got.get("figure", ""),
        name=got.get("name"),
    )


def _chime(_page: Page, mark: Mark, id_: str, got: Fields) -> Chime | None:
    return Chime(mark, id_, got["chime"]) if "chime" in got else None


def _massage(page: Page, mark: Mark, id_: str, got: Fields) -> Massage | None:
    for key in ("say", "onto", "ease off", "caution"):
        text: Text | None = got.get(key)
        words = (text.default, *(words for _code, words in text.translations)) if text else ()
        for each in words:
            if found := _A_TIME.search(each):
                page.complain(
                    got.at[key],
                    _('This text says "{found}". {no_time}').format(
                        found=found[0], no_time=_(NO_TIME)
                    ),
                )
                break
    if any(key not in got for key in ("massage", "say", "onto", "ease off")):
        return None
    return Massage(
        mark,
        id_,
        got["massage"],
        got["say"],
        got["onto"],
        got["ease off"],
        got.get("at most"),
        got.get("caution"),
        figure=got.get("figure", ""),
        name=got.get("name"),
    )


MAKERS: Final[Mapping[str, Callable[[Page, Mark, str, Fields], AnyStep | None]]] = MappingProxyType(
    {
        "ready": _ready,
        "wait": _wait,
        "say": _say,
        "hold": _timed(Timed.HOLD),
        "move": _timed(Timed.MOVE),
        "rest": _timed(Timed.REST),
        "reps": _reps,
        "chime": _chime,
        "massage": _massage,
    },
)
"""A maker for each kind of step that holds no others."""
