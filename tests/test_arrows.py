"""The arrows between the rooms point one way; who imports against them fails here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kiosk

PACKAGE = Path(kiosk.__file__).parent

# Room -> the rooms it may import. A file outside these folders is a room of its own.
ALLOWED: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "units": set(),
    "notify": set(),
    "night": set(),
    "panel": {"language"},
    "preferences": {"units"},
    "language": set(),
    "keymap": {"language"},
    "key_files": {"keymap", "language"},
    "why": {"language"},
    "catalogues": {"language"},
    "dates": {"language"},
    "preference_files": {"preferences"},
    "clips": {"tone", "units"},
    "tone": set(),
    "clock": {"units"},
    "skeleton": set(),
    "figure_form": {"posing", "skeleton"},
    "figures": {"figure_form", "posing", "skeleton"},
    "posing": {"skeleton"},
    "motion": {"plan", "units"},
    "script": {"language", "orders", "units"},
    "plan": {"language", "script", "tone", "units"},
    "lines": {"clips", "plan", "script", "tone"},
    "check": {"language", "plan", "script", "units"},
    "player": {"plan", "units"},
    "dose": {"units"},
    "ledger": {"dose", "language", "units"},
    "station": {"keymap", "plan", "player", "preferences", "script", "units"},
    "reception": {"units"},
    "care": {
        "catalogues", "dates", "dose", "language", "ledger", "plan", "reception", "report", "units",
    },
    "outline": {"language", "plan", "script", "station", "units"},
    "settings": {"language", "script", "units", "why"},
    "suiting": {"preferences", "settings"},
    "attuned": {
        "catalogues", "plan", "preference_files", "preferences", "script", "settings", "suiting",
        "__init__",
    },
    "audition": {"clips", "sound", "units", "voice"},
    "sounding": {"plan", "preferences", "script"},
    "saying": {"clips", "clock", "language", "sound", "tone", "voice"},
    "warming": {"files", "library", "preparing", "settings", "speaking", "voice"},
    "backlight": set(),
    "events": {"player", "units"},
    "hands": {"language", "plan", "player", "why", "__init__"},
    "handling": {
        "asides", "clips", "hands", "language", "plan", "player", "settings", "station", "units",
    },
    "orders": set(),
    "ears": {"language", "orders", "sound", "__init__"},
    "ear_notices": {"language"},
    "ear_switch": set(),
    "ear_health": {"ear_switch", "ears", "language", "listening", "settings", "sound"},
    "asides": {"clips", "plan", "player", "units"},
    "meaning": {"language", "orders", "plan", "player"},
    "listening": {
        "asides", "clips", "ear_notices", "ear_switch", "ears", "language", "obeying", "orders",
        "settings", "sound", "station",
    },
    "obeying": {
        "asides", "clips", "ears", "language", "meaning", "orders", "plan", "player", "units",
    },
    "voice": {"clips", "language", "plan", "tone", "units", "__init__"},
    "sound": {"clips", "language", "plan", "units"},
    "index": {"script", "station"},
    "library": {
        "check", "files", "index", "language", "plan", "settings", "station", "units", "__init__",
    },
    "files": {
        "check", "figures", "language", "library", "plan", "script", "station", "units", "why",
    },
    "performance": {"clips", "clock", "lines", "plan", "player", "sound", "units"},
    "report": {"dates", "language"},
    "render": {"clips", "lines", "plan", "player", "sound", "units"},
    "screen": {
        "dates", "figures", "keymap", "language", "motion", "night", "posing", "skeleton", "plan",
        "player",
        "preferences", "reception", "script", "station", "units",
    },
    "terminal": {"language", "plan", "player", "station", "units"},
    "compose": {
        "asides",
        "attuned", "care", "catalogues", "clock", "ear_switch", "files", "handling",
        "key_files", "keymap", "language", "library", "listening",
        "massage", "night", "outline", "performance", "plan", "preferences", "preparing",
        "reception", "saying", "script", "settings", "sound", "sounding", "speaking", "station",
        "voice", "warming",
    },
    "massage": {
        "care", "language", "plan", "preparing", "pressing", "script", "settings", "units", "voice",
    },
    "pressing": {"care", "dose", "plan", "player", "preparing", "units"},
    "speaking": {"library", "settings", "voice", "__init__"},
    "preparing": {
        "clips", "dose", "lines", "plan", "script", "settings", "speaking", "units", "voice",
    },
    "doctor": {
        "care", "clips", "ear_health", "hands", "language", "ledger", "library", "panel",
        "preparing", "script", "settings", "sound", "why", "__init__",
    },
    "cli": {
        "audition", "backlight", "care", "catalogues", "check", "clips", "compose", "doctor",
        "dose", "events",
        "figures", "files", "night", "preferences",
        "language", "ledger", "library", "lines", "notify", "panel", "plan", "player", "preparing",
        "reception", "render", "report", "saying", "screen", "script", "settings", "terminal",
        "units", "voice", "why", "__init__",
    },
}  # fmt: skip

PURE = {"script", "plan", "check", "player", "dose", "ear_notices", "meaning"}
# What a pure room may import from outside: none of these reads a clock, a file or a random number.
PURE_IMPORTS = {
    "__future__", "abc", "ast", "bisect", "collections", "dataclasses", "difflib", "enum",
    "datetime", "functools", "heapq", "itertools", "json", "math", "operator", "re", "types",
    "typing", "yaml", "zoneinfo",
}  # fmt: skip
PURE_MAINS = {"script/reference.py"}  # its `__main__` prints; the room's code does not

ONLY_IN = {"kivy": "screen", "pyttsx3": "voice", "sounddevice": "sound", "rich": "terminal",
           "reportlab": "report", "gpiozero": "hands"}  # fmt: skip


def room_of(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports_of(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            base = node.module or ""
            found |= {f"{base}.{alias.name}" for alias in node.names} if base == "kiosk" else {base}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


def test_there_are_files_to_guard() -> None:
    assert len(FILES) > 40
    assert {room_of(path) for path in FILES} >= {"script", "plan", "player", "screen", "voice"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_what_lies_before_it(path: Path) -> None:
    room = room_of(path)
    assert room in ALLOWED, f"{room} is a new room: say in ALLOWED what it may import"
    for module in imports_of(path):
        parts = module.split(".")
        if parts[0] != "kiosk":
            continue
        target = parts[1] if len(parts) > 1 else "__init__"
        target = "__init__" if target.startswith("__") else target
        assert target == room or target in ALLOWED[room], f"{room} must not import {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_known_in_one_room_only(path: Path) -> None:
    for module in imports_of(path):
        home = ONLY_IN.get(module.split(".")[0])
        assert home in (None, room_of(path)), f"only {home} imports {module}"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if room_of(path) in PURE],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_a_pure_room_reads_no_clock_no_file_and_logs_nothing(path: Path) -> None:
    outside = {module.split(".")[0] for module in imports_of(path)} - {"kiosk"}
    assert outside <= PURE_IMPORTS, f"{path.name} imports {outside - PURE_IMPORTS}"
    if str(path.relative_to(PACKAGE)) in PURE_MAINS:
        return
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}
    asked = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not asked & {"now", "utcnow", "today", "monotonic", "read_text", "write_text"}


def test_the_table_names_no_room_that_is_gone() -> None:
    rooms = {room_of(path) for path in FILES}
    assert set(ALLOWED) <= rooms
