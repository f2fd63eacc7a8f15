"""More, settings, information and rest, in real windows, in a process of their own."""

from test_screen import run


def test_settings_hold_at_once_and_a_screen_that_nobody_needs_rests(tmp_path):
    run("screen_ways_cases.py", "960x600", 50, tmp_path)
