"""One question, one screen: large answers, each in one tap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.language import _
from kiosk.reception import AnswerForm, Question
from kiosk.screen import theme
from kiosk.screen import words_people as words
from kiosk.screen.people_choose import FocusPage
from kiosk.screen.people_shape import Mien
from kiosk.screen.piece import Piece, Text
from kiosk.screen.shapes import Frame, Panel, Sign
from kiosk.screen.theme import Colour, Mood, Sizes
from kiosk.screen.touch import Button, Pressable


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer.

    Attributes:
        value: As `Reception.answer` takes it.
        text: The word or the number.
        word: What a number means.
        sign: Drawn beside it; or empty.
    """

    value: int | None
    text: str
    word: str = ""
    sign: str = ""


_CHOICES = {
    AnswerForm.YES_NO: (
        Choice(1, words.YES, sign="check"),
        Choice(0, words.NO, sign="close"),
    ),
    AnswerForm.ZERO_TO_TEN: tuple(
        Choice(number, str(number), word) for number, word in enumerate(words.PAIN)
    ),
    AnswerForm.BETTER_SAME_WORSE: (
        Choice(2, words.BETTER, sign="up"),
        Choice(1, words.SAME, sign="same"),
        Choice(0, words.WORSE, sign="down"),
    ),
    AnswerForm.OFFER: (
        Choice(1, words.YES, sign="plus"),
        Choice(0, words.STAY, sign="same"),
    ),
    AnswerForm.NOTICE: (Choice(None, words.GO_ON, sign="check"),),
}


def _mood_of(number: int) -> Mood:
    """Warmer as it hurts more; the word and the face say the same."""
    if number <= 0:
        return theme.WORK
    if number <= 3:
        return theme.EASE
    if number <= 6:
        return theme.LISTEN
    return theme.WAIT if number <= 9 else theme.WARM


class Answer(Pressable):
    """A large tile with one answer."""

    def __init__(
        self, choice: Choice, sizes: Sizes, on_answer: Callable[[int | None], None], mood: Mood
    ) -> None:
        super().__init__(lambda: on_answer(choice.value))
        self.choice = choice
        self._sizes = sizes
        self._ground: Colour = mood.wash
        numbered = bool(choice.word) and choice.value is not None
        self._panel = Panel(colour=mood.wash, radius=sizes.radius, border=mood.ink, line=sizes.line)
        self.text = Text(
            _(choice.text), sizes=sizes.steps(sizes.display * 0.75), bold=True, across="center",
            leading=1.0,
        )  # fmt: skip
        self.word = Text(
            _(choice.word), sizes=sizes.steps(sizes.body), across="center", colour=theme.INK
        )
        self._drawn: Piece = Sign(choice.sign, mood.ink)
        if numbered and choice.value is not None:
            self._drawn = Mien(choice.value, mood.ink, mood.wash)
        for piece in (self._panel, self._drawn, self.text, self.word):
            self.add_widget(piece)

    def press(self, *, pressed: bool) -> None:
        """Darken under a finger."""
        super().press(pressed=pressed)
        self._panel.paint(theme.STONE if pressed else self._ground, theme.INK)

    def arrange(self) -> None:
        """Face, number and word under one another; or a sign and its word."""
        gap = self._sizes.gap * 0.6
        self._panel.place(*self.pos, *self.size)
        inner = self.width - 2 * gap
        if self.choice.word:
            word = self._sizes.body * 1.3
            high = self.height - word - 2.2 * gap
            half = inner / 2
            size = min(high, half)
            low = self.y + word + gap
            self._drawn.place(self.x + gap, low + (high - size) / 2, size, size)
            self.text.place(self.x + gap + half, low, half, high)
            self.word.place(self.x + gap, self.y + gap * 0.6, inner, word)
            return
        sign = min(self.height * 0.3, self.width * 0.3, self._sizes.display * 1.4)
        word = min(self.height * 0.42, self._sizes.display * 1.8)
        low = self.center_y - (sign + word + gap) / 2
        self.text.place(self.x + gap, low, inner, word)
        self._drawn.place(self.x, low + word + gap, self.width, sign)


class QuestionPage(FocusPage):
    """A question, its answers, and a quiet way past it.

    Attributes:
        answers: The tiles, in order.
        later: The quiet way past, or None where there is none.
    """

    name = "question"

    def __init__(
        self,
        sizes: Sizes,
        question: Question,
        *,
        on_answer: Callable[[int | None], None],
        later: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        super().__init__(sizes, later[1] if later is not None else None)
        self.question = question
        counted = question.of > 1
        self.number = Text(
            _(words.QUESTION_OF).format(number=question.number, of=question.of) if counted else "",
            sizes=sizes.steps(sizes.body),
            colour=theme.QUIET,
        )
        self.text = Text(
            question.text, sizes=sizes.steps(sizes.title * 1.25, sizes.body), bold=True
        )
        self.help = Text(
            question.help, sizes=sizes.steps(sizes.lead), colour=theme.QUIET, down="top"
        )
        zero_to_ten = question.form is AnswerForm.ZERO_TO_TEN
        self.answers = tuple(
            Answer(
                choice,
                sizes,
                on_answer,
                _mood_of(choice.value or 0) if zero_to_ten else theme.WORK,
            )
            for choice in _CHOICES[question.form]
        )
        self.later: Button | None = None
        self.targets = [*self.answers]
        self.add(self.number, self.text, self.help, *self.answers)
        if later is not None:
            self.later = Button(later[0], later[1], sizes, quiet=True)
            self.targets.append(self.later)
            self.add(self.later)

    def arrange(self) -> None:
        """The question above, the answers as large as there is room for."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        low, top = self.y + margin * 0.7, self.top - margin * 0.7
        if self.later is not None:
            self.later.place(margin, low, min(inner, sizes.target * 3.2), sizes.target)
            low += sizes.target + gap
        if self.number.text:
            line = sizes.body * 1.5
            self.number.place(margin, top - line, inner, line)
            top -= line
        columns = self._columns()
        rows = -(-len(self.answers) // columns)
        room = top - low
        # A finger comes first: the words have what its targets leave.
        spare = room - rows * sizes.target - (rows - 1) * gap * 0.8 - 1.5 * gap
        spare = min(max(spare, room * 0.18), room * (0.45 if rows > 1 else 0.62))
        helped = min(self.help.height_for(inner), spare * 0.4)
        asked = min(self.text.height_for(inner), spare - helped)
        self.text.place(margin, top - asked, inner, asked)
        top -= asked + gap * 0.5
        self.help.place(margin, top - helped, inner, helped)
        top -= helped + gap
        self._arrange_answers(margin, low, inner, top - low, columns, rows)

    def _columns(self) -> int:
        count = len(self.answers)
        if count > 3:
            return 3 if self.sizes.portrait else 6
        return 1 if self.sizes.portrait else count

    def _arrange_answers(
        self, left: float, low: float, width: float, room: float, columns: int, rows: int
    ) -> None:
        gap = self.sizes.gap * 0.8
        across = (width - gap * (columns - 1)) / columns
        down = (room - gap * (rows - 1)) / rows
        down = min(down, self.sizes.target * (2.6 if rows > 1 else 3.4))
        top = low + room
        for at, answer in enumerate(self.answers):
            row, column = divmod(at, columns)
            high = top - row * (down + gap)
            answer.place(left + column * (across + gap), high - down, across, down)


class UrgentPage(FocusPage):
    """Get medical help now: the whole screen says it, and stays until somebody has read it."""

    name = "urgent"

    def __init__(
        self, sizes: Sizes, question: Question, *, on_answer: Callable[[int | None], None]
    ) -> None:
        super().__init__(sizes)
        self.question = question
        mood = theme.URGENT
        self._frame = Frame(theme.URGENT_FOCUS, radius=sizes.radius, line=max(5.0, sizes.line * 4))
        self._ground = Panel(colour=mood.ink, radius=0)
        self._badge = Panel(colour=theme.CARD, radius=sizes.display * 2)
        self._sign = Sign("attention", mood.ink)
        self.text = Text(
            question.text,
            sizes=sizes.steps(sizes.display * 1.4, sizes.lead),
            colour=theme.CARD,
            bold=True,
        )
        # No small print: the rest is as large as there is room for.
        self.help = Text(
            question.help,
            sizes=sizes.steps(sizes.title * 1.2, sizes.lead),
            colour=theme.CARD,
            bold=True,
        )
        choices: Sequence[Choice] = _CHOICES[question.form]
        if question.form is AnswerForm.NOTICE:
            choices = (Choice(None, words.I_HAVE_READ_IT),)
        self.answers = tuple(_UrgentButton(each, sizes, on_answer) for each in choices)
        self.targets = [*self.answers]
        self.add(self._ground, self._badge, self._sign, self.text, self.help, *self.answers)

    def focus(self, at: int | None) -> None:
        """Here the frame lies above the ground."""
        super().focus(at)
        if self._frame.parent is not None:
            self.remove_widget(self._frame)
            self.add_widget(self._frame, index=len(self.children) - 1)

    def arrange(self) -> None:
        """A badge, the words, and the button."""
        sizes, margin, gap = self.sizes, self.sizes.margin * 1.3, self.sizes.gap
        self._ground.place(*self.pos, *self.size)
        inner = self.width - 2 * margin
        low = self.y + margin
        count = len(self.answers)
        each = (inner - gap * (count - 1)) / count
        high = sizes.target * 1.25
        for at, answer in enumerate(self.answers):
            answer.place(margin + at * (each + gap), low, each, high)
        low += high + gap * 1.5
        room = self.top - margin - low
        badge = min(room * 0.3, sizes.display * 2.2)
        top = self.top - margin
        left, wide = margin, inner
        if not sizes.portrait:
            badge = min(room * 0.5, inner * 0.18)
            left, wide = margin + badge + 2 * gap, inner - badge - 2 * gap
        self._badge.place(margin, top - badge, badge, badge)
        self._sign.place(margin + badge * 0.2, top - badge * 0.8, badge * 0.6, badge * 0.6)
        if sizes.portrait:
            top -= badge + gap * 1.5
        room = top - low
        asked = room * (0.5 if self.help.text else 1.0)
        self.text.place(left, top - asked, wide, asked)
        self.help.place(left, low, wide, room - asked - gap)


class _UrgentButton(Button):
    """White on red."""

    def __init__(
        self, choice: Choice, sizes: Sizes, on_answer: Callable[[int | None], None]
    ) -> None:
        super().__init__(_(choice.text), lambda: on_answer(choice.value), sizes, size=sizes.title)
        self.choice = choice
        self._text.show(_(choice.text), theme.URGENT.ink)
