"""Sessions made up by Hypothesis, and voices that take their own time."""

from __future__ import annotations

import itertools
import zlib

from hypothesis import strategies as st

from kiosk.plan.chimes import CHIME_MS
from kiosk.script.kind import Kind
from kiosk.script.mark import Mark
from kiosk.script.model import (
    AnyStep,
    Chime,
    Coach,
    Counts,
    Duration,
    Hold,
    Lengths,
    Phase,
    Prompt,
    PromptPoint,
    Ready,
    Repeat,
    Reps,
    Say,
    Script,
    Side,
    Sides,
    Source,
    Text,
    Timed,
    Wait,
)

HERE = Mark("made-up.yaml", 1, 1)
_WORDS = [
    "Press.",
    "Let go, and breathe.",
    "Bend slowly as far as it is good.",
    "Keep on.",
    "Turn.",
]
_SIDED = ["Your <side> leg.", "From the <other side> to the <side>.", "<side>"]


def text(words: str) -> Text:
    return Text(words, HERE, (("es", f"En español: {words}"),))


def texts(*, sided: bool) -> st.SearchStrategy[Text]:
    return st.sampled_from(_WORDS + _SIDED * sided).map(text)


durations = st.one_of(
    st.integers(500, 90_000).map(lambda ms: Duration(ms=ms)),
    st.integers(1, 6).map(lambda breaths: Duration(breaths=breaths)),
)
lengths = st.tuples(st.integers(500, 60_000), st.integers(0, 30_000)).map(
    lambda pair: Lengths(Duration(ms=pair[0]), Duration(ms=sum(pair)))
)
counts = st.tuples(st.integers(1, 4), st.integers(0, 2)).map(lambda p: Counts(p[0], sum(p)))


@st.composite
def _prompts(draw: st.DrawFn, *, sided: bool) -> tuple[Prompt, ...]:
    return tuple(
        Prompt(
            draw(st.sampled_from(PromptPoint)),
            Duration(ms=draw(st.integers(500, 40_000))),
            draw(texts(sided=sided)),
            HERE,
        )
        for _ in range(draw(st.integers(0, 3)))
    )


@st.composite
def _leaf(draw: st.DrawFn, *, sided: bool) -> AnyStep:
    words = texts(sided=sided)
    maybe = st.none() | words
    match draw(st.integers(0, 7)):
        case 0:
            return Ready(
                HERE, "", draw(words), draw(durations), draw(maybe), draw(maybe), name=draw(maybe)
            )
        case 1:
            return Wait(HERE, "", draw(words), Duration(ms=60_000))
        case 2:
            return Say(HERE, "", draw(words), draw(st.none() | durations), draw(maybe))
        case 3:
            return Chime(HERE, "", draw(st.sampled_from(sorted(CHIME_MS))))
        case 4:
            phases = draw(st.lists(durations, min_size=1, max_size=3))
            return Reps(
                HERE,
                "",
                draw(counts),
                tuple(Phase(text("up"), each) for each in phases),
                draw(words),
                draw(maybe),
                draw(maybe),
                name=draw(maybe),
            )
        case _:
            return Hold(
                HERE,
                "",
                draw(st.sampled_from(Timed)),
                draw(lengths),
                draw(maybe),
                draw(maybe),
                draw(maybe),
                draw(_prompts(sided=sided)),
                figure=draw(st.sampled_from(["", "pelvic-tilt"])),
                name=draw(maybe),
            )


@st.composite
def _steps(draw: st.DrawFn, *, sided: bool = False, depth: int = 3) -> tuple[AnyStep, ...]:
    steps: list[AnyStep] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.integers(0, 5)) if depth else 0
        if kind == 4:
            inner = draw(_steps(sided=sided, depth=depth - 1))
            name = draw(st.none() | texts(sided=sided))
            steps.append(Repeat(HERE, "", draw(counts), inner, name=name))
        elif kind == 5 and not sided:
            inner = draw(_steps(sided=True, depth=depth - 1))
            sides = draw(
                st.sampled_from([(Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT), (Side.RIGHT,)])
            )
            steps.append(Sides(HERE, "", sides, draw(durations), inner))
        else:
            steps.append(draw(_leaf(sided=sided)))
    return tuple(steps)


def made_script(steps: tuple[AnyStep, ...], coach: Coach | None = None) -> Script:
    return Script(
        name="made-up",
        file="made-up.yaml",
        title=text("Made up"),
        summary=text("For a test."),
        kind=Kind.STRETCH,
        position=text("lying down"),
        steps=steps,
        sources=(Source("A book"),),
        cautions=(text("Stop if it hurts."),),
        equipment=(text("mat"),),
        coach=coach or Coach(),
    )


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    coach = Coach(*(draw(st.booleans()) for _ in range(5)))
    return made_script(draw(_steps()), coach)


class Voice:
    """Takes a time of its own for every text, the same each time it is asked."""

    def __init__(self, seed: int = 0, slowest_ms: int = 3_000) -> None:
        self.seed, self.slowest_ms = seed, slowest_ms

    def __call__(self, words: str) -> int:
        return 150 + zlib.crc32(f"{self.seed}{words}".encode()) % self.slowest_ms

    def __repr__(self) -> str:
        return f"Voice({self.seed}, {self.slowest_ms})"


voices = st.builds(Voice, st.integers(0, 1_000), st.sampled_from([1, 400, 1_500, 3_000, 20_000]))


def pairs(items):
    return itertools.pairwise(items)
