"""A big button and a motion sensor before a real window, in a process of its own."""

from test_screen import run


def test_who_comes_or_presses_finds_the_screen_awake_and_nothing_else_happens(tmp_path):
    run("screen_hands_cases.py", "800x480", 8, tmp_path)
