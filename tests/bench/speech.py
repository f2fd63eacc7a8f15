"""How fast speech is rendered: every line of every shipped session, with the real voice."""

from __future__ import annotations

import time
from statistics import median

from kiosk.clips import Line
from kiosk.files import check_file
from kiosk.plan.build import lines
from kiosk.plan.timing import BREATH_MS
from kiosk.voice.speech import Speech, VoiceSettings

from .helpers import CannotMeasureError, Options, shipped
from .report import Row


def run(options: Options) -> list[Row]:
    texts: dict[Line, None] = {}
    for path in shipped():
        script = check_file(path, BREATH_MS).script
        if script is not None:
            texts |= dict.fromkeys(Line(text, script.language) for text in lines(script))
    every = list(texts)
    if options.quick:
        every = every[:40]
    rates, each, starts, again = [], [], [], []
    for number in range(options.pick(5, 2)):
        speech = Speech(VoiceSettings(options.folder / f"clips-{number}"))
        try:
            began = time.perf_counter()
            speech.prepare([Line("Ready.")])
            awake = time.perf_counter()
            clips = speech.prepare(every)
            done = time.perf_counter()
            if len(clips) < len(every):
                raise CannotMeasureError(speech.notice or "Some lines were not rendered.")
            speech.prepare(every)
            found = time.perf_counter()
        finally:
            speech.close()
        rates.append(sum(clip.duration_ms for clip in clips.values()) / 1000 / (done - awake))
        each.append((done - awake) * 1000 / len(every))
        starts.append((awake - began) * 1000 - each[-1])
        again.append((found - done) * 1000 / len(every))
    seconds = sum(clip.duration_ms for clip in clips.values()) / 1000
    note = f"{len(every)} lines, {seconds:.0f} s of speech, one after another, {len(rates)} times"
    return [
        Row("speech rendered in a second", median(rates), "s", note=note),
        Row("a line", median(each), "ms"),
        Row("a line that is in the cache", median(again), "ms"),
        Row(
            "the voice's process comes up",
            median(starts),
            "ms",
            note="to its first line, less what that line takes",
        ),
    ]
