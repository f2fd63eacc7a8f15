"""The session page across the room: size, form, colour, flash; and the page after it.

`test_screen.py` runs this file.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from kivy.core.window import Window
from PIL import Image
from screen_harness import Screen

from kiosk.language import _
from kiosk.plan.model import SegmentKind
from kiosk.player.model import Command, State
from kiosk.reception import AnswerForm as Form
from kiosk.reception import Assignment, Moment, PointState, PointStatus, Question, Urgent
from kiosk.screen import moods, theme, words_done
from kiosk.screen.done import Remark
from kiosk.screen.fake import sample_plan, sample_station
from kiosk.screen.fake_reception import FakeReception, sample_people
from kiosk.screen.session import SessionPage
from kiosk.screen.session_flash import APART, LASTS
from kiosk.screen.session_layout import FAR_MM
from kiosk.screen.session_mode import Mode

HOLD, REST = 4, 5

PANELS = {
    # Panel: window, mm, and the height in mm that word, two digits and one digit reach at least.
    "Touch Display 2": ((1280, 720), (155, 88), (23.0, 16.5, 25.0)),
    "10.1 inch": ((1280, 800), (217, 136), (32.0, 29.0, 37.0)),
    "24 inch": ((1920, 1080), (531, 299), (37.0, 60.0, 60.0)),
}


class Second:
    """A clock that moves when it is told."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def open_page():
    made = []

    def make(size=(1280, 800), panel_mm=None, **options):
        screen = Screen(sample_station(), size=size, panel_mm=panel_mm)
        made.append(screen)
        face = screen.app.face
        face.begin("pelvic-tilt", "Pelvic tilt")
        screen.page_is("session")
        performance = screen.station.performances[-1]
        face._show(
            lambda: SessionPage(
                face.sizes, performance, on_over=lambda _view, _done: None, **options
            )
        )
        screen.frames(2)
        return screen, screen.page, performance

    yield make
    for each in made:
        each.close()


# Across the room


def ink_height(text):
    """How high the letters are, by what is drawn: nothing of a texture's empty rows."""
    texture = text._rectangle.texture
    alpha = np.frombuffer(texture.pixels, np.uint8).reshape(*texture.size[::-1], 4)[:, :, 3]
    return int((alpha > 128).any(axis=1).sum())


@pytest.mark.parametrize("panel", PANELS)
def test_word_and_countdown_are_as_high_as_the_panel_allows(open_page, panel):
    window, mm, (word, two_digits, one_digit) = PANELS[panel]
    _screen, page, performance = open_page(window, mm)
    a_mm = page.sizes.density
    performance.show(HOLD, 1000)
    page.tick()
    assert page.word.text == "PRESS"
    assert page.word.capital / a_mm >= word
    assert page.count.text == "4"
    assert page.count.capital / a_mm >= one_digit
    performance.show(REST, 500)
    page.tick()
    assert page.count.text == "12"
    assert page.count.capital / a_mm >= two_digits
    # Nobody needs more than 37 mm of a word; what is left is the figure's.
    assert page.word.capital / a_mm <= FAR_MM * 1.3


def test_the_height_of_a_capital_is_what_is_drawn(open_page):
    _screen, page, performance = open_page()
    performance.show(HOLD, 1000)
    page.tick()
    # S is a little higher than P, at its foot and at its head.
    assert ink_height(page.word) == pytest.approx(page.word.capital, rel=0.05)
    assert ink_height(page.count) == pytest.approx(page.count.capital, rel=0.06)


def test_the_countdown_does_not_jump_from_ten_to_nine(open_page):
    _screen, page, performance = open_page()
    performance.show(REST, 1500)
    page.tick()
    assert page.count.text == "11"
    size = page.count.font_size
    performance.show(REST, 6500)
    page.tick()
    assert page.count.text == "6"
    assert page.count.font_size == size


@pytest.mark.parametrize("word", ["PRESIÓN", "ÑANDÚ", "Q, J", "I", "W" * 30])
def test_accents_and_tails_are_drawn_whole_and_in_the_box(open_page, word):
    _screen, page, performance = open_page()
    plan = performance.plan
    segments = tuple(replace(each, word=word) for each in plan.segments)
    performance._plan = replace(plan, segments=segments)
    performance.show(HOLD, 1000)
    page.tick()
    text = page.word
    assert text.fits
    assert text.texture_size[0] <= text.width
    assert text.texture_size[1] <= text.height
    texture = text._rectangle.texture
    alpha = np.frombuffer(texture.pixels, np.uint8).reshape(*texture.size[::-1], 4)[:, :, 3]
    assert not (alpha[0] > 128).any(), "cut above"
    assert not (alpha[-1] > 128).any(), "cut below"


# Voice, chime, word, form, colour


def test_every_two_moments_that_follow_each_other_differ_in_word_and_form(open_page):
    _screen, page, performance = open_page()
    seen = {}
    for index, segment in enumerate(performance.plan.segments):
        performance.show(index, 100)
        page.tick()
        if page._mode is Mode.PLAIN:
            seen[segment.kind] = (page.word.text, page.ring.form)
        assert page.caption.text
    assert seen[SegmentKind.HOLD][1] is moods.Form.HOLD
    forms = [form for _word, form in seen.values()]
    listened = {SegmentKind.INTRO, SegmentKind.READY, SegmentKind.PREPARE, SegmentKind.OUTRO}
    others = [form for kind, (_word, form) in seen.items() if kind not in listened]
    assert len(set(others)) == len(others)
    assert moods.Form.LISTEN in forms


def test_a_pause_has_a_form_of_its_own(open_page):
    _screen, page, performance = open_page()
    performance.show(HOLD, 1000)
    performance.send(Command.PAUSE)
    page.tick()
    assert page.ring.form is moods.Form.PAUSED


def test_every_form_looks_unlike_every_other(open_page, tmp_path):
    """Drawn in one colour, and compared pixel by pixel."""
    screen, page, performance = open_page((1280, 800))
    performance.show(REST, 500)
    page.tick()
    ring = page.ring
    box = [round(each) for each in (ring.x, ring.y, ring.width, ring.height)]
    drawn = {}
    for form in moods.Form:
        ring.shape(form)
        ring.show(0.0, theme.INK)
        page.count.show("")
        screen.frames(2)
        file = screen.picture(tmp_path / f"{form}.png")
        image = np.asarray(Image.open(file).convert("L"), dtype=int)
        top = image.shape[0] - box[1] - box[3]
        drawn[form] = image[top : top + box[3], box[0] : box[0] + box[2]] < 128
    for one, a in drawn.items():
        assert a.any(), one
        for other, b in drawn.items():
            if one is not other:
                assert (a != b).mean() > 0.012, (one, other)


# The flash


def test_a_change_of_phase_flashes_once_in_the_moods_colour_and_no_longer_than_a_blink(open_page):
    clock = Second()
    _screen, page, performance = open_page(flash=True, clock=clock)
    performance.show(HOLD, 100)
    page.tick()
    clock.now += 2
    page.tick()
    assert not page.flash.lit
    performance.show(REST, 100)
    page.tick()
    assert page.flash.lit
    mood = moods.mood_of_segment(SegmentKind.REST, State.PLAYING)
    assert tuple(page.flash._colour.rgb) == pytest.approx(theme.rgba(mood.ink)[:3])
    assert page.flash._rectangle.size == (Window.width, Window.height)
    clock.now += LASTS - 0.01
    page.tick()
    assert page.flash.lit
    clock.now += 0.02
    page.tick()
    assert not page.flash.lit
    assert page.flash._rectangle.size == (0, 0)


def test_whatever_is_tapped_there_are_never_more_than_three_flashes_in_a_second(open_page):
    clock = Second()
    _screen, page, performance = open_page(flash=True, clock=clock)
    begun, was = [], False
    last = len(performance.plan.segments)
    for frame in range(1200):
        clock.now += 1 / 60
        # A phase a frame: faster than any finger, any plan, and any key that sticks.
        performance.show(2 + frame % (last - 2), 100)
        page.tick()
        if page.flash.lit and not was:
            begun.append(clock.now)
        was = page.flash.lit
    assert len(begun) > 20
    for at, start in enumerate(begun):
        within = [each for each in begun[at:] if each < start + 1]
        assert len(within) <= 3
    assert min(b - a for a, b in pairwise(begun)) >= APART - 1e-6


def test_repetitions_of_one_step_are_no_change_of_phase(open_page):
    clock = Second()
    _screen, page, performance = open_page(flash=True, clock=clock)
    first = performance.plan.segments[HOLD]
    reps = tuple(
        replace(first, kind=SegmentKind.REPS, round=n, start_ms=n * 3000, end_ms=n * 3000 + 3000)
        for n in range(8)
    )
    performance._plan = replace(performance.plan, segments=reps)
    performance.show(0, 100)
    page.tick()
    clock.now += 5
    lit = 0
    for index in range(1, 8):
        clock.now += 3
        performance.show(index, 100)
        page.tick()
        lit += page.flash.lit
    assert lit == 0


def test_without_the_wish_for_it_there_is_no_flash(open_page):
    _screen, page, _performance = open_page()
    assert page.flash is None


@pytest.mark.parametrize("reduced", [False, True])
def test_the_flash_follows_what_is_preferred_whatever_moves(reduced):
    station = sample_station()
    station.likes = replace(station.likes, flash=True, reduced_motion=reduced)
    screen = Screen(station, size=(1280, 800))
    try:
        screen.app.face.begin("pelvic-tilt", "Pelvic tilt")
        screen.page_is("session")
        assert screen.page.flash is not None
        station.performances[-1].show(HOLD, 100)
        screen.frames(3)
        assert screen.page.flash.lit
        station.performances[-1].send(Command.PAUSE)
        screen.until(lambda: not screen.page.flash.lit)
        screen.frames(30)
        before = screen.flips
        screen.frames(120)
        assert screen.flips == before, "something is still being drawn"
    finally:
        screen.close()


# What comes after


@pytest.fixture
def visit():
    people = sample_people()
    reception = FakeReception(known=list(people))
    reception._here = people[0]
    reception.asking = {}
    screen = Screen(sample_station(), size=(1280, 800), reception=reception)
    screen.app.face.show_home()
    yield screen, reception
    screen.close()


def settle(screen):
    screen.until(lambda: not screen.app.face._guide._errands.busy)


def finish(screen, reception):
    screen.app.face._prepare("pelvic-tilt", "Pelvic tilt")
    screen.page_is("session")
    performance = screen.station.performances[-1]
    segments = sample_plan().segments
    for index, segment in enumerate(segments):
        if segment.kind is SegmentKind.HOLD and index < 8:
            for elapsed in range(0, segment.duration_ms, 1000):
                performance.show(index, elapsed)
                screen.page.tick()
            performance.show(index, segment.duration_ms - 20)
            screen.page.tick()
    performance._state = State.DONE
    screen.until(lambda: screen.page.name in {"done", "question"})
    del reception


def remarks(screen):
    return {
        each.heading.text: each.lines.text
        for each in screen.page.walk(restrict=True)
        if isinstance(each, Remark)
    }


def test_after_a_session_it_says_what_was_done_how_it_felt_and_what_follows(visit):
    screen, reception = visit
    reception.asking = {
        Moment.AFTER: [
            Question("pain-after:1", Form.ZERO_TO_TEN, "How strong was it?"),
            Question("offer:ql left", Form.OFFER, "50 seconds next time?"),
        ]
    }
    reception.plans["p1"] = [Assignment("side-bends", "every 2 days", due=True)]
    reception.known_points = (
        PointStatus(
            "ql left", "left ql", PointState.DONE, "Left side: next tomorrow from 9.",
            sessions=("pelvic-tilt",), next="tomorrow from 9",
        ),
    )  # fmt: skip
    reception.points = lambda: reception.known_points
    finish(screen, reception)
    settle(screen)
    answers = screen.page.answers
    screen.tap(answers[2])
    settle(screen)
    screen.tap(screen.page.answers[0])
    settle(screen)
    screen.page_is("done")
    said = remarks(screen)
    assert said[_(words_done.YOU_DID)] == "2 holds, 10 s in all"
    assert said[_(words_done.IT_FELT)] == "You felt 2 of 10. Good to hear."
    assert said[_(words_done.FOLLOWS)].splitlines() == [
        "Next time a little more, as you chose.",
        "Left side: next tomorrow from 9.",
        "Still on your plan today: Side bends",
    ]


def test_where_nothing_was_asked_or_pressed_nothing_is_made_up(visit):
    screen, reception = visit
    finish(screen, reception)
    screen.page_is("done")
    assert set(remarks(screen)) == {_(words_done.YOU_DID)}


def test_an_emergency_at_the_start_looks_and_sounds_like_one(visit):
    screen, reception = visit
    reception.refusals["pelvic-tilt"] = Urgent("Get medical help now: call 112. No exercise today.")
    screen.app.face.begin("pelvic-tilt", "Pelvic tilt")
    settle(screen)
    screen.page_is("urgent")
    assert {"Get medical help now: call 112.", "No exercise today."} <= set(screen.texts())
    assert screen.station.spoken[-1] == (
        "Get medical help now: call 112. No exercise today.",
        True,
    )
    assert screen.station.begun == []
    screen.tap(screen.page.answers[0])
    settle(screen)
    screen.page_is("home")


def test_a_plain_refusal_stays_a_plain_apology(visit):
    screen, reception = visit
    reception.refusals["pelvic-tilt"] = "Done for today."
    screen.app.face.begin("pelvic-tilt", "Pelvic tilt")
    settle(screen)
    screen.page_is("not-now")


def test_the_voice_falls_silent_when_a_question_is_left(visit):
    screen, reception = visit
    question = Question("now", Form.ZERO_TO_TEN, "How does it feel now?")
    for leave in ("answer", "later"):
        reception.asking = {Moment.BEFORE: [question]}
        screen.app.face.begin("pelvic-tilt", "Pelvic tilt")
        settle(screen)
        screen.page_is("question")
        assert screen.station.saying == "How does it feel now?"
        screen.tap(screen.page.answers[0] if leave == "answer" else screen.page.later)
        settle(screen)
        screen.until(lambda: screen.page.name != "question")
        assert screen.station.saying == ""
