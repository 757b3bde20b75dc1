"""Sound is written without loss and at its true time, alone or with pictures."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.recordings.clips import TEXT, in_memory, ramp

from desdemona.errors import FileProblem, ProvenanceError
from desdemona.recordings.container import contents_of
from desdemona.recordings.recording import Provenance, ignore_notice
from desdemona.recordings.sound import Block, Sound, open_sound
from desdemona.recordings.soundtrack import write_sound
from desdemona.recordings.video import open_recording, write_clip

PHANTOM = Provenance("phantom", "made", "CC0", "nobody", "any")
REAL = Provenance("real", "filmed", "CC0", "yes", "any")
ONE_STEP = 2.0**-24
"""Half a step of 24 bits: the most that rounding moves a sample."""


def sound_of(blocks: Sequence[Block], rate_hz: int, provenance: Provenance = PHANTOM) -> Sound:
    channels = blocks[0].samples.shape[1] if blocks else 1
    return Sound("voice", provenance, rate_hz, channels, "made", lambda _notice: iter(blocks))


def noise(count: int, channels: int = 1) -> NDArray[np.float32]:
    return np.random.default_rng(3).uniform(-1, 0.999, (count, channels)).astype(np.float32)


def read(path: Path) -> tuple[float, NDArray[np.float32]]:
    blocks = list(open_sound(path).blocks(ignore_notice))
    return blocks[0].t_s, np.concatenate([block.samples for block in blocks])


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_wav_gives_back_the_samples(channels: int, tmp_path: Path) -> None:
    samples = noise(30_001, channels)
    blocks = [Block(0.0, samples[:7]), Block(7 / 16_000, samples[7:20_000]), Block(1.25, samples[20_000:])]
    write_sound(sound_of(blocks, 16_000), tmp_path / "voice.wav")
    start_s, back = read(tmp_path / "voice.wav")
    assert start_s == 0.0
    np.testing.assert_allclose(back, samples, atol=ONE_STEP, rtol=0)
    assert open_sound(tmp_path / "voice.wav").provenance == PHANTOM


def test_wav_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one.wav", "two.wav"):
        write_sound(sound_of([Block(0.0, noise(5000))], 8000), tmp_path / name)
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "two.wav").read_bytes()


def test_gaps_and_late_starts_become_silence_and_early_ones_are_cut(tmp_path: Path) -> None:
    samples, notices = noise(3000), list[str]()
    late = [Block(0.1, samples[:1000]), Block(0.35, samples[1000:2000]), Block(0.4745, samples[2000:])]
    write_sound(sound_of(late, 8000), tmp_path / "late.wav", notice=notices.append)
    _, back = read(tmp_path / "late.wav")
    # 0.4745 s is half a millisecond before the end of the block before: rounding of a clock, not an overlap
    expected = np.concatenate([np.zeros((800, 1)), samples[:1000], np.zeros((1000, 1)), samples[1000:]])
    np.testing.assert_allclose(back, expected, atol=ONE_STEP, rtol=0)
    assert notices == ["voice: 225.0 ms of silence stand where it has no sound"]
    notices.clear()
    write_sound(sound_of([Block(-0.05, samples)], 8000), tmp_path / "early.wav", notice=notices.append)
    np.testing.assert_allclose(read(tmp_path / "early.wav")[1], samples[400:], atol=ONE_STEP, rtol=0)
    assert notices == ["voice: 50.0 ms that overlap are left out"]


def test_louder_than_full_scale_is_cut_and_told(tmp_path: Path) -> None:
    notices: list[str] = []
    samples = np.array([[0.5], [1.5], [-2.0], [1.0]], np.float32)  # 1.0 itself is one step above the largest number
    write_sound(sound_of([Block(0.0, samples)], 8000), tmp_path / "loud.wav", notice=notices.append)
    np.testing.assert_allclose(read(tmp_path / "loud.wav")[1][:, 0], [0.5, 1.0, -1.0, 1.0], atol=2 * ONE_STEP)
    assert notices == ["voice: 2 samples were louder than full scale and are cut to it"]


@pytest.mark.parametrize("start_s", [0.0, 0.5, -0.03])
@pytest.mark.parametrize("rate_hz", [8000, 44_100])
def test_clip_carries_sound_on_the_clock_of_its_pictures(start_s: float, rate_hz: int, tmp_path: Path) -> None:
    times_s = [0.0, 0.033, 0.1, 0.101, 0.4, 0.9]
    samples = noise(rate_hz)
    path = tmp_path / "clip.mp4"
    pictures = [ramp(32, 32, 30 * k) for k in range(6)]
    write_clip(in_memory(pictures, times_s), path, sound=sound_of([Block(start_s, samples)], rate_hz))
    assert contents_of(path) == {"pictures", "sound"}
    frames = list(open_recording(path).frames(ignore_notice))
    np.testing.assert_allclose([frame.t_s for frame in frames], times_s, atol=0.5 / 90_000)
    first_s, back = read(path)
    shift = round(start_s * rate_hz)
    expected = np.concatenate([np.zeros((max(shift, 0), 1)), samples[max(-shift, 0) :]])
    assert first_s == pytest.approx(0.0, abs=0.5 / rate_hz)  # the bound asked for is 25 ms; without loss it is none
    np.testing.assert_allclose(back, expected, atol=ONE_STEP, rtol=0)


def test_sound_longer_than_the_pictures_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(in_memory([ramp(32, 32)] * 2, [0.0, 0.04]), path, sound=sound_of([Block(0.0, noise(24_000))], 8000))
    assert len(read(path)[1]) == 24_000


def test_real_sound_makes_no_phantom(tmp_path: Path) -> None:
    sound = sound_of([Block(0.0, noise(800))], 8000, REAL)
    write_clip(in_memory([ramp(32, 32)] * 2, [0.0, 0.04]), tmp_path / "clip.mp4", sound=sound)
    write_sound(sound, tmp_path / "voice.wav")
    for path in (tmp_path / "clip.mp4", tmp_path / "voice.wav"):
        with pytest.raises(ProvenanceError):
            open_sound(path)


def test_what_holds_no_sample_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="'voice' has no samples"):
        write_sound(sound_of([], 8000), tmp_path / "voice.wav")
    with pytest.raises(FileProblem, match=r"ends in \.wav"):
        write_sound(sound_of([Block(0.0, noise(8))], 8000), tmp_path / "voice.mp3")
    with pytest.raises(FileProblem, match="cannot be written with 9 channels of sound; at most 8 can"):
        write_sound(sound_of([Block(0.0, noise(8, 9))], 8000), tmp_path / "voice.wav")
    assert list(tmp_path.iterdir()) == []
    write_clip(in_memory([ramp(32, 32)] * 2, [0.0, 0.04]), tmp_path / "clip.mp4", sound=sound_of([], 8000))
    assert contents_of(tmp_path / "clip.mp4") == {"pictures"}


def test_sound_alone_holds_no_pictures(tmp_path: Path) -> None:
    write_sound(sound_of([Block(0.0, noise(800))], 8000), tmp_path / "voice.wav")
    assert contents_of(tmp_path / "voice.wav") == {"sound"}
    assert open_sound(tmp_path / "voice.wav", TEXT).provenance.kind == "real"


def test_gaps_of_years_are_closed_up_and_told(tmp_path: Path) -> None:
    samples, notices = noise(3000), list[str]()
    far_s = 1e9
    jumped = [Block(0.0, samples[:1000]), Block(far_s, samples[1000:2000]), Block(far_s + 0.125, samples[2000:])]
    write_sound(sound_of(jumped, 8000), tmp_path / "jumped.wav", notice=notices.append)
    np.testing.assert_allclose(read(tmp_path / "jumped.wav")[1], samples, atol=ONE_STEP, rtol=0)
    gap_ms = 1000 * (far_s - 0.125)
    assert notices == [
        f"voice: {gap_ms:.1f} ms without sound are left out, and what comes after them is so much earlier"
    ]
    back = [Block(0.0, samples[:1000]), Block(far_s, samples[1000:2000]), Block(0.25, samples[2000:])]
    write_sound(sound_of(back, 8000), tmp_path / "back.wav")
    np.testing.assert_allclose(read(tmp_path / "back.wav")[1], samples, atol=ONE_STEP, rtol=0)
