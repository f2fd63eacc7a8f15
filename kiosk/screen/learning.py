"""The page of what keys do, and the one where a key is learnt by pressing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kivy.clock import Clock

from kiosk.keymap import ACTS, ESCAPE, Key, Keymap, No, name_of
from kiosk.language import _
from kiosk.screen import theme
from kiosk.screen import words_keys as words
from kiosk.screen.focus import FocusPage
from kiosk.screen.page import Notice
from kiosk.screen.people_choose import Choices, arrange_foot
from kiosk.screen.people_stage import Stage
from kiosk.screen.people_tiles import Tile
from kiosk.screen.piece import Text
from kiosk.screen.theme import Sizes
from kiosk.screen.touch import Button
from kiosk.screen.words_ways import BACK

LEARN_WITHIN = 15.0
"""Seconds without a key until everything stays as it was."""
_RESET: Final = "reset"


class Learning:
    """Shows what keys do, and has them learnt.

    Args:
        stage: Where the pages are shown.
        on_back: Goes where it was opened from.
    """

    def __init__(self, stage: Stage, on_back: Callable[[], None]) -> None:
        self._stage = stage
        self._on_back = on_back
        self._offset = 0.0
        self._page: Choices | None = None

    @property
    def _keymap(self) -> Keymap:
        return self._stage.station.keymap()

    def show(self, notice: str = "") -> None:
        """Show what keys do, after a sentence about what has just been learnt."""
        self._stage.show(lambda sizes: self._build(sizes, notice or self._keymap.notice))
        if self._page is not None and self._page.grid is not None:
            self._page.grid.scroller.move_to(self._offset)

    def _build(self, sizes: Sizes, notice: str) -> Choices:
        keymap = self._keymap
        tiles = [
            Tile(act.value, _(words.ACTS[act]), words.keys(keymap.keys_of(act))) for act in ACTS
        ]
        tiles.append(Tile(_RESET, _(words.DELIVERED), _(words.DELIVERED_DETAIL)))
        self._page = Choices(
            sizes,
            name="keys",
            heading=_(words.KEYS),
            text=_(words.KEYS_HELP),
            notice=notice,
            tiles=tiles,
            on_choose=self._tapped,
            buttons=(Button(_(BACK), self._on_back, sizes, sign="back"),),
            on_leave=self._on_back,
            unit=sizes.lead * 8,
        )
        return self._page

    def _tapped(self, name: str) -> None:
        if self._page is not None and self._page.grid is not None:
            self._offset = self._page.grid.scroller.offset
        if name == _RESET:
            self._stage.station.keep_keys(Keymap())
            self.show(_(words.AGAIN_DELIVERED))
            return
        act = Key(name)
        self._stage.show(
            lambda sizes: LearnPage(
                sizes, act, self._keymap, on_learn=lambda code: self._learn(code, act),
                on_back=self.show,
            )
        )  # fmt: skip

    def _learn(self, code: int, act: Key) -> None:
        other = self._keymap.meaning(code)
        self._stage.station.keep_keys(self._keymap.learn(code, act))
        said = words.LEARNT if other in {None, act} else words.MOVED
        self.show(_said(said, code, act, other))


def _said(sentence: str, code: int, act: Key, other: Key | None) -> str:
    return _(sentence).format(
        key=name_of(code),
        act=_(words.ACTS[act]),
        other=_(words.ACTS[other]) if other is not None else "",
    )


class LearnPage(FocusPage):
    """Waits for one key. Every key is looked at for itself here, and none does what it means.

    Attributes:
        notice: Why a key was not taken, or what it means now.
        moving: The key that will be moved when it is pressed once more.
    """

    name = "learn"

    def __init__(
        self,
        sizes: Sizes,
        act: Key,
        keymap: Keymap,
        *,
        on_learn: Callable[[int], None],
        on_back: Callable[[], None],
    ) -> None:
        super().__init__(sizes, on_back)
        self._act = act
        self._keymap = keymap
        self._on_learn = on_learn
        self._on_back = on_back
        self.moving: int | None = None
        self.heading = Text(_(words.ACTS[act]), sizes=sizes.steps(sizes.title), bold=True)
        self.text = Text(
            _(words.PRESS_IT), sizes=sizes.steps(sizes.title * 1.3), across="center", bold=True
        )
        self.help = Text(
            _(words.PRESS_HELP),
            sizes=sizes.steps(sizes.body),
            colour=theme.QUIET,
            across="center",
            down="top",
        )
        self.notice = Notice("", sizes)
        self.back = Button(_(BACK), on_back, sizes, sign="back")
        self.move = Button(_(words.MOVE), self._move_it, sizes, main=True)
        self.targets = [self.back]
        self.add(self.heading, self.text, self.help, self.notice, self.back)
        self._tired = Clock.create_trigger(lambda _dt: on_back(), LEARN_WITHIN)
        self._tired()

    def left(self) -> None:
        """Wait no more."""
        self._tired.cancel()

    def learns(self, code: int) -> bool:
        """Take the key, or say why not."""
        self._tired.cancel()
        self._tired()
        keymap, act = self._keymap, self._act
        if code == ESCAPE:
            self._on_back()
            return True
        no = keymap.why_not(code, act)
        meant = keymap.meaning(code)
        if no is not None:
            if no is not No.MODIFIER:  # it may only begin another key
                self._say(words.WHY_NOT[no], code)
        elif meant is act:
            self._say(words.ALREADY, code)
        elif meant is None or code == self.moving:
            self._on_learn(code)
        else:
            self.moving = code
            self._say(words.TAKEN, code)
        return True

    def _move_it(self) -> None:
        if self.moving is not None:
            self._on_learn(self.moving)

    def _say(self, sentence: str, code: int) -> None:
        if sentence != words.TAKEN:
            self.moving = None
        self.notice.show(_said(sentence, code, self._act, self._keymap.meaning(code)))
        wanted = self.moving is not None
        if wanted != (self.move.parent is not None):
            (self.add_widget if wanted else self.remove_widget)(self.move)
        self.targets = [self.back, self.move] if wanted else [self.back]
        self.again()

    def arrange(self) -> None:
        """What to press in the middle, what came of it below, the way back at the foot."""
        sizes, margin, gap = self.sizes, self.sizes.margin, self.sizes.gap
        inner = self.width - 2 * margin
        high = sizes.title * 1.3
        top = self.top - margin * 0.7 - high
        self.heading.place(margin, top, inner, high)
        buttons = [each for each in (self.back, self.move) if each.parent is not None]
        low = arrange_foot(buttons, sizes, margin, inner, self.y + margin * 0.7)
        room = top - low - 2 * gap
        noted = min(self.notice.height_for(inner), room * 0.45) if self.notice.text else 0.0
        self.notice.place(margin, low, inner if noted else 0, noted)
        above = top - gap - (low + noted + gap)
        help_high = min(self.help.height_for(inner) + 2, above * 0.4)
        text_high = min(self.text.height_for(inner) + 2, above - help_high - gap)
        middle = low + noted + gap + (above - help_high - gap - text_high) / 2
        self.help.place(margin, middle, inner, help_high)
        self.text.place(margin, middle + help_high + gap, inner, text_high)
