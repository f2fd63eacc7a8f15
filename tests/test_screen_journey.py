"""A first run, as somebody makes it who never saw the kiosk."""

from test_screen import run


def test_from_power_on_to_a_first_session_and_a_first_massage(tmp_path):
    run("screen_journey_cases.py", "800x480", 5, tmp_path)
