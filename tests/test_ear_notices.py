"""What a session is told of its ears: that they are gone, and back; a loose plug is no chatter."""

from __future__ import annotations

from kiosk.ear_notices import (
    BACK_S,
    CANNOT_HEAR,
    COMES_AND_GOES,
    HEARS_AGAIN,
    LOST_S,
    LOUD,
    LOUD_S,
    NO_LONGER,
    EarNotices,
    Hears,
)

SESSION = object()


class Session:
    """Looks twice a second, as the kiosk does."""

    def __init__(self) -> None:
        self.notices = EarNotices()
        self.now = 1_000.0
        self.session: object = SESSION
        self.said: list[str] = []

    def goes_on(self, hears: Hears, seconds: float) -> list[str]:
        said = []
        for _ in range(int(seconds * 2)):
            sentence = self.notices.look(self.session, hears, self.now)
            said += [sentence] if sentence else []
            self.now += 0.5
        self.said += said
        return said


def test_ears_that_hear_are_not_spoken_of():
    assert Session().goes_on(Hears.WELL, 600) == []


def test_ears_that_are_lost_are_said_to_be_once_and_once_that_they_are_back():
    it = Session()
    it.goes_on(Hears.WELL, 10)
    assert it.goes_on(Hears.NOT, LOST_S - 1) == []
    assert it.goes_on(Hears.NOT, 300) == [NO_LONGER]
    assert it.goes_on(Hears.WELL, BACK_S - 1) == []
    assert it.goes_on(Hears.WELL, 300) == [HEARS_AGAIN]


def test_where_there_never_was_a_microphone_nothing_is_said_to_be_lost():
    it = Session()
    it.goes_on(Hears.LOADING, 50)
    assert it.goes_on(Hears.NOT, 60) == [CANNOT_HEAR]


def test_ears_that_are_only_loading_are_not_complained_of():
    assert Session().goes_on(Hears.LOADING, 60) == []


def test_a_short_gap_is_not_spoken_of():
    it = Session()
    for _ in range(20):
        it.goes_on(Hears.WELL, 10)
        it.goes_on(Hears.NOT, LOST_S - 1)
    assert it.said == []


def test_a_loose_plug_is_spoken_of_three_times_and_then_only_shown():
    it = Session()
    for _ in range(20):
        it.goes_on(Hears.WELL, 10)
        it.goes_on(Hears.NOT, 10)
    assert it.said == [NO_LONGER, HEARS_AGAIN, COMES_AND_GOES]


def test_a_loose_plug_that_flickers_does_not_chatter():
    it = Session()
    for _ in range(200):
        it.goes_on(Hears.WELL, 1)
        it.goes_on(Hears.NOT, 1)
    assert it.said == []


def test_a_loud_room_is_spoken_of_once_a_session_and_a_door_that_slams_is_not():
    it = Session()
    it.goes_on(Hears.WELL, 5)
    assert it.goes_on(Hears.LOUD, LOUD_S - 1) == []
    for _ in range(10):
        it.goes_on(Hears.WELL, 5)
        it.goes_on(Hears.LOUD, 60)
    assert it.said == [LOUD]


def test_the_next_session_is_told_anew_and_nobody_is_told_between():
    it = Session()
    it.goes_on(Hears.NOT, 60)
    it.session = None
    assert it.goes_on(Hears.NOT, 60) == []
    it.session = object()
    assert it.goes_on(Hears.NOT, 60) == [CANNOT_HEAR]
