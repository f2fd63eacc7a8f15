"""The sessions that ship: each is right, whole, and safe to leave alone with a person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk import figures
from kiosk.files import check_file
from kiosk.plan.build import build, lines
from kiosk.plan.estimate import estimate_ms, estimator
from kiosk.plan.model import CueKind, Plan, Refusal, SegmentKind
from kiosk.script.kind import Kind
from kiosk.script.model import Script
from kiosk.script.words import every_text

FOLDER = Path(__file__).resolve().parent.parent / "sessions"
FILES = sorted(FOLDER.glob("*.yaml"))
WANTED = {
    "pelvic-tilt", "head-to-knee", "half-sit-up", "side-bends", "walk", "heat", "ice",
    "desk-break", "daily-lower-back", "ql-release", "trigger-point", "massage-cane",
}  # fmt: skip
COMMANDS = {
    "stop", "pause", "go on", "next", "back", "again", "how long", "louder", "quieter", "ready",
    "it hurts", "help",
}  # fmt: skip
PROMISES = re.compile(r"(?i)\b(cures?|heals?|guarantee\w*|pain[- ]free|fix(es)?|relieves?)\b")


def script_of(path: Path) -> Script:
    checked = check_file(path, 4_000)
    assert checked.problems == (), [problem.render() for problem in checked.problems]
    assert checked.script is not None
    return checked.script


def plan_of(path: Path) -> Plan:
    plan = build(script_of(path), estimate_ms)
    assert isinstance(plan, Plan)
    return plan


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_played = pytest.mark.parametrize(
    "path",
    [path for path in FILES if "massage:" not in path.read_text(encoding="utf-8")],
    ids=lambda path: path.stem,
)


def test_all_that_were_promised_are_there() -> None:
    assert {path.stem for path in FILES} >= WANTED


@each_file
def test_each_checks_clean_without_a_warning(path: Path) -> None:
    script_of(path)


@each_file
def test_each_names_its_source_and_its_cautions(path: Path) -> None:
    script = script_of(path)
    assert script.sources
    assert script.cautions
    assert script.figure in figures.names(figures.FOLDER)


@each_file
def test_no_session_promises_a_cure(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert not PROMISES.search(line), line


def test_the_massage_sessions_are_refused_with_a_reason() -> None:
    refused = [path for path in FILES if isinstance(build(script_of(path), estimate_ms), Refusal)]
    assert {path.stem for path in refused} == {"ql-release", "trigger-point", "massage-cane"}
    assert all(script_of(path).kind is Kind.MASSAGE for path in refused)


@each_played
def test_nothing_that_an_author_wrote_is_left_unsaid(path: Path) -> None:
    assert plan_of(path).dropped == ()


@each_file
def test_in_spanish_too_all_that_an_author_wrote_is_said(path: Path) -> None:
    script = script_of(path)
    plan = build(script, estimator("es"), language="es", presses={})
    assert isinstance(plan, Plan)
    assert plan.dropped == ()
    assert [key for key, text in every_text(script) if not text.has("es")] == []


@each_played
def test_every_segment_shows_a_figure(path: Path) -> None:
    plan = plan_of(path)
    bare = [s.caption for s in plan.segments if not s.figure and s.kind is not SegmentKind.OUTRO]
    assert bare == []


@each_played
def test_no_cue_is_worded_as_a_command(path: Path) -> None:
    said = {re.sub(r"[^a-z ]", "", text.lower()).strip() for text in lines(script_of(path))}
    assert not said & COMMANDS


@each_played
def test_the_cautions_are_spoken_before_anything_is_to_be_done(path: Path) -> None:
    plan = plan_of(path)
    first = next(
        s for s in plan.segments if s.kind in (SegmentKind.HOLD, SegmentKind.REPS, SegmentKind.MOVE)
    )
    spoken = {cue.text for cue in plan.cues if cue.at_ms < first.start_ms}
    assert {caution.default for caution in script_of(path).cautions} <= spoken


@each_played
def test_both_sides_get_exactly_the_same_time(path: Path) -> None:
    plan = plan_of(path)
    worked = [s for s in plan.segments if s.side and s.kind is not SegmentKind.CHANGE]
    left = [(s.kind, s.duration_ms) for s in worked if s.side == "left"]
    right = [(s.kind, s.duration_ms) for s in worked if s.side == "right"]
    assert left == right


@each_played
def test_the_wording_fades_from_the_second_round_on(path: Path) -> None:
    plan = plan_of(path)
    said: dict[str, list[int]] = {}
    for cue in plan.cues:
        if cue.kind is CueKind.INSTRUCTION and plan.segments[cue.segment].of > 1:
            said.setdefault(cue.text, []).append(plan.segments[cue.segment].round)
    long = {
        text: rounds for text, rounds in said.items() if len(text.split()) > 9 and len(rounds) > 2
    }
    assert long == {}


def numbers(session: str) -> set[int]:
    return {s.duration_ms for s in plan_of(FOLDER / f"{session}.yaml").segments if s.kind == "hold"}


def test_the_figures_of_the_article_are_kept() -> None:
    assert numbers("pelvic-tilt") == {5_000}
    tilts = [s for s in plan_of(FOLDER / "pelvic-tilt.yaml").segments if s.kind == "hold"]
    assert len(tilts) == 8
    text = (FOLDER / "shared" / "pelvic-tilt-steps.yaml").read_text()
    assert "8..15" in text
    assert "..60s" in (FOLDER / "shared" / "head-to-knee-steps.yaml").read_text()
