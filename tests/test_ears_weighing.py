"""An order is what fits its sound, clearly better than any other; what fits nothing is no order."""

from kiosk.ears.weighing import BY_CHANCE, PERHAPS_STOP, weighed
from kiosk.orders import PHRASES, Heard, Order, understand

CHANCE = dict(BY_CHANCE)


def test_every_english_phrase_is_weighed():
    assert set(BY_CHANCE) == {phrase for forms in PHRASES["en"].values() for phrase in forms}


def test_what_fits_as_well_as_by_chance_is_no_order():
    assert weighed(CHANCE, "and then we went home", -0.2) is None
    assert weighed(CHANCE, "hm", -2.0) is None


def test_what_fits_is_said_whatever_is_written_freely_as_long_as_that_is_unsure():
    likely = {**CHANCE, "it hurts": -4.0}
    assert weighed(likely, "in verse", -0.9) == "it hurts"
    assert weighed(likely, "Invers. Invers. Invers.", -0.2) == "it hurts"


def test_other_words_that_were_surely_said_are_believed():
    likely = {**CHANCE, "stop": -5.0}
    assert weighed(likely, "not now", -0.3) is None
    assert weighed(likely, "he could not stop the", -0.9) is None
    assert weighed(likely, "one two three four five six", -2.0) is None


def test_of_two_orders_that_fit_alike_neither_is_taken():
    assert weighed({**CHANCE, "pause": -5.0, "stop": -4.5}, "ah", -2.0) is None


def test_two_phrases_of_one_order_do_not_stand_in_each_others_way():
    assert weighed({**CHANCE, "stop": -3.0, "stop now": -6.0}, "stop", -1.0) in {"stop", "stop now"}


def test_a_pause_is_taken_sooner_than_what_does_more():
    assert weighed({**CHANCE, "pause": BY_CHANCE["pause"] / 2 - 0.5}, "h", -2.0) == "pause"
    assert weighed({**CHANCE, "how long": BY_CHANCE["how long"] / 2 - 0.5}, "h", -2.0) is None


def test_a_stop_that_fits_half_is_a_guess_that_asks():
    likely = {**CHANCE, "stop": BY_CHANCE["stop"] / 2 - 1.2}
    assert weighed(likely, "so", -2.0) == PERHAPS_STOP
    assert understand(PERHAPS_STOP, "en") == Heard(Order.STOP, unsure=True)
