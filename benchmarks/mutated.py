"""Five hundred odd and damaged files, each measured as `desdemona measure` does: measured, refused, or worse.

The odd kinds of `odd_files.py` come first, each as it is; the rest are whole files with flipped bits, cut off, with
stretches lost, doubled or overwritten, and with numbers in their heads turned into the largest. A file must be measured
(with notices, where something is wrong with it) or refused with one line; a traceback, a crash, a hang, chatter on
stderr or more memory than the limit is a failure and told with its number. A process of its own measures one file after
another and is watched; it is started again when it dies. Run with `python -m benchmarks.mutated`, a part with
`--first 100 --count 50`, and one file again, kept, with `--first 123 --count 1 --keep FOLDER`.
"""

import argparse
import contextlib
import gc
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal, get_args

import numpy as np
from benchmarks.odd_files import Make, odd_kinds

Ending = Literal["measured", "refused", "traceback", "chatter", "crash", "hang", "memory"]
GOOD = frozenset({"measured", "refused"})
PROVENANCE = "made for this benchmark; CC0; nobody is in it; testing"
LIMIT_S, LIMIT_MB = 120.0, 4000.0
COUNT = 500
EVERYTHING_EACH = 8
"""Every so many damaged files are measured with all groups of channels, as odd ones are; the others with the face."""
POLL_S = 0.05
RESTING_MB = 700.0


@dataclass(frozen=True, slots=True)
class Case:
    """One file of the benchmark: its number, what is odd about it, how it is made, and if all groups are measured."""

    number: int
    about: str
    make: Make
    everything: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How measuring one file ended: the refusal or what went wrong, rows, notices, and what it took."""

    ending: Ending
    text: str = ""
    frames: int = 0
    notices: int = 0
    wall_s: float = 0.0
    peak_mb: float = 0.0


Mutation = Callable[[bytearray, np.random.Generator], str]
"""Changes bytes in place and says what was done."""


def flip_bits(content: bytearray, rng: np.random.Generator) -> str:
    """Flip single bits anywhere."""
    count = int(rng.choice([1, 8, 64, 512]))
    for place in rng.integers(0, len(content), count):
        content[place] ^= 1 << int(rng.integers(8))
    return f"{count} bits flipped"


def flip_head(content: bytearray, rng: np.random.Generator) -> str:
    """Change bytes in the first kilobyte, where a container says what it holds."""
    count = int(rng.choice([1, 4, 16]))
    for place in rng.integers(0, min(len(content), 1024), count):
        content[place] = int(rng.integers(256))
    return f"{count} bytes of the head changed"


def set_numbers(content: bytearray, rng: np.random.Generator) -> str:
    """Overwrite whole numbers of 2, 4 or 8 bytes in the head or the tail, where an index may stand, by extreme ones."""
    for _ in range(int(rng.integers(1, 5))):
        size = int(rng.choice([2, 4, 8]))
        reach = min(len(content), 2048)
        place = int(rng.integers(reach)) + (0 if rng.random() < 0.7 else len(content) - reach)
        value = rng.choice(["00", "7f", "80", "ff"])
        extreme = bytes.fromhex(value) + bytes.fromhex({"7f": "ff", "80": "00"}.get(value, value)) * (size - 1)
        content[place : place + size] = extreme if rng.random() < 0.5 else extreme[::-1]
    return "extreme numbers"


def cut(content: bytearray, rng: np.random.Generator) -> str:
    """Cut the file off at any place, or at its beginning."""
    place = int(rng.integers(1, len(content)))
    if rng.random() < 0.8:
        del content[place:]
        return f"cut off after {place} bytes"
    del content[: place // 8]
    return f"the first {place // 8} bytes lost"


def change_stretch(content: bytearray, rng: np.random.Generator) -> str:
    """Lose, double, blank or overwrite a stretch."""
    first = int(rng.integers(len(content)))
    size = int(rng.integers(1, max(2, len(content) // 4)))
    what = str(rng.choice(["lost", "doubled", "blank", "noise"]))
    held = bytes(content[first : first + size])
    noise = rng.integers(0, 256, len(held), np.uint8).tobytes()
    content[first : first + size] = {"lost": b"", "doubled": held * 2, "blank": bytes(len(held)), "noise": noise}[what]
    return f"{size} bytes {what}"


MUTATIONS: tuple[Mutation, ...] = (flip_bits, flip_head, set_numbers, cut, change_stretch)
_UNFIT = ("30000", "8192", "8193", "7680", "3840", "1920", "empty", "one byte", "a folder", "zeros")


def mutable_kinds() -> dict[str, Make]:
    """Return the kinds that are worth damaging: those that are small and hold something."""
    return {name: make for name, make in odd_kinds().items() if not name.startswith(_UNFIT)}


def write_mutated(folder: Path, make: Make, seed: Sequence[int]) -> Path:
    """Write a file of a kind and damage it, one to three times."""
    path = make(folder)
    rng = np.random.default_rng(seed)
    content = bytearray(path.read_bytes())
    said = []
    for _ in range(int(rng.choice([1, 1, 2, 3]))):
        if content:
            said.append(MUTATIONS[int(rng.integers(len(MUTATIONS)))](content, rng))
    path.write_bytes(content)
    return path


def cases_of(seed: int, count: int = COUNT) -> list[Case]:
    """Return the cases of a seed: all odd kinds as they are, then damaged ones, each remade by its number alone."""
    odd, mutable = odd_kinds(), mutable_kinds()
    names = list(mutable)
    cases = [Case(n, name, make, everything=True) for n, (name, make) in enumerate(odd.items())]
    for number in range(len(cases), count):
        own = (seed, number)
        name = names[int(np.random.default_rng((*own, 1)).integers(len(names)))]

        def make(folder: Path, kind: Make = mutable[name], own: tuple[int, int] = own) -> Path:
            return write_mutated(folder, kind, own)

        cases.append(Case(number, f"damaged: {name}", make, number % EVERYTHING_EACH == 0))
    return cases[:count]


def measure_here(path: Path, everything: bool) -> tuple[Ending, str, int, int]:
    """Measure one file as the command line does; return the ending, its text, the rows of frames and the notices."""
    from desdemona.channels.groups import EVERYTHING, Details
    from desdemona.cli.measuring import Asked, measure_file
    from desdemona.errors import DesdemonaError

    with tempfile.TemporaryDirectory(prefix="desdemona-") as folder:
        out = Path(folder) / "tracks.parquet"
        groups = EVERYTHING if everything else ("face",)
        asked = Asked(path, out, PROVENANCE, groups, Details(), voice=True)
        try:
            told = measure_file(asked, lambda _done, _total: None, threads=True)
        except DesdemonaError as error:
            text = str(error)
            return ("refused" if "\n" not in text else "chatter"), text, 0, 0
        rows = [int(line.split(": ")[1].split()[0]) for line in told.results if " rows" in line]
        return "measured", " | ".join(told.notices), sum(rows), len(told.notices)


def serve() -> None:
    """Measure the files that are named on stdin, one a line, and answer each with one line of JSON."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        warnings.simplefilter("always", RuntimeWarning)  # Python would tell each once alone
        for line in sys.stdin:
            asked = json.loads(line)
            start = said.seek(0, os.SEEK_END)
            gc.collect()
            _forget_peak()
            begun_s = time.perf_counter()
            try:
                ending, text, frames, notices = measure_here(Path(asked["path"]), asked["everything"])
            except Exception:  # noqa: BLE001  whatever it is, it is what this looks for
                ending, text, frames, notices = "traceback", traceback.format_exc(), 0, 0
            wall_s = time.perf_counter() - begun_s
            sys.stderr.flush()
            said.seek(start)
            chatter = said.read().decode(errors="replace").strip()
            if chatter and ending in GOOD:
                ending, text = "chatter", chatter
            found = Outcome(ending, text, frames, notices, wall_s, _status_mb("self", "VmHWM"))
            answers.write(json.dumps(asdict(found)) + "\n")
            answers.flush()


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _status_mb(process: int | str, name: str) -> float:
    """Return a figure of a process's memory, NaN where this system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":")), float("nan"))


class Watched:
    """A process that measures, watched from outside: its time and its memory are limited, and it may die."""

    def __init__(self, limit_s: float = LIMIT_S, limit_mb: float = LIMIT_MB) -> None:
        self._limit_s, self._limit_mb = limit_s, limit_mb
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def measure(self, path: Path, everything: bool) -> Outcome:
        """Measure one file in the watched process and return how it ended."""
        process = self._process = self._process or _start()
        begun_s, peak_mb = time.perf_counter(), 0.0
        entry, exit_ = _pipes(process)
        with contextlib.suppress(BrokenPipeError):
            entry.write(json.dumps({"path": str(path), "everything": everything}) + "\n")
            entry.flush()
        with selectors.DefaultSelector() as selector:
            selector.register(exit_, selectors.EVENT_READ)
            while not selector.select(POLL_S):
                passed_s = time.perf_counter() - begun_s
                now_mb = _status_mb(process.pid, "VmRSS")
                peak_mb = max(peak_mb, now_mb)
                if passed_s > self._limit_s or now_mb > self._limit_mb:
                    self._end()
                    ending: Ending = "hang" if passed_s > self._limit_s else "memory"
                    return Outcome(ending, f"ended after {passed_s:.0f} s", wall_s=passed_s, peak_mb=peak_mb)
        answer = exit_.readline()
        if not answer:
            code = process.wait()
            self._end()
            said = signal.Signals(-code).name if code < 0 else f"exit code {code}"
            return Outcome("crash", said, wall_s=time.perf_counter() - begun_s, peak_mb=peak_mb)
        found = Outcome(**json.loads(answer))
        if found.peak_mb > RESTING_MB:
            self._end()  # so that what it has not given back is not counted against the next file
        return found

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in _pipes(self._process):
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
            self._process = None


def _start() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.mutated", "--serve"]
    root = Path(__file__).resolve().parents[1]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError(process)
    return process.stdin, process.stdout


def run_cases(cases: Sequence[Case], keep: Path | None = None) -> Iterator[tuple[Case, Outcome]]:
    """Make and measure each case in turn; files are thrown away unless there is a folder to keep them in."""
    with Watched() as watched:
        for case in cases:
            with tempfile.TemporaryDirectory(prefix="desdemona-") as scratch:
                path = case.make(Path(scratch))
                yield case, watched.measure(path, case.everything)
                if keep is not None and path.is_file():
                    keep.mkdir(parents=True, exist_ok=True)
                    path.replace(keep / f"{case.number}{path.suffix}")


def report(ended: Sequence[tuple[Case, Outcome]]) -> None:
    """Print how many ended how, and the slowest and largest of them."""
    counts = Counter(outcome.ending for _, outcome in ended)
    print(", ".join(f"{counts[ending]} {ending}" for ending in get_args(Ending)), f"of {len(ended)}")
    with_notice = sum(outcome.notices > 0 for _, outcome in ended)
    print(f"{with_notice} of those measured have a notice; {sum(o.frames for _, o in ended)} frames in all")
    for what, unit in (("wall_s", "s"), ("peak_mb", "MB")):
        print(f"most {unit}:")
        for case, outcome in sorted(ended, key=lambda pair: -getattr(pair[1], what))[:8]:
            told = f"{'everything' if case.everything else 'face'}, {outcome.frames} frames"
            print(f"  {getattr(outcome, what):8.1f} {unit}  {case.number:>3} {case.about} ({told})")


def main() -> None:
    """Measure the cases asked for and leave with 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--keep", type=Path, help="a folder for the files that were made")
    parser.add_argument("--log", type=Path, help="a file that gets one line of JSON a case")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve()
        return
    os.environ.setdefault("SVT_LOG", "1")
    cases = cases_of(given.seed, max(COUNT, given.first + given.count))[given.first : given.first + given.count]
    ended = []
    for case, outcome in run_cases(cases, given.keep):
        ended.append((case, outcome))
        if outcome.ending not in GOOD:
            print(f"\r{case.number}: {case.about}: {outcome.ending}: {outcome.text}")
        if given.log:
            with given.log.open("a") as log:
                log.write(json.dumps({"number": case.number, "about": case.about, **asdict(outcome)}) + "\n")
        sys.stderr.write(f"\r{len(ended)} of {len(cases)}")
    sys.stderr.write("\n")
    report(ended)
    sys.exit(any(outcome.ending not in GOOD for _, outcome in ended))


if __name__ == "__main__":
    main()
