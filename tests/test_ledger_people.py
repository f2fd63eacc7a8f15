"""People have names apart from the ledger: erased they are gone, made anew they win nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.ledger.people import People, PeopleError
from kiosk.ledger.states import LedgerError, State

NAME = "Wilhelmina Featherstonehaugh"


def test_a_person_is_known_by_an_opaque_id(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    one = people.make("  Anna   B ", "teal", "star", 5, b"hash")
    two = people.make("Berta", "red", "moon", 6)
    assert one.name == "Anna B"
    assert len(one.id) == 16
    assert "anna" not in one.id
    assert one.id != two.id
    assert people.all() == [one, two]
    people.close()
    again = People(tmp_path / "people.db")
    assert again.all() == [one, two]
    assert again.get(one.id) == one
    assert again.named("ANNA b") == one
    assert again.get("nobody") is None
    again.close()


def test_a_name_is_one_persons_however_it_is_written(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    people.make("Zoë", "teal", "star", 1)
    for name in ("zoë", " ZOË ", "Zoe\u0308"):
        with pytest.raises(PeopleError, match="already"):
            people.make(name, "red", "moon", 2)
    people.close()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_shown_is_refused(tmp_path: Path, name: str) -> None:
    people = People(tmp_path / "people.db")
    with pytest.raises(PeopleError):
        people.make(name, "red", "moon", 2)
    assert people.all() == []
    people.close()


def test_an_erased_person_leaves_no_trace_of_name_or_details(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    others = [people.make(f"Other {n}", "red", "moon", n) for n in range(8)]
    person = people.make(NAME, "chartreuse", "heptagon", 99, b"a-hash-of-a-pin")
    people.erase(person.id, 100)
    assert people.get(person.id) is None
    assert people.named(NAME) is None
    assert people.all() == others
    traces = (NAME, "Featherston", "chartreuse", "heptagon", "a-hash-of-a-pin")
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        assert not [trace for trace in traces if trace.encode() in data], path
    people.close()


def test_a_person_made_anew_is_the_same_to_the_ledger(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    person = people.make(NAME, "teal", "star", 1)
    people.erase(person.id, 2)
    assert people.make("Somebody else", "teal", "star", 3).id != person.id
    again = people.make(NAME.upper(), "red", "moon", 4)
    assert again.id == person.id
    people.erase(person.id, 5)
    assert people.make(NAME, "red", "moon", 6).id == person.id
    people.close()


def test_an_erased_name_cannot_be_taken_by_renaming(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    person = people.make(NAME, "teal", "star", 1)
    people.erase(person.id, 2)
    other = people.make("Other", "teal", "star", 3)
    with pytest.raises(PeopleError, match="somebody else's"):
        people.rename(other.id, NAME)
    people.close()


def test_details_can_be_changed_and_the_id_stays(tmp_path: Path) -> None:
    people = People(tmp_path / "people.db")
    person = people.make("Anna", "teal", "star", 1)
    assert people.rename(person.id, "Anne").name == "Anne"
    assert people.rename(person.id, "ANNE").name == "ANNE"
    assert people.set_sign(person.id, "red", "moon").shape == "moon"
    assert people.set_pin(person.id, b"hash").pin == b"hash"
    assert people.set_pin(person.id, None).pin is None
    (only,) = people.all()
    assert only.id == person.id
    for use in (
        lambda: people.rename("nobody", "X"),
        lambda: people.set_pin("nobody", None),
        lambda: people.erase("nobody", 1),
    ):
        with pytest.raises(PeopleError, match="nobody"):
            use()
    people.close()


def test_a_file_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.db"
    path.write_text("hello " * 1000)
    with pytest.raises(LedgerError) as caught:
        People(path)
    assert caught.value.health.state is State.DAMAGED
