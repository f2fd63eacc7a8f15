"""Words that would harm a listener, though nothing is wrong with how they are written.

A "right" that is said on both sides, a text that the kiosk would take for a command to itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kiosk.check.findings import Findings
from kiosk.language import N_, _
from kiosk.script.language import LITERAL_SIDES, LONGEST_COMMAND, is_command, one_side
from kiosk.script.mark import Mark
from kiosk.script.model import AnyStep, Hold, Massage, Repeat, Reps, Script, Sides, Text
from kiosk.script.problems import Severity

_SPOKEN: Final = ("say", "again", "caution", "onto", "ease_off")
_LINES_OF_A_TEXT: Final = 20
"""How far below its beginning a word of a text is looked for."""

_COMMAND: Final = N_(
    '"{words}" by itself is a voice command, and the kiosk would hear itself. Make it a sentence.'
)
_WORD_COMMAND: Final = N_(
    '"{words}" by itself is a voice command, and the kiosk would hear itself. Use another word.'
)


def listen(script: Script, findings: Findings) -> None:
    """Warn of every text that says a side on both sides, or is a command by itself."""
    listener = _Listener(script.language, findings)
    for caution in script.cautions:
        listener.command(caution, _COMMAND)
    listener.steps(script.steps, both=False)


class _Listener:
    def __init__(self, language: str, findings: Findings) -> None:
        self._language = language
        self._findings = findings

    def _warn(self, mark: Mark, message: str, width: int = 1) -> None:
        self._findings.add(mark, message, Severity.WARNING, width)

    def steps(self, steps: tuple[AnyStep, ...], *, both: bool) -> None:
        for step in steps:
            if isinstance(step, Repeat | Sides):
                each_side = isinstance(step, Sides) and len(step.sides) > 1
                self.steps(step.steps, both=both or each_side)
                continue
            for text in _texts(step):
                if len(text.default) <= LONGEST_COMMAND or text.translations:
                    self.command(text, _COMMAND)
                if both:
                    self._sides(text)
            if both and step.name:
                self._sides(step.name)
            if isinstance(step, Reps):
                self._tempo(step, both=both)
            elif isinstance(step, Massage) and both:
                self._points(step)

    def _versions(self, text: Text) -> tuple[tuple[str, str], ...]:
        return ((self._language, text.default), *text.translations)

    def command(self, text: Text, message: str) -> None:
        """Warn, with a sentence to be translated, of a text that the kiosk hears as a command."""
        for language, words in self._versions(text):
            if is_command(words, language):
                self._warn(text.mark_in(language), _(message).format(words=words))

    def _sides(self, text: Text) -> None:
        for language, words in self._versions(text):
            if side := one_side(words, language):
                self._warn(
                    self._place(text.mark_in(language), language, side),
                    _('"{word}" is said on both sides here. Write <side> or <other side>.').format(
                        word=side
                    ),
                    len(side),
                )

    def _place(self, mark: Mark, language: str, side: str) -> Mark:
        """Where a side word stands in a text."""
        source = self._findings.sources.get(mark.file)
        for line in range(mark.line, mark.line + _LINES_OF_A_TEXT if source else mark.line):
            start = mark.column - 1 if line == mark.line else 0
            excerpt = source.excerpt(line) if source else ""
            for found in LITERAL_SIDES[language].finditer(excerpt, start):
                if found[0] == side:
                    return Mark(mark.file, line, found.start() + 1)
        return mark

    def _tempo(self, step: Reps, *, both: bool) -> None:
        for phase in step.tempo:
            self.command(phase.word, _WORD_COMMAND)
        named = " ".join(phase.word.default for phase in step.tempo)
        if both and (side := one_side(named, self._language)):
            mark = next(p.word.mark for p in step.tempo if side in p.word.default)
            message = _('"{word}" is said on both sides here. Use another word.')
            self._warn(mark, message.format(word=side), len(side))

    def _points(self, step: Massage) -> None:
        """A point with a side of its own is pressed as often as there are sides."""
        sides = {point.rpartition(" ")[2] for point in step.points}
        if len(sides) == 1 and "<side>" not in step.points[0]:
            muscle = step.points[0].rpartition(" ")[0]
            self._warn(
                step.mark,
                _('"{point}" is pressed on both sides here. Write "{muscle} <side>".').format(
                    point=step.points[0], muscle=muscle
                ),
            )


def _texts(step: AnyStep) -> Iterator[Text]:
    """What a step says, in the order of its keys."""
    for name in _SPOKEN:
        text = getattr(step, name, None)
        if text is not None:
            yield text
    if isinstance(step, Hold):
        for prompt in step.prompts:
            yield prompt.text
