"""The shipped sessions as fixed data for pages: what the kiosk tells of them, and their plans."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.compose import Kiosk
from kiosk.files import check_file
from kiosk.plan.build import build
from kiosk.plan.estimate import estimate_ms
from kiosk.plan.model import Plan
from kiosk.plan.presses import Press
from kiosk.settings import Settings
from kiosk.station import About

GRANTED_MS = 30_000


@dataclass
class Shipped:
    """The library that ships, read once for each language."""

    cache: Path
    _abouts: dict[str, tuple[About, ...]] = field(default_factory=dict)
    _plans: dict[tuple[str, str], Plan] = field(default_factory=dict)

    def abouts(self, language: str) -> tuple[About, ...]:
        """Every session, a massage as where somebody may be granted one."""
        if language not in self._abouts:
            settings = Settings(cache=self.cache, data=self.cache / "data", language=language)
            kiosk = Kiosk(settings)
            kiosk.start_sound = lambda: None
            kiosk.library.scan()
            kiosk.use_language(language)
            found = (kiosk.about(card.name) for card in kiosk.cards())
            self._abouts[language] = tuple(
                replace(about, card=replace(about.card, refusal="")) for about in found if about
            )
            kiosk.close()
        return self._abouts[language]

    def plan(self, name: str, language: str) -> Plan:
        """A session's plan by estimated speech, each press granted half a minute."""
        if (name, language) not in self._plans:
            folder = Settings().folders[0]
            script = check_file(folder / f"{name}.yaml", 4000).script
            has = {script.language, *(code for code, _ in script.title.translations)}
            self._plans[name, language] = build(
                script,
                estimate_ms,
                language=language if language in has else script.language,
                presses={number: Press(GRANTED_MS) for number in range(1, 9)},
            )
        return self._plans[name, language]
