"""Settings: three layers, each checked as strictly as a script, and never fatal."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from kiosk.settings import Settings, load


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_without_any_file_everything_is_as_shipped() -> None:
    loaded = load()
    assert loaded.settings == Settings()
    assert loaded.problems == ()


def test_the_later_layer_wins_key_by_key_and_the_command_line_over_all(tmp_path: Path) -> None:
    machine = write(tmp_path / "machine.toml", '[voice]\nrate = 120\nname = "a"\n')
    user = write(tmp_path / "user.toml", "[voice]\nrate = 130\n[sound]\nvolume = 40\n")
    settings = load((machine, user), volume=70, voice=None).settings
    assert (settings.rate, settings.voice, settings.volume) == (130, "a", 70)


def test_rest_and_night_are_set_by_the_clock(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for night, expected in (
        ("23:15-5:00", (23 * 60 + 15, 5 * 60)),
        ("22:00 - 06:30", (22 * 60, 6 * 60 + 30)),
        ("never", (0, 0)),
    ):
        write(file, f'[screen]\nrest = 10\nnight = "{night}"\n')
        loaded = load([file])
        assert loaded.problems == ()
        assert (loaded.settings.rest_minutes, loaded.settings.night) == (10, expected)


def test_the_users_own_file_is_found(own_home: Path) -> None:
    folder = own_home / "config" / "groundwork"
    folder.mkdir(parents=True)
    write(folder / "settings.toml", "[voice]\nrate = 160\n")
    assert load().settings.rate == 160


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("[voice]\nrat = 120\n", 2, 1, 'Did you mean "rate"?'),
        ("[voise]\nrate = 120\n", 1, 2, 'Did you mean "voice"?'),
        ("rate = 120\n", 1, 1, "is not a section"),
        ("[voice]\nrate = 20\n", 2, 1, "from 80 to 300"),
        ("[voice]\nrate = true\n", 2, 1, "whole number"),
        ('[voice]\nrate = "fast"\n', 2, 1, "whole number"),
        ('[voice]\nengine = "espeak"\n', 2, 1, 'Did you mean "espeak-ng"?'),
        ('[voice]\nname = ""\n', 2, 1, "text in quotes"),
        ('[voice.voices]\nfr = "roa/fr"\n', 1, 1, "Languages are: en and es"),
        ('[voice]\nvoices.es = ""\n', 2, 1, "a voice for a language"),
        ('[voice]\nvoices = "roa/es"\n', 2, 1, "a voice for a language"),
        ("[sound]\nvolume = nan\n", 2, 1, "from 0 to 100"),
        ("[session]\nbreath = 4\n", 2, 1, '"2s" to "15s"'),
        ('[session]\nbreath = "1:30"\n', 2, 1, '"2s" to "15s"'),
        ('[session]\nbreath = "3 breaths"\n', 2, 1, '"2s" to "15s"'),
        ("[session]\nfolders = [1]\n", 2, 1, "list of folders"),
        ('[screen]\nwindow = "big"\n', 2, 1, '"1280x800"'),
        ("[screen]\npanel_mm = [155]\n", 2, 1, "[155, 88]"),
        ('[screen]\nnight = "10pm-6am"\n', 2, 1, '"22:00-06:30"'),
        ('[screen]\nnight = "24:00-06:30"\n', 2, 1, '"22:00-06:30"'),
        ("[screen]\nnight = 22\n", 2, 1, '"never"'),
        ('[screen]\nrest = "3m"\n', 2, 1, "minutes"),
        ("[voice]\nrate = = 3\n", 2, 8, "not TOML"),
        ("[voice]\nname = gmw/en-us\n", 2, 8, "not TOML"),
    ],
)
def test_a_slip_names_its_line_and_what_is_allowed(
    tmp_path: Path, text: str, line: int, column: int, says: str
) -> None:
    loaded = load((write(tmp_path / "s.toml", text),))
    assert loaded.settings == Settings()
    (problem,) = loaded.problems
    assert (problem.mark.line, problem.mark.column) == (line, column)
    assert says in problem.message


def test_a_language_may_have_a_voice_of_its_own(tmp_path: Path) -> None:
    file = write(tmp_path / "s.toml", '[voice]\nname = "auto"\n[voice.voices]\nes = "roa/es-419"\n')
    loaded = load((file,))
    assert not loaded.problems
    assert loaded.settings.voices == (("es", "roa/es-419"),)
    file = write(tmp_path / "t.toml", '[voice]\nvoices.es = "roa/es-419"\n')
    assert load((file,)).settings.voices == (("es", "roa/es-419"),)
    assert load((file,), voice="gmw/en-us").settings.voices == (), "who names one wants no other"


def test_every_slip_is_reported_and_the_good_keys_count(tmp_path: Path) -> None:
    text = "[voice]\nrat = 1\nrate = 150\n[sound]\nvolume = 500\ndevice = 3\n"
    loaded = load((write(tmp_path / "s.toml", text),))
    assert [problem.mark.line for problem in loaded.problems] == [2, 5]
    assert (loaded.settings.rate, loaded.settings.device) == (150, "3")


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    (problem,) = load((tmp_path / "none.toml",)).problems
    assert "cannot be read" in problem.message


def test_a_file_that_is_not_text_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"\xff\xfe\x00")
    (problem,) = load((path,)).problems
    assert "UTF-8" in problem.message


def test_a_window_and_a_panel_are_read(tmp_path: Path) -> None:
    text = '[screen]\nwindow = "800x480"\npanel_mm = [155, 88]\n'
    settings = load((write(tmp_path / "s.toml", text),)).settings
    assert settings.window == (800, 480)
    assert settings.panel_mm == (155, 88)


def test_folders_are_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    text = '[session]\nfolders = ["~/mine"]\n'
    settings = load((write(tmp_path / "s.toml", text),)).settings
    assert settings.folders == (tmp_path / "mine",)


def test_a_settings_file_behind_a_locked_door_is_a_problem_and_not_a_crash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(_: Path, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "stat", locked)
    monkeypatch.setattr(Path, "read_text", locked)
    loaded = load()
    assert loaded.settings.rate == Settings().rate
    assert "Permission denied" in loaded.problems[0].message


def test_a_user_without_a_home_has_settings_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert load().settings.cache == Path("/nonexistent/.cache/groundwork")
