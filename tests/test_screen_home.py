"""Home and the page about a session, in real windows: the cases run in a process of their own."""

import pytest
from test_screen import run


@pytest.mark.parametrize("size", ["800x480", "1280x800", "720x1280"])
def test_home_is_narrowed_down_and_leads_to_a_session(size, tmp_path):
    run("screen_home_cases.py", size, 25, tmp_path)
