"""The screens in a language of brackets: what bypasses the catalogues shows."""

from test_screen import run


def test_every_word_of_every_screen_can_be_translated(tmp_path):
    run("screen_pseudo_cases.py", "1280x800", 2, tmp_path)
