"""How good the pulse channels are on simulated skin: error, interval coverage, abstention, false alarms, speed.

Run ``python benchmarks/pulse.py [--clips 20] [--null-clips 20] [--seed 1]``. The truth of a window is the mean of the
instantaneous rate over it.
"""

import argparse
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from desdemona.channels.pulse.rate import measure_pulse
from pulse_traces import EVERYWHERE, FACE, Rhythm, Scene, simulate

BLOODLIKE = (0.004 * 0.43, 0.004, 0.004 * 0.69)
PULSES: Mapping[str, Scene] = {
    **{f"{rate} bpm, 0.6 %": Scene(rate_bpm=rate) for rate in (45, 55, 72, 95, 130, 170)},
    **{
        f"72 bpm, {100 * a:.2g} %": Scene(amplitude_share=a)
        for a in (0.0005, 0.0007, 0.001, 0.0015, 0.002, 0.003, 0.008)
    },
    **{f"{hz} frames/s": Scene(frame_hz=hz) for hz in (15, 24, 25, 50, 60)},
    "frame times jitter by half a frame": Scene(frame_hz=25, jitter=1.0),
    "rate wobbles by 2 + 2 bpm": Scene(wobble_bpm=2),
    "rate wobbles by 4 + 4 bpm": Scene(wobble_bpm=4),
    "rate wobbles by 4 + 4 bpm, 0.15 %": Scene(wobble_bpm=4, amplitude_share=0.0015),
    "72 to 97 bpm in 30 s": Scene(end_bpm=97),
    "72 to 97 bpm, wobble 2 + 2, 0.15 %": Scene(end_bpm=97, wobble_bpm=2, amplitude_share=0.0015),
    "light drifts by 5 %": Scene(light=0.05),
    "tint drifts by 0.1 %": Scene(tint=0.001),
    "skin colours drift by 0.1 %": Scene(skin_drift=0.001),
    "face sways 2 px at 0.3 Hz": Scene(sway_px=2),
    "lamp flickers 1 % at 2 Hz": Scene(rhythms=(Rhythm(2.0, (0.01, 0.01, 0.01)),)),
    "small face (200 pixels a region)": Scene(pixels=200),
    "noisy camera (4 steps)": Scene(noise_dn=4),
}
NULLS: Mapping[str, Scene] = {
    "white noise": Scene(),
    "white noise, 15 frames/s": Scene(frame_hz=15),
    "light drifts by 5 %": Scene(light=0.05),
    "tint drifts by 0.3 %": Scene(tint=0.003),
    "skin colours drift by 0.1 % (1/f)": Scene(skin_drift=0.001),
    "20 exposure steps a minute": Scene(steps=40),
    "20 tint steps a minute": Scene(tinted_steps=40),
    "region means in whole steps": Scene(step_dn=1.0, light=0.01),
    "lamp flickers 2 % at 1.2 Hz": Scene(rhythms=(Rhythm(1.2, (0.02, 0.02, 0.02)),)),
    "coloured lamp at 1.2 Hz": Scene(rhythms=(Rhythm(1.2, BLOODLIKE),)),
    "lamp warm to cold at 1.2 Hz": Scene(rhythms=(Rhythm(1.2, (0.004, 0, -0.004)),)),
    "keyframes every 12": Scene(rhythms=(Rhythm(2.5, (0.004, 0.004, 0.004), EVERYWHERE, sharp=True),)),
    "keyframes every 15, coloured": Scene(rhythms=(Rhythm(2.0, BLOODLIKE, EVERYWHERE, sharp=True),)),
    "light on the face alone, 1.2 Hz": Scene(rhythms=(Rhythm(1.2, (0.02, 0.02, 0.02), FACE),)),
    "rhythm in one cheek alone": Scene(rhythms=(Rhythm(1.2, BLOODLIKE, (1,)),)),
    "face sways 2 px at 0.6 Hz": Scene(sway_px=2, sway_hz=0.6),
    "face sways 2 px at 1.1 Hz": Scene(sway_px=2, sway_hz=1.1),
}
ALGORITHMS = ("pos", "chrom")


def windows_of(scene: Scene, clips: int, seed: int) -> pl.DataFrame:
    """Return all windows of so many clips of a scene, with the column `truth`."""
    tables = []
    for number in range(clips):
        clip = simulate(scene, rng=np.random.default_rng([seed, number]))
        windows = measure_pulse(clip.trace).windows
        starts_s, ends_s = (windows[name].to_numpy() for name in ("t_start_s", "t_end_s"))
        tables.append(windows.with_columns(truth=pl.Series(clip.mean_rate_bpm(starts_s, ends_s))))
    return pl.concat(tables)


def print_pulses(clips: int, seed: int) -> None:
    """Print error and coverage where there is a pulse."""
    head = (
        f"{'pulse of 72 bpm, 0.6 % unless said':38s} {'':5s} given   |error| bpm: median   95 %    max   ± bpm  covered"
    )
    print(head)
    for name, scene in PULSES.items():
        windows = windows_of(scene, clips, seed)
        for algorithm in ALGORITHMS:
            own = windows.filter(pl.col("channel") == f"pulse.rate.{algorithm}")
            given = own.drop_nulls("value")
            line = f"{name:38s} {algorithm:5s} {given.height / own.height:5.3f}"
            if given.height:
                error = (given["value"] - given["truth"]).abs().to_numpy()
                covered = given["truth"].is_between(given["low"], given["high"]).mean()
                half = (given["high"] - given["low"]).median() / 2
                line += f" {np.median(error):21.3f} {np.quantile(error, 0.95):6.3f}"
                line += f" {error.max():6.2f} {half:7.2f} {covered:8.3f}"
            print(line)


def print_nulls(clips: int, seed: int) -> None:
    """Print false alarms and reasons where there is no pulse."""
    print(f"\n{'no pulse, 120 s a clip':38s} {'':5s} false / windows   reasons")
    total = Counter[str]()
    for name, scene in NULLS.items():
        still = replace(scene, amplitude_share=0.0, duration_s=120.0)
        windows = windows_of(still, clips, seed)
        for algorithm in ALGORITHMS:
            own = windows.filter(pl.col("channel") == f"pulse.rate.{algorithm}")
            false = own["value"].is_not_null().sum()
            total += Counter({"false": int(false), "windows": own.height})
            reasons = Counter(own["reason"].drop_nulls().to_list()).most_common(2)
            said = "; ".join(f"{text} {count / own.height:.3f}" for text, count in reasons)
            print(f"{name:38s} {algorithm:5s} {false:5d} / {own.height:<7d}   {said}")
    print(f"{'all':44s} {total['false']:5d} / {total['windows']}")


def print_speed(seed: int) -> None:
    """Print how long both channels take together."""
    print()
    for duration_s in (60.0, 600.0):
        trace = simulate(Scene(duration_s=duration_s), rng=np.random.default_rng(seed)).trace
        measure_pulse(trace)
        times_s = []
        for _ in range(5):
            start_s = time.perf_counter()
            measure_pulse(trace)
            times_s.append(time.perf_counter() - start_s)
        print(f"{duration_s:4.0f} s at 30 frames/s: {1000 * min(times_s):.0f} ms for both channels (best of 5)")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--null-clips", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"seed {given.seed}; {given.clips} clips of 30 s a pulse, {given.null_clips} of 120 s a null\n")
    print_pulses(given.clips, given.seed)
    print_nulls(given.null_clips, given.seed)
    print_speed(given.seed)


if __name__ == "__main__":
    main()
