"""Seconds and memory of a million clustered readings, beside plain numpy, fairlearn and the krippendorff package.

Readings: 10,000 people in 8 × 2 crossed groups, whether something was there and whether the system said so. In each of
the 16 groups accuracy, recall, precision and F1, with 95 % intervals from 1,000 resamples of whole people. Four
programs on the same rows: `table` adds up each person's confusions once and draws them together
(`bootstrap.resampled_sums`); `calls` asks `bootstrap.bootstrap_ratio` 64 times; `numpy` is what a careful person
writes without us: sums per person with bincount, then a loop over resamples; `numpy-rows` is the shorter way, which
weights every reading by how often its person was drawn. All but `calls` make the same draws.

fairlearn's MetricFrame and the krippendorff package run on a slice, where the environment variable
DESDEMONA_PEERS_PYTHON names the Python of an environment that has fairlearn, pandas, scikit-learn and krippendorff.
Each run is a process of its own with one thread; making the data and loading the packages are not counted, reading
the data is. Run with
`python benchmarks/estimates.py`, or `--readings 100000 --people 1000` for a part of it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Found = Mapping[str, list[float]]
Metric = Literal["ordinal", "interval", "ratio"]
METRICS_OF_ALPHA: tuple[Metric, ...] = ("interval", "ordinal", "ratio")

AGES, GENDERS = 8, 2
CELLS = AGES * GENDERS
METRICS = ("accuracy", "recall", "precision", "F1")
TOP = np.array([[1, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0]], np.float64).T
BOTTOM = np.array([[1, 1, 1, 1], [1, 0, 0, 1], [1, 0, 1, 0], [2, 0, 1, 1]], np.float64).T
"""Which of TP, TN, FP, FN (rows) stand above and below the line of each metric (columns)."""
SEED = 3
SLICED = 20
"""The slice holds every twentieth person."""
FAIRLEARN_RESAMPLES = 20
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def write_readings(folder: Path, readings: int, people: int) -> None:
    """Write a million made-up readings, and every twentieth person of them as a slice."""
    rng = np.random.default_rng(SEED)
    person = np.sort(rng.integers(0, people, readings))
    cell = rng.integers(0, CELLS, people)[person]
    known = rng.random(readings) < 0.4
    miss, alarm = rng.beta(2, 6, people)[person], rng.beta(1, 9, people)[person]
    said = rng.random(readings) < np.where(known, 1 - miss, alarm)
    whole = {"person": person, "cell": cell, "known": known, "said": said}
    for name, values in whole.items():
        np.save(folder / f"whole-{name}.npy", values)
        np.save(folder / f"slice-{name}.npy", values[person % SLICED == 0])


def write_ratings(folder: Path, units: int, small_units: int) -> None:
    """Write continuous ratings, ten of each unit, no two the same."""
    rng = np.random.default_rng(SEED)
    ratings = rng.normal(size=(units, 1)) + 0.7 * rng.normal(size=(units, 10))
    np.save(folder / "whole-ratings.npy", ratings)
    np.save(folder / "slice-ratings.npy", ratings[:small_units])


def load(folder: Path, part: str) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return the person, the group and the confusion (0 TP, 1 TN, 2 FP, 3 FN) of each reading."""
    person, cell, known, said = (np.load(folder / f"{part}-{name}.npy") for name in ("person", "cell", "known", "said"))
    return person, cell, np.where(known, np.where(said, 0, 3), np.where(said, 2, 1))


def told(estimates: Floats, low: Floats, high: Floats) -> Found:
    """Return answers as lists, in the order group, metric."""
    return {name: x.reshape(-1).tolist() for name, x in (("estimate", estimates), ("low", low), ("high", high))}


def run_table(folder: Path, part: str, resamples: int) -> Found:
    """Add up each person's confusions and draw people for all groups and metrics at once."""
    from desdemona.estimates.bootstrap import expanded_ends, resampled_sums
    from desdemona.estimates.clusters import cluster_codes

    person, cell, kind = load(folder, part)
    codes, count = cluster_codes(person)
    sums = np.bincount((codes * CELLS + cell) * 4 + kind, minlength=count * CELLS * 4).astype(np.float64)
    drawn = resampled_sums(sums.reshape(count, -1), rng=np.random.default_rng(SEED), resamples=resamples)
    drawn = drawn.reshape(-1, CELLS, 4)
    shares = (drawn @ TOP) / (drawn @ BOTTOM)
    total = sums.reshape(count, CELLS, 4).sum(0)
    ends = np.array([expanded_ends(column, count) for column in shares.reshape(len(shares), -1).T])
    return told((total @ TOP) / (total @ BOTTOM), ends[:, 0], ends[:, 1])


def run_calls(folder: Path, part: str, resamples: int) -> Found:
    """Ask for each metric of each group by itself; each draws only the people of the group."""
    from desdemona.estimates.bootstrap import bootstrap_ratio

    person, cell, kind = load(folder, part)
    rng, rows = np.random.default_rng(SEED), []
    for own in (cell == number for number in range(CELLS)):
        who, what = person[own], kind[own]
        for metric in range(len(METRICS)):
            top, bottom = TOP[what, metric], BOTTOM[what, metric]
            found = bootstrap_ratio(top, bottom, who, rng=rng, resamples=resamples)
            rows.append((found.estimate, found.low, found.high))
    return told(*np.array(rows, np.float64).T)


def run_numpy(folder: Path, part: str, resamples: int) -> Found:
    """Do what `run_table` does in plain numpy, resample by resample."""
    person, cell, kind = load(folder, part)
    known, codes = np.unique(person, return_inverse=True)
    count = len(known)
    sums = np.bincount((codes * CELLS + cell) * 4 + kind, minlength=count * CELLS * 4)
    sums = sums.reshape(count, CELLS, 4).astype(np.float64)

    rng = np.random.default_rng(SEED)
    draws = np.array([metrics_of(sums[rng.integers(0, count, count)].sum(0)) for _ in range(resamples)])
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    return told(metrics_of(sums.sum(0)), low, high)


def run_numpy_rows(folder: Path, part: str, resamples: int) -> Found:
    """Do the same by weighting every reading in every resample."""
    person, cell, kind = load(folder, part)
    known, codes = np.unique(person, return_inverse=True)
    count, at = len(known), cell * 4 + kind

    def confusions(weights: NDArray[np.int64]) -> Floats:
        return np.asarray(np.bincount(at, weights[codes], CELLS * 4), np.float64).reshape(CELLS, 4)

    rng = np.random.default_rng(SEED)
    drawn = (np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(resamples))
    draws = np.array([metrics_of(confusions(weights)) for weights in drawn])
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    return told(metrics_of(confusions(np.ones(count, np.int64))), low, high)


def metrics_of(confusions: Floats) -> Floats:
    """Return the four metrics of each group, written out as formulas."""
    hit, calm, alarm, missed = confusions.T
    accuracy = (hit + calm) / (hit + calm + alarm + missed)
    return np.stack([accuracy, hit / (hit + missed), hit / (hit + alarm), 2 * hit / (2 * hit + alarm + missed)], 1)


def run_fairlearn(folder: Path, part: str, resamples: int) -> Found:
    """Ask fairlearn's MetricFrame, whose resamples draw readings, not people."""
    import pandas as pd  # type: ignore[import-untyped, import-not-found, unused-ignore]
    from fairlearn.metrics import MetricFrame  # type: ignore[import-not-found, unused-ignore]
    from sklearn import metrics  # type: ignore[import-untyped, import-not-found, unused-ignore]

    _, cell, known, said = (np.load(folder / f"{part}-{name}.npy") for name in ("person", "cell", "known", "said"))
    names = ("accuracy_score", "recall_score", "precision_score", "f1_score")
    frame = MetricFrame(
        metrics={own: getattr(metrics, name) for own, name in zip(METRICS, names, strict=True)},
        y_true=known,
        y_pred=said,
        sensitive_features=pd.DataFrame({"age": cell // GENDERS, "gender": cell % GENDERS}),
        n_boot=resamples,
        ci_quantiles=[0.025, 0.975],
        random_state=SEED,
    )
    low, high = (np.asarray(x[list(METRICS)], np.float64) for x in frame.by_group_ci)
    return told(np.asarray(frame.by_group[list(METRICS)], np.float64), low, high)


def run_alpha(folder: Path, part: str, resamples: int) -> Found:
    """Return our alpha for continuous ratings; with resamples, its interval over units too."""
    from desdemona.estimates.krippendorff import alpha_interval, bootstrap_alpha

    ratings = np.load(folder / f"{part}-ratings.npy")
    if not resamples:
        return {"estimate": [alpha_interval(ratings)]}
    rng = np.random.default_rng(SEED)
    found = bootstrap_alpha(ratings, np.arange(len(ratings)), names=False, rng=rng, resamples=resamples)
    return told(*np.array([[found.estimate], [found.low], [found.high]], np.float64))


def run_jackknife(metric: Metric, folder: Path, part: str, resamples: int) -> Found:
    """Return our alpha at a level of measurement with its jackknife interval over units; `resamples` is not used."""
    from desdemona.estimates.clustered_alpha import clustered_alpha

    ratings = np.exp(np.load(folder / f"{part}-ratings.npy"))
    found = clustered_alpha(ratings, np.arange(len(ratings)), metric=metric)
    return told(*np.array([[found.estimate], [found.low], [found.high]], np.float64))


def run_krippendorff(metric: Metric, folder: Path, part: str, resamples: int) -> Found:
    """Ask the krippendorff package, which has no interval; `resamples` is not used."""
    import krippendorff  # type: ignore[import-not-found, unused-ignore]

    ratings = np.exp(np.load(folder / f"{part}-ratings.npy"))
    return {"estimate": [float(krippendorff.alpha(ratings.T, level_of_measurement=metric))]}


def run_crossed(folder: Path, part: str, resamples: int) -> Found:
    """Draw units and raters both."""
    from desdemona.estimates.crossed import crossed_mean

    ratings = np.load(folder / f"{part}-ratings.npy")
    unit, rater = np.indices(ratings.shape).reshape(2, -1)
    rng = np.random.default_rng(SEED)
    found = crossed_mean(ratings.reshape(-1), unit, rater, rng=rng, resamples=resamples)
    return told(*np.array([[found.estimate], [found.low], [found.high]], np.float64))


PROGRAMS: Mapping[str, Callable[[Path, str, int], Found]] = {
    "table": run_table,
    "calls": run_calls,
    "numpy": run_numpy,
    "numpy-rows": run_numpy_rows,
    "fairlearn": run_fairlearn,
    "alpha": run_alpha,
    **{f"ours-{metric}": partial(run_jackknife, metric) for metric in METRICS_OF_ALPHA},
    **{f"peer-{metric}": partial(run_krippendorff, metric) for metric in METRICS_OF_ALPHA},
    "crossed": run_crossed,
}
PEERS = ("fairlearn", *(f"peer-{metric}" for metric in METRICS_OF_ALPHA))
LOADED: Mapping[str, tuple[str, ...]] = {
    "table": ("desdemona.estimates.bootstrap",),
    "calls": ("desdemona.estimates.bootstrap",),
    "fairlearn": ("pandas", "fairlearn.metrics", "sklearn.metrics"),
    "alpha": ("desdemona.estimates.krippendorff",),
    **{f"ours-{metric}": ("desdemona.estimates.clustered_alpha",) for metric in METRICS_OF_ALPHA},
    **{f"peer-{metric}": ("krippendorff",) for metric in METRICS_OF_ALPHA},
    "crossed": ("desdemona.estimates.crossed",),
}
"""What is loaded before the clock starts."""


def peak_mb() -> float:
    """Return the most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count the parent's memory before the program was loaded
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return float(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_here(program: str, folder: str, part: str, resamples: str) -> None:
    """Run one program in this process; print its answers and what they took as JSON."""
    for module in LOADED.get(program, ()):
        import_module(module)
    start_s = time.perf_counter()
    found = PROGRAMS[program](Path(folder), part, int(resamples))
    print(json.dumps({**found, "wall_s": [time.perf_counter() - start_s], "peak_mb": [peak_mb()]}))


def run_apart(program: str, folder: Path, part: str, resamples: int) -> Found | None:
    """Run one program in a process of its own and print what it took; None where there is no such program."""
    python = os.environ.get("DESDEMONA_PEERS_PYTHON") if program in PEERS else sys.executable
    if python is None:
        return None
    command = [python, str(Path(__file__).resolve()), "--run", program, str(folder), part, str(resamples)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **ONE_THREAD})
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        print(f"{program} is left out: {said[-1] if said else done.returncode}")
        return None
    found: Found = json.loads(done.stdout.strip().splitlines()[-1])
    drawn = f"{resamples:>5} resamples" if resamples else "no resamples   "
    print(f"{part:<5} {program:<14} {drawn}  {found['wall_s'][0]:8.3f} s  {found['peak_mb'][0]:7.1f} MB")
    return found


def compare(name: str, ours: Found | None, other: Found | None, keys: Sequence[str], *, times: float = 1.0) -> None:
    """Print how often our time fits into the other's, `times` over, and how far the answers lie apart."""
    if ours is None or other is None:
        return
    ratio = times * other["wall_s"][0] / ours["wall_s"][0]
    apart = {key: float(np.abs(np.subtract(ours[key], other[key])).max()) for key in keys}
    largest = ", ".join(f"{key} {value:.1e}" for key, value in apart.items())
    same = "same" if max(apart.values()) < 5e-4 else "NOT the same"
    print(f"  {name}: {ratio:.1f} × our time; {same} to three digits (largest difference: {largest})")


def compare_readings(folder: Path, resamples: int) -> None:
    """Compare the programs on all readings, and fairlearn on a slice of them."""
    everything = ("estimate", "low", "high")
    table, calls, plain, rows = (
        run_apart(x, folder, "whole", resamples) for x in ("table", "calls", "numpy", "numpy-rows")
    )
    compare("numpy over table", table, plain, everything)
    compare("numpy-rows over table", table, rows, everything)
    compare("numpy over calls, which make other draws", calls, plain, ("estimate",))
    part = run_apart("table", folder, "slice", resamples)
    peer = run_apart("fairlearn", folder, "slice", FAIRLEARN_RESAMPLES)
    scale = resamples / FAIRLEARN_RESAMPLES
    compare("fairlearn over table, resamples made equal", part, peer, ("estimate",), times=scale)


def compare_ratings(folder: Path, resamples: int) -> None:
    """Measure alpha and a two-way bootstrap on all ratings, then alpha beside the krippendorff package on a slice."""
    run_apart("alpha", folder, "whole", 0)
    run_apart("alpha", folder, "whole", resamples)
    run_apart("crossed", folder, "whole", resamples)
    for metric in METRICS_OF_ALPHA:
        run_apart(f"ours-{metric}", folder, "whole", 0)
        ours, peer = (run_apart(f"{whose}-{metric}", folder, "slice", 0) for whose in ("ours", "peer"))
        compare("krippendorff over ours, which has an interval too", ours, peer, ("estimate",))


def main() -> None:
    """Compare the programs on readings, then on ratings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--units", type=int, default=10_000, help="things rated by ten raters")
    parser.add_argument("--small-units", type=int, default=60, help="of these, for the krippendorff package")
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run_here(*given.run)
        return
    if "DESDEMONA_PEERS_PYTHON" not in os.environ:
        print("fairlearn and krippendorff are left out: DESDEMONA_PEERS_PYTHON does not name a Python that has them")
    with tempfile.TemporaryDirectory(prefix="desdemona-") as name:
        write_readings(Path(name), given.readings, given.people)
        print(f"{given.readings:,} readings, {given.people:,} people, {AGES} × {GENDERS} groups, {', '.join(METRICS)}")
        compare_readings(Path(name), given.resamples)
        write_ratings(Path(name), given.units, given.small_units)
        print(f"alpha for {given.units:,} × 10 continuous ratings; the slice has {given.small_units} × 10")
        compare_ratings(Path(name), given.resamples)


if __name__ == "__main__":
    main()
