"""What the screen decides without a window: colours, sizes, keys, words, Kivy's settings."""

import subprocess
import sys

import pytest

from kiosk.plan.model import SegmentKind
from kiosk.plan.phrases import PHRASES
from kiosk.player.model import State
from kiosk.preferences import Look
from kiosk.screen import dose_look, theme, words
from kiosk.screen.keys import BOUNCE_S, Key, Keys
from kiosk.script.kind import Kind

SIZES = ((800, 480), (1280, 720), (1280, 800), (1920, 1080), (720, 1280))


LOOKS = list(Look)


@pytest.fixture(autouse=True)
def _light_again():
    yield
    theme.wear(Look.LIGHT)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("text", "ground"), theme.TEXT_ON_GROUND)
def test_every_text_stands_out_from_its_ground_at_least_seven_to_one(text, ground, look):
    theme.wear(look)
    assert theme.contrast(text, ground) >= 7


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("sign", "ground"), theme.SIGN_ON_GROUND)
def test_every_sign_stands_out_from_its_ground_at_least_three_to_one(sign, ground, look):
    theme.wear(look)
    assert theme.contrast(sign, ground) >= 3


def test_every_palette_has_every_colour():
    names = {frozenset(palette) for palette in theme.PALETTES.values()}
    assert len(names) == 1
    assert set(theme.PALETTES) == set(Look)


def test_the_contrast_of_black_on_white_is_twenty_one():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("mood", theme.MOODS)
def test_the_ring_stands_out_from_its_track_and_the_track_is_never_text(mood, look):
    theme.wear(look)
    assert theme.contrast(mood.ink, theme.LINE) >= 3
    assert all(theme.LINE not in pair for pair in theme.TEXT_ON_GROUND)


@pytest.mark.parametrize(
    ("window", "panel_mm"),
    [((1280, 720), (155, 88)), ((800, 480), (155, 93)), ((720, 1280), (88, 155))],
)
def test_a_button_is_twenty_millimetres_on_a_panel_that_is_known(window, panel_mm):
    pixels_a_mm = max(window) / max(panel_mm)
    assert theme.sizes_for(*window, panel_mm).target / pixels_a_mm >= 19.9


def test_a_tiny_panel_does_not_let_the_buttons_push_out_the_page():
    assert theme.sizes_for(800, 480, (70, 42)).target <= 480 / 4


@pytest.mark.parametrize("window", SIZES)
def test_type_grows_from_small_to_display(window):
    sizes = theme.sizes_for(*window)
    scale = [sizes.small, sizes.body, sizes.lead, sizes.title, sizes.display]
    assert scale == sorted(scale)
    assert len(set(scale)) == len(scale)


def test_the_typeface_is_found_without_importing_its_package():
    found = theme.fonts()
    assert found is not None
    assert found.regular.endswith("AtkinsonHyperlegible-Regular.ttf")


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (32, Key.GO),
        (13, Key.GO),
        (ord("b"), Key.GO),
        (ord("."), Key.GO),
        (275, Key.NEXT),
        (281, Key.NEXT),
        (ord("n"), Key.NEXT),
        (276, Key.BACK),
        (280, Key.BACK),
        (ord("r"), Key.REPEAT),
        (ord("s"), Key.LEAVE),
        (27, Key.LEAVE),
        (ord("x"), None),
    ],
)
def test_keys_of_keyboards_clickers_and_pedals_have_a_meaning(code, meaning):
    assert Keys().down(code) is meaning


def test_a_key_held_down_means_something_once():
    now = [0.0]
    keys = Keys(now_s=lambda: now[0])
    assert [keys.down(32) for _ in range(5)] == [Key.GO, None, None, None, None]
    keys.up(32)
    now[0] += BOUNCE_S
    assert keys.down(32) is Key.GO


def test_a_key_whose_release_was_missed_works_again_when_the_window_has_the_keyboard_back():
    keys = Keys()
    keys.down(32)
    keys.forget()
    assert keys.down(32) is Key.GO


def test_a_chord_means_nothing():
    assert Keys().down(ord("s"), ["ctrl"]) is None


def test_every_kind_of_session_and_moment_has_a_word_and_colours():
    for kind in Kind:
        assert words.kind_name(kind)
        assert theme.mood_of_kind(kind) in theme.MOODS
    for moment in SegmentKind:
        assert all(phrases.words[moment].isupper() for phrases in PHRASES.values())
        assert dose_look.mood_of_segment(moment, State.PLAYING)


@pytest.mark.parametrize(
    ("least", "most", "shown"),
    [
        (180_000, 180_000, "3 min"),
        (180_000, 300_000, "3 to 5 min"),
        (45_000, 180_000, "45 s to 3 min"),
        (3_000_000, 4_200_000, "50 min to 1 h 10 min"),
        (180_000, 182_000, "3 min"),
    ],
)
def test_a_length_that_may_grow_is_shown_as_a_range(least, most, shown):
    assert words.length_range(least, most) == shown


def child(code, **env):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **env},
    )


def test_a_machine_without_a_display_gets_a_sentence_and_no_traceback():
    code = """
from kiosk.screen.app import ScreenError, ScreenOptions, run_screen
from kiosk.screen.fake import sample_station
try:
    run_screen(sample_station(), ScreenOptions(window=(800, 480)))
except ScreenError as error:
    print("SENTENCE", error)
"""
    done = child(code, SDL_VIDEODRIVER="x11")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("SENTENCE No window could be opened")
    assert "Traceback" not in done.stdout


def test_importing_the_screen_does_not_import_kivy_or_anything_heavy():
    code = """
import sys
import kiosk.screen.app, kiosk.screen.theme, kiosk.screen.fake
print(sorted({"kivy", "numpy", "sounddevice", "rich", "yaml", "pyttsx3"} & set(sys.modules)))
"""
    assert child(code).stdout.strip() == "[]"


def test_kivy_leaves_logging_arguments_and_the_home_folder_alone(tmp_path):
    code = """
import logging, sys
before = list(logging.getLogger().handlers), sys.stderr
sys.argv = ["kiosk", "run", "--help"]
from kiosk.screen.environment import prepare
prepare((800, 480))
from kivy.config import Config
assert (list(logging.getLogger().handlers), sys.stderr) == before
assert sys.argv == ["kiosk", "run", "--help"]
print(Config.items("input"), *(Config.get("graphics", key) for key in ("vsync", "multisamples")))
"""
    done = child(code, XDG_CACHE_HOME=str(tmp_path / "cache"), HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[('mouse', 'mouse,disable_multitouch')] 1 0"
    assert not (tmp_path / ".kivy").exists()
    assert not list((tmp_path / "cache").rglob("config.ini"))
