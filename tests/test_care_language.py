"""The reception in another language: whoever is here is asked, answered and refused in theirs."""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pseudo
import pytest
from care_world import World, saying
from pypdf import PdfReader

from kiosk import catalogues, language
from kiosk.care import policy_words, words
from kiosk.care.enquiry import answers
from kiosk.care.history import from_plain
from kiosk.care.socket import Server, ask
from kiosk.dose import words as dose_words
from kiosk.dose.policy import Policy
from kiosk.dose.screening import QUESTIONS, Question
from kiosk.ledger import place as place_module
from kiosk.ledger.people import PeopleError, tidy
from kiosk.ledger.states import Health, LedgerError, State
from kiosk.reception import GUEST, Moment, StationKind
from kiosk.report import write_report
from kiosk.units import HOUR

DATA = frozenset({"Ada", "Bo", "press", "stretch", "guest", "UTC", "Nowhere/Else"})


@pytest.fixture(autouse=True)
def lasting_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(place_module, "filesystem_of", lambda _path: "ext4")
    yield
    catalogues.choose("en", Path(os.devnull))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made.set_up()
    made.desk.close()


def spanish() -> None:
    catalogues.choose("es", Path(os.devnull))


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence stands in brackets, and so does every word of the dose rule's tables."""
    monkeypatch.setattr(dose_words, "WORDS", {"es": pseudo.bracketed(dose_words.WORDS["es"])})
    language.use("es", pseudo.Bracketed())


def plain(value: object) -> list[str]:
    """What of the texts went through no catalogue."""
    return [left for text in pseudo.texts_of(value) if (left := pseudo.bare(text, DATA))]


# --- nothing goes round the catalogues


def test_every_question_can_be_translated(world: World, bracketed: None) -> None:
    world.arrive()
    asked = world.ask(Moment.BEFORE)
    with world.playing("press") as playing:
        playing.to_the_end()
    asked += world.ask(Moment.AFTER, answers=saying(pain_after=8, numb=1))
    world.clock.go_on(30 * HOUR)
    world.arrive()
    asked += world.ask(Moment.ARRIVING)
    asked += world.ask(Moment.BEFORE, "stretch")
    asked += world.ask(Moment.AFTER, "stretch")
    world.arrive("Bo")
    asked += world.ask(Moment.BEFORE, answers=saying(night_pain=1))
    kinds = {question.id.partition(":")[0] for question in asked}
    assert kinds >= {"screen", "notice", "pain-before", "pain-after", "numb", "visit"}
    for question in asked:
        assert plain((question.text, question.help)) == [], question


def test_every_screening_question_has_a_short_name_and_a_place(bracketed: None) -> None:
    for question in Question:
        assert plain((language._(words.SCREENING[question]), words.short(question.value))) == []
    assert all(plain(words.about(each)) == [] for each in QUESTIONS)
    assert words.short("of a later version") == "of a later version"


def test_everything_that_is_told_can_be_translated(world: World, bracketed: None) -> None:
    desk, card = world.desk, world.arrive()
    operator = world.operator()
    operator.assign(card.id, "stretch", 2)
    operator.set_ceiling(card.id, 70, "Advised by a doctor")
    operator.set_ceiling(card.id, 40, "Advised by a doctor")
    world.massage("press", saying(pain_after=7))
    world.clock.go_on(60 * HOUR)
    world.massage("press", saying(pain_after=7))
    world.ask(Moment.BEFORE, "press", saying(fever=1))
    points = [(each.name, each.sentence, each.next) for each in desk.points()]
    progress = desk.progress()
    tracks = [each.name for each in progress.tracks]
    plans = [each.how_often for each in desk.due_today()]
    assert plain((points, progress.summary, tracks, plans, desk.refusal("press"))) == []
    assert plain([operator.locks(card.id), operator.state(), operator.policy()]) == []
    operator.clear_locks(card.id, "Reviewed by a doctor")
    operator.assign(card.id, "stretch", 0)
    (told,) = answers(desk, {"ask": "history", "person": "Ada"})
    said = told["answer"]
    texts = [each["text"] for part in ("refusals", "answers", "acts") for each in said[part]]
    assert len(texts) > 8
    assert plain((texts, [each["name"] for each in said["doses"]])) == []


def test_every_way_of_saying_no_can_be_translated(world: World, bracketed: None) -> None:
    desk, operator = world.desk, world.operator()
    world.add("Bo", "4711")
    person = desk.card_named("Bo").id
    said = [
        desk.set_up(StationKind.GYM, "482615", "UTC"),
        desk.arrive("nobody").sentence,
        desk.arrive(person, "0815").sentence,
        *(desk.arrive(person, "0815").sentence for _time in range(6)),
        desk.operator("000000"),
        operator.add_person("Bo"),
        operator.add_person(""),
        operator.add_person("a" * 99),
        operator.add_person("Cleo", "1"),
        operator.add_person("Cleo", "abcd"),
        operator.add_person("Cleo", "1111"),
        operator.rename_person("nobody", "x"),
        operator.set_ceiling(person, 500, "x"),
        operator.set_ceiling(person, 40, " "),
        operator.clear_locks(person, "x"),
        operator.assign(person, "stretch", 9),
        operator.create_ledger(),
    ]
    assert all(said), said
    assert plain([each for each in said if "{where}" not in str(each)][:-1]) == []


def test_every_state_of_the_record_can_be_translated(bracketed: None) -> None:
    for state in State:
        health = Health(state)
        assert plain((health.why, health.what_to_do, health.sentence)) == []
        assert "«" not in str(LedgerError(state)), "the log stays English"
        assert plain(LedgerError(state).sentence) == []


def test_the_numbers_of_the_rule_are_told_with_the_sources_that_stand_beside_them() -> None:
    beside = re.findall(
        r'^    (\w+): [\w ]+ = [^\n]+\n    """(.*?)"""',
        inspect.getsource(Policy),
        re.DOTALL | re.MULTILINE,
    )
    assert len(beside) > 20
    assert {name: " ".join(text.split()) for name, text in beside} == dict(policy_words.SOURCES)
    assert set(policy_words.TITLES) == set(policy_words.SOURCES)


# --- the language follows who is here


def test_a_question_is_asked_in_the_language_in_force_when_it_is_asked(world: World) -> None:
    world.arrive()
    english = world.desk.question(Moment.BEFORE, "press")
    spanish()
    again = world.desk.question(Moment.BEFORE, "press")
    assert english is not None
    assert again is not None
    assert (english.id, again.id) == (again.id, english.id)
    assert english.text.startswith("Is there numbness")
    assert again.text.startswith("¿Tienes entumecimiento")


def test_the_guest_is_called_so_in_the_language_in_force(world: World) -> None:
    world.desk.arrive(GUEST)
    assert world.desk.here.name == "Guest"
    spanish()
    assert world.desk.here.name == "Invitado"
    assert world.desk.people()[-1].name == "Invitado"


def test_a_language_nobody_wrote_dose_words_for_is_told_of_doses_in_english(world: World) -> None:
    world.arrive()
    language.use("fr", pseudo.NullTranslations())
    assert world.desk.points()[0].name == "left gluteus minimus"


def test_a_press_speaks_the_language_of_its_session_and_not_of_the_screen(world: World) -> None:
    world.arrive()
    spanish()
    world.ask(Moment.BEFORE, "press", saying(pain_before=9))
    dosing = world.desk.dosing("press")
    dosing.language = "en"
    ((points, at_most),) = world.desk._describe("press").gates[:1]
    assert dosing._say(dosing.ask(points, at_most)).startswith("No massage today: it is too sore")
    dosing.language = ""
    assert dosing._say(dosing.ask(points, at_most)).startswith("Hoy no hay masaje")


# --- what is on record is in no language


def test_what_is_on_record_does_not_depend_on_the_language(world: World, tmp_path: Path) -> None:
    def practised(folder: Path, speak: str) -> list[str]:
        here = World(folder)
        catalogues.choose(speak, tmp_path)
        here.set_up()
        card = here.arrive()
        here.operator().set_ceiling(card.id, 70, "Advised by a doctor")
        here.massage()
        here.ask(Moment.AFTER, "stretch")
        here.arrive("Bo")
        here.ask(Moment.BEFORE, "press", saying(fever=1))
        here.operator().clear_locks(here.desk.here.id, "Reviewed by a doctor")
        here.operator().vouch_for_clock()
        records = [row.record for row in here.desk.records.writer.rows()]
        here.desk.close()
        return [
            f"{each.kind} {re.sub('[0-9a-f]{16,}', 'id', json.dumps(dict(each.body)))}"
            for each in records
        ]

    english = practised(tmp_path / "en", "en")
    assert len(english) > 10
    assert practised(tmp_path / "es", "es") == english


def test_a_reason_from_the_list_is_told_in_the_language_of_whoever_reads_it(world: World) -> None:
    card = world.arrive()
    world.operator().set_ceiling(card.id, 70, "Advised by a doctor")
    world.operator().set_ceiling(card.id, 80, "Porque sí")
    spanish()
    (told,) = answers(world.desk, {"ask": "history", "person": "Ada"})
    acts = [each["text"] for each in told["answer"]["acts"]]
    assert "Se fijó el máximo en 70 s: Lo aconsejó un médico" in acts
    assert "Se fijó el máximo en 80 s: Porque sí" in acts


# --- who asks from elsewhere


def test_a_command_is_answered_in_its_own_language_and_the_screen_keeps_its(world: World) -> None:
    world.arrive()
    server = Server(world.desk)
    server.start()
    try:

        def names(**more: str) -> list[str]:
            (part,) = ask(world.desk.data, {"ask": "points", "person": "Ada", **more})
            return [each["name"] for each in part["answer"]["points"]]

        assert names(language="es")[0] == "glúteo menor izquierdo"
        assert names(language="xx")[0] == names()[0] == "left gluteus minimus"
        assert language.current() == "en"
        (wrong,) = ask(world.desk.data, {"ask": "points", "person": "Nobody", "language": "es"})
        assert wrong["error"].startswith("Aquí no hay nadie")
    finally:
        server.close()


def test_the_report_is_written_in_the_language_asked_for(world: World, tmp_path: Path) -> None:
    world.arrive()
    world.massage()
    with catalogues.aside("es"):
        (part,) = answers(world.desk, {"ask": "report", "person": "Ada"})
        write_report(from_plain(part["answer"]), tmp_path / "es.pdf")
    page = PdfReader(tmp_path / "es.pdf").pages[0]
    text = " ".join(page.extract_text().split())
    assert "Informe de práctica" in text
    assert "cuadrado lumbar izquierdo" in text
    assert "Primera dosis 30 s" in text
    for english in ("Practice", "Doses", "Refused", "Policy", "before", "last ", " of ", "None"):
        assert english not in text, text


def test_a_name_that_cannot_be_is_refused_in_the_language_in_force() -> None:
    spanish()
    with pytest.raises(PeopleError, match="Una persona necesita un nombre"):
        tidy(" ")
