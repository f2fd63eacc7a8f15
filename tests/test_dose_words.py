"""What is said about a decision, how ranges grow, and what a script's presses would come to."""

from __future__ import annotations

import string

import pytest
from dose_world import LEFT, RIGHT, World

from kiosk.dose import events
from kiosk.dose.answer import Granted, Instead, Refused, Request, Why, refused
from kiosk.dose.events import How
from kiosk.dose.explain import explain, length, place, point_words
from kiosk.dose.growth import Range, Unit, amounts, offered
from kiosk.dose.guard import may_erase, may_exercise, may_warm
from kiosk.dose.policy import GUEST, POINTS, Place, Policy
from kiosk.dose.preview import Press, first_dose, largest_possible
from kiosk.dose.screening import About
from kiosk.dose.time import Until
from kiosk.dose.words import WORDS

# --- sentences


def test_a_grant_says_how_long_and_where() -> None:
    assert World().said() == "30 seconds on your left quadratus lumborum."
    assert World().said(LEFT, RIGHT) == "30 seconds on your left and right quadratus lumborum."
    assert World().said(LEFT, "piriformis left") == "30 seconds on your left side."
    assert World().said(language="es") == "30 segundos en tu cuadrado lumbar izquierdo."


def test_a_refusal_says_why_when_next_and_what_instead() -> None:
    world = World(start="2024-05-01 17:00")
    world.press(LEFT, "piriformis left", how=How.STOPPED, pressed_s=27)
    world.wait(hours=1)
    assert world.said(LEFT, "piriformis left") == (
        "Left side: done for today. Next tomorrow from 9:01 in the morning. "
        "Until then: a stretch or warmth."
    )


def test_the_same_in_spanish() -> None:
    world = World()
    world.press()
    world.wait(hours=1)
    assert world.said(language="es") == (
        "Cuadrado lumbar izquierdo: hecho por hoy. La próxima vez, mañana desde las 4 de la "
        "madrugada. Mientras tanto: un estiramiento o calor."
    )


def test_where_the_time_is_not_known_it_says_how_long_the_kiosk_must_be_on() -> None:
    world = World()
    world.trusted = False
    world.press()
    world.off(hours=1)
    assert "after 24 hours more with this kiosk switched on" in world.said()


def test_a_short_wait_is_said_in_seconds() -> None:
    world = World()
    world.press(after="unasked")
    world.wait(seconds=10)
    assert world.said(RIGHT) == "Rest a little before the next press. Next in 23 seconds."


def test_an_offer_is_said_beside_the_grant() -> None:
    world = World()
    for _ in range(3):
        world.green_day()
    assert world.said() == (
        "30 seconds on your left quadratus lumborum. "
        "It has gone well: you may have 40 seconds now, or stay."
    )


def test_a_guest_hears_that_nobody_can_know_who_was_here() -> None:
    world = World(policy=Policy.at(Place.HOME))
    world.screen(person=GUEST)
    assert "cannot know who was here" in world.said(person=GUEST)


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("why", list(Why))
def test_every_refusal_has_a_sentence_in_every_language(why: Why, language: str) -> None:
    world = World()
    request = Request("ana", "1", (LEFT,))
    until = Until(world.wall_ms + 90_000_000, 90_000_000)
    for end in (None, until, Until(None, 90_000_000)):
        said = explain(refused(request, why, (LEFT,), end), world.now, world.zone, language)
        assert said.endswith((".", "?"))
        assert said[0] not in string.ascii_lowercase
        assert "{" not in said


@pytest.mark.parametrize("language", sorted(WORDS))
def test_every_point_has_its_words_in_every_language(language: str) -> None:
    said = {point_words(point, language) for point in POINTS}
    assert len(said) == len(POINTS)
    assert not any("ql" in words.split() for words in said)


def test_the_side_is_said_first() -> None:
    assert point_words("ql left") == "left quadratus lumborum"
    assert point_words("gluteus minimus right") == "right gluteus minimus"
    assert place(("ql left", "piriformis right")) == "left quadratus lumborum and right piriformis"


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (400, "1 second"), (30_000, "30 seconds"), (90_000, "90 seconds"),
        (120_001, "3 minutes"), (3_600_000, "1 hour"), (3_600_001, "2 hours"),
    ],
)  # fmt: skip
def test_a_length_is_rounded_up(ms: int, said: str) -> None:
    assert length(ms) == said


# --- what else a person may do


def test_an_emergency_sign_stops_exercise_and_another_yes_does_not() -> None:
    world = World()
    request = Request("ana", "1", ())
    world.screen("fever")
    assert may_exercise(request, world.book.station, world.book.person("ana")) is None
    world.screen("saddle")
    stop = may_exercise(request, world.book.station, world.book.person("ana"))
    assert isinstance(stop, Refused)
    assert stop.instead == (Instead.HELP_NOW,)


def test_warmth_has_questions_of_its_own() -> None:
    world = World()
    request = Request("ana", "1", ())

    def why() -> Why | None:
        person = world.book.person("ana")
        found = may_warm(world.policy, request, person, world.now, world.zone)
        return found.why if found else None

    assert why() is Why.SCREENING_DUE
    world.screen(about=About.WARMTH)
    assert why() is None
    world.screen("circulation", about=About.WARMTH)
    assert why() is Why.SCREENING_YES
    assert world.why() is None


def test_an_open_clinical_lock_is_cleared_before_erasing() -> None:
    world = World()
    request = Request("ana", "1", ())
    assert may_erase(request, world.book.person("ana")) is None
    world.tell(events.Numbness, answer=True)
    assert may_erase(request, world.book.person("ana"))


# --- ranges

RANGES = (Range("1", 8, 15, Unit.COUNT), Range("2", 20_000, 60_000, Unit.MS))


def comfortable(world: World, days: int, *, comfortable: bool | None = True) -> None:
    for _ in range(days):
        world.tell(events.Practised, name="tilt", comfortable=comfortable)
        world.next_day()


def practice(world: World) -> tuple[dict[str, int], dict[str, int]]:
    state = world.book.person("ana").practice["tilt"]
    return amounts(RANGES, state), offered(RANGES, state)


def test_a_range_starts_low_and_one_small_step_is_offered_after_three_comfortable_days() -> None:
    world = World()
    comfortable(world, 2)
    assert practice(world) == ({"1": 8, "2": 20_000}, {})
    comfortable(world, 1)
    assert practice(world) == ({"1": 8, "2": 20_000}, {"1": 9, "2": 25_000})


def test_three_comfortable_sessions_on_one_day_offer_nothing() -> None:
    world = World()
    for _ in range(3):
        world.tell(events.Practised, name="tilt", comfortable=True)
        world.wait(hours=1)
    assert practice(world)[1] == {}


def test_the_step_is_the_persons_and_may_be_taken_back() -> None:
    world = World()
    comfortable(world, 5)
    assert practice(world)[0] == {"1": 8, "2": 20_000}
    world.tell(events.RangeStep, name="tilt", up=True)
    assert practice(world) == ({"1": 9, "2": 25_000}, {})
    world.tell(events.RangeStep, name="tilt", up=True)
    assert practice(world)[0] == {"1": 9, "2": 25_000}
    world.tell(events.RangeStep, name="tilt", up=False)
    assert practice(world)[0] == {"1": 8, "2": 20_000}


def test_an_uncomfortable_session_starts_the_run_again() -> None:
    world = World()
    comfortable(world, 2)
    comfortable(world, 1, comfortable=False)
    comfortable(world, 2)
    assert practice(world)[1] == {}


def test_a_range_ends_at_its_high_end() -> None:
    world = World()
    for _ in range(12):
        comfortable(world, 3)
        world.tell(events.RangeStep, name="tilt", up=True)
    comfortable(world, 3)
    assert practice(world) == ({"1": 15, "2": 60_000}, {})


# --- previews

SIDES = [Press((LEFT, "piriformis left")), Press((RIGHT, "piriformis right"))]


def test_a_first_dose_is_previewed_with_the_limits_of_a_first_day() -> None:
    preview = first_dose(Policy(), SIDES)
    assert [press.ms for press in preview.presses] == [30_000, 0]
    assert preview.presses[1].why is Why.POINTS_FULL


def test_the_largest_possible_dose_is_the_most_a_day_allows() -> None:
    assert largest_possible(Policy(), [Press((LEFT,))]).total_ms == 90_000
    assert largest_possible(Policy(), [Press((LEFT,), 25_000)]).longest_ms == 25_000
    both = largest_possible(Policy(), SIDES)
    assert both.total_ms == 120_000
    assert [press.ms for press in both.presses] == [60_000, 60_000]


def test_a_point_pressed_twice_in_a_script_is_granted_once() -> None:
    preview = first_dose(Policy(), [Press((LEFT,)), Press((LEFT,))])
    assert [press.why for press in preview.presses] == [None, Why.DONE]


def test_a_preview_never_exceeds_what_the_guard_grants() -> None:
    decision = World().ask(LEFT)
    assert isinstance(decision, Granted)
    assert first_dose(Policy(), [Press((LEFT,))]).longest_ms == decision.ms
