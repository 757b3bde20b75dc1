"""How far off the pulse is, and how often it is given at all, over skin tone, motion, light and codec.

Run ``python benchmarks/pulse_coverage.py [--people 2] [--seconds 20] [--workers 2]`` with ``OMP_NUM_THREADS=1``: some 7
minutes on two quiet cores. Each combination of tone, motion and light is played by `--people` of twelve identities in
turn and coded three ways. Truth is the script's: a pulse of 0.6 % (peak to trough of green on the lightest skin) at a
rate drawn for each film. MAPE is the mean absolute error in percent of the true rate, of windows of 10 s in which a
number was given; coverage is their share of all windows. Intervals are clustered by identity. Nothing here says how
well real pulses are read.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from multiprocessing import get_context

import cv2
import numpy as np
import polars as pl

from desdemona.channels.measure import measure_recording
from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.error import mean_absolute_percentage_error
from desdemona.estimates.interval import Interval
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light
from desdemona.manipulations.catalogue import apply_all, parse_manipulation
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import Frame, Notice, Recording, ignore_notice
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom

TONES = (1, 3, 5, 7, 9, 10)
MOTIONS = ("still", "talking", "turning")
LIGHTS: tuple[Light, ...] = ("even", "dim")
CODECS: dict[str, tuple[str, ...]] = {"none": (), "H.264 crf 23": ("h264=23",), "H.264 crf 33": ("h264=33",)}
NULL_CODECS = ("none", "H.264 crf 33")
IDENTITIES = tuple(range(700, 712))
CAMERA = Camera(360, 360, 15.0)
RATES_BPM = (52.0, 118.0)
CHANNELS = ("pulse.rate.pos", "pulse.rate.chrom")
GOAL = 0.10
WIDTHS_BPM = (0.5, 1.0, 1.5, 2.0, 3.0, np.inf)
"""Half widths of the stated interval up to which a number is taken, for the curve of error against coverage."""


@dataclass(frozen=True, slots=True)
class Take:
    """One film: who, in which skin, doing what, in which light, and her pulse (None for none)."""

    identity: int
    tone: int
    motion: str
    light: Light
    rate_bpm: float | None


def takes(people: int, rng: np.random.Generator) -> Iterator[Take]:
    """Give every combination with `people` identities in turn, and each once more without a pulse."""
    for place, (tone, motion, light) in enumerate(product(TONES, MOTIONS, LIGHTS)):
        for number in range(people):
            who = IDENTITIES[(people * place + number) % len(IDENTITIES)]
            yield Take(who, tone, motion, light, float(rng.uniform(*RATES_BPM)))
        yield Take(IDENTITIES[place % len(IDENTITIES)], tone, motion, light, None)


def acts_of(motion: str, seconds: float) -> tuple[Act, ...]:
    """Return what is done: blinks always, and talk, or turns of the head to and fro without rest."""
    blinks = tuple(Act("blink", float(at), float(at) + 0.25) for at in np.arange(2.0, seconds - 1, 5.0))
    if motion == "talking":
        return (*blinks, Act("talk", 0.5, seconds - 0.5))
    if motion == "turning":
        turns = enumerate(np.arange(0.5, seconds - 2.5, 2.5))
        return (*blinks, *(Act("head_yaw", float(at), float(at) + 2.5, 15.0 * (-1) ** k) for k, at in turns))
    return blinks


def film(take: Take, seconds: float) -> pl.DataFrame:
    """Draw a take, code it each way and measure; return its windows."""
    cv2.setNumThreads(1)
    inside = Inside(pulse=(PulsePoint(0.0, take.rate_bpm),)) if take.rate_bpm else Inside()
    script = Script("pulse", "Has a pulse or none.", seconds, acts_of(take.motion, seconds), inside)
    phantom = Phantom("p", take.identity, take.tone, take.light, script, CAMERA, take.identity)
    drawn = held(render_phantom(phantom))
    tables = []
    for codec in CODECS if take.rate_bpm else NULL_CODECS:
        coded = apply_all([parse_manipulation(text) for text in CODECS[codec]], drawn)
        windows = measure_recording(coded, item="p", threads=False).windows
        tables.append(windows.filter(pl.col("channel").is_in(CHANNELS)).with_columns(codec=pl.lit(codec)))
    facts = {"identity": take.identity, "tone": take.tone, "motion": take.motion, "light": take.light}
    known = pl.lit(take.rate_bpm, dtype=pl.Float64).alias("truth")
    return pl.concat(tables).with_columns(known, *(pl.lit(value).alias(name) for name, value in facts.items()))


def held(recording: Recording) -> Recording:
    """Return a recording with its frames kept, so that it is drawn once."""
    kept = list(recording.frames(ignore_notice))

    def frames(_notice: Notice) -> Iterator[Frame]:
        return iter(kept)

    return replace(recording, frames=frames)


def off(windows: pl.DataFrame) -> Interval:
    """Return the mean absolute error over the true rate, a share, of the windows with a number."""
    return mean_absolute_percentage_error(windows["value"], windows["truth"], windows["identity"])


def line(label: str, windows: pl.DataFrame) -> str:
    """Return one line of a table: label, windows, coverage, MAPE, largest error and coverage of the intervals."""
    given = windows.drop_nulls("value")
    told = f"{label:34s} {windows.height:7d} {windows['identity'].n_unique():7d} "
    told += f"{given.height / max(windows.height, 1):9.3f}"
    if not given.height:
        return told + "   none given"
    error = off(given)
    ends = "" if error.low is None or error.high is None else f" [{100 * error.low:.2f}, {100 * error.high:.2f}]"
    largest = float(np.abs((given["value"] - given["truth"]).to_numpy()).max())
    inside = given["truth"].is_between(given["low"], given["high"]).to_numpy().mean()
    return f"{told} {100 * (error.estimate or 0.0):9.2f}{ends:16s} {largest:9.2f} {inside:9.3f}"


HEAD = (
    f"{'':34s} {'windows':>7s} {'people':>7s} {'coverage':>9s} {'MAPE %':>9s}{'':16s} {'most bpm':>9s} {'in 95 %':>9s}"
)


def print_table(windows: pl.DataFrame, *keys: str) -> None:
    """Print one line for each combination of keys."""
    print(f"\nby {' × '.join(keys)}\n{HEAD}")
    for values, own in sorted(windows.group_by(keys), key=lambda item: _place(item[0])):
        print(line(", ".join(str(value) for value in values), own))


def _place(values: tuple[object, ...]) -> tuple[object, ...]:
    """Return how a combination is sorted: tones as numbers, all else as it stands in the lists."""
    known: tuple[object, ...] = (*MOTIONS, *LIGHTS, *CODECS)
    return tuple(known.index(value) if value in known else value for value in values)


def print_curve(windows: pl.DataFrame) -> None:
    """Print error against coverage: numbers taken while their stated interval is narrow enough."""
    print(f"\nerror against coverage: taken while the stated half width is at most …\n{HEAD}")
    half = (windows["high"] - windows["low"]) / 2
    for most in WIDTHS_BPM:
        taken = windows.with_columns(value=pl.when(half <= most).then(pl.col("value")))
        print(line("all that was given" if np.isinf(most) else f"{most:g} bpm", taken))


def print_nulls(windows: pl.DataFrame) -> None:
    """Print how many windows and films without a pulse got a number."""
    broken = windows.filter(pl.col("value").is_not_null())
    films = windows.group_by("identity", "tone", "motion", "light", "codec").agg(
        pl.col("value").is_not_null().any().alias("given")
    )
    share = clustered_share(films["given"].cast(pl.Float64), films["identity"])
    high = "" if share.high is None else f", at most {100 * share.high:.1f} % of films at 95 %"
    print(
        f"\nno pulse: {broken.height} of {windows.height} windows, {films['given'].sum()} of {films.height} films{high}"
    )
    for row in broken.select("tone", "motion", "light", "codec", "value").iter_rows():
        print("  given:", *row)


def print_verdict(windows: pl.DataFrame) -> None:
    """Say whether the goal is met in every skin tone in which a number is given."""
    given = windows.drop_nulls("value")
    tones = sorted(given["tone"].unique().to_list())
    errors = {tone: off(given.filter(pl.col("tone") == tone)) for tone in tones}
    met = all((error.estimate or 0.0) < GOAL for error in errors.values())
    told = "; ".join(
        f"{tone}: {100 * (error.estimate or 0.0):.2f} %"
        + (f", up to {100 * error.high:.2f}" if error.high is not None else f" ({error.clusters} people)")
        for tone, error in errors.items()
    )
    silent = [str(tone) for tone in TONES if tone not in tones]
    print(
        f"\nMAPE under {100 * GOAL:.0f} % in every skin tone where a number is given: {'yes' if met else 'NO'} ({told})"
    )
    print(f"no number at all on skin tones: {', '.join(silent) or 'none'}")


def measure_all(shown: Sequence[Take], seconds: float, workers: int) -> pl.DataFrame:
    """Draw and measure all takes in processes of their own; progress goes to standard error."""
    tables, began_s = [], time.monotonic()
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for done, table in enumerate(pool.map(partial(film, seconds=seconds), shown), start=1):
            tables.append(table)
            spent = f"{done} of {len(shown)} films, {time.monotonic() - began_s:.0f} s"
            print(f"\r{spent}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return pl.concat(tables)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2, help="how many play each combination")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    shown = list(takes(given.people, np.random.default_rng(given.seed)))
    everything = measure_all(shown, given.seconds, given.workers)
    print(
        f"seed {given.seed}; {given.people} of {len(IDENTITIES)} identities a combination, films of {given.seconds:g} s"
    )
    alive = everything.filter(pl.col("truth").is_not_null())
    for channel in CHANNELS:
        own = alive.filter(pl.col("channel") == channel)
        print(f"\n=== {channel}")
        for keys in (("tone",), ("motion",), ("light",), ("codec",), ("tone", "motion"), ("tone", "light", "codec")):
            print_table(own, *keys)
        print_curve(own)
        print_nulls(everything.filter(pl.col("truth").is_null() & (pl.col("channel") == channel)))
        print_verdict(own)


if __name__ == "__main__":
    main()
