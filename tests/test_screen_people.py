"""People on the screen, in real windows: each file of cases runs in a process of its own."""

from test_screen import run


def test_people_come_are_asked_and_are_forgotten(tmp_path):
    run("screen_people_cases.py", "960x600", 40, tmp_path)
