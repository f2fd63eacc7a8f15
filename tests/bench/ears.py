"""The ears on a test set that is made here: what they hear, what they hear wrongly, how fast."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence

from kiosk.ears.recogniser import NoRecogniserError, Recogniser
from kiosk.ears.worker import RECOGNISERS
from kiosk.orders import PHRASES, Order
from tests.earset import hours
from tests.earset.scenes import CONDITIONS, Condition, Said, orders
from tests.earset.talkers import VOICES, here
from tests.earset.trials import Outcome, Trial, answers, trial

from .helpers import CannotMeasureError, Options, say
from .numbers import percentile
from .report import Row, at_least, at_most, below

URGENT = (Order.STOP, Order.PAUSE, Order.HURTS)
_QUICK = ("room", "babble 10 dB", "white 10 dB", "own cues 0 dB")
_AIMS = {"room": 95.0, "babble 10 dB": 85.0}


def run(options: Options) -> list[Row]:
    try:
        whisper = RECOGNISERS["whisper"]()
        sphinx = RECOGNISERS["pocketsphinx"]()
    except NoRecogniserError as error:
        raise CannotMeasureError(f"{error} Run `make ears`.") from error
    if not any(here(voice) for voice in VOICES):
        raise CannotMeasureError("No voice of the test set is installed: flite, festival and sox.")
    rows: list[Row] = []
    for held_out in (True, False):
        rows += _hits(whisper, options, held_out=held_out)
    rows += _false(whisper, options)
    if not options.quick:
        rows += _hits(sphinx, options, held_out=True)
        rows += _false(sphinx, options)
    return rows + _processor(whisper)


def chosen(options: Options, *, held_out: bool) -> list[Said]:
    """Half of the ways to say an urgent order, a seventh of the others; few when quick."""
    every = orders(held_out=held_out)
    if options.quick:
        return [
            said
            for number, said in enumerate(every)
            if said.order in URGENT and said.phrase == PHRASES["en"][said.order][0]
            if number % 3 == 0
        ]
    # Manners come in threes, voices in nines: neither step leaves out a manner or a voice.
    return [
        said
        for number, said in enumerate(every)
        if number % (2 if said.order in URGENT else 7) == 0
    ]


def conditions(options: Options) -> list[Condition]:
    return [one for one in CONDITIONS if not options.quick or one.name in _QUICK]


def _hits(recogniser: Recogniser, options: Options, *, held_out: bool) -> list[Row]:
    said = chosen(options, held_out=held_out)
    whose = "voices and rooms held out" if held_out else "voices and rooms tuned on"
    names = [voice.name for voice in VOICES if voice.held_out is held_out and here(voice)]
    trials: list[Trial] = []
    for condition in conditions(options):
        say(f"  {recogniser.name}, {whose}, {condition.name}: {len(said)} orders")
        trials += [trial(one, condition, recogniser) for one in said]
    return [
        *_table(trials, f"{recogniser.name}, {whose}", ", ".join(names)),
        *_speed(trials, recogniser.name, aimed=held_out),
    ]


def _table(trials: Sequence[Trial], head: str, names: str) -> list[Row]:
    rows = []
    for name in dict.fromkeys(one.condition.name for one in trials):
        within = [one for one in trials if one.condition.name == name]
        urgent = [one for one in within if one.said.order in URGENT]
        note = f"{names}. Hits by order: {_by_order(within)}. {_rest(urgent)}"
        what = f"{head}: {name}, stop, pause, it hurts"
        aimed = name in _AIMS and head.startswith("whisper")
        share = _share(urgent, Outcome.HIT)
        rows.append(
            at_least(what, share, _AIMS[name], "%", note)
            if aimed
            else Row(what, share, "%", note=note)
        )
        if len(within) > len(urgent):
            others = [one for one in within if one.said.order not in URGENT]
            rows.append(Row(f"{head}: {name}, all others", _share(others, Outcome.HIT), "%"))
    rows.append(at_most(f"{head}: wrong orders", _share(trials, Outcome.WRONG), 1.0, "%"))
    return rows


def _speed(trials: Sequence[Trial], name: str, *, aimed: bool) -> list[Row]:
    latencies = [one.latency_s for one in trials if one.outcome is Outcome.HIT]
    if not latencies or not aimed:
        return []
    note = (
        "from the end of the last word: the sound's own time until the utterance is cut, and the "
        "processor time that its recogniser took on one core of this machine"
    )
    return [
        at_most(f"{name}: an order is understood, median", percentile(latencies, 0.5), 1.0, "s"),
        at_most(f"{name}: 95th percentile", percentile(latencies, 0.95), 1.0, "s", note),
    ]


def _share(trials: Sequence[Trial], outcome: Outcome) -> float:
    return 100 * sum(one.outcome is outcome for one in trials) / max(1, len(trials))


def _by_order(trials: Sequence[Trial]) -> str:
    every = Counter(one.said.order for one in trials)
    hits = Counter(one.said.order for one in trials if one.outcome is Outcome.HIT)
    return ", ".join(f"{order} {hits[order]}/{count}" for order, count in every.items())


def _rest(urgent: Sequence[Trial]) -> str:
    stops = [one for one in urgent if one.said.order is Order.STOP]
    asks = sum(one.outcome is Outcome.UNSURE for one in stops)
    return f"Of the stops {asks} more paused and asked."


def _false(recogniser: Recogniser, options: Options) -> list[Row]:
    """What is understood where nobody asks for anything."""
    rows = []
    wanted_s = options.pick(1200, 120)
    aimed = recogniser.name == "whisper"
    for name, pieces in hours.KINDS.items():
        say(f"  {recogniser.name}, {wanted_s} s of {name}")
        sure, unsure, stops, length = _count(recogniser, pieces, wanted_s)
        heard = ", ".join(f"{order} {count}" for order, count in sure.items()) or "none"
        note = f"{heard}; {unsure} more paused and asked; {length:.0f} s"
        an_hour = 3600 / length
        what = f"{recogniser.name}: orders in an hour of {name}"
        rows.append(Row(what, sum(sure.values()) * an_hour, note=note))
        what = f"{recogniser.name}: stops in an hour of {name}"
        rows.append(below(what, stops * an_hour, 0.1) if aimed else Row(what, stops * an_hour))
    return rows


def _count(
    recogniser: Recogniser, pieces: Callable[[int], hours.Piece], wanted_s: float
) -> tuple[Counter[Order], int, int, float]:
    sure: Counter[Order] = Counter()
    unsure, length, seed = 0, 0.0, 0
    while length < wanted_s:
        piece = pieces(seed)
        for one in answers(piece, recogniser, seed):
            if one.heard is not None:
                unsure += one.heard.unsure
                sure[one.heard.order] += not one.heard.unsure
        length += len(piece.heard) / 16_000
        seed += 1
    return +sure, unsure, sure[Order.STOP], length


def _processor(recogniser: Recogniser) -> list[Row]:
    """The share of one core, of processor time that was used, not of time that went by."""
    rows = []
    for name, pieces in (("nobody speaks", hours.nobody), *hours.KINDS.items()):
        piece = pieces(99)
        began = time.process_time()
        for _ in answers(piece, recogniser, 0):
            pass
        share = 100 * (time.process_time() - began) / (len(piece.heard) / 16_000)
        rows.append(Row(f"of a core, in {name}", share, "%"))
    return rows
