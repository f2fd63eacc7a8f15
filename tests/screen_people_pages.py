"""Every page about people, one after the other, with texts as long as they may become."""

from screen_harness import Screen

from kiosk.reception import AnswerForm, Assignment, Moment, PersonCard, Question
from kiosk.screen.fake import sample_station
from kiosk.screen.fake_reception import FakeReception, sample_people, sample_questions
from kiosk.screen.page import Page
from kiosk.screen.people_guide import Wait

LONG_NAME = "Bartholomew Featherstonehaugh"
LONG_SENTENCE = (
    "Left side: locked, because it hurt twice running. See a clinician. Meanwhile you may do a "
    "stretch or use heat. Next on Sunday 29 November from a quarter past 9 in the morning."
)
LONG_QUESTION = (
    "Have you had a fracture, a fall, an injury or an operation of the back, the hips or the "
    "pelvis within the last three months?"
)
LONG_HELP = (
    "If you are not sure, say yes: the kiosk then asks you to speak with somebody who knows your "
    "back before anything presses on it."
)


def everybody():
    """More people than fit, with short and with long names."""
    many = (
        PersonCard(f"m{at}", LONG_NAME if at % 3 else f"Person {at}", "#B0C4DE", shape)
        for at, shape in enumerate(("star", "hexagon", "diamond", "circle", "square", "triangle"))
    )
    return [*sample_people(), *many]


def filled():
    """A reception with something on every page."""
    reception = FakeReception(known=everybody())
    reception.plans["p1"] = [Assignment("side-bends", "every 2 days", due=True)]
    reception.locked["p1"] = [LONG_SENTENCE, "Right side: resting, because it hurt."]
    return reception


def questions():
    """Every form, short and long."""
    for asked in sample_questions().values():
        yield from asked
    for form in AnswerForm:
        yield Question(f"long-{form}", form, LONG_QUESTION, LONG_HELP, number=11, of=18)
    yield Question("alarm", AnswerForm.NOTICE, "Get medical help now.", LONG_HELP, urgent=True)
    yield Question("alarm-2", AnswerForm.NOTICE, "Get medical help now.", urgent=True)
    yield Question("alarm-3", AnswerForm.YES_NO, LONG_QUESTION, LONG_HELP, urgent=True)


class Walk:
    """Opens one page after the other on a screen of its own."""

    def __init__(self, size, panel_mm=None):
        self.reception = filled()
        self.screen = Screen(
            sample_station(), size=size, reception=self.reception, panel_mm=panel_mm
        )

    @property
    def guide(self):
        return self.screen.app.face._guide

    def settle(self):
        self.screen.until(lambda: not self.guide._errands.busy)

    def tap(self, text):
        screen = self.screen
        for view in screen.page.grid.views if screen.page.grid is not None else ():
            if view.tile.text == text:
                screen.tap(view)
                break
        else:
            screen.tap(screen.button(text))
        self.settle()

    def pages(self):
        """Yield a name once its page is shown."""
        yield from self.setup()
        yield from self.coming()
        yield from self.asking()
        yield from self.desk()

    def setup(self):
        self.reception.needs_setup = True
        visit = self.guide.visit
        visit.start()
        yield "setup-kind"
        self.tap("In a clinic")
        yield "setup-pin"
        self.pin("123")
        yield "setup-pin-short"
        self.screen.type("456")
        yield "setup-pin-typed"
        self.tap("OK")
        yield "setup-pin-again"
        self.pin("654321")
        yield "setup-pin-differs"
        self.pin("123456")
        self.pin("123456")
        yield "setup-zone"
        self.reception.wrong = LONG_SENTENCE
        self.tap("Europe/Berlin")
        yield "setup-zone-wrong"
        self.reception.wrong = ""
        self.tap("Europe/Berlin")
        yield "setup-done"
        self.tap_button("Go on")

    def tap_button(self, text):
        self.screen.tap(self.screen.button(text))
        self.settle()

    def coming(self):
        yield "who"
        self.tap("Jonathan")
        yield "pin"
        self.pin("1")
        yield "pin-wrong"
        self.tap("Back")
        self.reception.asking = {}
        self.tap("Maria")
        yield "home-maria"
        self.reception.refusals["pelvic-tilt"] = LONG_SENTENCE
        self.screen.app.face.begin("pelvic-tilt", "Pelvic tilt")
        self.settle()
        yield "refused"
        self.guide.show(self._blank)
        yield "wait"
        self.guide.visit.leave()
        self.settle()
        self.reception.known.clear()
        self.guide.visit.start()
        self.settle()
        yield "home-guest"
        self.guide.visit.who()
        yield "who-guest"
        self.reception.guest = False
        self.guide.visit.who()
        yield "who-nobody"
        self.reception.guest = True
        self.reception.known[:] = everybody()

    def _blank(self, sizes):

        page = Page(sizes)
        page.name = "blank"
        wait = Wait(sizes)
        page.add_widget(wait)
        wait.place(0, 0, sizes.width, sizes.height)
        return page

    def asking(self):
        for question in questions():
            self.reception.asking = {Moment.AFTER: [question]}
            self.guide.visit.ask(Moment.AFTER, "", lambda: None)
            self.settle()
            yield f"question-{question.id}"

    def desk(self):
        self.guide.visit.ask_operator()
        self.settle()
        yield "operator-pin"
        self.pin("123456")
        yield "desk"
        for door in ("Guests", "Clock", "State", "Dose rule"):
            self.tap(door)
            yield f"desk-{door}"
            if door == "State":
                self.tap("Create the ledger")
                yield "desk-create"
                self.tap("Back")
            self.tap("Back")
        self.tap("Add a person")
        yield "name-empty"
        self.screen.tap(self.screen.page.ok)
        yield "name-missing"
        self.screen.type("wwwwwwwwwwwwwwwwwwwwwwwwwwww")
        yield "name"
        self.screen.tap(self.screen.page.ok)
        self.settle()
        yield "with-pin"
        self.tap("With a PIN")
        yield "person-pin"
        self.tap("Back")
        self.reception.wrong = LONG_SENTENCE
        self.tap("Without a PIN")
        yield "people-wrong"
        self.reception.wrong = ""
        self.tap("Maria")
        yield "person"
        self.tap("Plan")
        yield "plan"
        self.tap("Side bends")
        yield "often"
        self.tap("Every 3 days")
        self.tap("Back")
        self.tap("Ceiling")
        yield "ceiling"
        self.tap("70 s")
        yield "reason"
        self.tap("Comfortable for weeks")
        yield "person-done"
        self.tap("Locks")
        yield "locks"
        self.tap("Clear the locks")
        yield "lock-reason"
        self.tap("The cause has gone")
        self.tap("Locks")
        yield "locks-none"
        self.tap("Back")
        self.tap("Erase")
        yield "erase"
        self.tap_button("Erase …")
        yield "erase-sure"

    def pin(self, digits):
        for digit in digits:
            self.screen.tap(self.screen.page.keys[digit])
        self.screen.tap(self.screen.page.keys["OK"])
        self.settle()
