"""Speed and memory of measuring, beside bare decoding and MediaPipe FaceMesh.

Each run is a process of its own on the same clip: a phantom, drawn once and looped. The programs: PyAV decoding to RGB;
`measure_recording` with the 13 channels of the face, with all that is cheap, and with every group, the last in one
process and in two. Beside them the peers that the environments named by DESDEMONA_PEERS_PYTHON have (paths of Pythons,
joined by a colon; each needs av): MediaPipe FaceMesh with 478 points and tracking (mediapipe), a face box and the pulse
by POS (vitallens, which holds all frames in memory), seven emotions of a face found anew in each frame (fer). What a
peer finds is not compared here, only what it takes. Processor time is that of all processes and threads; on a machine
that others use too it tells more than frames a second, and so does FaceMesh in the same run. Run with
`python benchmarks/measure.py`, or `--frames 600 --sizes 480` for a part of it.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

SIZES = {"480": (640, 480), "1080": (1920, 1080)}
LOOP_FRAMES = 48
RATE_HZ = 30.0
PROGRAMS = ("decoding", "face", "cheap", "everything", "everything, two processes")
PEERS = {"FaceMesh": "mediapipe", "vitallens": "vitallens", "fer": "fer"}
"""By the name of the program, the module that it needs."""
OURS = "everything, two processes"
CRF = 23
"""Compressed as cameras and editors usually do; the phantom's own clips are finer, and take longer to decode."""


def write_looped(path: Path, size: tuple[int, int], frames: int) -> None:
    """Write a clip of a phantom who blinks now and then, by repeating a short stretch forwards and backwards."""
    from desdemona.faces.camera import Camera
    from desdemona.recordings.recording import Frame, Notice, Recording
    from desdemona.recordings.video import write_clip
    from desdemona.stimuli.phantom import Act, Phantom, Script
    from desdemona.stimuli.render import render_phantom

    script = Script("loop", "Blinks once.", LOOP_FRAMES / RATE_HZ, (Act("blink", 0.6, 0.85),))
    drawn = render_phantom(Phantom("loop", 0, 4, "even", script, Camera(*size, RATE_HZ)))
    pictures = [frame.rgb for frame in drawn.frames(print)]
    order = [*range(LOOP_FRAMES), *range(LOOP_FRAMES - 2, 0, -1)]

    def repeat(_notice: Notice) -> Iterator[Frame]:
        for index in range(frames):
            yield Frame(index, index / RATE_HZ, pictures[order[index % len(order)]])

    looped = Recording(
        name=path.name,
        provenance=drawn.provenance,
        width_px=size[0],
        height_px=size[1],
        rate_hz=RATE_HZ,
        frame_count=frames,
        fingerprint="",
        frames=repeat,
    )
    write_clip(looped, path, crf=CRF)


def decode(path: str) -> int:
    """Decode a clip to RGB and do nothing with it."""
    import av

    with av.open(path) as container:
        return sum(1 for frame in container.decode(video=0) if frame.to_ndarray(format="rgb24").size)


def measure(path: str, program: str) -> int:
    """Measure groups of channels of a clip."""
    from desdemona.channels.groups import CHEAP, DEFAULT, EVERYTHING
    from desdemona.channels.measure import measure_recording
    from desdemona.recordings.video import open_recording

    groups = {"face": DEFAULT, "cheap": CHEAP}.get(program, EVERYTHING)
    tracks = measure_recording(open_recording(path), item="clip", groups=groups, apart=program == OURS)
    return int(tracks.frames["face_found"].sum())


def run_face_mesh(path: str) -> int:
    """Follow the face of a clip with MediaPipe FaceMesh, 478 points."""
    import av
    import mediapipe  # type: ignore[import-not-found, unused-ignore]

    found = 0
    face_mesh = mediapipe.solutions.face_mesh.FaceMesh(max_num_faces=1, refine_landmarks=True)
    with face_mesh as mesh, av.open(path) as container:
        for frame in container.decode(video=0):
            found += mesh.process(frame.to_ndarray(format="rgb24")).multi_face_landmarks is not None
    return found


def run_vitallens(path: str) -> int:
    """Find the pulse of a clip with vitallens, by POS: nothing leaves the machine."""
    import av
    import numpy as np
    from vitallens import VitalLens  # type: ignore[import-not-found, unused-ignore]

    with av.open(path) as container:
        pictures = np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])
    found = VitalLens(method="pos", export_to_json=False)(pictures, fps=RATE_HZ)
    return len(pictures) if found else 0


def run_fer(path: str) -> int:
    """Name the emotion of the faces in each frame of a clip with fer and OpenCV's detector."""
    import av
    from fer.fer import FER  # type: ignore[import-not-found, unused-ignore]

    named = 0
    network = FER(mtcnn=False)
    with av.open(path) as container:
        for frame in container.decode(video=0):
            named += bool(network.detect_emotions(frame.to_ndarray(format="bgr24")))
    return named


RUNNING = {"FaceMesh": run_face_mesh, "vitallens": run_vitallens, "fer": run_fer}


class Memory(threading.Thread):
    """Looks now and then how much memory this process and those it started hold, what they share counted once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look ten times a second until stopped."""
        while not self._stopped.wait(0.1):
            self.peak_mb = max(self.peak_mb, held_mb())

    def stop(self) -> float:
        """Stop looking and return the most that was held, in MB."""
        self._stopped.set()
        self.join()
        return max(self.peak_mb, held_mb())


def held_mb() -> float:
    """Return the memory of this process and what others that it started hold for themselves, in MB.

    Where Linux does not tell, the most that this one has held.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = told_mb("self", ("Rss:",))
    for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        with contextlib.suppress(OSError):  # it may just have ended
            total += told_mb(pid, ("Private_Clean:", "Private_Dirty:"))
    return total


def told_mb(pid: str, names: tuple[str, ...]) -> float:
    """Return what Linux tells of a process's memory under these names, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith(names)) / 1024


def cpu_s() -> float:
    """Return the processor time of this process and of those it started."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def run_here(program: str, path: str) -> None:
    """Run one program on one clip in this process and print what it took as JSON."""
    memory = Memory()
    memory.start()
    start_s, start_cpu_s = time.perf_counter(), cpu_s()
    if program == "decoding":
        done = decode(path)
    elif program in RUNNING:
        done = RUNNING[program](path)
    else:
        done = measure(path, program)
    taken = {"wall_s": time.perf_counter() - start_s, "cpu_s": cpu_s() - start_cpu_s, "peak_mb": memory.stop()}
    print(json.dumps({"frames": done, **taken}))


def find_peers() -> dict[str, str]:
    """Return the Python that has each peer; those that none has are told and left out."""
    pythons = os.environ.get("DESDEMONA_PEERS_PYTHON", "").split(os.pathsep)
    found: dict[str, str] = {}
    for program, module in PEERS.items():
        for python in filter(None, pythons):
            if (
                program not in found
                and not subprocess.run(
                    [python, "-c", f"import {module}, av"], capture_output=True, check=False
                ).returncode
            ):
                found[program] = python
    left_out = [program for program in PEERS if program not in found]
    if left_out:
        print(f"left out: {', '.join(left_out)}; no Python named by DESDEMONA_PEERS_PYTHON has them")
    return found


def run_apart(program: str, path: Path, python: str) -> dict[str, float] | None:
    """Run one program on one clip in a process of its own; None where it does not run."""
    command = [python, str(Path(__file__).resolve()), "--run", program, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        print(f"{program} does not run: {said[-1] if said else done.returncode}")
        return None
    result: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def report(name: str, frames: int, results: dict[str, dict[str, float] | None]) -> None:
    """Print one row a program: frames a second, memory, and how the speed compares."""
    speeds = {program: frames / found["wall_s"] for program, found in results.items() if found}
    for program, found in results.items():
        if found is None:
            continue
        beside = f"  {speeds[program] / speeds['FaceMesh']:5.2f} × FaceMesh" if "FaceMesh" in speeds else ""
        print(
            f"{name:>5}p {frames:>6} frames  {program:<25} {speeds[program]:7.1f} fps "
            f"{1000 * found['cpu_s'] / frames:6.1f} ms of processor a frame {found['peak_mb']:7.1f} MB  "
            f"{int(found['frames'])} with a result{beside}"
        )


def main() -> None:
    """Compare the programs at every size and length asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, nargs="+", default=[600, 6000])
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=list(SIZES))
    parser.add_argument("--run", nargs=2, metavar=("PROGRAM", "CLIP"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run_here(*given.run)
        return
    programs = dict.fromkeys(PROGRAMS, sys.executable) | find_peers()
    with tempfile.TemporaryDirectory(prefix="desdemona-") as folder:
        for size in given.sizes:
            peaks = []
            for frames in given.frames:
                clip = Path(folder) / f"{size}-{frames}.mp4"
                write_looped(clip, SIZES[size], frames)
                results = {program: run_apart(program, clip, python) for program, python in programs.items()}
                clip.unlink()
                report(size, frames, results)
                ours = results["everything"]
                peaks.append((frames, ours["peak_mb"] if ours else float("nan")))
            for (fewer, less), (more, most) in pairwise(peaks):
                print(f"{size:>5}p memory of everything, {more} over {fewer} frames: {most / less:.3f}")


if __name__ == "__main__":
    main()
