"""A visit: who is here, what they are asked, and when they are forgotten again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kivy.clock import Clock

from kiosk.language import _
from kiosk.reception import (
    GUEST,
    AnswerForm,
    Arrival,
    Assignment,
    Moment,
    Operator,
    PointStatus,
    Question,
    Reception,
    Urgent,
)
from kiosk.screen import words_people as wording
from kiosk.screen.page import Page
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import Tile
from kiosk.screen.people_who import tile_of, who_page
from kiosk.screen.theme import Sizes

FORGOTTEN_AFTER = 120.0
"""Seconds untouched outside a session and its questions until nobody is here any more."""
ASKED_FOR = 600.0
"""Seconds that the questions before a session wait: nobody is lying on the floor yet. The ones
after it wait without end, and so does what is urgent."""

_STAYS = frozenset({"session", "preparing", "urgent"})
"""Pages that nobody is sent away from."""


class Visit:
    """Knows the way between the page of names, the questions, and home."""

    def __init__(
        self,
        stage: Stage,
        reception: Reception,
        *,
        on_home: Callable[[], None],
        on_about: Callable[[str], None],
    ) -> None:
        self.reception = reception
        self._stage = stage
        self._on_home = on_home
        self._on_about = on_about
        self._moment: Moment | None = None
        self._answers: list[tuple[Question, int | None]] = []
        self._watched = ""
        self._touched = False
        self._alone = Clock.create_trigger(lambda _dt: self._forget(), FORGOTTEN_AFTER)
        self._tired = Clock.create_trigger(lambda _dt: self._forget(), ASKED_FOR)

    # Time

    def showing(self, page: Page) -> None:
        """Another page is shown: count anew."""
        self._watched = page.name
        self._watch()

    def touched(self) -> None:
        """Somebody is there."""
        self._touched = True
        self._watch()

    def close(self) -> None:
        """Count no more."""
        self._alone.cancel()
        self._tired.cancel()

    def _watch(self) -> None:
        self.close()
        if not self._touched or self._watched in _STAYS:
            return
        if self._watched != "question" or self._moment is Moment.ARRIVING:
            self._alone()
        elif self._moment is Moment.BEFORE:
            self._tired()

    def _forget(self) -> None:
        self._touched = False
        self.leave()

    # Coming and going

    def start(self) -> None:
        """Show where a person begins: setting up, names, or home for who is here already."""
        self._moment = None
        if self.reception.needs_setup:
            from kiosk.screen.setup import SetUp  # noqa: PLC0415  home comes first

            SetUp(self._stage, self.reception, self.start).begin()
        elif self.reception.here is not None:
            self._on_home()
        elif self.known:
            self.who()
        else:
            self._on_home()
            if self.reception.people():
                self._stage.run(lambda: self.reception.arrive(GUEST), lambda _arrival: None)

    @property
    def known(self) -> bool:
        """Whether anybody besides the guest is known here."""
        return any(person.id != GUEST for person in self.reception.people())

    def sign(self) -> Tile:
        """What home shows of who is here; where only guests come, just the way to the names."""
        here = self.reception.here
        if here is None or (here.id == GUEST and not self.known):
            return Tile("who", _(wording.WHO_IS_HERE), sign="person")
        return tile_of(here, _(wording.CHANGE))

    def due(self) -> frozenset[str]:
        """The sessions that are due today for who is here."""
        if self.reception.here is None:
            return frozenset()
        return frozenset(each.session for each in self.reception.due_today() if each.due)

    def change(self) -> None:
        """Somebody else is here, or somebody wants to say who they are."""
        if self.known:
            self.leave()
        else:
            self.who()

    def leave(self) -> None:
        """Forget who was here, and go back to the start."""

        def left(_nothing: None) -> None:
            self.start()

        self._stage.hush()
        self._stage.run(self.reception.leave, left, over=True)

    def who(self) -> None:
        """Show the names."""
        people = self.reception.people()
        home = self._on_home if self.reception.here is not None or not self.known else None
        self._stage.show(
            lambda sizes: who_page(
                sizes,
                people,
                on_choose=self._tapped,
                on_operator=self.ask_operator,
                on_home=home,
            )
        )

    def _tapped(self, person: str) -> None:
        card = next((each for each in self.reception.people() if each.id == person), None)
        if card is None:
            self.who()
        elif card.has_pin:
            self._ask_pin(card.id, _(wording.PIN_OF).format(name=card.name))
        else:
            self._arrive(person, "", "")

    def _ask_pin(self, person: str, heading: str, notice: str = "") -> None:
        from kiosk.screen.pin import PinPage  # noqa: PLC0415  home comes first

        self._stage.show(
            lambda sizes: PinPage(
                sizes,
                heading=heading,
                notice=notice,
                on_done=lambda pin: self._arrive(person, pin, heading),
                on_back=self.who,
            )
        )

    def _arrive(self, person: str, pin: str, heading: str) -> None:
        def arrived(arrival: Arrival) -> None:
            if arrival.person is not None:
                self.ask(Moment.ARRIVING, "", self._on_home)
            elif heading:
                self._ask_pin(person, heading, arrival.sentence)
            else:
                self._refuse(arrival.sentence)

        self._stage.run(lambda: self.reception.arrive(person, pin), arrived)

    # Questions

    def before(self, session: str, begin: Callable[[], None]) -> None:
        """Ask what is to be asked before a session; then begin it, or say why not."""

        def asked() -> None:
            self._stage.run(lambda: self.reception.refusal(session), decided)

        def decided(refusal: str) -> None:
            if isinstance(refusal, Urgent):
                self._alarm(refusal)
            elif refusal:
                self._refuse(refusal)
            else:
                begin()

        self.ask(Moment.BEFORE, session, asked)

    def after(self, session: str, then: Callable[[tuple[str, ...], tuple[str, ...]], None]) -> None:
        """Ask what is to be asked after a session; go on with how it felt, and what may follow."""
        from kiosk.screen import words_done  # noqa: PLC0415  home comes first

        def asked() -> None:
            self._stage.run(
                lambda: (self.reception.points(), self.reception.due_today()), looked_up
            )

        def looked_up(found: tuple[Sequence[PointStatus], Sequence[Assignment]]) -> None:
            answers = self._answers
            titles = {card.name: card.title for card in self._stage.station.cards()}
            follows = words_done.follows(session, *found, titles)
            then(words_done.felt(answers), (*words_done.chosen(answers), *follows))

        self.ask(Moment.AFTER, session, asked)

    def ask(self, moment: Moment, session: str, then: Callable[[], None]) -> None:
        """Ask one question after the other, then go on."""
        self._moment = moment
        self._answers = []

        def following(question: Question | None) -> None:
            if question is None:
                self._moment = None
                self._stage.hush()
                then()
            else:
                self._show_question(question, answered, past(question))

        def answered(question: Question, value: int | None) -> None:
            self._answers.append((question, value))

            def answer() -> Question | None:
                self.reception.answer(question.id, value)
                return self.reception.question(moment, session)

            self._stage.run(answer, following)

        def past(question: Question) -> tuple[str, Callable[[], None]] | None:
            if question.form is AnswerForm.NOTICE:
                return None
            if moment is Moment.BEFORE:
                return _(wording.LATER), lambda: self._put_off(session)
            return _(wording.SKIP), lambda: answered(question, None)

        self._stage.run(lambda: self.reception.question(moment, session), following)

    def _show_question(
        self,
        question: Question,
        on_answer: Callable[[Question, int | None], None],
        later: tuple[str, Callable[[], None]] | None,
    ) -> None:
        from kiosk.screen.questions import QuestionPage, UrgentPage  # noqa: PLC0415

        def answer(value: int | None) -> None:
            on_answer(question, value)

        def build(sizes: Sizes) -> Page:
            if question.urgent:
                return UrgentPage(sizes, question, on_answer=answer)
            return QuestionPage(sizes, question, on_answer=answer, later=later)

        self._stage.show(build)
        spoken = f"{question.text} {question.help}".strip()
        self._stage.say(spoken, urgent=question.urgent)

    def _put_off(self, session: str) -> None:
        self._stage.hush()
        self._on_about(session)

    def _alarm(self, sentence: str) -> None:
        """Get medical help now: as loud as the question that found it out."""
        first, stop, rest = sentence.partition(". ")
        notice = Question(
            "refused", AnswerForm.NOTICE, f"{first}.".rstrip(".") + stop.strip(), rest, urgent=True
        )
        self._moment = None
        self._show_question(notice, lambda _question, _value: self._back(), None)

    def _back(self) -> None:
        self._stage.hush()
        self.start()

    def _refuse(self, sentence: str) -> None:
        from kiosk.screen.plain import Apology  # noqa: PLC0415  home comes first

        self._moment = None
        self._stage.show(
            lambda sizes: Apology(
                sizes,
                name="not-now",
                heading=_(wording.NOT_NOW),
                text=sentence,
                on_home=self._back,
            )
        )
        self._stage.say(sentence)

    # The operator

    def ask_operator(self, notice: str = "") -> None:
        """Ask for the operator's PIN."""
        from kiosk.screen.pin import PinPage  # noqa: PLC0415  home comes first

        self._stage.show(
            lambda sizes: PinPage(
                sizes,
                heading=_(wording.OPERATOR_PIN),
                notice=notice,
                on_done=self._open_desk,
                on_back=self.who,
            )
        )

    def _open_desk(self, pin: str) -> None:
        def opened(desk: Operator | str) -> None:
            if isinstance(desk, str):
                self.ask_operator(desk)
                return
            from kiosk.screen.operator_desk import Desk  # noqa: PLC0415  home comes first

            Desk(self._stage, desk, on_leave=self.leave).open()

        self._stage.run(lambda: self.reception.operator(pin), opened)
