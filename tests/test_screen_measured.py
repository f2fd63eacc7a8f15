"""No text is cut, lies on another or leaves its box, on any screen: each size in a window of its
own, in English as it stands, and in Spanish, which is longer, with the largest text."""

import pytest
from test_screen import run

SIZES = "800x480", "1280x800", "720x1280", "1920x1080"
USUAL = "en-100 es-130"
REST = "en-115 en-130 es-100 es-115"
SELF = 15
"""How many of the cases are about measuring itself."""


@pytest.mark.parametrize("size", SIZES)
def test_every_screen_is_whole(size, tmp_path, monkeypatch):
    monkeypatch.setenv("SCREEN_WORN", USUAL)
    run("screen_measured_cases.py", size, SELF + 2, tmp_path)


@pytest.mark.parametrize(("size", "panel"), [("1280x720", "155x88"), ("800x480", "100x60")])
def test_large_fingers_on_a_small_panel_leave_room_for_the_text(size, panel, tmp_path, monkeypatch):
    monkeypatch.setenv("SCREEN_PANEL", panel)
    monkeypatch.setenv("SCREEN_WORN", "en-100")
    run("screen_measured_cases.py", size, SELF + 1, tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("size", [*SIZES, "1280x720"])
def test_every_screen_is_whole_at_every_size_of_text(size, tmp_path, monkeypatch):
    monkeypatch.setenv("SCREEN_WORN", REST)
    run("screen_measured_cases.py", size, SELF + 4, tmp_path)
