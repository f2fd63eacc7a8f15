"""Keys learnt by pressing them, in a real window, in a process of its own."""

from test_screen import run


def test_a_key_of_a_clicker_or_a_pedal_is_learnt_by_pressing_it(tmp_path):
    run("screen_learnt_cases.py", "800x480", 17, tmp_path)
