"""From nodes to a `Script`: every key checked, every problem reported, none twice.

The reader never stops at the first problem. A value that cannot be read is left out, its step is
read on, and only at the end does a script with errors become None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.script.fields import Fields
from kiosk.script.grammar import COACH_FORM, PART_FORM, SCRIPT_FORM, SOURCE_FORM, STEP_FORMS
from kiosk.script.model import (
    AnyStep,
    Chime,
    Coach,
    Duration,
    Hold,
    Kind,
    Mark,
    Massage,
    Ready,
    Repeat,
    Reps,
    Say,
    Script,
    Sides,
    Source,
    Text,
    Timed,
    Wait,
)
from kiosk.script.problems import Problem, did_you_mean, listed
from kiosk.script.source import ListNode, MapNode, Node, ScalarNode, parse
from kiosk.script.source import Source as SourceText
from kiosk.units import MINUTE, SECOND

Resolve = Callable[[str], "SourceText | None"]
"""Gives the text of an included part by its name, or None where there is no such part."""

MAX_INCLUDE_DEPTH: Final = 4
READY_FOR: Final = Duration(ms=10 * SECOND)
WAIT_AT_MOST: Final = Duration(ms=MINUTE)
SHORTEST_WAIT_MS: Final = 20 * SECOND
LONGEST_WAIT_MS: Final = 10 * MINUTE
CHANGE_FOR: Final = Duration(ms=8 * SECOND)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a script may refer to outside itself.

    Attributes:
        figures: The names in the figure registry; None where they are not known.
        chimes: The names of the chimes.
        parts: The names of the parts that can be included, for "did you mean".
        resolve: Gives a part's text.
        breath_ms: The length of a breath, to compare lengths with.
    """

    figures: frozenset[str] | None = None
    chimes: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    resolve: Resolve = field(default=lambda _name: None)
    breath_ms: int = 4 * SECOND


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file.

    Attributes:
        script: The session, or None where an error keeps it from being used.
        problems: Everything that was found, in the order of the lines.
        is_part: The file holds a part to be included, not a session of its own.
    """

    script: Script | None
    problems: tuple[Problem, ...]
    is_part: bool = False
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    """The texts that were read, by file name: the script's own and its parts'."""


def read(name: str, source: SourceText, around: Surroundings) -> Reading:
    """Read a session script.

    Args:
        name: The session's name in the library.
        source: Its text; problems found while decoding it are reported too.
        around: What it may refer to.
    """
    root = parse(source)
    problems = source.problems
    if root is None:
        if not problems:
            problems.append(source.problem(1, 1, 'This file is empty. Begin with "title:".'))
        return Reading(None, _in_order(problems))
    if not isinstance(root, MapNode):
        message = 'A session is a list of keys such as "title:" and "steps:", not this.'
        problems.append(source.problem(root.line, root.column, message))
        return Reading(None, _in_order(problems))
    reader = _Reader(source, around, problems)
    if any(key.value == "part" for key, _ in root.items):
        reader.part(root)
        return Reading(None, _in_order(problems), is_part=True, sources=reader.sources)
    script = reader.script(name, root)
    if any(problem.is_error for problem in problems):
        script = None
    return Reading(script, _in_order(problems), sources=reader.sources)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    unique = {(p.mark, p.message): p for p in problems}
    return tuple(sorted(unique.values(), key=lambda p: (p.mark.file, p.mark.line, p.mark.column)))


@dataclass(slots=True)
class _Extras:
    """What included parts add to the session that includes them."""

    equipment: list[Text] = field(default_factory=list)
    cautions: list[Text] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


class _Reader:
    """Reads one file; an include is read by another one with the same problems list."""

    def __init__(
        self,
        source: SourceText,
        around: Surroundings,
        problems: list[Problem],
        *,
        language: str = "en",
        chain: tuple[str, ...] = (),
        extras: _Extras | None = None,
        sources: dict[str, SourceText] | None = None,
    ) -> None:
        self.sources = {} if sources is None else sources
        self.sources[source.file] = source
        self._around = around
        self._problems = problems
        self._source = source
        self._chain = chain
        self._extras = extras or _Extras()
        self._fields = Fields(source, problems, around.figures, around.chimes, around.breath_ms)
        self._fields.language = language

    def script(self, name: str, root: MapNode) -> Script | None:
        fields = self._fields
        fields.take_language(root)
        got = fields.read(root, SCRIPT_FORM, "a session")
        steps = self._steps(got.get("steps"), "", sided=False)
        extras = self._extras
        sources = (*self._sources(got.get("source")), *extras.sources)
        cautions = _once((*got.get("caution", ()), *extras.cautions))
        needed = SCRIPT_FORM.required
        if any(got.get(key) is None for key in needed) or not steps:
            return None
        return Script(
            name=name,
            file=self._source.file,
            title=got["title"],
            summary=got["summary"],
            kind=Kind(got["kind"]),
            position=got["position"],
            steps=steps,
            sources=tuple(dict.fromkeys(sources)),
            cautions=cautions,
            equipment=_once((*got.get("equipment", ()), *extras.equipment)),
            focus=got.get("focus", ()),
            coach=self._coach(got.get("coach")),
            language=fields.language,
            figure=got.get("figure") or _first_figure(steps),
            note=got.get("note"),
        )

    def part(
        self, root: MapNode, prefix: str = "", *, sided: bool | None = None
    ) -> tuple[AnyStep, ...]:
        got = self._fields.read(root, PART_FORM, "a part")
        self._extras.equipment.extend(got.get("equipment", ()))
        self._extras.cautions.extend(got.get("caution", ()))
        self._extras.sources.extend(self._sources(got.get("source")))
        return self._steps(got.get("steps"), prefix, sided=sided)

    def _coach(self, node: MapNode | None) -> Coach:
        if node is None:
            return Coach()
        got = self._fields.read(node, COACH_FORM, "coach")
        return Coach(
            countdown=got.get("countdown", True),
            halfway=got.get("halfway", True),
            next_up=got.get("next", True),
            final=got.get("final", True),
        )

    def _sources(self, node: Node | None) -> tuple[Source, ...]:
        if node is None:
            return ()
        entries = node.items if isinstance(node, ListNode) else [node]
        sources = []
        for entry in entries:
            if not isinstance(entry, MapNode):
                self._fields.complain(
                    entry, 'A source has a "title:" below it, and may have "url:".'
                )
                continue
            got = self._fields.read(entry, SOURCE_FORM, "a source")
            if got.get("title"):
                sources.append(Source(got["title"], got.get("url", ""), got.get("note", "")))
        return tuple(sources)

    def _steps(self, node: Node | None, prefix: str, *, sided: bool | None) -> tuple[AnyStep, ...]:
        """Read a list of steps. `sided` is None in a part, which may stand inside sides or not."""
        if node is None:
            return ()
        if not isinstance(node, ListNode):
            self._fields.complain(
                node, 'Steps are a list: each begins with "- ", such as "- hold: 5s".'
            )
            return ()
        if not node.items:
            self._fields.complain(node, "There is no step here. Add at least one.")
        steps: list[AnyStep] = []
        for number, item in enumerate(node.items, 1):
            step = self._step(item, f"{prefix}{number}", sided=sided)
            if isinstance(step, tuple):
                steps.extend(step)
            elif step is not None:
                steps.append(step)
        return tuple(steps)

    def _step(
        self, node: Node, id_: str, *, sided: bool | None
    ) -> AnyStep | tuple[AnyStep, ...] | None:
        fields = self._fields
        if not isinstance(node, MapNode):
            fields.complain(node, _not_a_step(node))
            return None
        kind = self._kind_of(node)
        if kind is None:
            return None
        fields.sided = sided
        got = fields.read(node, STEP_FORMS[kind], f'a "{kind}" step')
        mark = Mark(self._source.file, node.line, node.column)
        step: AnyStep | tuple[AnyStep, ...] | None = _MAKE[kind](self, mark, id_, got, sided=sided)
        return step

    def _kind_of(self, node: MapNode) -> str | None:
        names = [key.value for key, _ in node.items]
        found = [name for name in names if name in STEP_FORMS]
        # `say` is a step of its own and a key of others; the other one then names the step.
        if len(found) > 1 and "say" in found:
            found.remove("say")
        if len(found) == 1:
            return found[0]
        key = node.items[0][0] if node.items else None
        if len(found) > 1:
            second = next(k for k, _ in node.items if k.value == found[1])
            self._fields.complain(
                second,
                f'One step is "{found[0]}" or "{found[1]}", not both. '
                f'Begin a new step with "- {found[1]}:".',
            )
        elif key is not None:
            self._fields.complain(
                key,
                f'"{key.value}" is not a step. {did_you_mean(key.value, STEP_FORMS)}'
                f"A step is one of: {listed(STEP_FORMS)}.",
            )
        else:
            self._fields.complain(
                node, f"This step is empty. A step is one of: {listed(STEP_FORMS)}."
            )
        return None

    # One maker a step. Each gets what `Fields.read` understood; None where something is missing.

    def _ready(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Ready | None:
        if "ready" not in got:
            return None
        return Ready(
            mark, id_, got["ready"], got.get("for", READY_FOR), figure=got.get("figure", "")
        )

    def _wait(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Wait | None:
        if "wait" not in got:
            return None
        at_most = got.get("at most", WAIT_AT_MOST)
        if not SHORTEST_WAIT_MS <= at_most.in_ms(self._around.breath_ms) <= LONGEST_WAIT_MS:
            self._fields.complain_at("at most", "A wait lasts at most from 20s to 10m.")
        return Wait(mark, id_, got["wait"], at_most, figure=got.get("figure", ""))

    def _say(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Say | None:
        if "say" not in got:
            return None
        return Say(mark, id_, got["say"], got.get("pause"), figure=got.get("figure", ""))

    def _timed(self, timed: Timed, mark: Mark, id_: str, got: dict[str, Any]) -> Hold | None:
        if timed not in got:
            return None
        length = got[timed]
        self._fields.check_prompts(got.get("prompts", ()), length)
        return Hold(
            mark,
            id_,
            timed,
            length,
            got.get("say"),
            got.get("again"),
            got.get("caution"),
            got.get("prompts", ()),
            figure=got.get("figure", ""),
            name=got.get("name"),
        )

    def _hold(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Hold | None:
        return self._timed(Timed.HOLD, mark, id_, got)

    def _move(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Hold | None:
        return self._timed(Timed.MOVE, mark, id_, got)

    def _rest(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Hold | None:
        return self._timed(Timed.REST, mark, id_, got)

    def _reps(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Reps | None:
        if not got.get("tempo") or "reps" not in got:
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

    def _chime(self, mark: Mark, id_: str, got: dict[str, Any], **_: object) -> Chime | None:
        return Chime(mark, id_, got["chime"]) if got.get("chime") else None

    def _massage(
        self, mark: Mark, id_: str, got: dict[str, Any], *, sided: bool | None
    ) -> Massage | None:
        points = got.get("massage", ())
        if sided is False and any("<side>" in point for point in points):
            self._fields.complain_at(
                "massage", 'There is no side here: "<side>" works inside a "sides:" step only.'
            )
        if not points or any(key not in got for key in ("say", "onto", "ease off")):
            return None
        return Massage(
            mark,
            id_,
            points,
            got["say"],
            got["onto"],
            got["ease off"],
            got.get("at most"),
            got.get("caution"),
            figure=got.get("figure", ""),
            name=got.get("name"),
        )

    def _repeat(
        self, mark: Mark, id_: str, got: dict[str, Any], *, sided: bool | None
    ) -> Repeat | None:
        steps = self._steps(got.get("steps"), f"{id_}.", sided=sided)
        if "repeat" not in got or not steps:
            return None
        return Repeat(mark, id_, got["repeat"], steps, name=got.get("name"))

    def _sides(
        self, mark: Mark, id_: str, got: dict[str, Any], *, sided: bool | None
    ) -> Sides | None:
        if sided:
            self._fields.complain_at(
                "sides", "Sides stand inside sides already; remove one of them."
            )
        steps = self._steps(got.get("steps"), f"{id_}.", sided=True)
        if "sides" not in got or not steps:
            return None
        change = got.get("change", CHANGE_FOR)
        return Sides(mark, id_, got["sides"], change, steps, name=got.get("name"))

    def _include(
        self, _mark: Mark, id_: str, got: dict[str, Any], *, sided: bool | None
    ) -> tuple[AnyStep, ...]:
        name = got.get("include")
        if not name:
            return ()
        complain = self._fields.complain_at
        if name in self._chain:
            complain("include", f'"{name}" includes itself: {" > ".join((*self._chain, name))}.')
            return ()
        if len(self._chain) >= MAX_INCLUDE_DEPTH:
            complain("include", f"Parts include parts more than {MAX_INCLUDE_DEPTH} deep here.")
            return ()
        source = self._around.resolve(name)
        if source is None:
            parts = sorted(self._around.parts)
            known = f"There is: {listed(parts, 'and')}." if parts else "There are no parts yet."
            complain("include", f'There is no part "{name}". {did_you_mean(name, parts)}{known}')
            return ()
        return self._included(name, source, id_, sided=sided)

    def _included(
        self, name: str, source: SourceText, id_: str, *, sided: bool | None
    ) -> tuple[AnyStep, ...]:
        root = parse(source)
        self._problems.extend(source.problems)
        if not isinstance(root, MapNode):
            if not source.problems:
                self._fields.complain_at("include", f'The part "{name}" has no "steps:".')
            return ()
        reader = _Reader(
            source,
            self._around,
            self._problems,
            language=self._fields.language,
            chain=(*self._chain, name),
            extras=self._extras,
            sources=self.sources,
        )
        return reader.part(root, f"{id_}.", sided=sided)


_MAKE: Final[Mapping[str, Callable[..., Any]]] = {
    "ready": _Reader._ready,  # noqa: SLF001 -- a table of the class's own methods
    "wait": _Reader._wait,  # noqa: SLF001
    "say": _Reader._say,  # noqa: SLF001
    "hold": _Reader._hold,  # noqa: SLF001
    "move": _Reader._move,  # noqa: SLF001
    "rest": _Reader._rest,  # noqa: SLF001
    "reps": _Reader._reps,  # noqa: SLF001
    "repeat": _Reader._repeat,  # noqa: SLF001
    "sides": _Reader._sides,  # noqa: SLF001
    "chime": _Reader._chime,  # noqa: SLF001
    "include": _Reader._include,  # noqa: SLF001
    "massage": _Reader._massage,  # noqa: SLF001
}


def _not_a_step(node: Node) -> str:
    if isinstance(node, ScalarNode) and node.value:
        first, _, rest = node.value.partition(" ")
        if first.rstrip(":") in STEP_FORMS:
            return (
                f'A colon and a space are missing. Write "- {first.rstrip(":")}: {rest or "..."}".'
            )
    return (
        f'This is not a step. A step is a line such as "- hold: 5s"; one of: {listed(STEP_FORMS)}.'
    )


def _once(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    return tuple({text.default: text for text in reversed(texts)}.values())[::-1]


def _first_figure(steps: tuple[AnyStep, ...]) -> str:
    for step in steps:
        figure = _first_figure(step.steps) if isinstance(step, Repeat | Sides) else step.figure
        if figure:
            return figure
    return ""
