"""The settings a person uses: a page of tiles, and a page of choices behind each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiosk.language import _
from kiosk.preferences import (
    BREATH_MS,
    BUILDS,
    SPEED_PERCENT,
    TEXT_PERCENT,
    TONES,
    VOLUME_PERCENT,
    Look,
)
from kiosk.reception import GUEST, PUBLIC, Operator, Reception
from kiosk.screen import words_keys, words_people
from kiosk.screen import words_ways as words
from kiosk.screen.people_choose import Choices
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import Tile
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button
from kiosk.station import Voice

RESET: Final = "reset"
KEYS: Final = "keys"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    Attributes:
        name: The attribute of `Preferences`.
        title: Over its page, and on its tile.
        values: What may be chosen, in order; of two, a tap on the tile takes the other.
        word: Says a value.
        help: What to know before choosing; may be empty.
        heard: Whether a sample is spoken on each change.
        seen: Whether the figure is shown beside the choices.
    """

    name: str
    title: str
    values: tuple[Any, ...]
    word: Callable[[Any], str]
    help: str = ""
    heard: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What had to be asked for before the pages could be shown.

    Attributes:
        languages, voices: What there is.
        kind: Of the station; empty where nobody keeps people, or before it is set up.
    """

    languages: Sequence[Voice] = ()
    voices: Sequence[Voice] = ()
    kind: str = ""


def _by(table: Mapping[Any, str] | Sequence[str]) -> Callable[[Any], str]:
    return lambda value: _(table[value])


def all_settings(known: Known) -> tuple[Setting, ...]:
    """Everything that can be set, in the order it is shown."""
    voices = {each.id: each.name for each in known.voices}
    languages = {each.id: each.name for each in known.languages}

    def voice(value: str) -> str:
        return voices.get(value, value) or _(words.AUTOMATIC)

    def language(value: str) -> str:
        return languages.get(value, value) or _(words.AS_THE_STATION)

    flags = (False, True)
    return (
        Setting("volume_percent", words.VOLUME, VOLUME_PERCENT[::-1], _by(words.VOLUMES),
                words.VOLUME_HELP, heard=True),
        Setting("speed_percent", words.SPEED, SPEED_PERCENT, _by(words.SPEEDS),
                words.SPEED_HELP, heard=True),
        Setting("voice", words.VOICE, ("", *voices), voice, words.VOICE_HELP, heard=True),
        Setting("language", words.LANGUAGE, ("", *languages), language, words.LANGUAGE_HELP,
                heard=True),
        Setting("text_percent", words.TEXT, TEXT_PERCENT, _by(words.TEXTS), words.TEXT_HELP),
        Setting("look", words.LOOK, tuple(Look), _by(words.LOOKS), words.LOOK_HELP),
        Setting("reduced_motion", words.MOTION, flags, _by(words.MOTIONS)),
        Setting("flash", words.FLASH, flags, _by(words.FLASHES)),
        Setting("breath_ms", words.BREATH, (0, *BREATH_MS), words.breath, words.BREATH_HELP),
        Setting("build", words.BODY, tuple(range(BUILDS)), _by(words.BODIES), words.BODY_HELP,
                seen=True),
        Setting("tone", words.SKIN, tuple(range(TONES)), _by(words.SKINS), words.BODY_HELP,
                seen=True),
    )  # fmt: skip


def _page_of(setting: Setting) -> type[Choices]:
    if not setting.seen:
        return Choices
    from kiosk.screen.wishes_figure import FigureChoices  # noqa: PLC0415  figures are not small

    return FigureChoices


class Wishes:
    """Shows the settings of who is here, and changes them.

    Args:
        stage: Where the pages are shown.
        reception: Who knows who is here; None where nobody is known.
        on_back: Goes where it was opened from.
    """

    def __init__(
        self, stage: Stage, reception: Reception | None, on_back: Callable[[], None]
    ) -> None:
        self._stage = stage
        self._reception = reception
        self._on_back = on_back
        self._known = Known()
        self._unlocked = False
        self._page: Choices | None = None
        self._key = ""
        self._ids: list[str] = []
        """The tiles of the page that is shown."""
        self._places: dict[str, tuple[float, str]] = {}
        """How far each page was moved, and which of its tiles the keys stood on."""

    def open(self) -> None:
        """Show them, once it is known what there is."""
        station, reception = self._stage.station, self._reception
        named = station.preferences().voice

        def ask() -> Known:
            kind = reception.station if reception is not None else ""
            return Known(station.languages(), station.voices() if named else (), kind)

        def answered(known: Known) -> None:
            self._known = known
            self.show()

        self._stage.run(ask, answered)

    @property
    def name(self) -> str:
        """Of who is here; empty for a guest and for nobody."""
        here = self._reception.here if self._reception is not None else None
        return "" if here is None or here.id == GUEST else here.name

    @property
    def locked(self) -> bool:
        """Whether it takes the operator to change these."""
        return not self.name and self._is_the_operators

    @property
    def _is_the_operators(self) -> bool:
        """Whether what is everybody's, such as the keys, takes the operator to change."""
        return self._known.kind in PUBLIC and not self._unlocked

    # The page of all settings

    def show(self) -> None:
        """Show all of them, where they were left."""
        self._show("", self._build)

    def _show(self, key: str, build: Callable[[Sizes], Choices]) -> None:
        """Show a page; one that was there before is where fingers and keys had left it."""
        before = self._page
        if before is not None and before.grid is not None:
            focused = before.focused
            self._places[self._key] = (
                before.grid.scroller.offset,
                focused.id if isinstance(focused, Tile) else "",
            )

        def built(sizes: Sizes) -> Choices:
            self._page = build(sizes)
            return self._page

        self._key = key
        self._stage.show(built)
        offset, focused_id = self._places.get(key, (0.0, ""))
        if self._page is not None and self._page.grid is not None:
            self._page.grid.scroller.move_to(offset)
            if focused_id in self._ids:
                self._page.focus(self._ids.index(focused_id))

    def _build(self, sizes: Sizes) -> Choices:
        likes = self._stage.station.preferences()
        tiles = [
            Tile(each.name, _(each.title), each.word(getattr(likes, each.name)))
            for each in all_settings(self._known)
        ]
        reset = words.RESET if self.name else words.RESET_STATION
        tiles.append(Tile(KEYS, _(words_keys.KEYS), _(words_keys.KEYS_DETAIL)))
        tiles.append(Tile(RESET, _(reset), _(words.RESET_DETAIL)))
        heading = words.SETTINGS_OF if self.name else words.SETTINGS_OF_STATION
        self._ids = [tile.id for tile in tiles]
        return Choices(
            sizes,
            name="settings",
            heading=_(heading).format(name=self.name),
            text=_(self._whose()),
            tiles=tiles,
            on_choose=self._tapped,
            buttons=(Button(_(words.BACK), self._on_back, sizes, sign="back"),),
            on_leave=self._on_back,
            unit=sizes.lead * 8,
        )

    def _whose(self) -> str:
        if self.name:
            return words.YOURS
        if self.locked:
            return words.STATIONS_LOCKED
        return words.STATIONS if self._reception is not None else words.STATIONS_ALONE

    def _tapped(self, name: str) -> None:
        if self.locked or (name == KEYS and self._is_the_operators):
            self._ask_pin(lambda: self._tapped(name))
            return
        if name == KEYS:
            from kiosk.screen.learning import Learning  # noqa: PLC0415  home comes first

            Learning(self._stage, self.show).show()
            return
        if name == RESET:
            self._stage.station.reset_preferences()
            self.show()
            return
        setting = self._setting(name)
        if len(setting.values) == 2:
            self._take(setting, setting.values[1 - setting.values.index(self._value(setting))])
            self.show()
        elif name == "voice":
            self._stage.run(self._stage.station.voices, self._choose_voice)
        else:
            self._choose(setting)

    def _setting(self, name: str) -> Setting:
        return next(each for each in all_settings(self._known) if each.name == name)

    def _value(self, setting: Setting) -> Any:
        return getattr(self._stage.station.preferences(), setting.name)

    def _choose_voice(self, voices: Sequence[Voice]) -> None:
        self._known = replace(self._known, voices=voices)
        self._choose(self._setting("voice"))

    # The page of one setting

    def _choose(self, setting: Setting) -> None:
        def build(sizes: Sizes) -> Choices:
            now = self._value(setting)
            tiles = [
                Tile(
                    str(at),
                    setting.word(value),
                    _(words.CHOSEN) if value == now else "",
                    sign="check" if value == now else "",
                )
                for at, value in enumerate(setting.values)
            ]
            self._ids = [tile.id for tile in tiles]
            buttons = [Button(_(words.BACK), self.show, sizes, sign="back")]
            if setting.heard:
                buttons.append(Button(_(words.HEAR), self._sample, sizes, sign="voice"))
            return _page_of(setting)(
                sizes,
                name="setting",
                heading=_(setting.title),
                text=_(setting.help),
                tiles=tiles,
                on_choose=choose,
                buttons=buttons,
                on_leave=self.show,
            )

        def choose(at: str) -> None:
            self._take(setting, setting.values[int(at)])
            self._show(setting.name, build)
            if setting.heard:
                self._sample()

        self._show(setting.name, build)

    def _take(self, setting: Setting, value: Any) -> None:
        station = self._stage.station
        wishes: dict[str, Any] = {setting.name: value}
        if setting.name == "language":
            wishes["voice"] = ""  # the one that was chosen speaks the other language
        station.prefer(replace(station.preferences(), **wishes))

    def _sample(self) -> None:
        self._stage.say(_(words.SAMPLE))

    # The kiosk's own, where they are the operator's

    def _ask_pin(self, then: Callable[[], None], notice: str = "") -> None:
        from kiosk.screen.pin import PinPage  # noqa: PLC0415  home comes first

        reception = self._reception
        if reception is None:
            raise AssertionError("Only a reception locks anything.")

        def opened(found: Operator | str) -> None:
            if isinstance(found, str):
                self._ask_pin(then, found)
                return
            self._unlocked = True
            self.show()
            then()

        self._stage.show(
            lambda sizes: PinPage(
                sizes,
                heading=_(words_people.OPERATOR_PIN),
                notice=notice,
                on_done=lambda pin: self._stage.run(lambda: reception.operator(pin), opened),
                on_back=self.show,
            )
        )
