"""All groups in one pass: what each gives, that nothing is done twice, and that stopping it changes nothing."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from desdemona.channels.body.measure_body import measure_body
from desdemona.channels.groups import CHEAP, DEFAULT, EVERYTHING, GROUPS, Details, Group, channels_of, to_groups
from desdemona.channels.measure import measure_recording
from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.motion.catalogue import MOTION
from desdemona.channels.motion.measure import measure_motion
from desdemona.channels.one_pass import passing
from desdemona.channels.one_pass.everything import LOOKED
from desdemona.channels.one_pass.kept import drop_kept
from desdemona.channels.tracks import Tracks
from desdemona.errors import DesdemonaError, FileProblem, ModelError, UnknownName
from desdemona.faces.camera import Camera
from desdemona.models.cache import model_path
from desdemona.models.network import Network
from desdemona.models.pinned import PINNED
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.recordings.recording import Frame, Notice, Recording
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom

RATE_HZ = 20.0


@pytest.fixture(scope="module", autouse=True)
def _models() -> None:
    try:
        for model in PINNED:
            model_path(model.name)
    except ModelError as error:
        if "cannot be fetched" not in str(error):
            raise
        pytest.skip(f"offline and nothing cached: {error}")


@pytest.fixture(scope="module")
def clip() -> Recording:
    """Return 150 drawn frames, held in memory: a blink, speech, a smile."""
    acts = (Act("blink", 0.6, 0.85), Act("talk", 1.5, 3.5), Act("smile", 4.5, 6.5, 1.0))
    script = Script("short", "For a test.", 7.5, acts, Inside(pulse=(PulsePoint(0.0, 72.0),)))
    drawn = render_phantom(Phantom("short", 2, 4, "even", script, Camera(240, 240, RATE_HZ), seed=5))
    frames = list(drawn.frames(print))
    return replace(drawn, frames=lambda _notice: iter(frames))


@pytest.fixture(scope="module")
def whole(clip: Recording) -> Tracks:
    return measure_recording(clip, item="it", groups=EVERYTHING)


def same(one: Tracks, other: Tracks) -> bool:
    tables = ((one.frames, other.frames), (one.events, other.events), (one.windows, other.windows))
    return all(a.equals(b, null_equal=True) for a, b in tables) and one.notices == other.notices


def first(clip: Recording, count: int) -> Recording:
    return replace(clip, frames=lambda notice: (f for f in clip.frames(notice) if f.index < count))


def numbers(frames: pl.DataFrame, name: str) -> NDArray[np.float64]:
    return frames[name].cast(pl.Float64).fill_null(np.nan).to_numpy()


def test_no_name_and_no_column_is_told_twice() -> None:
    channels = [channel for group in GROUPS for channel in channels_of(group)]
    names = Counter(channel.name for channel in channels)
    columns = Counter(column for channel in channels for column in channel.columns)
    assert [name for name, count in names.items() if count > 1] == []
    assert [column for column, count in columns.items() if count > 1] == []


def test_every_column_of_every_group_is_there_once_in_order(whole: Tracks) -> None:
    told = [column for group in GROUPS for channel in channels_of(group) for column in channel.columns]
    assert set(told) <= set(whole.frames.columns)
    places = [whole.frames.columns.index(channels_of(group)[0].columns[0]) for group in GROUPS if group != "micro"]
    assert places == sorted(places)
    windows = {channel.name for group in GROUPS for channel in channels_of(group)}
    assert set(whole.windows["channel"]) | set(whole.events["channel"]) <= windows


def test_what_a_group_gives_does_not_hang_on_the_others(clip: Recording, whole: Tracks) -> None:
    face = measure_recording(clip, item="it", threads=False)
    assert whole.frames.select(face.frames.columns).equals(face.frames, null_equal=True)
    assert whole.frames.columns[: face.frames.width] == face.frames.columns
    moving = measure_motion(clip, item="it", channels=(*MOTION, *MICRO))
    assert whole.frames.select(moving.frames.columns).equals(moving.frames, null_equal=True)
    own = pl.col("channel").is_in(moving.windows["channel"].unique().to_list())
    assert whole.windows.filter(own).equals(moving.windows, null_equal=True)


def test_threads_change_nothing_whatever_is_asked_for(clip: Recording) -> None:
    short = first(clip, 40)
    one, other = (measure_recording(short, item="it", groups=EVERYTHING, threads=on) for on in (True, False))
    assert same(one, other)


def test_a_second_process_changes_nothing(clip: Recording) -> None:
    short = first(clip, 40)
    groups = to_groups(["motion", "body"])
    one, two = (measure_recording(short, item="it", groups=groups, apart=apart) for apart in (False, True))
    assert same(one, two)
    assert active_children() == []


def test_a_second_process_that_is_killed_is_told_and_nothing_hangs(clip: Recording) -> None:
    def kill(_done: int) -> None:
        for child in active_children():
            child.kill()
            child.join()

    with pytest.raises(DesdemonaError, match="was ended from outside"):
        measure_recording(clip, item="it", groups=to_groups(["body"]), apart=True, progress=kill)
    assert active_children() == []


def test_every_frame_is_decoded_once_and_shown_to_each_network_once(
    clip: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: Counter[str] = Counter()
    passes: list[int] = []
    run = Network.run

    def counting(self: Network, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        runs[self.model.name] += 1
        return run(self, pictures)

    def frames(notice: Notice) -> Iterator[Frame]:
        passes.append(1)
        return first(clip, 30).frames(notice)

    monkeypatch.setattr(Network, "run", counting)
    measure_recording(replace(clip, frames=frames), item="it", groups=EVERYTHING, threads=False)
    assert len(passes) == 1
    assert runs["iris"] == 30
    assert runs["face_mesh"] == 31  # a face just found is looked at twice
    assert runs["face_detector"] == 1
    assert runs["pose"] == 16  # every second frame at 20 a second, and twice where just found
    assert runs["pose_detector"] == 1


def test_blinks_speech_and_a_smile_are_seen_by_whom_they_concern(whole: Tracks) -> None:
    frames = whole.frames
    t_s = frames["t_s"].to_numpy()
    smile = numbers(frames, "au12_share")
    assert np.nanmean(smile[(t_s > 5.2) & (t_s < 5.8)]) > 0.5
    assert np.nanmax(smile[t_s < 1.4]) < 0.2
    talking = numbers(frames, "mouth_talking")
    assert np.nanmean(talking[(t_s > 2.0) & (t_s < 3.0)]) == 1
    assert np.nanmax(talking[(t_s > 4.2)]) == 0
    assert numbers(frames, "eye_closure_share")[(t_s > 0.65) & (t_s < 0.8)].max() > 0.6
    assert "blink" in whole.events["channel"].to_list()


def test_the_body_is_looked_at_now_and_then_and_frames_between_have_the_last_look(
    clip: Recording, whole: Tracks
) -> None:
    looked = whole.frames[LOOKED].to_numpy()
    assert looked.tolist() == [1, 0] * 75  # 0.1 s at 20 a second
    place = numbers(whole.frames, "shoulders_x_px")
    assert np.isfinite(place).all()
    np.testing.assert_array_equal(place[1::2], place[::2])
    short = first(clip, 12)
    every = measure_recording(short, item="it", groups=to_groups(["body"]), details=Details(body_every_s=0.0))
    alone = measure_body(short, item="it").frames
    assert every.frames[LOOKED].to_list() == [1] * 12
    assert every.frames.columns == ["frame", "t_s", LOOKED, *alone.columns[2:]]
    assert every.frames.drop(LOOKED).equals(alone, null_equal=True)


def test_groups_come_with_what_they_rest_on() -> None:
    assert to_groups(["body"]) == ("body",)
    assert to_groups(["motion", "eyes"]) == ("face", "eyes", "motion")
    assert set(CHEAP) < set(EVERYTHING)
    with pytest.raises(UnknownName, match="unknown group 'eye'; did you mean 'eyes'"):
        to_groups(["eye"])


def test_nothing_to_see_gives_every_column_and_no_row(clip: Recording) -> None:
    empty = measure_recording(
        replace(clip, frames=lambda _notice: iter(())), item="it", groups=EVERYTHING, threads=False
    )
    told = [column for group in GROUPS for channel in channels_of(group) for column in channel.columns]
    assert set(told) <= set(empty.frames.columns)
    assert empty.frames.height == empty.events.height == empty.windows.height == 0


class _Killed(Exception):
    pass


def stopped(
    clip: Recording, kept: Path, at: int, *, threads: bool = False, groups: Collection[Group] = EVERYTHING
) -> None:
    def stop(done: int) -> None:
        if done >= at:
            raise _Killed

    with pytest.raises(_Killed):
        measure_recording(clip, item="it", groups=groups, kept=kept, progress=stop, threads=threads)


def test_a_pass_that_is_stopped_twice_gives_what_one_that_is_not_gives(
    clip: Recording, whole: Tracks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "BLOCK_FRAMES", 64)
    kept = tmp_path / "tracks.part"
    stopped(clip, kept, 60, threads=True)
    assert (kept / "state-000000.npz").exists()
    stopped(clip, kept, 120)
    assert sorted(file.name for file in kept.glob("*.npz")) == [
        "block-000000.npz",
        "block-000001.npz",
        "state-000001.npz",
    ]
    seen: list[int] = []
    again = measure_recording(clip, item="it", groups=EVERYTHING, kept=kept, progress=seen.append)
    assert same(again, whole)
    for name in ("frames", "events", "windows"):
        for tracks, file in ((whole, "whole"), (again, "again")):
            getattr(tracks, name).write_parquet(tmp_path / f"{file}.{name}.parquet")
        assert (tmp_path / f"whole.{name}.parquet").read_bytes() == (tmp_path / f"again.{name}.parquet").read_bytes()
    drop_kept(kept)
    assert not kept.exists()


def test_what_was_kept_of_something_else_or_is_damaged_is_not_gone_on_from(
    clip: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "BLOCK_FRAMES", 64)
    kept = tmp_path / "tracks.part"
    short = first(clip, 80)
    wanted = measure_recording(short, item="it")
    stopped(short, kept, 60, groups=to_groups(["eyes"]))
    assert same(measure_recording(short, item="it", kept=kept), wanted)
    stopped(replace(short, fingerprint="another"), kept, 60, groups=DEFAULT)
    assert same(measure_recording(short, item="it", kept=kept), wanted)
    stopped(short, kept, 60, groups=DEFAULT)
    state = kept / "state-000000.npz"
    state.write_bytes(state.read_bytes()[:1000])
    assert same(measure_recording(short, item="it", kept=kept), wanted)


def test_a_folder_of_somebody_elses_is_left_alone(clip: Recording, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FileProblem, match="cannot be removed"):
        measure_recording(first(clip, 2), item="it", kept=tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
