"""Text made safe to be spoken: whatever is in it, it is only ever read aloud."""

import unicodedata

from kiosk.voice.engine import UnspeakableError

LONGEST = 5000
"""Characters of one line: half an hour of speech is no cue, and a render has a time limit."""

# espeak-ng reads `[[...]]` as phonemes, `<...>` as markup and, after a control character, its own
# commands. None of these signs has a sound of its own in an instruction.
_COMMANDS = frozenset("<>[]{}|\\`^~")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})


def sanitise(text: str) -> str:
    """The text with everything removed that an engine could take for a command.

    Control and format characters, lone surrogates, brackets and backslashes become spaces, and
    every run of white space becomes one space. Sanitising twice changes nothing more.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        " "
        if character in _COMMANDS or unicodedata.category(character) in _DROPPED_CATEGORIES
        else character
        for character in composed
    )
    # Taking something away may leave two signs that compose, so it is composed once more.
    return " ".join(unicodedata.normalize("NFC", kept).split())


def speakable(text: str) -> str:
    """The sanitised text, if there is anything in it to say.

    Raises:
        UnspeakableError: It holds no letter and no digit, or is far too long.
    """
    clean = sanitise(text)
    if not any(character.isalnum() for character in clean):
        raise UnspeakableError(
            f"There is nothing to say in {text[:40]!r}: it needs a word or a number.",
        )
    if len(clean) > LONGEST:
        raise UnspeakableError(
            f"The text that begins {clean[:40]!r} has {len(clean)} characters; "
            f"a line may have {LONGEST}. Split it into steps.",
        )
    return clean
