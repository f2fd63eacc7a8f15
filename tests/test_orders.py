"""An order is a phrase said alone; talk is left alone; a stop is never lost for certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.orders import PHRASES, Heard, Order, understand
from kiosk.script.language import is_command

EVERY = [
    (phrase, order, language)
    for language, orders in PHRASES.items()
    for order, forms in orders.items()
    for phrase in forms
]


@pytest.mark.parametrize(("phrase", "order", "language"), EVERY)
def test_every_phrase_said_alone_is_its_order(phrase: str, order: Order, language: str):
    assert understand(phrase, language) == Heard(order)
    assert understand(f" {phrase.upper()}! ", language) == Heard(order)


@pytest.mark.parametrize(("phrase", "order", "language"), EVERY)
def test_a_recogniser_that_repeats_itself_and_is_cut_short_is_understood(
    phrase: str, order: Order, language: str
):
    again = ", ".join([phrase] * 4)
    for cut in range(1, len(phrase)):
        assert understand(f" {again}, {phrase[:cut]}", language) == Heard(order)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (" start, stop, stop, stop, stop, stop", Order.STOP),
        (" louder please, please, please, please", Order.LOUDER),
        (" I'm ready, I'm ready, I'm ready, I", Order.READY),
        (" see again, see again, see again, see", Order.AGAIN),
        ("I’m ready.", Order.READY),
        (" the last exercise, last exercise, last", Order.BACK),
    ],
)
def test_what_recognisers_really_write_is_understood(text: str, order: Order):
    assert understand(text, "en") == Heard(order)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "thank you",
        "please do not stop yet, we are nearly there",
        "next week we go on a walk",
        "how long is a piece of string",
        "it hurts a little less than yesterday",
        "press the small of your back into the floor",
    ],
)
def test_talk_is_left_alone(text: str):
    assert understand(text, "en") is None


@pytest.mark.parametrize(
    "text", ["stop it", "please stop", "do stop that", "stopped", "step, step, step, st"]
)
def test_a_few_words_with_stop_among_them_are_a_guess_that_pauses(text: str):
    assert understand(text, "en") == Heard(Order.STOP, unsure=True)


def test_a_session_is_begun_by_its_title_and_only_where_titles_are_given():
    titles = ("Pelvic tilt", "QL release")
    assert understand("start pelvic tilt", "en", titles) == Heard(Order.BEGIN, "Pelvic tilt")
    assert understand("Start QL release.", "en", titles) == Heard(Order.BEGIN, "QL release")
    assert understand("start pelvic tilt", "en") is None
    assert understand("start walking", "en", titles) is None


def test_no_phrase_stands_for_two_orders():
    phrases = [(phrase, language) for phrase, _, language in EVERY]
    assert len(set(phrases)) == len(phrases)


def test_every_language_knows_every_order():
    for orders in PHRASES.values():
        assert set(orders) == set(Order) - {Order.BEGIN}


def test_stop_it_hurts_and_pause_may_be_said_as_one_word_and_all_others_as_two():
    for order, forms in PHRASES["en"].items():
        single = [form for form in forms if " " not in form]
        if order in {Order.STOP, Order.PAUSE}:
            assert single == [str(order)]
        elif order is not Order.HURTS:
            assert not single


def test_a_language_without_phrases_understands_nothing():
    assert understand("stop", "fr") is None


@pytest.mark.parametrize(
    ("text", "order"),
    [
        (" Próximo ejercicio.", Order.NEXT),
        (" sigiente ejercicio, sigiente ejercicio, sigien", Order.NEXT),
        (" el ejercicio anterior,", Order.BACK),
        (" ¡Alto!", Order.STOP),
        (" estoy lista, estoy lista, esto", Order.READY),
    ],
)
def test_what_the_recogniser_really_writes_in_spanish_is_understood(text: str, order: Order):
    assert understand(text, "es") == Heard(order)


@pytest.mark.parametrize("text", [" Para.", " para la", " para la ya,", "basta", "alto ahí"])
def test_what_may_have_been_a_spanish_stop_pauses_and_asks(text: str):
    assert understand(text, "es") == Heard(Order.STOP, unsure=True)


@pytest.mark.parametrize(
    "text",
    ["para la rodilla va bien", "para qué quieres eso", "la pausa de antes fue larga",
     "me duele la cabeza desde ayer"],
)  # fmt: skip
def test_spanish_talk_is_left_alone(text: str):
    assert understand(text, "es") is None


def test_a_session_is_begun_by_its_spanish_title():
    titles = ("Inclinación de la pelvis",)
    heard = understand("Empieza inclinación de la pelvis.", "es", titles)
    assert heard == Heard(Order.BEGIN, titles[0])


@given(st.text(max_size=80))
def test_nothing_that_a_recogniser_may_write_breaks_it(text: str):
    understand(text, "en", ("Pelvic tilt",))


@pytest.mark.parametrize(("phrase", "order", "language"), EVERY)
def test_the_checker_warns_of_a_cue_that_is_an_order(phrase: str, order: Order, language: str):
    assert is_command(phrase.capitalize() + ".", language), order
