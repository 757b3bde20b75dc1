"""Sound comes as blocks on the clock of its file, scaled to ±1."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.odd_files import Hum, wav_of, write_media
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


@pytest.mark.parametrize(("rate_hz", "channels"), [(100, 1), (999, 2), (1_000_000, 1), (0x7FFFFFFF, 1), (48_000, 64)])
def test_rates_that_no_recorder_has_are_refused(rate_hz: int, channels: int, tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(wav_of(rate_hz, channels))
    with pytest.raises(FileProblem, match=rf"its sound states {rate_hz} samples a second \(channels: {channels}\)"):
        open_sound(path, TEXT)


def test_the_fastest_and_the_widest_sound_that_is_made_is_opened(tmp_path: Path) -> None:
    for rate_hz, channels in ((1000, 1), (768_000, 2), (192_000, 8), (48_000, 24)):
        path = tmp_path / "x.wav"
        path.write_bytes(wav_of(rate_hz, channels))
        sound = open_sound(path, TEXT)
        assert (sound.rate_hz, sound.channel_count) == (rate_hz, channels)


def test_numbers_beyond_those_of_32_bits_do_no_harm(tmp_path: Path) -> None:
    path = write_media(tmp_path, "x.wav", None, Hum("pcm_f64le", what="huge"))
    samples = np.concatenate([block.samples for block in open_sound(path, TEXT).blocks(ignore_notice)])
    assert samples.shape == (8000, 1)
    assert np.isinf(samples).mean() > 0.9  # noise of up to 1e300; NumPy's warning would fail this test
