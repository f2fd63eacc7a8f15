"""The light of the ears, in a real window, in a process of its own."""

from test_screen import run


def test_whoever_speaks_sees_whether_the_kiosk_listens_and_what_it_heard(tmp_path):
    run("screen_ears_cases.py", "960x600", 11, tmp_path)


def test_the_ears_are_switched_on_and_off_on_a_page_that_says_what_they_hear(tmp_path):
    run("screen_spoken_cases.py", "960x600", 14, tmp_path)
