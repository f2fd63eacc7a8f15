"""The screen in real windows: each file of cases runs in a process of its own, since Kivy has
one window a process and keeps the size that it opened with."""

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PASSED = re.compile(r"(\d+) passed")


def run(file, size, least, tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider"),
            *("--basetemp", str(tmp_path / "cases"), str(HERE / file)),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=HERE.parent,
        env={
            **os.environ,
            "SDL_VIDEODRIVER": "offscreen",
            "SCREEN_SIZE": size,
            "PYTHONPATH": str(HERE),
        },
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    passed = PASSED.search(done.stdout)
    assert passed
    assert int(passed[1]) >= least, done.stdout


def test_a_person_gets_from_home_through_a_session_and_back(tmp_path):
    run("screen_cases.py", "960x600", 45, tmp_path)


def test_a_session_is_read_from_across_the_room_and_told_of_afterwards(tmp_path):
    run("screen_session_cases.py", "1280x800", 24, tmp_path)


def test_every_page_is_walked_with_four_keys(tmp_path):
    run("screen_key_cases.py", "1280x800", 35, tmp_path)
