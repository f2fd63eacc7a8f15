"""What a person sees and does at the reception. `test_screen_people.py` runs this file."""

import pytest
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch
from screen_harness import DOWN, ENTER, ESCAPE, RIGHT, UP, Screen

from kiosk.language import _
from kiosk.player.model import Command
from kiosk.reception import GUEST, AnswerForm, Assignment, Moment, Question, StationKind
from kiosk.screen import people_errand, people_visit, theme, words, words_home
from kiosk.screen import words_people as wording
from kiosk.screen.fake import sample_station
from kiosk.screen.fake_reception import FakeReception, sample_questions
from kiosk.screen.people_shape import Shape
from kiosk.screen.people_tiles import TileView

PAIN = Question("now", AnswerForm.ZERO_TO_TEN, "How much does it hurt now?", number=1, of=2)
FEVER = Question(
    "fever", AnswerForm.YES_NO, "Do you have a fever?", "38 °C or more.", number=2, of=2
)
ALARM = Question("alarm", AnswerForm.NOTICE, "Get medical help now.", "Call somebody.", urgent=True)
BACK_THEN = Question("then", AnswerForm.BETTER_SAME_WORSE, "Better than before?")


@pytest.fixture
def reception():
    return FakeReception()


@pytest.fixture
def open_screen(reception):
    made = []

    def make(**options):
        made.append(Screen(sample_station(), reception=reception, **options))
        settle(made[-1])
        return made[-1]

    yield make
    reception.gate.set()
    for each in made:
        each.close()


@pytest.fixture
def screen(open_screen):
    return open_screen()


def errands(screen):
    return screen.app.face._guide._errands


def settle(screen):
    screen.until(lambda: not errands(screen).busy)


def tile(screen, text):
    return next(view for view in screen.widgets(TileView) if view.tile.text == text)


def tap(screen, text):
    """Tap a tile or a button, and wait for what comes of it."""
    tiles = [view for view in screen.widgets(TileView) if view.tile.text == text]
    screen.tap(tiles[0] if tiles else screen.button(text))
    settle(screen)


def pin(screen, digits):
    assert screen.page.name == "pin"
    for digit in digits:
        screen.tap(screen.page.keys[digit])
    tap(screen, _(wording.OK))


def answer(screen, text):
    screen.tap(next(each for each in screen.page.answers if each.choice.text == text))
    settle(screen)


def arrive(screen, name="Maria"):
    tap(screen, name)
    assert screen.page.name == "home"


def press_start(screen, title="Pelvic tilt"):
    screen.tap(next(view for view in screen.page.grid.views if view.card.title == title))
    screen.page_is("about")
    screen.tap(screen.page.start)
    settle(screen)


def desk(screen):
    tap(screen, _(wording.OPERATOR))
    pin(screen, "123456")
    assert screen.page.name == "desk"


def waiting(visit):
    return visit._alone.is_triggered or visit._tired.is_triggered


def names(screen):
    return [view.tile.text for view in screen.widgets(TileView)]


# The first run


def test_a_first_run_asks_where_it_hangs_for_a_pin_twice_and_for_the_zone(reception, open_screen):
    reception.needs_setup = True
    screen = open_screen()
    assert screen.page.name == "setup-kind"
    tap(screen, "In a clinic")
    pin(screen, "123456")
    assert _(wording.PIN_AGAIN) in screen.texts()
    pin(screen, "123456")
    assert screen.page.name == "setup-zone"
    tap(screen, "Europe/London")
    assert _(wording.SET_UP_DONE) in screen.texts()
    tap(screen, _(wording.GO_ON))
    assert screen.page.name == "who"
    assert reception.calls[0] == ("set_up", StationKind.CLINIC, "123456", "Europe/London")


def test_a_pin_that_is_short_or_differs_is_asked_for_again(reception, open_screen):
    reception.needs_setup = True
    screen = open_screen()
    tap(screen, "At home")
    pin(screen, "12345")
    assert _(wording.PIN_SHORT).format(least=6) in screen.texts()
    screen.tap(screen.page.keys["6"])
    assert _(wording.PIN_SHORT).format(least=6) not in screen.texts()
    tap(screen, _(wording.OK))
    pin(screen, "123457")
    assert _(wording.PIN_DIFFERS) in screen.texts()
    assert reception.calls == []


def test_every_page_of_the_first_run_leads_back(reception, open_screen):
    reception.needs_setup = True
    screen = open_screen()
    tap(screen, "At home")
    pin(screen, "123456")
    pin(screen, "123456")
    assert screen.page.name == "setup-zone"
    tap(screen, _(wording.BACK))
    assert _(wording.CHOOSE_PIN) in screen.texts()
    screen.press(ESCAPE)
    assert screen.page.name == "setup-kind"


def test_what_is_wrong_with_the_set_up_is_said(reception, open_screen):
    reception.needs_setup, reception.wrong = True, "That zone is not known here."
    screen = open_screen()
    tap(screen, "At home")
    pin(screen, "123456")
    pin(screen, "123456")
    tap(screen, "UTC")
    assert screen.page.name == "setup-zone"
    assert reception.wrong in screen.texts()


# Who is here


def test_names_stand_beside_a_shape_each_and_the_guest_is_last_and_honest(screen):
    assert screen.page.name == "who"
    assert names(screen) == ["Maria", "Jonathan", "Grandmother Elisabeth", "Guest"]
    shapes = [each.shape for each in screen.widgets(Shape)]
    assert shapes == ["circle", "square", "triangle", "circle"]
    assert _(wording.GUEST_IS_HONEST) in screen.texts()


def test_who_taps_a_name_is_shown_on_home_with_the_shape(screen, reception):
    arrive(screen)
    assert reception.here.id == "p1"
    sign = tile(screen, "Maria")
    assert sign.tile.shape == "circle"
    assert _(wording.CHANGE) in screen.texts()


def test_a_pin_is_asked_where_there_is_one_and_a_wrong_one_says_how_long_to_wait(screen, reception):
    tap(screen, "Jonathan")
    pin(screen, "1234")
    assert "That PIN is wrong. Please wait 8 seconds, then try again." in screen.texts()
    assert reception.here is None
    pin(screen, "4711")
    assert screen.page.name == "home"
    assert tile(screen, "Jonathan")


def test_a_pin_is_shown_as_dots_only(screen):
    tap(screen, "Jonathan")
    for digit in "471":
        screen.tap(screen.page.keys[digit])
    assert screen.page.dots.text == "• • •"
    tap(screen, _(wording.DELETE))
    assert screen.page.dots.text == "• •"
    assert "471" not in " ".join(screen.texts())


def test_a_keyboard_types_a_pin_too(screen):
    tap(screen, "Jonathan")
    screen.type("4712")
    screen.press(8)
    screen.type("1")
    screen.press(RIGHT)
    screen.press(ESCAPE)
    assert screen.page.name == "who"
    tap(screen, "Jonathan")
    screen.type("4711")
    tap(screen, _(wording.OK))
    assert screen.page.name == "home"


def test_where_only_guests_come_home_is_shown_at_once(reception, open_screen):
    reception.known.clear()
    screen = open_screen()
    assert screen.page.name == "home"
    assert reception.here.id == GUEST
    tap(screen, _(wording.WHO_IS_HERE))
    assert names(screen) == ["Guest"]
    tap(screen, _(wording.BACK))
    assert screen.page.name == "home"


def test_where_nobody_at_all_is_known_exercise_goes_on(reception, open_screen):
    reception.known.clear()
    reception.guest = False
    screen = open_screen()
    assert screen.page.name == "home"
    assert reception.here is None
    tap(screen, _(wording.WHO_IS_HERE))
    assert _(wording.NOBODY_KNOWN) in screen.texts()


def test_what_is_due_today_comes_first_with_a_mark(screen, reception):
    reception.plans["p1"] = [
        Assignment("side-bends", "every day", due=True),
        Assignment("half-sit-up", "every day", due=False),
    ]
    arrive(screen)
    views = screen.page.grid.views
    assert [view.card.title for view in views[:2]] == ["Side bends", "Pelvic tilt"]
    assert [view.plan.word.text for view in views[:2]] == [_(words_home.DUE_TODAY), ""]


def test_a_change_forgets_who_was_here(screen, reception):
    arrive(screen)
    tap(screen, "Maria")
    assert screen.page.name == "who"
    assert reception.here is None
    assert reception.calls[-1] == ("leave",)


def test_without_a_reception_nothing_about_people_is_shown():
    screen = Screen(sample_station())
    try:
        assert screen.page.name == "home"
        assert list(screen.widgets(TileView)) == []
    finally:
        screen.close()


# Forgetting


def test_after_two_minutes_untouched_the_kiosk_forgets_who_was_there(
    reception, open_screen, monkeypatch
):
    assert people_visit.FORGOTTEN_AFTER == 120
    monkeypatch.setattr(people_visit, "FORGOTTEN_AFTER", 0.05)
    screen = open_screen()
    screen.tap(tile(screen, "Maria"))
    screen.until(lambda: reception.calls == [("arrive", "p1"), ("leave",)])
    screen.page_is("who")
    assert reception.here is None


def test_every_touch_and_key_counts_anew(screen):
    arrive(screen)
    watch = screen.app.face._guide.visit._alone
    began = watch._last_dt
    screen.tap_at(5, 5)
    assert watch.is_triggered
    touched = watch._last_dt
    assert touched > began
    screen.press(ord("x"))
    assert watch._last_dt > touched


def test_a_start_that_nobody_touches_is_left_alone(screen):
    assert not screen.app.face._guide.visit._alone.is_triggered
    screen.frames(60)
    before = screen.flips
    screen.frames(200)
    assert screen.flips == before


def test_nobody_is_sent_away_from_a_session_or_its_questions(screen, reception):
    visit = screen.app.face._guide.visit
    reception.asking = {Moment.BEFORE: [FEVER], Moment.AFTER: [PAIN]}
    arrive(screen)
    press_start(screen)
    assert screen.page.name == "question"
    assert not visit._alone.is_triggered
    assert visit._tired.is_triggered
    answer(screen, _(wording.NO))
    screen.page_is("session")
    assert not waiting(visit)
    screen.station.performances[-1].send(Command.STOP)
    screen.page_is("question")
    screen.tap_at(5, 5)
    assert not waiting(visit)
    answer(screen, "3")
    screen.page_is("done")
    assert visit._alone.is_triggered


def test_the_operators_pages_close_by_themselves_too(reception, open_screen, monkeypatch):
    screen = open_screen()
    desk(screen)
    visit = screen.app.face._guide.visit
    assert visit._alone.is_triggered
    visit._forget()
    screen.page_is("who")


# Questions


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (AnswerForm.YES_NO, _(wording.YES), 1),
        (AnswerForm.YES_NO, _(wording.NO), 0),
        *((AnswerForm.ZERO_TO_TEN, str(number), number) for number in range(11)),
        (AnswerForm.BETTER_SAME_WORSE, _(wording.BETTER), 2),
        (AnswerForm.BETTER_SAME_WORSE, _(wording.SAME), 1),
        (AnswerForm.BETTER_SAME_WORSE, _(wording.WORSE), 0),
        (AnswerForm.OFFER, _(wording.YES), 1),
        (AnswerForm.OFFER, _(wording.STAY), 0),
        (AnswerForm.NOTICE, _(wording.GO_ON), None),
    ],
)
def test_one_tap_answers(screen, reception, form, text, value):
    reception.asking = {Moment.ARRIVING: [Question("q", form, "What now?")]}
    tap(screen, "Maria")
    assert screen.page.name == "question"
    answer(screen, text)
    assert reception.answers == [("q", value)]
    assert screen.page.name == "home"


def test_a_question_is_shown_counted_and_spoken(screen, reception):
    reception.asking = {Moment.ARRIVING: [PAIN, FEVER]}
    tap(screen, "Maria")
    assert {PAIN.text, "Question 1 of 2", *wording.PAIN} <= set(screen.texts())
    answer(screen, "0")
    assert {FEVER.text, FEVER.help, "Question 2 of 2"} <= set(screen.texts())
    assert screen.station.spoken == [
        (PAIN.text, False),
        (f"{FEVER.text} {FEVER.help}", False),
    ]


def test_who_would_rather_not_say_need_not(screen, reception):
    reception.asking = {Moment.ARRIVING: [BACK_THEN]}
    tap(screen, "Maria")
    tap(screen, _(wording.SKIP))
    assert reception.answers == [("then", None)]
    assert screen.page.name == "home"


def test_questions_are_asked_after_start_and_then_the_session_begins(screen, reception):
    arrive(screen)
    reception.asking = {Moment.BEFORE: [FEVER, PAIN]}
    press_start(screen)
    assert screen.station.begun == []
    answer(screen, _(wording.NO))
    answer(screen, "2")
    screen.page_is("session")
    assert reception.answers == [("fever", 0), ("now", 2)]
    assert reception.calls[-1] == ("refusal", "pelvic-tilt")


def test_a_refusal_is_shown_and_spoken_and_nothing_begins(screen, reception):
    sentence = "Left side: done for today. Next tomorrow from 9 in the morning. Try a stretch."
    reception.refusals["pelvic-tilt"] = sentence
    arrive(screen)
    press_start(screen)
    assert screen.page.name == "not-now"
    assert sentence in screen.texts()
    assert screen.station.spoken == [(sentence, False)]
    assert screen.station.begun == []
    screen.tap(screen.page.home)
    assert screen.page.name == "home"


def test_not_now_leads_back_and_answers_nothing(screen, reception):
    arrive(screen)
    reception.asking = {Moment.BEFORE: [FEVER]}
    press_start(screen)
    tap(screen, _(wording.LATER))
    assert screen.page.name == "about"
    assert reception.answers == []
    assert screen.station.begun == []


def test_again_asks_again(screen, reception):
    arrive(screen)
    press_start(screen)
    screen.page_is("session")
    screen.station.performances[-1].send(Command.STOP)
    screen.page_is("done")
    reception.refusals["pelvic-tilt"] = "Done for today."
    tap(screen, _(words.AGAIN))
    assert screen.page.name == "not-now"
    assert len(screen.station.begun) == 1


def test_get_medical_help_now_fills_the_screen_and_stays_until_it_was_read(screen, reception):
    reception.asking = {Moment.AFTER: [ALARM]}
    arrive(screen)
    press_start(screen)
    screen.page_is("session")
    screen.station.performances[-1].send(Command.STOP)
    screen.page_is("urgent")
    ground = screen.page._ground
    assert ground.colour == theme.URGENT.ink
    assert tuple(ground.size) == tuple(Window.size)
    assert screen.station.spoken == [("Get medical help now. Call somebody.", True)]
    assert min(screen.page.text.font_size, screen.page.help.font_size) >= screen.page.sizes.lead
    screen.press(ESCAPE)
    screen.tap_at(5, 5)
    assert screen.page.name == "urgent"
    assert not screen.app.face._guide.visit._alone.is_triggered
    answer(screen, _(wording.I_HAVE_READ_IT))
    assert reception.answers == [("alarm", None)]
    screen.page_is("done")


# Waiting


def test_calls_that_write_are_made_off_the_screens_thread(screen, reception):
    arrive(screen)
    press_start(screen)
    screen.page_is("session")
    assert reception.threads == {"reception"}


def test_a_slow_call_says_so_calmly_and_takes_no_second_tap(screen, reception, monkeypatch):
    reception.gate.clear()
    screen.tap(tile(screen, "Maria"))
    screen.until(lambda: screen.app.face._guide._wait is not None)
    assert screen.app.face._guide._wait.text.text == _(wording.BUSY)
    screen.tap(tile(screen, "Guest"))
    screen.press(ENTER)
    reception.gate.set()
    settle(screen)
    assert screen.page.name == "home"
    assert [call for call in reception.calls if call[0] == "arrive"] == [("arrive", "p1")]
    assert screen.app.face._guide._wait is None


def test_a_finger_and_a_key_at_once_act_once(screen, reception):
    reception.gate.clear()
    screen.press(RIGHT)
    touch = UnitTestTouch(*tile(screen, "Guest").center)
    screen.press(ENTER)
    touch.grab(tile(screen, "Guest"))
    screen.guarded(touch.touch_up)
    reception.gate.set()
    settle(screen)
    assert reception.calls == [("arrive", "p1")]


def test_a_call_that_never_comes_back_leads_to_the_safe_page(reception, open_screen, monkeypatch):
    monkeypatch.setattr(people_errand, "GIVEN_UP_AFTER", 0.05)
    screen = open_screen()
    reception.gate.clear()
    screen.tap(tile(screen, "Maria"))
    screen.page_is("safe")
    reception.gate.set()
    screen.tap(screen.page.home)
    screen.until(lambda: screen.page.name in {"who", "home"})


def test_a_call_that_raises_leads_to_the_safe_page_and_back(screen, reception):
    reception.fault = OSError("the card is gone")
    screen.tap(tile(screen, "Maria"))
    screen.page_is("safe")
    screen.tap(screen.page.home)
    assert screen.page.name == "who"
    arrive(screen)


# Keys


def test_names_questions_and_home_are_reached_by_keys_alone(screen, reception):
    reception.asking = {Moment.ARRIVING: [BACK_THEN]}
    screen.press(RIGHT)
    assert screen.page.focused.text == "Maria"
    screen.press(DOWN)
    screen.press(UP)
    screen.press(ENTER)
    settle(screen)
    assert screen.page.name == "question"
    screen.press(RIGHT)
    assert screen.page.focused.choice.text == _(wording.BETTER)
    screen.press(RIGHT)
    screen.press(ENTER)
    settle(screen)
    assert reception.answers == [("then", 1)]
    assert screen.page.name == "home"
    screen.press(UP)
    assert screen.page._frame.parent is screen.page
    screen.press(ENTER)
    settle(screen)
    assert screen.page.name == "who"


def test_the_last_focus_is_the_operators_button_and_the_frame_is_around_it(screen):
    for _step in range(5):
        screen.press(RIGHT)
    assert screen.page.focused is screen.button(_(wording.OPERATOR))
    assert tuple(screen.page._frame.pos) == tuple(screen.page.focused.pos)
    screen.press(ENTER)
    assert _(wording.OPERATOR_PIN) in screen.texts()


def test_the_alarm_is_acknowledged_by_keys(screen, reception):
    reception.asking = {Moment.ARRIVING: [ALARM]}
    tap(screen, "Maria")
    screen.press(ENTER)
    assert reception.answers == []
    screen.press(ENTER)
    settle(screen)
    assert reception.answers == [("alarm", None)]


# The operator


def test_the_desk_opens_with_the_pin_only(screen, reception):
    tap(screen, _(wording.OPERATOR))
    pin(screen, "000000")
    assert "That PIN is wrong. Please wait 30 seconds, then try again." in screen.texts()
    pin(screen, "123456")
    assert screen.page.name == "desk"
    tap(screen, _(wording.LEAVE_DESK))
    assert screen.page.name == "who"


def test_a_person_is_added_by_tapping_letters(screen, reception):
    desk(screen)
    tap(screen, _(wording.ADD))
    for letter in "ANA":
        screen.tap(screen.page.keys[letter])
    tap(screen, _(wording.SPACE))
    screen.tap(screen.page.keys["B"])
    assert screen.page.written == "Ana B"
    tap(screen, _(wording.OK))
    tap(screen, _(wording.WITH_PIN_YES))
    pin(screen, "2580")
    pin(screen, "2580")
    assert _(wording.ADDED).format(name="Ana B") in screen.texts()
    assert reception.calls[-1] == ("add_person", "Ana B", "2580")
    assert "Ana B" in names(screen)


def test_a_keyboard_writes_a_name_and_no_letter_is_a_command(screen, reception):
    desk(screen)
    tap(screen, _(wording.ADD))
    screen.type("sborn n.")
    assert screen.page.written == "Sborn N"
    tap(screen, _(wording.OK))
    tap(screen, _(wording.WITH_PIN_NO))
    assert reception.calls[-1] == ("add_person", "Sborn N", "")


def test_a_name_is_needed(screen, reception):
    desk(screen)
    tap(screen, _(wording.ADD))
    tap(screen, _(wording.OK))
    assert _(wording.NAME_EMPTY) in screen.texts()


def test_a_person_is_erased_after_two_pages_that_ask(screen, reception):
    desk(screen)
    tap(screen, _(wording.PEOPLE))
    tap(screen, "Maria")
    tap(screen, _(wording.ERASE))
    tap(screen, _(wording.ERASE_NEXT))
    assert _(wording.ERASE_SURE).format(name="Maria") in screen.texts()
    assert not any(call[0] == "erase_person" for call in reception.calls)
    tap(screen, _(wording.KEEP))
    assert screen.page.name == "desk-person"
    tap(screen, _(wording.ERASE))
    tap(screen, _(wording.ERASE_NEXT))
    tap(screen, _(wording.ERASE_YES))
    assert reception.calls[-1] == ("erase_person", "p1")
    assert "Maria" not in names(screen)
    assert _(wording.ERASED).format(name="Maria") in screen.texts()


def test_a_session_is_put_on_a_plan_and_taken_off(screen, reception):
    desk(screen)
    tap(screen, _(wording.PEOPLE))
    tap(screen, "Maria")
    tap(screen, _(wording.PLAN))
    tap(screen, "Side bends")
    tap(screen, wording.OFTEN[3])
    assert reception.calls[-1] == ("assign", "p1", "side-bends", 3)
    assert names(screen)[0] == "Side bends"
    assert "every 3 days" in screen.texts()
    tap(screen, "Side bends")
    tap(screen, wording.OFTEN[0])
    assert reception.calls[-1] == ("assign", "p1", "side-bends", 0)
    assert "every 3 days" not in screen.texts()


def test_a_ceiling_is_set_with_a_reason_and_what_is_wrong_is_said(screen, reception):
    desk(screen)
    tap(screen, _(wording.PEOPLE))
    tap(screen, "Maria")
    tap(screen, _(wording.CEILING))
    assert names(screen) == [f"{each} s" for each in range(30, 91, 10)]
    tap(screen, "50 s")
    tap(screen, wording.CEILING_REASONS[2])
    assert reception.calls[-1] == ("set_ceiling", "p1", 50, wording.CEILING_REASONS[2])
    assert _(wording.DONE) in screen.texts()
    reception.wrong = "The ledger cannot be written."
    tap(screen, _(wording.CEILING))
    tap(screen, "90 s")
    tap(screen, wording.CEILING_REASONS[0])
    assert reception.wrong in screen.texts()
    assert _(wording.DONE) not in screen.texts()


def test_locks_are_read_and_cleared_with_a_reason(screen, reception):
    lock = "Left side: locked, because it hurt twice."
    reception.locked["p1"] = [lock]
    desk(screen)
    tap(screen, _(wording.PEOPLE))
    tap(screen, "Maria")
    tap(screen, _(wording.LOCKS))
    assert lock in screen.texts()
    tap(screen, _(wording.CLEAR_LOCKS))
    tap(screen, wording.LOCK_REASONS[0])
    assert reception.calls[-1] == ("clear_locks", "p1", wording.LOCK_REASONS[0])
    tap(screen, _(wording.LOCKS))
    assert _(wording.LOCKS_NONE) in screen.texts()


def test_clock_guests_and_ledger_each_ask_before_they_act(screen, reception):
    desk(screen)
    tap(screen, _(wording.CLOCK))
    tap(screen, _(wording.BACK))
    tap(screen, _(wording.CLOCK))
    tap(screen, _(wording.CLOCK_YES))
    tap(screen, _(wording.GUEST))
    tap(screen, _(wording.GUEST_NO))
    tap(screen, _(wording.STATE))
    assert "Ledger" in screen.texts()
    tap(screen, _(wording.CREATE_LEDGER))
    tap(screen, _(wording.CREATE_LEDGER))
    acts = [call for call in reception.calls if call[0] != "operator"]
    assert acts == [("vouch_for_clock",), ("allow_guest", False), ("create_ledger",)]


def test_the_dose_rule_in_force_is_listed_with_its_sources(screen):
    desk(screen)
    tap(screen, _(wording.POLICY))
    assert {"First dose", "30 s", "the article", "Locked after two reds"} <= set(screen.texts())
    assert screen.page.reading.reach > 0
    screen.press(DOWN)
    assert screen.page.reading.offset > 0


def test_the_sample_has_a_question_of_every_form():
    forms = {each.form for asked in sample_questions().values() for each in asked}
    assert forms == set(AnswerForm)
