import os
from pathlib import Path

import polars as pl
import pytest
from tests.audits.small_cast import FACE, small_cast

from desdemona.audits.measuring import kept_folder, load_kept, measure_cast, workers
from desdemona.errors import UsageError
from desdemona.models.cache import cache_dir, model_path
from desdemona.systems.measured import Measured


def frames_of(measured: Measured) -> pl.DataFrame:
    assert measured.pictures is not None
    return measured.pictures.frames


def test_a_cast_is_measured_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("face_detector", "face_mesh", "iris"):
        model_path(name, lambda _text: None)
    models = cache_dir() / "models"
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "models").symlink_to(models)
    monkeypatch.setenv("DESDEMONA_CACHE", str(tmp_path / "cache"))
    items = small_cast(seed=0)[-3:]
    told: list[tuple[int, int]] = []
    first = measure_cast(items, FACE, progress=lambda done, total, _what: told.append((done, total)))
    assert list(first) == [item.name for item in items]
    assert told[-1] == (3, 3)
    kept = load_kept(items[0], FACE)
    assert kept is not None
    assert frames_of(kept).equals(frames_of(first[items[0].name]))
    told.clear()
    second = measure_cast(items, FACE, progress=lambda done, total, _what: told.append((done, total)))
    assert told == []
    assert all(frames_of(second[name]).equals(frames_of(first[name])) for name in first)


def test_a_damaged_kept_track_is_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESDEMONA_CACHE", str(tmp_path))
    item = small_cast(seed=0)[0]
    folder = kept_folder(item)
    (folder / "face").mkdir(parents=True)
    (folder / "face" / "pictures.notices.txt").write_text("")
    (folder / "face" / "pictures.frames.parquet").write_bytes(b"damaged")
    assert load_kept(item, FACE) is None


def end_at_once() -> None:
    os._exit(1)


def test_a_worker_that_is_killed_is_one_line() -> None:
    with pytest.raises(UsageError, match="a worker process was ended from outside"), workers(1) as pool:
        pool.submit(end_at_once).result()
