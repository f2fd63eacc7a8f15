"""The command line as a person meets it: real processes, real files, one line for a mistake."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from kiosk.cli import _COMMANDS, main
from sessions import MASSAGE, WAITING, write_session

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = [sys.executable, "-m", "kiosk"]


def environment(cache: Path) -> dict[str, str]:
    """No loudspeaker and no display, wherever the test runs."""
    without = {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "PULSE_SERVER"}
    kept = {key: value for key, value in os.environ.items() if key not in without}
    quiet = {"PULSE_SERVER": "unix:/nowhere", "ALSA_CARD": "none"}
    return {**kept, **quiet, "XDG_CACHE_HOME": str(cache), "NO_COLOR": "1", "COLUMNS": "200"}


def kiosk(*words: str | Path, cache: Path, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would, with no loudspeaker about."""
    return subprocess.run(
        [*SCRIPT, *map(str, words)],
        capture_output=True,
        text=True,
        env=environment(cache),
        cwd=ROOT,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def status(*words: str | Path) -> int:
    """Run a command within this process; return its exit status."""
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return int(left.value.code or 0)


# --- help


def test_without_arguments_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("--help") == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {command} " in shown for command in _COMMANDS)


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_has_help_that_says_what_it_does(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(command, "--help") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: kiosk {command}")
    assert "--settings" in shown or command in {"figures", "schema"}
    options = [line for line in shown.splitlines() if line.startswith("  -")]
    assert options


def test_a_short_h_asks_for_help_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert status("ledger", "verify", "-h") == 0
    assert capsys.readouterr().out.startswith("Usage: kiosk ledger verify")


# --- mistakes


def test_an_unknown_voice_is_refused_and_no_other_is_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status("plan", "walk", "--voice", "nobody") == 2
    said = capsys.readouterr().err
    assert said.startswith("kiosk: There is no voice 'nobody'")
    assert "usual voice" not in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plai", "walk"], 'Did you mean "play"?'),
        (["play"], "SESSION"),
        (["play", "walkk"], 'Did you mean "walk"?'),
        (["play", "../nowhere/walk.yaml"], "There is no file"),
        (["play", "walk", "--speed", "fast"], "--speed"),
        (["play", "walk", "--speed", "nan"], "--speed"),
        (["play", "walk", "--sped", "2"], "--speed"),
        (["play", "walk", "--events", "/nowhere/e.jsonl"], "cannot be written"),
        (["play", "walk", "--from", "999", "--speed", "1000"], "last step"),
        (["play", "walk", "--from", "²", "--speed", "1000"], "no step says that"),
        (["play", "walk", "--from", "", "--speed", "1000"], "no step says that"),
        (["play", "./sessions"], "is a folder"),
        (["play", "walk", "--settings", "/nowhere.toml"], "cannot be read"),
        (["plan", "walk", "--voice", "no-such-voice"], "no-such-voice"),
        (["render", "walk", "-o", "walk.mp3"], ".wav"),
        (["render", "walk"], "-o"),
        (["check", "nowhere"], "There is no file or folder"),
        (["run", "--window", "big"], "1280x800"),
        (["run", "--window", "99999x99999"], "8192 at most"),
        (["voices", "xx"], "No voice"),
        (["setup", "--kind", "ship", "--zone", "UTC"], "--kind"),
        (["setup", "--kind", "home"], "--zone"),
        (["people"], "has not been set up"),
        (["people", "bury", "Ada"], "bury"),
        (["people", "add", "Ada"], "has not been set up"),
        (["points"], "--person"),
        (["points", "--person", "Ada"], "has not been set up"),
        (["history", "--person", "Ada"], "has not been set up"),
        (["report", "--person", "Ada", "-o", "ada.doc"], ".pdf"),
        (["report", "--person", "Ada", "-o", "ada.pdf"], "has not been set up"),
        (["ledger", "verify"], "has not been set up"),
        (["ledger", "restore", "/nowhere.db"], "There is no file"),
        (["play", "walk", "--person", "Ada"], "has not been set up"),
        (["play", "trigger-point", "--speed", "10"], "--speed"),
        (["play", "trigger-point", "--from", "2"], "--from"),
        (["play", "trigger-point", "--watch"], "--watch"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_2(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(*words) == 2
    shown = capsys.readouterr().err
    assert says in shown
    assert shown.startswith("kiosk: ")
    assert shown.count("\n") == 1
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    "words",
    [["plan", "walk"], ["schema"], ["check", "sessions/walk.yaml"], ["play", "walk"], ["--help"]],
)
def test_a_full_disk_behind_the_output_is_one_sentence(words: list[str], tmp_path: Path) -> None:
    words = [*words, *(["--speed", "1000"] if words[0] == "play" else [])]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*SCRIPT, *words],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(tmp_path),
            cwd=ROOT,
            timeout=60,
            check=False,
        )
    assert done.stderr.splitlines()[-1] == (
        "kiosk: The output cannot be written: No space left on device. "
        "Make room, or write it elsewhere."
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*SCRIPT, "plan", "walk"],
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(Path("/dev/dri").exists(), reason="it could open this machine's screen")
def test_run_without_a_display_says_so_and_does_not_draw_on_nothing(tmp_path: Path) -> None:
    done = kiosk("run", cache=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("kiosk: No window could be opened")


def test_a_full_disk_behind_the_events_is_said_once_and_the_session_goes_on(tmp_path: Path) -> None:
    done = kiosk("play", "walk", "--speed", "1000", "--events", "/dev/full", cache=tmp_path)
    assert done.returncode == 0
    assert done.stderr.count("The events are not written any more") == 1
    assert "Traceback" not in done.stderr
    assert "done at" in done.stdout


def test_play_does_without_a_standard_input(tmp_path: Path) -> None:
    line = f"exec {sys.executable} -m kiosk play walk --speed 1000 <&-"
    done = subprocess.run(
        ["sh", "-c", line],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "done at" in done.stdout


def test_measured_lengths_are_not_called_estimates_where_only_the_cache_is_amiss(
    tmp_path: Path,
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    done = kiosk("plan", "walk", cache=tmp_path / "cache")
    assert done.returncode == 0
    assert "Speech cannot be kept" in done.stderr
    assert "estimated" not in done.stderr


def test_a_broken_settings_file_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[voice]\nrate = 1\n")
    assert status("plan", "walk", "--settings", path) == 2
    assert f"{path}:2:1: " in capsys.readouterr().err


# --- check


def test_check_says_that_all_is_well_and_how_long_it_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_session(tmp_path, "one")
    assert status("check", tmp_path) == 0
    assert "one.yaml: right, 0:" in capsys.readouterr().out


def test_check_shows_every_problem_of_every_file_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_session(tmp_path, "one", "steps:\n  - hold: 0s\n    sey: Press.\n")
    write_session(tmp_path, "two", "steps:\n  - hald: 5s\n")
    write_session(tmp_path, "three")
    assert status("check", tmp_path) == 1
    shown = capsys.readouterr()
    assert shown.err.count("error: ") == 4
    assert "1 of 3 files are right" in shown.out


def test_check_without_a_path_checks_the_library() -> None:
    assert status("check") == 0


def test_check_with_the_voice_measures_real_clips(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "word " * 12
    write_session(tmp_path, "one", f"steps:\n  - ready: {long}\n    for: 3s\n")
    assert status("check", "--voice", tmp_path) == 1
    exact = capsys.readouterr().err
    assert status("check", tmp_path) == 1
    estimated = capsys.readouterr().err
    assert "takes about" in estimated
    assert "takes about" not in exact


# --- plan


def test_plan_prints_json_in_its_documented_shape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_session(tmp_path, "one", WAITING)
    assert status("plan", path, "--json") == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["session"] == "one"
    assert plan["total_ms"] == plan["segments"][-1]["end_ms"]
    wanted = {"start_ms", "end_ms", "kind", "caption", "side", "round", "of", "figure"}
    assert all(wanted <= set(segment) for segment in plan["segments"])
    assert all({"at_ms", "duration_ms", "kind", "text"} <= set(cue) for cue in plan["cues"])
    (wait,) = [segment for segment in plan["segments"] if segment["kind"] == "wait"]
    assert wait["start_ms"] == wait["end_ms"]
    assert wait["wait_ms"] == 20_000


def test_plan_is_the_same_byte_for_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_session(tmp_path, "one", WAITING)
    status("plan", path, "--json")
    first = capsys.readouterr().out
    status("plan", path, "--json")
    assert capsys.readouterr().out == first


def test_plan_lists_what_was_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = "steps:\n  - hold: 5s\n    say: Press.\n    prompts:\n      half: Keep breathing.\n"
    assert status("plan", write_session(tmp_path, "one", steps)) == 0
    shown = capsys.readouterr().out
    assert "Left out" in shown
    assert 'halfway: "Keep breathing."' in shown


def test_plan_of_a_massage_shows_a_first_dose_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_session(tmp_path, "one", MASSAGE, kind="massage")
    assert status("plan", path, "--json") == 0
    shown = capsys.readouterr()
    assert "first dose" in shown.err
    plan = json.loads(shown.out)
    (press,) = [segment for segment in plan["segments"] if segment["kind"] == "press"]
    assert press["end_ms"] - press["start_ms"] == 30_000


def test_a_massage_is_not_written_as_sound_since_a_file_has_no_guard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_session(tmp_path, "one", MASSAGE, kind="massage")
    assert status("render", path, "-o", tmp_path / "x.wav") == 2
    assert "no guard" in capsys.readouterr().err
    assert not (tmp_path / "x.wav").exists()


def test_a_massage_is_not_played_where_no_station_was_set_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_session(tmp_path, "one", MASSAGE, kind="massage")
    assert status("play", path) == 2
    assert "kiosk setup --kind" in capsys.readouterr().err


def test_check_says_the_largest_dose_that_a_massage_can_ever_come_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_session(tmp_path, "one", MASSAGE, kind="massage")
    assert status("check", tmp_path) == 0
    assert "at most 90 s at a time and 90 s of pressing in all" in capsys.readouterr().out


# --- render


def test_render_writes_the_whole_session(tmp_path: Path) -> None:
    path = write_session(tmp_path, "one", WAITING)
    done = kiosk("render", path, "-o", tmp_path / "one.wav", cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    with wave.open(str(tmp_path / "one.wav")) as file:
        assert file.getnframes() / file.getframerate() > 8


# --- play


def test_play_runs_a_session_in_a_plain_terminal_without_a_loudspeaker(tmp_path: Path) -> None:
    path = write_session(tmp_path, "one")
    events = tmp_path / "events.jsonl"
    done = kiosk("play", path, "--events", events, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    assert "Press down." in done.stdout
    assert "No loudspeaker" in done.stdout
    assert "Traceback" not in done.stderr
    told = [json.loads(line) for line in events.read_text().splitlines()]
    assert told[0]["event"] == "start"
    assert told[-1]["event"] == "done"
    cues = [event for event in told if event["event"] == "cue"]
    assert [cue["t_ms"] - cue["due_ms"] >= 0 for cue in cues]
    assert {"instruction", "chime", "safety"} <= {cue["kind"] for cue in cues}
    holds = [event for event in told if event["event"] == "segment" and event["kind"] == "hold"]
    after = told[told.index(holds[0]) + 1 :]
    end = next(event for event in after if event["event"] == "segment")
    assert end["due_ms"] - holds[0]["due_ms"] == 2_000


def test_play_shows_its_words_on_a_terminal_that_cannot_draw(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*SCRIPT, "play", "walk", "--speed", "1000"],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**environment(tmp_path), "TERM": "dumb"},
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 0, done.stderr
    assert "WELCOME" in shown


def test_play_begins_where_it_is_told(tmp_path: Path) -> None:
    path = write_session(tmp_path, "one", WAITING)
    events = tmp_path / "events.jsonl"
    cache = tmp_path / "cache"
    done = kiosk("play", path, "--from", "press", "--speed", 20, "--events", events, cache=cache)
    assert done.returncode == 0, done.stderr
    kinds = [json.loads(line)["kind"] for line in events.read_text().splitlines() if "kind" in line]
    assert kinds[0] == "prepare"
    assert "intro" not in kinds


def test_play_ends_well_when_it_is_asked_to(tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    os.mkfifo(events)
    process = subprocess.Popen(
        [*SCRIPT, "play", "walk", "--events", str(events)],
        env=environment(tmp_path / "cache"),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with events.open() as stream:
        assert json.loads(stream.readline())["event"] == "start"
        process.send_signal(signal.SIGTERM)
        rest = [json.loads(line) for line in stream]
    out, err = process.communicate(timeout=30)
    assert rest[-1]["event"] == "stop"
    assert process.returncode == 0, err
    assert "Traceback" not in out + err


# --- schema, doctor


def test_the_schema_beside_the_sessions_is_the_one_that_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status("schema") == 0
    kept = (ROOT / "sessions" / "session.schema.json").read_text(encoding="utf-8")
    assert capsys.readouterr().out == kept, "run: kiosk schema -o sessions/session.schema.json"


def test_the_doctor_says_what_fails_and_what_to_do(tmp_path: Path) -> None:
    done = kiosk("doctor", cache=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    lines = done.stdout.splitlines()
    areas = {line.split()[1] for line in lines if line.startswith(("ok", "care", "FAIL"))}
    assert areas == {
        "system",
        "settings",
        "display",
        "sound",
        "voice",
        "ears",
        "sessions",
        "hands",
        "storage",
        "doses",
        "clock",
    }
    assert any(line.startswith("ok    voice     hibari spoke") for line in lines), "by its name"
    (sound,) = [n for n, line in enumerate(lines) if line.startswith("FAIL  sound")]
    assert "->" in lines[sound + 1]
