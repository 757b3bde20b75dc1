"""Sound comes as blocks on the clock of its file, scaled to ±1."""

from pathlib import Path

import numpy as np
import pytest
from tests.recordings.clips import SHARED_CLIPS, TEXT, ramp, write_sound, write_video

from desdemona.errors import FileProblem, ProvenanceError
from desdemona.recordings.recording import ignore_notice
from desdemona.recordings.sound import open_sound


def test_samples_and_times_are_kept(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    samples = rng.integers(-32768, 32767, (20_000, 2), np.int16)
    sound = open_sound(write_sound(tmp_path / "x.wav", samples, 8000), TEXT)
    assert (sound.rate_hz, sound.channel_count, sound.provenance.licence) == (8000, 2, "CC0")
    blocks = list(sound.blocks(ignore_notice))
    together = np.concatenate([block.samples for block in blocks])
    assert together.dtype == np.float32
    np.testing.assert_array_equal(together, samples.astype(np.float32) / 32768)  # a power of two: exact
    starts = np.cumsum([0, *(len(block.samples) for block in blocks[:-1])]) / 8000
    np.testing.assert_allclose([block.t_s for block in blocks], starts, atol=1e-9)


def test_compressed_sound_starts_with_the_pictures() -> None:
    path = SHARED_CLIPS / "single_face.mp4"
    if not path.exists():
        pytest.skip("the shared clips are not beside this checkout")
    sound = open_sound(path, TEXT)
    blocks = list(sound.blocks(ignore_notice))
    assert sound.rate_hz == 44_100
    # Coding adds up to one block of lead-in, 1152 samples, before the first picture.
    assert blocks[0].t_s == pytest.approx(0.0, abs=1152 / 44_100)
    assert blocks[-1].t_s + len(blocks[-1].samples) / 44_100 == pytest.approx(2.42, abs=0.05)


def test_pictures_alone_have_no_sound(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="holds no sound"):
        open_sound(write_video(tmp_path / "x.mp4", [ramp(32, 32)] * 2), TEXT)


def test_sound_needs_a_provenance_too(tmp_path: Path) -> None:
    with pytest.raises(ProvenanceError, match="says nowhere where it comes from"):
        open_sound(write_sound(tmp_path / "x.wav", np.zeros((80, 2), np.int16), 8000))


def test_cut_off_sound_is_told(tmp_path: Path) -> None:
    path = SHARED_CLIPS / "single_face.mp4"
    if not path.exists():
        pytest.skip("the shared clips are not beside this checkout")
    content = bytearray(path.read_bytes())
    content[100_000:180_000] = bytes(80_000)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)
    notices: list[str] = []
    blocks = list(open_sound(broken, TEXT).blocks(notices.append))
    assert 0 < len(blocks) < 93
    assert len(notices) == 1
    assert notices[0].startswith("broken.mp4: the sound is cut off after ")
