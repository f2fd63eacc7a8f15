"""Every page walked with four keys: left, right, the main key and escape. `test_screen.py` runs it.

Whatever can be tapped gets the frame, the frame can be seen, and the main key does with it what a
finger would.
"""

from contextlib import contextmanager

import pytest
import screen_harness as harness
import screens
from kivy.core.window import Window
from screen_harness import ENTER, ESCAPE, LEFT, RIGHT
from screen_library import Shipped
from screen_measure import box_of
from screen_stage import Stage

from kiosk.player.model import Command
from kiosk.screen.bodymap_label import PointLabel
from kiosk.screen.card import CardView
from kiosk.screen.chip import Arrow
from kiosk.screen.people_tiles import TileView
from kiosk.screen.session_mode import Mode
from kiosk.screen.shapes import Frame
from kiosk.screen.touch import Pressable

FEW = 500
"""More presses of one key than this are too many for anybody."""


@contextmanager
def twin(stage):
    """A page made anew in place of the one that shows, which comes back as it was."""
    face = stage.face
    build, page = face._build, face.page
    face._show(build)
    try:
        yield face.page
    finally:
        face._show(lambda: page)
        face._build = build


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return Shipped(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def stage(shipped, tmp_path):
    made = Stage(
        harness.FIRST,
        tmp_path,
        abouts=shipped.abouts("en"),
        plan=lambda name: shipped.plan(name, "en"),
        drawn=False,
    )
    yield made
    made.close()


def framed(page):
    """What a frame that shows stands around: the thing itself, or its tile's or card's name."""
    frames = [
        each
        for each in page.walk(restrict=True)
        if isinstance(each, Frame) and each.parent is not None and min(each.size) > 0
    ]
    found = []
    for frame in frames:
        for each in page.walk(restrict=True):
            # A label's frame says that it is chosen.
            if isinstance(each, PointLabel):
                continue
            if isinstance(each, Pressable) and near(box_of(each), box_of(frame)):
                found.append(named(each))
    assert len(set(found)) <= 1, f"{page.name} has two frames"
    return found[0] if found else None


def near(one, other):
    return all(abs(a - b) < 2 for a, b in zip(one, other, strict=True))


def named(piece):
    if isinstance(piece, TileView):
        return f"tile {piece.tile.id}"
    if isinstance(piece, CardView):
        return f"card {piece.card.name}"
    text = getattr(piece, "text", "") or getattr(getattr(piece, "choice", None), "text", "")
    return f"{type(piece).__name__} {text if isinstance(text, str) else text.text} {id(piece)}"


def in_sight(page):
    """Whatever a finger could tap now; the arrows beside a list only move it, as keys do."""
    return {
        named(each)
        for each in page.walk(restrict=True)
        if isinstance(each, Pressable) and not isinstance(each, Arrow) and min(each.size) > 0
    }


class Recorder:
    """Stands behind everything on a page that can be tapped, and tells what was."""

    def __init__(self, page):
        self.page = page
        self.fired = []

    def mind(self):
        """Once more, since tiles and cards come and go."""
        page = self.page
        for each in page.walk(restrict=True):
            if isinstance(each, TileView):
                each._on_choose = lambda tile: self.fired.append(f"tile {tile}")
            elif isinstance(each, CardView):
                continue
            elif isinstance(each, Pressable):
                name = named(each)
                each._on_tap = lambda name=name: self.fired.append(name)
        grid = getattr(page, "grid", None)
        if hasattr(grid, "_on_choose"):
            grid._on_choose = lambda tile: self.fired.append(f"tile {tile}")
        if hasattr(page, "_on_open"):
            page._on_open = lambda card: self.fired.append(f"card {card}")

    def press(self, screen):
        self.mind()
        self.fired.clear()
        screen.press(ENTER)
        return list(self.fired)


def walk(stage):
    """Press right, then left, until all had their turn; return what there is and what fired."""
    page = stage.page
    recorder = Recorder(page)
    wanted, reached = in_sight(page), set()
    for code in (RIGHT, LEFT):
        framed_now = None
        for _press in range(FEW):
            stage.screen.press(code)
            assert stage.page is page, f"{page.name} was left by an arrow"
            wanted |= in_sight(page)
            before, framed_now = framed_now, framed(page)
            if framed_now is not None and framed_now not in reached | {before}:
                if framed_now.startswith("Arrow"):
                    continue
                fired = recorder.press(stage.screen)
                assert fired == [framed_now], f"the main key fired {fired}, not {framed_now}"
                assert stage.page is page
                reached.add(framed_now)
            elif framed_now is not None and framed_now == before:
                break
            if reached >= wanted:
                return wanted, reached
    return wanted, reached


# Whatever is pressed wakes the clock; the session has tests of its own below.
PAGES = [
    show for show in screens.SHOWN if not show.__name__.startswith(("session", "rest", "night"))
]


@pytest.mark.parametrize("show", PAGES, ids=lambda show: show.__name__)
def test_every_control_is_framed_by_left_or_right_and_fired_by_the_main_key(stage, show):
    seen = 0
    for name in screens.walk(stage, [show]):
        # Where a key is learnt every key is looked at for itself: see `screen_learnt_cases.py`.
        if stage.page.name in {"body-map", "learn"}:
            continue
        seen += 1
        with twin(stage):
            wanted, reached = walk(stage)
        assert wanted - reached == set(), name
    assert seen or show.__name__ in {"points", "body_map"}, show.__name__


def test_there_are_pages_to_walk():
    assert len(PAGES) > 12


@pytest.mark.parametrize("show", [screens.points])
def test_on_the_body_map_left_and_right_choose_a_point_and_then_what_to_do(stage, show):
    for name in screens.walk(stage, [show]):
        page = stage.page
        chosen = set()
        for _press in range(len(page.labels)):
            stage.screen.press(RIGHT)
            chosen.add(page.selected)
        assert chosen == set(page.labels)
        recorder = Recorder(page)
        actions = [*(row.button for row in page.rows), page.home]
        if page.hear.parent is not None:
            actions.append(page.hear)
        stage.screen.press(ENTER)
        reached = set()
        for _press in range(len(actions)):
            at = framed(page)
            assert recorder.press(stage.screen) == [at], name
            reached.add(at)
            stage.screen.press(RIGHT)
        assert reached == {named(each) for each in actions}, name


def moments(stage):
    for name in screens.walk(stage, [screens.session, screens.session_press_paused]):
        yield name, stage.page, stage.station.performances[-1]


def sent_by(stage, page, performance, codes):
    """What keys ask a session for, from a moment that stands still."""
    performance.sent.clear()
    page.focus(None)
    performance.send = performance.sent.append
    for code in codes:
        stage.screen.press(code)
    del performance.send
    return list(performance.sent)


def test_in_a_session_four_keys_do_all_that_its_buttons_do(stage):
    modes = set()
    for name, page, performance in moments(stage):
        mode = page._mode
        if mode is Mode.WAITING:
            expected = {Command.BACK, Command.NEXT, Command.STOP}
        else:
            expected = {
                Mode.PLAIN: {Command.BACK, Command.TOGGLE, Command.NEXT, Command.STOP},
                Mode.ASKING: {Command.STOP},
                Mode.PRESSING: {Command.HURTS, Command.TOGGLE, Command.STOP},
                Mode.EASING: {Command.HURTS, Command.STOP},
            }[mode]
        modes.add(mode)
        moves = [[RIGHT], [LEFT], [ENTER], [ESCAPE], *([*[RIGHT] * n, ENTER] for n in range(4))]
        sent = {each for codes in moves for each in sent_by(stage, page, performance, codes)}
        assert expected <= sent, name
        if mode is not Mode.WAITING:
            assert sent - expected <= {Command.TOGGLE}, name
    assert modes == set(Mode)


def test_in_a_session_a_frame_shows_what_the_main_key_would_do(stage):
    for name, page, performance in moments(stage):
        performance.send = lambda _command: None
        page.focus(None)
        stage.screen.press(RIGHT)
        at = framed(page)
        assert at is not None, name
        mains = {Mode.PLAIN: page.pause, Mode.WAITING: page.ready}
        if page._mode in mains:
            assert at == named(mains[page._mode]), name


ROOTS = {"", "home", "who", "urgent", "setup-kind", "setup-done", "session", "guest"}
"""Pages that escape leads nowhere from: there is nothing behind them, or they must be read."""


@pytest.mark.parametrize("show", PAGES, ids=lambda show: show.__name__)
def test_escape_leads_out_of_every_page_that_has_something_behind_it(stage, show):
    for name in screens.walk(stage, [show]):
        left = []
        with twin(stage) as page:
            if getattr(page, "_on_leave", None) is not None:
                page._on_leave = lambda left=left: left.append(True)
            elif hasattr(page, "_on_home"):
                page._on_home = lambda left=left: left.append(True)
            stage.screen.press(ESCAPE)
            gone = left or stage.page is not page
        if page.name not in ROOTS and name != "wait" and not name.startswith(("question", "setup")):
            assert gone, name


def test_a_frame_goes_when_a_finger_comes(stage):
    stage.face.fail()
    stage.screen.press(RIGHT)
    assert framed(stage.page) is not None
    stage.screen.tap_at(2, Window.height - 2)
    assert framed(stage.page) is None
