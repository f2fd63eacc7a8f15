"""Every word of every screen comes from a catalogue, or is data. `test_screen_language.py` runs it.

The screens are shown in a language whose every sentence stands in «brackets»; what is shown
without them must be a session's own text, a name or a number.
"""

import re

import pseudo
import pytest
import screen_harness as harness
import screen_stage
import screens
from babel.dates import get_day_names, get_month_names
from screen_library import Shipped
from screen_stage import Stage

from kiosk import catalogues, language
from kiosk.orders import PHRASES
from kiosk.screen import fake, fake_dose, fake_reception
from kiosk.screen.people_tiles import TileView
from kiosk.screen.piece import Text
from kiosk.screen.touch import Button

NAMES = frozenset({"Groundwork", "Ada"})
"""What is called the same everywhere, and who was typed in."""
KEY_CAP = re.compile(r"\b(?:[A-Z]|F\d{1,2})\b|[,…]")
"""What is printed on a key, and what stands between two of them."""


class BracketedStage(Stage):
    """Taps are named in English, without the brackets."""

    def tap(self, text):
        for view in (*self.screen.widgets(TileView), *self.screen.widgets(Button)):
            shown = view.tile.text if isinstance(view, TileView) else view.text
            if shown.replace("«", "").replace("»", "") == text:
                if isinstance(view, TileView):
                    self.page.grid.scroller.reveal(view.y, view.top)
                self.screen.tap(view)
                break
        else:
            pytest.fail(f"nothing says {text}: {self.screen.texts()}")
        self.settle()


@pytest.fixture
def bracketed(monkeypatch):
    def choose(tag, _cache, _folder=catalogues.FOLDER):
        language.use(tag, pseudo.Bracketed())

    monkeypatch.setattr(catalogues, "choose", choose)
    yield
    monkeypatch.undo()
    catalogues.choose("en", catalogues.FOLDER)


@pytest.fixture
def stage(bracketed, tmp_path):
    shipped = Shipped(tmp_path)
    made = BracketedStage(
        harness.FIRST,
        tmp_path,
        abouts=shipped.abouts("en"),
        plan=lambda name: shipped.plan(name, "en"),
        drawn=False,
    )
    made.wear(language="en")
    made.plans = shipped._plans
    yield made
    made.close()


def texts_below(widget):
    for child in widget.children:
        if isinstance(child, Text):
            yield child
        yield from texts_below(child)


def data_of(stage):
    """Everything that the stage's station and reception are made of."""
    desk = fake_reception.FakeReception().operator("123456")
    made = [
        stage.abouts, stage.plans, list(stage.reception.__dict__.values()),
        [each.plan for each in stage.station.performances], stage.station.broken(),
        screen_stage.everybody(), fake.sample_cards(), fake.sample_broken(),
        fake_dose.TITLES, fake_dose.sample_points(), fake_dose.sample_progress(30),
        fake_dose.sample_press("press", 90), fake_reception.sample_questions(),
        screen_stage.LONG_SENTENCE, screen_stage.LONG_TITLE, screen_stage.LONG_CAPTION,
        stage.station.voices(), stage.station.languages(), list(PHRASES["en"].values()),
        fake_reception.GUEST_CARD, desk.state(), desk.policy(),
        [zone.replace("_", " ") for zone in stage.reception.zones()],
        fake_reception.FakeReception().arrive("p2", "0").sentence,
    ]  # fmt: skip
    made += [dict(names(locale="en_GB")) for names in (get_day_names, get_month_names)]
    return frozenset(each for each in pseudo.texts_of(made) if len(each) > 2) | NAMES


def test_every_word_of_every_screen_went_through_a_catalogue_or_is_data(stage):
    found, pages, texts = {}, 0, 0
    for name in screens.walk(stage, screens.SHOWN):
        stage.screen.frames(1)
        pages += 1
        data = data_of(stage)
        for text in texts_below(stage.page):
            if not text.text or not min(text.size) > 0:
                continue
            texts += 1
            left = KEY_CAP.sub("", pseudo.bare(text.text, data)).strip()
            if len(left) > 1:  # a letter is a key of the keyboard
                found.setdefault(left, []).append(f"{name}: {text.text}")
    assert not found, "\n".join(f"{left!r} on {where[0]}" for left, where in found.items())
    assert pages > 70
    assert texts > 500


def test_what_bypasses_the_catalogue_is_found(bracketed):
    data = frozenset({"Pelvic tilt"})
    language.use("en", pseudo.Bracketed())
    assert language._("Next: {what}, {n} times") == "«Next: »{what}«, »{n}« times»"
    said = language._("Next: {what}")
    assert pseudo.bare(said.format(what="Pelvic tilt, 5 min"), data) == ""
    assert pseudo.bare(said.format(what="the end"), data) == "the end"
    assert pseudo.bare("«Start» now", data) == "now"
    assert pseudo.bare("Pelvic tilting", data) == "Pelvic tilting"
