"""People on the screen, in real windows: each file of cases runs in a process of its own."""

import pytest
from test_screen import run


def test_people_come_are_asked_and_are_forgotten(tmp_path):
    run("screen_people_cases.py", "960x600", 40, tmp_path)


@pytest.mark.parametrize("size", ["800x480", "1280x720", "1280x800", "1920x1080", "720x1280"])
def test_text_about_people_stays_in_its_box(size, tmp_path):
    run("screen_people_text_cases.py", size, 2, tmp_path)
