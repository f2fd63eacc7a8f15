"""A session is shown and spoken in the language of who is here, where it has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import catalogues, compose
from kiosk.files import check_file
from kiosk.massage import Ready
from kiosk.plan.model import Plan
from kiosk.settings import Settings
from kiosk.sound.output import FakeLoudspeaker
from kiosk.voice.fake import FakeSpeech
from sessions import SHORT, write_session

BOTH = "title.es: Los dos\nsteps:\n  - hold: 2s\n    say: Press down.\n    say.es: Presiona.\n"


class Home:
    """A kiosk nobody has set up: one session is in two languages, the other in one."""

    def __init__(self, folder: Path) -> None:
        write_session(folder / "sessions", "both", BOTH, title="Both")
        write_session(folder / "sessions", "one", SHORT, title="One")
        settings = Settings(
            folders=(folder / "sessions",),
            cache=folder / "cache",
            data=folder / "data",
            language="en",
        )
        self.kiosk = compose.Kiosk(settings)
        self.speech = FakeSpeech()
        speaker = FakeLoudspeaker(lambda: 0, asleep=True)
        self.kiosk.__dict__ |= {"speech": self.speech, "speaker": speaker}
        self.kiosk.library.scan()

    def speaks(self, tag: str) -> None:
        self.kiosk.prefer(replace(self.kiosk.preferences(), language=tag))
        self.kiosk.use_language(tag)

    def plan(self, name: str) -> Plan:
        path = self.kiosk.library.path_of(name)
        assert path is not None
        script = check_file(path, 4_000).script
        assert script is not None
        self.kiosk.start_sound()
        ready = self.kiosk.prepare(script)
        assert isinstance(ready, Ready)
        return ready.prepared.plan

    def spoken(self, text: str) -> set[str]:
        """The languages that a text was ever spoken in, also ahead of time."""
        asked = [line for lines in self.speech.asked for line in lines]
        return {line.language for line in asked if line.text == text}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path)
    yield made
    made.kiosk.close()
    catalogues.choose("en", tmp_path)


def test_a_session_that_has_the_language_is_laid_out_and_spoken_in_it(home: Home) -> None:
    home.speaks("es")
    plan = home.plan("both")
    assert (plan.language, plan.title) == ("es", "Los dos")
    assert home.spoken("Presiona.") == {"es"}
    home.speaks("en")
    assert home.plan("both").language == "en"


def test_a_session_that_lacks_it_is_spoken_in_its_own_by_that_languages_voice(home: Home) -> None:
    home.speaks("es")
    assert home.plan("one").language == "en"
    assert home.spoken("Press down.") == {"en"}


def test_its_page_says_so_in_the_language_of_the_screen(home: Home) -> None:
    home.speaks("es")
    here, lacking = home.kiosk.about("both"), home.kiosk.about("one")
    assert here is not None
    assert lacking is not None
    assert (here.card.title, here.note) == ("Los dos", "")
    assert lacking.card.title == "One"
    assert lacking.note == "Esta sesión está en inglés: nadie la ha traducido todavía."
    home.speaks("en")
    again = home.kiosk.about("one")
    assert again is not None
    assert again.note == ""
