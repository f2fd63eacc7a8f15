"""The library: what is valid is shown, what is not is listed, and neither hides the other."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from kiosk import catalogues, compose, files, warming
from kiosk.index import Entry
from kiosk.library import Library
from kiosk.settings import Settings
from kiosk.station import Card
from sessions import MASSAGE, write_session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sessions"


def make(*folders: Path, cache: Path) -> Library:
    return Library(folders, cache, 4_000)


def scanned(folder: Path, tmp_path: Path) -> Library:
    library = make(folder, cache=tmp_path / "cache")
    library.scan()
    return library


def titles(library: Library) -> list[str]:
    return [card.title for card in library.cards()]


def test_a_broken_file_never_hides_the_others(folder: Path, tmp_path: Path) -> None:
    write_session(folder, "good")
    write_session(folder, "bad", "steps:\n  - hold: 0s\n    say: Press.\n")
    (folder / "binary.yaml").write_bytes(b"\x00\x01\xff" * 100)
    library = scanned(folder, tmp_path)
    assert titles(library) == ["good"]
    broken = {Path(each.file).name: each for each in library.broken()}
    assert set(broken) == {"bad.yaml", "binary.yaml"}
    assert "bad.yaml:10:" in broken["bad.yaml"].message


def test_cards_come_kind_by_kind_then_by_title(folder: Path, tmp_path: Path) -> None:
    write_session(folder, "a", MASSAGE, title="A massage", kind="massage")
    write_session(folder, "b", title="beta")
    write_session(folder, "c", title="Alpha")
    write_session(folder, "d", title="A walk", kind="walk")
    library = scanned(folder, tmp_path)
    assert titles(library) == ["Alpha", "beta", "A massage", "A walk"]
    again = make(folder, cache=tmp_path / "cache")
    again.first_cards()
    assert titles(again) == titles(library)


def test_a_part_in_the_wrong_folder_is_told_where_it_belongs(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (folder / "down.yaml").write_text("part: Down\nsteps:\n  - ready: Lie down.\n")
    (broken,) = scanned(folder, tmp_path).broken()
    assert str(folder / "shared") in broken.message


def test_two_files_of_one_name_are_one_session_and_one_complaint(tmp_path: Path) -> None:
    mine, shipped = tmp_path / "mine", tmp_path / "shipped"
    write_session(mine, "walk", title="My walk")
    write_session(shipped, "walk", title="Their walk")
    library = make(mine, shipped, cache=tmp_path / "cache")
    library.scan()
    assert titles(library) == ["My walk"]
    (broken,) = library.broken()
    assert "Rename one" in broken.message
    assert library.path_of("walk") == mine / "walk.yaml"


def test_the_next_start_shows_cards_before_any_file_is_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_session(folder, "one")
    scanned(folder, tmp_path)
    monkeypatch.setattr(files, "open_source", lambda *_: pytest.fail("a file was read"))
    again = make(folder, cache=tmp_path / "cache")
    again.first_cards()
    assert titles(again) == ["one"]
    again.scan()
    assert titles(again) == ["one"]


def test_only_a_file_that_changed_is_checked_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_session(folder, "one")
    two = write_session(folder, "two")
    library = scanned(folder, tmp_path)
    looked: list[str] = []
    look = Library._look

    def noted(self: Library, path: Path) -> Entry:
        looked.append(path.name)
        return look(self, path)

    monkeypatch.setattr(Library, "_look", noted)
    write_session(folder, "two", title="Changed")
    os.utime(two, ns=(1, 1))
    library.scan()
    assert looked == ["two.yaml"]
    assert titles(library) == ["Changed", "one"]


def test_a_session_is_checked_again_when_its_part_changes(folder: Path, tmp_path: Path) -> None:
    write_session(folder, "one", "steps:\n  - include: down\n")
    shared = folder / "shared"
    shared.mkdir()
    part = shared / "down.yaml"
    part.write_text("part: Down\nsteps:\n  - ready: Lie down.\n")
    library = scanned(folder, tmp_path)
    assert titles(library) == ["one"]
    part.write_text("part: Down\nsteps:\n  - reddy: Lie down.\n")
    library.scan()
    assert titles(library) == []
    assert 'Did you mean "ready"?' in library.broken()[0].message


def test_a_session_is_checked_again_when_the_part_that_was_missing_comes(
    folder: Path, tmp_path: Path
) -> None:
    write_session(folder, "one", "steps:\n  - include: down\n")
    library = scanned(folder, tmp_path)
    assert titles(library) == []
    (folder / "shared").mkdir()
    (folder / "shared" / "down.yaml").write_text("part: Down\nsteps:\n  - ready: Lie down.\n")
    library.scan()
    assert titles(library) == ["one"]


def test_a_folder_that_is_gone_is_said_once_and_its_sessions_come_back_with_it(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_session(folder, "one")
    library = scanned(folder, tmp_path)
    folder.rename(tmp_path / "away")
    for _ in range(3):
        library.scan()
    assert titles(library) == []
    assert caplog.text.count("cannot be read") == 1
    (tmp_path / "away").rename(folder)
    library.scan()
    assert titles(library) == ["one"]


def test_a_session_saved_while_the_kiosk_runs_shows_and_is_rendered_by_itself(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed: list[str] = []
    monkeypatch.setattr(warming, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(warming, "LOOK_SHARE", 0)
    monkeypatch.setattr(warming.Warming, "warm", lambda _warming, name, _how: warmed.append(name))
    write_session(folder, "one")
    kiosk = compose.Kiosk(Settings(folders=(folder,), cache=tmp_path / "cache"))
    changed = threading.Event()
    kiosk.on_library_change(changed.set)
    try:
        kiosk.start_library()
        assert changed.wait(20)
        changed.clear()
        write_session(folder, "two")
        assert changed.wait(20)
        assert [card.name for card in kiosk.cards()] == ["one", "two"]
    finally:
        kiosk.close()
    assert set(warmed) <= {"one", "two"}
    assert warmed.count("one") == 1


def test_a_file_that_is_gone_is_forgotten_and_the_listeners_are_told(
    folder: Path, tmp_path: Path
) -> None:
    path = write_session(folder, "one")
    library = scanned(folder, tmp_path)
    told: list[list[str]] = []
    library.on_change(lambda: told.append(titles(library)))
    library.scan()
    assert told == []
    path.unlink()
    library.scan()
    assert told == [[]]
    fresh = make(folder, cache=tmp_path / "cache")
    fresh.first_cards()
    assert titles(fresh) == []


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\x00" + b"\xff" * 4000, b"nonsense" * 99]
)
def test_a_broken_index_is_made_anew(folder: Path, tmp_path: Path, content: bytes) -> None:
    write_session(folder, "one")
    scanned(folder, tmp_path)
    (tmp_path / "cache" / "library.sqlite").write_bytes(content)
    again = make(folder, cache=tmp_path / "cache")
    again.first_cards()
    again.scan()
    assert titles(again) == ["one"]


def test_without_a_place_for_the_index_the_library_still_works(
    folder: Path, tmp_path: Path
) -> None:
    write_session(folder, "one")
    (tmp_path / "cache").write_text("a file where the folder should be")
    library = make(folder, cache=tmp_path / "cache")
    library.first_cards()
    library.scan()
    assert titles(library) == ["one"]


def test_a_folder_that_is_not_there_is_no_crash(tmp_path: Path) -> None:
    library = make(tmp_path / "nowhere", cache=tmp_path / "cache")
    library.scan()
    assert library.cards() == ()


@pytest.mark.parametrize("name", ["", ".", "..", "../etc/passwd", "a/b", ".hidden", "none"])
def test_a_name_never_leads_out_of_the_folders(folder: Path, tmp_path: Path, name: str) -> None:
    write_session(folder, "one")
    (folder / ".hidden.yaml").write_text("title: x")
    assert make(folder, cache=tmp_path).path_of(name) is None


def test_a_pipe_in_the_folder_does_not_hang_the_kiosk(folder: Path, tmp_path: Path) -> None:
    write_session(folder, "one")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "folder.yaml").mkdir()
    library = scanned(folder, tmp_path)
    assert titles(library) == ["one"]
    assert len(library.broken()) == 3


def test_a_card_tells_the_length_now_and_once_grown(folder: Path, tmp_path: Path) -> None:
    write_session(folder, "one", "steps:\n  - hold: 20s..60s\n    say: Press.\n")
    card: Card = scanned(folder, tmp_path).cards()[0]
    assert card.highest_ms - card.total_ms == 40_000


def test_cards_follow_the_language_in_force_also_those_that_are_remembered(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = {"now": "en"}
    monkeypatch.setattr("kiosk.library.current", lambda: spoken["now"])
    path = write_session(folder, "one", title="A stretch")
    path.write_text(
        path.read_text().replace("summary:", "title.es: Estirarse\nequipment: [a mat]\nsummary:")
    )
    write_session(folder, "two", title="Below")
    library = scanned(folder, tmp_path)
    assert titles(library) == ["A stretch", "Below"]
    spoken["now"] = "es"
    assert titles(library) == ["Below", "Estirarse"]
    again = make(folder, cache=tmp_path / "cache")
    again.first_cards()
    assert titles(again) == ["Below", "Estirarse"]
    # What is at hand is known by the author's own words, whatever language is shown.
    assert [card.needs for card in again.cards()] == [(), ("a mat",)]


def test_what_is_wrong_is_told_in_the_language_in_force_also_where_it_is_remembered(
    folder: Path, tmp_path: Path
) -> None:
    write_session(folder, "good")
    write_session(folder, "bad", "steps:\n  - hold: 5\n    say: Press.\n")
    library = scanned(folder, tmp_path)
    assert "has no unit" in library.broken()[0].message
    with catalogues.aside("es", tmp_path / "cache"):
        assert library.scan() == ["bad"]
        assert "no tiene unidad" in library.broken()[0].message
        assert library.scan() == []
        assert "no tiene unidad" in scanned(folder, tmp_path).broken()[0].message
