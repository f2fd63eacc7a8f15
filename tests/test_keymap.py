"""What keys mean, how one is learnt, and that nobody is left without the keys that matter."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.compose import Kiosk
from kiosk.key_files import BROKEN, KeyFile
from kiosk.keymap import ACTS, DELIVERED, ESCAPE, KEPT, Key, Keymap, No, name_of
from kiosk.screen.keys import BOUNCE_S, Keys
from kiosk.screen.words_keys import ACTS as ACT_WORDS
from kiosk.screen.words_keys import WHY_NOT, keys
from kiosk.settings import Settings

X, H, F5, PAGE_DOWN, PLAY, VOLUME_UP = ord("x"), ord("h"), 286, 281, 1073742085, 1073741952


@pytest.mark.parametrize(
    ("code", "act"),
    [
        (PAGE_DOWN, Key.NEXT),
        (280, Key.BACK),
        (ord("b"), Key.GO),
        (F5, Key.LEAVE),
        (ESCAPE, Key.LEAVE),
        (ord("a"), Key.BACK),
        (ord("c"), Key.NEXT),
        (PLAY, Key.GO),
        (VOLUME_UP, Key.LOUDER),
        (X, None),
    ],
)
def test_clickers_pedals_and_remotes_work_as_delivered(code: int, act: Key | None):
    assert Keymap().meaning(code) is act


def test_a_learnt_key_means_what_it_was_learnt_for_and_nothing_else():
    keymap = Keymap().learn(PAGE_DOWN, Key.HURTS)
    assert keymap.meaning(PAGE_DOWN) is Key.HURTS
    assert PAGE_DOWN not in keymap.keys_of(Key.NEXT)
    assert keymap.keys_of(Key.HURTS) == (PAGE_DOWN, H), "the learnt one first"
    assert PAGE_DOWN in keymap.learn(PAGE_DOWN, Key.NEXT).keys_of(Key.NEXT)
    assert keymap.learn(PAGE_DOWN, Key.NEXT) == Keymap(), "as delivered again: nothing is learnt"


def test_escape_is_always_stop():
    for act in ACTS:
        assert Keymap().why_not(ESCAPE, act) is No.ESCAPE
    with pytest.raises(ValueError, match="escape"):
        Keymap().learn(ESCAPE, Key.NEXT)


def test_the_only_key_of_it_hurts_is_not_taken_away():
    assert Keymap().why_not(H, Key.NEXT) is No.LAST
    assert Keymap().learn(X, Key.HURTS).why_not(H, Key.NEXT) is None


@pytest.mark.parametrize(("code", "no"), [(0, No.NO_NUMBER), (304, No.MODIFIER)])
def test_a_key_that_cannot_be_told_from_others_is_not_learnt(code: int, no: No):
    assert Keymap().why_not(code, Key.NEXT) is no


@given(
    st.lists(st.tuples(st.sampled_from([*DELIVERED, X, ord("y"), 0, 304]), st.sampled_from(ACTS)))
)
def test_whatever_is_learnt_in_whatever_order_nobody_is_without_stop_or_it_hurts(taught):
    keymap = Keymap()
    for code, act in taught:
        if keymap.why_not(code, act) is None:
            keymap = keymap.learn(code, act)
    assert keymap.meaning(ESCAPE) is Key.LEAVE
    for act in KEPT:
        assert keymap.keys_of(act), act
    for act in ACTS:
        assert all(keymap.meaning(code) is act for code in keymap.keys_of(act))


def test_every_act_and_every_refusal_has_words():
    assert set(ACT_WORDS) == set(Key)
    assert set(WHY_NOT) == set(No)


def test_keys_have_names():
    assert [name_of(code) for code in (PAGE_DOWN, X, F5, 263, PLAY, 1 << 30 | 300)] == [
        "Page Down", "X", "F5", "Number block 7", "Play", "Key 300",
    ]  # fmt: skip
    assert keys(()) == "No key"
    assert keys((ord("."), ord("-"))) == "Full stop, Minus", "no tile shows a lonely sign"
    assert keys((X, F5)) == "X, F5"
    assert keys(tuple(DELIVERED)).endswith("…")


# Presses


class Pedal:
    """Presses of one key, at moments in seconds."""

    def __init__(self) -> None:
        self.now = 10.0
        self.keys = Keys(now_s=lambda: self.now)

    def down(self, after: float = 0.0) -> bool:
        self.now += after
        return self.keys.pressed(X)

    def up(self, after: float = 0.0) -> None:
        self.now += after
        self.keys.up(X)


def test_a_pedal_held_down_fires_once_however_often_its_key_repeats():
    pedal = Pedal()
    assert pedal.down()
    assert not pedal.down(after=0.5), "the first repeat comes late, and is one all the same"
    assert not any(pedal.down(after=0.05) for _ in range(100))


def test_a_pedal_whose_contact_bounces_fires_once():
    pedal = Pedal()
    assert pedal.down()
    pedal.up(after=0.005)
    assert not pedal.down(after=0.01)
    pedal.up(after=0.3)
    assert not pedal.down(after=0.02), "it bounces when it is let go, too"
    pedal.up(after=0.01)
    assert pedal.down(after=2 * BOUNCE_S)


def test_a_repeat_made_of_presses_and_releases_is_no_row_of_presses():
    pedal = Pedal()
    assert pedal.down()
    for _ in range(50):
        pedal.up(after=0.03)
        assert not pedal.down(after=0.001)


def test_two_quick_presses_are_two():
    pedal = Pedal()
    assert pedal.down()
    pedal.up(after=0.05)
    assert pedal.down(after=0.06)


# The file


def test_what_was_learnt_is_there_after_the_power_went(tmp_path: Path):
    file = tmp_path / "data" / "keys.json"
    kept = KeyFile(file)
    assert kept.keymap() == Keymap()
    kept.keep(Keymap().learn(X, Key.LEAVE).learn(PAGE_DOWN, Key.HURTS))
    kept.save()
    again = KeyFile(file).keymap()
    assert (again.meaning(X), again.meaning(PAGE_DOWN)) == (Key.LEAVE, Key.HURTS)
    assert again.notice == ""
    assert [each.name for each in file.parent.iterdir()] == ["keys.json"], "no draft is left"


@given(st.lists(st.tuples(st.sampled_from([*DELIVERED, X, ord("y")]), st.sampled_from(ACTS))))
@example([(X, Key.HURTS), (ord("h"), Key.NEXT), (ord("y"), Key.HURTS), (X, Key.GO)])
def test_whatever_can_be_learnt_can_be_read_again(taught):
    keymap = Keymap()
    for code, act in taught:
        if keymap.why_not(code, act) is None:
            keymap = keymap.learn(code, act)
    with TemporaryDirectory() as folder:
        kept = KeyFile(Path(folder) / "keys.json")
        kept.keep(keymap)
        kept.save()
        assert KeyFile(Path(folder) / "keys.json").keymap() == keymap


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"learnt": 5}',
        '{"learnt": [[5]]}',
        '{"learnt": [["x", "go"]]}',
        '{"learnt": [[120, "fly"]]}',
        '{"learnt": [[120, "up"]]}',
        '{"learnt": [[27, "go"]]}',
        '{"learnt": [[104, "go"]]}',
        '{"learnt": [[true, "go"]]}',
        '{"learnt": [], "more": 1}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_broken_file_gives_one_sentence_and_the_delivered_keys(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
):
    file = tmp_path / "keys.json"
    file.write_bytes(text.encode("latin-1"))
    with caplog.at_level(logging.WARNING):
        keymap = KeyFile(file).keymap()
    assert keymap.learnt == {}
    assert keymap.notice == BROKEN
    assert len(caplog.records) == 1


def test_a_full_disk_keeps_what_was_learnt_until_the_end(tmp_path: Path, caplog):
    (tmp_path / "data").write_text("a file stands where the folder should be")
    kept = KeyFile(tmp_path / "data" / "keys.json")
    learnt = Keymap().learn(X, Key.GO)
    kept.keep(learnt)
    with caplog.at_level(logging.WARNING):
        kept.save()
    assert kept.keymap() == learnt
    assert "cannot be kept" in caplog.text


def test_the_kiosk_keeps_keys_in_its_data_folder(tmp_path: Path):
    settings = Settings(data=tmp_path / "data", cache=tmp_path / "cache", folders=(tmp_path,))
    kiosk = Kiosk(settings)
    kiosk.keep_keys(kiosk.keymap().learn(X, Key.READY))
    kiosk.close()  # waits for what is being written
    assert json.loads((tmp_path / "data" / "keys.json").read_text()) == {"learnt": [[X, "ready"]]}
