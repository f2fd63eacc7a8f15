"""Every screen there is, one after another: what is measured, and what is made a picture of.

To add a screen write a generator that takes a `Stage`, shows a page, and yields its name; mark it
with `shown` where it belongs in the pictures, with `measured` where it only holds the longest
texts. Each begins on home with nobody here, by fixed data; a tap names what it taps in English.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from screen_stage import LONG_CAPTION, LONG_SENTENCE, LONG_TITLE, Stage, everybody

from kiosk.ears.packages import NOT_INSTALLED
from kiosk.key_files import BROKEN
from kiosk.keymap import Key, Keymap
from kiosk.language import _, current
from kiosk.listening import OTHER_LANGUAGE
from kiosk.obeying import WORDS
from kiosk.orders import PHRASES
from kiosk.plan.model import Plan, SegmentKind
from kiosk.reception import (
    AnswerForm,
    Arrival,
    Moment,
    PersonCard,
    PointState,
    Progress,
    Question,
    Track,
)
from kiosk.screen import words
from kiosk.screen.bodymap import BodyMapPage
from kiosk.screen.bodymap_data import ORDER
from kiosk.screen.done import Done, Outcome
from kiosk.screen.fake import sample_about, sample_broken, sample_cards, sample_plan
from kiosk.screen.fake_dose import TITLES, sample_points, sample_press, sample_progress
from kiosk.screen.fake_reception import sample_questions
from kiosk.screen.page import Page
from kiosk.screen.people_guide import Wait
from kiosk.screen.plain import Preparing
from kiosk.screen.progress import ProgressPage
from kiosk.screen.shelf import Wish
from kiosk.screen.tally import Practised
from kiosk.script.kind import Kind
from kiosk.station import AboutEars, Broken, Ears

LONG_REFUSAL = (
    "This massage cannot be played yet, because the safe number of seconds for each point is not "
    "set up on this kiosk."
)
Show = Callable[[Stage], Iterator[str]]

SHOWN: Final[list[Show]] = []
"""What is made a picture of, and measured."""
MEASURED: Final[list[Show]] = []
"""What is only measured: texts as long as they may become."""


def shown(show: Show) -> Show:
    SHOWN.append(show)
    return show


def measured(show: Show) -> Show:
    MEASURED.append(show)
    return show


def walk(stage: Stage, shows: list[Show]) -> Iterator[str]:
    """Show one screen after another; its name is yielded once it stands."""
    for show in shows:
        stage.afresh()
        yield from show(stage)


# Sessions at rest


@shown
def home(stage):
    stage.arrive()
    yield "home"


@shown
def home_scrolled(stage):
    stage.arrive()
    stage.page.grid.scroller.move_to(stage.page.grid.scroller.reach)
    yield "home-end"


@shown
def home_filtered(stage):
    stage.arrive()
    for chip in ("kind", "time", "at_hand"):
        getattr(stage.page, chip).tap()
        yield f"home-by-{chip.replace('_', '-')}"
        stage.face.show_home()
    stage.face._foyer.look_for(Wish(kind=Kind.STRETCH, minutes=10))
    yield "home-filtered"
    stage.face._foyer.look_for(Wish(kind=Kind.MASSAGE, minutes=5, at_hand=frozenset()))
    yield "home-none-fits"
    stage.face._foyer.look_for(Wish())


@shown
def home_broken(stage):
    stage.broken()
    stage.face.show_home()
    stage.page.grid.move_focus()
    yield "home-attention"


@shown
def home_empty(stage):
    stage.station.change(())
    stage.face.show_home()
    yield "home-empty"


@shown
def about(stage):
    for name in ("pelvic-tilt", "head-to-knee", "trigger-point"):
        stage.face.open_about(name)
        yield f"about-{name}"


@shown
def about_refused(stage):
    about = stage.station.about("trigger-point")
    card = replace(about.card, refusal=_(words.GONE))
    stage.station._abouts["trigger-point"] = replace(about, card=card)
    stage.face.open_about("trigger-point")
    yield "about-refused"


@shown
def plain(stage):
    face = stage.face
    stage.show(lambda sizes: Preparing(sizes, stage.abouts[0].card.title, on_cancel=face.cancel))
    stage.page.progress(13, 48)
    yield "preparing"
    face.open_problems()
    yield "problems-none"
    stage.broken()
    face.open_problems()
    yield "problems"
    face.open_about("no-such-session")
    yield "apology"
    face.fail()
    yield "safe"


@shown
def done(stage):
    for finished, said in ((True, words.YOU_DID), (False, words.YOU_STOPPED)):
        text = _(said).format(title=stage.abouts[0].card.title, length="5 min")

        def build(sizes, finished=finished, text=text):
            return Done(sizes, Outcome(finished, text), on_again=str, on_home=str)

        stage.show(build)
        yield "done" if finished else "stopped"
    stage.show(lambda sizes: Done(sizes, outcome(stage), on_again=str, on_home=str))
    yield "done-massage"


def outcome(stage):
    """A massage that went well, with all there is to say."""
    return Outcome(
        finished=True,
        text=_(words.YOU_DID).format(
            title=stage.station.about("ql-release").card.title, length="5 min"
        ),
        practised=Practised(presses=2, press_ms=60_000, holds=3, hold_ms=45_000, reps=12),
        felt=(_("You felt {n} of 10. Good to hear.").format(n=2), _("It was comfortable.")),
        follows=(_("Still on your plan today: {title}").format(title=stage.abouts[0].card.title),),
    )


# A session

_MOMENTS: Final = (
    ("pelvic-tilt", (SegmentKind.INTRO, SegmentKind.READY, SegmentKind.WAIT,
                     SegmentKind.PREPARE, SegmentKind.HOLD, SegmentKind.REST, SegmentKind.OUTRO)),
    ("head-to-knee", (SegmentKind.HOLD, SegmentKind.CHANGE)),
    ("side-bends", (SegmentKind.REPS,)),
    ("walk", (SegmentKind.MOVE,)),
    ("heat", (SegmentKind.HOLD,)),
    ("trigger-point", (SegmentKind.GATE, SegmentKind.PRESS, SegmentKind.EASE)),
)  # fmt: skip


def first(plan: Plan, kind: SegmentKind) -> int:
    return next(at for at, each in enumerate(plan.segments) if each.kind is kind)


@shown
def session(stage):
    for name, kinds in _MOMENTS:
        performance = stage.play(name)
        for kind in kinds:
            at = first(performance.plan, kind)
            some = performance.plan.segments[at].duration_ms * 2 // 5
            stage.moment(performance, at, some - some % 1000)
            yield f"session-{name}-{kind}"


@shown
def session_paused(stage):
    performance = stage.play("pelvic-tilt")
    at = first(performance.plan, SegmentKind.HOLD)
    stage.moment(performance, at, 2000, paused=True)
    yield "session-paused"
    notice = _("No loudspeaker was found. The captions show what is said.")
    stage.moment(performance, at, 2000, notice=notice)
    yield "session-notice"


@shown
def session_press_paused(stage):
    performance = stage.play("trigger-point")
    at = first(performance.plan, SegmentKind.PRESS)
    stage.moment(performance, at, 7000, paused=True)
    yield "session-press-paused"


@measured
def every_caption(stage):
    """The longest caption of each kind of moment in each session that ships, whole."""
    for card in stage.station.cards():
        performance = stage.play(card.name)
        segments = performance.plan.segments
        longest = {}
        for at, each in enumerate(segments):
            kept = longest.setdefault((each.kind, each.side), at)
            if len(each.caption) > len(segments[kept].caption):
                longest[each.kind, each.side] = at
        for at in longest.values():
            stage.moment(performance, at, segments[at].duration_ms // 2)
            yield f"session-{card.name}-{at}"


@measured
def long_session(stage):
    made = sample_plan("long", rounds=14)
    segments = tuple(
        replace(each, caption=LONG_CAPTION, next_up=LONG_TITLE) if at % 2 else each
        for at, each in enumerate(made.segments)
    )
    plan = replace(made, title=LONG_TITLE, segments=segments)
    performance = stage.play("long", plan)
    last = len(segments)
    for notice in ("", LONG_SENTENCE):
        # The first ten hold every kind of moment, with a short and with a long caption.
        for index in (*range(10), *range(last - 3, last)):
            stage.moment(performance, index, 1000, notice=notice)
            yield f"session-long-{index}{'-notice' if notice else ''}"
    stage.moment(performance, 7, 1000, notice=LONG_SENTENCE, paused=True)
    yield "session-long-paused"


@measured
def long_press(stage):
    performance = stage.play("press", replace(sample_press("press", 90), title=LONG_TITLE))
    for index in range(6):
        stage.moment(performance, index, 100)
        yield f"session-press-{index}"


@measured
def long_home(stage):
    def lengthen(card):
        return replace(
            card, name=f"long-{card.name}", title=LONG_TITLE, summary=LONG_SENTENCE,
            refusal=LONG_REFUSAL if card.refusal else "",
        )  # fmt: skip

    mixed = [each for card in sample_cards() for each in (card, lengthen(card))]
    stage.station.change(mixed, sample_broken())
    stage.station._abouts = {card.name: sample_about(card) for card in mixed}
    stage.reception._here = everybody()[4]
    stage.face.show_home()
    while True:
        scroller = stage.page.grid.scroller
        yield f"home-long-{scroller.offset:.0f}"
        before = scroller.offset
        scroller.page(1)
        if scroller.offset == before:
            break
    for name in ("long-pelvic-tilt", "long-massage-cane", "massage-cane"):
        stage.face.open_about(name)
        yield f"about-{name}"


@measured
def long_plain(stage):
    face = stage.face
    stage.show(lambda sizes: Preparing(sizes, LONG_TITLE, on_cancel=face.cancel))
    stage.page.progress(113, 248)
    yield "preparing-long"
    stage.show(lambda _sizes: face._apology("refused", _(words.CANNOT_START), LONG_SENTENCE))
    yield "refused-long"
    broken = Broken("a/" + "very-long-name" * 8 + ".yaml", LONG_SENTENCE, 12)
    stage.station.change((), (*sample_broken(), broken))
    face.open_problems()
    yield "problems-long"


# People


@shown
def set_up(stage):
    stage.reception.needs_setup = True
    stage.guide.visit.start()
    yield "setup-kind"
    stage.tap("In a clinic")
    yield "setup-pin"
    stage.pin("123")
    yield "setup-pin-short"
    stage.screen.type("456")
    yield "setup-pin-typed"
    stage.tap("OK")
    yield "setup-pin-again"
    stage.pin("654321")
    yield "setup-pin-differs"
    stage.pin("123456")
    stage.pin("123456")
    yield "setup-zone"
    stage.reception.wrong = LONG_SENTENCE
    stage.tap("Europe/Berlin")
    yield "setup-zone-wrong"
    stage.reception.wrong = ""
    stage.tap("Europe/Berlin")
    yield "setup-done"


@shown
def names(stage):
    stage.guide.visit.start()
    yield "names"
    stage.tap("Jonathan")
    yield "pin"
    stage.pin("1")
    yield "pin-wrong"


@shown
def questions(stage):
    for asked in sample_questions().values():
        for question in asked:
            yield from _ask(stage, question)


def _ask(stage, question):
    stage.reception.asking = {Moment.AFTER: [question]}
    stage.guide.visit.ask(Moment.AFTER, "", lambda: None)
    stage.settle()
    yield f"question-{question.id}"


@shown
def points(stage):
    stage.arrive()
    for selected in ("", ORDER[0]):
        stage.show(lambda sizes, selected=selected: _map(sizes, sample_points(), selected))
        yield "body-map-chosen" if selected else "body-map"


def _map(sizes, points, selected=""):
    return BodyMapPage(
        sizes, points, titles=TITLES, on_start=str, on_home=str, on_say=str, selected=selected
    )


@shown
def progress(stage):
    for name, weeks in (("progress", 6), ("progress-first-week", 1)):
        stage.show(lambda sizes, weeks=weeks: _progress(sizes, sample_progress(weeks)))
        yield name


def _progress(sizes, progress):
    return ProgressPage(sizes, progress, on_home=str, on_say=str)


@shown
def operator(stage):
    stage.guide.visit.ask_operator()
    stage.settle()
    yield "operator-pin"
    stage.pin("123456")
    yield "operator-desk"
    for door in ("Guests", "Clock", "State", "Dose rule"):
        stage.tap(door)
        yield f"operator-{door.lower().replace(' ', '-')}"
        if door == "State":
            stage.tap("Create the ledger")
            yield "operator-create"
            stage.tap("Back")
        stage.tap("Back")
    stage.tap("Add a person")
    yield "operator-name"
    stage.screen.tap(stage.page.ok)
    yield "operator-name-missing"
    stage.screen.type("Ada")
    yield "operator-name-typed"
    stage.screen.tap(stage.page.ok)
    stage.settle()
    yield "operator-with-pin"
    stage.tap("With a PIN")
    yield "operator-person-pin"
    stage.tap("Back")
    stage.reception.wrong = LONG_SENTENCE
    stage.tap("Without a PIN")
    yield "operator-wrong"
    stage.reception.wrong = ""
    stage.tap("Maria")
    yield "operator-person"
    stage.tap("Plan")
    yield "operator-plan"
    stage.tap(stage.station.cards()[0].title)
    yield "operator-often"
    stage.tap("Every 3 days")
    stage.tap("Back")
    stage.tap("Ceiling")
    yield "operator-ceiling"
    stage.tap("70 s")
    yield "operator-reason"
    stage.tap("Comfortable for weeks")
    yield "operator-person-done"
    stage.tap("Locks")
    yield "operator-locks-none"
    stage.tap("Back")
    stage.tap("Erase")
    yield "operator-erase"
    stage.screen.tap(stage.screen.button(_("Erase …")))
    stage.settle()
    yield "operator-erase-sure"


# Besides the sessions


@shown
def ways(stage):
    stage.arrive()
    stage.face.ways.open_more()
    yield "more"
    stage.face.ways.open_settings()
    stage.settle()
    yield "settings"
    for name in ("volume_percent", "voice", "look", "build"):
        stage.page.grid._on_choose(name)
        stage.settle()
        yield f"setting-{name.partition('_')[0]}"
        stage.tap("Back")
    stage.reception._here = None
    stage.reception.station = "clinic"
    stage.face.ways.open_settings()
    stage.settle()
    yield "settings-of-a-clinic"


@shown
def session_sound(stage):
    stage.arrive()
    for name in ("pelvic-tilt", "trigger-point"):
        stage.face.open_about(name)
        stage.tap("Sound")
        stage.settle()
        yield f"sound-{name}"
    stage.page.grid._on_choose("volume_percent")
    yield "sound-volume"
    stage.reception._here = None
    stage.reception.station = "clinic"
    stage.face.open_about("pelvic-tilt")
    stage.tap("Sound")
    stage.settle()
    yield "sound-of-a-clinic"


@shown
def keys(stage):
    stage.arrive()
    f9, page_down = 290, 281
    stage.station.keys = Keymap().learn(f9, Key.HURTS)
    stage.face.ways.open_settings()
    stage.settle()
    stage.page.grid._on_choose("keys")
    yield "keys"
    stage.page.grid._on_choose("leave")
    yield "learn"
    stage.page.learns(page_down)
    yield "learn-taken"
    stage.page.learns(page_down)
    yield "keys-moved"
    stage.station.keys = Keymap()
    stage.page.grid._on_choose("next")
    stage.page.learns(ord("h"))
    yield "learn-not"
    stage.station.keys = Keymap(notice=_(BROKEN))
    stage.page._on_back()
    yield "keys-broken"


@shown
def spoken(stage):
    stage.arrive()
    orders = tuple((_(WORDS[order]), forms) for order, forms in PHRASES[current()].items())
    about = AboutEars(orders=orders)
    stage.station.about_the_ears = about
    stage.face.ways.open_spoken()
    stage.settle()
    yield "spoken-orders"
    stage.page.reading.move_to(stage.page.reading.reach)
    yield "spoken-orders-end"
    stage.station.about_the_ears = replace(about, unsure=True, fixed=True, note=_(OTHER_LANGUAGE))
    stage.station.heard = Ears(listening=True)
    stage.face.ways.open_spoken()
    stage.settle()
    yield "spoken-orders-on"
    stage.station.heard = None
    stage.station.about_the_ears = replace(about, missing=_(NOT_INSTALLED))
    stage.face.ways.open_spoken()
    stage.settle()
    yield "spoken-orders-missing"
    stage.station.about_the_ears = about


@shown
def information(stage):
    stage.face.ways.open_information(stage.face.show_home)
    yield "information"
    stage.page.reading.move_to(stage.page.reading.reach)
    yield "information-end"


@shown
def rest(stage):
    rest = stage.face._rest
    before, rest._now = rest._now, None
    for name, hour in (("rest", 10), ("rest-night", 23)):
        rest._now = lambda hour=hour: datetime(2026, 11, 22, hour, 4, tzinfo=UTC)
        rest.begin()
        yield name
    rest._now = before


@shown
def wait(stage):
    def blank(sizes):
        page, over = Page(sizes), Wait(sizes)
        page.name = "blank"
        page.add_widget(over)
        over.place(0, 0, sizes.width, sizes.height)
        return page

    stage.show(blank)
    yield "wait"


@measured
def crowd(stage):
    stage.reception.known[:] = everybody()
    stage.guide.visit.start()
    yield "names-many"
    stage.reception.known.clear()
    stage.guide.visit.who()
    yield "names-guest"
    stage.reception.guest = False
    stage.guide.visit.who()
    yield "names-nobody"


@measured
def wrong_pin_long(stage):
    stage.reception.arrive = lambda _person, _pin="": Arrival(None, LONG_SENTENCE)
    stage.guide.visit.start()
    stage.tap("Jonathan")
    stage.pin("1")
    del stage.reception.arrive
    yield "pin-wrong-long"


@measured
def long_questions(stage):
    question = (
        "Have you had a fracture, a fall, an injury or an operation of the back, the hips or the "
        "pelvis within the last three months?"
    )
    explained = (
        "If you are not sure, say yes: the kiosk then asks you to speak with somebody who knows "
        "your back before anything presses on it."
    )
    for form in AnswerForm:
        made = Question(f"long-{form}", form, question, explained, number=11, of=18)
        yield from _ask(stage, made)
    notice, yes_no = AnswerForm.NOTICE, AnswerForm.YES_NO
    for number, made in enumerate((
        Question("", notice, "Get medical help now.", explained, urgent=True),
        Question("", notice, "Get medical help now.", urgent=True),
        Question("", yes_no, question, explained, urgent=True),
    )):  # fmt: skip
        yield from _ask(stage, replace(made, id=f"urgent-{number}"))


@measured
def locked(stage):
    stage.reception.known[0] = PersonCard("p1", everybody()[4].name, "#1F77B4", "circle")
    stage.reception.locked["p1"] = [LONG_SENTENCE, "Right side: resting, because it hurt."]
    stage.guide.visit.ask_operator()
    stage.settle()
    stage.pin("123456")
    stage.tap("People")
    yield "operator-people"
    stage.tap(everybody()[4].name)
    yield "operator-person-long"
    stage.tap("Locks")
    yield "operator-locks"
    stage.tap("Clear the locks")
    yield "operator-lock-reason"


@measured
def long_points(stage):
    for selected in ORDER:
        stage.show(lambda sizes, selected=selected: _map(sizes, sample_points(), selected))
        yield f"body-map-{selected}"
    for state in PointState:
        points = tuple(
            replace(each, state=state, sentence=LONG_SENTENCE,
                    next="on Wednesday from 11:30 in the morning")
            for each in sample_points()
        )  # fmt: skip
        stage.show(lambda sizes, points=points: _map(sizes, points, "ql right"))
        yield f"body-map-long-{state}"


@measured
def long_progress(stage):
    tracks = sample_progress().tracks
    short = Track(LONG_TITLE, "times", 1500, tracks[0].marks)
    for name, progress in (
        *((f"{weeks}-weeks", sample_progress(weeks)) for weeks in (2, 3, 9, 30)),
        ("long", Progress(LONG_SENTENCE * 2, 28, (short,), "2026-11-22")),
        ("many", Progress(LONG_SENTENCE, 28, tracks * 6, "2026-11-22")),
        ("none", Progress("", 0, (Track("Walk", "s", 60, ()),), "2026-11-22")),
    ):
        stage.show(lambda sizes, progress=progress: _progress(sizes, progress))
        yield f"progress-{name}"
