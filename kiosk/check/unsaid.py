"""Hard words that a session tells how to say, and never says: a slip of the pen, most likely."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kiosk.check.findings import Findings
from kiosk.language import _
from kiosk.plan.phrases import PHRASES
from kiosk.plan.reading import in_words
from kiosk.plan.sayings import straight, whole_words
from kiosk.script.model import Script
from kiosk.script.problems import Severity, did_you_mean
from kiosk.script.words import every_text

_SHOWN_ONLY: Final = frozenset(("summary", "position", "focus", "note"))
_WORD: Final = re.compile(r"[^\W\d_]+")


def never_said(script: Script, findings: Findings) -> None:
    """Warn of every word of `pronounce:` that is in nothing the session says."""
    for language in dict.fromkeys(each.language for each in script.pronounce):
        said = [t.into(language) for key, t in every_text(script) if key not in _SHOWN_ONLY]
        if language in PHRASES:
            phrases = PHRASES[language]
            said += [phrases.press_point, phrases.press_points, phrases.ease_off]
        # As the voice looks for them: first as it is written, then as it is read.
        said = [straight(text) for each in said for text in (each, in_words(each, language))]
        words = sorted({word for text in said for word in _WORD.findall(text)})
        for each in script.pronounce:
            if each.language == language and not _is_in(each.word, said):
                message = _('"{word}" is never said in this session. {hint}Mend it, or remove it.')
                hint = did_you_mean(each.word, words)
                findings.add(
                    each.mark,
                    message.format(word=each.word, hint=hint),
                    Severity.WARNING,
                    len(each.word),
                )


def _is_in(word: str, texts: Iterable[str]) -> bool:
    found = whole_words([word])
    return any(map(found.search, texts))
