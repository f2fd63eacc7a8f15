"""From nodes to a `Script`: every key checked, every problem reported, none twice.

The reader never stops at the first problem. A value that cannot be read is left out, its step is
read on, and only at the end does a script with errors become None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.language import N_, _
from kiosk.script.compose import parse
from kiosk.script.fields import Fields, read_fields, take_language
from kiosk.script.grammar import COACH_FORM, PART_FORM, SCRIPT_FORM, SOURCE_FORM, STEP_FORMS
from kiosk.script.kind import Kind
from kiosk.script.kinds import kind_of
from kiosk.script.mark import Mark
from kiosk.script.model import (
    AnyStep,
    Coach,
    Duration,
    Repeat,
    Saying,
    Script,
    Sides,
    Source,
    Text,
)
from kiosk.script.nodes import ListNode, MapNode, Node
from kiosk.script.page import Page, TooManyProblems
from kiosk.script.problems import Problem, did_you_mean, listed
from kiosk.script.source import MAX_BYTES
from kiosk.script.source import Source as SourceText
from kiosk.script.steps import MAKERS
from kiosk.script.traps import item_on
from kiosk.units import SECOND

Resolve = Callable[[str], "SourceText | None"]
"""Gives the text of an included part by its name, or None where there is no such part."""

_PARTS: Final = "shared"
"""The folder of the parts; what is in it is a part, whatever its keys say."""
MAX_INCLUDE_DEPTH: Final = 4
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
    draft: Script | None = None
    """What could be read of it, for the checker to weigh: with gaps, unless it is the script."""


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
            problems.append(source.problem(1, 1, _('This file is empty. Begin with "title:".')))
        return Reading(None, _in_order(problems))
    if not isinstance(root, MapNode):
        message = _('A session is a list of keys such as "title:" and "steps:", not this.')
        problems.append(source.problem(root.line, root.column, message))
        return Reading(None, _in_order(problems))
    reader = _Reader(source, around, problems)
    is_part = f"/{source.file}".rpartition("/")[0].endswith(f"/{_PARTS}") or any(
        key.value == "part" for key, _value in root.items
    )
    draft: Script | None = None
    try:  # noqa: SIM105 -- a pure room imports little
        draft = reader.draft_of_part(root) if is_part else reader.script(name, root)
    except TooManyProblems:
        pass
    whole = not is_part and not any(problem.is_error for problem in problems)
    return Reading(draft if whole else None, _in_order(problems), is_part, reader.sources, draft)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    unique = {(p.mark, p.message): p for p in problems}
    return tuple(sorted(unique.values(), key=lambda p: (p.mark.file, p.mark.line, p.mark.column)))


@dataclass(slots=True)
class _Extras:
    """What included parts add to the session that includes them."""

    chars: int = 0
    """The length of all parts read so far."""
    equipment: list[Text] = field(default_factory=list)
    cautions: list[Text] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)


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
        self._chain = chain
        self._extras = extras or _Extras()
        self._page = Page(
            source, problems, around.figures, around.chimes, around.breath_ms, language
        )

    def script(self, name: str, root: MapNode) -> Script | None:
        page = self._page
        take_language(page, root)
        got = read_fields(page, root, SCRIPT_FORM, N_("a session"))
        steps = self._steps(got.get("steps"), "", sided=False)
        extras = self._extras
        sources = (*self._sources(got.get("source")), *extras.sources)
        cautions = _once((*got.get("caution", ()), *extras.cautions))
        if not steps:
            return None
        gap = Text("", page.mark(root))
        return Script(
            name=name,
            file=page.source.file,
            title=got.get("title") or gap,
            summary=got.get("summary") or gap,
            kind=Kind(got.get("kind") or Kind.STRENGTHEN),
            position=got.get("position") or gap,
            steps=steps,
            sources=tuple(dict.fromkeys(sources)),
            cautions=cautions,
            equipment=_once((*got.get("equipment", ()), *extras.equipment)),
            focus=got.get("focus", ()),
            coach=self._coach(got.get("coach")),
            language=page.language,
            figure=got.get("figure") or _first_figure(steps),
            note=got.get("note"),
            pronounce=(*extras.sayings, *got.get("pronounce", ())),
        )

    def draft_of_part(self, root: MapNode) -> Script | None:
        """A part's steps as a session, to be weighed."""
        steps = self.part(root)
        gap = Text("", self._page.mark(root))
        file, language = self._page.source.file, self._page.language
        kind = Kind.STRENGTHEN
        if not steps:
            return None
        extras = self._extras
        return Script(
            name="",
            file=file,
            title=gap,
            summary=gap,
            kind=kind,
            position=gap,
            steps=steps,
            sources=(),
            cautions=_once(tuple(extras.cautions)),
            equipment=_once(tuple(extras.equipment)),
            language=language,
            pronounce=tuple(extras.sayings),
        )

    def part(
        self, root: MapNode, prefix: str = "", *, sided: bool | None = None
    ) -> tuple[AnyStep, ...]:
        got = read_fields(self._page, root, PART_FORM, N_("a part"))
        self._extras.equipment.extend(got.get("equipment", ()))
        self._extras.cautions.extend(got.get("caution", ()))
        self._extras.sources.extend(self._sources(got.get("source")))
        self._extras.sayings.extend(got.get("pronounce", ()))
        return self._steps(got.get("steps"), prefix, sided=sided)

    def _coach(self, node: Node | None) -> Coach:
        if node is None:
            return Coach()
        got = read_fields(self._page, node, COACH_FORM, N_("coach"))
        return Coach(
            countdown=got.get("countdown", True),
            halfway=got.get("halfway", True),
            next_up=got.get("next", True),
            final=got.get("final", True),
            count=got.get("count", True),
        )

    def _sources(self, node: Node | None) -> tuple[Source, ...]:
        if node is None:
            return ()
        entries = node.items if isinstance(node, ListNode) else [node]
        sources = []
        for entry in entries:
            if not isinstance(entry, MapNode):
                self._page.complain(
                    entry, _('A source has a "title:" below it, and may have "url:".')
                )
                continue
            got = read_fields(self._page, entry, SOURCE_FORM, N_("a source"))
            if got.get("title"):
                sources.append(Source(got["title"], got.get("url", ""), got.get("note", "")))
        return tuple(sources)

    def _steps(self, node: Node | None, prefix: str, *, sided: bool | None) -> tuple[AnyStep, ...]:
        """Read a list of steps. `sided` is None in a part, which may stand inside sides or not."""
        if node is None:
            return ()
        if (
            isinstance(node, MapNode)
            and node.items
            and (key := node.items[0][0]).value in STEP_FORMS
        ):
            words = item_on(self._page.source.excerpt(key.line))
            self._page.complain(
                key, _('A step begins with a dash. Write "- {words}".').format(words=words)
            )
            node = ListNode(node.line, node.column, flow=False, items=[node])
        if not isinstance(node, ListNode):
            self._page.complain(
                node, _('Steps are a list: each begins with "- ", such as "- hold: 5s".')
            )
            return ()
        if not node.items:
            self._page.complain(node, _("There is no step here. Add at least one."))
        steps: list[AnyStep] = []
        kind = before = None
        for number, item in enumerate(node.items, 1):
            before = kind or before
            kind = kind_of(self._page, item, before)
            step = self._step(item, kind, f"{prefix}{number}", sided=sided) if kind else None
            if isinstance(step, tuple):
                steps.extend(step)
            elif step is not None:
                steps.append(step)
        return tuple(steps)

    def _step(
        self, node: Node, kind: str, id_: str, *, sided: bool | None
    ) -> AnyStep | tuple[AnyStep, ...] | None:
        page = self._page
        page.sided = sided
        got = read_fields(page, node, STEP_FORMS[kind], kind)
        mark = page.mark(node)
        if maker := MAKERS.get(kind):
            return maker(page, mark, id_, got)
        match kind:
            case "repeat":
                return self._repeat(mark, id_, got, sided=sided)
            case "sides":
                return self._sides(mark, id_, got, sided=sided)
            case _:
                return self._include(id_, got, sided=sided)

    # The steps that hold others.

    def _repeat(self, mark: Mark, id_: str, got: Fields, *, sided: bool | None) -> Repeat | None:
        steps = self._steps(got.get("steps"), f"{id_}.", sided=sided)
        if "repeat" not in got or not steps:
            return None
        return Repeat(mark, id_, got["repeat"], steps, name=got.get("name"))

    def _sides(self, mark: Mark, id_: str, got: Fields, *, sided: bool | None) -> Sides | None:
        if sided:
            self._page.complain(
                got.at["sides"], _("Sides stand inside sides already; remove one of them.")
            )
        steps = self._steps(got.get("steps"), f"{id_}.", sided=True)
        if "sides" not in got or not steps:
            return None
        change = got.get("change", CHANGE_FOR)
        return Sides(mark, id_, got["sides"], change, steps, name=got.get("name"))

    def _include(self, id_: str, got: Fields, *, sided: bool | None) -> tuple[AnyStep, ...]:
        name = got.get("include")
        if not name:
            return ()
        problem = ""
        source = None
        if name in self._chain:
            problem = _('"{name}" includes itself: {chain}.').format(
                name=name, chain=" > ".join((*self._chain, name))
            )
        elif len(self._chain) >= MAX_INCLUDE_DEPTH:
            problem = _("Parts include parts more than {most} deep here.").format(
                most=MAX_INCLUDE_DEPTH
            )
        else:
            source = self._around.resolve(name)
            self._extras.chars += len(source.text) if source else 0
            if self._extras.chars > MAX_BYTES:
                problem = _(
                    "With its parts this session is larger than {most} KiB. "
                    "Include fewer, or repeat them."
                ).format(most=MAX_BYTES // 1024)
        if source is not None and not problem:
            return self._included(name, source, got.at["include"], id_, sided=sided)
        if not problem:
            parts = sorted(self._around.parts)
            known = (
                _("There is: {list}.").format(list=listed(parts, "and"))
                if parts
                else _("There are no parts yet.")
            )
            problem = _('There is no part "{name}". {hint}{known}').format(
                name=name, hint=did_you_mean(name, parts), known=known
            )
        self._page.complain(got.at["include"], problem)
        return ()

    def _included(
        self, name: str, source: SourceText, at: Node, id_: str, *, sided: bool | None
    ) -> tuple[AnyStep, ...]:
        root = parse(source)
        self._page.problems.extend(source.problems)
        if not isinstance(root, MapNode):
            if not source.problems:
                self._page.complain(at, _('The part "{name}" has no "steps:".').format(name=name))
            return ()
        reader = _Reader(
            source,
            self._around,
            self._page.problems,
            language=self._page.language,
            chain=(*self._chain, name),
            extras=self._extras,
            sources=self.sources,
        )
        return reader.part(root, f"{id_}.", sided=sided)


def _once(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    return tuple({text.default: text for text in reversed(texts)}.values())[::-1]


def _first_figure(steps: tuple[AnyStep, ...]) -> str:
    for step in steps:
        figure = _first_figure(step.steps) if isinstance(step, Repeat | Sides) else step.figure
        if figure:
            return figure
    return ""
