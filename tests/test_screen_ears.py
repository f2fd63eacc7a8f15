"""The light of the ears, in a real window, in a process of its own."""

from test_screen import run


def test_whoever_speaks_sees_whether_the_kiosk_listens_and_what_it_heard(tmp_path):
    run("screen_ears_cases.py", "960x600", 9, tmp_path)
